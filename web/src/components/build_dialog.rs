//! The dialog in which a scenario is built: its parts on the left, the form of one on the right.

use super::bar_button::bar_button;
use super::build_form::BuildForm;
use super::icon::Icon;
use super::page::Page;
use crate::browser;
use crate::embed::is_read_only;
use crate::intents::Intents;
use crate::same::Same;
use crate::state::Action;
use crate::texts;
use std::rc::Rc;
use yew::prelude::*;

/// The id of the dialog.
pub const ID: &str = "build";

/// Opens the dialog at a place.
fn show(intents: &Intents, at: &str) -> Callback<MouseEvent> {
    let (intents, at) = (intents.clone(), AttrValue::from(at.to_owned()));
    Callback::from(move |_| {
        intents.send(Action::ShowForm(Some(at.clone())));
        browser::show_dialog(ID);
    })
}

/// The button of the bar.
pub fn scenario_button(page: &Page<'_>) -> Html {
    bar_button(Icon::Build, texts::BUILD, Some("dialog"), show(page.intents, ""))
}

/// A button elsewhere that leads to a place in the dialog; none where nothing can be changed.
pub fn build_button(page: &Page<'_>, name: &'static str, at: &str) -> Html {
    if is_read_only() {
        return Html::default();
    }
    html! {
        <button type="button" class="small" aria-haspopup="dialog" onclick={show(page.intents, at)}>{ name }</button>
    }
}

/// The same without its name, where there is little room.
pub fn build_icon(page: &Page<'_>, icon: Icon, name: &'static str, at: &str) -> Html {
    if is_read_only() {
        return Html::default();
    }
    html! {
        <button type="button" class="icon-button quiet build-open" aria-haspopup="dialog" aria-label={name} title={name}
            onclick={show(page.intents, at)}>{ icon.draw() }</button>
    }
}

/// The dialog. Nothing is drawn in it while it is closed.
pub fn build_dialog(page: &Page<'_>) -> Html {
    let intents = page.intents.clone();
    let closed = move |_: Event| intents.send(Action::ShowForm(None));
    html! {
        <dialog id={ID} class="reader build" aria-labelledby="build-title" closedby="any" onclose={closed}>
            if let Some(at) = &page.state.view.form {
                <header class="card-header">
                    <h2 id="build-title">{ texts::BUILD }</h2>
                    <span class="build-history">
                        <button type="button" class="icon-button" aria-label={texts::UNDO} title={texts::UNDO}
                            disabled={!page.state.history.can_undo()} onclick={page.intents.on(Action::Undo)}>{ Icon::Undo.draw() }</button>
                        <button type="button" class="icon-button" aria-label={texts::REDO} title={texts::REDO}
                            disabled={!page.state.history.can_redo()} onclick={page.intents.on(Action::Redo)}>{ Icon::Redo.draw() }</button>
                    </span>
                    <button type="button" class="icon-button" aria-label={texts::CLOSE}
                        onclick={|_| browser::close_dialog(ID)}>{ Icon::Close.draw() }</button>
                </header>
                <BuildForm id={ID} {at} parts=true scenario={page.scenario_now()} drafts={Same(Rc::clone(&page.state.drafts))}
                    selected={page.state.view.selected.clone()} ready={page.inspected.is_done()} failed={page.inspected.has_failed()} />
            }
        </dialog>
    }
}
