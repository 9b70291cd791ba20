//! What is wrong with a text that should be of a public format, and what to write instead.

use super::problem::syntax;
use crate::json::{MAX_DEPTH, SyntaxErrorKind};
use crate::read::{Expected, FaultKind, Field};
use crate::scenario::VERSION;
use crate::spelling::nearest;

/// What is wrong with the value or member at this JSON Pointer, and what to write instead.
pub fn fault(kind: &FaultKind, pointer: &str) -> String {
    match kind {
        FaultKind::Syntax(SyntaxErrorKind::Empty) => {
            "there is nothing here; write an object, in braces".to_owned()
        }
        FaultKind::Syntax(SyntaxErrorKind::TrailingText) => {
            "there is more text behind the end; remove it".to_owned()
        }
        FaultKind::Syntax(SyntaxErrorKind::TooDeep) => {
            format!("brackets are nested more than {MAX_DEPTH} deep; nothing needs that many")
        }
        FaultKind::Syntax(kind) => {
            let (message, help) = syntax(*kind);
            format!("{message}; {help}")
        }
        FaultKind::ByteOrderMark => {
            "the text begins with a byte order mark; save it as UTF-8 without one".to_owned()
        }
        FaultKind::Expected(expected) => takes(pointer, *expected),
        FaultKind::Unknown(name, fields) => unknown(name, fields),
        FaultKind::Repeated(name) => format!("`{name}` stands twice; keep one of them"),
        FaultKind::Missing(name) => missing(name),
        FaultKind::Version(version) => unknown_version(version),
        FaultKind::OutOfRange => "this number is too large; write a smaller one".to_owned(),
        FaultKind::NoEdit => {
            "an edit has `document`, `span` and `text`, or `set` and `value`; write one kind"
                .to_owned()
        }
    }
}

/// A version of a public format, of which there is one.
pub fn unknown_version(version: &str) -> String {
    format!("version {version} is not known here: write {VERSION}")
}

/// A document that stands in a file of its own, where no files can be read.
pub fn document_elsewhere(file: &str) -> String {
    format!(
        "the document stands in a file of its own, `{file}`, which only the command line reads: \
         put its text here"
    )
}

/// The same with its line and column in front.
pub fn at_line(line: usize, column: usize, said: &str) -> String {
    format!("line {line}, column {column}: {said}")
}

/// “`state` takes a string”; an entry of a list is called by the list.
fn takes(pointer: &str, expected: Expected) -> String {
    let what = match expected {
        Expected::String => "a string, in quotes",
        Expected::Bool => "true or false",
        Expected::Number => "a whole number, from 0",
        Expected::List => "a list, in brackets",
        Expected::Object => "an object, in braces",
        Expected::Policy => "a policy: its text in quotes, or a JSON object",
        Expected::Span => "two numbers in brackets: the first byte, and the one behind the last",
        Expected::OneOf(names) => &format!("one of {}", names.join(", ")),
    };
    let mut names = pointer.rsplit('/').filter(|name| !name.is_empty());
    let is_index = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    match names.next() {
        None => format!("this takes {what}"),
        Some(name) if !is_index(name) => format!("`{name}` takes {what}"),
        Some(_) => match names.find(|name| !is_index(name)) {
            Some(list) => format!("each entry of `{list}` is {what}"),
            None => format!("each entry is {what}"),
        },
    }
}

fn unknown(name: &str, fields: &'static [Field]) -> String {
    let names = || fields.iter().map(|field| field.name);
    // Of a short word everything is near.
    let meant = nearest(name, names(), (name.chars().count() / 2).min(3));
    let meant = meant.map(|meant| format!(" did you mean `{meant}`?")).unwrap_or_default();
    let names: Vec<_> = names().collect();
    format!("unknown field `{name}`:{meant} the fields are {}", names.join(", "))
}

fn missing(name: &str) -> String {
    let value = match name {
        "version" => "1",
        "rules" => "[\"…\"]",
        "document" => "\"{…}\"",
        _ => "\"…\"",
    };
    format!("missing field `{name}`: write \"{name}\": {value}")
}
