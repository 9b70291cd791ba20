//! What must hold of any text that strangers can hand to the engine: a law a module, each for one
//! target of `cargo xtask fuzz`. A law that is broken panics.
//!
//! `corpus/` keeps, for each target, inputs that reached code which no other reached. They are run with
//! every `cargo xtask test`; what the cases of the project make of themselves (`examples/seeds.rs`) is
//! added when fuzzing begins.
#![forbid(unsafe_code)]

pub mod condition;
#[cfg(test)]
mod corpus;
#[path = "../../crates/core/tests/json_agrees/mod.rs"]
mod json_agrees;
pub mod link;
pub mod message;
pub mod policy;
pub mod scenario;
