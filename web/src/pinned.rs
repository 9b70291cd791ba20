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

/// Decides the pinned scenario once, and not while the present one waits for that; comparing takes
/// less than finding out whether to.
#[hook]
pub fn use_pinned(
    pinned: Option<&Rc<Scenario>>,
    scenario: &Same<Scenario>,
    derived: &Derived,
    deciding: bool,
) -> Option<Pinned> {
    let pinned = pinned.map(|pinned| Same(Rc::clone(pinned)));
    let known = use_mut_ref(|| None::<(Same<Scenario>, Option<Same<MatrixVerdicts>>)>);
    let mut known = known.borrow_mut();
    let is_known = known.as_ref().is_some_and(|(of, _)| Some(of) == pinned.as_ref());
    if !is_known && !deciding {
        let decided = |of: &Scenario| Some(Same(Rc::new(Model::new(of).ok()?.matrix())));
        *known = pinned.clone().map(|of| {
            // What is pinned is mostly what was just decided.
            let here =
                derived.matrix.as_ref().filter(|_| of == *scenario && derived.stale.is_empty());
            let matrix = here.map_or_else(|| decided(&of), |here| Some(Same(Rc::clone(here))));
            (of, matrix)
        });
    }
    let pinned = pinned?;
    let matrix = known.as_ref().filter(|(of, _)| *of == pinned)?.1.clone()?;
    let now = derived.matrix.as_ref();
    let compared = now.map(|now| compare((&pinned, &matrix), (scenario, now)));
    Some(Pinned {
        matrix,
        clauses: compared.map_or(Vec::new(), |compared| compared.clauses),
        is_present: *pinned == **scenario,
    })
}
