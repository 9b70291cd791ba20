//! A whole scenario: accounts, keys, principals, endpoints, and what is asked.

use super::statements::{Focus, Form, document};
use super::{KEYS, OTHER, OWNER, THIRD, requests, services};
use crate::dice::Dice;
use serde_json::{Map, Value, json};

/// A scenario with requests for one to three actions, so many for each: deciding a further request
/// costs little beside reading the scenario.
pub fn scenario(dice: &mut Dice, requests_each: usize) -> Value {
    let by_service = dice.chance(20);
    let asks = if by_service { services::operation } else { requests::action };
    let actions: Vec<String> = dice.some(1, 3, asks);
    let mut principals = principals(dice);
    let mut keys = keys(dice);
    let focus = focus(&actions, &principals, &keys);
    for principal in &mut principals {
        belongings(dice, &focus, principal);
    }
    for key in &mut keys {
        key_documents(dice, &focus, key);
    }
    let asked = actions.iter().cycle().take(actions.len() * requests_each);
    let requests: Vec<Value> =
        asked.map(|action| request(dice, action, &keys, &principals)).collect();
    let mut scenario = json!({
        "version": 1,
        "accounts": accounts(dice, &focus),
        "keys": keys,
        "principals": principals,
        "requests": requests,
    });
    if requests.iter().any(|request| request["vpcEndpoint"].is_string()) {
        scenario["vpcEndpoints"] = endpoints(dice, &focus);
    }
    if by_service {
        scenario["buckets"] = services::buckets(dice, &focus, &keys);
    }
    if dice.chance(80) {
        scenario["time"] = json!("2026-06-30T12:00:00Z");
    }
    if dice.chance(30) {
        scenario["closed"] = json!(true);
    }
    if dice.renames() { renamed(dice, scenario) } else { scenario }
}

fn renamed(dice: &Dice, value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(dice.renamed(&text)),
        Value::Array(items) => items.into_iter().map(|item| renamed(dice, item)).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, renamed(dice, value))).collect()
        }
        other => other,
    }
}

fn focus(actions: &[String], principals: &[Value], keys: &[Value]) -> Focus {
    let mut names = Vec::new();
    for principal in principals {
        let Some(arn) = principal["arn"].as_str() else { continue };
        names.push(arn.to_owned());
        if let Some((account, role)) = arn.split_once(":role/") {
            let account = account.rsplit(':').next().unwrap_or_default();
            let bare = role.rsplit('/').next().unwrap_or_default();
            names.push(format!("arn:aws:sts::{account}:assumed-role/{bare}/session"));
        }
    }
    names.push(OWNER.to_owned());
    let mut resources = Vec::new();
    for key in keys {
        let arn = key["arn"].as_str().unwrap_or_default();
        let at = arn.split(":key/").next().unwrap_or_default();
        resources.extend([arn.to_owned(), arn.to_owned(), format!("{at}:alias/app")]);
    }
    let mut asked = Vec::new();
    for action in actions {
        if services::is_operation(action) {
            asked.extend(services::asks(action).iter().map(|part| (*part).to_owned()));
            resources.extend(services::resources(action).into_iter().take(2));
        } else {
            asked.push(action.clone());
        }
    }
    Focus { actions: asked, names, resources }
}

/// The caller first; after it its issuer, if it has one.
fn principals(dice: &mut Dice) -> Vec<Value> {
    let account = *dice.one(&[OWNER, OWNER, OTHER, OTHER, THIRD]);
    let iam = |name: &str| format!("arn:aws:iam::{account}:{name}");
    let mut more = Vec::new();
    let mut caller = match dice.below(16) {
        0..=5 => {
            json!({ "arn": iam(dice.one::<&str>(&["user/alice", "user/alicia", "user/path/alice"])) })
        }
        6..=9 => json!({ "arn": iam(dice.one::<&str>(&["role/app", "role/path/app"])) }),
        10 | 11 => json!({ "arn": iam("root") }),
        12 => json!({
            "service": "sns.amazonaws.com",
            "sourceArn": "arn:aws:sns:us-west-2:111122223333:topic",
            "sourceAccount": OWNER,
        }),
        13 => json!({
            "arn": iam("role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"),
        }),
        14 => {
            more.push(json!({ "id": "first", "arn": iam("role/app") }));
            json!({ "issuer": "first", "arn": iam("role/app") })
        }
        _ => {
            let federated = format!("arn:aws:sts::{account}:federated-user/x");
            if dice.chance(85) {
                more.push(json!({ "id": "first", "arn": iam("user/alice") }));
                json!({ "issuer": "first", "arn": federated })
            } else {
                json!({ "arn": federated })
            }
        }
    };
    caller["id"] = json!("caller");
    let mut all = vec![caller];
    all.extend(more);
    all
}

/// Tags, policies, boundary and session, as far as a principal of its kind has them.
fn belongings(dice: &mut Dice, focus: &Focus, principal: &mut Value) {
    let Some(arn) = principal["arn"].as_str().map(str::to_owned) else {
        if dice.chance(15) {
            principal.as_object_mut().map(|fields| fields.remove("sourceAccount"));
        }
        return;
    };
    let (user, role) = (arn.contains(":user/"), arn.contains(":role/"));
    let issued = principal["issuer"].is_string();
    if !arn.ends_with(":root") && dice.chance(50) {
        let tags = [json!({ "team": "red" }), json!({ "team": "red", "TEAM": "blue" })];
        principal["tags"] = dice.one(&tags).clone();
    }
    if (user || role) && !issued {
        let mut name = 0;
        let least = usize::from(dice.chance(75));
        principal["policies"] = Value::Array(dice.some(least, 3, |dice| {
            name += 1;
            let mut attached = vec![json!("inline"), json!("managed"), json!(null)];
            if user {
                attached.push(json!("group"));
            }
            json!({
                "name": format!("P{name}"), "attached": dice.one(&attached),
                "document": document(dice, focus, Form::Caller, 2),
            })
        }));
        if dice.chance(20) {
            principal["boundary"] = named(dice, focus, Form::Caller);
        }
        if dice.chance(6) {
            principal["recreated"] = json!(true);
        }
    }
    if dice.chance(15) {
        principal["uniqueId"] =
            json!(if user { "AIDACKCEVSQ6C2EXAMPLE" } else { "AROADBQP57FF2AEXAMPLE" });
    }
    if dice.chance(20) && !arn.ends_with(":root") {
        principal["mfa"] = json!(dice.chance(60));
    }
    if role || arn.contains(":federated-user/") {
        let mut session = Map::new();
        if dice.chance(40) {
            session.insert("policy".into(), document(dice, focus, Form::Caller, 2));
        }
        if dice.chance(10) {
            session.insert("policies".into(), json!([named(dice, focus, Form::Caller)]));
        }
        if dice.chance(15) {
            session.insert("tags".into(), json!({ "team": "blue" }));
        }
        if role && dice.chance(15) {
            session.insert("name".into(), json!("other"));
        }
        if role && dice.chance(10) {
            session.insert("sourceIdentity".into(), json!("someone"));
        }
        if !session.is_empty() {
            principal["session"] = Value::Object(session);
        }
    }
}

fn named(dice: &mut Dice, focus: &Focus, form: Form) -> Value {
    json!({ "name": "N", "document": document(dice, focus, form, 2) })
}

fn keys(dice: &mut Dice) -> Vec<Value> {
    let first = if dice.chance(80) { 0 } else { dice.below(KEYS.len()) };
    let mut keys = vec![json!({ "arn": KEYS[first] })];
    if dice.chance(35) {
        let second = (first + 1 + dice.below(KEYS.len() - 1)) % KEYS.len();
        keys.push(json!({ "arn": KEYS[second] }));
    }
    let mut aliases = vec![json!(["alias/app"]), json!(["alias/other"])];
    for key in &mut keys {
        if let Some(aliases) = aliases.pop().filter(|_| dice.chance(70)) {
            key["aliases"] = aliases;
        }
        kind(dice, key);
    }
    if dice.chance(4) {
        keys[0]["manager"] = json!("aws");
        keys[0]["aliases"] = json!(["alias/aws/s3"]);
    }
    keys
}

fn kind(dice: &mut Dice, key: &mut Value) {
    if dice.chance(20) {
        let (spec, usage) = *dice.one(&[
            ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
            ("HMAC_256", "GENERATE_VERIFY_MAC"),
            ("RSA_2048", "ENCRYPT_DECRYPT"),
            ("RSA_2048", "SIGN_VERIFY"),
            ("ECC_NIST_P256", "KEY_AGREEMENT"),
            ("ECC_NIST_P256", "SIGN_VERIFY"),
            ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE"),
        ]);
        key["spec"] = json!(spec);
        key["usage"] = json!(usage);
    }
    if dice.chance(12) {
        let origins = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];
        key["origin"] = json!(dice.one(&origins));
    }
    if dice.chance(12) {
        let states = [
            "Enabled",
            "Disabled",
            "PendingDeletion",
            "PendingReplicaDeletion",
            "PendingImport",
            "Unavailable",
            "Creating",
            "Updating",
        ];
        key["state"] = json!(dice.one(&states));
    }
    if key["arn"].as_str().is_some_and(|arn| arn.contains("/mrk-")) {
        let primary = key["arn"].as_str().is_some_and(|arn| arn.contains("us-west-2"));
        key["multiRegion"] = json!(if primary { "primary" } else { "replica" });
    }
    if dice.chance(40) {
        let tags = [json!({ "Env": "prod" }), json!({ "env": "prod" }), json!({ "team": "red" })];
        key["tags"] = dice.one(&tags).clone();
    }
}

fn key_documents(dice: &mut Dice, focus: &Focus, key: &mut Value) {
    if dice.chance(95) {
        key["policy"] = document(dice, focus, Form::Key, 3);
    }
    if dice.chance(4) {
        key["saved"] = document(dice, focus, Form::Key, 2);
    }
    if dice.chance(3) {
        key["ramPolicy"] = document(dice, focus, Form::Key, 2);
    }
    if dice.chance(35) {
        let mut id = 0;
        key["grants"] = Value::Array(dice.some(1, 2, |dice| {
            id += 1;
            grant(dice, focus, id - 1)
        }));
    }
}

fn grant(dice: &mut Dice, focus: &Focus, id: usize) -> Value {
    let operations = [
        json!(["Decrypt"]),
        json!(["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey"]),
        json!(["CreateGrant", "Decrypt", "RetireGrant"]),
        json!(["ReEncryptFrom", "ReEncryptTo", "RetireGrant"]),
        json!(["Sign", "Verify", "GenerateMac", "GetPublicKey", "DeriveSharedSecret"]),
    ];
    let mut grant = json!({ "id": format!("g{id}"), "operations": dice.one(&operations) });
    let arns: Vec<&String> = focus.names.iter().filter(|name| name.starts_with("arn:")).collect();
    let grantee = |dice: &mut Dice| match arns.len() {
        0 => OWNER.to_owned(),
        _ if dice.chance(15) => format!("arn:aws:iam::{}:root", dice.one(&[OWNER, OTHER])),
        _ if dice.chance(10) => format!("arn:aws:iam::{OTHER}:user/alice"),
        _ => (*dice.one(&arns)).clone(),
    };
    if dice.chance(90) {
        grant["grantee"] = json!(grantee(dice));
    } else {
        grant["granteeService"] = json!("sns.amazonaws.com");
    }
    if dice.chance(40) {
        let constraints = [
            json!({ "encryptionContextSubset": { "Dept": "IT" } }),
            json!({ "encryptionContextEquals": { "Dept": "IT" } }),
            json!({ "encryptionContextSubset": {} }),
            json!({ "encryptionContextSubset": { "aws:s3:arn": "arn:aws:s3:::b/photo.jpg" } }),
            json!({ "encryptionContextEquals": { "aws:s3:arn": "arn:aws:s3:::b" } }),
            json!({ "encryptionContextSubset": {
                "aws:sqs:arn": "arn:aws:sqs:us-west-2:111122223333:queue"
            } }),
            json!({ "encryptionContextSubset": {
                "SecretVersionId": "11111111-2222-3333-4444-555555555555"
            } }),
            json!({ "sourceArn": "arn:aws:sns:us-west-2:111122223333:topic" }),
            json!({ "sourceArn": "arn:aws:sns:us-west-2:111122223333:*" }),
        ];
        grant["constraints"] = dice.one(&constraints).clone();
    }
    if dice.chance(40) {
        grant["issuingAccount"] = json!(dice.one(&[OWNER, OTHER, THIRD]));
    }
    if dice.chance(30) {
        grant["retiring"] = json!(grantee(dice));
    } else if dice.chance(10) {
        grant["retiringService"] = json!("sns.amazonaws.com");
    }
    if dice.chance(25) {
        grant["propagated"] = json!(false);
    }
    grant
}

fn accounts(dice: &mut Dice, focus: &Focus) -> Value {
    let mut accounts = Vec::new();
    for id in [OWNER, OTHER] {
        if dice.chance(15) {
            continue;
        }
        let mut account = json!({ "id": id });
        let mut levels = 1;
        if dice.chance(60) {
            let (organization, path) = dice
                .one(&[
                    ("o-exampleorgid", json!(["r-ab12"])),
                    ("o-exampleorgid", json!(["r-ab12", "ou-ab12-11111111"])),
                    ("o-otherorgid0", json!(["r-cd34"])),
                ])
                .clone();
            levels = path.as_array().map_or(0, Vec::len) + 1;
            account["organization"] = json!({
                "id": organization, "path": path, "management": dice.chance(10),
            });
        }
        for (field, form) in [("scps", Form::Caller), ("rcps", Form::ResourceControl)] {
            if dice.chance(20) {
                account[field] = levels_of(dice, focus, form, levels);
            }
        }
        if dice.chance(6) {
            account["optInRegions"] = dice.one(&[json!(["af-south-1"]), json!([])]).clone();
        }
        accounts.push(account);
    }
    Value::Array(accounts)
}

/// A list of policies for each level. Most levels of service control policies allow everything.
fn levels_of(dice: &mut Dice, focus: &Focus, form: Form, levels: usize) -> Value {
    let full = json!({ "name": "FullAWSAccess", "document": {
        "Version": "2012-10-17",
        "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" },
    } });
    let level = |dice: &mut Dice| {
        let mut policies = Vec::new();
        if form == Form::Caller && dice.chance(75) {
            policies.push(full.clone());
        }
        if dice.chance(60) {
            policies.push(named(dice, focus, form));
        }
        Value::Array(policies)
    };
    Value::Array((0..levels).map(|_| level(dice)).collect())
}

fn endpoints(dice: &mut Dice, focus: &Focus) -> Value {
    let mut first = json!({ "id": "vpce-1", "vpc": "vpc-1", "account": OTHER });
    if dice.chance(70) {
        first["policy"] = document(dice, focus, Form::Endpoint, 2);
    }
    json!([first, { "id": "vpce-2" }])
}

fn request(dice: &mut Dice, action: &str, keys: &[Value], principals: &[Value]) -> Value {
    let caller = if dice.chance(93) { &principals[0] } else { dice.one(principals) };
    if services::is_operation(action) {
        return services::request(dice, action, keys, caller);
    }
    let service = caller["service"].is_string();
    let mut request = requests::details(dice, action, keys, service);
    request.insert("principal".into(), caller["id"].clone());
    request.insert("action".into(), json!(action));
    let one = |dice: &mut Dice| {
        let key = if dice.chance(85) { &keys[0] } else { dice.one(keys) };
        requests::identifier(dice, key)
    };
    match action.trim_start_matches("kms:") {
        "Decrypt" | "ReEncrypt" | "ReEncryptFrom" | "ReEncryptTo" => {
            if dice.chance(80) {
                request.insert("key".into(), json!(one(dice)));
            }
            if dice.chance(30) {
                let key = &dice.one(keys)["arn"];
                request.insert("ciphertextKey".into(), key.clone());
            }
            if action != "kms:Decrypt" && dice.chance(85) {
                let key = dice.one(keys).clone();
                request.insert("destinationKey".into(), json!(requests::identifier(dice, &key)));
            }
        }
        _ if dice.chance(90) => {
            request.insert("key".into(), json!(one(dice)));
        }
        _ => {}
    }
    Value::Object(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kms_policy::decide::Model;
    use kms_policy::scenario::Scenario;

    #[test]
    fn what_is_made_up_is_a_scenario() {
        for seed in 0..2_000 {
            let scenario = scenario(&mut Dice::new(seed), 1).to_string();
            let read = Scenario::from_json(&scenario).unwrap_or_else(|error| {
                panic!("{error}: {scenario}");
            });
            if let Err(errors) = Model::new(&read) {
                panic!("{errors:?}: {scenario}");
            }
        }
    }
}
