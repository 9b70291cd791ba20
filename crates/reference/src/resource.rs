//! Resource and NotResource (section 8.2).

use crate::arn;
use crate::document::{Effect, Kind};
use crate::glob::{Piece, Same, exactly, glob, ignoring_case};
use crate::listed::{Listed, list, unevaluable};
use crate::question::Question;
use crate::truth::Truth;
use crate::variable::{Filled, Template, fill, is_guessed};
use serde_json::{Map, Value};

/// Resource or NotResource of a statement.
#[derive(Clone, Debug)]
pub struct Resources(Listed<Vec<Entry>>);

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// `*` alone.
    All,
    /// Another text.
    Text(Template),
    /// With a variable that is malformed or where none may be.
    Unevaluable,
    /// Not a text.
    NoText,
}

impl Resources {
    /// Reads the element.
    pub fn read(statement: &Map<String, Value>, variables: bool) -> Self {
        let entries =
            |value: &Value| list(value).iter().map(|value| Entry::read(value, variables)).collect();
        Self(Listed::read(statement, "Resource", "NotResource", entries))
    }

    /// Does it cover the resource? `no_effect`: a statement without the element has no effect.
    pub fn cover(
        &self,
        question: &Question<'_>,
        kind: Kind,
        effect: Effect,
        no_effect: bool,
    ) -> Truth {
        match &self.0 {
            Listed::Both => unevaluable(effect),
            Listed::In(entries) if kind == Kind::KeyPolicy => this_key(entries, effect),
            // Q-1, K-36: no effect, and NotResource does not stand for Resource.
            Listed::NotIn(_) if kind == Kind::KeyPolicy => Truth::open(false),
            Listed::Missing if no_effect => Truth::open(false),
            // an empty list matches nothing, its negation everything.
            Listed::In(entries) => {
                let each = entries.iter().map(|entry| entry.covers(question));
                let covers = Truth::any(each.map(|one| one.unwrap_or(unevaluable(effect))));
                // E-54, Q-11: may an Allow of an SCP name resources?
                let named = entries.iter().all(|entry| *entry != Entry::All);
                let is_open = kind == Kind::Scp && effect == Effect::Allow && named;
                if is_open { covers.and(Truth::open(true)) } else { covers }
            }
            // M-15
            Listed::NotIn(entries) => Truth::all(
                entries
                    .iter()
                    .map(|entry| entry.covers(question).map_or(unevaluable(effect), Truth::not)),
            ),
            Listed::Missing => unevaluable(effect),
        }
    }
}

/// K-7, M-17: in a key policy `*` is this key. Anything else: no effect.
fn this_key(entries: &[Entry], effect: Effect) -> Truth {
    let has_star = entries.contains(&Entry::All);
    if entries.contains(&Entry::NoText) {
        unevaluable(effect)
    } else if has_star && entries.iter().all(|entry| *entry == Entry::All) {
        Truth::YES
    } else if has_star {
        unevaluable(effect) // beside something else: not said
    } else {
        Truth::open(false)
    }
}

impl Entry {
    fn read(value: &Value, variables: bool) -> Self {
        let Some(text) = value.as_str() else { return Self::NoText };
        if text == "*" {
            return Self::All;
        }
        // O-51: variables only after the fifth colon.
        let before: Vec<&str> = text.splitn(6, ':').take(5).collect();
        if variables && before.join(":").contains("${") {
            return Self::Unevaluable;
        }
        match Template::read(text, variables, Piece::wild) {
            Some(Template::Fixed(pattern)) => Self::Text(Template::Fixed(within_parts(pattern))),
            Some(template) => Self::Text(template),
            None => Self::Unevaluable,
        }
    }

    /// None if it cannot be evaluated. Nothing is open here: section 16 answers Q-13 (M-12) by a
    /// documented rule. Q-14 is open only where case makes the difference: see `matches`.
    fn covers(&self, question: &Question<'_>) -> Option<Truth> {
        match self {
            Self::All => Some(Truth::YES),
            Self::Text(_) if question.hidden => None,
            Self::Text(Template::Fixed(pattern)) => Some(matches(pattern, question.resource)),
            Self::Text(Template::Variable(parts)) => {
                // O-55: without a value it matches nothing.
                let covers = |pattern: Filled| {
                    pattern.map_or(Truth::NO, |pattern| matches(&pattern, question.resource))
                };
                let found = Truth::readings(fill(parts, question)?.into_iter().map(covers));
                Some(if is_guessed(parts, question) { found.doubted() } else { found })
            }
            Self::Unevaluable | Self::NoText => None,
        }
    }
}

/// M-10: with regard to case. Q-14 (M-14): another reading goes without.
fn matches(pattern: &[Piece], resource: &str) -> Truth {
    if matches_whole(pattern, resource, exactly) {
        Truth::YES
    } else if matches_whole(pattern, resource, ignoring_case) {
        Truth::open(false)
    } else {
        Truth::NO
    }
}

/// M-12: a pattern of six parts part by part, a shorter one over the whole text.
fn matches_whole(pattern: &[Piece], resource: &str, same: Same) -> bool {
    if arn::is_whole(pattern) {
        arn::like(pattern, resource, same)
    } else {
        glob(pattern, resource, same)
    }
}

/// M-12: in a pattern of fewer than six parts a `*` in front of `:` or at the end may cross
/// colons; another `*`, and every `?`, may not.
fn within_parts(mut pattern: Vec<Piece>) -> Vec<Piece> {
    if arn::is_whole(&pattern) {
        return pattern;
    }
    for at in 0..pattern.len() {
        let crosses = matches!(pattern.get(at + 1), None | Some(Piece::Char(':')));
        pattern[at] = match pattern[at] {
            Piece::Run { .. } => Piece::Run { colons: crosses },
            Piece::One { .. } => Piece::One { colons: false },
            piece => piece,
        };
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Caller, Held};
    use serde_json::json;

    const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/Ab";

    fn cover(statement: Value, resource: &str, kind: Kind, effect: Effect) -> Truth {
        let Value::Object(statement) = statement else { panic!("no object") };
        let context = |key: &str| match key {
            "aws:username" => {
                Held::Known { readings: vec![Some(vec!["Ab".to_owned()])], multi: false }
            }
            _ => Held::Known { readings: vec![None], multi: false },
        };
        let question = Question {
            caller: &Caller::default(),
            action: "",
            resource,
            hidden: false,
            context: &context,
        };
        Resources::read(&statement, true).cover(&question, kind, effect, kind == Kind::KeyPolicy)
    }

    fn allows(pattern: &str, resource: &str) -> Truth {
        cover(json!({"Resource": pattern}), resource, Kind::Inline, Effect::Allow)
    }

    #[test]
    fn six_parts_one_by_one() {
        for pattern in [
            "*",
            KEY,
            "arn:aws:kms:*:*:key/*",
            "arn:*:kms:us-west-?:*:*",
            "arn:aws:kms:us-west-2:*:k*b",
        ] {
            assert_eq!(allows(pattern, KEY), Truth::YES, "{pattern}");
        }
        assert_eq!(allows("arn:aws:kms:*:*:alias/*", KEY), Truth::NO);
        assert_eq!(allows("arn:aws:kms:*:*:KEY/*", KEY), Truth::open(false));
    }

    #[test]
    fn fewer_parts_over_the_whole_text() {
        for pattern in ["arn:aws:kms:us-west-2:*", "arn:*", "arn:*:key/Ab", "arn:aws:kms:*:key/*"] {
            assert_eq!(allows(pattern, KEY), Truth::YES, "{pattern}");
        }
        for pattern in
            ["arn:aws:kms:*b", "arn:aws:k*/Ab", "arn:aws?kms:*", "arn:aws:kms:us*3:key/*"]
        {
            assert_eq!(allows(pattern, KEY), Truth::NO, "{pattern}");
        }
    }

    #[test]
    fn an_operation_without_a_key() {
        let all = "arn:aws:kms:us-west-2:111122223333:*";
        assert_eq!(allows("arn:aws:kms:*:*:*", all), Truth::YES);
        assert_eq!(allows("arn:aws:kms:*:*:key/*", all), Truth::NO);
    }

    #[test]
    fn variables() {
        let front = "arn:aws:kms:us-west-2:111122223333:key/";
        assert_eq!(allows(&format!("{front}${{aws:username}}"), KEY), Truth::YES);
        assert_eq!(allows(&format!("{front}${{aws:PrincipalTag/x}}"), KEY), Truth::NO);
        assert_eq!(allows("arn:aws:kms:us-west-2:${aws:username}:key/Ab", KEY), Truth::open(false));
        let not = json!({"NotResource": format!("{front}${{aws:PrincipalTag/x}}")});
        assert_eq!(cover(not, KEY, Kind::Inline, Effect::Allow), Truth::YES);
    }

    #[test]
    fn key_policies_know_only_the_star() {
        let cover = |statement| cover(statement, KEY, Kind::KeyPolicy, Effect::Deny);
        assert_eq!(cover(json!({"Resource": "*"})), Truth::YES);
        assert_eq!(cover(json!({"Resource": ["*"]})), Truth::YES);
        assert_eq!(cover(json!({"Resource": []})), Truth::open(false));
        assert_eq!(cover(json!({"Resource": ["*", KEY]})), Truth::open(true));
        assert_eq!(cover(json!({"Resource": KEY})), Truth::open(false));
        assert_eq!(cover(json!({"NotResource": "x"})), Truth::open(false));
        assert_eq!(cover(json!({})), Truth::open(false));
        assert_eq!(cover(json!({"Resource": 1})), Truth::open(true));
    }
}
