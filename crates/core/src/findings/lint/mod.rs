//! What one document says that AWS would save, and that was hardly meant so.

mod actions;
mod arns;
pub(super) mod delegation;
mod empty;
mod keys;
mod operations;
mod operators;
mod prefixes;
mod principals;
mod redundant;
mod service_name;
mod sids;
mod size;
mod stated;
mod values;
mod variables;
mod version;

pub use size::{Size, size};

pub(super) use operators::equality;

use super::{Found, Row};
use crate::json::{self, Node};
use crate::policy::{Policy, PolicyKind, PolicyText};
use stated::Stated;

/// A document that is looked at: as it was read, and as JSON.
pub(crate) struct Document<'d> {
    pub kind: PolicyKind,
    pub text: &'d str,
    pub policy: &'d Policy,
    pub root: &'d Node,
    /// Does AWS refuse to save it?
    pub is_refused: bool,
    statements: Vec<Stated<'d>>,
}

impl<'d> Document<'d> {
    fn new(source: &'d PolicyText, policy: &'d Policy, root: &'d Node) -> Self {
        let statements = stated::statements(policy, root);
        let is_refused = source.problems.iter().any(|problem| problem.kind.is_refused());
        Self { kind: source.kind, text: &source.text, policy, root, is_refused, statements }
    }
}

type Look = fn(&Document<'_>, &mut Vec<Found>);

/// Who looks, and what it can find.
const LINTS: [(Look, &[&Row]); 15] = [
    (actions::look, actions::ROWS),
    (arns::look, arns::ROWS),
    (delegation::look, delegation::ROWS),
    (empty::look, empty::ROWS),
    (keys::look, keys::ROWS),
    (operations::look, operations::ROWS),
    (operators::look, operators::ROWS),
    (principals::look, principals::ROWS),
    (redundant::look, redundant::ROWS),
    (sids::look, sids::ROWS),
    (service_name::look, service_name::ROWS),
    (size::look, size::ROWS),
    (values::look, values::ROWS),
    (variables::look, variables::ROWS),
    (version::look, version::ROWS),
];

/// Everything that is found in a document that can be read.
pub(crate) fn look(source: &PolicyText) -> Vec<Found> {
    let mut found = Vec::new();
    let Some(policy) = &source.policy else {
        return found;
    };
    let (root, _) = json::parse(&source.text);
    let document = Document::new(source, policy, &root);
    for (look, _) in LINTS {
        look(&document, &mut found);
    }
    found
}

/// What is found besides in a document that stands alone: in a scenario more is known, and
/// [`together`](super::together) says it better.
pub(crate) fn look_alone(source: &PolicyText) -> Vec<Found> {
    let mut found = Vec::new();
    if let Some(policy) = &source.policy {
        let (root, _) = json::parse(&source.text);
        let document = Document::new(source, policy, &root);
        delegation::look_alone(&document, &mut found);
    }
    found
}

/// Every kind of finding that is looked for besides what reading a document finds.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    let of_documents = LINTS.iter().flat_map(|(_, rows)| rows.iter());
    of_documents.chain(super::together::rows()).copied()
}
