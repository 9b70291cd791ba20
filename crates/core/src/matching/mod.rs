//! Does a part of a statement fit a request? One element a file, used by every way of deciding.

pub mod action;
mod fit;
pub mod principal;
pub mod resource;

pub use fit::{Fit, Fits};

use crate::policy::Statement;
use crate::rules::Rule;
use crate::text::Span;

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

/// The parts of a statement that have no test of their own and cannot be evaluated: a malformed
/// Condition, a stray element, a wrong Effect.
pub fn unsupported(statement: &Statement) -> Option<(&'static str, Span)> {
    statement
        .unsupported
        .iter()
        .find(|part| matches!(part.element, "Statement" | "Effect" | "Condition"))
        .map(|part| (part.element, part.span))
}
