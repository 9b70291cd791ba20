//! What the page calls principals, accounts and keys.

use crate::texts;
use kms_policy::arn::Arn;
use kms_policy::caller::{Caller, CallerKind};
use kms_policy::scenario::Scenario;

/// A principal as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Its index in the scenario.
    pub index: usize,
    /// Its id.
    pub id: String,
    /// Its short name, such as `Stuart`.
    pub name: String,
    /// What it is in a request.
    pub kind: CallerKind,
    /// Its account's number; empty for a service.
    pub account: String,
    /// What its account is called: its name, or its number.
    pub account_name: String,
    /// Is it of the key's account?
    pub is_owner: bool,
    /// May it have identity policies?
    pub has_policies: bool,
}

impl Who {
    /// The principal at `index`, seen from an owner's account.
    pub fn of(scenario: &Scenario, index: usize, owner: &str) -> Option<Self> {
        let caller = Caller::of(scenario, index)?;
        let name = match caller.kind {
            CallerKind::Root => texts::ROOT_USER,
            _ => caller.short_name(),
        };
        Some(Self {
            index,
            id: scenario.principals.get(index)?.id().to_owned(),
            name: name.to_owned(),
            kind: caller.kind,
            account_name: account_name(scenario, &caller.account),
            is_owner: caller.account == owner,
            has_policies: !matches!(caller.kind, CallerKind::Root | CallerKind::Service),
            account: caller.account,
        })
    }

    /// Everyone in a scenario, seen from an owner's account.
    pub fn all(scenario: &Scenario, owner: &str) -> Vec<Self> {
        (0..scenario.principals.len())
            .filter_map(|index| Self::of(scenario, index, owner))
            .collect()
    }

    /// Kind and account, such as `user, Second account`.
    pub fn role(&self) -> String {
        let kind = texts::caller_kind(self.kind);
        match (self.kind, self.account_name.as_str()) {
            (_, "") => kind.to_owned(),
            (CallerKind::Root, account) => account.to_owned(),
            (_, account) => format!("{kind}, {account}"),
        }
    }
}

/// The name of an account, or its number.
pub fn account_name(scenario: &Scenario, id: &str) -> String {
    scenario.account_name(id).unwrap_or(id).to_owned()
}

/// A key as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyName {
    /// Its ARN.
    pub arn: String,
    /// Its first alias, or the beginning of its id.
    pub short: String,
    /// Its Region.
    pub region: String,
    /// Its account's number.
    pub account: String,
}

impl KeyName {
    /// The key at `index`.
    pub fn of(scenario: &Scenario, index: usize) -> Option<Self> {
        let key = scenario.keys.get(index)?;
        let arn = Arn::parse(&key.arn)?;
        let id = arn.resource.strip_prefix("key/").unwrap_or(arn.resource);
        let short = key
            .aliases
            .first()
            .cloned()
            .unwrap_or_else(|| format!("{}…", id.chars().take(8).collect::<String>()));
        Some(Self {
            short,
            region: arn.region.to_owned(),
            account: arn.account.to_owned(),
            arn: key.arn.clone(),
        })
    }
}
