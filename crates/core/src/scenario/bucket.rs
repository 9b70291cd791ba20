//! S3 buckets, for operations of S3.

use super::Document;
use crate::read::members;

/// An S3 bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Its owner. Absent: the caller's account, of a service the first key's.
    pub account: Option<String>,
    /// Its Region. Absent: that of the first key.
    pub region: Option<String>,
    /// Its bucket policy.
    pub policy: Option<Document>,
    /// Its default encryption. Absent: SSE-S3.
    pub encryption: Option<BucketEncryption>,
    /// Objects in it.
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BucketEncryption {
    /// `aws:kms`, `aws:kms:dsse` or `AES256`.
    pub kind: String,
    /// The key's ARN. Absent with `aws:kms`: `aws/s3` of the uploading account.
    pub key: Option<String>,
    /// Are S3 Bucket Keys on?
    pub bucket_key: bool,
}

members! {
    BucketEncryption {
        kind: "type" required,
        key: "key",
        bucket_key: "bucketKey",
    }
}

impl BucketEncryption {
    /// Is it DSSE-KMS, which has two layers and no Bucket Keys?
    pub fn has_two_layers(&self) -> bool {
        self.kind == "aws:kms:dsse"
    }
}

/// An object in a bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BucketObject {
    /// Its key in the bucket.
    pub name: String,
    /// The ARN of the KMS key it is encrypted under. Absent: none.
    pub key: Option<String>,
    /// Was a Bucket Key used?
    pub bucket_key: bool,
}

members! {
    BucketObject {
        name: "name" required,
        key: "key",
        bucket_key: "bucketKey",
    }
}
