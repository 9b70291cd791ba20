//! A grid of cells that is used with pointer and keys.

use crate::intents::use_intents;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Handlers for a grid of cells: a click selects, arrows, Home and End move and select.
#[hook]
pub fn use_cells() -> (Callback<MouseEvent>, Callback<KeyboardEvent>) {
    let intents = use_intents();
    let select = use_callback(intents, |cell: Element, intents| {
        let name = cell.get_attribute("data-cell").unwrap_or_default();
        if let Some((principal, action)) = name.rsplit_once('|') {
            intents.select(principal.to_owned().into(), action.to_owned().into());
        }
        if let Some(cell) = cell.dyn_ref::<HtmlElement>() {
            let _ = cell.focus();
        }
    });
    let onclick = use_callback(select.clone(), |event: MouseEvent, select| {
        if let Some(cell) = cell_of(&event) {
            select.emit(cell);
        }
    });
    let onkeydown = use_callback(select, |event: KeyboardEvent, select| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        if let Some(next) = cell_of(&event).and_then(|cell| neighbour(&cell, &event.key())) {
            event.prevent_default();
            select.emit(next);
        }
    });
    (onclick, onkeydown)
}

fn cell_of(event: &Event) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-cell]").ok()?
}

/// The cell that a key leads to.
fn neighbour(cell: &Element, key: &str) -> Option<Element> {
    let row = cell.parent_element()?;
    let cells = |row: &Element| row.query_selector_all("[data-cell]").ok();
    let in_row = |row: &Element, index: u32| cells(row)?.get(index)?.dyn_into::<Element>().ok();
    let own = cells(&row)?;
    let index = (0..own.length()).find(|&index| own.get(index).is_some_and(|one| one == **cell))?;
    match key {
        "ArrowLeft" => in_row(&row, index.checked_sub(1)?),
        "ArrowRight" => in_row(&row, index + 1),
        "ArrowUp" => in_row(&row.previous_element_sibling()?, index),
        "ArrowDown" => in_row(&row.next_element_sibling()?, index),
        "Home" => in_row(&row, 0),
        "End" => in_row(&row, own.length() - 1),
        _ => None,
    }
}
