//! The public format `Scenario`, version 1: accounts, keys, principals, requests and what is
//! expected of them.
//!
//! Unknown fields are refused, `null` means absent, and what is absent has the default that the
//! field's documentation names. [`Scenario::from_json`] reads it, [`check`] looks at what no type
//! can say: account numbers, ARNs and references.

mod check;
mod document;

pub use check::{ScenarioError, check};
pub use document::{Document, NamedDocument};

use crate::arn::Arn;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The version of the format that this crate reads and writes.
pub const VERSION: u32 = 1;

/// Everything a decision depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    /// The version of the format: [`VERSION`].
    pub version: u32,
    /// A short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Shown above the editors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The clock, ISO 8601. Absent: date conditions are missing a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Do principals that are not defined here not exist?
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub closed: bool,
    /// Accounts that have a name, an organization or other properties; others need no entry.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub accounts: Vec<Account>,
    /// The KMS keys.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub keys: Vec<Key>,
    /// Who calls.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub principals: Vec<Principal>,
    /// VPC endpoints that requests may pass.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub vpc_endpoints: Vec<VpcEndpoint>,
    /// S3 buckets, for operations of S3.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub buckets: Vec<Bucket>,
    /// Saved checks.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub requests: Vec<Request>,
    /// Which decisions the page shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix>,
    /// Conformance cases: the rules a case is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
    /// How the gallery presents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gallery: Option<Gallery>,
    /// The steps of a lesson.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub steps: Vec<Step>,
}

/// An AWS account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The opt-in Regions that are enabled. Absent: every Region is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opt_in_regions: Option<Vec<String>>,
    /// The organization it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Service control policies, a list a level: root first, the account last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scps: Option<Vec<Vec<NamedDocument>>>,
    /// Resource control policies, by level like `scps`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rcps: Option<Vec<Vec<NamedDocument>>>,
}

/// Where an account stands in an organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organization {
    /// `o-…`
    pub id: String,
    /// The root and the organizational units above the account, from the top.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub path: Vec<String>,
    /// Is it the management account?
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub management: bool,
}

/// A KMS key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Key {
    /// `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`
    pub arn: String,
    /// `alias/name`, each.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub aliases: Vec<String>,
    /// `customer`, the default, or `aws`.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub manager: Manager,
    /// The key spec. Absent: `SYMMETRIC_DEFAULT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec: Option<String>,
    /// The key usage. Absent: by the spec.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// The origin. Absent: `AWS_KMS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The key state. Absent: `Enabled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `primary` or `replica`. Absent: a key of one Region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_region: Option<MultiRegion>,
    /// Tags.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub tags: BTreeMap<String, String>,
    /// The key policy in the editor. Absent: the default policy of the API (K-20).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
    /// The key policy in force, where it differs: it authorizes PutKeyPolicy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Document>,
    /// The second key policy of a key shared through AWS RAM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ram_policy: Option<Document>,
    /// Grants on it.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub grants: Vec<Grant>,
}

/// Who manages a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manager {
    /// The customer.
    #[default]
    Customer,
    /// An AWS service, on the account's behalf.
    Aws,
}

/// The part of a multi-Region key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MultiRegion {
    /// The primary key.
    Primary,
    /// A replica.
    Replica,
}

/// A grant on a key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Grant {
    /// Its ID.
    pub id: String,
    /// The ARN of the grantee principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grantee: Option<String>,
    /// The grantee service, instead of a principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grantee_service: Option<String>,
    /// The operations it allows, such as `Decrypt`.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub operations: Vec<String>,
    /// When it allows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<GrantConstraints>,
    /// The account that issued it. Absent: the key's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuing_account: Option<String>,
    /// The retiring principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retiring: Option<String>,
    /// The retiring service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retiring_service: Option<String>,
    /// Has it reached every part of KMS? Absent: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propagated: Option<bool>,
}

/// The constraints of a grant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantConstraints {
    /// The request's encryption context contains these pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption_context_subset: Option<BTreeMap<String, String>>,
    /// The request's encryption context is exactly these pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption_context_equals: Option<BTreeMap<String, String>>,
    /// The request comes from this resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
}

/// Who calls: a user, a session of a role, a federated user, an account's root user or a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Principal {
    /// Its name in requests and the matrix. Absent: `arn` or `service`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its ARN; a role's ARN stands for a session of that role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The service principal, such as `sns.amazonaws.com`, instead of an ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The resource for which a service calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
    /// The account for which a service calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_account: Option<String>,
    /// The principal whose policies, boundary and tags it uses; the user behind a federated user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Tags of the user or role.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub tags: BTreeMap<String, String>,
    /// Was MFA used? Absent: long-term keys for a user, false for a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa: Option<bool>,
    /// `AIDA…` or `AROA…`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique_id: Option<String>,
    /// Was it deleted and made again since the key policy was saved?
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub recreated: bool,
    /// Its identity policies, those of its groups included.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub policies: Vec<IdentityPolicy>,
    /// Its permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<NamedDocument>,
    /// Its session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
}

impl Principal {
    /// Its name in requests and the matrix.
    pub fn id(&self) -> &str {
        [&self.id, &self.arn, &self.service].into_iter().flatten().next().map_or("", String::as_str)
    }
}

/// An identity policy of a principal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentityPolicy {
    /// Its name.
    pub name: String,
    /// Its text.
    pub document: Document,
    /// How it is attached. Absent: inline.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub attached: Attached,
    /// The group it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// How an identity policy is attached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attached {
    /// Embedded in the user or role.
    #[default]
    Inline,
    /// A managed policy.
    Managed,
    /// Through a group of the user.
    Group,
}

/// The session with which a role or federated user calls.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Session {
    /// The role session's name. Absent: `session`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The session policy passed in line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
    /// Managed policies passed as session policies.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub policies: Vec<NamedDocument>,
    /// Session tags.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub tags: BTreeMap<String, String>,
    /// The source identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
}

/// A VPC endpoint for KMS.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VpcEndpoint {
    /// `vpce-…`
    pub id: String,
    /// `vpc-…`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc: Option<String>,
    /// Its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its policy. Absent: everything is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
}

/// An S3 bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its Region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Its bucket policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
    /// Its default encryption. Absent: SSE-S3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption: Option<BucketEncryption>,
    /// Objects in it.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub objects: Vec<BucketObject>,
}

/// The default encryption of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketEncryption {
    /// `aws:kms`, `aws:kms:dsse` or `AES256`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The key's ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Are S3 Bucket Keys on?
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub bucket_key: bool,
}

/// An object in a bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketObject {
    /// Its key in the bucket.
    pub name: String,
    /// The ARN of the KMS key it is encrypted under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Was a Bucket Key used?
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub bucket_key: bool,
}

/// What a request carries besides principal, action and key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestDetails {
    /// The Region of the endpoint. Absent: that of the key ARN, else of the first key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The service through which the principal calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The encryption context.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub encryption_context: BTreeMap<String, String>,
    /// Parameters of the operation, by their names in the AWS API.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub parameters: Map<String, Value>,
    /// The VPC endpoint it passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint: Option<String>,
    /// Context keys set by hand: a string, number, boolean or list of strings; `null` makes a key
    /// absent.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub context: Map<String, Value>,
}

/// A saved check: who, what, on which key, and what is expected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
    /// A short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The principal's id.
    pub principal: String,
    /// The action, such as `kms:Decrypt`.
    pub action: String,
    /// The key as the caller writes it: key ARN, key ID, alias name or alias ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The key that a ciphertext names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ciphertext_key: Option<String>,
    /// The second key of ReEncrypt and of copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_key: Option<String>,
    /// The object, secret, queue, topic or volume of a compound operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The source of a copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// See [`RequestDetails::region`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// See [`RequestDetails::via`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// See [`RequestDetails::encryption_context`].
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub encryption_context: BTreeMap<String, String>,
    /// Grants whose tokens the request carries.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub grant_tokens: Vec<String>,
    /// See [`RequestDetails::vpc_endpoint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint: Option<String>,
    /// See [`RequestDetails::parameters`].
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub parameters: Map<String, Value>,
    /// See [`RequestDetails::context`].
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub context: Map<String, Value>,
    /// What the decision must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
}

/// What is expected of a decision; what is absent is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expect {
    /// The verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<crate::report::Verdict>,
    /// The exception of the verdict `error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The layer that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<crate::report::LayerName>,
    /// The document of the statement that decided, as a JSON Pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The index of that statement, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<usize>,
    /// Rules that must be among those that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<String>>,
    /// What AWS prints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Context keys that were missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// How sure the decision is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<crate::report::Confidence>,
}

/// Which decisions the page shows: each row's principal with each column's action on one key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Matrix {
    /// The ids of its principals. Absent: all, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principals: Option<Vec<String>>,
    /// Its actions. Absent: [`DEFAULT_ACTIONS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<String>>,
    /// Its key. Absent: the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What every request of it carries.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub request: RequestDetails,
}

/// The actions of a matrix that names none.
pub const DEFAULT_ACTIONS: [&str; 6] = [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "kms:DescribeKey",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
];

/// What a conformance case is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// The rules, by number.
    pub rules: Vec<String>,
    /// Where AWS says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why the expectation follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How the gallery presents a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Gallery {
    /// What goes wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    /// What to find out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Words to find it by.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub tags: Vec<String>,
    /// A common belief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// What is true instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truth: Option<String>,
}

/// A step of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// A short name.
    pub title: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A nudge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What has been learned once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<String>,
    /// When it is done.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub checks: Vec<Request>,
    /// What does it.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub solution: Vec<crate::report::Edit>,
}

/// What CreateKey attaches when it is given no policy (K-20).
const DEFAULT_KEY_POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Id": "key-default-1",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:PARTITION:iam::ACCOUNT:root" },
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
"#;

impl Scenario {
    /// Reads a scenario from JSON, without the checks of [`check`].
    ///
    /// # Errors
    ///
    /// Where the text is not JSON, has an unknown field or a wrong type; the error names line and
    /// column.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The principal that `id` names.
    pub fn principal(&self, id: &str) -> Option<usize> {
        self.principals.iter().position(|principal| principal.id() == id)
    }

    /// The text of a key's policy: the API's default (K-20) where it has none.
    pub fn key_policy_text(&self, key: usize) -> Arc<str> {
        let Some(key) = self.keys.get(key) else {
            return Arc::from("");
        };
        if let Some(policy) = &key.policy {
            return policy.text().cloned().unwrap_or_else(|| Arc::from(""));
        }
        let (partition, account) =
            Arn::parse(&key.arn).map_or(("aws", ""), |arn| (arn.partition, arn.account));
        DEFAULT_KEY_POLICY.replace("PARTITION", partition).replace("ACCOUNT", account).into()
    }

    /// What an account is called, where it has a name.
    pub fn account_name(&self, id: &str) -> Option<&str> {
        self.accounts.iter().find(|account| account.id == id)?.name.as_deref()
    }
}

/// `null` is absent.
fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
