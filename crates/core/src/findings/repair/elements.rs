//! Elements of policies and statements.

use super::place::Place;
use super::repair;
use crate::condition::Operator;
use crate::edit::{insert_member, remove_entry, replace, replace_string};
use crate::findings::statement::members;
use crate::json::Value;
use crate::policy::PolicyKind;
use crate::report::Repair;
use crate::spelling::nearest;
use crate::text::Span;

/// An element that policies do not have: the one that was meant, or none. What says more than a
/// remark is not thrown away.
pub(super) fn unknown(at: &Place<'_>, meant: Option<&'static str>) -> Option<Repair> {
    let (object, member) = at.member()?;
    if let Some(meant) = meant {
        let edit = replace_string(at.span, meant);
        return object.get(meant).is_none().then(|| repair(format!("Write {meant}"), vec![edit]));
    }
    let operator = Operator::read(&member.key).is_some();
    if operator && object.get("Condition").is_none() && object.span != at.root.span {
        let open = Span::new(member.key_span.start, member.key_span.start);
        let close = Span::new(member.value.span.end, member.value.span.end);
        let edits = vec![replace(open, "\"Condition\": {"), replace(close, "}")];
        return Some(repair("Put it into a Condition", edits));
    }
    let remark = !matches!(member.value.value, Value::Object(_) | Value::Array(_));
    remark.then(|| removed(at)).flatten()
}

/// The element without which the statement is right.
pub(super) fn removed(at: &Place<'_>) -> Option<Repair> {
    let (object, member) = at.member()?;
    let index = members(object).iter().position(|one| one.key_span == member.key_span)?;
    let edit = remove_entry(object, index)?;
    Some(repair(format!("Remove {}", member.key), vec![edit]))
}

/// A resource control policy can only deny.
pub(super) fn missing_effect(at: &Place<'_>) -> Option<Repair> {
    if at.source.kind != PolicyKind::ResourceControl {
        return None;
    }
    let edit = insert_member(at.value()?, at.text, "Effect", "\"Deny\"")?;
    Some(repair("Write Effect Deny", vec![edit]))
}

pub(super) fn effect(at: &Place<'_>, written: &str) -> Option<Repair> {
    let effects = ["Allow", "Deny"];
    let word = written.trim();
    let meant = effects
        .into_iter()
        .find(|effect| effect.eq_ignore_ascii_case(word))
        .or_else(|| nearest(word, effects.into_iter(), 1))?;
    Some(repair(format!("Write {meant}"), vec![replace_string(at.span, meant)]))
}
