//! What is wrong with a text, and where.

use super::Field;
use crate::english;
use crate::json::{Node, SyntaxError, SyntaxErrorKind, Value};
use crate::text::{Encoding, Position, position};
use std::fmt::{Display, Formatter, Result};

/// JSON that is not of the format, with the place and what to write instead.
///
/// ```
/// use kms_policy::scenario::Scenario;
/// let error = Scenario::from_json("{\n  \"version\": 1,\n  \"principles\": []\n}").unwrap_err();
/// assert_eq!((error.line, error.column, &*error.pointer), (3, 3, "/principles"));
/// assert!(error.message.starts_with("unknown field `principles`: did you mean `principals`?"));
/// assert!(error.to_string().starts_with("line 3, column 3: /principles: unknown field"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The value or member, as a JSON Pointer; empty for the whole.
    pub pointer: String,
    /// What is wrong and what to write instead.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl ReadError {
    pub(crate) fn new(fault: Fault, root: &Node, text: &str) -> Self {
        let (offset, kind) = *fault.0;
        let pointer = pointer_at(root, offset);
        let Position { line, column } = position(text, offset, Encoding::Chars);
        Self { message: english::fault(&kind, &pointer), pointer, line, column }
    }

    /// Pointer and message, for where line and column are said already or mean nothing.
    pub fn without_line(&self) -> String {
        match self.pointer.as_str() {
            "" => self.message.clone(),
            pointer => format!("{pointer}: {}", self.message),
        }
    }
}

impl Display for ReadError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str(&english::at_line(self.line, self.column, &self.without_line()))
    }
}

impl std::error::Error for ReadError {}

/// What is wrong, and the byte where it stands. Boxed: a reader hands it on at every step.
#[derive(Debug)]
pub(crate) struct Fault(Box<(usize, FaultKind)>);

/// The ways in which JSON fails to be of the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// It is no JSON.
    Syntax(SyntaxErrorKind),
    /// It begins with a byte order mark.
    ByteOrderMark,
    /// The value is of another type.
    Expected(Expected),
    /// No field has this name.
    Unknown(String, &'static [Field]),
    /// A field stands twice.
    Repeated(String),
    /// A field must be there, and is not.
    Missing(&'static str),
    /// It is of a version that is not known.
    Version(String),
    /// A number is too large to count with.
    OutOfRange,
    /// An edit has neither the fields of one kind nor those of the other.
    NoEdit,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    String,
    Bool,
    Number,
    List,
    Object,
    Policy,
    Span,
    OneOf(&'static [&'static str]),
}

impl Fault {
    pub fn new(offset: usize, kind: FaultKind) -> Self {
        Self(Box::new((offset, kind)))
    }

    pub fn expected(node: &Node, expected: Expected) -> Self {
        Self::new(node.span.start, FaultKind::Expected(expected))
    }

    pub fn syntax(error: &SyntaxError, text: &str) -> Self {
        let kind = match text.starts_with('\u{feff}') {
            true => FaultKind::ByteOrderMark,
            false => FaultKind::Syntax(error.kind),
        };
        Self::new(error.span.start, kind)
    }
}

/// The JSON Pointer of the innermost value or member at a byte.
fn pointer_at(root: &Node, offset: usize) -> String {
    let mut pointer = String::new();
    let mut node = root;
    while let Some((name, inner)) = part_at(node, offset) {
        pointer = pointer + "/" + &name;
        node = inner;
    }
    pointer
}

/// The entry or member at a byte, with its name in a JSON Pointer.
fn part_at(node: &Node, offset: usize) -> Option<(String, &Node)> {
    match &node.value {
        Value::Array(items) => {
            let index = items.iter().position(|item| item.span.end > offset)?;
            let item = items.get(index).filter(|item| item.span.start <= offset)?;
            Some((index.to_string(), item))
        }
        Value::Object(members) => {
            let member = members.iter().find(|member| member.value.span.end > offset)?;
            let name = member.key.replace('~', "~0").replace('/', "~1");
            (member.key_span.start <= offset).then_some((name, &member.value))
        }
        _ => None,
    }
}
