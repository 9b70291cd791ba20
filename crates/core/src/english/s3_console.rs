//! What S3's console shows, and what is said beside it.

use crate::arn::Arn;
use crate::report::{Decision, Verdict};
use crate::s3_console::{Choices, Encryption, Operation, Unlisted};
use crate::scenario::{Bucket, BucketObject, Key, Request, Scenario};
use crate::services::region_of;

pub const NO_BUCKET: &str = "This scenario has no bucket: make one.";
pub const NO_OBJECT: &str = "There is no object in this bucket: upload one first.";
pub const OBJECT_NAME: &str = "Write the object's name.";
pub const LONG_NAME: &str = "An object's name has 1024 bytes at most: shorten it.";
pub const CHOOSE_KEY: &str = "Choose a key that is listed.";
pub const NONE_LISTED: &str = "No key is listed: choose to enter the ARN of a key.";
pub const ENTER_ARN: &str = "Enter the ARN of the key.";
pub const NO_KEY_ARN: &str =
    "This is no key ARN: enter one of the form `arn:aws:kms:REGION:ACCOUNT:key/ID`.";
pub const NO_CONSOLE: &str = "A service has no console, and no list of keys: enter the ARN.";
pub const FILL_IN: &str = "fill this in";

pub const OPERATION: &str = "Operation";
pub const BUCKET: &str = "Bucket";
pub const OBJECT: &str = "Object";
pub const ENCRYPTION: &str = "Encryption";
pub const KEY: &str = "AWS KMS key";
pub const KEY_ARN: &str = "AWS KMS key ARN";
pub const BUCKET_KEY: &str = "Bucket Key";
pub const CHOOSE: &str = "Choose a key";
pub const NO_KEYS: &str = "No keys";
pub const NEW_NAME: &str = "Bucket name";
pub const NEW_ACCOUNT: &str = "Account number";
pub const NEW_REGION: &str = "Region";

/// What is done with an object.
pub fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::Upload => "Upload",
        Operation::Multipart => "Multipart upload",
        Operation::Download => "Download",
    }
}

/// How an object is to be encrypted.
pub fn encryption(encryption: Encryption) -> &'static str {
    match encryption {
        Encryption::Default => "As the bucket's default",
        Encryption::S3 => "SSE-S3",
        Encryption::Managed => "SSE-KMS: AWS managed key (aws/s3)",
        Encryption::Listed => "SSE-KMS: choose from your AWS KMS keys",
        Encryption::Entered => "SSE-KMS: enter AWS KMS key ARN",
    }
}

/// What is to be known of a bucket.
pub fn bucket(bucket: &Bucket, scenario: &Scenario) -> String {
    let account = bucket.account.as_deref().unwrap_or("the caller's account");
    let name = scenario.account_name(account).unwrap_or(account);
    let default = bucket.encryption.as_ref().filter(|one| one.kind != "AES256");
    let default = default.map_or_else(
        || "SSE-S3".to_owned(),
        |one| {
            let kind = if one.has_two_layers() { "DSSE-KMS" } else { "SSE-KMS" };
            format!("{kind}, {}", one.key.as_deref().unwrap_or("aws/s3"))
        },
    );
    format!("{name} · {} · default {default}", region_of(scenario, bucket))
}

/// A key that is not in the list, and why.
pub fn other_key(other: &str) -> String {
    format!("Not listed: {other}")
}

/// What would come of it.
pub fn verdict(choices: &Choices, decision: &Decision) -> String {
    let what = operation(choices.operation);
    match decision.verdict {
        Verdict::Allow => format!("{what} works"),
        Verdict::Error => {
            format!("{what} fails: {}", decision.error.as_deref().unwrap_or("error"))
        }
        _ => format!("{what} fails: AccessDenied"),
    }
}

/// The object and its bucket.
pub fn about(scenario: &Scenario, request: &Request) -> String {
    let resource = request.resource.as_deref().and_then(Arn::parse).map_or("", |arn| arn.resource);
    let under = request.key.as_deref().map(|key| {
        let alias = scenario.keys.iter().find(|one| one.arn == key)?.aliases.first()?;
        Some(alias.clone())
    });
    match under {
        Some(Some(alias)) => format!("{resource}, under {alias}"),
        Some(None) => format!("{resource}, under the key that was entered"),
        None => resource.to_owned(),
    }
}

/// What KMS refuses to list.
pub fn refused(decision: &Decision) -> String {
    let what = match decision.action.as_str() {
        "kms:ListKeys" => "The list cannot be loaded",
        _ => "The keys' aliases cannot be loaded",
    };
    let message = match (&decision.message, decision.verdict) {
        (Some(message), Verdict::ImplicitDeny | Verdict::ExplicitDeny) => message,
        _ => &decision.sentence,
    };
    format!("{what}. {message}")
}

/// Why a key is not in the list.
pub(crate) fn not_listed(key: &Key, arn: Arn<'_>, why: Unlisted) -> String {
    let id = arn.resource.trim_start_matches("key/");
    let name = key.aliases.first().map_or(id, String::as_str);
    let why = match why {
        Unlisted::OtherAccount => format!("a key of another account, {}", arn.account),
        Unlisted::OtherRegion => format!("in {}, which is not the bucket's Region", arn.region),
        Unlisted::Managed => "managed by AWS: it is a choice of its own".to_owned(),
        Unlisted::Kind => format!("{}: S3 takes symmetric keys only", key.spec()),
        Unlisted::State => format!("its state is {}", key.state()),
    };
    format!("{name}: {why}.")
}

/// An object's encryption, as the console names it. `two_layers`: is it DSSE-KMS?
pub fn properties(
    object: &BucketObject,
    two_layers: bool,
    scenario: &Scenario,
) -> Vec<(&'static str, String)> {
    let kind = if two_layers {
        "Dual-layer server-side encryption with AWS Key Management Service keys (DSSE-KMS)"
    } else if object.key.is_some() {
        "Server-side encryption with AWS Key Management Service keys (SSE-KMS)"
    } else {
        "Server-side encryption with Amazon S3 managed keys (SSE-S3)"
    };
    let mut all = vec![("Encryption type", kind.to_owned())];
    if let Some(key) = &object.key {
        all.push(("Encryption key ARN", key.clone()));
        if let Some(account) = Arn::parse(key).map(|arn| arn.account) {
            let name = scenario.account_name(account);
            let named = name.map_or_else(String::new, |name| format!(" ({name})"));
            all.push(("Account of the key", format!("{account}{named}")));
        }
        if !two_layers {
            let bucket_key = if object.bucket_key { "Enabled" } else { "Disabled" };
            all.push(("Bucket Key", bucket_key.to_owned()));
        }
    }
    all
}
