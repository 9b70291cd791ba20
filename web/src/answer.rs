//! Reading what the inspector answers: JSON, of which only what is shown is looked at.

use kms_policy::json::{Node, Value};

/// The entries of a list; none where it is missing.
pub fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.value) {
        Some(Value::Array(items)) => items,
        _ => &[],
    }
}

/// A text.
pub fn string(node: &Node) -> &str {
    match &node.value {
        Value::String(text) => text,
        _ => "",
    }
}

/// A whole number.
pub fn number(node: &Node) -> u32 {
    match &node.value {
        Value::Number(digits) => digits.parse().unwrap_or(0),
        _ => 0,
    }
}

/// A member that is a text.
pub fn text<'n>(node: Option<&'n Node>, name: &str) -> &'n str {
    node.and_then(|node| node.get(name)).map_or("", string)
}

/// A member that is true.
pub fn flag(node: &Node, name: &str) -> bool {
    node.get(name).is_some_and(|node| node.value == Value::Bool(true))
}
