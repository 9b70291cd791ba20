//! Section 12: the tricky cases that are plain KMS calls, and some of section 16.

#![expect(clippy::unwrap_used, reason = "tests")]

use kms_policy_reference::{Answer, Request, Verdict, World};
use serde_json::{Value, json};

const A: &str = "111122223333";
const B: &str = "444455556666";
const K: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const BOB: &str = "arn:aws:iam::444455556666:user/bob";
const ROLE: &str = "arn:aws:iam::111122223333:role/R";

fn root(account: &str) -> String {
    format!("arn:aws:iam::{account}:root")
}

fn document(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// A statement of a key policy.
fn key_allow(principal: &str, actions: &str) -> Value {
    json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": actions, "Resource": "*"})
}

/// K of section 12 with these statements in its policy.
fn key(statements: Value) -> Value {
    json!({"arn": K, "policy": document(statements)})
}

fn delegating() -> Value {
    key(json!([key_allow(&root(A), "kms:*")]))
}

/// An identity policy.
fn attached(statements: Value) -> Value {
    json!([{"name": "ID", "attached": "inline", "document": document(statements)}])
}

fn allow(actions: &str) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": "*"})
}

fn user(arn: &str, statements: Value) -> Value {
    json!({"arn": arn, "policies": attached(statements)})
}

fn answer(scenario: Value, request: Value) -> Answer {
    let mut scenario = scenario;
    scenario["version"] = json!(1);
    scenario["requests"] = json!([request]);
    let world = World::read(&scenario).unwrap();
    world.answer(&world.requests[0])
}

/// The answer to a request on K, and is it open?
fn ask_about(keys: Value, principals: Value, request: Value) -> (Verdict, bool) {
    let mut request = request;
    if request.get("key").is_none() {
        request["key"] = json!(K);
    }
    let answer = answer(json!({"keys": keys, "principals": principals}), request);
    assert!(answer.error.is_none(), "{answer:?}");
    (answer.verdict, answer.uncertain)
}

const ALLOWED: (Verdict, bool) = (Verdict::Allow, false);
const IMPLICIT: (Verdict, bool) = (Verdict::ImplicitDeny, false);
const EXPLICIT: (Verdict, bool) = (Verdict::ExplicitDeny, false);

fn failed(name: &str) -> Answer {
    Answer { verdict: Verdict::Error, error: Some(name.to_owned()), uncertain: false }
}

#[test]
fn t2_direct_allow_needs_no_iam() {
    let keys =
        json!([key(json!([key_allow(&root(A), "kms:Put*"), key_allow(ALICE, "kms:Decrypt")]))]);
    let request = json!({"principal": ALICE, "action": "kms:Decrypt"});
    assert_eq!(ask_about(keys, json!([{"arn": ALICE}]), request), ALLOWED);
}

#[test]
fn t4_key_policy_bounds_actions() {
    let keys = json!([key(json!([key_allow(&root(B), "kms:Decrypt")]))]);
    let bob = json!([{"arn": BOB, "policies": attached(json!(
        {"Effect": "Allow", "Action": "kms:*", "Resource": K}))}]);
    let ask =
        |action| ask_about(keys.clone(), bob.clone(), json!({"principal": BOB, "action": action}));
    assert_eq!(ask("kms:Decrypt"), ALLOWED);
    assert_eq!(ask("kms:Encrypt"), IMPLICIT);
}

#[test]
fn t6_iam_deny_always_counts() {
    let keys = json!([key(json!([key_allow(ALICE, "kms:Decrypt")]))]);
    let deny = json!({"Effect": "Deny", "Action": "kms:*", "Resource": "*"});
    let request = json!({"principal": ALICE, "action": "kms:Decrypt"});
    assert_eq!(ask_about(keys, json!([user(ALICE, deny)]), request), EXPLICIT);
}

#[test]
fn t8_operations_across_accounts() {
    let keys = json!([key(json!([key_allow(&root(B), "kms:*")]))]);
    let bob = json!([user(BOB, allow("kms:*"))]);
    let ask =
        |action| ask_about(keys.clone(), bob.clone(), json!({"principal": BOB, "action": action}));
    assert_eq!(ask("kms:ScheduleKeyDeletion"), IMPLICIT);
    assert_eq!(ask("kms:TagResource"), IMPLICIT);
    assert_eq!(ask("kms:DescribeKey"), ALLOWED);
    assert_eq!(ask("kms:GetKeyRotationStatus"), ALLOWED);
}

#[test]
fn t10_session_arn_goes_round_the_boundary() {
    let session = "arn:aws:sts::111122223333:assumed-role/R/s";
    let keys = json!([key(json!([key_allow(session, "kms:Decrypt")]))]);
    let boundary = json!({"name": "B", "document": document(allow("s3:*"))});
    let principals = json!([
        {"id": "s", "arn": ROLE, "session": {"name": "s"}, "boundary": boundary},
        {"id": "other", "arn": ROLE, "session": {"name": "other"}, "issuer": "s"},
    ]);
    let ask = |who| {
        ask_about(
            keys.clone(),
            principals.clone(),
            json!({"principal": who, "action": "kms:Decrypt"}),
        )
    };
    assert_eq!(ask("s"), ALLOWED);
    assert_eq!(ask("other"), IMPLICIT);
}

#[test]
fn t12_no_bypass_across_accounts() {
    let keys = json!([key(json!([key_allow(BOB, "kms:Decrypt")]))]);
    let mut bob = user(BOB, allow("kms:Decrypt"));
    bob["boundary"] = json!({"name": "B", "document": document(allow("s3:*"))});
    let request = json!({"principal": BOB, "action": "kms:Decrypt"});
    assert_eq!(ask_about(keys, json!([bob]), request), IMPLICIT);
}

#[test]
fn t14_every_level_of_scps() {
    let full = json!([{"name": "FullAWSAccess", "document": document(allow("*"))}]);
    let s3 = json!([{"name": "S3", "document": document(allow("s3:*"))}]);
    let ask = |middle: &Value| {
        let scenario = json!({
            "accounts": [{"id": A, "organization": {"id": "o-a", "path": ["r-a", "ou-a"]},
                          "scps": [full, middle, full]}],
            "keys": [delegating()],
            "principals": [user(ALICE, allow("kms:*"))],
        });
        answer(scenario, json!({"principal": ALICE, "action": "kms:Decrypt", "key": K})).verdict
    };
    assert_eq!(ask(&s3), Verdict::ImplicitDeny);
    assert_eq!(ask(&full), Verdict::Allow);
    assert_eq!(ask(&json!([])), Verdict::ImplicitDeny);
}

#[test]
fn t16_rcps_do_not_reach_aws_managed_keys() {
    let rcp =
        document(json!({"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:VpceOrgID": "o-a"}}}));
    let ask = |manager: &str| {
        let mut key = json!({"arn": K, "aliases": ["alias/aws/s3"], "manager": manager});
        if manager == "customer" {
            key["policy"] = document(json!([key_allow(ALICE, "kms:*")]));
        }
        let scenario = json!({
            "accounts": [{"id": A, "organization": {"id": "o-a", "path": ["r-a"]},
                          "rcps": [[{"name": "P", "document": rcp}], []]}],
            "keys": [key],
            "principals": [{"arn": ALICE}],
        });
        let via = "s3.us-west-2.amazonaws.com";
        let answer = answer(
            scenario,
            json!({"principal": ALICE, "action": "kms:GenerateDataKey",
            "key": "alias/aws/s3", "region": "us-west-2", "via": via}),
        );
        (answer.verdict, answer.uncertain)
    };
    assert_eq!(ask("aws"), ALLOWED);
    assert_eq!(ask("customer"), EXPLICIT);
}

#[test]
fn t18_encryption_context_keys() {
    let id = json!({"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*",
        "Condition": {"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": ["Dept"]}}});
    let ask = |context: Value| {
        let request =
            json!({"principal": ALICE, "action": "kms:Encrypt", "encryptionContext": context});
        ask_about(json!([delegating()]), json!([user(ALICE, id.clone())]), request)
    };
    assert_eq!(ask(json!({})), IMPLICIT);
    assert_eq!(ask(json!({"Dept": "x"})), ALLOWED);
    assert_eq!(ask(json!({"Dept": "x", "Proj": "y"})), ALLOWED);
}

#[test]
fn t20_alias_arn_is_not_the_key() {
    let mut key = delegating();
    key["aliases"] = json!(["alias/app"]);
    let ask = |resource: &str| {
        let id = json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": resource});
        let request = json!({"principal": ALICE, "action": "kms:Decrypt", "key": "alias/app", "region": "us-west-2"});
        ask_about(json!([key]), json!([user(ALICE, id)]), request)
    };
    assert_eq!(ask("arn:aws:kms:us-west-2:111122223333:alias/app"), IMPLICIT);
    assert_eq!(ask(K), ALLOWED);
}

#[test]
fn t24_grant_with_a_subset() {
    let ask = |constraint: &str, action: &str, context: Value| {
        let mut key = key(json!([key_allow(&root(A), "kms:PutKeyPolicy")]));
        key["grants"] = json!([{"id": "g", "grantee": ROLE, "operations": ["Decrypt"],
            "constraints": {constraint: {"Dept": "IT"}}}]);
        let request = json!({"principal": ROLE, "action": action, "encryptionContext": context});
        ask_about(json!([key]), json!([{"arn": ROLE}]), request)
    };
    let subset = "encryptionContextSubset";
    assert_eq!(ask(subset, "kms:Decrypt", json!({"Dept": "IT", "X": "1"})), ALLOWED);
    assert_eq!(ask(subset, "kms:Decrypt", json!({"dept": "IT"})), IMPLICIT);
    assert_eq!(ask(subset, "kms:Decrypt", json!({})), IMPLICIT);
    assert_eq!(ask(subset, "kms:Encrypt", json!({"Dept": "IT"})), IMPLICIT);
    assert_eq!(ask(subset, "kms:DescribeKey", json!({})), IMPLICIT);
    let equals = "encryptionContextEquals";
    assert_eq!(ask(equals, "kms:Decrypt", json!({"Dept": "IT", "X": "1"})), IMPLICIT);
    assert_eq!(ask(equals, "kms:Decrypt", json!({"Dept": "IT"})), ALLOWED);
}

#[test]
fn t26_grant_is_for_aws_resource() {
    let mut statement = key_allow(ALICE, "kms:CreateGrant");
    statement["Condition"] = json!({"Bool": {"kms:GrantIsForAWSResource": true}});
    let keys = json!([key(json!([statement]))]);
    let ask = |via: Value| {
        let request = json!({"principal": ALICE, "action": "kms:CreateGrant", "via": via});
        ask_about(keys.clone(), json!([{"arn": ALICE}]), request)
    };
    assert_eq!(ask(Value::Null), IMPLICIT);
    assert_eq!(ask(json!("ec2.us-west-2.amazonaws.com")), ALLOWED);
}

#[test]
fn t28_reencrypt() {
    let second = "arn:aws:kms:us-west-2:444455556666:key/2234abcd-12ab-34cd-56ef-1234567890ab";
    let keys = json!([
        key(json!([key_allow(&root(B), "kms:ReEncryptFrom")])),
        {"arn": second, "policy": document(json!([key_allow(&root(B), "kms:*")]))},
    ]);
    let ask = |from: &str, to: &str| {
        let request =
            json!({"principal": BOB, "action": "kms:ReEncrypt", "key": from, "destinationKey": to});
        ask_about(keys.clone(), json!([user(BOB, allow("kms:ReEncrypt*"))]), request)
    };
    assert_eq!(ask(K, second), ALLOWED);
    assert_eq!(ask(second, K), IMPLICIT);
}

#[test]
fn t30_aws_managed_key() {
    let mut statement = key_allow("*", "kms:Decrypt");
    statement["Condition"] = json!({"StringEquals": {
        "kms:CallerAccount": A, "kms:ViaService": "s3.us-west-2.amazonaws.com"}});
    let keys = json!([key(json!([statement]))]);
    let principals = json!([{"arn": ALICE}, user(BOB, allow("kms:*"))]);
    let ask = |who: &str, via: Value| {
        let request = json!({"principal": who, "action": "kms:Decrypt", "via": via});
        ask_about(keys.clone(), principals.clone(), request)
    };
    assert_eq!(ask(ALICE, json!("s3.us-west-2.amazonaws.com")), ALLOWED);
    assert_eq!(ask(ALICE, Value::Null), IMPLICIT);
    assert_eq!(ask(BOB, json!("s3.us-west-2.amazonaws.com")), IMPLICIT);
    assert_eq!(ask(ALICE, json!("s3.us-east-1.amazonaws.com")), IMPLICIT);
}

#[test]
fn t32_organization_of_a_service() {
    let ask = |condition: &str| {
        let statement = json!({"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {condition: "o-A"}}});
        let scenario = json!({
            "accounts": [{"id": A, "organization": {"id": "o-A", "path": ["r-a"]}}],
            "keys": [key(json!([statement]))],
            "principals": [{"id": "sns", "service": "sns.amazonaws.com", "sourceAccount": A}],
        });
        let answer =
            answer(scenario, json!({"principal": "sns", "action": "kms:Decrypt", "key": K}));
        (answer.verdict, answer.uncertain)
    };
    assert_eq!(ask("aws:PrincipalOrgID"), IMPLICIT);
    assert_eq!(ask("aws:SourceOrgID"), ALLOWED);
}

#[test]
fn t34_pending_window() {
    let id = json!([allow("kms:*"), {"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "*",
        "Condition": {"NumericLessThan": {"kms:ScheduleKeyDeletionPendingWindowInDays": 30}}}]);
    let ask = |parameters: Value| {
        let request = json!({"principal": ALICE, "action": "kms:ScheduleKeyDeletion", "parameters": parameters});
        ask_about(json!([delegating()]), json!([user(ALICE, id.clone())]), request)
    };
    assert_eq!(ask(json!({"PendingWindowInDays": 7})), EXPLICIT);
    assert_eq!(ask(json!({"PendingWindowInDays": 30})), ALLOWED);
    assert_eq!(ask(json!({})), ALLOWED);
}

#[test]
fn t36_bare_id_of_a_foreign_key() {
    let scenario = json!({"keys": [key(json!([key_allow(&root(B), "kms:*")]))], "principals": [user(BOB, allow("kms:*"))]});
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    let request = json!({"principal": BOB, "action": "kms:DescribeKey", "key": id});
    assert_eq!(answer(scenario.clone(), request), failed("NotFoundException"));
    // Section 16, X-3: but the ciphertext names the key of Decrypt.
    let request = json!({"principal": BOB, "action": "kms:Decrypt", "key": id, "ciphertextKey": K});
    assert_eq!(answer(scenario, request).verdict, Verdict::Allow);
}

#[test]
fn t38_federated_session_without_a_policy() {
    let arn = "arn:aws:sts::111122223333:federated-user/x";
    let principals = json!([user(ALICE, allow("kms:*")), {"arn": arn, "issuer": ALICE}]);
    let ask = |named: &str| {
        let keys = json!([key(json!([key_allow(named, "kms:*")]))]);
        ask_about(keys, principals.clone(), json!({"principal": arn, "action": "kms:Decrypt"}))
    };
    assert_eq!(ask(arn), ALLOWED);
    assert_eq!(ask(ALICE), IMPLICIT);
    assert_eq!(ask(&root(A)), IMPLICIT);
}

#[test]
fn t40_wildcard_in_a_principal() {
    let new = document(json!([
        key_allow(&root(A), "kms:*"),
        key_allow("arn:aws:iam::111122223333:role/app-*", "kms:*")
    ]));
    let scenario = json!({"keys": [delegating()], "principals": [user(ALICE, allow("kms:*"))]});
    let request = json!({"principal": ALICE, "action": "kms:PutKeyPolicy", "key": K, "parameters": {"Policy": new}});
    assert_eq!(answer(scenario, request), failed("MalformedPolicyDocumentException"));
}

#[test]
fn t42_tag_names_ignore_case() {
    let mut key = delegating();
    key["tags"] = json!({"env": "prod"});
    let id = json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": K,
        "Condition": {"StringEquals": {"aws:ResourceTag/Env": "prod"}}});
    let request = json!({"principal": ALICE, "action": "kms:Decrypt"});
    assert_eq!(ask_about(json!([key]), json!([user(ALICE, id)]), request), ALLOWED);
}

#[test]
fn lockout_and_other_refusals_on_saving() {
    let put = |policy: Value, more: Value| {
        let mut parameters = more;
        parameters["Policy"] = policy;
        let scenario = json!({"closed": true, "keys": [delegating()], "principals": [user(ALICE, allow("kms:*"))]});
        answer(
            scenario,
            json!({"principal": ALICE, "action": "kms:PutKeyPolicy", "key": K, "parameters": parameters}),
        )
    };
    let locked = document(json!([key_allow(ALICE, "kms:Decrypt")]));
    assert_eq!(put(locked.clone(), json!({})), failed("MalformedPolicyDocumentException"));
    let bypass = put(locked, json!({"BypassPolicyLockoutSafetyCheck": true}));
    assert_eq!((bypass.verdict, bypass.uncertain), ALLOWED);
    let good = put(document(json!([key_allow(&root(A), "kms:*")])), json!({}));
    assert_eq!((good.verdict, good.uncertain), ALLOWED);
    let nobody =
        put(document(json!([key_allow(&root(A), "kms:*"), key_allow(BOB, "kms:*")])), json!({}));
    assert_eq!(nobody, failed("MalformedPolicyDocumentException"));
    let long = format!("{{\"Statement\": [{}]}}", " ".repeat(33_000));
    assert_eq!(put(json!(long), json!({})), failed("LimitExceededException"));
    // J-55: what KMS answers then is not recorded.
    let none = put(json!("{}"), json!({}));
    assert_eq!(
        (none.error.as_deref(), none.uncertain),
        (Some("MalformedPolicyDocumentException"), true)
    );
    assert_eq!(put(json!("{}"), json!({"PolicyName": "AWS_RAM"})), failed("ValidationException"));
    let mut open = key_allow(&root(A), "kms:*");
    open["Condition"] = json!({"ForAllValues:StringEquals": {"kms:EncryptionContext:a": "b"}});
    assert_eq!(put(document(json!([open])), json!({})), failed("MalformedPolicyDocumentException"));
    let mut no_action = key_allow(&root(A), "kms:*");
    no_action.as_object_mut().unwrap().remove("Action");
    let no_action = put(document(json!([key_allow(&root(A), "kms:*"), no_action])), json!({}));
    assert_eq!(
        (no_action.error.as_deref(), no_action.uncertain),
        (Some("MalformedPolicyDocumentException"), true)
    );
}

#[test]
fn states_and_kinds() {
    let ask = |field: &str, value: &str, action: &str| {
        let mut key = delegating();
        key[field] = json!(value);
        let scenario = json!({"keys": [key], "principals": [user(ALICE, allow("kms:*"))]});
        answer(scenario, json!({"principal": ALICE, "action": action, "key": K}))
    };
    assert_eq!(ask("state", "Disabled", "kms:Encrypt"), failed("DisabledException"));
    assert_eq!(
        ask("state", "Disabled", "kms:CancelKeyDeletion"),
        failed("KMSInvalidStateException")
    );
    assert_eq!(
        ask("state", "PendingDeletion", "kms:TagResource"),
        failed("KMSInvalidStateException")
    );
    assert!(ask("state", "PendingDeletion", "kms:Encrypt").uncertain);
    assert_eq!(ask("spec", "ECC_NIST_P256", "kms:Encrypt"), failed("InvalidKeyUsageException"));
    assert_eq!(
        ask("origin", "EXTERNAL", "kms:EnableKeyRotation"),
        failed("UnsupportedOperationException")
    );
    assert_eq!(
        ask("origin", "AWS_KMS", "kms:ImportKeyMaterial"),
        failed("UnsupportedOperationException")
    );
    assert_eq!(ask("state", "Enabled", "kms:EnableKeyRotation").verdict, Verdict::Allow);
}

#[test]
fn alias_operations_are_two_checks() {
    let ask = |resources: Value| {
        let id = json!({"Effect": "Allow", "Action": "kms:CreateAlias", "Resource": resources});
        let request = json!({"principal": ALICE, "action": "kms:CreateAlias", "parameters": {"AliasName": "alias/new"}});
        ask_about(json!([delegating()]), json!([user(ALICE, id)]), request)
    };
    let alias = "arn:aws:kms:us-west-2:111122223333:alias/*";
    assert_eq!(ask(json!([K])), IMPLICIT);
    assert_eq!(ask(json!([alias])), IMPLICIT);
    assert_eq!(ask(json!([K, alias])), ALLOWED);
}

#[test]
fn operations_without_a_key() {
    let ask = |resource: &str, action: &str| {
        let id = json!({"Effect": "Allow", "Action": "kms:*", "Resource": resource});
        ask_about(
            json!([delegating()]),
            json!([user(ALICE, id)]),
            json!({"principal": ALICE, "action": action}),
        )
    };
    assert_eq!(ask("*", "kms:CreateKey"), ALLOWED);
    assert_eq!(ask("arn:aws:kms:us-west-2:111122223333:*", "kms:ListKeys"), ALLOWED);
    assert_eq!(ask("arn:aws:kms:us-west-2:111122223333:key/*", "kms:ListKeys"), IMPLICIT);
}

#[test]
fn retiring_a_grant() {
    let role = "arn:aws:iam::444455556666:role/R";
    let mut key = key(json!([key_allow(&root(A), "kms:*")]));
    key["grants"] =
        json!([{"id": "g", "grantee": role, "operations": ["Decrypt"], "retiring": BOB}]);
    let principals = json!([{"arn": BOB}, {"arn": role, "policies": attached(allow("kms:*"))},
        {"arn": ALICE}, {"arn": root(A)}]);
    let ask = |who: &str| {
        let request =
            json!({"principal": who, "action": "kms:RetireGrant", "parameters": {"GrantId": "g"}});
        ask_about(json!([key]), principals.clone(), request)
    };
    assert_eq!(ask(BOB), ALLOWED);
    assert_eq!(ask(role), IMPLICIT);
    assert_eq!(ask(ALICE), IMPLICIT);
    assert_eq!(ask(&root(A)), ALLOWED);
}

#[test]
fn mfa_of_long_term_keys() {
    // Section 16, C-83.
    let id = json!([allow("kms:*"), {"Effect": "Deny", "Action": "kms:*", "Resource": "*",
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}]);
    let ask = |via: Value| {
        let request = json!({"principal": ALICE, "action": "kms:Decrypt", "via": via});
        ask_about(json!([delegating()]), json!([user(ALICE, id.clone())]), request)
    };
    assert_eq!(ask(Value::Null), ALLOWED);
    assert_eq!(ask(json!("s3.us-west-2.amazonaws.com")), EXPLICIT);
}

#[test]
fn dry_run_and_cells() {
    let scenario = json!({
        "keys": [delegating()],
        "principals": [user(ALICE, allow("kms:*"))],
        "matrix": {"request": {"parameters": {"DryRun": true}}},
    });
    let world = World::read(&scenario).unwrap();
    let ask = |action| world.answer(&Request::cell(&world, ALICE, action));
    assert_eq!(ask("kms:Encrypt"), failed("DryRunOperationException"));
    assert_eq!(ask("kms:PutKeyPolicy").verdict, Verdict::Allow);
}

#[test]
fn unreadable_documents() {
    let mut alice = user(ALICE, allow("kms:*"));
    alice["policies"][0]["document"] = json!("{");
    let scenario = json!({"keys": [delegating()], "principals": [alice]});
    let answer = answer(scenario, json!({"principal": ALICE, "action": "kms:Decrypt", "key": K}));
    assert_eq!((answer.error.as_deref(), answer.uncertain), (Some("UnreadablePolicy"), true));
}
