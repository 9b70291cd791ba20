//! The keys of the whole page: the dialog that lists them says what each does. The editors and the
//! matrix have keys of their own. Fields for a name and dialogs keep their undo, but not the fields of
//! the request's form and the dialog of the scenario's forms, which the history knows.

use crate::browser;
use crate::components::{SHORTCUTS, STEPS, place_of};
use crate::intents::Intents;
use crate::state::{Action, State};
use gloo::events::{EventListener, EventListenerOptions};
use kms_policy::report::Finding;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// What the keys act on.
type Now = (UseReducerHandle<State>, Rc<Vec<Finding>>);

/// Listens on the whole document.
#[hook]
pub fn use_keys(intents: Intents, state: &UseReducerHandle<State>, findings: &Rc<Vec<Finding>>) {
    let now = use_mut_ref(|| None::<Now>);
    *now.borrow_mut() = Some((state.clone(), Rc::clone(findings)));
    use_effect_with(intents, move |intents| {
        let intents = intents.clone();
        let listener = browser::document().map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                if let (Some(event), Some(now)) = (event.dyn_ref(), &*now.borrow())
                    && pressed(event, now, &intents)
                {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

/// Does what a key asks for; `false` where it asks for nothing.
fn pressed(event: &KeyboardEvent, (state, findings): &Now, intents: &Intents) -> bool {
    let command = event.ctrl_key() || event.meta_key();
    let key = event.key().to_ascii_lowercase();
    if event.default_prevented() {
        return false;
    }
    if command && !event.alt_key() && matches!(&*key, "z" | "y") && !keeps_its_undo(event) {
        let again = event.shift_key() || key == "y";
        intents.send(if again { Action::Redo } else { Action::Undo });
        return true;
    }
    if is_in(event, "dialog") {
        return false;
    }
    match (&*key, command, event.alt_key()) {
        // A key alone writes into a field, and can be switched off: speech input may utter it.
        ("?", false, false) if !state.view.no_single_keys && !is_in(event, FIELDS) => {
            browser::show_dialog(SHORTCUTS);
        }
        ("f6", false, false) => browser::next_pane(!event.shift_key()),
        ("f8", false, false) => {
            let mut places = findings.iter().filter_map(|one| place_of(one, &state.scenario));
            let found = if event.shift_key() { places.next_back() } else { places.next() };
            let Some((document, from, to)) = found else { return false };
            intents.reveal(document, from, to);
        }
        ("f9", false, false) => intents.send(Action::SetLarge(!state.view.large)),
        (key @ ("pagedown" | "pageup"), false, true) if state.step().is_some() => {
            let at = state.progress.step;
            let step = if key == "pagedown" { Some(at + 1) } else { at.checked_sub(1) };
            if let Some(step) = step.filter(|step| *step < state.scenario.steps.len()) {
                intents.send(Action::GoToStep(step));
                browser::go_to(STEPS);
            }
        }
        _ => return false,
    }
    true
}

/// Whatever takes characters.
const FIELDS: &str = "input, textarea, select, .editor";

fn is_in(event: &KeyboardEvent, selector: &str) -> bool {
    event.target().is_some_and(|target| {
        let element = target.dyn_ref::<Element>();
        element.is_some_and(|one| one.closest(selector).is_ok_and(|found| found.is_some()))
    })
}

fn keeps_its_undo(event: &KeyboardEvent) -> bool {
    is_in(event, "dialog:not(.build)") || is_in(event, "input:not([data-field])")
}
