//! The matrix on a phone: one principal at a time, actions as rows.

use super::matrix_grid::bare;
use super::matrix_row::matrix_cell;
use super::pickers::principal_picker;
use crate::hooks::use_cells;
use crate::intents::use_intents;
use crate::state::Selected;
use crate::texts;
use crate::who::Who;
use kms_policy::decide::MatrixVerdicts;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct MatrixListProps {
    pub matrix: Rc<MatrixVerdicts>,
    pub everyone: Rc<Vec<Who>>,
    pub selected: Selected,
}

#[component]
pub fn MatrixList(props: &MatrixListProps) -> Html {
    let intents = use_intents();
    let (onclick, onkeydown) = use_cells();
    let matrix = &*props.matrix;
    let id = &props.selected.principal;
    let width = matrix.actions.len();
    let cells = matrix
        .principals
        .iter()
        .position(|one| **one == **id)
        .and_then(|row| matrix.cells.get(row * width..(row + 1) * width))
        .unwrap_or_default();
    let rows = matrix.actions.iter().zip(cells).map(|(action, cell)| {
        let group = texts::group(action);
        html! {
            <tr key={action.clone()}>
                <th scope="row" role="rowheader"><code>{ bare(action) }</code><small>{ group }</small></th>
                { matrix_cell(id, action, cell, *props.selected.action == **action, false) }
            </tr>
        }
    });
    html! {
        <>
            <div class="matrix-picker">
                { principal_picker(texts::PRINCIPAL, &props.everyone, id, &intents.on_principal()) }
            </div>
            <table role="grid" class="matrix-list" aria-labelledby="matrix-title" {onclick} {onkeydown}>
                <tbody>{ for rows }</tbody>
            </table>
        </>
    }
}
