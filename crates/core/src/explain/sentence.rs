//! The reason in one sentence, as a code with arguments; its English is in `english/`.

use super::service::OnResource;
use super::trace::{Failed, Trace};
use super::{Explained, LayerTested, Tested};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::decide::grants::{self, Lacks};
use crate::decide::rule::Relation;
use crate::decide::{Cause, Target, Why};
use crate::matching::Fit;
use crate::policy::Effect;
use crate::report::{LayerName, Reason, ReasonCode, Trust, Verdict};
use crate::rules::Rule;
use crate::{arn, glob};

/// Who calls, in words: a name, and what it is the name of.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// What it is.
    pub kind: CallerKind,
    /// Its name, or its account for the root user.
    pub name: &'a str,
    /// Its account.
    pub account: &'a str,
}

/// A statement, in words.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The layer it belongs to.
    pub layer: LayerName,
    /// Where an organization attached it.
    pub level: Option<&'a str>,
    /// The name of the policy.
    pub policy: &'a str,
    /// Its Sid.
    pub sid: Option<&'a str>,
    /// Its index, from 0.
    pub index: usize,
}

/// The one thing in which a statement fails.
#[derive(Clone, Debug)]
pub enum Near<'a> {
    /// It does not name the action; how it names the caller.
    Action(Option<Trust>),
    /// It names a key of another Region.
    Region(String, &'a str),
    /// It names a key of another account.
    Account(String, &'a str),
    /// It names another key.
    Key(String),
    /// It names an alias, a key ID or an alias name, which never stands for the key.
    NoKeyArn(String),
    /// Its Resource does not cover the key, or what else it is, for another reason.
    Resource(&'static str),
    /// In a key policy its Resource is not `*`, or it has no Action or Resource.
    NoEffect,
    /// It names someone else, as all these statements do.
    Principal(Vec<Named<'a>>),
    /// It names the caller as it was before it was deleted.
    Recreated,
    /// Its element cannot be evaluated.
    Unsupported(&'static str),
    /// A condition asks for something else.
    Condition(&'a Reason),
}

/// In what a grant fails that comes near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantNear<'a> {
    /// Its ID.
    pub id: &'a str,
    /// In what.
    pub lacks: Lacks,
}

/// What can be said of a decision.
#[derive(Clone, Debug)]
pub enum Sentence<'a> {
    /// Allowed in one account, or to a service: the key policy names the caller.
    AllowedDirectly { who: Who<'a>, statement: Named<'a>, trust: Trust },
    /// Allowed in one account: the key policy leaves it to IAM, and a policy allows.
    AllowedByDelegation { who: Who<'a>, statement: Named<'a> },
    /// The root user of the key's account.
    AllowedRoot { who: Who<'a>, statement: Named<'a>, trust: Trust },
    /// Both accounts allow. `key_policy` is none where a grant stands in for it.
    AllowedAcross { who: Who<'a>, key_policy: Option<Named<'a>>, trust: Trust, identity: Named<'a> },
    /// The root user of another account.
    AllowedRootAcross { who: Who<'a>, key_policy: Option<Named<'a>>, trust: Trust },
    /// A grant allows.
    AllowedByGrant { who: Who<'a>, grant: &'a str, across: bool, identity: Option<Named<'a>> },
    /// An operation without a key; no statement for the root user.
    AllowedWithoutKey { who: Who<'a>, target: Target, statement: Option<Named<'a>> },
    /// The caller has a claim to retire the grant.
    MayRetire { who: Who<'a>, statement: Option<Named<'a>>, account: bool },
    /// Allowed if principals exist that the scenario does not define.
    AllowedIfTheyExist { principals: &'a [String] },
    /// A Deny matches.
    Denied {
        statement: Named<'a>,
        /// An element that cannot be evaluated.
        unsupported: Option<&'static str>,
        /// The condition key that the scenario does not give a value of.
        unknown: Option<&'a str>,
        refused: bool,
    },
    /// One account: the key policy neither names the caller nor delegates.
    KeyPolicySilent {
        who: Who<'a>,
        near: Option<(Named<'a>, Near<'a>)>,
        identity: Option<Named<'a>>,
        grant: Option<GrantNear<'a>>,
    },
    /// The key policy delegates, but IAM does not allow.
    IdentitySilent {
        who: Who<'a>,
        near: Option<(Named<'a>, Near<'a>)>,
        none: bool,
        /// Does a grant open it, and not the key policy?
        grant: Option<&'a str>,
    },
    /// Another account: the key policy opens nothing to the caller.
    OwnerSilent {
        who: Who<'a>,
        near: Option<(Named<'a>, Near<'a>)>,
        identity: Option<Named<'a>>,
        grant: Option<GrantNear<'a>>,
    },
    /// Another account: the key policy opens it, IAM there does not allow.
    CallerSilent {
        who: Who<'a>,
        trust: Trust,
        near: Option<(Named<'a>, Near<'a>)>,
        none: bool,
        /// Does a grant open it, and not the key policy?
        grant: Option<&'a str>,
    },
    /// A policy that limits the caller does not allow.
    LimitSilent {
        who: Who<'a>,
        layer: LayerName,
        level: Option<&'a str>,
        near: Option<(Named<'a>, Near<'a>)>,
        none: bool,
    },
    /// The key's Region is not enabled in the caller's account.
    RegionNotEnabled { who: Who<'a>, region: &'a str },
    /// The operation never works across accounts.
    NeverAcross { action: String },
    /// AWS managed keys are never used from another account.
    ManagedKeyAcross,
    /// AWS managed keys cannot be changed.
    ManagedKeyFixed,
    /// Aliases that begin with `alias/aws/` are AWS's.
    ReservedAlias,
    /// Only AWS's own role calls it.
    Internal,
    /// The grants of another account's principal cannot be listed.
    ForeignRetiring,
    /// An operation without a key, or a check without one, that no identity policy allows.
    NotAllowedWithoutKey {
        who: Who<'a>,
        target: Target,
        near: Option<(Named<'a>, Near<'a>)>,
        key_policy: bool,
    },
    /// Nothing gives the caller a right to retire the grant.
    MayNotRetire { who: Who<'a>, none: bool, claim: bool },
    /// A resource of another service.
    OnResource { who: Who<'a>, noun: &'static str, says: OnResource<'a> },
    /// Volumes are attached inside their own account.
    VolumeAcross,
    /// A document that takes part cannot be read.
    Unreadable { layer: LayerName, who: Who<'a> },
    /// An operation of a service that this version does not decide.
    OtherService,
    /// KMS does not find the key.
    KeyNotFound {
        /// What KMS prints; none where the request names no alias.
        text: Option<&'a str>,
    },
    /// No key here has the ARN, which the request names or its ciphertext.
    ForeignKey { by_ciphertext: bool },
    /// KMS answers with an exception.
    Refused {
        /// Why.
        why: &'a Why,
        /// The key's state.
        state: &'a str,
    },
}

fn who(caller: &Caller) -> Who<'_> {
    let name = match caller.kind {
        CallerKind::Root => &caller.account,
        CallerKind::Service => &caller.arn,
        _ => caller.short_name(),
    };
    Who { kind: caller.kind, name, account: &caller.account }
}

pub(super) fn named<'a>(layer: &'a LayerTested<'_>, trace: &'a Trace) -> Named<'a> {
    Named {
        layer: layer.layer,
        level: layer.level.as_deref(),
        policy: &trace.name,
        sid: trace.sid.as_deref(),
        index: trace.index,
    }
}

impl<'m> Explained<'m> {
    pub(super) fn sentence(&self) -> Sentence<'_> {
        let who = who(self.place.caller);
        match (&self.settled.cause, self.settled.verdict) {
            (Cause::Unreadable(layer), _) => Sentence::Unreadable { layer: *layer, who },
            (Cause::OtherService, _) => Sentence::OtherService,
            (Cause::NotFound(text, _), _) => Sentence::KeyNotFound { text: text.as_deref() },
            (Cause::Refused(refusal), _) => Sentence::Refused {
                why: &refusal.why,
                state: self.place.key().map_or("", |key| key.state()),
            },
            (Cause::Never(rule), _) => match rule {
                Rule::X10 => Sentence::ManagedKeyAcross,
                Rule::K50 => Sentence::ManagedKeyFixed,
                Rule::K55 => Sentence::ReservedAlias,
                Rule::N1 => Sentence::Internal,
                Rule::N2 => Sentence::ForeignRetiring,
                Rule::S30 => Sentence::VolumeAcross,
                _ => Sentence::NeverAcross { action: self.action.to_string() },
            },
            (Cause::IfTheyExist(principals), _) => Sentence::AllowedIfTheyExist { principals },
            (_, Verdict::ExplicitDeny) => self.denied(),
            (_, Verdict::Allow) => self.allowed_sentence(who),
            _ => self.denied_implicitly_sentence(who),
        }
    }

    /// The statement that decided a layer.
    pub(super) fn decisive(&self, layer: LayerName) -> Option<Named<'_>> {
        let one = self.tested(layer).find(|one| one.tested.decisive().is_some())?;
        Some(named(one, one.tested.decisive()?))
    }

    fn foreign_key(&self) -> Sentence<'_> {
        Sentence::ForeignKey { by_ciphertext: self.place.question.is_by_ciphertext() }
    }

    fn denied(&self) -> Sentence<'_> {
        let layer = self.layer();
        let denying = self.tested(layer).filter(|one| one.tested.denies());
        let first = denying.min_by_key(|one| !one.tested.denies_certainly());
        let Some((one, deny)) = first.and_then(|one| Some((one, one.tested.decisive()?))) else {
            return self.foreign_key();
        };
        let unsupported = deny.failed.iter().find(|failed| failed.reason.fit == Fit::Unsupported);
        Sentence::Denied {
            statement: named(one, deny),
            unsupported: unsupported.map(|failed| failed.reason.element),
            unknown: unsupported
                .filter(|failed| failed.reason.code == ReasonCode::ConditionMissing)
                .and_then(|failed| failed.reason.key.as_deref()),
            refused: deny.refused,
        }
    }

    fn allowed_sentence<'a>(&'a self, who: Who<'a>) -> Sentence<'a> {
        if self.place.target.is_resource() {
            return self.allowed_on_resource(who);
        }
        let identity = self.decisive(LayerName::Identity).filter(|_| !self.is_root());
        let key_policy = self.decisive(LayerName::KeyPolicy);
        let trust = self.one(LayerName::KeyPolicy).and_then(Tested::trust);
        let across = matches!(self.place.relation, Relation::CrossAccount { .. });
        let layer = self.layer();
        if let Target::Grant { .. } = self.place.target {
            let statement = identity.filter(|_| layer == LayerName::Identity);
            let account = grants::claim(self.place).own.is_empty();
            return Sentence::MayRetire { who, statement, account };
        }
        if !self.has_key() {
            let target = self.place.target;
            return Sentence::AllowedWithoutKey { who, target, statement: identity };
        }
        let trust = trust.unwrap_or(Trust::Account);
        match (layer, key_policy, identity) {
            (LayerName::Identity, key_policy, Some(identity)) if across => {
                Sentence::AllowedAcross { who, key_policy, trust, identity }
            }
            (LayerName::Identity, key_policy, None) if across => {
                Sentence::AllowedRootAcross { who, key_policy, trust }
            }
            (LayerName::Identity, _, Some(statement)) => {
                Sentence::AllowedByDelegation { who, statement }
            }
            (LayerName::KeyPolicy, Some(statement), _) if self.is_root() => {
                Sentence::AllowedRoot { who, statement, trust }
            }
            (LayerName::KeyPolicy, Some(statement), _) => {
                Sentence::AllowedDirectly { who, statement, trust }
            }
            (_, _, identity) => {
                let trust = self.trust_of(LayerName::Grant);
                let identity = identity.filter(|_| trust == Some(Trust::Account));
                Sentence::AllowedByGrant { who, grant: self.allowing_grant(), across, identity }
            }
        }
    }

    /// The ID of the grant that allows.
    fn allowing_grant(&self) -> &str {
        let grants = self.place.key().map_or(&[][..], |key| key.grants.as_slice());
        let allows = |one: &super::Granted| one.trust.is_some() && one.fit.is_taken(Effect::Allow);
        let found = grants.iter().zip(&self.grants).find(|(_, one)| allows(one));
        found.map_or("", |(grant, _)| grant.id.as_str())
    }

    /// The grant that comes nearest.
    fn near_grant(&self) -> Option<GrantNear<'_>> {
        let grants = self.place.key().map_or(&[][..], |key| key.grants.as_slice());
        let near = grants.iter().zip(&self.grants).filter_map(|(grant, one)| {
            let lacks = one.lacks.filter(|lacks| *lacks != Lacks::Grantee)?;
            Some(GrantNear { id: &grant.id, lacks })
        });
        near.min_by_key(|near| near.lacks == Lacks::Operation)
    }

    fn denied_implicitly_sentence<'a>(&'a self, who: Who<'a>) -> Sentence<'a> {
        let same_account = self.place.is_same_account();
        let resource = self.place.resource.as_str();
        let layer = self.layer();
        let none = self.named_no_identity_policy();
        if matches!(
            layer,
            LayerName::Scp | LayerName::Boundary | LayerName::Session | LayerName::VpcEndpoint
        ) {
            let one = self.tested(layer).find(|one| !one.tested.allows());
            return Sentence::LimitSilent {
                who,
                layer,
                level: one.and_then(|one| one.level.as_deref()),
                near: one.and_then(|one| near(one, resource, self.noun())),
                none: one.is_none_or(|one| !one.tested.has_documents),
            };
        }
        if self.place.target.is_resource() {
            return self.refused_on_resource(who);
        }
        if let Target::Grant { grant, .. } = self.place.target {
            let claim = layer == LayerName::Identity;
            return Sentence::MayNotRetire { who, none: grant.is_none(), claim };
        }
        let identity = self.tested(LayerName::Identity).next();
        if !self.has_key() {
            return Sentence::NotAllowedWithoutKey {
                who,
                target: self.place.target,
                near: identity.and_then(|one| near(one, resource, self.noun())),
                key_policy: self.any_key_policy_would_allow(),
            };
        }
        if matches!(self.settled.cause, Cause::ForeignKey) && layer == LayerName::KeyPolicy {
            return self.foreign_key();
        }
        let trust = self.one(LayerName::KeyPolicy).and_then(Tested::trust);
        if layer == LayerName::Identity {
            let near = identity.and_then(|one| near(one, resource, self.noun()));
            let grant = trust.is_none().then(|| self.allowing_grant());
            let trust = trust.or(self.trust_of(LayerName::Grant)).unwrap_or(Trust::Account);
            return if same_account {
                Sentence::IdentitySilent { who, near, none, grant }
            } else {
                Sentence::CallerSilent { who, trust, near, none, grant }
            };
        }
        if self.place.relation == (Relation::CrossAccount { region_enabled: false }) {
            let region = Arn::parse(resource).map_or("", |arn| arn.region);
            return Sentence::RegionNotEnabled { who, region };
        }
        let key_policy = self.tested(LayerName::KeyPolicy).next();
        let near = key_policy.and_then(|one| near(one, resource, self.noun()));
        let grant = self.near_grant();
        let identity = identity.filter(|one| one.tested.allows());
        let identity = identity.and_then(|one| Some(named(one, one.tested.decisive()?)));
        if same_account || self.place.is_service() {
            Sentence::KeyPolicySilent { who, near, identity, grant }
        } else {
            Sentence::OwnerSilent { who, near, identity, grant }
        }
    }

    pub(crate) fn named_no_identity_policy(&self) -> bool {
        self.one(LayerName::Identity).is_none_or(|identity| !identity.has_documents)
    }
}

/// The first of a layer's Allow statements that only just fails, and in what: one whose Resource
/// or Condition fails before one whose action or principal does.
pub(super) fn near<'a>(
    layer: &'a LayerTested<'_>,
    resource: &'a str,
    noun: &'static str,
) -> Option<(Named<'a>, Near<'a>)> {
    let order = |trace: &&Trace| match trace.only_failure().map(|failed| failed.reason.code) {
        Some(ReasonCode::Unsupported | ReasonCode::PrincipalRecreated) => 0,
        Some(
            ReasonCode::Resource
            | ReasonCode::ConditionMissing
            | ReasonCode::ConditionValue
            | ReasonCode::ConditionSet,
        ) => 1,
        Some(ReasonCode::Action) => 2,
        _ => 3,
    };
    let trace = layer.tested.near_misses().min_by_key(order)?;
    let failed = trace.only_failure()?;
    let near = if failed.reason.code == ReasonCode::Principal {
        let others = layer.tested.near_misses().filter(|trace| order(trace) == 3);
        Near::Principal(others.map(|trace| named(layer, trace)).collect())
    } else {
        kind_of_near(failed, trace.trust, layer.layer == LayerName::KeyPolicy, resource, noun)
    };
    Some((named(layer, trace), near))
}

fn kind_of_near<'a>(
    failed: &'a Failed,
    trust: Option<Trust>,
    in_key_policy: bool,
    resource: &'a str,
    noun: &'static str,
) -> Near<'a> {
    let reason = &failed.reason;
    match reason.code {
        ReasonCode::Unsupported => Near::Unsupported(reason.element),
        ReasonCode::PrincipalRecreated => Near::Recreated,
        ReasonCode::Principal => Near::Principal(Vec::new()),
        ReasonCode::Action if reason.fit == Fit::No => Near::Action(trust),
        ReasonCode::Action => Near::NoEffect,
        ReasonCode::Resource if in_key_policy => Near::NoEffect,
        ReasonCode::Resource => match reason.expected.as_slice() {
            [only] if noun == "key" => resource_difference(only, resource),
            _ => Near::Resource(noun),
        },
        ReasonCode::ConditionValue | ReasonCode::ConditionMissing | ReasonCode::ConditionSet => {
            Near::Condition(reason)
        }
    }
}

/// In which part a single Resource pattern misses the key.
fn resource_difference<'a>(pattern: &str, resource: &'a str) -> Near<'a> {
    let (Some(wanted), Some(found)) = (Arn::parse(pattern), Arn::parse(resource)) else {
        return if pattern.contains(['*', '$']) {
            Near::Resource("key")
        } else {
            Near::NoKeyArn(pattern.to_owned())
        };
    };
    if wanted.resource.starts_with("alias/") && found.resource.starts_with("key/") {
        return Near::NoKeyArn(pattern.to_owned());
    }
    if !glob::matches(wanted.account, found.account) && arn::is_account(wanted.account) {
        return Near::Account(wanted.account.to_owned(), found.account);
    }
    if !glob::matches(wanted.region, found.region) {
        return Near::Region(wanted.region.to_owned(), found.region);
    }
    let keys = wanted.resource.starts_with("key/") && found.resource.starts_with("key/");
    if keys && !pattern.contains('$') && !glob::matches(wanted.resource, found.resource) {
        return Near::Key(wanted.resource.trim_start_matches("key/").to_owned());
    }
    Near::Resource("key")
}
