//! What a report says is what was decided, with its reasons, all of them.

use super::{explain, law, layers, with_model};
use kms_policy::actions::Action;
use kms_policy::decide::Model;
use kms_policy::report::{
    Arns, Confidence, Decision, LayerName, LayerResult, Match, Trust, Verdict,
};
use kms_policy::scenario::Scenario;
use kms_policy_verify::compare::Answer;
use kms_policy_verify::documents::{principal, read, statements};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The scenario with a matrix of all principals by all actions, and what the first request carries.
fn with_matrix(scenario: &Value) -> Value {
    let mut scenario = scenario.clone();
    let request = &scenario["requests"][0];
    let mut details = json!({});
    for field in ["region", "via", "encryptionContext", "parameters", "vpcEndpoint", "context"] {
        if !request[field].is_null() {
            details[field] = request[field].clone();
        }
    }
    let actions: Vec<String> = Action::all().map(|action| action.to_string()).collect();
    let key = scenario["keys"][0]["arn"].clone();
    scenario["matrix"] = json!({ "actions": actions, "request": details, "key": key });
    scenario
}

/// What the masks share between actions, and between classes of actions, is the same for all.
#[test]
fn the_masks_equal_the_explanation_and_a_matrix_its_cells() {
    let compare = |model: &Model<'_>, scenario: &Scenario| {
        let matrix = model.matrix();
        let mut cells = matrix.cells.iter();
        for principal in &matrix.principals {
            for action in &matrix.actions {
                let question = model.matrix_question(principal, action).expect("a principal");
                let cell = Answer::from(model.cell(&question));
                let explained = Answer::from(&model.explain(&question, 0));
                let together = cells.next().map(|cell| Answer::from(*cell));
                if together.as_ref() != Some(&cell) || cell != explained {
                    let together = together.map(|one| one.to_string()).unwrap_or_default();
                    return Err(format!(
                        "{principal} {action}: matrix {together}, cell {cell}, explained {explained}"
                    ));
                }
            }
        }
        for (index, request) in scenario.requests.iter().enumerate() {
            let question = model.question(request);
            let cell = Answer::from(model.cell(&question));
            let explained = Answer::from(&model.explain(&question, index));
            if cell != explained {
                return Err(format!("request {index}: cell {cell}, explained {explained}"));
            }
        }
        Ok(())
    };
    law(|scenario, _| with_model(&with_matrix(scenario), compare).unwrap_or(Ok(())));
}

/// Section 0.3 over the results of the layers, for this key.
fn fold(scenario: &Value, key: &Value, decision: &Decision) -> Verdict {
    let all = |name| decision.layers.iter().filter(move |layer| layer.layer == name);
    let result = |name| all(name).next().map(|layer| layer.result);
    let allows = |name| result(name) == Some(LayerResult::Allow);
    // A layer that limits: absent, without documents, or allowing at every level.
    let open = |name| {
        all(name).all(|layer| matches!(layer.result, LayerResult::Allow | LayerResult::NoImpact))
    };
    let trust = |name| all(name).next().and_then(|layer| layer.trust);
    let (boundary, session) = (open(LayerName::Boundary), open(LayerName::Session));
    let caller = principal(scenario, &decision.principal);
    let federated = caller["arn"].as_str().is_some_and(|arn| arn.contains("federated-user"));
    // What of the caller's limits a way of being named still needs (E-30 to E-36).
    let within = |trust: Option<Trust>| match trust {
        Some(Trust::Role) => boundary && session,
        Some(Trust::User) if federated => boundary && session,
        Some(_) => true,
        None => false,
    };
    let identity = allows(LayerName::Identity) && boundary && session;
    // A key shared through AWS RAM has two policies.
    let bucket = || all(LayerName::BucketPolicy);
    let key_side = || all(LayerName::KeyPolicy).chain(all(LayerName::Grant)).chain(bucket());
    let mut allowing = key_side().filter(|layer| layer.result == LayerResult::Allow);
    let trusted = allowing.clone().any(|layer| match layer.trust {
        Some(Trust::Account) => identity,
        trust => within(trust),
    });
    let account = |arn: Option<&str>| arn.and_then(|arn| arn.split(':').nth(4)).map(str::to_owned);
    let own = account(caller["arn"].as_str());
    let mut owners = all(LayerName::KeyPolicy).chain(bucket());
    let owner = owners.next().and_then(|layer| layer.account.clone());
    // On a bucket of one account IAM is enough (E-6).
    let formula = if bucket().next().is_some() && own == owner {
        identity || trusted
    } else if key_side().next().is_none() {
        identity
    } else if caller["service"].is_string() {
        allowing.next().is_some()
    } else if own == owner || owner.is_none() {
        trusted
    } else {
        let name = decision.action.trim_start_matches("kms:");
        let of_this = |grant: &&Value| {
            let operations = grant["operations"].as_array().into_iter().flatten();
            operations.clone().any(|operation| operation == name)
                && grant["issuingAccount"].as_str() == own.as_deref()
        };
        let issued = key["grants"].as_array().into_iter().flatten().any(|grant| of_this(&grant));
        let own = trust(LayerName::Grant) != Some(Trust::Account);
        let by_grant = allows(LayerName::Grant) && own && issued && boundary && session;
        allowing.next().is_some() && (identity || by_grant)
    };
    let stopped = result(LayerName::Operation) == Some(LayerResult::ImplicitDeny);
    let denied = decision.layers.iter().any(|layer| layer.result == LayerResult::ExplicitDeny);
    let limits = open(LayerName::Scp) && open(LayerName::VpcEndpoint);
    match (denied, formula && limits && !stopped) {
        (true, _) => Verdict::ExplicitDeny,
        (false, true) => Verdict::Allow,
        (false, false) => Verdict::ImplicitDeny,
    }
}

/// Are all policies that decide in the scenario? Secrets, queues and topics have policies of their
/// own.
fn is_seen(decision: &Decision) -> bool {
    let has = |prefix: &str| decision.action.starts_with(prefix);
    decision.verdict != Verdict::Error && (has("kms:") || has("s3:") || has("ec2:"))
}

#[test]
fn the_layers_fold_to_the_verdict() {
    law(|scenario, _| {
        for decision in explain(scenario) {
            let action = &decision.action;
            if decision.verdict == Verdict::Error
                && !layers(&decision).any(|one| one.result == LayerResult::Error)
            {
                return Err(format!("{action}: no layer has an error"));
            }
            // Of several parts the first that is not allowed answers.
            let mut refused = decision.parts.iter().filter(|part| part.verdict != Verdict::Allow);
            let answer = refused.next().map_or(Verdict::Allow, |part| part.verdict);
            let ended = decision.verdict == Verdict::Error && answer == Verdict::Allow;
            if !decision.parts.is_empty() && decision.verdict != answer && !ended {
                let verdict = decision.verdict;
                return Err(format!("{action} is {verdict:?}, its parts say {answer:?}"));
            }
            let whole = Some(&decision).filter(|_| decision.parts.is_empty());
            for decision in decision.parts.iter().chain(whole).filter(|one| is_seen(one)) {
                let action = &decision.action;
                // The only one; named by its ARN, by the ciphertext, or the first one.
                let keys = scenario["keys"].as_array().map_or(&[][..], Vec::as_slice);
                let request = &scenario["requests"][decision.request];
                let by_ciphertext = || request["ciphertextKey"].as_str();
                let name = match request["destinationKey"].as_str() {
                    Some(to) if action == "kms:ReEncryptTo" => Some(to),
                    _ => decision.key.as_deref().or_else(by_ciphertext),
                };
                let named = |key: &&Value| key["arn"].as_str() == name;
                let key = match (keys, name) {
                    ([only], _) => only,
                    (several, None) => several.first().unwrap_or(&Value::Null),
                    (several, Some(_)) => several.iter().find(named).unwrap_or(&Value::Null),
                };
                let (folded, verdict) = (fold(scenario, key, decision), decision.verdict);
                if folded != verdict {
                    return Err(format!("{action} is {verdict:?}, its layers say {folded:?}"));
                }
            }
        }
        Ok(())
    });
}

/// Every span lies inside its document, on character boundaries; at most one statement a layer
/// decides; every decision has a sentence and a rule, every reason words with user text in backticks.
#[test]
fn every_reason_has_a_place() {
    let check = |model: &Model<'_>, scenario: &Scenario| {
        let documents: BTreeMap<_, _> = model.documents().into_iter().collect();
        for (index, request) in scenario.requests.iter().enumerate() {
            let decision = model.explain(&model.question(request), index);
            if decision.sentence.is_empty() || decision.rules.is_empty() {
                return Err(format!("request {index} has no sentence or no rule"));
            }
            for layer in layers(&decision) {
                let all = layer.statements.iter();
                if all.filter(|one| one.matched == Match::Decisive).count() > 1 {
                    return Err(format!("two statements decide in {:?}", layer.layer));
                }
                for statement in &layer.statements {
                    let Some(policy) = documents.get(&statement.document) else {
                        return Err(format!("there is no document {}", statement.document));
                    };
                    let (text, span) = (&policy.source.text, statement.span);
                    if !span.of(text).starts_with('{') {
                        return Err(format!("no statement at {span:?} of {text}"));
                    }
                    let words = statement.words(Arns::Short);
                    if words.len() != statement.reasons.len()
                        || words.iter().any(|one| one.matches('`').count() % 2 != 0)
                    {
                        return Err(format!("{words:?} of {:?}", statement.reasons));
                    }
                    for reason in &statement.reasons {
                        let one = reason.span;
                        let inside = one.start >= span.start && one.end <= span.end;
                        if !inside || one.of(text).is_empty() {
                            return Err(format!("{reason:?} is outside {span:?} of {text}"));
                        }
                    }
                }
            }
        }
        Ok(())
    };
    law(|scenario, _| with_model(scenario, check).unwrap_or(Ok(())));
}

/// Every statement of a document that takes part is told of, and what rests on a document that
/// cannot be read is never sure.
#[test]
fn nothing_is_left_out() {
    law(|scenario, _| {
        for decision in explain(scenario) {
            let unreadable = decision.error.as_deref() == Some("UnreadablePolicy");
            if unreadable && decision.confidence != Confidence::Uncertain {
                return Err(format!("{} is sure", decision.action));
            }
            for layer in layers(&decision) {
                let mut traced: BTreeMap<&str, usize> = BTreeMap::new();
                for statement in &layer.statements {
                    *traced.entry(&statement.document).or_default() += 1;
                }
                for (pointer, count) in traced {
                    let Some(document) = read(scenario, pointer) else { continue };
                    let written = statements(&document);
                    let written = written.iter().filter(|one| one.is_object()).count();
                    if written != count {
                        return Err(format!("{count} of {written} statements of {pointer}"));
                    }
                }
            }
        }
        Ok(())
    });
}
