//! The upper edge of a dialog: its title, and what closes it.

use super::icon::Icon;
use crate::browser;
use crate::texts;
use yew::prelude::*;

/// `id` is that of the title.
pub fn dialog_header(dialog: &'static str, id: &'static str, title: &'static str) -> Html {
    html! {
        // No `header`: of a dialog that would be the page's banner.
        <div class="card-header">
            <h2 {id}>{ title }</h2>
            <button type="button" class="icon-button" aria-label={texts::CLOSE}
                onclick={move |_| browser::close_dialog(dialog)}>{ Icon::Close.draw() }</button>
        </div>
    }
}
