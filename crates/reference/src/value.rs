//! The values that a condition compares with.

use crate::address::{Address, Range};
use crate::arn;
use crate::date::Instant;
use crate::document::Effect;
use crate::glob::{Piece, exactly, glob, ignoring_case};
use crate::listed::unevaluable;
use crate::number::Number;
use crate::operator::{Operator, Test};
use crate::question::Question;
use crate::truth::Truth;
use crate::variable::{Template, fill, is_guessed};
use serde_json::Value;

/// A value of the policy, read for its operator.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// For String and Arn operators.
    Text(Template),
    /// For Numeric operators.
    Number(Number),
    /// For Date operators.
    Instant(Instant),
    /// For Bool and Null.
    Bool(Boolean),
    /// For BinaryEquals.
    Binary(String),
    /// For IpAddress.
    Range(Range),
    /// Malformed for the operator.
    Malformed,
}

/// A truth value and whether it is spelled in small letters.
#[derive(Clone, Copy, Debug)]
pub struct Boolean {
    /// True or false.
    pub value: bool,
    /// `true` or `false`, not `True`.
    pub small: bool,
}

impl Boolean {
    fn read(text: &str) -> Option<Self> {
        let value = match text {
            _ if text.eq_ignore_ascii_case("true") => true,
            _ if text.eq_ignore_ascii_case("false") => false,
            _ => return None,
        };
        Some(Self { value, small: text.bytes().all(|byte| byte.is_ascii_lowercase()) })
    }
}

/// How a value of the request compares with a value of the policy.
enum Match {
    Yes,
    No,
    /// Equal without regard to case: R-17 leaves open whether that is enough for Bool.
    InAnyCase,
    /// The policy's value is malformed for the operator.
    Malformed,
    /// The policy's value is no ARN, for an Arn operator.
    NoArn,
    /// The request's value is malformed for the operator.
    GivenMalformed,
}

impl Wanted {
    /// Reads a value for a test. O-50: with variables only where `variables` is true.
    pub fn read(value: &Value, test: Test, variables: bool) -> Self {
        // O-6: strings, numbers and booleans.
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return Self::Malformed,
        };
        // O-51: variables with String and Arn operators; not with Bool nor any other,
        // for which a text with a variable is malformed anyway.
        let wanted = match test {
            Test::StringEquals | Test::StringEqualsIgnoreCase => {
                Template::read(&text, variables, Piece::Char).map(Self::Text) // O-10, O-21: no wildcards.
            }
            Test::StringLike | Test::ArnLike => {
                Template::read(&text, variables, Piece::wild).map(Self::Text)
            }
            Test::Numeric(_) => Number::read(&text).map(Self::Number),
            Test::Date(_) => Instant::read(&text).map(Self::Instant),
            Test::Bool | Test::Null => Boolean::read(&text).map(Self::Bool),
            Test::Binary if variables && text.contains("${") => None,
            Test::Binary => Some(Self::Binary(text)),
            Test::IpAddress => Range::read(&text).map(Self::Range),
        };
        wanted.unwrap_or(Self::Malformed)
    }

    /// What this value says of a value of the request: for a negated operator that it differs
    /// (O-2), for another that it matches.
    pub fn says(
        &self,
        operator: Operator,
        given: &str,
        question: &Question<'_>,
        effect: Effect,
    ) -> Truth {
        let settle = |found: Match| settle(found, operator.negated, effect);
        match self {
            Self::Text(Template::Fixed(pattern)) => {
                settle(compare_text(operator.test, pattern, given))
            }
            Self::Text(Template::Variable(parts)) => {
                let Some(filled) = fill(parts, question) else { return settle(Match::Malformed) };
                // O-55: without a value there is no match.
                let says = Truth::readings(filled.iter().map(|text| match text {
                    Some(text) => settle(compare_text(operator.test, text, given)),
                    None => settle(Match::No),
                }));
                if is_guessed(parts, question) { says.doubted() } else { says }
            }
            wanted => settle(wanted.compare(operator.test, given)),
        }
    }

    /// O-19: does this value of Null say what is the case? R-17's question about the case of
    /// letters is asked here too.
    pub fn says_absent(&self, absent: bool, effect: Effect) -> Truth {
        match self {
            Self::Bool(wanted) if wanted.value != absent => Truth::NO,
            Self::Bool(wanted) if wanted.small => Truth::YES,
            Self::Bool(_) => Truth::open(true),
            _ => unevaluable(effect),
        }
    }

    /// Values other than texts.
    fn compare(&self, test: Test, given: &str) -> Match {
        let found = match (self, test) {
            (Self::Number(wanted), Test::Numeric(order)) => {
                Number::read(given).map(|given| order.of_numbers(&given, wanted)) // O-13
            }
            (Self::Instant(wanted), Test::Date(order)) => {
                Instant::read(given).map(|given| order.of_instants(&given, wanted)) // O-14
            }
            (Self::Range(wanted), Test::IpAddress) => {
                Address::read(given).map(|given| wanted.holds(given)) // O-17
            }
            (Self::Binary(wanted), Test::Binary) => Some(wanted == given), // O-16
            (Self::Bool(wanted), Test::Bool) => return compare_bool(*wanted, given),
            _ => return Match::Malformed,
        };
        match found {
            Some(true) => Match::Yes,
            Some(false) => Match::No,
            None => Match::GivenMalformed,
        }
    }
}

/// O-15; in any case.
fn compare_bool(wanted: Boolean, given: &str) -> Match {
    match Boolean::read(given) {
        None => Match::GivenMalformed,
        Some(given) if given.value != wanted.value => Match::No,
        Some(given) if given.small && wanted.small => Match::Yes,
        Some(_) => Match::InAnyCase,
    }
}

fn compare_text(test: Test, wanted: &[Piece], given: &str) -> Match {
    let found = match test {
        // O-18, R-17
        Test::ArnLike if !arn::is_whole(wanted) => return Match::NoArn,
        Test::ArnLike => arn::like(wanted, given, exactly),
        Test::StringEqualsIgnoreCase => glob(wanted, given, ignoring_case), // O-11
        _ => glob(wanted, given, exactly),                                  // O-10, O-12
    };
    if found { Match::Yes } else { Match::No }
}

/// What a comparison means for the operator.
fn settle(found: Match, negated: bool, effect: Effect) -> Truth {
    match found {
        Match::Yes => Truth::sure(!negated),
        Match::No => Truth::sure(negated),
        Match::InAnyCase => Truth::open(!negated),
        Match::Malformed => unevaluable(effect),
        // it never matches; with ArnNotLike neither, "?".
        Match::NoArn if negated => Truth::open(false),
        // "never matches, also negated", of which the latter is "?". But a Deny that cannot
        // be evaluated never lets a request through (formats.md).
        Match::GivenMalformed if negated => unevaluable(effect),
        Match::NoArn | Match::GivenMalformed => Truth::NO,
    }
}
