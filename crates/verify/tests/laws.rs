//! What is true of every decision, without a second opinion.
//!
//! Each law is held over random scenarios: half of them made up, half of them changed cases. One
//! that breaks a law is shrunk before it is shown.

use kms_policy::actions::Action;
use kms_policy::decide::Model;
use kms_policy::report::{
    Confidence, Decision, Layer, LayerName, LayerResult, Match, StatementTrace, Trust, Verdict,
};
use kms_policy::scenario::Scenario;
use kms_policy_verify::compare::Answer;
use kms_policy_verify::dice::Dice;
use kms_policy_verify::documents::{change, documents, read, statements};
use kms_policy_verify::generate::{self, Focus, Form, Mutator, OWNER};
use kms_policy_verify::shrink::shrink;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// Scenarios a law: without optimisation fewer.
const SCENARIOS: u64 = if cfg!(debug_assertions) { 300 } else { 6_000 };

static MUTATOR: LazyLock<Mutator> = LazyLock::new(|| {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    Mutator::of_folder(&cases).expect("cases/ can be read")
});

/// Holds a law over random scenarios. It is given the scenario, and chance of its own.
fn law(holds: impl Fn(&Value, &mut Dice) -> Result<(), String>) {
    for seed in 0..SCENARIOS {
        let mut dice = Dice::new(seed);
        let scenario = if dice.chance(50) {
            generate::scenario(&mut dice)
        } else {
            MUTATOR.scenario(&mut dice)
        };
        let check = |scenario: &Value| match decide(scenario) {
            Some(_) => holds(scenario, &mut Dice::new(seed)),
            None => Ok(()),
        };
        if check(&scenario).is_err() {
            let smallest = shrink(&scenario, |smaller| check(smaller).is_err());
            let why = check(&smallest).err().unwrap_or_default();
            panic!("seed {seed}: {why}\n{smallest:#}");
        }
    }
}

/// The answers to all requests; `None` for a scenario that is refused.
fn decide(scenario: &Value) -> Option<Vec<Answer>> {
    with_model(scenario, |model, scenario| {
        let cell = |request| Answer::from(model.cell(&model.question(request)));
        scenario.requests.iter().map(cell).collect()
    })
}

/// The decisions of all requests; of none for a scenario that is refused.
fn explain(scenario: &Value) -> Vec<Decision> {
    let decisions = with_model(scenario, |model, scenario| {
        let requests = scenario.requests.iter().enumerate();
        requests.map(|(index, request)| model.explain(&model.question(request), index)).collect()
    });
    decisions.unwrap_or_default()
}

fn with_model<T>(scenario: &Value, with: impl FnOnce(&Model<'_>, &Scenario) -> T) -> Option<T> {
    let scenario = Scenario::from_json(&scenario.to_string()).ok()?;
    let model = Model::new(&scenario).ok()?;
    Some(with(&model, &scenario))
}

/// The layers of a decision and of its parts.
fn layers(decision: &Decision) -> impl Iterator<Item = &Layer> {
    decision.layers.iter().chain(decision.parts.iter().flat_map(|part| &part.layers))
}

/// Both scenarios give the same answers.
fn equal(one: &Value, other: &Value) -> Result<(), String> {
    let (before, after) = (decide(one), decide(other));
    if before == after {
        Ok(())
    } else {
        Err(format!("{before:?} became {after:?}\nfor {other:#}"))
    }
}

/// Compares the answers request by request.
fn pairs(
    scenario: &Value,
    other: &Value,
    holds: impl Fn(&Answer, &Answer) -> bool,
) -> Result<(), String> {
    let (Some(before), Some(after)) = (decide(scenario), decide(other)) else {
        return Err(format!("refused: {other:#}"));
    };
    for (index, (before, after)) in before.iter().zip(&after).enumerate() {
        if !holds(before, after) {
            return Err(format!("request {index}: {before} became {after} in {other:#}"));
        }
    }
    Ok(())
}

fn form(pointer: &str) -> Form {
    if pointer.starts_with("/keys") {
        Form::Key
    } else if pointer.starts_with("/vpc") {
        Form::Endpoint
    } else if pointer.contains("/rcps/") {
        Form::ResourceControl
    } else {
        Form::Caller
    }
}

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

fn principal<'a>(scenario: &'a Value, id: &str) -> &'a Value {
    let named = |one: &&Value| {
        let names = [&one["id"], &one["arn"], &one["service"]];
        names.into_iter().find(|name| name.is_string()).is_some_and(|name| name == id)
    };
    let mut all = scenario["principals"].as_array().into_iter().flatten();
    all.find(named).unwrap_or(&Value::Null)
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
    let key_side = || all(LayerName::KeyPolicy).chain(all(LayerName::Grant));
    let mut allowing = key_side().filter(|layer| layer.result == LayerResult::Allow);
    let trusted = allowing.clone().any(|layer| match layer.trust {
        Some(Trust::Account) => identity,
        trust => within(trust),
    });
    let account = |arn: Option<&str>| arn.and_then(|arn| arn.split(':').nth(4)).map(str::to_owned);
    let own = account(caller["arn"].as_str());
    let owner = all(LayerName::KeyPolicy).next().and_then(|layer| layer.account.clone());
    let formula = if key_side().next().is_none() {
        identity
    } else if caller["service"].is_string() {
        allowing.next().is_some()
    } else if own == owner || result(LayerName::KeyPolicy).is_none() {
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

#[test]
fn the_layers_fold_to_the_verdict() {
    law(|scenario, _| {
        for decision in explain(scenario) {
            let action = &decision.action;
            if decision.verdict == Verdict::Error {
                if !layers(&decision).any(|one| one.result == LayerResult::Error) {
                    return Err(format!("{action}: no layer has an error"));
                }
            } else if decision.parts.is_empty() {
                // Named by its ARN, or the only one.
                let keys = scenario["keys"].as_array().map_or(&[][..], Vec::as_slice);
                let named = |key: &&Value| key["arn"].as_str() == decision.key.as_deref();
                let key = match keys {
                    [only] => only,
                    several => several.iter().find(named).unwrap_or(&Value::Null),
                };
                let (folded, verdict) = (fold(scenario, key, &decision), decision.verdict);
                if folded != verdict {
                    return Err(format!("{action} is {verdict:?}, its layers say {folded:?}"));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn adding_a_deny_never_allows() {
    law(|scenario, dice| {
        let mut more = scenario.clone();
        for pointer in documents(scenario) {
            let deny = near(scenario, form(&pointer), "Deny", dice);
            change(&mut more, &pointer, |statements| statements.push(deny));
        }
        pairs(scenario, &more, |before, after| {
            before.verdict == Verdict::Allow || after.verdict != Verdict::Allow
        })
    });
}

/// `PutKeyPolicy` may become an error all the same: KMS refuses to save some statements.
fn still_allowed(before: &Answer, after: &Answer) -> bool {
    before.verdict != Verdict::Allow || matches!(after.verdict, Verdict::Allow | Verdict::Error)
}

#[test]
fn adding_an_allow_never_denies() {
    law(|scenario, dice| {
        let mut more = scenario.clone();
        for pointer in documents(scenario) {
            let allow = near(scenario, form(&pointer), "Allow", dice);
            change(&mut more, &pointer, |statements| statements.insert(0, allow));
        }
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

/// Turns every list around, a list of one into its value, and a value into a list of one.
fn respell(value: &mut Value, may_be_list: bool) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| respell(item, false));
            items.reverse();
            if may_be_list && items.len() == 1 && !items[0].is_array() {
                *value = items[0].take();
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                let single = ["Effect", "Sid", "Version", "Id", "Principal", "NotPrincipal"];
                let may_be_list = !single.contains(&name.as_str());
                let alone = value.is_string() || (name == "Statement" && value.is_object());
                respell(value, may_be_list);
                if may_be_list && alone {
                    *value = json!([value]);
                }
            }
        }
        _ => {}
    }
}

/// JSON with the members of objects turned around, and white space everywhere.
fn spaced(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(spaced).collect();
            format!(" [\n\t{}\r\n] ", items.join(" ,\n"))
        }
        Value::Object(members) => {
            let members = members.iter().rev();
            let members: Vec<String> = members
                .map(|(name, value)| format!("{} : {}", json!(name), spaced(value)))
                .collect();
            format!("{{\n {} }}\n", members.join("\n,  "))
        }
        other => other.to_string(),
    }
}

#[test]
fn order_white_space_and_equivalent_spellings_never_matter() {
    law(|scenario, _| {
        let mut other = scenario.clone();
        // White space counts in the size of a key policy (K-33).
        if scenario.to_string().len() > 16_000 {
            return Ok(());
        }
        for pointer in documents(scenario) {
            let document = read(scenario, &pointer).filter(Value::is_object);
            let Some(mut document) = document else { continue };
            respell(&mut document, true);
            if let Some(place) = other.pointer_mut(&pointer) {
                *place = json!(spaced(&document));
            }
        }
        equal(scenario, &other)
    });
}

/// The statement twice, or once for each of its actions.
fn apart(statement: &Value) -> Vec<Value> {
    // A second statement of the same name is another matter.
    if !statement["Sid"].is_null() {
        return vec![statement.clone()];
    }
    let with = |action: &Value| {
        let mut one = statement.clone();
        one["Action"] = action.clone();
        one
    };
    match statement["Action"].as_array().filter(|actions| actions.len() > 1) {
        Some(actions) => actions.iter().map(with).collect(),
        None => vec![statement.clone(), statement.clone()],
    }
}

#[test]
fn saying_it_twice_or_apart_never_matters() {
    law(|scenario, _| {
        let mut other = scenario.clone();
        for pointer in documents(scenario) {
            change(&mut other, &pointer, |statements| {
                *statements = statements.iter().flat_map(apart).collect();
            });
        }
        equal(scenario, &other)
    });
}

fn upper_case(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.to_uppercase(),
        Value::Array(items) => items.iter_mut().for_each(upper_case),
        _ => {}
    }
}

/// The names of condition keys in lower case, where that leaves them apart.
fn lower_case_keys(keys: &mut Value) {
    let Some(old) = keys.as_object() else { return };
    let lower: BTreeMap<String, &Value> =
        old.iter().map(|(key, value)| (key.to_lowercase(), value)).collect();
    // Measurements of attestation documents are known by their exact names.
    if lower.len() == old.len() && !lower.keys().any(|key| key.contains("attestation")) {
        *keys = json!(lower);
    }
}

#[test]
fn the_case_of_actions_and_condition_keys_never_matters() {
    law(|scenario, _| {
        let mut other = scenario.clone();
        for pointer in documents(scenario) {
            change(&mut other, &pointer, |statements| {
                for statement in statements {
                    for element in ["Action", "NotAction"] {
                        statement.get_mut(element).into_iter().for_each(upper_case);
                    }
                    let condition = statement.get_mut("Condition").and_then(Value::as_object_mut);
                    condition.into_iter().flatten().for_each(|(_, keys)| lower_case_keys(keys));
                }
            });
        }
        equal(scenario, &other)
    });
}

/// Denies everything to everyone.
fn deny_all(form: Form) -> Value {
    let mut deny = json!({ "Effect": "Deny", "Action": "*", "Resource": "*" });
    if form != Form::Caller {
        deny["Principal"] = json!("*");
    }
    deny
}

#[test]
fn an_explicit_deny_is_always_found() {
    law(|scenario, _| {
        for (place, layer) in
            [("/keys", LayerName::KeyPolicy), ("/principals", LayerName::Identity)]
        {
            let mut more = scenario.clone();
            for pointer in documents(scenario).iter().filter(|pointer| pointer.starts_with(place)) {
                let deny = deny_all(form(pointer));
                change(&mut more, pointer, |statements| statements.push(deny));
            }
            let after = decide(&more).unwrap_or_default();
            for (decision, after) in explain(scenario).iter().zip(after) {
                // A document that is written takes part, so the Deny in it does.
                let written = |one: &StatementTrace| scenario.pointer(&one.document).is_some();
                // Of an operation with several checks the first that does not allow decides.
                let mut layers = decision.layers.iter().filter(|_| decision.parts.is_empty());
                let reached =
                    layers.any(|one| one.layer == layer && one.statements.iter().any(written));
                // Nothing in a key policy has an effect on RetireGrant (G-12).
                let exempt = decision.action == "kms:RetireGrant" && place == "/keys";
                let denied = matches!(after.verdict, Verdict::ExplicitDeny | Verdict::Error);
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
            let after = decide(&without).unwrap_or_default();
            if after.first().is_some_and(|after| after.verdict == decision.verdict) {
                let (action, verdict) = (&decision.action, decision.verdict);
                return Err(format!("{action} stays {verdict:?} in {without:#}"));
            }
        }
        Ok(())
    });
}

/// Accounts, names and Regions, and others of the same length in which the same parts are alike.
/// Numbers keep their order. First to marks, since a new name may hold an old one.
const RENAMES: [(&str, &str); 18] = [
    ("111122223333", "\u{1}"),
    ("444455556666", "\u{2}"),
    ("777788889999", "\u{3}"),
    ("us-west-2", "\u{4}"),
    ("us-east-1", "\u{5}"),
    ("alicia", "\u{6}"),
    ("alice", "\u{7}"),
    ("exampleorgid", "\u{e}"),
    ("topic", "\u{f}"),
    ("\u{1}", "222233331111"),
    ("\u{2}", "555566664444"),
    ("\u{3}", "888899997777"),
    ("\u{4}", "us-west-1"),
    ("\u{5}", "us-east-2"),
    ("\u{6}", "martia"),
    ("\u{7}", "marta"),
    ("\u{e}", "anothergroup"),
    ("\u{f}", "queue"),
];

#[test]
fn renaming_accounts_names_and_regions_everywhere_keeps_the_decision() {
    for seed in 0..SCENARIOS {
        let scenario = generate::scenario(&mut Dice::new(seed));
        let renamed = generate::scenario(&mut Dice::renaming(seed, &RENAMES));
        assert_ne!(scenario, renamed, "seed {seed}");
        let (before, after) = (decide(&scenario), decide(&renamed));
        assert_eq!(before, after, "seed {seed}: {scenario:#}\n{renamed:#}");
    }
}

#[test]
fn nothing_outside_the_question_matters() {
    law(|scenario, _| {
        if scenario["keys"].as_array().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let mut more = scenario.clone();
        let mut add = |list: &str, entry: Value| match &mut more[list] {
            Value::Array(entries) => entries.push(entry),
            other => *other = json!([entry]),
        };
        let policy = |form| json!({ "Version": "2012-10-17", "Statement": [deny_all(form)] });
        let named = |form| json!({ "name": "N", "document": policy(form) });
        add(
            "keys",
            json!({
                "arn": "arn:aws:kms:eu-north-1:999900001111:key/99999999-12ab-34cd-56ef-1234567890ab",
                "state": "Disabled", "policy": policy(Form::Key), "aliases": ["alias/unrelated"],
            }),
        );
        add(
            "principals",
            json!({
                "id": "nobody", "arn": "arn:aws:iam::999900001111:user/nobody",
                "policies": [named(Form::Caller)],
            }),
        );
        add(
            "accounts",
            json!({
                "id": "999900001111",
                "scps": [[named(Form::Caller)]], "rcps": [[named(Form::ResourceControl)]],
            }),
        );
        add("vpcEndpoints", json!({ "id": "vpce-9", "policy": policy(Form::Endpoint) }));
        more["title"] = json!("Another title");
        // And the requests in another order.
        more["requests"].as_array_mut().into_iter().for_each(|requests| requests.reverse());
        let before = decide(scenario);
        let after = decide(&more).map(|answers| answers.into_iter().rev().collect());
        if before == after { Ok(()) } else { Err(format!("{before:?} became {after:?}")) }
    });
}

/// No text of a policy is too odd to be decided and explained.
#[test]
fn evaluation_is_total() {
    const ODD: [&str; 12] =
        ["\"", "{", "}", "[", "]", ",", ":", "\\u12", "\u{0}", "é𝄞", "null", "-1e999"];
    law(|scenario, dice| {
        let mut broken = scenario.clone();
        for pointer in documents(scenario) {
            let text = match scenario.pointer(&pointer) {
                Some(Value::String(text)) => text.clone(),
                Some(document) => document.to_string(),
                None => continue,
            };
            let characters: Vec<char> = text.chars().collect();
            let at = dice.below(characters.len() + 1);
            let skip = dice.count(0, 6).min(characters.len() - at);
            let start: String = characters[..at].iter().collect();
            let rest: String = characters[at + skip..].iter().collect();
            if let Some(place) = broken.pointer_mut(&pointer) {
                *place = json!(start + *dice.one(&ODD) + &rest);
            }
        }
        let explained: Vec<Answer> = explain(&broken).iter().map(Answer::from).collect();
        if decide(&broken) == Some(explained) { Ok(()) } else { Err(format!("in {broken:#}")) }
    });
}

/// Every span lies inside its document, on character boundaries; at most one statement a layer
/// decides; every decision has a sentence and a rule.
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
