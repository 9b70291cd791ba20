//! A key policy that gives the key's own account no power over it (E-11, K-30, K-80).

use super::keys;
use crate::arn::Arn;
use crate::decide::Model;
use crate::edit::{quoted, repair, replace};
use crate::english::findings::repairs as titles;
use crate::english::findings::together as english;
use crate::findings::lint::delegation::lockout::{
    cause, is_everyone, keeps_put_key_policy, refused,
};
use crate::findings::statement::{account_of, member};
use crate::findings::{Found, Row};
use crate::json::{self, Node, Value};
use crate::policy::{Effect, KEY_POLICY_BYTES, Policy, PrincipalEntry, Severity};
use crate::report::Edit;
use crate::scenario::key_policy_pointer;
use crate::text::Span;

pub(super) const ROWS: &[&Row] = &[&MISSING_DELEGATION];

static MISSING_DELEGATION: Row = Row {
    code: "missing-delegation",
    severity: Severity::Warning,
    say: english::missing_delegation,
};

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    for (index, arn) in keys(model) {
        let Some(compiled) = model.keys.get(index) else { continue };
        let Some(policy) = &compiled.policy.source.policy else { continue };
        // Other accounts never put a key policy.
        let may = |entry: &PrincipalEntry| match entry {
            PrincipalEntry::Service(_) | PrincipalEntry::NeverCallsKms(_) => false,
            _ => account_of(entry).is_none_or(|account| account == arn.account),
        };
        // A Deny for the account is one for everyone in it.
        let all = |entry: &PrincipalEntry| match entry {
            PrincipalEntry::Account { account, .. } => account == arn.account,
            other => is_everyone(other),
        };
        let lockout = !keeps_put_key_policy(policy, may, all);
        if !lockout && (policy.statements.is_empty() || delegates(policy, arn.account)) {
            continue;
        }
        let text = &compiled.policy.source.text;
        let (root, _) = json::parse(text);
        let span = member(&root, "Statement").map_or(root.span, |one| one.key_span);
        // Another Allow does not help where a Deny is at fault.
        let helps = !lockout || cause(policy, all) != "denied";
        let edits = helps.then(|| delegation(&root, text, &arn)).flatten();
        let edits = edits.filter(|edits| text.len() + added(edits) <= KEY_POLICY_BYTES);
        let repairs = edits.map(|edits| repair(titles::ADD_DELEGATION, edits));
        let one = if lockout {
            let problems = &compiled.policy.source.problems;
            let for_another_fault = problems.iter().any(|problem| problem.kind.is_refused());
            refused(span, policy, for_another_fault, all)
        } else {
            Found::new(&MISSING_DELEGATION, span, &[arn.account])
        };
        let repairs = repairs.into_iter().collect();
        found.push((key_policy_pointer(index), Found { repairs, ..one }));
    }
}

/// Does a statement give the account something, or may it be meant to?
fn delegates(policy: &Policy, own: &str) -> bool {
    let gives = |entry: &PrincipalEntry| match entry {
        PrincipalEntry::Account { account, .. } => account == own,
        PrincipalEntry::Everyone | PrincipalEntry::EveryIdentity | PrincipalEntry::Invalid(_) => {
            true
        }
        _ => false,
    };
    policy.statements.iter().any(|one| {
        let readable = |element| one.unsupported_in(element).is_none();
        let allow = one.effect == Effect::Allow || !readable("Effect");
        let to_it = one.principal.as_ref().is_none_or(|principal| {
            principal.negated || principal.entries.iter().any(|entry| gives(&entry.value))
        });
        !readable("Statement") || allow && (to_it || !readable("Principal"))
    })
}

/// How many bytes edits put in.
fn added(edits: &[Edit]) -> usize {
    let length = |edit: &Edit| match edit {
        Edit::Text { text, .. } => text.len(),
        Edit::Set { .. } => 0,
    };
    edits.iter().map(length).sum()
}

/// Puts the statement of K-20 before all others.
fn delegation(root: &Node, text: &str, arn: &Arn<'_>) -> Option<Vec<Edit>> {
    const SID: &str = "Enable IAM User Permissions";
    let list = root.get("Statement")?;
    let items = match &list.value {
        Value::Array(items) => items.as_slice(),
        Value::Object(_) => std::slice::from_ref(list),
        _ => return None,
    };
    let named = |item: &Node| matches!(item.get("Sid").map(|sid| &sid.value), Some(Value::String(sid)) if sid == SID);
    let account = format!("arn:{}:iam::{}:root", arn.partition, arn.account);
    let sid = format!("\"Sid\": {}", quoted(SID));
    let mut members: Vec<String> = if items.iter().any(named) { Vec::new() } else { vec![sid] };
    members.extend([
        "\"Effect\": \"Allow\"".to_owned(),
        format!("\"Principal\": {{\"AWS\": {}}}", quoted(&account)),
        "\"Action\": \"kms:*\"".to_owned(),
        "\"Resource\": \"*\"".to_owned(),
    ]);
    let is_list = matches!(list.value, Value::Array(_));
    let first = items.first()?.span;
    // What stands before the first statement: a new line and its indentation.
    let layout = Span::new(list.span.start + 1, first.start);
    let layout = if is_list { layout.of(text) } else { "" };
    let statement = match layout.rsplit_once('\n') {
        Some((_, indent)) if layout.trim().is_empty() => {
            let inner = format!(",\n{indent}  ");
            format!("{{\n{indent}  {}\n{indent}}},{layout}", members.join(&inner))
        }
        _ => format!("{{{}}}, ", members.join(", ")),
    };
    let at = |place: usize, text: String| replace(Span::new(place, place), text);
    Some(if is_list {
        vec![at(first.start, statement)]
    } else {
        vec![at(first.end, "]".to_owned()), at(first.start, format!("[{statement}"))]
    })
}
