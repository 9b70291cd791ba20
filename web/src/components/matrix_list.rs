//! The matrix on a phone: one principal at a time, actions as rows.

use super::matrix_row::matrix_cell;
use super::pickers::principal_picker;
use crate::hooks::use_cells;
use crate::intents::use_intents;
use crate::pinned::Was;
use crate::same::Same;
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
    /// The verdicts that these are compared with.
    pub pinned: Option<Same<MatrixVerdicts>>,
    /// Are only the cells shown that differ from them?
    pub only: bool,
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
    let shown: Vec<_> = matrix
        .actions
        .iter()
        .zip(cells)
        .map(|(action, cell)| (action, cell, Was::of(props.pinned.as_deref(), id, action, cell)))
        .filter(|(_, _, was)| !props.only || *was != Was::Same)
        .collect();
    let is_selected = |action: &str| *props.selected.action == *action;
    // Where the selected cell is not shown, Tab leads to the first one.
    let entry = shown.iter().position(|(action, ..)| is_selected(action)).unwrap_or(0);
    let rows = shown.iter().enumerate().map(|(index, (action, cell, was))| {
        let group = texts::group(action);
        html! {
            <tr key={action.as_str()}>
                <th scope="row" role="rowheader"><code>{ texts::bare(action) }</code><small>{ group }</small></th>
                { matrix_cell(id, action, (cell, was), (is_selected(action), index == entry), false) }
            </tr>
        }
    });
    html! {
        <>
            <div class="matrix-picker">
                { principal_picker(texts::PRINCIPAL, &props.everyone, id, &intents.on_principal()) }
            </div>
            if shown.is_empty() {
                <p class="empty">{ texts::NO_DIFFERENCES_HERE }</p>
            } else {
                <table role="grid" class="matrix-list" aria-labelledby="matrix-title" {onclick} {onkeydown}>
                    <tbody>{ for rows }</tbody>
                </table>
            }
        </>
    }
}
