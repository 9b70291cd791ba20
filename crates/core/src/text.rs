//! Positions in a text: byte spans inside, lines and columns at the edge.

use serde::Serialize;

/// A half-open range `[start, end)` of UTF-8 bytes in one document's text.
///
/// It serialises as the two numbers, `[31, 198]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "(usize, usize)")]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, but without, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text the span covers; empty where the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// What a column counts. Lines and columns start at 1 in either encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Unicode scalar values, for people and terminals.
    Chars,
    /// UTF-16 code units, for JavaScript and CodeMirror.
    Utf16,
}

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in the [`Encoding`] asked for.
    pub column: usize,
}

/// The line and column of the byte `offset` in `text`.
///
/// An offset beyond the text, or inside a character, counts as the nearest place before it.
///
/// ```
/// use kms_policy::text::{Encoding, position};
/// let text = "{\n  \"é😀x\"";
/// let x = text.find('x').unwrap();
/// assert_eq!(position(text, x, Encoding::Chars).column, 6);
/// assert_eq!(position(text, x, Encoding::Utf16).column, 7);
/// assert_eq!(position(text, x, Encoding::Utf16).line, 2);
/// ```
pub fn position(text: &str, offset: usize, encoding: Encoding) -> Position {
    let before = text.get(..floor(text, offset)).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_text = before.get(line_start..).unwrap_or("");
    Position {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: 1 + match encoding {
            Encoding::Chars => line_text.chars().count(),
            Encoding::Utf16 => line_text.encode_utf16().count(),
        },
    }
}

/// The byte `offset`, or the nearest place between two characters before it.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Where the lines of a text begin, for many positions of one text.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Finds the lines of `text`.
    pub fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// As [`position()`], without reading the text from its start.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let rest = self.text.get(start..).unwrap_or("");
        let Position { column, .. } = position(rest, offset.saturating_sub(start), encoding);
        Position { line, column }
    }
}

/// The byte offset of a place that is counted in UTF-16 units from the start of `text`.
pub fn byte_offset(text: &str, utf16: usize) -> usize {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        if units >= utf16 {
            return at;
        }
        units += character.len_utf16();
    }
    text.len()
}

/// The UTF-16 offset, from the start of `text`, of the byte `offset`: CodeMirror's unit.
pub fn utf16_offset(text: &str, offset: usize) -> usize {
    text.get(..floor(text, offset)).unwrap_or("").encode_utf16().count()
}
