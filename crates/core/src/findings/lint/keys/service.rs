//! What a resource policy says of service principals.

use crate::condition::KeyName;
use crate::edit::repair;
use crate::english::findings::keys as english;
use crate::english::findings::repairs as titles;
use crate::findings::lint::Document;
use crate::findings::lint::stated::{Stated, Tested};
use crate::findings::{Found, Row};
use crate::policy::{Effect, PolicyKind, PrincipalEntry, Severity, Statement};
use crate::text::Span;

pub(super) static UNRESTRICTED: Row = Row {
    code: "restrict-access-to-service-principal",
    severity: Severity::SecurityWarning,
    say: english::unrestricted,
};
pub(super) static UNSUPPORTED: Row = Row {
    code: "unsupported-condition-key-for-service-principal",
    severity: Severity::Error,
    say: english::unsupported_for_service,
};
pub(super) static RECOMMENDED: Row = Row {
    code: "recommended-condition-key-for-service-principal",
    severity: Severity::Suggestion,
    say: english::recommended,
};

/// The keys that say for whom a service calls.
pub(super) const SOURCES: [KeyName; 4] =
    [KeyName::SourceArn, KeyName::SourceAccount, KeyName::SourceOrgId, KeyName::SourceOrgPaths];

/// Keys of the person or network behind a request, which a service that calls by itself does not
/// have (C-60 to C-66, C-79, C-80, C-82).
const ABSENT: [KeyName; 17] = [
    KeyName::PrincipalArn,
    KeyName::PrincipalOrgId,
    KeyName::PrincipalOrgPaths,
    KeyName::PrincipalTag,
    KeyName::UserName,
    KeyName::SourceVpc,
    KeyName::SourceVpcArn,
    KeyName::SourceVpce,
    KeyName::VpcSourceIp,
    KeyName::VpceAccount,
    KeyName::VpceOrgId,
    KeyName::VpceOrgPaths,
    KeyName::CalledVia,
    KeyName::CalledViaFirst,
    KeyName::CalledViaLast,
    KeyName::MfaPresent,
    KeyName::MfaAge,
];

/// The service principals that a statement of a resource policy lists.
pub(super) fn services(
    kind: PolicyKind,
    statement: &Statement,
) -> impl Iterator<Item = (&str, Span)> {
    let of_resource = matches!(kind, PolicyKind::KeyPolicy | PolicyKind::Bucket);
    let listed = statement.principal.iter().filter(move |one| of_resource && !one.negated);
    listed.flat_map(|principal| &principal.entries).filter_map(|entry| match &entry.value {
        PrincipalEntry::Service(name) => Some((name.as_str(), entry.span)),
        _ => None,
    })
}

pub(super) fn look(document: &Document<'_>, statement: &Stated<'_>, found: &mut Vec<Found>) {
    let mut of_services = services(document.kind, statement.read).peekable();
    let Some((first, _)) = of_services.peek().copied() else { return };
    let mut unreached = false;
    for test in statement.tests.iter().filter(|test| test.demands_key()) {
        // That kms:ViaService keeps services out as well is told elsewhere.
        unreached |= test.read.key.name == KeyName::ViaService;
        if ABSENT.contains(&test.read.key.name) {
            unreached = true;
            let words = [test.member.key.as_str(), first];
            found.push(Found::new(&UNSUPPORTED, test.member.key_span, &words));
        }
    }
    if statement.read.effect != Effect::Allow || unreached {
        return;
    }
    let entries = statement.read.principal.iter().flat_map(|principal| &principal.entries);
    let only_services =
        entries.clone().all(|entry| matches!(entry.value, PrincipalEntry::Service(_)));
    let weak = |test: &&Tested<'_>| {
        matches!(test.read.key.name, KeyName::CallerAccount | KeyName::Referer)
    };
    let mut recommended = false;
    for test in statement.tests.iter().filter(weak).filter(|_| only_services) {
        recommended = true;
        let key = test
            .with_key("aws:SourceAccount")
            .filter(|_| !statement.tests_any(&[KeyName::SourceAccount]));
        let mend = key.map(|edit| repair(titles::write("aws:SourceAccount"), vec![edit]));
        let words = [test.member.key.as_str(), first];
        let new = Found::new(&RECOMMENDED, test.member.key_span, &words);
        found.push(Found { repairs: mend.into_iter().collect(), ..new });
    }
    // An encryption context that holds the ARN of what the service works for says it as well.
    let bound = statement.tests_any(&SOURCES) || statement.tests_any(&[KeyName::EncryptionContext]);
    if !recommended && !bound {
        for (service, span) in of_services {
            found.push(Found::new(&UNRESTRICTED, span, &[service]));
        }
    }
}
