//! Help and choices while a policy is written: the inspector's, once it has arrived.

use super::sys::Inspector;
use crate::documents::DocumentId;
use js_sys::JSON;
use kms_policy::policy::PolicyKind;
use kms_policy::scenario::Scenario;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The scenario as it is now and the inspector, for whoever asks between two renderings. All are
/// equal, so that no editor is drawn again for them.
#[derive(Clone, Debug)]
pub struct Latest {
    scenario: Rc<RefCell<Rc<Scenario>>>,
    inspector: Rc<RefCell<Option<Inspector>>>,
}

impl PartialEq for Latest {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Latest {
    /// For this scenario, until there is a newer one.
    pub fn of(scenario: &Rc<Scenario>) -> Self {
        Self { scenario: Rc::new(RefCell::new(Rc::clone(scenario))), inspector: Rc::default() }
    }

    /// Puts a newer scenario in its place.
    pub fn set(&self, scenario: &Rc<Scenario>) {
        *self.scenario.borrow_mut() = Rc::clone(scenario);
    }

    /// From now on there is an inspector.
    pub fn set_inspector(&self, inspector: Inspector) {
        *self.inspector.borrow_mut() = Some(inspector);
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
        let kind = match kind {
            Some(PolicyKind::KeyPolicy) => "key-policy",
            Some(kind) if kind.is_managed() => "managed-policy",
            _ => "identity-policy",
        };
        inspector
            .and_then(|inspector| question(&inspector, kind).ok().flatten())
            .and_then(|json| JSON::parse(&json).ok())
            .unwrap_or(JsValue::NULL)
    }
}
