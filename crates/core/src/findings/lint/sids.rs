//! The names of statements.

use super::Document;
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::english::findings::sids as english;
use crate::findings::{Found, Row};
use crate::json::{Node, Value};
use crate::policy::Severity;
use std::collections::{HashMap, HashSet};

pub(super) const ROWS: &[&Row] = &[&UNIQUE_SIDS];

static UNIQUE_SIDS: Row = Row {
    code: "unique-sids-recommended",
    severity: Severity::Warning,
    say: english::unique_sids_recommended,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    // IAM refuses them (J-23), and reading says so.
    if document.kind.is_of_iam() {
        return;
    }
    let sids = || document.statements.iter().filter_map(|statement| sid(statement.node));
    let mut taken: HashSet<String> = sids().map(|(_, sid)| sid.to_owned()).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (node, sid) in sids().filter(|(_, sid)| !sid.is_empty()) {
        let count = counts.entry(sid).or_insert(0);
        *count += 1;
        if *count == 1 {
            continue;
        }
        let mut own = format!("{sid}{count}");
        // Every name is tried once, however often the Sid stands there.
        while !taken.insert(own.clone()) {
            *count += 1;
            own = format!("{sid}{count}");
        }
        let rename = repair(titles::write(&own), vec![replace_string(node.span, &own)]).certain();
        let twice = Found::new(&UNIQUE_SIDS, node.span, &[sid]);
        found.push(Found { repairs: vec![rename], ..twice });
    }
}

fn sid(statement: &Node) -> Option<(&Node, &str)> {
    let node = statement.get("Sid")?;
    match &node.value {
        Value::String(text) => Some((node, text)),
        _ => None,
    }
}
