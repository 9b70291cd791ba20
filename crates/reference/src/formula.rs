//! The formulas of section 0.3, with section 16.

use crate::context::Facts;
use crate::grants::{self, Granted, Which};
use crate::layers::{self, Allowed, KeyPolicy, Layers, any_way};
use crate::outcome::Outcome;
use crate::question::Way;
use crate::scenario::{Grant, Key, World};
use crate::truth::Truth;

/// IDENTITY ∩ boundary ∩ session ∩ SCP ∩ RCP: operations without a key, the alias half, creation.
pub fn without_key(facts: &Facts<'_>) -> Outcome {
    let layers = layers::of(facts);
    Outcome {
        allowed: layers.identity_within_limits().and(layers.outer()),
        denied: layers.deny(),
        readable: layers.readable,
        open: false,
    }
}

/// An operation on a key: section 0.3.
pub fn on_key(facts: &Facts<'_>, which: Which<'_>) -> Outcome {
    let layers = layers::of(facts);
    let Some(key) = facts.key else {
        // MSG-20, MSG-21, MSG-24
        return Outcome { denied: layers.deny(), readable: layers.readable, ..Outcome::NOTHING };
    };
    let policy = KeyPolicy::of(facts, key);
    let granted = grants::of(facts, key, &layers, which);
    let base = match &facts.principal.caller.account {
        None => service_principal(&policy, &granted),
        Some(_) if is_own(facts, key) => same_account(&policy, &granted, &layers),
        Some(account) => across_accounts(facts, key, account, &policy, &granted, &layers),
    };
    let mut outcome = Outcome {
        allowed: base.and(layers.outer()),
        denied: layers.deny().or(policy.deny),
        readable: layers.readable && policy.readable,
        open: false,
    };
    if policy.doubtful && !never_across(facts, key) {
        // Another key policy may be in force, which may allow or deny.
        outcome.allowed = outcome.allowed.doubted();
        outcome.denied = outcome.denied.or(Truth::open(false));
    }
    of_aws_managed(facts, key, outcome)
}

/// E-10, E-30 to E-37; R-12: either policy.
fn same_account(policy: &KeyPolicy, granted: &Granted, layers: &Layers) -> Truth {
    let ways: Vec<_> = policy.default.iter().chain(&policy.ram).copied().collect();
    // E-37, E-11
    let account = any_way(&ways, |way| way == Way::Account);
    let delegated = account.and(layers.identity_within_limits());
    Truth::any([direct(&ways, layers), delegated, granted.within_account])
}

/// E-30 to E-36: a resource policy names the caller itself, in the caller's own account.
pub fn direct(ways: &[Allowed], layers: &Layers) -> Truth {
    // E-30, E-33 (section 14 step 9 in section 16): round boundary and session policy.
    let free = any_way(ways, |way| matches!(way, Way::User | Way::Federated));
    // E-35, with a condition on aws:PrincipalArn.
    let by_arn: Vec<_> = ways.iter().filter(|allowed| allowed.by_arn).copied().collect();
    let everyone_by_arn = any_way(&by_arn, |way| way == Way::Everyone);
    // E-36: plain `*` too; of the boundary it is "?".
    let everyone = any_way(ways, |way| way == Way::Everyone);
    let everyone = everyone.and(layers.boundary.allow.or(Truth::open(true)));
    // E-32; E-40, Q-5: round the session policy, "?".
    let session = any_way(ways, |way| way == Way::Session);
    let session = session.and(layers.session.allow.or(Truth::open(true)));
    // E-31, E-34
    let limited = any_way(ways, |way| matches!(way, Way::Role | Way::IssuingUser));
    let limited = limited.and(layers.limits());
    Truth::any([free, everyone_by_arn, everyone, session, limited])
}

/// Is the key of the caller's account? Accounts of two partitions are two.
fn is_own(facts: &Facts<'_>, key: &Key) -> bool {
    let caller = &facts.principal.caller;
    caller.account.as_ref() == Some(&key.account) && caller.partition == key.partition
}

/// E-24, X-1, N-2; X-10: a call across accounts that never works.
pub fn never_across(facts: &Facts<'_>, key: &Key) -> bool {
    let crosses = facts.principal.caller.account.is_some() && !is_own(facts, key);
    crosses && (!facts.operation.across || key.aws_managed)
}

/// E-20 to E-26
fn across_accounts(
    facts: &Facts<'_>,
    key: &Key,
    account: &str,
    policy: &KeyPolicy,
    granted: &Granted,
    layers: &Layers,
) -> Truth {
    if never_across(facts, key) {
        return Truth::NO;
    }
    // E-26
    if !is_enabled(facts.world, account, &key.region) {
        return Truth::NO;
    }
    let by_default = any_way(&policy.default, |_| true);
    let by_ram = any_way(&policy.ram, |_| true);
    let caller = layers.identity_within_limits().or(granted.caller_side);
    // N-3: whether RAM needs an IAM allow too is open.
    let of_ram = by_ram.and(caller.or(layers.limits().and(Truth::open(false))));
    by_default.or(granted.owner_side).and(caller).or(of_ram)
}

/// E-26: is the Region enabled in the account?
fn is_enabled(world: &World, account: &str, region: &str) -> bool {
    let enabled = world.account(account).and_then(|account| account.opt_in_regions.as_ref());
    let is_opt_in = OPT_IN_REGIONS.contains(&region);
    !is_opt_in || enabled.is_none_or(|regions| regions.iter().any(|enabled| enabled == region))
}

/// Regions that an account must enable. General knowledge.
const OPT_IN_REGIONS: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// E-84: the key policy names the service, or a grant to it.
fn service_principal(policy: &KeyPolicy, granted: &Granted) -> Truth {
    let names = |way| matches!(way, Way::Service | Way::Everyone);
    any_way(&policy.default, names).or(any_way(&policy.ram, names)).or(granted.within_account)
}

/// K-50, K-51
fn of_aws_managed(facts: &Facts<'_>, key: &Key, outcome: Outcome) -> Outcome {
    if is_closed_by_aws(facts, key) {
        return outcome.refused(); // with which exception is not said
    }
    // K-51: "some" have RevokeGrant.
    let revokes = facts.operation.name == "RevokeGrant";
    if key.default_of_aws && revokes && is_own(facts, key) {
        Outcome { allowed: outcome.allowed.doubted(), ..outcome }
    } else {
        outcome
    }
}

/// K-50: what customers cannot do to an AWS managed key. A service may make grants for them.
pub fn is_closed_by_aws(facts: &Facts<'_>, key: &Key) -> bool {
    let name = facts.operation.name;
    let shares = name == "CreateGrant" && facts.via().is_none();
    key.aws_managed && (shares || CANNOT_BE_DONE.contains(&name))
}

/// K-50: what customers cannot do to an AWS managed key: edit the policy, change rotation, delete,
/// alias, tag, and the like.
const CANNOT_BE_DONE: [&str; 18] = [
    "PutKeyPolicy",
    "EnableKeyRotation",
    "DisableKeyRotation",
    "RotateKeyOnDemand",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
    "EnableKey",
    "DisableKey",
    "CreateAlias",
    "UpdateAlias",
    "DeleteAlias",
    "TagResource",
    "UntagResource",
    "UpdateKeyDescription",
    "ReplicateKey",
    "UpdatePrimaryRegion",
    "ImportKeyMaterial",
    "DeleteImportedKeyMaterial",
];

/// G-12: may the caller retire this grant? Key policy and RCPs have no say.
pub fn retiring(facts: &Facts<'_>, grant: &Grant) -> Outcome {
    let facts = Facts { grant: Some(grant), ..facts.clone() };
    let facts = &facts;
    let layers = layers::of(facts);
    let caller = &facts.principal.caller;
    let iam = layers.identity_within_limits();
    let mut claims = Truth::NO;
    // The retiring principal; an account's IAM decides within it.
    for (way, names) in [&grant.retiring, &grant.retiring_service]
        .into_iter()
        .flatten()
        .flat_map(|text| grants::names(text, caller))
    {
        let usable = grants::is_usable(grant, facts);
        let reach = if way == Way::Account { iam } else { grants::own_reach(way, facts, &layers) };
        claims = claims.or(names.and(usable).and(reach));
    }
    // The grantee, if RetireGrant is among the operations.
    if grant.operations.iter().any(|name| name == "RetireGrant") {
        for (way, names) in grants::named(grant, caller) {
            let usable = grants::is_usable(grant, facts);
            claims = claims.or(names.and(usable).and(grants::own_reach(way, facts, &layers)));
        }
    }
    let account = caller.account.as_deref();
    if account.is_some() && account == facts.key.map(|key| key.account.as_str()) {
        claims = claims.or(iam); // the key owner's account
    } else if account == Some(&*grant.issuing_account) {
        claims = claims.or(iam.and(Truth::open(true))); // the issuing account: "?"
    }
    Outcome {
        allowed: claims.and(layers.outer()),
        denied: layers.deny(),
        readable: layers.readable,
        open: false,
    }
}
