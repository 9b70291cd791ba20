//! JSON with a place on every key and value, read past errors.
//!
//! A playground sees broken text most of the time, so [`parse`] never fails: it returns what it
//! could read together with every [`SyntaxError`]. A text without errors is exactly a text that
//! `serde_json` accepts (a law in `tests/json_laws.rs`).

mod format;
mod parser;
mod quote;

pub(crate) use format::compact;
pub use format::format;
pub use parser::{MAX_DEPTH, MAX_ERRORS, is_odd_space, parse};
pub use quote::quoted;
pub(crate) use quote::write_string;

use crate::text::Span;

/// A JSON value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value's own bytes, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object; a key that stands twice is here twice.
    Object(Vec<Member>),
    /// A place where a value was expected and something else stood.
    Invalid,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, unescaped.
    pub key: String,
    /// The key's own bytes, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Something that is not JSON, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where; may be empty at the end of the text.
    pub span: Span,
    /// What is wrong.
    pub kind: SyntaxErrorKind,
}

/// The ways in which a text fails to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// Nothing but white space.
    Empty,
    /// A value was expected.
    ExpectedValue,
    /// A key in double quotes was expected.
    ExpectedKey,
    /// `:` was expected behind a key.
    ExpectedColon,
    /// `,` was expected between two entries.
    MissingComma,
    /// A comma stands before a closing bracket.
    TrailingComma,
    /// An object or array is not closed; the span is its opening bracket.
    Unclosed,
    /// A string is not closed on its line.
    UnterminatedString,
    /// Control characters, such as a tab or line breaks, inside a string; the span is all of them.
    ControlCharacter,
    /// An escape that JSON does not have.
    BadEscape,
    /// A number that JSON does not allow, such as `01` or `1.`.
    BadNumber,
    /// A bare word that is not `true`, `false` or `null`.
    BareWord,
    /// A string in single quotes.
    SingleQuotes,
    /// A string in the quotes of word processors, `“` and `”`.
    CurlyQuotes,
    /// A comment.
    Comment,
    /// A space that JSON does not know, such as a no-break space; only the first one is noted.
    OddSpace,
    /// More text behind the value.
    TrailingText,
    /// Deeper nesting than [`MAX_DEPTH`].
    TooDeep,
}

impl Node {
    /// The value of the first member called `key`, where this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(members) => {
                members.iter().find(|member| member.key == key).map(|member| &member.value)
            }
            _ => None,
        }
    }

    /// The string that it is.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Is it a list without entries?
    pub(crate) fn is_empty_list(&self) -> bool {
        matches!(&self.value, Value::Array(items) if items.is_empty())
    }

    /// The node that a JSON Pointer (RFC 6901) names, such as `/keys/0/policy`.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, part| match &node.value {
            Value::Array(items) => items.get(part.parse::<usize>().ok()?),
            Value::Object(_) => node.get(&part.replace("~1", "/").replace("~0", "~")),
            _ => None,
        })
    }
}
