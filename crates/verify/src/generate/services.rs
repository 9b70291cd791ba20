//! Operations of other services: buckets with objects, and requests for what lies in them.

use super::statements::{Focus, Form, document};
use super::{ELSEWHERE, KEYS, OTHER, OWNER, REGION, THIRD, requests};
use crate::dice::Dice;
use serde_json::{Map, Value, json};

const OPERATIONS: [&str; 11] = [
    "s3:PutObject",
    "s3:GetObject",
    "s3:MultipartUpload",
    "s3:CopyObject",
    "s3:ReplicateObject",
    "ec2:AttachVolume",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sns:Publish",
];

/// One of the operations; those of S3 come up most.
pub fn operation(dice: &mut Dice) -> String {
    let some = if dice.chance(65) { &OPERATIONS[..5] } else { &OPERATIONS[5..] };
    (*dice.one(some)).to_owned()
}

/// Is it one of them?
pub fn is_operation(action: &str) -> bool {
    OPERATIONS.contains(&action)
}

/// What an operation asks for, so that policies can be written near to it.
pub fn asks(operation: &str) -> &'static [&'static str] {
    match operation {
        "s3:PutObject" => &["s3:PutObject", "kms:GenerateDataKey"],
        "s3:GetObject" => &["s3:GetObject", "kms:Decrypt"],
        "s3:MultipartUpload" => &["s3:PutObject", "kms:GenerateDataKey", "kms:Decrypt"],
        "s3:CopyObject" => &["s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey"],
        "s3:ReplicateObject" => &[
            "s3:GetObjectVersionForReplication",
            "s3:ReplicateObject",
            "kms:Decrypt",
            "kms:Encrypt",
        ],
        "ec2:AttachVolume" => &["ec2:AttachVolume", "kms:CreateGrant", "kms:Decrypt"],
        "secretsmanager:GetSecretValue" => &["secretsmanager:GetSecretValue", "kms:Decrypt"],
        "secretsmanager:PutSecretValue" => {
            &["secretsmanager:PutSecretValue", "kms:GenerateDataKey", "kms:Decrypt"]
        }
        "sqs:SendMessage" => &["sqs:SendMessage", "kms:GenerateDataKey", "kms:Decrypt"],
        "sqs:ReceiveMessage" => &["sqs:ReceiveMessage", "kms:Decrypt"],
        _ => &["sns:Publish", "kms:GenerateDataKey", "kms:Decrypt"],
    }
}

const OBJECTS: [&str; 5] = [
    "arn:aws:s3:::b/photo.jpg",
    "arn:aws:s3:::b/plain.txt",
    "arn:aws:s3:::c/photo.jpg",
    "arn:aws:s3:::b/none",
    "arn:aws:s3:::nowhere/photo.jpg",
];

/// The ARNs that an operation can be about, so that policies can be written near to them.
pub fn resources(operation: &str) -> Vec<String> {
    let at = |service: &str, rest: &str| -> Vec<String> {
        let places = [(REGION, OWNER), (REGION, OTHER), (ELSEWHERE, OWNER), (REGION, THIRD)];
        let arn = |(region, account): &(&str, &str)| {
            format!("arn:aws:{service}:{region}:{account}:{rest}")
        };
        places.iter().map(arn).collect()
    };
    match operation.split(':').next().unwrap_or_default() {
        "s3" => OBJECTS.map(str::to_owned).to_vec(),
        "ec2" => at("ec2", "volume/vol-1"),
        "secretsmanager" => at("secretsmanager", "secret:db-AbCdEf"),
        "sqs" => at("sqs", "queue"),
        _ => at("sns", "topic"),
    }
}

/// Two buckets, of whatever accounts.
pub fn buckets(dice: &mut Dice, focus: &Focus, keys: &[Value]) -> Value {
    let key = |dice: &mut Dice| {
        let known = dice.one(keys)["arn"].clone();
        if dice.chance(90) { known } else { json!(dice.one(&KEYS)) }
    };
    let bucket = |dice: &mut Dice, name: &str| {
        let mut bucket = json!({ "name": name });
        if dice.chance(92) {
            bucket["account"] = json!(dice.one(&[OWNER, OTHER, OTHER, THIRD]));
        }
        if dice.chance(92) {
            let elsewhere = dice.chance(10);
            bucket["region"] = json!(if elsewhere { ELSEWHERE } else { REGION });
        }
        if dice.chance(65) {
            bucket["policy"] = document(dice, focus, Form::Endpoint, 2);
        }
        if dice.chance(55) {
            let kind = *dice.one(&["aws:kms", "aws:kms", "aws:kms", "aws:kms:dsse", "AES256"]);
            bucket["encryption"] = json!({ "type": kind, "bucketKey": dice.chance(40) });
            if kind != "AES256" && dice.chance(80) {
                bucket["encryption"]["key"] = key(dice);
            }
        }
        bucket["objects"] = json!([
            { "name": "photo.jpg", "key": key(dice), "bucketKey": dice.chance(30) },
            { "name": "plain.txt" },
        ]);
        bucket
    };
    json!([bucket(dice, "b"), bucket(dice, "c")])
}

/// A request for an operation.
pub fn request(dice: &mut Dice, action: &str, keys: &[Value], caller: &Value) -> Value {
    let service = caller["service"].is_string();
    let details = requests::details(dice, action, keys, service);
    let mut request: Map<String, Value> = details
        .into_iter()
        .filter(|(name, _)| matches!(name.as_str(), "vpcEndpoint" | "context"))
        .collect();
    let mut put = |name: &str, value: Value| {
        request.insert(name.to_owned(), value);
    };
    put("principal", caller["id"].clone());
    put("action", json!(action));
    let usual = dice.chance(80);
    let all = resources(action);
    put("resource", json!(if usual { &all[0] } else { dice.one(&all) }));
    let s3 = action.starts_with("s3:");
    let copies = matches!(action, "s3:CopyObject" | "s3:ReplicateObject");
    let field = if copies { "destinationKey" } else { "key" };
    if copies {
        put("source", json!(dice.one(&OBJECTS[..4])));
    }
    if action != "s3:GetObject" && dice.chance(if s3 { 60 } else { 85 }) {
        let key = if dice.chance(85) { &keys[0] } else { dice.one(keys) };
        put(field, json!(requests::identifier(dice, key)));
    }
    if s3 && action != "s3:ReplicateObject" && dice.chance(25) {
        let pairs = [json!({ "Dept": "IT" }), json!({ "Dept": "IT", "dept": "HR" }), json!({})];
        put("encryptionContext", dice.one(&pairs).clone());
    }
    let mut parameters = json!({});
    if matches!(action, "s3:PutObject" | "s3:MultipartUpload" | "s3:CopyObject") {
        if dice.chance(25) {
            let kinds = ["aws:kms", "aws:kms:dsse", "AES256"];
            parameters["ServerSideEncryption"] = json!(dice.one(&kinds));
        }
        if dice.chance(25) {
            parameters["BucketKeyEnabled"] = json!(dice.chance(50));
        }
    }
    let version = match action {
        "secretsmanager:GetSecretValue" => Some("VersionId"),
        "secretsmanager:PutSecretValue" => Some("ClientRequestToken"),
        _ => None,
    };
    if let Some(version) = version.filter(|_| dice.chance(50)) {
        parameters[version] = json!("11111111-2222-3333-4444-555555555555");
    }
    if parameters.as_object().is_some_and(|all| !all.is_empty()) {
        put("parameters", parameters);
    }
    Value::Object(request)
}
