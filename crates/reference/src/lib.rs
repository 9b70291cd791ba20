//! A second evaluator of AWS KMS authorization, to hold the first one against.
//!
//! It was written from the specification alone and shares no code with `kms-policy`: it reads the
//! scenario's JSON by itself, compares by definition and not cleverly, and cites the number of
//! each rule where the rule is carried out. It is for tests: slow, and without explanations.

pub mod document;
mod question;
mod truth;

// How documents are read and held against a question.
mod action;
mod address;
mod arn;
mod condition;
mod date;
mod glob;
mod listed;
mod number;
mod operator;
mod principal;
mod refusal;
mod resource;
mod value;
mod variable;

// What is asked, and the decision.
mod asking;
mod caller;
mod context;
pub mod decide;
mod formula;
mod grants;
mod identify;
mod key_state;
mod layers;
mod operation;
mod outcome;
mod reencrypt;
mod saving;
pub mod scenario;

// Operations of other services that use a key.
mod bucket;
mod compound;
mod kms_part;
mod other_services;
mod own_part;
mod s3;
mod service;
mod service_error;

pub use decide::{Answer, Verdict};
pub use scenario::{Request, World};
