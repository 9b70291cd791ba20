//! Requests: saved checks, what is expected of them, and the matrix.

use super::{is_default, or_default};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

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
    /// The ARN of the object, secret, queue, topic or volume of an operation of another service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The ARN of the object that is copied or replicated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The key under which a copy or replica shall lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_key: Option<String>,
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
    /// See [`RequestDetails::resource`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// See [`RequestDetails::source`].
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
