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
pub(super) const ABROAD: u8 = 1;
/// Takes an alias name or alias ARN for the key (C-22).
pub(super) const BY_ALIAS: u8 = 2;
/// Works on keys of every kind and origin while they are enabled (section 3.1).
pub(super) const EVERY_KEY: u8 = 4;
/// Works on an enabled symmetric encryption key of origin AWS_KMS in one Region (section 3.1).
pub(super) const PLAIN_KEY: u8 = 8;

/// One action.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub name: &'static str,
    pub group: Group,
    pub authorization: Authorization,
    pub flags: u8,
}

const fn row(name: &'static str, group: Group, authorization: Authorization, flags: u8) -> Row {
    Row {
        name,
        group,
        authorization,
        flags,
    }
}

#[rustfmt::skip]
pub(super) const ACTIONS: [Row; 58] = [
    row("CancelKeyDeletion", Manage, Key, 0),
    row("ConnectCustomKeyStore", Manage, Account, 0),
    row("CreateAlias", Manage, Alias, 0),
    row("CreateCustomKeyStore", Manage, Account, 0),
    row("CreateGrant", Grants, Key, ABROAD | EVERY_KEY),
    row("CreateKey", Manage, Account, 0),
    row("Decapsulate", Use, Key, ABROAD | BY_ALIAS),
    row("Decrypt", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("DeleteAlias", Manage, Alias, 0),
    row("DeleteCustomKeyStore", Manage, Account, 0),
    row("DeleteImportedKeyMaterial", Manage, Key, 0),
    row("DeriveSharedSecret", Use, Key, ABROAD | BY_ALIAS),
    row("DescribeCustomKeyStores", View, Account, 0),
    row("DescribeKey", View, Key, ABROAD | BY_ALIAS | EVERY_KEY),
    row("DisableKey", Manage, Key, EVERY_KEY),
    row("DisableKeyRotation", Manage, Key, PLAIN_KEY),
    row("DisconnectCustomKeyStore", Manage, Account, 0),
    row("EnableKey", Manage, Key, EVERY_KEY),
    row("EnableKeyRotation", Manage, Key, PLAIN_KEY),
    row("Encapsulate", Use, Key, ABROAD | BY_ALIAS),
    row("Encrypt", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("GenerateDataKey", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("GenerateDataKeyPair", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("GenerateDataKeyPairWithoutPlaintext", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("GenerateDataKeyWithoutPlaintext", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("GenerateMac", Use, Key, ABROAD | BY_ALIAS),
    row("GenerateRandom", Use, Account, 0),
    row("GetKeyLastUsage", View, Key, EVERY_KEY),
    row("GetKeyPolicy", View, Key, EVERY_KEY),
    row("GetKeyRotationStatus", View, Key, ABROAD | EVERY_KEY),
    row("GetParametersForImport", View, Key, 0),
    row("GetPublicKey", View, Key, ABROAD | BY_ALIAS),
    row("ImportKeyMaterial", Manage, Key, 0),
    row("ListAliases", View, Account, 0),
    row("ListGrants", Grants, Key, ABROAD | EVERY_KEY),
    row("ListKeyPolicies", View, Key, EVERY_KEY),
    row("ListKeyRotations", View, Key, PLAIN_KEY),
    row("ListKeys", View, Account, 0),
    row("ListResourceTags", View, Key, EVERY_KEY),
    row("ListRetirableGrants", Grants, RetiringPrincipal, 0),
    row("PutKeyPolicy", Manage, Key, EVERY_KEY),
    row("ReEncryptFrom", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("ReEncryptTo", Use, Key, ABROAD | BY_ALIAS | PLAIN_KEY),
    row("ReplicateKey", Manage, Key, 0),
    row("RetireGrant", Grants, RetireGrant, ABROAD),
    row("RevokeGrant", Grants, Key, ABROAD | EVERY_KEY),
    row("RotateKeyOnDemand", Manage, Key, PLAIN_KEY),
    row("ScheduleKeyDeletion", Manage, Key, EVERY_KEY),
    row("Sign", Use, Key, ABROAD | BY_ALIAS),
    row("SynchronizeMultiRegionKey", Manage, Internal, 0),
    row("TagResource", Manage, Key, EVERY_KEY),
    row("UntagResource", Manage, Key, EVERY_KEY),
    row("UpdateAlias", Manage, Alias, 0),
    row("UpdateCustomKeyStore", Manage, Account, 0),
    row("UpdateKeyDescription", Manage, Key, EVERY_KEY),
    row("UpdatePrimaryRegion", Manage, Key, 0),
    row("Verify", Use, Key, ABROAD | BY_ALIAS),
    row("VerifyMac", Use, Key, ABROAD | BY_ALIAS),
];
