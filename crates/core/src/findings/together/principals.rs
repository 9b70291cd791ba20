//! Principals of a key policy that do not exist (K-31), or that are hardly meant.

use super::keys;
use crate::arn::Arn;
use crate::decide::Model;
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::english::findings::together as english;
use crate::english::{INVALID_PRINCIPALS, malformed_key_policy};
use crate::findings::statement::principals;
use crate::findings::{Found, Row};
use crate::policy::{PrincipalEntry, Severity};
use crate::scenario::key_policy_pointer;
use crate::spelling::edit_distance;
use std::collections::BTreeSet;

pub(super) const ROWS: &[&Row] = &[&UNKNOWN, &MISSPELT];

static UNKNOWN: Row =
    Row { code: "unknown-principal", severity: Severity::Error, say: english::unknown_principal };
static MISSPELT: Row = Row {
    code: "misspelt-principal",
    severity: Severity::Suggestion,
    say: english::misspelt_principal,
};

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    let scenario = model.scenario;
    let of_keys = scenario.keys.iter().filter_map(|key| Arn::parse(&key.arn));
    let accounts: BTreeSet<&str> = scenario
        .accounts
        .iter()
        .map(|account| account.id.as_str())
        .chain(model.callers.iter().map(|caller| caller.account.as_str()))
        .chain(of_keys.map(|arn| arn.account))
        .collect();
    for (index, _) in keys(model) {
        let Some(compiled) = model.keys.get(index) else { continue };
        let entries: Vec<_> = compiled.policy.statements().flat_map(principals).collect();
        let named: BTreeSet<String> = entries.iter().map(|(entry, _)| entry.text()).collect();
        for (entry, span) in &entries {
            let text = entry.text();
            // What is left of a deleted one is told where the document is read.
            let tied = matches!(entry, PrincipalEntry::UniqueId(_));
            let unknown = !tied && model.unknown_principal(entry).is_some();
            let meant = match entry {
                PrincipalEntry::Account { account, .. } => {
                    nearest_account(account, &accounts).map(|meant| text.replace(account, meant))
                }
                PrincipalEntry::User(arn) | PrincipalEntry::Role(arn) if unknown => model
                    .callers
                    .iter()
                    .map(|caller| &caller.identity_arn)
                    .find(|known| is_slip(arn, known) && !named.contains(*known))
                    .cloned(),
                _ => None,
            };
            let refused = unknown && scenario.closed;
            let row = if refused { &UNKNOWN } else { &MISSPELT };
            if !refused && meant.is_none() {
                continue;
            }
            let aws = refused.then(|| malformed_key_policy(INVALID_PRINCIPALS));
            let words: Vec<&str> =
                [Some(text.as_str()), meant.as_deref()].into_iter().flatten().collect();
            let mend =
                |meant: &String| repair(titles::write(meant), vec![replace_string(*span, meant)]);
            let repairs = meant.as_ref().map(mend).into_iter().collect();
            found.push((
                key_policy_pointer(index),
                Found { repairs, refused, aws, ..Found::new(row, *span, &words) },
            ));
        }
    }
}

/// The account that was meant by one that nothing else is of.
fn nearest_account<'a>(account: &str, known: &BTreeSet<&'a str>) -> Option<&'a str> {
    let near = |one: &&&str| !one.is_empty() && edit_distance(account, one) <= 2;
    if known.contains(account) { None } else { known.iter().find(near).copied() }
}

/// Are these two a principal and a slip of writing it: another path, a role for a user, a letter or
/// two? Names that differ in their digits are those of a row.
fn is_slip(written: &str, known: &str) -> bool {
    let (Some(a), Some(b)) = (Arn::parse(written), Arn::parse(known)) else { return false };
    let name = |arn: Arn<'_>| arn.resource.rsplit('/').next().unwrap_or_default().to_lowercase();
    let (a_name, b_name) = (name(a), name(b));
    if (a.service, a.account) != (b.service, b.account) || b.resource == "root" {
        return false;
    }
    let letters = |name: &str| name.chars().filter(|one| !one.is_ascii_digit()).collect::<String>();
    let within = match a_name.chars().count() {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    };
    let kind = |arn: Arn<'_>| arn.resource.split('/').next().map(str::to_owned);
    a_name == b_name
        || (kind(a) == kind(b)
            && letters(&a_name) != letters(&b_name)
            && edit_distance(&a_name, &b_name) <= within)
}
