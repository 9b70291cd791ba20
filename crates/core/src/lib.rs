//! Decides, explains and validates who may use an AWS KMS key.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// A playground is fed broken text all day long: nothing here may panic on it.
#![warn(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

pub mod actions;
pub mod arn;
pub mod assist;
pub mod caller;
pub mod changes;
pub mod compare;
pub mod condition;
mod context;
pub mod decide;
mod edit;
mod english;
pub mod error_text;
mod explain;
pub mod findings;
pub mod form;
pub mod glob;
pub mod import;
pub mod json;
mod judge;
mod matching;
pub mod policy;
mod read;
mod region;
pub mod rehearsal;
pub mod report;
pub mod rules;
pub mod scenario;
mod services;
pub mod share;
mod sorted;
mod spelling;
pub mod steps;
pub mod text;

pub use judge::Detail;

/// The example of README.md is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
