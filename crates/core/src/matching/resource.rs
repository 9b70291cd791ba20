//! Resource and NotResource (M-10 to M-17, K-7, K-36).

use super::{Fit, Fitted};
use crate::actions::Action;
use crate::arn::Arn;
use crate::condition::{ConditionKey, pattern_rules, substitute};
use crate::decide::Place;
use crate::policy::{
    Covers, Effect, Element, PolicyKind, ResourcePattern, Spanned, Statement, Variables,
};
use crate::rules::Rule;

/// Is the statement about the resource of this place? Variables have the values that `action`
/// sees.
pub(crate) fn fit(
    statement: &Statement,
    kind: PolicyKind,
    place: &Place<'_>,
    action: Action,
) -> Fitted {
    let Some(element) = &statement.resource else {
        let (fit, rule) = if statement.is_without_effect(kind) {
            (Fit::Doubtful, Rule::K36)
        } else {
            (Fit::Unsupported, Rule::J1)
        };
        return Fitted { fit, rule: Some(rule), span: statement.span };
    };
    let mut found = Fitted { fit: Fit::No, rule: None, span: element.span };
    if let Some(span) = statement.unsupported_in("Resource") {
        found = Fitted { fit: Fit::Unsupported, rule: Some(Rule::J1), span };
        let entries_only = statement.unsupported_entries_only("Resource", element.span);
        if !entries_only || kind == PolicyKind::KeyPolicy {
            return found;
        }
    }
    if kind == PolicyKind::KeyPolicy {
        return this_key(element, statement.effect);
    }
    for entry in &element.entries {
        let (fit, rule) = one(entry, place, action);
        if (fit, rule.is_some()) > (found.fit, found.rule.is_some()) {
            let span = if fit == Fit::No { element.span } else { entry.span };
            found = Fitted { fit, rule, span };
        }
    }
    if element.entries.is_empty() && found.fit == Fit::No {
        found.rule = Some(Rule::R10);
    }
    if element.negated {
        found.fit = !found.fit;
        found.rule = found.rule.filter(|rule| *rule == Rule::R10).or(Some(Rule::M15));
    } else if limits_scp(statement, kind, element) {
        // Two places of the documentation disagree on such a statement (E-54).
        found = match found.fit {
            Fit::Yes => Fitted { fit: Fit::Likely, rule: Some(Rule::E54), ..found },
            _ => found,
        };
    }
    found
}

/// An Allow of a service control policy whose Resource is not `*` (E-54).
fn limits_scp(statement: &Statement, kind: PolicyKind, element: &Element<ResourcePattern>) -> bool {
    kind == PolicyKind::ServiceControl
        && statement.effect == Effect::Allow
        && !element.entries.iter().any(|entry| entry.value.text == "*")
}

/// The rules about the variables of the entries, for a statement that is told.
pub(crate) fn variable_rules(
    statement: &Statement,
    place: &Place<'_>,
    action: Action,
) -> Vec<Rule> {
    let find = |key: &ConditionKey| place.held(key, action);
    let entries = statement.resource.iter().flat_map(|element| &element.entries);
    let of = |entry: &Spanned<ResourcePattern>| match &entry.value.variables {
        Some(Variables::InLastPart(_, pattern)) => pattern_rules(pattern, &find),
        Some(Variables::Unusable(_)) => vec![Rule::O51],
        None if entry.value.text.contains("${") => vec![Rule::O50],
        None => Vec::new(),
    };
    entries.flat_map(of).collect()
}

/// In a key policy only `*` has an effect (K-7, K-36). Where `*` stands beside something else, an
/// Allow is taken to have no effect and a Deny to have one.
fn this_key(element: &Element<ResourcePattern>, effect: Effect) -> Fitted {
    let stars = element.entries.iter().filter(|entry| entry.value.text == "*").count();
    let (fit, rule) = if element.negated || stars == 0 {
        (Fit::Doubtful, Rule::K36)
    } else if stars == element.entries.len() {
        (Fit::Yes, Rule::K7)
    } else if effect == Effect::Deny {
        (Fit::Unsupported, Rule::K36)
    } else {
        (Fit::Doubtful, Rule::K36)
    };
    Fitted { fit, rule: Some(rule), span: element.span }
}

fn one(entry: &Spanned<ResourcePattern>, place: &Place<'_>, action: Action) -> (Fit, Option<Rule>) {
    let pattern = entry.value.text.as_str();
    if pattern == "*" {
        return (Fit::Yes, Some(Rule::M16));
    }
    if place.region.is_empty() {
        return (Fit::Unsupported, Some(Rule::C75));
    }
    // Which key an alias of another account stands for is not known.
    if place.target.is_foreign() && place.resource.contains(":alias/") {
        return (Fit::Unsupported, Some(Rule::K9));
    }
    let variable = |key: &ConditionKey| substitute(&place.held(key, action));
    let sure = entry.value.keys().all(|key| place.held(key, action).sure);
    let fit = match entry.value.covers(&place.resource, &variable) {
        Covers::Yes => Fit::Yes,
        Covers::No => Fit::No,
        Covers::NotInThisCase => return (Fit::Doubtful, Some(Rule::M14)),
        Covers::Unknown => return (Fit::Unsupported, Some(Rule::O51)),
    };
    let rule = match Arn::parse(pattern) {
        Some(arn)
            if arn.service == "kms"
                && arn.resource.starts_with("alias/")
                && !place.target.is_alias() =>
        {
            Rule::K9
        }
        _ if pattern.contains("${") => Rule::O50,
        _ if pattern.splitn(6, ':').count() == 6 => Rule::M10,
        _ if pattern.starts_with("arn:") || pattern.contains('*') => Rule::M12,
        _ => Rule::K9,
    };
    (fit.unless(sure), Some(rule))
}

#[cfg(test)]
mod tests {
    use crate::policy::matches;

    #[test]
    fn six_parts_match_one_by_one_and_shorter_patterns_as_a_whole() {
        let key = "arn:aws:kms:us-west-2:111122223333:key/1234abcd";
        for (pattern, expected) in [
            ("arn:aws:kms:*:111122223333:key/*", true),
            ("arn:aws:kms:us-west-2:111122223333:*", true),
            ("arn:aws:kms:us-west-2:*", true),
            ("arn:aws:kms:us-west-?:*:key/1234abcd", true),
            ("arn:*:*:*:*:*", true),
            ("arn:aws:kms:*:alias/*", false),
            ("arn:aws:kms:us-west-2:111122223333:key/1234ABCD", false),
            ("arn:aws:kms:us-east-1:111122223333:key/*", false),
            ("key/1234abcd", false),
            ("1234abcd", false),
        ] {
            assert_eq!(matches(pattern, key), expected, "{pattern}");
        }
        // An operation without a key: the star is literal text.
        let account = "arn:aws:kms:us-west-2:111122223333:*";
        assert!(matches("arn:aws:kms:us-west-2:111122223333:*", account));
        assert!(!matches("arn:aws:kms:*:*:key/*", account));
    }
}
