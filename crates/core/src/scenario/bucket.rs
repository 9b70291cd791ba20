//! S3 buckets, for operations of S3.

use super::{Document, is_default};
use crate::read::members;
use serde::Serialize;

/// An S3 bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Its owner. Absent: the caller's account, of a service the first key's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its Region. Absent: that of the first key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Its bucket policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
    /// Its default encryption. Absent: SSE-S3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption: Option<BucketEncryption>,
    /// Objects in it.
    #[serde(skip_serializing_if = "is_default")]
    pub objects: Vec<BucketObject>,
}

members! {
    Bucket {
        name: "name" required,
        account: "account",
        region: "region",
        policy: "policy",
        encryption: "encryption",
        objects: "objects",
    }
}

/// The default encryption of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BucketEncryption {
    /// `aws:kms`, `aws:kms:dsse` or `AES256`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The key's ARN. Absent with `aws:kms`: `aws/s3` of the uploading account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Are S3 Bucket Keys on?
    #[serde(skip_serializing_if = "is_default")]
    pub bucket_key: bool,
}

members! {
    BucketEncryption {
        kind: "type" required,
        key: "key",
        bucket_key: "bucketKey",
    }
}

/// An object in a bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BucketObject {
    /// Its key in the bucket.
    pub name: String,
    /// The ARN of the KMS key it is encrypted under. Absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Was a Bucket Key used?
    #[serde(skip_serializing_if = "is_default")]
    pub bucket_key: bool,
}

members! {
    BucketObject {
        name: "name" required,
        key: "key",
        bucket_key: "bucketKey",
    }
}
