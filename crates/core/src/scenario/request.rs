//! Requests: saved checks, what is expected of them, and the matrix.

use crate::read::{ReadError, members, read, whole};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a request carries besides principal, action and key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestDetails {
    /// The Region of the endpoint. Absent: that of the key ARN, else of the first key.
    pub region: Option<String>,
    /// The service through which the principal calls.
    pub via: Option<String>,
    /// The ARN of the object, secret, queue, topic or volume of an operation of another service.
    pub resource: Option<String>,
    /// The ARN of the object that is copied or replicated.
    pub source: Option<String>,
    /// The key under which a copy or replica shall lie.
    pub destination_key: Option<String>,
    /// The encryption context.
    pub encryption_context: BTreeMap<String, String>,
    /// Parameters of the operation, by their names in the AWS API.
    pub parameters: Map<String, Value>,
    /// The VPC endpoint it passes.
    pub vpc_endpoint: Option<String>,
    /// Context keys set by hand: a string, number, boolean or list of strings; `null` makes a key
    /// absent.
    pub context: Map<String, Value>,
}

members! {
    RequestDetails {
        region: "region",
        via: "via",
        resource: "resource",
        source: "source",
        destination_key: "destinationKey",
        encryption_context: "encryptionContext",
        parameters: "parameters",
        vpc_endpoint: "vpcEndpoint",
        context: "context",
    }
}

/// A saved check: who, what, on which key, and what is expected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// A short name.
    pub title: Option<String>,
    /// The principal's id.
    pub principal: String,
    /// The action, such as `kms:Decrypt`.
    pub action: String,
    /// The key as the caller writes it: key ARN, key ID, alias name or alias ARN.
    pub key: Option<String>,
    /// The key that a ciphertext names.
    pub ciphertext_key: Option<String>,
    /// The second key of ReEncrypt and of copies.
    pub destination_key: Option<String>,
    /// See [`RequestDetails::resource`].
    pub resource: Option<String>,
    /// See [`RequestDetails::source`].
    pub source: Option<String>,
    /// See [`RequestDetails::region`].
    pub region: Option<String>,
    /// See [`RequestDetails::via`].
    pub via: Option<String>,
    /// See [`RequestDetails::encryption_context`].
    pub encryption_context: BTreeMap<String, String>,
    /// Grants whose tokens the request carries.
    pub grant_tokens: Vec<String>,
    /// See [`RequestDetails::vpc_endpoint`].
    pub vpc_endpoint: Option<String>,
    /// See [`RequestDetails::parameters`].
    pub parameters: Map<String, Value>,
    /// See [`RequestDetails::context`].
    pub context: Map<String, Value>,
    /// What the decision must be.
    pub expect: Option<Expect>,
}

members! {
    Request {
        title: "title",
        principal: "principal" required,
        action: "action" required,
        key: "key",
        ciphertext_key: "ciphertextKey",
        destination_key: "destinationKey",
        resource: "resource",
        source: "source",
        region: "region",
        via: "via",
        encryption_context: "encryptionContext",
        grant_tokens: "grantTokens",
        vpc_endpoint: "vpcEndpoint",
        parameters: "parameters",
        context: "context",
        expect: "expect",
    }
}

impl Request {
    /// Reads a request by itself from JSON. What no type can say is looked at when it stands in a
    /// scenario.
    ///
    /// # Errors
    ///
    /// Where the text is not JSON, has an unknown field or a wrong type; pointers begin at the
    /// request.
    ///
    /// ```
    /// use kms_policy::scenario::Request;
    /// let request = Request::from_json(r#"{"principal": "build", "action": "kms:Decrypt"}"#).unwrap();
    /// assert_eq!(request.action, "kms:Decrypt");
    /// let error = Request::from_json(r#"{"principal": "build"}"#).unwrap_err();
    /// assert!(error.message.contains("`action`"));
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        whole(text, read)
    }
}

/// What is expected of a decision; what is absent is not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expect {
    /// The verdict.
    pub verdict: Option<crate::report::Verdict>,
    /// The exception of the verdict `error`.
    pub error: Option<String>,
    /// The layer that decided.
    pub layer: Option<crate::report::LayerName>,
    /// The document of the statement that decided, as a JSON Pointer.
    pub document: Option<String>,
    /// The index of that statement, from 0.
    pub statement: Option<usize>,
    /// Rules that must be among those that decided.
    pub rules: Option<Vec<String>>,
    /// What AWS prints.
    pub message: Option<String>,
    /// Context keys that were missing.
    pub missing: Option<Vec<String>>,
    /// How sure the decision is.
    pub confidence: Option<crate::report::Confidence>,
}

members! {
    Expect {
        verdict: "verdict",
        error: "error",
        layer: "layer",
        document: "document",
        statement: "statement",
        rules: "rules",
        message: "message",
        missing: "missing",
        confidence: "confidence",
    }
}

/// Which decisions the page shows: each row's principal with each column's action on one key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// The ids of its principals. Absent: all, in order.
    pub principals: Option<Vec<String>>,
    /// Its actions. Absent: `kms:Encrypt`, `kms:Decrypt`, `kms:GenerateDataKey`, `kms:DescribeKey`,
    /// `kms:CreateGrant` and `kms:PutKeyPolicy`.
    pub actions: Option<Vec<String>>,
    /// Its key. Absent: the first one.
    pub key: Option<String>,
    /// What every request of it carries.
    pub request: RequestDetails,
}

members! {
    Matrix {
        principals: "principals",
        actions: "actions",
        key: "key",
        request: "request",
    }
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
