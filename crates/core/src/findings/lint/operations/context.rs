//! An Allow under a condition on the encryption context that lists operations without one (C-40).

use super::super::Document;
use super::super::stated::Stated;
use crate::actions::ActionSet;
use crate::condition::KeyName;
use crate::edit::{remove_one_of_several, repair};
use crate::english::findings::operations as english;
use crate::english::findings::repairs as titles;
use crate::findings::statement::{covered, demands_key};
use crate::findings::{Found, Row};
use crate::policy::{Effect, PolicyKind, Severity};

pub(super) static ENCRYPTION_CONTEXT: Row = Row {
    code: "encryption-context-operation",
    severity: Severity::Warning,
    say: english::encryption_context,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.kind == PolicyKind::Bucket {
        return;
    }
    for Stated { read: statement, node, .. } in &document.statements {
        let demanded = statement.condition.iter().find(|test| {
            let of_context = matches!(
                test.key.name,
                KeyName::EncryptionContext | KeyName::EncryptionContextKeys
            );
            of_context && demands_key(test)
        });
        let (Some(test), Some(action)) = (demanded, &statement.action) else { continue };
        if statement.effect != Effect::Allow || action.negated {
            continue;
        }
        let carries = |set: ActionSet| !(set & test.key.name.carried_by()).is_empty();
        for entry in &action.entries {
            let set = covered(&entry.value);
            if set.is_empty() || carries(set) {
                continue;
            }
            let edit = node.get("Action").and_then(|list| remove_one_of_several(list, entry.span));
            let title = titles::remove(&entry.value);
            let repairs = edit.map(|edit| repair(title, vec![edit])).into_iter().collect();
            let words = [entry.value.as_str(), test.key.text.as_str()];
            found.push(Found { repairs, ..Found::new(&ENCRYPTION_CONTEXT, entry.span, &words) });
        }
    }
}
