//! From what the policies give to the answer: documents that cannot be read, operations that end
//! at the account's border, and what KMS answers instead of doing what is allowed.

use super::checks::About;
use super::key_state;
use super::place::{Place, Target};
use super::rule::Relation;
use super::saving::{Saving, refuse};
use super::{Identified, Model, Question, Ruled};
use crate::actions::{Action, Authorization, KeyKind};
use crate::report::{LayerName, Verdict};
use crate::rules::Rule;
use crate::scenario::{Key, Manager};
use crate::services::Part;
use serde_json::Value;
use std::borrow::Cow;

/// The exception of a decision that would read a document that cannot be read.
pub const UNREADABLE_POLICY: &str = "UnreadablePolicy";
/// The exception of a decision that this version cannot make.
pub const NOT_MODELLED: &str = "NotModelled";
const NOT_FOUND: &str = "NotFoundException";
const INCORRECT_KEY: &str = "IncorrectKeyException";
const VALIDATION: &str = "ValidationException";
const DRY_RUN: &str = "DryRunOperationException";
/// What CreateGrant answers to what no grant can be.
const VALIDATION_ERROR: &str = "ValidationError";

/// Why a request is answered as it is, before it is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// What the policies say.
    Policies,
    /// The operation never works across accounts, or not on such a key, by this rule.
    Never(Rule),
    /// A document that takes part cannot be read.
    Unreadable(LayerName),
    /// The operation is one of another service.
    OtherService,
    /// PutKeyPolicy: allowed, if these principals exist.
    IfTheyExist(Vec<String>),
    /// KMS answers with an exception.
    Refused(Refusal),
    /// KMS does not find the key, the alias or the grant.
    NotFound(Option<String>, Vec<Rule>),
    /// A foreign ARN: AWS does not say whether the key exists.
    ForeignKey,
}

/// What KMS answers to an allowed request instead of carrying it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// `operation` or `key-state`.
    pub layer: LayerName,
    /// The exception.
    pub error: &'static str,
    /// Its text.
    pub text: Text,
    /// Why, for the sentence.
    pub why: Why,
    /// The rules it rests on.
    pub rules: Cow<'static, [Rule]>,
    /// Are sources silent or at odds about the exception?
    pub uncertain: bool,
}

/// What KMS prints with an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// It is not known.
    Unknown,
    /// This.
    Is(&'static str),
    /// The key's ARN and this.
    OfKey(&'static str),
    /// The key's ARN, its usage and the operation (OP-22).
    Usage,
    /// The key's ARN and its origin.
    Origin,
}

impl Text {
    /// The text, where it does not depend on the key.
    pub fn known(self) -> Option<&'static str> {
        match self {
            Self::Is(text) => Some(text),
            _ => None,
        }
    }
}

impl Refusal {
    /// What KMS prints, where it is known.
    pub fn message(&self, key: Option<&Key>, action: Action) -> Option<String> {
        match (self.text, key) {
            (Text::Is(text), _) => Some(text.to_owned()),
            (Text::OfKey(text), Some(key)) => Some(format!("{} {text}", key.arn)),
            (Text::Usage, Some(key)) => Some(format!(
                "{} key usage is {} which is not valid for {}.",
                key.arn,
                key.usage(),
                action.operation()
            )),
            (Text::Origin, Some(key)) => Some(format!(
                "{} origin is {} which is not valid for this operation.",
                key.arn,
                key.origin()
            )),
            _ => None,
        }
    }
}

/// Why KMS refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The key is in a state that forbids it.
    KeyState,
    /// The key is of a usage that the operation does not take.
    KeyUsage,
    /// The key is of a kind that the operation does not take.
    KeyKind,
    /// The key's material comes from elsewhere than the operation wants.
    Origin,
    /// The key lies in a custom key store.
    CustomKeyStore,
    /// The key is no multi-Region primary key.
    NotPrimary,
    /// Two keys of an alias are not alike.
    KeysDiffer,
    /// KMS refuses the policy for what it says.
    RefusedOnSaving,
    /// The policy is too large.
    TooLarge,
    /// It would lock the caller out.
    Lockout,
    /// It names principals that do not exist.
    UnknownPrincipals(Vec<String>),
    /// The key has no policy of this name.
    NoSuchPolicy,
    /// There is no such policy to put.
    PolicyName,
    /// The ciphertext was made with another key.
    IncorrectKey,
    /// The request must name the key.
    NoKeyId,
    /// No grant can be so.
    Grant,
    /// It would have succeeded.
    DryRun,
}

/// The answer to one check with its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub verdict: Verdict,
    pub error: Option<&'static str>,
    pub uncertain: bool,
    pub cause: Cause,
    /// Open questions that the answer rests on besides.
    pub open: Vec<Rule>,
}

impl Settled {
    fn new(verdict: Verdict, uncertain: bool, cause: Cause) -> Self {
        Self { verdict, error: None, uncertain, cause, open: Vec::new() }
    }

    fn error(error: &'static str, cause: Cause) -> Self {
        Self { error: Some(error), ..Self::new(Verdict::Error, true, cause) }
    }

    pub(crate) fn refused(refusal: Refusal, uncertain: bool) -> Self {
        let error = Some(refusal.error);
        let uncertain = uncertain || refusal.uncertain;
        Self { error, ..Self::new(Verdict::Error, uncertain, Cause::Refused(refusal)) }
    }

    /// The answer where there is no place to decide.
    pub(crate) fn nowhere(identified: &Identified) -> Self {
        match identified {
            Identified::NotFound(text, rules) => {
                let cause = Cause::NotFound(Some(text.clone()), rules.clone());
                Self { uncertain: false, ..Self::error(NOT_FOUND, cause) }
            }
            Identified::NoAlias => {
                let cause = Cause::NotFound(None, vec![Rule::OP10, Rule::OP23]);
                Self { uncertain: false, ..Self::error(NOT_FOUND, cause) }
            }
            _ => Self::error(NOT_MODELLED, Cause::OtherService),
        }
    }
}

/// What KMS answers with DryRun where everything is allowed (OP-12).
pub(crate) fn dry_run(question: &Question<'_>, operation: &str) -> Option<Refusal> {
    let asked = question.given(operation, "DryRun").and_then(Value::as_bool) == Some(true);
    let text = "The request would have succeeded, but the DryRun option is set.";
    asked.then(|| refuse(DRY_RUN, Some(text), Why::DryRun, vec![Rule::OP12]))
}

impl Model<'_> {
    /// From what the policies give to the answer.
    pub(crate) fn settle(&self, ruled: &Ruled<'_>, action: Action, about: About) -> Settled {
        let Ruled { place, outcome, unreadable, refused } = ruled;
        if let Some(layer) = *unreadable {
            return Settled::error(UNREADABLE_POLICY, Cause::Unreadable(layer));
        }
        let refused = *refused;
        let uncertain = outcome.uncertain.contains(action);
        let on_key = place.key().filter(|_| matches!(place.target, Target::Key(_)));
        let never = never(place, action);
        // Whether KMS looks at the state first is not documented (OP-24).
        let state = on_key.and_then(|key| self.key_refusal(place, action, about, key));
        let state = state.filter(|_| never.is_none() && forbidden(place, action).is_none());
        let state_first = |settled: Settled| match &state {
            Some(_) => {
                let open = vec![Rule::OP24, Rule::Q18];
                Settled { uncertain: true, open, ..settled }
            }
            None => settled,
        };
        if outcome.denied.contains(action) {
            let settled = Settled::new(Verdict::ExplicitDeny, uncertain, Cause::Policies);
            return state_first(settled);
        }
        if let Some(rule) = never {
            let uncertain = outcome.denial_uncertain.contains(action);
            return Settled::new(Verdict::ImplicitDeny, uncertain, Cause::Never(rule));
        }
        if !outcome.allowed.contains(action) {
            let cause = match place.target {
                Target::ForeignKey => Cause::ForeignKey,
                _ => Cause::Policies,
            };
            // What nobody may do is denied in the other reading as well.
            let maybe_allowed = uncertain && forbidden(place, action).is_none();
            let uncertain = maybe_allowed
                || outcome.denial_uncertain.contains(action)
                || refused
                || may_be_revoked(place, action);
            return state_first(Settled::new(Verdict::ImplicitDeny, uncertain, cause));
        }
        let lacks = |parameter| place.given(action, parameter).is_none();
        let multi_region = || place.given(action, "MultiRegion").and_then(Value::as_bool);
        let mut open = Vec::new();
        match action.bare_name() {
            // The first time the account's service-linked role has to be made as well.
            "CreateKey" if multi_region() == Some(true) => open.push(Rule::K72),
            // The second check depends on the Region that the request must name.
            "ReplicateKey" if lacks("ReplicaRegion") => open.push(Rule::R11),
            "UpdatePrimaryRegion" if lacks("PrimaryRegion") => open.push(Rule::R11),
            "RevokeGrant" if may_be_revoked(place, action) => open.push(Rule::K51),
            _ => {}
        }
        let uncertain = uncertain || refused || !open.is_empty();
        if let Some(rule) = forbidden(place, action) {
            let uncertain = outcome.denial_uncertain.contains(action) || refused;
            return Settled::new(Verdict::ImplicitDeny, uncertain, Cause::Never(rule));
        }
        if let Some(refusal) = on_key.and_then(|key| operation(place, action, key)) {
            // Which of the two is looked at first is not documented either.
            let differ = state.as_ref().is_some_and(|state| state.error != refusal.error);
            return Settled::refused(refusal, uncertain || differ);
        }
        let creates = matches!(action.bare_name(), "PutKeyPolicy" | "CreateKey");
        let saving = creates.then(|| self.saving(place, action)).flatten();
        match saving {
            Some(Saving::Refused(refusal)) => return Settled::refused(refusal, uncertain),
            Some(Saving::IfTheyExist(unknown)) => {
                return Settled::new(Verdict::Allow, true, Cause::IfTheyExist(unknown));
            }
            Some(Saving::Uncertain(rules)) => open.extend(rules),
            None => {}
        }
        let questions = on_key.map_or(&[][..], |key| key_state::open_questions(action, key));
        if let Some(refusal) = state {
            return Settled::refused(refusal, uncertain || !questions.is_empty());
        }
        open.extend(questions);
        let uncertain = uncertain || !open.is_empty();
        Settled { open, ..Settled::new(Verdict::Allow, uncertain, Cause::Policies) }
    }

    /// What the key's state and kind say. Of the keys of UpdateAlias only the new one counts.
    fn key_refusal(
        &self,
        place: &Place<'_>,
        action: Action,
        about: About,
        key: &Key,
    ) -> Option<Refusal> {
        if about == About::KeyOfAlias {
            return None;
        }
        let compiled = place.target.key().and_then(|index| self.keys.get(index));
        if compiled.is_some_and(|one| one.in_use.contains(action)) {
            return not_for_s3(place, key);
        }
        if about == About::NewPrimary {
            return key_state::by_state(action, key);
        }
        let refusal = key_state::refusal(action, key);
        if refusal.is_none() && action.bare_name() == "UpdateAlias" {
            return self.keys_differ(place, key);
        }
        refusal.or_else(|| not_for_s3(place, key))
    }

    /// UpdateAlias takes two keys of one kind (OP-10).
    fn keys_differ(&self, place: &Place<'_>, new: &Key) -> Option<Refusal> {
        let question = place.question;
        let check = super::Check { action: Action::bare("UpdateAlias")?, about: About::KeyOfAlias };
        let current = self.place_of_check(place.caller, question, check).ok()?;
        let current = current.key()?;
        let alike = current.kind() == new.kind() && current.usage() == new.usage();
        let mut refusal = refuse(VALIDATION, None, Why::KeysDiffer, vec![Rule::OP10]);
        refusal.uncertain = true;
        (!alike).then_some(refusal)
    }
}

/// S3 takes symmetric keys only; at which call it says so is not known.
fn not_for_s3(place: &Place<'_>, key: &Key) -> Option<Refusal> {
    let under_s3 = place.question.part.is_some_and(Part::is_under_s3);
    if !under_s3 || key.kind() == KeyKind::Symmetric {
        return None;
    }
    let refusal = refuse(key_state::INVALID_USAGE, None, Why::KeyUsage, vec![Rule::S11]);
    Some(Refusal { layer: LayerName::KeyState, uncertain: true, ..refusal })
}

/// Is it an operation that never works so, whatever the policies say?
fn never(place: &Place<'_>, action: Action) -> Option<Rule> {
    if action.authorization() == Authorization::Internal {
        return Some(Rule::N1);
    }
    let crosses = matches!(place.relation, Relation::CrossAccount { .. });
    if crosses && place.target.is_resource() && place.service() == "ec2" {
        return Some(Rule::S30);
    }
    if crosses && !action.works_across_accounts() {
        return Some(if action.authorization() == Authorization::Alias {
            Rule::X13
        } else {
            Rule::E24
        });
    }
    let managed = place.key().is_some_and(|key| key.manager == Manager::Aws);
    (crosses && managed).then_some(Rule::X10)
}

/// What KMS does not let anyone do, though the policies would allow it.
fn forbidden(place: &Place<'_>, action: Action) -> Option<Rule> {
    if place.target.is_alias() {
        let name = place.resource.rsplit_once(':').map_or("", |(_, name)| name);
        return name.starts_with("alias/aws/").then_some(Rule::K55);
    }
    if place.target == Target::RetiringPrincipal {
        let account = crate::arn::Arn::parse(&place.resource).map(|arn| arn.account);
        let foreign = account.is_some_and(|account| account != place.caller.account);
        return foreign.then_some(Rule::N2);
    }
    let managed = place.key().is_some_and(|key| key.manager == Manager::Aws);
    if !managed {
        return None;
    }
    let fixed = match action.bare_name() {
        // A service may make grants on it for the caller.
        "CreateGrant" => place.question.via.is_none(),
        "CreateAlias"
        | "DeleteAlias"
        | "UpdateAlias"
        | "PutKeyPolicy"
        | "EnableKey"
        | "DisableKey"
        | "EnableKeyRotation"
        | "DisableKeyRotation"
        | "RotateKeyOnDemand"
        | "ScheduleKeyDeletion"
        | "CancelKeyDeletion"
        | "TagResource"
        | "UntagResource"
        | "UpdateKeyDescription"
        | "ImportKeyMaterial"
        | "DeleteImportedKeyMaterial"
        | "ReplicateKey"
        | "UpdatePrimaryRegion" => true,
        _ => false,
    };
    fixed.then_some(Rule::K50)
}

/// Do the policies of some AWS managed keys allow it, and nobody says which (K-51)?
fn may_be_revoked(place: &Place<'_>, action: Action) -> bool {
    let assumed = |key: &Key| key.manager == Manager::Aws && key.policy.is_none();
    action.bare_name() == "RevokeGrant"
        && place.key().is_some_and(assumed)
        && place.is_same_account()
}

/// What the operation's own parameters come to.
fn operation(place: &Place<'_>, action: Action, key: &Key) -> Option<Refusal> {
    match action.bare_name() {
        "Decrypt" | "ReEncryptFrom" => {
            if place.question.is_by_ciphertext() && key.kind() != KeyKind::Symmetric {
                // Only a symmetric ciphertext names its key.
                let mut refusal = refuse(VALIDATION, None, Why::NoKeyId, vec![Rule::X4]);
                refusal.uncertain = true;
                return Some(refusal);
            }
            let other = place.question.ciphertext_key.filter(|_| place.question.key.is_some())?;
            let (made, sure) = place.made_ciphertext_of(other);
            if made {
                return None;
            }
            let text = "The key ID in the request does not identify a CMK that can perform this operation.";
            let refusal = refuse(INCORRECT_KEY, Some(text), Why::IncorrectKey, vec![Rule::X4]);
            Some(Refusal { uncertain: !sure, ..refusal })
        }
        "CreateGrant" => create_grant(place, key),
        "GetKeyPolicy" => {
            let name = place.given(action, "PolicyName").and_then(Value::as_str)?;
            let there = name == "default" || (name == "AWS_RAM" && key.ram_policy.is_some());
            let refusal = refuse(NOT_FOUND, None, Why::NoSuchPolicy, vec![Rule::N3]);
            (!there).then_some(Refusal { uncertain: true, ..refusal })
        }
        _ => None,
    }
}

/// What no grant can be (G-2, G-3, N-8, K-68).
fn create_grant(place: &Place<'_>, key: &Key) -> Option<Refusal> {
    let parameters = place.question.parameters;
    let text = |name: &str| parameters.get(name).and_then(Value::as_str);
    let operations = parameters.get("Operations").and_then(Value::as_array);
    let cannot = operations.into_iter().flatten().filter_map(Value::as_str).any(|operation| {
        Action::bare(operation)
            .is_none_or(|action| !action.is_grantable() || !action.works_on(key.kind()))
    });
    if cannot {
        return Some(refuse(VALIDATION_ERROR, None, Why::Grant, vec![Rule::G3]));
    }
    let service = text("GranteeServicePrincipal");
    let both = service.is_some() && text("GranteePrincipal").is_some();
    let retires = text("RetiringPrincipal").or(text("RetiringServicePrincipal")).is_some();
    let source = place.constraints().is_some_and(|all| all.contains_key("SourceArn"));
    let of = |kind: &str| place.constraints()?.get(kind)?.as_object();
    let pairs = [of("EncryptionContextEquals"), of("EncryptionContextSubset")];
    let too_many = pairs.into_iter().flatten().any(|pairs| {
        let long = |value: &Value| value.as_str().is_some_and(|text| text.chars().count() > 384);
        pairs.len() > 8 || pairs.values().any(long)
    });
    let symmetric = key.kind() == KeyKind::Symmetric;
    let rule = if both || (service.is_some() && !(source && retires)) {
        Rule::N8
    } else if pairs != [None, None] && !symmetric {
        Rule::G5
    } else if too_many {
        Rule::K68
    } else {
        return None;
    };
    let mut refusal = refuse(VALIDATION_ERROR, None, Why::Grant, vec![rule, Rule::N8]);
    refusal.uncertain = true;
    Some(refusal)
}
