//! What is true of every decision, without a second opinion.
//!
//! Each law is held over random scenarios: half of them made up, half of them changed cases. One
//! that breaks a law is shrunk before it is shown.

mod build;
mod changes;
mod compiled;
mod conditions;
mod effects;
mod links;
mod report;
mod scope;
mod spellings;

use kms_policy::decide::Model;
use kms_policy::report::{Decision, Layer};
use kms_policy::scenario::Scenario;
use kms_policy_verify::compare::Answer;
use kms_policy_verify::dice::Dice;
use kms_policy_verify::generate::{self, Form, Mutator};
use kms_policy_verify::shrink::shrink;
use serde_json::{Value, json};
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
    let mut taken = 0;
    for seed in 0..SCENARIOS {
        let mut dice = Dice::new(seed);
        let scenario = if dice.chance(50) {
            generate::scenario(&mut dice, 1)
        } else {
            MUTATOR.scenario(&mut dice)
        };
        // Of a scenario that is refused nothing is said.
        let check =
            |scenario: &Value| decide(scenario).map(|_| holds(scenario, &mut Dice::new(!seed)));
        let Some(result) = check(&scenario) else { continue };
        taken += 1;
        if result.is_err() {
            let broken = |smaller: &Value| check(smaller).and_then(Result::err);
            let smallest = shrink(&scenario, |smaller| broken(smaller).is_some());
            panic!("seed {seed}: {}\n{smallest:#}", broken(&smallest).unwrap_or_default());
        }
    }
    assert!(taken > SCENARIOS * 3 / 4, "of {SCENARIOS} scenarios {taken} could be used");
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
    if before == after && before.is_some() {
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

/// Denies everything to everyone.
fn deny_all(form: Form) -> Value {
    let mut deny = json!({ "Effect": "Deny", "Action": "*", "Resource": "*" });
    if form != Form::Caller {
        deny["Principal"] = json!("*");
    }
    deny
}
