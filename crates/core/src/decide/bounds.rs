//! What statements say of all actions at once, between what is certain and what is possible.

use crate::actions::ActionSet;
use crate::matching::Fit;
use crate::policy::Effect;
use std::ops::BitOr;

/// Three sets, each within the next: what is certain, what is taken to hold, what is possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Holds in every reading.
    pub certain: ActionSet,
    /// Is taken to hold.
    pub taken: ActionSet,
    /// Holds in some reading.
    pub possible: ActionSet,
}

impl Bounds {
    /// What a statement of this effect says that fits `actions` as well as `fit`.
    ///
    /// Where AWS would refuse its document (`refused`), it is taken as written, uncertainly.
    pub fn of(effect: Effect, actions: ActionSet, fit: Fit, refused: bool) -> Self {
        let only = |condition: bool| if condition { actions } else { ActionSet::NONE };
        Self {
            certain: only(fit == Fit::Yes && !refused),
            taken: only(fit.is_taken(effect)),
            possible: only(fit != Fit::No),
        }
    }

    /// The same set in every reading.
    pub fn exactly(actions: ActionSet) -> Self {
        Self { certain: actions, taken: actions, possible: actions }
    }
}

impl BitOr for Bounds {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self {
            certain: self.certain | other.certain,
            taken: self.taken | other.taken,
            possible: self.possible | other.possible,
        }
    }
}
