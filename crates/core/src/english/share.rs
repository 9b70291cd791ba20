//! The parts of a `Share`, and what to do about a long one.

use super::compare::name;
use crate::scenario::{Key, Scenario};

pub const PINNED: &str = "the state that it is compared with";
pub const VIEW: &str = "what is looked at";
pub const DESCRIPTION: &str = "the description";
pub const STEPS: &str = "the steps of the lesson";
pub const REQUESTS: &str = "the saved checks";
pub const GALLERY: &str = "what gallery and cases say about it";

/// A principal with everything that is its own.
pub fn principal(scenario: &Scenario, id: &str) -> String {
    format!("{}, with its policies", name(scenario, id))
}

/// A key with everything that is its own.
pub fn key(key: &Key) -> String {
    let called = key.aliases.first().map_or(&*key.arn, |alias| alias);
    format!("the key {called}, with its policy and grants")
}

/// The policies of an organization that bind an account.
pub fn organization(account: &str) -> String {
    format!("the organization's policies for account {account}")
}

/// A bucket with its policy and objects.
pub fn bucket(name: &str) -> String {
    format!("the bucket {name}")
}

/// A VPC endpoint with its policy.
pub fn endpoint(id: &str) -> String {
    format!("the VPC endpoint {id}")
}
