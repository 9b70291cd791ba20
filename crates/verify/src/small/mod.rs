//! Small worlds, all of them.
//!
//! Most faults of an evaluator show in a policy of two or three statements, if only in the right
//! ones. So they are not drawn, they are enumerated.

pub mod layers;
pub mod statements;

use crate::compare::Answer;

/// What an enumeration came to.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// The worlds that were decided.
    pub worlds: u64,
    /// The decisions in them.
    pub decisions: u64,
    /// Decisions by verdict: allow, implicit deny, explicit deny, error.
    pub verdicts: [u64; 4],
    /// Decisions that another reading would turn.
    pub uncertain: u64,
    /// The first scenarios on which the engines differ, as text, and how.
    pub differences: Vec<(String, String)>,
}

/// How many differences are kept.
const KEPT: usize = 5;

impl Counts {
    fn add(&mut self, answer: &Answer) {
        self.decisions += 1;
        self.verdicts[answer.verdict as usize] += 1;
        self.uncertain += u64::from(answer.uncertain);
    }

    fn differ(&mut self, scenario: impl FnOnce() -> String, how: String) {
        if self.differences.len() < KEPT {
            self.differences.push((scenario(), how));
        }
    }

    fn merge(&mut self, other: Self) {
        self.worlds += other.worlds;
        self.decisions += other.decisions;
        self.uncertain += other.uncertain;
        for (sum, more) in self.verdicts.iter_mut().zip(other.verdicts) {
            *sum += more;
        }
        self.differences.extend(other.differences);
        self.differences.truncate(KEPT);
    }
}
