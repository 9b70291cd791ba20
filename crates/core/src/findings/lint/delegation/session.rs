//! A session of a role as principal, where the role may be meant (M-27).

use super::super::Document;
use crate::arn::Arn;
use crate::edit::{repair, replace_string};
use crate::english::findings::delegation as english;
use crate::english::findings::repairs as titles;
use crate::findings::statement::principals;
use crate::findings::{Found, Row};
use crate::policy::{PolicyKind, PrincipalEntry, Severity};

pub(in crate::findings) static SESSION_AS_PRINCIPAL: Row = Row {
    code: "session-as-principal",
    severity: Severity::Suggestion,
    say: english::session_as_principal,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.kind != PolicyKind::KeyPolicy {
        return;
    }
    for (entry, span) in document.policy.statements.iter().flat_map(principals) {
        let PrincipalEntry::Session(arn) = entry else { continue };
        let Some((role, name)) = role_and_name(arn) else { continue };
        // The role of an Identity Center user has a path that its sessions do not show.
        let plain = !name.starts_with("AWSReservedSSO_");
        let repairs = plain.then(|| repair(titles::NAME_ROLE, vec![replace_string(span, &role)]));
        found.push(Found {
            repairs: repairs.into_iter().collect(),
            ..Found::new(&SESSION_AS_PRINCIPAL, span, &[arn, &name])
        });
    }
}

/// The role of a session, taken to have no path, and its name. Of sessions that services make
/// nobody names the role.
pub(in crate::findings) fn role_and_name(session: &str) -> Option<(String, String)> {
    let arn = Arn::parse(session)?;
    let name = arn.resource.split('/').nth(1).filter(|name| !name.contains(':'))?;
    Some((format!("arn:{}:iam::{}:role/{name}", arn.partition, arn.account), name.to_owned()))
}
