//! Says that a text is broken and that its last readable version decides.

use crate::derive::Stale;
use crate::intents::Intents;
use crate::texts;
use yew::prelude::*;

pub fn stale_note(stale: &[Stale], intents: &Intents) -> Html {
    html! {
        { for stale.iter().map(|stale| {
            let Stale { document, at, sentence } = stale.clone();
            let intents = intents.clone();
            let go = Callback::from(move |_: MouseEvent| intents.reveal(document, at, at));
            html! {
                <p class="stale-note">
                    { sentence }{ " " }
                    <button type="button" class="link" onclick={go}>{ texts::GO_THERE }</button>
                </p>
            }
        }) }
    }
}
