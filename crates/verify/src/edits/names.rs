//! The names that a cell's request has: of who calls, of what is done, and on what.

use crate::documents::principal;
use kms_policy::report::Decision;
use serde_json::Value;
use std::collections::BTreeMap;

/// What may be written into a policy.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Do principals that are not defined not exist?
    pub closed: bool,
    /// Everything by which a policy can name a principal of the scenario.
    pub everybody: Vec<String>,
    /// By their type in a Principal element: `AWS`, `Service`.
    pub principals: Vec<(&'static str, String)>,
    pub actions: Vec<String>,
    pub resources: Vec<String>,
    /// By condition key, in lower case.
    pub values: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Those of the request that was decided so.
    pub fn of(scenario: &Value, id: &str, action: &str, decision: &Decision) -> Self {
        let mut names = Self { actions: vec![action.to_owned()], ..Self::default() };
        names.closed = scenario["closed"] == true;
        names.principals = names_of(scenario, principal(scenario, id));
        for one in scenario["principals"].as_array().into_iter().flatten() {
            names.everybody.extend(names_of(scenario, one).into_iter().map(|(_, name)| name));
        }
        for key in scenario["keys"].as_array().into_iter().flatten() {
            names.resources.extend(key["arn"].as_str().map(str::to_owned));
        }
        let details = &scenario["matrix"]["request"];
        for field in ["resource", "source"] {
            names.resources.extend(details[field].as_str().map(str::to_owned));
        }
        names.resources.push("*".to_owned());
        names.add(decision);
        names.actions.dedup();
        names.resources.sort();
        names.resources.dedup();
        names.principals.sort();
        names.principals.dedup();
        names
    }

    fn add(&mut self, decision: &Decision) {
        for part in &decision.parts {
            if !self.actions.contains(&part.action) {
                self.actions.push(part.action.clone());
            }
            let arn = part.key.as_ref().filter(|key| key.starts_with("arn:"));
            self.resources.extend(arn.cloned());
            self.add(part);
        }
        for value in &decision.context {
            let known = self.values.entry(value.key.to_lowercase()).or_default();
            known.extend(value.values.iter().filter(|one| !one.is_empty()).cloned());
            known.sort();
            known.dedup();
        }
    }
}

/// The names of a principal, by their type in a Principal element.
fn names_of(scenario: &Value, one: &Value) -> Vec<(&'static str, String)> {
    let mut names = Vec::new();
    if let Some(service) = one["service"].as_str() {
        names.push(("Service", service.to_owned()));
    }
    if let Some(arn) = one["arn"].as_str() {
        names.push(("AWS", arn.to_owned()));
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        if let [_, partition, _, _, account, resource] = parts.as_slice() {
            names.push(("AWS", format!("arn:{partition}:iam::{account}:root")));
            if let Some(role) = resource.strip_prefix("role/") {
                let role = role.rsplit('/').next().unwrap_or(role);
                let session = one["session"]["name"].as_str().unwrap_or("session");
                let arn = format!("arn:{partition}:sts::{account}:assumed-role/{role}/{session}");
                names.push(("AWS", arn));
            }
        }
        if let Some(issuer) = one["issuer"].as_str() {
            let issuer = principal(scenario, issuer)["arn"].as_str();
            names.extend(issuer.map(|arn| ("AWS", arn.to_owned())));
        }
    }
    names
}
