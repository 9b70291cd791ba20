//! JSON in a pasted text, be it all of it, behind a prompt, or a string in other JSON.

use super::Told;
use super::flat::Flat;
use crate::json::{self, Node, Value};
use crate::text::Span;

/// JSON with the way from its places to those of the pasted text.
pub(super) struct Document {
    flat: Flat,
    pub root: Node,
}

impl Document {
    /// The JSON that begins first in a text.
    pub fn first(text: &str) -> Option<Self> {
        // Text before it, such as a prompt or `[ERROR]`, becomes white space, so that places stay.
        let list = text.trim_start().starts_with('[') && text.trim_end().ends_with(']');
        let start = text.find(if list { '[' } else { '{' })?;
        let blank = " ".repeat(start);
        let padded = [&blank, text.get(start..)?].concat();
        let (root, _) = json::parse(&padded);
        Some(Self { flat: Flat::exactly(text), root })
    }

    /// JSON that stands in a string of this one.
    pub fn inside(&self, node: &Node) -> Option<Self> {
        matches!(node.value, Value::String(_)).then_some(())?;
        let inner = Flat::of_json_string(self.flat.text(), node.span);
        let (root, _) = json::parse(inner.text());
        matches!(root.value, Value::Object(_)).then_some(())?;
        Some(Self { flat: inner.over(&self.flat), root })
    }

    /// The place of a value in the pasted text.
    pub fn place(&self, node: &Node) -> Span {
        self.flat.place(node.span)
    }

    /// A string and where it stands, without its quotes.
    pub fn string(&self, node: Option<&Node>) -> Option<Told<String>> {
        let node = node?;
        match &node.value {
            Value::String(value) if !value.is_empty() => {
                let inside = Span::new(node.span.start + 1, node.span.end.saturating_sub(1));
                Some(Told { value: value.clone(), span: self.flat.place(inside) })
            }
            // A context key may have a list of one.
            Value::Array(items) if items.len() == 1 => self.string(items.first()),
            _ => None,
        }
    }
}

/// The members of an object.
pub(super) fn members(node: Option<&Node>) -> &[json::Member] {
    match node.map(|node| &node.value) {
        Some(Value::Object(members)) => members,
        _ => &[],
    }
}

/// The entries of a list.
pub(super) fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.value) {
        Some(Value::Array(items)) => items,
        _ => &[],
    }
}

/// A string.
pub(super) fn text(node: Option<&Node>) -> Option<&str> {
    node?.as_str()
}
