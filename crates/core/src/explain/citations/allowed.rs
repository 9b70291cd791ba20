//! What an allowed request rests on.

use super::super::{Explained, Tested};
use super::across;
use crate::caller::CallerKind;
use crate::decide::rule::Relation;
use crate::decide::{Target, grants};
use crate::policy::Effect;
use crate::report::{LayerName, Trust};
use crate::rules::Rule;
use crate::scenario::Manager;

impl Explained<'_> {
    pub(super) fn allowed(&self) -> Vec<Rule> {
        let key_policy = self.resource_policy();
        let layer = self.layer();
        let decisive = key_policy.and_then(Tested::decisive);
        let trust = key_policy.and_then(Tested::trust);
        let mut rules = Vec::new();
        // Inside one account a bucket policy is not needed beside IAM.
        let by_key_policy = layer != LayerName::Grant
            && !(self.place.target.is_resource()
                && self.place.is_same_account()
                && layer == LayerName::Identity);
        match self.place.relation {
            _ if matches!(self.place.target, Target::Grant { .. }) => {
                rules.extend(self.claim_rules());
            }
            _ if self.place.target.is_resource() => rules.extend(self.rules_of_resource()),
            Relation::NoKey => {
                rules.extend([Rule::E13, Rule::OP3]);
                if self.is_root() {
                    rules.push(Rule::E5);
                }
            }
            Relation::SameAccount => {
                if self.is_root() {
                    rules.extend([Rule::E5, Rule::E80]);
                } else {
                    rules.push(Rule::E10);
                }
            }
            Relation::CrossAccount { .. } => {
                rules.push(Rule::E20);
                rules.extend(across(trust));
                if self.is_root() {
                    rules.push(Rule::S0_3);
                }
            }
            Relation::Service => rules.push(Rule::E84),
        }
        if by_key_policy {
            rules.extend(decisive.iter().flat_map(|trace| &trace.rules));
            if self.place.is_same_account() {
                rules.extend(self.bypass(trust));
            }
            if decisive.is_some_and(|trace| trace.document.ends_with("/ramPolicy")) {
                rules.extend([Rule::N3, Rule::R12]);
            }
        }
        if layer == LayerName::Identity
            && let Some(decisive) = self.one(LayerName::Identity).and_then(Tested::decisive)
        {
            rules.extend(&decisive.rules);
            rules.extend(self.group_rule(decisive));
        }
        let silent = self.has_key() && !key_policy.is_some_and(Tested::allows);
        if layer == LayerName::Grant || silent {
            rules.extend(self.granting());
        }
        rules.extend(self.limits_that_allow());
        rules.extend(self.spared());
        rules.extend(self.exemptions());
        rules
    }

    /// The policy of the key or of the bucket.
    pub(super) fn resource_policy(&self) -> Option<&Tested<'_>> {
        self.one(LayerName::KeyPolicy).or_else(|| self.one(LayerName::BucketPolicy))
    }

    /// How a key policy goes round the caller's limits, or does not (E-30 to E-37).
    pub(super) fn bypass(&self, trust: Option<Trust>) -> Vec<Rule> {
        let pinned =
            self.resource_policy().and_then(Tested::decisive).is_some_and(|trace| trace.pinned);
        let boundary = self.one(LayerName::Boundary);
        let session = self.one(LayerName::Session);
        let federated = self.place.caller.kind == CallerKind::FederatedUser;
        if boundary.is_none() && session.is_none() {
            return match trust {
                Some(Trust::Session) => vec![Rule::E32, Rule::M27],
                _ => Vec::new(),
            };
        }
        let mut rules = Vec::new();
        if session.is_some() {
            rules.push(Rule::E39);
        }
        match trust {
            Some(Trust::User) if federated => rules.extend([Rule::E34, Rule::M23]),
            Some(Trust::User) => rules.push(Rule::E30),
            Some(Trust::Role) => rules.push(Rule::E31),
            Some(Trust::Session) => {
                rules.push(Rule::E32);
                if session.is_some() {
                    rules.extend([Rule::E40, Rule::Q5]);
                }
            }
            Some(Trust::Federated) => rules.push(Rule::E33),
            Some(Trust::Everyone) if pinned => rules.push(Rule::E35),
            Some(Trust::Everyone) => {
                rules.push(Rule::E36);
                if boundary.is_some() {
                    rules.push(Rule::Q6);
                }
            }
            Some(Trust::Account) => rules.push(Rule::E37),
            Some(Trust::Service) | None => {}
        }
        rules
    }

    /// What a grant that allows rests on.
    fn granting(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        let allows =
            |one: &&grants::Granted| one.trust.is_some() && one.fit.is_taken(Effect::Allow);
        if let Some(granted) = self.grants.iter().find(allows) {
            rules.extend(&granted.rules);
            rules.push(Rule::G10);
            if self.one(LayerName::Boundary).is_some() || self.one(LayerName::Session).is_some() {
                rules.extend([Rule::G9, Rule::Q4]);
            }
        }
        if matches!(self.place.relation, Relation::CrossAccount { .. }) {
            rules.push(Rule::E20);
            if self.layer() == LayerName::Grant {
                rules.extend([Rule::G20, Rule::G21, Rule::G23]);
            }
        }
        rules
    }

    /// Why the caller may retire the grant, or why not.
    pub(super) fn claim_rules(&self) -> Vec<Rule> {
        let claim = grants::claim(self.place);
        let mut rules = vec![Rule::G12];
        if claim.as_grantee {
            rules.extend([Rule::G8, Rule::Q26]);
        }
        if self.place.grant().is_some_and(|(_, grant)| grant.propagated == Some(false)) {
            rules.push(Rule::G11);
        }
        let constraints = self.place.grant().and_then(|(_, grant)| grant.constraints.as_ref());
        if constraints.is_some_and(|one| one.source_arn.is_some()) {
            rules.push(Rule::R13);
        }
        if constraints.is_some_and(|one| {
            one.encryption_context_equals.is_some() || one.encryption_context_subset.is_some()
        }) {
            rules.push(Rule::G5);
        }
        rules
    }

    /// Policies that limit and do allow.
    fn limits_that_allow(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for one in &self.layers {
            let rule = match one.layer {
                LayerName::Scp => Rule::E52,
                LayerName::VpcEndpoint => Rule::E70,
                LayerName::Rcp => Rule::E61,
                _ => continue,
            };
            rules.push(rule);
            if one.layer == LayerName::Rcp {
                rules.push(Rule::E62);
            }
            if one.layer == LayerName::Scp && self.place.question.via.is_some() {
                rules.push(Rule::E55);
            }
        }
        for layer in
            [LayerName::Scp, LayerName::VpcEndpoint, LayerName::Boundary, LayerName::Session]
        {
            for one in self.tested(layer) {
                let allowing = one.tested.decisive().filter(|_| one.tested.allows());
                let of_condition = |rule: &&Rule| !matches!(rule, Rule::M16 | Rule::M1);
                rules.extend(
                    allowing.iter().flat_map(|trace| trace.rules.iter().filter(of_condition)),
                );
            }
        }
        rules
    }

    /// A Deny that spared the caller by one test only is part of why it is allowed.
    fn spared(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for one in &self.layers {
            for trace in one.tested.traces.iter().filter(|trace| trace.effect == Effect::Deny) {
                let Some(failure) = trace.only_failure().filter(|_| trace.is_near_miss()) else {
                    continue;
                };
                match failure.reason.element {
                    "NotPrincipal" => rules.extend([Rule::K6, Rule::M26]),
                    "Condition" | "Resource" | "NotResource" | "Principal" => {
                        rules.extend(&failure.rules);
                    }
                    _ => {}
                }
            }
        }
        rules
    }

    /// Policies that are there and do not reach this caller, key or call.
    pub(super) fn exemptions(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        let caller = self.place.caller;
        let account = |id: &str| self.model.account(id).map(|(_, account)| account);
        let own = account(&caller.account);
        let owner = account(self.place.owner());
        let is_management = |one: &crate::scenario::Account| {
            one.organization.as_ref().is_some_and(|one| one.management)
        };
        if own.is_some_and(|one| one.scps.is_some()) && self.tested(LayerName::Scp).next().is_none()
        {
            rules.push(Rule::E50);
            if caller.is_service_linked() {
                rules.push(Rule::E85);
            }
        }
        let across = matches!(self.place.relation, Relation::CrossAccount { .. });
        if across && owner.is_some_and(|one| one.scps.is_some()) {
            rules.push(Rule::E51);
        }
        if across && own.is_some_and(|one| one.rcps.is_some()) {
            rules.push(Rule::E61);
        }
        if self.place.is_service()
            && self.model.scenario.accounts.iter().any(|one| one.scps.is_some())
        {
            rules.push(Rule::E50);
        }
        if owner.is_some_and(|one| one.rcps.is_some())
            && self.tested(LayerName::Rcp).next().is_none()
        {
            if owner.is_some_and(is_management) {
                rules.push(Rule::E60);
            } else {
                rules.push(Rule::E63);
            }
            if self.place.key().is_some_and(|key| key.manager == Manager::Aws) {
                rules.push(Rule::K53);
            }
        }
        let endpoint = self.place.endpoint().is_some_and(|(_, one)| one.policy.is_some());
        if endpoint && self.place.question.via.is_some() {
            rules.push(Rule::E71);
        }
        rules
    }
}
