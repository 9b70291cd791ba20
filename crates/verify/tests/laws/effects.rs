//! What a further statement does, and one fewer.

use super::{decide, deny_all, explain, form, law, layers, pairs};
use kms_policy::report::{Decision, Layer, LayerName, Match, Verdict};
use kms_policy_verify::compare::Answer;
use kms_policy_verify::dice::Dice;
use kms_policy_verify::documents::{change, documents};
use kms_policy_verify::generate::{self, Focus, Form, OWNER};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A statement near to what the scenario asks.
fn near(scenario: &Value, form: Form, effect: &str, dice: &mut Dice) -> Value {
    let texts = |list: &Value, field: &str, otherwise: &str| -> Vec<String> {
        let all = list.as_array().into_iter().flatten();
        let found: Vec<String> =
            all.filter_map(|one| one[field].as_str()).map(str::to_owned).collect();
        if found.is_empty() { vec![otherwise.to_owned()] } else { found }
    };
    let focus = Focus {
        actions: texts(&scenario["requests"], "action", "kms:Decrypt"),
        names: texts(&scenario["principals"], "arn", OWNER),
        resources: texts(&scenario["keys"], "arn", "*"),
    };
    let mut statement = generate::statement(dice, &focus, form);
    statement["Effect"] = json!(effect);
    statement
}

/// One of the scenario's documents, and the scenario to change: a change of all of them at once would
/// hide in one layer what is wrong in another.
fn one_document(scenario: &Value, dice: &mut Dice) -> Option<(String, Value)> {
    let all = documents(scenario);
    let pointer = all.get(dice.below(all.len().max(1)))?;
    Some((pointer.clone(), scenario.clone()))
}

#[test]
fn adding_a_deny_never_allows() {
    law(|scenario, dice| {
        let Some((pointer, mut more)) = one_document(scenario, dice) else { return Ok(()) };
        let deny = near(scenario, form(&pointer), "Deny", dice);
        change(&mut more, &pointer, |statements| statements.push(deny));
        pairs(scenario, &more, |before, after| {
            before.verdict == Verdict::Allow || after.verdict != Verdict::Allow
        })
    });
}

/// `PutKeyPolicy` may become an error all the same: KMS refuses to save some statements, and too many.
fn still_allowed(before: &Answer, after: &Answer) -> bool {
    let refused = ["MalformedPolicyDocumentException", "LimitExceededException"];
    let is_refused = after.error.as_deref().is_some_and(|error| refused.contains(&error));
    before.verdict != Verdict::Allow || after.verdict == Verdict::Allow || is_refused
}

#[test]
fn adding_an_allow_never_denies() {
    law(|scenario, dice| {
        let Some((pointer, mut more)) = one_document(scenario, dice) else { return Ok(()) };
        let allow = near(scenario, form(&pointer), "Allow", dice);
        change(&mut more, &pointer, |statements| statements.insert(0, allow));
        pairs(scenario, &more, still_allowed)
    });
}

#[test]
fn a_further_action_in_an_allow_never_denies() {
    law(|scenario, dice| {
        let mut more = scenario.clone();
        for pointer in documents(scenario) {
            change(&mut more, &pointer, |statements| {
                for statement in statements {
                    if statement["Effect"] == "Allow" && statement["Action"].is_string() {
                        let further = dice.one(&["kms:*", "kms:De*"]);
                        statement["Action"] = json!([statement["Action"], further]);
                    }
                }
            });
        }
        pairs(scenario, &more, still_allowed)
    });
}

#[test]
fn an_explicit_deny_is_always_found() {
    law(|scenario, _| {
        let before = explain(scenario);
        for pointer in documents(scenario) {
            let mut more = scenario.clone();
            let deny = deny_all(form(&pointer));
            change(&mut more, &pointer, |statements| statements.push(deny));
            let after = decide(&more).ok_or_else(|| format!("refused: {more:#}"))?;
            for (decision, after) in before.iter().zip(after) {
                // A document of which a statement was tested takes part, so the Deny in it does. Of
                // an operation with several checks the first that does not allow decides.
                let mut layers = decision.layers.iter().filter(|_| decision.parts.is_empty());
                let reached = layers.any(|layer| {
                    layer.statements.iter().any(|statement| statement.document == pointer)
                });
                // Nothing on the key's side has an effect on RetireGrant (G-12).
                let of_key = pointer.starts_with("/keys") || pointer.contains("/rcps/");
                let exempt = decision.action == "kms:RetireGrant" && of_key;
                let denied = after.verdict == Verdict::ExplicitDeny
                    || after.error.as_deref() == Some("UnreadablePolicy");
                if reached && !exempt && !denied {
                    return Err(format!("{} is {after} in {more:#}", decision.action));
                }
            }
        }
        Ok(())
    });
}

/// Every statement of one effect that applied, by its document.
fn blamed(decision: &Decision, effect: &str) -> BTreeMap<String, BTreeSet<usize>> {
    let mut found: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    // Only these grant (E-3).
    let grants = |layer: &&Layer| {
        effect == "Deny" || matches!(layer.layer, LayerName::KeyPolicy | LayerName::Identity)
    };
    for statement in layers(decision).filter(grants).flat_map(|layer| &layer.statements) {
        let applied = matches!(statement.matched, Match::Decisive | Match::Matched);
        if applied && statement.effect == effect {
            found.entry(statement.document.clone()).or_default().insert(statement.index);
        }
    }
    found
}

#[test]
fn removing_the_blamed_statements_turns_the_decision() {
    law(|scenario, _| {
        for (index, decision) in explain(scenario).iter().enumerate() {
            let effect = match decision.verdict {
                Verdict::Allow => "Allow",
                Verdict::ExplicitDeny => "Deny",
                _ => continue,
            };
            let blamed = blamed(decision, effect);
            let mut without = scenario.clone();
            without["requests"] = json!([scenario["requests"][index]]);
            for (pointer, indices) in &blamed {
                change(&mut without, pointer, |statements| {
                    let mut index = 0..;
                    statements.retain(|_| index.next().is_some_and(|at| !indices.contains(&at)));
                });
            }
            if effect == "Allow" {
                // Grants allow as well.
                for key in without["keys"].as_array_mut().into_iter().flatten() {
                    key["grants"] = json!([]);
                }
                if let Some(request) = without["requests"][0].as_object_mut() {
                    request.remove("grantTokens");
                }
                // A policy that is not written cannot be changed, and without a key the root user
                // needs none (0.3).
                let unwritten = blamed.keys().any(|pointer| scenario.pointer(pointer).is_none());
                if unwritten || blamed.is_empty() {
                    continue;
                }
            }
            let after = decide(&without).ok_or_else(|| format!("refused: {without:#}"))?;
            if after.first().is_some_and(|after| after.verdict == decision.verdict) {
                let (action, verdict) = (&decision.action, decision.verdict);
                return Err(format!("{action} stays {verdict:?} in {without:#}"));
            }
        }
        Ok(())
    });
}
