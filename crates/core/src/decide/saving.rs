//! What KMS answers to a new key policy: its size, its grammar, its principals, and whether the
//! caller could still change it afterwards (section 2.3).

use super::Model;
use super::compiled::CompiledPolicy;
use super::place::{Place, Target};
use super::settle::{Refusal, Text, Why};
use crate::actions::{Action, ActionSet};
use crate::caller::{Caller, CallerKind};
use crate::english;
use crate::policy::{self, PolicyKind, PrincipalEntry, ProblemKind};
use crate::report::{Confidence, LayerName};
use crate::rules::Rule;
use crate::sorted::sort_by;
use serde_json::Value;
use std::borrow::Cow;

const MALFORMED_POLICY: &str = english::MALFORMED_KEY_POLICY;
const VALIDATION: &str = "ValidationException";

/// What saving a policy comes to, where it is not simply done.
#[derive(Clone, Debug)]
pub(super) enum Saving {
    /// It is refused.
    Refused(Refusal),
    /// It is saved if these principals exist (K-31).
    IfTheyExist(Vec<String>),
    /// It is saved, for all that is known.
    Uncertain(Vec<Rule>),
}

pub(super) fn refuse(
    error: &'static str,
    message: Option<&'static str>,
    why: Why,
    rules: Vec<Rule>,
) -> Refusal {
    let uncertain = rules.iter().any(|rule| rule.confidence() == Confidence::Uncertain);
    let text = message.map_or(Text::Unknown, Text::Is);
    Refusal { layer: LayerName::Operation, error, text, why, rules: rules.into(), uncertain }
}

impl Model<'_> {
    /// What KMS says to the key policy that an allowed request would save.
    pub(super) fn saving(&self, place: &Place<'_>, action: Action) -> Option<Saving> {
        let parameters = place.question.parameters;
        let given = parameters.get("Policy").and_then(Value::as_str);
        let puts = action.bare_name() == "PutKeyPolicy";
        if puts && let Some(refusal) = policy_name(place) {
            return Some(Saving::Refused(refusal));
        }
        let (policy, refusal): (Cow<'_, CompiledPolicy>, _) = match (given, place.target) {
            (Some(text), _) => {
                let read = policy::read(text.into(), PolicyKind::KeyPolicy);
                let policy = CompiledPolicy::new(read);
                let refusal = document(&policy);
                (Cow::Owned(policy), refusal)
            }
            (None, Target::Key(key)) if puts => {
                let key = self.keys.get(key)?;
                (Cow::Borrowed(&key.policy), key.refusal.clone())
            }
            _ => return None,
        };
        if let Some(refusal) = refusal {
            return Some(Saving::Refused(refusal));
        }
        let unknown = self.unknown_principals(&policy);
        let dead = unknown.iter().any(|name| !name.starts_with("arn:"));
        let rules = if dead { vec![Rule::K31, Rule::K43] } else { vec![Rule::K31] };
        if !unknown.is_empty() && self.scenario.closed {
            let why = Why::UnknownPrincipals(unknown);
            let text = Some(english::INVALID_PRINCIPALS);
            return Some(Saving::Refused(refuse(MALFORMED_POLICY, text, why, rules)));
        }
        let bypass = parameters.get("BypassPolicyLockoutSafetyCheck");
        let lockout = if bypass.and_then(Value::as_bool) == Some(true) {
            None
        } else {
            self.lockout(place, &policy)
        };
        match lockout {
            Some(Saving::Refused(refusal)) => Some(Saving::Refused(refusal)),
            _ if !unknown.is_empty() => Some(Saving::IfTheyExist(unknown)),
            other => other,
        }
    }

    /// The lockout check: may the caller put a key policy afterwards (K-30)? Delegation passes, its
    /// identity half is not looked at; of network and time it is not known whether they are seen.
    fn lockout(&self, place: &Place<'_>, policy: &CompiledPolicy) -> Option<Saving> {
        let put = Action::bare("PutKeyPolicy")?;
        let among = ActionSet::from(put);
        // The policy would be tied to the ID that the caller has now (K-40).
        let caller = Caller { recreated: false, ..place.caller.clone() };
        let mut during = Place { during_save: true, caller: &caller, ..place.clone() };
        if !place.target.is_key() {
            // The key does not exist yet.
            let Caller { partition, account, .. } = place.caller;
            during.resource = format!("arn:{partition}:kms:{}:{account}:key/*", place.region);
        }
        let says = policy.says(&during, among);
        let root = place.caller.kind == CallerKind::Root;
        let direct = says.direct.any();
        let any = direct | says.delegated;
        let denied = says.denied.certain.contains(put);
        let taken = any.taken.contains(put) && !denied;
        if !taken {
            let why = Why::Lockout;
            let text = Some(english::LOCKED_OUT);
            let refusal = refuse(MALFORMED_POLICY, text, why, vec![Rule::K30, Rule::N6]);
            let possible = any.possible.contains(put) && !denied;
            let uncertain = refusal.uncertain || possible;
            return Some(Saving::Refused(Refusal { uncertain, ..refusal }));
        }
        let by_delegation = says.delegated.certain.contains(put)
            && (root || self.grounds(&during, among).identity.certain.contains(put));
        let certain =
            (direct.certain.contains(put) || by_delegation) && !says.denied.possible.contains(put);
        if certain { None } else { Some(Saving::Uncertain(vec![Rule::K30, Rule::Q2])) }
    }

    /// Users and roles that a key policy names and the scenario does not define. KMS saves a
    /// policy only if they exist (K-31).
    fn unknown_principals(&self, policy: &CompiledPolicy) -> Vec<String> {
        let mut unknown: Vec<String> = policy
            .statements()
            .filter_map(|statement| statement.principal.as_ref())
            .flat_map(|principal| &principal.entries)
            .filter_map(|entry| self.unknown_principal(&entry.value))
            .collect();
        sort_by(&mut unknown, |a, b| a <= b);
        unknown.dedup();
        unknown
    }

    /// The user or role that must exist for this entry to be saved, if nothing here defines it.
    pub(crate) fn unknown_principal(&self, entry: &PrincipalEntry) -> Option<String> {
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

/// Only the policy named `default` can be put; RAM writes the other one (N-3).
fn policy_name(place: &Place<'_>) -> Option<Refusal> {
    let name = place.question.parameters.get("PolicyName").and_then(Value::as_str)?;
    match name {
        "default" => None,
        "AWS_RAM" => {
            let text = Some("The AWS_RAM policy can only be managed by the RAM service.");
            Some(refuse(VALIDATION, text, Why::PolicyName, vec![Rule::N3]))
        }
        _ => {
            let mut refusal = refuse(VALIDATION, None, Why::PolicyName, vec![Rule::K1]);
            refusal.uncertain = true;
            Some(refusal)
        }
    }
}

/// Size, characters and grammar of the document itself.
pub(super) fn document(policy: &CompiledPolicy) -> Option<Refusal> {
    // What the API refuses it does not read.
    let problems = || policy.source.problems.iter().map(|problem| &problem.kind);
    let large = problems().find(|kind| matches!(kind, ProblemKind::TooLarge { .. }));
    if let Some(kind @ ProblemKind::TooLarge { no_parameter, .. }) = large {
        let rules = match no_parameter {
            true => vec![Rule::R22Parameter],
            false => vec![Rule::K33, Rule::K60, Rule::R22],
        };
        return Some(refuse(english::exception_of_kms(kind), None, Why::TooLarge, rules));
    }
    if let Some(kind) = problems().find(|kind| matches!(kind, ProblemKind::InvalidCharacter(_))) {
        let exception = english::exception_of_kms(kind);
        let mut refusal = refuse(exception, None, Why::RefusedOnSaving, vec![Rule::K34]);
        refusal.uncertain = true;
        return Some(refusal);
    }
    if !policy.is_readable() {
        let twice = |kind: &ProblemKind| matches!(kind, ProblemKind::DuplicateKey(_));
        let rule = if problems().any(twice) { Rule::J4 } else { Rule::J55 };
        return Some(refuse(MALFORMED_POLICY, None, Why::RefusedOnSaving, vec![rule]));
    }
    let mut refused = problems().filter(|kind| kind.is_refused()).map(grammar);
    let first = refused.next()?;
    // What is refused for sure is, whatever else is wrong with it.
    let is_sure = |(rules, _): &(Vec<Rule>, _)| {
        rules.iter().all(|rule| rule.confidence() != Confidence::Uncertain)
    };
    let sure = if is_sure(&first) { None } else { refused.find(is_sure) };
    let (rules, text) = sure.unwrap_or(first);
    Some(refuse(MALFORMED_POLICY, text, Why::RefusedOnSaving, rules))
}

/// By which rules a fault of the text is refused, and with which words.
fn grammar(problem: &ProblemKind) -> (Vec<Rule>, Option<&'static str>) {
    match problem {
        ProblemKind::MissingPrincipal => (vec![Rule::K32], Some(english::NO_PRINCIPAL)),
        ProblemKind::InvalidPrincipal { .. } => {
            (vec![Rule::K31], Some(english::INVALID_PRINCIPALS))
        }
        ProblemKind::OverlyPermissiveCondition(_) => (vec![Rule::C41, Rule::R18], None),
        ProblemKind::MissingAction
        | ProblemKind::MissingResource
        | ProblemKind::ResourceInKeyPolicy(_) => (vec![Rule::K36], None),
        _ => (vec![Rule::J55], None),
    }
}
