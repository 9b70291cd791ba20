//! KMS keys and the grants on them.

use super::Document;
use crate::actions::KeyKind;
use crate::read::{members, names};
use std::collections::BTreeMap;

/// A KMS key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    /// `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`
    pub arn: String,
    /// `alias/name`, each.
    pub aliases: Vec<String>,
    /// `customer`, the default, or `aws`.
    pub manager: Manager,
    /// The key spec. Absent: `SYMMETRIC_DEFAULT`.
    pub spec: Option<String>,
    /// The key usage. Absent: by the spec.
    pub usage: Option<String>,
    /// The origin. Absent: `AWS_KMS`.
    pub origin: Option<String>,
    /// The key state. Absent: `Enabled`.
    pub state: Option<String>,
    /// `primary` or `replica`. Absent: a key of one Region.
    pub multi_region: Option<MultiRegion>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// The key policy in the editor. Absent: the default policy of the API (K-20).
    pub policy: Option<Document>,
    /// The key policy in force, where it differs: it authorizes PutKeyPolicy.
    pub saved: Option<Document>,
    /// The second key policy of a key shared through AWS RAM.
    pub ram_policy: Option<Document>,
    /// Grants on it.
    pub grants: Vec<Grant>,
}

members! {
    Key {
        arn: "arn" required,
        aliases: "aliases",
        manager: "manager",
        spec: "spec",
        usage: "usage",
        origin: "origin",
        state: "state",
        multi_region: "multiRegion",
        tags: "tags",
        policy: "policy",
        saved: "saved",
        ram_policy: "ramPolicy",
        grants: "grants",
    }
}

/// The key specs.
pub const SPECS: [&str; 20] = [
    "SYMMETRIC_DEFAULT",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_NIST_EDWARDS25519",
    "ECC_SECG_P256K1",
    "HMAC_224",
    "HMAC_256",
    "HMAC_384",
    "HMAC_512",
    "SM2",
    "ML_DSA_44",
    "ML_DSA_65",
    "ML_DSA_87",
    "ML_KEM_512",
    "ML_KEM_768",
    "ML_KEM_1024",
];
/// The origins of key material.
pub const ORIGINS: [&str; 4] = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];
/// The key states.
pub const STATES: [&str; 8] = [
    "Enabled",
    "Disabled",
    "PendingDeletion",
    "PendingReplicaDeletion",
    "PendingImport",
    "Unavailable",
    "Creating",
    "Updating",
];

/// The usages that a key of this spec can have; the first is that of a key that names none.
pub fn usages(spec: &str) -> &'static [&'static str] {
    match spec {
        "SYMMETRIC_DEFAULT" => &["ENCRYPT_DECRYPT"],
        "SM2" => &["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
        "ECC_NIST_P256" | "ECC_NIST_P384" | "ECC_NIST_P521" => &["SIGN_VERIFY", "KEY_AGREEMENT"],
        _ if spec.starts_with("RSA_") => &["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
        _ if spec.starts_with("HMAC_") => &["GENERATE_VERIFY_MAC"],
        _ if spec.starts_with("ML_KEM_") => &["ENCAPSULATE_DECAPSULATE"],
        _ => &["SIGN_VERIFY"],
    }
}

impl Key {
    /// Its spec.
    pub fn spec(&self) -> &str {
        self.spec.as_deref().unwrap_or("SYMMETRIC_DEFAULT")
    }

    /// Its usage; by the spec where it names none.
    pub fn usage(&self) -> &str {
        let default = || usages(self.spec()).first().copied().unwrap_or_default();
        self.usage.as_deref().unwrap_or_else(default)
    }

    /// Its origin.
    pub fn origin(&self) -> &str {
        self.origin.as_deref().unwrap_or("AWS_KMS")
    }

    /// Its state.
    pub fn state(&self) -> &str {
        self.state.as_deref().unwrap_or("Enabled")
    }

    /// Its kind, which decides on what operations work.
    pub fn kind(&self) -> KeyKind {
        match self.usage() {
            _ if self.spec() == "SYMMETRIC_DEFAULT" => KeyKind::Symmetric,
            "GENERATE_VERIFY_MAC" => KeyKind::Hmac,
            "SIGN_VERIFY" => KeyKind::Sign,
            "KEY_AGREEMENT" => KeyKind::Agree,
            "ENCAPSULATE_DECAPSULATE" => KeyKind::Kem,
            _ => KeyKind::Encrypt,
        }
    }

    /// Does its material lie in a custom key store?
    pub fn is_in_custom_store(&self) -> bool {
        matches!(self.origin(), "AWS_CLOUDHSM" | "EXTERNAL_KEY_STORE")
    }
}

/// Who manages a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manager {
    /// The customer.
    #[default]
    Customer,
    /// An AWS service, on the account's behalf.
    Aws,
}

names! {
    Manager: Manager {
        Customer: "customer",
        Aws: "aws",
    }
}

/// The part of a multi-Region key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiRegion {
    /// The primary key.
    Primary,
    /// A replica.
    Replica,
}

names! {
    Option<MultiRegion>: MultiRegion {
        Primary: "primary",
        Replica: "replica",
    }
}

/// A grant on a key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grant {
    /// Its ID.
    pub id: String,
    /// The ARN of the grantee principal.
    pub grantee: Option<String>,
    /// The grantee service, instead of a principal.
    pub grantee_service: Option<String>,
    /// The operations it allows, such as `Decrypt`.
    pub operations: Vec<String>,
    /// When it allows them.
    pub constraints: Option<GrantConstraints>,
    /// The account that issued it. Absent: the key's account.
    pub issuing_account: Option<String>,
    /// The retiring principal.
    pub retiring: Option<String>,
    /// The retiring service.
    pub retiring_service: Option<String>,
    /// Has it reached every part of KMS? Absent: yes.
    pub propagated: Option<bool>,
}

members! {
    Grant {
        id: "id",
        grantee: "grantee",
        grantee_service: "granteeService",
        operations: "operations",
        constraints: "constraints",
        issuing_account: "issuingAccount",
        retiring: "retiring",
        retiring_service: "retiringService",
        propagated: "propagated",
    }
}

/// The constraints of a grant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GrantConstraints {
    /// The request's encryption context contains these pairs.
    pub encryption_context_subset: Option<BTreeMap<String, String>>,
    /// The request's encryption context is exactly these pairs.
    pub encryption_context_equals: Option<BTreeMap<String, String>>,
    /// The request comes from this resource.
    pub source_arn: Option<String>,
}

members! {
    GrantConstraints {
        encryption_context_subset: "encryptionContextSubset",
        encryption_context_equals: "encryptionContextEquals",
        source_arn: "sourceArn",
    }
}
