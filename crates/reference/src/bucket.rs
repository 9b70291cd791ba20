//! S3 buckets: their policy, their default encryption and their objects (formats.md, "Scenario").

use crate::document::{Document, Kind};
use crate::scenario::{Principal, World, document_of, field, flag, read_each, text};
use serde_json::Value;

/// A bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Its name, one in all of AWS.
    pub name: String,
    /// Its account, where given.
    pub account: Option<String>,
    /// Its Region, where given.
    pub region: Option<String>,
    /// The bucket policy; absent: it allows nothing.
    pub policy: Option<Document>,
    /// The default encryption; absent: SSE-S3.
    pub encryption: Option<Encryption>,
    /// Its objects.
    pub objects: Vec<Object>,
}

/// The default encryption of a bucket.
#[derive(Clone, Debug)]
pub struct Encryption {
    /// `aws:kms`, `aws:kms:dsse` or `AES256`.
    pub algorithm: String,
    /// The key's ARN.
    pub key: Option<String>,
    /// An S3 Bucket Key is used.
    pub bucket_key: bool,
}

/// An object that is there.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its name.
    pub name: String,
    /// The ARN of the key that it is under; absent: not under KMS.
    pub key: Option<String>,
    /// It was encrypted with an S3 Bucket Key.
    pub bucket_key: bool,
}

/// DSSE-KMS.
pub const DSSE: &str = "aws:kms:dsse";

impl Bucket {
    /// Reads a bucket.
    pub fn read(value: &Value) -> Result<Self, String> {
        Ok(Self {
            name: text(value, "name").ok_or("a bucket without name")?,
            account: text(value, "account"),
            region: text(value, "region"),
            policy: document_of(value, "policy", Kind::BucketPolicy)?,
            encryption: field(value, "encryption").map(|encryption| Encryption {
                algorithm: text(encryption, "type").unwrap_or_else(|| "AES256".into()),
                key: text(encryption, "key"),
                bucket_key: flag(encryption, "bucketKey"),
            }),
            objects: read_each(value, "objects", |object| Ok(Object::read(object)))?,
        })
    }

    /// Its account: as given, or else the caller's; a service has none and takes that of the
    /// first key.
    pub fn owner(&self, world: &World, principal: &Principal) -> Option<String> {
        let of_caller = || principal.caller.account.clone();
        let of_first_key = || world.keys.first().map(|key| key.account.clone());
        self.account.clone().or_else(of_caller).or_else(of_first_key)
    }

    /// Its Region: as given, or else that of the first key.
    pub fn place(&self, world: &World) -> String {
        let of_first_key = || world.keys.first().map(|key| key.region.clone());
        self.region.clone().or_else(of_first_key).unwrap_or_else(|| "us-east-1".into())
    }

    /// The object of this name.
    pub fn object(&self, name: &str) -> Option<&Object> {
        self.objects.iter().find(|object| object.name == name)
    }

    /// The default encryption, where it is one under KMS.
    pub fn under_kms(&self) -> Option<&Encryption> {
        let is_kms = |encryption: &&Encryption| ["aws:kms", DSSE].contains(&&*encryption.algorithm);
        self.encryption.as_ref().filter(is_kms)
    }
}

impl Object {
    fn read(value: &Value) -> Self {
        Self {
            name: text(value, "name").unwrap_or_default(),
            key: text(value, "key"),
            bucket_key: flag(value, "bucketKey"),
        }
    }
}
