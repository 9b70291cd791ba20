//! Reading what the inspector answers: JSON, of which only what is shown is looked at.

use kms_policy::json::{Node, Value};

/// The entries of a list; none of what is no list.
pub fn list(node: &Node) -> &[Node] {
    match &node.value {
        Value::Array(items) => items,
        _ => &[],
    }
}

/// The entries of a member that is a list; none where it is missing.
pub fn items<'n>(node: &'n Node, name: &str) -> &'n [Node] {
    node.get(name).map_or(&[], list)
}

/// A text.
pub fn string(node: &Node) -> &str {
    node.as_str().unwrap_or_default()
}

/// A member that is a text.
pub fn text<'n>(node: &'n Node, name: &str) -> &'n str {
    node.get(name).map_or("", string)
}

/// A whole number.
pub fn number(node: Option<&Node>) -> u32 {
    match node.map(|node| &node.value) {
        Some(Value::Number(digits)) => digits.parse().unwrap_or(0),
        _ => 0,
    }
}

/// A member that is true.
pub fn flag(node: &Node, name: &str) -> bool {
    node.get(name).is_some_and(|node| node.value == Value::Bool(true))
}
