//! Where a place stands in a text that is JSON, or will be.

use crate::text::Span;

/// A word, or a gap where one could stand, with the names around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The names of the members around it, the outermost first. Lists have no part in it.
    pub path: Vec<String>,
    /// Is it the name of a member, or does one belong here?
    pub is_name: bool,
    /// The word without quotes; empty for a gap.
    pub span: Span,
    /// Does it begin with a quote?
    pub quoted: bool,
    /// Does it end with one?
    pub closed: bool,
    /// Does a colon follow?
    pub colon: bool,
    /// The names of its object that stand before it.
    pub before: Vec<String>,
}

/// An object or a list that is open.
#[derive(Default)]
struct Frame {
    is_object: bool,
    /// The member whose value comes or came.
    name: Option<String>,
    names: Vec<String>,
    /// May a name or a value stand here?
    awaits: bool,
}

/// A word of a text.
struct Word {
    span: Span,
    quoted: bool,
    closed: bool,
    /// Where the text goes on.
    next: usize,
}

/// The place at a byte of a text; `None` between entries, where nothing can be written.
pub(super) fn place(text: &str, offset: usize) -> Option<Place> {
    let bytes = text.as_bytes();
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if at >= offset && !matches!(byte, b'"') && !is_bare(*byte) {
            break;
        }
        match byte {
            b'{' | b'[' => {
                let is_object = *byte == b'{';
                frames.push(Frame { is_object, awaits: true, ..Frame::default() });
            }
            b'}' | b']' => {
                frames.pop();
            }
            b',' => {
                if let Some(frame) = frames.last_mut() {
                    frame.awaits = true;
                    frame.name = None;
                }
            }
            b':' => {
                if let Some(frame) = frames.last_mut() {
                    frame.awaits = true;
                }
            }
            b'"' => {
                let word = string(text, at);
                if offset <= at {
                    break;
                }
                if offset <= word.span.end {
                    return Some(found(text, frames, word));
                }
                at = word.next;
                pass(text, frames.last_mut(), &word);
                continue;
            }
            byte if is_bare(*byte) => {
                let word = bare(text, at);
                if (word.span.start..=word.span.end).contains(&offset) {
                    return Some(found(text, frames, word));
                }
                at = word.next;
                pass(text, frames.last_mut(), &word);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    let span = Span::new(offset, offset);
    let gap = Word { span, quoted: false, closed: false, next: offset };
    let awaits = text.is_char_boundary(offset) && frames.last().is_some_and(|frame| frame.awaits);
    awaits.then(|| found(text, frames, gap))
}

/// Goes past a word that is not the one asked for.
fn pass(text: &str, frame: Option<&mut Frame>, word: &Word) {
    let Some(frame) = frame else { return };
    frame.awaits = false;
    if frame.is_object && (frame.name.is_none() || colon_follows(text, word.next)) {
        let name = word.span.of(text).to_owned();
        frame.names.push(name.clone());
        frame.name = Some(name);
    }
}

fn found(text: &str, mut frames: Vec<Frame>, word: Word) -> Place {
    let colon = colon_follows(text, word.next);
    let mut place = Place {
        path: Vec::new(),
        is_name: false,
        span: word.span,
        quoted: word.quoted,
        closed: word.closed,
        colon,
        before: Vec::new(),
    };
    if let Some(frame) = frames.last_mut() {
        place.is_name =
            frame.is_object && (frame.name.is_none() || (colon && word.next > word.span.start));
        if place.is_name {
            frame.name = None;
            place.before = std::mem::take(&mut frame.names);
        }
    }
    place.path = frames.into_iter().filter_map(|frame| frame.name).collect();
    place
}

/// The string that begins at a quote. A line break ends one that is not closed.
fn string(text: &str, start: usize) -> Word {
    let mut escaped = false;
    let rest = text.bytes().enumerate().skip(start + 1);
    for (at, byte) in rest {
        let span = Span::new(start + 1, at);
        match byte {
            b'\n' => return Word { span, quoted: true, closed: false, next: at },
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Word { span, quoted: true, closed: true, next: at + 1 },
            _ => {}
        }
    }
    let span = Span::new(start + 1, text.len());
    Word { span, quoted: true, closed: false, next: text.len() }
}

/// The word without quotes that begins at a byte.
fn bare(text: &str, start: usize) -> Word {
    let length = text.bytes().skip(start).take_while(|byte| is_bare(*byte)).count();
    let span = Span::new(start, start + length);
    Word { span, quoted: false, closed: false, next: span.end }
}

fn is_bare(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"{}[],:\"".contains(&byte)
}

fn colon_follows(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(':'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// The place at `|`: its path and what it is.
    fn at(marked: &str) -> String {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        place(&text, offset).map_or_else(
            || "nothing".to_owned(),
            |place| {
                let what = if place.is_name { "name" } else { "value" };
                format!("{} {what} {:?}", place.path.join("."), place.span.of(&text))
            },
        )
    }

    #[test]
    fn places_are_found_in_texts_that_are_not_finished() {
        for (marked, expected) in [
            (r#"{"Ver|sion": "x"}"#, r#" name "Version""#),
            (r#"{"Version": "|x"}"#, r#"Version value "x""#),
            (r#"{"Version": |"#, r#"Version value """#),
            (r#"{|"#, r#" name """#),
            (r#"{"S": [{"A": ["a", "|"#, r#"S.A value """#),
            (r#"{"S": [{"A": ["a", b|"#, r#"S.A value "b""#),
            (r#"{"S": [{"A": ["a"|"#, "nothing"),
            (r#"{"S": [{"A": "a" |"#, "nothing"),
            (r#"{"S": [{"A": "a", "|"#, r#"S name """#),
            (r#"{"S": [{"A": "a", "|"}]}"#, r#"S name """#),
            // The comma is missing, and the name is one all the same.
            ("{\"S\": [{\"A\": \"a\"\n\"B|\": 1", r#"S name "B""#),
            // A string that is not closed ends with its line.
            ("{\"A\": \"a\n, \"B\": \"|", r#"B value """#),
            (r#"{"C": {"Op": {"k": ["1", "|2"]}}}"#, r#"C.Op.k value "2""#),
            (r#"{"a\"b|": 1}"#, r#" name "a\\\"b""#),
            ("|", "nothing"),
            ("é|", r#" value "é""#),
        ] {
            assert_eq!(at(marked), expected, "{marked}");
        }
    }

    #[test]
    fn no_offset_of_any_text_panics() {
        let text = "{\"é\": [\"ü\\\", {\"😀\n: tru}, \"x\":";
        for end in 0..=text.len() {
            for offset in 0..=text.len() + 1 {
                let part = text.get(..end).unwrap_or(text);
                let _ = place(part, offset);
            }
        }
    }
}
