//! Something the user should know, with what can be done about it.

use super::icon::Icon;
use super::with_code::with_code;
use crate::browser;
use crate::intents::Intents;
use crate::state::{Action, Notice};
use crate::texts;
use yew::prelude::*;

/// What a notice says.
pub fn words(notice: &Notice) -> String {
    match notice {
        Notice::SavedWorkUnreadable => texts::SAVED_WORK_UNREADABLE.to_owned(),
        Notice::StartedAgain => texts::STARTED_AGAIN.to_owned(),
        Notice::Opened(title) => texts::opened(title),
        Notice::Reset => texts::RESET_DONE.to_owned(),
        Notice::Solved(title) => texts::solved(title),
        Notice::BegunAgain(title) => texts::begun_again(title),
        Notice::Changed(title) => texts::changed(title),
        Notice::Removed(name) => texts::removed(name),
        Notice::Copied => texts::COPY_OF_OTHER_TAB.to_owned(),
        Notice::Forgotten => texts::FORGOTTEN.to_owned(),
        Notice::Done(text) | Notice::Refused(text) => text.clone(),
    }
}

/// Is it about a change?
fn can_be_undone(notice: &Notice) -> bool {
    !matches!(
        notice,
        Notice::SavedWorkUnreadable
            | Notice::Copied
            | Notice::Forgotten
            | Notice::Done(_)
            | Notice::Refused(_)
    )
}

pub fn notice_bar(notice: Option<&Notice>, intents: &Intents) -> Html {
    let refused = matches!(notice, Some(Notice::Refused(_)));
    html! {
        <section class={classes!("notice", notice.map(|_| "is-shown"), refused.then_some("is-refused"))} aria-label={texts::NOTICE}>
            if let Some(notice) = notice {
                <p>{ with_code(&words(notice)) }</p>
                if can_be_undone(notice) {
                    <button type="button" onclick={leave(Action::Undo, intents)}>{ texts::UNDO }</button>
                }
                <button type="button" class="icon-button" aria-label={texts::DISMISS} title={texts::DISMISS}
                    onclick={leave(Action::DismissNotice, intents)}>{ Icon::Close.draw() }</button>
            }
        </section>
    }
}

/// Does something and leaves the note, which goes with its button.
fn leave(action: Action, intents: &Intents) -> Callback<MouseEvent> {
    let intents = intents.clone();
    Callback::from(move |_| {
        intents.send(action.clone());
        browser::leave_note();
    })
}
