#![doc = include_str!("../README.md")]
//!
//! # Where to begin
//!
//! - [`scenario::Scenario`] is read, [`decide::Model`] compiles it, [`decide::Model::report`] decides what it asks
//!   and [`decide::Model::matrix`] every principal by every action; [`report::Report`] is what comes out.
//! - [`findings`] is about documents, [`changes`] about what would turn a decision.
//! - [`share`] is what links, saved work and files carry.
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
pub mod build;
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
pub mod s3_console;
pub mod scenario;
mod services;
pub mod share;
pub mod sides;
mod sorted;
mod spelling;
pub mod steps;
pub mod text;

pub use judge::Detail;
