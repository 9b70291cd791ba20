//! Output of AWS's command line, turned into parts of a scenario.
//!
//! [`read`] recognises what a text holds: the output of `aws kms get-key-policy`, `describe-key`,
//! `list-grants`, `list-aliases` and `list-resource-tags`, of `aws iam get-user`, `get-role`,
//! `get-user-policy`, `get-role-policy`, `get-group-policy`, `get-policy-version` and
//! `get-account-authorization-details`, of `aws s3api get-bucket-policy`, or a policy document by
//! itself. Several may stand one after the other. [`place`] puts the parts into a scenario and says
//! what it set.
//!
//! Nothing is dropped silently: what is not understood, what could not be placed and what a
//! scenario does not hold is a [`Note`]. Only the fields that the readers list as `IGNORED` are
//! passed over, since no decision depends on them. A policy whose document is not there is in its
//! place with an empty text, so that nothing is decided which it may deny.
//!
//! ```
//! use kms_policy::import::{Hints, place, read};
//! use kms_policy::scenario::Scenario;
//!
//! let key = read(r#"{"KeyMetadata": {
//!     "Arn": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
//!     "KeyState": "Disabled", "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT"
//! }}"#);
//! let policy = read(r#"{"Policy": "{\"Statement\": []}", "PolicyName": "default"}"#);
//! assert_eq!(policy.parts[0].what(), "the key policy of a key");
//!
//! let mut scenario = Scenario::default();
//! let placement = place(&[key, policy], &Hints::default(), &mut scenario);
//! assert_eq!(placement.set[1].pointer, "/keys/0/policy");
//! assert_eq!(scenario.keys[0].state.as_deref(), Some("Disabled"));
//! assert!(placement.notes.is_empty());
//! ```

mod account;
mod aliases;
mod describe_key;
mod document;
mod grants;
mod inline_policy;
mod key_policy;
mod kind;
mod note;
mod organizations;
mod outcome;
mod part;
mod place;
mod policy_version;
mod principal;
mod read;
mod recognise;
mod tags;

pub use note::{Note, Place, Reason, Weight};
pub use outcome::{Asked, Item, Outcome, outcome};
pub(crate) use part::{Content, Owner};
pub use part::{Output, Part};
pub(crate) use place::What;
pub use place::{Hints, Placement, Set, owners, place};

use read::Reader;

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// What was recognised, in the order of the text.
    pub parts: Vec<Part>,
    /// What was not understood, and what belongs to no scenario.
    pub notes: Vec<Note>,
}

/// Recognises the outputs in `text`, one after the other.
///
/// It never fails. Where the text stops being JSON, reading stops with a note of
/// [`Weight::Unusable`]; what stands before is kept.
pub fn read(text: &str) -> Import {
    Reader::read(text)
}
