//! Says where the work is not kept, or what had to go to keep it.

use super::file_dialog::save_file;
use super::icon::Icon;
use crate::browser;
use crate::hooks::{Trouble, Work};
use crate::same::Same;
use crate::texts;
use yew::prelude::*;

pub fn work_note(work: &Same<Work>) -> Html {
    let Some(trouble) = work.trouble() else {
        return Html::default();
    };
    let dismiss = {
        let work = work.clone();
        move |_: MouseEvent| {
            work.dismiss();
            browser::leave_note();
        }
    };
    html! {
        <div class="notice is-shown" role="alert">
            <p>{ texts::trouble(&trouble) }</p>
            if matches!(trouble, Trouble::NotKept(_)) {
                <button type="button" onclick={save_file(work)}>{ texts::SAVE_FILE }</button>
            }
            <button type="button" class="icon-button" aria-label={texts::DISMISS} title={texts::DISMISS}
                onclick={dismiss}>{ Icon::Close.draw() }</button>
        </div>
    }
}
