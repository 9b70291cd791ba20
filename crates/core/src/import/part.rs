//! The parts of a scenario that an output holds.

use super::Place;
use crate::english;
use crate::scenario::{Document, Grant, IdentityPolicy, Key, Principal};
use std::collections::BTreeMap;

/// The outputs that are recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Output {
    /// `aws kms get-key-policy`
    GetKeyPolicy,
    /// `aws kms describe-key`
    DescribeKey,
    /// `aws kms list-grants`
    ListGrants,
    /// `aws kms list-aliases`
    ListAliases,
    /// `aws kms list-resource-tags`
    ListResourceTags,
    /// `aws iam get-user`
    GetUser,
    /// `aws iam get-role`
    GetRole,
    /// `aws iam get-user-policy`
    GetUserPolicy,
    /// `aws iam get-role-policy`
    GetRolePolicy,
    /// `aws iam get-group-policy`
    GetGroupPolicy,
    /// `aws iam get-policy-version`
    GetPolicyVersion,
    /// `aws iam get-account-authorization-details`
    GetAccountAuthorizationDetails,
    /// `aws s3api get-bucket-policy`
    GetBucketPolicy,
    /// A policy document by itself whose statements have a Principal
    KeyPolicyDocument,
    /// A policy document by itself whose statements have none
    IdentityPolicyDocument,
    /// A policy document by itself whose statements have a Principal and are about one bucket
    BucketPolicyDocument,
}

impl Output {
    /// What it is called: the command, or the kind of document.
    pub fn name(self) -> &'static str {
        english::import::output(self)
    }
}

/// A part of a scenario, not yet placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it comes from.
    pub output: Output,
    /// Where it stands in the text.
    pub place: Place,
    pub(super) content: Content,
}

impl Part {
    /// What it sets, in words.
    pub fn what(&self) -> String {
        english::import::part(&self.content)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// The policy of a key that is not named; that of AWS RAM is its second one.
    KeyPolicy { ram: bool, document: Document },
    /// A key without its policy, aliases, tags and grants.
    Key(Box<Key>),
    /// Grants on the key that this ARN or ID names.
    Grants { key: String, grants: Vec<Grant> },
    /// Aliases of any keys.
    Aliases(Vec<Alias>),
    /// The tags of a key that is not named.
    Tags(BTreeMap<String, String>),
    /// A user or role.
    Principal(Box<Found>),
    /// The policy of the bucket of this name.
    BucketPolicy { bucket: String, document: Document },
    /// A policy of someone.
    Policy { owner: Owner, policy: IdentityPolicy },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alias {
    pub name: String,
    /// The alias's ARN: its account and Region are the key's.
    pub arn: String,
    /// The ID of its key.
    pub target: String,
    pub place: Place,
}

/// A user or role as an output tells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub principal: Principal,
    /// Does the output tell its policies?
    pub with_policies: bool,
    /// The user's groups.
    pub groups: Vec<String>,
}

/// Whose policy it is, by the name that IAM's outputs give.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Owner {
    User(String),
    Role(String),
    Group(String),
    Unknown,
}
