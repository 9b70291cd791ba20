//! Statements that say what another one says.

use crate::edit::{quoted, repair};
use crate::english::findings::redundant as english;
use crate::english::findings::repairs as titles;
use crate::findings::lint::Document;
use crate::findings::statement::members;
use crate::findings::{Found, Row};
use crate::json::{Member, Node, Value};
use crate::policy::Severity;
use std::collections::HashMap;

pub(super) static REDUNDANT_STATEMENT: Row = Row {
    code: "redundant-statement",
    severity: Severity::Suggestion,
    say: english::redundant_statement,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    let statements = &document.statements;
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(statements.len());
    for (index, statement) in statements.iter().enumerate() {
        // What cannot be read may have been meant to differ.
        if !statement.read.unsupported.is_empty() {
            continue;
        }
        let first = *seen.entry(meaning(statement.node)).or_insert(index);
        if first == index {
            continue;
        }
        let name =
            |index: usize| match statements.get(index).and_then(|one| one.read.sid.as_deref()) {
                Some(sid) if !sid.is_empty() => sid.to_owned(),
                _ => (index + 1).to_string(),
            };
        let edit = statement.removal(document);
        let mend = edit.map(|edit| repair(titles::REMOVE_STATEMENT, vec![edit]).certain());
        let words = [name(index), name(first)];
        let words = [words[0].as_str(), words[1].as_str()];
        let new = Found::new(&REDUNDANT_STATEMENT, statement.node.span, &words);
        found.push(Found { repairs: mend.into_iter().collect(), ..new });
    }
}

/// A statement without its Sid, and without regard to order, to the case of names that have none,
/// and to whether one value stands in a list.
fn meaning(statement: &Node) -> String {
    let elements = members(statement).iter().filter(|member| {
        member.key != "Sid" && !(member.key == "Condition" && members(&member.value).is_empty())
    });
    let mut parts: Vec<String> = elements
        .map(|member| {
            let lower = matches!(member.key.as_str(), "Action" | "NotAction");
            format!("{}:{}", quoted(&member.key), canonical(&member.value, lower, false))
        })
        .collect();
    parts.sort();
    parts.join(",")
}

/// `lower`: does the case of its texts not matter? `keys`: that of its members' names?
fn canonical(node: &Node, lower: bool, keys: bool) -> String {
    let cased = |text: &str, lower: bool| {
        quoted(&if lower { text.to_ascii_lowercase() } else { text.to_owned() })
    };
    match &node.value {
        Value::String(text) => cased(text, lower),
        Value::Number(text) => quoted(text),
        Value::Bool(value) => quoted(&value.to_string()),
        Value::Null | Value::Invalid => "null".to_owned(),
        Value::Array(items) => {
            let mut all: Vec<String> =
                items.iter().map(|item| canonical(item, lower, keys)).collect();
            all.sort();
            all.dedup();
            if all.len() == 1 { all.concat() } else { format!("[{}]", all.join(",")) }
        }
        Value::Object(members) => {
            // The names inside an operator are condition keys (O-4).
            let member = |one: &Member| {
                format!("{}:{}", cased(&one.key, keys), canonical(&one.value, lower, true))
            };
            let mut all: Vec<String> = members.iter().map(member).collect();
            all.sort();
            format!("{{{}}}", all.join(","))
        }
    }
}
