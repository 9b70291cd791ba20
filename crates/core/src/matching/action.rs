//! Action and NotAction (M-1 to M-4).

use super::{Fit, Fits, Fitted};
use crate::actions::{Action, ActionSet};
use crate::policy::{Element, PolicyKind, Spanned, Statement};
use crate::rules::Rule;
use crate::text::Span;
use std::collections::HashSet;

/// Which actions does the statement fit?
pub fn fits(statement: &Statement, kind: PolicyKind) -> Fits {
    let Some(element) = &statement.action else {
        // K-36: in a key policy such a statement has no effect.
        return Fits::all(missing(statement, kind).0);
    };
    let listed = usable(statement, element)
        .fold(ActionSet::NONE, |all, entry| all | ActionSet::covered_by(&entry.value));
    if statement.unsupported_in("Action").is_none() {
        return Fits::within(if element.negated { !listed } else { listed }, Fit::Yes);
    }
    if !statement.unsupported_entries_only("Action", element.span) {
        return Fits::all(Fit::Unsupported);
    }
    if element.negated {
        Fits::within(!listed, Fit::Unsupported)
    } else {
        Fits::within(listed, Fit::Yes) | Fits::all(Fit::Unsupported)
    }
}

/// The entries that can be evaluated.
fn usable<'s>(
    statement: &'s Statement,
    element: &'s Element<String>,
) -> impl Iterator<Item = &'s Spanned<String>> {
    let unusable = statement.unsupported.iter().filter(|part| part.element == "Action");
    let unusable: HashSet<Span> = unusable.map(|part| part.span).collect();
    element.entries.iter().filter(move |entry| !unusable.contains(&entry.span))
}

/// Without Action: no effect in a key policy, otherwise nobody knows.
fn missing(statement: &Statement, kind: PolicyKind) -> (Fit, Rule) {
    if statement.is_without_effect(kind) {
        (Fit::Doubtful, Rule::K36)
    } else {
        (Fit::Unsupported, Rule::J1)
    }
}

/// Does the statement fit this one action, and by which rule? It asks entry by entry, where
/// [`fits`] asks for all actions at once.
pub fn fit(statement: &Statement, kind: PolicyKind, action: Action) -> Fitted {
    let Some(element) = &statement.action else {
        let (fit, rule) = missing(statement, kind);
        return Fitted { fit, rule: Some(rule), span: statement.span };
    };
    let covering = usable(statement, element).find(|entry| action.is_covered_by(&entry.value));
    let open = !statement.unsupported_entries_only("Action", element.span) || covering.is_none();
    if let Some(span) = statement.unsupported_in("Action").filter(|_| open) {
        let variable = element.entries.iter().any(|entry| entry.value.contains("${"));
        let rule = Some(if variable { Rule::O51 } else { Rule::J1 });
        return Fitted { fit: Fit::Unsupported, rule, span };
    }
    Fitted {
        fit: Fit::when(covering.is_some() != element.negated),
        rule: rule(element, covering, action),
        span: covering.map_or(element.span, |entry| entry.span),
    }
}

fn rule(
    element: &Element<String>,
    covering: Option<&Spanned<String>>,
    action: Action,
) -> Option<Rule> {
    if element.entries.is_empty() {
        return Some(Rule::R10);
    }
    if element.negated {
        return Some(Rule::M3);
    }
    let Some(covering) = covering else {
        let no_action = element.entries.iter().all(|entry| is_no_action(&entry.value));
        return Some(if no_action { Rule::M4 } else { Rule::M1 });
    };
    let (service, name) = covering.value.split_once(':').unwrap_or(("", ""));
    if service.contains(['*', '?']) {
        Some(Rule::M2)
    } else {
        ((service, name) != ("kms", action.bare_name())).then_some(Rule::M1)
    }
}

/// A `kms:` name that covers nothing, such as `kms:ReEncrypt`.
fn is_no_action(pattern: &str) -> bool {
    pattern.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("kms:"))
        && ActionSet::covered_by(pattern).is_empty()
}
