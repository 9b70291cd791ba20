//! Which rules a decision rests on.

use super::trace::Trace;
use super::{Explained, Tested};
use crate::arn::Arn;
use crate::caller::CallerKind;
use crate::condition::KeyName;
use crate::decide::grants::{self, Lacks};
use crate::decide::rule::Relation;
use crate::decide::{About, Cause, Target};
use crate::matching::Fit;
use crate::policy::Effect;
use crate::report::{Confidence, LayerName, ReasonCode, Trust, Verdict};
use crate::rules::Rule;
use crate::scenario::Manager;

impl Explained<'_> {
    /// The rules that decided, in the order in which one would tell them.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let mut rules = match (&self.settled.cause, self.settled.verdict) {
            (Cause::Unreadable(layer), _) => vec![self.rule_of_unreadable(*layer)],
            (Cause::OtherService, _) => Vec::new(),
            (Cause::NotFound(_, rules), _) => rules.clone(),
            (Cause::ForeignKey, _) => {
                let mut rules = self.denied_implicitly();
                rules.extend([Rule::E20, Rule::MSG24]);
                rules
            }
            (Cause::Refused(refusal), _) => refusal.rules.to_vec(),
            (Cause::Never(rule), _) => match rule {
                Rule::E24 => vec![Rule::E24, Rule::X2, Rule::X1, Rule::N2],
                Rule::X13 => vec![Rule::X13, Rule::E24, Rule::X2],
                Rule::X10 => vec![Rule::X10, Rule::K50],
                rule => vec![*rule],
            },
            (_, Verdict::ExplicitDeny) => self.denied_explicitly(),
            (_, Verdict::Allow) => self.allowed(),
            (_, Verdict::ImplicitDeny) => self.denied_implicitly(),
            (_, Verdict::Error) => Vec::new(),
        };
        if let Cause::IfTheyExist(_) = self.settled.cause {
            rules.push(Rule::K31);
        }
        rules.extend(&self.settled.open);
        if self.settled.error.is_none() {
            let tested = self.layers.iter().flat_map(|layer| &layer.tested.traces);
            let doubtful = tested.filter(|trace| {
                let open = !matches!(trace.fit, Fit::No | Fit::Yes);
                self.settled.uncertain && open
            });
            rules.extend(doubtful.flat_map(|trace| {
                trace.failed.iter().flat_map(|failed| failed.rules.clone()).chain(
                    trace
                        .rules
                        .iter()
                        .copied()
                        .filter(|rule| rule.confidence() == Confidence::Uncertain),
                )
            }));
        }
        rules.extend(self.place.found_by);
        if self.place.found_by == Some(Rule::X4) {
            rules.push(Rule::X3);
        }
        self.of_the_operation(&mut rules);
        if self.place.caller.kind == CallerKind::RoleSession
            && self.settled.error.is_none()
            && !rules.is_empty()
        {
            rules.extend([Rule::E82, Rule::E25]);
        }
        for (rule, companion) in COMPANIONS {
            if rules.contains(&rule) {
                rules.push(companion);
            }
        }
        let mut seen = Vec::with_capacity(rules.len());
        rules.retain(|rule| {
            let new = !seen.contains(rule);
            seen.push(*rule);
            // What is certain rests on nothing uncertain, however near that came.
            new && (self.settled.uncertain || rule.confidence() != Confidence::Uncertain)
        });
        rules
    }

    /// Rules about operations that take more than one check.
    fn of_the_operation(&self, rules: &mut Vec<Rule>) {
        let name = self.action.bare_name();
        match self.about {
            About::Alias | About::KeyOfAlias => rules.extend([Rule::OP10, Rule::E14]),
            About::Key if name.ends_with("Alias") => rules.extend([Rule::OP10, Rule::E14]),
            About::NewKeyTags | About::NewKeyTagsInReplicaRegion => {
                rules.extend([Rule::OP6, Rule::R14]);
                if self.about == About::NewKeyTagsInReplicaRegion {
                    rules.push(Rule::R11);
                }
            }
            About::NoKeyInReplicaRegion => rules.extend([Rule::K72, Rule::R11]),
            About::NewPrimary => rules.extend([Rule::K72, Rule::R11]),
            About::DestinationKey => rules.push(Rule::OP4),
            About::Key if name == "ReplicateKey" || name == "UpdatePrimaryRegion" => {
                rules.push(Rule::K72);
            }
            About::Key if name.starts_with("ReEncrypt") => rules.push(Rule::OP4),
            About::Grant => rules.push(Rule::G12),
            About::RetiringPrincipal => rules.push(Rule::OP3),
            _ => {}
        }
        let of_the_grant =
            [Rule::C5, Rule::C6, Rule::C8, Rule::C9, Rule::C11, Rule::C12, Rule::C13];
        let of_the_halves = [Rule::C4, Rule::C5, Rule::C6, Rule::C22];
        let of_a_key = [Rule::C15, Rule::C16, Rule::C17, Rule::C23, Rule::C73];
        let has = |rules: &[Rule], any: &[Rule]| rules.iter().any(|rule| any.contains(rule));
        match name {
            "CreateGrant" if has(rules, &of_the_grant) => rules.push(Rule::G14),
            "CreateGrant" if self.settled.verdict == Verdict::Allow => rules.push(Rule::G4),
            "RevokeGrant" => rules.push(Rule::G13),
            "ReEncryptFrom" | "ReEncryptTo"
                if has(rules, &of_the_halves)
                    || (self.settled.verdict == Verdict::Allow && rules.contains(&Rule::G5)) =>
            {
                rules.push(Rule::R8Halves);
            }
            "ReEncryptFrom" | "ReEncryptTo" if rules.contains(&Rule::C21) => rules.push(Rule::R8),
            "ListKeys" | "ListAliases" if rules.iter().any(|rule| is_of_kms_key(*rule)) => {
                rules.push(Rule::OP11);
            }
            _ => {}
        }
        if !self.has_key() && rules.contains(&Rule::O30) && has(rules, &of_a_key) {
            rules.push(Rule::R7);
        }
        if self.settled.verdict == Verdict::ExplicitDeny && rules.contains(&Rule::O30) {
            rules.push(Rule::O31);
        }
        let managed = self.place.key().is_some_and(|key| key.manager == Manager::Aws);
        if managed && matches!(self.settled.cause, Cause::Policies) {
            rules.push(Rule::K51);
            if self.settled.verdict == Verdict::Allow && rules.contains(&Rule::K5) {
                rules.push(Rule::K52);
            }
        }
        let of_the_context = has(rules, &[Rule::C5, Rule::C6]);
        if of_the_context && !KeyName::EncryptionContext.carried_by().contains(self.action) {
            rules.push(Rule::C40);
        }
        if !self.has_key() && rules.contains(&Rule::C29) {
            rules.push(Rule::R23);
        }
        if self.place.question.via.is_some() && !self.place.is_service() {
            rules.push(Rule::E89);
            if rules.contains(&Rule::C29) {
                rules.push(Rule::C45);
            }
        }
        if self.place.caller.kind == CallerKind::FederatedUser {
            rules.push(Rule::E83);
        }
        let default = self.place.key().is_some_and(|key| key.policy.is_none()) && !managed;
        if default && self.one(LayerName::KeyPolicy).is_some_and(Tested::allows) {
            rules.push(Rule::K20);
        }
        if matches!(name, "Encapsulate" | "Decapsulate") {
            rules.push(Rule::N1);
        }
        let policy = self.place.question.parameters.contains_key("Policy");
        if name == "CreateKey" && policy && self.settled.verdict == Verdict::Allow {
            rules.push(Rule::K35);
        }
        if self.place.is_service() && of_the_context {
            rules.push(Rule::R21);
        }
        let caller = self.place.caller;
        let service_role = caller.identity_arn.contains(":role/service-role/");
        let account = self.model.account(&caller.account).map(|(_, account)| account);
        let organization = account.and_then(|account| account.organization.as_ref());
        let tagless = matches!(caller.kind, CallerKind::FederatedUser | CallerKind::Root);
        if (rules.contains(&Rule::C64) && tagless)
            || (rules.contains(&Rule::C67) && (service_role || caller.is_service_linked()))
            || (has(rules, &[Rule::C62, Rule::C63])
                && organization.is_some_and(|one| one.management))
        {
            rules.push(Rule::R15);
        }
        if self.place.caller.recreated && rules.contains(&Rule::C60) {
            rules.push(Rule::K41);
        }
        if self.place.question.is_by_ciphertext() {
            rules.push(Rule::X4);
            let of_the_key = [Rule::C15, Rule::C16, Rule::C17, Rule::C22, Rule::C23, Rule::C73];
            if rules.iter().any(|rule| of_the_key.contains(rule)) {
                rules.push(Rule::R9);
            }
        }
    }

    fn rule_of_unreadable(&self, layer: LayerName) -> Rule {
        let layers = self.model.layers(self.place);
        let policies = layers.key_policy.into_iter().chain(layers.ram_policy);
        let mut all = policies.chain(layers.identity).chain(layers.boundary);
        let duplicate = |policy: &crate::decide::CompiledPolicy| {
            let mut problems = policy.source.problems.iter();
            problems
                .any(|problem| matches!(problem.kind, crate::policy::ProblemKind::DuplicateKey(_)))
        };
        let of_layer =
            matches!(layer, LayerName::KeyPolicy | LayerName::Identity | LayerName::Boundary);
        if of_layer && all.any(duplicate) { Rule::J4 } else { Rule::J1 }
    }

    fn denied_explicitly(&self) -> Vec<Rule> {
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
                if deny.rules.contains(&Rule::E41) {
                    rules.push(Rule::E41);
                }
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

    /// A policy of a group counts for the user.
    fn group_rule(&self, trace: &Trace) -> Option<Rule> {
        let policies = self.place.issuer().map(|issuer| issuer.policies.iter());
        let mut policies = policies.into_iter().flatten().enumerate();
        let found = policies.find(|(index, _)| {
            trace.document
                == crate::scenario::identity_policy_pointer(self.place.caller.policies_of, *index)
        });
        found
            .filter(|(_, policy)| policy.attached == crate::scenario::Attached::Group)
            .map(|_| Rule::R2)
    }

    fn allowed(&self) -> Vec<Rule> {
        let key_policy = self.one(LayerName::KeyPolicy);
        let layer = self.layer();
        let decisive = key_policy.and_then(Tested::decisive);
        let trust = key_policy.and_then(Tested::trust);
        let mut rules = Vec::new();
        let by_key_policy = layer != LayerName::Grant;
        match self.place.relation {
            _ if matches!(self.place.target, Target::Grant { .. }) => {
                rules.extend(self.claim_rules());
            }
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
        if layer == LayerName::Grant || !key_policy.is_some_and(Tested::allows) {
            rules.extend(self.granting());
        }
        rules.extend(self.limits_that_allow());
        rules.extend(self.spared());
        rules.extend(self.exemptions());
        rules
    }

    /// How a key policy goes round the caller's limits, or does not (E-30 to E-37).
    fn bypass(&self, trust: Option<Trust>) -> Vec<Rule> {
        let pinned = self
            .one(LayerName::KeyPolicy)
            .and_then(Tested::decisive)
            .is_some_and(|trace| trace.pinned);
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
    fn claim_rules(&self) -> Vec<Rule> {
        let claim = grants::claim(self.place);
        let mut rules = vec![Rule::G12];
        rules.extend(claim.own.map(|(_, rule)| rule));
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
    fn exemptions(&self) -> Vec<Rule> {
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

    fn denied_implicitly(&self) -> Vec<Rule> {
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
                let key_policy = self.one(LayerName::KeyPolicy);
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
                    if !same_account && trace.accounts.iter().any(|account| account == owner) =>
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
    pub(super) fn any_key_policy_would_allow(&self) -> bool {
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

/// The rule about how a key policy names a caller of another account.
fn across(trust: Option<Trust>) -> Option<Rule> {
    Some(match trust? {
        Trust::Account => Rule::K4,
        Trust::Everyone => Rule::E22,
        _ => Rule::E21,
    })
}

/// Rules that go with others: what a general rule means for this operation or caller.
const COMPANIONS: [(Rule, Rule); 8] = [
    (Rule::Q24, Rule::C43),
    (Rule::Q10, Rule::O51),
    (Rule::C10, Rule::G15),
    (Rule::M21, Rule::K5Service),
    (Rule::R18, Rule::C41),
    (Rule::K41, Rule::M27),
    (Rule::OP20, Rule::MSG31),
    (Rule::C23, Rule::X9),
];

/// Is it a rule about a `kms:` condition key?
fn is_of_kms_key(rule: Rule) -> bool {
    let number = rule.id().strip_prefix("C-").and_then(|number| number.parse::<u32>().ok());
    number.is_some_and(|number| number < 60)
}

/// The rules behind the one test of a statement that fails.
fn failing_rules(trace: &Trace) -> Vec<Rule> {
    trace.only_failure().map_or_else(Vec::new, |failed| failed.rules.clone())
}
