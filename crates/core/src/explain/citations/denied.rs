//! What a denied request rests on.

use super::super::trace::Trace;
use super::super::{Explained, Tested};
use super::across;
use crate::arn::Arn;
use crate::decide::Target;
use crate::decide::grants::{self, Lacks};
use crate::decide::rule::Relation;
use crate::policy::Effect;
use crate::report::{LayerName, ReasonCode, Trust};
use crate::rules::Rule;

impl Explained<'_> {
    pub(super) fn denied_explicitly(&self) -> Vec<Rule> {
        let layer = self.layer();
        let mut rules = vec![Rule::E4];
        let denying = self.tested(layer).filter(|one| one.tested.denies());
        let first = denying.min_by_key(|one| !one.tested.denies_certainly());
        let Some(deny) = first.and_then(|one| one.tested.decisive()) else {
            return rules;
        };
        match layer {
            LayerName::Scp => rules.extend([Rule::E52, Rule::E50, Rule::E51, Rule::E55]),
            LayerName::Rcp => {
                rules.extend([Rule::E60, Rule::E61]);
                if !self.has_key() {
                    rules.push(Rule::E64);
                }
            }
            LayerName::Identity => rules.extend([Rule::E11, Rule::E38]),
            LayerName::Boundary | LayerName::Session => rules.push(Rule::E38),
            LayerName::VpcEndpoint => rules.push(Rule::E70),
            _ if deny.not_principal => {
                rules.extend([Rule::K6, Rule::M26]);
            }
            _ if deny.trust == Some(Trust::Account) => rules.extend([Rule::M24, Rule::R4]),
            _ => {}
        }
        if layer == LayerName::Rcp && self.place.is_service() {
            // A policy for everyone reaches services too (E-60).
            rules.extend(deny.rules.iter().filter(|rule| **rule != Rule::K5Service));
        } else {
            rules.extend(&deny.rules);
        }
        rules.extend(deny.failed.iter().flat_map(|failed| failed.rules.clone()));
        if deny.document.ends_with("/ramPolicy") {
            rules.extend([Rule::N3, Rule::R12]);
        }
        if self.place.question.via.is_none() {
            rules.retain(|rule| *rule != Rule::E55);
        }
        rules.extend(self.group_rule(deny));
        rules
    }

    pub(super) fn denied_implicitly(&self) -> Vec<Rule> {
        let layer = self.layer();
        let mut rules = Vec::new();
        let same_account = self.place.is_same_account();
        match layer {
            LayerName::Scp => {
                rules.extend([Rule::E52, Rule::E50]);
                if !same_account {
                    rules.push(Rule::E51);
                }
                if self.place.question.via.is_some() {
                    rules.push(Rule::E55);
                }
                rules.extend(self.grant_in_vain());
            }
            LayerName::VpcEndpoint => rules.push(Rule::E70),
            LayerName::Boundary | LayerName::Session => {
                let key_policy = self.resource_policy();
                if !same_account {
                    rules.push(Rule::E20);
                } else {
                    rules.extend(self.bypass(key_policy.and_then(Tested::trust)));
                }
                if !key_policy.is_some_and(Tested::allows) {
                    rules.extend(self.grant_in_vain());
                }
                if layer == LayerName::Session {
                    rules.push(Rule::E39);
                }
                rules.push(Rule::E3);
            }
            _ => {}
        }
        let limit = matches!(layer, LayerName::Scp | LayerName::Boundary | LayerName::Session);
        if limit && self.place.relation == Relation::NoKey {
            rules.push(Rule::E13);
        }
        if layer == LayerName::Scp && self.is_root() {
            rules.push(Rule::E5);
        }
        if matches!(
            layer,
            LayerName::Scp | LayerName::VpcEndpoint | LayerName::Boundary | LayerName::Session
        ) {
            rules.push(Rule::R3);
            for one in self.tested(layer).filter(|one| !one.tested.allows()) {
                rules.extend(one.tested.near_misses().flat_map(failing_rules));
            }
            return rules;
        }
        if self.place.target.is_resource() {
            rules.extend(self.rules_of_resource());
            for one in self.tested(layer) {
                rules.extend(one.tested.near_misses().flat_map(failing_rules));
            }
            return rules;
        }
        if let Target::Grant { .. } = self.place.target {
            rules.extend(self.claim_rules());
            if let Some(identity) = self.one(LayerName::Identity) {
                rules.extend(identity.near_misses().flat_map(failing_rules));
            }
            return rules;
        }
        if !self.has_key() {
            rules.extend([Rule::E13, Rule::OP3]);
            if self.any_key_policy_would_allow() {
                rules.push(Rule::K8);
            }
            if let Some(identity) = self.one(LayerName::Identity) {
                rules.extend(identity.near_misses().flat_map(failing_rules));
            }
            return rules;
        }
        if !same_account && !self.place.is_service() {
            rules.push(Rule::E20);
        }
        let empty = Tested::default();
        let key_policy = self.one(LayerName::KeyPolicy).unwrap_or(&empty);
        if layer == LayerName::Identity {
            let identity = self.one(LayerName::Identity).unwrap_or(&empty);
            if same_account {
                rules.push(Rule::E10);
                if key_policy.allows() {
                    rules.push(Rule::K4);
                    rules.extend(self.bypass(Some(Trust::Account)));
                }
            } else {
                rules.extend(across(key_policy.trust()));
                if self.place.is_by_ram(key_policy) {
                    rules.push(Rule::N3);
                }
            }
            rules.extend(identity.near_misses().flat_map(failing_rules));
            rules.extend(self.grant_in_vain());
            return rules;
        }
        let region_enabled = match self.place.relation {
            Relation::CrossAccount { region_enabled } => region_enabled,
            _ => true,
        };
        if !region_enabled {
            rules.push(Rule::E26);
            return rules;
        }
        if self.place.is_service() {
            rules.push(Rule::E84);
        } else if self.is_root() {
            rules.extend([Rule::E5, Rule::E80, Rule::K80]);
        } else if same_account {
            rules.extend([Rule::K2, Rule::E10]);
            if self.one(LayerName::Identity).is_some_and(Tested::allows) {
                rules.push(Rule::E11);
            }
        }
        let owner = Arn::parse(&self.place.resource).map_or("", |arn| arn.account);
        for trace in key_policy.near_misses() {
            let Some(failure) = trace.only_failure() else {
                continue;
            };
            match failure.reason.code {
                ReasonCode::Action => rules.push(Rule::E12),
                ReasonCode::Principal
                    if !same_account
                        && !self.place.is_service()
                        && trace.accounts.iter().any(|account| account == owner) =>
                {
                    rules.push(Rule::E23);
                }
                _ => {}
            }
            rules.extend(&failure.rules);
        }
        rules.extend(self.near_grants());
        rules
    }

    /// The rules of a grant that allows, in vain.
    fn grant_in_vain(&self) -> Vec<Rule> {
        let allows =
            |one: &&grants::Granted| one.trust.is_some() && one.fit.is_taken(Effect::Allow);
        let Some(granted) = self.grants.iter().find(allows) else {
            return Vec::new();
        };
        let mut rules: Vec<Rule> = without_grantee(&granted.rules).collect();
        rules.extend([Rule::G9, Rule::Q4]);
        if !self.place.is_same_account() {
            rules.extend([Rule::G20, Rule::G22, Rule::Q3]);
        }
        rules
    }

    /// What grants lack that name the caller, or that allow the operation to others.
    fn near_grants(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for granted in &self.grants {
            match granted.lacks {
                // That others hold a grant says nothing of the caller; that it held one before it was
                // deleted does.
                Some(Lacks::Grantee) | None => {
                    let recreated = granted.rules.iter().filter(|rule| **rule == Rule::K42);
                    rules.extend(recreated);
                }
                Some(Lacks::Operation) => rules.extend([Rule::G7, Rule::G3]),
                Some(_) => rules.extend(without_grantee(&granted.rules)),
            }
        }
        rules
    }

    /// Would a key policy allow this operation if it were one on a key (K-8)?
    pub(in crate::explain) fn any_key_policy_would_allow(&self) -> bool {
        let action = self.action;
        self.model.keys.iter().any(|key| {
            let says = key.policy.says(self.place, action.into());
            says.allowed.taken.contains(action)
        })
    }
}

impl crate::decide::Place<'_> {
    /// Does the policy that AWS RAM wrote open the key?
    fn is_by_ram(&self, key_policy: &Tested<'_>) -> bool {
        key_policy.decisive().is_some_and(|trace| trace.document.ends_with("/ramPolicy"))
    }
}

/// The rules about a grant, without that by which its grantee is recognized.
fn without_grantee(rules: &[Rule]) -> impl Iterator<Item = Rule> {
    rules.iter().copied().filter(|rule| *rule != Rule::G8)
}

/// The rules behind the one test of a statement that fails.
fn failing_rules(trace: &Trace) -> Vec<Rule> {
    trace.only_failure().map_or_else(Vec::new, |failed| failed.rules.clone())
}
