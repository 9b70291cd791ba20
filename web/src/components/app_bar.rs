//! The bar at the top.

use super::bar_button::bar_button;
use super::error_dialog::error_button;
use super::file_dialog::file_button;
use super::gallery::gallery_button;
use super::icon::Icon;
use super::page::Page;
use crate::hooks::ErrorReader;
use crate::state::{Action, Origin, State, Theme, opening};
use crate::texts;
use std::rc::Rc;
use yew::prelude::*;

pub fn app_bar(Page { state, intents, .. }: &Page<'_>, reader: &Rc<ErrorReader>) -> Html {
    let title = state.scenario.title.clone().unwrap_or_else(|| texts::UNTITLED.to_owned());
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
            if state.scenario.description.is_some() && state.step().is_none() {
                <button type="button" class="bar-title quiet" aria-expanded={(!state.view.intro_folded).to_string()}
                    title={texts::SCENARIO_TITLE_HINT} onclick={intents.on(Action::ToggleIntro)}>
                    <span>{ title }</span>{ Icon::Fold.draw() }
                </button>
            } else {
                <span class="bar-title"><span>{ title }</span></span>
            }
            <div class="bar-actions">
                { gallery_button() }
                { file_button() }
                { error_button(reader) }
                <button type="button" class="icon-button" aria-label={texts::UNDO} title={texts::UNDO}
                    disabled={!state.history.can_undo()} onclick={intents.on(Action::Undo)}>{ Icon::Undo.draw() }</button>
                <button type="button" class="icon-button" aria-label={texts::REDO} title={texts::REDO}
                    disabled={!state.history.can_redo()} onclick={intents.on(Action::Redo)}>{ Icon::Redo.draw() }</button>
                <button type="button" class="icon-button" aria-label={theme.clone()} title={theme}
                    onclick={intents.on(Action::SetTheme(next))}>{ icon.draw() }</button>
                { bar_button(Icon::StartAgain, texts::START_AGAIN, None, start_again) }
            </div>
        </header>
    }
}

fn logo() -> Html {
    html! {
        <svg class="logo" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" fill="none" stroke-width="2.5">
            <circle class="logo-owner" cx="8" cy="11" r="5" />
            <circle class="logo-caller" cx="14" cy="11" r="5" />
        </svg>
    }
}
