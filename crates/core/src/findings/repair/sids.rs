//! Names of statements.

use super::place::Place;
use super::{elements, repair};
use crate::edit::replace_string;
use crate::english::findings::repairs as titles;
use crate::findings::statement::nodes;
use crate::json::Value;
use crate::report::Repair;
use std::collections::HashSet;

/// Only letters and digits. A word that loses the blank before it begins with a capital letter, as
/// AWS writes it: `Allow use of the key` becomes `AllowUseOfTheKey`.
pub(super) fn allowed(at: &Place<'_>, sid: &str) -> Option<Repair> {
    let mut name = String::with_capacity(sid.len());
    let mut gap = false;
    for character in sid.chars() {
        if !character.is_ascii_alphanumeric() {
            gap = true;
            continue;
        }
        let begins = gap && !name.is_empty();
        name.push(if begins { character.to_ascii_uppercase() } else { character });
        gap = false;
    }
    if name.is_empty() {
        return elements::removed(at);
    }
    let taken = taken(at);
    let name = if taken.contains(name.as_str()) { free(&name, &taken) } else { name };
    Some(repair(titles::write(&name), vec![replace_string(at.span, &name)]))
}

/// The same name with the first free number.
pub(super) fn numbered(at: &Place<'_>, sid: &str) -> Option<Repair> {
    let name = free(sid, &taken(at));
    Some(repair(titles::write(&name), vec![replace_string(at.span, &name)]))
}

fn free(name: &str, taken: &HashSet<&str>) -> String {
    let numbered = |number: usize| format!("{name}{number}");
    // One more than there are names: one of them is free.
    let all = (2..taken.len() + 3).map(numbered);
    all.clone().find(|name| !taken.contains(name.as_str())).unwrap_or_else(|| numbered(2))
}

fn taken<'p>(at: &Place<'p>) -> HashSet<&'p str> {
    let sids = nodes(at.root).iter().filter_map(|statement| statement.get("Sid"));
    let texts = sids.filter_map(|sid| match &sid.value {
        Value::String(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}
