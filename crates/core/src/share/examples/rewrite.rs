//! A `Share` in which every text says examples.

use super::table::Table;
use crate::arn::is_account;
use crate::json::{Node, Value, parse, quoted};
use crate::report::Edit;
use crate::scenario::{Document, Scenario, apply};
use crate::share::Contents;
use crate::share::contents::{opened, with_opened};
use crate::text::Span;
use std::sync::Arc;

/// The same contents by a table; `None` where that is no scenario any more.
pub fn rewritten(contents: &Contents, table: &Table<'_>) -> Option<Contents> {
    Some(Contents {
        scenario: scenario(&contents.scenario, table)?,
        pinned: match &contents.pinned {
            Some(pinned) => Some(scenario(pinned, table)?),
            None => None,
        },
        view: contents.view.as_deref().map(|text| view(text, table)),
        verdicts: contents.verdicts.clone(),
    })
}

fn scenario(before: &Scenario, table: &Table<'_>) -> Option<Scenario> {
    let mut after = Scenario::from_json(&json(&before.to_json(), table)).ok()?;
    edits(before, &mut after, table);
    Some(after)
}

/// What is looked at; the scenario as it was opened has steps with places in texts.
fn view(text: &str, table: &Table<'_>) -> String {
    let replaced = json(text, table);
    match opened(text).and_then(|opened| scenario(&opened, table)) {
        Some(opened) => with_opened(&replaced, &opened),
        None => replaced,
    }
}

/// JSON with every string in it replaced, names of members and account numbers without quotes included.
pub fn json(text: &str, table: &Table<'_>) -> String {
    let mut changes = Vec::new();
    strings(&parse(text).0, &mut |span, old| {
        let new = table.replace(old);
        if new != old {
            let is_number = span.of(text) == old;
            changes.push((span, if is_number { new } else { quoted(&new) }));
        }
    });
    put(text, &changes)
}

/// Every string in JSON with its place, in the order of the text; numbers that can be those of accounts
/// are texts as well.
pub fn strings(node: &Node, visit: &mut dyn FnMut(Span, &str)) {
    match &node.value {
        Value::String(text) => visit(node.span, text),
        Value::Number(text) if text.split(|one: char| !one.is_ascii_digit()).any(is_account) => {
            visit(node.span, text);
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, visit)),
        Value::Object(members) => {
            for member in members {
                visit(member.key_span, &member.key);
                strings(&member.value, visit);
            }
        }
        _ => {}
    }
}

fn put(text: &str, changes: &[(Span, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in changes {
        out.push_str(text.get(at..span.start).unwrap_or_default());
        out.push_str(new);
        at = span.end;
    }
    out + text.get(at..).unwrap_or_default()
}

/// Solutions that replace a part of a text: the part is another one.
fn edits(before: &Scenario, after: &mut Scenario, table: &Table<'_>) {
    let mut now = before.clone();
    for (old, new) in before.steps.iter().zip(&mut after.steps) {
        for (old, new) in old.solution.iter().zip(&mut new.solution) {
            let Ok(next) = apply(&now, std::slice::from_ref(old)) else { continue };
            if let Edit::Text { document, span, text } = old
                && let Some(whole) = text_of(&now, document)
                && let Some(edited) = text_of(&next, document)
            {
                *new = moved(document, &whole, *span, text, &edited, table);
            }
            now = next;
        }
    }
}

/// An edit of a text in the replaced text; of the whole of it where names lie across its ends.
fn moved(
    document: &str,
    whole: &str,
    span: Span,
    text: &str,
    edited: &str,
    table: &Table<'_>,
) -> Edit {
    let part = |part: Option<&str>| table.replace(part.unwrap_or_default());
    let start = part(whole.get(..span.start));
    let old = part(whole.get(span.start..span.end));
    let end = part(whole.get(span.end..));
    let (text, all, wanted) = (table.replace(text), table.replace(whole), table.replace(edited));
    let document = document.to_owned();
    if [&*start, &*old, &*end].concat() == all && [&*start, &*text, &*end].concat() == wanted {
        let span = Span { start: start.len(), end: start.len() + old.len() };
        return Edit::Text { document, span, text };
    }
    Edit::Text { document, span: Span { start: 0, end: all.len() }, text: wanted }
}

fn text_of(scenario: &Scenario, pointer: &str) -> Option<Arc<str>> {
    let mut found = None;
    scenario.clone().for_each_document(|at, document| {
        if at == pointer
            && let Document::Text(text) = document
        {
            found = Some(Arc::clone(text));
        }
    });
    let key = pointer.strip_prefix("/keys/").and_then(|rest| rest.strip_suffix("/policy"));
    // The text of a key policy that is left out is that of the default.
    found.or_else(|| {
        let index = key?.parse().ok()?;
        scenario.keys.get(index)?;
        Some(scenario.key_policy_text(index))
    })
}
