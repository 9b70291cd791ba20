//! A key policy after which nobody could change it (K-30).

use super::super::Document;
use crate::actions::Action;
use crate::english::findings::delegation as english;
use crate::english::{LOCKED_OUT, malformed_key_policy};
use crate::findings::statement::{covered, member, principals};
use crate::findings::{Found, Row};
use crate::policy::{Effect, Policy, PolicyKind, PrincipalEntry, Severity, Statement};
use crate::text::Span;

pub(in crate::findings) static POLICY_LOCKOUT: Row =
    Row { code: "policy-lockout", severity: Severity::Warning, say: english::policy_lockout };

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    let may = |entry: &PrincipalEntry| {
        !matches!(entry, PrincipalEntry::Service(_) | PrincipalEntry::NeverCallsKms(_))
    };
    let all = is_everyone;
    // The policies of AWS managed keys (K-51) are not for anybody to change.
    let managed = document.root.get("Id").is_some_and(
        |id| matches!(&id.value, crate::json::Value::String(text) if text.starts_with("auto-")),
    );
    let is_key_policy = document.kind == PolicyKind::KeyPolicy && !managed;
    if is_key_policy && !keeps_put_key_policy(document.policy, may, all) {
        let span =
            member(document.root, "Statement").map_or(document.root.span, |one| one.key_span);
        found.push(refused(span, document.policy, document.is_refused, all));
    }
}

/// The finding. KMS looks at it last, after all other faults.
pub(in crate::findings) fn refused(
    span: Span,
    policy: &Policy,
    for_another_fault: bool,
    all: impl Fn(&PrincipalEntry) -> bool,
) -> Found {
    let one = Found::new(&POLICY_LOCKOUT, span, &[cause(policy, all)]);
    let aws = (!for_another_fault).then(|| malformed_key_policy(LOCKED_OUT));
    Found { refused: true, aws, ..one }
}

/// What locks out: a Deny, or that no statement allows it.
pub(in crate::findings) fn cause(
    policy: &Policy,
    all: impl Fn(&PrincipalEntry) -> bool,
) -> &'static str {
    if is_denied_to_all(policy, all) { "denied" } else { "not allowed" }
}

/// May anybody whom `counts` takes change the policy? `all` takes entries that name everyone who
/// could. Conditions are taken as met, and what cannot be read as meant so.
pub(in crate::findings) fn keeps_put_key_policy(
    policy: &Policy,
    counts: impl Fn(&PrincipalEntry) -> bool,
    all: impl Fn(&PrincipalEntry) -> bool,
) -> bool {
    let allows = |statement: &&Statement| {
        let Some(principal) = &statement.principal else { return true };
        principal.negated || principal.entries.iter().any(|entry| counts(&entry.value))
    };
    let readable = |one: &Statement, element| one.unsupported_in(element).is_none();
    let mut allowing = policy.statements.iter().filter(|one| {
        let allow = one.effect == Effect::Allow || !readable(one, "Effect");
        let acts = one.action.is_none() || !readable(one, "Action") || covers(one);
        !readable(one, "Statement") || allow && acts
    });
    !is_denied_to_all(policy, all) && allowing.any(|one| allows(&one))
}

pub(in crate::findings) fn is_everyone(entry: &PrincipalEntry) -> bool {
    matches!(entry, PrincipalEntry::Everyone | PrincipalEntry::EveryIdentity)
}

/// Is there a Deny for all of them without a condition?
fn is_denied_to_all(policy: &Policy, all: impl Fn(&PrincipalEntry) -> bool) -> bool {
    policy.statements.iter().any(|statement| {
        statement.effect == Effect::Deny
            && statement.condition.is_empty()
            && statement.unsupported.is_empty()
            && covers(statement)
            && principals(statement).any(|(entry, _)| all(entry))
    })
}

/// Is it about kms:PutKeyPolicy?
fn covers(statement: &Statement) -> bool {
    let (Some(put), Some(action)) = (Action::bare("PutKeyPolicy"), &statement.action) else {
        return false;
    };
    action.entries.iter().any(|entry| covered(&entry.value).contains(put)) != action.negated
}
