//! What stands in no document.

use crate::decide::Model;
use crate::english::findings::together as english;
use crate::findings::{Found, Row};
use crate::policy::Severity;
use crate::text::Span;
use std::collections::HashSet;

pub(super) const ROWS: &[&Row] = &[&EMPTY_LEVEL, &AMBIGUOUS_CONTEXT];

static EMPTY_LEVEL: Row =
    Row { code: "empty-level", severity: Severity::Warning, say: english::empty_level };
static AMBIGUOUS_CONTEXT: Row = Row {
    code: "ambiguous-encryption-context",
    severity: Severity::Warning,
    say: english::ambiguous_name,
};

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    for (a, account) in model.scenario.accounts.iter().enumerate() {
        for (l, level) in account.scps.iter().flatten().enumerate() {
            if level.is_empty() {
                let empty = Found::new(&EMPTY_LEVEL, Span::default(), &[&account.id]);
                found.push((format!("/accounts/{a}/scps/{l}"), empty));
            }
        }
    }
    for (r, request) in model.scenario.requests.iter().enumerate() {
        let mut seen = HashSet::new();
        for name in request.encryption_context.keys() {
            if !seen.insert(name.to_lowercase()) {
                let twice = Found::new(&AMBIGUOUS_CONTEXT, Span::default(), &[name]);
                found.push((format!("/requests/{r}/encryptionContext"), twice));
            }
        }
    }
}
