//! Action elements.

use super::stated::Stated;
use super::{Document, prefixes};
use crate::actions::{self, ActionSet};
use crate::edit::{remove_one_of_several, repair, replace_string};
use crate::english::findings::actions as english;
use crate::english::findings::repairs as titles;
use crate::findings::{Found, Row};
use crate::glob;
use crate::json::Node;
use crate::policy::{PolicyKind, Severity, Spanned, is_vendor};
use std::collections::HashMap;

pub(super) const ROWS: &[&Row] = &[&INVALID_SERVICE, &UNSUPPORTED_ACTION];

static INVALID_SERVICE: Row = Row {
    code: "invalid-service-in-action",
    severity: Severity::Error,
    say: english::invalid_service_in_action,
};
static UNSUPPORTED_ACTION: Row = Row {
    code: "unsupported-action-in-policy",
    severity: Severity::Error,
    say: english::unsupported_action_in_policy,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    // Statements name the same few services again and again.
    let mut services: HashMap<String, Option<&'static str>> = HashMap::new();
    for Stated { read: statement, node, .. } in &document.statements {
        let Some(element) = &statement.action else { continue };
        let list = node.get(if element.negated { "NotAction" } else { "Action" });
        for entry in &element.entries {
            let Some((prefix, name)) = entry.value.split_once(':') else { continue };
            // Reading finds these.
            if name.contains(':') || !is_vendor(prefix) {
                continue;
            }
            let meant = *services
                .entry(prefix.to_ascii_lowercase())
                .or_insert_with(|| prefixes::meant_by(prefix));
            if let Some(meant) = meant {
                let right = format!("{meant}:{name}");
                // Of KMS the actions are known as well.
                let known = meant != "kms" || !ActionSet::covered_by(&right).is_empty();
                let right = if known { right } else { actions::meant(&right).unwrap_or(right) };
                let write = repair(titles::write(&right), vec![replace_string(entry.span, &right)]);
                let words = [prefix, meant];
                let misspelt = Found::new(&INVALID_SERVICE, entry.span, &words);
                found.push(Found { repairs: vec![write], ..misspelt });
            } else if !element.negated {
                found.extend(foreign(document.kind, prefix, entry, list));
            }
        }
    }
}

/// An action of a service that never asks the policy of this resource.
fn foreign(
    kind: PolicyKind,
    prefix: &str,
    entry: &Spanned<String>,
    list: Option<&Node>,
) -> Option<Found> {
    let prefix = prefix.to_ascii_lowercase();
    let own = match kind {
        PolicyKind::KeyPolicy if !glob::matches(&prefix, "kms") => "kms",
        PolicyKind::Bucket if !prefix.starts_with("s3") && !glob::matches(&prefix, "s3") => "s3",
        _ => return None,
    };
    let found = Found::new(&UNSUPPORTED_ACTION, entry.span, &[&entry.value, own]);
    // The last one stays: a statement without an action is refused.
    let remove = list.and_then(|list| remove_one_of_several(list, entry.span));
    let title = titles::remove(&entry.value);
    let repairs = remove.map(|edit| repair(title, vec![edit])).into_iter().collect();
    Some(Found { repairs, ..found })
}
