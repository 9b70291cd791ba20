//! Keeps the work in the browser's storage, where it lets us, and holds its entry against other tabs.

use crate::browser;
use crate::derive::Derived;
use crate::editor::sys;
use crate::same::Same;
use crate::state::{Action, Drafts, MatrixTab, Selected, State};
use crate::work::{Refused, keep, keep_instead, make_room, new_id};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function};
use kms_policy::decide::MatrixVerdicts;
use kms_policy::s3_console::Choices;
use kms_policy::scenario::Scenario;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

/// After this much rest, in milliseconds.
const REST: u32 = 400;

/// What the user should know of how the work is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is not.
    NotKept(Refused),
    /// There was no room: these entries had to go.
    MadeRoom(Vec<String>),
}

/// The work as it is now, for whoever asks between two renderings.
#[derive(Debug)]
pub struct Work {
    latest: RefCell<UseReducerHandle<State>>,
    /// As it was drawn last: a handle always leads to the newest.
    drawn: RefCell<Option<State>>,
    /// What is kept already.
    saved: RefCell<Option<Saved>>,
    /// The verdicts of the scenario that was decided last.
    decided: RefCell<Option<(Same<Scenario>, Rc<MatrixVerdicts>)>>,
    /// What was saved as a file last.
    exported: RefCell<Option<Rc<Scenario>>>,
    trouble: RefCell<Option<Trouble>>,
    /// Did the user read of the trouble?
    read: Cell<bool>,
    /// Is anything kept?
    keeps: bool,
    draw: UseForceUpdateHandle,
}

/// What is kept, as far as it can have changed.
#[derive(Clone, Debug, PartialEq)]
struct Saved {
    scenario: Same<Scenario>,
    drafts: Same<Drafts>,
    pinned: Option<Same<Scenario>>,
    only_differences: bool,
    step: usize,
    selected: Selected,
    matrix_tab: MatrixTab,
    s3: Rc<Choices>,
    id: Rc<str>,
}

fn to_save(state: &State) -> Saved {
    let view = &state.view;
    Saved {
        scenario: Same(Rc::clone(&state.scenario)),
        drafts: Same(Rc::clone(&state.drafts)),
        pinned: view.pinned.as_ref().map(|pinned| Same(Rc::clone(pinned))),
        only_differences: view.only_differences,
        step: state.progress.step,
        selected: view.selected.clone(),
        matrix_tab: view.matrix_tab,
        s3: Rc::clone(&view.s3),
        id: Rc::clone(&state.entry.id),
    }
}

/// Saves a while after the last change, and when the page is left; unless nothing is to be kept.
#[hook]
pub fn use_work(state: &UseReducerHandle<State>, keeps: bool) -> Same<Work> {
    let draw = use_force_update();
    let work = use_memo((), |()| Work {
        latest: RefCell::new(state.clone()),
        drawn: RefCell::default(),
        saved: RefCell::default(),
        decided: RefCell::default(),
        exported: RefCell::default(),
        trouble: RefCell::default(),
        read: Cell::default(),
        keeps,
        draw,
    });
    work.goes_on_with(state);
    {
        let work = Rc::clone(&work);
        use_effect_with(Rc::clone(&state.entry.id), move |id| {
            let done = Closure::<dyn Fn(bool)>::new(move |held| work.is_held(held));
            if keeps {
                sys::hold(id, done.as_ref().unchecked_ref::<Function>());
            }
            move || drop(done)
        });
    }
    {
        let work = Rc::clone(&work);
        use_effect_with(to_save(state), move |_| {
            let timeout = Timeout::new(REST, move || work.save());
            move || drop(timeout)
        });
    }
    {
        let work = Rc::clone(&work);
        use_effect_with((), move |()| {
            let hidden = Rc::clone(&work);
            let listeners = browser::document().zip(browser::window()).map(|(document, window)| {
                let left = move |_: &Event| {
                    work.save();
                    sys::let_go();
                };
                let hidden = move |_: &Event| hidden.save();
                (
                    EventListener::new(&document, "visibilitychange", hidden),
                    EventListener::new(&window, "pagehide", left),
                )
            });
            move || drop(listeners)
        });
    }
    // The browser asks before it leaves only what would be lost.
    let at_risk = matches!(*work.trouble.borrow(), Some(Trouble::NotKept(_)));
    let kept = Same(Rc::clone(&work));
    use_effect_with(at_risk, move |at_risk| {
        let options = EventListenerOptions::enable_prevent_default();
        let ask = move |event: &Event| {
            if work.now().is_touched() && !work.is_exported() {
                event.prevent_default();
            }
        };
        let window = browser::window().filter(|_| *at_risk);
        let listener = window
            .map(|window| EventListener::new_with_options(&window, "beforeunload", options, ask));
        move || drop(listener)
    });
    kept
}

impl Work {
    /// The state as it is now.
    pub fn now(&self) -> UseReducerHandle<State> {
        self.latest.borrow().clone()
    }

    /// Another state is there. Before another entry comes, the last of the one before is kept: the
    /// entry is still this tab's. Where there is no room for it, undo has it.
    fn goes_on_with(&self, state: &UseReducerHandle<State>) {
        *self.latest.borrow_mut() = state.clone();
        let before = self.drawn.replace(Some(State::clone(state)));
        let left = before.filter(|before| before.entry.id != state.entry.id && sys::holds());
        if let Some(left) = left
            && self.saved.borrow().as_ref() != Some(&to_save(&left))
        {
            let _ = keep(&left, self.verdicts(&left).as_deref(), true);
        }
    }

    /// A state was decided: what is kept holds the verdicts of the texts as they are written.
    pub fn decided(&self, state: &State, derived: &Derived) {
        let matrix = derived.matrix.clone().filter(|_| derived.stale.is_empty());
        let of = Same(Rc::clone(&state.scenario));
        *self.decided.borrow_mut() = matrix.map(|matrix| (of, matrix));
    }

    fn verdicts(&self, state: &State) -> Option<Rc<MatrixVerdicts>> {
        let decided = self.decided.borrow();
        let (of, matrix) = decided.as_ref()?;
        Rc::ptr_eq(&of.0, &state.scenario).then(|| Rc::clone(matrix))
    }

    /// What there is now is not to be kept once more.
    pub fn forgotten(&self) {
        *self.saved.borrow_mut() = Some(to_save(&self.now()));
    }

    /// The scenario was saved as a file.
    pub fn exported(&self) {
        *self.exported.borrow_mut() = Some(Rc::clone(&self.now().scenario));
    }

    fn is_exported(&self) -> bool {
        let exported = self.exported.borrow();
        exported.as_ref().is_some_and(|exported| Rc::ptr_eq(exported, &self.now().scenario))
    }

    /// The entry is this tab's, or another one's.
    fn is_held(self: &Rc<Self>, held: bool) {
        if held {
            *self.saved.borrow_mut() = None;
            self.save();
        } else {
            self.now().dispatch(Action::Fork(new_id()));
        }
    }

    /// Saves what there is, drawn or not.
    pub fn save(self: &Rc<Self>) {
        if !self.keeps {
            return;
        }
        let state = self.now();
        let now = to_save(&state);
        if self.saved.borrow().as_ref() == Some(&now) {
            return;
        }
        let verdicts = self.verdicts(&state);
        match keep(&state, verdicts.as_deref(), sys::holds()) {
            Ok(is_new) => {
                *self.saved.borrow_mut() = Some(now);
                if matches!(*self.trouble.borrow(), Some(Trouble::NotKept(_))) {
                    self.say(None);
                }
                if is_new {
                    with_held(self.and_own(&state, |_, held| {
                        make_room(held);
                    }));
                }
            }
            Err(Refused::Full) if sys::holds() => {
                let full = state.clone();
                with_held(self.and_own(&state, move |work, held| {
                    let Some(gone) = keep_instead(&full, verdicts.as_deref(), held) else {
                        return work.say(Some(Trouble::NotKept(Refused::Full)));
                    };
                    *work.saved.borrow_mut() = Some(now);
                    work.say(Some(Trouble::MadeRoom(gone)));
                }));
            }
            Err(refused) => self.say(Some(Trouble::NotKept(refused))),
        }
    }

    /// Does something with the entries that must stay: those that any tab holds, and this tab's.
    fn and_own(
        self: &Rc<Self>,
        state: &State,
        then: impl FnOnce(&Self, Vec<String>) + 'static,
    ) -> impl FnOnce(Vec<String>) + 'static {
        let (work, saved) = (Rc::clone(self), Rc::clone(&state.entry.id));
        move |mut held| {
            held.extend([saved.to_string(), work.now().entry.id.to_string()]);
            then(&work, held);
        }
    }

    /// Says it, once.
    fn say(&self, trouble: Option<Trouble>) {
        if *self.trouble.borrow() != trouble {
            *self.trouble.borrow_mut() = trouble;
            self.read.set(false);
            self.draw.force_update();
        }
    }

    /// What the user has not read of yet.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone().filter(|_| !self.read.get())
    }

    /// The user has read of it.
    pub fn dismiss(&self) {
        self.read.set(true);
        self.draw.force_update();
    }
}

/// Calls `done` with the names of the entries that any tab holds.
pub fn with_held(done: impl FnOnce(Vec<String>) + 'static) {
    let done = Closure::once_into_js(move |held: JsValue| {
        done(Array::from(&held).iter().filter_map(|id| id.as_string()).collect());
    });
    sys::held_entries(done.unchecked_ref::<Function>());
}
