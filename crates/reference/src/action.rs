//! Action and NotAction (section 8.1).

use crate::document::Effect;
use crate::glob::{Piece, glob, ignoring_case, pattern};
use crate::listed::{Listed, list, unevaluable};
use crate::truth::Truth;
use serde_json::{Map, Value};

/// Action or NotAction of a statement.
#[derive(Clone, Debug)]
pub struct Actions(Listed<Vec<Entry>>);

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// `*` alone: all (M-1).
    All,
    /// `service:Name`.
    Named { service: Vec<Piece>, name: Vec<Piece> },
    /// Not a text, without a colon (J-26), or with a policy variable (O-51).
    Unevaluable,
}

impl Actions {
    /// Reads the element.
    pub fn read(statement: &Map<String, Value>, variables: bool) -> Self {
        let entries =
            |value: &Value| list(value).iter().map(|value| Entry::read(value, variables)).collect();
        Self(Listed::read(statement, "Action", "NotAction", entries))
    }

    /// Does it cover the action? `no_effect`: a statement without the element has no effect.
    pub fn cover(&self, action: &str, effect: Effect, no_effect: bool) -> Truth {
        match &self.0 {
            // an empty list matches nothing, its negation everything.
            Listed::In(entries) => Truth::any(
                entries.iter().map(|entry| entry.covers(action).unwrap_or(unevaluable(effect))),
            ),
            // M-3
            Listed::NotIn(entries) => Truth::all(
                entries
                    .iter()
                    .map(|entry| entry.covers(action).map_or(unevaluable(effect), Truth::not)),
            ),
            Listed::Both => unevaluable(effect),
            Listed::Missing if no_effect => Truth::open(false),
            Listed::Missing => unevaluable(effect),
        }
    }
}

impl Entry {
    fn read(value: &Value, variables: bool) -> Self {
        let Some(text) = value.as_str() else { return Self::Unevaluable };
        if variables && text.contains("${") {
            return Self::Unevaluable;
        }
        match text.split_once(':') {
            _ if text == "*" => Self::All,
            // M-2: the service part may hold wildcards too.
            Some((service, name)) => Self::Named { service: pattern(service), name: pattern(name) },
            None => Self::Unevaluable,
        }
    }

    /// None if it cannot be evaluated.
    fn covers(&self, action: &str) -> Option<Truth> {
        match self {
            Self::All => Some(Truth::YES),
            Self::Unevaluable => None,
            // M-1: both parts without regard to case.
            Self::Named { service, name } => {
                let (of, called) = action.split_once(':').unwrap_or(("", action));
                let covers = glob(service, of, ignoring_case) && glob(name, called, ignoring_case);
                Some(Truth::sure(covers))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn cover(statement: Value, effect: Effect) -> Truth {
        let Value::Object(statement) = statement else { panic!("no object") };
        Actions::read(&statement, true).cover("kms:Decrypt", effect, false)
    }

    #[test]
    fn names_and_wildcards() {
        for action in [
            "kms:Decrypt",
            "KMS:decrypt",
            "kms:*",
            "kms:De*",
            "kms:?ecrypt",
            "*",
            "k*:Decrypt",
            "*:*",
        ] {
            assert_eq!(
                cover(json!({"Action": [action, "s3:*"]}), Effect::Allow),
                Truth::YES,
                "{action}"
            );
            assert_eq!(cover(json!({"NotAction": action}), Effect::Allow), Truth::NO, "{action}");
        }
        for action in ["kms:Encrypt", "kms:Decryp", "s3:*", "kms:a:b"] {
            assert_eq!(cover(json!({"Action": action}), Effect::Deny), Truth::NO, "{action}");
            assert_eq!(cover(json!({"NotAction": action}), Effect::Deny), Truth::YES, "{action}");
        }
    }

    #[test]
    fn lists_that_are_empty_missing_or_wrong() {
        assert_eq!(cover(json!({"Action": []}), Effect::Deny), Truth::NO);
        assert_eq!(cover(json!({"NotAction": []}), Effect::Allow), Truth::YES);
        assert_eq!(cover(json!({}), Effect::Allow), Truth::open(false));
        assert_eq!(cover(json!({}), Effect::Deny), Truth::open(true));
        assert_eq!(
            cover(json!({"Action": "*", "NotAction": "*"}), Effect::Allow),
            Truth::open(false)
        );
        for odd in [json!(5), json!("Decrypt"), json!("kms*")] {
            assert_eq!(cover(json!({"Action": odd}), Effect::Deny), Truth::open(true));
        }
        assert_eq!(cover(json!({"Action": [5, "kms:*"]}), Effect::Allow), Truth::YES);
        assert_eq!(cover(json!({"NotAction": [5, "s3:*"]}), Effect::Allow), Truth::open(false));
    }
}
