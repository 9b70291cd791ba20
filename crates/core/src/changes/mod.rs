//! What would change an answer: the smallest edits, each proved by deciding the edited scenario.
//!
//! Where an answer comes from is known statement by statement, so edits are not guessed: an Allow
//! that fails one test gets the value that the test wants (`statement.rs`), a Deny that matches is
//! narrowed or taken out, a statement or policy is added (`addition.rs`), a field of the request or
//! the key is set (`field.rs`); all of that is put together in `ways.rs`. One edit that is not enough but moves the answer on is followed by a
//! second one, chosen for what then stands in the way (`search.rs`). Nothing is proposed that the
//! engine does not confirm (`proof.rs`).
//!
//! The order: first what is sure, then fewer newly allowed cells of the matrix, then fewer values
//! changed, then the narrower principal, then the narrower action. A change that would take from
//! anybody else what they have, or give anybody else something where it is to deny, is not proposed,
//! nor is one half of which is enough.

mod addition;
mod between;
mod candidate;
mod diff;
mod field;
mod proof;
mod search;
mod statement;
mod values;
mod ways;

pub use between::{Difference, between};
pub(crate) use candidate::{Act, InStatement, What};
pub use diff::{DiffLine, DocumentDiff, Sign, diff};
pub use search::{Search, changes};

use crate::report::Change;

/// The decision that is to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A cell of the matrix.
    Cell {
        /// The principal's id.
        principal: String,
        /// The action.
        action: String,
    },
    /// A saved check, by its index.
    Request(usize),
}

/// What would change a decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The changes, the best first; at most [`MOST`].
    pub changes: Vec<Proposal>,
    /// Why there is none.
    pub nothing: Option<String>,
}

/// A change, and what else it would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The change.
    pub change: Change,
    /// What it would change in the other cells of the matrix, in clauses.
    pub also: Vec<String>,
}

/// How many changes are proposed.
pub const MOST: usize = 4;
