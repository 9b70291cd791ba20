//! A value as it was when typing last paused.

use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

/// A pause, in milliseconds.
const PAUSE: u32 = 1000;

/// What `value` gave when `revision` had not changed for a while; at first, what it gives now.
#[hook]
pub fn use_settled<R, T>(revision: R, value: impl Fn() -> T) -> Rc<T>
where
    R: PartialEq + 'static,
    T: PartialEq + 'static,
{
    let settled = use_state_eq(|| Rc::new(value()));
    let setter = settled.setter();
    let latest = Rc::new(value());
    use_effect_with(revision, move |_| {
        let timeout = Timeout::new(PAUSE, move || setter.set(latest));
        move || drop(timeout)
    });
    Rc::clone(&settled)
}
