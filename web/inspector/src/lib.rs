//! What looks over the texts on the page: findings with their repairs, help and choices; and what
//! reads pasted errors and output of AWS's command line.
//!
//! The page decides by itself and does not wait for this module, which arrives later. Everything
//! goes over as JSON in the public formats; a panic in here stops this module and not the page.

mod assist;
mod build;
mod changes;
mod error;
mod import;
mod link;

use kms_policy::build::Edit as Build;
use kms_policy::changes::{Asked, Search};
use kms_policy::decide::Model;
use kms_policy::policy::PolicyKind;
use kms_policy::report::Edit;
use kms_policy::scenario::{self, Scenario};
use kms_policy::steps;
use kms_policy::text::Encoding;
use wasm_bindgen::prelude::*;

/// The scenario that is worked at.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Inspector {
    scenario: Scenario,
    /// What is being looked for.
    search: Option<Search>,
}

#[wasm_bindgen]
impl Inspector {
    /// Without a scenario yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is wrong with a scenario: the findings of a report, as JSON. Columns count in UTF-16
    /// units. Nothing where the scenario cannot be decided. Later questions are about it.
    pub fn inspect(&mut self, scenario: &str) -> Option<String> {
        let scenario = Scenario::from_json(scenario).ok()?;
        let findings = Model::new(&scenario).ok()?.findings(Encoding::Utf16);
        let findings = serde_json::to_string(&findings).ok()?;
        self.scenario = scenario;
        Some(findings)
    }

    /// What a pasted error says, in words (`error.rs`), held against a scenario. Nothing where the
    /// text is no error that is known.
    pub fn read_error(&self, text: &str, scenario: &str) -> Option<String> {
        error::read(text, scenario)
    }

    /// What output of AWS's command line holds and would set in a scenario (`import.rs`): of
    /// `sources`, a list of names and texts, with `hints` on what they do not say.
    pub fn import(&self, sources: &str, hints: &str, scenario: &str) -> Option<String> {
        import::read(sources, hints, scenario)
    }

    /// Begins to look for what would change a cell of the scenario that was inspected last; `false`
    /// where it cannot be decided.
    pub fn begin_changes(&mut self, principal: &str, action: &str) -> bool {
        let (principal, action) = (principal.to_owned(), action.to_owned());
        self.search = Search::new(&self.scenario, &Asked::Cell { principal, action });
        self.search.is_some()
    }

    /// The same for a request that the scenario does not hold: the one of a scenario, as JSON. Only
    /// changes of the scenario are given for it, none of the request.
    pub fn begin_changes_of(&mut self, asked: &str) -> bool {
        self.search = Scenario::from_json(asked).ok().and_then(|asked| {
            let mut with = self.scenario.clone();
            with.requests = asked.requests;
            Search::new(&with, &Asked::Request(0))
        });
        self.search.is_some()
    }

    /// Looks a little further, for a few milliseconds at most. At the end what was found, the best
    /// first: `{changes: [{title, widens, also, edits, documents: [{document, lines}]}], nothing}`,
    /// where `nothing` says why there is none; until then nothing.
    pub fn more_changes(&mut self) -> Option<String> {
        if self.search.as_mut()?.advance() {
            return None;
        }
        let found = self.search.take()?.finish_for_scenario();
        serde_json::to_string(&changes::shown(&self.scenario, found)).ok()
    }

    /// The scenario that was inspected last after `edits`, a list as [`Inspector::more_changes`] gives
    /// it: as JSON. Nothing where they cannot be carried out.
    pub fn edited(&self, edits: &str) -> Option<String> {
        let edits = Edit::read_all(edits).ok()?;
        Some(scenario::apply(&self.scenario, &edits).ok()?.to_json())
    }

    /// The fragment of a link that carries a `Share` (`link.rs`). Nothing where it is too large for one.
    pub fn link(&self, share: &str) -> Option<String> {
        link::link(share)
    }

    /// A scenario with its step of this index solved, as JSON. Nothing where the solution cannot be
    /// carried out in it.
    pub fn solve(&self, scenario: &str, step: usize) -> Option<String> {
        Some(steps::solve(&Scenario::from_json(scenario).ok()?, step).ok()?.to_json())
    }

    /// A scenario as its step of this index begins, as JSON: with the solutions of those before.
    pub fn begin(&self, scenario: &str, step: usize) -> Option<String> {
        Some(steps::begin(&Scenario::from_json(scenario).ok()?, step).ok()?.to_json())
    }

    /// The form of what stands at a place of a scenario (`build.rs`); `drafts` is what was written and
    /// is not in the scenario, an object by JSON Pointer. Nothing where one of the two cannot be read.
    pub fn form(&self, scenario: &str, drafts: &str, at: &str) -> Option<String> {
        build::shown(scenario, drafts, at)
    }

    /// What an edit by such a form comes to (`build.rs`). Nothing where it cannot be read.
    pub fn build(
        &self,
        scenario: &str,
        drafts: &str,
        what: &str,
        at: &str,
        text: &str,
    ) -> Option<String> {
        build::edited(scenario, drafts, Build { what, at, text })
    }

    /// What the word at `at` means, in a text of this kind: `{from, to, title, text, source}`.
    /// Places count in UTF-16 units.
    pub fn hover(&self, kind: &str, text: &str, at: usize) -> Option<String> {
        serde_json::to_string(&assist::hover(PolicyKind::named(kind)?, text, at)?).ok()
    }

    /// What can be written at `at`, in a text of this kind: `{from, to, options: [{label, apply,
    /// detail}]}`. Places count in UTF-16 units.
    pub fn complete(&self, kind: &str, text: &str, at: usize) -> Option<String> {
        let kind = PolicyKind::named(kind)?;
        serde_json::to_string(&assist::complete(&self.scenario, kind, text, at)?).ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use kms_policy::report::Finding;

    const SCENARIO: &str = r#"{
        "version": 1,
        "keys": [{
            "arn": "arn:aws:kms:eu-west-1:111122223333:key/k",
            "policy": "{\"Statement\": [{\"Sid\": \"Größe\", \"Effect\": \"allow\"}]}"
        }]
    }"#;

    #[test]
    fn findings_go_over_as_json() {
        let json = Inspector::new().inspect(SCENARIO).unwrap();
        let found = Finding::read_all(&json).unwrap();
        assert!(found.iter().any(|finding| finding.code == "invalid-effect"), "{json}");
        assert!(found.iter().any(|finding| !finding.repairs.is_empty()), "{json}");
    }

    #[test]
    fn a_change_of_a_cell_can_be_carried_out() {
        let mut inspector = Inspector::new();
        let scenario = r#"{
            "version": 1,
            "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}],
            "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}]
        }"#;
        inspector.inspect(scenario).unwrap();
        let alice = "arn:aws:iam::111122223333:user/alice";
        let found = |inspector: &mut Inspector| {
            assert!(inspector.begin_changes(alice, "kms:Decrypt"));
            std::iter::repeat_with(|| inspector.more_changes()).find_map(|one| one).unwrap()
        };
        let json = found(&mut inspector);
        let root = kms_policy::json::parse(&json).0;
        let edits = root.pointer("/changes/0/edits").unwrap().span.of(&json);
        let edited = inspector.edited(edits).unwrap();
        inspector.inspect(&edited).unwrap();
        let back = found(&mut inspector);
        assert!(back.contains("policy AllowDecrypt that denies `kms:Decrypt`"), "{back}");
        assert_eq!(inspector.edited("[{}]"), None);
    }

    #[test]
    fn a_request_that_is_not_in_the_scenario_can_be_asked_about() {
        let mut inspector = Inspector::new();
        let scenario = r#"{
            "version": 1,
            "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}],
            "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}],
            "buckets": [{"name": "b", "account": "111122223333", "region": "eu-west-1"}]
        }"#;
        inspector.inspect(scenario).unwrap();
        let asked = r#"{"version": 1, "requests": [{
            "principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:PutObject",
            "resource": "arn:aws:s3:::b/photo.jpg"
        }]}"#;
        assert!(inspector.begin_changes_of(asked));
        let json = std::iter::repeat_with(|| inspector.more_changes()).find_map(|one| one).unwrap();
        assert!(json.contains("s3:PutObject"), "{json}");
        assert!(!json.contains("/requests/"), "{json}");
        let root = kms_policy::json::parse(&json).0;
        let edits = root.pointer("/changes/0/edits").unwrap().span.of(&json);
        assert!(inspector.edited(edits).is_some());
        assert!(!inspector.begin_changes_of("{}"));
    }

    #[test]
    fn a_step_is_solved_and_begun_again() {
        let inspector = Inspector::new();
        let lesson = include_str!("../../../cases/lesson/share-a-key.json");
        let policies = |scenario: Option<String>| {
            let scenario = Scenario::from_json(&scenario.unwrap()).unwrap();
            scenario.principals.first().map(|stuart| stuart.policies.len())
        };
        assert_eq!(policies(inspector.begin(lesson, 5)), Some(0));
        assert_eq!(policies(inspector.solve(lesson, 5)), Some(1));
        assert_eq!(inspector.solve("{}", 0), None);
    }

    #[test]
    fn a_scenario_that_cannot_be_decided_has_no_findings() {
        assert_eq!(Inspector::new().inspect("{}"), None);
    }

    #[test]
    fn places_count_in_utf16() {
        let text = r#"{"Sid": "😀", "Statement": []}"#;
        let help = Inspector::new().hover("key-policy", text, 16).unwrap();
        assert!(help.starts_with(r#"{"from":15,"to":24,"title":"Statement""#), "{help}");
    }

    #[test]
    fn choices_come_from_the_scenario() {
        let mut inspector = Inspector::new();
        inspector.inspect(SCENARIO).unwrap();
        let text = r#"{"Statement": [{"Resource": ""}]}"#;
        let choices = inspector.complete("identity-policy", text, 29).unwrap();
        assert!(choices.contains("arn:aws:kms:eu-west-1:111122223333:key/k"), "{choices}");
    }
}
