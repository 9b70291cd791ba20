//! Decides who may use an AWS KMS key.
