//! Accounts and their place in an organization.

use super::{NamedDocument, is_default};
use crate::read::members;
use serde::Serialize;

/// An AWS account.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The opt-in Regions that are enabled. Absent: every Region is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_in_regions: Option<Vec<String>>,
    /// The organization it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Service control policies, a list a level: root first, the account last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scps: Option<Vec<Vec<NamedDocument>>>,
    /// Resource control policies, by level like `scps`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rcps: Option<Vec<Vec<NamedDocument>>>,
}

members! {
    Account {
        id: "id" required,
        name: "name",
        opt_in_regions: "optInRegions",
        organization: "organization",
        scps: "scps",
        rcps: "rcps",
    }
}

/// Where an account stands in an organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// `o-…`
    pub id: String,
    /// The root and the organizational units above the account, from the top.
    #[serde(skip_serializing_if = "is_default")]
    pub path: Vec<String>,
    /// Is it the management account?
    #[serde(skip_serializing_if = "is_default")]
    pub management: bool,
}

members! {
    Organization {
        id: "id" required,
        path: "path",
        management: "management",
    }
}
