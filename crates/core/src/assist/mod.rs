//! Help while a policy is written: what the word at a place means ([`hover`]), and what can be
//! written there ([`complete`]).
//!
//! Both are asked of texts that are half written, so they do not read the document: `place` walks
//! over its words up to the place and keeps the names around it, and `site` says what such a place
//! is for. What is said comes from the tables that decide, and from the rules.

mod complete;
mod hover;
mod place;
mod site;
mod values;

pub use complete::complete;
pub use hover::hover;
pub(crate) use values::{SERVICES, VIA};

use crate::text::Span;

/// What a word of a policy means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The word, without its quotes.
    pub span: Span,
    /// The word as AWS spells it.
    pub title: String,
    /// What it means.
    pub text: String,
    /// The page of AWS's documentation that says so.
    pub source: Option<String>,
}

/// What can be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes that a choice replaces.
    pub span: Span,
    /// The choices, those that are likely first.
    pub options: Vec<Choice>,
}

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown, and compared with what was typed.
    pub label: String,
    /// What is written: quotes and a colon with it, where the text has none yet.
    pub insert: String,
    /// A word or two about it.
    pub detail: String,
}
