//! Ranges that the editor draws, in its own unit: UTF-16.

use kms_policy::text::Span;
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

/// From byte spans of a text to UTF-16 ranges: of many spans, the text is read once.
#[derive(Clone, Debug)]
pub struct Utf16<'t> {
    text: &'t str,
    /// How many UTF-16 units stand before each block; nothing where every byte is one.
    blocks: Vec<usize>,
}

/// The length of a block, in bytes.
const BLOCK: usize = 512;

impl<'t> Utf16<'t> {
    /// For spans of `text`.
    pub fn new(text: &'t str) -> Self {
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(before);
                before += units(block);
            }
            blocks.push(before);
        }
        Self { text, blocks }
    }

    /// Start and end of what stands in the first line of a span: a statement or a whole document is
    /// not underlined, nor selected, from end to end.
    pub fn first_line(&self, span: Span) -> (usize, usize) {
        let line = span.of(self.text).lines().next().unwrap_or("");
        self.range(Span::new(span.start, span.start + line.len()))
    }

    /// Start and end.
    pub fn range(&self, span: Span) -> (usize, usize) {
        (self.offset(span.start), self.offset(span.end))
    }

    fn offset(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let block = byte / BLOCK;
        let rest = || self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default();
        self.blocks.get(block).map_or(byte, |before| before + units(rest()))
    }
}

/// How many UTF-16 units these bytes of a text begin: a character of four bytes is two.
fn units(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(*byte >= 0xf0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kms_policy::text::utf16_offset;

    #[test]
    fn counts_in_utf16() {
        assert_eq!(Utf16::new("é😀x").range(Span::new(2, 7)), (1, 4));
        assert_eq!(Utf16::new("abc").range(Span::new(1, 9)), (1, 3));
        assert_eq!(Utf16::new("é{\n}").first_line(Span::new(2, 5)), (1, 2));
    }

    #[test]
    fn counts_from_the_nearest_block() {
        for unit in ["x", "é", "€", "😀", "xé€😀"] {
            let text = format!("{unit}é").repeat(700);
            let utf16 = Utf16::new(&text);
            for byte in 0..text.len() + 9 {
                assert_eq!(utf16.offset(byte), utf16_offset(&text, byte), "{unit} {byte}");
            }
        }
    }
}
