//! JSON laid out as AWS shows it, every string and number as it was written.

use super::{Node, Value, parse};

/// Lays out `text` with two spaces a level; `None` where it is not JSON.
///
/// ```
/// assert_eq!(kms_policy::json::format("{\"a\":1.0}").as_deref(), Some("{\n  \"a\": 1.0\n}"));
/// ```
pub fn format(text: &str) -> Option<String> {
    let (node, errors) = parse(text);
    if !errors.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    write(&node, text, 0, &mut out);
    Some(out)
}

/// `node`, a part of `text`, without white space between its parts.
pub(crate) fn compact(node: &Node, text: &str) -> String {
    let mut out = String::new();
    write_compact(node, text, &mut out);
    out
}

fn write_compact(node: &Node, text: &str, out: &mut String) {
    match &node.value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_compact(item, text, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(member.key_span.of(text));
                out.push(':');
                write_compact(&member.value, text, out);
            }
            out.push('}');
        }
        _ => out.push_str(node.span.of(text)),
    }
}

fn write(node: &Node, text: &str, depth: usize, out: &mut String) {
    match &node.value {
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                next_line(index, depth + 1, out);
                write(item, text, depth + 1, out);
            }
            last_line(depth, out);
            out.push(']');
        }
        Value::Object(members) if !members.is_empty() => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                next_line(index, depth + 1, out);
                out.push_str(member.key_span.of(text));
                out.push_str(": ");
                write(&member.value, text, depth + 1, out);
            }
            last_line(depth, out);
            out.push('}');
        }
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
        _ => out.push_str(node.span.of(text)),
    }
}

fn next_line(index: usize, depth: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    last_line(depth, out);
}

fn last_line(depth: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn lays_out_and_keeps_what_was_written() {
        let text = r#"{"a":[1.0,"\u00e9"],"b":{},"c":[],"z":{"y":null}}"#;
        let laid_out = r#"{
  "a": [
    1.0,
    "\u00e9"
  ],
  "b": {},
  "c": [],
  "z": {
    "y": null
  }
}"#;
        assert_eq!(format(text).as_deref(), Some(laid_out));
        assert_eq!(format(laid_out).as_deref(), Some(laid_out));
    }

    #[test]
    fn leaves_broken_text_alone() {
        assert_eq!(format("{\"a\": }"), None);
        assert_eq!(format(""), None);
    }
}
