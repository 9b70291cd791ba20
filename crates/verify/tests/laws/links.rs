//! What is shared comes back from its link as it was.

use super::law;
use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use kms_policy::share::{Contents, decided_otherwise};
use kms_policy_link::{decode, encode};

#[test]
fn a_scenario_comes_back_from_its_link() {
    law(|scenario, _| {
        let scenario =
            Scenario::from_json(&scenario.to_string()).map_err(|error| error.to_string())?;
        let Ok(shared) = Contents::decided(scenario) else { return Ok(()) };
        let json = shared.to_json();
        let link = encode(&json).map_err(|error| error.to_string())?;
        let text = decode(&format!("https://playground.example/kms/{link}\n"));
        if text.as_deref() != Ok(&*json) {
            return Err(format!("{text:?} is not {json}"));
        }
        let back = Contents::read(&json).map_err(|error| error.to_string())?;
        if back != shared {
            return Err(format!("{back:?} is not {shared:?}"));
        }
        let matrix = Model::new(&back.scenario).map_err(|errors| format!("{errors:?}"))?.matrix();
        let stored = back.verdicts.unwrap_or_default();
        match decided_otherwise(&back.scenario, &matrix, &stored) {
            Ok(otherwise) if otherwise.cells.is_empty() => Ok(()),
            otherwise => Err(format!("decided otherwise: {otherwise:?}")),
        }
    });
}
