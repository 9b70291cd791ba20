//! The KMS actions as data, read from the AWS service model of [`MODEL_DATE`].
//!
//! To add an action that AWS adds:
//!
//! 1. Put its row here in alphabetical order: what decides on it, the kinds of keys it works on,
//!    whether it works across accounts, takes an alias, can be granted, and its row in the table of
//!    key states. Move [`MODEL_DATE`].
//! 2. Put its parameters into `parameters.rs`, and it into the sets of the condition keys that it
//!    carries in `condition/key.rs`.
//! 3. Where it takes more than one check, say so in `decide/checks.rs`.
//! 4. Run the tests of this crate: they check the order, the count, that [`ActionSet`] still holds
//!    all, and that every parameter belongs to an operation. Give it a case in `cases/`.
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
/// Works on keys of every kind.
pub(super) const EVERY_KEY: u16 = SYMMETRIC | HMAC | ENCRYPT | SIGN | AGREE | KEM;
/// Works on symmetric encryption keys (section 3.1).
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
/// Works on multi-Region primary keys only.
pub(super) const PRIMARY: u16 = 1 << 8;
/// A grant can allow it (G-3).
pub(super) const GRANTABLE: u16 = 1 << 9;
/// Answers a key of the wrong kind with `InvalidKeyUsageException` (OP-22).
pub(super) const BY_USAGE: u16 = 1 << 10;

/// The rows of the table of key states (section 3.2), each after an action of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Works in every state.
    Always,
    /// `CancelKeyDeletion`
    Cancel,
    /// `CreateAlias`, `TagResource`, …
    Label,
    /// `CreateGrant`
    Grant,
    /// `Encrypt`, `Decrypt`, …
    Encrypt,
    /// `DeleteImportedKeyMaterial`
    DeleteMaterial,
    /// `Sign`, `GenerateMac`, …
    Sign,
    /// `EnableKey`, `DisableKey`
    Switch,
    /// `EnableKeyRotation`, `DisableKeyRotation`
    Rotation,
    /// `GenerateDataKeyPair`, …
    Pair,
    /// `GetKeyLastUsage`
    LastUsage,
    /// `GetKeyRotationStatus`
    RotationStatus,
    /// `GetParametersForImport`
    ImportParameters,
    /// `GetPublicKey`
    PublicKey,
    /// `ImportKeyMaterial`
    Import,
    /// `ListKeyRotations`
    Rotations,
    /// `ReplicateKey`
    Replicate,
    /// `RotateKeyOnDemand`
    RotateNow,
    /// `ScheduleKeyDeletion`
    Schedule,
    /// `UpdateAlias`, of the key that the alias shall stand for
    NewTarget,
}

/// One action.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub name: &'static str,
    pub group: Group,
    pub authorization: Authorization,
    pub flags: u16,
    pub state: State,
}

const fn row(
    name: &'static str,
    group: Group,
    authorization: Authorization,
    flags: u16,
    state: State,
) -> Row {
    Row { name, group, authorization, flags, state }
}

#[rustfmt::skip]
pub(super) const ACTIONS: [Row; 58] = [
    row("CancelKeyDeletion", Manage, Key, EVERY_KEY, State::Cancel),
    row("ConnectCustomKeyStore", Manage, Account, 0, State::Always),
    row("CreateAlias", Manage, Alias, EVERY_KEY, State::Label),
    row("CreateCustomKeyStore", Manage, Account, 0, State::Always),
    row("CreateGrant", Grants, Key, ABROAD | EVERY_KEY | GRANTABLE, State::Grant),
    row("CreateKey", Manage, Account, 0, State::Always),
    row("Decapsulate", Use, Key, ABROAD | BY_ALIAS | KEM | GRANTABLE | BY_USAGE, State::Sign),
    row("Decrypt", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT | GRANTABLE | BY_USAGE, State::Encrypt),
    row("DeleteAlias", Manage, Alias, EVERY_KEY, State::Always),
    row("DeleteCustomKeyStore", Manage, Account, 0, State::Always),
    row("DeleteImportedKeyMaterial", Manage, Key, EVERY_KEY, State::DeleteMaterial),
    row("DeriveSharedSecret", Use, Key, ABROAD | BY_ALIAS | AGREE | GRANTABLE | BY_USAGE, State::Sign),
    row("DescribeCustomKeyStores", View, Account, 0, State::Always),
    row("DescribeKey", View, Key, ABROAD | BY_ALIAS | EVERY_KEY | GRANTABLE, State::Always),
    row("DisableKey", Manage, Key, EVERY_KEY, State::Switch),
    row("DisableKeyRotation", Manage, Key, SYMMETRIC, State::Rotation),
    row("DisconnectCustomKeyStore", Manage, Account, 0, State::Always),
    row("EnableKey", Manage, Key, EVERY_KEY, State::Switch),
    row("EnableKeyRotation", Manage, Key, SYMMETRIC, State::Rotation),
    row("Encapsulate", Use, Key, ABROAD | BY_ALIAS | KEM | GRANTABLE | BY_USAGE, State::Sign),
    row("Encrypt", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT | GRANTABLE | BY_USAGE, State::Encrypt),
    row("GenerateDataKey", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | GRANTABLE | BY_USAGE, State::Encrypt),
    row("GenerateDataKeyPair", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | GRANTABLE | BY_USAGE, State::Pair),
    row("GenerateDataKeyPairWithoutPlaintext", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | GRANTABLE | BY_USAGE, State::Pair),
    row("GenerateDataKeyWithoutPlaintext", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | GRANTABLE | BY_USAGE, State::Encrypt),
    row("GenerateMac", Use, Key, ABROAD | BY_ALIAS | HMAC | GRANTABLE | BY_USAGE, State::Sign),
    row("GenerateRandom", Use, Account, 0, State::Always),
    row("GetKeyLastUsage", View, Key, EVERY_KEY, State::LastUsage),
    row("GetKeyPolicy", View, Key, EVERY_KEY, State::Always),
    row("GetKeyRotationStatus", View, Key, ABROAD | EVERY_KEY, State::RotationStatus),
    row("GetParametersForImport", View, Key, EVERY_KEY, State::ImportParameters),
    row("GetPublicKey", View, Key, ABROAD | BY_ALIAS | ENCRYPT | SIGN | AGREE | KEM | GRANTABLE | BY_USAGE, State::PublicKey),
    row("ImportKeyMaterial", Manage, Key, EVERY_KEY, State::Import),
    row("ListAliases", View, Account, 0, State::Always),
    row("ListGrants", Grants, Key, ABROAD | EVERY_KEY, State::Always),
    row("ListKeyPolicies", View, Key, EVERY_KEY, State::Always),
    row("ListKeyRotations", View, Key, SYMMETRIC, State::Rotations),
    row("ListKeys", View, Account, 0, State::Always),
    row("ListResourceTags", View, Key, EVERY_KEY, State::Always),
    row("ListRetirableGrants", Grants, RetiringPrincipal, 0, State::Always),
    row("PutKeyPolicy", Manage, Key, EVERY_KEY, State::Always),
    row("ReEncryptFrom", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT | GRANTABLE | BY_USAGE, State::Encrypt),
    row("ReEncryptTo", Use, Key, ABROAD | BY_ALIAS | SYMMETRIC | ENCRYPT | GRANTABLE | BY_USAGE, State::Encrypt),
    row("ReplicateKey", Manage, Key, EVERY_KEY | PRIMARY, State::Replicate),
    row("RetireGrant", Grants, RetireGrant, ABROAD | EVERY_KEY | GRANTABLE, State::Always),
    row("RevokeGrant", Grants, Key, ABROAD | EVERY_KEY, State::Always),
    row("RotateKeyOnDemand", Manage, Key, SYMMETRIC, State::RotateNow),
    row("ScheduleKeyDeletion", Manage, Key, EVERY_KEY, State::Schedule),
    row("Sign", Use, Key, ABROAD | BY_ALIAS | SIGN | GRANTABLE | BY_USAGE, State::Sign),
    row("SynchronizeMultiRegionKey", Manage, Internal, 0, State::Always),
    row("TagResource", Manage, Key, EVERY_KEY, State::Label),
    row("UntagResource", Manage, Key, EVERY_KEY, State::Label),
    row("UpdateAlias", Manage, Alias, EVERY_KEY, State::NewTarget),
    row("UpdateCustomKeyStore", Manage, Account, 0, State::Always),
    row("UpdateKeyDescription", Manage, Key, EVERY_KEY, State::Label),
    row("UpdatePrimaryRegion", Manage, Key, EVERY_KEY | PRIMARY, State::Sign),
    row("Verify", Use, Key, ABROAD | BY_ALIAS | SIGN | GRANTABLE | BY_USAGE, State::Sign),
    row("VerifyMac", Use, Key, ABROAD | BY_ALIAS | HMAC | GRANTABLE | BY_USAGE, State::Sign),
];
