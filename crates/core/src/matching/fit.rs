//! How well a part of a statement fits a request: for one action, and for all of them at once.

use crate::actions::ActionSet;
use crate::policy::Effect;
use std::ops::{BitAnd, BitOr, Not};

/// How well an element, or a whole statement, fits a request. A statement fits as well as its
/// worst element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It does not.
    No,
    /// It is taken as if it did not, but that is uncertain.
    Doubtful,
    /// It cannot be evaluated: an Allow does not match, a Deny does.
    Unsupported,
    /// It is taken as if it did, but that is uncertain.
    Likely,
    /// It does.
    Yes,
}

impl Fit {
    /// Is a statement of this effect taken to match?
    pub fn is_taken(self, effect: Effect) -> bool {
        match self {
            Self::Yes | Self::Likely => true,
            Self::Unsupported => effect == Effect::Deny,
            Self::Doubtful | Self::No => false,
        }
    }

    /// Yes or no.
    pub fn when(condition: bool) -> Self {
        if condition { Self::Yes } else { Self::No }
    }

    /// The same answer, but not for certain.
    pub fn softened(self) -> Self {
        match self {
            Self::Yes => Self::Likely,
            Self::No => Self::Doubtful,
            other => other,
        }
    }

    /// The same answer, softened unless it is `sure`.
    pub fn unless(self, sure: bool) -> Self {
        if sure { self } else { self.softened() }
    }
}

impl Not for Fit {
    type Output = Self;
    /// What cannot be evaluated cannot be evaluated the other way round either.
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Doubtful => Self::Likely,
            Self::Unsupported => Self::Unsupported,
            Self::Likely => Self::Doubtful,
            Self::Yes => Self::No,
        }
    }
}

/// A [`Fit`] for every action: the actions that it fits at least as well as each name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fits {
    /// Those it fits.
    pub yes: ActionSet,
    /// Those, and where it likely fits.
    pub likely: ActionSet,
    /// Those, and where it cannot be evaluated.
    pub unsupported: ActionSet,
    /// Those, and where it is doubtful: all others it does not fit.
    pub doubtful: ActionSet,
}

impl Fits {
    /// No action.
    pub const NONE: Self = Self::within(ActionSet::NONE, Fit::Yes);

    /// The same fit for the actions of `set`, none for all others.
    pub const fn within(set: ActionSet, fit: Fit) -> Self {
        Self {
            yes: Self::at_least(Fit::Yes, fit, set),
            likely: Self::at_least(Fit::Likely, fit, set),
            unsupported: Self::at_least(Fit::Unsupported, fit, set),
            doubtful: Self::at_least(Fit::Doubtful, fit, set),
        }
    }

    const fn at_least(wanted: Fit, fit: Fit, set: ActionSet) -> ActionSet {
        if fit as u8 >= wanted as u8 { set } else { ActionSet::NONE }
    }

    /// The same fit for every action.
    pub const fn all(fit: Fit) -> Self {
        Self::within(ActionSet::ALL, fit)
    }
}

impl BitAnd for Fits {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self {
            yes: self.yes & other.yes,
            likely: self.likely & other.likely,
            unsupported: self.unsupported & other.unsupported,
            doubtful: self.doubtful & other.doubtful,
        }
    }
}

impl BitOr for Fits {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self {
            yes: self.yes | other.yes,
            likely: self.likely | other.likely,
            unsupported: self.unsupported | other.unsupported,
            doubtful: self.doubtful | other.doubtful,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_joined_or_met_with_itself_stays() {
        for fit in [Fit::No, Fit::Doubtful, Fit::Unsupported, Fit::Likely, Fit::Yes] {
            let all = Fits::all(fit);
            assert_eq!(all | all, all, "{fit:?}");
            assert_eq!(all & all, all, "{fit:?}");
        }
    }
}
