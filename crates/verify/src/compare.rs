//! One scenario, decided by both engines, and by the first one in both its ways.

use crate::documents::{documents, repeats};
use kms_policy::decide::{Cell, Model};
use kms_policy::report::{Confidence, Decision, Verdict};
use kms_policy::scenario::Scenario;
use kms_policy_reference::{World, decide};
use serde_json::Value;
use std::fmt;

/// What an engine answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Allowed, denied, or an error.
    pub verdict: Verdict,
    /// The exception, with an error.
    pub error: Option<String>,
    /// Would another reading give another verdict?
    pub uncertain: bool,
}

impl From<Cell> for Answer {
    fn from(cell: Cell) -> Self {
        let Cell { verdict, error, uncertain, .. } = cell;
        Self { verdict, error: error.map(str::to_owned), uncertain }
    }
}

impl From<&Decision> for Answer {
    fn from(decision: &Decision) -> Self {
        Self {
            verdict: decision.verdict,
            error: decision.error.clone(),
            uncertain: decision.confidence == Confidence::Uncertain,
        }
    }
}

impl From<decide::Answer> for Answer {
    fn from(answer: decide::Answer) -> Self {
        let verdict = match answer.verdict {
            decide::Verdict::Allow => Verdict::Allow,
            decide::Verdict::ImplicitDeny => Verdict::ImplicitDeny,
            decide::Verdict::ExplicitDeny => Verdict::ExplicitDeny,
            decide::Verdict::Error => Verdict::Error,
        };
        Self { verdict, error: answer.error, uncertain: answer.uncertain }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.verdict)?;
        if let Some(error) = &self.error {
            write!(f, " {error}")?;
        }
        if self.uncertain { write!(f, ", uncertain") } else { Ok(()) }
    }
}

/// A request on which the engines differ, or the two ways of the first one.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The index of the request.
    pub request: usize,
    /// What the masks say.
    pub masks: Answer,
    /// What the explanation says.
    pub explained: Answer,
    /// What the reference says.
    pub reference: Answer,
    /// The explanation's sentence.
    pub sentence: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request, masks, explained, reference, sentence } = self;
        writeln!(f, "request {request}: {sentence}")?;
        writeln!(f, "    masks:       {masks}")?;
        writeln!(f, "    explanation: {explained}")?;
        write!(f, "    reference:   {reference}")
    }
}

/// Why a scenario is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// Neither engine takes it.
    Refused(String),
    /// The reference does not take what the core takes: a difference too.
    ByReference(String),
    /// A document has a name twice in an object: the reference would read the last (J-4).
    RepeatedName(String),
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => write!(f, "refused: {why}"),
            Self::ByReference(why) => write!(f, "refused by the reference alone: {why}"),
            Self::RepeatedName(pointer) => write!(f, "{pointer} has a name twice in an object"),
        }
    }
}

/// What came of a scenario.
#[derive(Debug)]
pub struct Compared {
    /// How many requests were decided.
    pub requests: usize,
    /// The explanation of each request, if they are explained.
    pub decisions: Vec<Decision>,
    /// Where the engines differ.
    pub differences: Vec<Difference>,
}

/// Decides every request of a scenario twice, and a third time where it is explained: explaining
/// takes longer than both engines do.
///
/// # Errors
///
/// The scenario cannot be compared.
pub fn compare(scenario: &Value, explain: bool) -> Result<Compared, Skipped> {
    let text = scenario.to_string();
    let read = Scenario::from_json(&text).map_err(|error| Skipped::Refused(error.to_string()))?;
    let model = Model::new(&read).map_err(|errors| Skipped::Refused(format!("{errors:?}")))?;
    let world = World::read(scenario).map_err(Skipped::ByReference)?;
    // Only a document that is a text holds quotes.
    let texts = if text.contains("\\\"") { documents(scenario) } else { Vec::new() };
    for pointer in texts {
        if scenario.pointer(&pointer).and_then(Value::as_str).is_some_and(repeats) {
            return Err(Skipped::RepeatedName(pointer));
        }
    }
    let requests = read.requests.len();
    let mut compared = Compared { requests, decisions: Vec::new(), differences: Vec::new() };
    for (index, request) in read.requests.iter().enumerate() {
        let question = model.question(request);
        let masks = Answer::from(model.cell(&question));
        let reference = Answer::from(world.answer(&world.requests[index]));
        if !explain && masks == reference {
            continue;
        }
        let decision = model.explain(&question, index);
        let explained = Answer::from(&decision);
        if masks != explained || masks != reference {
            let sentence = decision.sentence.clone();
            compared.differences.push(Difference {
                request: index,
                masks,
                explained,
                reference,
                sentence,
            });
        }
        compared.decisions.push(decision);
    }
    Ok(compared)
}
