//! Ranges that the editor draws, in its own unit: UTF-16.

use kms_policy::text::{Span, utf16_offset};
use serde::Serialize;

/// How a statement takes part in the selected decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// `decides`, `matches`, `nearly` or `irrelevant`.
    pub kind: &'static str,
    /// `allow` or `deny`.
    pub effect: &'static str,
    /// What the mark says.
    pub label: String,
}

/// An element that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// `decides` or `fails`.
    pub kind: &'static str,
}

/// Something wrong with the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// All that is drawn in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Marks in the gutter.
    pub marks: Vec<Mark>,
    /// Underlined elements.
    pub highlights: Vec<Highlight>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// From byte spans of a text to UTF-16 ranges.
#[derive(Clone, Copy, Debug)]
pub struct Utf16<'t> {
    text: &'t str,
    ascii: bool,
}

impl<'t> Utf16<'t> {
    /// For spans of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii() }
    }

    /// Start and end of what stands in the first line of a span: a statement or a whole document is
    /// not underlined, nor selected, from end to end.
    pub fn first_line(self, span: Span) -> (usize, usize) {
        let line = span.of(self.text).lines().next().unwrap_or("");
        self.range(Span::new(span.start, span.start + line.len()))
    }

    /// Start and end.
    pub fn range(self, span: Span) -> (usize, usize) {
        if self.ascii {
            return (span.start.min(self.text.len()), span.end.min(self.text.len()));
        }
        (utf16_offset(self.text, span.start), utf16_offset(self.text, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_utf16() {
        assert_eq!(Utf16::new("é😀x").range(Span::new(2, 7)), (1, 4));
        assert_eq!(Utf16::new("abc").range(Span::new(1, 9)), (1, 3));
        assert_eq!(Utf16::new("é{\n}").first_line(Span::new(2, 5)), (1, 2));
    }
}
