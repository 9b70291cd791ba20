//! Values of parameters and condition keys as they are written in a field.

use super::Row;
use crate::actions::parameters::{Shape, anywhere};
use crate::json::parse;
use crate::read::json_value;
use serde_json::Value;

/// How an empty string is written: nothing says nothing.
const EMPTY: &str = r#""""#;

/// A parameter as it would be written: a string as it is, anything else as JSON.
pub fn parameter_row(name: &str, value: &Value) -> Row {
    let value = match value {
        Value::Null => String::new(),
        Value::String(text) if text.is_empty() => EMPTY.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Row { name: name.to_owned(), value, absent: false }
}

/// What was written for a parameter: text where the API wants text, else JSON. What is no JSON
/// stays text, and the check says what the parameter takes.
pub fn parameter_value(name: &str, text: &str) -> Value {
    let is_text = anywhere(name).any(|shape| matches!(shape, Shape::Text | Shape::Time));
    let read = if is_text && text != EMPTY { None } else { json(text) };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// A condition key as it would be written.
pub fn context_row(name: &str, value: &Value) -> Row {
    let (value, absent) = match value {
        Value::Null => (String::new(), true),
        // In quotes, where it would be read as something else.
        Value::String(text) if context_text(text) == *value => (text.clone(), false),
        other => (other.to_string(), false),
    };
    Row { name: name.to_owned(), value, absent }
}

/// What was written for a condition key.
pub fn context_value(row: &Row) -> Value {
    if row.absent { Value::Null } else { context_text(&row.value) }
}

/// A list, an object or a string in quotes is JSON; so are numbers and words that JSON has. Anything
/// else is the value itself.
pub fn context_text(text: &str) -> Value {
    match json(text) {
        Some(Value::Null) | None => Value::String(text.to_owned()),
        Some(value) => value,
    }
}

fn json(text: &str) -> Option<Value> {
    let (root, errors) = parse(text);
    if errors.is_empty() { json_value(&root).ok() } else { None }
}
