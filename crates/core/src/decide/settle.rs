//! From what the policies give to the answer: documents that cannot be read, parts that are not
//! modelled, operations that end at the account's border, principals that must exist.

use super::rule::Outcome;
use super::unmodelled::{Asked, Unmodelled};
use super::{Identified, Model, Place, Question};
use crate::actions::Action;
use crate::arn::Arn;
use crate::caller::CallerKind;
use crate::report::{LayerName, Verdict};

/// The exception of a decision that would read a document that cannot be read.
pub const UNREADABLE_POLICY: &str = "UnreadablePolicy";
/// The exception of a decision that this version cannot make.
pub const NOT_MODELLED: &str = "NotModelled";
const NOT_FOUND: &str = "NotFoundException";
const MALFORMED_POLICY: &str = "MalformedPolicyDocumentException";

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
    /// From what the policies give to the answer: unreadable documents, parts that are not
    /// modelled, operations that end at the account's border.
    pub(crate) fn settle(
        &self,
        question: &Question<'_>,
        place: &Place<'_>,
        outcome: &Outcome,
        action: Option<Action>,
    ) -> Settled {
        if let Some(layer) = self.unreadable(place) {
            return Settled::error(UNREADABLE_POLICY, Cause::Unreadable(layer));
        }
        let asked = self.asked(question, place);
        let Some(action) = action else {
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(Unmodelled::Operation));
        };
        let uncertain = outcome.uncertain.contains(action);
        let settled =
            |verdict, uncertain, cause| Settled { verdict, error: None, uncertain, cause };
        if outcome.denied.contains(action) {
            return settled(Verdict::ExplicitDeny, uncertain, Cause::Policies);
        }
        if let Some(part) = asked.blocks(Some(action)) {
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
        }
        if outcome.allowed.contains(action) {
            if let Some(part) = asked.may_stop(action) {
                return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
            }
            let unknown = self.unknown_principals(place, action);
            if unknown.is_empty() {
                return settled(Verdict::Allow, uncertain, Cause::Policies);
            }
            let cause = Cause::UnknownPrincipals(unknown);
            if self.scenario.closed {
                return Settled { uncertain, ..Settled::error(MALFORMED_POLICY, cause) };
            }
            return settled(Verdict::Allow, true, cause);
        }
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

    /// For PutKeyPolicy: users and roles that the policy names and the scenario does not define.
    /// KMS saves a policy only if they exist (K-31).
    fn unknown_principals(&self, place: &Place<'_>, action: Action) -> Vec<String> {
        let policy = place.key.and_then(|key| self.key_policies.get(key));
        if action.bare_name() != "PutKeyPolicy" {
            return Vec::new();
        }
        let statements = policy.and_then(|policy| policy.source.policy.as_ref());
        let mut unknown: Vec<String> = statements
            .iter()
            .flat_map(|policy| &policy.statements)
            .filter_map(|statement| statement.principal.as_ref())
            .flat_map(|principal| &principal.entries)
            .filter_map(|entry| entry.value.must_exist())
            .filter(|arn| !self.callers.iter().any(|caller| caller.identity_arn == *arn))
            .map(str::to_owned)
            .collect();
        unknown.sort();
        unknown.dedup();
        unknown
    }
}

/// The answer where no key of the scenario is meant.
pub(crate) fn unidentified(identified: &Identified) -> Settled {
    match identified {
        Identified::Foreign(_) => Settled {
            verdict: Verdict::ImplicitDeny,
            error: None,
            uncertain: false,
            cause: Cause::ForeignKey,
        },
        _ => Settled { uncertain: false, ..Settled::error(NOT_FOUND, Cause::NotFound) },
    }
}
