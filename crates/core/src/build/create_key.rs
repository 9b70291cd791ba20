//! A key as the console creates it: administrators, users and other accounts are picked, and the
//! policy follows (K-20 to K-26); or as CreateKey without a policy does (K-20).

use super::add::unused;
use super::edit::{fits, nowhere};
use super::kind::Kind;
use super::{Built, Drafts, Refused, names};
use crate::actions::KeyKind;
use crate::arn::{Arn, is_account};
use crate::english::build as english;
use crate::json::format;
use crate::region::partition;
use crate::scenario::{Key, Matrix, MultiRegion, Scenario};
use serde_json::{Value, json};

/// What is written for a key that is not made yet stands below this place.
pub(super) const PLACE: &str = "/newKey";

/// What the names of the aliases begin with that only AWS makes (K-55).
pub(super) const AWS_ALIAS: &str = "alias/aws/";

/// Is it a field of the key that is to be made?
pub(super) fn is_field(at: &str) -> bool {
    at.strip_prefix(PLACE).is_some_and(|rest| rest.starts_with('/'))
}

/// What was written for the key, or what stands there before anything is.
pub(super) fn value(scenario: &Scenario, drafts: &Drafts, at: &str) -> String {
    if let Some(text) = drafts.get(at) {
        return text.clone();
    }
    let accounts = names::accounts(scenario);
    match at.trim_start_matches(PLACE) {
        "/way" => "console".to_owned(),
        "/account" => accounts.first().cloned().unwrap_or_else(|| "111122223333".to_owned()),
        "/region" => {
            let first = scenario.keys.first().and_then(|key| Arn::parse(&key.arn));
            first.map_or("eu-west-1", |arn| arn.region).to_owned()
        }
        "/alias" => {
            let taken = |name: &str| {
                scenario.keys.iter().any(|key| key.aliases.iter().any(|one| one == name))
            };
            unused(&["alias/demo"], "alias/demo-", taken)
        }
        "/spec" => "SYMMETRIC_DEFAULT".to_owned(),
        "/origin" => "AWS_KMS".to_owned(),
        "/deletion" => "true".to_owned(),
        _ => String::new(),
    }
}

/// The key that would be made of what is written.
///
/// # Errors
///
/// What cannot be used, at its field.
pub(super) fn key(scenario: &Scenario, drafts: &Drafts) -> Result<Key, Refused> {
    let at = |name: &str| format!("{PLACE}/{name}");
    let text = |name: &str| value(scenario, drafts, &at(name)).trim().to_owned();
    let refused = |name: &str, message: String| Refused { at: at(name), message };
    let list = |name: &str| Kind::Lines.entries(&text(name));
    let (account, region, spec) = (text("account"), text("region"), text("spec"));
    if !is_account(&account) {
        return Err(refused("account", english::no_account(&account)));
    }
    if text("alias").starts_with(AWS_ALIAS) {
        return Err(refused("alias", english::AWS_ALIAS.to_owned()));
    }
    if region.is_empty() {
        return Err(refused("region", english::NO_REGION.to_owned()));
    }
    let multi_region = text("multiRegion") == "true";
    let absent =
        |value: String, usual: &str| (!value.is_empty() && value != usual).then_some(value);
    let tags = Kind::Pairs.read(&text("tags")).map_err(|message| refused("tags", message))?;
    let tags = tags.as_object().cloned().unwrap_or_default();
    let tags =
        tags.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
    let mut key = Key {
        arn: format!(
            "arn:{}:kms:{region}:{account}:key/{}",
            partition(&region),
            new_id(scenario, multi_region)
        ),
        aliases: vec![text("alias")].into_iter().filter(|alias| !alias.is_empty()).collect(),
        spec: absent(spec, "SYMMETRIC_DEFAULT"),
        usage: absent(text("usage"), ""),
        origin: absent(text("origin"), "AWS_KMS"),
        multi_region: multi_region.then_some(MultiRegion::Primary),
        tags: tags.collect(),
        ..Key::default()
    };
    if key.origin() == "EXTERNAL" {
        // Its material comes later.
        key.state = Some("PendingImport".to_owned());
    }
    let others = list("accounts");
    if let Some(other) = others.iter().find(|other| !is_account(other)) {
        return Err(refused("accounts", english::no_account(other)));
    }
    if text("way") == "console" {
        let may_delete = text("deletion") == "true";
        let root = |account: &String| format!("arn:{}:iam::{account}:root", partition(&region));
        let users = list("users").into_iter().chain(others.iter().map(root)).collect();
        key.policy = Some(console_policy(&key, &list("administrators"), may_delete, users).into());
    }
    Ok(key)
}

/// Makes the key, and asks the matrix about it.
pub(super) fn create(scenario: &Scenario, drafts: &Drafts) -> Result<Built, Refused> {
    let key = key(scenario, drafts)?;
    let mut next = scenario.clone();
    next.matrix.get_or_insert_with(Matrix::default).key = Some(key.arn.clone());
    next.keys.push(key);
    let index = next.keys.len() - 1;
    fits(&next, &format!("/keys/{index}")).map_err(|error| {
        // An error of the new key is said at the field that it was made of.
        let field = crate::scenario::check(&next).into_iter().find_map(|error| {
            let field = error
                .pointer
                .strip_prefix(&format!("/keys/{index}/"))?
                .split('/')
                .next()?
                .to_owned();
            Some(if field == "aliases" { "alias".to_owned() } else { field })
        });
        Refused { at: format!("{PLACE}/{}", field.as_deref().unwrap_or("account")), ..error }
    })?;
    let kept = drafts.iter().filter(|(at, _)| !is_field(at));
    let drafts = kept.map(|(at, text)| (at.clone(), text.clone())).collect();
    let said = english::created(&names::key(&next, index));
    Ok(Built { scenario: next, drafts, said, at: Some(format!("/keys/{index}")) })
}

/// What is wrong with what is written, at its field.
pub(super) fn fault(scenario: &Scenario, drafts: &Drafts) -> Option<Refused> {
    create(scenario, drafts).err().filter(|error| *error != nowhere(&error.at))
}

/// A key ID as AWS's documentation has them; of a multi-Region key one that begins with `mrk-`.
fn new_id(scenario: &Scenario, multi_region: bool) -> String {
    let taken = |id: &str| scenario.keys.iter().any(|key| key.arn.ends_with(&format!("/{id}")));
    if multi_region {
        let numbered = |number: u32| format!("mrk-1234abcd12ab34cd56ef1234567890{number:02x}");
        return (0xab..).map(numbered).find(|id| !taken(id)).unwrap_or_default();
    }
    let first = ["1234abcd-12ab-34cd-56ef-1234567890ab", "0987dcba-09fe-87dc-65ba-ab0987654321"];
    let numbered = |number: u32| format!("1234abcd-12ab-34cd-56ef-1234567890{number:02x}");
    let found = first.into_iter().find(|id| !taken(id)).map(str::to_owned);
    found.or_else(|| (0xac..).map(numbered).find(|id| !taken(id))).unwrap_or_default()
}

/// K-20, and K-22, K-24 and K-25 for whom was picked, as the console writes them.
fn console_policy(
    key: &Key,
    administrators: &[String],
    may_delete: bool,
    users: Vec<String>,
) -> String {
    let arn = Arn::parse(&key.arn);
    let (partition, account) = arn.map_or(("aws", ""), |arn| (arn.partition, arn.account));
    let root = json!(format!("arn:{partition}:iam::{account}:root"));
    let mut statements =
        vec![statement("Enable IAM User Permissions", &root, &json!("kms:*"), None)];
    if !administrators.is_empty() {
        let actions = administration(key, may_delete);
        statements.push(statement(
            "Allow access for Key Administrators",
            &json!(administrators),
            &actions,
            None,
        ));
    }
    if !users.is_empty() {
        let users = json!(users);
        statements.push(statement("Allow use of the key", &users, &use_of(key.kind()), None));
        let grants = json!(["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]);
        let only = json!({"Bool": {"kms:GrantIsForAWSResource": "true"}});
        statements.push(statement(
            "Allow attachment of persistent resources",
            &users,
            &grants,
            Some(&only),
        ));
    }
    let text = format!(
        r#"{{"Version":"2012-10-17","Id":"key-consolepolicy-3","Statement":[{}]}}"#,
        statements.join(",")
    );
    format(&text).unwrap_or(text)
}

fn statement(sid: &str, principal: &Value, action: &Value, condition: Option<&Value>) -> String {
    let condition = condition.map_or_else(String::new, |one| format!(",\"Condition\":{one}"));
    format!(
        r#"{{"Sid":"{sid}","Effect":"Allow","Principal":{{"AWS":{principal}}},"Action":{action},"Resource":"*"{condition}}}"#
    )
}

/// What administrators may (K-22).
fn administration(key: &Key, may_delete: bool) -> Value {
    let mut actions = vec![
        "kms:Create*",
        "kms:Describe*",
        "kms:Enable*",
        "kms:List*",
        "kms:Put*",
        "kms:Update*",
        "kms:Revoke*",
        "kms:Disable*",
        "kms:Get*",
        "kms:Delete*",
        "kms:TagResource",
        "kms:UntagResource",
    ];
    if may_delete {
        actions.extend(["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"]);
    }
    actions.push("kms:RotateKeyOnDemand");
    if key.origin() == "EXTERNAL" {
        actions.push("kms:ImportKeyMaterial");
    }
    if key.multi_region.is_some() {
        actions.extend(["kms:ReplicateKey", "kms:UpdatePrimaryRegion"]);
    }
    json!(actions)
}

/// What users may, by the kind of the key (K-24); of keys for encapsulation, which are newer than that
/// table, what they are for (N-1).
fn use_of(kind: KeyKind) -> Value {
    match kind {
        KeyKind::Symmetric => json!([
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:DescribeKey"
        ]),
        KeyKind::Hmac => json!(["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"]),
        KeyKind::Encrypt => json!([
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:DescribeKey",
            "kms:GetPublicKey"
        ]),
        KeyKind::Sign => json!(["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify"]),
        KeyKind::Agree => json!(["kms:DescribeKey", "kms:GetPublicKey", "kms:DeriveSharedSecret"]),
        KeyKind::Kem => {
            json!(["kms:DescribeKey", "kms:GetPublicKey", "kms:Encapsulate", "kms:Decapsulate"])
        }
    }
}
