//! Elements of policies and statements.

use super::place::Place;
use super::repair;
use crate::condition::{ConditionKey, Operator};
use crate::edit::{insert_member, remove_entry, replace, replace_string};
use crate::english::findings::repairs as titles;
use crate::findings::lint::equality;
use crate::findings::statement::members;
use crate::json::{Member, Value};
use crate::policy::PolicyKind;
use crate::report::Repair;
use crate::spelling::nearest;
use crate::text::Span;

/// Names of remarks. What else is unknown may be meant to limit the statement: it is not thrown away.
const REMARKS: [&str; 12] = [
    "",
    "author",
    "comment",
    "comments",
    "created",
    "description",
    "note",
    "notes",
    "remark",
    "schema",
    "title",
    "todo",
];

/// An element that policies do not have: the one that was meant, the Condition that it belongs into,
/// or, of a remark, none.
pub(super) fn unknown(at: &Place<'_>, meant: Option<&'static str>) -> Option<Repair> {
    let (object, member) = at.member()?;
    if let Some(meant) = meant {
        let edit = replace_string(at.span, meant);
        let write = repair(titles::write(meant), vec![edit]);
        let write = write.certain_if(meant.eq_ignore_ascii_case(&member.key));
        return object.get(meant).is_none().then_some(write);
    }
    let statement = object.span != at.root.span;
    if statement && let Some((open, close)) = of_a_condition(at, member) {
        let [before, behind] =
            [member.key_span.start, member.value.span.end].map(|at| Span::new(at, at));
        let edits = vec![replace(before, open), replace(behind, close)];
        let free = object.get("Condition").is_none();
        return free.then(|| repair(titles::INTO_A_CONDITION, edits));
    }
    let plain = !matches!(member.value.value, Value::Object(_) | Value::Array(_));
    let name = member.key.trim_matches(|one: char| !one.is_ascii_alphanumeric());
    let remark = plain && REMARKS.contains(&name.to_ascii_lowercase().as_str());
    remark.then(|| removed(at)).flatten()
}

/// What must stand before and behind a member that belongs into a Condition: an operator, or a
/// condition key with its values.
fn of_a_condition(at: &Place<'_>, member: &Member) -> Option<(String, &'static str)> {
    if Operator::read(&member.key).is_some() {
        return Some(("\"Condition\": {".to_owned(), "}"));
    }
    let key = ConditionKey::read(&member.key);
    let values = !matches!(member.value.value, Value::Object(_));
    let operator = (values && !key.is_unknown()).then(|| equality(key.name)).flatten()?;
    let operator = match operator {
        "StringEquals" if member.value.span.of(at.text).contains(['*', '?']) => "StringLike",
        other => other,
    };
    let set = if key.name.is_multivalued() { "ForAnyValue:" } else { "" };
    Some((format!("\"Condition\": {{\"{set}{operator}\": {{"), "}}"))
}

/// The element without which the statement is right.
pub(super) fn removed(at: &Place<'_>) -> Option<Repair> {
    let (object, member) = at.member()?;
    let index = members(object).iter().position(|one| one.key_span == member.key_span)?;
    let edit = remove_entry(object, index)?;
    Some(repair(titles::remove(&member.key), vec![edit]))
}

/// A resource control policy can only deny.
pub(super) fn missing_effect(at: &Place<'_>) -> Option<Repair> {
    if at.source.kind != PolicyKind::ResourceControl {
        return None;
    }
    let edit = insert_member(at.value()?, at.text, "Effect", "\"Deny\"")?;
    Some(repair(titles::WRITE_DENY, vec![edit]))
}

pub(super) fn effect(at: &Place<'_>, written: &str) -> Option<Repair> {
    let effects = ["Allow", "Deny"];
    let word = written.trim();
    let meant = effects
        .into_iter()
        .find(|effect| effect.eq_ignore_ascii_case(word))
        .or_else(|| nearest(word, effects.into_iter(), 1))?;
    let write = repair(titles::write(meant), vec![replace_string(at.span, meant)]);
    Some(write.certain_if(meant.eq_ignore_ascii_case(word)))
}
