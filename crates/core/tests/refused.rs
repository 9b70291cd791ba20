//! Scenarios that are refused: the place and what to write instead, all in one snapshot to read,
//! and documents of any size and depth, which are not.

use kms_policy::decide::Model;
use kms_policy::report::Verdict;
use kms_policy::scenario::Scenario;
use serde_json::{Value, json};
use std::fmt::Write;

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ALICE: &str = "arn:aws:iam::111122223333:user/alice";

fn base() -> Value {
    json!({
        "version": 1,
        "accounts": [{ "id": "111122223333" }],
        "keys": [{ "arn": KEY, "aliases": ["alias/app"], "grants": [] }],
        "principals": [
            { "arn": ALICE },
            { "id": "topic", "service": "sns.amazonaws.com" },
            { "id": "app", "arn": "arn:aws:iam::111122223333:role/app" },
        ],
        "requests": [{ "principal": ALICE, "action": "kms:Decrypt", "key": KEY, "parameters": {}, "context": {} }],
        "matrix": { "request": { "parameters": {} } },
    })
}

/// Sets `field`, a JSON Pointer whose parent exists.
fn with(pointer: &str, value: Value) -> Value {
    let mut scenario = base();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match scenario.pointer_mut(parent).expect("a field") {
        Value::Array(items) => items.push(value),
        object => object[name] = value,
    }
    scenario
}

#[test]
fn what_is_wrong_and_what_to_write_instead() {
    let organization = json!({ "id": "o-x", "path": ["r-x"] });
    let full = json!({ "document": "{}" });
    let scenarios = [
        with("/version", json!(2)),
        with("/time", json!("tomorrow")),
        with("/tittle", json!("x")),
        with("/keys", json!({})),
        with("/accounts/0/id", json!("1111")),
        with("/accounts/1", json!({ "id": "111122223333" })),
        with(
            "/accounts/0",
            json!({ "id": "444455556666", "organization": organization, "scps": [[full]] }),
        ),
        with("/keys/0/arn", json!("1234abcd-12ab-34cd-56ef-1234567890ab")),
        with("/keys/0/aliases/1", json!("app")),
        with("/keys/0/manager", json!("aws")),
        with("/keys/0/spec", json!("AES_256")),
        with("/keys/0/usage", json!("SIGN_VERIFY")),
        with("/keys/0/origin", json!("HSM")),
        with("/keys/0/state", json!("enabled")),
        with(
            "/keys/1",
            json!({ "arn": KEY.replace("1234abcd", "2234abcd"), "aliases": ["alias/app"] }),
        ),
        with("/keys/0/grants/0", json!({ "operations": ["Decrypt"] })),
        with("/keys/0/grants/0", json!({ "grantee": "alice", "operations": ["Decrypt"] })),
        with("/keys/0/grants/0", json!({ "grantee": ALICE, "operations": ["kms:Decrypt"] })),
        with(
            "/keys/0/grants/0",
            json!({
                "grantee": ALICE, "operations": ["Decrypt"], "issuingAccount": "me",
                "constraints": { "encryptionContextEquals": {}, "encryptionContextSubset": {} },
            }),
        ),
        with("/principals/3", json!({ "arn": "arn:aws:iam::111122223333:group/g" })),
        with("/principals/3", json!({ "arn": "arn:aws:sts::111122223333:assumed-role/app/s" })),
        with(
            "/principals/3",
            json!({ "arn": "arn:aws:iam::111122223333:root", "policies": [{ "document": "{}" }] }),
        ),
        with(
            "/principals/3",
            json!({ "arn": "arn:aws:sts::111122223333:federated-user/x", "issuer": "nobody" }),
        ),
        with("/principals/0/session", json!({ "name": "s" })),
        with("/principals/0/sourceArn", json!("arn:aws:sns:us-west-2:111122223333:t")),
        with("/principals/1/policies", json!([{ "document": "{}" }])),
        with("/requests/0/principal", json!("bob")),
        with("/requests/0/action", json!("kms:decrypt")),
        with("/requests/0/action", json!("kms:Destroy")),
        with("/requests/0/key", json!("arn:aws:s3:::b")),
        with("/requests/0/destinationKey", json!(KEY)),
        with("/requests/0/grantTokens", json!(["g9"])),
        with("/requests/0/vpcEndpoint", json!("vpce-9")),
        with("/requests/0/via", json!("s3")),
        with("/requests/0/parameters/KeyId", json!(KEY)),
        with("/requests/0/parameters/PendingWindowInDays", json!(7)),
        with("/requests/0/parameters/DryRun", json!("yes")),
        with("/requests/0/context/aws:SourceIpp", json!("203.0.113.7")),
        with("/requests/0/context/aws:SourceIp", json!({})),
        with("/requests/0/region", json!("us-west-9")),
        with("/matrix/key", json!("arn:aws:s3:::other")),
        with("/matrix/request/region", json!("us_west_2")),
        with("/matrix/actions", json!(["kms:Nothing"])),
        with("/matrix/request/parameters/Window", json!(7)),
    ];
    let mut text = String::new();
    for scenario in &scenarios {
        match Scenario::from_json(&scenario.to_string()) {
            Err(error) => writeln!(text, "{error}").expect("text"),
            Ok(scenario) => {
                let errors = Model::new(&scenario).expect_err("a scenario that is refused");
                for error in errors {
                    writeln!(text, "{error}").expect("text");
                }
            }
        }
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

/// What a request for an operation of another service says too little or too much of.
#[test]
fn requests_to_services_that_are_refused() {
    let bucket = json!({ "name": "b", "account": "111122223333", "region": "us-west-2" });
    let with_bucket = |field: &str, value: Value| {
        let mut bucket = bucket.clone();
        bucket[field] = value;
        with("/buckets", json!([bucket]))
    };
    let request = |action: &str, fields: Value| {
        let mut request = json!({ "principal": ALICE, "action": action });
        let all = request.as_object_mut().expect("an object");
        all.extend(fields.as_object().expect("an object").clone());
        with("/requests", json!([request]))
    };
    let object = "arn:aws:s3:::b/photo.jpg";
    let put = |fields: Value| {
        let mut all = json!({ "resource": object });
        all.as_object_mut().expect("one").extend(fields.as_object().expect("one").clone());
        request("s3:PutObject", all)
    };
    let scenarios = [
        with_bucket("name", json!("b/photos")),
        with_bucket("account", json!("me")),
        with_bucket("region", json!("Ireland")),
        with_bucket("objects", json!([{ "name": "a", "bucketKey": true }])),
        with_bucket("encryption", json!({ "type": "SSE-KMS" })),
        with_bucket("encryption", json!({ "type": "aws:kms", "key": "alias/app" })),
        with_bucket("encryption", json!({ "type": "AES256", "key": KEY })),
        with_bucket("objects", json!([{ "name": "a", "key": "1234abcd" }, { "name": "a" }])),
        with("/buckets", json!([bucket, bucket])),
        request("s3:PutObject", json!({})),
        request("s3:PutObject", json!({ "resource": "photo.jpg" })),
        request("s3:CopyObject", json!({ "resource": object })),
        request("sqs:SendMessage", json!({ "resource": object })),
        request("ec2:AttachVolume", json!({ "resource": "vol-1" })),
        request("s3:GetObject", json!({ "resource": object, "key": KEY })),
        put(json!({ "source": object })),
        put(json!({ "destinationKey": KEY })),
        put(json!({ "region": "us-west-2" })),
        put(json!({ "via": "s3.us-west-2.amazonaws.com" })),
        put(json!({ "ciphertextKey": KEY })),
        put(json!({ "encryptionContext": { "aws:s3:arn": object } })),
        put(json!({ "encryptionContext": { "AWS:S3:arn": object } })),
        request(
            "s3:ReplicateObject",
            json!({ "resource": object, "source": object, "encryptionContext": { "Dept": "IT" } }),
        ),
        put(json!({ "parameters": { "ServerSideEncryption": "kms" } })),
        put(json!({ "parameters": { "SSEKMSKeyId": KEY } })),
        request("kms:Decrypt", json!({ "resource": object })),
        with("/matrix/request/resource", json!("photo.jpg")),
        with("/matrix/request/parameters/ServerSideEncryption", json!("kms")),
    ];
    let mut text = String::new();
    for scenario in &scenarios {
        let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
        for error in Model::new(&scenario).expect_err("a scenario that is refused") {
            writeln!(text, "{error}").expect("text");
        }
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

#[test]
fn what_is_no_scenario_and_what_to_write_instead() {
    let key = |members: &str| format!(r#"{{"version": 1, "keys": [{{"arn": "é", {members}}}]}}"#);
    let request = |members: &str| {
        format!(r#"{{"version": 1, "requests": [{{"principal": "p", "action": "a", {members}}}]}}"#)
    };
    let step = |edit: &str| format!(r#"{{"version": 1, "steps": [{{"solution": [{edit}]}}]}}"#);
    let texts = [
        String::new(),
        "[]".to_owned(),
        "\u{feff}{\"version\": 1}".to_owned(),
        "{}".to_owned(),
        r#"{"version": null}"#.to_owned(),
        r#"{"version": 1.0}"#.to_owned(),
        r#"{"version": -1}"#.to_owned(),
        r#"{"version": 4294967296}"#.to_owned(),
        r#"{"version": 1} {}"#.to_owned(),
        "{\n  \"version\": 1,\n  \"keys\": [\n    {\"arn\": \"é\" \"state\": \"Enabled\"}\n  ]\n}"
            .to_owned(),
        r#"{"version": 1, "keys": [{"arn": "a""#.to_owned(),
        format!("{{\"version\": 1, \"keys\": {}", "[".repeat(1_000_000)),
        r#"{"version": 1, "version": 1}"#.to_owned(),
        r#"{"version": 1, "vpc_endpoints": []}"#.to_owned(),
        r#"{"version": 1, "closed": "yes"}"#.to_owned(),
        r#"{"version": 1, "keys": [null]}"#.to_owned(),
        r#"{"version": 1, "keys": [{}]}"#.to_owned(),
        r#"{"version": 1, "keys": [["a"]]}"#.to_owned(),
        key(r#""polcy": {}"#),
        key(r#""color": "red""#),
        key(r#""a/b~": 1"#),
        key(r#""policy": 1"#),
        key(r#""manager": "AWS""#),
        key(r#""tags": {"Env": 1}"#),
        key(r#""aliases": ["alias/a", 1]"#),
        r#"{"version": 1, "accounts": [{"id": "1", "scps": [[], [{"name": "A"}]]}]}"#.to_owned(),
        request(r#""expect": {"verdict": "Allow"}"#),
        request(r#""expect": {"statement": -1}"#),
        request(r#""parameters": []"#),
        request(r#""context": {"aws:CurrentTime": 1e999}"#),
        step(r#"{"set": "/keys/0/state", "text": "Disabled"}"#),
        step(r#"{"document": "/keys/0/policy", "span": [1], "text": ""}"#),
        r#"{"version": 1, "case": {"why": "because"}}"#.to_owned(),
    ];
    let mut said = String::new();
    for text in &texts {
        let error = Scenario::from_json(text).expect_err("a text that is refused");
        let start: String = text.chars().take(80).collect();
        writeln!(said, "{start}\n    {error}\n").expect("text");
    }
    insta::assert_snapshot!(said);
}

/// A policy of a megabyte and brackets without end are read, decided and explained in good time.
#[test]
fn large_and_deep_documents() {
    let statement = r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/x"}, "Action": "kms:Decrypt", "Resource": "*"},"#;
    let statements = format!("{{\"Statement\": [{}{{}}]}}", statement.repeat(8_000));
    let names =
        |item: &dyn Fn(usize) -> String| (0..40_000).map(item).collect::<Vec<_>>().join(", ");
    let principals = names(&|index| format!("\"arn:aws:iam::111122223333:user/u{index}\""));
    let keys = names(&|index| format!("\"aws:PrincipalTag/{index}\": \"x\""));
    let wrong = names(&|index| format!("\"kms:X{index}\": {{}}"));
    let one = |rest: &str| format!("{{\"Statement\": {{\"Effect\": \"Deny\", {rest}}}}}");
    let all = "\"Action\": \"*\", \"Resource\": \"*\"";
    let stars = format!("\"{}\"", "*a".repeat(5_000));
    for policy in [
        statements,
        one(&format!("{all}, \"Principal\": {{\"AWS\": [{principals}]}}")),
        one(&format!("{all}, \"Principal\": \"*\", \"Condition\": {{\"StringLike\": {{{keys}}}}}")),
        one(&format!("{all}, \"Principal\": \"*\", \"Condition\": {{{wrong}}}")),
        one(&format!(
            "{all}, \"Principal\": \"*\", \"Condition\": {{\"StringLike\": {{\"aws:PrincipalArn\": {stars}}}}}"
        )),
        "[".repeat(1_000_000),
        "{\"Statement\":".repeat(100_000),
        "\"".repeat(1_000_000),
    ] {
        let mut scenario = base();
        scenario["keys"][0]["policy"] = json!(policy);
        let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
        let model = Model::new(&scenario).expect("a scenario that can be used");
        let question = model.question(&scenario.requests[0]);
        let decision = model.explain(&question, 0);
        assert_ne!(decision.verdict, Verdict::Allow, "{}", decision.sentence);
        assert_eq!(model.cell(&question).verdict, decision.verdict);
        model.matrix();
    }
}
