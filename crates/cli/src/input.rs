//! Reads scenario files: standard input, documents in files of their own, `--set`.

use anyhow::{Context, Result, bail};
use kms_policy::json;
use kms_policy::scenario::{Document, Scenario, VERSION, check};
use kms_policy::text::{Encoding, position};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A scenario with the text it was read from.
pub struct Input {
    /// The file as the user named it; `-` is standard input.
    pub file: String,
    /// The scenario.
    pub scenario: Scenario,
    /// Could a document in a file of its own not be read? It counts as one that is empty.
    pub incomplete: bool,
    /// The file's text and what stands where in it.
    text: String,
    root: json::Node,
    /// Documents that stand in files of their own, by their JSON Pointers.
    origins: BTreeMap<String, String>,
}

/// Reads one scenario and everything it refers to.
pub fn read(file: &str, replacements: &[(String, PathBuf)]) -> Result<Input> {
    let mut input = read_alone(file)?;
    input.replace_documents(replacements)?;
    input.read_documents();
    input.check()?;
    Ok(input)
}

/// Reads one scenario; documents in files of their own stay there.
pub fn read_unresolved(file: &str) -> Result<Scenario> {
    let input = read_alone(file)?;
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

fn read_alone(file: &str) -> Result<Input> {
    let text = String::from_utf8(read_bytes(file)?)
        .with_context(|| format!("{file} cannot be read: it is not in UTF-8"))?;
    let (root, _) = json::parse(&text);
    if let Some(json::Value::Number(version)) = root.get("version").map(|node| &node.value)
        && *version != VERSION.to_string()
    {
        bail!("{file}: this is a scenario of version {version}, known here is version {VERSION}");
    }
    let scenario = Scenario::from_json(&text).map_err(|error| {
        anyhow::anyhow!("{file}:{}:{}: {}", error.line, error.column, error.without_line())
    })?;
    Ok(Input {
        file: file.to_owned(),
        scenario,
        incomplete: false,
        text,
        root,
        origins: BTreeMap::new(),
    })
}

impl Input {
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
    pub fn place(&self, pointer: &str) -> String {
        let mut pointer = pointer;
        let offset = loop {
            match self.root.pointer(pointer) {
                Some(node) => break node.span.start,
                None => pointer = pointer.rsplit_once('/').map_or("", |(around, _)| around),
            }
        };
        let place = position(&self.text, offset, Encoding::Chars);
        format!("{}:{}:{}", self.file, place.line, place.column)
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

    /// `{"file": …}`: reads documents that stand in files of their own, relative to the scenario.
    /// One that cannot be read is reported, and the decisions that need it say so.
    fn read_documents(&mut self) {
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
            self.incomplete = true;
            let place = self.place(&pointer);
            eprintln!("{place}: {pointer}: {} cannot be read: {error}", path.display());
        }
    }
}
