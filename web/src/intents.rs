//! What components may ask for: one method an intent, handed down in a context.

use crate::browser;
use crate::documents::DocumentId;
use crate::editor::assist::Latest;
use crate::state::{Action, Origin, Panel, State};
use crate::work::new_id;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use std::sync::Arc;
use yew::prelude::*;

/// The way from a component to the reducer.
#[derive(Clone, Debug, PartialEq)]
pub struct Intents {
    to_reducer: Callback<Action>,
    /// The scenario, for what is asked between two renderings.
    pub latest: Latest,
}

impl Intents {
    /// The intents of a page.
    pub fn new(dispatcher: UseReducerDispatcher<State>, scenario: &Rc<Scenario>) -> Self {
        Self {
            to_reducer: Callback::from(move |action| dispatcher.dispatch(action)),
            latest: Latest::of(scenario),
        }
    }

    /// Asks for something.
    pub fn send(&self, action: Action) {
        self.to_reducer.emit(action);
    }

    /// A handler that asks for the same each time.
    pub fn on<E>(&self, action: Action) -> Callback<E> {
        self.to_reducer.reform(move |_| action.clone())
    }

    /// Typed in an editor; the time is now.
    pub fn edit(&self, document: DocumentId, text: &str, caret: usize) {
        self.send(Action::EditText { document, text: Arc::from(text), caret, at: browser::now() });
    }

    /// Selects a cell.
    pub fn select(&self, principal: AttrValue, action: AttrValue) {
        self.send(Action::Select { principal, action: Some(action) });
        browser::scroll_up("#why");
    }

    /// Opens a scenario as an entry of its own.
    pub fn open(&self, state: State, from: Origin) {
        self.send(Action::Open(Rc::new(state.kept_as(new_id(), from))));
    }

    /// A handler that selects a principal; the action stays.
    pub fn on_principal(&self) -> Callback<AttrValue> {
        self.to_reducer.reform(|principal| Action::Select { principal, action: None })
    }

    /// Leads to a place in a document.
    pub fn reveal(&self, document: DocumentId, from: usize, to: usize) {
        self.send(Action::Reveal { document, from, to });
    }

    /// On a phone: shows something else.
    pub fn show(&self, panel: Panel) {
        self.send(Action::SelectPanel(panel));
    }
}

/// The intents of the page around a component.
#[hook]
pub fn use_intents() -> Intents {
    let none = use_memo((), |()| Intents {
        to_reducer: Callback::noop(),
        latest: Latest::of(&Rc::default()),
    });
    use_context::<Intents>().unwrap_or_else(|| (*none).clone())
}
