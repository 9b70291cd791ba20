//! The public format `Scenario`, version 1: accounts, keys, principals, requests and what is
//! expected of them.
//!
//! Unknown fields are refused, `null` means absent, and what is absent has the default that the
//! field's documentation names. [`Scenario::from_json`] reads it, [`check`] looks at what no type
//! can say: account numbers, ARNs and references.

mod account;
mod bucket;
mod check;
mod document;
mod document_id;
mod edit;
mod endpoint;
mod key;
mod lesson;
mod principal;
mod request;
mod skeleton;

pub use account::{Account, Organization};
pub use bucket::{Bucket, BucketEncryption, BucketObject};
pub(crate) use check::ENCRYPTIONS;
pub use check::{ScenarioError, check};
pub(crate) use check::{is_grant_principal, is_grantable, is_key_arn};
pub use document::{Document, NamedDocument};
pub(crate) use document::{identity_policy_pointer, key_policy_pointer};
pub use document_id::{DocumentId, DocumentSlot};
pub use edit::{EditError, apply};
pub use endpoint::VpcEndpoint;
pub use key::{Grant, GrantConstraints, Key, Manager, MultiRegion, ORIGINS, SPECS, STATES, usages};
pub use lesson::{Case, Gallery, Step};
pub use principal::{Attached, IdentityPolicy, Principal, Session};
pub use request::{DEFAULT_ACTIONS, Expect, Matrix, Request, RequestDetails};
pub use skeleton::FULL_ACCESS_NAME;

pub use crate::read::ReadError;

use crate::arn::{Arn, is_account};
use crate::json::Node;
use crate::read::{Write, members, read, whole};
use std::sync::Arc;

/// The version of the format that this crate reads and writes.
pub const VERSION: u32 = 1;

/// Everything a decision depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The version of the format: 1.
    pub version: u32,
    /// A short name.
    pub title: Option<String>,
    /// Shown above the editors.
    pub description: Option<String>,
    /// The clock, ISO 8601. Absent: date conditions are missing a value.
    pub time: Option<String>,
    /// Do principals that are not defined here not exist?
    pub closed: bool,
    /// Accounts that have a name, an organization or other properties; others need no entry.
    pub accounts: Vec<Account>,
    /// The KMS keys.
    pub keys: Vec<Key>,
    /// Who calls.
    pub principals: Vec<Principal>,
    /// VPC endpoints that requests may pass.
    pub vpc_endpoints: Vec<VpcEndpoint>,
    /// S3 buckets, for operations of S3.
    pub buckets: Vec<Bucket>,
    /// Saved checks.
    pub requests: Vec<Request>,
    /// Which decisions the page shows.
    pub matrix: Option<Matrix>,
    /// Conformance cases: the rules a case is about.
    pub case: Option<Case>,
    /// How the gallery presents it.
    pub gallery: Option<Gallery>,
    /// The steps of a lesson.
    pub steps: Vec<Step>,
}

members! {
    Scenario {
        version: "version" required,
        title: "title",
        description: "description",
        time: "time",
        closed: "closed",
        accounts: "accounts",
        keys: "keys",
        principals: "principals",
        vpc_endpoints: "vpcEndpoints",
        buckets: "buckets",
        requests: "requests",
        matrix: "matrix",
        case: "case",
        gallery: "gallery",
        steps: "steps",
    }
}

impl Default for Scenario {
    /// A scenario with nothing in it.
    fn default() -> Self {
        Self {
            version: VERSION,
            title: None,
            description: None,
            time: None,
            closed: false,
            accounts: Vec::new(),
            keys: Vec::new(),
            principals: Vec::new(),
            vpc_endpoints: Vec::new(),
            buckets: Vec::new(),
            requests: Vec::new(),
            matrix: None,
            case: None,
            gallery: None,
            steps: Vec::new(),
        }
    }
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

/// The shape of the policy of an AWS managed key (K-51): its own account, through its service only.
fn managed_key_policy(service: &str) -> String {
    let grants = matches!(service, "ebs" | "sqs" | "secretsmanager");
    // The service by which EBS is seen is EC2 (C-44).
    let via = if service == "ebs" { "ec2" } else { service };
    let create_grant = if grants { ",\n        \"kms:CreateGrant\"" } else { "" };
    MANAGED_KEY_POLICY
        .replace(",CREATE_GRANT", create_grant)
        .replace("VIA", via)
        .replace("SERVICE", service)
}

const MANAGED_KEY_POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Id": "auto-SERVICE-2",
  "Statement": [
    {
      "Sid": "Allow access through the service for all principals in the account",
      "Effect": "Allow",
      "Principal": { "AWS": "*" },
      "Action": [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:DescribeKey",CREATE_GRANT
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "kms:CallerAccount": "ACCOUNT",
          "kms:ViaService": "VIA.REGION.amazonaws.com"
        }
      }
    },
    {
      "Sid": "Allow direct access to key metadata to the account",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:PARTITION:iam::ACCOUNT:root" },
      "Action": ["kms:Describe*", "kms:Get*", "kms:List*"],
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
    /// Where the text is not JSON, has an unknown field or a wrong type; the error names the place
    /// and what to write instead.
    ///
    /// ```
    /// use kms_policy::scenario::Scenario;
    /// assert!(Scenario::from_json(r#"{"version": 1, "keys": []}"#).is_ok());
    /// let error = Scenario::from_json(r#"{"version": 1, "keys": {}}"#).unwrap_err();
    /// assert_eq!(error.without_line(), "/keys: `keys` takes a list, in brackets");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        whole(text, read)
    }

    /// The scenario as JSON, without white space between its parts. What says nothing is left out.
    ///
    /// ```
    /// use kms_policy::scenario::Scenario;
    /// let json = Scenario::default().to_json();
    /// assert_eq!(json, r#"{"version":1}"#);
    /// assert_eq!(Scenario::from_json(&json).unwrap(), Scenario::default());
    /// ```
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Reads a scenario that stands in a larger `text`, which was [parsed](crate::json::parse).
    ///
    /// # Errors
    ///
    /// As [`Scenario::from_json`]; the pointer begins at the scenario, line and column are those
    /// of the whole text.
    ///
    /// ```
    /// use kms_policy::{json, scenario::Scenario};
    /// let share = r#"{"version": 1, "scenario": {"version": 1, "title": "Shared"}}"#;
    /// let (root, errors) = json::parse(share);
    /// assert!(errors.is_empty());
    /// let scenario = Scenario::from_node(root.get("scenario").unwrap(), share).unwrap();
    /// assert_eq!(scenario.title.as_deref(), Some("Shared"));
    /// ```
    pub fn from_node(node: &Node, text: &str) -> Result<Self, ReadError> {
        read(node, text).map_err(|fault| ReadError::new(fault, node, text))
    }

    /// The principal that `id` names.
    pub fn principal(&self, id: &str) -> Option<usize> {
        self.principal_near(id, 0)
    }

    /// The same, looked for from the one at `near` on: who asks for them in their order finds each
    /// at once, however many there are.
    pub(crate) fn principal_near(&self, id: &str, near: usize) -> Option<usize> {
        let is_named =
            |index: &usize| self.principals.get(*index).is_some_and(|one| one.id() == id);
        (near..self.principals.len()).chain(0..near).find(is_named)
    }

    /// The text of a key's policy: the API's default (K-20) where it has none.
    pub fn key_policy_text(&self, key: usize) -> Arc<str> {
        let Some(key) = self.keys.get(key) else {
            return Arc::from("");
        };
        if let Some(policy) = &key.policy {
            return policy.text().cloned().unwrap_or_else(|| Arc::from(""));
        }
        let (partition, region, account) = Arn::parse(&key.arn)
            .map_or(("aws", "", ""), |arn| (arn.partition, arn.region, arn.account));
        let default = if key.manager == Manager::Aws {
            let service = key.aliases.iter().find_map(|alias| alias.strip_prefix("alias/aws/"));
            managed_key_policy(service.unwrap_or_default())
        } else {
            DEFAULT_KEY_POLICY.to_owned()
        };
        let filled = default.replace("PARTITION", partition).replace("REGION", region);
        filled.replace("ACCOUNT", account).into()
    }

    /// The partition that it is in: that of its first key.
    pub(crate) fn partition(&self) -> &str {
        let key = self.keys.first().and_then(|key| Arn::parse(&key.arn));
        key.filter(|arn| is_account(arn.account)).map_or("aws", |arn| arn.partition)
    }

    /// What an account is called, where it has a name.
    pub fn account_name(&self, id: &str) -> Option<&str> {
        self.accounts.iter().find(|account| account.id == id)?.name.as_deref()
    }
}
