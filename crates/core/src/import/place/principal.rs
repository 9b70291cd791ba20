//! Users and roles, and the policies that outputs tell without their owners.

use super::{Placement, What, parts};
use crate::arn::Arn;
use crate::caller::{CallerKind, kind_of_arn};
use crate::import::part::Found;
use crate::import::{Content, Import, Owner, Reason};
use crate::scenario::{Attached, Document, IdentityPolicy, Principal, Scenario};

pub(super) fn place(
    imports: &[Import],
    hint: Option<&str>,
    account: Option<&str>,
    scenario: &mut Scenario,
    placement: &mut Placement,
) {
    for (_, part) in parts(imports) {
        if let Content::Principal(found) = &part.content {
            put(found, scenario, placement);
        }
    }
    let mut hinted = None;
    if let Some(id) = hint {
        hinted = scenario.principal(id).filter(|index| is_owner(scenario, *index));
        if hinted.is_none() {
            placement.hint(id, "the id of a user or role of the scenario");
        }
    }
    for (source, part) in parts(imports) {
        let Content::Policy { owner, policy } = &part.content else {
            continue;
        };
        match owners(owner, imports, hinted, account, scenario, placement) {
            Ok(owners) => {
                for index in owners {
                    give(policy, index, scenario, placement);
                    if *owner == Owner::Unknown && hinted.is_none() {
                        let reason = Reason::OnlyOwner(id(index, scenario));
                        placement.note(source, &part.place, reason);
                    }
                }
            }
            Err(reason) => placement.note(source, &part.place, reason),
        }
    }
}

/// Changes every principal with this ARN that has policies of its own, or adds one.
fn put(found: &Found, scenario: &mut Scenario, placement: &mut Placement) {
    let Some(arn) = &found.principal.arn else {
        return;
    };
    let mut there = with_arn(scenario, arn);
    let new = there.is_empty();
    if new {
        there.push(add(arn, scenario));
    }
    for index in there {
        let Some(principal) = scenario.principals.get_mut(index) else {
            continue;
        };
        let Principal { unique_id, tags, boundary, policies, .. } = &found.principal;
        if unique_id.is_some() {
            principal.unique_id.clone_from(unique_id);
        }
        principal.tags.clone_from(tags);
        let known_here = match (boundary, &principal.boundary) {
            (Some(new), Some(there)) => is_missing(&new.document) && new.name == there.name,
            _ => false,
        };
        if !known_here {
            principal.boundary.clone_from(boundary);
        }
        if found.with_policies {
            principal.policies = with_known(policies, &principal.policies);
        }
        placement.set(format!("/principals/{index}"), new, &What::Found(found));
    }
}

/// Does an empty text stand for a document that no output tells? What the scenario has is better.
fn is_missing(document: &Document) -> bool {
    document.text().is_some_and(|text| text.is_empty())
}

/// The policies that an output tells; where a document is missing, those that are there.
fn with_known(told: &[IdentityPolicy], there: &[IdentityPolicy]) -> Vec<IdentityPolicy> {
    let known = |policy: &IdentityPolicy| -> Vec<IdentityPolicy> {
        let of_group = policy.attached == Attached::Group && policy.name.is_empty();
        let same = |one: &&IdentityPolicy| {
            (one.attached, &one.group) == (policy.attached, &policy.group)
                && (of_group || one.name == policy.name)
        };
        let known: Vec<_> = there.iter().filter(same).cloned().collect();
        if is_missing(&policy.document) && !known.is_empty() { known } else { vec![policy.clone()] }
    };
    told.iter().flat_map(known).collect()
}

fn add(arn: &str, scenario: &mut Scenario) -> usize {
    let mut principal = Principal { arn: Some(arn.to_owned()), ..Principal::default() };
    // Another principal may have taken the name.
    while scenario.principal(principal.id()).is_some() {
        principal.id = Some(format!("{} (2)", principal.id()));
    }
    scenario.principals.push(principal);
    scenario.principals.len() - 1
}

/// Can it have identity policies of its own?
pub(super) fn is_owner(scenario: &Scenario, index: usize) -> bool {
    scenario.principals.get(index).is_some_and(|principal| {
        let kind = principal.arn.as_deref().and_then(kind_of_arn);
        principal.issuer.is_none()
            && matches!(kind, Some(CallerKind::User | CallerKind::RoleSession))
    })
}

fn with_arn(scenario: &Scenario, arn: &str) -> Vec<usize> {
    let same = |(_, principal): &(usize, &Principal)| principal.arn.as_deref() == Some(arn);
    let indexes = scenario.principals.iter().enumerate().filter(same).map(|(index, _)| index);
    indexes.filter(|index| is_owner(scenario, *index)).collect()
}

/// The principals that get a policy; a user or role that is not there is added where its account
/// is known.
fn owners(
    owner: &Owner,
    imports: &[Import],
    hinted: Option<usize>,
    account: Option<&str>,
    scenario: &mut Scenario,
    placement: &mut Placement,
) -> Result<Vec<usize>, Reason> {
    let (kind, name, resource) = match owner {
        Owner::User(name) => (CallerKind::User, name, "user"),
        Owner::Role(name) => (CallerKind::RoleSession, name, "role"),
        Owner::Group(name) => return members(name, imports, hinted, account, scenario),
        Owner::Unknown => return only_owner(hinted, scenario).map(|index| vec![index]),
    };
    let mut arns: Vec<&str> = Vec::new();
    for (index, principal) in scenario.principals.iter().enumerate() {
        let arn = principal.arn.as_deref().unwrap_or_default();
        let fits = kind_of_arn(arn) == Some(kind)
            && arn.rsplit('/').next() == Some(name)
            && account.is_none_or(|account| account_of(arn) == account)
            && is_owner(scenario, index);
        if fits && Some(index) == hinted {
            return Ok(vec![index]);
        }
        if fits && !arns.contains(&arn) {
            arns.push(arn);
        }
    }
    match (arns.as_slice(), account) {
        ([one], _) => Ok(with_arn(scenario, one)),
        ([], Some(account)) => {
            let partition = scenario.partition();
            let arn = format!("arn:{partition}:iam::{account}:{resource}/{name}");
            if kind_of_arn(&arn) != Some(kind) {
                return Err(Reason::NoPrincipalArn);
            }
            let index = add(&arn, scenario);
            placement.set(format!("/principals/{index}"), true, &What::Principal { arn: &arn });
            Ok(vec![index])
        }
        ([], None) => Err(Reason::NoPrincipal(format!("{resource} {name}"))),
        _ => Err(Reason::SeveralPrincipals(format!("{resource} {name}"))),
    }
}

/// The users of a group: those that account details name, and those that have a policy of it.
fn members(
    group: &str,
    imports: &[Import],
    hinted: Option<usize>,
    account: Option<&str>,
    scenario: &Scenario,
) -> Result<Vec<usize>, Reason> {
    let named: Vec<&str> = parts(imports)
        .filter_map(|(_, part)| match &part.content {
            Content::Principal(found) if found.groups.iter().any(|one| one == group) => {
                found.principal.arn.as_deref()
            }
            _ => None,
        })
        .collect();
    let is_member = |(index, principal): &(usize, &Principal)| {
        let arn = principal.arn.as_deref().unwrap_or_default();
        let has = principal.policies.iter().any(|one| one.group.as_deref() == Some(group));
        (has || named.contains(&arn))
            && account.is_none_or(|account| account_of(arn) == account)
            && is_owner(scenario, *index)
    };
    let all = scenario.principals.iter().enumerate();
    let mut members: Vec<usize> = all.filter(is_member).map(|(index, _)| index).collect();
    if members.is_empty() {
        let is_user = |index: &usize| {
            let principal = scenario.principals.get(*index);
            let arn = principal.and_then(|principal| principal.arn.as_deref());
            arn.and_then(kind_of_arn) == Some(CallerKind::User)
        };
        members.extend(hinted.filter(is_user));
    }
    let arn = |index: &usize| scenario.principals.get(*index)?.arn.as_deref().map(account_of);
    if members.is_empty() {
        return Err(Reason::NoMembers(group.to_owned()));
    }
    // Groups of two accounts may have the same name.
    if members.iter().any(|member| arn(member) != members.first().and_then(&arn)) {
        return Err(Reason::SeveralPrincipals(format!("group {group}")));
    }
    Ok(members)
}

/// The one that is hinted at, else the only user or role. Where the document of its boundary is
/// missing, the policy may be that one, which allows nothing by itself.
fn only_owner(hinted: Option<usize>, scenario: &Scenario) -> Result<usize, Reason> {
    if let Some(index) = hinted {
        return Ok(index);
    }
    let mut owners = (0..scenario.principals.len()).filter(|index| is_owner(scenario, *index));
    let (Some(only), None) = (owners.next(), owners.next()) else {
        return Err(Reason::NoOwner);
    };
    let principal = scenario.principals.get(only);
    let boundary = principal.and_then(|principal| principal.boundary.as_ref());
    if boundary.is_some_and(|boundary| is_missing(&boundary.document)) {
        return Err(Reason::MaybeBoundary(id(only, scenario)));
    }
    Ok(only)
}

fn id(index: usize, scenario: &Scenario) -> String {
    scenario.principals.get(index).map(|principal| principal.id().to_owned()).unwrap_or_default()
}

/// Gives a policy to a principal; one of the same name and kind is replaced.
fn give(policy: &IdentityPolicy, index: usize, scenario: &mut Scenario, placement: &mut Placement) {
    let Some(principal) = scenario.principals.get_mut(index) else {
        return;
    };
    let policies = &mut principal.policies;
    let same = |one: &IdentityPolicy| {
        (&one.name, one.attached, &one.group) == (&policy.name, policy.attached, &policy.group)
            && (policy.attached != Attached::Managed || one.document == policy.document)
            && (!policy.name.is_empty() || one.document == policy.document)
    };
    let there = policies.iter().position(same);
    if there.is_some() && is_missing(&policy.document) {
        return;
    }
    let at = there.unwrap_or(policies.len());
    match policies.get_mut(at) {
        Some(one) => *one = policy.clone(),
        None => policies.push(policy.clone()),
    }
    let pointer = format!("/principals/{index}/policies/{at}");
    placement.set(pointer, there.is_none(), &What::Policy(&policy.name));
}

fn account_of(arn: &str) -> &str {
    Arn::parse(arn).map_or("", |arn| arn.account)
}
