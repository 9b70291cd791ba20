//! What a place of a policy is for.

use super::place::Place;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site<'p> {
    /// An element of the policy.
    PolicyElement,
    /// An element of a statement.
    StatementElement,
    /// A kind of principal.
    PrincipalKind,
    /// A condition operator.
    Operator,
    /// A condition key.
    Key,
    /// The version.
    Version,
    /// The effect.
    Effect,
    /// An action.
    Action,
    /// A resource.
    Resource,
    /// A principal; empty: one without a kind.
    Principal(&'p str),
    /// A value of a condition, by operator and key.
    Value(&'p str, &'p str),
}

impl<'p> Site<'p> {
    pub fn of(place: &'p Place) -> Option<Self> {
        let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
        Some(match (path.as_slice(), place.is_name) {
            ([], true) => Self::PolicyElement,
            (["Statement"], true) => Self::StatementElement,
            (["Statement", "Principal" | "NotPrincipal"], true) => Self::PrincipalKind,
            (["Statement", "Condition"], true) => Self::Operator,
            (["Statement", "Condition", _], true) => Self::Key,
            (["Version"], false) => Self::Version,
            (["Statement", "Effect"], false) => Self::Effect,
            (["Statement", "Action" | "NotAction"], false) => Self::Action,
            (["Statement", "Resource" | "NotResource"], false) => Self::Resource,
            (["Statement", "Principal" | "NotPrincipal"], false) => Self::Principal(""),
            (["Statement", "Principal" | "NotPrincipal", kind], false) => Self::Principal(kind),
            (["Statement", "Condition", operator, key], false) => Self::Value(operator, key),
            _ => return None,
        })
    }
}
