//! Documents that one model takes over from another.

use super::CompiledPolicy;
use crate::policy::{self, PolicyKind};
use crate::scenario::Document;
use std::sync::Arc;

/// The compiled documents of a model, in the order in which it has them. See
/// [`Model::knowing`](super::Model::knowing).
#[derive(Clone, Debug, Default)]
pub struct Documents(Vec<CompiledPolicy>);

/// Reads and compiles what is not known yet.
pub(super) struct Compiler<'k> {
    known: &'k [CompiledPolicy],
    made: Vec<CompiledPolicy>,
    /// Where the next document is expected.
    next: usize,
    /// How often a document may still be looked for elsewhere.
    searches: usize,
}

/// More documents than this do not change at once, unless the scenario is another one. Then looking
/// for each would take longer than it is worth.
const SEARCHES: usize = 32;

impl<'k> Compiler<'k> {
    pub(super) fn new(known: &'k Documents) -> Self {
        Self {
            known: &known.0,
            made: Vec::with_capacity(known.0.len()),
            next: 0,
            searches: SEARCHES,
        }
    }

    pub(super) fn document(&mut self, document: &Document, kind: PolicyKind) -> CompiledPolicy {
        self.text(document.text().cloned().unwrap_or_else(|| Arc::from("")), kind)
    }

    pub(super) fn text(&mut self, text: Arc<str>, kind: PolicyKind) -> CompiledPolicy {
        let found = self.find(&text, kind);
        let policy = found.unwrap_or_else(|| CompiledPolicy::new(policy::read(text, kind)));
        self.made.push(policy.clone());
        policy
    }

    /// A text that was not edited is the very same one.
    fn find(&mut self, text: &Arc<str>, kind: PolicyKind) -> Option<CompiledPolicy> {
        let is = |known: &CompiledPolicy| {
            Arc::ptr_eq(&known.source.text, text) && known.source.kind == kind
        };
        if !self.known.get(self.next).is_some_and(is) {
            self.searches = self.searches.checked_sub(1)?;
            match self.known.iter().position(is) {
                Some(place) => self.next = place,
                None => {
                    // As a rule the one expected here has been edited.
                    self.next += 1;
                    return None;
                }
            }
        }
        let found = self.known.get(self.next).cloned();
        self.next += 1;
        found
    }

    pub(super) fn documents(self) -> Documents {
        Documents(self.made)
    }
}
