//! Condition operators (section 7.2) and how one compares a value of the request with one of the
//! policy.

use super::pattern::{self, Pattern, Resolved, Substitute, VariableError};
use super::value::{Cidr, Decimal, Instant};
use super::{ConditionKey, KeyName};
use crate::glob::{self, Token};
use crate::matching::Fit;
use crate::rules::Rule;
use crate::spelling::nearest;
use std::cmp::Ordering;

/// What an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Text, exactly (O-10).
    Equals,
    /// Text without regard to case (O-11).
    EqualsIgnoringCase,
    /// Text with wildcards (O-12).
    Like,
    /// Numbers (O-13).
    Number(Order),
    /// Instants (O-14).
    Date(Order),
    /// `true` or `false` (O-15).
    Bool,
    /// Base64 text (O-16).
    Binary,
    /// Addresses (O-17).
    Address,
    /// ARNs part by part (O-18).
    Arn,
    /// Presence (O-19).
    Null,
}

/// How numbers and instants are compared: is the request's value … the policy's?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Equal to.
    Same,
    /// Less than.
    Less,
    /// At most.
    AtMost,
    /// More than.
    More,
    /// At least.
    AtLeast,
}

impl Order {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Same => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::More => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

/// `ForAllValues:` and `ForAnyValue:` (section 7.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOperator {
    /// Every value of the request satisfies the operator.
    All,
    /// At least one does.
    Any,
}

/// An operator as a policy names it, such as `ForAnyValue:StringNotEqualsIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// What it compares.
    pub comparison: Comparison,
    /// Is it a `Not…` operator?
    pub negated: bool,
    /// Is it true where the key is absent (O-32)?
    pub if_exists: bool,
    /// Its set operator.
    pub set: Option<SetOperator>,
}

/// The operators with their names; the case of names matters (O-5).
const OPERATORS: [(&str, Comparison, bool); 27] = [
    ("StringEquals", Comparison::Equals, false),
    ("StringNotEquals", Comparison::Equals, true),
    ("StringEqualsIgnoreCase", Comparison::EqualsIgnoringCase, false),
    ("StringNotEqualsIgnoreCase", Comparison::EqualsIgnoringCase, true),
    ("StringLike", Comparison::Like, false),
    ("StringNotLike", Comparison::Like, true),
    ("NumericEquals", Comparison::Number(Order::Same), false),
    ("NumericNotEquals", Comparison::Number(Order::Same), true),
    ("NumericLessThan", Comparison::Number(Order::Less), false),
    ("NumericLessThanEquals", Comparison::Number(Order::AtMost), false),
    ("NumericGreaterThan", Comparison::Number(Order::More), false),
    ("NumericGreaterThanEquals", Comparison::Number(Order::AtLeast), false),
    ("DateEquals", Comparison::Date(Order::Same), false),
    ("DateNotEquals", Comparison::Date(Order::Same), true),
    ("DateLessThan", Comparison::Date(Order::Less), false),
    ("DateLessThanEquals", Comparison::Date(Order::AtMost), false),
    ("DateGreaterThan", Comparison::Date(Order::More), false),
    ("DateGreaterThanEquals", Comparison::Date(Order::AtLeast), false),
    ("Bool", Comparison::Bool, false),
    ("BinaryEquals", Comparison::Binary, false),
    ("IpAddress", Comparison::Address, false),
    ("NotIpAddress", Comparison::Address, true),
    ("ArnEquals", Comparison::Arn, false),
    ("ArnLike", Comparison::Arn, false),
    ("ArnNotEquals", Comparison::Arn, true),
    ("ArnNotLike", Comparison::Arn, true),
    ("Null", Comparison::Null, false),
];

impl Operator {
    /// The names of operators, without set operator and `IfExists`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(name, ..)| *name)
    }

    /// Reads an operator's name; `None` where there is none of this name.
    pub fn read(text: &str) -> Option<Self> {
        let (set, name) = match text.split_once(':') {
            Some(("ForAllValues", name)) => (Some(SetOperator::All), name),
            Some(("ForAnyValue", name)) => (Some(SetOperator::Any), name),
            Some(_) => return None,
            None => (None, text),
        };
        let (name, if_exists) = match name.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let (_, comparison, negated) = OPERATORS.iter().find(|(known, ..)| *known == name)?;
        if if_exists && *comparison == Comparison::Null {
            return None;
        }
        Some(Self { comparison: *comparison, negated: *negated, if_exists, set })
    }

    /// The operator that was probably meant by a name that is none: in another case, or misspelt.
    ///
    /// ```
    /// use kms_policy::condition::Operator;
    /// let meant = |text| Operator::meant_by(text).unwrap_or_default();
    /// assert_eq!(meant("stringEquals"), "StringEquals");
    /// assert_eq!(meant("ForAnyValues:StringLikeIfExist"), "ForAnyValue:StringLikeIfExists");
    /// assert_eq!(meant("NullIfExists"), "Null");
    /// ```
    pub fn meant_by(text: &str) -> Option<String> {
        let (set, name) = match text.split_once(':') {
            Some((set, name)) => {
                let sets = ["ForAllValues", "ForAnyValue"];
                (format!("{}:", in_any_case(set.trim(), &sets, 2)?), name.trim())
            }
            None => (String::new(), text.trim()),
        };
        let lower = name.to_ascii_lowercase();
        let if_exists = ["ifexists", "ifexist"].into_iter().find(|end| lower.ends_with(end));
        let name = name.get(..name.len() - if_exists.map_or(0, str::len)).unwrap_or(name);
        let names = OPERATORS.map(|(known, ..)| known);
        let name = in_any_case(name, &names, (name.chars().count() / 5).max(1))?;
        let end = if if_exists.is_some() && name != "Null" { "IfExists" } else { "" };
        Some(format!("{set}{name}{end}"))
    }

    /// The rule that says what it compares.
    pub fn rule(self) -> Rule {
        match self.comparison {
            Comparison::Equals => Rule::O10,
            Comparison::EqualsIgnoringCase => Rule::O11,
            Comparison::Like => Rule::O12,
            Comparison::Number(_) => Rule::O13,
            Comparison::Date(_) => Rule::O14,
            Comparison::Bool => Rule::O15,
            Comparison::Binary => Rule::O16,
            Comparison::Address => Rule::O17,
            Comparison::Arn => Rule::O18,
            Comparison::Null => Rule::O19,
        }
    }

    /// May its values hold `${…}` variables (O-51)?
    pub fn takes_variables(self) -> bool {
        matches!(
            self.comparison,
            Comparison::Equals
                | Comparison::EqualsIgnoringCase
                | Comparison::Like
                | Comparison::Arn
        )
    }
}

/// The word of `known` that is this one in another case, or the nearest.
fn in_any_case(word: &str, known: &[&'static str], within: usize) -> Option<&'static str> {
    let same = known.iter().copied().find(|known| known.eq_ignore_ascii_case(word));
    same.or_else(|| nearest(word, known.iter().copied(), within))
}

/// A value of a policy, read as its operator wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, maybe with wildcards and variables.
    Text(Pattern),
    /// A number.
    Number(Decimal),
    /// An instant.
    Date(Instant),
    /// `true` or `false`.
    Bool {
        /// Which.
        wanted: bool,
        /// Is it in lower case? Whether another case counts is not documented (R-17).
        exact: bool,
    },
    /// Addresses.
    Address(Cidr),
    /// Nothing that the operator can compare.
    Malformed,
    /// A broken policy variable, or one where none may stand.
    Broken(Option<VariableError>),
}

impl Value {
    /// Reads `text` for this operator; `variables`: are `${…}` variables there (O-50)?
    pub fn read(text: &str, operator: Operator, variables: bool) -> Self {
        let holds_variable = variables && text.contains("${");
        if holds_variable && !operator.takes_variables() {
            return Self::Broken(None);
        }
        if holds_variable && let Err(error) = Pattern::read(text, true) {
            return Self::Broken(Some(error));
        }
        let read = match operator.comparison {
            Comparison::Number(_) => Decimal::parse(text).map(Self::Number),
            Comparison::Date(_) => Instant::parse(text).map(Self::Date),
            Comparison::Bool | Comparison::Null => {
                bool(text).map(|wanted| Self::Bool { wanted, exact: is_exact(text) })
            }
            Comparison::Address => Cidr::parse(text).map(Self::Address),
            _ => Pattern::read(text, variables).ok().map(Self::Text),
        };
        read.unwrap_or(Self::Malformed)
    }

    /// The keys that its variables name.
    pub fn variables(&self) -> impl Iterator<Item = &ConditionKey> + Clone {
        let pattern = match self {
            Self::Text(pattern) => Some(pattern),
            _ => None,
        };
        pattern.into_iter().flat_map(Pattern::variables)
    }
}

fn is_exact(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// `true` or `false`, in any case (R-17).
fn bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Does the request's value `found` of `key` satisfy the policy's value, negation apart?
pub fn compare(
    comparison: Comparison,
    wanted: &Value,
    key: KeyName,
    found: &str,
    variable: &dyn Fn(&ConditionKey) -> Substitute,
) -> Fit {
    let parsed = |holds: Option<bool>| holds.map_or(Fit::Doubtful, Fit::when);
    match wanted {
        Value::Malformed | Value::Broken(_) => Fit::Unsupported,
        Value::Number(wanted) => {
            let Comparison::Number(order) = comparison else { return Fit::Unsupported };
            let found = Decimal::parse(found).or_else(|| as_seconds(key, found));
            parsed(found.map(|found| order.holds(found.cmp(wanted))))
        }
        Value::Date(wanted) => {
            let Comparison::Date(order) = comparison else { return Fit::Unsupported };
            parsed(Instant::parse(found).map(|found| order.holds(found.cmp(wanted))))
        }
        Value::Bool { wanted, exact } => match parsed(bool(found).map(|found| found == *wanted)) {
            Fit::Yes if !(*exact && is_exact(found)) => Fit::Likely,
            fit => fit,
        },
        Value::Address(wanted) => {
            parsed(found.parse().ok().map(|address| wanted.contains(address)))
        }
        Value::Text(pattern) => text(comparison, pattern, found, variable),
    }
}

/// Keys that are dates and numbers alike (C-28, R-17).
fn as_seconds(key: KeyName, text: &str) -> Option<Decimal> {
    let both = matches!(key, KeyName::ValidTo | KeyName::EpochTime);
    let instant = Instant::parse(text).filter(|_| both)?;
    Decimal::parse(&instant.epoch_seconds().to_string())
}

fn text(
    comparison: Comparison,
    pattern: &Pattern,
    found: &str,
    variable: &dyn Fn(&ConditionKey) -> Substitute,
) -> Fit {
    if let Some(plain) = pattern.plain() {
        return match comparison {
            Comparison::EqualsIgnoringCase => {
                Fit::when(plain.to_lowercase() == found.to_lowercase())
            }
            Comparison::Like => Fit::when(glob::matches(plain, found)),
            Comparison::Arn => {
                let tokens: Vec<Token> = plain.chars().map(Token::from).collect();
                arn(&tokens, found)
            }
            _ => Fit::when(plain == found),
        };
    }
    let tokens = match pattern.resolve(variable) {
        Resolved::Tokens(tokens) => tokens,
        Resolved::Absent => return Fit::No,
        Resolved::Unknown => return Fit::Unsupported,
    };
    match comparison {
        Comparison::Like => Fit::when(glob::matches_tokens(&tokens, found)),
        Comparison::Arn => arn(&tokens, found),
        Comparison::EqualsIgnoringCase => {
            Fit::when(pattern::literal(&tokens).to_lowercase() == found.to_lowercase())
        }
        _ => Fit::when(pattern::literal(&tokens) == found),
    }
}

/// Six parts, each with wildcards of its own; a pattern of fewer parts matches nothing (R-17).
fn arn(pattern: &[Token], found: &str) -> Fit {
    let mut parts = pattern.splitn(6, |token| *token == Token::Char(':'));
    let mut wanted: [&[Token]; 6] = [&[]; 6];
    for slot in &mut wanted {
        let Some(part) = parts.next() else { return Fit::No };
        *slot = part;
    }
    let mut found = found.splitn(6, ':');
    Fit::when(
        wanted.iter().all(|part| found.next().is_some_and(|text| glob::matches_tokens(part, text))),
    )
}

/// Has an ARN pattern fewer than six parts, so that it matches nothing (R-17)?
pub fn is_short_arn(value: &Value, variable: &dyn Fn(&ConditionKey) -> Substitute) -> bool {
    let Value::Text(pattern) = value else { return false };
    let colons = match pattern.plain() {
        Some(text) => text.matches(':').count(),
        None => match pattern.resolve(variable) {
            Resolved::Tokens(tokens) => {
                tokens.iter().filter(|token| **token == Token::Char(':')).count()
            }
            Resolved::Absent | Resolved::Unknown => return false,
        },
    };
    colons < 5
}
