//! Ways past the bar, seen when the Tab key comes to them.

use crate::browser;
use crate::intents::Intents;
use crate::state::Panel;
use crate::texts;
use yew::prelude::*;

pub fn skip_links(intents: &Intents) -> Html {
    let panes = [
        (Panel::KeyPolicy, ".owner"),
        (Panel::Identity, ".caller"),
        (Panel::Decisions, ".matrix"),
        (Panel::Decisions, ".why"),
    ];
    html! {
        <nav class="skip" aria-label={texts::SKIP}>
            { for panes.into_iter().zip(texts::SKIP_TO).map(|((panel, pane), name)| {
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
