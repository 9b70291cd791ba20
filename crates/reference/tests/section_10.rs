//! Section 10: operations of other services that use a key.

#![expect(clippy::unwrap_used, reason = "tests")]

use kms_policy_reference::{Answer, Request, Verdict, World};
use serde_json::{Value, json};

const A: &str = "111122223333";
const B: &str = "444455556666";
const K: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const K2: &str = "arn:aws:kms:us-west-2:111122223333:key/2234abcd-12ab-34cd-56ef-1234567890ab";
const AWS_S3: &str = "arn:aws:kms:us-west-2:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab";
const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const BOB: &str = "arn:aws:iam::444455556666:user/bob";
const ROLE: &str = "arn:aws:iam::111122223333:role/R";
const OBJECT: &str = "arn:aws:s3:::b/k.txt";
const SECRET: &str = "arn:aws:secretsmanager:us-west-2:111122223333:secret:s-AbCdEf";
const QUEUE: &str = "arn:aws:sqs:us-west-2:111122223333:q";
const TOPIC: &str = "arn:aws:sns:us-west-2:111122223333:t";
const VOLUME: &str = "arn:aws:ec2:us-west-2:111122223333:volume/vol-1";

const ALLOWED: (Verdict, bool) = (Verdict::Allow, false);
const PERHAPS: (Verdict, bool) = (Verdict::Allow, true);
const IMPLICIT: (Verdict, bool) = (Verdict::ImplicitDeny, false);
const HARDLY: (Verdict, bool) = (Verdict::ImplicitDeny, true);
const EXPLICIT: (Verdict, bool) = (Verdict::ExplicitDeny, false);

fn document(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn attached(statements: Value) -> Value {
    json!([{"name": "ID", "attached": "inline", "document": document(statements)}])
}

fn allow(actions: Value) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": "*"})
}

fn user(arn: &str, actions: Value) -> Value {
    json!({"arn": arn, "policies": attached(allow(actions))})
}

/// A statement of a key policy or bucket policy, for all of an account.
fn account_allow(account: &str, actions: &str) -> Value {
    let root = format!("arn:aws:iam::{account}:root");
    json!({"Effect": "Allow", "Principal": {"AWS": root}, "Action": actions, "Resource": "*"})
}

fn key(arn: &str) -> Value {
    json!({"arn": arn, "policy": document(account_allow(A, "kms:*"))})
}

/// `alias/aws/s3` of A.
fn aws_s3() -> Value {
    json!({"arn": AWS_S3, "manager": "aws", "aliases": ["alias/aws/s3"]})
}

fn set(value: &Value, pointer: &str, new: Value) -> Value {
    let mut value = value.clone();
    let (front, name) = pointer.rsplit_once('/').unwrap();
    value.pointer_mut(front).unwrap()[name] = new;
    value
}

/// K, alice who may do everything, and a bucket of hers whose default is K.
fn plain() -> Value {
    json!({
        "version": 1,
        "keys": [key(K), aws_s3()],
        "principals": [user(ALICE, json!("*"))],
        "buckets": [{
            "name": "b", "account": A, "region": "us-west-2",
            "encryption": {"type": "aws:kms", "key": K},
            "objects": [
                {"name": "k.txt", "key": K},
                {"name": "bucket-key", "key": K, "bucketKey": true},
                {"name": "plain"},
            ],
        }],
    })
}

fn answer(scenario: &Value, request: Value) -> Answer {
    let scenario = set(scenario, "/requests", json!([request]));
    let world = World::read(&scenario).unwrap();
    world.answer(&world.requests[0])
}

/// What alice is answered, unless the request names another principal.
fn ask(scenario: &Value, action: &str, request: Value) -> Answer {
    let mut request = request;
    request["action"] = json!(action);
    let resource = match action.split_once(':').unwrap().0 {
        "s3" => OBJECT,
        "ec2" => VOLUME,
        "secretsmanager" => SECRET,
        "sqs" => QUEUE,
        _ => TOPIC,
    };
    for (name, default) in [("principal", ALICE), ("resource", resource)] {
        if request.get(name).is_none() {
            request[name] = json!(default);
        }
    }
    answer(scenario, request)
}

fn verdict(scenario: &Value, action: &str, request: Value) -> (Verdict, bool) {
    let answer = ask(scenario, action, request);
    assert!(answer.error.is_none(), "{answer:?}");
    (answer.verdict, answer.uncertain)
}

fn failed(name: &str, uncertain: bool) -> Answer {
    Answer { verdict: Verdict::Error, error: Some(name.to_owned()), uncertain }
}

/// The actions of which alice needs each, beside those that she does not.
fn needs(scenario: &Value, action: &str, request: &Value, actions: &[&str]) {
    let ask = |actions: Vec<&str>| {
        let scenario = set(scenario, "/principals", json!([user(ALICE, json!(actions))]));
        ask(&scenario, action, request.clone()).verdict
    };
    assert_eq!(ask(actions.to_vec()), Verdict::Allow, "{action}");
    for without in actions {
        let others = actions.iter().filter(|other| other != &without).copied().collect();
        assert_eq!(ask(others), Verdict::ImplicitDeny, "{action} without {without}");
    }
}

/// With this condition in the one statement of alice that allows KMS.
fn when(scenario: &Value, condition: Value) -> Value {
    let others = ["s3:*", "ec2:*", "secretsmanager:*", "sqs:*", "sns:*"];
    let mut kms = allow(json!("kms:*"));
    kms["Condition"] = condition;
    let policies = attached(json!([allow(json!(others)), kms]));
    set(scenario, "/principals", json!([{"arn": ALICE, "policies": policies}]))
}

/// With alice's own action under this condition.
fn own_when(scenario: &Value, condition: Value) -> Value {
    let mut own = json!({"Effect": "Allow", "NotAction": ["kms:*", "s3:Get*"], "Resource": "*"});
    own["Condition"] = condition;
    let policies = attached(json!([allow(json!(["kms:*", "s3:Get*"])), own]));
    set(scenario, "/principals", json!([{"arn": ALICE, "policies": policies}]))
}

fn of_context(name: &str, value: &str) -> Value {
    json!({"StringEquals": {format!("kms:EncryptionContext:{name}"): value}})
}

#[test]
fn s1_s2_s3_s4_what_each_call_needs() {
    let scenario = plain();
    let copy = json!({"source": "arn:aws:s3:::b/k.txt", "resource": "arn:aws:s3:::b/new"});
    needs(&scenario, "s3:PutObject", &json!({}), &["s3:PutObject", "kms:GenerateDataKey"]);
    needs(&scenario, "s3:GetObject", &json!({}), &["s3:GetObject", "kms:Decrypt"]);
    let multipart = ["s3:PutObject", "kms:GenerateDataKey", "kms:Decrypt"];
    needs(&scenario, "s3:MultipartUpload", &json!({}), &multipart);
    let copying = ["s3:GetObject", "kms:Decrypt", "s3:PutObject", "kms:GenerateDataKey"];
    needs(&scenario, "s3:CopyObject", &copy, &copying);
    let plain = json!({"resource": "arn:aws:s3:::b/plain"});
    needs(&scenario, "s3:GetObject", &plain, &["s3:GetObject"]);
    let parameters = json!({"parameters": {"ServerSideEncryption": "AES256"}});
    needs(&scenario, "s3:PutObject", &parameters, &["s3:PutObject"]);
}

#[test]
fn s5_replication() {
    let scenario = set(&plain(), "/keys", json!([key(K), key(K2)]));
    let of = |name: &str| json!({"source": format!("arn:aws:s3:::b/{name}"), "resource": "arn:aws:s3:::b/r", "destinationKey": K2});
    let own = ["s3:GetObjectVersionForReplication", "s3:ReplicateObject"];
    let with = |actions: &[&'static str]| [&own, actions].concat();
    needs(&scenario, "s3:ReplicateObject", &of("k.txt"), &with(&["kms:Decrypt", "kms:Encrypt"]));
    needs(&scenario, "s3:ReplicateObject", &of("plain"), &with(&["kms:GenerateDataKey"]));
    let no_default = set(&scenario, "/buckets/0/encryption", json!(null));
    needs(&no_default, "s3:ReplicateObject", &of("plain"), &own);
    // The Bucket Key of the replica needs kms:Decrypt on the replica's key too.
    let only_source = when(&scenario, json!({"StringEquals": {"aws:ResourceTag/of": "source"}}));
    let tagged = set(&only_source, "/keys/0/tags", json!({"of": "source"}));
    let encrypt = json!({"arn": K2, "policy": document(json!({"Effect": "Allow", "Principal": "*", "Action": "kms:Encrypt", "Resource": "*"}))});
    let tagged = set(&tagged, "/keys", json!([tagged["keys"][0], encrypt]));
    assert_eq!(verdict(&tagged, "s3:ReplicateObject", of("k.txt")), ALLOWED);
    let bucket_key = set(&tagged, "/buckets/0/encryption/bucketKey", json!(true));
    assert_eq!(verdict(&bucket_key, "s3:ReplicateObject", of("k.txt")), IMPLICIT);
    // No key for replicas.
    let mut request = of("k.txt");
    request["destinationKey"] = json!(null);
    assert_eq!(verdict(&scenario, "s3:ReplicateObject", request.clone()), PERHAPS);
    let answer = ask(&no_default, "s3:ReplicateObject", request);
    assert_eq!(answer, failed("NotModelled", true));
}

#[test]
fn s7_the_own_action_is_on_the_object() {
    let own = json!([
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/k*"},
        allow(json!("kms:*")),
    ]);
    let scenario = set(&plain(), "/principals", json!([{"arn": ALICE, "policies": attached(own)}]));
    assert_eq!(verdict(&scenario, "s3:PutObject", json!({})), ALLOWED);
    let other = json!({"resource": "arn:aws:s3:::b/other"});
    assert_eq!(verdict(&scenario, "s3:PutObject", other), IMPLICIT);
}

/// alice with these actions, and these statements in the bucket policy.
fn with_bucket_policy(actions: Value, statements: Value) -> Value {
    let scenario =
        set(&plain(), "/principals", json!([user(ALICE, actions), user(BOB, json!("*"))]));
    set(&scenario, "/buckets/0/policy", document(statements))
}

fn bucket_allow(principal: Value) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})
}

#[test]
fn s8_in_one_account_either_is_enough() {
    let get = |scenario: &Value| verdict(scenario, "s3:GetObject", json!({}));
    assert_eq!(get(&with_bucket_policy(json!("*"), json!([]))), ALLOWED);
    let direct = json!([bucket_allow(json!({"AWS": ALICE}))]);
    assert_eq!(get(&with_bucket_policy(json!("kms:*"), direct)), ALLOWED);
    // The account's entry adds nothing.
    let account = json!([bucket_allow(json!({"AWS": A}))]);
    assert_eq!(get(&with_bucket_policy(json!("kms:*"), account)), IMPLICIT);
    let elsewhere = json!([{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/other"}]);
    assert_eq!(get(&with_bucket_policy(json!("kms:*"), elsewhere)), IMPLICIT);
    let deny = json!([{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}]);
    assert_eq!(get(&with_bucket_policy(json!("*"), deny)), EXPLICIT);
}

#[test]
fn s8_the_bypass_table() {
    let boundary = json!({"name": "B", "document": document(allow(json!("kms:*")))});
    let role = json!({"id": "s", "arn": ROLE, "session": {"name": "s"}, "boundary": boundary, "policies": attached(allow(json!("kms:*")))});
    let alice =
        json!({"arn": ALICE, "boundary": boundary, "policies": attached(allow(json!("kms:*")))});
    let ask = |principal: &str, named: Value| {
        let scenario = with_bucket_policy(json!("*"), json!([bucket_allow(named)]));
        let scenario = set(&scenario, "/principals", json!([alice, role]));
        verdict(&scenario, "s3:GetObject", json!({"principal": principal}))
    };
    assert_eq!(ask(ALICE, json!({"AWS": ALICE})), ALLOWED); // E-30
    assert_eq!(ask("s", json!({"AWS": ROLE})), IMPLICIT); // E-31
    assert_eq!(ask("s", json!({"AWS": "arn:aws:sts::111122223333:assumed-role/R/s"})), ALLOWED); // E-32
    assert_eq!(ask(ALICE, json!("*")), PERHAPS); // E-36, Q-6
}

#[test]
fn s8_the_root_user() {
    let root = format!("arn:aws:iam::{A}:root");
    let scenario = set(&plain(), "/principals", json!([{"arn": root}]));
    assert_eq!(verdict(&scenario, "s3:GetObject", json!({"principal": root})), ALLOWED);
}

#[test]
fn s8_s9_s16_from_another_account() {
    let keys = json!([{"arn": K, "policy": document(account_allow(B, "kms:*"))}]);
    let get = |statements: Value, actions: &str| {
        let scenario = with_bucket_policy(json!("*"), statements);
        let scenario = set(&scenario, "/keys", keys.clone());
        let scenario = set(&scenario, "/principals", json!([user(BOB, json!(actions))]));
        verdict(&scenario, "s3:GetObject", json!({"principal": BOB}))
    };
    for named in [json!({"AWS": B}), json!({"AWS": BOB}), json!("*")] {
        let statements = json!([bucket_allow(named)]);
        assert_eq!(get(statements.clone(), "*"), PERHAPS);
        assert_eq!(get(statements, "kms:*"), HARDLY);
    }
    assert_eq!(get(json!([]), "*"), HARDLY);
    let deny = json!([{"Effect": "Deny", "Principal": {"AWS": B}, "Action": "*", "Resource": "*"}]);
    assert_eq!(get(deny, "*"), EXPLICIT);
}

#[test]
fn a_canonical_user_is_some_account() {
    let named = json!({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"});
    let deny = json!([{"Effect": "Deny", "Principal": named, "Action": "*", "Resource": "*"}]);
    let scenario = with_bucket_policy(json!("*"), deny);
    assert_eq!(verdict(&scenario, "s3:GetObject", json!({})), (Verdict::ExplicitDeny, true));
    // As an entry for the caller's account it would add nothing.
    let scenario = with_bucket_policy(json!("kms:*"), json!([bucket_allow(named)]));
    assert_eq!(verdict(&scenario, "s3:GetObject", json!({})), IMPLICIT);
}

#[test]
fn bucket_policies_that_cannot_be_used() {
    let scenario = set(&plain(), "/buckets/0/policy", json!("{"));
    assert_eq!(ask(&scenario, "s3:GetObject", json!({})), failed("UnreadablePolicy", true));
    let text = document(json!([bucket_allow(json!({"AWS": ALICE}))])).to_string();
    let scenario = with_bucket_policy(json!("kms:*"), json!([]));
    let scenario = set(&scenario, "/buckets/0/policy", json!(text));
    assert_eq!(verdict(&scenario, "s3:GetObject", json!({})), ALLOWED);
    // Refused on saving.
    let refused = json!([bucket_allow(json!({"AWS": ALICE})), {"Effect": "Allow"}]);
    let scenario = with_bucket_policy(json!("kms:*"), refused);
    assert_eq!(verdict(&scenario, "s3:GetObject", json!({})), PERHAPS);
}

#[test]
fn limits_of_both_accounts() {
    let organization = json!({"id": "o-a", "path": ["r-1"]});
    let account = |field: &str, levels: Value| json!([{"id": A, "organization": organization, field: levels}]);
    let named = |statement: Value| json!({"name": "P", "document": document(statement)});
    let ask = |accounts: Value, action: &str| {
        let scenario = set(&plain(), "/accounts", accounts);
        verdict(&scenario, action, json!({}))
    };
    let scp = json!([[named(allow(json!("*")))], [named(allow(json!("kms:*")))]]);
    for action in ["s3:GetObject", "sqs:ReceiveMessage"] {
        assert_eq!(ask(account("scps", scp.clone()), action), IMPLICIT);
    }
    // E-61
    let rcp = |action: &str| {
        let statement =
            json!({"Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*"});
        account("rcps", json!([[named(statement)], []]))
    };
    assert_eq!(ask(rcp("s3:*"), "s3:GetObject"), EXPLICIT);
    assert_eq!(ask(rcp("sqs:*"), "sqs:SendMessage"), EXPLICIT);
    assert_eq!(ask(rcp("secretsmanager:*"), "secretsmanager:GetSecretValue"), EXPLICIT);
    assert_eq!(ask(rcp("sns:*"), "sns:Publish"), (Verdict::ExplicitDeny, true));
    assert_eq!(ask(rcp("ec2:*"), "ec2:AttachVolume"), (Verdict::ExplicitDeny, true));
}

#[test]
fn e71_the_endpoint_is_of_the_own_part() {
    let endpoint = |actions: &str| {
        let statement =
            json!({"Effect": "Allow", "Principal": "*", "Action": actions, "Resource": "*"});
        let endpoints = json!([{"id": "vpce-1", "policy": document(statement)}]);
        let scenario = set(&plain(), "/vpcEndpoints", endpoints);
        verdict(&scenario, "s3:GetObject", json!({"vpcEndpoint": "vpce-1"}))
    };
    assert_eq!(endpoint("s3:*"), ALLOWED);
    assert_eq!(endpoint("kms:*"), IMPLICIT);
    let through = json!({"StringEquals": {"aws:SourceVpce": "vpce-1"}});
    let request = json!({"vpcEndpoint": "vpce-1"});
    assert_eq!(
        verdict(&own_when(&plain(), through.clone()), "s3:PutObject", request.clone()),
        ALLOWED
    );
    assert_eq!(verdict(&when(&plain(), through), "s3:PutObject", request), IMPLICIT);
}

#[test]
fn s10_a_forward_access_session() {
    let via = |name: &str| json!({"StringEquals": {"kms:ViaService": name}, "Bool": {"aws:ViaAWSService": true}});
    for (action, service) in [
        ("s3:GetObject", "s3"),
        ("ec2:AttachVolume", "ec2"),
        ("secretsmanager:GetSecretValue", "secretsmanager"),
        ("sqs:SendMessage", "sqs"),
        ("sns:Publish", "sns"),
    ] {
        let name = format!("{service}.us-west-2.amazonaws.com");
        assert_eq!(verdict(&when(&plain(), via(&name)), action, json!({})), ALLOWED, "{action}");
        let other = via("kms.us-west-2.amazonaws.com");
        assert_eq!(verdict(&when(&plain(), other), action, json!({})), IMPLICIT, "{action}");
        let direct = json!({"Bool": {"aws:ViaAWSService": false}});
        assert_eq!(verdict(&own_when(&plain(), direct), action, json!({})), ALLOWED, "{action}");
        // C-82
        let none = json!({"Null": {"aws:CalledVia": true}});
        assert_eq!(verdict(&when(&plain(), none), action, json!({})), PERHAPS, "{action}");
    }
    // C-83 in section 16
    let mfa = json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": true}});
    assert_eq!(verdict(&own_when(&plain(), mfa.clone()), "s3:PutObject", json!({})), ALLOWED);
    assert_eq!(verdict(&when(&plain(), mfa), "s3:PutObject", json!({})), IMPLICIT);
}

#[test]
fn s11_the_key_is_in_the_buckets_region() {
    let scenario = set(&plain(), "/buckets/0/region", json!("eu-west-1"));
    let not_found = failed("KMS.NotFoundException", false);
    assert_eq!(ask(&scenario, "s3:PutObject", json!({})), not_found);
    assert_eq!(ask(&scenario, "s3:GetObject", json!({})), not_found);
    // Symmetric
    let spec = |spec: &str| set(&plain(), "/keys/0/spec", json!(spec));
    let wrong = |uncertain| failed("KMS.InvalidKeyUsageException", uncertain);
    assert_eq!(ask(&spec("RSA_2048"), "s3:PutObject", json!({})), wrong(false));
    assert_eq!(ask(&spec("RSA_2048"), "s3:GetObject", json!({})), wrong(true));
}

#[test]
fn s12_encryption_context() {
    let get = |name: &str, arn: &str, request: Value| {
        let mut request = request;
        request["resource"] = json!(format!("arn:aws:s3:::b/{name}"));
        verdict(&when(&plain(), of_context("aws:s3:arn", arn)), "s3:GetObject", request)
    };
    assert_eq!(get("k.txt", OBJECT, json!({})), ALLOWED);
    assert_eq!(get("bucket-key", "arn:aws:s3:::b/bucket-key", json!({})), IMPLICIT);
    assert_eq!(get("bucket-key", "arn:aws:s3:::b", json!({})), ALLOWED);
    // T-22
    let put = |parameters: Value| {
        let scenario = when(&plain(), of_context("aws:s3:arn", OBJECT));
        verdict(&scenario, "s3:PutObject", json!({"parameters": parameters}))
    };
    assert_eq!(put(json!({})), ALLOWED);
    assert_eq!(put(json!({"BucketKeyEnabled": true})), IMPLICIT);
    // Pairs of the caller's own
    let own = when(&plain(), of_context("Dept", "IT"));
    let pairs = json!({"encryptionContext": {"Dept": "IT"}});
    for action in ["s3:PutObject", "s3:MultipartUpload", "s3:GetObject"] {
        assert_eq!(verdict(&own, action, pairs.clone()), ALLOWED, "{action}");
        assert_eq!(verdict(&own, action, json!({})), IMPLICIT, "{action}");
    }
    let mut request = pairs;
    request["source"] = json!(OBJECT);
    // The source of a copy has S3's pair alone.
    assert_eq!(verdict(&own, "s3:CopyObject", request.clone()), IMPLICIT);
    request["source"] = json!("arn:aws:s3:::b/plain");
    assert_eq!(verdict(&own, "s3:CopyObject", request), ALLOWED);
}

#[test]
fn s12_a_grant_that_pins_the_object() {
    let grant = json!({"id": "g", "grantee": ALICE, "operations": ["Decrypt"],
        "constraints": {"encryptionContextSubset": {"aws:s3:arn": OBJECT}}});
    let scenario = set(&plain(), "/keys/0/grants", json!([grant]));
    let scenario = set(&scenario, "/principals", json!([user(ALICE, json!("s3:*"))]));
    let get = |name: &str| {
        let resource = json!({"resource": format!("arn:aws:s3:::b/{name}")});
        verdict(&scenario, "s3:GetObject", resource)
    };
    assert_eq!(get("k.txt"), ALLOWED);
    assert_eq!(get("bucket-key"), IMPLICIT);
}

#[test]
fn s14_which_key() {
    // alice may use this one alone.
    let only = |arn: &str| {
        let kms = json!({"Effect": "Allow", "Action": "kms:*", "Resource": arn});
        let policies = attached(json!([allow(json!("s3:*")), kms]));
        let keys = json!([key(K), key(K2), {"arn": AWS_S3, "aliases": ["alias/aws/s3"], "policy": document(account_allow(A, "kms:*"))}]);
        let scenario = set(&plain(), "/principals", json!([{"arn": ALICE, "policies": policies}]));
        let scenario = set(&scenario, "/keys", keys);
        set(&scenario, "/keys/1/aliases", json!(["alias/two"]))
    };
    let put = |arn: &str, request: Value| verdict(&only(arn), "s3:PutObject", request);
    assert_eq!(put(K, json!({})), ALLOWED); // the bucket's default
    for key in [K2, "alias/two", "2234abcd-12ab-34cd-56ef-1234567890ab"] {
        assert_eq!(put(K2, json!({"key": key})), ALLOWED);
        assert_eq!(put(K, json!({"key": key})), IMPLICIT);
    }
    let header = |algorithm: &str| json!({"parameters": {"ServerSideEncryption": algorithm}});
    for algorithm in ["aws:kms", "aws:kms:dsse"] {
        assert_eq!(put(AWS_S3, header(algorithm)), ALLOWED);
        assert_eq!(put(K, header(algorithm)), IMPLICIT);
    }
    let no_key = set(&only(AWS_S3), "/buckets/0/encryption/key", json!(null));
    assert_eq!(verdict(&no_key, "s3:PutObject", json!({})), ALLOWED);
    let no_default = set(&only(K2), "/buckets/0/encryption", json!(null));
    assert_eq!(verdict(&no_default, "s3:PutObject", json!({})), ALLOWED);
    // An alias is of the caller's account.
    let bob = set(&plain(), "/principals", json!([user(BOB, json!("*"))]));
    let bob = set(&bob, "/buckets/0/account", json!(B));
    let request = json!({"principal": BOB, "key": "alias/two"});
    assert_eq!(ask(&bob, "s3:PutObject", request), failed("KMS.NotFoundException", false));
    // aws/s3 is the caller's, and not defined for bob.
    let mut request = header("aws:kms");
    request["principal"] = json!(BOB);
    assert_eq!(ask(&bob, "s3:PutObject", request), failed("NotModelled", true));
    let mut both = header("AES256");
    both["key"] = json!(K);
    assert_eq!(ask(&plain(), "s3:PutObject", both), failed("InvalidArgument", true));
}

#[test]
fn s17_headers() {
    let header = "s3:x-amz-server-side-encryption";
    let key_id = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    let put = |key: &str, value: &str, request: Value| {
        let scenario = own_when(&plain(), json!({"StringEquals": {key: value}}));
        let scenario = set(&scenario, "/keys/0/aliases", json!(["alias/k"]));
        verdict(&scenario, "s3:PutObject", request)
    };
    let parameter = |algorithm: &str| json!({"parameters": {"ServerSideEncryption": algorithm}});
    assert_eq!(put(header, "aws:kms", json!({})), IMPLICIT); // the bucket's default
    assert_eq!(put(header, "aws:kms", json!({"key": K})), ALLOWED);
    assert_eq!(put(header, "aws:kms", parameter("aws:kms")), ALLOWED);
    assert_eq!(put(header, "AES256", parameter("AES256")), ALLOWED);
    let mut dsse = parameter("aws:kms:dsse");
    dsse["key"] = json!(K);
    assert_eq!(put(header, "aws:kms:dsse", dsse), ALLOWED);
    assert_eq!(put(key_id, K, json!({"key": K})), ALLOWED);
    assert_eq!(put(key_id, K, json!({"key": "alias/k"})), ALLOWED);
    assert_eq!(put(key_id, "alias/none", parameter("aws:kms")), IMPLICIT);
    // Deny + StringNotEquals refuses what relies on the default.
    let deny = json!([{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
        "Condition": {"StringNotEquals": {header: "aws:kms"}}}]);
    let scenario = with_bucket_policy(json!("*"), deny);
    assert_eq!(verdict(&scenario, "s3:PutObject", json!({})), EXPLICIT);
    assert_eq!(verdict(&scenario, "s3:PutObject", json!({"key": K})), ALLOWED);
    // Elsewhere they are absent; other keys of services are not known.
    let absent = json!({"Null": {header: true, key_id: true}});
    for action in ["s3:GetObject", "sqs:SendMessage"] {
        let scenario = set(
            &plain(),
            "/principals",
            json!([{"arn": ALICE, "policies": attached(json!(
            [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": absent}]))}]),
        );
        assert_eq!(verdict(&scenario, action, json!({})), ALLOWED, "{action}");
    }
    assert_eq!(put("s3:prefix", "x", json!({})), HARDLY);
    assert_eq!(put("s3:prefix", "x", json!({"context": {"s3:prefix": "x"}})), ALLOWED);
    // A replica under a key of its own
    let request = json!({"source": OBJECT, "resource": "arn:aws:s3:::b/r", "destinationKey": K});
    let replicate = |value: &str, request: &Value| {
        let scenario = own_when(&plain(), json!({"StringEquals": {key_id: value}}));
        verdict(&scenario, "s3:ReplicateObject", request.clone())
    };
    assert_eq!(replicate(K, &request), ALLOWED);
    assert_eq!(replicate(K2, &request), IMPLICIT);
}

#[test]
fn s18_dsse_has_no_bucket_keys() {
    let scenario = when(&plain(), of_context("aws:s3:arn", OBJECT));
    let scenario = set(&scenario, "/buckets/0/encryption/bucketKey", json!(true));
    let put = |request: Value| verdict(&scenario, "s3:PutObject", request);
    assert_eq!(put(json!({})), IMPLICIT);
    let dsse = |more: Value| json!({"key": K, "parameters": more});
    assert_eq!(put(dsse(json!({"ServerSideEncryption": "aws:kms"}))), IMPLICIT);
    let parameters = json!({"ServerSideEncryption": "aws:kms:dsse", "BucketKeyEnabled": true});
    assert_eq!(put(dsse(parameters)), ALLOWED);
    let of_default = set(&scenario, "/buckets/0/encryption/type", json!("aws:kms:dsse"));
    assert_eq!(verdict(&of_default, "s3:PutObject", json!({})), ALLOWED);
}

#[test]
fn s19_errors() {
    for (state, exception) in
        [("Disabled", "KMS.DisabledException"), ("PendingImport", "KMS.KMSInvalidStateException")]
    {
        let scenario = set(&plain(), "/keys/0/state", json!(state));
        assert_eq!(ask(&scenario, "s3:GetObject", json!({})), failed(exception, false));
        // Nothing after it is looked at.
        let request = json!({"source": OBJECT, "resource": "arn:aws:s3:::b/new"});
        assert_eq!(ask(&scenario, "s3:CopyObject", request), failed(exception, false));
    }
    let disabled = set(&plain(), "/keys/0/state", json!("Disabled"));
    assert_eq!(ask(&disabled, "sns:Publish", json!({})), failed("KMSDisabledException", false));
    assert_eq!(ask(&disabled, "sqs:SendMessage", json!({})), failed("DisabledException", true));
    // An unreadable key policy stays what it is.
    let scenario = set(&plain(), "/keys/0/policy", json!("{"));
    assert_eq!(ask(&scenario, "s3:GetObject", json!({})), failed("UnreadablePolicy", true));
}

#[test]
fn what_is_not_there() {
    let no_bucket = failed("NoSuchBucket", false);
    let nobody = set(&plain(), "/principals", json!([{"arn": ALICE}]));
    let elsewhere = json!({"resource": "arn:aws:s3:::none/x"});
    assert_eq!(ask(&nobody, "s3:GetObject", elsewhere), no_bucket);
    let from = json!({"source": "arn:aws:s3:::none/x"});
    assert_eq!(ask(&nobody, "s3:CopyObject", from), no_bucket);
    // An object is looked for once S3 allows.
    let missing = json!({"resource": "arn:aws:s3:::b/none"});
    assert_eq!(ask(&plain(), "s3:GetObject", missing.clone()), failed("NoSuchKey", true));
    assert_eq!(verdict(&nobody, "s3:GetObject", missing), IMPLICIT);
    let not_modelled = failed("NotModelled", true);
    assert_eq!(ask(&plain(), "s3:CopyObject", json!({})), not_modelled); // no source
    assert_eq!(ask(&plain(), "s3:GetObject", json!({"resource": null})), not_modelled);
    assert_eq!(ask(&plain(), "s3:GetObject", json!({"resource": QUEUE})), not_modelled);
    assert_eq!(ask(&plain(), "s3:ListBucket", json!({})), not_modelled);
}

#[test]
fn absent_account_and_region_of_a_bucket() {
    let scenario = set(&plain(), "/buckets/0/account", json!(null));
    let scenario = set(&scenario, "/buckets/0/region", json!(null));
    assert_eq!(verdict(&scenario, "s3:PutObject", json!({})), ALLOWED);
    let region =
        json!({"StringEquals": {"aws:RequestedRegion": "us-west-2", "aws:ResourceAccount": A}});
    assert_eq!(verdict(&own_when(&scenario, region.clone()), "s3:PutObject", json!({})), ALLOWED);
    assert_eq!(verdict(&when(&scenario, region), "s3:PutObject", json!({})), ALLOWED);
    let tag = json!({"StringEquals": {"aws:ResourceTag/x": "y"}});
    assert_eq!(verdict(&own_when(&scenario, tag), "s3:PutObject", json!({})), HARDLY);
    let kms = json!({"StringNotEquals": {"kms:CallerAccount": A}});
    assert_eq!(verdict(&own_when(&scenario, kms), "s3:PutObject", json!({})), ALLOWED);
}

#[test]
fn x10_t30_the_aws_managed_key() {
    let mut scenario = set(&plain(), "/buckets/0/objects/0/key", json!(AWS_S3));
    scenario["principals"] = json!([user(ALICE, json!("s3:*")), user(BOB, json!("*"))]);
    let statements = json!([bucket_allow(json!({"AWS": B}))]);
    let scenario = set(&scenario, "/buckets/0/policy", document(statements));
    assert_eq!(verdict(&scenario, "s3:GetObject", json!({})), ALLOWED); // K-52
    assert_eq!(verdict(&scenario, "s3:GetObject", json!({"principal": BOB})), HARDLY);
}

#[test]
fn s30_attaching_a_volume() {
    let six = [
        "ec2:AttachVolume",
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    ];
    needs(&plain(), "ec2:AttachVolume", &json!({}), &six);
    let with = |actions: &[&str]| {
        let scenario = set(&plain(), "/principals", json!([user(ALICE, json!(actions))]));
        verdict(&scenario, "ec2:AttachVolume", json!({}))
    };
    assert_eq!(with(&six), ALLOWED);
    assert_eq!(with(&six[..2]), IMPLICIT); // without Decrypt
    assert_eq!(with(&six[..3]), HARDLY); // without what may not be needed
    assert_eq!(with(&[]), IMPLICIT);
    let disabled = set(&plain(), "/keys/0/state", json!("Disabled"));
    assert_eq!(ask(&disabled, "ec2:AttachVolume", json!({})), failed("DisabledException", true));
    // T-26, and what CreateGrant is asked with
    let grant = |condition: Value| {
        let statement = |action: Value, condition: Value| json!({"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition});
        let others = statement(json!(six[2..]), json!({}));
        let own = statement(json!("ec2:*"), json!({}));
        let policies =
            attached(json!([own, statement(json!("kms:CreateGrant"), condition), others]));
        let scenario = set(&plain(), "/principals", json!([{"arn": ALICE, "policies": policies}]));
        verdict(&scenario, "ec2:AttachVolume", json!({}))
    };
    assert_eq!(grant(json!({"Bool": {"kms:GrantIsForAWSResource": true}})), ALLOWED);
    assert_eq!(
        grant(json!({"ForAllValues:StringEquals": {"kms:GrantOperations": "Decrypt"}})),
        ALLOWED
    );
    assert_eq!(grant(of_context("aws:ebs:id", "vol-1")), ALLOWED);
    assert_eq!(grant(of_context("aws:ebs:id", "vol-2")), IMPLICIT);
    assert_eq!(grant(json!({"StringEquals": {"kms:GranteePrincipal": ROLE}})), HARDLY);
    let same = json!({"BoolIfExists": {"kms:ReEncryptOnSameKey": true}});
    assert_eq!(verdict(&when(&plain(), same), "ec2:AttachVolume", json!({})), ALLOWED);
    // From another account
    let bob = set(&plain(), "/principals", json!([user(BOB, json!("*"))]));
    assert_eq!(verdict(&bob, "ec2:AttachVolume", json!({"principal": BOB})), IMPLICIT);
}

#[test]
fn s32_secrets() {
    needs(
        &plain(),
        "secretsmanager:GetSecretValue",
        &json!({}),
        &["secretsmanager:GetSecretValue", "kms:Decrypt"],
    );
    let ask = |action: &str, condition: Value, parameters: Value| {
        verdict(&when(&plain(), condition), action, json!({"parameters": parameters}))
    };
    for (action, parameter) in [
        ("secretsmanager:GetSecretValue", "VersionId"),
        ("secretsmanager:PutSecretValue", "ClientRequestToken"),
    ] {
        assert_eq!(ask(action, of_context("SecretARN", SECRET), json!({})), ALLOWED, "{action}");
        let version = || of_context("SecretVersionId", "v1");
        assert_eq!(ask(action, version(), json!({})), HARDLY, "{action}");
        assert_eq!(ask(action, version(), json!({parameter: "v1"})), ALLOWED, "{action}");
        assert_eq!(ask(action, version(), json!({parameter: "v2"})), IMPLICIT, "{action}");
        let present = json!({"Null": {"kms:EncryptionContext:SecretVersionId": false}});
        assert_eq!(ask(action, present, json!({})), ALLOWED, "{action}");
    }
    // A grant that pins the version
    let grant = |constraints: Value| {
        let grant = json!({"id": "g", "grantee": ALICE, "operations": ["Decrypt"], "constraints": constraints});
        let scenario = set(&plain(), "/keys/0/grants", json!([grant]));
        let own = json!([user(ALICE, json!("secretsmanager:*"))]);
        let scenario = set(&scenario, "/principals", own);
        verdict(&scenario, "secretsmanager:GetSecretValue", json!({}))
    };
    let subset = |pairs: Value| json!({"encryptionContextSubset": pairs});
    assert_eq!(grant(subset(json!({"SecretARN": SECRET}))), ALLOWED);
    assert_eq!(grant(subset(json!({"SecretARN": SECRET, "SecretVersionId": "v1"}))), HARDLY);
    assert_eq!(grant(json!({"encryptionContextEquals": {"SecretARN": SECRET}})), IMPLICIT);
}

#[test]
fn resource_policies_that_a_scenario_does_not_hold() {
    for (action, prefix) in [
        ("secretsmanager:GetSecretValue", "secretsmanager"),
        ("sqs:ReceiveMessage", "sqs"),
        ("sns:Publish", "sns"),
    ] {
        let scenario = set(&plain(), "/principals", json!([user(ALICE, json!("kms:*"))]));
        assert_eq!(verdict(&scenario, action, json!({})), HARDLY, "{action}");
        let keys = json!([{"arn": K, "policy": document(account_allow(B, "kms:*"))}]);
        let scenario = set(&plain(), "/keys", keys);
        let bob = |actions: Value| {
            let scenario = set(&scenario, "/principals", json!([user(BOB, actions)]));
            verdict(&scenario, action, json!({"principal": BOB}))
        };
        assert_eq!(bob(json!("*")), PERHAPS, "{action}");
        assert_eq!(bob(json!("kms:*")), IMPLICIT, "{action}");
        assert_eq!(bob(json!([format!("{prefix}:*")])), HARDLY, "{action}");
    }
}

#[test]
fn s33_s34_what_queues_and_topics_need() {
    let [write, read] = ["kms:GenerateDataKey", "kms:Decrypt"];
    needs(&plain(), "sqs:SendMessage", &json!({}), &["sqs:SendMessage", write, read]);
    needs(&plain(), "sqs:ReceiveMessage", &json!({}), &["sqs:ReceiveMessage", read]);
    needs(&plain(), "sns:Publish", &json!({}), &["sns:Publish", write, read]);
    // What they put into the encryption context is from general knowledge.
    for (action, name, arn) in
        [("sqs:SendMessage", "aws:sqs:arn", QUEUE), ("sns:Publish", "aws:sns:topicArn", TOPIC)]
    {
        let ask = |condition: Value| verdict(&when(&plain(), condition), action, json!({}));
        assert_eq!(ask(of_context(name, arn)), PERHAPS);
        assert_eq!(ask(of_context(name, "x")), HARDLY);
        assert_eq!(ask(of_context("other", "x")), IMPLICIT);
        let names = json!({"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": name}});
        assert_eq!(ask(names), PERHAPS);
    }
}

/// K names a service in its policy, with this condition.
fn for_service(service: &str, condition: Value) -> Value {
    let statement = json!({"Effect": "Allow", "Principal": {"Service": service},
        "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*", "Condition": condition});
    let principal = json!({"id": "service", "service": service,
        "sourceArn": "arn:aws:s3:::b", "sourceAccount": A});
    let scenario = set(&plain(), "/principals", json!([principal]));
    set(&scenario, "/keys/0/policy", document(statement))
}

#[test]
fn s33_s34_s35_services_as_callers() {
    let call = |service: &str, action: &str, condition: Value| {
        verdict(&for_service(service, condition), action, json!({"principal": "service"}))
    };
    let source = || json!({"StringEquals": {"aws:SourceAccount": A}});
    for action in ["sqs:SendMessage", "sns:Publish"] {
        assert_eq!(call("s3.amazonaws.com", action, source()), PERHAPS);
        let direct = json!({"Null": {"kms:ViaService": true}});
        assert_eq!(call("s3.amazonaws.com", action, direct), PERHAPS);
    }
    // EventBridge tells topics nothing of the source, queues it does.
    assert_eq!(call("events.amazonaws.com", "sns:Publish", source()), HARDLY);
    assert_eq!(call("events.amazonaws.com", "sns:Publish", json!({})), PERHAPS);
    assert_eq!(call("events.amazonaws.com", "sqs:SendMessage", source()), PERHAPS);
    // A bucket policy must name it.
    let scenario = for_service("logging.s3.amazonaws.com", json!({}));
    let named = json!([{"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"}]);
    let request = json!({"principal": "service"});
    assert_eq!(verdict(&scenario, "s3:PutObject", request.clone()), HARDLY);
    let scenario = set(&scenario, "/buckets/0/policy", document(named));
    assert_eq!(verdict(&scenario, "s3:PutObject", request.clone()), PERHAPS);
    let mut request = request;
    request["parameters"] = json!({"ServerSideEncryption": "aws:kms"});
    assert_eq!(ask(&scenario, "s3:PutObject", request), failed("NotModelled", true));
}

#[test]
fn cells_of_the_matrix() {
    let cell = |matrix: Value, action: &str| {
        let world = World::read(&set(&plain(), "/matrix", matrix)).unwrap();
        world.answer(&Request::cell(&world, ALICE, action))
    };
    let allowed = Answer { verdict: Verdict::Allow, error: None, uncertain: false };
    // What does not reach such an operation.
    let request = json!({"resource": OBJECT, "region": "eu-west-1", "via": "ec2.us-west-2.amazonaws.com",
        "parameters": {"PendingWindowInDays": 1, "DryRun": true}});
    for action in ["s3:PutObject", "s3:GetObject"] {
        assert_eq!(cell(json!({"request": request}), action), allowed, "{action}");
    }
    // Without resource, or with one of another service.
    for request in [json!({}), json!({"resource": QUEUE})] {
        assert_eq!(cell(json!({"request": request}), "s3:GetObject"), failed("NotModelled", true));
    }
    // The first key is not one that the caller names to S3.
    let other = set(&plain(), "/buckets/0/encryption", json!(null));
    let disabled = set(&other, "/keys/0/state", json!("Disabled"));
    let put = |key: Value| {
        let matrix = json!({"key": key, "request": {"resource": OBJECT}});
        let world = World::read(&set(&disabled, "/matrix", matrix)).unwrap();
        world.answer(&Request::cell(&world, ALICE, "s3:PutObject"))
    };
    assert_eq!(put(json!(null)), allowed);
    assert_eq!(put(json!(K)), failed("KMS.DisabledException", false));
}
