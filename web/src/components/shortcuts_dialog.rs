//! The keys of the page.

use super::dialog_header::dialog_header;
use crate::browser;
use crate::intents::Intents;
use crate::state::{Action, View};
use crate::texts;
use yew::prelude::*;

/// The dialog's id.
pub const SHORTCUTS: &str = "shortcuts";

/// The button that opens it.
pub fn shortcuts_button() -> Html {
    let show = |_: MouseEvent| browser::show_dialog(SHORTCUTS);
    html! {
        <button type="button" class="link" aria-haspopup="dialog" onclick={show}>{ texts::SHORTCUTS }</button>
    }
}

pub fn shortcuts_dialog(view: &View, intents: &Intents) -> Html {
    let key = |key: &&str| match *key {
        "/" => html! { { " / " } },
        key => html! { <kbd>{ key }</kbd> },
    };
    let off = view.no_single_keys;
    html! {
        <dialog id={SHORTCUTS} class="reader" aria-labelledby="shortcuts-title" closedby="any">
            { dialog_header(SHORTCUTS, "shortcuts-title", texts::SHORTCUTS) }
            <div class="reader-body">
                <dl class="shortcuts">
                    { for texts::SHORTCUT_LIST.map(|(keys, what)| html! {
                        <div><dt>{ for keys.iter().map(key) }</dt><dd>{ what }</dd></div>
                    }) }
                </dl>
                <label class="shortcuts-switch">
                    <input type="checkbox" checked={!off} onchange={intents.on(Action::SetSingleKeys(off))} />
                    <span>{ texts::SINGLE_KEYS }</span>
                </label>
            </div>
        </dialog>
    }
}
