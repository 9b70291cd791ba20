//! Something goes, and with it what has no meaning without it.

use super::edit::{fits, nowhere};
use super::place::{Moved, entry, follow, indices, pattern, within, without_member};
use super::tree::Tree;
use super::{Built, Drafts, Refused, names, rename};
use crate::arn::Arn;
use crate::english::build::{self as english, Goes};
use crate::form::key_meant;
use crate::scenario::{Request, Scenario};

/// Removes an entry of a list or an object.
pub(super) fn remove(scenario: &Scenario, drafts: &Drafts, at: &str) -> Result<Built, Refused> {
    let (scenario, drafts, goes) = without(scenario, drafts, at)?;
    fits(&scenario, at)?;
    let top = indices(at).len() == 1 && entry(at).is_some();
    Ok(Built { scenario, drafts, said: english::removed(&goes), at: top.then(String::new) })
}

/// What goes besides, and what stays and names it, in words; nothing for what cannot be removed.
pub(super) fn also(scenario: &Scenario, at: &str) -> String {
    without(scenario, &Drafts::new(), at)
        .map_or_else(|_| String::new(), |(.., goes)| english::also(&goes))
}

fn without(
    scenario: &Scenario,
    drafts: &Drafts,
    at: &str,
) -> Result<(Scenario, Drafts, Goes), Refused> {
    let mut next = scenario.clone();
    let mut drafts = drafts.clone();
    let mut goes = Goes { name: name(scenario, at), ..Goes::default() };
    let place = indices(at);
    let index = place.first().copied().unwrap_or(0);
    let mut gone = vec![at.to_owned()];
    match pattern(at).as_str() {
        "/principals/*" => {
            let all = principals_with(scenario, index);
            goes.sessions = all.len().saturating_sub(1);
            let ids: Vec<&str> =
                all.iter().filter_map(|at| Some(scenario.principals.get(*at)?.id())).collect();
            checks(&mut next, &mut drafts, &mut goes, |check| ids.contains(&&*check.principal));
            for rows in next.matrix.iter_mut().flat_map(|matrix| &mut matrix.principals) {
                let before = rows.len();
                rows.retain(|id| !ids.contains(&&**id));
                goes.rows = before - rows.len();
            }
            gone = all.iter().rev().map(|index| format!("/principals/{index}")).collect();
            let arn = scenario.principals.get(index).and_then(|one| one.arn.as_deref());
            let last = arn.is_some_and(|arn| {
                next.principals
                    .iter()
                    .enumerate()
                    .all(|(at, one)| all.contains(&at) || one.arn.as_deref() != Some(arn))
            });
            goes.named = arn.filter(|_| last).map_or(0, |arn| rename::naming(scenario, arn));
        }
        "/keys/*" => {
            checks(&mut next, &mut drafts, &mut goes, |check| {
                let named = [&check.key, &check.ciphertext_key, &check.destination_key];
                named.into_iter().flatten().any(|key| key_meant(scenario, key) == Some(index))
            });
            if let Some(matrix) = &mut next.matrix {
                let own = |key: &Option<String>| {
                    key.as_deref().and_then(|key| key_meant(scenario, key)) == Some(index)
                };
                if own(&matrix.key) {
                    matrix.key = None;
                }
                if own(&matrix.request.destination_key) {
                    matrix.request.destination_key = None;
                }
            }
            let key = scenario.keys.get(index);
            let ids =
                key.map_or(Vec::new(), |key| key.grants.iter().map(|grant| &*grant.id).collect());
            goes.tokens = tokens(&mut next, &ids, scenario, index);
            goes.named = key.map_or(0, |key| rename::naming(scenario, &key.arn));
            goes.encrypted = key.map_or(0, |key| encrypted_under(scenario, &key.arn));
        }
        "/keys/*/grants/*" => {
            let grant = place.get(1).and_then(|grant| scenario.keys.get(index)?.grants.get(*grant));
            let ids = grant.map_or(Vec::new(), |grant| vec![&*grant.id]);
            goes.tokens = tokens(&mut next, &ids, scenario, index);
        }
        "/vpcEndpoints/*" => {
            let id = scenario.vpc_endpoints.get(index).map(|endpoint| &endpoint.id);
            let of_steps = next.steps.iter_mut().flat_map(|step| &mut step.checks);
            let checks =
                next.requests.iter_mut().chain(of_steps).map(|check| &mut check.vpc_endpoint);
            let matrix = next.matrix.iter_mut().map(|matrix| &mut matrix.request.vpc_endpoint);
            for endpoint in checks.chain(matrix).filter(|one| one.as_ref() == id) {
                *endpoint = None;
                goes.crossings += 1;
            }
        }
        "/buckets/*" | "/buckets/*/objects/*" => {
            goes.asked = bucket_or_object(scenario, &place).map_or(0, |at| asked_of(scenario, &at));
        }
        "/accounts/*" => {
            let account = scenario.accounts.get(index).map_or("", |account| &account.id);
            let of = |arn: &str| Arn::parse(arn).is_some_and(|arn| arn.account == account);
            let keys = scenario.keys.iter().filter(|key| of(&key.arn)).count();
            let callers =
                scenario.principals.iter().filter(|one| one.arn.as_deref().is_some_and(of)).count();
            goes.stay = keys + callers;
        }
        // The policies of an organization without it would be read by no one.
        "/accounts/*/organization" => {
            let account = format!("/accounts/{index}");
            gone.extend([format!("{account}/scps"), format!("{account}/rcps")]);
        }
        _ => {}
    }
    let mut tree = Tree::of(&next);
    for (nth, one) in gone.iter().enumerate() {
        // Only the first must be there.
        if tree.remove(one).is_none() && nth == 0 {
            return Err(nowhere(at));
        }
    }
    let mut next = tree.scenario()?;
    for one in &gone {
        match entry(one) {
            Some((list, index)) => {
                let count = Tree::of(scenario).count(list);
                Moved::without(list, count, &[index]).apply(&mut next, &mut drafts);
            }
            None => {
                follow(&mut next, |at| without_member(at, one));
                drafts.retain(|at, _| !within(at, one));
            }
        }
    }
    Ok((next, drafts, goes))
}

/// A principal and those that use its policies, by index, in order.
fn principals_with(scenario: &Scenario, index: usize) -> Vec<usize> {
    let id = scenario.principals.get(index).map(|one| one.id());
    let with = |(at, one): (usize, &crate::scenario::Principal)| {
        (at == index || (id.is_some() && one.issuer.as_deref() == id)).then_some(at)
    };
    scenario.principals.iter().enumerate().filter_map(with).collect()
}

/// Checks that are about it go.
fn checks(
    scenario: &mut Scenario,
    drafts: &mut Drafts,
    goes: &mut Goes,
    about: impl Fn(&Request) -> bool,
) {
    let gone: Vec<usize> = scenario
        .requests
        .iter()
        .enumerate()
        .filter(|(_, one)| about(one))
        .map(|(at, _)| at)
        .collect();
    let moved = Moved::without("/requests", scenario.requests.len(), &gone);
    scenario.requests.retain(|one| !about(one));
    moved.apply(scenario, drafts);
    goes.checks = gone.len();
    for step in &mut scenario.steps {
        let before = step.checks.len();
        step.checks.retain(|one| !about(one));
        goes.step_checks += before - step.checks.len();
    }
}

/// Tokens of grants that go, unless another key has a grant of the same id.
fn tokens(next: &mut Scenario, ids: &[&str], scenario: &Scenario, key: usize) -> usize {
    let elsewhere = |id: &str| {
        let others = scenario.keys.iter().enumerate().filter(|(at, _)| *at != key);
        others.flat_map(|(_, key)| &key.grants).any(|grant| grant.id == id)
    };
    let mut count = 0;
    let of_steps = next.steps.iter_mut().flat_map(|step| &mut step.checks);
    for check in next.requests.iter_mut().chain(of_steps) {
        let before = check.grant_tokens.len();
        check.grant_tokens.retain(|id| !ids.contains(&&**id) || elsewhere(id));
        count += before - check.grant_tokens.len();
    }
    count
}

/// What stands behind `arn:PARTITION:s3:::` in the ARN of a bucket, or of an object in one.
fn bucket_or_object(scenario: &Scenario, place: &[usize]) -> Option<String> {
    let bucket = scenario.buckets.get(*place.first()?)?;
    let Some(object) = place.get(1) else { return Some(bucket.name.clone()) };
    Some(format!("{}/{}", bucket.name, bucket.objects.get(*object)?.name))
}

/// How many checks, steps' included, are about a bucket or object, or copy from it.
fn asked_of(scenario: &Scenario, name: &str) -> usize {
    let lies_there = |arn: &String| {
        Arn::parse(arn).is_some_and(|arn| arn.service == "s3" && within(arn.resource, name))
    };
    let of_steps = scenario.steps.iter().flat_map(|step| &step.checks);
    let all = scenario.requests.iter().chain(of_steps);
    all.filter(|one| [&one.resource, &one.source].into_iter().flatten().any(lies_there)).count()
}

/// How many buckets by default, and objects, are encrypted under a key.
fn encrypted_under(scenario: &Scenario, key: &str) -> usize {
    let defaults = scenario.buckets.iter().filter_map(|one| one.encryption.as_ref()?.key.as_ref());
    let objects = scenario.buckets.iter().flat_map(|one| &one.objects);
    defaults.chain(objects.filter_map(|one| one.key.as_ref())).filter(|arn| *arn == key).count()
}

/// What is removed, in words.
fn name(scenario: &Scenario, at: &str) -> String {
    let index = indices(at).first().copied().unwrap_or(0);
    match pattern(at).as_str() {
        "/principals/*" => names::principal(scenario, index),
        "/keys/*" => names::key(scenario, index),
        "/accounts/*" => {
            let id = scenario.accounts.get(index).map_or("", |account| &account.id);
            names::account(scenario, id)
        }
        pattern => english::thing(pattern).to_owned(),
    }
}
