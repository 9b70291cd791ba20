//! Condition operators and set operators.

mod types;

pub(in crate::findings) use types::equality;

use super::Document;
use super::stated::Tested;
use crate::condition::{Comparison, ConditionKey, KeyName, SetOperator};
use crate::edit::repair;
use crate::english::findings::operators as english;
use crate::english::findings::repairs as titles;
use crate::findings::statement::members;
use crate::findings::{Found, Row};
use crate::policy::{Effect, PolicyKind, Severity};
use crate::report::Repair;

pub(super) const ROWS: &[&Row] = &[
    &NULL_WITH_QUALIFIER,
    &ALL_OF_ONE,
    &WILDCARD_WITHOUT_LIKE,
    &types::TYPE_MISMATCH,
    &types::TYPE_MISMATCH_STRING,
];

static NULL_WITH_QUALIFIER: Row = Row {
    code: "null-with-qualifier",
    severity: Severity::Suggestion,
    say: english::null_with_qualifier,
};
static ALL_OF_ONE: Row = Row {
    code: "for-all-values-with-single-valued-key",
    severity: Severity::SecurityWarning,
    say: english::all_of_one,
};
static WILDCARD_WITHOUT_LIKE: Row = Row {
    code: "wildcard-without-like-operator",
    severity: Severity::Warning,
    say: english::wildcard_without_like,
};

/// An operator with more keys is not mended: every one of them would have to be looked at for each.
const MAX_KEYS: usize = 16;

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.statements {
        for test in &statement.tests {
            null_with_qualifier(test, found);
            all_of_one(document.kind, statement.read.effect, test, found);
            wildcard_without_like(document, test, found);
            types::look(document, test, found);
        }
    }
}

fn null_with_qualifier(test: &Tested<'_>, found: &mut Vec<Found>) {
    if test.operator.comparison == Comparison::Null && test.operator.set.is_some() {
        let repairs = renaming(test, "Null");
        let new = Found::new(&NULL_WITH_QUALIFIER, test.block.key_span, &[&test.block.key]);
        found.push(Found { repairs, ..new });
    }
}

/// `ForAllValues:` on a key with one value also holds without the key (O-46).
fn all_of_one(kind: PolicyKind, effect: Effect, test: &Tested<'_>, found: &mut Vec<Found>) {
    // Of these KMS refuses to save the policy, and reading it says so.
    let refused = kind == PolicyKind::KeyPolicy
        && matches!(test.read.key.name, KeyName::EncryptionContext | KeyName::RequestTag);
    if test.operator.set != Some(SetOperator::All)
        || test.operator.comparison == Comparison::Null
        || !is_single(&test.member.key)
        || refused
    {
        return;
    }
    let keys = members(&test.block.value);
    let alone = keys.len() <= MAX_KEYS && keys.iter().all(|member| is_single(&member.key));
    let plain = test.block.key.trim_start_matches("ForAllValues:");
    // Without it a Deny would no longer hit requests that lack the key, except by a negated operator.
    let safe = effect == Effect::Allow || test.operator.negated;
    let repairs = if alone && safe { renaming(test, plain) } else { Vec::new() };
    let new = Found::new(&ALL_OF_ONE, test.member.key_span, &[&test.member.key]);
    found.push(Found { repairs, ..new });
}

/// How many values the keys of other services have is not known here.
fn is_single(key: &str) -> bool {
    let name = ConditionKey::read(key).name;
    name != KeyName::Other && !name.is_multivalued()
}

/// `*` and `?` under an operator that compares letter by letter (O-21).
fn wildcard_without_like(document: &Document<'_>, test: &Tested<'_>, found: &mut Vec<Found>) {
    let like = match test.operator.comparison {
        Comparison::Equals => Some(test.block.key.replacen("Equals", "Like", 1)),
        // No operator takes wildcards and ignores the case.
        Comparison::EqualsIgnoringCase => None,
        _ => return,
    };
    for listed in &test.read.values {
        if has_wildcard(&listed.value.text, document.policy.has_variables) {
            // Nobody lets everything in by a slip.
            let says = listed.value.text.contains(|one| !matches!(one, '*' | '?'));
            let like = like.as_ref().filter(|_| says);
            let repairs = like.map_or_else(Vec::new, |like| renaming(test, like));
            let words = [listed.value.text.as_str(), test.block.key.as_str()];
            let new = Found::new(&WILDCARD_WITHOUT_LIKE, listed.span, &words);
            found.push(Found { repairs, ..new });
        }
    }
}

/// Has the text a `*` or `?` that is no part of a variable?
fn has_wildcard(text: &str, variables: bool) -> bool {
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("${").filter(|_| variables) {
        if before.contains(['*', '?']) {
            return true;
        }
        rest = inside.split_once('}').map_or("", |(_, behind)| behind);
    }
    rest.contains(['*', '?'])
}

fn renaming(test: &Tested<'_>, operator: &str) -> Vec<Repair> {
    let edit = test.renamed(operator);
    edit.map(|edit| repair(titles::write(operator), vec![edit])).into_iter().collect()
}
