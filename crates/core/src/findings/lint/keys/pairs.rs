//! Keys that say enough only together with another one.

use super::service::{SOURCES, services};
use crate::arn::is_account;
use crate::condition::{Comparison, KeyName};
use crate::english::findings::keys as english;
use crate::findings::lint::Document;
use crate::findings::lint::stated::{Stated, Tested};
use crate::findings::{Found, Row};
use crate::policy::{Effect, Severity};

pub(super) static MISSING_PAIR: Row = Row {
    code: "missing-paired-condition-keys",
    severity: Severity::SecurityWarning,
    say: english::missing_pair,
};

pub(super) fn look(document: &Document<'_>, statement: &Stated<'_>, found: &mut Vec<Found>) {
    if statement.read.effect != Effect::Allow {
        return;
    }
    let networks =
        [KeyName::SourceVpc, KeyName::SourceVpcArn, KeyName::SourceVpce, KeyName::VpceAccount];
    let sources: Vec<KeyName> =
        SOURCES.iter().copied().filter(|key| *key != KeyName::SourceArn).collect();
    let of_service = services(document.kind, statement.read).next().is_some();
    for test in statement.tests.iter().filter(|test| test.demands_key() && !is_presence(test)) {
        let partner = match test.read.key.name {
            KeyName::VpcSourceIp if !statement.tests_any(&networks) => "aws:SourceVpc",
            KeyName::SourceArn if of_service && !statement.tests_any(&sources) => {
                if !test.read.values.iter().any(|listed| lacks_account(&listed.value.text)) {
                    continue;
                }
                "aws:SourceAccount"
            }
            _ => continue,
        };
        let words = [test.member.key.as_str(), partner];
        found.push(Found::new(&MISSING_PAIR, test.member.key_span, &words));
    }
}

fn is_presence(test: &Tested<'_>) -> bool {
    test.operator.comparison == Comparison::Null
}

/// Says an ARN pattern nothing of the account, as those of buckets do?
fn lacks_account(pattern: &str) -> bool {
    let account = pattern.split(':').nth(4).unwrap_or_default();
    !is_account(account) && !pattern.contains("${")
}
