//! Which layer settled a decision, and what each layer says.

use super::Explained;
use crate::caller::CallerKind;
use crate::decide::bounds::Bounds;
use crate::decide::grants::Lacks;
use crate::decide::rule::{Direct, Relation};
use crate::decide::{Cause, Question, Target, grants};
use crate::report::{GrantTrace, LayerName, LayerResult, Match, Trust, Verdict};

/// The order in which a Deny is reported where several match (MSG-5).
const DENIES: [LayerName; 8] = [
    LayerName::Scp,
    LayerName::Rcp,
    LayerName::KeyPolicy,
    LayerName::BucketPolicy,
    LayerName::Identity,
    LayerName::Boundary,
    LayerName::Session,
    LayerName::VpcEndpoint,
];

impl Explained<'_> {
    /// The layer that settled it.
    pub(crate) fn layer(&self) -> LayerName {
        match (&self.settled.cause, self.settled.verdict) {
            (Cause::Unreadable(layer), _) => *layer,
            (Cause::Refused(refusal), _) => refusal.layer,
            (Cause::Never(_) | Cause::NotFound(..) | Cause::OtherService, _) => {
                LayerName::Operation
            }
            (Cause::ForeignKey, _) => self.lacking().unwrap_or(LayerName::KeyPolicy),
            (_, Verdict::ExplicitDeny) => self.denying(),
            (_, Verdict::Allow) => self.allowing(),
            _ => self.lacking().unwrap_or(LayerName::KeyPolicy),
        }
    }

    /// The first layer that certainly denies, else the first that is taken to.
    pub(crate) fn denying(&self) -> LayerName {
        let certain =
            |layer: &LayerName| self.tested(*layer).any(|one| one.tested.denies_certainly());
        let any = |layer: &LayerName| self.tested(*layer).any(|one| one.tested.denies());
        let first = DENIES.iter().find(|layer| certain(layer));
        first
            .or_else(|| DENIES.iter().find(|layer| any(layer)))
            .copied()
            .unwrap_or(LayerName::KeyPolicy)
    }

    fn allowing(&self) -> LayerName {
        let grounds = &self.grounds;
        let within = |direct: Direct<Bounds>| {
            self.is_taken(direct.within(grounds.boundary, grounds.session))
        };
        match (self.place.target, self.place.relation) {
            (Target::Resource { .. }, _) => self.allowing_on_resource(),
            (Target::Grant { .. }, _) if within(grounds.grant) => LayerName::Grant,
            (Target::Grant { .. }, _) => LayerName::Identity,
            (_, Relation::NoKey) => LayerName::Identity,
            (_, Relation::CrossAccount { .. }) if self.is_taken(grounds.identity) => {
                LayerName::Identity
            }
            (_, Relation::CrossAccount { .. }) => LayerName::Grant,
            (_, Relation::Service) if self.is_taken(grounds.direct.any()) => LayerName::KeyPolicy,
            (_, Relation::Service) => LayerName::Grant,
            (_, Relation::SameAccount) if within(grounds.direct) => LayerName::KeyPolicy,
            (_, Relation::SameAccount) if self.is_root() && self.key_policy_allows() => {
                LayerName::KeyPolicy
            }
            (_, Relation::SameAccount) if self.delegated() => LayerName::Identity,
            (_, Relation::SameAccount) => LayerName::Grant,
        }
    }

    fn key_policy_allows(&self) -> bool {
        self.one(LayerName::KeyPolicy).is_some_and(super::Tested::allows)
    }

    /// Is it taken to hold for the action?
    fn is_taken(&self, bounds: Bounds) -> bool {
        bounds.taken.contains(self.action)
    }

    /// Does the key policy delegate, and does IAM allow within the caller's limits?
    fn delegated(&self) -> bool {
        let policy = self.one(LayerName::KeyPolicy).is_some_and(|tested| {
            tested
                .traces
                .iter()
                .any(|trace| trace.is_taken() && trace.trust == Some(Trust::Account))
        });
        let grounds = &self.grounds;
        policy && self.is_taken(grounds.identity & grounds.boundary & grounds.session)
    }

    /// Does the key's side name the caller, by whatever it still needs?
    pub(crate) fn names_the_caller(&self) -> bool {
        self.is_taken(self.grounds.direct.any() | self.grounds.grant.any())
    }

    /// The first layer that is lacking, in the order of E-7.
    pub(crate) fn lacking(&self) -> Option<LayerName> {
        let grounds = &self.grounds;
        let has = |bounds| self.is_taken(bounds);
        let limits = || {
            [
                (has(grounds.boundary), LayerName::Boundary),
                (has(grounds.session), LayerName::Session),
            ]
            .into_iter()
            .find_map(|(there, layer)| (!there).then_some(layer))
        };
        let caller = || {
            let identity = has(grounds.identity | grounds.callers_grant.within_both);
            if identity { limits() } else { Some(LayerName::Identity) }
        };
        let endpoint = || (!has(grounds.endpoint)).then_some(LayerName::VpcEndpoint);
        if !has(grounds.scps) {
            return Some(LayerName::Scp);
        }
        if self.place.relation == Relation::NoKey {
            return caller().or_else(endpoint);
        }
        let region = match self.place.relation {
            Relation::CrossAccount { region_enabled } => region_enabled,
            _ => true,
        };
        let named = self.names_the_caller();
        if !(named || has(grounds.delegated)) || !region {
            return Some(match self.place.target {
                Target::Grant { .. } => LayerName::Grant,
                Target::Resource { .. } => LayerName::BucketPolicy,
                _ => LayerName::KeyPolicy,
            });
        }
        let crosses = matches!(self.place.relation, Relation::CrossAccount { .. });
        let wants_identity = crosses || !named;
        let inside = match self.place.relation {
            Relation::Service => None,
            _ if wants_identity => caller(),
            _ => limits(),
        };
        inside.or_else(endpoint)
    }

    /// The layers that exist for this kind of call, in AWS's order.
    pub(super) fn existing(&self, question: &Question<'_>) -> Vec<LayerName> {
        let kind = self.place.caller.kind;
        let person = kind != CallerKind::Service;
        let limited = matches!(kind, CallerKind::User | CallerKind::RoleSession)
            || self.one(LayerName::Boundary).is_some();
        let session = matches!(kind, CallerKind::RoleSession | CallerKind::FederatedUser);
        let policy = matches!(self.place.target, Target::Key(_) | Target::ForeignKey);
        let bucket = matches!(self.place.target, Target::Resource { bucket: Some(_) });
        [
            (true, LayerName::Rcp),
            (person, LayerName::Scp),
            (question.vpc_endpoint.is_some() && person, LayerName::VpcEndpoint),
            (policy, LayerName::KeyPolicy),
            (bucket, LayerName::BucketPolicy),
            (person, LayerName::Identity),
            (limited, LayerName::Boundary),
            (session, LayerName::Session),
            (self.has_key(), LayerName::Grant),
            (true, LayerName::Operation),
            (self.has_key(), LayerName::KeyState),
        ]
        .into_iter()
        .filter_map(|(there, layer)| there.then_some(layer))
        .collect()
    }

    /// What a layer says.
    pub(super) fn result(&self, layer: LayerName) -> LayerResult {
        let failed = match &self.settled.cause {
            Cause::Unreadable(unreadable) => *unreadable == layer,
            Cause::Refused(refusal) => refusal.layer == layer,
            _ => false,
        };
        if failed {
            return LayerResult::Error;
        }
        let one = self.one(layer);
        match layer {
            LayerName::Operation if matches!(self.settled.cause, Cause::Never(_)) => {
                LayerResult::ImplicitDeny
            }
            LayerName::Operation | LayerName::KeyState => LayerResult::NoImpact,
            LayerName::Grant => self.grant_result(),
            LayerName::Identity if self.is_root() => LayerResult::Allow,
            LayerName::Identity => match one {
                Some(tested) if tested.has_documents => tested.result(),
                _ => LayerResult::NoImpact,
            },
            LayerName::Rcp | LayerName::Scp => {
                let results: Vec<LayerResult> =
                    self.tested(layer).map(|one| one.tested.limit(layer)).collect();
                [LayerResult::ExplicitDeny, LayerResult::ImplicitDeny, LayerResult::Allow]
                    .into_iter()
                    .find(|result| results.contains(result))
                    .unwrap_or(LayerResult::NoImpact)
            }
            _ => one.map_or(LayerResult::NoImpact, super::Tested::result),
        }
    }

    fn grant_result(&self) -> LayerResult {
        if !matches!(self.place.target, Target::Grant { .. }) {
            let allows = self
                .grants
                .iter()
                .any(|one| one.trust.is_some() && one.fit.is_taken(crate::policy::Effect::Allow));
            return match (allows, self.grants.is_empty()) {
                (true, _) => LayerResult::Allow,
                (false, true) => LayerResult::NoImpact,
                (false, false) => LayerResult::ImplicitDeny,
            };
        }
        let claim = grants::claim(self.place);
        let any = !claim.own.is_empty() || claim.account.is_some();
        if any { LayerResult::Allow } else { LayerResult::ImplicitDeny }
    }

    /// Every grant on the key: the first that allows decides.
    pub(super) fn grant_traces(&self) -> Vec<GrantTrace> {
        let grants = self.place.key().map_or(&[][..], |key| key.grants.as_slice());
        let mut decided = false;
        let traced = grants.iter().zip(&self.grants).map(|(grant, one)| {
            let allows = one.trust.is_some() && one.fit.is_taken(crate::policy::Effect::Allow);
            let matched = match one.lacks {
                _ if allows && decided => Match::Matched,
                _ if allows => Match::Decisive,
                Some(lacks) if lacks != Lacks::Grantee => Match::NearMiss,
                _ => Match::Irrelevant,
            };
            decided |= allows;
            GrantTrace { grant: grant.clone(), matched, lacks: one.lacks.filter(|_| !allows) }
        });
        traced.collect()
    }

    /// How the key policy, the bucket policy or a grant names the caller.
    pub(super) fn trust_of(&self, layer: LayerName) -> Option<Trust> {
        match layer {
            LayerName::KeyPolicy | LayerName::BucketPolicy => self.one(layer)?.trust(),
            LayerName::Grant if matches!(self.place.target, Target::Grant { .. }) => {
                let claim = grants::claim(self.place);
                let own = claim.strongest(self.place.caller.kind);
                own.or(claim.account.map(|_| Trust::Account))
            }
            LayerName::Grant => self
                .grants
                .iter()
                .filter(|one| one.fit.is_taken(crate::policy::Effect::Allow))
                .filter_map(|one| one.trust)
                .min_by_key(|trust| trust.rank(self.place.caller.kind)),
            _ => None,
        }
    }
}
