//! Help and choices, with places in the editor's unit.

use kms_policy::assist;
use kms_policy::policy::PolicyKind;
use kms_policy::scenario::Scenario;
use kms_policy::text::{Span, byte_offset, utf16_offset};
use serde::Serialize;

/// What a word means.
#[derive(Debug, Serialize)]
pub struct Help {
    from: usize,
    to: usize,
    title: String,
    text: String,
    source: Option<String>,
}

/// What can be written.
#[derive(Debug, Serialize)]
pub struct Choices {
    from: usize,
    to: usize,
    options: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct Choice {
    label: String,
    apply: String,
    detail: String,
}

pub fn hover(kind: PolicyKind, text: &str, at: usize) -> Option<Help> {
    let found = assist::hover(text, kind, byte_offset(text, at))?;
    let (from, to) = range(text, found.span);
    Some(Help { from, to, title: found.title, text: found.text, source: found.source })
}

pub fn complete(scenario: &Scenario, kind: PolicyKind, text: &str, at: usize) -> Option<Choices> {
    let found = assist::complete(scenario, kind, text, byte_offset(text, at))?;
    let (from, to) = range(text, found.span);
    let options = found.options.into_iter().map(|option| Choice {
        label: option.label,
        apply: option.insert,
        detail: option.detail,
    });
    Some(Choices { from, to, options: options.collect() })
}

fn range(text: &str, span: Span) -> (usize, usize) {
    (utf16_offset(text, span.start), utf16_offset(text, span.end))
}
