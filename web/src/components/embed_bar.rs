//! The bar of an embed, and what it asks and says below it.

use super::app_bar::{icon_button, logo, scenario_title};
use super::copy_button::CopyButton;
use super::icon::Icon;
use super::page::Page;
use crate::browser;
use crate::embed::{Part, hides, is_read_only};
use crate::hooks::{Embed, LINK_FIELD};
use crate::state::Action;
use crate::texts;
use std::rc::Rc;
use yew::prelude::*;

pub fn embed_bar(page: &Page<'_>, embed: &Rc<Embed>) -> Html {
    let Page { state, intents, .. } = page;
    let waits = !page.inspected.is_done() && !page.inspected.has_failed();
    let hint = if waits { texts::OPEN_FULL_WAITING } else { texts::OPEN_FULL_HINT };
    html! {
        <header class="bar embed-bar">
            { logo() }
            <h1>{ scenario_title(page) }</h1>
            <div class="bar-actions">
                if !is_read_only() {
                    { icon_button(Icon::Undo, texts::UNDO, !state.history.can_undo(), intents.on(Action::Undo)) }
                    { icon_button(Icon::Redo, texts::REDO, !state.history.can_redo(), intents.on(Action::Redo)) }
                }
                if !hides(Part::Reset) {
                    { button(Icon::StartAgain, texts::RESET, texts::RESET_HINT, false, on(embed, Embed::reset)) }
                }
                if !hides(Part::Open) {
                    { button(Icon::Open, texts::OPEN_FULL, hint, waits, on(embed, Embed::open_full)) }
                }
            </div>
        </header>
    }
}

fn on(embed: &Rc<Embed>, what: fn(&Embed)) -> Callback<MouseEvent> {
    let embed = Rc::clone(embed);
    Callback::from(move |_| what(&embed))
}

fn button(
    icon: Icon,
    name: &'static str,
    title: &'static str,
    disabled: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button type="button" class="bar-button" aria-label={name} {title} {disabled} {onclick}>
            { icon.draw() }<span>{ name }</span>
        </button>
    }
}

/// A link that no window could be opened with, and the question whether the page around gets one.
pub fn embed_notes(page: &Page<'_>, embed: &Rc<Embed>) -> Html {
    let waits = !page.inspected.is_done() && !page.inspected.has_failed();
    // The note goes with its button.
    let leaving = |what: fn(&Embed)| {
        let embed = Rc::clone(embed);
        Callback::from(move |_: MouseEvent| {
            what(&embed);
            browser::leave_note();
        })
    };
    html! {
        <>
            if let Some(link) = embed.unopened() {
                <section class="notice is-shown embed-note" aria-label={texts::LINK}>
                    <p>{ texts::NO_WINDOW }</p>
                    <input id={LINK_FIELD} class="code" readonly=true aria-label={texts::LINK} value={link.clone()} />
                    <CopyButton text={link} what={texts::LINK} />
                    <button type="button" class="icon-button" aria-label={texts::DISMISS} title={texts::DISMISS}
                        onclick={leaving(Embed::dismiss)}>{ Icon::Close.draw() }</button>
                </section>
            }
            if embed.asks_for_link() {
                <section class="notice is-shown embed-note" role="alert">
                    <p>{ texts::LINK_ASKED }</p>
                    <button type="button" disabled={waits} onclick={leaving(Embed::give_link)}>{ texts::GIVE_LINK }</button>
                    <button type="button" onclick={leaving(Embed::refuse_link)}>{ texts::KEEP_LINK }</button>
                </section>
            }
        </>
    }
}
