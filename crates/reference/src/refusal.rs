//! Would AWS refuse to save the document (section 9)? What is only a warning does not count.

use crate::date::Instant;
use crate::document::Kind;
use crate::listed::list;
use crate::operator::{Operator, Set, Test};
use crate::principal::Principals;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Does AWS refuse the document? Not asked: what depends on more than the document (lockout K-30,
/// whether principals exist K-31), and the sizes of other documents than key policies.
pub fn refuses(document: &Object, text: &str, kind: Kind, moment: Moment) -> bool {
    let Some(statements) = document.get("Statement").map(list) else { return true };
    has_other(document, &["Version", "Id", "Statement"]) // J-1
        || document.get("Id").is_some_and(|id| !id.is_string()) // J-5, J-21
        || !version_fits(document.get("Version"), kind)
        || statements.is_empty() && matches!(kind, Kind::Managed | Kind::Boundary)
        || kind == Kind::KeyPolicy && !(text.len() <= LARGEST && text.chars().all(may_stand))
        || kind.is_identity() && has_a_sid_twice(statements)
        || statements.iter().any(|statement| match statement {
            Value::Object(statement) => statement_refused(statement, kind, moment),
            _ => true, // J-21
        })
}

/// When a document is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// On saving.
    Saving,
    /// Stored: what K-36 refuses may be there from before.
    Stored,
}

/// J-2
pub const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Is there a member of another name?
pub fn has_other(object: &Object, known: &[&str]) -> bool {
    object.keys().any(|key| !known.contains(&key.as_str()))
}

/// J-1, J-6: one of two versions, or none. J-20, E-65: managed policies and RCPs must have the
/// newer one; inline policies (section 16) and key policies (J-56) need not.
fn version_fits(version: Option<&Value>, kind: Kind) -> bool {
    let strict = matches!(kind, Kind::Managed | Kind::Boundary | Kind::Rcp);
    match version {
        None => !strict,
        Some(Value::String(version)) => {
            version == "2012-10-17" || !strict && version == "2008-10-17"
        }
        Some(_) => false,
    }
}

/// K-33, K-60: bytes of a key policy.
pub const LARGEST: usize = 32_768;

/// K-34: printable ASCII, Latin-1 supplement, tab, line feed, return.
pub fn may_stand(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ff}' | '\t' | '\n' | '\r')
}

/// J-23
fn has_a_sid_twice(statements: &[Value]) -> bool {
    let sids: Vec<&str> =
        statements.iter().filter_map(|statement| statement.get("Sid")?.as_str()).collect();
    sids.iter().enumerate().any(|(at, sid)| sids[..at].contains(sid))
}

fn statement_refused(statement: &Object, kind: Kind, moment: Moment) -> bool {
    has_other(statement, &ELEMENTS) // J-2
        || !sid_fits(statement.get("Sid"), kind)
        || !effect_fits(statement.get("Effect"), kind)
        || !principal_fits(statement, kind)
        || !action_fits(statement, kind, moment)
        || !resource_fits(statement, kind, moment)
        || !condition_fits(statement.get("Condition"), kind)
}

/// J-21: a text. J-7: in policies of principals of letters and digits only.
fn sid_fits(sid: Option<&Value>, kind: Kind) -> bool {
    match sid {
        None => true,
        Some(Value::String(sid)) => {
            !kind.is_identity() || sid.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
        Some(_) => false,
    }
}

/// J-2, J-21, J-22: exact. E-62: customers' RCPs only deny.
fn effect_fits(effect: Option<&Value>, kind: Kind) -> bool {
    match effect.and_then(Value::as_str) {
        Some("Deny") => true,
        Some("Allow") => kind != Kind::Rcp,
        _ => false,
    }
}

fn principal_fits(statement: &Object, kind: Kind) -> bool {
    let forms = (statement.get("Principal"), statement.get("NotPrincipal"));
    match forms {
        (None, None) => !kind.has_principal(), // J-2, J-52
        _ if !kind.has_principal() => false,   // J-32, E-54
        (Some(_), Some(_)) => false,           // J-2
        (Some(principal), None) if kind == Kind::Rcp => principal == "*", // E-65
        (None, Some(_)) if kind == Kind::Rcp => false, // E-65
        (Some(principal), None) | (None, Some(principal)) => {
            let principals = Principals::read(statement, kind);
            // J-3, J-51
            is_principal(principal) && !principals.has_invalid() && !principals.has_malformed()
        }
    }
}

/// J-3, M-20: `*`, or a map to texts or lists of texts.
fn is_principal(principal: &Value) -> bool {
    match principal {
        Value::String(text) => text == "*",
        Value::Object(types) => types.values().all(|values| texts(values).is_some()),
        _ => false,
    }
}

/// J-3: a text or a list of texts.
fn texts(value: &Value) -> Option<Vec<&str>> {
    list(value).iter().map(Value::as_str).collect()
}

/// The entries of the one of two elements that is there; None if neither or both are, or the
/// types are wrong.
fn one_of<'a>(statement: &'a Object, positive: &str, negative: &str) -> Option<Vec<&'a str>> {
    match (statement.get(positive), statement.get(negative)) {
        (Some(value), None) | (None, Some(value)) => texts(value),
        _ => None,
    }
}

fn action_fits(statement: &Object, kind: Kind, moment: Moment) -> bool {
    let is_missing = !statement.contains_key("Action") && !statement.contains_key("NotAction");
    if is_missing && kind == Kind::KeyPolicy {
        return moment == Moment::Stored; // K-36, J-49
    }
    // J-2, J-21
    let Some(actions) = one_of(statement, "Action", "NotAction") else { return false };
    // J-24: at least one. K-36: of key policies too.
    if actions.is_empty() && (kind.is_identity() || kind == Kind::KeyPolicy) {
        return kind == Kind::KeyPolicy && moment == Moment::Stored;
    }
    // E-65
    if kind == Kind::Rcp && (statement.contains_key("NotAction") || actions.contains(&"*")) {
        return false;
    }
    actions.iter().all(|action| *action == "*" || is_action(action))
}

/// J-26, J-27, J-28: a vendor, one colon and a name. M-2: the vendor may hold wildcards.
fn is_action(action: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.*?".contains(c);
    match action.split_once(':') {
        Some((vendor, name)) => {
            !vendor.is_empty() && vendor.chars().all(plain) && !name.contains(':')
        }
        None => false,
    }
}

fn resource_fits(statement: &Object, kind: Kind, moment: Moment) -> bool {
    let is_missing = !statement.contains_key("Resource") && !statement.contains_key("NotResource");
    if is_missing && kind == Kind::KeyPolicy {
        return moment == Moment::Stored; // K-36, J-49
    }
    // J-2, J-21, J-25
    let Some(resources) = one_of(statement, "Resource", "NotResource") else { return false };
    if kind == Kind::KeyPolicy {
        // J-49, K-36: Resource, and only `*`.
        let only_star = statement.contains_key("Resource")
            && !resources.is_empty()
            && resources.iter().all(|resource| *resource == "*");
        return only_star || moment == Moment::Stored;
    }
    resources.iter().all(|resource| *resource == "*" || is_resource(resource))
}

/// J-29, J-30, J-31: an ARN, with a partition of AWS and the service spelled out. J-41: it may be
/// short.
fn is_resource(resource: &str) -> bool {
    let mut parts = resource.splitn(4, ':');
    let (arn, partition, service) = (parts.next(), parts.next(), parts.next());
    arn == Some("arn")
        && partition.is_some_and(|partition| {
            partition == "aws" || partition.starts_with("aws-") || partition.contains(['*', '?'])
        })
        && service.is_some_and(|service| !service.is_empty() && !service.contains(['*', '?']))
}

/// J-21: a map of maps, with operators that exist.
fn condition_fits(condition: Option<&Value>, kind: Kind) -> bool {
    match condition {
        None => true,
        Some(Value::Object(operators)) => {
            operators.iter().all(|(name, keys)| match (Operator::read(name), keys) {
                (Some(operator), Value::Object(keys)) => {
                    !has_two_spellings(keys)
                        && keys.iter().all(|(key, values)| key_fits(operator, key, values, kind))
                }
                _ => false,
            })
        }
        Some(_) => false,
    }
}

/// O-4
fn has_two_spellings(keys: &Object) -> bool {
    let lower: Vec<String> = keys.keys().map(|key| key.to_ascii_lowercase()).collect();
    lower.iter().enumerate().any(|(at, key)| lower[..at].contains(key))
}

fn key_fits(operator: Operator, key: &str, values: &Value, kind: Kind) -> bool {
    let values = list(values);
    values.iter().all(|value| matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))) // J-3, O-6
        && !(kind.is_identity() && values.iter().any(|value| is_bad_date(operator, value)))
        && !(kind == Kind::KeyPolicy && operator.set == Some(Set::All) && is_one_of_a_map(key))
}

/// J-22
fn is_bad_date(operator: Operator, value: &Value) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    matches!(operator.test, Test::Date(_)) && Instant::read(&text).is_none()
}

/// R-18, J-53: `kms:EncryptionContext:x` and `aws:RequestTag/x`, O-4: in any case.
pub fn is_one_of_a_map(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("kms:encryptioncontext:") || key.starts_with("aws:requesttag/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(document: &Value, kind: Kind) -> bool {
        refuses(document.as_object().unwrap(), &document.to_string(), kind, Moment::Saving)
    }

    /// The statement of a document that every kind takes, apart from Principal.
    fn with(more: &Value, kind: Kind) -> bool {
        let mut statement = json!({"Effect": "Deny", "Action": "kms:*", "Resource": "*"});
        if kind.has_principal() {
            statement["Principal"] = json!("*");
        }
        for (name, value) in more.as_object().unwrap() {
            statement[name] = value.clone();
        }
        refused(&json!({"Version": "2012-10-17", "Statement": [statement]}), kind)
    }

    const ALL: [Kind; 9] = [
        Kind::KeyPolicy,
        Kind::Managed,
        Kind::Inline,
        Kind::Boundary,
        Kind::Session,
        Kind::Scp,
        Kind::Rcp,
        Kind::Endpoint,
        Kind::BucketPolicy,
    ];

    #[test]
    fn refused_in_every_kind() {
        for kind in ALL {
            assert!(!with(&json!({}), kind), "{kind:?}");
            for more in [
                json!({"Effect": "deny"}),
                json!({"Other": 1}),
                json!({"NotAction": "kms:*"}),
                json!({"NotResource": "*"}),
                json!({"Action": "Decrypt"}),
                json!({"Action": "kms:a:b"}),
                json!({"Resource": "key/x"}),
                json!({"Condition": {"stringEquals": {"aws:username": "x"}}}),
                json!({"Condition": {"Bool": {"aws:username": null}}}),
                json!({"Condition": "x"}),
                json!({"Sid": 1}),
            ] {
                assert!(with(&more, kind), "{kind:?} {more}");
            }
            for more in [
                json!({"Condition": {}}),
                json!({"Condition": {"Bool": {}}}),
                json!({"Condition": {"StringEquals": {"aws:username": []}}}),
                json!({"Action": "kms:ReEncrypt"}),
                json!({"Action": ["kms:a", "k*:b"]}),
            ] {
                assert!(!with(&more, kind), "{kind:?} {more}");
            }
        }
    }

    #[test]
    fn what_depends_on_the_kind() {
        let refused_by =
            |more: Value| ALL.into_iter().filter(|kind| with(&more, *kind)).collect::<Vec<_>>();
        let arn = json!({"Resource": "arn:aws:kms:*:*:key/*"});
        assert_eq!(refused_by(arn), [Kind::KeyPolicy]);
        assert_eq!(refused_by(json!({"Effect": "Allow"})), [Kind::Rcp]);
        assert_eq!(refused_by(json!({"Action": "*"})), [Kind::Rcp]);
        let identity = [Kind::Managed, Kind::Inline, Kind::Boundary, Kind::Session];
        assert_eq!(refused_by(json!({"Sid": "a b"})), identity);
        let date = json!({"Condition": {"DateEquals": {"aws:CurrentTime": "today"}}});
        assert_eq!(refused_by(date), identity);
        let all_values =
            json!({"Condition": {"ForAllValues:StringEquals": {"KMS:EncryptionContext:a": "b"}}});
        assert_eq!(refused_by(all_values), [Kind::KeyPolicy]);
        let role = json!({"Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}});
        assert!(with(&role, Kind::KeyPolicy) && with(&role, Kind::Endpoint));
        assert!(with(&role, Kind::BucketPolicy));
        assert!(with(&json!({"Principal": {"AWS": "*"}}), Kind::Rcp));
    }

    #[test]
    fn versions() {
        let version = |version: &str, kind: Kind| {
            let mut document =
                json!({"Statement": {"Effect": "Deny", "Action": "kms:*", "Resource": "*"}});
            if kind.has_principal() {
                document["Statement"]["Principal"] = json!("*");
            }
            if !version.is_empty() {
                document["Version"] = json!(version);
            }
            refused(&document, kind)
        };
        for kind in ALL {
            let strict = matches!(kind, Kind::Managed | Kind::Boundary | Kind::Rcp);
            assert!(!version("2012-10-17", kind));
            assert_eq!(version("2008-10-17", kind), strict, "{kind:?}");
            assert_eq!(version("", kind), strict, "{kind:?}");
            assert!(version("2020-01-01", kind));
        }
    }
}
