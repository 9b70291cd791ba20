//! The pinned state, and what differs from it.

use crate::derive::Derived;
use crate::same::Same;
use kms_policy::compare::compare;
use kms_policy::decide::{Cell, MatrixVerdicts, Model};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// What the matrix is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinned {
    /// The verdicts of the pinned scenario.
    pub matrix: Same<MatrixVerdicts>,
    /// What differs from them, in clauses.
    pub clauses: Vec<String>,
    /// Is the scenario as it was?
    pub is_present: bool,
}

/// What a cell was when the state was pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Was {
    /// The same as now, or nothing is pinned.
    Same,
    /// Not in the matrix.
    Absent,
    /// Another.
    Other(Cell),
}

impl Was {
    /// What a cell was in the pinned matrix.
    pub fn of(pinned: Option<&MatrixVerdicts>, principal: &str, action: &str, now: &Cell) -> Self {
        let Some(matrix) = pinned else {
            return Self::Same;
        };
        match matrix.cell(principal, action) {
            None => Self::Absent,
            Some(was) if now.differs_from(was) => Self::Other(*was),
            Some(_) => Self::Same,
        }
    }
}

/// Decides the pinned scenario once; comparing takes less than finding out whether to.
#[hook]
pub fn use_pinned(
    pinned: Option<&Rc<Scenario>>,
    scenario: &Same<Scenario>,
    derived: &Derived,
) -> Option<Pinned> {
    let pinned = pinned.map(|pinned| Same(Rc::clone(pinned)));
    let matrix = use_memo(pinned.clone(), |pinned| {
        Some(Same(Rc::new(Model::new(pinned.as_ref()?).ok()?.matrix())))
    });
    let (pinned, matrix) = (pinned?, (*matrix).clone()?);
    let now = derived.matrix.as_ref();
    let compared = now.map(|now| compare((&pinned, &matrix), (scenario, now)));
    Some(Pinned {
        matrix,
        clauses: compared.map_or(Vec::new(), |compared| compared.clauses),
        is_present: *pinned == **scenario,
    })
}
