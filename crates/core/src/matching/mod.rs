//! Does a part of a statement fit a request? One element a file, used by every way of deciding.

pub mod action;
pub mod principal;
pub mod resource;

use crate::policy::{Effect, Statement};
use crate::rules::Rule;
use crate::text::Span;

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
    /// It does.
    Yes,
}

impl Fit {
    /// Is a statement of this effect taken to match?
    pub fn is_taken(self, effect: Effect) -> bool {
        match self {
            Self::Yes => true,
            Self::Unsupported => effect == Effect::Deny,
            Self::Doubtful | Self::No => false,
        }
    }

    /// Yes or no.
    pub fn when(condition: bool) -> Self {
        if condition { Self::Yes } else { Self::No }
    }
}

/// The result of one element's test.
#[derive(Clone, Copy, Debug)]
pub struct Fitted {
    /// How well it fits.
    pub fit: Fit,
    /// The rule that says so, where it is worth telling.
    pub rule: Option<Rule>,
    /// Where the element stands, or what of it decided.
    pub span: Span,
}

/// The parts of a statement that have no test of their own and cannot be evaluated: a Condition, a
/// stray element, a wrong Effect.
pub fn unsupported(statement: &Statement) -> Option<(&'static str, Span)> {
    let stray = statement
        .unsupported
        .iter()
        .find(|part| matches!(part.element, "Statement" | "Effect" | "Condition"))
        .map(|part| (part.element, part.span));
    stray.or_else(|| statement.condition.map(|span| ("Condition", span)))
}
