//! What the page is not.

use super::HOW_SURE;
use super::shortcuts_dialog::shortcuts_button;
use crate::texts;
use yew::prelude::*;

pub fn footer() -> Html {
    html! {
        <footer class="footer">
            <p>{ texts::FOOTER }{ " " }<a href={HOW_SURE} target="_blank">{ texts::HOW_SURE }</a></p>
            { shortcuts_button() }
        </footer>
    }
}
