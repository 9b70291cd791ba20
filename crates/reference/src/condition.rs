//! Condition (section 7).

use crate::date::Instant;
use crate::document::Effect;
use crate::listed::{list, unevaluable};
use crate::number::Number;
use crate::operator::{Operator, Set, Test};
use crate::question::{Held, Question};
use crate::truth::Truth;
use crate::value::Wanted;
use serde_json::Value;

/// The Condition of a statement: all of these tests (O-1).
#[derive(Clone, Debug)]
pub struct Condition(Vec<Clause>);

/// A key under an operator.
#[derive(Clone, Debug)]
enum Clause {
    /// Compares what the request holds under the key.
    Compare { operator: Operator, key: String, wanted: Vec<Wanted> },
    /// Unknown operator or wrong type.
    Unevaluable,
}

impl Condition {
    /// Reads the element, which may be missing.
    pub fn read(condition: Option<&Value>, variables: bool) -> Self {
        match condition {
            None => Self(Vec::new()),
            Some(Value::Object(operators)) => Self(
                operators
                    .iter()
                    .flat_map(|(name, keys)| read_operator(name, keys, variables))
                    .collect(),
            ),
            Some(_) => Self(vec![Clause::Unevaluable]),
        }
    }

    /// E-35: does it ask for certain values of aws:PrincipalArn?
    pub fn asks_principal_arn(&self) -> bool {
        self.0.iter().any(|clause| match clause {
            Clause::Compare { operator, key, .. } => {
                let certain = !operator.negated && !operator.if_exists;
                certain
                    && operator.test != Test::Null
                    && key.eq_ignore_ascii_case("aws:PrincipalArn")
            }
            Clause::Unevaluable => false,
        })
    }

    /// O-1, O-3: does every key under every operator hold? Of none: yes.
    pub fn holds(&self, question: &Question<'_>, effect: Effect) -> Truth {
        Truth::all(self.0.iter().map(|clause| clause.holds(question, effect)))
    }
}

fn read_operator(name: &str, keys: &Value, variables: bool) -> Vec<Clause> {
    let (Some(operator), Value::Object(keys)) = (Operator::read(name), keys) else {
        return vec![Clause::Unevaluable];
    };
    keys.iter().map(|(key, values)| read_key(operator, key, values, variables)).collect()
}

fn read_key(operator: Operator, key: &str, values: &Value, variables: bool) -> Clause {
    let wanted =
        list(values).iter().map(|value| Wanted::read(value, operator.test, variables)).collect();
    Clause::Compare { operator, key: key.to_owned(), wanted }
}

impl Clause {
    fn holds(&self, question: &Question<'_>, effect: Effect) -> Truth {
        let Self::Compare { operator, key, wanted } = self else { return unevaluable(effect) };
        let comparison = Comparison { operator: *operator, key, wanted, question, effect };
        comparison.of(&(question.context)(key))
    }
}

/// An operator and its values, for a key.
struct Comparison<'a> {
    operator: Operator,
    key: &'a str,
    wanted: &'a [Wanted],
    question: &'a Question<'a>,
    effect: Effect,
}

impl Comparison<'_> {
    /// Does it hold of what the request holds under the key?
    fn of(&self, held: &Held) -> Truth {
        let holds = match held {
            Held::Known { readings, multi } => {
                Truth::readings(readings.iter().map(|values| self.holds(values.as_deref(), *multi)))
            }
            Held::Guess { values, multi } => self.holds(values.as_deref(), *multi).doubted(),
            Held::Ambiguous if self.operator.test == Test::Null => self.null(false),
            Held::Ambiguous => Truth::open(false),
            Held::Unknown if self.operator.test == Test::Null => self.null(false),
            Held::Unknown | Held::Open | Held::NoSuchKey => unevaluable(self.effect),
            Held::Granted => Truth::open(true),
        };
        if self.is_in_the_inverted_table() { holds.doubted() } else { holds }
    }

    /// O-44, Q-9
    fn is_in_the_inverted_table(&self) -> bool {
        let Operator { set, test, negated, .. } = self.operator;
        set == Some(Set::All)
            && test == Test::StringLike
            && negated
            && self.key.eq_ignore_ascii_case("aws:ResourceOrgPaths")
    }

    /// C-43, Q-24: with several algorithms another reading asks for all of them.
    fn asks_for_several_algorithms(&self) -> bool {
        self.wanted.len() > 1 && self.key.eq_ignore_ascii_case("kms:MacAlgorithm")
    }

    /// Does it hold of these values? An empty list is an absent key (E-1, O-41, O-42).
    fn holds(&self, values: Option<&[String]>, multi: bool) -> Truth {
        match values {
            None | Some([]) => self.absent(),
            Some(values) => self.present(values, multi),
        }
    }

    /// O-30, O-41, O-45: the key is absent, in this order.
    fn absent(&self) -> Truth {
        if self.operator.if_exists {
            Truth::YES
        } else if self.operator.test == Test::Null {
            self.null(true)
        } else {
            match self.operator.set {
                Some(Set::All) => Truth::YES,
                Some(Set::Any) => Truth::NO, // Also with a negated operator.
                None => Truth::sure(self.operator.negated),
            }
        }
    }

    fn present(&self, values: &[String], multi: bool) -> Truth {
        if self.operator.test == Test::Null {
            return self.null(false); // O-47: a set operator adds nothing.
        }
        let mut each = values.iter().map(|given| self.one(given));
        match self.operator.set {
            Some(Set::All) => Truth::all(each), // O-42
            Some(Set::Any) => Truth::any(each), // O-41
            // O-40, Q-8: a multi-valued key without set operator.
            None if multi || values.len() > 1 => Truth::open(false),
            None => each.next().unwrap_or(Truth::NO),
        }
    }

    /// C-28, R-17: these are dates and numbers alike.
    fn as_number(&self, given: &str) -> Option<String> {
        let both = ["kms:validto", "aws:epochtime"].contains(&&*self.key.to_ascii_lowercase());
        let numeric =
            matches!(self.operator.test, Test::Numeric(_)) && Number::read(given).is_none();
        let instant = Instant::read(given).filter(|_| both && numeric)?;
        Some(instant.seconds().to_string())
    }

    /// O-1, O-2: one value of the request. R-10: an empty list is false, negated true.
    fn one(&self, given: &str) -> Truth {
        let number = self.as_number(given);
        let given = number.as_deref().unwrap_or(given);
        let each = self
            .wanted
            .iter()
            .map(|wanted| wanted.says(self.operator, given, self.question, self.effect));
        match (self.operator.negated, self.asks_for_several_algorithms()) {
            (true, false) => Truth::all(each),
            (true, true) => Truth::all(each).or(Truth::open(false)),
            (false, false) => Truth::any(each),
            (false, true) => Truth::any(each).and(Truth::open(true)),
        }
    }

    /// O-19
    fn null(&self, absent: bool) -> Truth {
        Truth::any(self.wanted.iter().map(|wanted| wanted.says_absent(absent, self.effect)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Caller;
    use serde_json::json;

    fn held(key: &str) -> Held {
        let known = |values: &[&str], multi| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            Held::Known { readings: vec![Some(values)], multi }
        };
        match key {
            "team" => known(&["red"], false),
            "many" => known(&["a", "b"], true),
            "none" => Held::Known { readings: vec![None], multi: true },
            "number" => known(&["7"], false),
            "date" => known(&["2026-11-23T12:00:00Z"], false),
            "ip" => known(&["203.0.113.7"], false),
            "arn" => known(&["arn:aws:sns:eu-west-1:111122223333:topic"], false),
            "bool" => known(&["true"], false),
            "either" => {
                Held::Known { readings: vec![Some(vec!["red".to_owned()]), None], multi: false }
            }
            "unknown" => Held::Unknown,
            "open" => Held::Open,
            _ => Held::NoSuchKey,
        }
    }

    fn holds(condition: Value, effect: Effect) -> Truth {
        let question = Question {
            caller: &Caller::default(),
            action: "",
            resource: "",
            hidden: false,
            context: &held,
        };
        Condition::read(Some(&condition), true).holds(&question, effect)
    }

    /// Holds for one operator, key and value, the same in Allow and in Deny.
    fn says(operator: &str, key: &str, values: Value) -> Truth {
        let condition = json!({operator: {key: values}});
        let allow = holds(condition.clone(), Effect::Allow);
        assert_eq!(allow, holds(condition, Effect::Deny), "{operator} {key}");
        allow
    }

    fn unevaluable_in_both(condition: Value) {
        assert_eq!(holds(condition.clone(), Effect::Allow), Truth::open(false), "{condition}");
        assert_eq!(holds(condition.clone(), Effect::Deny), Truth::open(true), "{condition}");
    }

    #[test]
    fn combination() {
        assert_eq!(holds(json!({}), Effect::Allow), Truth::YES);
        assert_eq!(holds(json!({"StringEquals": {}}), Effect::Allow), Truth::YES);
        let both = json!({"StringEquals": {"team": ["blue", "red"]}, "Bool": {"bool": true}});
        assert_eq!(holds(both, Effect::Allow), Truth::YES);
        assert_eq!(says("StringNotEquals", "team", json!(["blue", "red"])), Truth::NO);
        assert_eq!(says("StringNotEquals", "team", json!(["blue", "green"])), Truth::YES);
        assert_eq!(says("StringEquals", "team", json!([])), Truth::NO);
        assert_eq!(says("StringNotEquals", "team", json!([])), Truth::YES);
    }

    #[test]
    fn each_operator() {
        for (operator, key, value, expected) in [
            ("StringEquals", "team", json!("r*"), false),
            ("StringLike", "team", json!("r*"), true),
            ("StringEqualsIgnoreCase", "team", json!("RED"), true),
            ("NumericLessThan", "number", json!(7.5), true),
            ("NumericLessThan", "number", json!("7"), false),
            ("NumericGreaterThanEquals", "number", json!(7), true),
            ("DateGreaterThan", "date", json!("2026-11-23"), true),
            ("DateLessThan", "date", json!(1_795_435_201), true),
            ("Bool", "bool", json!(true), true),
            ("Bool", "bool", json!("false"), false),
            ("BinaryEquals", "team", json!("red"), true),
            ("IpAddress", "ip", json!(["10.0.0.0/8", "203.0.113.0/24", "::/0"]), true),
            ("NotIpAddress", "ip", json!("::/0"), true),
            ("ArnEquals", "arn", json!("arn:aws:sns:*:*:*"), true),
            ("ArnLike", "arn", json!("arn:*:topic"), false),
            ("ArnNotLike", "arn", json!("arn:aws:sqs:*:*:*"), true),
            ("Null", "team", json!("false"), true),
            ("Null", "none", json!(true), true),
            ("Null", "many", json!("true"), false),
        ] {
            assert_eq!(says(operator, key, value), Truth::sure(expected), "{operator}");
        }
    }

    #[test]
    fn absent_keys() {
        for (operator, expected) in [
            ("StringEquals", false),
            ("StringNotEquals", true),
            ("NotIpAddress", true),
            ("Bool", false),
            ("StringEqualsIfExists", true),
            ("ForAnyValue:StringEqualsIfExists", true),
            ("ForAllValues:StringEquals", true),
            ("ForAnyValue:StringNotEquals", false),
        ] {
            assert_eq!(says(operator, "none", json!("x")), Truth::sure(expected), "{operator}");
        }
    }

    #[test]
    fn sets() {
        assert_eq!(says("ForAllValues:StringEquals", "many", json!(["a", "b", "c"])), Truth::YES);
        assert_eq!(says("ForAllValues:StringEquals", "many", json!(["a"])), Truth::NO);
        assert_eq!(says("ForAnyValue:StringEquals", "many", json!(["a"])), Truth::YES);
        assert_eq!(says("ForAllValues:StringNotEquals", "many", json!(["c"])), Truth::YES);
        assert_eq!(says("ForAllValues:StringNotEquals", "many", json!(["a"])), Truth::NO);
        assert_eq!(says("ForAnyValue:StringNotEquals", "many", json!(["a"])), Truth::YES);
        assert_eq!(says("StringEquals", "many", json!(["a"])), Truth::open(false));
        assert_eq!(says("StringNotEquals", "many", json!(["z"])), Truth::open(false));
        assert_eq!(says("ForAnyValue:StringEquals", "team", json!("red")), Truth::YES);
    }

    #[test]
    fn what_cannot_be_evaluated() {
        unevaluable_in_both(json!({"stringEquals": {"team": "red"}}));
        unevaluable_in_both(json!({"NullIfExists": {"team": "true"}}));
        unevaluable_in_both(json!({"StringEquals": {"nothing": "red"}}));
        unevaluable_in_both(json!({"Null": {"open": "true"}}));
        unevaluable_in_both(json!({"StringEquals": {"unknown": "red"}}));
        assert_eq!(says("Null", "unknown", json!("true")), Truth::NO);
        unevaluable_in_both(json!({"NumericEquals": {"number": "seven"}}));
        unevaluable_in_both(json!({"NumericNotEquals": {"number": ["seven", "8"]}}));
        unevaluable_in_both(json!({"Bool": {"bool": "${aws:SecureTransport}"}}));
        unevaluable_in_both(json!({"StringNotEquals": {"team": "${team"}}));
        unevaluable_in_both(json!({"StringEquals": {"team": {"x": 1}}}));
        unevaluable_in_both(json!({"StringEquals": "red"}));
        unevaluable_in_both(json!("x"));
        assert_eq!(says("NumericEquals", "number", json!(["seven", "7"])), Truth::YES);
        assert_eq!(says("NumericNotEquals", "number", json!(["seven", "7"])), Truth::NO);
        assert_eq!(says("NumericEquals", "none", json!("seven")), Truth::NO);
    }

    #[test]
    fn the_requests_value_is_malformed() {
        assert_eq!(says("NumericEquals", "team", json!("7")), Truth::NO);
        unevaluable_in_both(json!({"NumericNotEquals": {"team": "7"}}));
        assert_eq!(says("ArnLike", "arn", json!("*")), Truth::NO);
        assert_eq!(says("Bool", "bool", json!("True")), Truth::open(true));
    }

    #[test]
    fn several_readings() {
        assert_eq!(says("StringEquals", "either", json!("red")), Truth::open(true));
        assert_eq!(says("StringEqualsIfExists", "either", json!("red")), Truth::YES);
        assert_eq!(says("StringEquals", "team", json!("${either}")), Truth::open(true));
    }
}
