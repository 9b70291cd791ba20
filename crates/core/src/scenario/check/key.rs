//! Keys and the grants on them.

use super::{Check, principal_arn_help};
use crate::actions::Action;
use crate::arn::{Arn, is_account};
use crate::policy::PrincipalEntry;
use crate::scenario::key::{ORIGINS, SPECS, STATES, usages};
use crate::scenario::{Grant, Key, Manager};
use std::collections::HashSet;

impl Check<'_> {
    pub(super) fn keys(&mut self) {
        let keys = &self.scenario.keys;
        for (index, key) in keys.iter().enumerate() {
            if !is_key_arn(&key.arn) {
                self.error(
                    format!("/keys/{index}/arn"),
                    format!("`{}` is no key ARN: write arn:aws:kms:REGION:ACCOUNT:key/ID", key.arn),
                );
            }
            let at = format!("/keys/{index}");
            self.key_kind(&at, key);
            for (place, grant) in key.grants.iter().enumerate() {
                self.grant(&format!("{at}/grants/{place}"), grant);
            }
            let ids = key.grants.iter().enumerate().map(|(place, grant)| (place, &*grant.id));
            self.unique(
                &format!("{at}/grants"),
                "grant an `id`",
                ids.filter(|(_, id)| !id.is_empty()),
            );
            for (place, alias) in key.aliases.iter().enumerate() {
                if alias.strip_prefix("alias/").is_none_or(str::is_empty) {
                    self.error(
                        format!("/keys/{index}/aliases/{place}"),
                        format!("`{alias}` is no alias name: write alias/NAME"),
                    );
                }
            }
        }
        self.managed_keys();
        self.aliases();
        let arns = keys.iter().enumerate().map(|(index, key)| (index, key.arn.as_str()));
        self.unique("/keys", "key an `arn`", arns);
    }

    /// The policy of an AWS managed key is that of its service (K-51).
    fn managed_keys(&mut self) {
        for (index, key) in self.scenario.keys.iter().enumerate() {
            let assumed = key.manager == Manager::Aws && key.policy.is_none();
            if assumed && !key.aliases.iter().any(|alias| alias.starts_with("alias/aws/")) {
                self.error(
                    format!("/keys/{index}/aliases"),
                    "the service of an AWS managed key is not known: write its alias, \
                     alias/aws/SERVICE, or a `policy`",
                );
            }
        }
    }

    /// An alias stands for one key of an account and Region.
    fn aliases(&mut self) {
        let mut seen = HashSet::new();
        for (index, key) in self.scenario.keys.iter().enumerate() {
            let place = Arn::parse(&key.arn).map(|arn| [arn.region, ":", arn.account].concat());
            let place = place.unwrap_or_default();
            for (at, alias) in key.aliases.iter().enumerate() {
                if !seen.insert([&place, ":", alias].concat()) {
                    self.error(
                        format!("/keys/{index}/aliases/{at}"),
                        format!("`{alias}` stands for another key already: choose another name"),
                    );
                }
            }
        }
    }

    /// Spec, usage, origin and state are those that KMS has.
    fn key_kind(&mut self, at: &str, key: &Key) {
        for (field, value, known) in [
            ("spec", key.spec(), &SPECS[..]),
            ("origin", key.origin(), &ORIGINS[..]),
            ("state", key.state(), &STATES[..]),
        ] {
            if !known.contains(&value) {
                let help =
                    format!("`{value}` is no key {field}: write one of {}", known.join(", "));
                self.error(format!("{at}/{field}"), help);
            }
        }
        let known = usages(key.spec());
        if SPECS.contains(&key.spec()) && !known.contains(&key.usage()) {
            let (usage, spec, known) = (key.usage(), key.spec(), known.join(" or "));
            let help = format!("a key of spec {spec} has no usage `{usage}`: write {known}");
            self.error(format!("{at}/usage"), help);
        }
    }

    fn grant(&mut self, at: &str, grant: &Grant) {
        match (&grant.grantee, &grant.grantee_service) {
            (Some(grantee), None) => self.grant_principal(format!("{at}/grantee"), grantee),
            (None, Some(_)) => {}
            _ => self.error(at, "write either `grantee` or `granteeService`"),
        }
        if let Some(retiring) = &grant.retiring {
            self.grant_principal(format!("{at}/retiring"), retiring);
        }
        for (index, name) in grant.operations.iter().enumerate() {
            if !is_grantable(name) {
                let known: Vec<&str> = Action::all()
                    .filter(|action| action.is_grantable())
                    .map(Action::bare_name)
                    .collect();
                let help = format!("no grant can allow `{name}`; it can: {}", known.join(", "));
                self.error(format!("{at}/operations/{index}"), help);
            }
        }
        if let Some(constraints) = &grant.constraints
            && constraints.encryption_context_equals.is_some()
            && constraints.encryption_context_subset.is_some()
        {
            let help = "a grant has one encryption-context constraint: remove one of the two";
            self.error(format!("{at}/constraints"), help);
        }
        if let Some(account) = &grant.issuing_account {
            self.account_id(format!("{at}/issuingAccount"), account);
        }
    }

    fn grant_principal(&mut self, pointer: String, text: &str) {
        if !is_grant_principal(text) {
            self.error(pointer, principal_arn_help(text));
        }
    }
}

/// Is it the ARN of a key?
pub(crate) fn is_key_arn(text: &str) -> bool {
    Arn::parse(text).is_some_and(|arn| {
        arn.service == "kms"
            && is_account(arn.account)
            && !arn.region.is_empty()
            && !arn.partition.is_empty()
            && arn.resource.strip_prefix("key/").is_some_and(|id| !id.is_empty())
    })
}

/// Can a grant allow this operation?
pub(crate) fn is_grantable(name: &str) -> bool {
    Action::bare(name).is_some_and(Action::is_grantable)
}

/// Is it an account, user, role, session or federated user, what is left of a deleted one, or in
/// grants that services made the name of the service?
pub(crate) fn is_grant_principal(text: &str) -> bool {
    let principal = !matches!(
        PrincipalEntry::read("AWS", text),
        PrincipalEntry::Invalid(_) | PrincipalEntry::EveryIdentity
    );
    principal || matches!(PrincipalEntry::read("Service", text), PrincipalEntry::Service(_))
}
