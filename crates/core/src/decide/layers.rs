//! Which documents take part in a check, and what they say together (sections 1.4 to 1.7).

use super::Model;
use super::bounds::Bounds;
use super::compiled::{CompiledPolicy, Says};
use super::grants;
use super::place::{Place, Target};
use super::rule::{Grounds, Relation};
use crate::actions::ActionSet;
use crate::caller::CallerKind;
use crate::report::LayerName;
use crate::scenario::{Account, Manager};

/// The documents of one check. What is absent allows everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layers<'m> {
    /// Resource control policies by level, where they are in force for this check.
    pub rcps: Option<&'m [Vec<CompiledPolicy>]>,
    /// Service control policies by level, where they are in force for this caller.
    pub scps: Option<&'m [Vec<CompiledPolicy>]>,
    /// The policy of the VPC endpoint, where one is passed that has one.
    pub endpoint: Option<&'m CompiledPolicy>,
    /// The key policy.
    pub key_policy: Option<&'m CompiledPolicy>,
    /// The key's second policy, written by AWS RAM (N-3).
    pub ram_policy: Option<&'m CompiledPolicy>,
    /// The bucket policy.
    pub bucket_policy: Option<&'m CompiledPolicy>,
    /// The identity policies of the caller.
    pub identity: &'m [CompiledPolicy],
    /// The permissions boundary.
    pub boundary: Option<&'m CompiledPolicy>,
    /// The session policies; an empty list allows nothing.
    pub session: Option<&'m [CompiledPolicy]>,
}

impl<'m> Model<'m> {
    /// The account with this number.
    pub(crate) fn account(&self, id: &str) -> Option<(usize, &'m Account)> {
        self.scenario.accounts.iter().enumerate().find(|(_, account)| account.id == id)
    }

    /// The documents that take part in this check.
    pub(crate) fn layers<'a>(&'a self, place: &Place<'_>) -> Layers<'a> {
        let caller = place.caller;
        let own = self.principals.get(caller.index);
        let issuer = self.principals.get(caller.policies_of);
        let service = caller.kind == CallerKind::Service;
        let root = caller.kind == CallerKind::Root;
        let key = match place.target {
            // Key policy statements have no effect on retiring a grant (G-12).
            Target::Key(key) => self.keys.get(key),
            _ => None,
        };
        let saving = place.question.is_put_key_policy();
        let in_force = key.map(|key| match &key.saved {
            Some(saved) if saving => saved,
            _ => &key.policy,
        });
        let session = match caller.kind {
            CallerKind::FederatedUser => Some(own.map_or(&[][..], |own| own.session.as_slice())),
            CallerKind::RoleSession => {
                own.map(|own| own.session.as_slice()).filter(|session| !session.is_empty())
            }
            _ => None,
        };
        Layers {
            rcps: self.rcps_in_force(place),
            scps: if service || caller.is_service_linked() {
                None
            } else {
                self.organization_policies(&caller.account).and_then(|all| all.scps.as_deref())
            },
            endpoint: place
                .endpoint()
                .filter(|_| place.question.via.is_none() && !service)
                .and_then(|(index, _)| self.endpoints.get(index)?.as_ref()),
            key_policy: in_force,
            ram_policy: key.and_then(|key| key.ram.as_ref()),
            bucket_policy: match place.target {
                Target::Resource { bucket: Some(bucket) } => {
                    self.buckets.get(bucket).and_then(Option::as_ref)
                }
                _ => None,
            },
            identity: match issuer {
                Some(issuer) if !root && !service => &issuer.identity,
                _ => &[],
            },
            boundary: issuer.filter(|_| !root && !service).and_then(|one| one.boundary.as_ref()),
            session,
        }
    }

    /// Resource control policies do not reach service-linked roles, AWS managed keys and
    /// RetireGrant (E-63). Without a key those of the caller's account count (E-64).
    fn rcps_in_force(&self, place: &Place<'_>) -> Option<&[Vec<CompiledPolicy>]> {
        let managed = place.key().is_some_and(|key| key.manager == Manager::Aws);
        // Those of an account that has no such key say nothing.
        let none = matches!(place.target, Target::Grant { .. } | Target::ForeignKey);
        if managed || none || place.caller.is_service_linked() {
            return None;
        }
        self.organization_policies(place.owner())?.rcps.as_deref()
    }

    /// The policies of an organization for one of its member accounts: none bind the management
    /// account (E-50, E-60).
    fn organization_policies(&self, account: &str) -> Option<&super::CompiledAccount> {
        let (index, account) = self.account(account)?;
        let management = account.organization.as_ref().is_some_and(|one| one.management);
        self.accounts.get(index).filter(|_| !management)
    }

    /// What all layers say in this place, for the actions `among`.
    pub(crate) fn grounds(&self, place: &Place<'_>, among: ActionSet) -> Grounds<Bounds> {
        self.grounds_by(place, among, &|policy| policy.says(place, among))
    }

    /// The same, where `says` tells what one document says.
    pub(crate) fn grounds_by(
        &self,
        place: &Place<'_>,
        among: ActionSet,
        says: &dyn Fn(&CompiledPolicy) -> Says,
    ) -> Grounds<Bounds> {
        let mut grounds = self.policy_grounds(place, says);
        grants::add(place, among, &mut grounds);
        grounds
    }

    /// What the policies say alone, without grants.
    pub(crate) fn policy_grounds(
        &self,
        place: &Place<'_>,
        says: &dyn Fn(&CompiledPolicy) -> Says,
    ) -> Grounds<Bounds> {
        let layers = self.layers(place);
        // A limit that AWS refuses to save is not in force, and does not limit.
        let says = |policy: &CompiledPolicy| {
            let mut says = says(policy);
            if policy.refused && policy.source.kind.is_limit() {
                says.allowed = says.allowed | Bounds::ALL.doubtfully();
            }
            says
        };
        let union = |policies: &[CompiledPolicy]| {
            policies.iter().map(says).fold(Says::default(), |all, one| Says {
                allowed: all.allowed | one.allowed,
                denied: all.denied | one.denied,
                ..all
            })
        };
        let mut grounds = Grounds::open();
        for level in layers.rcps.into_iter().flatten() {
            let denied = union(level).denied;
            // Whether they reach an operation without a key is said in one place only (E-64); of
            // services some are not on the list.
            let reached = matches!(place.service(), "s3" | "sqs" | "secretsmanager");
            let sure = place.target.is_key()
                || place.target.is_alias()
                || (place.target.is_resource() && reached);
            grounds.denied = grounds.denied | if sure { denied } else { denied.uncertainly() };
        }
        for level in layers.scps.into_iter().flatten() {
            let says = union(level);
            grounds.scps = grounds.scps & says.allowed;
            grounds.denied = grounds.denied | says.denied;
        }
        if let Some(endpoint) = layers.endpoint {
            let says = says(endpoint);
            grounds.endpoint = says.allowed;
            grounds.denied = grounds.denied | says.denied;
        }
        let shared = layers.ram_policy.map(says);
        let of_bucket = layers.bucket_policy.map(says);
        for says in layers.key_policy.map(says).into_iter().chain(shared).chain(of_bucket) {
            grounds.direct = grounds.direct | says.direct;
            grounds.delegated = grounds.delegated | says.delegated;
            grounds.denied = grounds.denied | says.denied;
        }
        if place.target.is_resource() {
            on_resource(place, &mut grounds);
        }
        let identity = union(layers.identity);
        grounds.identity = identity.allowed;
        grounds.denied = grounds.denied | identity.denied;
        if place.caller.kind == CallerKind::Root {
            grounds.identity = Bounds::ALL;
        }
        if let Some(shared) = shared
            && !place.is_same_account()
        {
            // Does the other account have to allow as well? It is not said (N-3).
            grounds.identity = grounds.identity | shared.allowed.doubtfully();
        }
        if let Some(boundary) = layers.boundary {
            let says = says(boundary);
            grounds.boundary = says.allowed;
            grounds.denied = grounds.denied | says.denied;
        }
        if let Some(session) = layers.session {
            let says = union(session);
            grounds.session = says.allowed;
            grounds.denied = grounds.denied | says.denied;
        }
        grounds
    }
}

/// What counts on resources of other services besides the policies of a scenario: inside one
/// account IAM alone is enough (E-6, S-8), and secrets, queues and topics have policies of their own,
/// which a scenario does not hold.
fn on_resource(place: &Place<'_>, grounds: &mut Grounds<Bounds>) {
    let unseen = place.has_unseen_policy();
    match place.relation {
        Relation::SameAccount => {
            grounds.delegated = Bounds::ALL;
            if unseen {
                grounds.direct.free = grounds.direct.free | Bounds::ALL.doubtfully();
            }
        }
        Relation::CrossAccount { .. } if unseen => grounds.delegated = Bounds::ALL.uncertainly(),
        Relation::Service if unseen => grounds.direct.free = Bounds::ALL.uncertainly(),
        _ => {}
    }
}

impl Grounds<Bounds> {
    /// Nothing is allowed, and nothing limits.
    pub(crate) fn open() -> Self {
        Self {
            boundary: Bounds::ALL,
            session: Bounds::ALL,
            scps: Bounds::ALL,
            endpoint: Bounds::ALL,
            ..Self::default()
        }
    }
}

impl<'m> Layers<'m> {
    /// The first layer with a document that cannot be used.
    pub(crate) fn unreadable(&self) -> Option<LayerName> {
        let broken = |policies: &[CompiledPolicy]| policies.iter().any(|one| !one.is_readable());
        let one = |policy: Option<&CompiledPolicy>| policy.is_some_and(|one| !one.is_readable());
        let levels = |levels: Option<&[Vec<CompiledPolicy>]>| {
            levels.is_some_and(|levels| levels.iter().any(|level| broken(level)))
        };
        [
            (levels(self.rcps), LayerName::Rcp),
            (levels(self.scps), LayerName::Scp),
            (one(self.endpoint), LayerName::VpcEndpoint),
            (one(self.key_policy) || one(self.ram_policy), LayerName::KeyPolicy),
            (one(self.bucket_policy), LayerName::BucketPolicy),
            (broken(self.identity), LayerName::Identity),
            (one(self.boundary), LayerName::Boundary),
            (self.session.is_some_and(broken), LayerName::Session),
        ]
        .into_iter()
        .find_map(|(there, layer)| there.then_some(layer))
    }
}
