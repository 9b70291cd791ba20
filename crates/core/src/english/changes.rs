//! What changes do, as a button says it.

use super::reason::shortened;
use super::{and, kind_of_policy, statement};
use crate::changes::{Act, InStatement, What};
use crate::decide::{NOT_MODELLED, UNREADABLE_POLICY};
use crate::explain::Named;
use crate::json;
use crate::policy::Effect;
use crate::report::{Decision, LayerName};
use crate::scenario::Scenario;

/// What a change does.
pub fn change(all: &[What], scenario: &Scenario) -> String {
    let told: Vec<String> = all.iter().map(|what| one(what, scenario)).collect();
    let rest = told.iter().skip(1).map(|text| lower(text));
    let told: Vec<String> = told.first().cloned().into_iter().chain(rest).collect();
    and(&told)
}

fn lower(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

fn one(what: &What, scenario: &Scenario) -> String {
    match what {
        What::Value { statement, act, element, old, new } => {
            let place = place(statement, element);
            match (act, old, new) {
                (Act::Remove, Some(old), _) => {
                    let [old] = shortened([old]);
                    format!("Take {old} out of {place}")
                }
                (Act::Replace, Some(old), Some(new)) => {
                    let [old, new] = shortened([old, new]);
                    format!("Write {new} in place of {old} in {place}")
                }
                (_, _, new) => {
                    let [new] = shortened([new.as_deref().unwrap_or_default()]);
                    format!("Add {new} to {place}")
                }
            }
        }
        What::RemoveCondition { statement, operator, key } => {
            format!("Take the condition {operator} on `{key}` out of {}", of(statement))
        }
        What::RemoveStatement(statement) => format!("Remove {}", of(statement)),
        What::AddStatement { to, principal, action, resource } => {
            let verb = verb(to.effect);
            let whom = principal.as_ref().map_or_else(String::new, |name| {
                let [name] = shortened([name]);
                format!(" {name}")
            });
            let what = format!("`{action}`{}", on(resource));
            format!("Add a statement to {} that {verb}{whom} {what}", document(to))
        }
        What::AddPolicy { owner, effect, action, resource } => {
            format!("Give {owner} a policy that {} `{action}`{}", verb(*effect), on(resource))
        }
        What::Field { pointer, new } => field(pointer, new.as_deref(), scenario),
        What::Repair(title) => title.clone(),
    }
}

fn verb(effect: Effect) -> &'static str {
    if effect == Effect::Allow { "allows" } else { "denies" }
}

fn on(resource: &str) -> String {
    match resource {
        "*" => String::new(),
        _ if resource.contains(":key/") => " on this key".to_owned(),
        _ => {
            let [resource] = shortened([resource]);
            format!(" on {resource}")
        }
    }
}

/// An element of a statement, or a condition key in it.
fn place(statement: &InStatement, element: &str) -> String {
    if element.contains(':') {
        format!("`{element}` in the condition of {}", of(statement))
    } else {
        format!("the {element} of {}", of(statement))
    }
}

/// A statement with the document it stands in.
fn of(one: &InStatement) -> String {
    let named = statement(Named {
        layer: one.layer,
        level: one.level.as_deref(),
        policy: &one.policy,
        sid: one.sid.as_deref(),
        index: one.index,
    });
    let without_sid = one.sid.as_deref().is_none_or(str::is_empty);
    let number = one.index + 1;
    match one.layer {
        LayerName::KeyPolicy if one.document.ends_with("/saved") => {
            format!("{named} in the key policy in force")
        }
        LayerName::KeyPolicy => format!("{named} in the key policy"),
        _ if without_sid => format!("statement {number} of {named}"),
        _ => named,
    }
}

fn document(one: &InStatement) -> String {
    match one.layer {
        LayerName::KeyPolicy if one.document.ends_with("/saved") => {
            "the key policy in force".to_owned()
        }
        LayerName::KeyPolicy => "the key policy".to_owned(),
        LayerName::VpcEndpoint => "the VPC endpoint policy".to_owned(),
        layer => {
            let level = one.level.as_ref().map_or_else(String::new, |level| format!(" on {level}"));
            format!("{} {}{level}", kind_of_policy(layer), one.policy)
                .replace("session policy Session policy", "the session policy")
        }
    }
}

fn field(pointer: &str, new: Option<&str>, scenario: &Scenario) -> String {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let plain = |json: &str| match json::parse(json).0.value {
        json::Value::String(text) => text,
        _ => json.to_owned(),
    };
    let name = |part: &str| part.replace("~1", "/").replace("~0", "~");
    let value = new.map(plain);
    let value = value.as_deref();
    match (parts.as_slice(), value) {
        (["keys", _, "state"], Some("Enabled")) => "Enable the key".to_owned(),
        (["keys", _, "tags", tag], Some(value)) => {
            format!("Tag the key with {}=`{value}`", name(tag))
        }
        (["keys", _, "aliases", _], Some(value)) => format!("Give the key the alias `{value}`"),
        (["principals", index, rest @ ..], Some(value)) => {
            let index: Option<usize> = index.parse().ok();
            let principal = index.and_then(|index| scenario.principals.get(index));
            let whole = principal.map_or("", |principal| principal.id());
            let who = whole.rsplit('/').next().unwrap_or(whole);
            match rest {
                ["tags", tag] => format!("Tag {who} with {}=`{value}`", name(tag)),
                _ if value == "true" => format!("Let {who} sign in with MFA"),
                _ => format!("Let {who} sign in without MFA"),
            }
        }
        ([.., "key"], Some(value)) => {
            let [key] = shortened([value]);
            format!("Ask for the key {key}")
        }
        ([.., "via"], Some(value)) => format!("Call through `{value}`"),
        ([.., "via"], None) => "Call KMS directly, not through a service".to_owned(),
        ([.., "region"], Some(value)) => format!("Call in Region `{value}`"),
        ([.., "region"], None) => "Call in the key's own Region".to_owned(),
        ([.., "vpcEndpoint"], Some(value)) => format!("Call through VPC endpoint `{value}`"),
        ([.., "vpcEndpoint"], None) => "Call without the VPC endpoint".to_owned(),
        ([.., "encryptionContext", pair], Some(value)) => {
            format!("Send {}=`{value}` in the encryption context", name(pair))
        }
        ([.., "encryptionContext"], _) => "Send no encryption context".to_owned(),
        ([.., "parameters", parameter], Some(value)) => {
            format!("Call with {}={value}", name(parameter))
        }
        ([.., "context", key], Some(value)) => {
            format!("Make a request whose `{}` is `{value}`", name(key))
        }
        ([.., "context", key], None) => format!("Make a request without `{}`", name(key)),
        (_, Some(value)) => format!("Set `{pointer}` to `{value}`"),
        (_, None) => format!("Take `{pointer}` away"),
    }
}

/// Why no change is proposed for a decision that is to be allowed, or denied. `all`: was everything
/// tried?
pub fn nothing_changes_it(decision: &Decision, allow: bool, all: bool) -> String {
    match decision.error.as_deref() {
        Some(UNREADABLE_POLICY) => {
            "A document that takes part cannot be read. Mend it first: its problems say how."
        }
        Some(NOT_MODELLED) => {
            "The scenario does not say enough to decide this. The sentence above says what to add."
        }
        _ if !all => {
            "These policies are too large to try everything: what was tried does not change this."
        }
        _ if allow => {
            "No one or two edits of these policies, of the request or of the key allow this: the \
             sentence above says what stands in the way."
        }
        _ => "No one or two edits of these policies deny this without giving something to others.",
    }
    .to_owned()
}
