//! The pin of the matrix: what differs since, in words, and what can be done with it.

use super::page::Page;
use crate::embed::is_read_only;
use crate::state::Action;
use crate::texts;
use yew::prelude::*;

/// Pins the present state or gives the pin up, with what there is to do while there is one. It is
/// one button: whoever uses it keeps the focus.
pub fn pin_actions(page: &Page<'_>) -> Html {
    if is_read_only() && page.pinned.is_none() {
        return Html::default();
    }
    let broken = page.is_stale() || page.derived.matrix.is_none();
    let (action, name, hint) = match page.pinned {
        Some(_) => (Action::Unpin, texts::UNPIN, texts::UNPIN_HINT),
        None if broken => (Action::Pin, texts::PIN, texts::PIN_BROKEN),
        None => (Action::Pin, texts::PIN, texts::PIN_HINT),
    };
    let only = page.state.view.only_differences;
    html! {
        <>
        if let Some(pinned) = page.pinned {
            <label><input type="checkbox" checked={only} onchange={page.intents.on(Action::OnlyDifferences(!only))} />{ texts::ONLY_DIFFERENCES }</label>
            <button type="button" class="small" disabled={pinned.is_present || is_read_only()} onclick={page.intents.on(Action::BackToPin)}>{ texts::BACK_TO_PIN }</button>
        }
        <button type="button" class="small" disabled={broken && page.pinned.is_none()} title={hint}
            onclick={page.intents.on(action)}>{ name }</button>
        </>
    }
}

/// What differs from the pinned state.
pub fn compare_summary(page: &Page<'_>) -> Html {
    let summary = page.pinned.map(|pinned| texts::since_the_pin(&pinned.clauses));
    html! { <p class="compare-summary">{ summary.unwrap_or_default() }</p> }
}
