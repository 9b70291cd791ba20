//! Grants: which of them allow what, and who may retire one (section 5).

use super::bounds::Bounds;
use super::place::{Place, Target};
use super::rule::{Direct, Grounds};
use crate::actions::{Action, ActionSet};
use crate::caller::CallerKind;
use crate::condition::{self, Comparison, ConditionKey, KeyName, Operator, Substitute};
use crate::context::Content;
use crate::matching::{Fit, Fits, principal};
use crate::policy::PrincipalEntry;
use crate::report::Trust;
use crate::rules::Rule;
use crate::scenario::Grant;
use serde_json::Value;
use std::collections::BTreeMap;

/// Why a grant does not allow a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lacks {
    /// It names another grantee.
    Grantee,
    /// The operation is not among its operations.
    Operation,
    /// Its encryption-context constraint.
    EncryptionContext,
    /// It asks for a pair that is not known of the request.
    UnknownContext,
    /// Its source constraint.
    SourceArn,
    /// It has not reached all of KMS yet, and the request has no token of it.
    Propagation,
    /// The grant to be created is wider than this one (G-4).
    Parent,
    /// The request does not say what the grant to be created would allow (G-4).
    ChildUnknown,
}

/// What one grant says of one action.
#[derive(Clone, Debug)]
pub(crate) struct Granted {
    pub fit: Fit,
    /// How it names the caller.
    pub trust: Option<Trust>,
    /// What stands against it, the first only.
    pub lacks: Option<Lacks>,
    pub rules: Vec<Rule>,
}

/// Adds what grants say to what policies say.
pub(crate) fn add(place: &Place<'_>, among: ActionSet, grounds: &mut Grounds<Bounds>) {
    if let Target::Grant { .. } = place.target {
        claims(place, grounds);
        return;
    }
    let Some(key) = place.key().filter(|_| matches!(place.target, Target::Key(_))) else {
        return;
    };
    // The operations that see something else of the request than all others do.
    let apart = ActionSet::of(&["CreateGrant", "DescribeKey", "ReEncryptFrom", "ReEncryptTo"]);
    for grant in &key.grants {
        let operations = operations(grant) & among;
        if operations.is_empty() {
            continue;
        }
        let classes = Action::all().filter(|action| apart.contains(*action)).map(ActionSet::from);
        let mut fits = Fits::NONE;
        let mut trust = None;
        for class in classes.chain([!apart]).map(|class| class & operations) {
            let Some(action) = class.first() else { continue };
            let granted = one(place, grant, action);
            fits = fits | Fits::within(class, granted.fit);
            trust = trust.or(granted.trust);
        }
        let bounds = Bounds::of(crate::policy::Effect::Allow, fits, false);
        match trust {
            None => {}
            // Only said to be possible; like an account in the key policy (G-8).
            Some(Trust::Account) => {
                let root = place.caller.kind == CallerKind::Root;
                let direct = if root { Bounds::NONE } else { bounds.doubtfully() };
                grounds.grant.free = grounds.grant.free | direct;
                let bounds = if root { bounds } else { bounds.uncertainly() };
                grounds.delegated = grounds.delegated | bounds;
            }
            Some(trust) => {
                grounds.grant = grounds.grant | as_granted(trust, place.caller.kind, bounds);
            }
        }
        // An account as grantee opens the key to that account's identity policies, no further.
        let own = match trust {
            Some(Trust::Account) => place.caller.kind == CallerKind::Root,
            other => other.is_some(),
        };
        if own && !place.is_same_account() {
            // Across accounts nothing goes round boundary and session policy; of grants that is not
            // documented.
            let side = callers_side(place, grant, bounds);
            let side = Direct { within_both: side, free: side.doubtfully(), ..Direct::default() };
            grounds.callers_grant = grounds.callers_grant | side;
        }
    }
}

/// A grant goes round boundary and session policy as a key policy that names its grantee would;
/// whether it does is not documented (G-9).
pub(crate) fn as_granted(trust: Trust, caller: CallerKind, bounds: Bounds) -> Direct<Bounds> {
    let direct = Direct::by(Some(trust), caller, true, bounds);
    Direct {
        free: direct.free.uncertainly() | bounds.doubtfully(),
        within_boundary: direct.within_boundary.uncertainly(),
        within_session: direct.within_session.uncertainly(),
        within_both: bounds,
    }
}

/// Across accounts a grant that the caller's account issued meets the caller's side (G-21); of one
/// that the owner's account issued that is not said (G-22).
pub(crate) fn callers_side(place: &Place<'_>, grant: &Grant, bounds: Bounds) -> Bounds {
    if issuing_account(place, grant) == place.caller.account { bounds } else { bounds.doubtfully() }
}

/// The account that issued a grant: the key's where it names none.
pub(crate) fn issuing_account<'a>(place: &'a Place<'_>, grant: &'a Grant) -> &'a str {
    grant.issuing_account.as_deref().unwrap_or_else(|| place.owner())
}

/// The actions that a grant lists.
pub(crate) fn operations(grant: &Grant) -> ActionSet {
    let listed =
        |action: &Action| grant.operations.iter().any(|operation| operation == action.bare_name());
    Action::all().filter(listed).collect()
}

/// What a grant says of one action on its key.
pub(crate) fn one(place: &Place<'_>, grant: &Grant, action: Action) -> Granted {
    let granted = alone(place, grant, action);
    let is_second = action.bare_name() == "ReEncryptTo" && place.question.action == "kms:ReEncrypt";
    if granted.fit == Fit::No || !is_second {
        return granted;
    }
    // Where grants allow both halves, they carry the same source.
    match other_half(place, grant, action) {
        None => granted,
        Some(true) => Granted { rules: [granted.rules, vec![Rule::R13]].concat(), ..granted },
        Some(false) => granted.without(Lacks::SourceArn, Rule::R13),
    }
}

/// Has a grant that allows the other half of ReEncrypt the same source? `None` where no source is
/// asked for, or policies allow that half.
fn other_half(place: &Place<'_>, grant: &Grant, action: Action) -> Option<bool> {
    let source = |grant: &Grant| grant.constraints.as_ref().and_then(|all| all.source_arn.clone());
    let check = super::checks(&place.question, None).find(|one| one.action != action)?;
    let other = place.model.place_of_check(place.caller, place.question, check).ok()?;
    let among = ActionSet::from(check.action);
    let by_policies = place.model.policy_grounds(&other, &|one| one.says(&other, among));
    if super::rule::decide(other.relation, &by_policies).allowed.contains(check.action) {
        return None;
    }
    let grants = other.key().map_or(&[][..], |key| key.grants.as_slice());
    let allowing: Vec<&Grant> =
        grants.iter().filter(|one| alone(&other, one, check.action).fit != Fit::No).collect();
    if source(grant).is_none() && allowing.iter().all(|one| source(one).is_none()) {
        return None;
    }
    (!allowing.is_empty()).then(|| allowing.iter().any(|one| source(one) == source(grant)))
}

fn alone(place: &Place<'_>, grant: &Grant, action: Action) -> Granted {
    let (fit, trust, rule) = grantee(place, grant);
    let mut granted = Granted { fit, trust, lacks: None, rules: vec![Rule::G7] };
    granted.rules.extend(rule);
    if rule == Some(Rule::Q26) {
        granted.rules.push(Rule::G8);
    }
    if fit == Fit::No {
        granted.lacks = Some(Lacks::Grantee);
        return granted;
    }
    if !operations(grant).contains(action) {
        return granted.without(Lacks::Operation, Rule::G3);
    }
    if let Some(constraints) = &grant.constraints {
        let equals = constraints.encryption_context_equals.as_ref();
        let wanted = equals.or(constraints.encryption_context_subset.as_ref());
        if let Some(wanted) = wanted {
            match action.bare_name() {
                // Both are ignored there (G-5).
                "DescribeKey" | "RetireGrant" => granted.rules.push(Rule::G5),
                "CreateGrant" => {}
                _ => match has_pairs(place, action, wanted, equals.is_some()) {
                    fit @ (Fit::Yes | Fit::Likely) => {
                        granted.fit = granted.fit.min(fit);
                        granted.rules.push(Rule::G5);
                    }
                    Fit::No => return granted.without(Lacks::EncryptionContext, Rule::G5),
                    fit => {
                        let fit = granted.fit.min(fit);
                        let lacking = granted.without(Lacks::UnknownContext, Rule::G5);
                        granted = Granted { fit, ..lacking };
                    }
                },
            }
        }
        if let Some(wanted) = &constraints.source_arn {
            granted = source(place, granted, wanted, action);
        }
    }
    if action.bare_name() == "CreateGrant" {
        granted.rules.push(Rule::G4);
        match narrower(place, grant, action) {
            Some(true) => {}
            Some(false) => return granted.without(Lacks::Parent, Rule::G4),
            // The request's operations are not given.
            None => {
                let fit = granted.fit.min(Fit::Unsupported);
                granted = Granted { fit, ..granted.without(Lacks::ChildUnknown, Rule::G4) };
            }
        }
    }
    let token = place.question.grant_tokens.contains(&grant.id);
    if grant.propagated == Some(false) {
        granted.rules.push(Rule::G11);
        if !token {
            return granted.without(Lacks::Propagation, Rule::G11);
        }
    }
    granted
}

impl Claim {
    /// How the grant names the caller itself, in the way that needs least.
    pub fn strongest(&self, caller: CallerKind) -> Option<Trust> {
        self.own.iter().map(|(trust, _)| *trust).min_by_key(|trust| trust.rank(caller))
    }
}

impl Granted {
    fn without(mut self, lacks: Lacks, rule: Rule) -> Self {
        self.fit = Fit::No;
        self.lacks = self.lacks.or(Some(lacks));
        if !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
        self
    }
}

/// Does the grant name the caller (G-2, G-8)?
fn grantee(place: &Place<'_>, grant: &Grant) -> (Fit, Option<Trust>, Option<Rule>) {
    if let Some(service) = &grant.grantee_service {
        let same = place.caller.kind == CallerKind::Service && place.caller.arn == *service;
        return (Fit::when(same), same.then_some(Trust::Service), Some(Rule::G2));
    }
    let Some(grantee) = &grant.grantee else {
        return (Fit::No, None, Some(Rule::G2));
    };
    names(place, grantee)
}

/// Does a principal of a grant name the caller? A name of a service stands for that service in
/// grants that services made.
fn names(place: &Place<'_>, text: &str) -> (Fit, Option<Trust>, Option<Rule>) {
    let entry = match PrincipalEntry::read("AWS", text) {
        PrincipalEntry::Invalid(_) => PrincipalEntry::read("Service", text),
        entry => entry,
    };
    let (fit, trust, rule) = principal::one(&entry, place.caller);
    let issuing = trust == Some(Trust::User) && place.caller.kind == CallerKind::FederatedUser;
    let rule = match rule {
        // Grants are tied to unique IDs as key policies are.
        Some(Rule::K40) => Some(Rule::K42),
        _ if trust == Some(Trust::Account) && place.caller.kind != CallerKind::Root => {
            Some(Rule::Q26)
        }
        _ => Some(Rule::G8),
    };
    // Whether a user as grantee covers the federated users of that user is not said (G-8); a key
    // policy that names the user does (E-34).
    if issuing { (fit.min(Fit::Likely), trust, Some(Rule::Q4)) } else { (fit, trust, rule) }
}

/// Has the request all pairs that are wanted, and with `exactly` no others (G-5)?
fn has_pairs(
    place: &Place<'_>,
    action: Action,
    wanted: &BTreeMap<String, String>,
    exactly: bool,
) -> Fit {
    let Some((pairs, _)) = place.encryption_context(action) else {
        return Fit::No;
    };
    let unknown = place.unknown_pair();
    let guessed = |name: &str| place.is_guessed_pair(name);
    let has = |(name, value): (&String, &String)| {
        if Some(name.as_str()) == unknown {
            return Fit::Doubtful;
        }
        Fit::when(pairs.contains(&(name.as_str(), value.as_str()))).unless(!guessed(name))
    };
    let all = wanted.iter().map(has).min().unwrap_or(Fit::Yes);
    let guesses = pairs.iter().filter(|(name, _)| guessed(name)).count();
    let count = pairs.len() + usize::from(unknown.is_some());
    if !exactly || count == wanted.len() {
        all
    } else if guesses > 0 && count - guesses == wanted.len() {
        all.min(Fit::Doubtful)
    } else {
        Fit::No
    }
}

/// The SourceArn constraint: an `aws:SourceArn` condition of the grant (G-6, R-13).
fn source(place: &Place<'_>, mut granted: Granted, wanted: &str, action: Action) -> Granted {
    let held = place.held(&ConditionKey::read(KeyName::SourceArn.spelling()), action);
    let found = match &held.content {
        Content::One(found) => found.as_ref(),
        // Whether "when given" means the constraint or the source in the request is not said.
        Content::Absent if action.bare_name() == "DescribeKey" => {
            let lacking = granted.without(Lacks::SourceArn, Rule::R13);
            return Granted { fit: Fit::Doubtful, ..lacking };
        }
        _ => return granted.without(Lacks::SourceArn, Rule::G6),
    };
    if found == wanted {
        granted.rules.push(Rule::G6);
        return granted;
    }
    let operator =
        Operator { comparison: Comparison::Arn, negated: false, if_exists: false, set: None };
    let pattern = condition::Value::read(wanted, operator, false);
    let absent = |_: &ConditionKey| Substitute::Absent;
    let like = condition::compare(Comparison::Arn, &pattern, KeyName::SourceArn, found, &absent);
    if like == Fit::Yes {
        // Whether wildcards work there is not said.
        granted.fit = granted.fit.min(Fit::Likely);
        granted.rules.extend([Rule::G6, Rule::Q27]);
        return granted;
    }
    if action.bare_name() == "DescribeKey" {
        granted.rules.push(Rule::R13);
    }
    granted.without(Lacks::SourceArn, Rule::G6)
}

/// Is the grant that a request would create no wider than the one that allows creating it (G-4)?
fn narrower(place: &Place<'_>, parent: &Grant, action: Action) -> Option<bool> {
    let operations = place.given(action, "Operations").and_then(Value::as_array)?;
    let subset = operations
        .iter()
        .filter_map(Value::as_str)
        .all(|operation| parent.operations.iter().any(|of_parent| of_parent == operation));
    let Some(constraints) = &parent.constraints else {
        return Some(subset);
    };
    let child = place.constraint_pairs();
    let contains = |wanted: &BTreeMap<String, String>, exactly: bool| {
        child.is_some_and(|(kind, pairs)| {
            let all = wanted
                .iter()
                .all(|(name, value)| pairs.get(name).and_then(Value::as_str) == Some(value));
            let same = pairs.len() == wanted.len() && kind == "EncryptionContextEquals";
            all && (!exactly || same)
        })
    };
    let context =
        match (&constraints.encryption_context_equals, &constraints.encryption_context_subset) {
            (Some(wanted), _) => contains(wanted, true),
            (None, Some(wanted)) => contains(wanted, false),
            (None, None) => true,
        };
    let source = constraints.source_arn.as_deref().is_none_or(|wanted| {
        place.constraints().and_then(|all| all.get("SourceArn")?.as_str()) == Some(wanted)
    });
    Some(subset && context && source)
}

/// Who has a claim to retire a grant (G-12): itself, or an account whose IAM policies decide.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    /// The caller itself: each way in which the grant names it, and is that sure?
    pub own: Vec<(Trust, bool)>,
    /// The caller's account, and whether that is sure.
    pub account: Option<bool>,
    /// Is the account's claim that of an account as grantee?
    pub as_grantee: bool,
    /// Is the caller's account the grantee, which may cover the caller itself?
    pub may_cover: bool,
}

/// The caller's claim to the grant of this place.
pub(crate) fn claim(place: &Place<'_>) -> Claim {
    let Some((_, grant)) = place.grant() else {
        return Claim::default();
    };
    let mut claim = Claim::default();
    // Until it has reached all of KMS a grant works with its token only (G-11).
    let token = place.question.grant_tokens.contains(&grant.id)
        || place.question.text_parameter("GrantToken") == Some(&*grant.id);
    let usable = grant.propagated != Some(false) || token;
    let own_account =
        |account: &str| place.caller.kind != CallerKind::Service && place.caller.account == account;
    if let Some(retiring) = &grant.retiring {
        match names(place, retiring) {
            (_, Some(Trust::Account), _) if usable => claim.account = Some(true),
            (fit, Some(trust), _) if usable => claim.own.push((trust, fit == Fit::Yes)),
            _ => {}
        }
    }
    if let Some(service) = &grant.retiring_service
        && usable
        && place.caller.kind == CallerKind::Service
        && place.caller.arn == *service
    {
        claim.own.push((Trust::Service, true));
    }
    let (fit, trust, _) = grantee(place, grant);
    if usable && grant.operations.iter().any(|operation| operation == "RetireGrant") {
        match trust {
            // Only said to be possible (G-8).
            Some(Trust::Account) => {
                let root = place.caller.kind == CallerKind::Root;
                claim.may_cover = !root;
                if claim.account.is_none() {
                    claim.account = Some(root);
                    claim.as_grantee = true;
                }
            }
            None => {}
            Some(trust) => claim.own.push((trust, fit == Fit::Yes)),
        }
    }
    if own_account(place.owner()) {
        claim.account = Some(true);
        claim.as_grantee = false;
    } else if own_account(issuing_account(place, grant)) {
        claim.account = claim.account.or(Some(false));
    }
    claim
}

fn claims(place: &Place<'_>, grounds: &mut Grounds<Bounds>) {
    let claim = claim(place);
    for (trust, sure) in &claim.own {
        let bounds = if *sure { Bounds::ALL } else { Bounds::ALL.uncertainly() };
        grounds.grant = grounds.grant | as_granted(*trust, place.caller.kind, bounds);
    }
    if claim.may_cover {
        // Or it covers everyone in the account.
        grounds.grant.free = grounds.grant.free | Bounds::ALL.doubtfully();
    }
    match claim.account {
        Some(true) => grounds.delegated = Bounds::ALL,
        Some(false) => grounds.delegated = Bounds::ALL.uncertainly(),
        None => {}
    }
}
