//! The edits that a decision suggests: what may change the answer, tried by nobody yet.

use super::candidate::{Candidate, What};
use super::proof::Wanted;
use super::statement::{At, is_of_aws};
use super::{Asked, addition, field};
use crate::actions::Action;
use crate::decide::{CompiledPolicy, Model, Place, Question};
use crate::explain::{Failed, LayerSources, Source, Trace, trace};
use crate::findings;
use crate::json;
use crate::policy::{Effect, PolicyKind, Statement};
use crate::report::{Decision, LayerName, Verdict};
use crate::scenario::{self, Manager, Scenario};

/// Edits that may change the answer.
pub(crate) fn ways(
    scenario: &Scenario,
    asked: &Asked,
    wanted: Wanted,
    decision: &Decision,
) -> Vec<Candidate> {
    let Ok(model) = Model::new(scenario) else { return Vec::new() };
    let Some(question) = asked.question(&model) else { return Vec::new() };
    let blocking = decision.parts.iter().position(|part| part.verdict != Verdict::Allow);
    let mut all = Vec::new();
    model.for_each_check(&question, &mut |index, place, action| {
        // Of an operation in parts the one that is refused; to deny, any will do.
        if wanted == Wanted::Deny || blocking.is_none_or(|blocking| blocking == index) {
            let saved = wanted == Wanted::Allow && decision.verdict == Verdict::Error;
            of_check(scenario, place, action, wanted, saved, &mut all);
        }
    });
    all.extend(of_question(scenario, &model, &question, wanted, decision));
    // One edit before two.
    let (single, double): (Vec<Candidate>, Vec<Candidate>) =
        all.into_iter().partition(|edit| edit.what.len() < 2);
    single.into_iter().chain(double).collect()
}

/// Edits of the request and the key, and repairs of documents that AWS would refuse.
fn of_question(
    scenario: &Scenario,
    model: &Model<'_>,
    question: &Question<'_>,
    wanted: Wanted,
    decision: &Decision,
) -> Vec<Candidate> {
    let mut all = field::taken_away(question);
    if decision.verdict == Verdict::Error {
        all.extend(field::keys(scenario, question));
        all.extend(field::bypass(question));
    }
    if wanted == Wanted::Allow {
        all.extend((0..scenario.keys.len()).filter_map(|key| field::enabled(scenario, key)));
        for (document, policy) in model.documents() {
            if policy.refused || !policy.is_readable() {
                all.extend(repairs(&document, policy));
            }
        }
    }
    all
}

fn repairs(document: &str, policy: &CompiledPolicy) -> Vec<Candidate> {
    let found = findings::repairs(document, policy);
    found
        .into_iter()
        .map(|repair| Candidate {
            size: repair.edits.len().max(1),
            edits: repair.edits,
            what: vec![What::Repair(repair.title)],
            ..Candidate::nothing()
        })
        .collect()
}

/// Edits of the documents that take part in one check. `error`: is it to end an error?
fn of_check(
    scenario: &Scenario,
    place: &Place<'_>,
    action: Action,
    wanted: Wanted,
    error: bool,
    all: &mut Vec<Candidate>,
) {
    let saving = place.question.is_put_key_policy();
    let effect = match wanted {
        Wanted::Allow => Effect::Allow,
        Wanted::Deny => Effect::Deny,
    };
    let mut layers = place.model.sources(place);
    if saving {
        add_policy_to_be_saved(place, &mut layers);
    }
    if place.key().is_some_and(|key| key.manager == Manager::Aws) {
        // Nobody can change the policy of an AWS managed key (K-50).
        layers.retain(|layer| layer.layer != LayerName::KeyPolicy);
    }
    // What is added first: it is few, and there is always something.
    for layer in &layers {
        if layer.layer != LayerName::Rcp || effect == Effect::Deny {
            all.extend(addition::statements(layer, place, action, effect));
        }
    }
    all.extend(addition::policy(scenario, place, action, effect));
    all.extend(addition::bucket_policy(place, action, effect));
    if wanted == Wanted::Allow {
        all.extend(field::context_of_grants(place));
    }
    for layer in &layers {
        let own = layer.documents.iter().filter(|source| !is_of_aws(source, layer.layer));
        for source in own {
            let root = json::parse(&source.policy.source.text).0;
            for (index, statement) in source.policy.statements().enumerate() {
                let mut trace = trace(source.policy, statement, place, action);
                trace.index = index;
                let at = At {
                    place,
                    action,
                    source,
                    layer: layer.layer,
                    level: layer.level.as_deref(),
                    root: &root,
                    statement,
                    trace: &trace,
                };
                if saving && error && layer.layer == LayerName::KeyPolicy {
                    // KMS may refuse it for a statement that has no part in the decision.
                    all.extend(at.otherwise());
                }
                if statement.effect == effect {
                    all.extend(matching(scenario, &at, statement, &trace));
                } else if trace.is_taken() {
                    all.extend(at.unmatching());
                    if wanted == Wanted::Allow {
                        let tests = statement.condition.iter();
                        all.extend(
                            tests.flat_map(|test| field::supplied(scenario, place, test, false)),
                        );
                    }
                }
            }
        }
    }
}

/// Saving a key policy depends on the new one as well.
fn add_policy_to_be_saved<'m>(place: &Place<'m>, layers: &mut [LayerSources<'m>]) {
    let Some((index, key)) =
        place.target.key().and_then(|index| Some((index, place.model.keys.get(index)?)))
    else {
        return;
    };
    if key.saved.is_none() {
        return;
    }
    for layer in layers.iter_mut().filter(|layer| layer.layer == LayerName::KeyPolicy) {
        layer.documents.push(Source {
            policy: &key.policy,
            pointer: scenario::key_policy_pointer(index),
            name: "Key policy".to_owned(),
        });
    }
}

/// Edits by which a statement that does not match would: of one test that fails, or of two.
fn matching(
    scenario: &Scenario,
    at: &At<'_>,
    statement: &Statement,
    trace: &Trace,
) -> Vec<Candidate> {
    let supplied = |failed: &Failed| {
        let mut tests = statement.condition.iter();
        let test = tests.find(|test| test.span == failed.reason.span);
        let effect = statement.effect;
        test.filter(|_| effect == Effect::Allow)
            .map(|test| field::supplied(scenario, at.place, test, true))
            .unwrap_or_default()
    };
    match trace.failed.as_slice() {
        [] if at.source.policy.source.kind == PolicyKind::KeyPolicy => at.trusting(),
        [one] => {
            let mut all = at.matching(one);
            all.extend(supplied(one));
            all
        }
        [one, other] => {
            let few = |mut edits: Vec<Candidate>| {
                edits.truncate(field::MOST_VALUES);
                edits
            };
            let (first, second) = (few(at.matching(one)), few(at.matching(other)));
            let mut all: Vec<Candidate> = first
                .iter()
                .flat_map(|one| second.iter().filter_map(|other| one.and(other)))
                .collect();
            for (edits, test) in [(&first, other), (&second, one)] {
                let fields = supplied(test);
                all.extend(edits.iter().flat_map(|edit| fields.iter().map(|set| edit.then(set))));
            }
            all
        }
        _ => Vec::new(),
    }
}
