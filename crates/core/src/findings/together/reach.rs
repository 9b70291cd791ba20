//! What key policies and identity policies open for each other, conditions and Denies left aside.

use crate::actions::ActionSet;
use crate::caller::{Caller, CallerKind};
use crate::decide::{CompiledPolicy, Model};
use crate::matching::{Fit, action, principal};
use crate::policy::{Effect, Statement, matches};

/// The callers that use the identity policies of the principal `owner`.
pub(super) fn users<'m>(model: &'m Model<'_>, owner: usize) -> impl Iterator<Item = &'m Caller> {
    model.callers.iter().filter(move |caller| caller.policies_of == owner)
}

/// What the policies of a key may allow to a caller by naming it, its account or everyone.
pub(super) fn opened(model: &Model<'_>, key: usize, caller: &Caller) -> ActionSet {
    // Saving the policy again ties it to the principal that there is now.
    let caller = Caller { recreated: false, ..caller.clone() };
    let Some(key) = model.keys.get(key) else { return ActionSet::NONE };
    let mut all = ActionSet::NONE;
    for policy in [&key.policy].into_iter().chain(key.ram.as_ref()) {
        if !policy.is_readable() {
            return ActionSet::KMS;
        }
        let kind = policy.source.kind;
        for statement in policy.statements().filter(|one| one.effect == Effect::Allow) {
            if principal::fit(statement, &caller).fitted.fit != Fit::No {
                all = all | action::fits(statement, kind).doubtful;
            }
        }
    }
    all
}

/// What the identity policies of the principal `owner` may allow on the key `arn`.
pub(super) fn wanted(model: &Model<'_>, owner: usize, arn: &str) -> ActionSet {
    let Some(principal) = model.principals.get(owner) else { return ActionSet::NONE };
    let policies = principal.identity.iter();
    policies.fold(ActionSet::NONE, |all, policy| all | of_policy(policy, arn))
}

fn of_policy(policy: &CompiledPolicy, arn: &str) -> ActionSet {
    if !policy.is_readable() {
        return ActionSet::KMS;
    }
    let kind = policy.source.kind;
    let about = |statement: &&Statement| {
        statement.effect == Effect::Allow
            && statement.resource.as_ref().is_none_or(|resource| {
                resource.negated
                    || resource.entries.iter().any(|entry| {
                        entry.value.variables.is_some()
                            || entry.value.text == "*"
                            || matches(&entry.value.text, arn)
                    })
            })
    };
    policy
        .statements()
        .filter(about)
        .fold(ActionSet::NONE, |all, statement| all | action::fits(statement, kind).doubtful)
}

/// Has it identity policies of its own?
pub(super) fn has_identity(caller: &Caller) -> bool {
    !matches!(caller.kind, CallerKind::Root | CallerKind::Service)
}
