//! Fields of the request and the key, set.

use super::candidate::{Candidate, What};
use crate::condition::{Comparison, ConditionKey, ConditionTest, KeyName};
use crate::context::escaped;
use crate::decide::{Place, Question};
use crate::json::quoted;
use crate::report::{Edit, Json};
use crate::scenario::Scenario;

/// One field set; `value` is JSON.
fn set(scenario: &Scenario, pointer: String, value: &str) -> Candidate {
    let old = current(scenario, &pointer);
    let new = Some(value.to_owned()).filter(|value| value != "null");
    let edit = Edit::Set { set: pointer.clone(), value: Json::written(value) };
    Candidate::one(What::Field { pointer, old, new }, edit)
}

/// What a field of the scenario says, as JSON.
pub(crate) fn current(scenario: &Scenario, pointer: &str) -> Option<String> {
    let json = scenario.to_json();
    let root = crate::json::parse(&json).0;
    Some(root.pointer(pointer)?.span.of(&json).to_owned())
}

/// The key enabled.
pub(crate) fn enabled(scenario: &Scenario, key: usize) -> Option<Candidate> {
    let state = scenario.keys.get(key)?.state();
    (state != "Enabled").then(|| set(scenario, format!("/keys/{key}/state"), &quoted("Enabled")))
}

/// Everything that the request carries, each taken away.
pub(crate) fn taken_away(scenario: &Scenario, question: &Question<'_>) -> Vec<Candidate> {
    let base = question.pointer();
    let there = [
        ("via", question.via.is_some()),
        ("vpcEndpoint", question.vpc_endpoint.is_some()),
        ("region", question.region.is_some()),
    ];
    let mut all: Vec<Candidate> = there
        .iter()
        .filter(|(_, there)| *there)
        .map(|(name, _)| set(scenario, format!("{base}/{name}"), "null"))
        .collect();
    if !question.encryption_context.is_empty() {
        all.push(set(scenario, format!("{base}/encryptionContext"), "{}"));
    }
    for (name, value) in question.context {
        if !value.is_null() {
            all.push(set(scenario, format!("{base}/context/{}", escaped(name)), "null"));
        }
    }
    all
}

/// Another key for a request whose key is not found.
pub(crate) fn keys(scenario: &Scenario, question: &Question<'_>) -> Vec<Candidate> {
    let pointer = match question.request {
        Some(index) => format!("/requests/{index}/key"),
        None => "/matrix/key".to_owned(),
    };
    let others = scenario.keys.iter().filter(|key| question.key != Some(key.arn.as_str()));
    others.map(|key| set(scenario, pointer.clone(), &quoted(&key.arn))).collect()
}

/// Saving a key policy without the lockout safety check.
pub(crate) fn bypass(scenario: &Scenario, question: &Question<'_>) -> Option<Candidate> {
    let pointer = format!("{}/parameters/BypassPolicyLockoutSafetyCheck", question.pointer());
    question.is_put_key_policy().then(|| set(scenario, pointer, "true"))
}

/// The request, the key or the caller given what a condition asks for.
pub(crate) fn supplied(
    scenario: &Scenario,
    place: &Place<'_>,
    test: &ConditionTest,
) -> Vec<Candidate> {
    let negated = test.operator.is_some_and(|operator| operator.negated);
    if negated || test.asks_presence() {
        return absent(scenario, place, test);
    }
    let wanted = test.values.iter().flat_map(|listed| literals(test, &listed.value.text));
    wanted.flat_map(|value| field(scenario, place, &test.key, &value)).collect()
}

/// The request without a key that a condition does not want.
fn absent(scenario: &Scenario, place: &Place<'_>, test: &ConditionTest) -> Vec<Candidate> {
    let base = place.question.pointer();
    let pointer = match test.key.name {
        KeyName::ViaService => format!("{base}/via"),
        KeyName::SourceVpce | KeyName::SourceVpc => format!("{base}/vpcEndpoint"),
        _ => return Vec::new(),
    };
    vec![set(scenario, pointer, "null")]
}

/// Texts that a listed value may stand for.
fn literals(test: &ConditionTest, text: &str) -> Vec<String> {
    if text.contains("${") {
        return Vec::new();
    }
    match test.operator.map(|operator| operator.comparison) {
        Some(Comparison::Like | Comparison::Arn) => {
            vec![text.replace('*', "example").replace('?', "x")]
        }
        Some(Comparison::Number(_)) => {
            let number: Option<i64> = text.parse().ok();
            number.map_or_else(Vec::new, |number| {
                [0, -1, 1].map(|step: i64| number.saturating_add(step).to_string()).to_vec()
            })
        }
        Some(Comparison::Address) => {
            vec![text.split('/').next().unwrap_or_default().to_owned()]
        }
        _ => vec![text.to_owned()],
    }
}

/// The field in which a condition key's value stands; a key without one is given by hand.
fn field(
    scenario: &Scenario,
    place: &Place<'_>,
    key: &ConditionKey,
    value: &str,
) -> Vec<Candidate> {
    let base = place.question.pointer();
    let json = quoted(value);
    let at = |pointer: String| vec![set(scenario, pointer, &json)];
    let part = escaped(&key.part);
    match key.name {
        KeyName::ViaService => at(format!("{base}/via")),
        KeyName::RequestedRegion => at(format!("{base}/region")),
        KeyName::EncryptionContext => at(format!("{base}/encryptionContext/{part}")),
        KeyName::SourceVpce if scenario.vpc_endpoints.iter().any(|one| one.id == value) => {
            at(format!("{base}/vpcEndpoint"))
        }
        KeyName::PrincipalTag => {
            at(format!("/principals/{}/tags/{part}", place.caller.policies_of))
        }
        KeyName::MfaPresent if value == "true" => {
            vec![set(scenario, format!("/principals/{}/mfa", place.caller.index), "true")]
        }
        KeyName::ResourceTag => match place.target.key() {
            Some(index) => at(format!("/keys/{index}/tags/{part}")),
            None => Vec::new(),
        },
        KeyName::ResourceAliases => match place.target.key() {
            Some(index) => at(format!("/keys/{index}/aliases/-")),
            None => Vec::new(),
        },
        _ => at(format!("{base}/context/{}", escaped(&key.text))),
    }
}
