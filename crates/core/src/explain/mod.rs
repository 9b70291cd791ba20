//! One decision with everything that led to it: layers, statements, reasons, sentence, message.
//!
//! This is a second way to the verdict. It tests every statement by itself and hands what it found
//! to the same decision rule; `tests/laws.rs` holds it against the masks of [`crate::decide`].

mod citations;
mod message;
mod sentence;
mod service;
mod settling;
mod tested;
mod trace;

pub(crate) use sentence::{GrantNear, Named, Near, Sentence, Who};
pub(crate) use service::OnResource;

use crate::actions::{Action, ActionSet};
use crate::caller::CallerKind;
use crate::decide::bounds::Bounds;
use crate::decide::grants::{self, Granted};
use crate::decide::rule::{self, Grounds};
use crate::decide::{
    About, Cause, Check, CompiledPolicy, Identified, Model, NOT_MODELLED, Place, Question, Refusal,
    Ruled, Says, Settled, Target, UNREADABLE_POLICY, checks, dry_run,
};
use crate::english;
use crate::report::{Confidence, Decision, Layer, LayerName, LayerResult, Trust, Verdict};
use crate::rules::Rule;
use crate::scenario::{DocumentId, DocumentSlot};
use crate::services;
use crate::sorted::sort_by;
pub(crate) use tested::{Source, Tested};
pub(crate) use trace::{Failed, Trace, trace};

/// Everything known of one check while it is put into words.
pub(crate) struct Explained<'m> {
    pub model: &'m Model<'m>,
    pub place: &'m Place<'m>,
    pub action: Action,
    pub about: About,
    pub settled: Settled,
    /// What each layer says, in AWS's order.
    pub layers: Vec<LayerTested<'m>>,
    /// What each grant on the key says.
    pub grants: Vec<Granted>,
    pub grounds: Grounds<Bounds>,
}

/// A layer of documents.
pub(crate) struct LayerSources<'m> {
    pub layer: LayerName,
    /// For policies of an organization: the root, unit or account that they are attached to.
    pub level: Option<String>,
    pub documents: Vec<Source<'m>>,
}

/// A layer of documents with every statement tested.
pub(crate) struct LayerTested<'m> {
    pub layer: LayerName,
    /// For policies of an organization: the root, unit or account that they are attached to.
    pub level: Option<String>,
    pub tested: Tested<'m>,
}

impl Model<'_> {
    /// Decides one question and says why. `request` is the number that the decision carries.
    pub fn explain(&self, question: &Question<'_>, request: usize) -> Decision {
        if services::is_operation(question.action) {
            return self.explain_service(question, request);
        }
        let action = Action::named(question.action);
        let Some(caller) = self.callers.get(question.principal) else {
            return self.unknown(question, request);
        };
        let checks: Vec<Check> = checks(question, action).collect();
        let mut parts = Vec::with_capacity(checks.len());
        for check in &checks {
            let place = self.place_of_check(caller, *question, *check);
            parts.push(match place {
                Ok(place) => self.explain_check(place, *check, question, request),
                Err(identified) => self.explain_nowhere(&identified, *check, question, request),
            });
        }
        let mut decision = match parts.len() {
            0 => {
                let mut decision = self.unknown(question, request);
                decision.error = Some(NOT_MODELLED.to_owned());
                decision.sentence = english::sentence(&Sentence::OtherService);
                decision.layers = vec![operation_layer(LayerResult::Error)];
                decision
            }
            1 => parts.remove(0),
            _ => whole(question, parts, self.unknown(question, request)),
        };
        let operation = action.map_or("ReEncrypt", Action::operation);
        let dry_run = dry_run(question, operation);
        if let Some(refusal) = dry_run.filter(|_| decision.verdict == Verdict::Allow) {
            as_dry_run(&mut decision, &refusal);
        }
        decision
    }

    fn explain_check<'a>(
        &'a self,
        place: Place<'a>,
        check: Check,
        question: &Question<'_>,
        request: usize,
    ) -> Decision {
        let Check { action, about } = check;
        let mut layers = self.tested_layers(&place, action);
        let says = |policy: &CompiledPolicy| {
            let mut says = Says::default();
            for layer in &layers {
                layer.tested.add_to(&mut says, policy, place.caller, action);
            }
            says
        };
        let among = ActionSet::from(action);
        let grounds = self.grounds_by(&place, among, &says);
        let ruled = Ruled::new(place, &grounds);
        let settled = self.settle(&ruled, action, about);
        let place = &ruled.place;
        if place.relation == (rule::Relation::CrossAccount { region_enabled: false }) {
            // A statement may match, but it opens nothing to this account (E-26).
            for layer in layers.iter_mut().filter(|one| one.layer == LayerName::KeyPolicy) {
                layer.tested.forget_allowing();
            }
        }
        if place.relation == rule::Relation::SameAccount {
            // A statement whose trust is enough decides before one whose trust is not.
            let has = |bounds: Bounds| bounds.taken.contains(action);
            let within = has(grounds.boundary) && has(grounds.session);
            let enough = |trust: Trust| match trust.rank(place.caller.kind) {
                Trust::Account => within && has(grounds.identity),
                Trust::Role => within,
                _ => true,
            };
            let opens = |one: &&mut LayerTested<'_>| {
                matches!(one.layer, LayerName::KeyPolicy | LayerName::BucketPolicy)
            };
            for layer in layers.iter_mut().filter(opens) {
                layer.tested.prefer(place.caller, enough);
            }
        }
        let grants = place
            .key()
            .filter(|_| matches!(place.target, Target::Key(_)))
            .map(|key| key.grants.iter().map(|grant| grants::one(place, grant, action)).collect());
        let explained = Explained {
            model: self,
            place,
            action,
            about,
            settled,
            layers,
            grants: grants.unwrap_or_default(),
            grounds,
        };
        explained.decision(question, request)
    }

    /// The decision where there is no place to decide.
    fn explain_nowhere(
        &self,
        identified: &Identified,
        check: Check,
        question: &Question<'_>,
        request: usize,
    ) -> Decision {
        let settled = Settled::nowhere(identified);
        let mut decision = self.unknown(question, request);
        decision.action = check.action.to_string();
        decision.verdict = settled.verdict;
        decision.error = settled.error.map(str::to_owned);
        if let Cause::NotFound(text, rules) = &settled.cause {
            decision.message.clone_from(text);
            decision.sentence = english::sentence(&Sentence::KeyNotFound { text: text.as_deref() });
            decision.confidence =
                rules.iter().map(|rule| rule.confidence()).max().unwrap_or(Confidence::Observed);
            decision.rules = rules.iter().map(|rule| rule.id()).collect();
        }
        decision.layers = vec![operation_layer(LayerResult::Error)];
        decision
    }

    /// Every document that takes part, statement by statement.
    fn tested_layers<'a>(&'a self, place: &Place<'_>, action: Action) -> Vec<LayerTested<'a>> {
        let test = |one: LayerSources<'a>| LayerTested {
            layer: one.layer,
            level: one.level,
            tested: Tested::new(one.documents, place, action),
        };
        self.sources(place).into_iter().map(test).collect()
    }

    /// Every document that takes part, layer by layer.
    pub(crate) fn sources<'a>(&'a self, place: &Place<'_>) -> Vec<LayerSources<'a>> {
        let layers = self.layers(place);
        let mut all = Vec::new();
        let mut add = |layer, level: Option<String>, documents: Vec<Source<'a>>| {
            all.push(LayerSources { layer, level, documents });
        };
        for (layer, slot, owner, levels) in [
            (LayerName::Rcp, DocumentSlot::Rcp, place.owner(), layers.rcps),
            (LayerName::Scp, DocumentSlot::Scp, place.caller.account.as_str(), layers.scps),
        ] {
            let Some((index, account)) = self.account(owner) else { continue };
            let named = if layer == LayerName::Rcp { &account.rcps } else { &account.scps };
            for (place, (policies, named)) in
                levels.into_iter().flatten().zip(named.iter().flatten()).enumerate()
            {
                let level = account.level_name(place).to_owned();
                let documents = policies.iter().zip(named).enumerate().map(|(at, (one, named))| {
                    let pointer = slot.at([index, place, at]).to_string();
                    Source { policy: one, pointer, name: named.name.clone() }
                });
                add(layer, Some(level), documents.collect());
            }
        }
        let source = |policy, id: DocumentId, name: &str| Source {
            policy,
            pointer: id.to_string(),
            name: name.to_owned(),
        };
        if let Some(policy) = layers.endpoint {
            let (index, endpoint) = place.endpoint().map_or((0, ""), |(at, one)| (at, &one.id));
            let id = DocumentSlot::Endpoint.at([index]);
            add(LayerName::VpcEndpoint, None, vec![source(policy, id, endpoint)]);
        }
        if let Target::Key(key) = place.target {
            let saving = place.question.is_put_key_policy();
            let saved = saving && self.keys.get(key).is_some_and(|key| key.saved.is_some());
            let slot = if saved { DocumentSlot::Saved } else { DocumentSlot::KeyPolicy };
            let own = layers.key_policy.map(|policy| source(policy, slot.at([key]), "Key policy"));
            let ram = DocumentSlot::Ram.at([key]);
            let ram = layers.ram_policy.map(|policy| source(policy, ram, "AWS_RAM"));
            add(LayerName::KeyPolicy, None, own.into_iter().chain(ram).collect());
        } else if place.target == Target::ForeignKey {
            add(LayerName::KeyPolicy, None, Vec::new());
        }
        if let (Some(policy), Target::Resource { bucket: Some(index) }) =
            (layers.bucket_policy, place.target)
        {
            let name = self.scenario.buckets.get(index).map_or("", |bucket| &bucket.name);
            let id = DocumentSlot::Bucket.at([index]);
            add(LayerName::BucketPolicy, None, vec![source(policy, id, name)]);
        }
        if place.is_service() {
            return all;
        }
        let owner = place.caller.policies_of;
        let named = self.scenario.principals.get(owner).map(|owner| &owner.policies);
        let identity = layers.identity.iter().zip(named.into_iter().flatten()).enumerate();
        let identity = identity.map(|(index, (policy, named))| {
            source(policy, DocumentSlot::Identity.at([owner, index]), &named.name)
        });
        add(LayerName::Identity, None, identity.collect());
        if let Some(policy) = layers.boundary {
            let boundary =
                self.scenario.principals.get(owner).and_then(|owner| owner.boundary.as_ref());
            let name = boundary.map_or("", |boundary| &boundary.name);
            let id = DocumentSlot::Boundary.at([owner]);
            add(LayerName::Boundary, None, vec![source(policy, id, name)]);
        }
        if let Some(policies) = layers.session {
            let own = place.caller.index;
            let session = place.session();
            let inline = session.and_then(|session| session.policy.as_ref());
            let inline = inline.map(|_| (DocumentSlot::Session.at([own]), "Session policy"));
            let managed = session.into_iter().flat_map(|session| &session.policies).enumerate();
            let managed = managed.map(|(index, named)| {
                (DocumentSlot::ManagedSession.at([own, index]), named.name.as_str())
            });
            let documents = policies.iter().zip(inline.into_iter().chain(managed));
            let documents =
                documents.map(|(policy, (id, name))| source(policy, id, name)).collect();
            add(LayerName::Session, None, documents);
        }
        all
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
            unchanged: None,
        }
    }
}

/// An operation of several checks: its answer is that of the first that is not allowed, else of
/// the first.
fn whole(question: &Question<'_>, parts: Vec<Decision>, none: Decision) -> Decision {
    let refused = parts.iter().position(|part| part.verdict != Verdict::Allow);
    let Some(mut decision) = answered(question, &parts, refused, none.clone()) else {
        return none;
    };
    if refused.is_none() {
        let sentences: Vec<&str> = parts.iter().map(|part| part.sentence.as_str()).collect();
        decision.sentence = english::all_checks(&sentences);
    } else {
        let by_exception = decision.verdict == Verdict::Error && is_refused(&decision);
        let later = parts.iter().skip(refused.unwrap_or(0) + 1);
        if by_exception && later.into_iter().any(|part| part.verdict != Verdict::Allow) {
            // Whether all checks come before the first exception is not documented.
            decision.confidence = Confidence::Uncertain;
            for rule in [Rule::OP24, Rule::Q18].map(Rule::id) {
                if !decision.rules.contains(&rule) {
                    decision.rules.push(rule);
                }
            }
        }
    }
    decision.parts = parts;
    decision
}

/// The answer of the first part that is not allowed, else of the first with what all rest on.
fn answered(
    question: &Question<'_>,
    parts: &[Decision],
    refused: Option<usize>,
    none: Decision,
) -> Option<Decision> {
    let mut decision = parts.get(refused.unwrap_or(0))?.clone();
    decision.action = none.action;
    decision.key = question.key.map(str::to_owned);
    match refused {
        None => {
            for part in parts {
                decision.confidence = decision.confidence.max(part.confidence);
                for rule in &part.rules {
                    if !decision.rules.contains(rule) {
                        decision.rules.push(rule);
                    }
                }
            }
        }
        // What stands before it may be allowed for no sure reason.
        Some(refused) => {
            let mut before = parts.iter().take(refused);
            if before.any(|part| part.confidence == Confidence::Uncertain) {
                decision.confidence = Confidence::Uncertain;
            }
        }
    }
    Some(decision)
}

/// Did KMS refuse what it authorized? A key that is not found and a document that cannot be read
/// come before authorization.
fn is_refused(decision: &Decision) -> bool {
    let error = decision.error.as_deref();
    !matches!(error, Some("NotFoundException" | NOT_MODELLED | UNREADABLE_POLICY))
}

/// An allowed request with DryRun: KMS says that it would have succeeded, and does nothing.
fn as_dry_run(decision: &mut Decision, refusal: &Refusal) {
    decision.verdict = Verdict::Error;
    decision.error = Some(refusal.error.to_owned());
    decision.layer = refusal.layer;
    decision.sentence = english::sentence(&Sentence::Refused { why: &refusal.why, state: "" });
    decision.message = refusal.text.known().map(str::to_owned);
    let rules = refusal.rules.iter();
    decision.confidence = rules.map(|rule| rule.confidence()).fold(decision.confidence, Ord::max);
    decision.rules = Rule::ids(&refusal.rules);
    for layer in decision.layers.iter_mut().filter(|layer| layer.layer == refusal.layer) {
        layer.result = LayerResult::Error;
    }
}

fn operation_layer(result: LayerResult) -> Layer {
    let layer = LayerName::Operation;
    let (statements, grants) = (Vec::new(), Vec::new());
    Layer { layer, account: None, level: None, result, trust: None, statements, grants }
}

impl<'m> Explained<'m> {
    /// Is it about a key, be it one that the scenario does not define?
    pub(crate) fn has_key(&self) -> bool {
        self.place.target.is_key()
    }

    pub(crate) fn is_root(&self) -> bool {
        self.place.caller.kind == CallerKind::Root
    }

    pub(crate) fn tested(&self, layer: LayerName) -> impl Iterator<Item = &LayerTested<'m>> {
        self.layers.iter().filter(move |one| one.layer == layer)
    }

    /// The only layer of this name.
    pub(crate) fn one(&self, layer: LayerName) -> Option<&Tested<'m>> {
        self.tested(layer).next().map(|one| &one.tested)
    }

    fn decision(self, question: &Question<'_>, request: usize) -> Decision {
        let rules = self.rules();
        let confidence = if self.settled.uncertain {
            Confidence::Uncertain
        } else {
            rules.iter().map(|rule| rule.confidence()).max().unwrap_or(Confidence::Documented)
        };
        let mut decision = self.model.unknown(question, request);
        decision.action = self.action.to_string();
        decision.verdict = self.settled.verdict;
        decision.error = self.settled.error.map(str::to_owned);
        decision.layer = self.layer();
        decision.sentence = english::sentence(&self.sentence());
        decision.message = self.message();
        decision.confidence = confidence;
        decision.rules = Rule::ids(&rules);
        decision.context = self.place.context(self.action);
        decision.missing = self.missing();
        decision.layers = self.report_layers(question);
        decision
    }

    /// Keys that conditions asked for and the request could not fill.
    fn missing(&self) -> Vec<String> {
        let traces = self.layers.iter().flat_map(|layer| &layer.tested.traces);
        let mut missing: Vec<String> = traces.flat_map(|trace| &trace.missing).cloned().collect();
        sort_by(&mut missing, |a, b| a <= b);
        missing.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
        missing
    }

    /// The layers that exist for this kind of call, in AWS's order; one without documents has no
    /// impact.
    fn report_layers(mut self, question: &Question<'_>) -> Vec<Layer> {
        let owned = self.has_key() || self.place.target.is_resource();
        let owner = owned.then(|| self.place.owner().to_owned());
        let caller = Some(self.place.caller.account.clone()).filter(|account| !account.is_empty());
        let mut layers = Vec::new();
        for name in self.existing(question) {
            let result = self.result(name);
            let trust = self.trust_of(name);
            let account = match name {
                LayerName::Rcp if owner.is_none() => caller.clone(),
                LayerName::Rcp
                | LayerName::KeyPolicy
                | LayerName::BucketPolicy
                | LayerName::Grant
                | LayerName::KeyState => owner.clone(),
                LayerName::VpcEndpoint | LayerName::Operation => None,
                _ => caller.clone(),
            };
            let grants = if name == LayerName::Grant { self.grant_traces() } else { Vec::new() };
            let (level, statements) = (None, Vec::new());
            let layer = Layer { layer: name, account, level, result, trust, statements, grants };
            let mut any = false;
            for one in self.layers.iter_mut().filter(|one| one.layer == name) {
                any = true;
                let result = match result {
                    LayerResult::Error => result,
                    _ if one.level.is_some() => one.tested.limit(name),
                    _ => result,
                };
                let level = one.level.clone();
                let statements = std::mem::take(&mut one.tested).statements();
                layers.push(Layer { level, result, statements, ..layer.clone() });
            }
            if !any {
                layers.push(layer);
            }
        }
        layers
    }
}
