//! Something is added, with what makes it usable at once.

use super::edit::{fit_request, fits, nowhere};
use super::place::{entry, indices, pattern};
use super::tree::Tree;
use super::{Built, Drafts, Refused, names};
use crate::arn::Arn;
use crate::caller::{CallerKind, kind_of_arn};
use crate::decide::Model;
use crate::english::build as english;
use crate::scenario::{
    DocumentId, DocumentSlot, Expect, FULL_ACCESS_NAME, Request, RequestDetails, Scenario,
};
use serde_json::{Value, json};

/// Account numbers, users, roles and bucket names as AWS's documentation has them.
const ACCOUNTS: [&str; 7] = [
    "111122223333",
    "123456789012",
    "444455556666",
    "777788889999",
    "555566667777",
    "999988887777",
    "222233334444",
];
const USERS: [&str; 8] = ["Alice", "Bob", "Carlos", "Diego", "Jane", "Mary", "Nikki", "Saanvi"];
const ROLES: [&str; 4] = ["ExampleRole", "Developer", "Build", "Backup"];

/// Adds to a list, or begins an object. `text` says of a principal its kind and account (`user
/// 111122223333`) or whose further session it is (`session ID`), and of a check principal and action,
/// a line each.
pub(super) fn add(
    scenario: &Scenario,
    drafts: &Drafts,
    at: &str,
    text: &str,
) -> Result<Built, Refused> {
    let refused = |message: &str| Refused { at: at.to_owned(), message: message.to_owned() };
    if pattern(at) == "/requests" {
        return check(scenario, drafts, text).ok_or_else(|| refused(english::NO_PRINCIPAL_YET));
    }
    let value = new(scenario, at, text).ok_or_else(|| nowhere(at))?;
    let mut tree = Tree::of(scenario);
    let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent);
    if entry(parent).is_some() && tree.get(parent).is_none() {
        return Err(nowhere(at));
    }
    let listed = matches!(
        pattern(at).as_str(),
        "/accounts"
            | "/principals"
            | "/vpcEndpoints"
            | "/buckets"
            | "/buckets/*/objects"
            | "/keys/*/grants"
            | "/principals/*/policies"
            | "/principals/*/session/policies"
            | "/accounts/*/scps/*"
            | "/accounts/*/rcps/*"
    );
    if listed {
        tree.list(at).ok_or_else(|| nowhere(at))?.push(value);
    } else if tree.get(at).is_some() {
        return Err(nowhere(at));
    } else {
        tree.put(at, value).ok_or_else(|| nowhere(at))?;
    }
    let mut next = tree.scenario()?;
    if at == "/principals"
        && let Some(id) = next.principals.last().map(|one| one.id().to_owned())
        && let Some(rows) = next.matrix.as_mut().and_then(|matrix| matrix.principals.as_mut())
    {
        rows.push(id);
    }
    fits(&next, at)?;
    let count = Tree::of(&next).count(at);
    let place = if listed { format!("{at}/{}", count.saturating_sub(1)) } else { at.to_owned() };
    let said = english::added(english::thing(&pattern(&place)));
    Ok(Built { scenario: next, drafts: drafts.clone(), said, at: Some(place) })
}

/// What is put at a place; nothing where nothing can be added.
fn new(scenario: &Scenario, at: &str, text: &str) -> Option<Value> {
    let place = indices(at);
    let index = place.first().copied().unwrap_or(0);
    let key = scenario.keys.first().and_then(|key| Arn::parse(&key.arn));
    let text_at = |at: &str| Some(DocumentId::parse(at)?.skeleton(scenario).0);
    let named = |at: &str| {
        let is_first = at.contains("/scps/") && at.ends_with("/0/document");
        let name = if is_first { FULL_ACCESS_NAME } else { english::NEW_POLICY };
        Some(json!({"name": name, "document": text_at(at)?}))
    };
    Some(match pattern(at).as_str() {
        "/accounts" => {
            let id = unused(&ACCOUNTS, "1000000000", |id| {
                names::accounts(scenario).iter().any(|one| one == id)
            });
            // The accounts that a key and its callers are in already come first.
            let known = names::accounts(scenario);
            let entries = |id: &String| scenario.accounts.iter().all(|account| account.id != *id);
            let id = known.into_iter().find(entries).unwrap_or(id);
            json!({"id": id, "name": english::account_name(scenario.accounts.len())})
        }
        "/accounts/*/organization" => {
            let other = scenario.accounts.iter().find_map(|account| account.organization.clone());
            let other = other.map(|one| (one.id, one.path));
            let (id, path) =
                other.unwrap_or_else(|| ("o-exampleorgid".into(), vec!["r-ab12".into()]));
            json!({"id": id, "path": path})
        }
        "/accounts/*/scps" | "/accounts/*/rcps" => {
            let organization = scenario.accounts.get(index)?.organization.as_ref()?;
            let level = if at.ends_with("/scps") { full_access() } else { json!([]) };
            Value::Array(vec![level; organization.path.len() + 1])
        }
        "/accounts/*/scps/*" | "/accounts/*/rcps/*" | "/principals/*/session/policies" => {
            let count = Tree::of(scenario).count(at);
            named(&format!("{at}/{count}/document"))?
        }
        "/keys/*/grants" => {
            let key = Arn::parse(&scenario.keys.get(index)?.arn)?;
            let taken =
                |id: &str| scenario.keys.iter().flat_map(|key| &key.grants).any(|one| one.id == id);
            let id = unused(&["grant-1"], "grant-", taken);
            let grantees = scenario.principals.iter().filter_map(|one| one.arn.clone());
            let mut grantees = grantees.filter(|arn| kind_of_arn(arn) != Some(CallerKind::Root));
            let grantee = grantees.next().unwrap_or_else(|| root(key.partition, key.account));
            json!({"id": id, "grantee": grantee, "operations": ["Decrypt"]})
        }
        "/keys/*/saved"
        | "/keys/*/ramPolicy"
        | "/vpcEndpoints/*/policy"
        | "/buckets/*/policy"
        | "/principals/*/session/policy" => text_at(at)?.into(),
        "/principals" => return principal(scenario, text),
        "/principals/*/policies" => {
            let policies = &scenario.principals.get(index)?.policies;
            let taken = |name: &str| policies.iter().any(|policy| policy.name == name);
            let name = unused(&["KeyDemo"], "Policy", taken);
            let document = text_at(&format!("{at}/{}/document", policies.len()))?;
            json!({"name": name, "document": document})
        }
        "/principals/*/boundary" => named(&format!("{at}/document"))?,
        "/principals/*/session" => json!({"name": "session"}),
        "/vpcEndpoints" => {
            let taken = |id: &str| scenario.vpc_endpoints.iter().any(|one| one.id == id);
            let id = unused(&["vpce-1234abcdf5678c90a"], "vpce-1234abcdf5678c9", taken);
            json!({"id": id, "vpc": "vpc-1234567890abcdef0", "account": caller_account(scenario)})
        }
        "/buckets" => {
            let taken = |name: &str| scenario.buckets.iter().any(|one| one.name == name);
            let name = unused(&["amzn-s3-demo-bucket"], "amzn-s3-demo-bucket", taken);
            json!({"name": name, "account": caller_account(scenario), "region": key.map(|key| key.region)})
        }
        "/buckets/*/objects" => {
            let objects = &scenario.buckets.get(index)?.objects;
            let taken = |name: &str| objects.iter().any(|one| one.name == name);
            json!({"name": unused(&["photo.jpg"], "object", taken), "key": scenario.keys.first().map(|key| &key.arn)})
        }
        _ => return None,
    })
}

fn principal(scenario: &Scenario, text: &str) -> Option<Value> {
    let (kind, of) = text.split_once(' ').unwrap_or((text, ""));
    let account = match of {
        "" => caller_account(scenario).unwrap_or_else(|| ACCOUNTS[0].to_owned()),
        account => account.to_owned(),
    };
    let called = |arn: &str| {
        scenario.principals.iter().any(|one| one.arn.as_deref() == Some(arn) || one.id() == arn)
    };
    let partition = scenario.partition();
    let iam = |kind: &str, name: &str| format!("arn:{partition}:iam::{account}:{kind}/{name}");
    Some(match kind {
        "user" => {
            let name = unused(&USERS, "User", |name| called(&iam("user", name)));
            json!({"arn": iam("user", &name)})
        }
        "role" => {
            let name = unused(&ROLES, "Role", |name| called(&iam("role", name)));
            json!({"arn": iam("role", &name), "session": {"name": "session"}})
        }
        "root" => json!({"arn": root(partition, &account)}),
        "federated" => {
            let arn = |name: &str| format!("arn:{partition}:sts::{account}:federated-user/{name}");
            let name = unused(&USERS, "User", |name| called(&arn(name)));
            let user = scenario.principals.iter().find(|one| {
                let text = one.arn.as_deref().unwrap_or_default();
                kind_of_arn(text) == Some(CallerKind::User)
                    && one.issuer.is_none()
                    && Arn::parse(text).is_some_and(|arn| arn.account == account)
            });
            let unlimited = DocumentSlot::Session.at([0]).skeleton(scenario).0;
            json!({"arn": arn(&name), "issuer": user.map(|one| one.id()), "session": {"policy": unlimited}})
        }
        "service" => {
            let service =
                unused(&["sns.amazonaws.com", "cloudtrail.amazonaws.com"], "service", called);
            json!({"service": service, "sourceAccount": account})
        }
        "session" => {
            let issuer = scenario.principals.get(scenario.principal(of)?)?;
            let arn = issuer.arn.as_deref()?;
            let short = arn.rsplit('/').next().unwrap_or(arn);
            let id = unused(&[], &format!("{short}-"), called);
            json!({"id": id, "arn": arn, "issuer": of, "session": {"name": "other"}})
        }
        _ => return None,
    })
}

/// Adds a saved check: of a cell, or of the first principal. It expects what is decided now.
fn check(scenario: &Scenario, drafts: &Drafts, text: &str) -> Option<Built> {
    let (principal, action) = text.split_once('\n').unwrap_or_default();
    let first = || scenario.principals.first().map(|one| one.id().to_owned());
    let principal = Some(principal.to_owned()).filter(|one| !one.is_empty()).or_else(first)?;
    let action = if action.is_empty() { "kms:Decrypt" } else { action };
    let matrix = scenario.matrix.clone().unwrap_or_default();
    let RequestDetails {
        region,
        via,
        resource,
        source,
        destination_key,
        encryption_context,
        parameters,
        vpc_endpoint,
        context,
    } = matrix.request;
    let mut next = scenario.clone();
    let key = matrix.key.or_else(|| scenario.keys.first().map(|key| key.arn.clone()));
    next.requests.push(Request {
        principal,
        action: action.to_owned(),
        key,
        region,
        via,
        resource,
        source,
        destination_key,
        encryption_context,
        parameters,
        vpc_endpoint,
        context,
        ..Request::default()
    });
    let index = next.requests.len() - 1;
    let place = format!("/requests/{index}");
    let mut next = fit_request(next, &format!("{place}/action"));
    let decided = {
        let model = Model::new(&next).ok()?;
        model.judge(next.requests.get(index)?, index)
    };
    next.requests.get_mut(index)?.expect =
        Some(Expect { verdict: Some(decided.verdict), error: decided.error, ..Expect::default() });
    let said = english::added(english::thing("/requests/*"));
    Some(Built { scenario: next, drafts: drafts.clone(), said, at: Some(place) })
}

/// The account that callers are in: the first that owns no key, or the first.
fn caller_account(scenario: &Scenario) -> Option<String> {
    let owns = |id: &String| {
        scenario.keys.iter().any(|key| Arn::parse(&key.arn).is_some_and(|arn| arn.account == id))
    };
    let all = names::accounts(scenario);
    all.iter().find(|id| !owns(id)).or(all.first()).cloned()
}

/// The first of some names that is not taken, or a name with a number that is not.
pub(super) fn unused(names: &[&str], stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let named = names.iter().find(|name| !taken(name)).map(|name| (*name).to_owned());
    let numbered =
        || (2..).map(|number: u32| format!("{stem}{number:0>width$}", width = width(stem)));
    named.or_else(|| numbered().find(|name| !taken(name))).unwrap_or_default()
}

/// Numbers have as many digits as what they stand for must have: accounts and endpoints.
fn width(stem: &str) -> usize {
    match stem {
        "1000000000" | "vpce-1234abcdf5678c9" => 2,
        _ => 1,
    }
}

fn root(partition: &str, account: &str) -> String {
    format!("arn:{partition}:iam::{account}:root")
}

/// What Organizations attaches everywhere.
pub(super) fn full_access() -> Value {
    let (all, _) = DocumentSlot::Scp.at([0, 0, 0]).skeleton(&Scenario::default());
    json!([{"name": FULL_ACCESS_NAME, "document": all}])
}
