//! `kms:ResourceAliases` in a key policy, where it may not be seen.

use super::super::Document;
use crate::condition::KeyName;
use crate::english::findings::operations as english;
use crate::findings::{Found, Row};
use crate::policy::{PolicyKind, Severity};

pub(super) static RESOURCE_ALIASES: Row = Row {
    code: "resource-aliases-in-key-policy",
    severity: Severity::Suggestion,
    say: english::resource_aliases,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.kind != PolicyKind::KeyPolicy {
        return;
    }
    for test in document.policy.statements.iter().flat_map(|statement| &statement.condition) {
        if test.key.name == KeyName::ResourceAliases {
            found.push(Found::new(&RESOURCE_ALIASES, test.span, &[&test.key.text]));
        }
    }
}
