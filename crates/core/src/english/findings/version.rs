//! The element Version.

pub fn missing_version(_: &[&str]) -> (String, String) {
    (
        "without a Version the policy has the language of 2008, which knows no variables"
            .to_owned(),
        "write \"Version\": \"2012-10-17\"".to_owned(),
    )
}
