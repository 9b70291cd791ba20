//! The KMS actions as data, read from the AWS service model of [`MODEL_DATE`].
//!
//! To add an action that AWS adds: put its row here in alphabetical order, move [`MODEL_DATE`], and
//! run the tests of this crate: they check the order, the count and that [`ActionSet`] still holds
//! them all.
//!
//! [`ActionSet`]: super::ActionSet

use super::Authorization::{Account, Alias, Internal, Key, RetireGrant, RetiringPrincipal};
use super::Group::{Grants, Manage, Use, View};
use super::{Authorization, Group};

/// The date of the AWS service model behind this table.
pub const MODEL_DATE: &str = "2026-11-17";

/// Permission given to another account has an effect (X-1, N-2).
pub(super) const ABROAD: u16 = 1;
/// Takes an alias name or alias ARN for the key (C-22).
pub(super) const BY_ALIAS: u16 = 2;
/// Works on keys of every kind while they are enabled (section 3.1).
pub(super) const EVERY_KEY: u16 = SYMMETRIC | HMAC | ENCRYPT | SIGN | AGREE | KEM;
/// Works on symmetric encryption keys.
pub(super) const SYMMETRIC: u16 = 1 << 2;
/// Works on HMAC keys.
pub(super) const HMAC: u16 = 1 << 3;
/// Works on asymmetric keys of usage ENCRYPT_DECRYPT.
pub(super) const ENCRYPT: u16 = 1 << 4;
/// Works on asymmetric keys of usage SIGN_VERIFY.
pub(super) const SIGN: u16 = 1 << 5;
/// Works on asymmetric keys of usage KEY_AGREEMENT.
pub(super) const AGREE: u16 = 1 << 6;
/// Works on asymmetric keys of usage ENCAPSULATE_DECAPSULATE.
pub(super) const KEM: u16 = 1 << 7;
/// Works on keys of origin AWS_KMS; on others it depends.
pub(super) const BY_ORIGIN: u16 = 1 << 8;

/// One action.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub name: &'static str,
    pub group: Group,
    pub authorization: Authorization,
    pub flags: u16,
}

const fn row(name: &'static str, group: Group, authorization: Authorization, flags: u16) -> Row {
    Row { name, group, authorization, flags }
}

#[rustfmt::skip]
pub(super) const ACTIONS: [Row; 58] = [
    row("CancelKeyDeletion", Manage, Key, 0),
    row("ConnectCustomKeyStore", Manage, Account, 0),
    row("CreateAlias", Manage, Alias, 0),
    row("CreateCustomKeyStore", Manage, Account, 0),
    row("CreateGrant", Grants, Key, ABROAD | EVERY_KEY),
    row("CreateKey", Manage, Account, 0),
    row("Decapsulate", Use, Key, ABROAD | BY_ALIAS | KEM),
    row("Decrypt", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT),
    row("DeleteAlias", Manage, Alias, 0),
    row("DeleteCustomKeyStore", Manage, Account, 0),
    row("DeleteImportedKeyMaterial", Manage, Key, 0),
    row("DeriveSharedSecret", Use, Key, ABROAD | BY_ALIAS | AGREE),
    row("DescribeCustomKeyStores", View, Account, 0),
    row("DescribeKey", View, Key, ABROAD | BY_ALIAS | EVERY_KEY),
    row("DisableKey", Manage, Key, EVERY_KEY),
    row("DisableKeyRotation", Manage, Key, SYMMETRIC | BY_ORIGIN),
    row("DisconnectCustomKeyStore", Manage, Account, 0),
    row("EnableKey", Manage, Key, EVERY_KEY),
    row("EnableKeyRotation", Manage, Key, SYMMETRIC | BY_ORIGIN),
    row("Encapsulate", Use, Key, ABROAD | BY_ALIAS | KEM),
    row("Encrypt", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT),
    row("GenerateDataKey", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC),
    row("GenerateDataKeyPair", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | BY_ORIGIN),
    row("GenerateDataKeyPairWithoutPlaintext", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | BY_ORIGIN),
    row("GenerateDataKeyWithoutPlaintext", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC),
    row("GenerateMac", Use, Key, ABROAD | BY_ALIAS | HMAC),
    row("GenerateRandom", Use, Account, 0),
    row("GetKeyLastUsage", View, Key, EVERY_KEY),
    row("GetKeyPolicy", View, Key, EVERY_KEY),
    row("GetKeyRotationStatus", View, Key, ABROAD | EVERY_KEY),
    row("GetParametersForImport", View, Key, 0),
    row("GetPublicKey", View, Key, ABROAD | BY_ALIAS | ENCRYPT | SIGN | AGREE | KEM),
    row("ImportKeyMaterial", Manage, Key, 0),
    row("ListAliases", View, Account, 0),
    row("ListGrants", Grants, Key, ABROAD | EVERY_KEY),
    row("ListKeyPolicies", View, Key, EVERY_KEY),
    row("ListKeyRotations", View, Key, SYMMETRIC),
    row("ListKeys", View, Account, 0),
    row("ListResourceTags", View, Key, EVERY_KEY),
    row("ListRetirableGrants", Grants, RetiringPrincipal, 0),
    row("PutKeyPolicy", Manage, Key, EVERY_KEY),
    row("ReEncryptFrom", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT),
    row("ReEncryptTo", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT),
    row("ReplicateKey", Manage, Key, 0),
    row("RetireGrant", Grants, RetireGrant, ABROAD),
    row("RevokeGrant", Grants, Key, ABROAD | EVERY_KEY),
    row("RotateKeyOnDemand", Manage, Key, SYMMETRIC | BY_ORIGIN),
    row("ScheduleKeyDeletion", Manage, Key, EVERY_KEY),
    row("Sign", Use, Key, ABROAD | BY_ALIAS | SIGN),
    row("SynchronizeMultiRegionKey", Manage, Internal, 0),
    row("TagResource", Manage, Key, EVERY_KEY),
    row("UntagResource", Manage, Key, EVERY_KEY),
    row("UpdateAlias", Manage, Alias, 0),
    row("UpdateCustomKeyStore", Manage, Account, 0),
    row("UpdateKeyDescription", Manage, Key, EVERY_KEY),
    row("UpdatePrimaryRegion", Manage, Key, 0),
    row("Verify", Use, Key, ABROAD | BY_ALIAS | SIGN),
    row("VerifyMac", Use, Key, ABROAD | BY_ALIAS | HMAC),
];
