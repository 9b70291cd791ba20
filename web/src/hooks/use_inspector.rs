//! The inspector: fetched once the editors are there, asked when typing pauses.

use crate::editor::assist::Latest;
use crate::editor::module::Module;
use crate::editor::sys::{self, Inspector};
use crate::inspection::{Inspected, Inspection};
use crate::same::Same;
use gloo::timers::callback::Timeout;
use js_sys::Function;
use kms_policy::report::Finding;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

/// A pause, in milliseconds: shorter than between two thoughts, longer than between two keys.
const PAUSE: u32 = 150;
/// The same of large texts: decisions come first, and whoever goes on typing is not held up.
const LONG_PAUSE: u32 = 1500;

#[hook]
pub fn use_inspector(
    scenario: &Same<Scenario>,
    editors: &Module,
    latest: &Latest,
    large: bool,
) -> Inspected {
    let inspector = use_state_eq(|| None::<Inspector>);
    let inspected = use_state_eq(|| Inspected::Waiting);
    // The editors first: one line carries both.
    let wanted = !matches!(editors, Module::Loading);
    {
        let (inspector, inspected) = (inspector.setter(), inspected.setter());
        let latest = latest.clone();
        use_effect_with(wanted, move |&wanted| {
            if !wanted {
                return;
            }
            let done = Closure::once_into_js(move |loaded: JsValue| {
                if !loaded.is_object() {
                    inspected.set(Inspected::Failed);
                    latest.set_failed();
                    return;
                }
                let loaded: Inspector = loaded.unchecked_into();
                latest.set_inspector(loaded.clone());
                inspector.set(Some(loaded));
            });
            sys::import_inspector(done.unchecked_ref::<Function>());
        });
    }
    {
        let pause = match (large, inspected.is_done()) {
            (true, _) => LONG_PAUSE,
            (false, true) => PAUSE,
            (false, false) => 0,
        };
        let inspected = inspected.setter();
        use_effect_with((scenario.clone(), (*inspector).clone()), move |(scenario, inspector)| {
            let asked = inspector.clone().map(|inspector| {
                let scenario = scenario.clone();
                Timeout::new(pause, move || {
                    if let Some(now) = inspect(&inspector, scenario) {
                        inspected.set(now);
                    }
                })
            });
            move || drop(asked)
        });
    }
    (*inspected).clone()
}

/// `None` where the scenario cannot be decided.
fn inspect(inspector: &Inspector, scenario: Same<Scenario>) -> Option<Inspected> {
    match inspector.inspect(&scenario.to_json()) {
        Ok(findings) => {
            let findings = Rc::new(Finding::read_all(&findings?).ok()?);
            Some(Inspected::Done(Same(Rc::new(Inspection { scenario, findings }))))
        }
        Err(_) => Some(Inspected::Failed),
    }
}
