//! Whether a decision is what was expected, and all decisions of a scenario as a report.

use crate::actions::MODEL_DATE;
use crate::changes::{Asked, changes};
use crate::decide::Model;
use crate::report::{Confidence, Decision, Match, Report, Verdict};
use crate::scenario::{Expect, Request, Scenario, VERSION};
use crate::text::Encoding;

/// How much of each decision a report holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Without layers.
    Brief,
    /// With layers and statements.
    Full,
    /// With what would change it as well, which takes far longer.
    Changes,
}

impl Model<'_> {
    /// Decides the scenario's saved checks.
    ///
    /// ```
    /// use kms_policy::{Detail, decide::Model, report::Verdict, scenario::Scenario, text::Encoding};
    /// let scenario = Scenario::from_json(r#"{
    ///     "version": 1,
    ///     "keys": [{ "arn": "arn:aws:kms:eu-west-1:111122223333:key/k" }],
    ///     "principals": [{ "arn": "arn:aws:iam::111122223333:user/KeyUser" }],
    ///     "requests": [{ "principal": "arn:aws:iam::111122223333:user/KeyUser", "action": "kms:Decrypt" }]
    /// }"#).unwrap();
    /// let report = Model::new(&scenario).unwrap().report(Detail::Brief, Encoding::Chars);
    /// assert_eq!(report.decisions[0].verdict, Verdict::ImplicitDeny);
    /// assert_eq!(report.decisions[0].rules, ["E-10", "K-4", "K-20"]);
    /// ```
    pub fn report(&self, detail: Detail, encoding: Encoding) -> Report {
        let decisions = self.scenario.requests.iter().enumerate().map(|(index, request)| {
            let mut decision = self.judge(request, index);
            if detail == Detail::Changes {
                propose(&mut decision, self.scenario, &Asked::Request(index));
            }
            decision
        });
        self.with_decisions(decisions, detail, encoding)
    }

    /// Decides a request and holds it against what it expects. It keeps the index it is given.
    pub fn judge(&self, request: &Request, index: usize) -> Decision {
        let mut decision = self.explain(&self.question(request), index);
        if let Some(expect) = &request.expect {
            decision.expected = expect.verdict;
            decision.held = Some(holds(expect, &decision));
        }
        decision
    }

    /// Decides the scenario's matrix, row by row.
    pub fn matrix_report(&self, detail: Detail, encoding: Encoding) -> Report {
        let principals = self.matrix_principals();
        let actions = self.matrix_actions();
        let cells = principals
            .iter()
            .flat_map(|principal| actions.iter().map(move |action| (principal, action)));
        let decisions = cells.enumerate().filter_map(|(index, (principal, action))| {
            let mut decision = self.explain(&self.matrix_question(principal, action)?, index);
            if detail == Detail::Changes {
                let (principal, action) = (principal.clone(), action.clone());
                let asked = Asked::Cell { principal, action };
                propose(&mut decision, self.scenario, &asked);
            }
            Some(decision)
        });
        self.with_decisions(decisions, detail, encoding)
    }

    fn with_decisions(
        &self,
        decisions: impl Iterator<Item = Decision>,
        detail: Detail,
        encoding: Encoding,
    ) -> Report {
        let decisions = decisions.map(|mut decision| {
            if detail == Detail::Brief {
                decision.layers.clear();
            }
            decision
        });
        Report {
            version: VERSION,
            engine: env!("CARGO_PKG_VERSION"),
            model: MODEL_DATE,
            decisions: decisions.collect(),
            findings: self.findings(encoding),
        }
    }
}

fn propose(decision: &mut Decision, scenario: &Scenario, asked: &Asked) {
    let found = changes(scenario, asked);
    decision.changes = found.changes.into_iter().map(|proposal| proposal.change).collect();
    decision.unchanged = found.nothing;
}

impl Model<'_> {
    /// The documents that cannot be used at all, as JSON Pointers.
    pub fn unreadable_documents(&self) -> Vec<String> {
        let all = self.documents().into_iter();
        all.filter(|(_, policy)| !policy.is_readable()).map(|(document, _)| document).collect()
    }
}

impl Decision {
    /// The statement that decided the layer which settled it: document and index.
    pub fn decisive(&self) -> Option<(&str, usize)> {
        let effect = match self.verdict {
            Verdict::Allow => "Allow",
            Verdict::ExplicitDeny => "Deny",
            // What is not there has no place.
            Verdict::ImplicitDeny | Verdict::Error => return None,
        };
        let layers = self.layers.iter().filter(|layer| layer.layer == self.layer);
        let mut statements = layers.flat_map(|layer| &layer.statements);
        let statement =
            statements.find(|one| one.matched == Match::Decisive && one.effect == effect)?;
        Some((&statement.document, statement.index))
    }
}

/// Is a decision with its layers what was expected? What the expectation does not name is not
/// looked at.
fn holds(expect: &Expect, decision: &Decision) -> bool {
    fn is<T: PartialEq>(expected: Option<&T>, found: &T) -> bool {
        expected.is_none_or(|expected| expected == found)
    }
    let confidence: Confidence = decision.confidence;
    is(expect.verdict.as_ref(), &decision.verdict)
        && is(expect.layer.as_ref(), &decision.layer)
        && is(expect.confidence.as_ref(), &confidence)
        && expect.error.as_ref().is_none_or(|error| decision.error.as_ref() == Some(error))
        && expect.message.as_ref().is_none_or(|text| decision.message.as_ref() == Some(text))
        && has_statement(expect, decision)
        && expect
            .rules
            .iter()
            .flatten()
            .all(|rule| decision.rules.iter().any(|cited| cited == rule))
        && expect.missing.iter().flatten().all(|key| decision.missing.contains(key))
}

/// Did the statement that is expected decide the layer that settled it, or nearly match there?
fn has_statement(expect: &Expect, decision: &Decision) -> bool {
    if expect.document.is_none() && expect.statement.is_none() {
        return true;
    }
    let layer = decision.layers.iter().filter(|layer| layer.layer == decision.layer);
    layer.flat_map(|layer| &layer.statements).any(|statement| {
        matches!(statement.matched, Match::Decisive | Match::NearMiss)
            && expect.document.as_ref().is_none_or(|document| *document == statement.document)
            && expect.statement.is_none_or(|index| index == statement.index)
    })
}
