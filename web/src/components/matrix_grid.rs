//! The matrix as a table: principals by actions.

use super::matrix_row::MatrixRow;
use crate::hooks::use_cells;
use crate::intents::{Intents, use_intents};
use crate::pinned::Was;
use crate::same::Same;
use crate::state::Selected;
use crate::texts;
use crate::who::Who;
use kms_policy::decide::MatrixVerdicts;
use std::rc::Rc;
use yew::prelude::*;

/// So many cells are drawn at once: every action for fifty principals.
const MOST_CELLS: usize = 3_000;

#[derive(Properties, PartialEq)]
pub struct MatrixGridProps {
    pub matrix: Rc<MatrixVerdicts>,
    pub everyone: Rc<Vec<Who>>,
    pub selected: Selected,
    /// The verdicts that these are compared with.
    pub pinned: Option<Same<MatrixVerdicts>>,
    /// Are only the rows and columns shown in which something differs from them?
    pub only: bool,
}

#[component]
pub fn MatrixGrid(props: &MatrixGridProps) -> Html {
    let MatrixGridProps { everyone, selected, pinned, only, .. } = props;
    let matrix = match pinned.as_deref().filter(|_| *only) {
        Some(pinned) => Rc::new(differing(&props.matrix, pinned)),
        None => Rc::clone(&props.matrix),
    };
    let actions = use_memo(matrix.actions.clone(), |actions| {
        actions.iter().map(|name| AttrValue::from(name.clone())).collect::<Vec<_>>()
    });
    let column = matrix.actions.iter().position(|name| *name == *selected.action);
    let row = matrix.principals.iter().position(|id| *id == *selected.principal);
    // Where the selected cell is not shown, Tab leads to the first one.
    let entry = row.zip(column).unwrap_or_default();
    let (onclick, onkeydown) = use_cells();
    let intents = use_intents();
    let width = matrix.actions.len();
    let height = (MOST_CELLS / width.max(1)).max(1);
    let first = row.unwrap_or(0) / height * height;
    let shown = matrix.principals.iter().enumerate().skip(first).take(height);
    let rows = shown.filter_map(|(index, id)| {
        let who = everyone.iter().find(|who| who.id == *id)?;
        let cells = matrix.cells.get(index * width..(index + 1) * width)?.to_vec();
        let was = cells.iter().zip(&matrix.actions);
        let was = was.map(|(now, action)| Was::of(pinned.as_deref(), id, action, now)).collect::<Vec<_>>();
        let selected = column.filter(|_| row == Some(index));
        let entry = (entry.0 == index).then_some(entry.1);
        Some(html! {
            <MatrixRow key={id.clone()} who={who.clone()} actions={Rc::clone(&actions)} {cells} {was} {selected} {entry} />
        })
    });
    if *only && matrix.cells.is_empty() {
        return html! { <p class="empty">{ texts::NO_DIFFERENCES }</p> };
    }
    html! {
        <>
        if matrix.principals.len() > height { { pages(&matrix.principals, first, height, selected, &intents) } }
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
                            <th scope="col" role="columnheader">{ texts::bare(name) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
        </>
    }
}

/// Which of the principals are shown, and the way to the others: those around the selected one are.
fn pages(
    principals: &[String],
    first: usize,
    height: usize,
    selected: &Selected,
    intents: &Intents,
) -> Html {
    let button = |word: &'static str, to: Option<usize>| {
        let principal = to.and_then(|to| principals.get(to)).cloned();
        let (intents, action) = (intents.clone(), selected.action.clone());
        let is_none = principal.is_none();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(principal) = principal.clone() {
                intents.select(principal.into(), action.clone());
            }
        });
        // Not disabled: the focus would be lost at the end.
        html! { <button type="button" class="small" aria-disabled={is_none.to_string()} {onclick}>{ word }</button> }
    };
    let last = (first + height).min(principals.len());
    html! {
        <p class="matrix-pages">
            <span>{ texts::rows_shown(first + 1, last, principals.len()) }</span>
            { button(texts::ROWS_BEFORE, first.checked_sub(height)) }
            { button(texts::ROWS_BEHIND, Some(last)) }
        </p>
    }
}

/// The rows and columns of a matrix in which something differs from the pinned one.
fn differing(matrix: &MatrixVerdicts, pinned: &MatrixVerdicts) -> MatrixVerdicts {
    let differs = |principal: &str, action: &str| {
        let cell = matrix.cell(principal, action);
        cell.is_some_and(|now| Was::of(Some(pinned), principal, action, now) != Was::Same)
    };
    let MatrixVerdicts { mut principals, mut actions, .. } = matrix.clone();
    principals.retain(|id| matrix.actions.iter().any(|action| differs(id, action)));
    actions.retain(|action| principals.iter().any(|id| differs(id, action)));
    let mut cells = Vec::new();
    for id in &principals {
        cells.extend(actions.iter().filter_map(|action| matrix.cell(id, action)));
    }
    MatrixVerdicts { principals, actions, cells }
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
