//! Something the user should know, with what can be done about it.

use super::icon::Icon;
use super::with_code::with_code;
use crate::browser;
use crate::intents::Intents;
use crate::state::{Action, Notice};
use crate::texts;
use yew::prelude::*;

pub fn notice_bar(notice: Option<&Notice>, intents: &Intents) -> Html {
    let (text, can_undo) = match notice {
        None => (String::new(), false),
        Some(Notice::SavedWorkUnreadable) => (texts::SAVED_WORK_UNREADABLE.to_owned(), false),
        Some(Notice::StartedAgain) => (texts::STARTED_AGAIN.to_owned(), true),
        Some(Notice::Copied) => (texts::COPY_OF_OTHER_TAB.to_owned(), false),
        Some(Notice::Forgotten) => (texts::FORGOTTEN.to_owned(), false),
        Some(Notice::Opened(title)) => (texts::opened(title), true),
        Some(Notice::Solved(title)) => (texts::solved(title), true),
        Some(Notice::BegunAgain(title)) => (texts::begun_again(title), true),
        Some(Notice::Changed(title)) => (texts::changed(title), true),
        Some(Notice::PolicyRemoved(name)) => (texts::removed(name), true),
    };
    let shown = notice.is_some();
    html! {
        <div class={classes!("notice", shown.then_some("is-shown"))} role="status">
            if shown {
                <p>{ with_code(&text) }</p>
                if can_undo {
                    <button type="button" onclick={leave(Action::Undo, intents)}>{ texts::UNDO }</button>
                }
                <button type="button" class="icon-button" aria-label={texts::DISMISS} title={texts::DISMISS}
                    onclick={leave(Action::DismissNotice, intents)}>{ Icon::Close.draw() }</button>
            }
        </div>
    }
}

/// Does something and leaves the note, which goes with its button.
fn leave(action: Action, intents: &Intents) -> Callback<MouseEvent> {
    let intents = intents.clone();
    Callback::from(move |_| {
        intents.send(action.clone());
        browser::focus("#why");
    })
}
