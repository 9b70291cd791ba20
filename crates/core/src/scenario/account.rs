//! Accounts and their place in an organization.

use super::{NamedDocument, is_default, or_default};
use serde::{Deserialize, Serialize};

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
