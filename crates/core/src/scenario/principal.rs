//! Who calls, with its policies.

use super::{Document, NamedDocument, is_default};
use crate::read::{members, names};
use serde::Serialize;
use std::collections::BTreeMap;

/// Who calls: a user, a session of a role, a federated user, an account's root user or a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Principal {
    /// Its name in requests and the matrix. Absent: `arn` or `service`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its ARN; a role's ARN stands for a session of that role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The service principal, such as `sns.amazonaws.com`, instead of an ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The resource for which a service calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
    /// The account for which a service calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_account: Option<String>,
    /// The principal whose policies, boundary and tags it uses; the user behind a federated user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Tags of the user or role.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: BTreeMap<String, String>,
    /// Was MFA used? Absent: long-term keys for a user, false for a session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa: Option<bool>,
    /// `AIDA…` or `AROA…`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_id: Option<String>,
    /// Was it deleted and made again since the key policy was saved?
    #[serde(skip_serializing_if = "is_default")]
    pub recreated: bool,
    /// Its identity policies, those of its groups included.
    #[serde(skip_serializing_if = "is_default")]
    pub policies: Vec<IdentityPolicy>,
    /// Its permissions boundary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundary: Option<NamedDocument>,
    /// Its session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
}

members! {
    Principal {
        id: "id",
        arn: "arn",
        service: "service",
        source_arn: "sourceArn",
        source_account: "sourceAccount",
        issuer: "issuer",
        tags: "tags",
        mfa: "mfa",
        unique_id: "uniqueId",
        recreated: "recreated",
        policies: "policies",
        boundary: "boundary",
        session: "session",
    }
}

impl Principal {
    /// Its name in requests and the matrix.
    pub fn id(&self) -> &str {
        [&self.id, &self.arn, &self.service].into_iter().flatten().next().map_or("", String::as_str)
    }
}

/// An identity policy of a principal.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityPolicy {
    /// Its name.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// Its text.
    pub document: Document,
    /// How it is attached. Absent: inline.
    #[serde(skip_serializing_if = "is_default")]
    pub attached: Attached,
    /// The group it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

members! {
    IdentityPolicy {
        name: "name",
        document: "document" required,
        attached: "attached",
        group: "group",
    }
}

/// How an identity policy is attached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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

names! {
    Attached: Attached {
        Inline: "inline",
        Managed: "managed",
        Group: "group",
    }
}

/// The session with which a role or federated user calls.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The role session's name. Absent: `session`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The session policy passed in line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
    /// Managed policies passed as session policies.
    #[serde(skip_serializing_if = "is_default")]
    pub policies: Vec<NamedDocument>,
    /// Session tags.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: BTreeMap<String, String>,
    /// The source identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
}

members! {
    Session {
        name: "name",
        policy: "policy",
        policies: "policies",
        tags: "tags",
        source_identity: "sourceIdentity",
    }
}
