//! Sentences with user text in them.

use yew::prelude::*;

/// A sentence in which user text stands in backticks.
pub fn with_code(text: &str) -> Html {
    let parts = text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            html! { <code>{ part }</code> }
        } else {
            html! { { part } }
        }
    });
    html! { { for parts } }
}
