//! How a problem is mended, where that is mechanical: where only one text can have been meant, or
//! where AWS takes only one.

mod actions;
mod conditions;
mod document;
mod elements;
mod place;
mod principals;
mod resources;
mod sids;
mod spaces;
mod syntax;
mod values;

use crate::condition::ConditionKey;
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::json::Node;
use crate::policy::{PolicyText, Problem, ProblemKind};
use crate::report::{Edit, Repair};
use place::Place;

/// The repairs of a problem of this document, whose JSON is `root`.
pub(super) fn of(problem: &Problem, source: &PolicyText, root: &Node) -> Vec<Repair> {
    let at = Place { source, text: &source.text, root, span: problem.span };
    let mut found = first(&problem.kind, &at).into_iter().collect::<Vec<_>>();
    for repair in &mut found {
        // From behind, so that no edit moves the place of another.
        repair.edits.sort_by_key(|edit| match edit {
            Edit::Text { span, .. } => std::cmp::Reverse(span.start),
            Edit::Set { .. } => std::cmp::Reverse(0),
        });
    }
    found
}

fn first(kind: &ProblemKind, at: &Place<'_>) -> Option<Repair> {
    match kind {
        // Nothing of a text that is no JSON is in force.
        ProblemKind::Syntax(kind) => syntax::repaired(*kind, at).map(Repair::certain),
        ProblemKind::DuplicateKey(_) | ProblemKind::RepeatedConditionKey(_) => {
            document::duplicate(at).map(Repair::certain)
        }
        ProblemKind::NotAPolicy => document::wrapped(at).map(Repair::certain),
        ProblemKind::TooLarge { .. } => document::compact(at).map(Repair::certain),
        ProblemKind::InvalidVersion(_) | ProblemKind::OldVersion => document::version(at),
        ProblemKind::UnknownElement { suggestion, .. } => elements::unknown(at, *suggestion),
        ProblemKind::WrongType { element, .. } => values::of_type(at, element),
        ProblemKind::MissingEffect => elements::missing_effect(at).map(Repair::certain),
        ProblemKind::InvalidEffect(effect) => elements::effect(at, effect),
        ProblemKind::MissingResource => resources::missing(at),
        ProblemKind::ResourceInKeyPolicy(_) => resources::of_this_key(at),
        ProblemKind::ResourceNotArn(text) => values::trimmed(at, text),
        ProblemKind::InvalidPartition { partition, resource } => {
            resources::partition(at, partition, resource)
        }
        ProblemKind::WildcardInService(text) => resources::service(at, text),
        ProblemKind::AliasResource(text) => resources::alias(at, text),
        ProblemKind::MissingPrincipal => principals::missing(at).map(Repair::certain),
        ProblemKind::PrincipalInIdentityPolicy => elements::removed(at),
        ProblemKind::InvalidPrincipal { text, .. } => {
            principals::named(at, text).map(Repair::certain)
        }
        ProblemKind::InvalidPrincipalType(kind) => principals::of_type(at, kind),
        ProblemKind::PrincipalInResourceControl => principals::everyone(at).map(Repair::certain),
        ProblemKind::ActionWithoutPrefix(action)
        | ProblemKind::UnknownAction(action)
        | ProblemKind::TwoColons(action)
        | ProblemKind::InvalidVendor(action) => actions::meant(at, action),
        ProblemKind::BareStarInResourceControl => {
            Some(repair(titles::WRITE_EVERY_ACTION, vec![replace_string(at.span, "kms:*")]))
        }
        ProblemKind::InvalidSid(sid) => sids::allowed(at, sid).map(Repair::certain),
        ProblemKind::DuplicateSid(sid) => sids::numbered(at, sid).map(Repair::certain),
        ProblemKind::UnknownOperator { suggestion, .. } => {
            conditions::operator(at, suggestion.as_deref())
        }
        ProblemKind::NullWithIfExists(_) => {
            conditions::operator(at, Some("Null")).map(Repair::certain)
        }
        // Of a key with a part of its own the part is not known.
        ProblemKind::InvalidConditionKeyFormat { suggestion, .. } => {
            conditions::key(at, suggestion.filter(|key| !key.ends_with([':', '/']))?)
        }
        ProblemKind::UnknownConditionKey(key) => conditions::key(at, &ConditionKey::meant_by(key)?),
        ProblemKind::MissingSetOperator(_) => conditions::with_set_operator(at),
        ProblemKind::OverlyPermissiveCondition(_) => conditions::without_set_operator(at),
        ProblemKind::InvalidConditionValue { value, .. } | ProblemKind::InvalidDate(value) => {
            values::comparable(at, value)
        }
        ProblemKind::BrokenVariable { text, .. } => values::variable(at, text),
        ProblemKind::InvalidCharacter(_) => spaces::characters(at).map(Repair::certain),
        _ => None,
    }
}
