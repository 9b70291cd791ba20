//! Ways past the bar, seen when the Tab key comes to them.

use crate::browser;
use crate::embed::{Pane, Parameters};
use crate::intents::Intents;
use crate::state::Panel;
use crate::texts;
use yew::prelude::*;

pub fn skip_links(given: &Parameters, intents: &Intents) -> Html {
    let panes = [
        (Panel::KeyPolicy, ".owner", Pane::Key),
        (Panel::Identity, ".caller", Pane::Caller),
        (Panel::Decisions, ".matrix", Pane::Matrix),
        (Panel::Decisions, ".why", Pane::Why),
    ];
    let panes = panes.into_iter().zip(texts::SKIP_TO).filter(|((.., pane), _)| given.shows(*pane));
    html! {
        <nav class="skip" aria-label={texts::SKIP}>
            { for panes.map(|((panel, pane, _), name)| {
                let intents = intents.clone();
                let go = move |_: MouseEvent| {
                    // A phone shows one of them at a time.
                    intents.show(panel);
                    browser::go_to_pane(pane);
                };
                html! { <button type="button" onclick={go}>{ name }</button> }
            }) }
        </nav>
    }
}
