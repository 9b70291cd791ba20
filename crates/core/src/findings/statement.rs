//! What findings ask of a statement, and where its parts stand in the JSON.

use crate::actions::ActionSet;
use crate::arn::Arn;
use crate::condition::{Comparison, ConditionTest, SetOperator, Value as Wanted};
use crate::edit::{quoted, replace};
use crate::json::{Member, Node, Value};
use crate::policy::{Effect, PrincipalEntry, Statement};
use crate::report::Edit;
use crate::text::Span;

/// The KMS actions that an entry of an Action element covers.
pub(crate) fn covered(entry: &str) -> ActionSet {
    ActionSet::covered_by(entry) & ActionSet::KMS
}

/// The KMS actions that an Allow lists; none where it says them by NotAction.
pub(crate) fn allowed(statement: &Statement) -> ActionSet {
    let listed = statement.action.iter().filter(|action| !action.negated);
    let entries = listed.flat_map(|action| &action.entries);
    let all = entries.fold(ActionSet::NONE, |all, entry| all | covered(&entry.value));
    if statement.effect == Effect::Allow { all } else { ActionSet::NONE }
}

/// Its plain principals; none where it says them by NotPrincipal.
pub(crate) fn principals(statement: &Statement) -> impl Iterator<Item = (&PrincipalEntry, Span)> {
    let listed = statement.principal.iter().filter(|principal| !principal.negated);
    listed.flat_map(|principal| &principal.entries).map(|entry| (&entry.value, entry.span))
}

/// The account that an entry of Principal is of, where it says so.
pub(crate) fn account_of(entry: &PrincipalEntry) -> Option<&str> {
    match entry {
        PrincipalEntry::Account { account, .. } => Some(account),
        PrincipalEntry::User(arn)
        | PrincipalEntry::Role(arn)
        | PrincipalEntry::Session(arn)
        | PrincipalEntry::FederatedUser(arn) => Arn::parse(arn).map(|arn| arn.account),
        _ => None,
    }
}

/// Does it hold for no request that lacks its key (O-30, O-41)?
pub(crate) fn demands_key(test: &ConditionTest) -> bool {
    let Some(operator) = test.operator else { return false };
    if operator.comparison == Comparison::Null {
        let there = |value: &Wanted| matches!(value, Wanted::Bool { wanted: false, .. });
        return test.values.iter().all(|one| there(&one.value.value));
    }
    match operator.set {
        _ if operator.if_exists => false,
        Some(SetOperator::Any) => true,
        Some(SetOperator::All) => false,
        None => !operator.negated,
    }
}

/// The statements of a policy as JSON, in the order in which the policy has them.
pub(crate) fn nodes(root: &Node) -> &[Node] {
    match root.get("Statement") {
        Some(Node { value: Value::Array(items), .. }) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// The members of an object; none where it is no object.
pub(crate) fn members(node: &Node) -> &[Member] {
    match &node.value {
        Value::Object(members) => members,
        _ => &[],
    }
}

/// A member with its name.
pub(crate) fn member<'n>(object: &'n Node, name: &str) -> Option<&'n Member> {
    members(object).iter().find(|member| member.key == name)
}

/// Takes entries out of a list, the last one first; `None` where it is no list or nothing would be
/// left.
pub(crate) fn without(list: &Node, spans: &[Span]) -> Option<Vec<Edit>> {
    let Value::Array(items) = &list.value else { return None };
    let first_kept = items.iter().position(|item| !spans.contains(&item.span))?;
    let edits = items.iter().enumerate().rev().filter(|(_, item)| spans.contains(&item.span));
    edits
        .map(|(index, item)| {
            let span = if index < first_kept {
                Span::new(item.span.start, items.get(index + 1)?.span.start)
            } else {
                Span::new(items.get(index.checked_sub(1)?)?.span.end, item.span.end)
            };
            Some(replace(span, ""))
        })
        .collect()
}

/// Adds a string to a list of strings, or makes a list of the one that is there.
pub(crate) fn with(list: &Node, text: &str, new: &str) -> Option<Edit> {
    let new = quoted(new);
    let Value::Array(items) = &list.value else {
        return Some(replace(list.span, format!("[{}, {new}]", list.span.of(text))));
    };
    let last = items.last()?.span;
    let before = items.iter().rev().nth(1).map_or(list.span.start + 1, |item| item.span.end);
    let layout = Span::new(before, last.start).of(text).trim_start_matches(',');
    let layout = if layout.trim().is_empty() && layout.contains('\n') { layout } else { " " };
    Some(replace(Span::new(last.end, last.end), format!(",{layout}{new}")))
}
