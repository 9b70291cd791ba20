//! Sentences about operations of other services and their own resources.

use super::{
    capital, near_in_identity, near_in_key_policy, silent_identity, start_whose, statement, trusts,
    who, whose,
};
use crate::caller::CallerKind;
use crate::explain::{Named, Near, OnResource, Who};
use crate::services::Lacks;

/// An operation all of whose permissions are there: their names and sentences.
pub fn service_allows(call: &str, asked: &[(&str, &str)]) -> String {
    if let [(action, sentence)] = asked {
        return format!("{call} takes {action} alone, since no KMS key takes part. {sentence}");
    }
    // What has the same reason is said once.
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for (action, sentence) in asked {
        match groups.iter_mut().find(|(reason, _)| reason == sentence) {
            Some((_, actions)) if actions.iter().any(|one| one == action) => {}
            Some((_, actions)) => actions.push((*action).to_owned()),
            None => groups.push((sentence, vec![(*action).to_owned()])),
        }
    }
    let said = |(sentence, actions): &(&str, Vec<String>)| format!("{}: {sentence}", list(actions));
    let sentences: Vec<String> = groups.iter().map(said).collect();
    let all = if asked.len() == 2 { "both" } else { "all" };
    format!("{call} takes {}, and {all} are allowed. {}", names(asked), sentences.join(" "))
}

/// An operation one of whose permissions is refused: which, and why. `known`: is it refused, or can
/// nothing be said? `unsure`: what comes before it and is not surely allowed.
pub fn service_refuses(
    call: &str,
    asked: &[(&str, &str)],
    (action, sentence): (&str, &str),
    known: bool,
    unsure: &[&str],
) -> String {
    let takes = match asked {
        [_] => String::new(),
        _ => format!("{call} takes {}; ", names(asked)),
    };
    let refused = if known { " is refused." } else { ":" };
    let mut text = format!("{takes}{action}{refused} {sentence}");
    if !text.ends_with('.') {
        text.push('.');
    }
    if !unsure.is_empty() {
        let unsure: Vec<String> = unsure.iter().map(|action| (*action).to_owned()).collect();
        let (come, are) = if unsure.len() == 1 { ("comes", "is") } else { ("come", "are") };
        text += &format!(
            " It is not sure that {}, which {come} before it, {are} allowed.",
            list(&unsure)
        );
    }
    text
}

/// The names of what is asked for; one that is asked of two keys stands once.
fn names(asked: &[(&str, &str)]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (action, _) in asked.iter().filter(|(action, _)| !action.is_empty()) {
        if !names.iter().any(|name| name == action) {
            names.push((*action).to_owned());
        }
    }
    list(&names)
}

/// `a, b and c`, however many.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        names => names.concat(),
    }
}

/// What an operation needs and the scenario has not, and what to write.
pub fn service_lacks(lacks: &Lacks) -> String {
    match lacks {
        Lacks::Resource(field, help) => {
            format!("The request does not say about what: name it in `{field}`, as in {help}.")
        }
        Lacks::Bucket(name) => format!(
            "There is no bucket {name} here, so S3 finds none: define it among the buckets."
        ),
        Lacks::Object(arn) => format!(
            "There is no object {arn} here: define it among the objects of its bucket. S3 says so \
             only to those who may list the bucket, and AccessDenied to others."
        ),
        Lacks::ManagedKey(alias, account, region) if account.is_empty() => format!(
            "Nothing names a key for it, and a service has no account whose {alias} in {region} \
             could be used: name a key."
        ),
        Lacks::ManagedKey(alias, account, region) => format!(
            "S3 would use the AWS managed key {alias} of account {account} in {region}, which the \
             scenario does not define: add it, managed by AWS, to see what it says."
        ),
        Lacks::ReplicaKey => {
            "The object lies under a KMS key, and no key is named for its replica: name it in \
             `destinationKey`."
                .to_owned()
        }
        Lacks::OneEncryption => {
            "The request names a KMS key and asks for encryption without one: leave out one of \
             both."
                .to_owned()
        }
    }
}

const NOT_LOOKED_AT: &str = " Object Ownership, ACLs and Block Public Access are not looked at.";

/// What is said of an action of another service on its own resource.
pub(super) fn on_resource(caller: Who<'_>, noun: &str, says: OnResource<'_>) -> String {
    match says {
        OnResource::Named { policy, trust } => {
            let enough = match caller.kind {
                CallerKind::Service => "",
                _ => "; inside one account that is enough",
            };
            let (policy, whom) = (capital(&statement(policy)), trusts(trust, caller));
            format!("{policy} names {whom}{enough}.")
        }
        OnResource::Identity { identity, unseen } => {
            let (whose, policy) = (start_whose(caller), statement(identity));
            let unless = match unseen {
                true => format!(
                    ", unless the {noun}'s own policy, which is no part of a scenario, denies it"
                ),
                false => String::new(),
            };
            format!("{whose} {policy} allows it, and inside one account that is enough{unless}.")
        }
        OnResource::Root => {
            format!("{} needs no policy for what is its account's.", capital(&who(caller)))
        }
        OnResource::Both { policy, trust, identity: Some(identity) } => format!(
            "Both accounts allow it: {} opens it to {}, and {} {} allows it.{NOT_LOOKED_AT}",
            statement(policy),
            trusts(trust, caller),
            whose(caller),
            statement(identity)
        ),
        OnResource::Both { policy, trust, identity: None } => format!(
            "{} opens it to {}; the root user of account {} needs no identity \
             policy.{NOT_LOOKED_AT}",
            capital(&statement(policy)),
            trusts(trust, caller),
            caller.account
        ),
        OnResource::Unseen { identity: Some(identity) } => format!(
            "{} {} allows it; {}, and is taken to allow it.",
            start_whose(caller),
            statement(identity),
            unseen_policy(noun)
        ),
        OnResource::Unseen { identity: None } => {
            format!("{}, and is taken to let {} in.", capital(&unseen_policy(noun)), who(caller))
        }
        OnResource::NeitherAllows { near, unseen: true } => format!(
            "No policy of {} allows it.{} {} and might.",
            who(caller),
            hint(near),
            capital(&unseen_policy(noun))
        ),
        OnResource::NeitherAllows { near, .. } if noun == "bucket" => {
            format!("Neither a bucket policy nor one of {} allows it.{}", who(caller), hint(near))
        }
        OnResource::NeitherAllows { near, .. } => {
            format!("No policy of {} allows it.{}", who(caller), hint(near))
        }
        OnResource::OwnerSilent { near, identity, across } => {
            let near = near_in_key_policy(near, caller);
            let nobody = match across {
                true => format!(
                    "No bucket policy opens it to account {} or to {}",
                    caller.account,
                    who(caller)
                ),
                false => format!("No bucket policy names {} for it", who(caller)),
            };
            match identity.filter(|_| across) {
                Some(identity) => format!(
                    "{nobody}; {} allows it, but across accounts both sides must.{near}",
                    statement(identity)
                ),
                None => format!("{nobody}.{near}"),
            }
        }
        OnResource::CallerSilent { near, none, trust: Some(trust) } => format!(
            "The bucket policy opens it to {}, {}",
            trusts(trust, caller),
            silent_identity(caller, near, none)
        ),
        OnResource::CallerSilent { near, .. } => format!(
            "No policy of {} allows it, which it needs on what is another account's.{}",
            who(caller),
            hint(near)
        ),
    }
}

fn unseen_policy(noun: &str) -> String {
    format!("the {noun}'s own policy is no part of a scenario")
}

fn hint(near: Option<(Named<'_>, Near<'_>)>) -> String {
    near.map_or_else(String::new, |(named, near)| {
        format!(" {} {}.", capital(&statement(named)), near_in_identity(&near))
    })
}
