//! What a field offers.

use super::Field;
use super::condition::asked_parameters;
use crate::actions::{Action, parameters};
use crate::arn::Arn;
use crate::assist::VIA;
use crate::condition::KeyName;
use crate::region::{ALWAYS_ENABLED, OTHERS};
use crate::scenario::Scenario;

/// Values of a field, or of a list its names, where `action` is asked for; of parameters those first
/// that a condition can ask about. None where anything can be written.
pub fn choices(field: Field, scenario: &Scenario, action: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |text: &str| {
        if found.iter().all(|one| one != text) {
            found.push(text.to_owned());
        }
    };
    let regions = || scenario.keys.iter().filter_map(|key| Some(Arn::parse(&key.arn)?.region));
    match field {
        Field::Key => {
            for key in &scenario.keys {
                let Some(arn) = Arn::parse(&key.arn) else { continue };
                add(&key.arn);
                add(arn.resource.trim_start_matches("key/"));
                for alias in &key.aliases {
                    add(alias);
                    add(&Arn { resource: alias, ..arn }.to_string());
                }
            }
        }
        Field::Region => {
            regions().for_each(&mut add);
            ALWAYS_ENABLED.iter().chain(&OTHERS).for_each(|code| add(code));
        }
        Field::Via => {
            let chosen = scenario.matrix.as_ref().and_then(|one| one.request.region.as_deref());
            for region in chosen.into_iter().chain(regions()) {
                VIA.iter().for_each(|service| add(&format!("{service}.{region}.amazonaws.com")));
            }
        }
        Field::Endpoint => scenario.vpc_endpoints.iter().for_each(|one| add(&one.id)),
        Field::Parameters => {
            asked_parameters(action).for_each(&mut add);
            let operation = Action::named(action).map_or(action, |one| one.operation());
            parameters::of_operation(operation).iter().for_each(|(name, _)| add(name));
        }
        Field::Mfa(_) => ["true", "false"].iter().for_each(|one| add(one)),
        Field::Context => KeyName::ALL.iter().for_each(|name| add(name.spelling())),
        _ => {}
    }
    found
}
