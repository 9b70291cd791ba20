//! What refers to something by its name follows when that is renamed. Policy texts do not: they are
//! the user's, who is told how many still name what was.

use super::place::{indices, pattern};
use crate::arn::Arn;
use crate::english::build as english;
use crate::scenario::{Key, Request, RequestDetails, Scenario};
use serde_json::{Map, Value};

/// What a text in a scenario names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A principal, by its id.
    Principal,
    /// A grant, by its id.
    Grant,
    /// A VPC endpoint, by its id.
    Endpoint,
    /// An account, by its number.
    Account,
    /// A key as a caller writes it.
    Key,
    /// An ARN, or any other value.
    Value,
}

/// A name that is another one now: what a text at a place becomes.
type Rename<'a> = dyn Fn(Place, &str) -> Option<String> + 'a;

/// Lets references follow the field at `at`, which is already another one in `after`. Says how many
/// policies still name what was.
pub(super) fn follow(before: &Scenario, after: &mut Scenario, at: &str) -> String {
    let place = indices(at);
    let first = place.first().copied().unwrap_or(0);
    let second = place.get(1).copied().unwrap_or(0);
    let mut left = None;
    match pattern(at).as_str() {
        "/accounts/*/id" => {
            let id = |scenario: &Scenario| Some(scenario.accounts.get(first)?.id.clone());
            if let Some((old, new)) = changed(id(before), id(after)) {
                rename(after, &|place, text| account(place, text, &old, &new));
                left = Some(old);
            }
        }
        "/keys/*/arn" => {
            let arn = |scenario: &Scenario| Some(scenario.keys.get(first)?.arn.clone());
            let aliases = before.keys.get(first).map_or(&[][..], |key| &key.aliases);
            if let Some((old, new)) = changed(arn(before), arn(after)) {
                let bare = is_only_id(before, &old);
                rename(after, &|place, text| {
                    key(place, text, (&old, &new), aliases)
                        .or_else(|| key_id(place, text, (&old, &new)).filter(|_| bare))
                });
                left = Some(old);
            }
        }
        "/keys/*/aliases" => {
            if let (Some(old), Some(new)) = (before.keys.get(first), after.keys.get(first))
                && let Some((old, new)) = one_renamed(&old.aliases, &new.aliases)
            {
                let (old, new) = (old.clone(), new.clone());
                rename_alias(before, after, first, (&old, &new));
            }
        }
        "/keys/*/grants/*/id" => {
            let id = |scenario: &Scenario| {
                Some(scenario.keys.get(first)?.grants.get(second)?.id.clone())
            };
            if let Some((old, new)) = changed(id(before), id(after)) {
                rename(after, &equal(&old, &new, &[Place::Grant]));
            }
        }
        "/principals/*/arn" => {
            let arn = |scenario: &Scenario| scenario.principals.get(first)?.arn.clone();
            if let Some((old, new)) = changed(arn(before), arn(after)) {
                rename(after, &|place, text| bearer(place, text, &old, &new));
                left = Some(old);
            }
        }
        "/vpcEndpoints/*/id" => {
            let id = |scenario: &Scenario| Some(scenario.vpc_endpoints.get(first)?.id.clone());
            if let Some((old, new)) = changed(id(before), id(after)) {
                rename(after, &equal(&old, &new, &[Place::Endpoint, Place::Value]));
                left = Some(old);
            }
        }
        "/buckets/*/name" => {
            let name = |scenario: &Scenario| Some(scenario.buckets.get(first)?.name.clone());
            if let Some((old, new)) = changed(name(before), name(after)) {
                let (old, new) = (format!("arn:aws:s3:::{old}"), format!("arn:aws:s3:::{new}"));
                rename(after, &|place, text| {
                    let rest = text.strip_prefix(&*old).filter(|_| place == Place::Value)?;
                    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
                });
                left = Some(old);
            }
        }
        "/buckets/*/objects/*/name" => {
            let arn = |scenario: &Scenario| {
                let bucket = scenario.buckets.get(first)?;
                let object = bucket.objects.get(second)?;
                Some(format!("arn:aws:s3:::{}/{}", bucket.name, object.name))
            };
            if let Some((old, new)) = changed(arn(before), arn(after)) {
                rename(after, &equal(&old, &new, &[Place::Value]));
                left = Some(old);
            }
        }
        _ => {}
    }
    principals(before, after);
    left.map_or_else(String::new, |old| english::still_named(&old, naming(after, &old)))
}

/// An alias is called otherwise: by its ARN, and by its name where no other key has the same.
fn rename_alias(before: &Scenario, after: &mut Scenario, key: usize, (old, new): (&str, &str)) {
    let arn = before.keys.get(key).and_then(|key| Arn::parse(&key.arn));
    let with_it = |key: &&Key| key.aliases.iter().any(|alias| alias == old);
    let unique = before.keys.iter().filter(with_it).count() == 1;
    rename(after, &|place, text| {
        let of_arn = arn.filter(|arn| Arn { resource: old, ..*arn }.to_string() == text);
        let bare = unique && place == Place::Key && text == old;
        of_arn
            .map(|arn| Arn { resource: new, ..arn }.to_string())
            .or_else(|| bare.then(|| new.to_owned()))
    });
}

fn changed(old: Option<String>, new: Option<String>) -> Option<(String, String)> {
    let (old, new) = (old?, new?);
    (old != new && !old.is_empty()).then_some((old, new))
}

/// The one name of two lists that differs.
fn one_renamed<'l>(old: &'l [String], new: &'l [String]) -> Option<(&'l String, &'l String)> {
    let mut pairs = old.iter().zip(new).filter(|(old, new)| old != new);
    let pair = pairs.next().filter(|_| old.len() == new.len())?;
    if pairs.next().is_some() { None } else { Some(pair) }
}

fn equal<'n>(
    old: &'n str,
    new: &'n str,
    places: &'n [Place],
) -> impl Fn(Place, &str) -> Option<String> {
    move |place, text| (text == old && places.contains(&place)).then(|| new.to_owned())
}

fn account(place: Place, text: &str, old: &str, new: &str) -> Option<String> {
    if text == old && matches!(place, Place::Account | Place::Value) {
        return Some(new.to_owned());
    }
    let arn = Arn::parse(text).filter(|arn| arn.account == old && place != Place::Principal)?;
    Some(Arn { account: new, ..arn }.to_string())
}

fn key(place: Place, text: &str, (old, new): (&str, &str), aliases: &[String]) -> Option<String> {
    if text == old && place != Place::Principal {
        return Some(new.to_owned());
    }
    let (old, new) = (Arn::parse(old)?, Arn::parse(new)?);
    let alias = aliases.iter().find(|alias| Arn { resource: alias, ..old }.to_string() == text)?;
    Some(Arn { resource: alias, ..new }.to_string())
}

/// Has no other key the ID of this one, as replicas have?
fn is_only_id(scenario: &Scenario, arn: &str) -> bool {
    let id = |arn: &str| arn.rsplit_once('/').map(|(_, id)| id.to_owned());
    scenario.keys.iter().filter(|key| id(&key.arn) == id(arn)).count() == 1
}

/// A key by its ID alone.
fn key_id(place: Place, text: &str, (old, new): (&str, &str)) -> Option<String> {
    let id = |arn| Some(Arn::parse(arn)?.resource.trim_start_matches("key/"));
    (place == Place::Key && id(old) == Some(text)).then(|| id(new).map(str::to_owned))?
}

/// A user or role, and the sessions of the role.
fn bearer(place: Place, text: &str, old: &str, new: &str) -> Option<String> {
    if place != Place::Value {
        return None;
    }
    if text == old {
        return Some(new.to_owned());
    }
    let session = |text: &str| {
        let arn = Arn::parse(text)?;
        let name = arn.resource.strip_prefix("role/")?.rsplit('/').next()?;
        Some(format!("arn:{}:sts::{}:assumed-role/{name}/", arn.partition, arn.account))
    };
    Some(format!("{}{}", session(new)?, text.strip_prefix(&*session(old)?)?))
}

/// Principals are called by their ids, which may be their ARNs.
fn principals(before: &Scenario, after: &mut Scenario) {
    if before.principals.len() != after.principals.len() {
        return;
    }
    let ids = |scenario: &Scenario| -> Vec<String> {
        scenario.principals.iter().map(|one| one.id().to_owned()).collect()
    };
    let (old, new) = (ids(before), ids(after));
    if old == new {
        return;
    }
    rename(after, &|place, text| {
        let at = old.iter().position(|id| id == text).filter(|_| place == Place::Principal)?;
        new.get(at).cloned()
    });
}

/// How many policies have a text in them.
pub(super) fn naming(scenario: &Scenario, name: &str) -> usize {
    let mut count = 0;
    scenario.clone().for_each_document(|_, document| {
        count += usize::from(document.text().is_some_and(|text| names(text, name)));
    });
    count
}

/// Does a text have a name in it that does not go on?
fn names(text: &str, name: &str) -> bool {
    let goes_on = |next: char| next.is_alphanumeric() || "-_+=,.@/".contains(next);
    let mut found = text.match_indices(name);
    found.any(|(at, _)| !text.get(at + name.len()..).is_some_and(|rest| rest.starts_with(goes_on)))
}

fn rename(scenario: &mut Scenario, to: &Rename<'_>) {
    use Place::{Account, Endpoint, Grant, Key, Principal, Value};
    let visit = |place, text: &mut String| {
        if let Some(new) = to(place, text) {
            *text = new;
        }
    };
    for key in &mut scenario.keys {
        visit(Value, &mut key.arn);
        for grant in &mut key.grants {
            let source = grant.constraints.iter_mut().flat_map(|one| &mut one.source_arn);
            let named = [&mut grant.grantee, &mut grant.retiring].into_iter().flatten();
            named.chain(source).for_each(|text| visit(Value, text));
            grant.issuing_account.iter_mut().for_each(|text| visit(Account, text));
        }
    }
    for one in &mut scenario.principals {
        let named = [&mut one.arn, &mut one.source_arn].into_iter().flatten();
        named.for_each(|text| visit(Value, text));
        one.source_account.iter_mut().for_each(|text| visit(Account, text));
        one.issuer.iter_mut().for_each(|text| visit(Principal, text));
    }
    for endpoint in &mut scenario.vpc_endpoints {
        endpoint.account.iter_mut().for_each(|text| visit(Account, text));
    }
    for bucket in &mut scenario.buckets {
        bucket.account.iter_mut().for_each(|text| visit(Account, text));
        let default = bucket.encryption.iter_mut().flat_map(|one| &mut one.key);
        let objects = bucket.objects.iter_mut().flat_map(|object| &mut object.key);
        default.chain(objects).for_each(|text| visit(Value, text));
    }
    let of_steps = scenario.steps.iter_mut().flat_map(|step| &mut step.checks);
    for request in scenario.requests.iter_mut().chain(of_steps) {
        let Request { principal, key, ciphertext_key, destination_key, resource, source, .. } =
            request;
        visit(Principal, principal);
        [key, ciphertext_key, destination_key]
            .into_iter()
            .flatten()
            .for_each(|text| visit(Key, text));
        [resource, source].into_iter().flatten().for_each(|text| visit(Value, text));
        request.grant_tokens.iter_mut().for_each(|text| visit(Grant, text));
        request.vpc_endpoint.iter_mut().for_each(|text| visit(Endpoint, text));
        request.encryption_context.values_mut().for_each(|text| visit(Value, text));
        values(&mut request.parameters, &mut |text| visit(Value, text));
        values(&mut request.context, &mut |text| visit(Value, text));
    }
    if let Some(matrix) = &mut scenario.matrix {
        matrix.principals.iter_mut().flatten().for_each(|text| visit(Principal, text));
        matrix.key.iter_mut().for_each(|text| visit(Key, text));
        let RequestDetails { destination_key, resource, source, .. } = &mut matrix.request;
        destination_key.iter_mut().for_each(|text| visit(Key, text));
        [resource, source].into_iter().flatten().for_each(|text| visit(Value, text));
        let request = &mut matrix.request;
        request.vpc_endpoint.iter_mut().for_each(|text| visit(Endpoint, text));
        request.encryption_context.values_mut().for_each(|text| visit(Value, text));
        values(&mut request.parameters, &mut |text| visit(Value, text));
        values(&mut request.context, &mut |text| visit(Value, text));
    }
}

/// All texts in a map of values.
fn values(map: &mut Map<String, Value>, visit: &mut dyn FnMut(&mut String)) {
    map.values_mut().for_each(|value| texts(value, visit));
}

fn texts(value: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter_mut().for_each(|item| texts(item, visit)),
        Value::Object(members) => values(members, visit),
        _ => {}
    }
}
