//! Draws a sheet of paper when the page is printed, and takes it away again.

use crate::browser;
use crate::derive::Derived;
use crate::print::{Printed, sheet};
use crate::state::State;
use crate::who::Who;
use gloo::events::EventListener;
use std::rc::Rc;
use yew::prelude::*;

/// Listens for the browser's command and for `window.print()`.
#[hook]
pub fn use_print(state: &State, derived: &Rc<Derived>, everyone: &Rc<Vec<Who>>) {
    let now = use_mut_ref(|| None::<Printed>);
    *now.borrow_mut() = Some(Printed {
        scenario: Rc::clone(&state.scenario),
        derived: Rc::clone(derived),
        everyone: Rc::clone(everyone),
        selected: state.view.selected.clone(),
    });
    use_effect_with((), move |()| {
        let drawn = browser::window().map(|window| {
            let before = EventListener::new(&window, "beforeprint", move |_| {
                browser::remove("#sheet");
                if let Some(printed) = &*now.borrow() {
                    sheet(printed);
                }
            });
            let after = EventListener::new(&window, "afterprint", |_| browser::remove("#sheet"));
            (before, after)
        });
        move || drop(drawn)
    });
}
