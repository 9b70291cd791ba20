//! Elements that are empty.

pub fn empty_element(words: &[&str]) -> (String, String) {
    let [element, matches, ..] = words else { return Default::default() };
    (
        format!("the list of {element} is empty, so the statement matches {matches}"),
        "write what is meant, or remove the statement".to_owned(),
    )
}

pub fn empty_principal(words: &[&str]) -> (String, String) {
    let [kind, ..] = words else { return Default::default() };
    (
        format!("the list of principals under `{kind}` is empty"),
        "write who is meant, or remove the list".to_owned(),
    )
}

pub fn empty_values(words: &[&str]) -> (String, String) {
    let [key, ..] = words else { return Default::default() };
    (
        format!("`{key}` is compared with no value"),
        "write the values that are meant, or Null to ask whether the key is there".to_owned(),
    )
}

pub fn no_condition(words: &[&str]) -> (String, String) {
    let [name, ..] = words else { return Default::default() };
    (
        format!("`{name}` is empty and asks nothing"),
        "write what has to hold, or remove it".to_owned(),
    )
}

pub fn no_principal(words: &[&str]) -> (String, String) {
    let [element, ..] = words else { return Default::default() };
    (
        format!("`{element}` is empty and names nobody"),
        "write who is meant, as in {\"AWS\": \"arn:aws:iam::ACCOUNT:root\"}".to_owned(),
    )
}

pub fn empty_sid(_: &[&str]) -> (String, String) {
    ("the Sid is empty".to_owned(), "write a name for the statement, or remove it".to_owned())
}
