//! What is said twice.

pub fn redundant_action(words: &[&str]) -> (String, String) {
    twice(words)
}

pub fn redundant_resource(words: &[&str]) -> (String, String) {
    twice(words)
}

fn twice(words: &[&str]) -> (String, String) {
    let [entry, other, ..] = words else { return Default::default() };
    if entry.eq_ignore_ascii_case(other) {
        return (format!("`{entry}` stands in the list already"), "remove it".to_owned());
    }
    let help = "remove it, or the wider one where that says too much";
    (format!("`{entry}` adds nothing to `{other}`"), help.to_owned())
}

pub fn redundant_statement(words: &[&str]) -> (String, String) {
    let [this, other, ..] = words else { return Default::default() };
    (
        format!("statement `{this}` says what statement `{other}` says already"),
        "remove one of them".to_owned(),
    )
}

pub fn redundant_number(words: &[&str]) -> (String, String) {
    let [operator, widest, ..] = words else { return Default::default() };
    (
        format!("of several values under {operator} only `{widest}` counts"),
        "write one value".to_owned(),
    )
}
