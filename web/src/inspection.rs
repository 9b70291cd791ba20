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

    /// Was this very scenario looked over, not the one before the last keystrokes?
    pub fn is_of(&self, scenario: &Rc<Scenario>) -> bool {
        matches!(self, Self::Done(one) if Rc::ptr_eq(&one.scenario.0, scenario))
    }

    /// Will nothing be looked over any more?
    pub fn has_failed(&self) -> bool {
        *self == Self::Failed
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
        let mut carried = Vec::with_capacity(inspection.findings.len());
        for of_one in inspection.findings.chunk_by(|a, b| a.document == b.document) {
            carry(of_one, &inspection.scenario, scenario, &mut carried);
        }
        Rc::new(carried)
    }
}

/// Puts the findings of one document where they stand in a newer text. Their repairs are for the older
/// one.
fn carry(findings: &[Finding], then: &Scenario, now: &Scenario, carried: &mut Vec<Finding>) {
    let document = findings.first().and_then(|finding| DocumentId::parse(&finding.document));
    let Some((old, new)) = document.and_then(|one| Some((one.text(then)?, one.text(now)?))) else {
        return;
    };
    if old == new {
        carried.extend_from_slice(findings);
        return;
    }
    let change = Change::between(&old, &new);
    let lines = LineIndex::new(&new);
    for finding in findings {
        let Some(span) = change.moved(finding.span) else { continue };
        let place = lines.position(span.start, Encoding::Utf16);
        let (line, column) = (place.line, place.column);
        carried.push(Finding { span, line, column, repairs: Vec::new(), ..finding.clone() });
    }
}

/// What two texts have in common at their beginnings and ends, in bytes.
struct Change {
    before: usize,
    behind: usize,
    old: usize,
    new: usize,
}

impl Change {
    fn between(old: &str, new: &str) -> Self {
        let same = |(a, b): &(u8, u8)| a == b;
        let before = old.bytes().zip(new.bytes()).take_while(same).count();
        let most = old.len().min(new.len()) - before;
        let behind = old.bytes().rev().zip(new.bytes().rev()).take_while(same).take(most).count();
        Self { before, behind, old: old.len(), new: new.len() }
    }

    /// Where a span of the old text stands in the new one, unless what changed lies in it.
    fn moved(&self, span: Span) -> Option<Span> {
        if span.end <= self.before {
            return Some(span);
        }
        let shifted = |offset: usize| (offset + self.new).checked_sub(self.old);
        (span.start >= self.old - self.behind)
            .then(|| Some(Span::new(shifted(span.start)?, shifted(span.end)?)))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kms_policy::scenario::Key;

    fn move_to(word: &str, old: &str, new: &str) -> Option<String> {
        let start = old.find(word)?;
        let span = Change::between(old, new).moved(Span::new(start, start + word.len()))?;
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

    fn scenario(policy: &str) -> Same<Scenario> {
        let mut scenario = Scenario::default();
        let arn = "arn:aws:kms:us-west-2:111122223333:key/k".to_owned();
        let policy = Some(std::sync::Arc::<str>::from(policy).into());
        scenario.keys.push(Key { arn, policy, ..Key::default() });
        Same(Rc::new(scenario))
    }

    fn inspected(scenario: &Same<Scenario>, findings: Vec<Finding>) -> Inspected {
        let findings = Rc::new(findings);
        Inspected::Done(Same(Rc::new(Inspection { scenario: scenario.clone(), findings })))
    }

    fn finding(start: usize, end: usize) -> Finding {
        let document = "/keys/0/policy".to_owned();
        Finding { document, span: Span::new(start, end), ..Finding::default() }
    }

    #[test]
    fn what_was_found_before_the_last_key_is_not_of_this_scenario() {
        let (then, now) = (scenario("{}"), scenario("{} "));
        let inspected = inspected(&then, Vec::new());
        assert!(inspected.is_of(&then.0));
        assert!(!inspected.is_of(&now.0));
    }

    #[test]
    fn a_long_text_is_looked_at_once_however_much_was_found() {
        let text = "0123456789\n".repeat(300_000);
        let (then, now) = (scenario(&text), scenario(&format!("\n{text}")));
        let findings = (0..1_000).map(|at| finding(at * 11, at * 11 + 10)).collect();
        let begun = std::time::Instant::now();
        let carried = inspected(&then, findings).findings(&now);
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
        assert_eq!((carried.len(), carried[999].line), (1_000, 1_001));
    }
}
