//! Actions in a key policy on which no key policy decides (K-8).

use super::super::Document;
use super::super::stated::Stated;
use crate::actions::{Action, ActionSet, Authorization};
use crate::edit::{remove_one_of_several, repair};
use crate::english::findings::operations as english;
use crate::english::findings::repairs as titles;
use crate::findings::statement::covered;
use crate::findings::{Found, Row};
use crate::policy::{PolicyKind, Severity};

pub(super) static NO_KEY_ACTION: Row =
    Row { code: "no-key-action", severity: Severity::Warning, say: english::no_key_action };

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.kind != PolicyKind::KeyPolicy {
        return;
    }
    let elsewhere = ActionSet::filter(|action| {
        matches!(
            action.authorization(),
            Authorization::Account | Authorization::RetiringPrincipal | Authorization::RetireGrant
        )
    });
    for Stated { read: statement, node, .. } in &document.statements {
        let Some(action) = statement.action.as_ref().filter(|action| !action.negated) else {
            continue;
        };
        for entry in &action.entries {
            let set = covered(&entry.value);
            if set.is_empty() || !(set & !elsewhere).is_empty() {
                continue;
            }
            let edit = node.get("Action").and_then(|list| remove_one_of_several(list, entry.span));
            let title = titles::remove(&entry.value);
            let repairs = edit.map(|edit| repair(title, vec![edit])).into_iter().collect();
            let retires = Action::bare("RetireGrant").is_some_and(|retire| set.contains(retire));
            let words = [entry.value.as_str(), if retires { "grant" } else { "" }];
            found.push(Found { repairs, ..Found::new(&NO_KEY_ACTION, entry.span, &words) });
        }
    }
}
