//! Edits carried out, or refused.

use super::kind::Kind;
use super::parts::{Row, effective, row_of};
use super::place::{Moved, entry, follow, indices, pattern, within};
use super::tree::Tree;
use super::{Built, Drafts, Edit, Refused, add, create_key, remove, rename};
use crate::arn::Arn;
use crate::english::build as english;
use crate::region::partition;
use crate::scenario::{Manager, Scenario, check, usages};
use crate::services;
use serde_json::{Value, json};

/// Carries out an edit. What is written into a field and cannot be used is kept among the drafts;
/// any other edit that cannot be carried out is refused.
///
/// # Errors
///
/// Where the place is not there, or the scenario could not be decided afterwards.
///
/// ```
/// use kms_policy::build::{Drafts, Edit, edit};
/// use kms_policy::scenario::Scenario;
/// let empty = (Scenario::default(), Drafts::new());
/// let account = edit(&empty.0, &empty.1, Edit { what: "add", at: "/accounts", text: "" }).unwrap();
/// assert_eq!(account.scenario.accounts[0].id, "111122223333");
/// let name = Edit { what: "set", at: "/accounts/0/name", text: "Key owner" };
/// let named = edit(&account.scenario, &account.drafts, name).unwrap();
/// assert_eq!(named.scenario.account_name("111122223333"), Some("Key owner"));
/// let short = Edit { what: "set", at: "/accounts/0/id", text: "1111" };
/// let kept = edit(&named.scenario, &named.drafts, short).unwrap();
/// assert_eq!(kept.drafts["/accounts/0/id"], "1111");
/// ```
pub fn edit(scenario: &Scenario, drafts: &Drafts, edit: Edit<'_>) -> Result<Built, Refused> {
    let Edit { what, at, text } = edit;
    match what {
        "set" => write(scenario, drafts, at, text),
        "draft" => note(scenario, drafts, at, text),
        "put" | "drop" | "raise" | "lower" => choose(scenario, drafts, edit),
        "add" => add::add(scenario, drafts, at, text),
        "remove" => remove::remove(scenario, drafts, at),
        "move" => shift(scenario, drafts, at, text),
        "create" => create_key::create(scenario, drafts),
        _ => Err(nowhere(at)),
    }
}

/// There is no such place.
pub(super) fn nowhere(at: &str) -> Refused {
    Refused { at: at.to_owned(), message: english::NO_PLACE.to_owned() }
}

/// Writes into a field.
fn write(scenario: &Scenario, drafts: &Drafts, at: &str, text: &str) -> Result<Built, Refused> {
    let row = row_of(at).ok_or_else(|| nowhere(at))?;
    let mut drafts = drafts.clone();
    let set = if create_key::is_field(at) { Err(nowhere(at)) } else { set(scenario, at, text) };
    let Ok((next, said)) = set else {
        drafts.insert(at.to_owned(), text.to_owned());
        return Ok(Built { scenario: scenario.clone(), drafts, said: String::new(), at: None });
    };
    // A blank at the end is what the next word follows on.
    let shown = shown(&Tree::of(&next), row, at);
    if shown == text || matches!(row.kind, Kind::Order | Kind::Yes) {
        drafts.remove(at);
    } else {
        drafts.insert(at.to_owned(), text.to_owned());
    }
    for moved in levels_moved(scenario, &next, at) {
        moved.typed(&mut drafts);
    }
    // An ARN and its parts say the same.
    let whole = at.split('#').next().unwrap_or(at);
    drafts.retain(|other, _| other == at || other.split('#').next() != Some(whole));
    Ok(Built { scenario: next, drafts, said, at: None })
}

/// Notes what is being written into a field: it counts once it is complete.
fn note(scenario: &Scenario, drafts: &Drafts, at: &str, text: &str) -> Result<Built, Refused> {
    let row = row_of(at).ok_or_else(|| nowhere(at))?;
    let mut drafts = drafts.clone();
    if shown(&Tree::of(scenario), row, at) == text {
        drafts.remove(at);
    } else {
        drafts.insert(at.to_owned(), text.to_owned());
    }
    Ok(Built { scenario: scenario.clone(), drafts, said: String::new(), at: None })
}

/// Puts something into a field that holds several, or takes it out, or moves it.
fn choose(scenario: &Scenario, drafts: &Drafts, edit: Edit<'_>) -> Result<Built, Refused> {
    let Edit { what, at, text } = edit;
    let row = row_of(at).ok_or_else(|| nowhere(at))?;
    let now = written(scenario, drafts, row, at);
    if row.kind.is_pairs() {
        // A name, whose value comes next.
        let separator = if now.is_empty() || now.ends_with('\n') { "" } else { "\n" };
        let more = [&now, separator, text].concat();
        return if what == "put" { write(scenario, drafts, at, &more) } else { Err(nowhere(at)) };
    }
    let mut chosen = row.kind.entries(&now);
    let place = chosen.iter().position(|one| one == text);
    match (what, place) {
        ("put", None) => chosen.push(text.to_owned()),
        ("drop", Some(place)) => drop(chosen.remove(place)),
        ("raise", Some(place)) if place > 0 => chosen.swap(place, place - 1),
        ("lower", Some(place)) if place + 1 < chosen.len() => chosen.swap(place, place + 1),
        _ => return Err(nowhere(at)),
    }
    let chosen = if chosen.is_empty() && row.kind == Kind::Set {
        String::new()
    } else {
        row.kind.show(Some(&json!(chosen)))
    };
    write(scenario, drafts, at, &chosen)
}

/// What stands in a field: what was written, what the scenario says, or what it means by nothing.
pub(super) fn written(scenario: &Scenario, drafts: &Drafts, row: &Row, at: &str) -> String {
    if create_key::is_field(at) {
        return create_key::value(scenario, drafts, at);
    }
    let now = || {
        let now = shown(&Tree::of(scenario), row, at);
        let is_absent = row.kind == Kind::Order && now.is_empty();
        effective(scenario, at).filter(|_| is_absent).unwrap_or(now)
    };
    drafts.get(at).cloned().unwrap_or_else(now)
}

/// What a field holds.
pub(super) fn shown(tree: &Tree, row: &Row, at: &str) -> String {
    match at.split_once('#') {
        Some((whole, part)) => arn_part(tree.text(whole), part).to_owned(),
        None => row.kind.show(tree.get(at)),
    }
}

/// Account, Region, key ID or name in an ARN.
fn arn_part<'t>(text: &'t str, part: &str) -> &'t str {
    let Some(arn) = Arn::parse(text) else { return "" };
    match part {
        "account" => arn.account,
        "region" => arn.region,
        // What stands behind the kind, paths included; of a root user nothing.
        _ => arn.resource.split_once('/').map_or("", |(_, name)| name),
    }
}

/// The ARN with another part.
fn with_part(text: &str, part: &str, value: &str) -> Option<String> {
    let arn = Arn::parse(text)?;
    let named;
    let arn = match part {
        "account" => Arn { account: value, ..arn },
        "region" => Arn { region: value, partition: partition(value), ..arn },
        _ => {
            let (kind, _) = arn.resource.split_once('/')?;
            named = format!("{kind}/{value}");
            Arn { resource: &named, ..arn }
        }
    };
    Some(arn.to_string())
}

/// The scenario with another value in a field, and with everything that follows from it.
///
/// # Errors
///
/// Where the value cannot be used, or the scenario could not be decided with it.
pub(super) fn set(
    scenario: &Scenario,
    at: &str,
    text: &str,
) -> Result<(Scenario, String), Refused> {
    let refused = |message: String| Refused { at: at.to_owned(), message };
    let row = row_of(at).ok_or_else(|| nowhere(at))?;
    let mut tree = Tree::of(scenario);
    let (place, value) = match at.split_once('#') {
        Some((place, part)) => {
            let whole = with_part(tree.text(place), part, text.trim());
            (place, Value::String(whole.ok_or_else(|| nowhere(at))?))
        }
        None => (at, row.kind.read(text).map_err(refused)?),
    };
    if entry_is_missing(&tree, place) {
        return Err(nowhere(at));
    }
    // A name that is missing is one that is wrong: the check says what to write.
    let value = if value.is_null() && row.required { json!("") } else { value };
    tree.put(place, value).ok_or_else(|| nowhere(at))?;
    follow_up(&mut tree, place);
    let mut next = tree.scenario().map_err(|error| refused(error.message))?;
    for moved in levels_moved(scenario, &next, place) {
        follow(&mut next, |at| moved.pointer(at));
    }
    if takes_name_of_aws(scenario, &next, place) {
        return Err(refused(english::AWS_ALIAS.to_owned()));
    }
    let said = rename::follow(scenario, &mut next, place);
    if pattern(place) == "/requests/*/action" {
        next = fit_request(next, place);
    }
    fits(&next, at)?;
    Ok((next, said))
}

/// Does a key get an alias that only AWS makes? One without a policy may: by its alias it becomes an
/// AWS managed key.
fn takes_name_of_aws(before: &Scenario, after: &Scenario, at: &str) -> bool {
    let place = indices(at).first().copied().filter(|_| pattern(at) == "/keys/*/aliases");
    let key = |scenario: &Scenario| place.and_then(|key| scenario.keys.get(key).cloned());
    let (Some(old), Some(new)) = (key(before), key(after)) else { return false };
    let is_new = |alias: &&String| !old.aliases.contains(alias);
    new.manager != Manager::Aws
        && new.policy.is_some()
        && new.aliases.iter().filter(is_new).any(|one| one.starts_with(create_key::AWS_ALIAS))
}

/// Is an entry of a list on the way to a field not there?
fn entry_is_missing(tree: &Tree, at: &str) -> bool {
    let ends = at.match_indices('/').map(|(end, _)| end).skip(1);
    ends.filter_map(|end| at.get(..end))
        .any(|above| entry(above).is_some() && tree.get(above).is_none())
}

/// Refused, where a scenario could not be decided: at the field, with the other place where the
/// error is elsewhere.
pub(super) fn fits(scenario: &Scenario, at: &str) -> Result<(), Refused> {
    let place = at.split('#').next().unwrap_or(at);
    let errors = check(scenario);
    let own = |pointer: &str| within(place, pointer) || within(pointer, place);
    let error = errors.iter().find(|error| own(&error.pointer)).or(errors.first());
    match error {
        None => Ok(()),
        Some(error) if own(&error.pointer) => {
            Err(Refused { at: at.to_owned(), message: error.message.clone() })
        }
        Some(error) => Err(Refused { at: at.to_owned(), message: error.to_string() }),
    }
}

/// What another field no longer says because of this one.
fn follow_up(tree: &mut Tree, at: &str) {
    let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
    let beside = |name: &str| format!("{parent}/{name}");
    let gone = match pattern(at).as_str() {
        // A usage that the new spec has not.
        "/keys/*/spec" => {
            let spec = tree.get(at).and_then(Value::as_str).unwrap_or("SYMMETRIC_DEFAULT");
            let usage = tree.text(&beside("usage"));
            if usages(spec).contains(&usage) { None } else { Some("usage") }
        }
        "/keys/*/grants/*/grantee" => Some("granteeService"),
        "/keys/*/grants/*/granteeService" => Some("grantee"),
        "/keys/*/grants/*/constraints/encryptionContextSubset" => Some("encryptionContextEquals"),
        "/keys/*/grants/*/constraints/encryptionContextEquals" => Some("encryptionContextSubset"),
        "/principals/*/policies/*/attached" if tree.text(at) != "group" => Some("group"),
        "/buckets/*/encryption/type" if tree.get(at).is_none_or(|kind| kind == "") => {
            tree.put(&parent, Value::Null);
            None
        }
        "/buckets/*/encryption/type" if tree.text(at) == "AES256" => Some("key"),
        "/buckets/*/objects/*/key" if tree.get(at).is_none() => Some("bucketKey"),
        ORGANIZATION_PATH => {
            fit_levels(tree, &parent);
            None
        }
        _ => None,
    };
    if let Some(name) = gone {
        tree.put(&beside(name), Value::Null);
    }
}

/// The policies of an organization stand by level: of a longer path the new levels allow all that
/// SCPs can allow, of a shorter one the lowest go. The account's own stay.
fn fit_levels(tree: &mut Tree, organization: &str) {
    let levels = tree.count(&format!("{organization}/path")) + 1;
    let Some(account) = organization.strip_suffix("/organization").map(str::to_owned) else {
        return;
    };
    for (kind, level) in [("scps", add::full_access()), ("rcps", json!([]))] {
        let list = format!("{account}/{kind}");
        if tree.get(&list).is_none() {
            continue;
        }
        let Some(all) = tree.list(&list) else { continue };
        while all.len() > levels {
            all.remove(all.len().saturating_sub(2));
        }
        while all.len() < levels {
            all.insert(all.len().saturating_sub(1), level.clone());
        }
    }
}

const ORGANIZATION_PATH: &str = "/accounts/*/organization/path";

/// Where the levels of an account's policies are after its place in the organization changed.
fn levels_moved(before: &Scenario, after: &Scenario, at: &str) -> Vec<Moved> {
    let account =
        at.strip_suffix("/organization/path").filter(|_| pattern(at) == ORGANIZATION_PATH);
    let Some(account) = account else { return Vec::new() };
    let (before, after) = (Tree::of(before), Tree::of(after));
    let moved = |kind| {
        let list = format!("{account}/{kind}");
        let (count, levels) = (before.count(&list), after.count(&list));
        let now = |level: usize| match level + 1 {
            // The account's own.
            last if last == count => levels.checked_sub(1),
            next => (next < levels).then_some(level),
        };
        Moved { list, now: (0..count).map(now).collect() }
    };
    ["scps", "rcps"].map(moved).into()
}

/// A check of another action carries what that one takes, and names what it is about.
pub(super) fn fit_request(mut scenario: Scenario, at: &str) -> Scenario {
    let place = at.trim_end_matches("/action");
    // Each turn mends one field.
    for _ in 0..12 {
        let errors = check(&scenario);
        let fields = errors.iter().filter_map(|error| error.pointer.strip_prefix(place));
        let Some(field) = fields.map(str::to_owned).find(|field| field != "/action") else { break };
        // Of parameters the one that is wrong; of anything else the whole field.
        let deep = if field.starts_with("/parameters/") { 3 } else { 2 };
        let field = field.split('/').take(deep).collect::<Vec<_>>().join("/");
        let mut tree = Tree::of(&scenario);
        let pointer = format!("{place}{field}");
        let missing = tree.get(&pointer).is_none();
        let action = tree.text(at).to_owned();
        let value = if missing { example(&scenario, &action).into() } else { Value::Null };
        if tree.put(&pointer, value).is_none() {
            break;
        }
        match tree.scenario() {
            Ok(next) => scenario = next,
            Err(_) => break,
        }
    }
    scenario
}

/// An ARN that an operation of another service can be about: in the scenario's first bucket, Region
/// and account.
fn example(scenario: &Scenario, action: &str) -> String {
    let bucket = scenario.buckets.first().map_or("amzn-s3-demo-bucket", |bucket| &bucket.name);
    let of_key = scenario.keys.first().and_then(|key| Arn::parse(&key.arn));
    let (region, account) =
        of_key.map_or(("eu-west-1", "111122223333"), |arn| (arn.region, arn.account));
    services::resource_help(action)
        .replace("BUCKET/NAME", &format!("{bucket}/photo.jpg"))
        .replace("REGION", region)
        .replace("ACCOUNT", account)
        .replace("vol-ID", "vol-1234567890abcdef0")
        .replace("NAME", "example")
        .replace("QUEUE", "example")
        .replace("TOPIC", "example")
}

/// Moves an entry of a list up or down.
fn shift(scenario: &Scenario, drafts: &Drafts, at: &str, by: &str) -> Result<Built, Refused> {
    let (list, index) = entry(at).ok_or_else(|| nowhere(at))?;
    let mut tree = Tree::of(scenario);
    let count = tree.count(list);
    let by: isize = by.parse().map_err(|_| nowhere(at))?;
    let other = index.checked_add_signed(by).filter(|other| *other < count);
    let other = other.filter(|_| index < count).ok_or_else(|| nowhere(at))?;
    tree.list(list).ok_or_else(|| nowhere(at))?.swap(index, other);
    let mut next = tree.scenario()?;
    let mut drafts = drafts.clone();
    let mut now: Vec<Option<usize>> = (0..count).map(Some).collect();
    now.swap(index, other);
    Moved { list: list.to_owned(), now }.apply(&mut next, &mut drafts);
    fits(&next, at)?;
    let at = (indices(at).len() == 1).then(|| format!("{list}/{other}"));
    Ok(Built { scenario: next, drafts, said: String::new(), at })
}
