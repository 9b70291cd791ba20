//! What accounts, keys, principals and documents are called in the forms.

use super::place::pattern;
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::english::build as english;
use crate::scenario::{DocumentId, Scenario};

/// All accounts that a scenario has something of: first those with an entry.
pub(super) fn accounts(scenario: &Scenario) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let entries = scenario.accounts.iter().map(|account| &*account.id);
    let keys = scenario.keys.iter().map(|key| &*key.arn);
    let principals = scenario.principals.iter().filter_map(|one| one.arn.as_deref());
    let of_arns = keys.chain(principals).filter_map(|arn| Some(Arn::parse(arn)?.account));
    for id in entries.chain(of_arns) {
        if found.iter().all(|one| one != id) {
            found.push(id.to_owned());
        }
    }
    found
}

/// “Key owner, 111122223333”, or the number alone.
pub(super) fn account(scenario: &Scenario, id: &str) -> String {
    match scenario.account_name(id) {
        Some(name) => format!("{name}, {id}"),
        None => id.to_owned(),
    }
}

/// A key's first alias, or the beginning of its id; with its Region where another is called the same.
pub(super) fn key(scenario: &Scenario, index: usize) -> String {
    let name = |index: usize| {
        let key = scenario.keys.get(index)?;
        let id = key.arn.rsplit('/').next().unwrap_or(&key.arn);
        let short = || format!("{}…", id.chars().take(8).collect::<String>());
        Some(key.aliases.first().cloned().unwrap_or_else(short))
    };
    let Some(own) = name(index) else { return String::new() };
    let twice =
        (0..scenario.keys.len()).any(|other| other != index && name(other) == Some(own.clone()));
    let arn = scenario.keys.get(index).and_then(|key| Arn::parse(&key.arn));
    match arn.filter(|_| twice) {
        Some(arn) => format!("{own}, {} {}", arn.account, arn.region),
        None => own,
    }
}

/// A principal's short name with its account, and its own id where it has one.
pub(super) fn principal(scenario: &Scenario, index: usize) -> String {
    let own = scenario.principals.get(index).and_then(|one| one.id.as_deref());
    match own {
        Some(id) => format!("{}, {id}", bearer(scenario, index)),
        None => bearer(scenario, index),
    }
}

/// The same without the id: of the user or role, not of one session.
pub(super) fn bearer(scenario: &Scenario, index: usize) -> String {
    let Some(caller) = Caller::of(scenario, index) else {
        return scenario.principals.get(index).map_or("", |one| one.id()).to_owned();
    };
    let account = scenario.account_name(&caller.account).unwrap_or(&caller.account);
    match caller.kind {
        CallerKind::Root => english::root_of(account),
        CallerKind::Service => caller.arn,
        _ => format!("{} ({account})", caller.short_name()),
    }
}

/// A document: its own name, or what it is the policy of.
pub(super) fn document(scenario: &Scenario, at: &str) -> String {
    let parts: Vec<&str> = at.split('/').skip(1).collect();
    let index =
        |place: usize| parts.get(place).and_then(|part| part.parse::<usize>().ok()).unwrap_or(0);
    let of = match parts.first().copied() {
        Some("keys") => key(scenario, index(1)),
        Some("principals") => principal(scenario, index(1)),
        Some("accounts") => {
            let id = scenario.accounts.get(index(1)).map_or("", |account| &account.id);
            account(scenario, id)
        }
        Some("vpcEndpoints") => {
            scenario.vpc_endpoints.get(index(1)).map_or("", |one| &one.id).to_owned()
        }
        _ => scenario.buckets.get(index(1)).map_or("", |one| &one.name).to_owned(),
    };
    let own = DocumentId::parse(at).map_or("", |document| document.name(scenario));
    let kind = english::only_policy(&pattern(at));
    format!("{of}: {}", if kind.is_empty() { own } else { kind })
}
