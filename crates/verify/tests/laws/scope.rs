//! What a decision depends on, and what it does not.

use super::{SCENARIOS, decide, deny_all, explain, law};
use kms_policy_verify::compare::Answer;
use kms_policy_verify::dice::Dice;
use kms_policy_verify::documents::documents;
use kms_policy_verify::generate::{self, Form};
use serde_json::{Value, json};

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
        let scenario = generate::scenario(&mut Dice::new(seed), 1);
        let renamed = generate::scenario(&mut Dice::renaming(seed, &RENAMES), 1);
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
