//! Says that something in the request's form cannot be used, and that the last request that could
//! be decides.

use super::page::Page;
use super::request_panel::{control, show};
use super::with_code::with_code;
use crate::state::Part;
use crate::texts;
use yew::prelude::*;

pub fn request_note(page: &Page<'_>) -> Html {
    let Some((field, fault)) = page.faults.first() else {
        return Html::default();
    };
    let go = show(page.intents, control(*field, fault.row, Part::Value));
    html! {
        <p class="stale-note">
            { with_code(&texts::request_unusable(texts::field(*field), &fault.message)) }{ " " }
            <button type="button" class="link" onclick={go}>{ texts::GO_THERE }</button>
        </p>
    }
}
