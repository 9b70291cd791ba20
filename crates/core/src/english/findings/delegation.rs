//! What a key policy opens, and to whom; and whom its Denies hit besides.

pub fn open_to_everyone(_: &[&str]) -> (String, String) {
    (
        "without a condition on the caller, `*` opens the key to every AWS account".to_owned(),
        "name accounts, users or roles, or limit it by kms:CallerAccount, aws:PrincipalAccount \
         or aws:PrincipalOrgID"
            .to_owned(),
    )
}

pub fn policy_lockout(words: &[&str]) -> (String, String) {
    let (why, help) = match words {
        ["denied"] => (
            "a Deny takes kms:PutKeyPolicy from everyone who could have it",
            "take kms:PutKeyPolicy out of the Deny, or exempt who administers the key",
        ),
        _ => (
            "no statement keeps kms:PutKeyPolicy",
            "allow kms:* to the key's own account, as the default key policy does",
        ),
    };
    let message = format!(
        "nobody could change this policy again, so KMS refuses to save it unless its safety check is bypassed: {why}"
    );
    (message, help.to_owned())
}

pub fn network_deny(words: &[&str]) -> (String, String) {
    let [key, hits] = words else { return Default::default() };
    let verb = if *hits == "may" { "may also hit" } else { "also hits" };
    (
        format!("this Deny on `{key}` {verb} calls that AWS services make for a permitted caller"),
        "exempt them: add \"BoolIfExists\": {\"aws:ViaAWSService\": \"false\", \
         \"aws:PrincipalIsAWSService\": \"false\"}"
            .to_owned(),
    )
}

pub fn not_principal_without_account(words: &[&str]) -> (String, String) {
    let [principal, account] = words else { return Default::default() };
    (
        format!(
            "this Deny hits `{principal}` all the same: through its account, which is not listed"
        ),
        format!("list `{account}` as well, or deny \"*\" with ArnNotEquals aws:PrincipalArn"),
    )
}

pub fn deny_not_principal(_: &[&str]) -> (String, String) {
    (
        "a Deny with NotPrincipal also hits every listed user or role that has a permissions boundary"
            .to_owned(),
        "deny \"*\" with a condition ArnNotEquals on aws:PrincipalArn".to_owned(),
    )
}

pub fn session_as_principal(words: &[&str]) -> (String, String) {
    let [session, role] = words else { return Default::default() };
    (
        format!("`{session}` names one session of the role `{role}`, and no other"),
        "name the role by its IAM ARN to let all of its sessions in".to_owned(),
    )
}
