//! The IDs of VPCs and of their endpoints.

use crate::condition::{Comparison, KeyName};
use crate::edit::repair;
use crate::english::findings::repairs as titles;
use crate::english::findings::values as english;
use crate::findings::lint::Document;
use crate::findings::lint::stated::Tested;
use crate::findings::{Found, Row};
use crate::policy::Severity;

pub(super) static VPC: Row =
    Row { code: "invalid-vpc-format", severity: Severity::Error, say: english::vpc };
pub(super) static VPCE: Row =
    Row { code: "invalid-vpce-format", severity: Severity::Error, say: english::vpce };

pub(super) fn look(document: &Document<'_>, test: &Tested<'_>, found: &mut Vec<Found>) {
    let like = match test.operator.comparison {
        Comparison::Equals | Comparison::EqualsIgnoringCase => false,
        Comparison::Like => true,
        _ => return,
    };
    let (row, prefix, other, other_key) = match test.read.key.name {
        KeyName::SourceVpc => (&VPC, "vpc-", "vpce-", "aws:SourceVpce"),
        KeyName::Ec2SourceVpc => (&VPC, "vpc-", "", ""),
        KeyName::SourceVpce => (&VPCE, "vpce-", "vpc-", "aws:SourceVpc"),
        _ => return,
    };
    // All of them are IDs of the other kind: the key is the wrong one.
    let swapped = !other.is_empty()
        && test.read.values.iter().all(|listed| is_id(&listed.value.text, other, like));
    for listed in &test.read.values {
        let text = listed.value.text.as_str();
        let variable = document.policy.has_variables && text.contains("${");
        if !variable && !is_id(text, prefix, like) && !is_told(text, like) {
            let key = test.with_key(other_key).filter(|_| swapped);
            let mend = key.map(|edit| repair(titles::write(other_key), vec![edit]));
            let new = Found::new(row, listed.span, &[text]);
            found.push(Found { repairs: mend.into_iter().collect(), ..new });
        }
    }
}

/// A wildcard without a Like operator is told as such.
fn is_told(text: &str, like: bool) -> bool {
    !like && text.contains(['*', '?'])
}

/// Is it the prefix and 8 or 17 letters and digits? Under a Like operator a wildcard may stand for
/// any part of it.
fn is_id(text: &str, prefix: &str, like: bool) -> bool {
    if like && let Some(wildcard) = text.find(['*', '?']) {
        let literal = text.get(..wildcard).unwrap_or_default();
        return literal.starts_with(prefix) || prefix.starts_with(literal);
    }
    text.strip_prefix(prefix).is_some_and(|id| {
        matches!(id.len(), 8 | 17) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
