//! Every English word the core says. AWS's own messages are in `aws.rs` and are never translated;
//! everything else here is.

pub mod assist;
mod aws;
pub mod build;
mod changes;
pub mod compare;
pub mod error_text;
pub mod findings;
pub mod form;
pub mod import;
pub mod names;
mod problem;
mod read;
mod reason;
pub mod s3_console;
mod service;
pub mod share;

pub use aws::{
    ACCESS_DENIED, INVALID_PRINCIPALS, LOCKED_OUT, MALFORMED_KEY_POLICY, NO_PRINCIPAL,
    POLICY_TYPES, aws_answer, by_command_line, denial, exception_of_kms, foreign_denial,
    malformed_key_policy, policy_type,
};
pub use changes::{change, nothing_changes_it};
pub use problem::problem;
pub use read::{at_line, document_elsewhere, fault, unknown_version};
pub use reason::{doubt, grant_name, grant_terms, grant_words, statement_words};
pub use service::{service_allows, service_lacks, service_refuses};

use crate::caller::CallerKind;
use crate::decide::grants::Lacks;
use crate::decide::{Target, Why};
use crate::explain::{GrantNear, Named, Near, Sentence, Who};
use crate::report::{Arns, LayerName, Trust};

fn who(who: Who<'_>) -> String {
    match who.kind {
        CallerKind::Root => format!("the root user of account {}", who.name),
        CallerKind::RoleSession => format!("a session of role {}", who.name),
        _ => who.name.to_owned(),
    }
}

/// Whose: a session uses the policies of its role.
fn whose(caller: Who<'_>) -> String {
    match caller.kind {
        CallerKind::RoleSession => format!("role {}'s", caller.name),
        _ => format!("{}'s", who(caller)),
    }
}

/// The same at the start of a sentence; a user's name keeps its first letter.
fn start_whose(caller: Who<'_>) -> String {
    match caller.kind {
        CallerKind::User => format!("User {}'s", caller.name),
        CallerKind::FederatedUser => format!("Federated user {}'s", caller.name),
        _ => capital(&whose(caller)),
    }
}

/// Why IAM alone decides.
fn only_iam(target: Target) -> &'static str {
    match target {
        Target::Alias => "An alias has no policy of its own",
        Target::NewKeyTags => "A key that is being created has no policy yet",
        _ => "This operation has no key",
    }
}

/// What is said of an operation all of whose checks are allowed.
pub fn all_checks(sentences: &[&str]) -> String {
    format!("It takes {} checks, and all allow it. {}", sentences.len(), sentences.join(" "))
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn statement(named: Named<'_>) -> String {
    let sid = named.sid.filter(|sid| !sid.is_empty());
    let kind = match named.layer {
        LayerName::KeyPolicy if named.policy == "AWS_RAM" => "policy AWS_RAM",
        LayerName::KeyPolicy => {
            return match sid {
                Some(sid) => format!("“{sid}”"),
                None => format!("statement {}", named.index + 1),
            };
        }
        layer => kind_of_policy(layer),
    };
    let mut text = kind.to_owned();
    if !named.policy.is_empty()
        && named.policy != "AWS_RAM"
        && named.layer != LayerName::VpcEndpoint
    {
        text = match named.layer {
            LayerName::Session if named.policy == "Session policy" => format!("the {text}"),
            _ => format!("{text} {}", named.policy),
        };
    } else if named.layer == LayerName::Identity {
        text.push_str(" without a name");
    }
    if named.layer == LayerName::VpcEndpoint {
        text = format!("the {text}");
    }
    if let Some(level) = named.level {
        text = format!("{text} on {level}");
    }
    match sid {
        Some(sid) if sid != named.policy => format!("{text}, “{sid}”"),
        _ => text,
    }
}

fn kind_of_policy(layer: LayerName) -> &'static str {
    match layer {
        LayerName::Identity => "policy",
        layer => names::layer(layer),
    }
}

/// A grant at the beginning of a sentence; a scenario may leave out its ID.
fn grant_named(id: &str) -> String {
    if id.is_empty() { "A grant".to_owned() } else { format!("Grant {id}") }
}

/// How near a grant came, as a sentence of its own.
fn near_grant(grant: Option<GrantNear<'_>>) -> String {
    match grant {
        Some(GrantNear { id, lacks }) if lacks != Lacks::Grantee => {
            format!(" {} covers the caller, but it {}.", grant_named(id), grant_lacks(lacks))
        }
        _ => String::new(),
    }
}

/// What stands against a grant, behind its name.
fn grant_lacks(lacks: Lacks) -> &'static str {
    match lacks {
        Lacks::Grantee => "names another grantee",
        Lacks::Operation => "does not list this operation",
        Lacks::EncryptionContext => "asks for another encryption context",
        Lacks::UnknownContext => "asks for an encryption context that is not known of this request",
        Lacks::SourceArn => "asks for a source that the request does not come from",
        Lacks::Propagation => "has not reached all of KMS yet, and the request has no token of it",
        Lacks::ChildUnknown => {
            "allows making narrower grants only, and the request does not say which operations it \
             lists"
        }
        Lacks::Parent => "is narrower than the grant that would be made",
    }
}

/// `a`, `a and b`, `a, b and c`; of more than four `a, b, c and 9 more`.
fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [a, b, c, rest @ ..] if rest.len() > 1 => format!("{a}, {b}, {c} and {} more", rest.len()),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

fn trusts(trust: Trust, caller: Who<'_>) -> String {
    match trust {
        Trust::Account => format!("account {}", caller.account),
        Trust::Everyone => "everyone".to_owned(),
        Trust::Role => format!("role {}", caller.name),
        Trust::Session => format!("this session of role {}", caller.name),
        Trust::User if caller.kind == CallerKind::FederatedUser => {
            format!("the user behind {}", caller.name)
        }
        _ => who(caller),
    }
}

/// `, but …`: how near a key policy statement came.
fn near_in_key_policy(near: Option<(Named<'_>, Near<'_>)>, caller: Who<'_>) -> String {
    let Some((named, near)) = near else {
        return String::new();
    };
    let named = statement(named);
    match near {
        Near::Action(trust) => {
            let whom = trust.map_or_else(|| who(caller), |trust| trusts(trust, caller));
            format!(" {} names {whom}, but not this action.", capital(&named))
        }
        Near::NoEffect => format!(
            " {} would, but it has no effect: its Action is missing or its Resource is not \"*\".",
            capital(&named)
        ),
        Near::Recreated => {
            format!(" {} names it as it was before it was deleted and made again.", capital(&named))
        }
        Near::Condition(reason) => {
            format!(" {} would, but {}.", capital(&named), reason::clause(reason, Arns::Short))
        }
        Near::Unsupported(element) => format!(
            " {} may allow it, but its {element} cannot be evaluated here.",
            capital(&named)
        ),
        Near::Principal(others) => {
            let named: Vec<String> = others.iter().map(|other| statement(*other)).collect();
            let verb = if named.len() == 1 { "allows" } else { "allow" };
            let names = if named.len() == 1 { "names" } else { "name" };
            format!(" {} {verb} this action, but {names} others.", capital(&and(&named)))
        }
        _ => String::new(),
    }
}

/// How near an identity policy's statement came, as a half-sentence behind its name.
fn near_in_identity(near: &Near<'_>) -> String {
    match near {
        Near::Action(_) => "does not name this action".to_owned(),
        Near::Region(wanted, found) => {
            format!("names a key in {wanted}, and this key is in {found}")
        }
        Near::Account(wanted, found) => {
            format!("names a key of account {wanted}, and this key is of account {found}")
        }
        Near::Key(wanted) => format!("names another key, {wanted}"),
        Near::NoKeyArn(text) => {
            format!("names {text}, which never stands for a key: only the key ARN does")
        }
        Near::Unsupported(element) => {
            format!("has a {element} that cannot be evaluated here")
        }
        Near::Condition(reason) => {
            format!("does not allow it: {}", reason::clause(reason, Arns::Short))
        }
        Near::Principal(_) => "names others".to_owned(),
        Near::Resource("bucket") => "does not cover this object".to_owned(),
        Near::Resource(noun) => format!("does not cover this {noun}"),
        _ => "does not cover it".to_owned(),
    }
}

/// The reason in one plain sentence, sometimes two.
pub fn sentence(sentence: &Sentence<'_>) -> String {
    match sentence.clone() {
        Sentence::AllowedDirectly { who: caller, statement: named, trust }
            if caller.kind == CallerKind::Service =>
        {
            format!("The key policy names {} in {}.", trusts(trust, caller), statement(named))
        }
        Sentence::AllowedDirectly { who: caller, statement: named, trust } => format!(
            "The key policy names {} in {}; inside one account that is enough.",
            trusts(trust, caller),
            statement(named)
        ),
        Sentence::AllowedByDelegation { who: caller, statement: named } => format!(
            "The key policy leaves this action to the IAM policies of account {}, and {} {} \
             allows it.",
            caller.account,
            whose(caller),
            statement(named)
        ),
        Sentence::AllowedRoot { who: caller, statement: named, trust: Trust::Account } => format!(
            "The key policy names account {} in {}, which covers its root user.",
            caller.account,
            statement(named)
        ),
        Sentence::AllowedRoot { who: caller, statement: named, trust } => format!(
            "The key policy names {} in {}, which covers the root user of account {}.",
            trusts(trust, caller),
            statement(named),
            caller.account
        ),
        Sentence::AllowedAcross { who: caller, key_policy, trust, identity } => format!(
            "Both accounts allow it: {}, and {} {} allows it.",
            opens(key_policy, trust, caller),
            whose(caller),
            statement(identity)
        ),
        Sentence::AllowedRootAcross { who: caller, key_policy, trust } => format!(
            "{}; the root user of account {} needs no identity policy.",
            capital(&opens(key_policy, trust, caller)),
            caller.account
        ),
        Sentence::AllowedByGrant { who: caller, grant, identity: Some(named), .. } => format!(
            "{} on the key opens this operation to account {}, and {} {} allows it.",
            grant_named(grant),
            caller.account,
            whose(caller),
            statement(named)
        ),
        Sentence::AllowedByGrant { who: caller, grant, across, .. } => {
            let reach = if across {
                "; it was issued from the caller's account, so it meets that side too"
            } else {
                ""
            };
            format!(
                "{} on the key allows this operation to {}{reach}.",
                grant_named(grant),
                who(caller)
            )
        }
        Sentence::AllowedWithoutKey { who: caller, target, statement: named } => {
            let start = only_iam(target);
            match named {
                Some(named) => format!(
                    "{start}, so IAM alone decides, and {} {} allows it.",
                    whose(caller),
                    statement(named)
                ),
                None => format!("{start}, and {} needs no identity policy.", who(caller)),
            }
        }
        Sentence::MayRetire { who: caller, statement: None, account: true } => format!(
            "Account {} has a say in this grant, and {} needs no identity policy.",
            caller.account,
            who(caller)
        ),
        Sentence::MayRetire { who: caller, statement: None, .. } => {
            format!("The grant itself lets {} retire it.", who(caller))
        }
        Sentence::MayRetire { who: caller, statement: Some(named), .. } => format!(
            "Account {} has a say in this grant, and {} {} allows retiring it.",
            caller.account,
            whose(caller),
            statement(named)
        ),
        Sentence::AllowedIfTheyExist { principals } => format!(
            "The policies allow it, but KMS saves this key policy only if every principal it names \
             exists, and the scenario does not define {}.",
            principals.join(", ")
        ),
        Sentence::Denied { statement: named, unsupported, unknown, refused } => {
            let own = named.layer == LayerName::KeyPolicy && named.policy != "AWS_RAM";
            let place = if own { " of the key policy" } else { "" };
            let named = capital(&statement(named));
            match (unsupported, unknown) {
                (_, Some(key)) => format!(
                    "{named}{place} may deny it: that depends on {key}, which the scenario does \
                     not give, and a Deny that cannot be evaluated counts."
                ),
                (Some(element), _) => format!(
                    "{named}{place} may deny it: its {element} cannot be evaluated here, and a \
                     Deny that cannot be evaluated counts."
                ),
                (None, _) if refused => format!(
                    "{named}{place} denies it, if that document were saved: AWS refuses it as it \
                     stands."
                ),
                (None, _) => format!("{named}{place} denies it, and a Deny always wins."),
            }
        }
        Sentence::KeyPolicySilent { who: caller, near, identity, grant } => {
            let near = near_in_key_policy(near, caller) + &near_grant(grant);
            if caller.kind == CallerKind::Service {
                return format!(
                    "Neither the key policy nor a grant opens this action to {}.{near}",
                    who(caller)
                );
            }
            if caller.kind == CallerKind::Root {
                return format!(
                    "The key policy gives account {} nothing for this action, and then not even \
                     its root user may.{near}",
                    caller.account
                );
            }
            match identity {
                Some(named) => format!(
                    "{} {} allows it, but the key policy does not leave this action to the IAM \
                     policies of account {}.{near}",
                    start_whose(caller),
                    statement(named),
                    caller.account
                ),
                None => format!(
                    "The key policy neither names {} for this action nor leaves it to the IAM \
                     policies of account {}.{near}",
                    who(caller),
                    caller.account
                ),
            }
        }
        Sentence::IdentitySilent { who: caller, near, none, grant } => {
            let account = caller.account;
            let start = match grant {
                Some(grant) => {
                    format!(
                        "{} on the key opens this operation to account {account}",
                        grant_named(grant)
                    )
                }
                None => format!(
                    "The key policy leaves this action to the IAM policies of account {account}"
                ),
            };
            format!("{start}, {}", silent_identity(caller, near, none))
        }
        Sentence::OwnerSilent { who: caller, near, identity, grant } => {
            let near = near_in_key_policy(near, caller) + &near_grant(grant);
            let start = format!(
                "The key policy opens this action neither to account {} nor to {}",
                caller.account,
                who(caller)
            );
            match identity {
                Some(named) => format!(
                    "{start}; {} allows it, but across accounts both sides must.{near}",
                    statement(named)
                ),
                None => format!("{start}.{near}"),
            }
        }
        Sentence::CallerSilent { who: caller, trust, near, none, grant } => {
            let whom = trusts(trust, caller);
            let start = match grant {
                Some(grant) => {
                    format!("{} on the key opens this operation to {whom}", grant_named(grant))
                }
                None => format!("The key policy opens this action to {whom}"),
            };
            format!("{start}, {}", silent_identity(caller, near, none))
        }
        Sentence::LimitSilent { who: caller, layer, level, near, none } => {
            let hint = near.map_or_else(String::new, |(named, near)| {
                format!(" {} {}.", capital(&statement(named)), near_in_identity(&near))
            });
            match (layer, level) {
                (LayerName::Scp, Some(level)) => format!(
                    "At {level} no service control policy allows it, and every level down to \
                     account {} must.{hint}",
                    caller.account
                ),
                (LayerName::Session, _) if none => format!(
                    "Federated user {} has no session policy, and then may do nothing but what a \
                     key policy gives it by its own name.",
                    who(caller)
                ),
                (LayerName::VpcEndpoint, _) => format!(
                    "The policy of the VPC endpoint does not allow it, whatever the others say.{hint}"
                ),
                (layer, _) => format!(
                    "{} {} does not allow it, and it limits what everything else gives.{hint}",
                    start_whose(caller),
                    kind_of_policy(layer)
                ),
            }
        }
        Sentence::RegionNotEnabled { who: caller, region } => format!(
            "Region {region} is not enabled in account {}, so the key policy's permission has no \
             effect there.",
            caller.account
        ),
        Sentence::NeverAcross { action } => format!(
            "{action} works only inside the key's own account, whatever the policies of both \
             accounts say."
        ),
        Sentence::ManagedKeyAcross => {
            "An AWS managed key can never be used from another account, whatever any policy says."
                .to_owned()
        }
        Sentence::ManagedKeyFixed => {
            "An AWS managed key belongs to its service: its account cannot change, share or delete \
             it."
            .to_owned()
        }
        Sentence::ReservedAlias => {
            "Names that begin with alias/aws/ are reserved for AWS managed keys.".to_owned()
        }
        Sentence::Internal => {
            "Only a role of AWS's own calls this operation; nobody else can.".to_owned()
        }
        Sentence::ForeignRetiring => {
            "The retiring principal must be of the caller's own account.".to_owned()
        }
        Sentence::NotAllowedWithoutKey { who: caller, target, near, key_policy } => {
            let hint = match near {
                Some((named, near)) => {
                    format!(" {} {}.", capital(&statement(named)), near_in_identity(&near))
                }
                None if key_policy => {
                    " A key policy says nothing about operations without a key.".to_owned()
                }
                None => String::new(),
            };
            format!(
                "{}, so IAM alone decides, and no policy of {} allows it.{hint}",
                only_iam(target),
                who(caller)
            )
        }
        Sentence::MayNotRetire { none: true, .. } => {
            "There is no grant on this key to retire.".to_owned()
        }
        Sentence::MayNotRetire { who: caller, claim: true, .. } => format!(
            "Account {} has a say in this grant, but no policy of {} allows retiring it.",
            caller.account,
            who(caller)
        ),
        Sentence::MayNotRetire { who: caller, .. } => format!(
            "The grant gives {} no right to retire it, and no other policy can.",
            who(caller)
        ),
        Sentence::Unreadable { layer: LayerName::Identity, who: caller } => {
            format!("A policy of {} cannot be read, so nothing can be said.", who(caller))
        }
        Sentence::Unreadable { layer, .. } => {
            format!("The {} cannot be read, so nothing can be said.", kind_of_policy(layer))
        }
        Sentence::OtherService => {
            "This version does not decide operations of other services yet, so nothing can be said."
                .to_owned()
        }
        Sentence::KeyNotFound { text: Some(text) } => format!("KMS does not find it: {text}"),
        Sentence::KeyNotFound { text: None } => {
            "The request names no alias, and the key has none.".to_owned()
        }
        Sentence::ForeignKey { by_ciphertext: true } => {
            "No key here made this ciphertext. AWS does not tell whether such a key exists."
                .to_owned()
        }
        Sentence::ForeignKey { by_ciphertext: false } => {
            "No key here has this ARN. AWS does not tell another account whether a key exists."
                .to_owned()
        }
        Sentence::Refused { why, state } => refused(why, state),
        Sentence::OnResource { who: caller, noun, says } => {
            service::on_resource(caller, noun, says)
        }
        Sentence::VolumeAcross => {
            "A volume is attached inside its own account only: share a snapshot of it instead."
                .to_owned()
        }
    }
}

/// What the key's side opens, and to whom; no statement where a grant does.
fn opens(key_policy: Option<Named<'_>>, trust: Trust, caller: Who<'_>) -> String {
    match key_policy {
        Some(named) => format!(
            "the key policy opens this action to {} in {}",
            trusts(trust, caller),
            statement(named)
        ),
        None => format!("a grant on the key opens this operation to {}", who(caller)),
    }
}

/// Why KMS answers an allowed request with an exception.
fn refused(why: &Why, state: &str) -> String {
    match why {
        Why::KeyState => {
            format!("The policies allow it, but the key's state is {state}.")
        }
        Why::KeyUsage => "The policies allow it, but the key is not of a usage and spec for this \
                          operation."
            .to_owned(),
        Why::KeyKind => {
            "The policies allow it, but keys of this kind do not have this operation.".to_owned()
        }
        Why::Origin => "The policies allow it, but not with key material of this origin.".to_owned(),
        Why::CustomKeyStore => {
            "The policies allow it, but not on a key in a custom key store.".to_owned()
        }
        Why::NotPrimary => {
            "The policies allow it, but only a multi-Region primary key has this operation."
                .to_owned()
        }
        Why::KeysDiffer => {
            "The policies allow it, but an alias can only move between keys of one kind and usage."
                .to_owned()
        }
        Why::RefusedOnSaving => {
            "The caller may, but KMS refuses to save this key policy: see what is marked in it."
                .to_owned()
        }
        Why::TooLarge => "The caller may, but the key policy is too large.".to_owned(),
        Why::Lockout => {
            "The caller may, but with the new key policy could not change it again, and KMS refuses \
             that."
                .to_owned()
        }
        Why::UnknownPrincipals(principals) => format!(
            "The caller may, but KMS refuses this key policy: {} {} not exist.",
            and(principals),
            if principals.len() == 1 { "does" } else { "do" }
        ),
        Why::NoSuchPolicy => {
            "The policies allow it, but the key has no policy of this name.".to_owned()
        }
        Why::PolicyName => {
            "The caller may, but only the key policy named default can be put.".to_owned()
        }
        Why::IncorrectKey => {
            "The policies allow it, but the ciphertext was made with another key.".to_owned()
        }
        Why::NoKeyId => {
            "The policies allow it, but only a symmetric ciphertext says which key it was made \
             with: here the request must name the key."
                .to_owned()
        }
        Why::Grant => "The caller may, but KMS does not make such a grant.".to_owned(),
        Why::DryRun => {
            "It would succeed; with DryRun KMS says so and does nothing.".to_owned()
        }
    }
}

/// `but Stuart has no policy` or `but KeyDemo names a key in …`.
fn silent_identity(caller: Who<'_>, near: Option<(Named<'_>, Near<'_>)>, none: bool) -> String {
    match near {
        _ if none => format!("but {} has no policy that allows it.", who(caller)),
        Some((named, near)) => {
            format!("but {} {} {}.", whose(caller), statement(named), near_in_identity(&near))
        }
        None => format!("but none of {} policies allows it.", whose(caller)),
    }
}
