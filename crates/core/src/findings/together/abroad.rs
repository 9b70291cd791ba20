//! Operations that are allowed to another account and never work from there.

use super::keys;
use crate::actions::{Action, ActionSet, Authorization};
use crate::arn::{Arn, is_account};
use crate::decide::Model;
use crate::edit::repair;
use crate::english::findings::repairs as titles;
use crate::english::findings::together as english;
use crate::findings::statement::{account_of, covered, nodes, principals, without};
use crate::findings::{Found, Row};
use crate::json::{self, Node};
use crate::policy::{Effect, Element, Severity, Spanned, Statement};
use crate::scenario::{identity_policy_pointer, key_policy_pointer};
use std::cell::OnceCell;

pub(super) const ROWS: &[&Row] = &[&NEVER, &IN_PART];

static NEVER: Row = Row {
    code: "cross-account-operation",
    severity: Severity::Warning,
    say: english::cross_account_operation,
};
static IN_PART: Row = Row {
    code: "cross-account-everything",
    severity: Severity::Suggestion,
    say: english::cross_account_everything,
};

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    for (index, arn) in keys(model) {
        let Some(compiled) = model.keys.get(index) else { continue };
        let source = &compiled.policy.source;
        let written = Written::new(&source.text);
        let statements = source.policy.iter().flat_map(|policy| &policy.statements);
        for (place, statement) in statements.enumerate() {
            let foreign = |account: &&str| *account != arn.account;
            let mut accounts =
                principals(statement).map(|(entry, _)| account_of(entry).filter(foreign));
            let named = principals(statement).find_map(|(entry, span)| {
                Some((entry.text(), account_of(entry).filter(foreign)?, span))
            });
            let Some((principal, _, span)) = named else { continue };
            let Some(action) = listed(statement) else { continue };
            let pointer = key_policy_pointer(index);
            if accounts.all(|account| account.is_some()) {
                let ones = of_statement(&written, place, action, &principal);
                found.extend(ones.into_iter().map(|one| (pointer.clone(), one)));
            } else if let Some((text, _)) = never(action) {
                // For the others of the statement they are right.
                found.push((pointer, Found::new(&NEVER, span, &[&text, &principal])));
            }
        }
    }
    for (owner, principal) in model.principals.iter().enumerate() {
        let Some(caller) = model.callers.get(owner) else { continue };
        for (index, policy) in principal.identity.iter().enumerate() {
            let written = Written::new(&policy.source.text);
            for (place, statement) in policy.statements().enumerate() {
                let foreign = |text: &str| {
                    let arn = Arn::parse(text).filter(|arn| arn.service == "kms");
                    arn.is_some_and(|arn| is_account(arn.account) && arn.account != caller.account)
                };
                let Some(resource) = statement.resource.as_ref().filter(|one| !one.negated) else {
                    continue;
                };
                let all = resource.entries.iter().all(|entry| foreign(&entry.value.text));
                let Some(action) = listed(statement).filter(|_| all) else { continue };
                if let Some(entry) = resource.entries.first() {
                    let ones = of_statement(&written, place, action, &entry.value.text);
                    let pointer = identity_policy_pointer(owner, index);
                    found.extend(ones.into_iter().map(|one| (pointer.clone(), one)));
                }
            }
        }
    }
}

/// A document as JSON, which is read when the first repair needs it.
struct Written<'d> {
    text: &'d str,
    root: OnceCell<Node>,
}

impl<'d> Written<'d> {
    fn new(text: &'d str) -> Self {
        Self { text, root: OnceCell::new() }
    }

    /// A statement.
    fn statement(&self, place: usize) -> Option<&Node> {
        nodes(self.root.get_or_init(|| json::parse(self.text).0)).get(place)
    }
}

/// The actions of an Allow that lists them.
fn listed(statement: &Statement) -> Option<&Element<String>> {
    statement.action.as_ref().filter(|action| !action.negated && statement.effect == Effect::Allow)
}

/// A statement that is about another account alone; `of` names what of it.
fn of_statement(
    written: &Written<'_>,
    place: usize,
    action: &Element<String>,
    of: &str,
) -> Option<Found> {
    if let Some((text, dead)) = never(action) {
        let spans: Vec<_> = dead.iter().map(|entry| entry.span).collect();
        let list = written.statement(place).and_then(|node| node.get("Action"));
        let edits = list.and_then(|list| without(list, &spans));
        let title = match dead.as_slice() {
            [one] => titles::remove(&one.value),
            _ => titles::REMOVE_OPERATIONS.to_owned(),
        };
        let span = spans.first().copied().filter(|_| spans.len() == 1).unwrap_or(action.span);
        let repairs = edits.map(|edits| repair(title, edits)).into_iter().collect();
        return Some(Found { repairs, ..Found::new(&NEVER, span, &[&text, of]) });
    }
    let every = action.entries.iter().find(|entry| covered(&entry.value) == ActionSet::KMS)?;
    Some(Found::new(&IN_PART, every.span, &[&every.value, of]))
}

/// The entries that cover operations on keys or aliases, and none that works from another account.
fn never(action: &Element<String>) -> Option<(String, Vec<&Spanned<String>>)> {
    let dead = |entry: &&Spanned<String>| {
        let set = covered(&entry.value);
        let works = |action: Action| {
            action.works_across_accounts()
                || !matches!(action.authorization(), Authorization::Key | Authorization::Alias)
        };
        !set.is_empty() && !Action::all().any(|action| set.contains(action) && works(action))
    };
    let dead: Vec<_> = action.entries.iter().filter(dead).collect();
    let names = dead.iter().map(|entry| format!("`{}`", entry.value)).take(3);
    let mut names: Vec<String> = names.collect();
    if let Some(more) = dead.len().checked_sub(3).filter(|more| *more > 0) {
        names.push(format!("{more} more"));
    }
    let last = names.pop()?;
    let text = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
    Some((text, dead))
}
