//! Changes that the core proposes, held against a search of everything.
//!
//! For a cell of a matrix every single edit over the scenario's own names, and every pair of them, is
//! carried out on the JSON and decided by the reference: nothing here looks at why an answer is as it
//! is. The first proposal must do what it says and stand at the top of the order, and where nothing is
//! proposed, nothing may be found.
//!
//! Two edits count as a pair where neither is enough alone. An edit that takes from anybody what they
//! have, or, where it is to deny, gives anybody something, does not count.

mod names;
mod op;
mod rank;
mod search;
mod singles;

pub use search::{Cell, Searched, cells, hold_to_it, search};
