//! A policy document of a stranger.

use crate::json_agrees::agrees;
use kms_policy::assist::{complete, hover};
use kms_policy::findings::{mended, of_text};
use kms_policy::json::{self, Node, Value};
use kms_policy::policy::{self, PolicyKind};
use kms_policy::report::Edit;
use kms_policy::scenario::Scenario;
use kms_policy::text::{Encoding, Span};

/// The first byte says what kind of policy, the second where it is looked at, the rest is its text.
pub fn holds(bytes: &[u8]) {
    let [kind, place, text @ ..] = bytes else { return };
    let Ok(text) = str::from_utf8(text) else { return };
    let kinds = PolicyKind::names();
    let kind = PolicyKind::named(kinds[usize::from(*kind) % kinds.len()]).expect("it is known");
    agrees_with_serde_json(text);
    is_read_in_its_place(text, kind);
    has_findings_in_their_places(text, kind);
    has_help(text, kind, text.len() * usize::from(*place) / 255);
}

/// An input that [`holds`] reads as this document.
pub fn input(kind: PolicyKind, text: &str) -> Vec<u8> {
    let index = PolicyKind::names().into_iter().zip(0..).find(|(name, _)| *name == kind.name());
    [&[index.expect("it is known").1, 127], text.as_bytes()].concat()
}

/// Both accept the same texts, and read the same values.
pub fn agrees_with_serde_json(text: &str) {
    // A string that means something to serde_json alone.
    if text.contains("$serde_json") {
        return;
    }
    are_inside(&json::parse(text).0, text);
    agrees(text);
}

fn is_inside(span: Span, text: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} is not in {text:?}");
}

/// Every value and key stands in the text, and what a value holds stands in the value.
fn are_inside(node: &Node, text: &str) {
    is_inside(node.span, text);
    let part = |span: Span, node: &Node| {
        let inside = node.span.start <= span.start && span.end <= node.span.end;
        assert!(inside, "{span:?} is not in {:?} of {text:?}", node.span);
    };
    match &node.value {
        Value::Array(items) => {
            for item in items {
                part(item.span, node);
                are_inside(item, text);
            }
        }
        Value::Object(members) => {
            for member in members {
                part(member.key_span, node);
                part(member.value.span, node);
                is_inside(member.key_span, text);
                are_inside(&member.value, text);
            }
        }
        _ => {}
    }
}

fn is_read_in_its_place(text: &str, kind: PolicyKind) {
    let read = policy::read(text.into(), kind);
    assert_eq!(&*read.text, text);
    for problem in &read.problems {
        is_inside(problem.span, text);
    }
    for statement in read.policy.iter().flat_map(|policy| &policy.statements) {
        is_inside(statement.span, text);
        let lists = [
            statement.principal.as_ref().map(|one| (one.span, spans(&one.entries))),
            statement.action.as_ref().map(|one| (one.span, spans(&one.entries))),
            statement.resource.as_ref().map(|one| (one.span, spans(&one.entries))),
        ];
        for (list, entries) in lists.into_iter().flatten() {
            is_inside(list, text);
            entries.into_iter().for_each(|entry| is_inside(entry, text));
        }
        for test in &statement.condition {
            is_inside(test.span, text);
            test.values.iter().for_each(|value| is_inside(value.span, text));
        }
        statement.unsupported.iter().for_each(|part| is_inside(part.span, text));
    }
}

fn spans<T>(entries: &[policy::Spanned<T>]) -> Vec<Span> {
    entries.iter().map(|entry| entry.span).collect()
}

/// What is wrong has a place, in order, and says something; every repair fits, and what it makes is
/// looked at without trouble as well.
fn has_findings_in_their_places(text: &str, kind: PolicyKind) {
    let found = of_text(text, kind, Encoding::Utf16);
    assert!(found.is_sorted_by_key(|finding| finding.span), "findings of {text:?}");
    for finding in &found {
        is_inside(finding.span, text);
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{}", finding.code);
        assert!(finding.line > 0 && finding.column > 0, "{}", finding.code);
        for repair in &finding.repairs {
            let mut after = text.to_owned();
            for edit in &repair.edits {
                let Edit::Text { span, text: new, .. } = edit else {
                    panic!("{}: a document by itself has nothing to set", finding.code)
                };
                is_inside(*span, &after);
                after.replace_range(span.start..span.end, new);
            }
            assert_ne!(after, text, "{}: {} changes nothing", finding.code, repair.title);
        }
    }
    // Mending ends by itself, so that what it leaves has nothing more to mend.
    let after = mended(text, kind);
    assert_eq!(mended(&after, kind), after, "{text:?} mended");
}

/// Help at a place of a text that is being written.
fn has_help(text: &str, kind: PolicyKind, place: usize) {
    if let Some(hover) = hover(text, kind, place) {
        is_inside(hover.span, text);
    }
    if let Some(completion) = complete(&Scenario::default(), kind, text, place) {
        is_inside(completion.span, text);
    }
}
