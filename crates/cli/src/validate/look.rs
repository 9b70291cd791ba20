//! What is found in a file.

use crate::input::{Input, Place};
use anyhow::Result;
use kms_policy::decide::Model;
use kms_policy::findings::of_text;
use kms_policy::policy::{PolicyKind, Severity};
use kms_policy::report::Finding;
use kms_policy::scenario::ReadError;
use kms_policy::text::{Encoding, Span};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// What was found in one file.
pub struct Looked {
    /// The file as the user named it; `-` is standard input.
    pub file: String,
    pub findings: Vec<Told>,
    /// Could a document in a file of its own not be read?
    pub incomplete: bool,
    /// What is to be said on standard error.
    pub notes: Vec<String>,
}

/// A finding, and where it is shown.
#[derive(Serialize)]
pub struct Told {
    #[serde(flatten)]
    pub finding: Finding,
    /// Of a scenario: the place in the file. Line and column of the finding are those of the
    /// document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The text that it is shown in.
    #[serde(skip)]
    pub text: Arc<str>,
    /// The part of it that is underlined.
    #[serde(skip)]
    pub shown: Span,
}

/// A policy by itself.
pub fn policy(file: &str, text: &str, kind: PolicyKind) -> Looked {
    let whole: Arc<str> = Arc::from(text);
    let told = |finding: Finding| {
        let (text, shown) = (Arc::clone(&whole), finding.span);
        Told { finding, place: None, text, shown }
    };
    let findings = of_text(text, kind, Encoding::Chars).into_iter().map(told).collect();
    Looked { file: file.to_owned(), findings, incomplete: false, notes: Vec::new() }
}

/// A scenario: its documents by themselves and together, or what keeps it from being one.
pub fn scenario(file: &str, text: String) -> Result<Looked> {
    let mut input = match Input::parse(file, text.clone())? {
        Ok(input) => input,
        Err(error) => {
            let findings = vec![no_scenario(file, &text, error)];
            let file = file.to_owned();
            return Ok(Looked { file, findings, incomplete: false, notes: Vec::new() });
        }
    };
    input.read_documents();
    let findings = match Model::new(&input.scenario) {
        Ok(model) => of_model(&input, &model),
        Err(errors) => {
            let told = |(pointer, message)| {
                told_at(&input, error("invalid-scenario", pointer, message), None)
            };
            errors.into_iter().map(|error| (error.pointer, error.message)).map(told).collect()
        }
    };
    let (incomplete, notes) = (!input.unread.is_empty(), std::mem::take(&mut input.notes));
    Ok(Looked { file: file.to_owned(), findings, incomplete, notes })
}

fn of_model(input: &Input, model: &Model<'_>) -> Vec<Told> {
    let documents = model.documents().into_iter();
    let texts: HashMap<String, Arc<str>> =
        documents.map(|(pointer, policy)| (pointer, Arc::clone(&policy.source.text))).collect();
    let findings = model.findings(Encoding::Chars).into_iter();
    // What could not be read was told, and is not the empty text that stands for it.
    let was_read = |finding: &Finding| !input.unread.contains(&finding.document);
    findings
        .filter(was_read)
        .map(|finding| {
            let document = texts.get(&finding.document).map(Arc::clone);
            told_at(input, finding, document)
        })
        .collect()
}

fn told_at(input: &Input, finding: Finding, document: Option<Arc<str>>) -> Told {
    let (place, text, shown) = input.locate(&finding, document.as_deref());
    let text = match &document {
        Some(document) if std::ptr::eq(&**document, text) => Arc::clone(document),
        _ => Arc::from(text),
    };
    Told { finding, place: Some(place), text, shown }
}

/// What keeps a text from being a scenario.
fn no_scenario(file: &str, text: &str, error_of_text: ReadError) -> Told {
    let ReadError { pointer, message, line, column } = error_of_text;
    let before = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    let rest = text.get(before..).unwrap_or_default();
    let offset = before + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>();
    Told {
        finding: error("unreadable-scenario", pointer, message),
        place: Some(Place { file: file.to_owned(), line, column }),
        text: Arc::from(text),
        shown: Span::new(offset, offset),
    }
}

/// What is wrong with the scenario itself.
fn error(code: &'static str, document: String, message: String) -> Finding {
    Finding {
        code: code.into(),
        severity: Severity::Error,
        message,
        help: String::new(),
        document,
        span: Span::default(),
        line: 1,
        column: 1,
        refused: false,
        aws_message: None,
        repairs: Vec::new(),
    }
}
