//! Buckets and their objects.

use super::Check;
use super::key::is_key_arn;

/// The kinds of encryption that a bucket or an upload can have.
pub(crate) const ENCRYPTIONS: [&str; 3] = ["aws:kms", "aws:kms:dsse", "AES256"];

/// Is it the code of a Region: words of small letters and a number, as in us-gov-west-1?
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let word = |part: &&str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_lowercase());
    match parts.as_slice() {
        [words @ .., number] => {
            words.len() >= 2
                && words.iter().all(word)
                && !number.is_empty()
                && number.bytes().all(|one| one.is_ascii_digit())
        }
        [] => false,
    }
}

impl Check<'_> {
    pub(super) fn buckets(&mut self) {
        let buckets = &self.scenario.buckets;
        for (index, bucket) in buckets.iter().enumerate() {
            let at = format!("/buckets/{index}");
            if bucket.name.is_empty() || bucket.name.contains(['/', ':']) {
                let help = "write the bucket's name alone, as in my-bucket";
                self.error(format!("{at}/name"), format!("`{}` is no name: {help}", bucket.name));
            }
            if let Some(account) = &bucket.account {
                self.account_id(format!("{at}/account"), account);
            }
            if let Some(region) = bucket.region.as_deref().filter(|region| !is_region(region)) {
                let help = "write its code, as in eu-west-1";
                self.error(format!("{at}/region"), format!("`{region}` is no Region: {help}"));
            }
            if let Some(encryption) = &bucket.encryption {
                self.encryption(format!("{at}/encryption/type"), &encryption.kind);
                self.key_arn(format!("{at}/encryption/key"), encryption.key.as_deref());
                if encryption.kind == "AES256" && encryption.key.is_some() {
                    let help = "write the type aws:kms, or remove the key";
                    self.error(
                        format!("{at}/encryption/key"),
                        format!("objects under AES256 lie under no KMS key: {help}"),
                    );
                }
            }
            for (place, object) in bucket.objects.iter().enumerate() {
                let object_at = format!("{at}/objects/{place}");
                if object.name.is_empty() {
                    self.error(format!("{object_at}/name"), "an object has a name: write it");
                }
                self.key_arn(format!("{object_at}/key"), object.key.as_deref());
                if object.bucket_key && object.key.is_none() {
                    let help = "name its key, or remove it";
                    self.error(
                        format!("{object_at}/bucketKey"),
                        format!("an object under no KMS key has no Bucket Key: {help}"),
                    );
                }
            }
            let names = bucket.objects.iter().enumerate();
            let names = names.map(|(place, object)| (place, object.name.as_str()));
            self.unique(&format!("{at}/objects"), "object a `name`", names);
        }
        let names = buckets.iter().enumerate().map(|(index, one)| (index, one.name.as_str()));
        self.unique("/buckets", "bucket a `name`", names);
    }

    pub(super) fn encryption(&mut self, pointer: String, kind: &str) {
        if !ENCRYPTIONS.contains(&kind) {
            let known = ENCRYPTIONS.join(", ");
            self.error(pointer, format!("`{kind}` is no kind of encryption: write one of {known}"));
        }
    }

    /// Whose alias a bucket's would be is said in two ways.
    fn key_arn(&mut self, pointer: String, key: Option<&str>) {
        if let Some(key) = key.filter(|key| !is_key_arn(key)) {
            let help = "write arn:aws:kms:REGION:ACCOUNT:key/ID";
            self.error(pointer, format!("`{key}` is no key ARN, which S3 wants here: {help}"));
        }
    }
}
