//! Holds the engine against a second one that was written from the specification alone.
//!
//! [`random`] draws scenarios in which almost everything almost fits, [`small`] enumerates small
//! worlds completely, and `tests/laws/` holds what must be true without any second opinion. A
//! disagreement is shrunk to a minimal scenario, which then becomes a case.

pub mod compare;
pub mod dice;
pub mod documents;
pub mod edits;
pub mod generate;
pub mod random;
pub mod shrink;
pub mod small;
pub mod spread;
pub mod threads;
