//! Yes or no, and whether every reading of an open question gives the same.

/// What is taken, between what holds in every reading and what holds in some reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// Holds however the open questions are answered.
    pub must: bool,
    /// Holds as the specification's defaults answer them.
    pub taken: bool,
    /// Holds for some answer.
    pub could: bool,
}

impl Truth {
    /// Yes in every reading.
    pub const YES: Self = Self::sure(true);
    /// No in every reading.
    pub const NO: Self = Self::sure(false);

    /// The same in every reading.
    pub const fn sure(holds: bool) -> Self {
        Self { must: holds, taken: holds, could: holds }
    }

    /// Open; this is the default.
    pub const fn open(taken: bool) -> Self {
        Self { must: false, taken, could: true }
    }

    /// The same, but some reading says the opposite.
    pub fn doubted(self) -> Self {
        Self::open(self.taken)
    }

    /// Both.
    pub fn and(self, other: Self) -> Self {
        Self {
            must: self.must && other.must,
            taken: self.taken && other.taken,
            could: self.could && other.could,
        }
    }

    /// Either.
    pub fn or(self, other: Self) -> Self {
        Self {
            must: self.must || other.must,
            taken: self.taken || other.taken,
            could: self.could || other.could,
        }
    }

    /// The opposite.
    pub fn not(self) -> Self {
        Self { must: !self.could, taken: !self.taken, could: !self.must }
    }

    /// For every one of them; of none: yes.
    pub fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::YES, Self::and)
    }

    /// For any one of them; of none: no.
    pub fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::NO, Self::or)
    }

    /// Of several readings of an open question the first is taken; of none: no.
    pub fn readings(readings: impl IntoIterator<Item = Self>) -> Self {
        let mut readings = readings.into_iter();
        let first = readings.next().unwrap_or(Self::NO);
        readings.fold(first, |so_far, other| Self {
            must: so_far.must && other.must,
            taken: so_far.taken,
            could: so_far.could || other.could,
        })
    }
}
