//! Keys that an identity policy names and the scenario does not have (K-9, K-71, X-7).

use crate::arn::{Arn, is_account};
use crate::decide::Model;
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::english::findings::together as english;
use crate::findings::{Found, Row};
use crate::policy::{Effect, Severity, matches};
use crate::region;
use crate::scenario::identity_policy_pointer;
use crate::spelling::edit_distance;

pub(super) const ROWS: &[&Row] = &[&WRONG_KEY_ARN, &UNKNOWN_KEY];

static WRONG_KEY_ARN: Row =
    Row { code: "wrong-key-arn", severity: Severity::Warning, say: english::wrong_key_arn };
static UNKNOWN_KEY: Row =
    Row { code: "unknown-key", severity: Severity::Suggestion, say: english::unknown_key };

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    let keys: Vec<(&str, Arn<'_>)> = model
        .scenario
        .keys
        .iter()
        .filter_map(|key| Some((key.arn.as_str(), Arn::parse(&key.arn)?)))
        .collect();
    if keys.is_empty() {
        return;
    }
    for (owner, principal) in model.principals.iter().enumerate() {
        for (index, policy) in principal.identity.iter().enumerate() {
            let allows = policy.statements().filter(|statement| statement.effect == Effect::Allow);
            let plain = allows.filter_map(|statement| statement.resource.as_ref());
            for entry in plain.filter(|one| !one.negated).flat_map(|one| &one.entries) {
                let text = entry.value.text.as_str();
                let Some(arn) = Arn::parse(text).filter(|arn| is_of_a_key(*arn)) else { continue };
                let known = keys.iter().any(|(key, _)| matches(text, key));
                if known || text.contains("${") {
                    continue;
                }
                let meant = keys.iter().find(|(_, key)| is_meant(arn, *key));
                let one = match meant {
                    Some((key, own)) => {
                        let what = differs(arn, *own);
                        let title = titles::write(key);
                        let repairs = vec![repair(title, vec![replace_string(entry.span, key)])];
                        let words = [text, what, key];
                        Found { repairs, ..Found::new(&WRONG_KEY_ARN, entry.span, &words) }
                    }
                    // Others of an account that has none here are nobody's business.
                    None if text.contains(['*', '?'])
                        && !keys.iter().any(|(_, key)| key.account == arn.account) =>
                    {
                        continue;
                    }
                    None => Found::new(&UNKNOWN_KEY, entry.span, &[text]),
                };
                found.push((identity_policy_pointer(owner, index), one));
            }
        }
    }
}

/// Is it the whole ARN of one key or of several? What is wrong in an ARN by itself is told where
/// the document is looked at.
fn is_of_a_key(arn: Arn<'_>) -> bool {
    let open = |part: &str| part.contains(['*', '?']);
    arn.service == "kms"
        && arn.partition.starts_with("aws")
        && arn.resource.starts_with("key/")
        && arn.resource.len() > "key/".len()
        && (is_account(arn.account) || open(arn.account))
        && (region::is_known(arn.region) || open(arn.region))
}

/// Is this the key that was meant? A multi-Region key has the same ID elsewhere (K-71).
fn is_meant(written: Arn<'_>, key: Arn<'_>) -> bool {
    if written.partition != key.partition {
        return false;
    }
    let same_place = (written.region, written.account) == (key.region, key.account);
    let id = |arn: Arn<'_>| arn.resource.trim_start_matches("key/").to_owned();
    let (written_id, key_id) = (id(written), id(key));
    let replica = written_id.starts_with("mrk-") && written.account == key.account;
    if written_id == key_id {
        return !replica;
    }
    same_place && key_id.len() >= 32 && edit_distance(&written_id, &key_id) <= 2
}

/// What is wrong with it.
fn differs(written: Arn<'_>, key: Arn<'_>) -> &'static str {
    if written.resource != key.resource {
        "ID"
    } else if written.region != key.region && written.account != key.account {
        "Region and account"
    } else if written.region != key.region {
        "Region"
    } else {
        "account"
    }
}
