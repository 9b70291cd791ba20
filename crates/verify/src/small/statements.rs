//! Every key policy of up to three or four statements over an alphabet of 108, against 24 requests.

use super::Counts;
use crate::compare::Answer;
use crate::generate::{KEYS, OTHER, OWNER};
use crate::threads::shared;
use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use kms_policy_reference::World;
use kms_policy_reference::document::{Document, Kind, Statement};
use serde_json::{Value, json};
use std::sync::Arc;

/// The alphabet: two effects, nine ways to say who may do what, six shapes of a condition.
fn alphabet() -> Vec<Value> {
    let user =
        |account: &str, name: &str| json!({ "AWS": format!("arn:aws:iam::{account}:{name}") });
    let who_and_what = [
        (user(OWNER, "user/alice"), "kms:Decrypt"),
        (user(OWNER, "user/alice"), "kms:*"),
        (user(OWNER, "root"), "kms:De*"),
        (user(OWNER, "root"), "kms:*"),
        (json!({ "AWS": OTHER }), "kms:Decrypt"),
        (json!({ "AWS": OTHER }), "kms:*"),
        (user(OTHER, "user/bob"), "*"),
        (json!("*"), "kms:Encrypt"),
        (json!("*"), "kms:*crypt"),
    ];
    let shape = |operator: &str, value: &str| json!({ operator: { "kms:ViaService": value } });
    let s3 = "s3.us-west-2.amazonaws.com";
    let conditions = [
        Value::Null,
        shape("StringEquals", s3),
        shape("StringNotEquals", s3),
        shape("StringEqualsIfExists", s3),
        shape("Null", "true"),
        shape("ForAllValues:StringEquals", s3),
    ];
    let mut alphabet = Vec::new();
    for effect in ["Allow", "Deny"] {
        for (principal, action) in &who_and_what {
            for condition in &conditions {
                let mut statement = json!({
                    "Effect": effect, "Principal": principal, "Action": action, "Resource": "*",
                });
                if !condition.is_null() {
                    statement["Condition"] = condition.clone();
                }
                alphabet.push(statement);
            }
        }
    }
    alphabet
}

/// Four callers of both accounts, two actions, and the condition's key absent, as wanted and other.
fn scenario() -> Value {
    let identity = json!([{ "name": "All", "document": {
        "Version": "2012-10-17",
        "Statement": { "Effect": "Allow", "Action": "kms:*", "Resource": "*" },
    } }]);
    let arn = |account: &str, name: &str| format!("arn:aws:iam::{account}:{name}");
    let callers = [
        json!({ "arn": arn(OWNER, "user/alice") }),
        json!({ "arn": arn(OWNER, "role/app"), "policies": identity }),
        json!({ "arn": arn(OTHER, "user/bob"), "policies": identity }),
        json!({ "arn": arn(OTHER, "user/carol") }),
    ];
    let mut requests = Vec::new();
    for caller in &callers {
        for action in ["kms:Decrypt", "kms:Encrypt"] {
            for via in [
                json!(null),
                json!("s3.us-west-2.amazonaws.com"),
                json!("ec2.us-west-2.amazonaws.com"),
            ] {
                requests.push(json!({
                    "principal": caller["arn"], "action": action, "key": KEYS[0], "via": via,
                }));
            }
        }
    }
    json!({
        "version": 1,
        "keys": [{ "arn": KEYS[0] }],
        "principals": callers,
        "requests": requests,
    })
}

/// How many policies of up to `most` statements there are: choices of `most` among the letters and
/// nothing, in which order does not matter.
pub fn policies(most: usize) -> u64 {
    let letters = alphabet().len();
    (1..=most).fold(1, |choices, one| choices * (letters + one) as u64 / one as u64)
}

struct Letter {
    text: String,
    statement: Arc<Statement>,
}

/// Decides all policies of up to `most` statements. Order does not matter, repetition counts: for
/// 108 statements 221,815 policies of up to three, 6,210,820 of up to four.
///
/// With `explained` the explanation is compared as well.
pub fn enumerate(most: usize, explained: bool) -> Counts {
    let letters: Vec<Letter> = alphabet()
        .into_iter()
        .map(|statement| {
            let document = json!({ "Version": "2012-10-17", "Statement": statement });
            let read = Document::read(&document, Kind::KeyPolicy);
            Letter { text: statement.to_string(), statement: Arc::clone(&read.statements[0]) }
        })
        .collect();
    let base = scenario();
    let typed = Scenario::from_json(&base.to_string()).expect("a scenario");
    let world = World::read(&base).expect("a scenario");
    // A task is all policies that begin with a letter; the last one is the empty policy.
    let work = |task: usize, counts: &mut Counts| {
        let mut run =
            Run { letters: &letters, scenario: typed.clone(), world: world.clone(), explained };
        let mut chosen = Vec::new();
        if task == letters.len() {
            run.decide(&chosen, counts);
        } else {
            chosen.push(task);
            run.extend(&mut chosen, most, counts);
        }
    };
    shared(letters.len() + 1, work, Counts::merge)
}

struct Run<'a> {
    letters: &'a [Letter],
    scenario: Scenario,
    world: World,
    explained: bool,
}

impl Run<'_> {
    /// The policy of these letters, and all that go on with letters that do not come before.
    fn extend(&mut self, chosen: &mut Vec<usize>, most: usize, counts: &mut Counts) {
        self.decide(chosen, counts);
        if chosen.len() < most {
            let last = chosen.last().copied().unwrap_or(0);
            for letter in last..self.letters.len() {
                chosen.push(letter);
                self.extend(chosen, most, counts);
                chosen.pop();
            }
        }
    }

    fn decide(&mut self, chosen: &[usize], counts: &mut Counts) {
        let texts: Vec<&str> = chosen.iter().map(|&index| &*self.letters[index].text).collect();
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, texts.join(","));
        self.scenario.keys[0].policy = Some(text.into());
        let statements = chosen.iter().map(|&index| Arc::clone(&self.letters[index].statement));
        self.world.keys[0].policy.statements = statements.collect();
        let model = Model::new(&self.scenario).expect("a scenario that can be used");
        counts.worlds += 1;
        for (index, request) in self.scenario.requests.iter().enumerate() {
            let question = model.question(request);
            let first = Answer::from(model.cell(&question));
            counts.add(&first);
            let second = Answer::from(self.world.answer(&self.world.requests[index]));
            let mut equal = first == second;
            if self.explained {
                equal &= first == Answer::from(&model.explain(&question, index));
            }
            if !equal {
                let scenario = || {
                    let one = Scenario { requests: vec![request.clone()], ..self.scenario.clone() };
                    kms_policy::json::format(&one.to_json()).unwrap_or_default()
                };
                counts.differ(scenario, format!("core: {first}; reference: {second}"));
            }
        }
    }
}
