//! A verdict as sign and word.

use crate::pinned::Was;
use crate::texts;
use kms_policy::decide::Cell;
use yew::prelude::*;

/// What stands in a cell. It is made anew when the verdict changes, so that the change is seen.
pub fn verdict_chip(cell: &Cell, was: &Was, changed: bool) -> Html {
    let class = classes!(
        "chip",
        cell.verdict.name(),
        changed.then_some("is-changed"),
        (*was != Was::Same).then_some("is-different"),
    );
    html! {
        <span key={texts::cell_label(cell)} {class}>
            { what_it_was(was) }
            <span class="chip-sign">{ texts::verdict_sign(cell.verdict) }</span>
            <span class="chip-word">{ texts::cell(cell) }</span>
            if cell.uncertain {
                <span class="chip-uncertain" title={texts::UNCERTAIN}>{ "?" }</span>
            }
        </span>
    }
}

/// The pinned verdict before the new one.
fn what_it_was(was: &Was) -> Html {
    let (sign, uncertain) = match was {
        Was::Same => return Html::default(),
        Was::Absent => (texts::WAS_ABSENT, false),
        Was::Other(cell) => (texts::verdict_sign(cell.verdict), cell.uncertain),
    };
    html! {
        <span class="chip-was">{ sign }if uncertain { { "?" } }if *was != Was::Absent { { " →" } }</span>
    }
}
