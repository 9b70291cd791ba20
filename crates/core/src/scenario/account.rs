//! Accounts and their place in an organization.

use super::NamedDocument;
use crate::read::members;

/// An AWS account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// The opt-in Regions that are enabled. Absent: every Region is.
    pub opt_in_regions: Option<Vec<String>>,
    /// The organization it belongs to.
    pub organization: Option<Organization>,
    /// Service control policies, a list a level: root first, the account last.
    pub scps: Option<Vec<Vec<NamedDocument>>>,
    /// Resource control policies, by level like `scps`.
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

impl Account {
    /// On how many levels policies of an organization can stand above it, itself included.
    pub fn level_count(&self) -> usize {
        let written =
            |levels: &Option<Vec<Vec<NamedDocument>>>| levels.as_ref().map_or(0, Vec::len);
        match &self.organization {
            Some(organization) => organization.path.len() + 1,
            None => written(&self.scps).max(written(&self.rcps)),
        }
    }

    /// What a level is called: `r-…`, `ou-…` or the account's number.
    pub fn level_name(&self, level: usize) -> &str {
        let path = self.organization.as_ref().map(|organization| &organization.path);
        path.and_then(|path| path.get(level)).unwrap_or(&self.id)
    }
}

/// Where an account stands in an organization.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Organization {
    /// `o-…`
    pub id: String,
    /// The root and the organizational units above the account, from the top.
    pub path: Vec<String>,
    /// Is it the management account?
    pub management: bool,
}

members! {
    Organization {
        id: "id" required,
        path: "path",
        management: "management",
    }
}
