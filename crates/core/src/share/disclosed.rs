//! What whoever has a `Share` can read in it: a list for people.

use super::Contents;
use super::contents::opened;
use crate::actions::Action;
use crate::arn::Arn;
use crate::caller::Caller;
use crate::english::share as english;
use crate::json::{Node, Value, parse};
use crate::scenario::{Document, DocumentId, Scenario};

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
        let mut all = vec![
            (english::TEXTS, words(scenario)),
            (english::ACCOUNTS, accounts(scenario)),
            (english::PRINCIPALS, principals(scenario)),
            (english::KEYS, scenario.keys.iter().map(english::key_line).collect()),
            (english::POLICIES, policies(scenario)),
            (english::BUCKETS, scenario.buckets.iter().map(english::bucket_line).collect()),
            (
                english::ENDPOINTS,
                scenario.vpc_endpoints.iter().map(english::endpoint_line).collect(),
            ),
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

/// Those that have an entry, then those that are named by keys and principals only.
fn accounts(scenario: &Scenario) -> Vec<String> {
    let known = |id: &str| scenario.accounts.iter().any(|account| account.id == id);
    let mut others: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        if !id.is_empty() && !known(id) && others.iter().all(|other| other != id) {
            others.push(id.to_owned());
        }
    };
    let arns = scenario.keys.iter().map(|key| &key.arn);
    let arns = arns.chain(scenario.principals.iter().filter_map(|one| one.arn.as_ref()));
    arns.filter_map(|arn| Arn::parse(arn)).for_each(|arn| add(arn.account));
    let named = scenario.buckets.iter().filter_map(|bucket| bucket.account.as_ref());
    let named = named.chain(scenario.vpc_endpoints.iter().filter_map(|one| one.account.as_ref()));
    named.for_each(|account| add(account));
    let mut all: Vec<String> = scenario.accounts.iter().map(english::account_line).collect();
    all.append(&mut others);
    all
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
    let fields = fields.into_iter();
    let mut all: Vec<String> =
        fields.filter_map(|(name, text)| Some(format!("{name} {}", text.as_ref()?))).collect();
    let pair = |(name, value): (&String, &String)| english::pair(name, value);
    all.extend(request.encryption_context.iter().map(pair));
    let given = request.parameters.iter().chain(&request.context);
    all.extend(given.map(|(name, value)| english::pair(name, &value.to_string())));
    all
}

fn checks(scenario: &Scenario) -> Vec<String> {
    let line = |request: &crate::scenario::Request| match &request.title {
        Some(title) => title.clone(),
        None => english::check(scenario, &request.principal, &request.action),
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
