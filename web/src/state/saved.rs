//! The work in progress as text, in the public format `Share`.

use super::{Selected, State};
use crate::documents::DocumentId;
use kms_policy::actions::MODEL_DATE;
use kms_policy::json::{Node, Value, parse};
use kms_policy::scenario::{Scenario, check};
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

const VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Share<'a> {
    version: u32,
    engine: &'a str,
    model: &'a str,
    scenario: &'a Scenario,
    view: SavedView,
}

#[derive(Serialize)]
struct SavedView {
    selected: SavedCell,
    /// The last readable texts of broken documents, by JSON Pointer.
    readable: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct SavedCell {
    principal: String,
    action: String,
}

/// The scenario and the selected cell.
pub fn save(state: &State) -> Option<String> {
    let Selected { principal, action } = &state.view.selected;
    serde_json::to_string(&Share {
        version: VERSION,
        engine: env!("CARGO_PKG_VERSION"),
        model: MODEL_DATE,
        scenario: &state.scenario,
        view: SavedView {
            selected: SavedCell { principal: principal.to_string(), action: action.to_string() },
            readable: state
                .fallback
                .iter()
                .map(|(document, text)| (document.to_string(), text.to_string()))
                .collect(),
        },
    })
    .ok()
}

/// A state from what [`save`] wrote; `None` where its scenario cannot be used. What cannot be used
/// of the view is left out.
pub fn restore(text: &str) -> Option<State> {
    let (root, errors) = parse(text);
    let Value::Number(version) = &root.get("version")?.value else { return None };
    if !errors.is_empty() || *version != VERSION.to_string() {
        return None;
    }
    let scenario = Scenario::from_node(root.get("scenario")?, text).ok()?;
    if !check(&scenario).is_empty() {
        return None;
    }
    let mut state = State::new(Rc::new(scenario));
    if let Some(Value::Object(readable)) = root.pointer("/view/readable").map(|node| &node.value) {
        let readable = readable.iter().filter_map(|member| {
            let document = DocumentId::parse(&member.key)?;
            let broken = document.text(&state.scenario)?;
            let useful = !document.is_readable(&state.scenario, &broken);
            string(&member.value).filter(|_| useful).map(|text| (document, Arc::from(text)))
        });
        state.fallback = Rc::new(readable.collect());
    }
    let selected = |name: &str| string(root.pointer("/view/selected")?.get(name)?);
    if let (Some(principal), Some(action)) = (selected("principal"), selected("action")) {
        let known = state.scenario.principal(principal).is_some()
            && kms_policy::actions::Action::named(action).is_some();
        if known {
            state.view.selected = Selected { principal: principal.into(), action: action.into() };
        }
    }
    Some(state)
}

fn string(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}
