//! What is said twice.

mod number;
mod statement;

use super::Document;
use super::stated::Stated;
use crate::actions::ActionSet;
use crate::edit::{remove_item, repair};
use crate::english::findings::redundant as english;
use crate::english::findings::repairs as titles;
use crate::findings::{Found, Row};
use crate::glob;
use crate::json::Node;
use crate::policy::{PolicyKind, ResourcePattern, Severity, Spanned};
use crate::text::Span;
use std::collections::HashMap;

pub(super) const ROWS: &[&Row] = &[
    &REDUNDANT_ACTION,
    &REDUNDANT_RESOURCE,
    &statement::REDUNDANT_STATEMENT,
    &number::REDUNDANT_NUMBER,
];

static REDUNDANT_ACTION: Row = Row {
    code: "redundant-action",
    severity: Severity::Suggestion,
    say: english::redundant_action,
};
static REDUNDANT_RESOURCE: Row = Row {
    code: "redundant-resource",
    severity: Severity::Suggestion,
    say: english::redundant_resource,
};

/// So many patterns of a list are compared with all its entries.
const MAX_PATTERNS: usize = 32;

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.statements {
        actions(statement, found);
        resources(document.kind, statement, found);
        statement.tests.iter().for_each(|test| number::look(test, found));
    }
    statement::look(document, found);
}

fn actions(statement: &Stated<'_>, found: &mut Vec<Found>) {
    let Some(action) = &statement.read.action else { return };
    let list = statement.node.get(if action.negated { "NotAction" } else { "Action" });
    // What is no action is told as such.
    let is_action = |entry: &&Spanned<String>| match entry.value.split_once(':') {
        None => entry.value == "*",
        Some((service, _)) => {
            !service.eq_ignore_ascii_case("kms") || !ActionSet::covered_by(&entry.value).is_empty()
        }
    };
    let known: Vec<&Spanned<String>> = action.entries.iter().filter(is_action).collect();
    let entries = known.iter().map(|entry| (entry.value.to_ascii_lowercase(), entry.span));
    let written: Vec<&str> = known.iter().map(|entry| entry.value.as_str()).collect();
    let covers = |wide: &str, narrow: &str| wide == "*" || glob_covers(wide, narrow);
    report(&REDUNDANT_ACTION, list, &entries.collect::<Vec<_>>(), &written, covers, found);
}

fn resources(kind: PolicyKind, statement: &Stated<'_>, found: &mut Vec<Found>) {
    let Some(resource) = &statement.read.resource else { return };
    let list = statement.node.get(if resource.negated { "NotResource" } else { "Resource" });
    // What may not stand there is told as such.
    let may_stand = |entry: &&Spanned<ResourcePattern>| {
        let text = entry.value.text.as_str();
        text == "*" || kind != PolicyKind::KeyPolicy && text.starts_with("arn:")
    };
    let known: Vec<&Spanned<ResourcePattern>> = resource.entries.iter().filter(may_stand).collect();
    let entries = known.iter().map(|entry| (entry.value.text.clone(), entry.span));
    let written: Vec<&str> = known.iter().map(|entry| entry.value.text.as_str()).collect();
    report(&REDUNDANT_RESOURCE, list, &entries.collect::<Vec<_>>(), &written, arn_covers, found);
}

/// Tells every entry that another one of its list covers; of equal ones the first stays.
fn report(
    row: &'static Row,
    list: Option<&Node>,
    entries: &[(String, Span)],
    written: &[&str],
    covers: impl Fn(&str, &str) -> bool,
    found: &mut Vec<Found>,
) {
    let Some(list) = list.filter(|_| entries.len() > 1) else { return };
    let is_pattern = |(_, (text, _)): &(usize, &(String, Span))| text.contains(['*', '?']);
    let patterns: Vec<(usize, &(String, Span))> =
        entries.iter().enumerate().filter(is_pattern).take(MAX_PATTERNS).collect();
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(entries.len());
    for (index, (text, span)) in entries.iter().enumerate() {
        let equal = seen.get(text.as_str()).copied();
        seen.entry(text).or_insert(index);
        let wider = patterns.iter().find(|(_, (wide, _))| wide != text && covers(wide, text));
        let Some(wider) = equal.or(wider.map(|(other, _)| *other)) else { continue };
        let words =
            [written.get(index), written.get(wider)].map(|word| word.copied().unwrap_or(""));
        let edit = remove_item(list, *span);
        let repairs = edit.map(|edit| repair(titles::remove(words[0]), vec![edit]).certain());
        found.push(Found {
            repairs: repairs.into_iter().collect(),
            ..Found::new(row, *span, &words)
        });
    }
}

/// Does every text that matches `narrow` match `wide`? `No` is not always right where both have
/// wildcards, `yes` is.
fn glob_covers(wide: &str, narrow: &str) -> bool {
    // A `?` of `wide` would take a `*` of `narrow` for one character.
    let unsafe_mark = wide.contains('?') && narrow.contains('*');
    !unsafe_mark && glob::matches(wide, narrow)
}

/// The same for ARN patterns, part by part (M-12). Shorter ones and variables are left alone.
fn arn_covers(wide: &str, narrow: &str) -> bool {
    if wide == "*" {
        return true;
    }
    let parts = |text: &str| text.splitn(6, ':').count() == 6;
    parts(wide)
        && parts(narrow)
        && !wide.contains("${")
        && wide.splitn(6, ':').zip(narrow.splitn(6, ':')).all(|(a, b)| glob_covers(a, b))
}
