//! The operations: section 3 and `kms_operations.tsv`, with sections 15 and 16.
//!
//! The columns of `operations.tsv`:
//!
//! - `decided`: `key` (key policy, grants, identity policy where delegated), `none` (no key,
//!   E-13), `alias` (OP-10), `grant` (RetireGrant, G-12), `internal` (not callable)
//! - `across`: does a permission given to another account work (X-1, N-2)?
//! - `named`: how the key may be named: `alias` by aliases too, `key` by the key itself
//! - `grantable`: G-3
//! - `kinds`: for SYM HMAC ENC SIGN KA KEM: `Y`, `N`, or the footnote letter of section 3.1
//! - `states`: for Enabled, Disabled, PendingDeletion (and PendingReplicaDeletion), PendingImport,
//!   Unavailable, Creating, Updating: the notes of section 3.2; `none` is "cannot occur"
//! - `keys`: the `kms:` condition keys that the request carries, beyond those of the key itself

use std::sync::OnceLock;

/// What the decision is made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// On the key.
    Key,
    /// On the caller's identity policies alone (E-13).
    NoKey,
    /// On an alias and its keys (OP-10).
    Alias,
    /// On a grant (G-12).
    Grant,
    /// By a service-linked role alone; not callable.
    Internal,
    /// On a resource of another service than KMS.
    Service,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Such as `Decrypt`.
    pub name: &'static str,
    /// Such as `kms:Decrypt`.
    pub action: String,
    /// On what it is decided.
    pub decided: Decided,
    /// Works across accounts (N-2).
    pub across: bool,
    /// Takes an alias name or alias ARN for the key (X-3, C-22).
    pub takes_alias: bool,
    /// May stand in a grant (G-3).
    pub grantable: bool,
    /// Valid kinds of key: a letter for each of SYM HMAC ENC SIGN KA KEM.
    pub kinds: &'static str,
    /// A note of section 3.2 for each state.
    pub states: Vec<&'static str>,
    /// Carried `kms:` keys, in lower case and without the prefix.
    keys: Vec<String>,
}

impl Operation {
    /// Does the request carry this `kms:` key? In lower case, without the prefix.
    pub fn carries(&self, key: &str) -> bool {
        self.keys.iter().any(|carried| carried == key)
    }

    /// A cryptographic operation: those on a key that are grantable, without CreateGrant,
    /// DescribeKey, GetPublicKey and RetireGrant.
    pub fn is_cryptographic(&self) -> bool {
        self.grantable
            && !["CreateGrant", "DescribeKey", "GetPublicKey", "RetireGrant"].contains(&self.name)
    }

    /// Takes DryRun: cryptographic and grant operations (OP-12).
    pub fn takes_dry_run(&self) -> bool {
        self.is_cryptographic()
            || ["CreateGrant", "RetireGrant", "RevokeGrant"].contains(&self.name)
    }
}

/// All of them.
pub fn all() -> &'static [Operation] {
    static ALL: OnceLock<Vec<Operation>> = OnceLock::new();
    ALL.get_or_init(|| include_str!("operations.tsv").lines().skip(1).filter_map(read).collect())
}

/// The operation of an action such as `kms:Decrypt`.
pub fn of_action(action: &str) -> Option<&'static Operation> {
    all().iter().find(|operation| operation.action == action)
}

/// The operation of a name such as `Decrypt`.
pub fn named(name: &str) -> Option<&'static Operation> {
    all().iter().find(|operation| operation.name == name)
}

/// An action of another service, of which nothing but the name counts here.
pub fn of_service(action: &'static str) -> Operation {
    Operation {
        name: action,
        action: action.into(),
        decided: Decided::Service,
        across: true,
        takes_alias: false,
        grantable: false,
        kinds: "",
        states: Vec::new(),
        keys: Vec::new(),
    }
}

fn read(line: &'static str) -> Option<Operation> {
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [name, decided, across, named, grantable, kinds, states, keys] = columns.try_into().ok()?;
    Some(Operation {
        name,
        action: format!("kms:{name}"),
        decided: match decided {
            "key" => Decided::Key,
            "none" => Decided::NoKey,
            "alias" => Decided::Alias,
            "grant" => Decided::Grant,
            _ => Decided::Internal,
        },
        across: across == "yes",
        takes_alias: named == "alias",
        grantable: grantable == "Y",
        kinds,
        states: states.split(' ').collect(),
        keys: keys.split_whitespace().map(str::to_ascii_lowercase).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_eight_actions() {
        assert_eq!(all().len(), 58);
        assert!(
            all().iter().all(|operation| operation.states.len() == 7 && operation.kinds.len() == 6)
        );
    }

    #[test]
    fn across_accounts() {
        // N-2: 21 operations, of which ReEncrypt is two actions.
        assert_eq!(all().iter().filter(|operation| operation.across).count(), 22);
    }

    #[test]
    fn grantable() {
        // G-3: 17, and Encapsulate and Decapsulate.
        assert_eq!(all().iter().filter(|operation| operation.grantable).count(), 19);
    }
}
