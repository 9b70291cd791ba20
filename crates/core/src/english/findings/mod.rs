//! What findings say: what is wrong, and what to do about it. Lower case, no full stop; texts of the
//! document in backticks.

pub mod actions;
pub mod arns;
pub mod delegation;
pub mod empty;
pub mod keys;
pub mod operations;
pub mod operators;
pub mod principals;
pub mod redundant;
pub mod repairs;
pub mod service_name;
pub mod sids;
pub mod size;
pub mod together;
pub mod values;
pub mod variables;
pub mod version;

/// What is said without the words that it quotes: nothing.
fn none() -> (String, String) {
    (String::new(), String::new())
}
