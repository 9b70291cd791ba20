//! `kms:CreateGrant` that nothing limits: whoever has it can give away every operation (G-4).

use super::super::Document;
use super::super::stated::Stated;
use crate::actions::{Action, Group};
use crate::condition::KeyName;
use crate::english::findings::operations as english;
use crate::findings::statement::covered;
use crate::findings::{Found, Row};
use crate::policy::{Effect, PolicyKind, Severity};

pub(super) static UNLIMITED_CREATE_GRANT: Row = Row {
    code: "unlimited-create-grant",
    severity: Severity::Suggestion,
    say: english::unlimited_create_grant,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    // The key policy is where a grant's limits are set: under it an identity policy gives no more.
    if document.kind != PolicyKind::KeyPolicy {
        return;
    }
    let Some(create) = Action::bare("CreateGrant") else { return };
    for Stated { read: statement, node, .. } in &document.statements {
        // What cannot be read may be the limit; reading the document says what is wrong with it.
        let unread = !statement.unsupported.is_empty()
            || statement.condition.iter().any(|test| test.key.is_unknown())
            || statement.condition.is_empty() && node.get("Condition").is_some();
        if unread {
            continue;
        }
        let Some(action) = statement.action.as_ref().filter(|action| !action.negated) else {
            continue;
        };
        if statement.effect != Effect::Allow
            || statement.condition.iter().any(|test| limits_grants(test.key.name))
        {
            continue;
        }
        // Whoever may do `kms:*` or `kms:Create*` is an administrator.
        let of_grants = |entry: &str| {
            let set = covered(entry);
            let other = |action: &Action| set.contains(*action) && action.group() != Group::Grants;
            set.contains(create) && !Action::all().any(|action| other(&action))
        };
        if let Some(entry) = action.entries.iter().find(|entry| of_grants(&entry.value)) {
            found.push(Found::new(&UNLIMITED_CREATE_GRANT, entry.span, &[&entry.value]));
        }
    }
}

fn limits_grants(key: KeyName) -> bool {
    matches!(
        key,
        KeyName::GrantIsForAwsResource
            | KeyName::GrantOperations
            | KeyName::GranteePrincipal
            | KeyName::GranteeServicePrincipal
            | KeyName::GrantConstraintType
            | KeyName::GrantConstraintSourceArn
            | KeyName::EncryptionContext
            | KeyName::EncryptionContextKeys
            | KeyName::ViaService
            | KeyName::ViaAwsService
            | KeyName::CalledVia
            | KeyName::CalledViaFirst
            | KeyName::CalledViaLast
    )
}
