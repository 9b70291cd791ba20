//! The decision rule: section 0.3 of the specification, for all actions at once.
//!
//! ```text
//! same account   allow = KP_DIRECT or (KP_DELEGATES and IDENTITY)
//! cross account  allow = (KP_DIRECT or KP_DELEGATES) and IDENTITY
//!                        and the operation works across accounts
//! without a key  allow = IDENTITY
//! then           no explicit Deny anywhere
//! ```

use super::bounds::Bounds;
use crate::actions::ActionSet;

/// What the policies say of one caller and one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The key policy names the caller itself, or everyone.
    pub direct: Bounds,
    /// The key policy names the caller's account.
    pub delegated: Bounds,
    /// An identity policy of the caller allows. The root user needs none.
    pub identity: Bounds,
    /// A Deny of any of them matches.
    pub denied: Bounds,
}

/// How caller and key stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Are they of one account? Without a key they are.
    pub same_account: bool,
    /// Is the key's Region enabled in the caller's account (E-26)?
    pub region_enabled: bool,
}

/// What follows for each action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Actions that are allowed.
    pub allowed: ActionSet,
    /// Actions that a Deny refuses; all others that are not allowed are denied implicitly.
    pub denied: ActionSet,
    /// Actions for which another reading of something uncertain gives another verdict.
    pub uncertain: ActionSet,
}

/// Decides every action.
pub fn decide(relation: Relation, grounds: &Grounds) -> Outcome {
    let Grounds { direct, delegated, identity, denied } = *grounds;
    let taken = allowed(relation, direct.taken, delegated.taken, identity.taken) & !denied.taken;
    let best =
        allowed(relation, direct.possible, delegated.possible, identity.possible) & !denied.certain;
    let worst =
        allowed(relation, direct.certain, delegated.certain, identity.certain) & !denied.possible;
    Outcome {
        allowed: taken,
        denied: denied.taken,
        uncertain: (best ^ worst) | (denied.certain ^ denied.possible),
    }
}

/// What would be allowed if nothing denied.
fn allowed(
    relation: Relation,
    direct: ActionSet,
    delegated: ActionSet,
    identity: ActionSet,
) -> ActionSet {
    let on_key = if relation.same_account {
        direct | (delegated & identity)
    } else if relation.region_enabled {
        (direct | delegated) & identity & ActionSet::ACROSS_ACCOUNTS
    } else {
        ActionSet::NONE
    };
    (on_key & ActionSet::ON_KEY) | (identity & ActionSet::WITHOUT_KEY)
}
