//! Which keys the console lists to choose from.
//!
//! The list is what KMS answers the person who looks at it: ListKeys names the keys of their own
//! account in the bucket's Region and those that other accounts share with it through AWS RAM (N-5),
//! ListAliases the names of their own. A key that is shared by its key policy is in neither.
//! Both calls have no key, so IAM alone decides them (E-13).
//!
//! What the console leaves out of that is not documented. S3 takes only symmetric keys in the
//! bucket's Region (S-11), and a key that is not enabled encrypts nothing, so those are left out
//! here; keys that AWS manages have a choice of their own. No key policy is asked.

use super::asked;
use crate::actions::KeyKind;
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::decide::{CompiledPolicy, Model};
use crate::english::s3_console as english;
use crate::policy::{Effect, PrincipalEntry};
use crate::report::{Decision, Verdict};
use crate::scenario::{Key, Manager, Request};
use crate::services;

/// A key to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// Its ARN.
    pub arn: String,
    /// What it is listed as: its alias, or its ID.
    pub name: String,
}

/// The keys to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyList {
    /// They, in order.
    pub keys: Vec<ListedKey>,
    /// What KMS refuses the person, so that the list or its names are missing: the sentence.
    pub refused: Option<String>,
    /// For each other key of the scenario why it is not listed.
    pub others: Vec<String>,
}

/// Why a key is not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unlisted {
    OtherAccount,
    OtherRegion,
    Managed,
    Kind,
    State,
}

impl KeyList {
    /// Is this key in it?
    pub fn has(&self, arn: &str) -> bool {
        self.keys.iter().any(|key| key.arn == arn)
    }
}

/// What the console lists to a principal for a bucket; `None` where there is no such principal.
pub(super) fn list(model: &Model<'_>, principal: &str, bucket: usize) -> Option<KeyList> {
    let scenario = model.scenario;
    let caller = model.callers.get(scenario.principal(principal)?)?;
    if caller.kind == CallerKind::Service {
        let refused = Some(english::NO_CONSOLE.to_owned());
        return Some(KeyList { refused, ..KeyList::default() });
    }
    let region = services::region_of(scenario, scenario.buckets.get(bucket)?);
    let ask = |action: &str| call(model, principal, action, region);
    let (lists, names) = (ask("kms:ListKeys"), ask("kms:ListAliases"));
    let refused = [&lists, &names].into_iter().find(|one| one.verdict != Verdict::Allow);
    let mut list = KeyList { refused: refused.map(english::refused), ..KeyList::default() };
    let (lists, names) = (lists.verdict == Verdict::Allow, names.verdict == Verdict::Allow);
    for (index, key) in scenario.keys.iter().enumerate() {
        let Some(arn) = Arn::parse(&key.arn) else { continue };
        let ram = model.keys.get(index).and_then(|key| key.ram.as_ref());
        match unlisted(key, arn, ram, caller, region) {
            None if lists => {
                // ListAliases has no alias of another account.
                let own = names && arn.account == caller.account;
                let alias = key.aliases.first().filter(|_| own).cloned();
                let id = || arn.resource.trim_start_matches("key/").to_owned();
                let name = alias.unwrap_or_else(id);
                list.keys.push(ListedKey { arn: key.arn.clone(), name });
            }
            None => {}
            Some(why) => list.others.push(english::not_listed(key, arn, why)),
        }
    }
    Some(list)
}

/// Why a key is not listed, whoever looks; `None` where it is.
fn unlisted(
    key: &Key,
    arn: Arn<'_>,
    ram: Option<&CompiledPolicy>,
    caller: &Caller,
    region: &str,
) -> Option<Unlisted> {
    let own = arn.account == caller.account && arn.partition == caller.partition;
    let shared = || ram.is_some_and(|share| is_shared_with(share, caller));
    let enabled = ["Enabled", "Updating"].contains(&key.state());
    Some(match () {
        () if key.manager == Manager::Aws && own => Unlisted::Managed,
        () if !own && !shared() => Unlisted::OtherAccount,
        () if arn.region != region => Unlisted::OtherRegion,
        () if key.kind() != KeyKind::Symmetric => Unlisted::Kind,
        () if !enabled => Unlisted::State,
        () => return None,
    })
}

/// Does the policy that RAM wrote name the caller's account, or somebody of it?
fn is_shared_with(share: &CompiledPolicy, caller: &Caller) -> bool {
    let of_account = |arn: &str| Arn::parse(arn).is_some_and(|arn| arn.account == caller.account);
    let allows = share.statements().filter(|statement| statement.effect == Effect::Allow);
    allows.filter_map(|statement| statement.principal.as_ref()).any(|principal| {
        !principal.negated
            && principal.entries.iter().any(|entry| match &entry.value {
                PrincipalEntry::Account { account, .. } => *account == caller.account,
                PrincipalEntry::User(arn) | PrincipalEntry::Role(arn) => of_account(arn),
                _ => false,
            })
    })
}

/// A call that the console makes for the person who looks at it.
fn call(model: &Model<'_>, principal: &str, action: &str, region: &str) -> Decision {
    let region = Some(region.to_owned());
    let request = Request { region, ..asked(model.scenario, principal, action) };
    model.judge(&request, 0)
}
