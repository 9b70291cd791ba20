//! KMS keys and the grants on them.

use super::{Document, is_default, or_default};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
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
