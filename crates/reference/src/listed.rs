//! Elements that come in two forms: Action or NotAction, Resource or NotResource, Principal or
//! NotPrincipal.

use crate::document::Effect;
use crate::truth::Truth;
use serde_json::{Map, Value};

/// Which of the two forms stands in the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed<T> {
    /// Neither.
    Missing,
    /// Both, which cannot be evaluated (M-3, M-15).
    Both,
    /// The positive form: what is listed.
    In(T),
    /// The negative form: everything but what is listed.
    NotIn(T),
}

impl<T> Listed<T> {
    /// Reads the two forms.
    pub fn read(
        statement: &Map<String, Value>,
        positive: &str,
        negative: &str,
        read: impl Fn(&Value) -> T,
    ) -> Self {
        match (statement.get(positive), statement.get(negative)) {
            (None, None) => Self::Missing,
            (Some(_), Some(_)) => Self::Both,
            (Some(value), None) => Self::In(read(value)),
            (None, Some(value)) => Self::NotIn(read(value)),
        }
    }
}

/// J-3: a value or a list of values.
pub fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        value => std::slice::from_ref(value),
    }
}

/// An element that cannot be evaluated (formats.md): an Allow with it does not match, a Deny does.
pub fn unevaluable(effect: Effect) -> Truth {
    Truth::open(effect == Effect::Deny)
}
