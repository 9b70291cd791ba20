//! An IAM policy that lets decrypt with every key of every account (M-16).

use super::super::Document;
use crate::actions::Action;
use crate::english::findings::operations as english;
use crate::findings::statement::covered;
use crate::findings::{Found, Row};
use crate::policy::{Effect, PolicyKind, Severity, matches};

pub(super) static DECRYPT_ON_EVERY_KEY: Row = Row {
    code: "decrypt-on-every-key",
    severity: Severity::Suggestion,
    say: english::decrypt_on_every_key,
};

/// A key that nobody names: whatever covers it covers the keys of all accounts.
const ANY_KEY: &str = "arn:aws:kms:any-region-1:000000000000:key/0";

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    if !matches!(document.kind, PolicyKind::Identity { .. }) {
        return;
    }
    let Some(decrypt) = Action::bare("Decrypt") else { return };
    for statement in &document.policy.statements {
        let (Some(action), Some(resource)) = (&statement.action, &statement.resource) else {
            continue;
        };
        let plain = !action.negated && !resource.negated && statement.condition.is_empty();
        if statement.effect != Effect::Allow || !plain {
            continue;
        }
        // `*` is an administrator's, and so is `kms:*`.
        let lists = |entry: &str| {
            !matches!(entry.split(':').next_back(), Some("*")) && covered(entry).contains(decrypt)
        };
        let of_kms = |text: &str| text.split(':').nth(2) == Some("kms");
        let every = |text: &str| text == "*" || of_kms(text) && matches(text, ANY_KEY);
        let entry = action.entries.iter().find(|entry| lists(&entry.value));
        let wide = resource.entries.iter().find(|entry| every(&entry.value.text));
        if let (Some(entry), Some(wide)) = (entry, wide) {
            let words = [wide.value.text.as_str(), entry.value.as_str()];
            found.push(Found::new(&DECRYPT_ON_EVERY_KEY, wide.span, &words));
        }
    }
}
