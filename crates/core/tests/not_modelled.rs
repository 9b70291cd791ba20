//! What this version does not decide is never ignored: put into a scenario that allows, each part
//! takes the certain allow away; put into one that denies, a part that could allow does as well.

use kms_policy::decide::{Model, NOT_MODELLED};
use kms_policy::report::{Confidence, Decision, Verdict};
use kms_policy::scenario::Scenario;
use serde_json::{Value, json};

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412";
const KEY_2: &str = "arn:aws:kms:eu-west-1:111122223333:key/00000000-88c6-4f6b-970e-1d1dbd0c6412";
const USER: &str = "arn:aws:iam::111122223333:user/alice";
const ROLE: &str = "arn:aws:iam::111122223333:role/app";
const DENY: &str =
    r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#;

/// The principal may do everything with the key, by the key policy alone.
fn allowing(principal: &Value, action: &str) -> Value {
    json!({
        "version": 1,
        "accounts": [{ "id": "111122223333" }],
        "keys": [{
            "arn": KEY,
            "policy": { "Statement": {
                "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*",
            } },
        }],
        "principals": [principal],
        "requests": [{ "principal": "caller", "action": action }],
    })
}

fn decide(scenario: &Value) -> Decision {
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let model = Model::new(&scenario).expect("a scenario that can be used");
    let question = model.question(&scenario.requests[0]);
    let decision = model.explain(&question, 0);
    let cell = model.cell(&question);
    assert_eq!((cell.verdict, cell.error), (decision.verdict, decision.error.as_deref()));
    decision
}

/// Sets `field`, a JSON Pointer whose parent exists, and demands that the request is answered
/// with `NotModelled`.
fn not_modelled_with(principal: &Value, action: &str, fields: &[(&str, Value)]) {
    let mut scenario = allowing(principal, action);
    assert_eq!(decide(&scenario).verdict, Verdict::Allow, "without the part it is allowed");
    for (pointer, value) in fields {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        scenario.pointer_mut(parent).expect("a field")[name] = value.clone();
    }
    let decision = decide(&scenario);
    assert_eq!(decision.error.as_deref(), Some(NOT_MODELLED), "{fields:?}: {}", decision.sentence);
    assert_eq!(decision.confidence, Confidence::Uncertain, "{fields:?}");
}

fn user() -> Value {
    json!({ "id": "caller", "arn": USER })
}

#[test]
fn limiting_layers() {
    let named = json!({ "name": "D", "document": DENY });
    let role = json!({ "id": "caller", "arn": ROLE, "session": {} });
    let decrypt = "kms:Decrypt";
    not_modelled_with(&user(), decrypt, &[("/accounts/0/scps", json!([[named]]))]);
    not_modelled_with(&user(), decrypt, &[("/accounts/0/rcps", json!([[named]]))]);
    not_modelled_with(&user(), decrypt, &[("/principals/0/boundary", named.clone())]);
    not_modelled_with(&role, decrypt, &[("/principals/0/session/policy", json!(DENY))]);
    not_modelled_with(&role, decrypt, &[("/principals/0/session/policies", json!([named]))]);
    let endpoint = json!([{ "id": "vpce-1", "policy": DENY }]);
    let through = [("/vpcEndpoints", endpoint), ("/requests/0/vpcEndpoint", json!("vpce-1"))];
    not_modelled_with(&user(), decrypt, &through);
}

#[test]
fn parts_of_the_key() {
    let decrypt = "kms:Decrypt";
    for (field, value) in [
        ("/keys/0/state", json!("Disabled")),
        ("/keys/0/spec", json!("HMAC_256")),
        ("/keys/0/usage", json!("SIGN_VERIFY")),
        ("/keys/0/manager", json!("aws")),
        ("/keys/0/ramPolicy", json!(DENY)),
    ] {
        not_modelled_with(&user(), decrypt, &[(field, value)]);
    }
    not_modelled_with(&user(), "kms:EnableKeyRotation", &[("/keys/0/origin", json!("EXTERNAL"))]);
    not_modelled_with(&user(), "kms:PutKeyPolicy", &[("/keys/0/saved", json!(DENY))]);
}

#[test]
fn parts_of_the_request() {
    let policy = json!({ "Policy": "{}" });
    not_modelled_with(&user(), "kms:PutKeyPolicy", &[("/requests/0/parameters", policy)]);
    let dry_run = json!({ "DryRun": true });
    not_modelled_with(&user(), "kms:Decrypt", &[("/requests/0/parameters", dry_run)]);
    let two = [("/requests/0/key", json!(KEY)), ("/requests/0/ciphertextKey", json!(KEY_2))];
    not_modelled_with(&user(), "kms:Decrypt", &two);
}

#[test]
fn callers() {
    let service = json!({ "id": "caller", "service": "sns.amazonaws.com" });
    let federated = json!({ "id": "caller", "arn": "arn:aws:sts::111122223333:federated-user/x" });
    for caller in [service, federated] {
        let decision = decide(&allowing(&caller, "kms:Decrypt"));
        assert_eq!(decision.error.as_deref(), Some(NOT_MODELLED), "{caller}");
    }
}

#[test]
fn operations_with_checks_of_their_own() {
    for action in [
        "kms:ReEncrypt",
        "s3:PutObject",
        "kms:CreateAlias",
        "kms:RetireGrant",
        "kms:ListRetirableGrants",
        "kms:SynchronizeMultiRegionKey",
    ] {
        for keys in [true, false] {
            let mut scenario = allowing(&user(), action);
            if !keys {
                scenario["keys"] = json!([]);
            }
            let decision = decide(&scenario);
            assert_eq!(decision.error.as_deref(), Some(NOT_MODELLED), "{action}");
        }
    }
}

#[test]
fn grants_could_allow_what_policies_deny() {
    let mut scenario = allowing(&user(), "kms:Decrypt");
    scenario["keys"][0]["policy"] = json!({ "Statement": [] });
    assert_eq!(decide(&scenario).verdict, Verdict::ImplicitDeny);
    scenario["keys"][0]["grants"] =
        json!([{ "id": "g", "grantee": USER, "operations": ["Decrypt"] }]);
    assert_eq!(decide(&scenario).error.as_deref(), Some(NOT_MODELLED));
}

#[test]
fn a_deny_wins_over_what_is_not_modelled() {
    let mut scenario = allowing(&user(), "kms:Decrypt");
    scenario["keys"][0]["policy"]["Statement"]["Effect"] = json!("Deny");
    scenario["keys"][0]["ramPolicy"] = json!(DENY);
    assert_eq!(decide(&scenario).verdict, Verdict::ExplicitDeny);
}
