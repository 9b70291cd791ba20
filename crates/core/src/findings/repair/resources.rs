//! Resource elements.

use super::place::Place;
use super::repair;
use crate::actions::{ActionSet, USING_A_KEY};
use crate::arn::Arn;
use crate::condition::KeyName;
use crate::edit::{insert_after, insert_member, quoted, replace, replace_string};
use crate::english::findings::repairs as titles;
use crate::findings::statement::members;
use crate::json::{Node, Value};
use crate::policy::PolicyKind;
use crate::report::{Edit, Repair};
use crate::spelling::nearest;

/// In a key policy `"*"` is the key it belongs to, and all that may stand there.
pub(super) fn missing(at: &Place<'_>) -> Option<Repair> {
    if at.source.kind != PolicyKind::KeyPolicy {
        return None;
    }
    let value = at.value()?;
    let edit = match &value.value {
        // An empty list.
        Value::Array(_) => replace(at.span, "\"*\""),
        _ => {
            let behind = members(value)
                .iter()
                .position(|member| matches!(member.key.as_str(), "Action" | "NotAction"));
            insert_after(value, at.text, behind?, "Resource", "\"*\"")?
        }
    };
    Some(repair(titles::WRITE_RESOURCE, vec![edit]))
}

pub(super) fn of_this_key(at: &Place<'_>) -> Option<Repair> {
    let (_, member) = at.member()?;
    let edit = replace(member.value.span, "\"*\"");
    (member.key == "Resource").then(|| repair(titles::WRITE_THIS_KEY, vec![edit]))
}

pub(super) fn partition(at: &Place<'_>, written: &str, resource: &str) -> Option<Repair> {
    let word = written.trim().to_ascii_lowercase();
    let meant = nearest(&word, ["aws", "aws-cn", "aws-us-gov"].into_iter(), 1)?;
    let rest = resource.strip_prefix("arn:")?.strip_prefix(written)?;
    let edit = replace_string(at.span, &format!("arn:{meant}{rest}"));
    Some(repair(titles::write(meant), vec![edit]))
}

/// Only KMS has keys and aliases.
pub(super) fn service(at: &Place<'_>, written: &str) -> Option<Repair> {
    let Arn { partition, region, account, resource, .. } = Arn::parse(written)?;
    let of_kms = resource.starts_with("key/") || resource.starts_with("alias/");
    let arn = format!("arn:{partition}:kms:{region}:{account}:{resource}");
    of_kms.then(|| repair(titles::WRITE_KMS, vec![replace_string(at.span, &arn)]))
}

/// The keys of the alias's account and Region, as far as the caller names them by the alias.
pub(super) fn alias(at: &Place<'_>, written: &str) -> Option<Repair> {
    const KEY: &str = "kms:RequestAlias";
    let Arn { partition, region, account, resource, .. } = Arn::parse(written)?;
    let (_, member) = at.member()?;
    let alone = match &member.value.value {
        Value::Array(items) => items.len() == 1,
        _ => true,
    };
    if !alone || member.key != "Resource" || !uses_a_key(at) {
        return None;
    }
    let keys = format!("arn:{partition}:kms:{region}:{account}:key/*");
    let wild = resource.contains(['*', '?']);
    let operator = if wild { "StringLike" } else { "StringEquals" };
    let edits =
        vec![replace_string(at.span, &keys), condition(at, operator, KEY, &quoted(resource))?];
    Some(repair(titles::ALIAS_AS_CONDITION, edits))
}

/// Is the statement about actions in which a caller can name a key by its alias?
fn uses_a_key(at: &Place<'_>) -> bool {
    let Some(action) = at.statement().and_then(|statement| statement.get("Action")) else {
        return false;
    };
    let entries = match &action.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(action),
    };
    let set = |entry: &Node| match &entry.value {
        Value::String(text) => ActionSet::covered_by(text),
        _ => ActionSet::NONE,
    };
    // An action that names no alias would never be allowed under the condition.
    let fits = |entry: &Node| !(set(entry) & KeyName::RequestAlias.carried_by()).is_empty();
    entries.iter().all(fits) && entries.iter().any(|entry| !(set(entry) & USING_A_KEY).is_empty())
}

/// Adds a condition to the statement, unless it has one on the key.
fn condition(at: &Place<'_>, operator: &str, key: &str, value: &str) -> Option<Edit> {
    let statement = at.statement()?;
    let test = format!("{}: {value}", quoted(key));
    let Some(condition) = statement.get("Condition") else {
        let behind = members(statement).len().checked_sub(1)?;
        let value = format!("{{{}: {{{test}}}}}", quoted(operator));
        return insert_after(statement, at.text, behind, "Condition", &value);
    };
    let named = |node: &Node| members(node).iter().any(|one| one.key.eq_ignore_ascii_case(key));
    match condition.get(operator) {
        Some(tests) if named(tests) => None,
        Some(tests) => insert_member(tests, at.text, key, value),
        None => insert_member(condition, at.text, operator, &format!("{{{test}}}")),
    }
}
