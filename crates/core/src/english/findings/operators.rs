//! Condition operators and set operators.

pub fn null_with_qualifier(words: &[&str]) -> (String, String) {
    let [operator, ..] = words else { return Default::default() };
    (
        format!("`{operator}` asks nothing of single values, so its answer is always the same"),
        "write Null alone: it asks whether the key is there at all".to_owned(),
    )
}

pub fn all_of_one(words: &[&str]) -> (String, String) {
    let [key, ..] = words else { return Default::default() };
    (
        format!("`{key}` has one value, and ForAllValues also holds for requests without it"),
        "remove ForAllValues".to_owned(),
    )
}

pub fn wildcard_without_like(words: &[&str]) -> (String, String) {
    let [value, operator, ..] = words else { return Default::default() };
    (
        format!("under {operator} the `*` or `?` in `{value}` is that character and no wildcard"),
        "write StringLike or StringNotLike where a wildcard is meant".to_owned(),
    )
}

pub fn type_mismatch(words: &[&str]) -> (String, String) {
    let [key, operator, operators, ..] = words else { return Default::default() };
    (
        format!("the values of `{key}` are not what {operator} is made for"),
        format!("write an operator of the type {operators}"),
    )
}

pub fn type_mismatch_string(words: &[&str]) -> (String, String) {
    let [value, ..] = words else { return Default::default() };
    (
        format!("`{value}` is not base64, so BinaryEquals compares it with nothing"),
        "write the bytes in base64, or compare with StringEquals".to_owned(),
    )
}
