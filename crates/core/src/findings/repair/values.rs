//! Values that miss what was meant by a slip.

use super::place::Place;
use super::{document, principals, repair};
use crate::condition::{ConditionKey, KeyName, Operator, Pattern, Value as Listed};
use crate::edit::{quoted, replace, replace_string};
use crate::english::findings::repairs as titles;
use crate::json::Value;
use crate::report::Repair;

/// A value of the wrong type.
pub(super) fn of_type(at: &Place<'_>, element: &str) -> Option<Repair> {
    match (element, &at.value()?.value) {
        ("Version", _) => document::version(at),
        ("Principal", Value::Array(_)) if is_principal(at) => principals::list(at),
        ("Principal" | "Sid" | "Id" | "Action" | "Resource", Value::Number(number)) => {
            Some(repair(titles::IN_DOUBLE_QUOTES, vec![replace(at.span, quoted(number))]).certain())
        }
        _ => None,
    }
}

/// Is it the value of the element itself, not of a type in it?
fn is_principal(at: &Place<'_>) -> bool {
    let name = at.member().map(|(_, member)| member.key.as_str());
    matches!(name, Some("Principal" | "NotPrincipal"))
}

/// An ARN with blanks in it.
pub(super) fn trimmed(at: &Place<'_>, written: &str) -> Option<Repair> {
    let text: String = written.split_whitespace().collect();
    let arn = text == "*" || crate::arn::Arn::parse(&text).is_some();
    let changed = arn && text != written;
    changed.then(|| repair(titles::REMOVE_BLANKS, vec![replace_string(at.span, &text)]))
}

/// A value that its operator can compare once the blanks are right.
pub(super) fn comparable(at: &Place<'_>, written: &str) -> Option<Repair> {
    let (tests, _) = at.member()?;
    let mut around = at.chain().into_iter().rev();
    around.find(|node| node.span == tests.span)?;
    let operator = Operator::read(&at.member_of(around.next()?)?.key)?;
    let plain = written.trim();
    let date = plain.replacen(' ', "T", 1);
    let candidates = [plain.to_owned(), date.clone(), format!("{date}Z")];
    let meant = candidates.into_iter().find(|text| {
        text != written
            && !matches!(Listed::read(text, operator, false), Listed::Malformed | Listed::Broken(_))
    })?;
    Some(repair(titles::write(&meant), vec![replace_string(at.span, &meant)]))
}

/// A variable that lacks its last brace, or has blanks before or behind its name.
pub(super) fn variable(at: &Place<'_>, written: &str) -> Option<Repair> {
    let candidates = [closed(written), Some(unpadded(written))];
    let right = |text: &String| text != written && Pattern::read(text, true).is_ok();
    let meant = candidates.into_iter().flatten().find(right)?;
    Some(repair(titles::write(&meant), vec![replace_string(at.span, &meant)]))
}

/// Puts the brace behind the key that the open variable names.
fn closed(written: &str) -> Option<String> {
    let start = written.rfind("${")? + 2;
    let rest = written.get(start..).filter(|rest| !rest.contains('}'))?;
    let is_key = |text: &&str| {
        let key = ConditionKey::read(text);
        !text.contains(['*', '?']) && key.name != KeyName::Other && !key.is_unknown()
    };
    let word = rest.split(['/', '*', '?', '$']).next().unwrap_or(rest);
    let key = [rest, word].into_iter().find(is_key)?;
    let (before, behind) = written.split_at(start + key.len());
    Some(format!("{before}}}{behind}"))
}

fn unpadded(written: &str) -> String {
    let mut parts = written.split("${");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, behind) = part.split_once('}').unwrap_or((part, ""));
        text.push_str("${");
        text.push_str(inside.trim());
        if part.contains('}') {
            text.push('}');
        }
        text.push_str(behind);
    }
    text
}
