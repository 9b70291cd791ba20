//! Sentences with user text in them.

use yew::prelude::*;

/// A sentence in which user text stands in backticks. Characters that would turn the direction of
/// what follows are taken out: a name must not rearrange the sentence around it.
pub fn with_code(text: &str) -> Html {
    let turns = |one: char| matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text = text.replace(turns, "");
    let parts = text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            html! { <code>{ part }</code> }
        } else {
            html! { { part } }
        }
    });
    html! { { for parts } }
}
