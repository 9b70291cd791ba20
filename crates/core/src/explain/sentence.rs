//! The reason in one sentence, as a code with arguments; its English is in `english.rs`.

use super::trace::{Failed, Trace};
use super::{Explained, Tested};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::decide::{Cause, Unmodelled};
use crate::matching::Fit;
use crate::report::{LayerName, ReasonCode, Trust, Verdict};
use crate::{arn, english, glob};

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
    /// The name of the policy; none for the key policy.
    pub policy: Option<&'a str>,
    /// Its Sid.
    pub sid: Option<&'a str>,
    /// Its index, from 0.
    pub index: usize,
}

/// The one thing in which a statement fails.
#[derive(Clone, Debug)]
pub enum Near<'a> {
    /// It does not name the action.
    Action,
    /// It names a key of another Region.
    Region(String, &'a str),
    /// It names a key of another account.
    Account(String, &'a str),
    /// It names another key.
    Key(String),
    /// It names an alias, a key ID or an alias name, which never stands for the key.
    NoKeyArn(String),
    /// Its Resource does not cover the key for another reason.
    Resource,
    /// In a key policy its Resource is not `*`, or it has no Action or Resource.
    NoEffect,
    /// It names someone else, as all these statements do.
    Principal(Vec<Named<'a>>),
    /// It names the caller as it was before it was deleted.
    Recreated,
    /// Its element cannot be evaluated.
    Unsupported(&'static str),
}

/// What can be said of a decision.
#[derive(Clone, Debug)]
pub enum Sentence<'a> {
    /// Allowed in one account: the key policy names the caller.
    AllowedDirectly { who: Who<'a>, statement: Named<'a>, trust: Trust },
    /// Allowed in one account: the key policy leaves it to IAM, and a policy allows.
    AllowedByDelegation { account: &'a str, who: Who<'a>, statement: Named<'a> },
    /// The root user of the key's account.
    AllowedRoot { who: Who<'a>, statement: Named<'a> },
    /// Both accounts allow.
    AllowedAcross { who: Who<'a>, key_policy: Named<'a>, trust: Trust, identity: Named<'a> },
    /// The root user of another account.
    AllowedRootAcross { who: Who<'a>, key_policy: Named<'a>, trust: Trust },
    /// An operation without a key; no statement for the root user.
    AllowedWithoutKey { who: Who<'a>, statement: Option<Named<'a>> },
    /// Allowed if principals exist that the scenario does not define.
    AllowedIfTheyExist { principals: &'a [String] },
    /// A Deny matches.
    Denied { statement: Named<'a>, unsupported: Option<&'static str>, refused: bool },
    /// One account: the key policy neither names the caller nor delegates.
    KeyPolicySilent {
        who: Who<'a>,
        near: Option<(Named<'a>, Near<'a>)>,
        identity: Option<Named<'a>>,
    },
    /// The key policy delegates, but IAM does not allow.
    IdentitySilent {
        who: Who<'a>,
        account: &'a str,
        near: Option<(Named<'a>, Near<'a>)>,
        none: bool,
    },
    /// Another account: the key policy opens nothing to the caller.
    OwnerSilent { who: Who<'a>, near: Option<(Named<'a>, Near<'a>)>, identity: Option<Named<'a>> },
    /// Another account: the key policy opens it, IAM there does not allow.
    CallerSilent { who: Who<'a>, trust: Trust, near: Option<(Named<'a>, Near<'a>)>, none: bool },
    /// The key's Region is not enabled in the caller's account.
    RegionNotEnabled { who: Who<'a>, region: &'a str },
    /// The operation never works across accounts.
    NeverAcross { action: &'a str },
    /// An operation without a key that no identity policy allows.
    NotAllowedWithoutKey { who: Who<'a>, near: Option<(Named<'a>, Near<'a>)>, key_policy: bool },
    /// A document that takes part cannot be read.
    Unreadable { layer: LayerName, who: Who<'a> },
    /// Something this version does not decide.
    NotModelled(Unmodelled),
    /// KMS does not find the key.
    KeyNotFound { text: &'a str },
    /// A foreign ARN that no key here has.
    ForeignKey,
    /// KMS refuses the policy for what it says.
    RefusedOnSaving,
    /// KMS refuses the policy since principals do not exist.
    PrincipalsDoNotExist { principals: &'a [String] },
}

fn who(caller: &Caller) -> Who<'_> {
    let name = match caller.kind {
        CallerKind::Root => &caller.account,
        _ => caller.short_name(),
    };
    Who { kind: caller.kind, name, account: &caller.account }
}

fn named(trace: &Trace, in_key_policy: bool) -> Named<'_> {
    Named {
        policy: (!in_key_policy).then_some(trace.name.as_str()),
        sid: trace.sid.as_deref(),
        index: trace.index,
    }
}

impl Explained<'_> {
    pub(super) fn sentence(&self) -> Sentence<'_> {
        let who = who(self.place.caller);
        let trust = self.key_policy.trust();
        match (&self.settled.cause, self.settled.verdict) {
            (Cause::Unreadable(layer), _) => Sentence::Unreadable { layer: *layer, who },
            (Cause::Unmodelled(part), _) => Sentence::NotModelled(*part),
            (Cause::NeverAcrossAccounts, _) => Sentence::NeverAcross { action: self.action_name },
            (Cause::RefusedOnSaving, _) => Sentence::RefusedOnSaving,
            (Cause::ForeignKey | Cause::NotFound, _) => Sentence::ForeignKey,
            (Cause::UnknownPrincipals(principals), Verdict::Allow) => {
                Sentence::AllowedIfTheyExist { principals }
            }
            (Cause::UnknownPrincipals(principals), _) => {
                Sentence::PrincipalsDoNotExist { principals }
            }
            (_, Verdict::ExplicitDeny) => self.denied(),
            (_, Verdict::Allow) => self.allowed_sentence(who, trust),
            _ if !self.has_key() => Sentence::NotAllowedWithoutKey {
                who,
                near: near(&self.identity, false, self.place.resource.as_str()),
                key_policy: self.any_key_policy_would_allow(),
            },
            _ => self.denied_implicitly_sentence(who, trust),
        }
    }

    fn denied(&self) -> Sentence<'_> {
        let in_key_policy = self.layer() == LayerName::KeyPolicy;
        let tested = if in_key_policy { &self.key_policy } else { &self.identity };
        let Some(deny) = tested.decisive() else {
            return Sentence::ForeignKey;
        };
        let unsupported = deny.failed.iter().find(|failed| failed.fit == Fit::Unsupported);
        Sentence::Denied {
            statement: named(deny, in_key_policy),
            unsupported: unsupported.map(|failed| failed.reason.element),
            refused: deny.refused,
        }
    }

    fn allowed_sentence<'a>(&'a self, who: Who<'a>, trust: Option<Trust>) -> Sentence<'a> {
        let identity = self.identity.decisive().map(|trace| named(trace, false));
        let Some(key_policy) = self.key_policy.decisive().map(|trace| named(trace, true)) else {
            return Sentence::AllowedWithoutKey { who, statement: identity };
        };
        let trust = trust.unwrap_or(Trust::Account);
        match (self.place.relation.same_account, self.layer(), identity) {
            (true, _, _) if self.is_root() => Sentence::AllowedRoot { who, statement: key_policy },
            (true, LayerName::Identity, Some(statement)) => {
                Sentence::AllowedByDelegation { account: who.account, who, statement }
            }
            (true, ..) => Sentence::AllowedDirectly { who, statement: key_policy, trust },
            (false, _, Some(identity)) => {
                Sentence::AllowedAcross { who, key_policy, trust, identity }
            }
            (false, _, None) => Sentence::AllowedRootAcross { who, key_policy, trust },
        }
    }

    fn denied_implicitly_sentence<'a>(
        &'a self,
        who: Who<'a>,
        trust: Option<Trust>,
    ) -> Sentence<'a> {
        let same_account = self.place.relation.same_account;
        let resource = self.place.resource.as_str();
        let none = self.named_no_identity_policy();
        if self.layer() == LayerName::Identity {
            let near = near(&self.identity, false, resource);
            return if same_account {
                Sentence::IdentitySilent { who, account: who.account, near, none }
            } else {
                Sentence::CallerSilent { who, trust: trust.unwrap_or(Trust::Account), near, none }
            };
        }
        if !same_account && !self.place.relation.region_enabled {
            let region = Arn::parse(resource).map_or("", |arn| arn.region);
            return Sentence::RegionNotEnabled { who, region };
        }
        let near = near(&self.key_policy, true, resource);
        let identity = self.identity.decisive().filter(|_| self.identity.allows());
        let identity = identity.map(|trace| named(trace, false));
        if same_account {
            Sentence::KeyPolicySilent { who, near, identity }
        } else {
            Sentence::OwnerSilent { who, near, identity }
        }
    }

    /// What AWS prints for a refusal (section 11).
    pub(super) fn message(&self) -> Option<String> {
        let caller = &self.place.caller.arn;
        let action = self.action_name;
        let across = !self.place.relation.same_account;
        let resource = if self.has_key() { &self.place.resource } else { "*" };
        match (&self.settled.cause, self.settled.verdict) {
            (Cause::UnknownPrincipals(_), Verdict::Error) => {
                Some(english::INVALID_PRINCIPALS.to_owned())
            }
            (_, Verdict::Allow | Verdict::Error) => None,
            (Cause::NeverAcrossAccounts | Cause::ForeignKey, _) => {
                Some(english::foreign_denial(caller, action))
            }
            _ if across && self.layer() == LayerName::KeyPolicy => {
                Some(english::foreign_denial(caller, action))
            }
            (_, verdict) => {
                let explicit = verdict == Verdict::ExplicitDeny;
                Some(english::denial(caller, action, resource, self.layer(), explicit))
            }
        }
    }
}

/// The first of a layer's Allow statements that only just fails, and in what: one whose Resource
/// or Condition fails before one whose action or principal does.
fn near<'a>(
    tested: &'a Tested,
    in_key_policy: bool,
    resource: &'a str,
) -> Option<(Named<'a>, Near<'a>)> {
    let order = |trace: &&Trace| match trace.only_failure().map(|failed| failed.reason.code) {
        Some(ReasonCode::Unsupported | ReasonCode::PrincipalRecreated) => 0,
        Some(ReasonCode::Resource) => 1,
        Some(ReasonCode::Action) => 2,
        _ => 3,
    };
    let trace = tested.near_misses().min_by_key(order)?;
    let failed = trace.only_failure()?;
    let near = if failed.reason.code == ReasonCode::Principal {
        let others = tested.near_misses().filter(|trace| order(trace) == 3);
        Near::Principal(others.map(|trace| named(trace, in_key_policy)).collect())
    } else {
        kind_of_near(failed, in_key_policy, resource)
    };
    Some((named(trace, in_key_policy), near))
}

fn kind_of_near<'a>(failed: &'a Failed, in_key_policy: bool, resource: &'a str) -> Near<'a> {
    match failed.reason.code {
        ReasonCode::Unsupported => Near::Unsupported(failed.reason.element),
        ReasonCode::PrincipalRecreated => Near::Recreated,
        ReasonCode::Principal => Near::Principal(Vec::new()),
        ReasonCode::Action if failed.fit == Fit::No => Near::Action,
        ReasonCode::Action => Near::NoEffect,
        ReasonCode::Resource if in_key_policy => Near::NoEffect,
        ReasonCode::Resource => match failed.reason.expected.as_slice() {
            [only] => resource_difference(only, resource),
            _ => Near::Resource,
        },
    }
}

/// In which part a single Resource pattern misses the key.
fn resource_difference<'a>(pattern: &str, resource: &'a str) -> Near<'a> {
    let (Some(wanted), Some(found)) = (Arn::parse(pattern), Arn::parse(resource)) else {
        return if pattern.contains('*') {
            Near::Resource
        } else {
            Near::NoKeyArn(pattern.to_owned())
        };
    };
    if wanted.resource.starts_with("alias/") {
        return Near::NoKeyArn(pattern.to_owned());
    }
    if !glob::matches(wanted.account, found.account) && arn::is_account(wanted.account) {
        return Near::Account(wanted.account.to_owned(), found.account);
    }
    if !glob::matches(wanted.region, found.region) {
        return Near::Region(wanted.region.to_owned(), found.region);
    }
    if !glob::matches(wanted.resource, found.resource) && found.resource != "*" {
        return Near::Key(wanted.resource.trim_start_matches("key/").to_owned());
    }
    Near::Resource
}
