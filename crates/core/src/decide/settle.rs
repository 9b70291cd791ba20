//! From what the policies give to the answer: documents that cannot be read, parts that are not
//! modelled, operations that end at the account's border, principals that must exist.

use super::rule::Outcome;
use super::unmodelled::{Asked, Unmodelled};
use super::{CompiledPolicy, Identified, Model, Place, Question};
use crate::actions::{Action, ActionSet};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::policy::{PrincipalEntry, Severity};
use crate::report::{LayerName, Verdict};

/// The exception of a decision that would read a document that cannot be read.
pub const UNREADABLE_POLICY: &str = "UnreadablePolicy";
/// The exception of a decision that this version cannot make.
pub const NOT_MODELLED: &str = "NotModelled";
const NOT_FOUND: &str = "NotFoundException";
const MALFORMED_POLICY: &str = "MalformedPolicyDocumentException";
const LIMIT_EXCEEDED: &str = "LimitExceededException";
/// The largest key policy, in bytes (K-33).
const KEY_POLICY_LIMIT: usize = 32_768;

/// Why a request is answered as it is, before it is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// What the policies say.
    Policies,
    /// The operation never works across accounts.
    NeverAcrossAccounts,
    /// A document that takes part cannot be read.
    Unreadable(LayerName),
    /// A part of the scenario is not decided by this version.
    Unmodelled(Unmodelled),
    /// PutKeyPolicy: the policy names users or roles that are not defined here.
    UnknownPrincipals(Vec<String>),
    /// PutKeyPolicy: KMS refuses the policy for what it says.
    RefusedOnSaving,
    /// KMS does not find the key.
    NotFound,
    /// A foreign ARN: AWS does not say whether the key exists.
    ForeignKey,
}

/// The answer to one question with its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub verdict: Verdict,
    pub error: Option<&'static str>,
    pub uncertain: bool,
    pub cause: Cause,
}

impl Settled {
    fn error(error: &'static str, cause: Cause) -> Self {
        Self { verdict: Verdict::Error, error: Some(error), uncertain: true, cause }
    }
}

impl Model<'_> {
    /// The answer where no key of the scenario is meant.
    pub(crate) fn settle_unidentified(
        &self,
        caller: &Caller,
        action: Option<Action>,
        identified: &Identified,
    ) -> Settled {
        let arn = match identified {
            Identified::Foreign(arn) => arn,
            Identified::Operation => {
                return Settled::error(NOT_MODELLED, Cause::Unmodelled(Unmodelled::Operation));
            }
            _ => return Settled { uncertain: false, ..Settled::error(NOT_FOUND, Cause::NotFound) },
        };
        let place = self.place_of_foreign(caller, arn);
        if let Some(layer) = self.unreadable(&place) {
            return Settled::error(UNREADABLE_POLICY, Cause::Unreadable(layer));
        }
        let denied = self.grounds(&place).denied;
        let is = |set: ActionSet| action.is_some_and(|action| set.contains(action));
        let (verdict, cause) = if is(denied.taken) {
            (Verdict::ExplicitDeny, Cause::Policies)
        } else {
            (Verdict::ImplicitDeny, Cause::ForeignKey)
        };
        Settled { verdict, error: None, uncertain: is(denied.certain ^ denied.possible), cause }
    }

    /// From what the policies give to the answer: unreadable documents, parts that are not
    /// modelled, operations that end at the account's border.
    pub(crate) fn settle(
        &self,
        question: &Question<'_>,
        place: &Place<'_>,
        outcome: &Outcome,
        action: Action,
    ) -> Settled {
        if let Some(layer) = self.unreadable(place) {
            return Settled::error(UNREADABLE_POLICY, Cause::Unreadable(layer));
        }
        let asked = self.asked(question, place);
        let key_policy = place.key.and_then(|key| self.key_policies.get(key));
        // A key policy that KMS would refuse cannot be in force as it stands.
        let refused = key_policy.is_some_and(|policy| policy.refused);
        let blocks = asked.blocks(action);
        let settled =
            |verdict, uncertain, cause| Settled { verdict, error: None, uncertain, cause };
        let uncertain = outcome.uncertain.contains(action);
        if blocks == Some(Unmodelled::NewKeyPolicy) {
            // The policy in force authorizes, not the one whose statements were tested.
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(Unmodelled::NewKeyPolicy));
        }
        if outcome.denied.contains(action) {
            return settled(Verdict::ExplicitDeny, uncertain || blocks.is_some(), Cause::Policies);
        }
        if let Some(part) = blocks {
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
        }
        if outcome.allowed.contains(action) {
            if let Some(part) = asked.may_stop(action) {
                return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
            }
            if action.bare_name() == "PutKeyPolicy"
                && let Some(refusal) = key_policy.and_then(|policy| self.refusal(policy))
            {
                return refusal;
            }
            return settled(Verdict::Allow, uncertain || refused, Cause::Policies);
        }
        let uncertain = uncertain || refused;
        let limited = asked.limits().is_some();
        if !place.relation.same_account && !action.works_across_accounts() {
            let uncertain = limited || outcome.uncertain.contains(action);
            return settled(Verdict::ImplicitDeny, uncertain, Cause::NeverAcrossAccounts);
        }
        if let Some(part) = asked.may_allow() {
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
        }
        settled(Verdict::ImplicitDeny, uncertain || limited, Cause::Policies)
    }

    pub(crate) fn asked<'a>(&'a self, question: &Question<'a>, place: &'a Place<'a>) -> Asked<'a> {
        Asked {
            scenario: self.scenario,
            caller: place.caller,
            key: place.key.and_then(|key| self.scenario.keys.get(key)),
            owner: Arn::parse(&place.resource).map_or("", |arn| arn.account),
            vpc_endpoint: question.vpc_endpoint,
            two_keys: question.key.zip(question.ciphertext_key).is_some_and(|(a, b)| a != b),
            parameters: question.parameters,
        }
    }

    /// The first layer with a document that cannot be used.
    fn unreadable(&self, place: &Place<'_>) -> Option<LayerName> {
        let key_policy = place.key.and_then(|key| self.key_policies.get(key));
        if key_policy.is_some_and(|policy| !policy.is_readable()) {
            return Some(LayerName::KeyPolicy);
        }
        let root = place.caller.kind == CallerKind::Root;
        let mut identity =
            self.identity_policies.get(place.caller.policies_of).into_iter().flatten();
        let broken = !root && identity.any(|policy| !policy.is_readable());
        broken.then_some(LayerName::Identity)
    }

    /// For PutKeyPolicy: does KMS refuse to save this policy?
    fn refusal(&self, policy: &CompiledPolicy) -> Option<Settled> {
        let problems = &policy.source.problems;
        if policy.source.text.len() > KEY_POLICY_LIMIT {
            return Some(Settled::error(LIMIT_EXCEEDED, Cause::RefusedOnSaving));
        }
        if problems.iter().any(|problem| problem.kind.severity() == Severity::Error) {
            return Some(Settled::error(MALFORMED_POLICY, Cause::RefusedOnSaving));
        }
        let unknown = self.unknown_principals(policy);
        if unknown.is_empty() {
            return None;
        }
        let cause = Cause::UnknownPrincipals(unknown);
        Some(if self.scenario.closed {
            Settled { uncertain: false, ..Settled::error(MALFORMED_POLICY, cause) }
        } else {
            Settled { verdict: Verdict::Allow, error: None, uncertain: true, cause }
        })
    }

    /// Users and roles that a key policy names and the scenario does not define. KMS saves a
    /// policy only if they exist (K-31).
    fn unknown_principals(&self, policy: &CompiledPolicy) -> Vec<String> {
        let mut unknown: Vec<String> = policy
            .statements()
            .filter_map(|(_, statement)| statement.principal.as_ref())
            .flat_map(|principal| &principal.entries)
            .filter_map(|entry| self.unknown_principal(&entry.value))
            .collect();
        unknown.sort();
        unknown.dedup();
        unknown
    }

    /// The user or role that must exist for this entry to be saved, if nothing here defines it.
    fn unknown_principal(&self, entry: &PrincipalEntry) -> Option<String> {
        let (name, exists) = match entry {
            PrincipalEntry::User(arn) | PrincipalEntry::Role(arn) => {
                (arn, self.callers.iter().any(|caller| caller.identity_arn == *arn))
            }
            PrincipalEntry::UniqueId(id) => {
                (id, self.callers.iter().any(|caller| caller.unique_id.as_ref() == Some(id)))
            }
            _ => return None,
        };
        (!exists).then(|| name.clone())
    }
}
