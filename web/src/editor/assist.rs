//! Help and choices while a policy is written: the inspector's, once it has arrived.

use super::sys::Inspector;
use crate::documents::DocumentId;
use crate::state::Progress;
use crate::texts;
use js_sys::JSON;
use kms_policy::json::{Node, parse};
use kms_policy::policy::PolicyKind;
use kms_policy::scenario::Scenario;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The scenario as it is now and the inspector, for whoever asks between two renderings. All are
/// equal, so that no editor is drawn again for them.
#[derive(Clone, Debug)]
pub struct Latest {
    scenario: Rc<RefCell<Rc<Scenario>>>,
    inspector: Rc<RefCell<Option<Inspector>>>,
    /// Did the inspector not arrive?
    failed: Rc<Cell<bool>>,
}

/// What the inspector makes of a pasted error, or of output of AWS's command line.
#[derive(Clone, Debug)]
pub enum ErrorRead {
    /// The inspector is on its way.
    Waiting,
    /// It did not arrive, or stopped.
    Failed,
    /// No error that is known.
    Unknown,
    /// What `error.rs` or `import.rs` of the inspector says of it.
    Read(Rc<Node>),
}

impl PartialEq for Latest {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Latest {
    /// For this scenario, until there is a newer one.
    pub fn of(scenario: &Rc<Scenario>) -> Self {
        Self {
            scenario: Rc::new(RefCell::new(Rc::clone(scenario))),
            inspector: Rc::default(),
            failed: Rc::default(),
        }
    }

    /// Puts a newer scenario in its place.
    pub fn set(&self, scenario: &Rc<Scenario>) {
        *self.scenario.borrow_mut() = Rc::clone(scenario);
    }

    /// From now on there is an inspector.
    pub fn set_inspector(&self, inspector: Inspector) {
        *self.inspector.borrow_mut() = Some(inspector);
    }

    /// There will be none.
    pub fn set_failed(&self) {
        self.failed.set(true);
    }

    /// Reads a pasted error, held against the scenario as it is now.
    pub fn read_error(&self, text: &str) -> ErrorRead {
        self.read(|inspector, scenario| inspector.read_error(text, scenario))
    }

    /// What the texts of `sources` would set in the scenario as it is now, with `hints`: both JSON.
    pub fn import(&self, sources: &str, hints: &str) -> ErrorRead {
        self.read(|inspector, scenario| inspector.import(sources, hints, scenario))
    }

    fn read(
        &self,
        question: impl FnOnce(&Inspector, &str) -> Result<Option<String>, JsValue>,
    ) -> ErrorRead {
        let Some(inspector) = self.inspector.borrow().clone() else {
            return if self.failed.get() { ErrorRead::Failed } else { ErrorRead::Waiting };
        };
        match question(&inspector, &self.scenario.borrow().to_json()) {
            Ok(Some(read)) => ErrorRead::Read(Rc::new(parse(&read).0)),
            Ok(None) => ErrorRead::Unknown,
            Err(_) => ErrorRead::Failed,
        }
    }

    /// Begins to look for what would change a cell of the scenario that was inspected last.
    pub fn begin_changes(&self, principal: &str, action: &str) -> bool {
        let inspector = self.inspector.borrow().clone();
        inspector.is_some_and(|one| one.begin_changes(principal, action).unwrap_or(false))
    }

    /// The same for a request, the one of a scenario that is JSON.
    pub fn begin_changes_of(&self, asked: &str) -> bool {
        let inspector = self.inspector.borrow().clone();
        inspector.is_some_and(|one| one.begin_changes_of(asked).unwrap_or(false))
    }

    /// Looks a little further. At the end what was found, as JSON; an error where the inspector has
    /// stopped.
    pub fn more_changes(&self) -> Result<Option<String>, JsValue> {
        let inspector = self.inspector.borrow().clone();
        inspector.map_or(Err(JsValue::NULL), |inspector| inspector.more_changes())
    }

    /// The scenario that was inspected last after edits, which are JSON.
    pub fn edited(&self, edits: &str) -> Option<Scenario> {
        let inspector = self.inspector.borrow().clone();
        Scenario::from_json(&inspector?.edited(edits).ok()??).ok()
    }

    /// A scenario with a step solved: by the step's solution or, where that cannot be carried out in
    /// what was made of the scenario, as it was opened and solved up to there.
    pub fn solved(&self, scenario: &Scenario, progress: &Progress) -> Option<Scenario> {
        let inspector = self.inspector.borrow().clone()?;
        let solved = inspector.solve(&scenario.to_json(), progress.step).ok()?;
        let next = Progress { step: progress.step + 1, ..progress.clone() };
        solved.map_or_else(|| self.begun(&next), |solved| Scenario::from_json(&solved).ok())
    }

    /// The scenario as a step of it begins.
    pub fn begun(&self, progress: &Progress) -> Option<Scenario> {
        let inspector = self.inspector.borrow().clone()?;
        Scenario::from_json(&inspector.begin(&progress.opened.to_json(), progress.step).ok()??).ok()
    }

    /// The form of what stands at a place of the scenario as it is now (`web/inspector/src/build.rs`);
    /// `None` while there is no inspector.
    pub fn form(&self, drafts: &str, at: &str) -> Option<Node> {
        let inspector = self.inspector.borrow().clone()?;
        let scenario = self.scenario.borrow().to_json();
        Some(parse(&inspector.form(&scenario, drafts, at).ok()??).0)
    }

    /// What an edit by a form comes to, and the text of that; `None` where nothing can be done now.
    pub fn build(
        &self,
        drafts: &str,
        (what, at, text): (&str, &str, &str),
    ) -> Option<(Node, String)> {
        let inspector = self.inspector.borrow().clone()?;
        let scenario = self.scenario.borrow().to_json();
        let built = inspector.build(&scenario, drafts, what, at, text).ok()??;
        Some((parse(&built).0, built))
    }

    /// The fragment of a link that carries a `Share`, or why there is none; `None` while the inspector
    /// is on its way.
    pub fn link(&self, share: &str) -> Option<Result<String, &'static str>> {
        let Some(inspector) = self.inspector.borrow().clone() else {
            return self.failed.get().then_some(Err(texts::LINK_FAILED));
        };
        Some(match inspector.link(share) {
            Ok(link) => link.ok_or(texts::LINK_TOO_LONG),
            Err(_) => Err(texts::LINK_FAILED),
        })
    }

    /// What a word of a document means: `null`, or what `web/editor/assist.js` calls Help.
    pub fn hover(&self, document: &str, text: &str, at: usize) -> JsValue {
        self.ask(document, |inspector, kind| inspector.hover(kind, text, at))
    }

    /// What can be written in a document: `null`, or what `web/editor/assist.js` calls Choices.
    pub fn complete(&self, document: &str, text: &str, at: usize) -> JsValue {
        self.ask(document, |inspector, kind| inspector.complete(kind, text, at))
    }

    fn ask(
        &self,
        document: &str,
        question: impl FnOnce(&Inspector, &str) -> Result<Option<String>, JsValue>,
    ) -> JsValue {
        let inspector = self.inspector.borrow().clone();
        let kind = DocumentId::parse(document).map(|one| one.kind(&self.scenario.borrow()));
        let kind = kind.unwrap_or(PolicyKind::Identity { managed: false }).name();
        inspector
            .and_then(|inspector| question(&inspector, kind).ok().flatten())
            .and_then(|json| JSON::parse(&json).ok())
            .unwrap_or(JsValue::NULL)
    }
}
