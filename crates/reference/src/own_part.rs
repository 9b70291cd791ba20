//! The own part of a compound operation: may the caller use the service's resource? Decided by
//! the formula for services other than KMS (E-6, S-8, E-20).

use crate::asking::Judged;
use crate::compound::Call;
use crate::context::{Check, Facts};
use crate::decide::{Answer, Verdict};
use crate::document::Document;
use crate::formula::direct;
use crate::layers::{self, Layers, any_way, weigh_by_way};
use crate::operation;
use crate::outcome::Outcome;
use crate::question::{Held, Way};
use crate::service::Service;
use crate::truth::Truth;

/// The own part.
#[derive(Clone, Debug)]
pub struct OwnPart<'a> {
    /// Such as `s3:PutObject`.
    pub action: &'static str,
    /// The ARN.
    pub resource: String,
    /// The resource's Region.
    pub region: String,
    /// What the resource policy is.
    pub policy: ResourcePolicy<'a>,
    /// What conditions see of it.
    pub own: Own,
}

/// What conditions see of the own part, beyond the caller.
#[derive(Clone, Debug)]
pub struct Own {
    /// The service.
    pub service: Service,
    /// Of the resource's ARN.
    pub partition: String,
    /// The account that owns the resource; absent: nothing in the scenario tells.
    pub owner: Option<String>,
    /// `s3:x-amz-server-side-encryption` (S-17).
    pub encryption: Held,
    /// `s3:x-amz-server-side-encryption-aws-kms-key-id` (S-17).
    pub encryption_key: Held,
}

/// The resource policy of the resource.
#[derive(Clone, Copy, Debug)]
pub enum ResourcePolicy<'a> {
    /// The bucket's; absent: it allows nothing.
    Held(Option<&'a Document>),
    /// There may be one, which the scenario does not hold: secrets, queues, topics.
    NotHeld,
    /// There is none: volumes.
    Impossible,
}

impl OwnPart<'_> {
    /// The answer to this part.
    pub fn answer(&self, call: &Call<'_>) -> Answer {
        let operation = operation::of_service(self.action);
        let facts = Facts {
            world: call.world,
            request: call.request,
            principal: call.principal,
            operation: &operation,
            check: Check::Service,
            key: None,
            alias: None,
            resource: self.resource.clone(),
            region: Some(self.region.clone()),
            same_key: None,
            grant: None,
            later: false,
            own: Some(&self.own),
        };
        let mut answer = Judged::of(self.outcome(&facts)).answer();
        // S-9: Block Public Access, ACLs and Object Ownership. No answer of theirs undoes a Deny.
        let across = self.own.service == Service::S3 && !self.is_own(&facts);
        answer.uncertain |= across && answer.verdict != Verdict::ExplicitDeny;
        answer
    }

    /// Is the resource of the caller's account? Accounts of two partitions are two.
    fn is_own(&self, facts: &Facts<'_>) -> bool {
        let caller = &facts.principal.caller;
        caller.account.is_some()
            && caller.account == self.own.owner
            && caller.partition == self.own.partition
    }

    fn outcome(&self, facts: &Facts<'_>) -> Outcome {
        let layers = layers::of(facts);
        let (ways, deny, readable) = match self.policy {
            ResourcePolicy::Held(Some(policy)) => {
                let (ways, deny) = facts.ask(|question| weigh_by_way(policy, question));
                (ways, deny, policy.readable)
            }
            _ => (Vec::new(), Truth::NO, true),
        };
        let is_service = facts.principal.caller.account.is_none();
        let base = match (self.policy, self.is_own(facts)) {
            // E-6, S-8: either is enough.
            (ResourcePolicy::Held(_), true) => direct(&ways, &layers).or(identity(&layers)),
            // E-84: the resource policy names the service.
            (ResourcePolicy::Held(_), false) if is_service => {
                any_way(&ways, |way| matches!(way, Way::Service | Way::Everyone))
            }
            // E-20, E-21, E-22: both. Here any operation works across accounts.
            (ResourcePolicy::Held(_), false) => any_way(&ways, |_| true).and(identity(&layers)),
            // It may name the caller directly.
            (ResourcePolicy::NotHeld, true) => identity(&layers).or(Truth::open(false)),
            // It must allow, and is taken to.
            (ResourcePolicy::NotHeld, false) if is_service => Truth::open(true),
            (ResourcePolicy::NotHeld, false) => identity(&layers).and(Truth::open(true)),
            (ResourcePolicy::Impossible, true) => identity(&layers),
            // A volume is not attached from another account, nor by a service for itself.
            (ResourcePolicy::Impossible, false) => Truth::NO,
        };
        Outcome {
            allowed: base.and(layers.outer()),
            denied: layers.deny().or(deny),
            readable: layers.readable && readable,
            open: false,
        }
    }
}

/// IDENTITY of section 0.3 within boundary and session policy; true for the root user.
fn identity(layers: &Layers) -> Truth {
    layers.identity_within_limits()
}
