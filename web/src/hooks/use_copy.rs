//! Copying, with a word on whether it worked that goes away by itself.

use crate::browser;
use crate::texts;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// How long the word stays, in milliseconds.
const WHILE: u32 = 2500;

/// What became of the last copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copied {
    /// Nothing was copied of late.
    #[default]
    No,
    /// It is in the clipboard.
    Yes,
    /// The browser does not let the page copy.
    Refused,
}

/// The state of a copy button, and what a click on it does.
#[hook]
pub fn use_copy(text: AttrValue) -> (Copied, Callback<MouseEvent>) {
    let copied = use_state_eq(Copied::default);
    {
        let setter = copied.setter();
        use_effect_with(*copied, move |copied| {
            let timeout = (*copied != Copied::No)
                .then(|| Timeout::new(WHILE, move || setter.set(Copied::No)));
            move || drop(timeout)
        });
    }
    let click = {
        let setter = copied.setter();
        Callback::from(move |_: MouseEvent| {
            let setter = setter.clone();
            browser::copy(&text, move |worked| {
                setter.set(if worked { Copied::Yes } else { Copied::Refused });
                browser::say(if worked { texts::COPIED } else { texts::COPY_REFUSED });
            });
        })
    };
    (*copied, click)
}
