//! On a phone: what is shown.

use crate::embed::Parameters;
use crate::intents::Intents;
use crate::state::{Action, Panel};
use crate::texts;
use yew::prelude::*;

pub fn phone_tabs(current: Panel, given: &Parameters, intents: &Intents) -> Html {
    let there = given.panels();
    if there.len() < 2 {
        return Html::default();
    }
    let panels = [
        (Panel::Decisions, texts::DECISIONS),
        (Panel::KeyPolicy, texts::KEY_POLICY),
        (Panel::Identity, texts::PANEL_IDENTITY),
    ];
    html! {
        <nav class="phone-tabs" aria-label={texts::PANELS}>
            { for panels.into_iter().filter(|(panel, _)| there.contains(panel)).map(|(panel, name)| html! {
                <button type="button" aria-current={(panel == current).then_some("page")}
                    onclick={intents.on(Action::SelectPanel(panel))}>{ name }</button>
            }) }
        </nav>
    }
}
