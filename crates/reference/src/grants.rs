//! Grants: section 5.

use crate::caller::Sort;
use crate::context::Facts;
use crate::glob;
use crate::layers::Layers;
use crate::question::{Caller, Held, Way};
use crate::scenario::{Doubt, Grant, Key, Pairs, texts};
use crate::truth::Truth;

/// What the grants of a key say of a check.
#[derive(Clone, Copy, Debug)]
pub struct Granted {
    /// GRANT of section 0.3, for a caller of the key's account: boundary and session policy
    /// where they limit.
    pub within_account: Truth,
    /// The owner's side of a call across accounts.
    pub owner_side: Truth,
    /// The caller's side of it (G-20 to G-22).
    pub caller_side: Truth,
}

/// Which grants count.
#[derive(Clone, Copy, Debug)]
pub enum Which<'s> {
    /// All.
    Any,
    /// None.
    None,
    /// Those with this SourceArn constraint, or without one.
    With(Option<&'s str>),
}

impl Which<'_> {
    fn counts(self, grant: &Grant) -> bool {
        match self {
            Self::Any => true,
            Self::None => false,
            Self::With(source_arn) => grant.source_arn.as_deref() == source_arn,
        }
    }
}

/// What the key's grants say.
pub fn of(facts: &Facts<'_>, key: &Key, layers: &Layers, which: Which<'_>) -> Granted {
    let mut granted =
        Granted { within_account: Truth::NO, owner_side: Truth::NO, caller_side: Truth::NO };
    if !facts.operation.grantable {
        return granted; // G-3
    }
    for grant in &key.grants {
        if !which.counts(grant) {
            continue;
        }
        if !grant.operations.iter().any(|name| name == facts.operation.name) {
            continue; // G-7
        }
        let holds = is_usable(grant, facts).and(constraints_hold(grant, facts));
        for (way, names) in named(grant, &facts.principal.caller) {
            let truth = holds.and(names);
            let own = own_reach(way, facts, layers);
            let caller_side = caller_side(way, grant, facts, layers);
            granted.within_account = granted.within_account.or(truth.and(own));
            // G-8, Q-26: whom an account as grantee covers is open, but for its root user.
            let covers = way != Way::Account || facts.principal.sort == Sort::Root;
            let owner_side = if covers { truth } else { truth.and(Truth::open(true)) };
            granted.owner_side = granted.owner_side.or(owner_side);
            granted.caller_side = granted.caller_side.or(truth.and(caller_side));
        }
    }
    granted
}

/// G-11: until it is propagated, only with its token.
pub fn is_usable(grant: &Grant, facts: &Facts<'_>) -> Truth {
    let token = || facts.request.parameter_text("GrantToken").as_deref() == Some(&*grant.id);
    Truth::sure(grant.propagated || facts.request.has_token(&grant.id) || token())
}

/// How the grantee names the caller (G-8).
pub fn named(grant: &Grant, caller: &Caller) -> Vec<(Way, Truth)> {
    let grantees = [&grant.grantee, &grant.grantee_service].into_iter().flatten();
    grantees.flat_map(|grantee| names(grantee, caller)).collect()
}

/// How a grantee or retiring principal names the caller (G-8).
pub fn names(text: &str, caller: &Caller) -> Vec<(Way, Truth)> {
    let mut ways = Vec::new();
    for (way, name) in &caller.names {
        if name != text {
            continue;
        }
        let truth = match way {
            Way::User | Way::Role | Way::IssuingUser if caller.recreated => Truth::NO, // K-42
            Way::IssuingUser => Truth::open(true), // G-8 speaks of the user alone; Q-4
            _ => Truth::YES,
        };
        ways.push((*way, truth));
    }
    if caller.unique_id.as_deref() == Some(text) {
        // K-42: the ID that a deleted principal leaves.
        let way = caller.names.first().map_or(Way::User, |(way, _)| *way);
        ways.push((way, Truth::YES));
    }
    if is_account(text, caller) {
        ways.push((Way::Account, Truth::YES));
    }
    ways
}

fn is_account(text: &str, caller: &Caller) -> bool {
    let Some(account) = &caller.account else { return false };
    text == account || text == format!("arn:{}:iam::{account}:root", caller.partition)
}

/// G-9, Q-4 in section 16: round boundary and session policy, or within them. "?"
pub fn own_reach(way: Way, facts: &Facts<'_>, layers: &Layers) -> Truth {
    let limits = layers.limits();
    match way {
        Way::User | Way::Session | Way::Federated | Way::Everyone => limits.or(Truth::open(true)),
        Way::Role | Way::IssuingUser => limits.or(Truth::open(false)),
        Way::Account => account_reach(facts, layers),
        Way::Service => Truth::YES,
    }
}

/// G-8, Q-26: the root user, and principals with an IAM allow.
fn account_reach(facts: &Facts<'_>, layers: &Layers) -> Truth {
    match facts.principal.sort {
        Sort::Root => Truth::YES,
        _ => Truth::open(layers.identity_within_limits().taken),
    }
}

/// G-20, G-21: a grant issued from the caller's account meets the caller's side. G-22, Q-3: one
/// issued by another account does not, "?".
fn caller_side(way: Way, grant: &Grant, facts: &Facts<'_>, layers: &Layers) -> Truth {
    let own = facts.principal.caller.account.as_deref() == Some(&*grant.issuing_account);
    match way {
        Way::Account => Truth::NO, // needs an IAM allow in any case
        _ if own => layers.limits().or(Truth::open(false)), // section 1.4: no bypass; Q-4
        _ => Truth::open(false),
    }
}

/// G-5, G-6 and, for CreateGrant, G-4.
fn constraints_hold(grant: &Grant, facts: &Facts<'_>) -> Truth {
    let name = facts.operation.name;
    let source = source_arn_holds(grant, facts);
    if name == "CreateGrant" {
        return source.and(child_is_narrower(grant, facts)); // G-5: binds the child
    }
    if name == "DescribeKey" {
        return source; // G-5
    }
    source.and(context_holds(grant, facts))
}

/// G-5: case-sensitive, order free.
fn context_holds(grant: &Grant, facts: &Facts<'_>) -> Truth {
    let context = facts.encryption_context();
    let holds_all =
        |wanted: &Pairs| Truth::all(wanted.iter().map(|pair| has(&context, pair, facts)));
    let holds_no_more = |wanted: &Pairs| {
        Truth::all(context.iter().map(|(name, _)| {
            let listed = wanted.iter().any(|(other, _)| other == name);
            match doubt(name, facts) {
                Some(Doubt::Guessed) if !listed => Truth::open(false),
                _ => Truth::sure(listed),
            }
        }))
    };
    let equals = grant.context_equals.as_ref();
    let equals = equals.map_or(Truth::YES, |wanted| holds_all(wanted).and(holds_no_more(wanted)));
    let subset = grant.context_subset.as_ref();
    equals.and(subset.map_or(Truth::YES, holds_all))
}

/// Is the pair in the encryption context?
fn has(context: &Pairs, pair: &(String, String), facts: &Facts<'_>) -> Truth {
    let is_there = context.contains(pair);
    match doubt(&pair.0, facts) {
        Some(Doubt::Unknown) => Truth::open(false),
        Some(Doubt::Guessed) => Truth::open(is_there),
        None => Truth::sure(is_there),
    }
}

/// Is something not sure of the pair of this name?
fn doubt(name: &str, facts: &Facts<'_>) -> Option<Doubt> {
    let mut doubts = facts.request.context_doubts.iter();
    doubts.find(|(other, _)| other == name).map(|(_, doubt)| *doubt)
}

fn is_within(smaller: &Pairs, larger: &Pairs) -> bool {
    smaller.iter().all(|pair| larger.contains(pair))
}

fn is_same(a: &Pairs, b: &Pairs) -> bool {
    is_within(a, b) && is_within(b, a)
}

/// G-6, Q-27: like an ArnLike condition on aws:SourceArn; exact in another reading.
fn source_arn_holds(grant: &Grant, facts: &Facts<'_>) -> Truth {
    let Some(pattern) = &grant.source_arn else { return Truth::YES };
    let Held::Known { readings, .. } = facts.held("aws:SourceArn") else {
        return Truth::open(false);
    };
    let holds = |reading: &Option<Vec<String>>| {
        let Some(value) = reading.as_ref().and_then(|values| values.first()) else {
            // "applies to DescribeKey when given" may mean: when the request has one.
            let describes = facts.operation.name == "DescribeKey";
            return if describes { Truth::open(false) } else { Truth::NO };
        };
        let like = crate::arn::like(&glob::pattern(pattern), value, glob::exactly);
        let exact = pattern == value;
        Truth { must: like && exact, taken: like, could: like || exact }
    };
    readings.first().map_or(Truth::NO, holds)
}

/// G-4: a subset of the parent's operations, constraints as strict or stricter.
fn child_is_narrower(parent: &Grant, facts: &Facts<'_>) -> Truth {
    let Some(operations) = facts.request.parameter("Operations") else { return Truth::open(false) };
    let within = texts(operations).iter().all(|name| parent.operations.contains(name));
    Truth::sure(within && child_is_as_strict(parent, facts))
}

fn child_is_as_strict(parent: &Grant, facts: &Facts<'_>) -> bool {
    let constraint =
        |name| facts.request.parameter("Constraints").and_then(|constraints| constraints.get(name));
    let context =
        |name| constraint(name).filter(|value| value.is_object()).map(crate::scenario::pairs);
    let equals = context("EncryptionContextEquals");
    let subset = context("EncryptionContextSubset");
    // Subset: more pairs, or Equals with them.
    let of_subset = parent.context_subset.as_ref().is_none_or(|wanted| {
        equals.as_ref().or(subset.as_ref()).is_some_and(|child| is_within(wanted, child))
    });
    // Equals: only the same.
    let of_equals = parent
        .context_equals
        .as_ref()
        .is_none_or(|wanted| equals.as_ref().is_some_and(|child| is_same(wanted, child)));
    let of_source = parent.source_arn.as_ref().is_none_or(|wanted| {
        constraint("SourceArn").and_then(|source| source.as_str()) == Some(wanted)
    });
    of_subset && of_equals && of_source
}
