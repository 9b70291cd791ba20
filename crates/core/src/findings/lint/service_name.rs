//! Wildcards in the service part of an action.

use super::Document;
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::english::findings::service_name as english;
use crate::findings::{Found, Row};
use crate::glob;
use crate::policy::{PolicyKind, Severity};

pub(super) const ROWS: &[&Row] = &[&WILDCARD];

static WILDCARD: Row = Row {
    code: "wildcard-in-service-name",
    severity: Severity::Suggestion,
    say: english::wildcard,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    let actions = document.policy.statements.iter().filter_map(|one| one.action.as_ref());
    for entry in actions.flat_map(|action| &action.entries) {
        let Some((service, name)) = entry.value.split_once(':') else { continue };
        if !service.contains(['*', '?']) {
            continue;
        }
        let own = match document.kind {
            PolicyKind::KeyPolicy => "kms",
            PolicyKind::Bucket => "s3",
            _ => "",
        };
        // That it is about another service is told as such.
        if !own.is_empty() && !glob::matches_ignoring_case(service, own) {
            continue;
        }
        // `*:Name` may well mean other services, except in the policy of a key.
        let of_kms = glob::matches_ignoring_case(service, "kms")
            && (service != "*" || document.kind == PolicyKind::KeyPolicy);
        let meant = format!("kms:{name}");
        let mend =
            of_kms.then(|| repair(titles::write(&meant), vec![replace_string(entry.span, &meant)]));
        let new = Found::new(&WILDCARD, entry.span, &[&entry.value]);
        found.push(Found { repairs: mend.into_iter().collect(), ..new });
    }
}
