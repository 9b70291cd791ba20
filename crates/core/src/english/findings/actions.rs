//! Action elements.

pub fn invalid_service_in_action(words: &[&str]) -> (String, String) {
    let [prefix, meant, ..] = words else { return super::none() };
    (format!("no service is known whose actions begin with `{prefix}`"), format!("write `{meant}`"))
}

pub fn unsupported_action_in_policy(words: &[&str]) -> (String, String) {
    let [action, own, ..] = words else { return super::none() };
    let kind = if *own == "kms" { "key policy" } else { "bucket policy" };
    (
        format!("nobody asks a {kind} for `{action}`"),
        format!("remove it, or write it in an identity policy; here only actions of {own} count"),
    )
}
