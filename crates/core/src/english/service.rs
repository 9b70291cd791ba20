//! Sentences about operations of other services and their own resources.

use super::{
    capital, near_in_identity, near_in_key_policy, silent_identity, start_whose, statement, trusts,
    who, whose,
};
use crate::explain::{Near, Sentence};
use crate::report::{LayerName, Trust};
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
            Some((_, actions)) => actions.push((*action).to_owned()),
            None => groups.push((sentence, vec![(*action).to_owned()])),
        }
    }
    let said = |(sentence, actions): &(&str, Vec<String>)| format!("{}: {sentence}", list(actions));
    let sentences: Vec<String> = groups.iter().map(said).collect();
    let all = if asked.len() == 2 { "both" } else { "all" };
    format!("{call} takes {}, and {all} are allowed. {}", names(asked), sentences.join(" "))
}

/// An operation one of whose permissions is refused.
pub fn service_refuses(call: &str, asked: &[(&str, &str)], action: &str, sentence: &str) -> String {
    let takes =
        if asked.len() > 1 { format!("{call} takes {}; ", names(asked)) } else { String::new() };
    format!("{takes}{action} is refused. {sentence}")
}

/// The same, where something before it is allowed, and not for certain.
pub fn unsure_before(sentence: &str, action: &str) -> String {
    let stop = if sentence.ends_with('.') { "" } else { "." };
    format!("{sentence}{stop} It is not sure that {action}, which comes first, is allowed.")
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
fn list(names: &[String]) -> String {
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

pub(super) fn on_resource(sentence: &Sentence<'_>) -> String {
    match sentence.clone() {
        Sentence::AllowedOnResource {
            who: caller,
            noun,
            policy,
            trust,
            identity,
            across,
            unseen,
        } => {
            let unseen = unseen.then(|| unseen_policy(noun));
            let trust = trusts(trust.unwrap_or(Trust::Account), caller);
            match (identity, policy) {
                (Some(identity), Some(policy)) if across => format!(
                    "Both accounts allow it: {} opens it to {trust}, and {} {} allows \
                     it.{NOT_LOOKED_AT}",
                    statement(policy),
                    whose(caller),
                    statement(identity)
                ),
                (Some(identity), _) if across => format!(
                    "{} {} allows it; {}, and is taken to allow it.",
                    start_whose(caller),
                    statement(identity),
                    unseen.unwrap_or_default()
                ),
                (Some(identity), _) => format!(
                    "{} {} allows it, and inside one account that is enough.",
                    start_whose(caller),
                    statement(identity)
                ),
                (None, Some(policy)) if across => format!(
                    "{} opens it to {trust}; the root user of account {} needs no identity \
                     policy.{NOT_LOOKED_AT}",
                    capital(&statement(policy)),
                    caller.account
                ),
                (None, Some(policy)) => format!(
                    "{} names {trust}; inside one account that is enough.",
                    capital(&statement(policy))
                ),
                (None, None) => match unseen {
                    Some(unseen) => {
                        format!("{}, and is taken to let {} in.", capital(&unseen), who(caller))
                    }
                    None => format!(
                        "{} needs no policy for what is its account's.",
                        capital(&who(caller))
                    ),
                },
            }
        }
        Sentence::RefusedOnResource {
            who: caller,
            noun,
            layer,
            near,
            none,
            identity,
            trust,
            across,
            unseen,
        } => {
            if layer != LayerName::BucketPolicy {
                let start = match trust {
                    Some(trust) if across => {
                        format!("The bucket policy opens it to {}, ", trusts(trust, caller))
                    }
                    _ if across => String::new(),
                    _ if unseen => {
                        let near = hint(near);
                        return format!(
                            "No policy of {} allows it.{near} {} and might.",
                            who(caller),
                            capital(&unseen_policy(noun))
                        );
                    }
                    _ if noun == "bucket" => {
                        let near = hint(near);
                        return format!(
                            "Neither the bucket policy nor a policy of {} allows it.{near}",
                            who(caller)
                        );
                    }
                    _ => return format!("No policy of {} allows it.{}", who(caller), hint(near)),
                };
                return capital(&format!("{start}{}", silent_identity(caller, near, none)))
                    .replacen("But ", "", 1);
            }
            let near = near_in_key_policy(near, caller);
            match identity {
                _ if !across => format!("The bucket policy does not name {}.{near}", who(caller)),
                Some(identity) => format!(
                    "The bucket policy opens it neither to account {} nor to {}; {} allows it, but \
                     across accounts both sides must.{near}",
                    caller.account,
                    who(caller),
                    statement(identity)
                ),
                None => format!(
                    "The bucket policy opens it neither to account {} nor to {}.{near}",
                    caller.account,
                    who(caller)
                ),
            }
        }
        _ => "A volume is attached inside its own account only: share a snapshot of it instead."
            .to_owned(),
    }
}

fn unseen_policy(noun: &str) -> String {
    format!("the {noun}'s own policy is no part of a scenario")
}

fn hint(near: Option<(super::Named<'_>, Near<'_>)>) -> String {
    near.map_or_else(String::new, |(named, near)| {
        format!(" {} {}.", capital(&statement(named)), near_in_identity(&near))
    })
}
