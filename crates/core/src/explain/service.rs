//! Operations of other services: every permission they ask for, and what the whole comes to.

use super::{Explained, LayerTested, Sentence, Tested, answered, operation_layer, sentence};
use crate::caller::Caller;
use crate::decide::rule::{Direct, Relation};
use crate::decide::{About, Cell, Check, Model, Place, Question, Target};
use crate::english;
use crate::report::{Confidence, Decision, LayerName, LayerResult, Verdict};
use crate::rules::Rule;
use crate::services::{self, Doubt, Failure, On, Part, Step, shown};

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
        let steps = services::steps(self, caller, question);
        let mut parts: Vec<Decision> = Vec::with_capacity(steps.len());
        for step in &steps {
            parts.push(match step {
                Step::Ask(part) => self.explain_part(caller, part, question, request),
                Step::Fail(failure) => failed(failure, none.clone()),
            });
            if matches!(step, Step::Fail(_)) {
                break;
            }
        }
        if let [Step::Fail(failure)] = steps.as_slice() {
            return failed(failure, none);
        }
        let refused = parts.iter().position(|part| part.verdict != Verdict::Allow);
        let Some(mut decision) = answered(question, &parts, refused, none) else {
            return self.unknown(question, request);
        };
        let (service, operation) = question.action.split_once(':').unwrap_or_default();
        let asked: Vec<(&str, &str)> =
            parts.iter().map(|part| (part.action.as_str(), part.sentence.as_str())).collect();
        let asking = steps.get(refused.unwrap_or(0));
        decision.sentence = match (refused, asking) {
            (None, _) => english::service_allows(operation, &asked),
            (Some(_), Some(Step::Ask(part))) => {
                english::service_refuses(operation, &asked, &part.name, &decision.sentence)
            }
            _ => decision.sentence,
        };
        // Why a part before the refused one is not sure.
        let unsure = parts
            .iter()
            .take(refused.unwrap_or(0))
            .filter(|part| part.confidence == Confidence::Uncertain);
        for part in unsure {
            decision.sentence = english::unsure_before(&decision.sentence, &part.action);
            let open = part.rules.iter().filter_map(|id| Rule::uncertain(id));
            open.for_each(|rule| cite(&mut decision, rule));
        }
        if let Some(Step::Ask(part)) = asking {
            let on_key = matches!(part.on, On::Key(_));
            if let Some(error) = decision.error.clone().filter(|_| on_key) {
                let (error, known) = shown::exception(service, &error);
                decision.error = Some(error.to_owned());
                if !known {
                    decision.confidence = Confidence::Uncertain;
                }
                if service == "s3" {
                    cite(&mut decision, Rule::S19);
                }
            }
            let answer = (decision.verdict, decision.error.as_deref());
            let text = decision.message.as_deref();
            decision.message = shown::message(service, part.call, on_key, answer, text);
            let denied = !matches!(decision.verdict, Verdict::Allow | Verdict::Error);
            if service == "s3" && denied && decision.message.is_some() {
                cite(&mut decision, Rule::MSG30);
            }
        }
        decision.parts = parts;
        decision
    }

    fn explain_part(
        &self,
        caller: &Caller,
        part: &Part,
        whole: &Question<'_>,
        request: usize,
    ) -> Decision {
        let question = part.question(whole);
        let about = match part.on {
            On::Key(_) => About::Key,
            On::Resource(..) => About::Resource,
        };
        let check = Check { action: part.action, about };
        let place = self.place_of_check(caller, question, check);
        let foreign_bucket = place.as_ref().is_ok_and(|place| {
            matches!(place.target, Target::Resource { bucket: Some(_) })
                && place.relation != Relation::SameAccount
        });
        let mut decision = match place {
            Ok(place) => self.explain_check(place, check, &question, request),
            Err(identified) => self.explain_nowhere(&identified, check, &question, request),
        };
        if let On::Resource(arn, _) = &part.on {
            decision.key = Some(arn.clone());
        }
        for rule in &part.rules {
            cite(&mut decision, *rule);
        }
        let of_another_region = decision.rules.contains(&Rule::X7.id());
        let asymmetric = decision.error.as_deref() == Some("InvalidKeyUsageException");
        if part.action.service() == "kms"
            && whole.action.starts_with("s3:")
            && (of_another_region || asymmetric)
        {
            cite(&mut decision, Rule::S11);
        }
        if foreign_bucket && part.action.bare_name() == "GetObject" {
            cite(&mut decision, Rule::S16);
        }
        let mut doubt = match part.doubt {
            Some(Doubt::Always(rule)) => Some(rule),
            Some(Doubt::Refusals(rule)) => {
                Some(rule).filter(|_| decision.verdict != Verdict::Allow)
            }
            None => None,
        };
        if foreign_bucket && decision.verdict != Verdict::ExplicitDeny {
            // Object Ownership, ACLs and Block Public Access are not looked at.
            doubt = doubt.or(Some(Rule::S9));
        }
        if let Some(rule) = doubt {
            decision.confidence = Confidence::Uncertain;
            cite(&mut decision, rule);
        }
        decision
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
        let within: Direct<_> = grounds.direct;
        let direct = within.within(grounds.boundary, grounds.session).taken.contains(self.action);
        let by_bucket = self.one(LayerName::BucketPolicy).is_some_and(Tested::allows);
        match self.place.relation {
            Relation::SameAccount if direct && by_bucket => LayerName::BucketPolicy,
            Relation::Service if by_bucket => LayerName::BucketPolicy,
            // The policy that allows it is one that no scenario holds.
            Relation::Service => LayerName::Operation,
            _ => LayerName::Identity,
        }
    }

    /// What a resource's own policy is called.
    pub(super) fn noun(&self) -> &'static str {
        noun(self.place)
    }

    pub(super) fn allowed_on_resource<'a>(&'a self, who: super::Who<'a>) -> Sentence<'a> {
        let layer = self.layer();
        let identity = self.decisive(LayerName::Identity).filter(|_| !self.is_root());
        Sentence::AllowedOnResource {
            who,
            noun: self.noun(),
            policy: self.decisive(LayerName::BucketPolicy),
            trust: self.one(LayerName::BucketPolicy).and_then(Tested::trust),
            identity: identity.filter(|_| layer == LayerName::Identity),
            across: matches!(self.place.relation, Relation::CrossAccount { .. }),
            unseen: self.place.has_unseen_policy() && !self.place.is_same_account(),
        }
    }

    pub(super) fn refused_on_resource<'a>(&'a self, who: super::Who<'a>) -> Sentence<'a> {
        let layer = self.layer();
        let resource = self.place.resource.as_str();
        let of = |layer| self.tested(layer).next();
        let near =
            of(layer).and_then(|one: &LayerTested<'_>| sentence::near(one, resource, self.noun()));
        let identity = of(LayerName::Identity).filter(|one| one.tested.allows());
        Sentence::RefusedOnResource {
            who,
            noun: self.noun(),
            layer,
            near,
            none: self.named_no_identity_policy(),
            identity: identity.and_then(|one| Some(sentence::named(one, one.tested.decisive()?))),
            trust: self.one(LayerName::BucketPolicy).and_then(Tested::trust),
            across: matches!(self.place.relation, Relation::CrossAccount { .. }),
            unseen: self.place.has_unseen_policy(),
        }
    }

    /// The rules of an Allow on a resource of another service.
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

/// What a resource of a service is called.
pub(super) fn noun(place: &Place<'_>) -> &'static str {
    match place.service() {
        "s3" => "bucket",
        "secretsmanager" => "secret",
        "sqs" => "queue",
        "sns" => "topic",
        "ec2" => "volume",
        _ => "key",
    }
}
