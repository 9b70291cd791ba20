//! The bar at the top.

use super::bar_button::bar_button;
use super::build_dialog::scenario_button;
use super::error_dialog::error_button;
use super::file_dialog::file_button;
use super::gallery::gallery_button;
use super::icon::Icon;
use super::page::Page;
use crate::embed::{Part, hides};
use crate::hooks::ErrorReader;
use crate::state::{Action, Origin, State, Theme, opening};
use crate::texts;
use std::rc::Rc;
use yew::prelude::*;

/// What a phone has no room for in the bar comes down from it.
pub const MENU: &str = "menu";

pub fn app_bar(page: &Page<'_>, reader: &Rc<ErrorReader>, phone: bool) -> Html {
    let Page { state, intents, .. } = page;
    let large = state.view.large;
    let next = state.view.theme.next();
    let theme = texts::theme(state.view.theme.name(), next.name());
    let icon = match state.view.theme {
        Theme::System => Icon::System,
        Theme::Light => Icon::Light,
        Theme::Dark => Icon::Dark,
    };
    let start_again = {
        let intents = (*intents).clone();
        Callback::from(move |_| intents.open(State::new(opening()), Origin::Demonstration))
    };
    html! {
        <header class="bar">
            <h1 class="bar-name">{ logo() }<span>{ texts::NAME }</span></h1>
            { scenario_title(page) }
            <div class="bar-actions">
                { icon_button(Icon::Undo, texts::UNDO, !state.history.can_undo(), intents.on(Action::Undo)) }
                { icon_button(Icon::Redo, texts::REDO, !state.history.can_redo(), intents.on(Action::Redo)) }
                if phone {
                    <button type="button" class="icon-button" aria-label={texts::MENU} title={texts::MENU}
                        popovertarget={MENU}>{ Icon::Menu.draw() }</button>
                }
                <div id={MENU} class="bar-menu" popover={phone.then_some("auto")}>
                    { gallery_button() }
                    { scenario_button(page) }
                    { file_button() }
                    { error_button(reader) }
                    { bar_button(Icon::StartAgain, texts::START_AGAIN, None, start_again) }
                    <button type="button" class="icon-button" aria-label={theme.clone()} title={theme.clone()}
                        onclick={intents.on(Action::SetTheme(next))}>{ icon.draw() }<span class="bar-word">{ theme }</span></button>
                    <button type="button" class="icon-button bar-large" aria-label={texts::LARGE} title={texts::LARGE_HINT}
                        aria-pressed={large.to_string()} onclick={intents.on(Action::SetLarge(!large))}>{ Icon::Large.draw() }</button>
                </div>
            </div>
        </header>
    }
}

/// The title, which folds and unfolds the description where there is one.
pub fn scenario_title(page: &Page<'_>) -> Html {
    let Page { state, intents, .. } = page;
    let title = state.scenario.title.clone().unwrap_or_else(|| texts::UNTITLED.to_owned());
    if !has_intro(state) {
        return html! { <span class="bar-title"><span>{ title }</span></span> };
    }
    html! {
        <button type="button" class="bar-title quiet" aria-expanded={(!state.view.intro_folded).to_string()}
            title={texts::SCENARIO_TITLE_HINT} onclick={intents.on(Action::ToggleIntro)}>
            <span>{ title }</span>{ Icon::Fold.draw() }
        </button>
    }
}

/// Is there a description to show above the editors?
pub fn has_intro(state: &State) -> bool {
    state.scenario.description.is_some() && state.step().is_none() && !hides(Part::Intro)
}

pub fn icon_button(
    icon: Icon,
    name: &'static str,
    disabled: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button type="button" class="icon-button" aria-label={name} title={name} {disabled} {onclick}>{ icon.draw() }</button>
    }
}

pub fn logo() -> Html {
    html! {
        <svg class="logo" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" fill="none" stroke-width="2.5">
            <circle class="logo-owner" cx="8" cy="11" r="5" />
            <circle class="logo-caller" cx="14" cy="11" r="5" />
        </svg>
    }
}
