//! The work in progress as text, in the public format `Share`.

use super::{Selected, State};
use kms_policy::actions::MODEL_DATE;
use kms_policy::scenario::{Scenario, check};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

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
    if let Some(SavedCell { principal, action }) = saved.view.selected {
        let known = state.scenario.principal(&principal).is_some()
            && kms_policy::actions::Action::named(&action).is_some();
        if known {
            state.view.selected = Selected { principal: principal.into(), action: action.into() };
        }
    }
    Some(state)
}
