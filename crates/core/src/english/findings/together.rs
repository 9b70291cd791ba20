//! What the documents of a scenario say together.

pub fn missing_delegation(words: &[&str]) -> (String, String) {
    let [account] = words else { return Default::default() };
    (
        format!(
            "no statement names account `{account}` itself, so that its IAM policies have no power over its own key"
        ),
        format!("allow kms:* to `arn:aws:iam::{account}:root`, as the default key policy does"),
    )
}

pub fn cross_account_operation(words: &[&str]) -> (String, String) {
    let [operations, of] = words else { return Default::default() };
    let verb =
        if operations.ends_with("more") || operations.contains(" and ") { "work" } else { "works" };
    (
        format!("{operations} never {verb} from another account: this does nothing for `{of}`"),
        "remove it, and let a role of the key's own account do it".to_owned(),
    )
}

pub fn cross_account_everything(words: &[&str]) -> (String, String) {
    let [action, of] = words else { return Default::default() };
    let message = if of.contains(":kms:") {
        format!(
            "on a key of another account `{action}` means using it: nobody manages `{of}` from here"
        )
    } else {
        format!(
            "for another account `{action}` means using the key: `{of}` can neither change its policy nor delete it"
        )
    };
    let help =
        "list the operations that are meant; a role of the key's own account can do the others";
    (message, help.to_owned())
}

pub fn unknown_grantee(words: &[&str]) -> (String, String) {
    let [grantee] = words else { return Default::default() };
    (
        format!("the grant is for `{grantee}`, which does not exist"),
        "make it for a principal that is there".to_owned(),
    )
}

pub fn unknown_principal(words: &[&str]) -> (String, String) {
    let (message, meant) = match words {
        [principal, meant @ ..] => (
            format!("`{principal}` does not exist: KMS refuses to save a key policy that names it"),
            meant,
        ),
        [] => return Default::default(),
    };
    let help = match meant {
        [meant] => format!("write `{meant}`"),
        _ => "make it first, or name its account with a condition on aws:PrincipalArn".to_owned(),
    };
    (message, help)
}

pub fn misspelt_principal(words: &[&str]) -> (String, String) {
    let [principal, meant] = words else { return Default::default() };
    (
        format!("the scenario has no `{principal}`, but it has `{meant}`"),
        format!("write `{meant}` if that is meant"),
    )
}

pub fn wrong_key_arn(words: &[&str]) -> (String, String) {
    let [arn, what, key] = words else { return Default::default() };
    (
        format!("`{arn}` has another {what} than the key that seems to be meant"),
        format!("write `{key}`"),
    )
}

pub fn unknown_key(words: &[&str]) -> (String, String) {
    let [arn] = words else { return Default::default() };
    (
        format!("`{arn}` is no key that this scenario has"),
        "write the ARN of one that it has, or add the key".to_owned(),
    )
}

pub fn unbacked_allow(words: &[&str]) -> (String, String) {
    let [principal, account, by] = words else { return Default::default() };
    if *by == "names" {
        (
            format!(
                "this allows nothing: the key policy names neither `{principal}` nor its account"
            ),
            format!("name one of them in the key policy, which belongs to account {account}"),
        )
    } else {
        (
            format!(
                "this allows nothing: the key policy lets `{principal}` do none of these operations"
            ),
            format!("allow them in the key policy, which belongs to account {account}"),
        )
    }
}

pub fn unused_allow(words: &[&str]) -> (String, String) {
    let [principal, kind, key] = words else { return Default::default() };
    let whom = if *kind == "account" { "nobody of " } else { "" };
    let verb = if *kind == "account" { "lets" } else { "does not let" };
    (
        format!(
            "this alone {verb} {whom}`{principal}` in: no identity policy there allows any of it on the key"
        ),
        format!("allow the operations on `{key}` in an IAM policy of that account"),
    )
}

pub fn empty_level(words: &[&str]) -> (String, String) {
    let [account] = words else { return Default::default() };
    (
        format!(
            "one level of the path to account {account} has no service control policy: nothing is allowed there"
        ),
        "attach FullAWSAccess or another one, or leave `scps` out where none are in force".into(),
    )
}

pub fn ambiguous_name(words: &[&str]) -> (String, String) {
    let [name] = words else { return Default::default() };
    (
        format!("`{name}` and another name differ by case only: conditions cannot tell them apart"),
        "give every name of the encryption context a spelling of its own".into(),
    )
}
