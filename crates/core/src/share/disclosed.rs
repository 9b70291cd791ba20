//! What whoever has a `Share` can read in it: a list for people.

use super::Contents;
use super::Named;
use super::contents::opened;
use super::examples::{Found, names};
use crate::actions::Action;
use crate::caller::Caller;
use crate::english::share as english;
use crate::json::{Node, Value, parse};
use crate::scenario::{Document, DocumentId, Request, Scenario};
use serde_json::{Map, Value as Given};
use std::collections::BTreeMap;

/// Things of one kind that a `Share` discloses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosed {
    /// What they are, such as "Accounts".
    pub title: &'static str,
    /// Each in a line.
    pub items: Vec<String>,
}

impl Contents {
    /// What whoever has it can read in it, by kinds; kinds of which there is nothing are left out.
    ///
    /// ```
    /// use kms_policy::{scenario::Scenario, share::Contents};
    /// let scenario = Scenario::from_json(r#"{"version": 1,
    ///     "accounts": [{"id": "111122223333", "name": "Key owner"}],
    ///     "principals": [{"arn": "arn:aws:iam::444455556666:user/alice",
    ///         "policies": [{"name": "Mine", "document": "{}"}]}]}"#).unwrap();
    /// let told = Contents::decided(scenario).unwrap().disclosed();
    /// let lines: Vec<_> = told.iter().map(|one| format!("{}: {}", one.title, one.items.join("; "))).collect();
    /// assert_eq!(lines, [
    ///     "Accounts: 111122223333 (Key owner); 444455556666",
    ///     "Principals: arn:aws:iam::444455556666:user/alice",
    ///     "Policies: identity policy Mine of alice, 2 characters",
    /// ]);
    /// ```
    pub fn disclosed(&self) -> Vec<Disclosed> {
        let scenario = &self.scenario;
        let names = names(self);
        let found = |what: Named| {
            let named = names.found.iter().filter(move |found| found.what == what);
            named.map(|Found { name, .. }| name.clone())
        };
        // Of the networks every address is told.
        let addresses = found(Named::Address).filter(|name| !name.ends_with('.'));
        let mut all = vec![
            (english::TEXTS, words(scenario)),
            (english::ACCOUNTS, accounts(scenario, found(Named::Account))),
            (english::PRINCIPALS, principals(scenario)),
            (english::KEYS, scenario.keys.iter().map(english::key_line).collect()),
            (english::POLICIES, policies(scenario)),
            (english::BUCKETS, scenario.buckets.iter().map(english::bucket_line).collect()),
            (
                english::ENDPOINTS,
                scenario.vpc_endpoints.iter().map(english::endpoint_line).collect(),
            ),
            (english::MAILS, found(Named::Mail).collect()),
            (english::ADDRESSES, names.addresses.iter().cloned().chain(addresses).collect()),
            (english::ASKED, asked(scenario)),
            (english::CHECKS, checks(scenario)),
            (english::LOOKED_AT, self.view.as_deref().map(looked_at).unwrap_or_default()),
        ];
        if let Some(pinned) = &self.pinned {
            all.push((english::COMPARED, earlier(pinned, scenario)));
        }
        if let Some(opened) = self.view.as_deref().and_then(opened) {
            all.push((english::OPENED, earlier(&opened, scenario)));
        }
        let told = all.into_iter().filter(|(_, items)| !items.is_empty());
        told.map(|(title, items)| Disclosed { title, items }).collect()
    }
}

/// What is written for people.
fn words(scenario: &Scenario) -> Vec<String> {
    let mut all: Vec<String> = [&scenario.title, &scenario.description]
        .into_iter()
        .flatten()
        .map(|text| english::quote(text))
        .collect();
    if !scenario.steps.is_empty() {
        all.push(english::steps(scenario.steps.len()));
    }
    if let Some(gallery) = &scenario.gallery {
        let told = [&gallery.symptom, &gallery.question, &gallery.claim, &gallery.truth];
        all.extend(told.into_iter().flatten().map(|text| english::quote(text)));
    }
    all
}

/// Those that have an entry, then those that are named anywhere else.
fn accounts(scenario: &Scenario, named: impl Iterator<Item = String>) -> Vec<String> {
    let known = |id: &String| scenario.accounts.iter().any(|account| account.id == *id);
    let own = scenario.accounts.iter().map(english::account_line);
    own.chain(named.filter(|id| !known(id))).collect()
}

fn principals(scenario: &Scenario) -> Vec<String> {
    let line = |(index, one)| english::principal_line(one, Caller::of(scenario, index).as_ref());
    scenario.principals.iter().enumerate().map(line).collect()
}

fn policies(scenario: &Scenario) -> Vec<String> {
    let all = scenario.documents().into_iter();
    all.map(|id| english::policy_line(id, scenario, length(id, scenario))).collect()
}

fn length(id: DocumentId, scenario: &Scenario) -> usize {
    id.text(scenario).map_or(0, |text| text.chars().count())
}

/// The matrix's request.
fn asked(scenario: &Scenario) -> Vec<String> {
    let Some(matrix) = &scenario.matrix else { return Vec::new() };
    let request = &matrix.request;
    let fields = [
        ("Region", &request.region),
        ("calling service", &request.via),
        ("resource", &request.resource),
        ("source", &request.source),
        ("destination key", &request.destination_key),
        ("VPC endpoint", &request.vpc_endpoint),
    ];
    let values = [&request.parameters, &request.context];
    carried(&fields, &request.encryption_context, values)
}

/// What a request carries, each in a line.
fn carried(
    fields: &[(&str, &Option<String>)],
    encryption_context: &BTreeMap<String, String>,
    values: [&Map<String, Given>; 2],
) -> Vec<String> {
    let fields = fields.iter();
    let mut all: Vec<String> =
        fields.filter_map(|(name, text)| Some(format!("{name} {}", text.as_ref()?))).collect();
    let pair = |(name, value): (&String, &String)| english::pair(name, value);
    all.extend(encryption_context.iter().map(pair));
    let given = values.into_iter().flatten();
    all.extend(given.map(|(name, value)| english::pair(name, &value.to_string())));
    all
}

/// Saved checks, each with everything that its request carries.
fn checks(scenario: &Scenario) -> Vec<String> {
    let line = |request: &Request| {
        let cell = english::check(scenario, &request.principal, &request.action);
        let fields = [
            ("key", &request.key),
            ("key of the ciphertext", &request.ciphertext_key),
            ("destination key", &request.destination_key),
            ("resource", &request.resource),
            ("source", &request.source),
            ("Region", &request.region),
            ("calling service", &request.via),
            ("VPC endpoint", &request.vpc_endpoint),
        ];
        let values = [&request.parameters, &request.context];
        let titled = request.title.as_ref().map(|title| english::quote(title));
        let mut all: Vec<String> = titled.into_iter().chain([cell]).collect();
        all.extend(carried(&fields, &request.encryption_context, values));
        all.extend(request.grant_tokens.iter().map(|grant| english::grant_token(grant)));
        all.join(", ")
    };
    scenario.requests.iter().map(line).collect()
}

/// What a view has that the scenario has not: the selected cell, earlier texts, drafts.
fn looked_at(view: &str) -> Vec<String> {
    let root = parse(view).0;
    let text = |at: &str| root.pointer(at).and_then(Node::as_str).unwrap_or_default().to_owned();
    let (principal, action) = (text("/selected/principal"), text("/selected/action"));
    let mut all = Vec::new();
    if Action::named(&action).is_some() || !principal.is_empty() {
        all.push(english::selected(&principal, &action));
    }
    for (name, line) in [
        ("readable", english::readable as fn(&str, usize) -> String),
        ("typed", english::typed),
        ("built", english::typed),
    ] {
        let Some(Value::Object(members)) = root.get(name).map(|node| &node.value) else { continue };
        for member in members {
            let shown = match &member.value.value {
                Value::String(text) => text.chars().count(),
                _ => member.value.span.of(view).chars().count(),
            };
            all.push(line(&member.key, shown));
        }
    }
    if let Some(Value::Object(members)) = root.get("s3").map(|node| &node.value)
        && members
            .iter()
            .any(|member| matches!(&member.value.value, Value::String(text) if !text.is_empty()))
    {
        all.push(english::S3.to_owned());
    }
    all
}

/// The policies of another scenario that are others than here.
fn earlier(other: &Scenario, now: &Scenario) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut own: Vec<Document> = Vec::new();
    now.clone().for_each_document(|_, document| own.push(document.clone()));
    other.clone().for_each_document(|pointer, document| {
        if !own.contains(document)
            && let Some(id) = DocumentId::parse(pointer)
        {
            all.push(english::policy_line(id, other, length(id, other)));
        }
    });
    if all.is_empty() {
        let same = other == now;
        all.push(if same { english::SAME } else { english::OTHER_SETTINGS }.to_owned());
    }
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Whatever texts, grants and checks name is told, and of a check everything that it carries.
    #[test]
    fn what_stands_in_texts_and_checks_is_told() {
        let scenario = r#"{"version": 1, "description": "Ask maria@corp.test.",
            "accounts": [{"id": "111122223333", "name": "Key owner"}],
            "keys": [{
                "arn": "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
                "policy": {"Statement": [{"Effect": "Allow", "Resource": "*", "Action": "kms:Decrypt",
                    "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
                    "Condition": {"IpAddress": {"aws:SourceIp": "54.240.143.0/24"}}}]},
                "grants": [{"id": "one", "grantee": "arn:aws:iam::310987654321:role/Build",
                    "operations": ["Decrypt"]}]}],
            "principals": [{"arn": "arn:aws:iam::111122223333:user/maria"}],
            "matrix": {"request": {"resource": "arn:aws:sns:eu-west-1:410987654321:topic"}},
            "requests": [{"title": "From the office", "action": "kms:Decrypt",
                "principal": "arn:aws:iam::111122223333:user/maria", "grantTokens": ["one"],
                "encryptionContext": {"case": "17"},
                "context": {"aws:SourceIp": "54.240.143.9", "aws:SourceAccount": 510987654321}}]}"#;
        let told = Contents::decided(Scenario::from_json(scenario).unwrap()).unwrap().disclosed();
        let items = |title| {
            let kind = told.iter().find(|one: &&Disclosed| one.title == title);
            kind.map(|one| one.items.as_slice()).unwrap_or_default()
        };
        assert_eq!(
            items(english::ACCOUNTS),
            [
                "111122223333 (Key owner)",
                "210987654321",
                "310987654321",
                "510987654321",
                "410987654321"
            ]
        );
        assert_eq!(items(english::MAILS), ["maria@corp.test"]);
        assert_eq!(items(english::ADDRESSES), ["54.240.143.0", "54.240.143.9"]);
        assert_eq!(
            items(english::CHECKS),
            ["“From the office”, maria kms:Decrypt, case = 17, aws:SourceAccount = 510987654321, \
              aws:SourceIp = \"54.240.143.9\", grant token one"]
        );
    }
}
