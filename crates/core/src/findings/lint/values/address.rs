//! Addresses: private ones, from which no request comes over the internet, and bits that do not
//! count.

use crate::condition::{Cidr, KeyName, Value};
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::english::findings::values as english;
use crate::findings::lint::stated::Tested;
use crate::findings::{Found, Row};
use crate::policy::Severity;

pub(super) static PRIVATE: Row =
    Row { code: "private-ip-address", severity: Severity::Error, say: english::private };
pub(super) static PRIVATE_NOT: Row =
    Row { code: "private-not-ip-address", severity: Severity::Error, say: english::private_not };
pub(super) static RANGE: Row =
    Row { code: "improve-ip-range", severity: Severity::Suggestion, say: english::range };

pub(super) fn look(test: &Tested<'_>, found: &mut Vec<Found>) {
    let blocks: Vec<Cidr> =
        test.read.values.iter().filter_map(|one| block(&one.value.value)).collect();
    let all = !blocks.is_empty() && blocks.len() == test.read.values.len();
    // C-78: it is the public address.
    if test.read.key.name == KeyName::SourceIp && all && blocks.iter().all(|one| one.is_private()) {
        let row = if test.operator.negated { &PRIVATE_NOT } else { &PRIVATE };
        found.push(Found::new(row, test.member.value.span, &[]));
    }
    for listed in &test.read.values {
        let Some(block) = block(&listed.value.value) else { continue };
        let network = block.network();
        if network != block {
            let (text, network) = (listed.value.text.as_str(), network.to_string());
            let mend = repair(titles::write(&network), vec![replace_string(listed.span, &network)]);
            let mend = mend.certain();
            let new = Found::new(&RANGE, listed.span, &[text, &network]);
            found.push(Found { repairs: vec![mend], ..new });
        }
    }
}

fn block(value: &Value) -> Option<Cidr> {
    match value {
        Value::Address(block) => Some(*block),
        _ => None,
    }
}
