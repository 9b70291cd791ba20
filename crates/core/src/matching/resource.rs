//! Resource and NotResource (M-10 to M-17, K-7, K-36).

use super::{Fit, Fitted};
use crate::arn::Arn;
use crate::glob;
use crate::policy::{Effect, Element, PolicyKind, Spanned, Statement};
use crate::rules::Rule;

/// Is the statement about this resource? `variables`: are `${…}` variables (O-50)?
pub fn fit(statement: &Statement, kind: PolicyKind, variables: bool, resource: &str) -> Fitted {
    let Some(element) = &statement.resource else {
        let (fit, rule) = if statement.is_without_effect(kind) {
            (Fit::Doubtful, Rule::K36)
        } else {
            (Fit::Unsupported, Rule::J1)
        };
        return Fitted { fit, rule: Some(rule), span: statement.span };
    };
    if let Some(span) = statement.unsupported_in("Resource") {
        return Fitted { fit: Fit::Unsupported, rule: Some(Rule::J1), span };
    }
    if kind == PolicyKind::KeyPolicy {
        return this_key(element, statement.effect);
    }
    let mut found = Fitted { fit: Fit::No, rule: None, span: element.span };
    for entry in &element.entries {
        let (fit, rule) = one(entry, variables, resource);
        if (fit, rule.is_some()) > (found.fit, found.rule.is_some()) {
            let span = if fit == Fit::No { element.span } else { entry.span };
            found = Fitted { fit, rule, span };
        }
    }
    if element.entries.is_empty() {
        found.rule = Some(Rule::R10);
    }
    if element.negated {
        found.fit = match found.fit {
            Fit::Yes => Fit::No,
            Fit::No => Fit::Yes,
            other => other,
        };
        found.rule = found.rule.filter(|rule| *rule == Rule::R10).or(Some(Rule::M15));
    }
    found
}

/// In a key policy only `*` has an effect (K-7, K-36). Where `*` stands beside something else, an
/// Allow is taken to have no effect and a Deny to have one.
fn this_key(element: &Element<String>, effect: Effect) -> Fitted {
    let stars = element.entries.iter().filter(|entry| entry.value == "*").count();
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

fn one(entry: &Spanned<String>, variables: bool, resource: &str) -> (Fit, Option<Rule>) {
    let pattern = entry.value.as_str();
    if pattern == "*" {
        return (Fit::Yes, Some(Rule::M16));
    }
    if variables && pattern.contains("${") {
        return (Fit::Unsupported, Some(Rule::O51));
    }
    let matches = matches(pattern, resource);
    let rule = match Arn::parse(pattern) {
        Some(arn) if arn.service == "kms" && arn.resource.starts_with("alias/") => Rule::K9,
        _ if pattern.contains("${") => Rule::O50,
        _ if pattern.splitn(6, ':').count() == 6 => Rule::M10,
        _ if pattern.starts_with("arn:") || pattern.contains('*') => Rule::M12,
        _ => Rule::K9,
    };
    (Fit::when(matches), Some(rule))
}

/// Does a Resource pattern cover an ARN (M-12)? With six parts they match one by one and the last
/// takes the rest; a shorter pattern matches the whole text.
pub fn matches(pattern: &str, resource: &str) -> bool {
    let mut parts = pattern.splitn(6, ':');
    let mut wanted = [""; 6];
    for slot in &mut wanted {
        let Some(part) = parts.next() else {
            return glob::matches_short_arn(pattern, resource);
        };
        *slot = part;
    }
    let mut found = resource.splitn(6, ':');
    wanted.iter().all(|part| found.next().is_some_and(|text| glob::matches(part, text)))
}

#[cfg(test)]
mod tests {
    use super::*;

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
