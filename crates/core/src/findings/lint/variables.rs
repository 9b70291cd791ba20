//! Policy variables. What is wrong with one by itself is found on reading.

use super::Document;
use crate::edit::repair;
use crate::english::findings::repairs as titles;
use crate::english::findings::variables as english;
use crate::findings::{Found, Row, version};
use crate::policy::{PolicyKind, Severity, Statement};
use crate::text::Span;

pub(super) const ROWS: &[&Row] = &[&UNSUPPORTED_IN_VERSION];

static UNSUPPORTED_IN_VERSION: Row = Row {
    code: "variable-unsupported-in-version",
    severity: Severity::Error,
    say: english::variable_unsupported_in_version,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    let kind = document.kind;
    // Where AWS demands the newer language, reading says that it is missing.
    let demanded = kind.is_managed() || kind == PolicyKind::ResourceControl;
    if document.policy.has_variables || demanded {
        return;
    }
    let texts = document.policy.statements.iter().flat_map(texts);
    for (text, span) in texts.filter(|(text, _)| has_variable(text)) {
        let edit = version::newer(document.root, document.text);
        let write = edit.map(|edit| repair(titles::WRITE_VERSION_2012, vec![edit]));
        let repairs = write.into_iter().collect();
        found.push(Found { repairs, ..Found::new(&UNSUPPORTED_IN_VERSION, span, &[text]) });
    }
}

/// Has the document variables? Then that they are plain text without a Version is told with them.
pub(super) fn has_some(document: &Document<'_>) -> bool {
    let mut texts = document.policy.statements.iter().flat_map(texts);
    texts.any(|(text, _)| has_variable(text))
}

/// The texts of a statement in which variables may stand (O-51).
fn texts(statement: &Statement) -> impl Iterator<Item = (&str, Span)> {
    let resources = statement.resource.iter().flat_map(|element| &element.entries);
    let tests = statement
        .condition
        .iter()
        .filter(|test| test.operator.is_some_and(|operator| operator.takes_variables()));
    let values = tests.flat_map(|test| &test.values);
    resources
        .map(|entry| (entry.value.text.as_str(), entry.span))
        .chain(values.map(|value| (value.value.text.as_str(), value.span)))
}

/// Has it a `${…}` with the name of a condition key?
fn has_variable(text: &str) -> bool {
    text.split("${").skip(1).any(|rest| {
        rest.split_once('}').is_some_and(|(inside, _)| {
            inside.split(',').next().is_some_and(|name| name.contains(':'))
        })
    })
}
