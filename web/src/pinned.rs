//! The pinned state, and what differs from it.

use crate::derive::Derived;
use crate::same::Same;
use kms_policy::compare::{Comparison, compare};
use kms_policy::decide::{Cell, MatrixVerdicts, Model};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// What the matrix is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinned {
    /// The verdicts of the pinned scenario.
    pub matrix: Same<MatrixVerdicts>,
    /// How the verdicts that are shown differ from them.
    pub comparison: Same<Comparison>,
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

/// Decides the pinned scenario once, and compares whenever the verdicts are others.
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
    let now = derived.matrix.as_ref().map(|matrix| Same(Rc::clone(matrix)));
    let comparison = use_memo(((*matrix).clone(), now), |(matrix, now)| {
        let before = (pinned.as_deref()?, &**matrix.as_ref()?);
        Some(Same(Rc::new(compare(before, (scenario, now.as_ref()?)))))
    });
    Some(Pinned {
        matrix: (*matrix).clone()?,
        comparison: (*comparison).clone()?,
        is_present: pinned.as_deref() == Some(&**scenario),
    })
}
