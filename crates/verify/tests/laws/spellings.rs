//! Different texts that say the same.

use super::{equal, law};
use kms_policy::actions::Action;
use kms_policy_verify::documents::{change, documents, read};
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
        // The first letter as its code.
        Value::String(text) if text.starts_with(|first: char| first.is_ascii_alphabetic()) => {
            let (first, rest) = text.split_at(1);
            let code = first.bytes().next().unwrap_or_default();
            format!("\"\\u{code:04x}{}", &json!(rest).to_string()[1..])
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
    if lower.len() == old.len() {
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

/// The services whose own actions are asked for.
const OTHER_SERVICES: [&str; 5] = ["ec2:*", "s3:*", "secretsmanager:*", "sns:*", "sqs:*"];

/// `NotAction` is every other action.
#[test]
fn not_action_is_all_other_actions() {
    law(|scenario, dice| {
        let (mut with, mut without) = (scenario.clone(), scenario.clone());
        // A resource control policy cannot have it.
        for pointer in documents(scenario).iter().filter(|one| !one.contains("/rcps/")) {
            let (some, others): (Vec<String>, Vec<String>) = {
                let share = *dice.one(&[2, 50, 98]);
                let of_kms = Action::all().map(|action| action.to_string());
                let others = OTHER_SERVICES.map(str::to_owned);
                of_kms.chain(others).partition(|_| dice.chance(share))
            };
            if some.is_empty() || others.is_empty() {
                continue; // An empty list is another matter.
            }
            let set = |statements: &mut Vec<Value>, element: &str, actions: &[String]| {
                let Some(Value::Object(statement)) = statements.first_mut() else { return };
                statement.retain(|name, _| name != "Action" && name != "NotAction");
                statement.insert(element.to_owned(), json!(actions));
            };
            change(&mut with, pointer, |statements| set(statements, "Action", &some));
            change(&mut without, pointer, |statements| set(statements, "NotAction", &others));
        }
        equal(&with, &without)
    });
}
