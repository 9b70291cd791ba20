//! What is proposed to change an answer does so, by the second engine, and does what it says.

use super::law;
use kms_policy::scenario::Scenario;
use kms_policy_verify::documents::{documents, repeats};
use kms_policy_verify::edits::{Cell, hold_to_it};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The cell of the first request, in a matrix of a few actions.
fn first_cell(scenario: &Value) -> Option<(Value, Cell)> {
    let mut scenario = scenario.clone();
    let request = scenario["requests"][0].clone();
    let (principal, action) = (request["principal"].as_str()?, request["action"].as_str()?);
    let mut details = json!({});
    for field in ["region", "via", "encryptionContext", "parameters", "vpcEndpoint", "context"] {
        if !request[field].is_null() {
            details[field] = request[field].clone();
        }
    }
    let mut actions = vec![action, "kms:Encrypt", "kms:DescribeKey", "kms:CreateGrant"];
    actions.dedup();
    let key = scenario["keys"][0]["arn"].clone();
    scenario["matrix"] = json!({ "actions": actions, "request": details, "key": key });
    let cell = Cell { principal: principal.to_owned(), action: action.to_owned() };
    Some((scenario, cell))
}

/// How many proposals were held to what they say.
static PROPOSED: AtomicUsize = AtomicUsize::new(0);

#[test]
fn every_proposal_changes_the_answer_and_what_it_says() {
    law(|scenario, dice| {
        // The reference reads the last of two members of one name.
        let texts = documents(scenario);
        let mut texts = texts.iter().filter_map(|pointer| scenario.pointer(pointer)?.as_str());
        if !dice.chance(10) || texts.any(repeats) {
            return Ok(());
        }
        let Some((scenario, cell)) = first_cell(scenario) else { return Ok(()) };
        let Ok(read) = Scenario::from_json(&scenario.to_string()) else { return Ok(()) };
        match hold_to_it(&read, &cell) {
            Err(wrong) if wrong.contains('“') => Err(wrong),
            proposed => {
                PROPOSED.fetch_add(proposed.unwrap_or(0), Ordering::Relaxed);
                Ok(())
            }
        }
    });
    let proposed = PROPOSED.load(Ordering::Relaxed);
    assert!(proposed > 100 || cfg!(debug_assertions), "{proposed} proposals only");
}
