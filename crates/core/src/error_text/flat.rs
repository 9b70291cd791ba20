//! A pasted text as AWS wrote it: without what terminals, logs and pages made of it.
//!
//! Terminals break lines inside words, Terraform draws a frame, logs escape quotes once or twice,
//! pages write `&quot;`. Here all of it is undone, with the place that every byte came from.

use crate::text::{Span, floor};

/// A text with the place of every byte in the text that it was made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat {
    text: String,
    /// For each byte of `text`, the bytes it came from.
    places: Vec<Span>,
}

/// Where a line was broken: be it between two words or inside one.
const BREAK: char = '\n';

impl Flat {
    /// Undoes wraps, frames, colours and escapes of a part of a text.
    pub fn new(raw: &str, part: Span) -> Self {
        let mut flat = Self::default();
        let mut at = part.start;
        while let Some(rest) = raw.get(at..part.end).filter(|rest| !rest.is_empty()) {
            let (character, length) = first(rest);
            if let Some(character) = character {
                flat.push(character, Span::new(at, at + length));
            }
            at += length;
        }
        flat
    }

    /// The value of a JSON string that stands at `span`, quotes included, in `raw`.
    pub fn of_json_string(raw: &str, span: Span) -> Self {
        let mut flat = Self::default();
        let (mut at, end) = (span.start + 1, span.end.saturating_sub(1));
        while let Some(rest) = raw.get(at..end).filter(|rest| !rest.is_empty()) {
            let (character, length) = json_character(rest);
            flat.push_exactly(character, Span::new(at, at + length));
            at += length;
        }
        flat
    }

    /// A text as it is.
    pub fn exactly(raw: &str) -> Self {
        let mut flat = Self::default();
        for (at, character) in raw.char_indices() {
            flat.push_exactly(character, Span::new(at, at + character.len_utf8()));
        }
        flat
    }

    /// Adds a character; white space once.
    fn push(&mut self, character: char, from: Span) {
        let last = self.text.chars().next_back();
        match (last, character) {
            (Some(' ' | BREAK), ' ') => {}
            // A break with blanks round it is a break between words.
            (Some(' '), BREAK) | (Some(BREAK), BREAK) => {}
            _ => self.push_exactly(character, from),
        }
    }

    fn push_exactly(&mut self, character: char, from: Span) {
        self.text.push(character);
        self.places.extend(std::iter::repeat_n(from, character.len_utf8()));
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the text that this was made of.
    pub fn place(&self, span: Span) -> Span {
        let first = self.places.get(span.start).or(self.places.last());
        let last = span.end.checked_sub(1).and_then(|end| self.places.get(end));
        match (first, last) {
            (Some(first), Some(last)) if span.start < span.end => Span::new(first.start, last.end),
            (Some(first), _) => Span::new(first.start, first.start),
            _ => Span::default(),
        }
    }

    /// The same text, of a text that was itself made of another one.
    pub fn over(mut self, below: &Self) -> Self {
        for place in &mut self.places {
            *place = below.place(*place);
        }
        self
    }

    /// The part from `start` to `end` without the breaks in it.
    pub fn joined(&self, span: Span) -> String {
        span.of(&self.text).chars().filter(|one| *one != BREAK).collect()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Where `phrase` ends, if it stands at `at`, whatever its case. A blank of it is any white
    /// space; inside its words lines may be broken.
    pub fn behind(&self, mut at: usize, phrase: &str) -> Option<usize> {
        let mut inside = false;
        for wanted in phrase.bytes() {
            if wanted == b' ' {
                self.byte(at).filter(u8::is_ascii_whitespace)?;
                while self.byte(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
                    at += 1;
                }
                inside = false;
                continue;
            }
            if inside && self.byte(at) == Some(BREAK as u8) {
                at += 1;
            }
            if !self.byte(at)?.eq_ignore_ascii_case(&wanted) {
                return None;
            }
            at += 1;
            inside = true;
        }
        Some(at)
    }

    /// Where `phrase` stands first at or behind `from`.
    pub fn find(&self, phrase: &str, from: usize) -> Option<Span> {
        self.find_within(phrase, from, self.text.len())
    }

    /// Where `phrase` begins first in the `within` bytes from `from`.
    pub fn find_within(&self, phrase: &str, from: usize, within: usize) -> Option<Span> {
        let first = phrase.bytes().next()?;
        let bytes = self.text.as_bytes().get(from..)?;
        let bytes = bytes.get(..within).unwrap_or(bytes);
        let starts = bytes.iter().enumerate().filter(|(_, byte)| byte.eq_ignore_ascii_case(&first));
        let mut starts = starts.map(|(index, _)| from + index);
        starts.find_map(|start| Some(Span::new(start, self.behind(start, phrase)?)))
    }

    /// Where `phrase` stands last before `end`, at most `within` bytes before it.
    pub fn find_before(&self, phrase: &str, end: usize, within: usize) -> Option<Span> {
        let mut from = floor(&self.text, end.saturating_sub(within));
        let mut last = None;
        while let Some(found) = self.find_within(phrase, from, end.saturating_sub(from)) {
            last = Some(found);
            from = found.start + 1;
        }
        last.filter(|found| found.end <= end)
    }

    /// The word at `at`: to the next blank or sign that `is_in` does not take. At a break it goes
    /// on, unless `ends` says of what was read and of the place behind that it ends there.
    pub fn word(
        &self,
        at: usize,
        is_in: impl Fn(char) -> bool,
        ends: impl Fn(&str, usize) -> bool,
    ) -> Option<Span> {
        let mut end = at;
        for (offset, character) in self.text.get(at..)?.char_indices() {
            let here = at + offset;
            if character == BREAK {
                if here == at || ends(&self.joined(Span::new(at, here)), here) {
                    break;
                }
                continue;
            }
            if !is_in(character) || here - at > MAX_WORD {
                break;
            }
            end = here + character.len_utf8();
        }
        (end > at).then(|| Span::new(at, end))
    }
}

/// More is no word of a message: ARNs have up to 2,048 characters.
const MAX_WORD: usize = 4_096;

/// The first character of `rest` as AWS wrote it, if it wrote any, and how many bytes it takes.
fn first(rest: &str) -> (Option<char>, usize) {
    let one = rest.chars().next().unwrap_or_default();
    match one {
        '\n' | '\r' => {
            // The indentation of the next line, and the frames of Terraform and of quoted mails.
            let frame = |one: char| matches!(one, '│' | '╷' | '╵' | '|' | '>');
            let behind = rest.trim_start_matches(['\n', '\r', ' ', '\t']);
            let behind = behind.trim_start_matches(|one| frame(one) || one == ' ' || one == '\t');
            (Some(BREAK), rest.len() - behind.len())
        }
        '\\' => escape(rest),
        '&' => entity(rest).map_or((Some('&'), 1), |(one, length)| (Some(one), length)),
        '\u{1b}' => {
            let end = rest.find(|one: char| one.is_ascii_alphabetic()).filter(|end| *end < 12);
            (None, end.map_or(1, |end| end + 1))
        }
        one if one.is_whitespace() => (Some(' '), one.len_utf8()),
        one => (Some(one), one.len_utf8()),
    }
}

/// An escape of JSON or of a string in a log, however often it was escaped.
fn escape(rest: &str) -> (Option<char>, usize) {
    let escaped = rest.trim_start_matches('\\');
    let slashes = rest.len() - escaped.len();
    let one = escaped.chars().next();
    match one {
        Some('"' | '\'' | '/') => (one, slashes + 1),
        Some('n' | 'r') => (Some(BREAK), slashes + 1),
        Some('t') => (Some(' '), slashes + 1),
        Some('u') => match unit(escaped).and_then(char::from_u32) {
            Some(one) if one.is_ascii() => {
                (Some(if one.is_ascii_control() { ' ' } else { one }), slashes + 5)
            }
            _ => (Some('\\'), slashes),
        },
        _ => (Some('\\'), slashes),
    }
}

/// The code unit of `uXXXX`.
fn unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.get(1..5)?, 16).ok()
}

/// The first character of what stands inside a JSON string.
fn json_character(rest: &str) -> (char, usize) {
    let one = rest.chars().next().unwrap_or_default();
    if one != '\\' {
        return (one, one.len_utf8());
    }
    let escaped = rest.get(1..).unwrap_or_default();
    match escaped.chars().next() {
        Some('n') => ('\n', 2),
        Some('r') => ('\r', 2),
        Some('t') => ('\t', 2),
        Some('u') => match unit(escaped) {
            // Half of a pair is no character; nothing that is looked for has one.
            Some(unit) => (char::from_u32(unit).unwrap_or('?'), 6),
            None => ('\\', 1),
        },
        Some(other) => (other, 1 + other.len_utf8()),
        None => ('\\', 1),
    }
}

/// The entities in which pages and S3's XML write what means something to them.
const ENTITIES: [(&str, char); 11] = [
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#x22;", '"'),
    ("&apos;", '\''),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&amp;", '&'),
    ("&nbsp;", ' '),
    ("&#x2F;", '/'),
];

fn entity(rest: &str) -> Option<(char, usize)> {
    let found = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
    found.map(|(entity, character)| (*character, entity.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_through_wraps_frames_and_escapes() {
        for text in [
            "is not authorized to perform: x",
            "is not autho\nrized to perform: x",
            "is not\n      authorized \n to  perform: x",
            "│ is not authorized\n│ to perform: x",
            "\\\"is not authorized\\n to perform: x\\\"",
            "is \u{1b}[31mnot authorized\u{1b}[0m to perform: x",
        ] {
            let flat = Flat::new(text, Span::new(0, text.len()));
            let found = flat.find("is not authorized to perform:", 0);
            let place = flat.place(found.unwrap_or_else(|| panic!("{text}")));
            let found = place.of(text);
            assert!(found.starts_with("is ") && found.ends_with("perform:"), "{found}");
        }
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "a &quot;größe&quot; \\\"b\\\"";
        let flat = Flat::new(text, Span::new(0, text.len()));
        assert_eq!(flat.text(), "a \"größe\" \"b\"");
        assert_eq!(flat.place(flat.find("größe", 0).unwrap()).of(text), "größe");
        assert_eq!(flat.place(flat.find("\"b\"", 0).unwrap()).of(text), "\\\"b\\\"");
    }

    #[test]
    fn a_string_of_json_has_the_places_of_its_text() {
        let text = r#"["a\n\"b\u00e9\"c"]"#;
        let flat = Flat::of_json_string(text, Span::new(1, text.len() - 1));
        assert_eq!(flat.text(), "a\n\"bé\"c");
        assert_eq!(flat.place(flat.find("é", 0).unwrap()).of(text), "\\u00e9");
    }
}
