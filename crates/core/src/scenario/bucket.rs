//! S3 buckets, for operations of S3.

use super::{Document, is_default, or_default};
use serde::{Deserialize, Serialize};

/// An S3 bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Its owner. Absent: the caller's account, of a service the first key's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its Region. Absent: that of the first key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Its bucket policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Document>,
    /// Its default encryption. Absent: SSE-S3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption: Option<BucketEncryption>,
    /// Objects in it.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub objects: Vec<BucketObject>,
}

/// The default encryption of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketEncryption {
    /// `aws:kms`, `aws:kms:dsse` or `AES256`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The key's ARN. Absent with `aws:kms`: `aws/s3` of the uploading account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Are S3 Bucket Keys on?
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub bucket_key: bool,
}

/// An object in a bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketObject {
    /// Its key in the bucket.
    pub name: String,
    /// The ARN of the KMS key it is encrypted under. Absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Was a Bucket Key used?
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub bucket_key: bool,
}
