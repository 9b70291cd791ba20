//! What S3's console shows, and what is said beside it.

use crate::arn::Arn;
use crate::report::{Decision, Verdict};
use crate::s3_console::Unlisted;
use crate::scenario::{BucketObject, Key, Request, Scenario};

pub const NO_BUCKET: &str = "This scenario has no bucket: make one.";
pub const NO_OBJECT: &str = "There is no object in this bucket: upload one first.";
pub const OBJECT_NAME: &str = "Write the object's name.";
pub const LONG_NAME: &str = "An object's name has 1024 bytes at most: shorten it.";
pub const CHOOSE_KEY: &str = "Choose a key that is listed.";
pub const ENTER_ARN: &str = "Enter the ARN of the key.";
pub const NO_KEY_ARN: &str =
    "This is no key ARN: enter one of the form `arn:aws:kms:REGION:ACCOUNT:key/ID`.";
pub const NO_CONSOLE: &str = "A service has no console, and no list of keys: enter the ARN.";
pub const FILL_IN: &str = "fill this in";

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
        Unlisted::OtherAccount => {
            format!(
                "a key of account {}: a key policy alone puts no key into this list",
                arn.account
            )
        }
        Unlisted::OtherRegion => format!("in {}, which is not the bucket's Region", arn.region),
        Unlisted::Managed => "managed by AWS: it is a choice of its own".to_owned(),
        Unlisted::Kind => format!("{}: S3 takes symmetric keys only", key.spec()),
        Unlisted::State => format!("its state is {}", key.state()),
    };
    format!("{name}: {why}.")
}

/// An object's encryption, as the console names it.
pub fn properties(object: &BucketObject, scenario: &Scenario) -> Vec<(&'static str, String)> {
    let kind = if object.key.is_some() {
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
        let bucket_key = if object.bucket_key { "Enabled" } else { "Disabled" };
        all.push(("Bucket Key", bucket_key.to_owned()));
    }
    all
}
