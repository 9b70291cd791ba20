//! Every single edit of the scenario over the names of a request.

use super::names::Names;
use super::op::{Change, Op};
use super::rank::{Breadth, actions_of, principals_of, values_of};
use crate::documents;
use kms_policy::actions::Action;
use serde_json::{Value, json};

/// An edit with what the order looks at.
#[derive(Clone, Debug)]
pub struct Single {
    pub op: Op,
    pub size: usize,
    pub principals: Breadth,
    pub actions: usize,
}

/// All of them; `allow`: what is added allows.
pub fn singles(
    scenario: &Value,
    owner: Option<usize>,
    caller: usize,
    names: &Names,
    allow: bool,
) -> Vec<Single> {
    let mut all = Vec::new();
    for document in documents::documents(scenario) {
        let Some(read) = documents::read(scenario, &document) else { continue };
        // Nobody can change the policy of an AWS managed key (K-50).
        let key = document.strip_prefix("/keys/").and_then(|rest| rest.split('/').next());
        if key.is_some_and(|key| scenario["keys"][index(key)]["manager"] == "aws") {
            continue;
        }
        if is_of_aws(scenario, &document) {
            continue;
        }
        let (before, breadth) = (all.len(), breadth_of(scenario, &document));
        let statements = documents::statements(&read);
        for (index, statement) in statements.iter().enumerate() {
            of_statement(&document, index, statement, names, allow, &mut all);
        }
        if statements.len() == 1 {
            // Nothing would be left that AWS saves.
            let removes = |one: &Single| match &one.op {
                Op::Statement { document: of, change: Change::Remove, .. } => *of == document,
                _ => false,
            };
            all.retain(|one| !removes(one));
        }
        added_statements(&document, names, allow, &mut all);
        for single in all.iter_mut().skip(before) {
            single.principals = single.principals.max(breadth);
        }
    }
    if let Some(owner) = owner {
        for (action, resource) in pairs(names) {
            let statement = statement(allow, None, action, resource);
            let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
            all.push(Single {
                op: Op::AddPolicy { principal: owner, document },
                size: 2,
                principals: Breadth::One,
                actions: 1,
            });
        }
    }
    fields(scenario, caller, owner, &mut all);
    all
}

/// Condition keys whose value the caller chooses, and that have no field.
const CHOSEN: [&str; 8] = [
    "aws:sourceip",
    "aws:useragent",
    "aws:referer",
    "kms:encryptionalgorithm",
    "kms:signingalgorithm",
    "kms:macalgorithm",
    "kms:messagetype",
    "kms:schedulekeydeletionpendingwindowindays",
];

/// Is it a policy that AWS wrote, which nobody else can change?
fn is_of_aws(scenario: &Value, document: &str) -> bool {
    let policy = document.strip_suffix("/document").and_then(|one| scenario.pointer(one));
    let Some(policy) = policy else { return false };
    let name = policy["name"].as_str().unwrap_or_default();
    let jobs = ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "SecurityAudit"];
    if document.starts_with("/accounts/") {
        return matches!(name, "FullAWSAccess" | "RCPFullAWSAccess");
    }
    let of_service = name.starts_with("AWS") || name.starts_with("Amazon");
    policy["attached"] == "managed" && (of_service || jobs.contains(&name))
}

/// Whom a document without principals is about.
fn breadth_of(scenario: &Value, document: &str) -> Breadth {
    if document.contains("/scps/") {
        return Breadth::Account;
    }
    let policy = document.strip_suffix("/document").and_then(|one| scenario.pointer(one));
    let shared = policy.is_some_and(|policy| {
        let attached = policy["attached"].as_str().unwrap_or("inline");
        attached != "inline" || !policy["group"].is_null()
    });
    let of_identity = document.contains("/policies/") && !document.contains("/session/");
    if shared && of_identity { Breadth::Several } else { Breadth::One }
}

fn index(text: &str) -> usize {
    text.parse().unwrap_or(usize::MAX)
}

fn pairs(names: &Names) -> impl Iterator<Item = (&String, &String)> {
    names
        .actions
        .iter()
        .flat_map(|action| names.resources.iter().map(move |resource| (action, resource)))
}

fn statement(
    allow: bool,
    principal: Option<&(&str, String)>,
    action: &str,
    resource: &str,
) -> Value {
    let effect = if allow { "Allow" } else { "Deny" };
    let mut statement = json!({ "Effect": effect, "Action": action, "Resource": resource });
    if let Some((kind, name)) = principal {
        statement["Principal"] = json!({ *kind: name });
    }
    statement
}

/// Has a document of this place statements with a Principal?
fn has_principal(document: &str) -> bool {
    document.starts_with("/keys/")
        || document.starts_with("/buckets/")
        || document.starts_with("/vpcEndpoints/")
        || document.contains("/rcps/")
}

fn added_statements(document: &str, names: &Names, allow: bool, all: &mut Vec<Single>) {
    let mut add = |principal: Option<&(&'static str, String)>| {
        for (action, resource) in pairs(names) {
            let statement = statement(allow, principal, action, resource);
            all.push(Single {
                size: values_of(&statement),
                principals: principals_of(&statement),
                actions: 1,
                op: Op::AddStatement { document: document.to_owned(), statement },
            });
        }
    };
    if has_principal(document) {
        names.principals.iter().for_each(|name| add(Some(name)));
    } else {
        add(None);
    }
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => Vec::new(),
        alone => vec![alone.clone()],
    }
}

fn of_statement(
    document: &str,
    index: usize,
    statement: &Value,
    names: &Names,
    allow: bool,
    all: &mut Vec<Single>,
) {
    // What is to deny may write something narrower in place of what matches. Else only what says
    // nothing to anybody in the scenario is replaced: anything else would be missed.
    let values = |element: &str, old: &[Value], own: &[Value], several: bool| {
        let mut all = values(old, own, several);
        all.retain(|(old, new)| match (old, new) {
            (Some(old), Some(new)) if allow => is_idle(element, old, names),
            (Some(old), Some(new)) => covers(old, new),
            _ => true,
        });
        all
    };
    let whole = (principals_of(statement), actions_of(statement));
    let mut push = |change: Change, size: usize, (principals, actions): (Breadth, usize)| {
        let op = Op::Statement { document: document.to_owned(), index, change };
        all.push(Single { op, size, principals, actions });
    };
    push(Change::Remove, values_of(statement), whole);
    for element in ["Principal", "NotPrincipal"] {
        let Some(types) = statement[element].as_object() else { continue };
        let several = types.values().map(|one| list(one).len()).sum::<usize>() > 1;
        for kind in ["AWS", "Service"] {
            let old = types.get(kind).map(list).unwrap_or_default();
            let own = names.principals.iter().filter(|(of, _)| *of == kind);
            let own: Vec<Value> = own.map(|(_, name)| json!(name)).collect();
            let path = vec![element.to_owned(), kind.to_owned()];
            for (old, new) in values("Principal", &old, &own, several) {
                let about = new.as_ref().map_or(Breadth::One, Breadth::of_name);
                push(Change::List { path: path.clone(), old, new }, 1, (about, whole.1));
            }
        }
    }
    let named = |names: &[String]| names.iter().map(|name| json!(name)).collect::<Vec<_>>();
    for (bare, own) in [("Action", named(&names.actions)), ("Resource", named(&names.resources))] {
        for element in [bare.to_owned(), format!("Not{bare}")] {
            let old = list(&statement[&element]);
            if old.is_empty() {
                continue;
            }
            let about = if bare == "Action" { (whole.0, 1) } else { whole };
            for (old, new) in values(bare, &old, &own, old.len() > 1) {
                push(Change::List { path: vec![element.clone()], old, new }, 1, about);
            }
        }
    }
    for (operator, keys) in statement["Condition"].as_object().into_iter().flatten() {
        for (key, value) in keys.as_object().into_iter().flatten() {
            let old = list(value);
            let remove = Change::RemoveCondition { operator: operator.clone(), key: key.clone() };
            push(remove, old.len().max(1), whole);
            let mut own = named(names.values.get(&key.to_lowercase()).map_or(&[], Vec::as_slice));
            if operator == "Null" {
                own = vec![json!("true"), json!("false")];
            }
            let path = vec!["Condition".to_owned(), operator.clone(), key.clone()];
            for (old, new) in values("Condition", &old, &own, old.len() > 1) {
                push(Change::List { path: path.clone(), old, new }, 1, whole);
            }
        }
    }
}

/// Does a value say nothing to anybody in the scenario?
fn is_idle(element: &str, old: &Value, names: &Names) -> bool {
    let text = old.as_str().unwrap_or_default();
    let number = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    match element {
        "Principal" => {
            let form = text.starts_with("arn:") && !text.contains('*') && !text.contains(":group/");
            let unique = text.starts_with("AIDA") || text.starts_with("AROA");
            let service = text.ends_with(".amazonaws.com");
            let known = names.everybody.iter().any(|one| one == text) || text.ends_with(":root");
            let invalid = text != "*" && !number && !form && !unique && !service;
            invalid || (names.closed && form && !known)
        }
        "Action" => {
            text.starts_with("kms:") && !Action::all().any(|action| action.is_covered_by(text))
        }
        "Resource" => {
            let keys = names.resources.iter().filter(|one| one.contains(":key/"));
            let own = |key: &String| key == text || covers(old, &json!(key));
            text.starts_with("arn:aws") && !keys.into_iter().any(own)
        }
        _ => true,
    }
}

/// Is every text that a pattern without a prefix of its own has covered by this one?
fn covers(old: &Value, new: &Value) -> bool {
    match (old.as_str(), new.as_str()) {
        (Some(old), Some(new)) => old.split_once('*').is_some_and(|(head, tail)| {
            new.len() >= head.len() + tail.len() && new.starts_with(head) && new.ends_with(tail)
        }),
        _ => false,
    }
}

/// Every value of a list taken out, where `several` are there, or replaced; every new one added.
fn values(old: &[Value], own: &[Value], several: bool) -> Vec<(Option<Value>, Option<Value>)> {
    let fresh: Vec<&Value> = own.iter().filter(|one| !old.contains(one)).collect();
    let mut all: Vec<(Option<Value>, Option<Value>)> = Vec::new();
    for value in old {
        if several {
            all.push((Some(value.clone()), None));
        }
        all.extend(fresh.iter().map(|new| (Some(value.clone()), Some((*new).clone()))));
    }
    all.extend(fresh.iter().map(|new| (None, Some((*new).clone()))));
    all
}

/// Fields of the request, the key and the caller, set to what conditions ask for or taken away.
fn fields(scenario: &Value, caller: usize, owner: Option<usize>, all: &mut Vec<Single>) {
    let mut push = |pointer: String, value: Value| {
        let op = Op::Field { pointer, value };
        all.push(Single { op, size: 1, principals: Breadth::One, actions: 1 });
    };
    let keys = scenario["keys"].as_array().map_or(0, Vec::len);
    for key in 0..keys {
        if !scenario["keys"][key]["state"].is_null() {
            push(format!("/keys/{key}/state"), json!("Enabled"));
        }
        push("/matrix/key".to_owned(), scenario["keys"][key]["arn"].clone());
    }
    let base = "/matrix/request";
    for name in ["via", "vpcEndpoint", "region", "encryptionContext"] {
        if !scenario["matrix"]["request"][name].is_null() {
            push(format!("{base}/{name}"), Value::Null);
        }
    }
    push(format!("{base}/parameters/BypassPolicyLockoutSafetyCheck"), json!(true));
    for (key, value) in conditions(scenario) {
        let (lower, text) = (key.to_lowercase(), json!(value));
        let part = |prefix: &str| key.get(prefix.len()..).unwrap_or("").replace('/', "~1");
        if CHOSEN.contains(&lower.as_str()) {
            push(format!("{base}/context/{}", key.replace('/', "~1")), text.clone());
        }
        match lower.as_str() {
            "kms:requestalias" => push("/matrix/key".to_owned(), text),
            "kms:viaservice" => push(format!("{base}/via"), text),
            "aws:requestedregion" => push(format!("{base}/region"), text),
            "aws:sourcevpce" => push(format!("{base}/vpcEndpoint"), text),
            "aws:multifactorauthpresent" => {
                for mfa in [true, false] {
                    push(format!("/principals/{caller}/mfa"), json!(mfa));
                }
            }
            _ if lower.starts_with("kms:encryptioncontext:") => {
                let name = part("kms:EncryptionContext:");
                push(format!("{base}/encryptionContext/{name}"), text);
            }
            _ if lower.starts_with("aws:principaltag/") => {
                let owner = owner.unwrap_or(caller);
                push(format!("/principals/{owner}/tags/{}", part("aws:PrincipalTag/")), text);
            }
            _ if lower.starts_with("aws:resourcetag/") => {
                for index in 0..keys {
                    let tag = part("aws:ResourceTag/");
                    push(format!("/keys/{index}/tags/{tag}"), text.clone());
                }
            }
            _ => {}
        }
    }
}

/// Every condition key with every value that a document lists for it.
fn conditions(scenario: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for document in documents::documents(scenario) {
        let Some(read) = documents::read(scenario, &document) else { continue };
        for statement in documents::statements(&read) {
            for keys in statement["Condition"].as_object().into_iter().flat_map(|one| one.values())
            {
                for (key, value) in keys.as_object().into_iter().flatten() {
                    for value in list(value).iter().filter_map(Value::as_str) {
                        let plain = !value.contains(['*', '?', '$']);
                        if plain && !all.iter().any(|(k, v)| k == key && v == value) {
                            all.push((key.clone(), value.to_owned()));
                        }
                    }
                }
            }
        }
    }
    all
}
