//! Undo and redo from anywhere on the page. The editors pass on their own keys; fields for a name
//! and dialogs keep theirs, but not those of the request's and the scenario's forms, which the
//! history knows.

use crate::browser;
use crate::intents::Intents;
use crate::state::Action;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// Listens for Ctrl or Cmd with Z, Shift Z and Y.
#[hook]
pub fn use_undo_keys(intents: Intents) {
    use_effect_with(intents, |intents| {
        let intents = intents.clone();
        let listener = browser::document().map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                if let Some(action) = asked(event) {
                    event.prevent_default();
                    intents.send(action);
                }
            })
        });
        move || drop(listener)
    });
}

fn asked(event: &KeyboardEvent) -> Option<Action> {
    let of_field = event.target().is_some_and(|target| {
        let in_dialog = |element: &Element| {
            element.closest("dialog:not(.build)").is_ok_and(|one| one.is_some())
        };
        let of_form = |field: &HtmlInputElement| field.has_attribute("data-field");
        target.dyn_ref::<HtmlInputElement>().is_some_and(|field| !of_form(field))
            || target.dyn_ref::<Element>().is_some_and(in_dialog)
    });
    let command = event.ctrl_key() || event.meta_key();
    if event.default_prevented() || of_field || !command || event.alt_key() {
        return None;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(Action::Undo),
        ("z", true) | ("y", false) => Some(Action::Redo),
        _ => None,
    }
}
