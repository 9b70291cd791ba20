//! The matrix as a table: principals by actions.

use super::matrix_row::MatrixRow;
use crate::hooks::use_cells;
use crate::state::Selected;
use crate::texts;
use crate::who::Who;
use kms_policy::decide::MatrixVerdicts;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct MatrixGridProps {
    pub matrix: Rc<MatrixVerdicts>,
    pub everyone: Rc<Vec<Who>>,
    pub selected: Selected,
}

#[component]
pub fn MatrixGrid(props: &MatrixGridProps) -> Html {
    let matrix = &*props.matrix;
    let actions = use_memo(matrix.actions.clone(), |actions| {
        actions.iter().map(|name| AttrValue::from(name.clone())).collect::<Vec<_>>()
    });
    let column = matrix.actions.iter().position(|name| *name == *props.selected.action);
    let (onclick, onkeydown) = use_cells();
    let width = matrix.actions.len();
    let rows = matrix.principals.iter().enumerate().filter_map(|(row, id)| {
        let who = props.everyone.iter().find(|who| who.id == *id)?;
        let cells = matrix.cells.get(row * width..(row + 1) * width)?.to_vec();
        let selected = column.filter(|_| *props.selected.principal == **id);
        Some(html! {
            <MatrixRow key={id.clone()} who={who.clone()} actions={Rc::clone(&actions)} {cells} {selected} />
        })
    });
    html! {
        <div class="matrix-scroll">
            <table role="grid" aria-labelledby="matrix-title" {onclick} {onkeydown}>
                <thead>
                    <tr class="groups">
                        <td></td>
                        { for groups(&matrix.actions).into_iter().map(|(name, width)| html! {
                            <th scope="colgroup" colspan={width.to_string()}>{ name }</th>
                        }) }
                    </tr>
                    <tr>
                        <th scope="col" role="columnheader" class="corner">{ texts::PRINCIPAL }</th>
                        { for matrix.actions.iter().map(|name| html! {
                            <th scope="col" role="columnheader">{ bare(name) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// An action's name without its service, where that is KMS.
pub fn bare(action: &str) -> &str {
    action.strip_prefix("kms:").unwrap_or(action)
}

/// Neighbouring actions of one group, and how many.
fn groups(actions: &[String]) -> Vec<(&'static str, usize)> {
    let mut groups: Vec<(&'static str, usize)> = Vec::new();
    for name in actions {
        let group = texts::group(name);
        match groups.last_mut() {
            Some((last, count)) if *last == group => *count += 1,
            _ => groups.push((group, 1)),
        }
    }
    groups
}
