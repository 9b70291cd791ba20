//! VPC endpoints that requests may pass.

use super::Document;
use crate::read::members;
use serde::Serialize;

/// A VPC endpoint for KMS.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VpcEndpoint {
    /// `vpce-…`
    pub id: String,
    /// `vpc-…`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc: Option<String>,
    /// Its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its policy. Absent: everything is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
}

members! {
    VpcEndpoint {
        id: "id" required,
        vpc: "vpc",
        account: "account",
        policy: "policy",
    }
}
