//! Says that a text is broken and that its last readable version decides, or that it is being decided.

use super::page::Page;
use crate::derive::Stale;
use crate::texts;
use yew::prelude::*;

pub fn stale_note(page: &Page<'_>) -> Html {
    html! {
        <>
        if page.deciding { <p class="deciding">{ texts::DECIDING_LARGE }</p> }
        { for page.derived.stale.iter().map(|stale| {
            let Stale { document, at, sentence } = stale.clone();
            let intents = page.intents.clone();
            let go = Callback::from(move |_: MouseEvent| intents.reveal(document, at, at));
            html! {
                <p class="stale-note">
                    { sentence }{ " " }
                    <button type="button" class="link" onclick={go}>{ texts::GO_THERE }</button>
                </p>
            }
        }) }
        </>
    }
}
