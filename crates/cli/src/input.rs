//! Reads scenario files: standard input, documents in files of their own, `--set`.

use anyhow::{Context, Result, bail};
use kms_policy::json;
use kms_policy::scenario::{Document, Scenario, check};
use kms_policy::text::{Encoding, position};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A scenario with the text it was read from.
pub struct Input {
    /// The file as the user named it; `-` is standard input.
    pub file: String,
    /// Its text, for lines and columns.
    pub text: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// Reads one scenario and everything it refers to.
pub fn read(file: &str, replacements: &[(String, PathBuf)]) -> Result<Input> {
    let text = if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("standard input cannot be read")?;
        text
    } else {
        fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?
    };
    let scenario = Scenario::from_json(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let whole = error.to_string();
        let message = whole.split(" at line ").next().unwrap_or(&whole);
        anyhow::anyhow!("{file}:{line}:{column}: {message}")
    })?;
    let mut input = Input { file: file.to_owned(), text, scenario };
    input.replace_documents(replacements)?;
    input.read_documents()?;
    let errors = check(&input.scenario);
    if !errors.is_empty() {
        let lines: Vec<String> = errors
            .iter()
            .map(|error| {
                format!("{}: {}: {}", input.place(&error.pointer), error.pointer, error.message)
            })
            .collect();
        bail!("{}", lines.join("\n"));
    }
    Ok(input)
}

impl Input {
    /// `file:line:column` of the field that a JSON Pointer names, or of the nearest one around it.
    pub fn place(&self, pointer: &str) -> String {
        let (root, _) = json::parse(&self.text);
        let mut pointer = pointer;
        let offset = loop {
            match root.pointer(pointer) {
                Some(node) => break node.span.start,
                None => pointer = pointer.rsplit_once('/').map_or("", |(around, _)| around),
            }
        };
        let place = position(&self.text, offset, Encoding::Chars);
        format!("{}:{}:{}", self.file, place.line, place.column)
    }

    /// `file:line:column` of a place inside a document. A document that is an object of the
    /// scenario's file has its lines there; one that is a string or a file of its own has its own.
    pub fn place_in_document(
        &self,
        document: &str,
        offset: usize,
        line: usize,
        column: usize,
    ) -> String {
        let (root, _) = json::parse(&self.text);
        match root.pointer(document) {
            Some(node) if matches!(node.value, json::Value::Object(_)) && !is_file(node) => {
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

    /// `{"file": …}`: reads documents that stand in files of their own, relative to the scenario.
    fn read_documents(&mut self) -> Result<()> {
        let folder = Path::new(&self.file).parent().unwrap_or(Path::new("")).to_owned();
        let mut failed = None;
        self.scenario.for_each_document(|pointer, document| {
            let Document::File(name) = document else { return };
            let path = folder.join(&*name);
            match fs::read_to_string(&path) {
                Ok(text) => *document = Document::from(text),
                Err(error) => {
                    let path = path.display();
                    failed.get_or_insert((
                        pointer.to_owned(),
                        format!("{path} cannot be read: {error}"),
                    ));
                }
            }
        });
        match failed {
            Some((pointer, message)) => bail!("{}: {pointer}: {message}", self.place(&pointer)),
            None => Ok(()),
        }
    }
}

/// Is it `{"file": …}`?
fn is_file(node: &json::Node) -> bool {
    matches!(&node.value, json::Value::Object(members) if members.len() == 1)
        && node.get("file").is_some()
}
