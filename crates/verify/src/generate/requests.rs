//! Requests: actions with parameters that their operations take.

use super::{ELSEWHERE, KEYS, OTHER, OWNER, REGION, near};
use crate::dice::Dice;
use kms_policy::actions::Action;
use serde_json::{Map, Value, json};

/// The actions that a request can be for. Those that people use most come up most.
pub fn action(dice: &mut Dice) -> String {
    const FREQUENT: [&str; 12] = [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:ReEncrypt",
        "kms:DescribeKey",
        "kms:CreateGrant",
        "kms:RetireGrant",
        "kms:CreateKey",
        "kms:PutKeyPolicy",
        "kms:CreateAlias",
        "kms:UpdateAlias",
        "kms:ScheduleKeyDeletion",
    ];
    if dice.chance(50) {
        return (*dice.one(&FREQUENT)).to_owned();
    }
    let all: Vec<Action> = Action::all().collect();
    dice.one(&all).to_string()
}

/// What a request carries besides caller, action and key.
pub fn details(dice: &mut Dice, action: &str, keys: &[Value], service: bool) -> Map<String, Value> {
    let mut request = Map::new();
    let mut put = |name: &str, value: Value| {
        request.insert(name.to_owned(), value);
    };
    if !service && dice.chance(20) {
        let services =
            ["s3.us-west-2", "ec2.us-west-2", "s3.us-east-1", "secretsmanager.us-west-2"];
        put("via", json!(format!("{}.amazonaws.com", dice.one(&services))));
    }
    if dice.chance(12) {
        put("vpcEndpoint", json!(dice.one(&["vpce-1", "vpce-2"])));
    }
    if dice.chance(8) {
        put("region", json!(dice.one(&[REGION, ELSEWHERE])));
    }
    if dice.chance(45) {
        put("encryptionContext", encryption_context(dice));
    }
    let grants: Vec<&Value> =
        keys.iter().filter_map(|key| key["grants"].as_array()).flatten().collect();
    if !grants.is_empty() && dice.chance(40) {
        put("grantTokens", json!([dice.one(&grants)["id"]]));
    }
    let parameters = parameters(dice, action, keys);
    if !parameters.is_empty() {
        put("parameters", Value::Object(parameters));
    }
    if dice.chance(25) {
        put("context", context(dice));
    }
    request
}

fn encryption_context(dice: &mut Dice) -> Value {
    dice.one(&[
        json!({}),
        json!({ "Dept": "IT" }),
        json!({ "Dept": "IT", "Team": "red" }),
        json!({ "dept": "IT" }),
        json!({ "Dept": "it" }),
        json!({ "Dept": "IT", "dept": "HR" }),
        json!({ "aws:s3:arn": "arn:aws:s3:::b/photo.jpg" }),
    ])
    .clone()
}

/// Keys given by hand: some that the scenario fills too, some that only a hand can fill.
fn context(dice: &mut Dice) -> Value {
    let mut context = json!({});
    for _ in 0..dice.count(1, 3) {
        let (key, value) = dice
            .one(&[
                ("aws:SourceIp", json!("203.0.113.7")),
                ("aws:SourceIp", json!("2001:db8::7")),
                ("aws:CurrentTime", json!("2026-06-30T12:00:00Z")),
                ("aws:MultiFactorAuthAge", json!(300)),
                ("aws:MultiFactorAuthPresent", json!(true)),
                ("aws:MultiFactorAuthPresent", json!(null)),
                ("aws:SecureTransport", json!("false")),
                ("aws:userid", json!("AIDACKCEVSQ6C2EXAMPLE")),
                ("aws:PrincipalTag/team", json!("red")),
                ("aws:CalledVia", json!(["athena.amazonaws.com", "s3.amazonaws.com"])),
                ("aws:CalledVia", json!([])),
                ("aws:SourceArn", json!("arn:aws:sns:us-west-2:111122223333:topic")),
                ("aws:FederatedProvider", json!("accounts.google.com")),
                ("aws:UserAgent", json!("aws-cli/2")),
                ("kms:ViaService", json!(null)),
                ("kms:EncryptionContext:Dept", json!("HR")),
                ("kms:RequestAlias", json!("alias/app")),
                ("kms:ResourceAliases", json!(["alias/app", "alias/other"])),
                ("kms:RecipientAttestation:PCR0", json!("abc")),
                ("kms:TrailingDaysWithoutKeyUsage", json!(30)),
                ("aws:TagKeys", json!(["Env", "team"])),
                ("ec2:SourceInstanceArn", json!("arn:aws:ec2:us-west-2:111122223333:instance/i-1")),
            ])
            .clone();
        context[key] = value;
    }
    context
}

/// Parameters that the operation of this action takes.
fn parameters(dice: &mut Dice, action: &str, keys: &[Value]) -> Map<String, Value> {
    let mut given = Map::new();
    let bare = action.trim_start_matches("kms:");
    let mut maybe = |dice: &mut Dice, percent: u8, name: &str, values: &[Value]| {
        if dice.chance(percent) {
            given.insert(name.to_owned(), dice.one(values).clone());
        }
    };
    let dry = [json!(true), json!(false)];
    let tags = [
        json!([{ "TagKey": "Env", "TagValue": "prod" }]),
        json!([{ "TagKey": "env", "TagValue": "prod" }, { "TagKey": "team", "TagValue": "red" }]),
        json!([]),
    ];
    let algorithms = [json!("SYMMETRIC_DEFAULT"), json!("RSAES_OAEP_SHA_256")];
    let policies = [
        json!(r#"{"Version":"2012-10-17","Statement":[]}"#),
        json!(
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}}"#
        ),
        json!(
            r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}}"#
        ),
        json!(
            r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"kms:Put*","Resource":"*"}}"#
        ),
        json!(
            r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/nobody"},"Action":"kms:Put*","Resource":"*"}}"#
        ),
        json!("no policy"),
    ];
    if has_dry_run(bare) {
        maybe(dice, 8, "DryRun", &dry);
    }
    match bare {
        "Encrypt" | "Decrypt" => maybe(dice, 20, "EncryptionAlgorithm", &algorithms),
        "ReEncrypt" | "ReEncryptFrom" | "ReEncryptTo" => {
            let contexts = [json!({ "Dept": "IT" }), json!({ "Dept": "HR" }), json!({})];
            maybe(dice, 20, "SourceEncryptionAlgorithm", &algorithms);
            maybe(dice, 20, "DestinationEncryptionAlgorithm", &algorithms);
            maybe(dice, 40, "SourceEncryptionContext", &contexts);
            maybe(dice, 40, "DestinationEncryptionContext", &contexts);
        }
        "GenerateDataKeyPair" | "GenerateDataKeyPairWithoutPlaintext" => {
            maybe(dice, 70, "KeyPairSpec", &[json!("RSA_2048"), json!("ECC_NIST_P256")]);
        }
        "GenerateMac" | "VerifyMac" => {
            maybe(dice, 70, "MacAlgorithm", &[json!("HMAC_SHA_256"), json!("HMAC_SHA_512")]);
        }
        "Sign" | "Verify" => {
            let signing = [json!("ECDSA_SHA_256"), json!("RSASSA_PSS_SHA_256")];
            maybe(dice, 70, "SigningAlgorithm", &signing);
            maybe(dice, 40, "MessageType", &[json!("RAW"), json!("DIGEST")]);
        }
        "DeriveSharedSecret" => maybe(dice, 60, "KeyAgreementAlgorithm", &[json!("ECDH")]),
        "CreateGrant" => {
            let operations = [
                json!(["Decrypt"]),
                json!(["Decrypt", "Encrypt"]),
                json!(["CreateGrant", "Decrypt"]),
                json!([]),
            ];
            let constraints = [
                json!({ "EncryptionContextSubset": { "Dept": "IT" } }),
                json!({ "EncryptionContextSubset": { "Dept": "IT", "Team": "red" } }),
                json!({ "EncryptionContextEquals": { "Dept": "IT" } }),
                json!({ "SourceArn": "arn:aws:sns:us-west-2:111122223333:topic" }),
                json!({}),
            ];
            let principals = [
                json!("arn:aws:iam::111122223333:user/alice"),
                json!("arn:aws:iam::444455556666:role/app"),
            ];
            maybe(dice, 80, "Operations", &operations);
            maybe(dice, 60, "Constraints", &constraints);
            if dice.chance(80) {
                maybe(dice, 90, "GranteePrincipal", &principals);
            } else {
                maybe(dice, 90, "GranteeServicePrincipal", &[json!("sns.amazonaws.com")]);
            }
            maybe(dice, 30, "RetiringPrincipal", &principals);
            maybe(dice, 10, "RetiringServicePrincipal", &[json!("sns.amazonaws.com")]);
        }
        "RetireGrant" => {
            maybe(dice, 70, "GrantId", &[json!("g0"), json!("g1"), json!("g9")]);
            maybe(dice, 30, "GrantToken", &[json!("g0"), json!("g1")]);
        }
        "RevokeGrant" => maybe(dice, 70, "GrantId", &[json!("g0"), json!("g1"), json!("g9")]),
        "ListRetirableGrants" => {
            let retiring = [OWNER, OTHER].map(|id| json!(format!("arn:aws:iam::{id}:user/alice")));
            maybe(dice, 80, "RetiringPrincipal", &retiring);
        }
        "CreateKey" => {
            maybe(dice, 40, "Tags", &tags);
            maybe(dice, 30, "KeySpec", &[json!("SYMMETRIC_DEFAULT"), json!("HMAC_256")]);
            maybe(dice, 20, "KeyUsage", &[json!("GENERATE_VERIFY_MAC"), json!("ENCRYPT_DECRYPT")]);
            maybe(dice, 20, "Origin", &[json!("EXTERNAL"), json!("AWS_KMS")]);
            maybe(dice, 30, "MultiRegion", &dry);
            maybe(dice, 20, "BypassPolicyLockoutSafetyCheck", &dry);
            maybe(dice, 20, "Policy", &policies);
        }
        "ReplicateKey" => {
            maybe(dice, 80, "ReplicaRegion", &[json!(ELSEWHERE), json!("eu-west-1")]);
            maybe(dice, 30, "Tags", &tags);
        }
        "UpdatePrimaryRegion" => {
            maybe(dice, 80, "PrimaryRegion", &[json!(ELSEWHERE), json!("eu-west-1")]);
        }
        "TagResource" => maybe(dice, 80, "Tags", &tags),
        "UntagResource" => maybe(dice, 80, "TagKeys", &[json!(["Env"]), json!(["Env", "x"])]),
        "PutKeyPolicy" => {
            maybe(dice, 30, "Policy", &policies);
            maybe(dice, 30, "BypassPolicyLockoutSafetyCheck", &dry);
            maybe(dice, 15, "PolicyName", &[json!("default"), json!("AWS_RAM")]);
        }
        "GetKeyPolicy" => maybe(dice, 40, "PolicyName", &[json!("default"), json!("AWS_RAM")]),
        "EnableKeyRotation" => maybe(dice, 60, "RotationPeriodInDays", &[json!(90), json!(365)]),
        "ScheduleKeyDeletion" => maybe(dice, 60, "PendingWindowInDays", &[json!(7), json!(30)]),
        "ImportKeyMaterial" => {
            let models = [json!("KEY_MATERIAL_EXPIRES"), json!("KEY_MATERIAL_DOES_NOT_EXPIRE")];
            maybe(dice, 60, "ExpirationModel", &models);
            maybe(dice, 40, "ValidTo", &[json!("2027-01-01T00:00:00Z"), json!(1_800_000_000)]);
        }
        "GetParametersForImport" => {
            maybe(dice, 70, "WrappingAlgorithm", &[json!("RSAES_OAEP_SHA_256")]);
            maybe(dice, 70, "WrappingKeySpec", &[json!("RSA_2048"), json!("RSA_4096")]);
        }
        "CreateAlias" | "DeleteAlias" | "UpdateAlias" => {
            let names = [json!("alias/app"), json!("alias/other"), json!("alias/aws/x")];
            maybe(dice, 85, "AliasName", &names);
            if bare != "DeleteAlias" {
                let targets: Vec<Value> =
                    keys.iter().map(|key| json!(identifier(dice, key))).collect();
                maybe(dice, 60, "TargetKeyId", &targets);
            }
        }
        _ => {}
    }
    given
}

fn has_dry_run(operation: &str) -> bool {
    const DRY_RUN: [&str; 19] = [
        "CreateGrant",
        "Decapsulate",
        "Decrypt",
        "DeriveSharedSecret",
        "Encapsulate",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GenerateMac",
        "ReEncrypt",
        "ReEncryptFrom",
        "ReEncryptTo",
        "RetireGrant",
        "RevokeGrant",
        "Sign",
        "Verify",
        "VerifyMac",
    ];
    DRY_RUN.contains(&operation)
}

/// A key as a caller may write it: mostly its ARN, else its ID, an alias, or something near.
pub fn identifier(dice: &mut Dice, key: &Value) -> String {
    let arn = key["arn"].as_str().unwrap_or(KEYS[0]);
    let at = arn.split(":key/").next().unwrap_or_default();
    let id = arn.split(":key/").nth(1).unwrap_or_default();
    match dice.below(40) {
        0 | 1 => id.to_owned(),
        2 | 3 => "alias/app".to_owned(),
        4 | 5 => format!("{at}:alias/app"),
        6 => format!("{at}:alias/none"),
        7 => (*dice.one(&KEYS)).to_owned(),
        8 => near::text(dice, id).replace(['*', '?'], "0"),
        _ => arn.to_owned(),
    }
}
