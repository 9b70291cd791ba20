//! What statements say of all actions at once, between what is certain and what is possible.

use crate::actions::ActionSet;
use crate::matching::Fits;
use crate::policy::Effect;
use std::ops::{BitAnd, BitOr};

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
    /// Nothing, in every reading.
    pub const NONE: Self = Self::exactly(ActionSet::NONE);
    /// Everything, in every reading.
    pub const ALL: Self = Self::exactly(ActionSet::ALL);

    /// What a statement of this effect says that fits so well.
    ///
    /// Where AWS would refuse its document (`refused`), it is taken as written, uncertainly.
    pub fn of(effect: Effect, fits: Fits, refused: bool) -> Self {
        Self {
            certain: if refused { ActionSet::NONE } else { fits.yes },
            taken: if effect == Effect::Deny { fits.unsupported } else { fits.likely },
            possible: fits.doubtful,
        }
    }

    /// The same set in every reading.
    pub const fn exactly(actions: ActionSet) -> Self {
        Self { certain: actions, taken: actions, possible: actions }
    }

    /// Taken to hold, but not in every reading.
    pub fn uncertainly(self) -> Self {
        Self { certain: ActionSet::NONE, ..self }
    }

    /// Not taken to hold, but it does in some reading.
    pub fn doubtfully(self) -> Self {
        Self { taken: ActionSet::NONE, ..self.uncertainly() }
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

impl BitAnd for Bounds {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self {
            certain: self.certain & other.certain,
            taken: self.taken & other.taken,
            possible: self.possible & other.possible,
        }
    }
}
