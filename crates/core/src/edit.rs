//! Edits of a document's text that keep the rest of it as it is written.

pub(crate) use crate::json::quoted;
use crate::json::{Member, Node, Value};
use crate::report::{Edit, Repair};
use crate::text::Span;

/// A repair of one edit. The document is filled in where the finding is told.
pub(crate) fn repair(title: impl Into<String>, edits: Vec<Edit>) -> Repair {
    Repair { title: title.into(), edits, certain: false }
}

/// Puts `text` in the place of some bytes.
pub(crate) fn replace(span: Span, text: impl Into<String>) -> Edit {
    Edit::Text { document: String::new(), span, text: text.into() }
}

/// Puts a string in the place of a value.
pub(crate) fn replace_string(span: Span, text: &str) -> Edit {
    replace(span, quoted(text))
}

/// Takes a member out of its object, with the comma that it leaves.
pub(crate) fn remove_member(object: &Node, name: &str) -> Option<Edit> {
    let Value::Object(members) = &object.value else { return None };
    remove(members, members.iter().position(|member| member.key == name)?, whole)
}

/// Takes the member at `index` out of its object: where a name stands twice, the one that is meant.
pub(crate) fn remove_entry(object: &Node, index: usize) -> Option<Edit> {
    let Value::Object(members) = &object.value else { return None };
    remove(members, index, whole)
}

/// Takes an entry out of its list, with the comma that it leaves.
pub(crate) fn remove_item(list: &Node, span: Span) -> Option<Edit> {
    let Value::Array(items) = &list.value else { return None };
    // They stand in the order of the text.
    let index = items.binary_search_by_key(&span.start, |item| item.span.start).ok()?;
    remove(items, index, |item| item.span)
}

/// The same; `None` where nothing would be left.
pub(crate) fn remove_one_of_several(list: &Node, span: Span) -> Option<Edit> {
    let several = matches!(&list.value, Value::Array(items) if items.len() > 1);
    several.then(|| remove_item(list, span)).flatten()
}

/// Puts a member before all others of an object. `value` is JSON.
pub(crate) fn insert_member(object: &Node, text: &str, name: &str, value: &str) -> Option<Edit> {
    let Value::Object(members) = &object.value else { return None };
    let start = object.span.start + 1;
    let at = Span::new(start, start);
    let member = format!("{}: {value}", quoted(name));
    let Some(first) = members.first() else {
        return Some(replace(at, member));
    };
    // What stands between the bracket and the first member: a new line and its indentation.
    let layout = Span::new(start, first.key_span.start).of(text);
    let layout = if layout.trim().is_empty() { layout } else { " " };
    let space = if layout.is_empty() { " " } else { layout };
    Some(replace(at, format!("{layout}{member},{}", if layout.is_empty() { space } else { "" })))
}

/// Puts a member behind the one at `index`, in its layout. `value` is JSON.
pub(crate) fn insert_after(
    object: &Node,
    text: &str,
    index: usize,
    name: &str,
    value: &str,
) -> Option<Edit> {
    let Value::Object(members) = &object.value else { return None };
    let before = members.get(index)?;
    let head = text.get(..before.key_span.start)?;
    let layout = head.get(head.trim_end().len()..)?;
    let layout = if layout.is_empty() { " " } else { layout };
    let end = before.value.span.end;
    Some(replace(Span::new(end, end), format!(",{layout}{}: {value}", quoted(name))))
}

fn whole(member: &Member) -> Span {
    Span::new(member.key_span.start, member.value.span.end)
}

/// Takes out the entry at `index` with what lies between it and the one before, or else the next.
fn remove<T>(entries: &[T], index: usize, span: impl Fn(&T) -> Span) -> Option<Edit> {
    let own = span(entries.get(index)?);
    let before = index.checked_sub(1).and_then(|before| entries.get(before)).map(&span);
    let whole = match (before, entries.get(index + 1).map(&span)) {
        (Some(before), _) => Span::new(before.end, own.end),
        (None, Some(next)) => Span::new(own.start, next.start),
        (None, None) => own,
    };
    Some(replace(whole, ""))
}

/// A document without the white space between its parts.
pub(crate) fn without_layout(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let stays = |character: &char| {
        let stays = inside || !character.is_ascii_whitespace();
        if *character == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && *character == '\\' && !escaped;
        stays
    };
    text.chars().filter(stays).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::json::parse;

    fn after(text: &str, edit: Edit) -> String {
        let Edit::Text { span, text: new, .. } = edit else { unreachable!("a text edit") };
        let (before, rest) = (text.get(..span.start).unwrap(), text.get(span.end..).unwrap());
        [before, &new, rest].concat()
    }

    #[test]
    fn members_and_entries_go_with_their_comma() {
        for (text, name, expected) in [
            (r#"{"a": 1, "b": 2}"#, "a", r#"{"b": 2}"#),
            (r#"{"a": 1, "b": 2}"#, "b", r#"{"a": 1}"#),
            (r#"{"a": 1}"#, "a", "{}"),
        ] {
            let (node, _) = parse(text);
            assert_eq!(after(text, remove_member(&node, name).unwrap()), expected);
        }
        let text = "[1,\n  2,\n  3]";
        let (node, _) = parse(text);
        let Value::Array(items) = &node.value else { unreachable!("a list") };
        let second = items.get(1).unwrap().span;
        assert_eq!(after(text, remove_item(&node, second).unwrap()), "[1,\n  3]");
    }

    #[test]
    fn a_member_comes_first_in_the_layout_of_the_others() {
        for (text, expected) in [
            ("{}", r#"{"v": 1}"#),
            (r#"{"a": 1}"#, r#"{"v": 1, "a": 1}"#),
            ("{\n  \"a\": 1\n}", "{\n  \"v\": 1,\n  \"a\": 1\n}"),
        ] {
            let (node, _) = parse(text);
            assert_eq!(after(text, insert_member(&node, text, "v", "1").unwrap()), expected);
        }
    }
}
