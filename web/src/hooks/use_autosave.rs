//! Keeps the work in progress in the browser's storage, where it lets us.

use crate::browser;
use crate::same::Same;
use crate::state::{Drafts, MatrixTab, Selected, State, save};
use crate::storage;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use kms_policy::s3_console::Choices;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// After this much rest, in milliseconds.
const REST: u32 = 400;

/// What is saved, as far as it can have changed.
type Saved = (
    Same<Scenario>,
    Same<Drafts>,
    Option<Same<Scenario>>,
    bool,
    usize,
    Selected,
    MatrixTab,
    Choices,
);

fn to_save(state: &State) -> Saved {
    let view = &state.view;
    let pinned = view.pinned.as_ref().map(|pinned| Same(Rc::clone(pinned)));
    let (scenario, drafts) = (Rc::clone(&state.scenario), Rc::clone(&state.drafts));
    let (only, step) = (view.only_differences, state.progress.step);
    let (selected, s3) = (view.selected.clone(), view.s3.clone());
    (Same(scenario), Same(drafts), pinned, only, step, selected, view.matrix_tab, s3)
}

/// Saves a while after the last change, and when the page goes away.
#[hook]
pub fn use_autosave(state: &UseReducerHandle<State>) {
    // What storage has already: what the page opened with needs no copy.
    let saved = use_mut_ref(|| to_save(state));
    let latest = use_mut_ref(|| None::<Rc<State>>);
    *latest.borrow_mut() = Some(Rc::new(State::clone(state)));

    let write = use_memo((), |()| {
        let (saved, latest) = (Rc::clone(&saved), Rc::clone(&latest));
        move || {
            let Some(state) = latest.borrow().clone() else {
                return;
            };
            let now = to_save(&state);
            if *saved.borrow() == now {
                return;
            }
            storage::write(storage::WORK, &save(&state));
            *saved.borrow_mut() = now;
        }
    });
    {
        let write = Rc::clone(&write);
        use_effect_with(to_save(state), move |_| {
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
