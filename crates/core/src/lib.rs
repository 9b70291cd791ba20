//! Decides, explains and validates who may use an AWS KMS key.
#![forbid(unsafe_code)]

pub mod actions;
pub mod arn;
pub mod caller;
pub mod decide;
mod english;
pub mod explain;
mod findings;
pub mod glob;
pub mod json;
mod judge;
pub mod matching;
pub mod policy;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod text;

pub use judge::Detail;
