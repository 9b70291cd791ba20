//! Reads scenario files: standard input, documents in files of their own, `--set`.

use anyhow::{Context, Result, bail, ensure};
use kms_policy::decide::Model;
use kms_policy::json;
use kms_policy::report::Finding;
use kms_policy::scenario::{Document, ReadError, Scenario, VERSION, check};
use kms_policy::share::{Share, decided_otherwise};
use kms_policy::text::{Encoding, Position, Span, position};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A scenario with the text it was read from.
pub struct Input {
    /// The file as the user named it; `-` is standard input.
    pub file: String,
    /// The scenario.
    pub scenario: Scenario,
    /// Documents in files of their own that could not be read. They count as empty.
    pub unread: BTreeSet<String>,
    /// What is to be said of them on standard error.
    pub notes: Vec<String>,
    /// Of a `Share`: the engine that wrote it, and the verdicts that it decided.
    pub stored: Option<(String, String)>,
    /// The file's text and what stands where in it.
    text: String,
    root: json::Node,
    /// Documents that stand in files of their own, by their JSON Pointers.
    origins: BTreeMap<String, String>,
}

/// Reads one scenario and everything it refers to. What is to be said of it stays to be said.
pub fn read(file: &str) -> Result<Input> {
    of_text(file, read_text(file)?, &[])
}

/// The scenario that is `text`, with everything it refers to, and with documents replaced.
pub fn of_text(file: &str, text: String, replacements: &[(String, PathBuf)]) -> Result<Input> {
    let mut input = parsed(file, text)?;
    input.replace_documents(replacements)?;
    input.read_documents();
    input.check()?;
    Ok(input)
}

/// Reads one scenario; documents in files of their own stay there.
pub fn read_unresolved(file: &str) -> Result<Scenario> {
    let input = parsed(file, read_text(file)?)?;
    input.check()?;
    Ok(input.scenario)
}

/// The bytes of a file, or of standard input for `-`.
pub fn read_bytes(file: &str) -> Result<Vec<u8>> {
    if file == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
        return Ok(bytes);
    }
    fs::read(file).with_context(|| format!("{file} cannot be read"))
}

/// The text of a file, or of standard input for `-`.
pub fn read_text(file: &str) -> Result<String> {
    String::from_utf8(read_bytes(file)?)
        .with_context(|| format!("{file} cannot be read: it is not in UTF-8"))
}

/// The text of a file in UTF-8, or in UTF-16 with a mark, as PowerShell writes what it redirects.
pub fn decoded(file: &str, bytes: Vec<u8>) -> Result<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes.as_slice() {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            let text = String::from_utf8(bytes)
                .with_context(|| format!("{file} cannot be read: it is not in UTF-8"))?;
            return Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text));
        }
    };
    let broken = || format!("{file} cannot be read: broken UTF-16");
    let pairs = bytes.chunks_exact(2);
    ensure!(pairs.remainder().is_empty(), broken());
    let units: Vec<u16> = pairs.skip(1).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).with_context(broken)
}

fn parsed(file: &str, text: String) -> Result<Input> {
    Input::parse(file, text)?.map_err(|error| {
        anyhow::anyhow!("{file}:{}:{}: {}", error.line, error.column, error.without_line())
    })
}

/// Where something stands in a file.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file: that of the scenario, or the document's own.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Input {
    /// Reads a scenario from its text, which may also be what the page saves; the inner error says
    /// what in it is no scenario. Pointers begin at the scenario.
    pub fn parse(file: &str, text: String) -> Result<Result<Self, ReadError>> {
        let (root, errors) = json::parse(&text);
        if let Some(json::Value::Number(version)) = root.get("version").map(|node| &node.value)
            && *version != VERSION.to_string()
        {
            bail!(
                "{file}: this is a scenario of version {version}, known here is version {VERSION}"
            );
        }
        let (node, stored) = match Share::read(&root, &text) {
            Ok(share) if errors.is_empty() => (share.scenario.clone(), stored(&share)),
            Ok(_) => (root, None),
            Err(error) => return Ok(Err(error)),
        };
        let read = if errors.is_empty() {
            Scenario::from_node(&node, &text)
        } else {
            Scenario::from_json(&text)
        };
        Ok(read.map(|scenario| Self {
            file: file.to_owned(),
            scenario,
            unread: BTreeSet::new(),
            notes: Vec::new(),
            stored,
            text,
            root: node,
            origins: BTreeMap::new(),
        }))
    }

    /// What is decided otherwise than when it was shared, in a line.
    pub fn decided_otherwise(&self, model: &Model<'_>) -> Option<String> {
        let (engine, stored) = self.stored.as_ref()?;
        let file = &self.file;
        match decided_otherwise(&self.scenario, &model.matrix(), stored) {
            Ok(otherwise) if otherwise.clauses.is_empty() => None,
            Ok(otherwise) => Some(format!(
                "{file}: decided otherwise than by engine {engine}, with which it was shared: {}",
                otherwise.clauses.join("; ")
            )),
            Err(error) => Some(format!("{file}: {error}")),
        }
    }

    /// What no type can say: account numbers, ARNs, references.
    fn check(&self) -> Result<()> {
        let errors = check(&self.scenario);
        if !errors.is_empty() {
            let lines: Vec<String> = errors
                .iter()
                .map(|error| {
                    format!("{}: {}: {}", self.place(&error.pointer), error.pointer, error.message)
                })
                .collect();
            bail!("{}", lines.join("\n"));
        }
        Ok(())
    }

    /// `file:line:column` of the field that a JSON Pointer names, or of the nearest one around it.
    fn place(&self, pointer: &str) -> String {
        let place = position(&self.text, self.nearest(pointer).span.start, Encoding::Chars);
        format!("{}:{}:{}", self.file, place.line, place.column)
    }

    /// What a JSON Pointer names, or the nearest around it.
    fn nearest(&self, mut pointer: &str) -> &json::Node {
        loop {
            match (self.root.pointer(pointer), pointer.rsplit_once('/')) {
                (Some(node), _) => return node,
                (None, Some((around, _))) => pointer = around,
                (None, None) => return &self.root,
            }
        }
    }

    /// Where a finding stands in a file, with the text and the part of it to be shown. `document`
    /// is the text of the document that it is about, where it is about one.
    pub fn locate<'t>(
        &'t self,
        finding: &Finding,
        document: Option<&'t str>,
    ) -> (Place, &'t str, Span) {
        let Finding { span, line, column, .. } = finding;
        if let (Some(file), Some(text)) = (self.origins.get(&finding.document), document) {
            return (Place { file: file.clone(), line: *line, column: *column }, text, *span);
        }
        let node = self.nearest(&finding.document);
        let start = node.span.start;
        // A key policy that is left out has a text, and no place in the file.
        let is_there = self.root.pointer(&finding.document).is_some();
        let (offset, text, span) = match (&node.value, document) {
            (_, Some(text)) if !is_there => (start, text, *span),
            (json::Value::Object(_), Some(_)) => {
                let span = Span::new(start + span.start, start + span.end);
                (span.start, self.text.as_str(), span)
            }
            // The file has the text in one line, with escapes: people read it without.
            (json::Value::String(_), Some(text)) => {
                (start + offset_in_string(node.span.of(&self.text), span.start), text, *span)
            }
            (_, Some(text)) => (start, text, *span),
            (_, None) => (start, self.text.as_str(), node.span),
        };
        let Position { line, column } = position(&self.text, offset, Encoding::Chars);
        (Place { file: self.file.clone(), line, column }, text, span)
    }

    /// `file:line:column` of a place inside a document. A document that is an object of the
    /// scenario's file has its lines there; a string, or a file of its own, has its own.
    pub fn place_in_document(
        &self,
        document: &str,
        offset: usize,
        line: usize,
        column: usize,
    ) -> String {
        if let Some(file) = self.origins.get(document) {
            return format!("{file}:{line}:{column}");
        }
        match self.root.pointer(document) {
            Some(node) if matches!(node.value, json::Value::Object(_)) => {
                let place = position(&self.text, node.span.start + offset, Encoding::Chars);
                format!("{}:{}:{}", self.file, place.line, place.column)
            }
            _ => format!("{}: {document}:{line}:{column}", self.file),
        }
    }

    /// `--set POINTER=FILE`: replaces a document by the text of a file.
    fn replace_documents(&mut self, replacements: &[(String, PathBuf)]) -> Result<()> {
        for (pointer, path) in replacements {
            let text = fs::read_to_string(path)
                .with_context(|| format!("--set {pointer}: {} cannot be read", path.display()))?;
            let mut known = Vec::new();
            let mut found = false;
            self.scenario.for_each_document(|here, document| {
                known.push(here.to_owned());
                if here == pointer {
                    *document = Document::from(text.as_str());
                    found = true;
                }
            });
            self.origins.insert(pointer.clone(), path.display().to_string());
            if !found {
                bail!(
                    "--set {pointer}: {} has no such document; it has: {}",
                    self.file,
                    known.join(", ")
                );
            }
        }
        Ok(())
    }

    /// Lays out the documents that are objects of the scenario's file; those in files of their own stay
    /// as they are.
    pub fn lay_out_objects(&mut self) {
        self.scenario.lay_out_objects(&self.root, |pointer| self.origins.contains_key(pointer));
    }

    /// `{"file": …}`: reads documents that stand in files of their own, relative to the scenario.
    /// One that cannot be read is reported, and the decisions that need it say so.
    pub fn read_documents(&mut self) {
        let folder = Path::new(&self.file).parent().unwrap_or(Path::new("")).to_owned();
        let mut failed = Vec::new();
        let origins = &mut self.origins;
        self.scenario.for_each_document(|pointer, document| {
            let Document::File(name) = document else {
                return;
            };
            let path = folder.join(&*name);
            origins.insert(pointer.to_owned(), path.display().to_string());
            match fs::read_to_string(&path) {
                Ok(text) => *document = Document::from(text),
                Err(error) => failed.push((pointer.to_owned(), path, error)),
            }
        });
        for (pointer, path, error) in failed {
            let place = self.place(&pointer);
            let path = path.display();
            self.notes.push(format!("{place}: {pointer}: {path} cannot be read: {error}"));
            self.unread.insert(pointer);
        }
    }
}

fn stored(share: &Share<'_>) -> Option<(String, String)> {
    let engine = share.engine.unwrap_or("unknown");
    share.verdicts.map(|verdicts| (engine.to_owned(), verdicts.to_owned()))
}

/// Where in a JSON string, from its opening quote, a byte of its text stands.
fn offset_in_string(string: &str, offset: usize) -> usize {
    let (mut at, mut read) = (1, 0);
    while read < offset {
        let Some(rest) = string.get(at..) else { break };
        let (written, bytes) = match rest.as_bytes() {
            [b'\\', b'u', ..] => escaped_character(rest),
            [b'\\', _, ..] => (2, 1),
            _ => rest.chars().next().map_or((1, 1), |one| (one.len_utf8(), one.len_utf8())),
        };
        at += written;
        read += bytes;
    }
    at
}

/// The length of `\uXXXX`, or of the two that are one character, and of its UTF-8.
fn escaped_character(rest: &str) -> (usize, usize) {
    let unit = |at: usize| u32::from_str_radix(rest.get(at..at + 4)?, 16).ok();
    match unit(2) {
        Some(0xd800..=0xdbff) => (12, 4),
        Some(code) => (6, char::from_u32(code).map_or(1, char::len_utf8)),
        None => (2, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::offset_in_string;

    #[test]
    fn a_byte_of_a_string_is_found_behind_escapes() {
        let string = r#""a\n\u00e9\ud83d\ude00\"é!""#;
        let text: String = serde_json::from_str(string).expect("a string");
        for one in ["a", "\n", "é", "😀", "\"", "!"] {
            let offset = offset_in_string(string, text.find(one).expect("it is there"));
            let rest = string.get(offset..).expect("inside the string");
            let quoted = serde_json::to_string(one).expect("JSON");
            let bare = quoted.trim_matches('"');
            assert!(rest.starts_with(bare) || rest.starts_with("\\u"), "{one}: {rest}");
        }
        assert_eq!(offset_in_string(string, text.len()), string.len() - 1);
    }
}
