//! Fields of the request and the key, set.

use super::candidate::{Candidate, What};
use crate::condition::{Comparison, ConditionKey, ConditionTest, KeyName};
use crate::context::escaped;
use crate::decide::{Place, Question};
use crate::json::quoted;
use crate::report::{Edit, Json};
use crate::scenario::Scenario;

/// One field set; `value` is JSON.
fn set(pointer: String, value: &str) -> Candidate {
    let new = Some(value.to_owned()).filter(|value| value != "null");
    let edit = Edit::Set { set: pointer.clone(), value: Json::written(value) };
    Candidate::one(What::Field { pointer, new }, edit)
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
    (state != "Enabled").then(|| set(format!("/keys/{key}/state"), &quoted("Enabled")))
}

/// Everything that the request carries, each taken away.
pub(crate) fn taken_away(question: &Question<'_>) -> Vec<Candidate> {
    let base = question.pointer();
    let there = [
        ("via", question.via.is_some()),
        ("vpcEndpoint", question.vpc_endpoint.is_some()),
        ("region", question.region.is_some()),
    ];
    let mut all: Vec<Candidate> = there
        .iter()
        .filter(|(_, there)| *there)
        .map(|(name, _)| set(format!("{base}/{name}"), "null"))
        .collect();
    if !question.encryption_context.is_empty() {
        all.push(set(format!("{base}/encryptionContext"), "{}"));
    }
    for (name, value) in question.context {
        if !value.is_null() {
            all.push(set(format!("{base}/context/{}", escaped(name)), "null"));
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
    others.map(|key| set(pointer.clone(), &quoted(&key.arn))).collect()
}

/// Saving a key policy without the lockout safety check.
pub(crate) fn bypass(question: &Question<'_>) -> Option<Candidate> {
    let pointer = format!("{}/parameters/BypassPolicyLockoutSafetyCheck", question.pointer());
    question.is_put_key_policy().then(|| set(pointer, "true"))
}

/// The request, the key or the caller given what makes a condition hold, or fail.
pub(crate) fn supplied(
    scenario: &Scenario,
    place: &Place<'_>,
    test: &ConditionTest,
    hold: bool,
) -> Vec<Candidate> {
    let Some(operator) = test.operator else { return Vec::new() };
    if operator.comparison == Comparison::Null {
        let absent_wanted =
            test.values.iter().any(|one| one.value.text.eq_ignore_ascii_case("true"));
        return if absent_wanted == hold {
            absent(place, test)
        } else {
            let address = matches!(test.key.name, KeyName::SourceIp | KeyName::VpcSourceIp);
            field(scenario, place, &test.key, if address { "203.0.113.7" } else { "example" })
        };
    }
    let listed = test.values.iter().map(|listed| listed.value.text.as_str());
    if operator.comparison == Comparison::Bool {
        let inverted =
            |text: &str| if text.eq_ignore_ascii_case("true") { "false" } else { "true" };
        let wanted = listed.map(|text| if hold { text } else { inverted(text) });
        return wanted.flat_map(|value| field(scenario, place, &test.key, value)).collect();
    }
    if operator.negated == hold {
        return absent(place, test);
    }
    let wanted = listed.take(MOST_VALUES).flat_map(|text| literals(test, text, place.region));
    wanted.flat_map(|value| field(scenario, place, &test.key, &value)).collect()
}

/// A grant's encryption context, sent with the request.
pub(crate) fn context_of_grants(place: &Place<'_>) -> Vec<Candidate> {
    let base = place.question.pointer();
    let grants = place.key().into_iter().flat_map(|key| &key.grants);
    let constraints = grants.filter_map(|grant| grant.constraints.as_ref());
    let pairs = constraints.flat_map(|one| {
        let equals = one.encryption_context_equals.iter().flatten();
        equals.chain(one.encryption_context_subset.iter().flatten())
    });
    let send = |(name, value): (&String, &String)| {
        set(format!("{base}/encryptionContext/{}", escaped(name)), &quoted(value))
    };
    pairs.take(MOST_VALUES).map(send).collect()
}

/// So many values of a condition are tried.
pub(crate) const MOST_VALUES: usize = 8;

/// The request without a key that a condition does not want.
fn absent(place: &Place<'_>, test: &ConditionTest) -> Vec<Candidate> {
    let base = place.question.pointer();
    let pointer = match test.key.name {
        KeyName::ViaService => format!("{base}/via"),
        KeyName::SourceVpce | KeyName::SourceVpc => format!("{base}/vpcEndpoint"),
        _ => return Vec::new(),
    };
    vec![set(pointer, "null")]
}

/// Texts that a listed value may stand for.
fn literals(test: &ConditionTest, text: &str, region: &str) -> Vec<String> {
    if text.contains("${") {
        return Vec::new();
    }
    match test.operator.map(|operator| operator.comparison) {
        Some(Comparison::Like) if test.key.name == KeyName::ViaService => {
            vec![text.replace('*', region)]
        }
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

/// The field in which a condition key's value stands. A key that the caller chooses and that has no
/// field is given by hand; of all others AWS fills in what is so.
fn field(
    scenario: &Scenario,
    place: &Place<'_>,
    key: &ConditionKey,
    value: &str,
) -> Vec<Candidate> {
    let base = place.question.pointer();
    let json = quoted(value);
    let part = escaped(&key.part);
    let endpoint = |id: &str| set(format!("{base}/vpcEndpoint"), &quoted(id));
    let pointer = match key.name {
        KeyName::ViaService => format!("{base}/via"),
        KeyName::RequestedRegion => format!("{base}/region"),
        KeyName::EncryptionContext => format!("{base}/encryptionContext/{part}"),
        KeyName::SourceVpce => {
            let own = scenario.vpc_endpoints.iter().filter(|one| one.id == value);
            return own.map(|one| endpoint(&one.id)).collect();
        }
        KeyName::SourceVpc => {
            let own = scenario.vpc_endpoints.iter().filter(|one| one.vpc.as_deref() == Some(value));
            return own.map(|one| endpoint(&one.id)).collect();
        }
        KeyName::RequestAlias => match place.question.request {
            Some(index) => format!("/requests/{index}/key"),
            None => "/matrix/key".to_owned(),
        },
        KeyName::PrincipalTag => format!("/principals/{}/tags/{part}", place.caller.policies_of),
        KeyName::MfaPresent => {
            let mfa = if value == "true" { "true" } else { "false" };
            return vec![set(format!("/principals/{}/mfa", place.caller.index), mfa)];
        }
        KeyName::ResourceTag | KeyName::ResourceAliases => {
            let Some(index) = place.target.key() else { return Vec::new() };
            match key.name {
                KeyName::ResourceTag => format!("/keys/{index}/tags/{part}"),
                _ => format!("/keys/{index}/aliases/-"),
            }
        }
        name if is_chosen(name) => format!("{base}/context/{}", escaped(&key.text)),
        _ => return Vec::new(),
    };
    vec![set(pointer, &json)]
}

/// Does whoever calls choose the value of this key?
fn is_chosen(name: KeyName) -> bool {
    use KeyName as Key;
    matches!(
        name,
        Key::SourceIp
            | Key::VpcSourceIp
            | Key::UserAgent
            | Key::Referer
            | Key::PendingWindowInDays
            | Key::RotationPeriodInDays
            | Key::EncryptionAlgorithm
            | Key::SigningAlgorithm
            | Key::MacAlgorithm
            | Key::MessageType
            | Key::WrappingAlgorithm
            | Key::WrappingKeySpec
            | Key::ExpirationModel
            | Key::ValidTo
            | Key::PrimaryRegion
            | Key::ReplicaRegion
            | Key::RequestTag
    )
}
