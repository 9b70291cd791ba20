//! Policy documents as outputs carry them: objects, escaped strings, URL-encoded strings.

use crate::json::{self, Node, Value};

/// How often a document may be wrapped in a JSON string.
const WRAPPINGS: usize = 3;

/// The text of an object inside an output: laid out anew, since its indentation is the output's.
pub(super) fn readable(text: &str) -> String {
    json::format(text).unwrap_or_else(|| text.to_owned())
}

/// The document in a string: decoded, then laid out where it is all on one line. A broken one is
/// kept as it is; `None` where the URL encoding is broken.
pub(super) fn of_string(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..WRAPPINGS {
        if text.starts_with('%') {
            text = decode(&text)?;
        }
        match json::parse(&text) {
            (Node { value: Value::String(inner), .. }, errors) if errors.is_empty() => text = inner,
            _ => break,
        }
    }
    let one_line = !text.trim_end().contains('\n');
    Some(if one_line { readable(&text) } else { text })
}

/// Undoes RFC 3986 percent-encoding, which IAM's API uses.
fn decode(text: &str) -> Option<String> {
    let decoded = percent_decoded(text.bytes())?;
    if json::parse(&decoded).1.is_empty() {
        return Some(decoded);
    }
    // Some tools write blanks as in forms.
    let form = percent_decoded(text.bytes().map(|byte| if byte == b'+' { b' ' } else { byte }))?;
    Some(if json::parse(&form).1.is_empty() { form } else { decoded })
}

fn percent_decoded(mut bytes: impl Iterator<Item = u8>) -> Option<String> {
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}
