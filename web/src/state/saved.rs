//! The work in progress as text, in the public format `Share`.

use super::{Selected, State};
use crate::documents::DocumentId;
use kms_policy::actions::MODEL_DATE;
use kms_policy::scenario::{Scenario, check};
use serde::{Deserialize, Serialize};
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

#[derive(Deserialize)]
struct SavedShare {
    version: u32,
    scenario: Scenario,
    #[serde(default)]
    view: SavedView,
}

#[derive(Default, Serialize, Deserialize)]
struct SavedView {
    #[serde(default)]
    selected: Option<SavedCell>,
    /// The last readable texts of broken documents, by JSON Pointer.
    #[serde(default)]
    readable: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
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
            selected: Some(SavedCell {
                principal: principal.to_string(),
                action: action.to_string(),
            }),
            readable: state
                .fallback
                .iter()
                .map(|(document, text)| (document.to_string(), text.to_string()))
                .collect(),
        },
    })
    .ok()
}

/// A state from what [`save`] wrote; `None` where it cannot be used.
pub fn restore(text: &str) -> Option<State> {
    let saved: SavedShare = serde_json::from_str(text).ok()?;
    if saved.version != VERSION || !check(&saved.scenario).is_empty() {
        return None;
    }
    let mut state = State::new(Rc::new(saved.scenario));
    let readable = saved.view.readable.into_iter().filter_map(|(pointer, text)| {
        let document = DocumentId::parse(&pointer)?;
        let broken = document.text(&state.scenario)?;
        let useful = !document.is_readable(&state.scenario, &broken);
        useful.then(|| (document, Arc::from(text)))
    });
    state.fallback = Rc::new(readable.collect());
    if let Some(SavedCell { principal, action }) = saved.view.selected {
        let known = state.scenario.principal(&principal).is_some()
            && kms_policy::actions::Action::named(&action).is_some();
        if known {
            state.view.selected = Selected { principal: principal.into(), action: action.into() };
        }
    }
    Some(state)
}
