//! Decides who may use an AWS KMS key.
#![forbid(unsafe_code)]

pub mod actions;
pub mod arn;
pub mod caller;
pub mod decide;
pub mod glob;
pub mod json;
pub mod matching;
pub mod policy;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod text;
