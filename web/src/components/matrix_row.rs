//! One principal's decisions.

use super::verdict_chip::verdict_chip;
use crate::pinned::Was;
use crate::texts;
use crate::who::Who;
use kms_policy::decide::Cell;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct MatrixRowProps {
    pub who: Who,
    pub actions: Rc<Vec<AttrValue>>,
    pub cells: Vec<Cell>,
    /// What they were when the state was pinned.
    pub was: Vec<Was>,
    /// The column of the selected cell, where it is in this row.
    pub selected: Option<usize>,
    /// The column of the cell that the Tab key leads to, where it is in this row.
    pub entry: Option<usize>,
}

#[component]
pub fn MatrixRow(props: &MatrixRowProps) -> Html {
    let changed = use_changed(&props.cells);
    let side = if props.who.is_owner { "side-owner" } else { "side-caller" };
    let cells = props.cells.iter().zip(&props.was).zip(props.actions.iter()).enumerate();
    html! {
        <tr>
            <th scope="row" role="rowheader" class={side} title={texts::long(&props.who.name)}>
                <bdi>{ &props.who.name }</bdi><small>{ props.who.role() }</small>
            </th>
            { for cells.map(|(column, ((cell, was), action))| {
                let changed = changed.get(column) == Some(&true);
                let place = (props.selected == Some(column), props.entry == Some(column));
                matrix_cell(&props.who.id, action, (cell, was), place, changed)
            }) }
        </tr>
    }
}

/// Which cells have changed since they were first shown.
#[hook]
pub fn use_changed(cells: &[Cell]) -> Vec<bool> {
    let last = use_mut_ref(|| (cells.to_vec(), vec![false; cells.len()]));
    let (before, changed) = &mut *last.borrow_mut();
    if before.len() != cells.len() {
        *changed = vec![false; cells.len()];
    }
    for ((before, now), changed) in before.iter().zip(cells).zip(changed.iter_mut()) {
        *changed |= before != now;
    }
    *before = cells.to_vec();
    changed.clone()
}

/// One cell; clicks and keys are heard by the table.
pub fn matrix_cell(
    principal: &str,
    action: &str,
    (cell, was): (&Cell, &Was),
    (selected, entry): (bool, bool),
    changed: bool,
) -> Html {
    let label = texts::cell_label(cell) + &texts::was_label(was);
    let data_was = match was {
        Was::Same => None,
        Was::Absent => Some("absent"),
        Was::Other(cell) => Some(cell.verdict.name()),
    };
    html! {
        <td role="gridcell" tabindex={if entry { "0" } else { "-1" }} aria-selected={selected.to_string()}
            aria-label={label} data-cell={format!("{principal}|{action}")} data-was={data_was}
            data-verdict={cell.verdict.name()} data-uncertain={cell.uncertain.to_string()}>
            { verdict_chip(cell, was, changed) }
        </td>
    }
}
