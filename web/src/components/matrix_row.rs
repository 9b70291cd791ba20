//! One principal's decisions.

use super::verdict_chip::verdict_chip;
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
    /// The column of the selected cell, where it is in this row.
    pub selected: Option<usize>,
}

#[component]
pub fn MatrixRow(props: &MatrixRowProps) -> Html {
    let changed = use_changed(&props.cells);
    let side = if props.who.is_owner { "side-owner" } else { "side-caller" };
    let cells = props.cells.iter().zip(props.actions.iter()).enumerate();
    html! {
        <tr aria-selected={props.selected.is_some().to_string()}>
            <th scope="row" role="rowheader" class={side}>
                { &props.who.name }<small>{ props.who.role() }</small>
            </th>
            { for cells.map(|(column, (cell, action))| {
                let changed = changed.get(column) == Some(&true);
                matrix_cell(&props.who.id, action, cell, props.selected == Some(column), changed)
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
    cell: &Cell,
    selected: bool,
    changed: bool,
) -> Html {
    html! {
        <td role="gridcell" tabindex={if selected { "0" } else { "-1" }} aria-selected={selected.to_string()}
            aria-label={texts::cell_label(cell)} data-cell={format!("{principal}|{action}")}
            data-verdict={texts::verdict_name(cell.verdict)} data-uncertain={cell.uncertain.to_string()}>
            { verdict_chip(cell, changed) }
        </td>
    }
}
