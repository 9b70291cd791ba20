//! The policy documents of a scenario, and on which side of the page each is edited.

use kms_policy::caller::{Caller, CallerKind};
use kms_policy::form::key_meant;
use kms_policy::scenario::{Account, Scenario, VpcEndpoint};
pub use kms_policy::scenario::{DocumentId, DocumentSlot};

/// Does a document stand on the key owner's side, and not on the caller's?
pub fn is_owners(document: DocumentId) -> bool {
    match document.slot {
        DocumentSlot::KeyPolicy
        | DocumentSlot::Saved
        | DocumentSlot::Ram
        | DocumentSlot::Rcp
        | DocumentSlot::Bucket => true,
        DocumentSlot::Identity
        | DocumentSlot::Boundary
        | DocumentSlot::Session
        | DocumentSlot::ManagedSession
        | DocumentSlot::Scp
        | DocumentSlot::Endpoint => false,
    }
}

/// The documents that matter for a key, those behind one tab together: also places where there is
/// none yet.
pub fn of_key(scenario: &Scenario, key: usize) -> Vec<Vec<DocumentId>> {
    let there = |slot: DocumentSlot| {
        Vec::from_iter(Some(slot.at([key])).filter(|one| one.is_there(scenario)))
    };
    let account = scenario.keys.get(key).and_then(|key| key.arn.split(':').nth(4));
    let buckets = (0..scenario.buckets.len()).map(|bucket| DocumentSlot::Bucket.at([bucket]));
    tabs([
        there(DocumentSlot::KeyPolicy),
        there(DocumentSlot::Saved),
        there(DocumentSlot::Ram),
        levels(scenario, account.unwrap_or_default(), DocumentSlot::Rcp),
        buckets.collect(),
    ])
}

/// The documents that matter for what a principal does, those behind one tab together: also places
/// where there is none yet.
pub fn of_caller(scenario: &Scenario, principal: usize) -> Vec<Vec<DocumentId>> {
    let Some(caller) = Caller::of(scenario, principal) else {
        return Vec::new();
    };
    let person = !matches!(caller.kind, CallerKind::Root | CallerKind::Service);
    let in_session = matches!(caller.kind, CallerKind::RoleSession | CallerKind::FederatedUser);
    let mut all = Vec::new();
    if person {
        let policies = DocumentSlot::Identity.at([caller.policies_of]).list(scenario);
        all.extend(policies.into_iter().map(|one| vec![one]));
        all.push(vec![DocumentSlot::Boundary.at([caller.policies_of])]);
    }
    if in_session {
        let mut session = vec![DocumentSlot::Session.at([principal])];
        let managed = DocumentSlot::ManagedSession.at([principal]).list(scenario);
        session.extend(managed.into_iter().filter(|one| one.is_there(scenario)));
        all.push(session);
    }
    all.push(levels(scenario, &caller.account, DocumentSlot::Scp));
    let crossed = scenario.matrix.as_ref().and_then(|matrix| matrix.request.vpc_endpoint.as_ref());
    let is_crossed = |one: &VpcEndpoint| Some(&one.id) == crossed;
    let endpoint = scenario.vpc_endpoints.iter().position(is_crossed);
    all.push(endpoint.map(|index| DocumentSlot::Endpoint.at([index])).into_iter().collect());
    tabs(all)
}

/// Without those behind which nothing can stand.
fn tabs(all: impl IntoIterator<Item = Vec<DocumentId>>) -> Vec<Vec<DocumentId>> {
    all.into_iter().filter(|documents| !documents.is_empty()).collect()
}

/// The policies of an organization for an account, level by level: where a level has none the place
/// of its first.
fn levels(scenario: &Scenario, account: &str, slot: DocumentSlot) -> Vec<DocumentId> {
    let Some(index) = scenario.accounts.iter().position(|one| one.id == account) else {
        return Vec::new();
    };
    let levels = scenario.accounts.get(index).map_or(0, Account::level_count);
    (0..levels).flat_map(|level| slot.at([index, level]).list(scenario)).collect()
}

/// The index of the key that the matrix asks about, however it is written there.
pub fn current_key(scenario: &Scenario) -> usize {
    let named = scenario.matrix.as_ref().and_then(|matrix| matrix.key.as_deref());
    named.and_then(|text| key_meant(scenario, text)).unwrap_or(0)
}
