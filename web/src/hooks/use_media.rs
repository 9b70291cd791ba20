//! Whether a media query holds.

use crate::browser;
use gloo::events::EventListener;
use yew::prelude::*;

/// `true` while `query` holds.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let list =
        use_memo((), |()| browser::window().and_then(|window| window.match_media(query).ok()?));
    let holds = use_state_eq(|| (*list).as_ref().is_some_and(|list| list.matches()));
    {
        let setter = holds.setter();
        use_effect_with((), move |()| {
            let listener = (*list).clone().map(|list| {
                EventListener::new(&list.clone(), "change", move |_| setter.set(list.matches()))
            });
            move || drop(listener)
        });
    }
    *holds
}
