//! Statements that are written near to what is asked.

use super::{KEYS, OTHER, OWNER, THIRD, conditions, near};
use crate::dice::Dice;
use serde_json::{Value, json};

/// What statements are written near to.
#[derive(Clone, Debug)]
pub struct Focus {
    /// The actions that are asked for.
    pub actions: Vec<String>,
    /// The ARNs, accounts and services that can be named.
    pub names: Vec<String>,
    /// The ARNs of the keys and aliases.
    pub resources: Vec<String>,
}

/// The kinds of policy whose statements differ in form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Of a key: with Principal, and Resource is mostly `*`.
    Key,
    /// Of a VPC endpoint: with Principal.
    Endpoint,
    /// A resource control policy: with Principal, mostly Deny.
    ResourceControl,
    /// Of the caller's side: without Principal.
    Caller,
}

/// A policy document of up to `most` statements.
pub fn document(dice: &mut Dice, focus: &Focus, form: Form, most: usize) -> Value {
    let least = usize::from(!dice.chance(4));
    let mut statements = Value::Array(dice.some(least, most, |dice| statement(dice, focus, form)));
    if dice.chance(10) && statements.as_array().is_some_and(|all| all.len() == 1) {
        statements = statements[0].take();
    }
    let mut document = json!({ "Version": "2012-10-17", "Statement": statements });
    match dice.below(30) {
        0 => document["Version"] = json!("2008-10-17"),
        1 => document["Id"] = json!("key-default-1"),
        2 => {
            document.as_object_mut().map(|elements| elements.remove("Version"));
        }
        3 => document["Version"] = json!("2012"),
        _ => {}
    }
    // As a text, as an object, or as a text that is no policy.
    match dice.below(60) {
        0 => json!(dice.one(&["", "{", "[]", "{}", r#"{"Statement":"#])),
        1..20 => json!(document.to_string()),
        _ => document,
    }
}

/// One statement.
pub fn statement(dice: &mut Dice, focus: &Focus, form: Form) -> Value {
    let deny = if form == Form::ResourceControl { 90 } else { 25 };
    let mut statement = json!({ "Effect": if dice.chance(deny) { "Deny" } else { "Allow" } });
    if form != Form::Caller {
        let all = form != Form::Key && dice.chance(60);
        let element = if dice.chance(7) { "NotPrincipal" } else { "Principal" };
        statement[element] = if all { json!("*") } else { principal(dice, focus) };
    }
    let element = if dice.chance(10) { "NotAction" } else { "Action" };
    statement[element] = one_or_more(dice, |dice| action(dice, focus));
    let element = if dice.chance(6) { "NotResource" } else { "Resource" };
    let everything = if form == Form::Key { 94 } else { 45 };
    statement[element] = if dice.chance(everything) {
        json!("*")
    } else {
        one_or_more(dice, |dice| resource(dice, focus))
    };
    if dice.chance(50) {
        statement["Condition"] = conditions::condition(dice, &focus.actions);
    }
    if dice.chance(3) {
        spoil(dice, &mut statement);
    }
    statement
}

/// Makes a statement one that AWS would not take.
fn spoil(dice: &mut Dice, statement: &mut Value) {
    let remove = |statement: &mut Value, element: &str| {
        statement.as_object_mut().map(|elements| elements.remove(element));
    };
    match dice.below(9) {
        0 => remove(statement, "Action"),
        1 => remove(statement, "Resource"),
        2 => remove(statement, "Principal"),
        3 => statement["Effect"] = json!(dice.one(&["allow", "deny", "DENY", "Permit"])),
        4 => statement["Sid"] = json!(dice.one(&["a b", "S", ""])),
        5 => statement["Actoin"] = json!("kms:*"),
        6 => statement["Condition"] = dice.one(&[json!({}), json!({ "Bool": {} })]).clone(),
        7 => statement["NotAction"] = json!("kms:Encrypt"),
        _ => statement["Principal"] = json!({ "AWS": "*" }),
    }
}

fn one_or_more(dice: &mut Dice, mut make: impl FnMut(&mut Dice) -> String) -> Value {
    match dice.below(20) {
        0 => json!([]),
        1..6 => json!(dice.some(1, 3, make)),
        _ => json!(make(dice)),
    }
}

fn action(dice: &mut Dice, focus: &Focus) -> String {
    const WIDE: [&str; 6] = ["kms:*", "kms:*", "*", "kms:De*", "kms:*Key*", "k*:*"];
    const OTHERS: [&str; 6] =
        ["kms:ReEncrypt*", "kms:TagResource", "kms:Create*", "s3:GetObject", "Decrypt", "kms:Get*"];
    let asked = dice.one(&focus.actions).clone();
    match dice.below(20) {
        0..=6 => asked,
        7 | 8 => near::text(dice, &asked),
        9 => asked.to_lowercase(),
        10..=15 => (*dice.one(&WIDE)).to_owned(),
        _ => (*dice.one(&OTHERS)).to_owned(),
    }
}

fn resource(dice: &mut Dice, focus: &Focus) -> String {
    const OTHERS: [&str; 8] = [
        "arn:aws:kms:*:*:key/*",
        "arn:aws:kms:*",
        "arn:aws:kms:us-west-2:111122223333:*",
        "arn:aws:kms:us-west-2:${aws:PrincipalAccount}:key/*",
        "arn:aws:kms:us-west-2:111122223333:alias/${aws:username}",
        "arn:aws:kms:us-west-2:111122223333:${aws:PrincipalTag/key, 'key'}/*",
        "alias/app",
        "arn:aws:iam::111122223333:user/alice",
    ];
    let asked = dice.one(&focus.resources).clone();
    match dice.below(12) {
        0..=3 => asked,
        4..=6 => near::arn(dice, &asked),
        7 => near::text(dice, &asked),
        8 => (*dice.one(&KEYS)).to_owned(),
        _ => (*dice.one(&OTHERS)).to_owned(),
    }
}

fn principal(dice: &mut Dice, focus: &Focus) -> Value {
    match dice.below(20) {
        0 => json!("*"),
        1 => json!({ "AWS": "*" }),
        2 => json!({ "Service": dice.one(&["sns.amazonaws.com", "SNS.amazonaws.com", "s3.amazonaws.com", "a/sns.amazonaws.com", "sns.amazonaws.comx"]) }),
        3 => dice
            .one(&[
                json!({ "Federated": "accounts.google.com" }),
                json!({ "CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }),
                json!({ "AWS": [] }),
                json!({ "AWS": [OTHER, "arn:aws:iam::111122223333:root"], "Service": "sns.amazonaws.com" }),
                json!({}),
            ])
            .clone(),
        4 | 5 => json!({ "AWS": dice.some(1, 3, |dice| name(dice, focus)) }),
        _ => json!({ "AWS": name(dice, focus) }),
    }
}

fn name(dice: &mut Dice, focus: &Focus) -> String {
    const OTHERS: [&str; 9] = [
        "AIDACKCEVSQ6C2EXAMPLE",
        "AIDA1",
        "arn:aws:iam::111122223333:user/a$b",
        "AROADBQP57FF2AEXAMPLE",
        "arn:aws:iam::111122223333:role/app-*",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws-cn:iam::111122223333:user/alice",
        "arn:aws:sts::111122223333:assumed-role/app/other",
        "*",
    ];
    match dice.below(20) {
        0..=10 => dice.one(&focus.names).clone(),
        11 => {
            let name = dice.one(&focus.names).clone();
            near::text(dice, &name)
        }
        12 | 13 => dice.one(&[OWNER, OTHER, THIRD]).to_string(),
        14..=17 => format!("arn:aws:iam::{}:root", dice.one(&[OWNER, OTHER])),
        _ => (*dice.one(&OTHERS)).to_owned(),
    }
}
