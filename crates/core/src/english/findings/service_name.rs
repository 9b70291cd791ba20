//! Wildcards in the service part of an action.

pub fn wildcard(words: &[&str]) -> (String, String) {
    let [action, ..] = words else { return Default::default() };
    (
        format!("the service in `{action}` has a wildcard, and other services match it as well"),
        "write the service, as in `kms:Decrypt`".to_owned(),
    )
}
