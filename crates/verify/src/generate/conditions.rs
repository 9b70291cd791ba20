//! Condition elements on keys that the request has, or nearly has.

use super::near;
use crate::dice::Dice;
use serde_json::{Value, json};

/// What values of a condition key are compared as.
#[derive(Clone, Copy, PartialEq)]
enum Family {
    Text,
    Arn,
    Bool,
    Number,
    Date,
    Address,
}

/// Condition keys with values that requests have.
#[rustfmt::skip]
const KEYS: &[(&str, Family, &[&str])] = &[
    ("kms:ViaService", Family::Text, &["s3.us-west-2.amazonaws.com", "s3.us-east-1.amazonaws.com", "ec2.us-west-2.amazonaws.com", "s3.*.amazonaws.com"]),
    ("kms:CallerAccount", Family::Text, &["111122223333", "444455556666"]),
    ("kms:EncryptionContext:Dept", Family::Text, &["IT", "HR", "it"]),
    ("kms:EncryptionContext:DEPT", Family::Text, &["IT"]),
    ("kms:EncryptionContext:aws:s3:arn", Family::Arn, &["arn:aws:s3:::b/photo.jpg", "arn:aws:s3:::b"]),
    ("kms:EncryptionContextKeys", Family::Text, &["Dept", "dept", "Team"]),
    ("kms:EncryptionAlgorithm", Family::Text, &["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_256"]),
    ("kms:GrantIsForAWSResource", Family::Bool, &["true", "false"]),
    ("kms:GrantOperations", Family::Text, &["Decrypt", "Encrypt", "CreateGrant"]),
    ("kms:GrantConstraintType", Family::Text, &["EncryptionContextSubset", "EncryptionContextEquals"]),
    ("kms:GrantConstraintSourceArn", Family::Arn, &["arn:aws:sns:us-west-2:111122223333:topic"]),
    ("kms:GranteePrincipal", Family::Text, &["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::444455556666:role/app"]),
    ("kms:RetiringPrincipal", Family::Text, &["arn:aws:iam::111122223333:user/alice"]),
    ("kms:GranteeServicePrincipal", Family::Text, &["sns.amazonaws.com"]),
    ("kms:RetiringServicePrincipal", Family::Text, &["sns.amazonaws.com"]),
    ("kms:RequestAlias", Family::Text, &["alias/app", "alias/other"]),
    ("kms:ResourceAliases", Family::Text, &["alias/app", "alias/other"]),
    ("kms:KeySpec", Family::Text, &["SYMMETRIC_DEFAULT", "HMAC_256", "RSA_2048"]),
    ("kms:KeyUsage", Family::Text, &["ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC"]),
    ("kms:KeyOrigin", Family::Text, &["AWS_KMS", "EXTERNAL"]),
    ("kms:MultiRegion", Family::Bool, &["true", "false"]),
    ("kms:MultiRegionKeyType", Family::Text, &["PRIMARY", "REPLICA"]),
    ("kms:ReEncryptOnSameKey", Family::Bool, &["true", "false"]),
    ("kms:BypassPolicyLockoutSafetyCheck", Family::Bool, &["true", "false"]),
    ("kms:PolicyName", Family::Text, &["default", "AWS_RAM"]),
    ("kms:ScheduleKeyDeletionPendingWindowInDays", Family::Number, &["7", "30"]),
    ("kms:RotationPeriodInDays", Family::Number, &["90", "365"]),
    ("kms:TrailingDaysWithoutKeyUsage", Family::Number, &["30"]),
    ("kms:MacAlgorithm", Family::Text, &["HMAC_SHA_256", "HMAC_SHA_512"]),
    ("kms:SigningAlgorithm", Family::Text, &["ECDSA_SHA_256"]),
    ("kms:MessageType", Family::Text, &["RAW", "DIGEST"]),
    ("kms:DataKeyPairSpec", Family::Text, &["RSA_2048"]),
    ("kms:KeyAgreementAlgorithm", Family::Text, &["ECDH"]),
    ("kms:ReplicaRegion", Family::Text, &["us-east-1", "eu-west-1"]),
    ("kms:PrimaryRegion", Family::Text, &["us-east-1"]),
    ("kms:ExpirationModel", Family::Text, &["KEY_MATERIAL_EXPIRES"]),
    ("kms:ValidTo", Family::Date, &["2027-01-01T00:00:00Z", "1800000000"]),
    ("kms:WrappingAlgorithm", Family::Text, &["RSAES_OAEP_SHA_256"]),
    ("kms:WrappingKeySpec", Family::Text, &["RSA_2048"]),
    ("kms:RecipientAttestation:PCR0", Family::Text, &["abc"]),
    ("aws:PrincipalArn", Family::Arn, &["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::444455556666:role/app", "arn:aws:iam::111122223333:role/path/app", "arn:aws:sts::111122223333:federated-user/x", "arn:aws:iam::111122223333:root"]),
    ("aws:PrincipalAccount", Family::Text, &["111122223333", "444455556666"]),
    ("aws:PrincipalOrgID", Family::Text, &["o-exampleorgid", "o-otherorgid0"]),
    ("aws:PrincipalOrgPaths", Family::Text, &["o-exampleorgid/r-ab12/ou-ab12-11111111/", "o-exampleorgid/r-ab12/"]),
    ("aws:PrincipalTag/team", Family::Text, &["red", "blue"]),
    ("aws:PrincipalTag/TEAM", Family::Text, &["red"]),
    ("aws:PrincipalType", Family::Text, &["User", "AssumedRole", "Account", "FederatedUser"]),
    ("aws:username", Family::Text, &["alice", "alicia"]),
    ("aws:userid", Family::Text, &["AIDACKCEVSQ6C2EXAMPLE", "AROADBQP57FF2AEXAMPLE:session", "111122223333", "111122223333:x"]),
    ("aws:PrincipalIsAWSService", Family::Bool, &["true", "false"]),
    ("aws:PrincipalServiceName", Family::Text, &["sns.amazonaws.com"]),
    ("aws:PrincipalServiceNamesList", Family::Text, &["sns.amazonaws.com"]),
    ("aws:SourceArn", Family::Arn, &["arn:aws:sns:us-west-2:111122223333:topic"]),
    ("aws:SourceAccount", Family::Text, &["111122223333"]),
    ("aws:SourceOrgID", Family::Text, &["o-exampleorgid"]),
    ("aws:SourceOrgPaths", Family::Text, &["o-exampleorgid/r-ab12/"]),
    ("aws:ResourceAccount", Family::Text, &["111122223333", "444455556666"]),
    ("aws:ResourceOrgID", Family::Text, &["o-exampleorgid"]),
    ("aws:ResourceOrgPaths", Family::Text, &["o-exampleorgid/r-ab12/ou-ab12-11111111/"]),
    ("aws:ResourceTag/Env", Family::Text, &["prod", "dev"]),
    ("aws:ResourceTag/ENV", Family::Text, &["prod"]),
    ("aws:RequestTag/Env", Family::Text, &["prod"]),
    ("aws:TagKeys", Family::Text, &["Env", "team"]),
    ("aws:RequestedRegion", Family::Text, &["us-west-2", "us-east-1"]),
    ("aws:CurrentTime", Family::Date, &["2026-06-30T12:00:00Z", "2026-06-30T14:00:00+02:00", "2026-07-01"]),
    ("aws:EpochTime", Family::Date, &["1782820800", "2026-06-30T12:00:00Z"]),
    ("aws:SecureTransport", Family::Bool, &["true", "false"]),
    ("aws:SourceIp", Family::Address, &["203.0.113.0/24", "203.0.113.7", "203.0.113.8/29", "2001:db8::/32", "0.0.0.0/0"]),
    ("aws:VpcSourceIp", Family::Address, &["10.0.0.0/8"]),
    ("aws:SourceVpc", Family::Text, &["vpc-1"]),
    ("aws:SourceVpce", Family::Text, &["vpce-1", "vpce-2"]),
    ("aws:VpceAccount", Family::Text, &["444455556666"]),
    ("aws:VpceOrgID", Family::Text, &["o-exampleorgid"]),
    ("aws:VpceOrgPaths", Family::Text, &["o-exampleorgid/r-ab12/"]),
    ("aws:ViaAWSService", Family::Bool, &["true", "false"]),
    ("aws:ViaAWSMCPService", Family::Bool, &["true", "false"]),
    ("aws:CalledViaAWSMCP", Family::Text, &["aws-mcp.amazonaws.com"]),
    ("aws:SourceVpcArn", Family::Arn, &["arn:aws:ec2:us-west-2:*:vpc/vpc-1"]),
    ("aws:CalledVia", Family::Text, &["athena.amazonaws.com", "s3.amazonaws.com"]),
    ("aws:CalledViaFirst", Family::Text, &["athena.amazonaws.com"]),
    ("aws:CalledViaLast", Family::Text, &["s3.amazonaws.com"]),
    ("aws:MultiFactorAuthPresent", Family::Bool, &["true", "false"]),
    ("aws:MultiFactorAuthAge", Family::Number, &["300", "3600"]),
    ("aws:TokenIssueTime", Family::Date, &["2026-01-01T00:00:00Z"]),
    ("aws:SourceIdentity", Family::Text, &["someone"]),
    ("aws:FederatedProvider", Family::Text, &["accounts.google.com"]),
    ("aws:UserAgent", Family::Text, &["aws-cli/2"]),
    ("aws:AssumedRoot", Family::Bool, &["true"]),
    ("aws:Ec2InstanceSourceVpc", Family::Text, &["vpc-1"]),
    ("ec2:SourceInstanceArn", Family::Arn, &["arn:aws:ec2:us-west-2:111122223333:instance/i-1"]),
    ("s3:prefix", Family::Text, &["x"]),
    ("s3:x-amz-server-side-encryption", Family::Text, &["aws:kms", "aws:kms:dsse", "AES256"]),
    ("s3:x-amz-server-side-encryption-aws-kms-key-id", Family::Arn, &["arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:kms:us-west-2:*:key/*"]),
    ("kms:EncryptionContext:aws:ebs:id", Family::Text, &["vol-1", "vol-2"]),
    ("kms:EncryptionContext:aws:sqs:arn", Family::Arn, &["arn:aws:sqs:us-west-2:111122223333:queue"]),
    ("kms:EncryptionContext:aws:sns:topicArn", Family::Arn, &["arn:aws:sns:us-west-2:111122223333:topic"]),
    ("kms:EncryptionContext:SecretARN", Family::Arn, &["arn:aws:secretsmanager:us-west-2:111122223333:secret:db-*"]),
    ("kms:EncryptionContext:SecretVersionId", Family::Text, &["11111111-2222-3333-4444-555555555555"]),
    ("kms:Nonsense", Family::Text, &["x"]),
];

/// The keys that requests for this action have besides those of every request.
fn keys_of(action: &str) -> &'static [&'static str] {
    let bare = action.trim_start_matches("kms:");
    match bare {
        "s3:PutObject" | "s3:ReplicateObject" => &[
            "s3:x-amz-server-side-encryption",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "aws:ResourceAccount",
            "aws:ResourceTag/Env",
        ],
        "ec2:AttachVolume" => &["kms:EncryptionContext:aws:ebs:id", "kms:GrantIsForAWSResource"],
        "sqs:SendMessage" | "sqs:ReceiveMessage" => &["kms:EncryptionContext:aws:sqs:arn"],
        "sns:Publish" => &["kms:EncryptionContext:aws:sns:topicArn", "aws:SourceArn"],
        "secretsmanager:GetSecretValue" | "secretsmanager:PutSecretValue" => {
            &["kms:EncryptionContext:SecretARN", "kms:EncryptionContext:SecretVersionId"]
        }
        _ if bare.contains(':') => &["kms:EncryptionContext:aws:s3:arn", "aws:ResourceOrgID"],
        "CreateGrant" => &[
            "kms:GrantIsForAWSResource",
            "kms:GrantOperations",
            "kms:GrantConstraintType",
            "kms:GrantConstraintSourceArn",
            "kms:GranteePrincipal",
            "kms:RetiringPrincipal",
            "kms:GranteeServicePrincipal",
            "kms:RetiringServicePrincipal",
            "kms:EncryptionContext:Dept",
            "kms:EncryptionContextKeys",
        ],
        "RetireGrant" => {
            &["kms:EncryptionContext:Dept", "kms:EncryptionContextKeys", "kms:GrantConstraintType"]
        }
        "ListGrants" | "RevokeGrant" => &["kms:GrantIsForAWSResource"],
        "CreateKey" => &[
            "kms:KeySpec",
            "kms:KeyUsage",
            "kms:KeyOrigin",
            "kms:MultiRegion",
            "kms:MultiRegionKeyType",
            "kms:BypassPolicyLockoutSafetyCheck",
            "kms:CallerAccount",
            "aws:RequestTag/Env",
            "aws:ResourceTag/Env",
            "aws:TagKeys",
        ],
        "TagResource" | "UntagResource" => &["aws:RequestTag/Env", "aws:TagKeys"],
        "ReplicateKey" => {
            &["kms:ReplicaRegion", "aws:RequestTag/Env", "aws:TagKeys", "aws:RequestedRegion"]
        }
        "UpdatePrimaryRegion" => &["kms:PrimaryRegion", "aws:RequestedRegion"],
        "PutKeyPolicy" | "GetKeyPolicy" => {
            &["kms:PolicyName", "kms:BypassPolicyLockoutSafetyCheck"]
        }
        "ScheduleKeyDeletion" | "DisableKey" => {
            &["kms:ScheduleKeyDeletionPendingWindowInDays", "kms:TrailingDaysWithoutKeyUsage"]
        }
        "EnableKeyRotation" => &["kms:RotationPeriodInDays"],
        "GenerateMac" | "VerifyMac" => &["kms:MacAlgorithm", "kms:RequestAlias"],
        "Sign" | "Verify" => &["kms:SigningAlgorithm", "kms:MessageType"],
        "DeriveSharedSecret" => &["kms:KeyAgreementAlgorithm", "kms:RecipientAttestation:PCR0"],
        "ImportKeyMaterial" => &["kms:ExpirationModel", "kms:ValidTo"],
        "GetParametersForImport" => &["kms:WrappingAlgorithm", "kms:WrappingKeySpec"],
        "ReEncrypt" | "ReEncryptFrom" | "ReEncryptTo" => &[
            "kms:ReEncryptOnSameKey",
            "kms:EncryptionContext:Dept",
            "kms:EncryptionContextKeys",
            "kms:EncryptionAlgorithm",
            "kms:RequestAlias",
        ],
        "Decrypt" | "Encrypt" => &[
            "kms:EncryptionContext:Dept",
            "kms:EncryptionContext:DEPT",
            "kms:EncryptionContextKeys",
            "kms:EncryptionAlgorithm",
            "kms:RequestAlias",
            "kms:RecipientAttestation:PCR0",
            "kms:EncryptionContext:aws:s3:arn",
        ],
        _ if bare.starts_with("GenerateDataKey") => &[
            "kms:EncryptionContext:Dept",
            "kms:EncryptionContextKeys",
            "kms:EncryptionAlgorithm",
            "kms:DataKeyPairSpec",
            "kms:RequestAlias",
        ],
        _ => &["kms:RequestAlias", "kms:ResourceAliases"],
    }
}

const TEXT: &[&str] = &[
    "StringEquals",
    "StringEquals",
    "StringNotEquals",
    "StringNotEquals",
    "StringLike",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "ArnLike",
    "BinaryEquals",
];
const ARN: &[&str] = &[
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
];
const BOOL: &[&str] = &["Bool", "Bool", "StringEquals", "StringNotEquals"];
const NUMBER: &[&str] = &[
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "StringEquals",
];
const DATE: &[&str] = &[
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "NumericLessThan",
];
const ADDRESS: &[&str] =
    &["IpAddress", "IpAddress", "NotIpAddress", "NotIpAddress", "StringEquals"];

/// A Condition element with one or two tests.
pub fn condition(dice: &mut Dice, actions: &[String]) -> Value {
    let mut condition = json!({});
    for _ in 0..dice.count(1, 3) {
        let (key, family, values) = key(dice, actions);
        let operator = operator(dice, family);
        let (bare, null) = (key, operator.ends_with("Null"));
        let key = if dice.chance(5) { bare.to_uppercase() } else { bare.to_owned() };
        if condition[&operator].is_null() {
            condition[&operator] = json!({});
        }
        condition[&operator][key] = if null { null_value(dice) } else { several(dice, values) };
    }
    condition
}

fn key(dice: &mut Dice, actions: &[String]) -> (&'static str, Family, &'static [&'static str]) {
    if dice.chance(50) {
        let action = dice.one(actions).clone();
        let wanted = *dice.one(keys_of(&action));
        if let Some(found) = KEYS.iter().find(|(key, ..)| *key == wanted) {
            return *found;
        }
    }
    *dice.one(KEYS)
}

fn operator(dice: &mut Dice, family: Family) -> String {
    let names = match family {
        _ if dice.chance(3) => &["stringEquals", "StringMatches", "NullIfExists", "Bool"],
        _ if dice.chance(5) => NUMBER,
        Family::Text => TEXT,
        Family::Arn => ARN,
        Family::Bool => BOOL,
        Family::Number => NUMBER,
        Family::Date => DATE,
        Family::Address => ADDRESS,
    };
    let name = if dice.chance(12) { "Null" } else { *dice.one(names) };
    let set = match dice.below(10) {
        0 | 1 => "ForAnyValue:",
        2 | 3 => "ForAllValues:",
        _ => "",
    };
    let ending = if name != "Null" && dice.chance(18) { "IfExists" } else { "" };
    format!("{set}{name}{ending}")
}

fn null_value(dice: &mut Dice) -> Value {
    dice.one(&[json!("true"), json!("false"), json!(true), json!(false), json!("x")]).clone()
}

fn several(dice: &mut Dice, values: &[&str]) -> Value {
    if dice.chance(70) {
        return value(dice, values);
    }
    let least = usize::from(!dice.chance(8));
    Value::Array(dice.some(least, 3, |dice| value(dice, values)))
}

fn value(dice: &mut Dice, values: &[&str]) -> Value {
    const VARIABLES: [&str; 9] = [
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalAccount}",
        "${aws:username}",
        "alias/${aws:PrincipalTag/app, 'app'}",
        "${kms:ViaService, 'red'}",
        "${aws:ResourceTag/Env}",
        "${*}",
        "I${?}",
        "${aws:TagKeys}",
    ];
    let chosen = *dice.one(values);
    match dice.below(20) {
        0 => json!(dice.one(&VARIABLES)),
        1 => json!("*"),
        2 => json!(dice.one(&["", "x", "true", "30", "2026", "10.0.0.0/33", "${", "1.5", "-7"])),
        3 => dice.one(&[json!(true), json!(30), json!(false), json!(7)]).clone(),
        4 | 5 => json!(near::text(dice, chosen)),
        6 if chosen.starts_with("arn:") => json!(near::arn(dice, chosen)),
        _ => json!(chosen),
    }
}
