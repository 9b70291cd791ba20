//! What the inspector found, and what of it holds while the next keystrokes come.

use crate::documents::DocumentId;
use crate::same::Same;
use kms_policy::report::Finding;
use kms_policy::scenario::Scenario;
use kms_policy::text::{Encoding, LineIndex, Span};
use std::rc::Rc;

/// Everything that was wrong with a scenario.
#[derive(Debug)]
pub struct Inspection {
    /// The scenario, as it was then.
    pub scenario: Same<Scenario>,
    /// What was wrong with it.
    pub findings: Rc<Vec<Finding>>,
}

/// How far looking over the texts is.
#[derive(Clone, Debug, PartialEq)]
pub enum Inspected {
    /// The inspector is on its way.
    Waiting,
    /// This was found: in the scenario as it is, or as it was a few keystrokes ago.
    Done(Same<Inspection>),
    /// The inspector did not arrive, or stopped.
    Failed,
}

impl Inspected {
    /// Was anything looked over?
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// Will nothing be looked over any more?
    pub fn has_failed(&self) -> bool {
        *self == Self::Failed
    }

    /// Was just this scenario looked over?
    pub fn is_of(&self, scenario: &Same<Scenario>) -> bool {
        matches!(self, Self::Done(inspection) if inspection.scenario == *scenario)
    }

    /// What is wrong with `scenario`. Of one that is newer: what was found before, where that
    /// stands now.
    pub fn findings(&self, scenario: &Same<Scenario>) -> Rc<Vec<Finding>> {
        let Self::Done(inspection) = self else {
            return Rc::default();
        };
        if inspection.scenario == *scenario {
            return Rc::clone(&inspection.findings);
        }
        let found = inspection.findings.iter();
        let carried = found.filter_map(|finding| carried(finding, &inspection.scenario, scenario));
        Rc::new(carried.collect())
    }
}

/// A finding where it stands in a newer text. Its repairs are for the older one.
fn carried(finding: &Finding, then: &Scenario, now: &Scenario) -> Option<Finding> {
    let document = DocumentId::parse(&finding.document)?;
    let (old, new) = (document.text(then)?, document.text(now)?);
    if old == new {
        return Some(finding.clone());
    }
    let span = moved(finding.span, &old, &new)?;
    let place = LineIndex::new(&new).position(span.start, Encoding::Utf16);
    let (line, column) = (place.line, place.column);
    Some(Finding { span, line, column, repairs: Vec::new(), ..finding.clone() })
}

/// Where a span of `old` stands in `new`, unless what changed between them lies in it.
fn moved(span: Span, old: &str, new: &str) -> Option<Span> {
    let same = |(a, b): &(u8, u8)| a == b;
    let before = old.bytes().zip(new.bytes()).take_while(same).count();
    if span.end <= before {
        return Some(span);
    }
    let most = old.len().min(new.len()) - before;
    let behind = old.bytes().rev().zip(new.bytes().rev()).take_while(same).take(most).count();
    let shifted = |offset: usize| (offset + new.len()).checked_sub(old.len());
    (span.start >= old.len() - behind)
        .then(|| Some(Span::new(shifted(span.start)?, shifted(span.end)?)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn move_to(word: &str, old: &str, new: &str) -> Option<String> {
        let start = old.find(word)?;
        let span = moved(Span::new(start, start + word.len()), old, new)?;
        Some(span.of(new).to_owned())
    }

    #[test]
    fn a_span_goes_with_its_text() {
        let old = "alpha beta gamma";
        assert_eq!(move_to("alpha", old, "alpha be gamma").as_deref(), Some("alpha"));
        assert_eq!(move_to("gamma", old, "alpha be gamma").as_deref(), Some("gamma"));
        assert_eq!(move_to("gamma", old, "alpha be\u{e4}ta gamma").as_deref(), Some("gamma"));
        assert_eq!(move_to("gamma", "aa gamma", "aaa gamma").as_deref(), Some("gamma"));
    }

    #[test]
    fn what_changed_is_no_longer_found() {
        assert_eq!(move_to("beta", "alpha beta gamma", "alpha bta gamma"), None);
        assert_eq!(move_to("gamma", "alpha gamma", "alpha"), None);
    }
}
