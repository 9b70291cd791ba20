//! A dialog that asks the inspector: what is shown in it, for what is done in it.

use crate::hooks::Work;
use crate::intents::{Intents, use_intents};
use crate::same::Same;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// A dialog, with what it shows.
pub struct Dialog<S> {
    pub shown: Rc<RefCell<S>>,
    draw: UseForceUpdateHandle,
    pub intents: Intents,
    pub work: Same<Work>,
}

impl<S> Clone for Dialog<S> {
    fn clone(&self) -> Self {
        let (shown, draw) = (Rc::clone(&self.shown), self.draw.clone());
        Self { shown, draw, intents: self.intents.clone(), work: self.work.clone() }
    }
}

/// The dialog of a component, which shows `first` in the beginning.
#[hook]
pub fn use_dialog<S: 'static>(work: &Same<Work>, first: impl FnOnce() -> S) -> Dialog<S> {
    let (shown, draw) = (use_mut_ref(first), use_force_update());
    Dialog { shown, draw, intents: use_intents(), work: work.clone() }
}

impl<S: 'static> Dialog<S> {
    /// A handler.
    pub fn on<E>(&self, what: impl Fn(&Self) + 'static) -> Callback<E> {
        let dialog = self.clone();
        Callback::from(move |_| what(&dialog))
    }

    /// Shows something else.
    pub fn change(&self, change: impl FnOnce(&mut S)) {
        change(&mut self.shown.borrow_mut());
        self.draw.force_update();
    }
}
