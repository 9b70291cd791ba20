//! Principal and NotPrincipal (section 8.3).

use crate::arn;
use crate::document::{Effect, Kind};
use crate::listed::{Listed, list, unevaluable};
use crate::number::are_digits;
use crate::question::{Caller, Way};
use crate::truth::Truth;
use serde_json::{Map, Value};

/// Principal or NotPrincipal of a statement.
#[derive(Clone, Debug)]
pub struct Principals(Listed<Vec<Entry>>);

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// `*`, or `{"AWS": "*"}`.
    Everyone { aws: bool },
    /// An account; its bare ID goes without a partition (K-4).
    Account { partition: Option<String>, id: String },
    /// The ARN of a user or role, which AWS ties to the unique ID (K-40).
    Tied(String),
    /// The ARN of a role session or federated user, which stays a text (K-41).
    Session(String),
    /// A unique ID, left over from an ARN (K-40).
    UniqueId(String),
    /// A service.
    Service(String),
    /// An account by its canonical user ID, which a scenario does not hold. It works in S3 only
    /// (M-25).
    CanonicalUser,
    /// An identity provider, a canonical user elsewhere, an origin access identity: never a caller
    /// (M-25).
    Foreign,
    /// Another form: a group, a partial wildcard, a malformed ARN.
    Unevaluable,
    /// No text, or of an unknown type: a fault of the grammar (J-55).
    Malformed,
}

impl Principals {
    /// Reads the element.
    pub fn read(statement: &Map<String, Value>, kind: Kind) -> Self {
        let entries = |value: &Value| read_entries(value, kind);
        Self(Listed::read(statement, "Principal", "NotPrincipal", entries))
    }

    /// Is there an entry that no key policy may have (M-21, J-51)?
    pub fn has_invalid(&self) -> bool {
        match &self.0 {
            Listed::In(entries) | Listed::NotIn(entries) => entries.contains(&Entry::Unevaluable),
            Listed::Missing | Listed::Both => false,
        }
    }

    /// Is there an entry that breaks the grammar (J-55)?
    pub fn has_malformed(&self) -> bool {
        match &self.0 {
            Listed::In(entries) | Listed::NotIn(entries) => entries.contains(&Entry::Malformed),
            Listed::Missing | Listed::Both => false,
        }
    }

    /// Each way in which the caller is named.
    pub fn ways(&self, caller: &Caller, effect: Effect) -> Vec<(Way, Truth)> {
        match &self.0 {
            // K-32: refused; whom it would mean is not said.
            Listed::Missing | Listed::Both => vec![(Way::Everyone, unevaluable(effect))],
            Listed::In(entries) => {
                // a caller has several principals at once.
                let named =
                    entries.iter().filter_map(|entry| entry.names(caller, unevaluable(effect)));
                one_each(named)
            }
            Listed::NotIn(entries) => vec![(Way::Everyone, but(entries, caller, effect))],
        }
    }

    /// Is the caller named in any way?
    pub fn name(&self, caller: &Caller, effect: Effect) -> Truth {
        Truth::any(self.ways(caller, effect).into_iter().map(|(_, truth)| truth))
    }
}

/// Entries that name in the same way count as one.
fn one_each(named: impl Iterator<Item = (Way, Truth)>) -> Vec<(Way, Truth)> {
    let mut ways: Vec<(Way, Truth)> = Vec::new();
    for (way, truth) in named {
        match ways.iter_mut().find(|(known, _)| *known == way) {
            Some((_, known)) => *known = known.or(truth),
            None => ways.push((way, truth)),
        }
    }
    ways
}

/// Does NotPrincipal with these entries name the caller?
fn but(entries: &[Entry], caller: &Caller, effect: Effect) -> Truth {
    match effect {
        // E-41: whoever has a boundary is always denied.
        Effect::Deny if caller.bounded => Truth::YES,
        Effect::Deny => exempt(entries, caller, effect).not(),
        // K-6: unsupported with Allow. Whoever is listed is not meant in any reading.
        Effect::Allow if exempt(entries, caller, effect).must => Truth::NO,
        Effect::Allow => unevaluable(effect),
    }
}

/// M-26: is the caller exempted by these entries?
fn exempt(entries: &[Entry], caller: &Caller, effect: Effect) -> Truth {
    let listed = |as_what: Way| {
        let named =
            entries.iter().filter_map(|entry| entry.names(caller, unevaluable(effect).not()));
        Truth::any(
            named
                .filter(|(way, _)| *way == as_what || *way == Way::Everyone)
                .map(|(_, truth)| truth),
        )
    };
    let is = |what: Way| caller.names.iter().any(|(way, _)| *way == what);
    if is(Way::Service) {
        return listed(Way::Service); // It has no account.
    }
    let account = listed(Way::Account);
    if is(Way::User) {
        account.and(listed(Way::User))
    } else if is(Way::Role) {
        // Without the session's ARN: exempt, but the page of 2023 asks for it.
        account.and(listed(Way::Role)).and(listed(Way::Session).or(Truth::open(true)))
    } else if is(Way::Federated) {
        // Its own ARN. Whether the user behind it is enough is not said.
        account.and(listed(Way::Federated).or(listed(Way::IssuingUser).and(Truth::open(false))))
    } else {
        account // The root user.
    }
}

/// M-20: `"*"`, or types with a value or a list of values each.
fn read_entries(value: &Value, kind: Kind) -> Vec<Entry> {
    match value {
        Value::String(text) if text == "*" => vec![Entry::Everyone { aws: false }],
        Value::Object(types) => {
            types.iter().flat_map(|(name, values)| read_type(name, values, kind)).collect()
        }
        _ => vec![Entry::Unevaluable],
    }
}

fn read_type(name: &str, values: &Value, kind: Kind) -> Vec<Entry> {
    let read = |value: &Value| match (name, value.as_str()) {
        ("AWS", Some(text)) if kind == Kind::BucketPolicy && is_of_cloudfront(text) => {
            Entry::Foreign
        }
        ("AWS", Some(text)) => read_aws(text),
        // M-21: no wildcard among services. M-28: compared as it is.
        ("Service", Some(text)) if is_host(text) && text.contains(".amazonaws.com") => {
            Entry::Service(text.to_owned())
        }
        ("CanonicalUser", Some(_)) if kind == Kind::BucketPolicy => Entry::CanonicalUser,
        ("Federated" | "CanonicalUser", Some(_)) => Entry::Foreign,
        ("Service", Some(_)) => Entry::Unevaluable,
        _ => Entry::Malformed,
    };
    list(values).iter().map(read).collect()
}

/// An origin access identity, with which CloudFront reads a bucket and no key.
fn is_of_cloudfront(text: &str) -> bool {
    let Some(["arn", _, "iam", "", "cloudfront", name]) = arn::parts(text) else { return false };
    let id = name.strip_prefix("user/CloudFront Origin Access Identity ");
    id.is_some_and(|id| !id.is_empty() && id.bytes().all(|c| c.is_ascii_alphanumeric()))
}

/// M-22: the forms of AWS principals.
fn read_aws(text: &str) -> Entry {
    if text == "*" {
        return Entry::Everyone { aws: true };
    }
    if is_account(text) {
        return Entry::Account { partition: None, id: text.to_owned() };
    }
    if is_unique_id(text) {
        return Entry::UniqueId(text.to_owned());
    }
    let Some(["arn", partition, service, "", account, name]) = arn::parts(text) else {
        return Entry::Unevaluable;
    };
    // J-30: there are no other partitions. M-21: no partial wildcards.
    let known = partition == "aws" || partition.starts_with("aws-");
    if !known || !is_account(account) || has_wildcard(text) || text.contains('$') {
        return Entry::Unevaluable;
    }
    let names: Vec<&str> = name.split('/').collect();
    if names.iter().any(|name| name.is_empty()) {
        return Entry::Unevaluable;
    }
    match (service, &names[..]) {
        ("iam", ["root"]) => {
            Entry::Account { partition: Some(partition.to_owned()), id: account.to_owned() }
        }
        ("iam", ["user" | "role", _, ..]) => Entry::Tied(text.to_owned()),
        // M-22: the session's name is there, and complete.
        ("sts", ["assumed-role", _, _] | ["federated-user", _]) => Entry::Session(text.to_owned()),
        _ => Entry::Unevaluable,
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && are_digits(text)
}

/// `AIDA…` of a user, `AROA…` of a role (K-40), of the 16 characters at least that an ID has in IAM.
fn is_unique_id(text: &str) -> bool {
    let upper = |rest: &str| {
        rest.len() >= 12 && rest.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    text.strip_prefix("AIDA").or_else(|| text.strip_prefix("AROA")).is_some_and(upper)
}

/// A service's name is a host's: neither a path nor wildcards (M-21).
fn is_host(text: &str) -> bool {
    text.bytes().all(|c| c.is_ascii_alphanumeric() || b".-_".contains(&c))
}

fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

impl Entry {
    /// The way in which the entry names the caller, if it does. `unevaluable` is what an entry
    /// that cannot be evaluated is taken for.
    fn names(&self, caller: &Caller, unevaluable: Truth) -> Option<(Way, Truth)> {
        let way = match self {
            // K-5, M-21: `*` names services too; of `{"AWS": "*"}` that is taken in Deny only.
            Self::Everyone { aws: true } if caller.account.is_none() => {
                return Some((Way::Everyone, unevaluable));
            }
            Self::Everyone { .. } => Way::Everyone,
            // K-4, M-24
            Self::Account { partition, id } => {
                let here =
                    partition.as_ref().is_none_or(|partition| *partition == caller.partition);
                (here && caller.account.as_ref() == Some(id)).then_some(Way::Account)?
            }
            // K-40: what was made again has another unique ID than the one the ARN is tied to.
            Self::Tied(arn) => {
                way_of(caller, |way, name| is_tied(way) && name == arn && !caller.recreated)?
            }
            Self::UniqueId(id) => {
                way_of(caller, |way, _| is_tied(way) && caller.unique_id.as_ref() == Some(id))?
            }
            // K-41, M-27: exact text.
            Self::Session(arn) => way_of(caller, |way, name| {
                matches!(way, Way::Session | Way::Federated) && name == arn
            })?,
            // M-28
            Self::Service(service) => {
                way_of(caller, |way, name| way == Way::Service && name == service)?
            }
            Self::CanonicalUser if caller.account.is_some() => {
                return Some((Way::Account, unevaluable));
            }
            Self::CanonicalUser | Self::Foreign => return None,
            Self::Unevaluable | Self::Malformed => return Some((Way::Everyone, unevaluable)),
        };
        Some((way, Truth::YES))
    }
}

/// Does AWS tie entries of this way to a unique ID?
fn is_tied(way: Way) -> bool {
    matches!(way, Way::User | Way::Role | Way::IssuingUser)
}

/// The way of the first of the caller's names of which this holds.
fn way_of(caller: &Caller, holds: impl Fn(Way, &String) -> bool) -> Option<Way> {
    caller.names.iter().find(|(way, name)| holds(*way, name)).map(|(way, _)| *way)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ROLE: &str = "arn:aws:iam::111122223333:role/path/R";
    const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/R/S";
    const USER: &str = "arn:aws:iam::111122223333:user/U";
    const ROOT: &str = "arn:aws:iam::111122223333:root";

    fn caller(names: &[(Way, &str)]) -> Caller {
        Caller {
            account: Some("111122223333".to_owned()),
            partition: "aws".to_owned(),
            names: names.iter().map(|(way, name)| (*way, (*name).to_owned())).collect(),
            ..Caller::default()
        }
    }

    fn session() -> Caller {
        caller(&[(Way::Role, ROLE), (Way::Session, SESSION)])
    }

    fn user() -> Caller {
        caller(&[(Way::User, USER)])
    }

    fn service() -> Caller {
        Caller { names: vec![(Way::Service, "sns.amazonaws.com".to_owned())], ..Caller::default() }
    }

    fn ways(principal: Value, caller: &Caller, effect: Effect) -> Vec<(Way, Truth)> {
        let statement = Map::from_iter([("Principal".to_owned(), principal)]);
        Principals::read(&statement, Kind::KeyPolicy).ways(caller, effect)
    }

    fn allows(principal: Value, caller: &Caller) -> Vec<(Way, Truth)> {
        ways(principal, caller, Effect::Allow)
    }

    #[test]
    fn each_form() {
        assert_eq!(allows(json!("*"), &user()), [(Way::Everyone, Truth::YES)]);
        assert_eq!(allows(json!({"AWS": USER}), &user()), [(Way::User, Truth::YES)]);
        assert_eq!(
            allows(json!({"AWS": ["111122223333", ROOT]}), &user()),
            [(Way::Account, Truth::YES)]
        );
        assert_eq!(
            allows(json!({"AWS": [ROLE, SESSION]}), &session()),
            [(Way::Role, Truth::YES), (Way::Session, Truth::YES)]
        );
        assert_eq!(
            allows(json!({"Service": "sns.amazonaws.com"}), &service()),
            [(Way::Service, Truth::YES)]
        );
        let nobody = json!({"AWS": ["999999999999", "arn:aws-cn:iam::111122223333:root", "arn:aws:iam::111122223333:user/u"],
            "Federated": "x", "Service": "sns.amazonaws.com"});
        assert_eq!(allows(nobody, &user()), []);
        assert_eq!(allows(json!({}), &user()), []);
    }

    #[test]
    fn everyone_for_a_service() {
        assert_eq!(allows(json!("*"), &service()), [(Way::Everyone, Truth::YES)]);
        assert_eq!(allows(json!({"AWS": "*"}), &service()), [(Way::Everyone, Truth::open(false))]);
        assert_eq!(
            ways(json!({"AWS": "*"}), &service(), Effect::Deny),
            [(Way::Everyone, Truth::open(true))]
        );
    }

    #[test]
    fn what_cannot_be_evaluated() {
        for text in [
            "arn:aws:iam::111122223333:role/*",
            "arn:aws:iam::111122223333:group/G",
            "arn:aws:iam::1:user/U",
            "U",
            "arn:aws:iam::111122223333:user/",
            "arn:aws:sts::111122223333:assumed-role/R",
            "arn:aws:iam:x:111122223333:root",
            "arn:aws:sts::111122223333:assumed-role/R/*",
            "${aws:username}",
            "12345",
            "AGPA123",
        ] {
            assert_eq!(
                ways(json!({"AWS": text}), &user(), Effect::Deny),
                [(Way::Everyone, Truth::open(true))],
                "{text}"
            );
            assert_eq!(
                allows(json!({"AWS": text}), &user()),
                [(Way::Everyone, Truth::open(false))],
                "{text}"
            );
        }
        for principal in [
            json!(USER),
            json!({"Aws": USER}),
            json!({"Service": "*"}),
            json!(5),
            json!({"AWS": 5}),
        ] {
            assert_eq!(allows(principal, &user()), [(Way::Everyone, Truth::open(false))]);
        }
    }

    #[test]
    fn made_again() {
        let again = Caller {
            recreated: true,
            unique_id: Some("AROAEXAMPLEEXAMPLE002".to_owned()),
            ..session()
        };
        assert_eq!(allows(json!({"AWS": ROLE}), &again), []);
        assert_eq!(allows(json!({"AWS": "AROAEXAMPLEEXAMPLE001"}), &again), []);
        assert_eq!(
            allows(json!({"AWS": "AROAEXAMPLEEXAMPLE002"}), &again),
            [(Way::Role, Truth::YES)]
        );
        assert_eq!(allows(json!({"AWS": SESSION}), &again), [(Way::Session, Truth::YES)]);
        assert_eq!(allows(json!({"AWS": ROOT}), &again), [(Way::Account, Truth::YES)]);
    }

    #[test]
    fn all_but_some() {
        let denied = |entries: Value, caller: &Caller| {
            let statement = Map::from_iter([("NotPrincipal".to_owned(), entries)]);
            Principals::read(&statement, Kind::KeyPolicy).name(caller, Effect::Deny)
        };
        assert_eq!(denied(json!({"AWS": [ROOT, USER]}), &user()), Truth::NO);
        assert_eq!(denied(json!({"AWS": [USER]}), &user()), Truth::YES);
        assert_eq!(denied(json!({"AWS": [ROOT]}), &user()), Truth::YES);
        assert_eq!(denied(json!({"AWS": [ROOT]}), &caller(&[])), Truth::NO);
        assert_eq!(denied(json!({"AWS": [ROOT, ROLE]}), &session()), Truth::open(false));
        assert_eq!(denied(json!({"AWS": [ROOT, ROLE, SESSION]}), &session()), Truth::NO);
        assert_eq!(denied(json!({"AWS": [ROOT, SESSION]}), &session()), Truth::YES);
        assert_eq!(
            denied(json!({"AWS": [ROOT, "arn:aws:iam::111122223333:user/*"]}), &user()),
            Truth::open(true)
        );
        assert_eq!(denied(json!({"Service": "sns.amazonaws.com"}), &service()), Truth::NO);
        let bounded = Caller { bounded: true, ..user() };
        assert_eq!(denied(json!({"AWS": [ROOT, USER]}), &bounded), Truth::YES);
    }
}
