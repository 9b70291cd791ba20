//! Actions: the KMS actions, how each is authorized, and sets of them as bits of one word; and the
//! actions of other services that their operations ask for besides.

mod meant;
pub mod parameters;
mod table;

use crate::glob;
pub use meant::meant;
use std::fmt;
use std::ops::{BitAnd, BitOr, BitXor, Not};
pub use table::MODEL_DATE;
pub use table::State;
use table::{
    ABROAD, ACTIONS, AGREE, BY_ALIAS, BY_USAGE, ENCRYPT, GRANTABLE, HMAC, KEM, PRIMARY, Row, SIGN,
    SYMMETRIC,
};

const _: () = assert!(
    ACTIONS.len() < 64,
    "ActionSet holds 63 KMS actions: make its word a u128 and adapt the size budget"
);

/// An action: one of KMS, such as `kms:Decrypt`, or one of another service that an operation on a
/// key asks for as well, such as `s3:PutObject`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Action(u8);

/// What a matrix groups actions by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Cryptographic operations.
    Use,
    /// Operations on grants.
    Grants,
    /// Operations that change a key, its policy, aliases, tags or stores.
    Manage,
    /// Operations that read.
    View,
}

/// What decides on an action (section 3.1, column Policy).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// The key policy, identity policies where it delegates, grants.
    Key,
    /// Identity policies alone: the action has no key (E-13).
    Account,
    /// Checks on an alias and on one or two keys (OP-10).
    Alias,
    /// The grant itself, and IAM (G-12).
    RetireGrant,
    /// Identity policies on the retiring principal's ARN (OP-3).
    RetiringPrincipal,
    /// A service-linked role only; nobody can call it.
    Internal,
    /// Another service, on its own resource (S-8).
    Service,
}

/// The kinds of keys (section 3.1), by key spec and usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Symmetric encryption.
    Symmetric,
    /// Message authentication codes.
    Hmac,
    /// Asymmetric encryption.
    Encrypt,
    /// Signatures.
    Sign,
    /// Key agreement.
    Agree,
    /// Key encapsulation.
    Kem,
}

/// Actions that a request may name and that expand into several checks.
pub const COMPOUND_ACTIONS: [&str; 12] = [
    "kms:ReEncrypt",
    "s3:PutObject",
    "s3:GetObject",
    "s3:MultipartUpload",
    "s3:CopyObject",
    "s3:ReplicateObject",
    "ec2:AttachVolume",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sns:Publish",
];

/// What services ask for on resources of their own, beside the KMS actions.
const OF_SERVICES: [(&str, &str); 10] = [
    ("ec2", "AttachVolume"),
    ("s3", "GetObject"),
    ("s3", "GetObjectVersionForReplication"),
    ("s3", "PutObject"),
    ("s3", "ReplicateObject"),
    ("secretsmanager", "GetSecretValue"),
    ("secretsmanager", "PutSecretValue"),
    ("sns", "Publish"),
    ("sqs", "ReceiveMessage"),
    ("sqs", "SendMessage"),
];

impl Action {
    /// The KMS action that `name` spells exactly, such as `kms:Decrypt`.
    pub fn named(name: &str) -> Option<Self> {
        Self::bare(name.strip_prefix("kms:")?)
    }

    /// The KMS action of this name without its prefix, such as `Decrypt`.
    pub fn bare(name: &str) -> Option<Self> {
        Self::all().find(|action| action.bare_name() == name)
    }

    /// The action of another service that `name` spells exactly, such as `s3:PutObject`.
    pub(crate) fn of_service(name: &str) -> Option<Self> {
        let named = |(service, bare): &(&str, &str)| name.split_once(':') == Some((service, bare));
        let index = OF_SERVICES.iter().position(named)?;
        u8::try_from(ACTIONS.len() + index).ok().map(Self)
    }

    /// All KMS actions, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).take(ACTIONS.len()).map(Self)
    }

    /// All actions of other services.
    pub(crate) fn of_services() -> impl Iterator<Item = Self> {
        (0..).skip(ACTIONS.len()).take(OF_SERVICES.len()).map(Self)
    }

    fn row(self) -> &'static Row {
        ACTIONS.get(usize::from(self.0)).unwrap_or(&OF_SERVICE)
    }

    /// The service and the name of an action of another service.
    fn elsewhere(self) -> Option<(&'static str, &'static str)> {
        OF_SERVICES.get(usize::from(self.0).checked_sub(ACTIONS.len())?).copied()
    }

    /// The service that has it, such as `kms`.
    pub fn service(self) -> &'static str {
        self.elsewhere().map_or("kms", |(service, _)| service)
    }

    /// The name without its prefix, such as `Decrypt`.
    pub fn bare_name(self) -> &'static str {
        self.elsewhere().map_or(self.row().name, |(_, name)| name)
    }

    /// What a matrix groups it under.
    pub fn group(self) -> Group {
        self.row().group
    }

    /// What decides on it.
    pub fn authorization(self) -> Authorization {
        self.row().authorization
    }

    /// Does the pattern of a policy's Action element cover it (M-1, M-2)? It is `*`, or
    /// `service:Name` without regard to case and with wildcards in both parts.
    pub fn is_covered_by(self, pattern: &str) -> bool {
        pattern == "*"
            || pattern.split_once(':').is_some_and(|(service, name)| {
                glob::matches_ignoring_case(service, self.service())
                    && glob::matches_ignoring_case(name, self.bare_name())
            })
    }

    /// Does permission given to another account have an effect?
    pub fn works_across_accounts(self) -> bool {
        self.row().flags & ABROAD != 0
    }

    /// May the request name the key by an alias?
    pub fn takes_alias(self) -> bool {
        self.row().flags & BY_ALIAS != 0
    }

    /// Does it work on keys of this kind?
    pub fn works_on(self, kind: KeyKind) -> bool {
        let of_kind = match kind {
            KeyKind::Symmetric => SYMMETRIC,
            KeyKind::Hmac => HMAC,
            KeyKind::Encrypt => ENCRYPT,
            KeyKind::Sign => SIGN,
            KeyKind::Agree => AGREE,
            KeyKind::Kem => KEM,
        };
        self.row().flags & of_kind != 0
    }

    /// Its row in the table of key states.
    pub fn state(self) -> State {
        self.row().state
    }

    /// Does it work on multi-Region primary keys only?
    pub fn wants_primary(self) -> bool {
        self.row().flags & PRIMARY != 0
    }

    /// Can a grant allow it (G-3)?
    pub fn is_grantable(self) -> bool {
        self.row().flags & GRANTABLE != 0
    }

    /// Does it answer a key of the wrong kind with `InvalidKeyUsageException` (OP-22)?
    pub fn complains_of_usage(self) -> bool {
        self.row().flags & BY_USAGE != 0
    }

    /// The operation of the API that asks for it.
    pub fn operation(self) -> &'static str {
        match self.bare_name() {
            "ReEncryptFrom" | "ReEncryptTo" => "ReEncrypt",
            name => name,
        }
    }

    /// Actions of other services share a bit: they are asked for one at a time.
    const fn bit(self) -> u64 {
        if (self.0 as usize) < ACTIONS.len() { 1 << self.0 } else { ActionSet::OF_SERVICE.0 }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service(), self.bare_name())
    }
}

/// A set of actions, one bit each: one pass over a policy decides all of them.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionSet(u64);

impl ActionSet {
    /// No action.
    pub const NONE: Self = Self(0);
    /// Every KMS action.
    pub const KMS: Self = Self(u64::MAX >> (64 - ACTIONS.len()));
    /// The action of another service that is asked for, whichever it is.
    pub const OF_SERVICE: Self = Self(1 << 63);
    /// Every action.
    pub const ALL: Self = Self::KMS.or(Self::OF_SERVICE);

    /// Actions that are authorized on a key: those with checks besides have one on a key as well.
    pub const ON_KEY: Self =
        Self::rows(Authorization::Key, 0).or(Self::rows(Authorization::Alias, 0));
    /// Actions on a key that work across accounts, and those of other services.
    pub const ACROSS_ACCOUNTS: Self = Self::rows(Authorization::Key, ABROAD).or(Self::OF_SERVICE);

    /// The actions of these names.
    #[expect(clippy::indexing_slicing, reason = "the loops end with what they run over")]
    pub const fn of(names: &[&str]) -> Self {
        let mut word = 0;
        let mut place = 0;
        while place < names.len() {
            let mut index = 0;
            let mut found = false;
            while index < ACTIONS.len() {
                if same(ACTIONS[index].name.as_bytes(), names[place].as_bytes()) {
                    word |= 1 << index;
                    found = true;
                }
                index += 1;
            }
            assert!(found, "no action has this name");
            place += 1;
        }
        Self(word)
    }

    /// Both sets together, where `|` cannot be used.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The first KMS action of the set.
    pub fn first(self) -> Option<Action> {
        (self.0 & Self::KMS.0 != 0).then(|| Action(self.0.trailing_zeros() as u8))
    }

    /// The actions authorized so whose rows have these flags.
    #[expect(clippy::indexing_slicing, reason = "the loop ends with the table")]
    const fn rows(authorization: Authorization, flags: u16) -> Self {
        let mut word = 0;
        let mut index = 0;
        while index < ACTIONS.len() {
            let row = &ACTIONS[index];
            if row.authorization as u8 == authorization as u8 && row.flags & flags == flags {
                word |= 1 << index;
            }
            index += 1;
        }
        Self(word)
    }

    /// The KMS actions for which `wanted` is true.
    pub fn filter(wanted: impl Fn(Action) -> bool) -> Self {
        Action::all().filter(|action| wanted(*action)).collect()
    }

    /// The actions that the pattern of a policy's Action element covers, see
    /// [`Action::is_covered_by`].
    pub fn covered_by(pattern: &str) -> Self {
        match pattern.split_once(':') {
            _ if pattern == "*" => Self::ALL,
            Some((service, name)) if glob::matches_ignoring_case(service, "kms") => {
                // What stands before the first wildcard settles most: this is asked for every entry
                // of a policy.
                let plain = name.find(['*', '?']);
                let head = name.get(..plain.unwrap_or(name.len())).unwrap_or_default();
                Self::filter(|action| {
                    let bare = action.bare_name();
                    let start = bare.get(..head.len());
                    start.is_some_and(|start| start.eq_ignore_ascii_case(head))
                        && match plain {
                            None => bare.len() == head.len(),
                            Some(_) => glob::matches_ignoring_case(name, bare),
                        }
                })
            }
            _ => Self::NONE,
        }
    }

    /// Is `action` in the set?
    pub const fn contains(self, action: Action) -> bool {
        self.0 & action.bit() != 0
    }

    /// How many KMS actions are in the set?
    pub const fn len(self) -> usize {
        (self.0 & Self::KMS.0).count_ones() as usize
    }

    /// Is no action in the set?
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Are two texts the same, at compile time?
#[expect(clippy::indexing_slicing, reason = "the loop ends with the shorter text")]
const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}

/// What is known of all actions of other services.
const OF_SERVICE: Row = Row {
    name: "",
    group: Group::Use,
    authorization: Authorization::Service,
    flags: ABROAD,
    state: State::Always,
};

/// Operations on a key, whose requests carry its properties.
pub const KEY_OPERATIONS: ActionSet =
    ActionSet::ON_KEY.or(ActionSet::rows(Authorization::RetireGrant, 0));
/// Operations that take an alias for the key, and so carry `kms:RequestAlias` (C-22).
pub const USING_A_KEY: ActionSet = ActionSet::rows(Authorization::Key, BY_ALIAS);
/// Cryptographic operations with an encryption context.
pub const CRYPTO_WITH_CONTEXT: ActionSet = ActionSet::of(&[
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
]);
/// Operations on custom key stores.
pub const CUSTOM_KEY_STORES: ActionSet = ActionSet::of(&[
    "ConnectCustomKeyStore",
    "CreateCustomKeyStore",
    "DeleteCustomKeyStore",
    "DescribeCustomKeyStores",
    "DisconnectCustomKeyStore",
    "UpdateCustomKeyStore",
]);

impl FromIterator<Action> for ActionSet {
    fn from_iter<I: IntoIterator<Item = Action>>(actions: I) -> Self {
        Self(actions.into_iter().fold(0, |word, action| word | action.bit()))
    }
}

impl From<Action> for ActionSet {
    fn from(action: Action) -> Self {
        Self(action.bit())
    }
}

impl BitAnd for ActionSet {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for ActionSet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitXor for ActionSet {
    type Output = Self;
    fn bitxor(self, other: Self) -> Self {
        Self(self.0 ^ other.0)
    }
}

impl Not for ActionSet {
    type Output = Self;
    fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }
}

impl fmt::Debug for ActionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Action::all().filter(|action| self.contains(*action))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_alphabetical_order_without_doubles() {
        let names: Vec<_> = Action::all().map(Action::bare_name).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        assert_eq!(names.len(), 58);
    }

    #[test]
    fn every_operation_with_parameters_is_one_of_an_action() {
        let operations: Vec<&str> = Action::all().map(Action::operation).collect();
        for operation in parameters::operations() {
            let known = operations.contains(&operation) || COMPOUND_ACTIONS.contains(&operation);
            assert!(known, "{operation}");
        }
        let silent =
            Action::all().filter(|action| parameters::of_operation(action.operation()).is_empty());
        // These take nothing but a key, or cannot be called.
        assert_eq!(silent.count(), 10);
    }

    #[test]
    fn twenty_one_operations_work_across_accounts() {
        // N-2 counts 21 with ReEncrypt as one; it is two actions here.
        assert_eq!(Action::all().filter(|action| action.works_across_accounts()).count(), 22);
    }

    #[test]
    fn patterns_cover_actions_without_regard_to_case() {
        for (pattern, expected) in [
            ("*", 58),
            ("kms:*", 58),
            ("KMS:decrypt", 1),
            ("kms:ReEncrypt*", 2),
            ("kms:ReEncrypt", 0),
            ("kms:GenerateDataKey*", 4),
            ("kms:*Data*", 4),
            ("k*:Decrypt", 1),
            ("s3:*", 0),
            ("Decrypt", 0),
            ("kms:?ign", 1),
        ] {
            let covered = ActionSet::covered_by(pattern);
            let count = Action::all().filter(|action| covered.contains(*action)).count();
            assert_eq!(count, expected, "{pattern}");
        }
    }
}
