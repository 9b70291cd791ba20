//! A grant whose grantee does not exist (K-42).

use crate::decide::Model;
use crate::english::findings::together as english;
use crate::findings::{Found, Row};
use crate::policy::{PrincipalEntry, Severity};
use crate::text::Span;

pub(super) const ROWS: &[&Row] = &[&UNKNOWN_GRANTEE];

static UNKNOWN_GRANTEE: Row =
    Row { code: "unknown-grantee", severity: Severity::Warning, say: english::unknown_grantee };

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    // In an open scenario others exist that nobody describes.
    if !model.scenario.closed {
        return;
    }
    for (k, key) in model.scenario.keys.iter().enumerate() {
        for (g, grant) in key.grants.iter().enumerate() {
            let Some(grantee) = &grant.grantee else { continue };
            if model.unknown_principal(&PrincipalEntry::read("AWS", grantee)).is_some() {
                let pointer = format!("/keys/{k}/grants/{g}/grantee");
                found.push((pointer, Found::new(&UNKNOWN_GRANTEE, Span::default(), &[grantee])));
            }
        }
    }
}
