//! The reader: recursive descent over bytes, with recovery behind each error.

use super::{Member, Node, SyntaxError, SyntaxErrorKind, Value};
use crate::text::Span;

/// How deep arrays and objects may nest; `serde_json`'s own limit, so that both agree.
pub const MAX_DEPTH: usize = 127;

/// How many errors are noted; nobody reads more, and a text of one megabyte could have as many.
pub const MAX_ERRORS: usize = 100;

/// Reads `text` as JSON. Always returns a node; the text is valid when there are no errors.
///
/// ```
/// let (node, errors) = kms_policy::json::parse(r#"{"Effect": "Allow" "Action": "kms:*"}"#);
/// assert_eq!(errors.len(), 1); // the comma is missing, both members were still read
/// assert!(node.get("Effect").is_some() && node.get("Action").is_some());
/// ```
pub fn parse(text: &str) -> (Node, Vec<SyntaxError>) {
    let mut parser =
        Parser { text, bytes: text.as_bytes(), at: 0, odd_space: false, errors: Vec::new() };
    parser.skip_space();
    if parser.peek().is_none() {
        parser.error(Span::new(0, text.len()), SyntaxErrorKind::Empty);
        return (Node { span: Span::new(0, text.len()), value: Value::Invalid }, parser.errors);
    }
    let node = parser.value(0);
    parser.skip_space();
    if parser.at < text.len() {
        parser.error(Span::new(parser.at, text.len()), SyntaxErrorKind::TrailingText);
    }
    (node, parser.errors)
}

/// A space, or an invisible character, that JSON does not know between its values.
pub fn is_odd_space(character: char) -> bool {
    let plain = matches!(character, ' ' | '\t' | '\n' | '\r');
    character.is_whitespace() && !plain || character == '\u{200b}'
}

/// The double quotes of word processors.
const CURLY: [char; 3] = ['“', '”', '„'];

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Was a space found that JSON does not know?
    odd_space: bool,
    errors: Vec<SyntaxError>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn peek_behind(&self, distance: usize) -> Option<u8> {
        self.bytes.get(self.at + distance).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn error(&mut self, span: Span, kind: SyntaxErrorKind) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(SyntaxError { span, kind });
        }
    }

    /// Skips white space, and comments with an error each.
    fn skip_space(&mut self) {
        loop {
            while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                self.at += 1;
            }
            let start = self.at;
            let rest = self.text.get(start..).unwrap_or("");
            let odd = rest.len() - rest.trim_start_matches(is_odd_space).len();
            if odd > 0 {
                self.at += odd;
                if !std::mem::replace(&mut self.odd_space, true) {
                    self.error(Span::new(start, self.at), SyntaxErrorKind::OddSpace);
                }
                continue;
            }
            let length = match (self.peek(), self.peek_behind(1)) {
                (Some(b'/'), Some(b'/')) | (Some(b'#'), _) => rest.find('\n'),
                (Some(b'/'), Some(b'*')) => rest.find("*/").map(|end| end + 2),
                _ => return,
            };
            self.at += length.unwrap_or(rest.len());
            self.error(Span::new(start, self.at), SyntaxErrorKind::Comment);
        }
    }

    fn value(&mut self, depth: usize) -> Node {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => self.skip_nested(),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Value::String(self.string(b'"')),
            Some(b'\'') => {
                let text = self.string(b'\'');
                self.error(Span::new(start, self.at), SyntaxErrorKind::SingleQuotes);
                Value::String(text)
            }
            Some(b'\xe2') if self.closing_curly().is_some() => Value::String(self.curly_string()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(byte) if byte.is_ascii_alphabetic() => self.word(),
            _ => self.unexpected(SyntaxErrorKind::ExpectedValue),
        };
        Node { span: Span::new(start, self.at), value }
    }

    /// Something that cannot start a value: skip it, unless it belongs to what encloses us.
    fn unexpected(&mut self, kind: SyntaxErrorKind) -> Value {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| !matches!(byte, b',' | b']' | b'}' | b'{' | b'[' | b'"' | b'\n'))
        {
            self.at += 1;
        }
        self.error(Span::new(start, self.at), kind);
        Value::Invalid
    }

    /// Passes over an array or object that is nested too deeply, without recursion.
    fn skip_nested(&mut self) -> Value {
        let start = self.at;
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string(b'"');
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                break;
            }
        }
        self.error(Span::new(start, self.at), SyntaxErrorKind::TooDeep);
        Value::Invalid
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut items = Vec::new();
        self.entries(b']', |parser| {
            items.push(parser.value(depth + 1));
        });
        Value::Array(items)
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut members = Vec::new();
        self.entries(b'}', |parser| {
            if let Some(member) = parser.member(depth) {
                members.push(member);
            }
        });
        Value::Object(members)
    }

    /// The entries of an array or object up to `close`, with the commas between them.
    fn entries(&mut self, close: u8, mut entry: impl FnMut(&mut Self)) {
        let open = Span::new(self.at, self.at + 1);
        self.at += 1;
        self.skip_space();
        if self.eat(close) {
            return;
        }
        loop {
            let start = self.at;
            entry(self);
            self.skip_space();
            match self.peek() {
                Some(b',') => {
                    let comma = Span::new(self.at, self.at + 1);
                    self.at += 1;
                    self.skip_space();
                    if self.eat(close) {
                        self.error(comma, SyntaxErrorKind::TrailingComma);
                        return;
                    }
                }
                Some(byte) if byte == close => {
                    self.at += 1;
                    return;
                }
                // The other bracket: what encloses us ends here, so we were not closed.
                Some(b']' | b'}') | None => {
                    self.error(open, SyntaxErrorKind::Unclosed);
                    return;
                }
                Some(_) => {
                    let next = self.at + self.char_length();
                    self.error(Span::new(self.at, next), SyntaxErrorKind::MissingComma);
                    if self.at == start {
                        self.at = next;
                    }
                }
            }
            if self.peek().is_none() {
                self.error(open, SyntaxErrorKind::Unclosed);
                return;
            }
        }
    }

    fn char_length(&self) -> usize {
        self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    }

    fn member(&mut self, depth: usize) -> Option<Member> {
        let start = self.at;
        let key = match self.peek() {
            Some(b'"') => self.string(b'"'),
            Some(b'\'') => {
                let key = self.string(b'\'');
                self.error(Span::new(start, self.at), SyntaxErrorKind::SingleQuotes);
                key
            }
            Some(b'\xe2') if self.closing_curly().is_some() => self.curly_string(),
            Some(byte) if byte.is_ascii_alphabetic() || byte == b'_' => {
                while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                    self.at += 1;
                }
                self.error(Span::new(start, self.at), SyntaxErrorKind::ExpectedKey);
                Span::new(start, self.at).of(self.text).to_owned()
            }
            _ => {
                self.unexpected(SyntaxErrorKind::ExpectedKey);
                return None;
            }
        };
        let key_span = Span::new(start, self.at);
        self.skip_space();
        if !self.eat(b':') {
            self.error(Span::new(key_span.end, self.at), SyntaxErrorKind::ExpectedColon);
            if matches!(self.peek(), Some(b',' | b'}' | b']') | None) {
                let value = Node { span: Span::new(self.at, self.at), value: Value::Invalid };
                return Some(Member { key, key_span, value });
            }
        }
        self.skip_space();
        Some(Member { key, key_span, value: self.value(depth + 1) })
    }

    /// A string from its opening quote; an unclosed one ends with its line.
    fn string(&mut self, quote: u8) -> String {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let run = self.at;
            while self.peek().is_some_and(|byte| byte != quote && byte != b'\\' && byte >= 0x20) {
                self.at += 1;
            }
            value.push_str(Span::new(run, self.at).of(self.text));
            match self.peek() {
                Some(b'\\') => self.escape(&mut value),
                Some(byte) if byte == quote => {
                    self.at += 1;
                    return value;
                }
                Some(b'\n' | b'\r') if !self.closes_later(quote) => {
                    // A comma at the end of the line is the one behind the string.
                    let content = value.trim_end_matches([' ', '\t']);
                    if content.len() > 1 && content.ends_with(',') {
                        self.at -= value.len() - content.len() + 1;
                        value.truncate(content.len() - 1);
                    }
                    self.error(Span::new(start, self.at), SyntaxErrorKind::UnterminatedString);
                    return value;
                }
                Some(_) => {
                    let run = self.at;
                    // Blanks between them belong to it: lines may be empty but for their indentation.
                    while let Some(length) = self.control_behind_blanks() {
                        self.at += length;
                    }
                    let span = Span::new(run, self.at);
                    self.error(span, SyntaxErrorKind::ControlCharacter);
                    value.push_str(span.of(self.text));
                }
                None => {
                    self.error(Span::new(start, self.at), SyntaxErrorKind::UnterminatedString);
                    return value;
                }
            }
        }
    }

    /// Where the string in curly quotes that begins here ends: its last quote, on the same line.
    fn closing_curly(&self) -> Option<Span> {
        let rest = self.text.get(self.at..)?;
        let inside = rest.strip_prefix(CURLY)?;
        let (length, quote) = inside
            .char_indices()
            .find(|(_, one)| CURLY.contains(one) || matches!(one, '"' | '\n'))?;
        let start = self.text.len() - inside.len() + length;
        (quote != '\n').then(|| Span::new(start, start + quote.len_utf8()))
    }

    fn curly_string(&mut self) -> String {
        let Some(quote) = self.closing_curly() else { return String::new() };
        let span = Span::new(self.at, quote.end);
        let inside = Span::new(self.at, quote.start).of(self.text).trim_start_matches(CURLY);
        self.at = quote.end;
        self.error(span, SyntaxErrorKind::CurlyQuotes);
        inside.to_owned()
    }

    /// How long are the blanks here, with a control character behind them?
    fn control_behind_blanks(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        rest.get(blanks).is_some_and(|byte| *byte < 0x20).then_some(blanks + 1)
    }

    /// At a line break inside a string: is the next line the rest of it? A pasted ARN is often broken
    /// in two, or ends with a line break before its closing quote.
    fn closes_later(&self, quote: u8) -> bool {
        // Only so far: a string of nothing but line breaks would be read again for each of them.
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let rest = rest.get(..200).unwrap_or(rest);
        let Some(length) = rest.iter().position(|byte| *byte == quote) else {
            return false;
        };
        let (inside, behind) = rest.split_at(length);
        // A quote that only opens the next string has brackets or commas before it, or a name behind.
        let one_line = !inside.iter().any(|byte| matches!(byte, b'{' | b'}' | b'[' | b']' | b','))
            && inside.trim_ascii().iter().all(|byte| *byte >= 0x20);
        let behind = behind.iter().skip(1).find(|byte| !byte.is_ascii_whitespace());
        one_line && matches!(behind, None | Some(b',' | b']' | b'}' | b':'))
    }

    fn escape(&mut self, value: &mut String) {
        let start = self.at;
        self.at += 2;
        let plain = match self.bytes.get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => match self.unicode_escape() {
                Some(character) => character,
                None => {
                    self.error(Span::new(start, self.at), SyntaxErrorKind::BadEscape);
                    char::REPLACEMENT_CHARACTER
                }
            },
            _ => {
                self.at = start
                    + 1
                    + usize::from(self.bytes.get(start + 1).is_some_and(u8::is_ascii_graphic));
                self.error(Span::new(start, self.at), SyntaxErrorKind::BadEscape);
                char::REPLACEMENT_CHARACTER
            }
        };
        value.push(plain);
    }

    /// The character of `\uXXXX`, or of two of them that form a surrogate pair.
    fn unicode_escape(&mut self) -> Option<char> {
        let high = self.hex4()?;
        if !(0xD800..0xDC00).contains(&high) {
            return char::from_u32(high);
        }
        if self.peek() != Some(b'\\') || self.peek_behind(1) != Some(b'u') {
            return None;
        }
        self.at += 2;
        let low = self.hex4()?;
        if !(0xDC00..0xE000).contains(&low) {
            return None;
        }
        char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Value {
        let start = self.at;
        self.eat(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        let mut good = whole > 0 && (whole == 1 || !leading_zero);
        if self.eat(b'.') {
            good &= self.digits() > 0;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            good &= self.digits() > 0;
        }
        let span = Span::new(start, self.at);
        if !good {
            self.error(span, SyntaxErrorKind::BadNumber);
        }
        Value::Number(span.of(self.text).to_owned())
    }

    fn word(&mut self) -> Value {
        let start = self.at;
        while self.peek().is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'*' | b'/' | b'.')
        }) {
            self.at += 1;
        }
        let span = Span::new(start, self.at);
        match span.of(self.text) {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => {
                self.error(span, SyntaxErrorKind::BareWord);
                Value::Invalid
            }
        }
    }
}
