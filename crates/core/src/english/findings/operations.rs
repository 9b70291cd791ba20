//! Operations that a statement lists and that it does not reach, or reaches too widely.

pub fn resource_aliases(words: &[&str]) -> (String, String) {
    let [key] = words else { return Default::default() };
    (
        format!("whether a key policy sees `{key}` is not sure: AWS documents it for IAM policies"),
        "put the condition into an IAM policy, or use kms:RequestAlias".to_owned(),
    )
}

pub fn encryption_context(words: &[&str]) -> (String, String) {
    let [action, key] = words else { return Default::default() };
    (
        format!("`{action}` has no encryption context, so this statement never allows it"),
        format!("allow it in a statement without the condition on `{key}`"),
    )
}

pub fn unlimited_create_grant(words: &[&str]) -> (String, String) {
    let [action] = words else { return Default::default() };
    (
        format!("whoever has `{action}` without a limit can give anyone every use of the key"),
        "limit it by kms:GrantIsForAWSResource where AWS services make the grants, else by \
         kms:GranteePrincipal and kms:GrantOperations"
            .to_owned(),
    )
}

pub fn decrypt_on_every_key(words: &[&str]) -> (String, String) {
    let [resource, action] = words else { return Default::default() };
    (
        format!(
            "`{resource}` lets `{action}` reach every key that trusts this account, in other accounts as well"
        ),
        "name the keys by their ARNs, or the account: arn:aws:kms:*:ACCOUNT:key/*".to_owned(),
    )
}

pub fn no_key_action(words: &[&str]) -> (String, String) {
    let [action, kind] = words else { return Default::default() };
    let help = if *kind == "grant" {
        "remove it: the grant itself says who may retire it, and IAM policies can add to that"
    } else {
        "remove it, and allow it in an IAM policy with \"Resource\": \"*\""
    };
    (
        format!("`{action}` in a key policy does nothing: no key policy decides on it"),
        help.to_owned(),
    )
}

pub fn via_service(words: &[&str]) -> (String, String) {
    let [key, service] = words else { return Default::default() };
    (
        format!("a request by `{service}` itself never has `{key}`, so nothing is allowed to it"),
        "limit a service by aws:SourceArn or aws:SourceAccount; name users and roles where it \
         calls for them"
            .to_owned(),
    )
}
