//! The size of a document.

/// What is measured, and in what.
pub const MANAGED: &str = "a managed policy has at most {} characters besides white space";
pub const INLINE: &str =
    "all inline policies of a role have together at most {} characters besides white space";
pub const SESSION: &str = "a session policy has at most {} characters";
pub const SCP: &str = "a service control policy has at most {} characters";
pub const RCP: &str = "a resource control policy has at most {} characters";
pub const ENDPOINT: &str = "the policy of a VPC endpoint has at most {} characters";
pub const BUCKET: &str = "a bucket policy has at most {} bytes";

pub fn too_large(words: &[&str]) -> (String, String) {
    let [what, quota, size, ..] = words else { return super::none() };
    let limit = what.replace("{}", quota);
    let help = if *what == MANAGED || *what == INLINE {
        "say more with wildcards, or divide it into several managed policies"
    } else {
        "leave out white space, or say more with wildcards"
    };
    (format!("{limit}, this one has {size}"), help.to_owned())
}
