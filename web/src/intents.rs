//! What components may ask for: one method an intent, handed down in a context.

use crate::browser;
use crate::documents::DocumentId;
use crate::state::{Action, Panel, State};
use std::sync::Arc;
use yew::prelude::*;

/// The way from a component to the reducer.
#[derive(Clone, Debug, PartialEq)]
pub struct Intents(Callback<Action>);

impl From<UseReducerDispatcher<State>> for Intents {
    fn from(dispatcher: UseReducerDispatcher<State>) -> Self {
        Self(Callback::from(move |action| dispatcher.dispatch(action)))
    }
}

impl Intents {
    /// Asks for something.
    pub fn send(&self, action: Action) {
        self.0.emit(action);
    }

    /// A handler that asks for the same each time.
    pub fn on<E>(&self, action: Action) -> Callback<E> {
        self.0.reform(move |_| action.clone())
    }

    /// Typed in an editor; the time is now.
    pub fn edit(&self, document: DocumentId, text: &str, caret: usize) {
        self.send(Action::EditText { document, text: Arc::from(text), caret, at: browser::now() });
    }

    /// Selects a cell.
    pub fn select(&self, principal: AttrValue, action: AttrValue) {
        self.send(Action::Select { principal, action: Some(action) });
    }

    /// Selects a principal; the action stays.
    pub fn select_principal(&self, principal: AttrValue) {
        self.send(Action::Select { principal, action: None });
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
    let none = use_memo((), |()| Intents(Callback::noop()));
    use_context::<Intents>().unwrap_or_else(|| (*none).clone())
}
