//! What follows from the state: at once, or of large texts when typing pauses.

use crate::derive::{Derived, derive};
use crate::same::Same;
use crate::state::{Fallback, Selected, State};
use gloo::timers::callback::Timeout;
use kms_policy::s3_console::Choices;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// A pause, in milliseconds: that something is being decided is painted by then.
const PAUSE: u32 = 300;

/// Everything that decisions follow from.
#[derive(Clone, PartialEq)]
struct Asked {
    scenario: Same<Scenario>,
    fallback: Same<Fallback>,
    selected: Selected,
    s3: Option<Rc<Choices>>,
    step: usize,
}

struct Decided {
    asked: Asked,
    entry: Rc<str>,
    derived: Rc<Derived>,
}

/// What follows, and whether it is still of what was there before the last keystrokes, the scenario
/// being `large`. Of another scenario nothing is shown until it is decided.
#[hook]
pub fn use_derived(state: &State, large: bool) -> (Rc<Derived>, bool) {
    let asked = Asked {
        scenario: Same(Rc::clone(&state.scenario)),
        fallback: Same(Rc::clone(&state.fallback)),
        selected: state.view.selected.clone(),
        s3: state.s3().cloned(),
        step: state.progress.step,
    };
    let decided = use_mut_ref(|| None::<Decided>);
    let rested = use_state_eq(|| None::<Asked>);
    {
        let rested = rested.setter();
        use_effect_with((large, asked.clone()), move |(large, asked)| {
            let asked = asked.clone();
            let timeout = large.then(|| Timeout::new(PAUSE, move || rested.set(Some(asked))));
            move || drop(timeout)
        });
    }
    let mut decided = decided.borrow_mut();
    let is_known = decided.as_ref().is_some_and(|one| one.asked == asked);
    if !is_known && (!large || rested.as_ref() == Some(&asked)) {
        let Asked { scenario, fallback, selected, s3, step } = &asked;
        let known = decided.take().map(|one| Rc::clone(&one.derived)).unwrap_or_default();
        let compiled = &known.compiled;
        let derived = derive(&scenario.0, fallback, selected, s3.as_deref(), *step, compiled);
        let entry = Rc::clone(&state.entry.id);
        *decided = Some(Decided { asked: asked.clone(), entry, derived: Rc::new(derived) });
    }
    match &*decided {
        Some(one) if one.asked == asked => (Rc::clone(&one.derived), false),
        Some(one) if one.entry == state.entry.id => (Rc::clone(&one.derived), true),
        _ => (Rc::default(), true),
    }
}
