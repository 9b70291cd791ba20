//! A Deny by network that also hits what AWS services do for a caller (E-71, E-72, C-98).

use super::super::Document;
use super::super::stated::Stated;
use crate::condition::{ConditionTest, KeyName};
use crate::edit::{insert_member, repair};
use crate::english::findings::delegation as english;
use crate::english::findings::repairs as titles;
use crate::findings::statement::{covered, member};
use crate::findings::{Found, Row};
use crate::policy::{Effect, PolicyKind, Severity, Statement};

pub(super) static NETWORK_DENY: Row = Row {
    code: "network-deny-hits-services",
    severity: Severity::Warning,
    say: english::network_deny,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    // Endpoint policies never see such calls (E-71).
    if matches!(document.kind, PolicyKind::Bucket | PolicyKind::VpcEndpoint) {
        return;
    }
    for Stated { read: statement, node, .. } in &document.statements {
        let Some(test) = statement.condition.iter().find(|test| is_elsewhere(test)) else {
            continue;
        };
        if statement.effect != Effect::Deny
            || !is_about_kms(statement)
            || statement.condition.iter().any(|test| exempts_services(test.key.name))
        {
            continue;
        }
        let exempt = "{\"aws:ViaAWSService\": \"false\", \"aws:PrincipalIsAWSService\": \"false\"}";
        let condition = node.get("Condition");
        let repairs = condition
            .filter(|condition| member(condition, "BoolIfExists").is_none())
            .and_then(|condition| insert_member(condition, document.text, "BoolIfExists", exempt))
            .map(|edit| repair(titles::EXEMPT_SERVICES, vec![edit]));
        let kept = test.key.name == KeyName::SourceIp;
        let words = [test.key.text.as_str(), if kept { "may" } else { "does" }];
        found.push(Found {
            repairs: repairs.into_iter().collect(),
            ..Found::new(&NETWORK_DENY, test.span, &words)
        });
    }
}

/// Does it hold for whoever comes from anywhere else?
fn is_elsewhere(test: &ConditionTest) -> bool {
    let network = matches!(
        test.key.name,
        KeyName::SourceIp
            | KeyName::SourceVpc
            | KeyName::SourceVpcArn
            | KeyName::SourceVpce
            | KeyName::VpcSourceIp
    );
    network && test.operator.is_some_and(|operator| operator.negated)
}

fn exempts_services(key: KeyName) -> bool {
    matches!(
        key,
        KeyName::ViaAwsService
            | KeyName::ViaService
            | KeyName::CalledVia
            | KeyName::CalledViaFirst
            | KeyName::CalledViaLast
            | KeyName::PrincipalIsAwsService
            | KeyName::PrincipalArn
            | KeyName::GrantIsForAwsResource
    )
}

fn is_about_kms(statement: &Statement) -> bool {
    let Some(action) = &statement.action else { return false };
    action.negated || action.entries.iter().any(|entry| !covered(&entry.value).is_empty())
}
