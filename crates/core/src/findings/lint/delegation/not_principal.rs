//! Deny with NotPrincipal, which hits more than it seems to (K-6, M-26, E-41).

use super::super::Document;
use super::super::stated::Stated;
use crate::condition::KeyName;
use crate::edit::{insert_member, quoted, repair, replace};
use crate::english::findings::delegation as english;
use crate::english::findings::repairs as titles;
use crate::findings::statement::{account_of, member, with};
use crate::findings::{Found, Row};
use crate::json::Node;
use crate::policy::{Effect, Element, PrincipalEntry, Severity};
use crate::report::Repair;
use std::collections::BTreeSet;

pub(super) static WITHOUT_ACCOUNT: Row = Row {
    code: "not-principal-without-account",
    severity: Severity::Warning,
    say: english::not_principal_without_account,
};
pub(super) static DENY_NOT_PRINCIPAL: Row = Row {
    code: "deny-not-principal",
    severity: Severity::Warning,
    say: english::deny_not_principal,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for Stated { read: statement, node, .. } in &document.statements {
        let Some(principal) = statement.principal.as_ref().filter(|one| one.negated) else {
            continue;
        };
        if statement.effect != Effect::Deny {
            continue;
        }
        let of_accounts = principal.entries.iter().filter_map(|entry| match &entry.value {
            PrincipalEntry::Account { account, .. } => Some(account.as_str()),
            _ => None,
        });
        let accounts: BTreeSet<&str> = of_accounts.collect();
        let mut told = BTreeSet::new();
        for entry in &principal.entries {
            let Some(account) = account_of(&entry.value) else { continue };
            if accounts.contains(account) || !told.insert(account) {
                continue;
            }
            let text = entry.value.text();
            let partition = text.split(':').nth(1).unwrap_or("aws");
            let root = format!("arn:{partition}:iam::{account}:root");
            let list = node.get("NotPrincipal").and_then(|one| one.get("AWS"));
            let edit = list.and_then(|list| with(list, document.text, &root));
            let repairs = edit.map(|edit| repair(titles::LIST_ACCOUNT, vec![edit]));
            found.push(Found {
                repairs: repairs.into_iter().collect(),
                ..Found::new(&WITHOUT_ACCOUNT, entry.span, &[&text, &root])
            });
        }
        let Some(not_principal) = member(node, "NotPrincipal") else { continue };
        let caught = principal.entries.iter().any(|entry| {
            matches!(
                entry.value,
                PrincipalEntry::User(_) | PrincipalEntry::Role(_) | PrincipalEntry::Session(_)
            )
        });
        if told.is_empty() && caught {
            let repairs = by_condition(document, node, principal).into_iter().collect();
            let found_here = Found::new(&DENY_NOT_PRINCIPAL, not_principal.key_span, &[]);
            found.push(Found { repairs, ..found_here });
        }
    }
}

/// The same by a condition on `aws:PrincipalArn`, where an account's ARN is its root user (E-88).
fn by_condition(
    document: &Document<'_>,
    node: &Node,
    principal: &Element<PrincipalEntry>,
) -> Option<Repair> {
    let not_principal = member(node, "NotPrincipal")?;
    let arns: Vec<String> = principal
        .entries
        .iter()
        .map(|entry| match &entry.value {
            PrincipalEntry::User(arn) | PrincipalEntry::Role(arn) => Some(arn.clone()),
            PrincipalEntry::Account { account, partition } => {
                let partition = partition.as_deref().unwrap_or("aws");
                Some(format!("arn:{partition}:iam::{account}:root"))
            }
            _ => None,
        })
        .collect::<Option<_>>()?;
    let list: Vec<String> = arns.iter().map(|arn| quoted(arn)).collect();
    let key = quoted(KeyName::PrincipalArn.spelling());
    let test = format!("{{{key}: [{}]}}", list.join(", "));
    let span = crate::text::Span::new(not_principal.key_span.start, not_principal.value.span.end);
    let everyone = replace(span, "\"Principal\": \"*\"");
    let condition = match node.get("Condition") {
        Some(condition) if member(condition, "ArnNotEquals").is_none() => {
            insert_member(condition, document.text, "ArnNotEquals", &test)?
        }
        Some(_) => return None,
        None => insert_member(
            node,
            document.text,
            "Condition",
            &format!("{{\"ArnNotEquals\": {test}}}"),
        )?,
    };
    let mut edits = vec![everyone, condition];
    edits.sort_by_key(|edit| match edit {
        crate::report::Edit::Text { span, .. } => std::cmp::Reverse(span.start),
        crate::report::Edit::Set { .. } => std::cmp::Reverse(0),
    });
    Some(repair(titles::DENY_BY_CONDITION, edits))
}
