//! The policy documents that the page edits, and their names.

use kms_policy::form::key_meant;
use kms_policy::policy::{self, PolicyKind};
use kms_policy::scenario::{Attached, IdentityPolicy, Scenario};
use std::fmt;
use std::sync::Arc;

/// A document of a scenario. It prints as the JSON Pointer that the core's reports use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentId {
    /// The policy of the key at this index.
    Key(usize),
    /// An identity policy: index of the principal, index among its policies.
    Identity(usize, usize),
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, "/keys/{key}/policy"),
            Self::Identity(principal, policy) => {
                write!(f, "/principals/{principal}/policies/{policy}/document")
            }
        }
    }
}

impl DocumentId {
    /// Reads the JSON Pointer of a document that the page can show.
    pub fn parse(pointer: &str) -> Option<Self> {
        let parts: Vec<&str> = pointer.strip_prefix('/')?.split('/').collect();
        match parts.as_slice() {
            ["keys", key, "policy"] => Some(Self::Key(key.parse().ok()?)),
            ["principals", principal, "policies", policy, "document"] => {
                Some(Self::Identity(principal.parse().ok()?, policy.parse().ok()?))
            }
            _ => None,
        }
    }

    /// Its text, where the scenario has it. A key without a policy has the default one.
    pub fn text(self, scenario: &Scenario) -> Option<Arc<str>> {
        match self {
            Self::Key(key) => {
                scenario.keys.get(key)?;
                Some(scenario.key_policy_text(key))
            }
            Self::Identity(..) => self.policy(scenario)?.document.text().cloned(),
        }
    }

    /// Replaces its text.
    pub fn set_text(self, scenario: &mut Scenario, text: Arc<str>) {
        match self {
            Self::Key(key) => {
                if let Some(key) = scenario.keys.get_mut(key) {
                    key.policy = Some(text.into());
                }
            }
            Self::Identity(principal, policy) => {
                if let Some(policy) = scenario
                    .principals
                    .get_mut(principal)
                    .and_then(|principal| principal.policies.get_mut(policy))
                {
                    policy.document = text.into();
                }
            }
        }
    }

    /// What it is attached to.
    pub fn kind(self, scenario: &Scenario) -> PolicyKind {
        match self {
            Self::Key(_) => PolicyKind::KeyPolicy,
            Self::Identity(..) => PolicyKind::Identity {
                managed: self
                    .policy(scenario)
                    .is_some_and(|policy| policy.attached == Attached::Managed),
            },
        }
    }

    /// Can decisions be made from `text` in its place?
    pub fn is_readable(self, scenario: &Scenario, text: &Arc<str>) -> bool {
        policy::read(Arc::clone(text), self.kind(scenario)).policy.is_some()
    }

    /// The identity policy that it is the document of.
    pub fn policy(self, scenario: &Scenario) -> Option<&IdentityPolicy> {
        match self {
            Self::Key(_) => None,
            Self::Identity(principal, policy) => {
                scenario.principals.get(principal)?.policies.get(policy)
            }
        }
    }
}

/// The index of the key that the matrix asks about, however it is written there.
pub fn current_key(scenario: &Scenario) -> usize {
    let named = scenario.matrix.as_ref().and_then(|matrix| matrix.key.as_deref());
    named.and_then(|text| key_meant(scenario, text)).unwrap_or(0)
}
