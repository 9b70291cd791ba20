//! Principals.

use super::place::Place;
use super::repair;
use crate::edit::{insert_member, quoted, replace, replace_string};
use crate::english::findings::repairs as titles;
use crate::findings::statement::members;
use crate::json::{Node, Value};
use crate::policy::{PolicyKind, PrincipalEntry};
use crate::report::Repair;
use crate::spelling::edit_distance;

pub(super) fn missing(at: &Place<'_>) -> Option<Repair> {
    // A resource control policy is about everyone.
    if at.source.kind != PolicyKind::ResourceControl {
        return None;
    }
    let edit = insert_member(at.value()?, at.text, "Principal", "\"*\"")?;
    Some(repair(titles::WRITE_PRINCIPAL, vec![edit]))
}

/// A name that is right under another type, or without a slip.
pub(super) fn named(at: &Place<'_>, written: &str) -> Option<Repair> {
    let (object, member) = at.member()?;
    // Nobody lets in the whole world by a slip.
    let name = Some(mended(written)).filter(|name| name != "*")?;
    let kind = PrincipalEntry::type_of(&name)?;
    if matches!(member.key.as_str(), "Principal" | "NotPrincipal") {
        let edit = replace(at.span, format!("{{\"{kind}\": {}}}", quoted(&name)));
        return Some(repair(titles::as_type(kind), vec![edit]));
    }
    if kind == member.key {
        return Some(repair(titles::write(&name), vec![replace_string(at.span, &name)]));
    }
    let all_of_it = match &member.value.value {
        Value::Array(items) => items.len() == 1,
        _ => true,
    };
    let free = all_of_it && name == written && object.get(kind).is_none();
    let edit = replace_string(member.key_span, kind);
    free.then(|| repair(titles::write(kind), vec![edit]))
}

/// Without blanks, and with the empty Region that IAM's ARNs have.
fn mended(written: &str) -> String {
    let name: String = written.split_whitespace().collect();
    let parts: Vec<&str> = name.splitn(5, ':').collect();
    match parts.as_slice() {
        ["arn", partition, service @ ("iam" | "sts"), account, rest]
            if crate::arn::is_account(account) =>
        {
            format!("arn:{partition}:{service}::{account}:{rest}")
        }
        _ => name,
    }
}

pub(super) fn of_type(at: &Place<'_>, written: &str) -> Option<Repair> {
    let (object, _) = at.member()?;
    let word = written.trim().to_ascii_lowercase();
    let near = |kind: &&str| edit_distance(&word, &kind.to_ascii_lowercase()) <= 1;
    let meant = PrincipalEntry::TYPES.into_iter().find(near)?;
    let edit = replace_string(at.span, meant);
    let write = repair(titles::write(meant), vec![edit]);
    let write = write.certain_if(meant.eq_ignore_ascii_case(&word));
    object.get(meant).is_none().then_some(write)
}

/// In a resource control policy: `{"AWS": "*"}` means what only `"*"` may say.
pub(super) fn everyone(at: &Place<'_>) -> Option<Repair> {
    let (_, member) = at.member()?;
    let star = |node: &Node| matches!(&node.value, Value::String(text) if text == "*");
    let everyone = match members(&member.value) {
        [one] => match &one.value.value {
            Value::Array(items) => items.iter().any(star),
            _ => star(&one.value),
        },
        _ => false,
    };
    let edit = replace(member.value.span, "\"*\"");
    (everyone && member.key == "Principal").then(|| repair(titles::WRITE_STAR, vec![edit]))
}

/// A list of principals without their type.
pub(super) fn list(at: &Place<'_>) -> Option<Repair> {
    let Value::Array(items) = &at.value()?.value else { return None };
    let named = |item: &Node| match &item.value {
        Value::String(text) => PrincipalEntry::type_of(text) == Some("AWS"),
        _ => false,
    };
    let certain = !items.is_empty() && items.iter().all(named);
    let edit = replace(at.span, format!("{{\"AWS\": {}}}", at.span.of(at.text)));
    certain.then(|| repair(titles::as_type("AWS"), vec![edit]).certain())
}
