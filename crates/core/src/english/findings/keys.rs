//! Condition keys.

pub fn irrelevant(words: &[&str]) -> (String, String) {
    let [key, ..] = words else { return Default::default() };
    (
        format!("no request for an action of this statement has `{key}`"),
        "remove the key, or list the actions that it is about".to_owned(),
    )
}

pub fn unsupported_action(words: &[&str]) -> (String, String) {
    let [action, key, ..] = words else { return Default::default() };
    (
        format!("requests for `{action}` have no `{key}`, so the statement never reaches them"),
        "move the action to a statement without this key".to_owned(),
    )
}

pub fn missing_pair(words: &[&str]) -> (String, String) {
    let [key, partner, ..] = words else { return Default::default() };
    let why = if *partner == "aws:SourceVpc" {
        "other networks have the same private addresses"
    } else {
        "its value names no account, and the resource may come to be another's"
    };
    (format!("`{key}` alone lets in too many: {why}"), format!("add `{partner}` to the Condition"))
}

pub fn unrestricted(words: &[&str]) -> (String, String) {
    let [service, ..] = words else { return Default::default() };
    (
        format!("`{service}` may come for resources of any account"),
        "add a Condition on aws:SourceArn or aws:SourceAccount".to_owned(),
    )
}

pub fn unsupported_for_service(words: &[&str]) -> (String, String) {
    let [key, service, ..] = words else { return Default::default() };
    (
        format!("calls by `{service}` have no `{key}`, so the statement never reaches them"),
        "give the service a statement of its own, with aws:SourceArn or aws:SourceAccount"
            .to_owned(),
    )
}

pub fn recommended(words: &[&str]) -> (String, String) {
    let [key, service, ..] = words else { return Default::default() };
    (
        format!("`{key}` is not the key that says for whom `{service}` calls"),
        "write aws:SourceAccount or aws:SourceArn instead".to_owned(),
    )
}
