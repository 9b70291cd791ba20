//! What a document allows: it is put where documents of its kind stand, with everything around it
//! open, and everyone whom it names asks for everything.

use kms_policy::decide::Model;
use kms_policy::policy::PolicyKind;
use kms_policy::report::Verdict;
use kms_policy::scenario::Scenario;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const OWNER: &str = "111122223333";
const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
/// So many of the principals that a document names ask.
const MOST: usize = 6;

/// How sure a request is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Allowed,
    /// In every reading.
    Denied,
    /// In the reading that is taken, or the document does not let it be decided.
    Unsure,
}

/// The answers by caller and action.
pub type Answers = BTreeMap<(String, String), Access>;

/// What of `after` is allowed that was denied before.
pub fn widened(before: &Answers, after: &Answers) -> Vec<String> {
    let denied = |asked: &(String, String)| before.get(asked) == Some(&Access::Denied);
    let allowed = after.iter().filter(|(_, access)| **access == Access::Allowed);
    allowed
        .filter(|(asked, _)| denied(asked))
        .map(|((who, action), _)| format!("{who} {action}"))
        .collect()
}

/// Whom any of these texts names: users, roles and services.
pub fn named(texts: &[&str]) -> BTreeSet<String> {
    let part =
        |character: char| !character.is_ascii_alphanumeric() && !":/._-+=@".contains(character);
    let words = texts.iter().flat_map(|text| text.split(part));
    let is_account = |text: &str| text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    words
        .filter(|word| {
            let parts: Vec<&str> = word.splitn(6, ':').collect();
            match parts.as_slice() {
                ["arn", "aws", "iam", "", account, name] => {
                    let name = name.split_once('/');
                    is_account(account)
                        && name.is_some_and(|(kind, name)| {
                            matches!(kind, "user" | "role")
                                && name.split('/').all(|part| !part.is_empty())
                        })
                }
                [service] => {
                    let name = service.strip_suffix(".amazonaws.com");
                    name.is_some_and(|name| {
                        !name.is_empty() && !name.contains('.') && !service.contains('/')
                    })
                }
                _ => false,
            }
        })
        .map(str::to_owned)
        .take(MOST)
        .collect()
}

/// The bucket that the policy of one names, or any.
fn bucket(text: &str) -> &str {
    let rest = text.split_once("arn:aws:s3:::").map_or("", |(_, rest)| rest);
    let end =
        rest.find(|one: char| !(one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-'));
    let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    if (3..=63).contains(&name.len()) && !name.starts_with('-') && !name.ends_with('-') {
        name
    } else {
        "bucket"
    }
}

/// The answers under a document of this kind.
pub fn answers(kind: PolicyKind, text: &str, named: &BTreeSet<String>) -> Answers {
    let everything = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let to_all = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}});
    let delegating = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": ["111122223333", "444455556666"]}, "Action": "kms:*", "Resource": "*"}});
    let attached = |document: &Value| json!([{"name": "p", "document": document}]);
    let own = json!(text);
    let user = format!("arn:aws:iam::{OWNER}:user/someone");
    let role = format!("arn:aws:iam::{OWNER}:role/app");
    let foreign = "arn:aws:iam::444455556666:user/other".to_owned();
    let plain = [user, role, foreign];
    let ids: BTreeSet<&String> = plain.iter().chain(named).collect();
    let mut principals = Vec::new();
    for (index, id) in ids.into_iter().enumerate() {
        let mut principal = json!({"id": format!("{index} {id}")});
        if !id.starts_with("arn:") {
            principal["service"] = json!(id);
        } else {
            principal["arn"] = json!(id);
            principal["policies"] = attached(&everything);
            if id.contains(":role/") {
                principal["session"] = json!({"name": "s"});
            }
        }
        let of_iam = principal.get("arn").is_some();
        match kind {
            PolicyKind::Identity { managed } if of_iam => {
                principal["policies"] = attached(&own);
                if managed {
                    principal["policies"][0]["attached"] = json!("managed");
                }
            }
            PolicyKind::Boundary if of_iam => {
                principal["boundary"] = json!({"name": "b", "document": own});
            }
            PolicyKind::Session if principal.get("session").is_some() => {
                principal["session"]["policy"] = own.clone();
            }
            _ => {}
        }
        principals.push(principal);
    }
    let organization = json!({"id": "o-exampleorgid", "path": ["r-ab12"]});
    let mut account = json!({"id": OWNER, "organization": organization});
    // Nothing but the document limits anyone.
    let key_policy = match kind {
        PolicyKind::KeyPolicy => own.clone(),
        PolicyKind::ResourceControl => to_all,
        _ => delegating,
    };
    let mut scenario = json!({
        "version": 1,
        "keys": [{"arn": KEY, "policy": key_policy}],
        "principals": principals,
        "time": "2026-06-30T12:00:00Z",
        "matrix": {"request": {"encryptionContext": {"a": "b"}}},
    });
    match kind {
        PolicyKind::ServiceControl => {
            account["scps"] = json!([attached(&everything), attached(&own)]);
        }
        PolicyKind::ResourceControl => account["rcps"] = json!([[], attached(&own)]),
        PolicyKind::VpcEndpoint => {
            scenario["vpcEndpoints"] =
                json!([{"id": "vpce-1", "vpc": "vpc-1", "account": OWNER, "policy": own}]);
            scenario["matrix"]["request"]["vpcEndpoint"] = json!("vpce-1");
        }
        PolicyKind::Bucket => {
            let name = bucket(text);
            scenario["buckets"] = json!([{"name": name, "account": OWNER, "region": "us-west-2", "policy": own, "objects": [{"name": "o"}]}]);
            scenario["matrix"]["actions"] = json!(["s3:GetObject", "s3:PutObject"]);
            scenario["matrix"]["request"] = json!({"resource": format!("arn:aws:s3:::{name}/o")});
        }
        _ => {}
    }
    scenario["accounts"] = json!([account]);
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let model = Model::new(&scenario).expect("a model");
    let matrix = model.matrix();
    let asked = matrix.principals.iter().flat_map(|principal| {
        matrix.actions.iter().map(move |action| (principal.clone(), action.clone()))
    });
    let access = matrix.cells.iter().map(|cell| match cell.verdict {
        Verdict::Allow => Access::Allowed,
        Verdict::ImplicitDeny | Verdict::ExplicitDeny if !cell.uncertain => Access::Denied,
        _ => Access::Unsure,
    });
    asked.zip(access).collect()
}
