//! What a reason underlines: the whole element where nothing in it fits, and the entry that cannot
//! be evaluated where one is to blame.

use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use serde_json::json;

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// What is underlined in the only statement of the key policy, or of alice's own policy, when alice
/// asks to decrypt.
fn underlined(layer: usize, key_policy: &str, own: &str) -> Vec<String> {
    let scenario = json!({
        "version": 1,
        "accounts": [{ "id": "111122223333", "name": "Owner" }],
        "keys": [{ "arn": KEY, "policy": key_policy }],
        "principals": [{
            "arn": "arn:aws:iam::111122223333:user/alice",
            "policies": [{ "name": "own", "document": own }],
        }],
        "requests": [{
            "principal": "arn:aws:iam::111122223333:user/alice", "action": "kms:Decrypt", "key": KEY,
        }],
    });
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let model = Model::new(&scenario).expect("a sound scenario");
    let decision = model.explain(&model.question(&scenario.requests[0]), 0);
    let text = [key_policy, own][layer];
    let statements = decision.layers.iter().flat_map(|layer| &layer.statements);
    let wanted = ["/keys/0/policy", "/principals/0/policies/0/document"][layer];
    let own = statements.filter(|statement| statement.document == wanted);
    let reasons = own.flat_map(|statement| &statement.reasons);
    reasons.map(|reason| text[reason.span.start..reason.span.end].to_owned()).collect()
}

fn key_policy(principal: &str) -> String {
    format!(
        r#"{{"Statement": {{"Effect": "Allow", "Principal": {{"AWS": {principal}}}, "Action": "kms:*", "Resource": "*"}}}}"#
    )
}

fn own(resource: &str) -> String {
    format!(r#"{{"Statement": {{"Effect": "Allow", "Action": "kms:*", "Resource": {resource}}}}}"#)
}

#[test]
fn of_principals_none_of_which_is_the_caller() {
    let list = r#"["arn:aws:iam::111122223333:user/ALICE", "arn:aws:iam::111122223333:user/bob"]"#;
    let whole = format!(r#"{{"AWS": {list}}}"#);
    assert_eq!(underlined(0, &key_policy(list), &own(r#""*""#)), [whole]);
    let entry = r#""arn:aws:iam::111122223333:user/a*""#;
    let list = format!(r#"["arn:aws:iam::111122223333:user/bob", {entry}]"#);
    assert_eq!(underlined(0, &key_policy(&list), &own(r#""*""#)), [entry]);
}

#[test]
fn of_resources_none_of_which_is_the_key() {
    let root = key_policy(r#""arn:aws:iam::111122223333:root""#);
    let list = r#"["arn:aws:kms:us-west-2:111122223333:key/x", "arn:aws:kms:us-west-2:111122223333:key/y"]"#;
    assert_eq!(underlined(1, &root, &own(list)), [list]);
    // What differs in case only may be the key or not (M-14).
    let entry = format!("\"{}\"", KEY.replace("1234abcd", "1234ABCD"));
    let list = format!(r#"["arn:aws:kms:us-west-2:111122223333:key/x", {entry}]"#);
    assert_eq!(underlined(1, &root, &own(&list)), [entry]);
}

/// Of several that are to blame alike.
#[test]
fn of_entries_alike_the_first() {
    let (one, other) =
        (r#""arn:aws:iam::111122223333:user/a*""#, r#""arn:aws:iam::111122223333:user/al*""#);
    let list = format!("[{one}, {other}]");
    assert_eq!(underlined(0, &key_policy(&list), &own(r#""*""#)), [one]);
    let root = key_policy(r#""arn:aws:iam::111122223333:root""#);
    let cased = |to: &str| format!("\"{}\"", KEY.replace("1234abcd", to));
    let (one, other) = (cased("1234ABCD"), cased("1234Abcd"));
    assert_eq!(underlined(1, &root, &own(&format!("[{one}, {other}]"))), [one]);
}
