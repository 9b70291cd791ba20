//! Chance that can be repeated: the same seed gives the same scenarios on every machine.

use fastrand::Rng;

/// A source of choices.
#[derive(Clone, Debug)]
pub struct Dice {
    rng: Rng,
    /// Names that stand for other names, of the same length.
    renames: &'static [(&'static str, &'static str)],
}

impl Dice {
    /// The choices of this seed.
    pub fn new(seed: u64) -> Self {
        Self { rng: Rng::with_seed(seed), renames: &[] }
    }

    /// The same choices with other names.
    pub fn renaming(seed: u64, renames: &'static [(&'static str, &'static str)]) -> Self {
        Self { renames, ..Self::new(seed) }
    }

    /// Has anything another name?
    pub fn renames(&self) -> bool {
        !self.renames.is_empty()
    }

    /// A text with its other names.
    pub fn renamed(&self, text: &str) -> String {
        self.renames.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    /// Yes in so many of a hundred cases.
    pub fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(..100) < percent
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.rng.usize(..end)
    }

    /// One of these, of which there is at least one.
    pub fn one<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// As many as chance has it: mostly `least`, with each further one less likely.
    pub fn count(&mut self, least: usize, most: usize) -> usize {
        (least..most).take_while(|_| self.chance(45)).count() + least
    }

    /// This many of what `make` makes, between `least` and `most`.
    pub fn some<T>(
        &mut self,
        least: usize,
        most: usize,
        mut make: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        (0..self.count(least, most)).map(|_| make(self)).collect()
    }
}
