//! Keeps the work in progress in the browser's storage, where it lets us.

use crate::browser;
use crate::same::Same;
use crate::state::{Selected, State, save};
use crate::storage;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

/// After this much rest, in milliseconds.
const REST: u32 = 400;

/// Saves a while after the last change, and when the page goes away.
#[hook]
pub fn use_autosave(state: &UseReducerHandle<State>) {
    // The scenario that storage has already: what the page opened with needs no copy.
    let saved = use_mut_ref(|| (Same(Rc::clone(&state.scenario)), state.view.selected.clone()));
    let latest = use_mut_ref(|| None::<Rc<State>>);
    *latest.borrow_mut() = Some(Rc::new(State::clone(state)));

    let write = use_memo((), |()| {
        let (saved, latest) = (Rc::clone(&saved), Rc::clone(&latest));
        move || {
            let Some(state) = latest.borrow().clone() else {
                return;
            };
            let now = (Same(Rc::clone(&state.scenario)), state.view.selected.clone());
            if *saved.borrow() == now {
                return;
            }
            storage::write(storage::WORK, &save(&state));
            *saved.borrow_mut() = now;
        }
    });
    {
        let write = Rc::clone(&write);
        let deps: (Same<_>, Selected) =
            (Same(Rc::clone(&state.scenario)), state.view.selected.clone());
        use_effect_with(deps, move |_| {
            let timeout = Timeout::new(REST, move || write());
            move || drop(timeout)
        });
    }
    use_effect_with((), move |()| {
        let listener = browser::window()
            .map(|window| EventListener::new(&window, "pagehide", move |_| write()));
        move || drop(listener)
    });
}
