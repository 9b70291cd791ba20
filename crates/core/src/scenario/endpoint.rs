//! VPC endpoints that requests may pass.

use super::Document;
use crate::read::members;

/// A VPC endpoint for KMS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VpcEndpoint {
    /// `vpce-…`
    pub id: String,
    /// `vpc-…`
    pub vpc: Option<String>,
    /// Its owner.
    pub account: Option<String>,
    /// Its policy. Absent: everything is allowed.
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
