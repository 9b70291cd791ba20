//! The element Version.

use super::{Document, variables};
use crate::edit::repair;
use crate::english::findings::repairs as titles;
use crate::english::findings::version as english;
use crate::findings::statement::{members, principals};
use crate::findings::{Found, Row, version};
use crate::json::Member;
use crate::policy::{Effect, POLICY_ELEMENTS, PolicyKind, PrincipalEntry, Severity, element_meant};
use crate::text::Span;

pub(super) const ROWS: &[&Row] = &[&MISSING_VERSION];

static MISSING_VERSION: Row =
    Row { code: "missing-version", severity: Severity::Warning, say: english::missing_version };

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    // Of a managed policy IAM demands it, of a resource control policy Organizations: reading it
    // says so. It says as well where the element is misspelt.
    let kind = document.kind;
    let demanded = kind.is_managed() || kind == PolicyKind::ResourceControl;
    let meant = |member: &Member| element_meant(&member.key, &POLICY_ELEMENTS) == Some("Version");
    let told = demanded
        || members(document.root).iter().any(meant)
        || variables::has_some(document)
        || is_default_of_endpoints(document);
    if !told {
        let add = version::newer(document.root, document.text);
        let repairs = add.map(|edit| {
            // In the older language `${*}` is no escape.
            let same = !document.text.contains("${");
            repair(titles::WRITE_VERSION, vec![edit]).certain_if(same)
        });
        let repairs = repairs.into_iter().collect();
        // Where it would stand: nothing else is wrong with the rest.
        let start = document.root.span.start;
        let brace = Span::new(start, start + 1);
        found.push(Found { repairs, ..Found::new(&MISSING_VERSION, brace, &[]) });
    }
}

/// Is it the policy that AWS gives an endpoint, without a Version: all to everyone (E-70)?
fn is_default_of_endpoints(document: &Document<'_>) -> bool {
    let [statement] = document.policy.statements.as_slice() else { return false };
    let everyone = |entry: &PrincipalEntry| *entry == PrincipalEntry::Everyone;
    let every_action = statement.action.iter().flat_map(|action| &action.entries);
    let every_resource = statement.resource.iter().flat_map(|resource| &resource.entries);
    document.kind == PolicyKind::VpcEndpoint
        && statement.effect == Effect::Allow
        && statement.condition.is_empty()
        && principals(statement).any(|(entry, _)| everyone(entry))
        && every_action.into_iter().any(|entry| entry.value == "*")
        && every_resource.into_iter().any(|entry| entry.value.text == "*")
}
