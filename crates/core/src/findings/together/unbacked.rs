//! An identity policy that allows something on a key whose policy never lets it (E-11, E-20).

use super::reach::{opened, users};
use crate::actions::ActionSet;
use crate::arn::Arn;
use crate::decide::Model;
use crate::english::findings::together as english;
use crate::findings::statement::allowed;
use crate::findings::{Found, Row};
use crate::policy::Severity;
use crate::scenario::{Grant, identity_policy_pointer};
use std::collections::HashMap;

pub(super) const ROWS: &[&Row] = &[&UNBACKED];

static UNBACKED: Row =
    Row { code: "unbacked-allow", severity: Severity::Warning, say: english::unbacked_allow };

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    let keys = model.scenario.keys.iter().enumerate();
    let by_arn: HashMap<&str, usize> = keys.map(|(index, key)| (key.arn.as_str(), index)).collect();
    for (owner, principal) in model.principals.iter().enumerate() {
        let Some(caller) = model.callers.get(owner) else { continue };
        let mut known: HashMap<usize, ActionSet> = HashMap::new();
        for (index, policy) in principal.identity.iter().enumerate() {
            for statement in policy.statements() {
                let Some(resource) = statement.resource.as_ref().filter(|one| !one.negated) else {
                    continue;
                };
                for entry in &resource.entries {
                    let Some(key) = by_arn.get(entry.value.text.as_str()).copied() else {
                        continue;
                    };
                    let account = Arn::parse(&entry.value.text).map_or("", |arn| arn.account);
                    let own = account == caller.account;
                    let effective =
                        if own { ActionSet::ON_KEY } else { ActionSet::ACROSS_ACCOUNTS };
                    let wanted = allowed(statement) & effective & ActionSet::KMS;
                    let opened = *known.entry(key).or_insert_with(|| {
                        let callers = users(model, owner);
                        callers.fold(ActionSet::NONE, |all, one| all | opened(model, key, one))
                    });
                    if wanted.is_empty()
                        || !(wanted & opened).is_empty()
                        || granted(model, key, owner)
                    {
                        continue;
                    }
                    let name = caller.identity_arn.as_str();
                    let by = if opened.is_empty() { "names" } else { "allows" };
                    let words = [name, account, by];
                    let one = Found::new(&UNBACKED, entry.span, &words);
                    found.push((identity_policy_pointer(owner, index), one));
                }
            }
        }
    }
}

/// Has a grant on the key one of those who use these policies as its grantee, or their account?
fn granted(model: &Model<'_>, key: usize, owner: usize) -> bool {
    let grants = model.scenario.keys.get(key).map_or(&[][..], |key| &key.grants);
    let to = |grant: &Grant| {
        let Some(grantee) = &grant.grantee else { return false };
        users(model, owner).any(|caller| {
            *grantee == caller.arn
                || *grantee == caller.identity_arn
                || grantee.ends_with(&format!("::{}:root", caller.account))
        })
    };
    grants.iter().any(to)
}
