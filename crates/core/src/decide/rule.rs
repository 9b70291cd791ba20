//! The decision rule: section 0.3 of the specification, for all actions at once.
//!
//! ```text
//! same account   allow = GRANT or KP_DIRECT or (KP_DELEGATES and IDENTITY)
//! cross account  allow = (KP_DIRECT or KP_DELEGATES or GRANT)
//!                        and (IDENTITY or GRANT issued on the caller's side)
//!                        and the operation works across accounts
//! service        allow = KP names the service or GRANT to it
//! without a key  allow = IDENTITY
//! then           boundary and session policy allow, unless gone round (E-30 to E-37),
//!                SCPs and the VPC endpoint's policy allow, and no explicit Deny anywhere
//! ```

use super::bounds::Bounds;
use crate::actions::ActionSet;
use std::ops::{BitAnd, BitOr};

/// Permission from the key's side that names the caller, by what of the caller's limits it still
/// needs: the table E-30 to E-36, for grants as if the key policy named the grantee (G-9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direct<T> {
    /// It goes round both: user, session, federated user, everyone.
    pub free: T,
    /// The boundary must allow.
    pub within_boundary: T,
    /// The session policy must allow.
    pub within_session: T,
    /// Both must: a role, or the user behind a federated user.
    pub within_both: T,
}

/// What each layer says of one caller and one resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grounds<T> {
    /// The key policy names the caller itself, or everyone.
    pub direct: Direct<T>,
    /// The key policy, or a grant, names the caller's account.
    pub delegated: T,
    /// A grant names the caller.
    pub grant: Direct<T>,
    /// A grant that meets the caller's side of a call across accounts (G-20).
    pub callers_grant: Direct<T>,
    /// An identity policy of the caller allows. The root user needs none.
    pub identity: T,
    /// The permissions boundary allows, or there is none.
    pub boundary: T,
    /// The session policy allows, or there is none.
    pub session: T,
    /// The service control policies allow at every level, or none are in force.
    pub scps: T,
    /// The VPC endpoint's policy allows, or none is passed.
    pub endpoint: T,
    /// A Deny of any layer matches.
    pub denied: T,
}

/// How caller and key stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// There is no key, and no policy but the caller's own and those that limit it.
    NoKey,
    /// Of one account.
    SameAccount,
    /// Of two accounts.
    CrossAccount {
        /// Is the key's Region enabled in the caller's account (E-26)?
        region_enabled: bool,
    },
    /// The caller is a service, which has no account.
    Service,
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
    /// Those of them for which it is open whether a Deny refuses them.
    pub denial_uncertain: ActionSet,
}

/// Decides every action.
pub fn decide(relation: Relation, grounds: &Grounds<Bounds>) -> Outcome {
    let taken = grounds.read(|bounds| bounds.taken);
    let certain = grounds.read(|bounds| bounds.certain);
    let possible = grounds.read(|bounds| bounds.possible);
    let best = allowed(relation, &possible) & !certain.denied;
    let worst = allowed(relation, &certain) & !possible.denied;
    let denial_uncertain = certain.denied ^ possible.denied;
    Outcome {
        allowed: allowed(relation, &taken) & !taken.denied,
        denied: taken.denied,
        uncertain: (best ^ worst) | denial_uncertain,
        denial_uncertain,
    }
}

/// What would be allowed if nothing denied.
fn allowed(relation: Relation, grounds: &Grounds<ActionSet>) -> ActionSet {
    let Grounds { direct, delegated, grant, callers_grant, identity, .. } = *grounds;
    let Grounds { boundary, session, scps, endpoint, .. } = *grounds;
    let within = |direct: Direct<ActionSet>| direct.within(boundary, session);
    let caller = identity & boundary & session;
    let allowed = match relation {
        Relation::NoKey => caller,
        Relation::SameAccount => within(direct) | within(grant) | (delegated & caller),
        Relation::CrossAccount { region_enabled: true } => {
            (direct.any() | delegated | grant.any())
                & (caller | within(callers_grant))
                & ActionSet::ACROSS_ACCOUNTS
        }
        Relation::CrossAccount { region_enabled: false } => ActionSet::NONE,
        Relation::Service => direct.any() | grant.any(),
    };
    allowed & scps & endpoint
}

impl<T: Copy + BitAnd<Output = T> + BitOr<Output = T>> Direct<T> {
    /// By whatever of the caller's limits it still needs.
    pub fn any(self) -> T {
        self.free | self.within_boundary | self.within_session | self.within_both
    }

    /// What is left of it within the caller's boundary and session policy.
    pub fn within(self, boundary: T, session: T) -> T {
        self.free
            | (self.within_boundary & boundary)
            | (self.within_session & session)
            | (self.within_both & boundary & session)
    }
}

impl Grounds<Bounds> {
    fn read(&self, reading: impl Fn(Bounds) -> ActionSet) -> Grounds<ActionSet> {
        let direct = |direct: Direct<Bounds>| Direct {
            free: reading(direct.free),
            within_boundary: reading(direct.within_boundary),
            within_session: reading(direct.within_session),
            within_both: reading(direct.within_both),
        };
        Grounds {
            direct: direct(self.direct),
            delegated: reading(self.delegated),
            grant: direct(self.grant),
            callers_grant: direct(self.callers_grant),
            identity: reading(self.identity),
            boundary: reading(self.boundary),
            session: reading(self.session),
            scps: reading(self.scps),
            endpoint: reading(self.endpoint),
            denied: reading(self.denied),
        }
    }
}
