//! Policy variables.

pub fn variable_unsupported_in_version(words: &[&str]) -> (String, String) {
    let [text, ..] = words else { return super::none() };
    (
        format!("the policy language of 2008 knows no variables, so `{text}` is plain text"),
        "write \"Version\": \"2012-10-17\"".to_owned(),
    )
}
