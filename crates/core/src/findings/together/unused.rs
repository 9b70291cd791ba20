//! A key policy that opens the key to another account where no identity policy takes it up (E-21).

use super::keys;
use super::reach::{has_identity, wanted};
use crate::actions::ActionSet;
use crate::decide::Model;
use crate::english::findings::together as english;
use crate::findings::statement::{account_of, allowed, principals};
use crate::findings::{Found, Row};
use crate::policy::{PrincipalEntry, Severity};
use crate::scenario::key_policy_pointer;
use std::collections::HashMap;

pub(super) const ROWS: &[&Row] = &[&UNUSED];

static UNUSED: Row = Row {
    code: "unused-cross-account-allow",
    severity: Severity::Warning,
    say: english::unused_allow,
};

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    for (index, arn) in keys(model) {
        let (Some(compiled), Some(key)) = (model.keys.get(index), model.scenario.keys.get(index))
        else {
            continue;
        };
        let mut known: HashMap<usize, ActionSet> = HashMap::new();
        // An account is told once, not a statement at a time.
        let mut open: HashMap<String, (bool, Found)> = HashMap::new();
        let mut order = Vec::new();
        for statement in compiled.policy.statements() {
            let offered = allowed(statement) & ActionSet::ACROSS_ACCOUNTS & ActionSet::KMS;
            for (entry, span) in principals(statement).filter(|_| !offered.is_empty()) {
                let Some(account) = account_of(entry).filter(|one| *one != arn.account) else {
                    continue;
                };
                let text = entry.text();
                let mut meant = model
                    .callers
                    .iter()
                    .filter(|caller| has_identity(caller) && caller.account == account)
                    .filter(|caller| match entry {
                        PrincipalEntry::Account { .. } => true,
                        _ => caller.identity_arn == text || caller.arn == text,
                    })
                    .peekable();
                let of_account = |grantee: &String| grantee.contains(&format!("::{account}:"));
                // A grant of the caller's side stands for its identity policy (G-20).
                let granted =
                    key.grants.iter().filter_map(|one| one.grantee.as_ref()).any(of_account);
                if meant.peek().is_none() || granted {
                    continue;
                }
                let used = meant.any(|caller| {
                    let owner = caller.policies_of;
                    let wanted =
                        known.entry(owner).or_insert_with(|| wanted(model, owner, &key.arn));
                    !(*wanted & offered).is_empty()
                });
                let kind = match entry {
                    PrincipalEntry::Account { .. } => "account",
                    _ => "principal",
                };
                let one = open.entry(text.clone()).or_insert_with(|| {
                    order.push(text.clone());
                    (false, Found::new(&UNUSED, span, &[&text, kind, &key.arn]))
                });
                one.0 |= used;
            }
        }
        for text in order {
            if let Some((false, one)) = open.remove(&text) {
                found.push((key_policy_pointer(index), one));
            }
        }
    }
}
