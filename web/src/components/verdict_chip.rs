//! A verdict as sign and word.

use crate::texts;
use kms_policy::decide::Cell;
use yew::prelude::*;

/// What stands in a cell. It is made anew when the verdict changes, so that the change is seen.
pub fn verdict_chip(cell: &Cell, changed: bool) -> Html {
    let class =
        classes!("chip", texts::verdict_name(cell.verdict), changed.then_some("is-changed"));
    html! {
        <span key={texts::cell_label(cell)} {class}>
            <span class="chip-sign">{ texts::verdict_sign(cell.verdict) }</span>
            <span class="chip-word">{ texts::cell(cell) }</span>
            if cell.uncertain {
                <span class="chip-uncertain" title="uncertain">{ "?" }</span>
            }
        </span>
    }
}
