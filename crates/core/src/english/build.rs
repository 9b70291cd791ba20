//! What the forms that build a scenario say: labels and help by field, buttons, what was done.

use crate::caller::CallerKind;
use crate::report::{Decision, Verdict};

pub const SCENARIO: &str = "Scenario";
pub const GENERAL: &str = "General";
pub const MATRIX: &str = "Rows, columns, request";
pub const ACCOUNTS: &str = "Accounts";
pub const KEYS: &str = "Keys";
pub const PRINCIPALS: &str = "Principals";
pub const BUCKETS: &str = "Buckets";
pub const ENDPOINTS: &str = "VPC endpoints";
pub const CHECKS: &str = "Saved checks";

pub const ADD_ACCOUNT: &str = "Add account";
pub const NEW_KEY: &str = "New key";
pub const NEW_KEY_BUTTON: &str = "New key…";
pub const NEW_PRINCIPAL: &str = "New principal";
pub const NEW_PRINCIPAL_BUTTON: &str = "New principal…";
pub const ADD_BUCKET: &str = "Add bucket";
pub const ADD_OBJECT: &str = "Add object";
pub const ADD_ENDPOINT: &str = "Add VPC endpoint";
pub const ADD_CHECK: &str = "Add check";
pub const ADD_CELL: &str = "Add the selected cell";
pub const ADD_GRANT: &str = "Add grant";
pub const ADD_POLICY: &str = "Add policy";
pub const ADD_SESSION: &str = "Add session";
pub const ADD_SESSION_POLICY: &str = "Add managed session policy";
pub const REMOVE: &str = "Remove";
pub const UP: &str = "Move up";
pub const DOWN: &str = "Move down";
pub const EDIT: &str = "Edit text";
pub const JOIN: &str = "Put into an organization";
pub const LEAVE: &str = "Take out of it";
pub const CREATE_KEY: &str = "Create key";
pub const ALL_ROWS: &str = "All principals, in their order";
pub const USUAL_COLUMNS: &str = "The usual actions";

pub const ORGANIZATION: &str = "Organization";
pub const NO_ORGANIZATION: &str = "This account stands alone: no SCP or RCP applies to it.";
pub const SCPS: &str = "Service control policies";
pub const SCPS_NOTE: &str = "A list a level: an action must be allowed on every level. A level without policies allows nothing.";
pub const RCPS: &str = "Resource control policies";
pub const RCPS_NOTE: &str = "A list a level. RCPFullAWSAccess stands on every level by itself.";
pub const KEY_POLICY: &str = "Key policy";
pub const SAVED: &str = "Key policy in force";
pub const SAVED_NOTE: &str =
    "Where another policy is in force than the one that is edited: it decides who may save.";
pub const RAM: &str = "Policy of AWS RAM";
pub const RAM_NOTE: &str = "The second key policy of a key that is shared through AWS RAM.";
pub const GRANTS_NOTE: &str = "Grants allow operations to one grantee, besides all policies.";
pub const IDENTITY_POLICIES: &str = "Identity policies";
pub const BOUNDARY: &str = "Permissions boundary";
pub const BOUNDARY_NOTE: &str = "The most that identity policies can allow.";
pub const SESSION: &str = "Session";
pub const SESSION_POLICY: &str = "Session policy";
pub const ENDPOINT_POLICY: &str = "Endpoint policy";
pub const ENDPOINT_NOTE: &str = "Without one, everything may pass.";
pub const BUCKET_POLICY: &str = "Bucket policy";
pub const OBJECTS: &str = "Objects";
pub const EXPECTED: &str = "Expected";
pub const ROWS: &str = "Rows";
pub const COLUMNS: &str = "Columns";
pub const REQUEST: &str = "Every request";
pub const REQUEST_NOTE: &str = "What every request of the matrix carries.";
pub const OTHERS: &str = "Elsewhere";
pub const UNNAMED: &str = "Policy without a name";
pub const NEW_POLICY: &str = "NewPolicy";
pub const NEW_KEY_NOTE: &str = "What the console of AWS KMS asks for when a key is created.";
pub const ADMINISTRATORS: &str = "Key administrators";
pub const ADMINISTRATORS_NOTE: &str =
    "Users and roles of the key's account. They manage the key and may not encrypt with it.";
pub const USERS: &str = "Key users";
pub const USERS_NOTE: &str = "They may use the key, and let AWS services use it for them.";
pub const NEW_POLICY_TITLE: &str = "Its key policy";

pub const NO_PLACE: &str = "This is not there any more: look at the form again.";
pub const NO_PRINCIPAL_YET: &str = "A check asks what someone may do: add a principal first.";
pub const AWS_ALIAS: &str = "Names that begin with alias/aws/ are AWS's own: choose another.";
pub const NO_REGION: &str = "Write the code of a Region, as in eu-west-1.";

/// The name and the help of a field.
pub fn field(path: &str) -> (&'static str, &'static str) {
    FIELDS.iter().find(|(one, ..)| *one == path).map_or(("", ""), |(_, label, help)| (label, help))
}

const PAIRS: &str = "A line each: name=value.";
const LINES: &str = "A line each.";

#[rustfmt::skip]
const FIELDS: &[(&str, &str, &str)] = &[
    ("/title", "Title", ""),
    ("/description", "Description", "Shown above the editors."),
    ("/time", "Clock", "As in 2026-01-31T10:00:00Z. Conditions on dates need it."),
    ("/closed", "Nobody else exists", "Principals that are not in this scenario do not exist."),

    ("/accounts/*/name", "Name", ""),
    ("/accounts/*/id", "Account number", "Twelve digits. What names it by ARN follows."),
    ("/accounts/*/optInRegions", "Opt-in Regions that are enabled", "A line each; “none” for none. Empty: every Region is enabled."),
    ("/accounts/*/organization/id", "Organization ID", ""),
    ("/accounts/*/organization/path", "Root and units above the account", "From the top, a line each, as in r-ab12 and ou-ab12-11111111."),
    ("/accounts/*/organization/management", "Management account", "SCPs and RCPs do not apply to it."),
    ("/accounts/*/scps/*/*/name", "Policy name", ""),
    ("/accounts/*/rcps/*/*/name", "Policy name", ""),

    ("/keys/*/state", "State", ""),
    ("/keys/*/aliases", "Aliases", "A line each, as in alias/demo."),
    ("/keys/*/spec", "Key spec", ""),
    ("/keys/*/usage", "Key usage", ""),
    ("/keys/*/origin", "Origin of the key material", ""),
    ("/keys/*/multiRegion", "Multi-Region", ""),
    ("/keys/*/manager", "Managed by", ""),
    ("/keys/*/tags", "Tags", PAIRS),
    ("/keys/*/arn#account", "Account", ""),
    ("/keys/*/arn#region", "Region", ""),
    ("/keys/*/arn#id", "Key ID", ""),
    ("/keys/*/arn", "Key ARN", ""),

    ("/keys/*/grants/*/id", "Grant ID", "Checks name it as a grant token."),
    ("/keys/*/grants/*/grantee", "Grantee", "The ARN of who may."),
    ("/keys/*/grants/*/granteeService", "Grantee service", "In place of a principal."),
    ("/keys/*/grants/*/operations", "Operations", ""),
    ("/keys/*/grants/*/constraints/encryptionContextSubset", "Only where the encryption context contains", PAIRS),
    ("/keys/*/grants/*/constraints/encryptionContextEquals", "Only where the encryption context is exactly", PAIRS),
    ("/keys/*/grants/*/constraints/sourceArn", "Only for the resource", "Its ARN."),
    ("/keys/*/grants/*/issuingAccount", "Issued by the account", "Empty: the key's."),
    ("/keys/*/grants/*/retiring", "Retiring principal", ""),
    ("/keys/*/grants/*/retiringService", "Retiring service", ""),
    ("/keys/*/grants/*/propagated", "Has reached all of KMS", ""),

    ("/principals/*/arn#name", "Name", "With its path, where it has one."),
    ("/principals/*/arn#account", "Account", ""),
    ("/principals/*/arn", "ARN", ""),
    ("/principals/*/service", "Service", "As in sns.amazonaws.com."),
    ("/principals/*/sourceArn", "Calls for the resource", "Its ARN."),
    ("/principals/*/sourceAccount", "Calls for the account", ""),
    ("/principals/*/issuer", "Uses the policies of", ""),
    ("/principals/*/mfa", "MFA was used", ""),
    ("/principals/*/tags", "Tags", PAIRS),
    ("/principals/*/id", "Own name in this scenario", "Where two are the same user or role. Empty: the ARN."),
    ("/principals/*/uniqueId", "Unique ID", "AIDA… or AROA…"),
    ("/principals/*/recreated", "Deleted and made again", "A key policy that names it was saved before."),
    ("/principals/*/policies/*/name", "Policy name", ""),
    ("/principals/*/policies/*/attached", "Attached as", ""),
    ("/principals/*/policies/*/group", "Group", ""),
    ("/principals/*/boundary/name", "Policy name", ""),
    ("/principals/*/session/name", "Session name", ""),
    ("/principals/*/session/tags", "Session tags", PAIRS),
    ("/principals/*/session/sourceIdentity", "Source identity", ""),
    ("/principals/*/session/policies/*/name", "Policy name", ""),

    ("/vpcEndpoints/*/id", "Endpoint ID", "As in vpce-1234abcdf5678c90a."),
    ("/vpcEndpoints/*/vpc", "VPC ID", ""),
    ("/vpcEndpoints/*/account", "Owned by the account", ""),

    ("/buckets/*/name", "Bucket name", ""),
    ("/buckets/*/account", "Account", "Empty: the caller's."),
    ("/buckets/*/region", "Region", "Empty: that of the first key."),
    ("/buckets/*/encryption/type", "Default encryption", ""),
    ("/buckets/*/encryption/key", "Key ARN", "Empty: aws/s3 of the uploading account."),
    ("/buckets/*/encryption/bucketKey", "Bucket key", ""),
    ("/buckets/*/objects/*/name", "Object name", ""),
    ("/buckets/*/objects/*/key", "Encrypted under", "The ARN of a KMS key. Empty: under none."),
    ("/buckets/*/objects/*/bucketKey", "A bucket key was used", ""),

    ("/requests/*/title", "Title", ""),
    ("/requests/*/principal", "Principal", ""),
    ("/requests/*/action", "Action", ""),
    ("/requests/*/key", "Key, as the caller writes it", ""),
    ("/requests/*/resource", "What it is about", "The ARN of the object, secret, queue, topic or volume."),
    ("/requests/*/source", "Source of the copy", ""),
    ("/requests/*/ciphertextKey", "Key that the ciphertext names", ""),
    ("/requests/*/destinationKey", "Second key", "Of ReEncrypt and copies."),
    ("/requests/*/region", "Region of the endpoint", ""),
    ("/requests/*/via", "Through a service", ""),
    ("/requests/*/vpcEndpoint", "VPC endpoint", ""),
    ("/requests/*/encryptionContext", "Encryption context", PAIRS),
    ("/requests/*/grantTokens", "Grant tokens", ""),
    ("/requests/*/parameters", "Parameters", PAIRS),
    ("/requests/*/context", "Condition keys set by hand", "A line each: key=value; key=null makes it absent."),
    ("/requests/*/expect/verdict", "Verdict", ""),
    ("/requests/*/expect/error", "Exception", "With the verdict “error”."),
    ("/requests/*/expect/layer", "Decided by", ""),
    ("/requests/*/expect/document", "By the policy", ""),
    ("/requests/*/expect/statement", "By its statement", "Counted from 0."),
    ("/requests/*/expect/rules", "By the rules", LINES),
    ("/requests/*/expect/message", "AWS prints", ""),
    ("/requests/*/expect/missing", "Missing condition keys", LINES),
    ("/requests/*/expect/confidence", "How sure", ""),

    ("/matrix/principals", "Principals", ""),
    ("/matrix/actions", "Actions", ""),
    ("/matrix/key", "Key, as the caller writes it", "Empty: the first key."),
    ("/matrix/request/region", "Region of the endpoint", ""),
    ("/matrix/request/via", "Through a service", ""),
    ("/matrix/request/vpcEndpoint", "VPC endpoint", ""),
    ("/matrix/request/resource", "What it is about", "The ARN of the object, secret, queue, topic or volume of other services."),
    ("/matrix/request/source", "Source of a copy", ""),
    ("/matrix/request/destinationKey", "Second key", "Of copies."),
    ("/matrix/request/encryptionContext", "Encryption context", PAIRS),
    ("/matrix/request/parameters", "Parameters", PAIRS),
    ("/matrix/request/context", "Condition keys set by hand", "A line each: key=value; key=null makes it absent."),

    ("/newKey/way", "Created", "By program it gets the default policy alone."),
    ("/newKey/alias", "Alias", "As in alias/demo."),
    ("/newKey/account", "Account", ""),
    ("/newKey/region", "Region", ""),
    ("/newKey/spec", "Key spec", ""),
    ("/newKey/usage", "Key usage", ""),
    ("/newKey/origin", "Origin of the key material", ""),
    ("/newKey/multiRegion", "Multi-Region key", ""),
    ("/newKey/tags", "Tags", PAIRS),
    ("/newKey/administrators", "Administrators", ""),
    ("/newKey/deletion", "Allow administrators to delete this key", ""),
    ("/newKey/users", "Users", ""),
    ("/newKey/accounts", "Other AWS accounts", "Their numbers, a line each."),
];

/// What a choice says that chooses nothing.
pub fn unsaid(path: &str) -> &'static str {
    match path.rsplit('/').next().unwrap_or_default() {
        "state" => "Enabled, by default",
        "spec" => "SYMMETRIC_DEFAULT, by default",
        "usage" => "by the spec",
        "origin" => "AWS_KMS, by default",
        "multiRegion" => "a key of one Region",
        "manager" => "the customer, by default",
        "attached" => "inline, by default",
        "type" => "SSE-S3, by default",
        "propagated" => "yes, by default",
        "issuer" | "vpcEndpoint" => "none",
        _ => "not said",
    }
}

/// A value that is a word, as it is offered.
pub fn word(word: &'static str) -> &'static str {
    match word {
        "true" => "yes",
        "false" => "no",
        "customer" => "the customer",
        "aws" => "AWS",
        "console" => "in the console",
        "api" => "by program",
        other => other,
    }
}

/// What kind of principal is added.
pub fn kind(kind: &str) -> &'static str {
    match kind {
        "user" => "Add user",
        "role" => "Add role",
        "federated" => "Add federated user",
        "root" => "Add root user",
        _ => "Add service",
    }
}

/// What a principal is.
pub fn kind_note(kind: CallerKind) -> &'static str {
    match kind {
        CallerKind::Root => "The root user of an account, which has no policies of its own.",
        CallerKind::User => "An IAM user.",
        CallerKind::RoleSession => "A session of an IAM role: a role always calls as one.",
        CallerKind::FederatedUser => "A federated user, with the session that was made for it.",
        _ => "An AWS service that calls for itself.",
    }
}

/// The root user of an account.
pub fn root_of(account: &str) -> String {
    format!("Root user ({account})")
}

/// The heading over what can be added to an account.
pub fn in_account(account: &str) -> String {
    format!("In {account}")
}

/// Adds another session of a role.
pub fn session_of(role: &str) -> String {
    format!("Add session of {role}")
}

/// What accounts are called one after the other.
pub fn account_name(before: usize) -> String {
    match before {
        0 => "Key owner".to_owned(),
        1 => "Second account".to_owned(),
        2 => "Third account".to_owned(),
        _ => format!("Account {}", before + 1),
    }
}

/// Puts the policies of a kind in force.
pub fn use_them(title: &str) -> String {
    format!("Use {}", title.to_ascii_lowercase())
}

/// Puts them out of force.
pub fn without_them(title: &str) -> String {
    format!("Remove all {}", title.to_ascii_lowercase())
}

/// A level of an organization.
pub fn level(id: &str) -> String {
    format!("On {id}")
}

/// The grants of a key.
pub fn grants_of(key: &str, count: usize) -> String {
    format!("{key}: {}", counted(count, "grant", "grants"))
}

/// A grant.
pub fn grant(id: &str, index: usize) -> String {
    if id.is_empty() { format!("Grant {}", index + 1) } else { id.to_owned() }
}

/// A check in a list: does it hold?
pub fn check(held: Option<bool>, title: &str) -> String {
    match held {
        Some(true) => format!("✓ {title}"),
        Some(false) => format!("✗ {title}"),
        None => title.to_owned(),
    }
}

/// What was decided of a check.
pub fn decided(decision: &Decision) -> String {
    let now = match (decision.verdict, &decision.error) {
        (Verdict::Error, Some(error)) => error.as_str(),
        (Verdict::Allow, _) => "allowed",
        (Verdict::ImplicitDeny, _) => "denied",
        (Verdict::ExplicitDeny, _) => "denied explicitly",
        (Verdict::Error, None) => "an error",
    };
    match decision.held {
        Some(true) => format!("It holds. {}", decision.sentence),
        Some(false) => format!("It does not hold: now {now}. {}", decision.sentence),
        None => format!("Nothing is expected; now {now}. {}", decision.sentence),
    }
}

/// A thing, by the pattern of its place.
pub fn thing(pattern: &str) -> &'static str {
    match pattern {
        "/accounts/*" => "an account",
        "/accounts/*/organization" => "the organization",
        "/accounts/*/scps" => SCPS,
        "/accounts/*/rcps" => RCPS,
        "/keys/*/grants/*" => "a grant",
        "/keys/*/saved" => "the key policy in force",
        "/keys/*/ramPolicy" => "the policy of AWS RAM",
        "/principals/*" => "a principal",
        "/principals/*/boundary" => "the permissions boundary",
        "/principals/*/session" => "the session",
        "/vpcEndpoints/*" => "a VPC endpoint",
        "/buckets/*" => "a bucket",
        "/buckets/*/objects/*" => "an object",
        "/requests/*" => "a saved check",
        _ => "a policy",
    }
}

/// A policy of which there is one; nothing for one that has a name.
pub fn only_policy(pattern: &str) -> &'static str {
    match pattern {
        "/keys/*/policy" => KEY_POLICY,
        "/keys/*/saved" => SAVED,
        "/keys/*/ramPolicy" => RAM,
        "/principals/*/session/policy" => SESSION_POLICY,
        "/vpcEndpoints/*/policy" => ENDPOINT_POLICY,
        "/buckets/*/policy" => BUCKET_POLICY,
        _ => "",
    }
}

/// Something was added.
pub fn added(thing: &str) -> String {
    format!("Added {thing}.")
}

/// A key was created.
pub fn created(key: &str) -> String {
    format!("Created {key}.")
}

/// What goes with something that is removed, and what stays and names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goes {
    /// What it is called.
    pub name: String,
    /// Sessions that use its policies.
    pub sessions: usize,
    /// Saved checks about it.
    pub checks: usize,
    /// Checks of steps about it.
    pub step_checks: usize,
    /// Its rows of the matrix.
    pub rows: usize,
    /// Checks that send its token.
    pub tokens: usize,
    /// Requests that pass it.
    pub crossings: usize,
    /// Policies that name it.
    pub named: usize,
    /// Checks of operations on it, or on what lies in it.
    pub asked: usize,
    /// Buckets and objects that are encrypted under it.
    pub encrypted: usize,
    /// Keys and principals of an account, which need no entry of it.
    pub stay: usize,
}

/// What follows, beforehand.
pub fn also(goes: &Goes) -> String {
    let mut with = Vec::new();
    for (count, one, many) in [
        (goes.sessions, "session that uses its policies", "sessions that use its policies"),
        (goes.checks, "saved check", "saved checks"),
        (goes.step_checks, "check of a step", "checks of steps"),
        (goes.rows, "row of the matrix", "rows of the matrix"),
        (goes.tokens, "grant token of a check", "grant tokens of checks"),
        (goes.crossings, "request's way through it", "requests' ways through it"),
    ] {
        if count > 0 {
            with.push(counted(count, one, many));
        }
    }
    let mut said = Vec::new();
    if !with.is_empty() {
        said.push(format!("With it: {}.", with.join(", ")));
    }
    let naming = [
        (goes.named, "policy", "policies"),
        (goes.asked, "check", "checks"),
        (goes.encrypted, "bucket or object", "buckets and objects"),
    ];
    let naming = naming.into_iter().filter(|(count, ..)| *count > 0);
    let naming: Vec<String> = naming.map(|(count, one, many)| counted(count, one, many)).collect();
    if !naming.is_empty() {
        said.push(format!("Still named by {}.", naming.join(", ")));
    }
    if goes.stay > 0 {
        let one = "key or principal stays: it needs";
        let what = counted(goes.stay, one, "keys and principals stay: they need");
        said.push(format!("Its {what} no entry of the account."));
    }
    said.join(" ")
}

/// Something was removed.
pub fn removed(goes: &Goes) -> String {
    format!("Removed {}. {}", goes.name, also(goes)).trim_end().to_owned()
}

/// Policies name what is called otherwise now.
pub fn still_named(old: &str, count: usize) -> String {
    match count {
        0 => String::new(),
        _ => format!(
            "{} `{old}`: change that in the editor.",
            counted(count, "policy still names", "policies still name")
        ),
    }
}

/// A line that is no pair.
pub fn no_pair(line: &str) -> String {
    format!("`{line}` is no pair: write name=value")
}

/// Something that is no number.
pub fn no_number(text: &str) -> String {
    format!("`{text}` is no whole number: write one from 0")
}

/// Something that is no account number.
pub fn no_account(text: &str) -> String {
    format!("`{text}` is no account number: write twelve digits")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
