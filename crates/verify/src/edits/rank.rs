//! The order of changes, measured from outside.

use kms_policy::actions::Action;
use serde_json::Value;

/// How many principals something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breadth {
    One,
    Several,
    Account,
    Everyone,
}

impl Breadth {
    /// Of a name in a Principal element.
    pub fn of_name(name: &Value) -> Self {
        let name = name.as_str().unwrap_or_default();
        let number = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
        match name {
            "*" => Self::Everyone,
            _ if number || name.ends_with(":root") => Self::Account,
            _ => Self::One,
        }
    }
}

/// What stands before what: the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub uncertain: bool,
    /// Other cells that are newly allowed.
    pub allowed: usize,
    /// Values changed.
    pub size: usize,
    /// Other principals whose cells change.
    pub rows: usize,
    pub principals: Breadth,
    /// Other actions whose cells change.
    pub columns: usize,
    pub actions: usize,
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        alone => vec![alone],
    }
}

/// Whom a statement is about.
pub fn principals_of(statement: &Value) -> Breadth {
    if !statement["NotPrincipal"].is_null() {
        return Breadth::Everyone;
    }
    let names: Vec<&Value> = match &statement["Principal"] {
        Value::Object(types) => types.values().flat_map(list).collect(),
        other => list(other),
    };
    let widest = names.iter().map(|name| Breadth::of_name(name)).max().unwrap_or(Breadth::One);
    if names.len() > 1 { widest.max(Breadth::Several) } else { widest }
}

/// How many actions a statement is about.
pub fn actions_of(statement: &Value) -> usize {
    let (element, negated) = match (&statement["Action"], &statement["NotAction"]) {
        (Value::Null, Value::Null) => return 1,
        (Value::Null, other) => (other, true),
        (listed, _) => (listed, false),
    };
    let patterns: Vec<&str> = list(element).into_iter().filter_map(Value::as_str).collect();
    let covered = |action: &Action| patterns.iter().any(|one| action.is_covered_by(one)) != negated;
    Action::all().filter(covered).count().max(patterns.len())
}

/// How many values a statement has.
pub fn values_of(statement: &Value) -> usize {
    let plain = ["Action", "NotAction", "Resource", "NotResource"];
    let plain: usize = plain.iter().map(|name| list(&statement[name]).len()).sum();
    let principals: usize = ["Principal", "NotPrincipal"]
        .iter()
        .map(|name| match &statement[name] {
            Value::Object(types) => types.values().map(|one| list(one).len()).sum(),
            other => list(other).len(),
        })
        .sum();
    let operators = statement["Condition"].as_object().into_iter().flat_map(|one| one.values());
    let keys = operators.filter_map(Value::as_object).flat_map(|keys| keys.values());
    let conditions: usize = keys.map(|value| list(value).len()).sum();
    (plain + principals + conditions).max(1)
}
