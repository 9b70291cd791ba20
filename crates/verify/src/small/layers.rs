//! All pairs and triples of layers, each with every statement of a small alphabet.

use super::Counts;
use crate::compare::compare;
use crate::generate::{KEYS, OTHER, OWNER};
use crate::threads::shared;
use serde_json::{Value, json};

/// The layers that a world can have a statement in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    KeyPolicy,
    Grant,
    Identity,
    Boundary,
    Session,
    ServiceControl,
    ResourceControl,
    Endpoint,
}

const LAYERS: [Layer; 8] = [
    Layer::KeyPolicy,
    Layer::Grant,
    Layer::Identity,
    Layer::Boundary,
    Layer::Session,
    Layer::ServiceControl,
    Layer::ResourceControl,
    Layer::Endpoint,
];

/// Conditions on a key that some of the requests have.
fn conditions() -> [Value; 3] {
    let shape = |operator: &str| json!({ operator: { "kms:EncryptionContext:Dept": "IT" } });
    [Value::Null, shape("StringEquals"), shape("StringNotEquals")]
}

impl Layer {
    /// What stands in this layer, one at a time: 24 statements, or grants.
    fn alphabet(self) -> Vec<Value> {
        let arn = |account: &str, name: &str| format!("arn:aws:iam::{account}:{name}");
        let mut all = Vec::new();
        match self {
            Self::Grant => {
                for grantee in [
                    arn(OWNER, "user/alice"),
                    arn(OWNER, "role/app"),
                    arn(OTHER, "role/app"),
                    format!("arn:aws:sts::{OWNER}:assumed-role/app/session"),
                    format!("arn:aws:sts::{OWNER}:federated-user/x"),
                    arn(OTHER, "root"),
                ] {
                    for issuer in [OWNER, OTHER] {
                        for constraints in
                            [json!(null), json!({ "encryptionContextSubset": { "Dept": "IT" } })]
                        {
                            all.push(json!({
                                "id": "g0", "grantee": grantee, "operations": ["Decrypt"],
                                "issuingAccount": issuer, "constraints": constraints,
                            }));
                        }
                    }
                }
            }
            Self::KeyPolicy | Self::Endpoint => {
                for principal in [
                    json!("*"),
                    json!({ "AWS": [OWNER, arn(OTHER, "root")] }),
                    json!({ "AWS": [arn(OWNER, "user/alice"), arn(OTHER, "role/app")] }),
                    json!({ "AWS": [arn(OWNER, "role/app")], "Service": "sns.amazonaws.com" }),
                ] {
                    for effect in ["Allow", "Deny"] {
                        for condition in conditions() {
                            let mut statement = statement(effect, "kms:Decrypt", &condition);
                            statement["Principal"] = principal.clone();
                            all.push(statement);
                        }
                    }
                }
            }
            Self::ResourceControl => {
                for action in ["kms:Decrypt", "kms:*", "kms:Encrypt", "s3:*"] {
                    for condition in conditions() {
                        for element in ["Resource", "NotResource"] {
                            let mut statement = statement("Deny", action, &condition);
                            statement["Principal"] = json!("*");
                            if element == "NotResource" {
                                statement.as_object_mut().map(|all| all.remove("Resource"));
                                statement[element] = json!(KEYS[1]);
                            }
                            all.push(statement);
                        }
                    }
                }
            }
            _ => {
                for action in ["kms:Decrypt", "kms:*", "kms:Encrypt", "*"] {
                    for effect in ["Allow", "Deny"] {
                        for condition in conditions() {
                            all.push(statement(effect, action, &condition));
                        }
                    }
                }
            }
        }
        all
    }

    /// The world with this in the layer.
    fn put(self, world: &mut Value, entry: &Value) {
        let document = json!({ "Version": "2012-10-17", "Statement": [entry] });
        let named = json!({ "name": "N", "document": document });
        match self {
            Self::KeyPolicy => world["keys"][0]["policy"] = document,
            Self::Grant => world["keys"][0]["grants"] = json!([entry]),
            Self::Endpoint => world["vpcEndpoints"][0]["policy"] = document,
            Self::ServiceControl | Self::ResourceControl => {
                let field = if self == Self::ServiceControl { "scps" } else { "rcps" };
                for account in world["accounts"].as_array_mut().into_iter().flatten() {
                    account[field] = json!([[named]]);
                }
            }
            Self::Identity | Self::Boundary | Self::Session => {
                for principal in world["principals"].as_array_mut().into_iter().flatten() {
                    let arn = principal["arn"].as_str().unwrap_or_default();
                    let own = arn.contains(":user/") || arn.contains(":role/");
                    let session = arn.contains(":role/") || arn.contains(":federated-user/");
                    match self {
                        Self::Identity if own => principal["policies"] = json!([named]),
                        Self::Boundary if own => principal["boundary"] = named.clone(),
                        Self::Session if session => {
                            principal["session"] = json!({ "policy": document });
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

fn statement(effect: &str, action: &str, condition: &Value) -> Value {
    let mut statement = json!({ "Effect": effect, "Action": action, "Resource": "*" });
    if !condition.is_null() {
        statement["Condition"] = condition.clone();
    }
    statement
}

/// Six kinds of caller, each with the condition's key absent and present. What a world does not vary
/// lets everything through; the key policy does so by naming everyone, or by delegating.
fn base(delegating: bool) -> Value {
    let iam = |account: &str, name: &str| format!("arn:aws:iam::{account}:{name}");
    let document = |principal: Option<Value>| {
        let mut statement = statement("Allow", "*", &Value::Null);
        if let Some(principal) = principal {
            statement["Principal"] = principal;
            statement["Action"] = json!("kms:*");
        }
        json!({ "Version": "2012-10-17", "Statement": [statement] })
    };
    let policies = json!([{ "name": "All", "document": document(None) }]);
    let alice = iam(OWNER, "user/alice");
    let callers = json!([
        { "arn": alice, "policies": policies },
        { "arn": iam(OWNER, "role/app"), "policies": policies },
        { "arn": iam(OTHER, "role/app"), "policies": policies },
        { "arn": iam(OWNER, "root") },
        { "id": "x", "arn": format!("arn:aws:sts::{OWNER}:federated-user/x"), "issuer": alice,
          "session": { "policy": document(None) } },
        { "id": "sns", "service": "sns.amazonaws.com" },
    ]);
    let mut requests = Vec::new();
    for caller in callers.as_array().into_iter().flatten() {
        for context in [json!({}), json!({ "Dept": "IT" })] {
            let id = if caller["id"].is_string() { &caller["id"] } else { &caller["arn"] };
            requests.push(json!({
                "principal": id, "action": "kms:Decrypt", "key": KEYS[0],
                "encryptionContext": context, "vpcEndpoint": "vpce-1",
            }));
        }
    }
    let everyone = json!("*");
    let accounts = json!({ "AWS": [OWNER, OTHER] });
    json!({
        "version": 1,
        "accounts": [{ "id": OWNER }, { "id": OTHER }],
        "keys": [{
            "arn": KEYS[0],
            "policy": document(Some(if delegating { accounts } else { everyone })),
        }],
        "principals": callers,
        "vpcEndpoints": [{ "id": "vpce-1" }],
        "requests": requests,
    })
}

/// Decides all pairs and triples of layers, with at most `letters` statements a layer, spread over
/// its alphabet.
pub fn enumerate(letters: usize) -> Counts {
    let alphabets: Vec<Vec<Value>> = LAYERS
        .iter()
        .map(|layer| {
            let all = layer.alphabet();
            // Steps of seven, which has no factor with 24: six letters have both effects with
            // every condition, 24 are the whole alphabet.
            (0..letters.min(all.len())).map(|at| all[at * 7 % all.len()].clone()).collect()
        })
        .collect();
    let mut tasks = Vec::new();
    for delegating in [false, true] {
        for first in 0..LAYERS.len() {
            for second in first + 1..LAYERS.len() {
                tasks.push((delegating, vec![first, second]));
                for third in second + 1..LAYERS.len() {
                    tasks.push((delegating, vec![first, second, third]));
                }
            }
        }
    }
    let work = |task: usize, counts: &mut Counts| {
        let (delegating, chosen) = &tasks[task];
        vary(&base(*delegating), chosen, &alphabets, counts);
    };
    shared(tasks.len(), work, Counts::merge)
}

fn vary(world: &Value, chosen: &[usize], alphabets: &[Vec<Value>], counts: &mut Counts) {
    let Some((&layer, rest)) = chosen.split_first() else {
        return decide(world, counts);
    };
    for entry in &alphabets[layer] {
        let mut world = world.clone();
        LAYERS[layer].put(&mut world, entry);
        vary(&world, rest, alphabets, counts);
    }
}

fn decide(world: &Value, counts: &mut Counts) {
    counts.worlds += 1;
    let compared = compare(world, true).expect("a scenario that can be used");
    for decision in &compared.decisions {
        counts.add(&decision.into());
    }
    if let Some(difference) = compared.differences.first() {
        let mut one = world.clone();
        one["requests"] = json!([world["requests"][difference.request]]);
        counts.differ(|| one.to_string(), difference.to_string());
    }
}
