//! An Allow for everyone that no condition limits to somebody (K-5, E-22).

use super::super::Document;
use crate::arn::Arn;
use crate::condition::{Comparison, ConditionTest, KeyName};
use crate::english::findings::delegation as english;
use crate::findings::statement::{allowed, demands_key, principals};
use crate::findings::{Found, Row};
use crate::policy::{PolicyKind, PrincipalEntry, Severity};

pub(super) static OPEN_TO_EVERYONE: Row = Row {
    code: "open-to-everyone",
    severity: Severity::SecurityWarning,
    say: english::open_to_everyone,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.kind != PolicyKind::KeyPolicy {
        return;
    }
    for statement in &document.policy.statements {
        let everyone = principals(statement).find(|(entry, _)| {
            matches!(entry, PrincipalEntry::Everyone | PrincipalEntry::EveryIdentity)
        });
        let Some((_, span)) = everyone else { continue };
        // A condition that nobody can read may limit it; reading the document says so.
        let limited = statement.condition.iter().any(limits_the_caller);
        if !allowed(statement).is_empty() && !limited && statement.unsupported.is_empty() {
            found.push(Found::new(&OPEN_TO_EVERYONE, span, &[]));
        }
    }
}

/// Does the test hold for some accounts, principals or ways to call only? Tags and user names are
/// chosen by the caller's own account.
fn limits_the_caller(test: &ConditionTest) -> bool {
    use KeyName as Key;
    let Some(operator) = test.operator else { return true };
    // Whether a request has the key says nothing of who sends it.
    if operator.comparison == Comparison::Null {
        return false;
    }
    // Every request of a principal has these.
    let always =
        matches!(test.key.name, Key::CallerAccount | Key::PrincipalAccount | Key::PrincipalArn);
    let demanded = (demands_key(test) || always) && !operator.negated;
    let anyone = |text: &str| match Arn::parse(text) {
        Some(arn) if test.key.name == Key::PrincipalArn => arn.account.contains('*'),
        _ if test.key.name == Key::PrincipalIsAwsService => text == "false",
        _ if matches!(text, "*" | "o-*") => {
            matches!(operator.comparison, Comparison::Like | Comparison::Arn)
        }
        _ => matches!(text, "0.0.0.0/0" | "::/0"),
    };
    let about_the_caller = matches!(
        test.key.name,
        Key::CallerAccount
            | Key::PrincipalAccount
            | Key::PrincipalOrgId
            | Key::PrincipalOrgPaths
            | Key::PrincipalArn
            | Key::UserId
            | Key::PrincipalIsAwsService
            | Key::PrincipalServiceName
            | Key::PrincipalServiceNames
            | Key::ViaService
            | Key::SourceArn
            | Key::SourceAccount
            | Key::SourceOrgId
            | Key::SourceOrgPaths
            | Key::SourceIp
            | Key::SourceVpc
            | Key::SourceVpcArn
            | Key::SourceVpce
            | Key::VpcSourceIp
            | Key::VpceAccount
            | Key::VpceOrgId
            | Key::VpceOrgPaths
            | Key::Ec2SourceVpc
            | Key::Ec2InstanceArn
            | Key::CodeBuildBuildArn
            | Key::CodeBuildProjectArn
            | Key::LambdaFunctionArn
            | Key::SsmInstanceArn
            | Key::ChatbotSourceArn
            | Key::IdentityStoreUser
            | Key::Other
    );
    demanded && about_the_caller && !test.values.iter().any(|value| anyone(&value.value.text))
}
