//! A grid of cells that is used with pointer and keys: one cell is in the order of the Tab key, the
//! others are reached from it.

use crate::browser;
use crate::intents::use_intents;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, NodeList};
use yew::prelude::*;

/// So many rows further with Page Up and Page Down.
const PAGE: usize = 8;

/// Handlers for a grid of cells: a click selects, keys move and select.
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
        if event.alt_key() || event.shift_key() {
            return;
        }
        if let Some(next) = cell_of(&event).and_then(|cell| led_to(&cell, &event)) {
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
fn led_to(cell: &Element, event: &KeyboardEvent) -> Option<Element> {
    let row = cell.parent_element()?;
    let rows = Listed(row.parent_element()?.query_selector_all("tr").ok()?);
    let cells = |row: &Element| row.query_selector_all("[data-cell]").ok().map(Listed);
    let own = cells(&row)?;
    let (at, column) = (rows.place(&row)?, own.place(cell)?);
    let (last_row, last) = (rows.last()?, own.last()?);
    let further = event.ctrl_key() || event.meta_key();
    let (to, column) = match (&*event.key(), further) {
        ("Enter" | " ", false) => (at, column),
        ("ArrowLeft" | "ArrowRight", false) => {
            let onwards = (event.key() == "ArrowRight") != browser::is_right_to_left();
            (at, if onwards { (column + 1).min(last) } else { column.checked_sub(1)? })
        }
        ("ArrowUp", false) => (at.checked_sub(1)?, column),
        ("ArrowDown", false) => (at + 1, column),
        ("PageUp", false) => (at.saturating_sub(PAGE), column),
        ("PageDown", false) => ((at + PAGE).min(last_row), column),
        ("Home", _) => (if further { 0 } else { at }, 0),
        ("End", _) => (if further { last_row } else { at }, last),
        _ => return None,
    };
    cells(&rows.get(to)?)?.get(column)
}

struct Listed(NodeList);

impl Listed {
    fn get(&self, index: usize) -> Option<Element> {
        self.0.get(u32::try_from(index).ok()?)?.dyn_into().ok()
    }

    fn last(&self) -> Option<usize> {
        usize::try_from(self.0.length()).ok()?.checked_sub(1)
    }

    fn place(&self, element: &Element) -> Option<usize> {
        (0..=self.last()?).find(|&index| self.get(index).as_ref() == Some(element))
    }
}
