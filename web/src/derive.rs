//! What follows from the state: decisions, their reasons, what is wrong with the texts.

use crate::documents::DocumentId;
use crate::editor::ranges::{Diagnostic, Drawn, Highlight, Mark, Utf16};
use crate::state::{Drafts, Fallback, Selected};
use crate::texts;
use kms_policy::decide::{Documents, MatrixVerdicts, Model};
use kms_policy::form::{Fault, Field};
use kms_policy::policy::{self, Severity};
use kms_policy::report::{Decision, Finding, Match, StatementTrace};
use kms_policy::s3_console::{self, Choices};
use kms_policy::scenario::{Scenario, ScenarioError};
use kms_policy::steps;
use kms_policy::text::{Encoding, LineIndex, Span};
use std::rc::Rc;
use std::sync::Arc;

/// Everything that is shown and not edited.
#[derive(Debug, Default)]
pub struct Derived {
    /// The verdicts.
    pub matrix: Option<Rc<MatrixVerdicts>>,
    /// The reasons of the selected cell, or of what is asked in S3's console where that is shown.
    pub decision: Option<Rc<Decision>>,
    /// What S3's console shows, where it is looked at.
    pub s3: Option<Rc<s3_console::Shown>>,
    /// The checks of the present step, decided; none where nothing can be.
    pub checks: Vec<Decision>,
    /// The documents whose last readable text decides.
    pub stale: Vec<Stale>,
    /// Why nothing can be decided.
    pub errors: Vec<ScenarioError>,
    /// The documents, compiled; for what follows from the next state.
    pub compiled: Documents,
}

/// A document that is broken, and decided from its last readable text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Which.
    pub document: DocumentId,
    /// Where it is broken: UTF-16 units.
    pub at: usize,
    /// What is said of it.
    pub sentence: String,
}

/// Decides a scenario: the selected cell, or in its place what is chosen in S3's console. Documents in
/// `fallback` are broken: their last readable text decides. Of documents that were compiled before, only
/// what was edited is compiled again.
pub fn derive(
    scenario: &Rc<Scenario>,
    fallback: &Fallback,
    selected: &Selected,
    s3: Option<&Choices>,
    step: usize,
    compiled: &Documents,
) -> Derived {
    let effective = effective(scenario, fallback);
    let model = match Model::knowing(&effective, compiled) {
        Ok(model) => model,
        Err(errors) => {
            return Derived { errors, ..Derived::default() };
        }
    };
    let s3 = s3.map(|choices| Rc::new(choices.show(&model, &selected.principal)));
    let decision = match &s3 {
        Some(shown) => shown.outcome.as_ref().ok().map(|outcome| outcome.decision.clone()),
        None => model
            .matrix_question(&selected.principal, &selected.action)
            .map(|question| model.explain(&question, 0)),
    };
    Derived {
        matrix: Some(Rc::new(model.matrix())),
        decision: decision.map(Rc::new),
        s3,
        checks: scenario.steps.get(step).map_or(Vec::new(), |step| steps::checks(&model, step)),
        stale: fallback.keys().map(|&document| stale(document, scenario)).collect(),
        errors: Vec::new(),
        compiled: model.compiled().clone(),
    }
}

/// The scenario with the last readable text in place of each broken one.
fn effective(scenario: &Rc<Scenario>, fallback: &Fallback) -> Rc<Scenario> {
    if fallback.is_empty() {
        return Rc::clone(scenario);
    }
    let mut scenario = Scenario::clone(scenario);
    for (document, text) in fallback.iter() {
        document.set_text(&mut scenario, Arc::clone(text));
    }
    Rc::new(scenario)
}

fn stale(document: DocumentId, scenario: &Scenario) -> Stale {
    let text = document.text(scenario).unwrap_or_else(|| Arc::from(""));
    let read = policy::read(Arc::clone(&text), document.kind(scenario));
    let first = read
        .problems
        .iter()
        .min_by_key(|problem| (!is_syntax(problem.kind.code()), problem.kind.severity()));
    Stale {
        document,
        at: first.map_or(0, |problem| Utf16::new(&text).range(problem.span).0),
        sentence: texts::stale(
            &texts::named(document, scenario),
            first.is_some_and(|problem| is_syntax(problem.kind.code())),
            first.map(|problem| {
                let lines = LineIndex::new(&text);
                let place = lines.position(problem.span.start, Encoding::Utf16);
                (place.line, place.column)
            }),
        ),
    }
}

/// What cannot be used of what is written in the request's form.
pub fn faults(scenario: &Scenario, drafts: &Drafts) -> Vec<(Field, Fault)> {
    let mut faults = Vec::new();
    for (field, rows) in drafts.request.iter() {
        let found = field.put(scenario, rows).err().unwrap_or_default();
        faults.extend(found.into_iter().map(|fault| (*field, fault)));
    }
    faults
}

/// Is it said of a text that is no JSON?
pub fn is_syntax(code: &str) -> bool {
    matches!(code, "json-syntax" | "no-break-space" | "duplicate-key")
}

/// The finding to name first: where the text is broken, then what AWS refuses, then the rest.
pub fn worst<'f>(findings: impl Iterator<Item = &'f Finding>) -> Option<&'f Finding> {
    findings.min_by_key(|finding| (!is_syntax(&finding.code), finding.severity))
}

/// The findings of the documents that the page shows, and these documents.
pub fn problems(findings: &[Finding]) -> (Vec<&Finding>, Vec<DocumentId>) {
    let mut found = Vec::new();
    let mut documents = Vec::new();
    for finding in findings {
        if let Some(document) = DocumentId::parse(&finding.document) {
            found.push(finding);
            if !documents.contains(&document) {
                documents.push(document);
            }
        }
    }
    (found, documents)
}

impl Derived {
    /// How many checks of the present step hold, in words; nothing where it has none.
    pub fn held(&self) -> String {
        texts::checks_hold(self.held_count(), self.checks.len())
    }

    /// Do all checks of the present step hold?
    pub fn all_held(&self) -> bool {
        self.held_count() == self.checks.len()
    }

    fn held_count(&self) -> usize {
        self.checks.iter().filter(|check| check.held == Some(true)).count()
    }

    /// What an editor draws in one document with these findings.
    pub fn drawn(&self, document: DocumentId, text: &str, findings: &[&Finding]) -> Drawn {
        let utf16 = Utf16::new(text);
        let pointer = document.to_string();
        let diagnostics = findings.iter().map(|finding| diagnostic(finding, &utf16)).collect();
        let mut drawn = Drawn { diagnostics, ..Drawn::default() };
        if self.stale.iter().any(|stale| stale.document == document) {
            return drawn;
        }
        let traces = self
            .decision
            .iter()
            .flat_map(|decision| &decision.layers)
            .flat_map(|layer| &layer.statements)
            .filter(|trace| trace.document == pointer);
        for trace in traces {
            drawn.marks.push(mark(trace, &utf16));
            if trace.matched == Match::NearMiss {
                let spans = trace.reasons.iter().flat_map(|reason| words(text, reason.span));
                drawn.highlights.extend(spans.map(|span| {
                    let (from, to) = utf16.range(span);
                    Highlight { from, to, kind: "fails" }
                }));
            }
        }
        drawn
    }
}

/// A span without the white space and brackets that begin and end its lines.
fn words(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let layout = |one: char| one.is_whitespace() || "{}[],".contains(one);
    let mut line_start = span.start;
    span.of(text).split_inclusive('\n').filter_map(move |line| {
        let start = line_start + line.len() - line.trim_start_matches(layout).len();
        line_start += line.len();
        let end = start + line.trim_matches(layout).len();
        (start < end).then(|| Span::new(start, end))
    })
}

fn mark(trace: &StatementTrace, utf16: &Utf16<'_>) -> Mark {
    let (from, to) = utf16.range(trace.span);
    Mark {
        from,
        to,
        kind: texts::match_class(trace.matched),
        effect: if trace.effect == "Deny" { "deny" } else { "allow" },
        label: texts::mark(trace),
    }
}

fn diagnostic(finding: &Finding, utf16: &Utf16<'_>) -> Diagnostic {
    let (from, to) = utf16.first_line(finding.span);
    Diagnostic {
        from,
        to,
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::SecurityWarning | Severity::Warning => "warning",
            Severity::Suggestion => "info",
        },
        message: texts::finding(finding),
    }
}

#[cfg(test)]
impl Derived {
    /// What follows from a state, with nothing compiled before.
    pub fn of(state: &crate::state::State) -> Self {
        let s3 = state.s3().map(Rc::as_ref);
        let (scenario, fallback) = (&state.scenario, &state.fallback);
        let step = state.progress.step;
        derive(scenario, fallback, &state.view.selected, s3, step, &Documents::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underlines_words_and_not_the_layout() {
        let text = "x {\n  \"AWS\": [\n    \"a\",\n    \"b\"\n  ]\n}";
        let span = Span::new(2, text.len());
        let found: Vec<&str> = words(text, span).map(|span| span.of(text)).collect();
        assert_eq!(found, ["\"AWS\":", "\"a\"", "\"b\""]);
    }
}
