//! Operations of other services: every permission they ask for, and what the whole comes to.

use super::{Explained, LayerTested, Sentence, Tested, Who, answered, operation_layer, sentence};
use crate::caller::Caller;
use crate::decide::rule::Relation;
use crate::decide::{Cell, Check, Model, Place, Question, Target};
use crate::english;
use crate::report::{Confidence, Decision, LayerName, LayerResult, Trust, Verdict};
use crate::rules::Rule;
use crate::services::{self, Doubt, Failure, On, Part, Step, shown};

/// What the resource's side says, and the caller's, of an action of another service.
#[derive(Clone, Debug)]
pub enum OnResource<'a> {
    /// The bucket policy names the caller, and that is enough.
    Named { policy: super::Named<'a>, trust: Trust },
    /// An identity policy allows in the resource's own account.
    Identity { identity: super::Named<'a>, unseen: bool },
    /// The root user of the resource's own account.
    Root,
    /// Both accounts allow; no identity policy for the root user.
    Both { policy: super::Named<'a>, trust: Trust, identity: Option<super::Named<'a>> },
    /// The resource's own policy, which no scenario holds, is taken to allow.
    Unseen { identity: Option<super::Named<'a>> },
    /// Inside one account neither side allows.
    NeitherAllows { near: Near<'a>, unseen: bool },
    /// The bucket policy opens nothing to the caller; what IAM of its account allows.
    OwnerSilent { near: Near<'a>, identity: Option<super::Named<'a>>, across: bool },
    /// IAM of the caller's account does not allow; how the bucket policy opens it.
    CallerSilent { near: Near<'a>, none: bool, trust: Option<Trust> },
}

type Near<'a> = Option<(super::Named<'a>, super::Near<'a>)>;

/// The answer to one permission.
struct Answer {
    decision: Decision,
    /// The rules by which it is not sure.
    doubts: Vec<Rule>,
}

impl Answer {
    fn is_allowed(&self) -> bool {
        self.decision.verdict == Verdict::Allow
    }
}

impl Model<'_> {
    /// The answer of a cell.
    pub(crate) fn service_cell(&self, question: &Question<'_>) -> Cell {
        let decision = self.explain_service(question, 0);
        Cell {
            verdict: decision.verdict,
            error: decision.error.as_deref().and_then(shown::lasting),
            uncertain: decision.confidence == Confidence::Uncertain,
            never_across_accounts: false,
        }
    }

    /// Decides an operation of another service and says why.
    pub(super) fn explain_service(&self, question: &Question<'_>, request: usize) -> Decision {
        let none = self.unknown(question, request);
        let Some(caller) = self.callers.get(question.principal) else {
            return none;
        };
        let (mut asked, mut answers, mut end) = (Vec::new(), Vec::new(), None);
        for step in services::steps(self, caller, question) {
            match step {
                Step::Ask(part) => {
                    answers.push(self.ask(caller, &part, question, request));
                    asked.push(part);
                }
                Step::Fail(failure) => {
                    end = Some(failure);
                    break;
                }
            }
        }
        let refused = answers.iter().position(|answer| !answer.is_allowed());
        if let (None, Some(failure)) = (refused, &end) {
            let parts = answers.into_iter().map(|answer| answer.decision).collect();
            return Decision { parts, ..failed(failure, none) };
        }
        let doubts: Vec<(String, Vec<Rule>)> = answers
            .iter()
            .take(refused.unwrap_or(0))
            .filter(|answer| answer.decision.confidence == Confidence::Uncertain)
            .map(|answer| (answer.decision.action.clone(), answer.doubts.clone()))
            .collect();
        let parts: Vec<Decision> = answers.into_iter().map(|answer| answer.decision).collect();
        let Some(mut decision) = answered(question, &parts, refused, none) else {
            return self.unknown(question, request);
        };
        let told: Vec<(&str, &str)> =
            parts.iter().map(|part| (part.action.as_str(), part.sentence.as_str())).collect();
        let operation = question.action.split(':').nth(1).unwrap_or_default();
        match refused.and_then(|refused| asked.get(refused)) {
            None => decision.sentence = english::service_allows(operation, &told),
            Some(part) => {
                let known = !matches!(
                    decision.error.as_deref(),
                    Some(crate::decide::NOT_MODELLED | crate::decide::UNREADABLE_POLICY)
                );
                let before: Vec<&str> = doubts.iter().map(|(action, _)| action.as_str()).collect();
                let reason = (part.name.as_str(), decision.sentence.as_str());
                decision.sentence =
                    english::service_refuses(operation, &told, reason, known, &before);
                doubts.iter().flat_map(|(_, rules)| rules).for_each(|rule| {
                    cite(&mut decision, *rule);
                });
                shown_by_service(&mut decision, part, question);
            }
        }
        decision.parts = parts;
        decision
    }

    /// Asks for one permission.
    fn ask(&self, caller: &Caller, part: &Part, whole: &Question<'_>, request: usize) -> Answer {
        let question = part.question(whole);
        let check = Check::of(part);
        let place = self.place_of_check(caller, question, check);
        let foreign_bucket = place.as_ref().is_ok_and(|place| {
            matches!(place.target, Target::Resource { bucket: Some(_) })
                && place.relation != Relation::SameAccount
        });
        let unseen = place.as_ref().is_ok_and(Place::has_unseen_policy);
        let mut decision = match place {
            Ok(place) => self.explain_check(place, check, &question, request),
            Err(identified) => self.explain_nowhere(&identified, check, &question, request),
        };
        if let On::Resource(arn, _) = &part.on {
            decision.key = Some(arn.clone());
        }
        let of_another_region = decision.rules.contains(&Rule::X7.id());
        let asymmetric = decision.error.as_deref() == Some("InvalidKeyUsageException");
        let mut rules = part.rules.clone();
        if part.is_under_s3() && (of_another_region || asymmetric) {
            rules.push(Rule::S11);
        }
        if foreign_bucket && part.action.bare_name() == "GetObject" {
            rules.push(Rule::S16);
        }
        let refused = decision.verdict != Verdict::Allow;
        let mut doubts: Vec<Rule> = match part.doubt {
            Some(Doubt::Always(rule)) => vec![rule],
            Some(Doubt::Refusals(rule)) if refused => vec![rule],
            _ => Vec::new(),
        };
        if foreign_bucket && decision.verdict != Verdict::ExplicitDeny {
            // Object Ownership, ACLs and Block Public Access are not looked at.
            doubts.push(Rule::S9);
        }
        for rule in rules.iter().chain(&doubts) {
            cite(&mut decision, *rule);
        }
        if unseen && decision.confidence == Confidence::Uncertain {
            doubts.push(Rule::E6Unseen);
        }
        Answer { decision, doubts }
    }
}

/// A refusal as the service shows it.
fn shown_by_service(decision: &mut Decision, part: &Part, question: &Question<'_>) {
    let service = question.action.split(':').next().unwrap_or_default();
    let on_key = matches!(part.on, On::Key(_));
    if let Some(error) = decision.error.clone().filter(|_| on_key) {
        let (shown, known) = shown::exception(service, &error);
        if !known {
            decision.confidence = Confidence::Uncertain;
        }
        if service == "s3" && shown != error {
            cite(decision, Rule::S19);
        }
        decision.error = Some(shown.to_owned());
    }
    let answer = (decision.verdict, decision.error.as_deref());
    let text = decision.message.as_deref();
    decision.message = shown::message(service, part.call, on_key, answer, text);
    let denied = decision.verdict != Verdict::Error;
    if service == "s3" && denied && decision.message.is_some() {
        cite(decision, Rule::MSG30);
    }
}

fn cite(decision: &mut Decision, rule: Rule) {
    if !decision.rules.contains(&rule.id()) {
        decision.rules.push(rule.id());
    }
    decision.confidence = decision.confidence.max(rule.confidence());
}

/// The decision where an operation ends before it has asked for everything.
fn failed(failure: &Failure, none: Decision) -> Decision {
    let mut decision = none;
    decision.error = Some(failure.error.to_owned());
    decision.sentence = english::service_lacks(&failure.why);
    decision.confidence =
        if failure.uncertain { Confidence::Uncertain } else { Confidence::Documented };
    decision.rules = Rule::ids(&failure.rules);
    decision.layers = vec![operation_layer(LayerResult::Error)];
    decision
}

impl<'m> Explained<'m> {
    /// The layer that allows on a resource of another service.
    pub(super) fn allowing_on_resource(&self) -> LayerName {
        let grounds = &self.grounds;
        let direct = grounds.direct.within(grounds.boundary, grounds.session);
        let direct = direct.taken.contains(self.action);
        let by_bucket = self.one(LayerName::BucketPolicy).is_some_and(Tested::allows);
        match self.place.relation {
            Relation::SameAccount if direct && by_bucket => LayerName::BucketPolicy,
            Relation::Service if by_bucket => LayerName::BucketPolicy,
            // The policy that allows it is one that no scenario holds.
            Relation::Service => LayerName::Operation,
            _ => LayerName::Identity,
        }
    }

    pub(super) fn allowed_on_resource<'a>(&'a self, who: Who<'a>) -> Sentence<'a> {
        let layer = self.layer();
        let identity = self.decisive(LayerName::Identity).filter(|_| !self.is_root());
        let identity = identity.filter(|_| layer == LayerName::Identity);
        let policy = self.decisive(LayerName::BucketPolicy);
        let trust = self.one(LayerName::BucketPolicy).and_then(Tested::trust);
        let trust = trust.unwrap_or(Trust::Account);
        let across = matches!(self.place.relation, Relation::CrossAccount { .. });
        let unseen = self.place.has_unseen_policy();
        let own = self.place.is_same_account();
        let says = match (policy, identity) {
            (Some(policy), identity) if across => OnResource::Both { policy, trust, identity },
            (_, Some(identity)) if own => OnResource::Identity { identity, unseen },
            (Some(policy), _) => OnResource::Named { policy, trust },
            _ if own => OnResource::Root,
            (None, identity) => OnResource::Unseen { identity },
        };
        Sentence::OnResource { who, noun: self.noun(), says }
    }

    pub(super) fn refused_on_resource<'a>(&'a self, who: Who<'a>) -> Sentence<'a> {
        let layer = self.layer();
        let resource = self.place.resource.as_str();
        let of = |layer| self.tested(layer).next();
        let near =
            of(layer).and_then(|one: &LayerTested<'_>| sentence::near(one, resource, self.noun()));
        let across = matches!(self.place.relation, Relation::CrossAccount { .. });
        let says = if layer == LayerName::BucketPolicy {
            let identity = of(LayerName::Identity).filter(|one| one.tested.allows());
            let identity =
                identity.and_then(|one| Some(sentence::named(one, one.tested.decisive()?)));
            OnResource::OwnerSilent { near, identity, across }
        } else if across {
            let trust = self.one(LayerName::BucketPolicy).and_then(Tested::trust);
            OnResource::CallerSilent { near, none: self.named_no_identity_policy(), trust }
        } else {
            OnResource::NeitherAllows { near, unseen: self.place.has_unseen_policy() }
        };
        Sentence::OnResource { who, noun: self.noun(), says }
    }

    /// What the thing is called that is asked about.
    pub(super) fn noun(&self) -> &'static str {
        match self.place.service() {
            "s3" if self.place.target.is_resource() => "bucket",
            "secretsmanager" => "secret",
            "sqs" => "queue",
            "sns" => "topic",
            "ec2" => "volume",
            _ => "key",
        }
    }

    /// What decides on a resource of another service, be it allowed or not.
    pub(super) fn rules_of_resource(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        if self.place.service() == "s3" {
            rules.push(Rule::S8);
        }
        rules.push(match self.place.relation {
            Relation::CrossAccount { .. } => Rule::E20,
            Relation::Service => Rule::E84,
            _ => Rule::E6,
        });
        if self.is_root() {
            rules.push(Rule::E5);
        }
        if self.place.has_unseen_policy() && self.settled.uncertain {
            rules.push(Rule::E6Unseen);
        }
        rules
    }
}
