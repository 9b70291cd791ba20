//! Who calls, with its policies.

use super::{Document, NamedDocument};
use crate::read::{members, names};
use std::collections::BTreeMap;

/// Who calls: a user, a session of a role, a federated user, an account's root user or a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Principal {
    /// Its name in requests and the matrix. Absent: `arn` or `service`.
    pub id: Option<String>,
    /// Its ARN; a role's ARN stands for a session of that role.
    pub arn: Option<String>,
    /// The service principal, such as `sns.amazonaws.com`, instead of an ARN.
    pub service: Option<String>,
    /// The resource for which a service calls.
    pub source_arn: Option<String>,
    /// The account for which a service calls.
    pub source_account: Option<String>,
    /// The principal whose policies, boundary and tags it uses; the user behind a federated user.
    pub issuer: Option<String>,
    /// Tags of the user or role.
    pub tags: BTreeMap<String, String>,
    /// Was MFA used? Absent: long-term keys for a user, false for a session.
    pub mfa: Option<bool>,
    /// `AIDA…` or `AROA…`
    pub unique_id: Option<String>,
    /// Was it deleted and made again since the key policy was saved?
    pub recreated: bool,
    /// Its identity policies, those of its groups included.
    pub policies: Vec<IdentityPolicy>,
    /// Its permissions boundary.
    pub boundary: Option<NamedDocument>,
    /// Its session.
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdentityPolicy {
    /// Its name.
    pub name: String,
    /// Its text.
    pub document: Document,
    /// How it is attached. Absent: inline.
    pub attached: Attached,
    /// The group it comes from.
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// The role session's name. Absent: `session`.
    pub name: Option<String>,
    /// The session policy passed in line.
    pub policy: Option<Document>,
    /// Managed policies passed as session policies.
    pub policies: Vec<NamedDocument>,
    /// Session tags.
    pub tags: BTreeMap<String, String>,
    /// The source identity.
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
