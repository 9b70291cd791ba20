//! What a condition asks for and what the request has, in words.

use super::and;
use crate::condition::{Comparison, Operator, Order, SetOperator};

/// A test of a condition that does not hold.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The operator as it is written.
    pub operator: &'a str,
    /// The key as it is written.
    pub key: &'a str,
    /// What it asks for.
    pub expected: &'a [String],
    /// What the request has.
    pub actual: &'a [String],
    /// Has AWS a value that the scenario does not give?
    pub unknown: bool,
    /// Has the key several values, and the operator no set operator?
    pub lacks_set_operator: bool,
}

/// `asks that … , and the request has …`, behind the name of a statement.
pub fn condition(asked: Asked<'_>) -> String {
    let Asked { key, expected, actual, unknown, .. } = asked;
    let quoted: Vec<String> = expected.iter().map(|value| format!("“{value}”")).collect();
    let one_of = |words: &str| match quoted.as_slice() {
        [] => "one of no values".to_owned(),
        [one] => format!("{words}{one}"),
        several => format!("{words}one of {}", and(several)),
    };
    let found = match actual {
        _ if unknown => "the scenario does not say what the request has".to_owned(),
        [] => "the request has none".to_owned(),
        [one] => format!("the request has “{one}”"),
        several => {
            let several: Vec<String> = several.iter().map(|value| format!("“{value}”")).collect();
            format!("the request has {}", and(&several))
        }
    };
    let Some(operator) = Operator::read(asked.operator) else {
        return format!("uses {}, which is no operator, on {key}", asked.operator);
    };
    if operator.comparison == Comparison::Null {
        let absent = expected.iter().any(|value| value.eq_ignore_ascii_case("true"));
        let (wanted, found) = if absent { ("absent", "has it") } else { ("there", "has none") };
        return format!("asks that {key} be {wanted}, and the request {found}");
    }
    if asked.lacks_set_operator {
        return format!(
            "asks for {key}, which has several values, without ForAnyValue or ForAllValues: then \
             nothing matches"
        );
    }
    let every = match operator.set {
        Some(SetOperator::All) => "every value of ",
        Some(SetOperator::Any) => "a value of ",
        None => "",
    };
    let compared = match operator.comparison {
        Comparison::Number(order) | Comparison::Date(order) => one_of(match order {
            Order::Same => "",
            Order::Less => "less than ",
            Order::AtMost => "at most ",
            Order::More => "more than ",
            Order::AtLeast => "at least ",
        }),
        Comparison::Address => one_of("in "),
        Comparison::Like | Comparison::Arn => one_of("like "),
        _ => one_of(""),
    };
    let not = if operator.negated { "not be " } else { "be " };
    format!("asks that {every}{key} {not}{compared}, and {found}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_operator_reads_as_a_sentence() {
        let text = |operator, expected: &[&str], actual: &[&str]| {
            let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            let (expected, actual): (Vec<String>, Vec<String>) = (owned(expected), owned(actual));
            condition(Asked {
                operator,
                key: "k",
                expected: &expected,
                actual: &actual,
                unknown: false,
                lacks_set_operator: false,
            })
        };
        for (found, wanted) in [
            (text("StringEquals", &["a"], &[]), "asks that k be “a”, and the request has none"),
            (
                text("StringNotLike", &["a", "b"], &["a"]),
                "asks that k not be like one of “a” and “b”, and the request has “a”",
            ),
            (
                text("ForAllValues:StringEquals", &["a"], &["a", "b"]),
                "asks that every value of k be “a”, and the request has “a” and “b”",
            ),
            (text("Null", &["true"], &["x"]), "asks that k be absent, and the request has it"),
            (text("Null", &["false"], &[]), "asks that k be there, and the request has none"),
            (
                text("NumericLessThan", &["30"], &["30"]),
                "asks that k be less than “30”, and the request has “30”",
            ),
            (text("stringEquals", &["a"], &["a"]), "uses stringEquals, which is no operator, on k"),
        ] {
            assert_eq!(found, wanted);
        }
    }
}
