//! Condition operators (sections 7.2 to 7.4).

use crate::date::Instant;
use crate::number::Number;
use std::cmp::Ordering;

/// An operator as it is spelled: `ForAnyValue:StringNotLikeIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The set operator in front (section 7.4).
    pub set: Option<Set>,
    /// What is tested.
    pub test: Test,
    /// Negated: true if none of the values matches (O-2).
    pub negated: bool,
    /// With `IfExists` (O-32).
    pub if_exists: bool,
}

/// A set operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// `ForAllValues:`
    All,
    /// `ForAnyValue:`
    Any,
}

/// What an operator tests, not negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// O-10
    StringEquals,
    /// O-11
    StringEqualsIgnoreCase,
    /// O-12
    StringLike,
    /// O-13
    Numeric(Order),
    /// O-14
    Date(Order),
    /// O-15
    Bool,
    /// O-16
    Binary,
    /// O-17
    IpAddress,
    /// O-18: ArnEquals is the same.
    ArnLike,
    /// O-19
    Null,
}

/// How the request's value has to compare with the policy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `Equals`, and `NotEquals` negated.
    Equal,
    /// `LessThan`
    Less,
    /// `LessThanEquals`
    LessOrEqual,
    /// `GreaterThan`
    Greater,
    /// `GreaterThanEquals`
    GreaterOrEqual,
}

impl Order {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }

    /// Is the given number so?
    pub fn of_numbers(self, given: &Number, wanted: &Number) -> bool {
        self.holds(given.compare(wanted))
    }

    /// Is the given instant so?
    pub fn of_instants(self, given: &Instant, wanted: &Instant) -> bool {
        self.holds(given.cmp(wanted))
    }
}

impl Operator {
    /// Reads an operator's name, exactly as AWS spells it (O-5, Q-15). None: there is no such
    /// operator.
    pub fn read(name: &str) -> Option<Self> {
        let (set, name) = match name.split_once(':') {
            Some(("ForAllValues", name)) => (Some(Set::All), name),
            Some(("ForAnyValue", name)) => (Some(Set::Any), name),
            Some(_) => return None,
            None => (None, name),
        };
        let (name, if_exists) = match name.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let (test, negated) = match name {
            "StringEquals" => (Test::StringEquals, false),
            "StringNotEquals" => (Test::StringEquals, true),
            "StringEqualsIgnoreCase" => (Test::StringEqualsIgnoreCase, false),
            "StringNotEqualsIgnoreCase" => (Test::StringEqualsIgnoreCase, true),
            "StringLike" => (Test::StringLike, false),
            "StringNotLike" => (Test::StringLike, true),
            "NumericEquals" => (Test::Numeric(Order::Equal), false),
            "NumericNotEquals" => (Test::Numeric(Order::Equal), true),
            "NumericLessThan" => (Test::Numeric(Order::Less), false),
            "NumericLessThanEquals" => (Test::Numeric(Order::LessOrEqual), false),
            "NumericGreaterThan" => (Test::Numeric(Order::Greater), false),
            "NumericGreaterThanEquals" => (Test::Numeric(Order::GreaterOrEqual), false),
            "DateEquals" => (Test::Date(Order::Equal), false),
            "DateNotEquals" => (Test::Date(Order::Equal), true),
            "DateLessThan" => (Test::Date(Order::Less), false),
            "DateLessThanEquals" => (Test::Date(Order::LessOrEqual), false),
            "DateGreaterThan" => (Test::Date(Order::Greater), false),
            "DateGreaterThanEquals" => (Test::Date(Order::GreaterOrEqual), false),
            "Bool" => (Test::Bool, false),
            "BinaryEquals" => (Test::Binary, false),
            "IpAddress" => (Test::IpAddress, false),
            "NotIpAddress" => (Test::IpAddress, true),
            "ArnEquals" | "ArnLike" => (Test::ArnLike, false),
            "ArnNotEquals" | "ArnNotLike" => (Test::ArnLike, true),
            "Null" if !if_exists => (Test::Null, false), // O-32: no NullIfExists.
            _ => return None,
        };
        Some(Self { set, test, negated, if_exists })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling() {
        let operator = Operator {
            set: Some(Set::Any),
            test: Test::StringLike,
            negated: true,
            if_exists: true,
        };
        assert_eq!(Operator::read("ForAnyValue:StringNotLikeIfExists"), Some(operator));
        assert!(Operator::read("ForAllValues:Null").is_some());
        for name in [
            "",
            "stringEquals",
            "StringEqualsifexists",
            "NullIfExists",
            "ForAllValues:NullIfExists",
            "forAnyValue:Bool",
            "BoolIfExistsIfExists",
            "BinaryNotEquals",
            "BoolNotEquals",
            "ForAllValues:ForAnyValue:Bool",
            "StringEquals ",
        ] {
            assert_eq!(Operator::read(name), None, "{name}");
        }
    }
}
