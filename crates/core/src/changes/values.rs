//! The values that the request itself has: nothing else is ever written into a policy.

use super::candidate::Breadth;
use crate::actions::Action;
use crate::caller::{Caller, CallerKind};
use crate::decide::{Place, Target};

/// A name of the caller, as a Principal element takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// `AWS` or `Service`.
    pub kind: &'static str,
    pub text: String,
    pub breadth: Breadth,
}

/// The names of the caller, the narrowest first.
pub(crate) fn names(caller: &Caller) -> Vec<Name> {
    let aws = |text: &str, breadth| Name { kind: "AWS", text: text.to_owned(), breadth };
    let root = format!("arn:{}:iam::{}:root", caller.partition, caller.account);
    match caller.kind {
        CallerKind::Service => {
            vec![Name { kind: "Service", text: caller.arn.clone(), breadth: Breadth::One }]
        }
        CallerKind::Root => vec![aws(&root, Breadth::Account)],
        CallerKind::User | CallerKind::FederatedUser => {
            let issuer = caller.issuer_arn.as_deref().map(|arn| aws(arn, Breadth::One));
            let own = [aws(&caller.identity_arn, Breadth::One)];
            own.into_iter().chain(issuer).chain([aws(&root, Breadth::Account)]).collect()
        }
        CallerKind::RoleSession => vec![
            aws(&caller.identity_arn, Breadth::One),
            aws(&caller.arn, Breadth::One),
            aws(&root, Breadth::Account),
        ],
    }
}

/// The action as a policy names it.
pub(crate) fn action(action: Action) -> String {
    action.to_string()
}

/// What a policy of IAM names as the resource.
pub(crate) fn resource(place: &Place<'_>) -> String {
    match place.target {
        Target::Key(_) | Target::ForeignKey | Target::Grant { .. } | Target::Resource { .. } => {
            place.resource.clone()
        }
        _ if place.resource.contains(":alias/") => place.resource.clone(),
        _ => "*".to_owned(),
    }
}
