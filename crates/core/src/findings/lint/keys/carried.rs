//! Keys that the requests of a statement's actions do not have (section 6).

use crate::actions::ActionSet;
use crate::condition::KeyName;
use crate::english::findings::keys as english;
use crate::findings::lint::Document;
use crate::findings::lint::stated::{Stated, Tested};
use crate::findings::{Found, Row};
use crate::policy::{Effect, PolicyKind, Severity};
use crate::text::Span;

pub(super) static IRRELEVANT: Row = Row {
    code: "irrelevant-condition-key-in-policy",
    severity: Severity::Suggestion,
    say: english::irrelevant,
};
pub(super) static UNSUPPORTED_ACTION: Row = Row {
    code: "unsupported-action-for-condition-key",
    severity: Severity::Error,
    say: english::unsupported_action,
};

pub(super) fn look(document: &Document<'_>, statement: &Stated<'_>, found: &mut Vec<Found>) {
    let Some(action) = &statement.read.action else { return };
    if statement.read.unsupported_in("Action").is_some() {
        return;
    }
    let listed: Vec<(&str, Span, ActionSet)> = action
        .entries
        .iter()
        .map(|entry| (entry.value.as_str(), entry.span, covered(document.kind, &entry.value)))
        .collect();
    let all = listed.iter().fold(ActionSet::NONE, |all, (_, _, set)| all | *set);
    let all = if action.negated { !all & possible(document.kind) } else { all };
    // As Access Analyzer does, wildcards are not looked into. There are few sets of single actions,
    // however many a statement lists.
    let mut plain: Vec<(ActionSet, Vec<(&str, Span)>)> = Vec::new();
    let single =
        listed.iter().filter(|(text, _, set)| !text.contains(['*', '?']) && !set.is_empty());
    for (text, span, set) in single {
        match plain.iter_mut().find(|(known, _)| known == set) {
            Some((_, entries)) => entries.push((*text, *span)),
            None => plain.push((*set, vec![(*text, *span)])),
        }
    }
    for test in &statement.tests {
        let name = test.read.key.name;
        if name == KeyName::Other || is_told(document.kind, statement, test) {
            continue;
        }
        let carries = |set: ActionSet| !(set & carriers(name)).is_empty();
        if !all.is_empty() && !carries(all) {
            let words = [test.member.key.as_str()];
            found.push(Found::new(&IRRELEVANT, test.member.key_span, &words));
        } else if test.demands_key() && !action.negated {
            // An action is told with the first key that it lacks.
            for (_, entries) in plain.extract_if(.., |(set, _)| !carries(*set)) {
                for (text, span) in entries {
                    let words = [text, test.member.key.as_str()];
                    found.push(Found::new(&UNSUPPORTED_ACTION, span, &words));
                }
            }
        }
    }
}

/// An Allow under a condition on the encryption context is told as what it is (C-40).
fn is_told(kind: PolicyKind, statement: &Stated<'_>, test: &Tested<'_>) -> bool {
    let name = test.read.key.name;
    statement.read.effect == Effect::Allow
        && kind != PolicyKind::Bucket
        && matches!(name, KeyName::EncryptionContext | KeyName::EncryptionContextKeys)
        && test.demands_key()
}

/// The actions that an entry lists, those of other services as one.
fn covered(kind: PolicyKind, entry: &str) -> ActionSet {
    let of_kms = ActionSet::covered_by(entry);
    let foreign =
        entry.split_once(':').is_some_and(|(service, _)| !service.eq_ignore_ascii_case("kms"));
    let set = if foreign { of_kms | ActionSet::OF_SERVICE } else { of_kms };
    set & possible(kind)
}

/// The actions that a document of this kind can be about.
fn possible(kind: PolicyKind) -> ActionSet {
    match kind {
        PolicyKind::KeyPolicy => ActionSet::ON_KEY,
        PolicyKind::Bucket => ActionSet::OF_SERVICE,
        _ => ActionSet::ALL,
    }
}

/// Other services than KMS are not known to lack a global key.
fn carriers(name: KeyName) -> ActionSet {
    let global = name.spelling().starts_with("aws:");
    if global { name.carried_by() | ActionSet::OF_SERVICE } else { name.carried_by() }
}
