//! Reads a text: one output after the other, field by field, with a note for everything that is
//! not as expected.

use super::note::grouped;
use super::part::Content;
use super::{Import, Note, Output, Part, Place, Reason, document};
use crate::json::{self, Node, SyntaxErrorKind, Value};
use crate::scenario::Document;
use std::collections::{BTreeMap, HashSet};

/// What every paginated output may have beside its list.
const ENVELOPE: [&str; 6] =
    ["Truncated", "IsTruncated", "NextMarker", "Marker", "NextToken", "ResponseMetadata"];

/// A value of an output, with its JSON Pointer.
#[derive(Clone, Debug)]
pub(super) struct Field<'n> {
    pub node: &'n Node,
    pub pointer: String,
}

impl<'n> Field<'n> {
    /// A member; `None` where it is missing or `null`.
    pub fn get(&self, name: &str) -> Option<Field<'n>> {
        let node = self.node.get(name).filter(|node| node.value != Value::Null)?;
        let name = name.replace('~', "~0").replace('/', "~1");
        Some(Field { node, pointer: format!("{}/{name}", self.pointer) })
    }

    /// Its text, where it is a string.
    pub fn text(&self) -> Option<&'n str> {
        self.node.as_str()
    }

    /// Its entries, where it is a list.
    pub fn items(&self) -> Vec<Field<'n>> {
        let Value::Array(nodes) = &self.node.value else {
            return Vec::new();
        };
        let field = |(index, node)| Field { node, pointer: format!("{}/{index}", self.pointer) };
        nodes.iter().enumerate().map(field).collect()
    }
}

/// Reads outputs and collects what they hold.
pub(super) struct Reader<'t> {
    /// The text of this output and what follows.
    text: &'t str,
    /// Where that begins in the whole text.
    base: usize,
    parts: Vec<Part>,
    notes: Vec<Note>,
}

impl<'t> Reader<'t> {
    pub fn read(whole: &'t str) -> Import {
        let mut reader = Self { text: whole, base: 0, parts: Vec::new(), notes: Vec::new() };
        let mut rest = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let mut first = true;
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
            (reader.text, reader.base) = (rest, whole.len() - rest.len());
            if rest.is_empty() {
                break;
            }
            first = false;
            if let Some(behind) = reader.policy_name(rest) {
                rest = behind;
                continue;
            }
            if !rest.starts_with(['{', '[', '"', '%']) {
                reader.unusable(0, Reason::NotJson);
                break;
            }
            // A document by itself may be URL-encoded.
            if rest.starts_with('%') {
                let (encoded, behind) =
                    rest.split_at(rest.find(['\n', '\r']).unwrap_or(rest.len()));
                let node = Node {
                    span: (0, encoded.len()).into(),
                    value: Value::String(encoded.trim_end().to_owned()),
                };
                reader.output(&Field { node: &node, pointer: String::new() });
                rest = behind;
                continue;
            }
            let (node, errors) = json::parse(rest);
            let mut behind = "";
            if let Some(error) = errors.first() {
                if error.kind != SyntaxErrorKind::TrailingText {
                    reader.unusable(error.span.start, Reason::Syntax(error.kind));
                    break;
                }
                behind = error.span.of(rest);
            }
            reader.output(&Field { node: &node, pointer: String::new() });
            rest = behind;
        }
        if first {
            reader.unusable(0, Reason::Empty);
        }
        Import { parts: reader.parts, notes: grouped(reader.notes) }
    }

    /// `aws kms get-key-policy --output text` prints the document, a tab and the policy's name.
    fn policy_name<'r>(&mut self, rest: &'r str) -> Option<&'r str> {
        let last = self.parts.last_mut()?;
        let Content::KeyPolicy { ram, .. } = &mut last.content else {
            return None;
        };
        if last.output != Output::KeyPolicyDocument {
            return None;
        }
        let end = rest.find(|character: char| character.is_whitespace()).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        match name {
            "default" => {}
            "AWS_RAM" => *ram = true,
            _ => return None,
        }
        last.output = Output::GetKeyPolicy;
        Some(behind)
    }

    fn unusable(&mut self, offset: usize, reason: Reason) {
        let place = Place { pointer: String::new(), offset: self.base + offset };
        self.notes.push(Note { source: 0, places: vec![place], reason });
    }

    pub fn place(&self, field: &Field<'_>) -> Place {
        Place { pointer: field.pointer.clone(), offset: self.base + field.node.span.start }
    }

    pub fn note(&mut self, field: &Field<'_>, reason: Reason) {
        let places = vec![self.place(field)];
        self.notes.push(Note { source: 0, places, reason });
    }

    pub fn part(&mut self, field: &Field<'_>, output: Output, content: Content) {
        let place = self.place(field);
        self.parts.push(Part { output, place, content });
    }

    /// Is it an object? Members that are neither `read` nor `ignored` are noted.
    pub fn object(&mut self, field: &Field<'_>, read: &[&str], ignored: &[&str]) -> bool {
        let Value::Object(members) = &field.node.value else {
            self.note(field, Reason::WrongType("an object"));
            return false;
        };
        let mut seen = HashSet::new();
        for member in members {
            let name = member.key.as_str();
            let known = read.contains(&name) || ignored.contains(&name);
            let reason = if !seen.insert(name) {
                Reason::RepeatedField(name.to_owned())
            } else if !known && member.value.value != Value::Null {
                Reason::UnknownField(name.to_owned())
            } else {
                continue;
            };
            let pointer = field.get(name).map_or(field.pointer.clone(), |field| field.pointer);
            self.note(&Field { node: &member.value, pointer }, reason);
        }
        true
    }

    /// The same of a whole output, which may say that there is more of it.
    pub fn whole(&mut self, output: &Field<'_>, read: &[&str]) {
        self.object(output, read, &ENVELOPE);
        let more = ["Truncated", "IsTruncated", "NextToken"]
            .into_iter()
            .find_map(|name| output.get(name).filter(|more| more.node.value != Value::Bool(false)));
        if let Some(more) = more {
            self.note(&more, Reason::Truncated);
        }
    }

    /// A member that is a string.
    pub fn string(&mut self, field: &Field<'_>, name: &str) -> Option<String> {
        let member = field.get(name)?;
        let text = member.text().map(str::to_owned);
        if text.is_none() {
            self.note(&member, Reason::WrongType("a string"));
        }
        text
    }

    /// A member that is one of these strings.
    pub fn one_of(&mut self, field: &Field<'_>, name: &str, known: &[&str]) -> Option<String> {
        let text = self.string(field, name)?;
        if known.contains(&text.as_str()) {
            return Some(text);
        }
        if let Some(member) = field.get(name) {
            self.note(&member, Reason::UnknownValue(text));
        }
        None
    }

    /// A member that is a list. AWS's own examples show an object for a list of one.
    pub fn list<'n>(&mut self, field: &Field<'n>, name: &str) -> Vec<Field<'n>> {
        match field.get(name) {
            None => Vec::new(),
            Some(one) if matches!(one.node.value, Value::Object(_)) => vec![one],
            Some(list) => {
                if !matches!(list.node.value, Value::Array(_)) {
                    self.note(&list, Reason::WrongType("a list"));
                }
                list.items()
            }
        }
    }

    /// A member that is an object of strings.
    pub fn pairs(&mut self, field: &Field<'_>, name: &str) -> Option<BTreeMap<String, String>> {
        let object = field.get(name)?;
        let Value::Object(members) = &object.node.value else {
            self.note(&object, Reason::WrongType("an object"));
            return None;
        };
        let mut pairs = BTreeMap::new();
        for member in members {
            let name = member.key.clone();
            match &member.value.value {
                Value::String(text) => {
                    pairs.insert(name, text.clone());
                }
                Value::Null => {}
                _ => self.note(&object, Reason::UnknownValue(name)),
            }
        }
        Some(pairs)
    }

    /// A member that is a policy document: its text, as it stands where it cannot be decoded.
    pub fn document(&mut self, field: &Field<'_>, name: &str) -> Option<Document> {
        let member = field.get(name)?;
        let text = match &member.node.value {
            Value::Object(_) => document::readable(member.node.span.of(self.text)),
            Value::String(text) => document::of_string(text).unwrap_or_else(|| {
                self.note(&member, Reason::BrokenDocument);
                text.clone()
            }),
            _ => {
                self.note(&member, Reason::WrongType("a policy document"));
                return None;
            }
        };
        Some(text.into())
    }

    /// The text of an object.
    pub fn text_of(&self, field: &Field<'_>) -> &'t str {
        field.node.span.of(self.text)
    }
}
