//! A scenario's matrix as a small picture: a tile a cell, its verdict drawn as colour and as shape.

use crate::same::Same;
use crate::texts;
use gloo::timers::callback::Timeout;
use kms_policy::decide::{MatrixVerdicts, Model};
use kms_policy::json::Node;
use kms_policy::report::Verdict;
use kms_policy::scenario::Scenario;
use std::fmt::Write;
use yew::prelude::*;

/// A text of scenarios, read.
#[derive(Debug)]
pub struct File {
    pub text: String,
    pub root: Node,
}

#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    pub file: Same<File>,
    /// The scenario in it, as a JSON Pointer.
    pub pointer: String,
}

/// The place of a tile is as wide and high as this; the tile is a little smaller.
const PLACE: usize = 12;

/// Decides after it was drawn, each in a task of its own: dozens appear at once.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let verdicts = use_state(|| None::<MatrixVerdicts>);
    {
        let setter = verdicts.setter();
        let deps = (props.file.clone(), props.pointer.clone());
        use_effect_with(deps, move |(file, pointer)| {
            let (file, pointer) = (file.clone(), pointer.clone());
            let timer = Timeout::new(0, move || setter.set(decided(&file, &pointer)));
            move || drop(timer)
        });
    }
    html! { <div class="preview">{ for verdicts.as_ref().map(picture) }</div> }
}

fn decided(file: &File, pointer: &str) -> Option<MatrixVerdicts> {
    let scenario = Scenario::from_node(file.root.pointer(pointer)?, &file.text).ok()?;
    let model = Model::new(&scenario).ok()?;
    Some(model.matrix())
}

fn picture(matrix: &MatrixVerdicts) -> Html {
    let (rows, columns) = (matrix.principals.len(), matrix.actions.len());
    let counts = Verdict::ALL
        .map(|verdict| matrix.cells.iter().filter(|cell| cell.verdict == verdict).count());
    let [width, height] = [columns, rows].map(|count| count * PLACE);
    html! {
        <svg role="img" aria-label={texts::preview(rows, columns, counts)} viewBox={format!("0 0 {width} {height}")}
            width={format!("{columns}em")} height={format!("{rows}em")}>
            { for Verdict::ALL.map(|verdict| html! {
                <path class={verdict.name()} d={tiles(matrix, columns, verdict)} />
            }) }
        </svg>
    }
}

/// The tiles of one verdict.
fn tiles(matrix: &MatrixVerdicts, columns: usize, verdict: Verdict) -> String {
    let mark = match verdict {
        Verdict::Allow => "m2.5 5.5 2 2 3.5-5",
        Verdict::ImplicitDeny => "m3 5h4",
        Verdict::ExplicitDeny => "m3 3 4 4m0-4-4 4",
        Verdict::Error => "m5 2.5v3m0 1.5v.5",
    };
    let mut path = String::new();
    for (index, cell) in matrix.cells.iter().enumerate() {
        if cell.verdict == verdict {
            let (x, y) = (index % columns * PLACE + 1, index / columns * PLACE + 1);
            // Writing into a text does not fail.
            let _ = write!(path, "M{x} {y}h10v10h-10z{mark}");
        }
    }
    path
}
