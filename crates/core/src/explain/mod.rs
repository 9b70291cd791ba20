//! One decision with everything that led to it: layers, statements, reasons, sentence, message.
//!
//! This is a second way to the verdict. It tests every statement by itself and hands what it found
//! to the same decision rule; `tests/laws.rs` holds it against the masks of [`crate::decide`].

mod citations;
mod sentence;
mod trace;

pub(crate) use sentence::{Named, Near, Sentence, Who};

use crate::actions::{Action, ActionSet};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::decide::bounds::Bounds;
use crate::decide::rule::{self, Grounds};
use crate::decide::{
    Cause, CompiledPolicy, Identified, Model, Place, Question, Settled, Unmodelled, has_no_key,
    is_on_key,
};
use crate::english;
use crate::policy::Effect;
use crate::report::{
    Confidence, Decision, Layer, LayerName, LayerResult, Match, StatementTrace, Trust, Verdict,
};
use crate::rules::Rule;
use crate::scenario::{identity_policy_pointer, key_policy_pointer};
use trace::{Trace, trace};

/// A layer of policies with every statement tested.
#[derive(Debug, Default)]
pub(crate) struct Tested {
    traces: Vec<Trace>,
    /// The place among `traces` of the statement that decided what the layer says.
    decisive: Option<usize>,
}

/// Everything known of one decision while it is put into words.
pub(crate) struct Explained<'m> {
    pub model: &'m Model<'m>,
    pub place: &'m Place<'m>,
    pub action: Action,
    pub action_name: &'m str,
    pub settled: Settled,
    pub key_policy: Tested,
    pub identity: Tested,
}

impl Model<'_> {
    /// Decides one question and says why. `request` is the number that the decision carries.
    pub fn explain(&self, question: &Question<'_>, request: usize) -> Decision {
        let action = Action::named(question.action);
        let region = self.region(question);
        let Some(caller) = self.callers.get(question.principal) else {
            return self.unknown(question, request);
        };
        let place = match action {
            Some(action) if has_no_key(action) => Ok(self.place_without_key(caller, region)),
            Some(action) if is_on_key(action) => self.place_of(caller, action, question, region),
            _ => Err(Identified::Operation),
        };
        let (place, action) = match (place, action) {
            (Ok(place), Some(action)) => (place, action),
            (Err(identified), _) => {
                return self.explain_unidentified(question, request, caller, &identified);
            }
            (_, None) => return self.unknown(question, request),
        };
        let mut key_policy = Tested::default();
        if let Some(key) = place.key {
            let document = key_policy_pointer(key);
            let policy = self.key_policies.get(key);
            let named = policy.map(|policy| (policy, document, "Key policy".to_owned()));
            key_policy = Tested::new(named.into_iter(), &place, action);
        }
        let identity = Tested::new(self.named_identity_policies(&place), &place, action);
        let root = caller.kind == CallerKind::Root;
        let grounds = grounds(&key_policy, &identity, action.into(), root);
        let outcome = rule::decide(place.relation, &grounds);
        let settled = self.settle(question, &place, &outcome, action);
        if !place.relation.same_account && !place.relation.region_enabled && key_policy.allows() {
            // The statement matches, but opens nothing to this account (E-26).
            key_policy.decisive = None;
        }
        let explained = Explained {
            model: self,
            place: &place,
            action,
            action_name: question.action,
            settled,
            key_policy,
            identity,
        };
        explained.decision(question, request)
    }

    fn named_identity_policies<'a>(
        &'a self,
        place: &Place<'_>,
    ) -> impl Iterator<Item = (&'a CompiledPolicy, String, String)> {
        let owner = place.caller.policies_of;
        let root = place.caller.kind == CallerKind::Root;
        let named = self.scenario.principals.get(owner).map(|owner| &owner.policies);
        let compiled = self.identity_policies.get(owner).filter(|_| !root);
        compiled.into_iter().flatten().zip(named.into_iter().flatten()).enumerate().map(
            move |(index, (policy, named))| {
                (policy, identity_policy_pointer(owner, index), named.name.clone())
            },
        )
    }

    /// The decision where no key of the scenario is meant.
    fn explain_unidentified(
        &self,
        question: &Question<'_>,
        request: usize,
        caller: &Caller,
        identified: &Identified,
    ) -> Decision {
        let action = Action::named(question.action);
        let settled = self.settle_unidentified(caller, action, identified);
        if let (Identified::Foreign(arn), Some(action)) = (identified, action) {
            let place = self.place_of_foreign(caller, arn);
            let identity = Tested::new(self.named_identity_policies(&place), &place, action);
            let explained = Explained {
                model: self,
                place: &place,
                action,
                action_name: question.action,
                settled,
                key_policy: Tested::default(),
                identity,
            };
            return explained.decision(question, request);
        }
        let mut decision = self.unknown(question, request);
        decision.verdict = settled.verdict;
        decision.error = settled.error.map(str::to_owned);
        let mut rules = Vec::new();
        if let Identified::NotFound(text, cited) = identified {
            rules.clone_from(cited);
            decision.message = Some(text.clone());
            decision.sentence = english::sentence(&Sentence::KeyNotFound { text });
            decision.confidence = Confidence::Observed;
        } else {
            decision.sentence = english::sentence(&Sentence::NotModelled(Unmodelled::Operation));
        }
        decision.confidence =
            rules.iter().map(|rule: &Rule| rule.confidence()).max().unwrap_or(decision.confidence);
        decision.rules = rules.into_iter().map(Rule::id).collect();
        decision.layers = vec![Layer {
            layer: LayerName::Operation,
            account: None,
            level: None,
            result: LayerResult::Error,
            trust: None,
            statements: Vec::new(),
        }];
        decision
    }

    /// A decision that says nothing yet.
    fn unknown(&self, question: &Question<'_>, request: usize) -> Decision {
        Decision {
            request,
            principal: self
                .scenario
                .principals
                .get(question.principal)
                .map_or_else(String::new, |principal| principal.id().to_owned()),
            action: question.action.to_owned(),
            key: question.key.map(str::to_owned),
            verdict: Verdict::Error,
            error: None,
            expected: None,
            held: None,
            layer: LayerName::Operation,
            sentence: String::new(),
            message: None,
            confidence: Confidence::Uncertain,
            rules: Vec::new(),
            context: Vec::new(),
            missing: Vec::new(),
            parts: Vec::new(),
            layers: Vec::new(),
            changes: Vec::new(),
        }
    }
}

impl Tested {
    fn new<'a>(
        policies: impl Iterator<Item = (&'a CompiledPolicy, String, String)>,
        place: &Place<'_>,
        action: Action,
    ) -> Self {
        let mut traces = Vec::new();
        for (compiled, document, name) in policies {
            for (index, (policy, statement)) in compiled.statements().enumerate() {
                let tested = trace::Tested { compiled, policy, statement };
                let mut trace = trace(tested, place, action);
                trace.document.clone_from(&document);
                trace.name.clone_from(&name);
                trace.index = index;
                traces.push(trace);
            }
        }
        let mut tested = Self { traces, decisive: None };
        tested.decisive = tested.deciding(Effect::Deny).or_else(|| tested.deciding(Effect::Allow));
        tested
    }

    /// The statement of this effect that decides: a certain match before an uncertain one (also of
    /// a document that AWS refuses), the
    /// most specific trust before the account, then the order of the text.
    fn deciding(&self, effect: Effect) -> Option<usize> {
        self.traces
            .iter()
            .enumerate()
            .filter(|(_, trace)| trace.effect == effect && trace.is_taken())
            .min_by_key(|(index, trace)| {
                let trust = trace.trust.filter(|_| effect == Effect::Allow);
                (!trace.is_certain(), trust, *index)
            })
            .map(|(index, _)| index)
    }

    pub(crate) fn decisive(&self) -> Option<&Trace> {
        self.traces.get(self.decisive?)
    }

    fn allows(&self) -> bool {
        self.decisive().is_some_and(|trace| trace.effect == Effect::Allow)
    }

    fn denies(&self) -> bool {
        self.decisive().is_some_and(|trace| trace.effect == Effect::Deny)
    }

    /// How the layer trusts the caller, where it allows.
    pub(crate) fn trust(&self) -> Option<Trust> {
        self.decisive().filter(|trace| trace.effect == Effect::Allow)?.trust
    }

    /// Allow statements of which exactly one test fails.
    pub(crate) fn near_misses(&self) -> impl Iterator<Item = &Trace> {
        self.traces.iter().filter(|trace| trace.effect == Effect::Allow && trace.is_near_miss())
    }

    fn result(&self) -> LayerResult {
        if self.denies() {
            LayerResult::ExplicitDeny
        } else if self.allows() {
            LayerResult::Allow
        } else {
            LayerResult::ImplicitDeny
        }
    }

    fn statements(self) -> Vec<StatementTrace> {
        let decisive = self.decisive;
        self.traces
            .into_iter()
            .enumerate()
            .map(|(index, trace)| {
                let matched = if decisive == Some(index) {
                    Match::Decisive
                } else if trace.is_taken() {
                    Match::Matched
                } else if trace.is_near_miss() {
                    Match::NearMiss
                } else {
                    Match::Irrelevant
                };
                StatementTrace {
                    document: trace.document,
                    name: trace.name,
                    index: trace.index,
                    sid: trace.sid,
                    effect: if trace.effect == Effect::Allow { "Allow" } else { "Deny" },
                    span: trace.span,
                    matched,
                    reasons: trace.failed.into_iter().map(|failed| failed.reason).collect(),
                }
            })
            .collect()
    }
}

/// What the tested statements say of one action (`bit`).
fn grounds(key_policy: &Tested, identity: &Tested, bit: ActionSet, root: bool) -> Grounds {
    let mut grounds = Grounds::default();
    let on_key = bit & ActionSet::ON_KEY;
    for trace in &key_policy.traces {
        let bounds = Bounds::of(trace.effect, on_key, trace.fit, trace.refused);
        let ground = match (trace.effect, trace.trust) {
            (Effect::Deny, _) => &mut grounds.denied,
            (Effect::Allow, Some(Trust::Account)) => &mut grounds.delegated,
            (Effect::Allow, _) => &mut grounds.direct,
        };
        *ground = *ground | bounds;
    }
    for trace in &identity.traces {
        let bounds = Bounds::of(trace.effect, bit, trace.fit, trace.refused);
        let ground = match trace.effect {
            Effect::Deny => &mut grounds.denied,
            Effect::Allow => &mut grounds.identity,
        };
        *ground = *ground | bounds;
    }
    if root {
        grounds.identity = Bounds::exactly(bit);
    }
    grounds
}

impl Explained<'_> {
    /// Is it about a key, be it one that the scenario does not define?
    pub(crate) fn has_key(&self) -> bool {
        self.place.key.is_some() || !self.place.relation.same_account
    }

    pub(crate) fn is_root(&self) -> bool {
        self.place.caller.kind == CallerKind::Root
    }

    /// The layer that settled it.
    pub(crate) fn layer(&self) -> LayerName {
        let same_account = self.place.relation.same_account;
        match (&self.settled.cause, self.settled.verdict) {
            (Cause::Unreadable(layer), _) => *layer,
            (Cause::Unmodelled(part), _) => part.layer(),
            (Cause::NeverAcrossAccounts | Cause::NotFound, _) => LayerName::Operation,
            (Cause::UnknownPrincipals(_), Verdict::Error) | (Cause::RefusedOnSaving, _) => {
                LayerName::Operation
            }
            (Cause::ForeignKey, _) => LayerName::KeyPolicy,
            (_, Verdict::ExplicitDeny) => {
                let certain = |tested: &Tested| tested.decisive().is_some_and(Trace::is_certain);
                let elsewhere = self.identity.denies() && certain(&self.identity);
                if self.key_policy.denies() && (certain(&self.key_policy) || !elsewhere) {
                    LayerName::KeyPolicy
                } else {
                    LayerName::Identity
                }
            }
            _ if !self.has_key() => LayerName::Identity,
            (_, Verdict::Allow) if same_account => {
                let delegated = self.key_policy.trust() == Some(Trust::Account);
                if delegated && !self.is_root() {
                    LayerName::Identity
                } else {
                    LayerName::KeyPolicy
                }
            }
            (_, Verdict::Allow) => LayerName::Identity,
            _ if self.key_policy.allows() && self.place.relation.region_enabled => {
                LayerName::Identity
            }
            _ => LayerName::KeyPolicy,
        }
    }

    fn decision(self, question: &Question<'_>, request: usize) -> Decision {
        let rules = self.rules();
        let confidence = if self.settled.uncertain {
            Confidence::Uncertain
        } else {
            rules.iter().map(|rule| rule.confidence()).max().unwrap_or(Confidence::Documented)
        };
        let mut decision = self.model.unknown(question, request);
        decision.verdict = self.settled.verdict;
        decision.error = self.settled.error.map(str::to_owned);
        decision.layer = self.layer();
        decision.sentence = english::sentence(&self.sentence());
        decision.message = self.message();
        decision.confidence = confidence;
        decision.rules = rules.into_iter().map(Rule::id).collect();
        decision.layers = self.layers(question);
        decision
    }

    /// The layers that exist for this kind of call, in AWS's order.
    fn layers(self, question: &Question<'_>) -> Vec<Layer> {
        let owner = Arn::parse(&self.place.resource).map(|arn| arn.account.to_owned());
        let caller = Some(self.place.caller.account.clone()).filter(|account| !account.is_empty());
        let asked = self.model.asked(question, self.place);
        let present: Vec<LayerName> = asked.present().map(|part| part.layer()).collect();
        let limits = |layer| {
            if present.contains(&layer) { LayerResult::Error } else { LayerResult::NoImpact }
        };
        let has_key = self.has_key();
        let kind = self.place.caller.kind;
        let failed = |layer| match &self.settled.cause {
            Cause::Unmodelled(part) => part.layer() == layer,
            Cause::Unreadable(unreadable) => *unreadable == layer,
            Cause::UnknownPrincipals(_) | Cause::RefusedOnSaving => {
                layer == LayerName::Operation && self.settled.verdict == Verdict::Error
            }
            _ => false,
        };
        let key_policy_result = self.key_policy.result();
        let trust = self.key_policy.trust();
        let identity_result = if self.is_root() {
            LayerResult::Allow
        } else if self.named_no_identity_policy() {
            LayerResult::NoImpact
        } else {
            self.identity.result()
        };
        let operation = if self.settled.cause == Cause::NeverAcrossAccounts {
            LayerResult::ImplicitDeny
        } else {
            LayerResult::NoImpact
        };
        let mut layers = Vec::new();
        let mut layer = |layer, account: &Option<String>, result, trust, statements| {
            let result = if failed(layer) { LayerResult::Error } else { result };
            let account = account.clone();
            layers.push(Layer { layer, account, level: None, result, trust, statements });
        };
        let session = matches!(kind, CallerKind::RoleSession | CallerKind::FederatedUser);
        let has_identity = kind != CallerKind::Service;
        layer(LayerName::Rcp, &owner, limits(LayerName::Rcp), None, Vec::new());
        if has_identity {
            layer(LayerName::Scp, &caller, limits(LayerName::Scp), None, Vec::new());
        }
        if question.vpc_endpoint.is_some() {
            layer(LayerName::VpcEndpoint, &None, limits(LayerName::VpcEndpoint), None, Vec::new());
        }
        if has_key {
            let statements = self.key_policy.statements();
            layer(LayerName::KeyPolicy, &owner, key_policy_result, trust, statements);
        }
        if has_identity {
            let statements = self.identity.statements();
            layer(LayerName::Identity, &caller, identity_result, None, statements);
        }
        if matches!(kind, CallerKind::User | CallerKind::RoleSession) {
            layer(LayerName::Boundary, &caller, limits(LayerName::Boundary), None, Vec::new());
        }
        if session {
            layer(LayerName::Session, &caller, limits(LayerName::Session), None, Vec::new());
        }
        if has_key {
            layer(LayerName::Grant, &owner, limits(LayerName::Grant), None, Vec::new());
        }
        layer(LayerName::Operation, &None, operation, None, Vec::new());
        if has_key {
            layer(LayerName::KeyState, &owner, LayerResult::NoImpact, None, Vec::new());
        }
        layers
    }

    pub(crate) fn named_no_identity_policy(&self) -> bool {
        let owner = self.place.caller.policies_of;
        self.model.identity_policies.get(owner).is_none_or(Vec::is_empty)
    }
}
