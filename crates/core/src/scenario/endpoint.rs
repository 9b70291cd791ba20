//! VPC endpoints that requests may pass.

use super::Document;
use serde::{Deserialize, Serialize};

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
