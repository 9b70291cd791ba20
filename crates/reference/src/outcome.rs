//! What authorization comes to, in every reading.

use crate::decide::Verdict;
use crate::truth::Truth;

/// What authorization comes to.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Everything needed allows.
    pub allowed: Truth,
    /// An explicit deny applies.
    pub denied: Truth,
    /// Every document that takes part can be read.
    pub readable: bool,
    /// Open for a reason that the two truths do not hold.
    pub open: bool,
}

impl Outcome {
    /// Nothing allows and nothing denies.
    pub const NOTHING: Self =
        Self { allowed: Truth::NO, denied: Truth::NO, readable: true, open: false };

    /// Nobody may, whatever the policies say.
    pub fn refused(self) -> Self {
        Self { allowed: Truth::NO, ..self }
    }

    /// The verdict, and is it open? Denials go before allows (E-4).
    pub fn verdict(&self) -> (Verdict, bool) {
        let verdict = match (self.denied.taken, self.allowed.taken) {
            (true, _) => Verdict::ExplicitDeny,
            (false, true) => Verdict::Allow,
            (false, false) => Verdict::ImplicitDeny,
        };
        let kindest = self.allowed.could && !self.denied.must;
        let strictest = self.allowed.must && !self.denied.could;
        let explicit_is_open = self.denied.must != self.denied.could;
        (verdict, self.open || kindest != strictest || explicit_is_open)
    }
}
