//! What an import says: what was recognised, what was set, what was left out and what to do.

use super::{capital, problem};
use crate::import::{Content, Output, Owner, Reason, What};
use crate::policy::ProblemKind;
use crate::scenario::Principal;

/// What an output is called.
pub fn output(output: Output) -> &'static str {
    match output {
        Output::GetKeyPolicy => "aws kms get-key-policy",
        Output::DescribeKey => "aws kms describe-key",
        Output::ListGrants => "aws kms list-grants",
        Output::ListAliases => "aws kms list-aliases",
        Output::ListResourceTags => "aws kms list-resource-tags",
        Output::GetUser => "aws iam get-user",
        Output::GetRole => "aws iam get-role",
        Output::GetUserPolicy => "aws iam get-user-policy",
        Output::GetRolePolicy => "aws iam get-role-policy",
        Output::GetGroupPolicy => "aws iam get-group-policy",
        Output::GetPolicyVersion => "aws iam get-policy-version",
        Output::GetAccountAuthorizationDetails => "aws iam get-account-authorization-details",
        Output::GetBucketPolicy => "aws s3api get-bucket-policy",
        Output::KeyPolicyDocument => "key policy",
        Output::IdentityPolicyDocument => "identity policy",
        Output::BucketPolicyDocument => "bucket policy",
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// What a part sets.
pub fn part(content: &Content) -> String {
    match content {
        Content::KeyPolicy { ram: false, .. } => "the key policy of a key".to_owned(),
        Content::KeyPolicy { ram: true, .. } => "the policy AWS_RAM of a key".to_owned(),
        Content::Key(key) => format!("the properties of key {}", key.arn),
        Content::Grants { key, grants } => {
            let grants = count(grants.len(), "grant", "grants");
            if key.is_empty() { grants } else { format!("{grants} on key {key}") }
        }
        Content::Aliases(aliases) => count(aliases.len(), "alias", "aliases"),
        Content::Tags(tags) => format!("{} of a key", count(tags.len(), "tag", "tags")),
        Content::Principal(found) => principal(&found.principal, found.with_policies),
        Content::BucketPolicy { bucket, .. } => format!("the policy of bucket {bucket}"),
        Content::Policy { owner, policy } => {
            let of = match owner {
                Owner::User(name) => format!("user {name}"),
                Owner::Role(name) => format!("role {name}"),
                Owner::Group(name) => format!("group {name}, for each of its users"),
                Owner::Unknown => "a user or role".to_owned(),
            };
            format!("{} of {of}", named_policy(&policy.name))
        }
    }
}

fn named_policy(name: &str) -> String {
    if name.is_empty() { "a policy".to_owned() } else { format!("policy {name}") }
}

fn principal(principal: &Principal, with_policies: bool) -> String {
    let Principal { arn, unique_id, tags, boundary, policies, .. } = principal;
    let mut has = Vec::new();
    if with_policies {
        has.push(count(policies.len(), "policy", "policies"));
    }
    if boundary.is_some() {
        has.push("a permissions boundary".to_owned());
    }
    if !tags.is_empty() {
        has.push(count(tags.len(), "tag", "tags"));
    }
    if unique_id.is_some() {
        has.push("its unique ID".to_owned());
    }
    let arn = arn.as_deref().unwrap_or_default();
    if has.is_empty() { arn.to_owned() } else { format!("{arn} with {}", super::and(&has)) }
}

/// What was set.
pub fn set(what: &What<'_>) -> String {
    match what {
        What::Key { arn } => format!("key {arn}"),
        What::Properties => "spec, usage, origin, state, manager and Regions of the key".to_owned(),
        What::KeyPolicy => "the key policy".to_owned(),
        What::SavedRemoved => "removed: the imported key policy is the one in force".to_owned(),
        What::RamPolicy => "the policy AWS_RAM".to_owned(),
        What::Tags(number) => count(*number, "tag", "tags"),
        What::Grants(number) => count(*number, "grant", "grants"),
        What::Alias(name) => (*name).to_owned(),
        What::AliasMoved(name) => format!("{name} removed: it stands for another key now"),
        What::Principal { arn } => (*arn).to_owned(),
        What::Found(found) => principal(&found.principal, found.with_policies),
        What::Policy(name) => named_policy(name),
        What::Bucket(name) => format!("bucket {name}"),
        What::BucketPolicy => "the bucket policy".to_owned(),
    }
}

/// Something that would be set, as an item of a list.
pub fn item(new: bool, what: &str) -> String {
    format!("{}: {what}", if new { "New" } else { "Changed" })
}

/// A field with its old and its new value.
pub fn field(name: &str, before: Option<&str>, after: Option<&str>) -> String {
    let said = |value: Option<&str>| match value {
        None | Some("") => "nothing".to_owned(),
        Some(value) => format!("`{value}`"),
    };
    format!("{name}: {} → {}", said(before), said(after))
}

/// A note with its place.
pub fn note(place: &str, message: &str, help: &str) -> String {
    let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
    format!("{place}{message}; {help}.")
}

/// The scenario could not be decided with it.
pub fn unusable(error: &str) -> String {
    format!("It cannot be put into the scenario, of which no decision could be made then: {error}.")
}

/// The place of a note: in a file, where there are several.
pub fn note_place(file: Option<&str>, line: usize, column: usize) -> String {
    let file = file.map(|file| format!("{file}, ")).unwrap_or_default();
    format!("{file}line {line}, column {column}")
}

/// What an import changes of what is looked at: the rows, or the key.
pub const ROWS: &str = "the rows of the matrix";
pub const ASKED_KEY: &str = "the key that the matrix asks about";

/// What becomes of a policy without its document.
const WITHOUT: &str = "what the scenario has is kept, else an empty document stands in its place, \
                       which decides nothing";

/// Why something is left out, and what to do about it. Texts quote the output in backticks.
pub fn reason(reason: &Reason) -> (String, String) {
    let (message, help): (String, &str) = match reason {
        Reason::Empty => ("there is nothing here".into(), "write the output of a command into it"),
        Reason::NotJson => (
            "this is no JSON".into(),
            "run the command with `--output json`, and leave out everything but its output",
        ),
        Reason::Syntax(kind) => return problem(&ProblemKind::Syntax(*kind)),
        Reason::UnknownOutput => (
            "this is no output that is known here".into(),
            "import the whole output of `aws kms get-key-policy`, `describe-key`, `list-grants`, \
             `list-aliases`, `list-resource-tags`, of `aws iam get-user`, `get-role`, \
             `get-user-policy`, `get-role-policy`, `get-group-policy`, `get-policy-version`, \
             `get-account-authorization-details`, of `aws s3api get-bucket-policy`, or a policy \
             document",
        ),
        Reason::IsScenario => (
            "this is a scenario, not the output of a command".into(),
            "name it as the scenario to import into",
        ),
        Reason::NamesOnly(command) => {
            let help = format!("import the output of `{command}` for each of them");
            return ("this gives names only, and not what they stand for".into(), help);
        }
        Reason::UnknownField(name) => {
            (format!("the field `{name}` is not known here"), "check whether a decision needs it")
        }
        Reason::RepeatedField(name) => {
            (format!("`{name}` stands twice; the first one counts"), "remove one of them")
        }
        Reason::WrongType(wanted) => {
            return (format!("this should be {wanted}"), "import the output as it was".into());
        }
        Reason::UnknownValue(value) => {
            (format!("the value `{value}` is not known here"), "set it in the scenario by hand")
        }
        Reason::EmptyList => ("there is nothing in this list".into(), "nothing was set"),
        Reason::Truncated => (
            "the output says that there is more".into(),
            "run the command without `--max-items` and `--no-paginate`, and import it again",
        ),
        Reason::BrokenEncoding => {
            ("the URL encoding of this text is broken".into(), "import the output as it was")
        }
        Reason::BrokenDocument => (
            "the URL encoding of this document is broken: it stands as it is, which decides nothing"
                .into(),
            "import the output as it was",
        ),
        Reason::NoDocument => (
            format!("the document of this policy is missing: {WITHOUT}"),
            "import the output as it was, or write the document into the scenario",
        ),
        Reason::NoValue(name) => {
            (format!("there is nothing in `{name}`"), "import the output as it was")
        }
        Reason::OtherPolicy => (
            "this is the policy of something else than a key, a user, a role or one bucket".into(),
            "write a bucket's into `buckets` of the scenario, one of an organization into `scps` or \
             `rcps` of the accounts that it stands above",
        ),
        Reason::ControlPolicy(kind, field) => {
            return (
                format!("this {kind} control policy does not say which accounts it stands above"),
                format!("write it into `{field}` of these accounts in the scenario, at its level"),
            );
        }
        Reason::OrganizationPolicy(kind) => {
            (format!("a policy of type `{kind}` is no part of a scenario"), "nothing depends on it")
        }
        Reason::TrustPolicy => (
            "a trust policy is no part of a scenario".into(),
            "the roles of a scenario have been assumed already",
        ),
        Reason::InstanceProfiles => {
            ("instance profiles are no part of a scenario".into(), "nothing depends on them")
        }
        Reason::NoKeyArn => ("this has no ARN of a key".into(), "import the output as it was"),
        Reason::OtherRegions => (
            "this key of another Region is a key of its own".into(),
            "import `aws kms describe-key --region …` of it if requests use it",
        ),
        Reason::NoMultiRegionType => (
            "this does not say whether the multi-Region key is the primary or a replica".into(),
            "set `multiRegion` in the scenario by hand",
        ),
        Reason::NotThePrimary => (
            "it says PRIMARY, and that another key is the primary: taken as a replica".into(),
            "set `multiRegion` in the scenario if that is wrong",
        ),
        Reason::UnknownService(arn) => (
            format!("nothing says which service the AWS managed key `{arn}` belongs to"),
            "import its `aws kms list-aliases` or `get-key-policy` too",
        ),
        Reason::NoKeyPolicy(arn) => (
            format!("the policy of key `{arn}` is missing: the API's default is taken"),
            "import its `aws kms get-key-policy` too",
        ),
        Reason::NoKey => (
            "this does not say which key it is about, and there is none".into(),
            "import the key's `aws kms describe-key` too, or name the key",
        ),
        Reason::SeveralKeys(arns) => {
            let arns: Vec<String> = arns.iter().map(|arn| format!("`{arn}`")).collect();
            return (
                format!("this does not say which key it is about: {}", super::and(&arns)),
                "put it right behind its key's `aws kms describe-key` in one file, or name the key"
                    .into(),
            );
        }
        Reason::SecondKeyPolicy(arn) => (
            format!("a second policy for key `{arn}`; the first one counts"),
            "put each right behind its key's `aws kms describe-key` in one file",
        ),
        Reason::UnknownGrantee(name) => (
            if name.is_empty() {
                "the grant has no grantee".into()
            } else {
                format!("the grantee `{name}` is no principal; the grant is left out")
            },
            "write the grant into the scenario by hand",
        ),
        Reason::UnknownRetirer(name) => (
            format!("the retiring principal `{name}` is no principal"),
            "write it into the scenario by hand",
        ),
        Reason::UnknownOperation(name) => {
            (format!("no grant can allow `{name}`, as far as is known"), "check its spelling")
        }
        Reason::UnknownConstraint(name) => (
            format!("the constraint `{name}` is not understood; the grant is left out"),
            "write the grant into the scenario by hand",
        ),
        Reason::UnknownAccount(text) => (
            format!("`{text}` is no account; the key's account is taken"),
            "set `issuingAccount` in the scenario by hand",
        ),
        Reason::AliasElsewhere => {
            ("the key of this alias is not in the scenario".into(), "import that key if it matters")
        }
        Reason::AliasWithoutKey => ("this alias stands for no key".into(), "nothing depends on it"),
        Reason::NoPrincipalArn => {
            ("this has no ARN of a user or role".into(), "import the output as it was")
        }
        Reason::NoPrincipal(name) => (
            format!("the account of {name} is not known"),
            "import its `aws iam get-user` or `get-role` too, or name the account",
        ),
        Reason::SeveralPrincipals(name) => {
            (format!("{} exists in several accounts", capital(name)), "name the account")
        }
        Reason::NoMembers(name) => (
            format!("no user of group {name} is known"),
            "import `aws iam get-account-authorization-details`, or name the user",
        ),
        Reason::NoOwner => (
            "this does not say whose policy it is".into(),
            "name the user or role it is attached to",
        ),
        Reason::OnlyOwner(id) => (
            format!(
                "this does not say whose policy it is: taken as an identity policy of `{id}`, the \
                 only user or role"
            ),
            "write an SCP, a boundary or a session policy into its own place in the scenario, else \
             name the user or role",
        ),
        Reason::MaybeBoundary(id) => (
            format!("this may be a policy of `{id}`, or its permissions boundary, which is missing"),
            "write the boundary into the scenario, or name the user or role that has the policy",
        ),
        Reason::OnlyBucketPolicy(name) => (
            format!(
                "nothing says whose bucket {name} is and how it encrypts: the caller's account and \
                 SSE-S3 are taken"
            ),
            "write its `account` and `encryption` into the scenario",
        ),
        Reason::UnknownManagedPolicy(arn) => (
            format!("the document of the managed policy `{arn}` is not in the output: {WITHOUT}"),
            "run the command without `--filter`, or write the document into the scenario",
        ),
        Reason::UnknownBoundary(arn) => (
            format!(
                "the document of the permissions boundary `{arn}` is not in the output: {WITHOUT}"
            ),
            "write the document into the scenario",
        ),
        Reason::UnknownGroup(name) => (
            format!("the policies of group {name} are not in the output: {WITHOUT}"),
            "run the command without `--filter`, or write the policies into the scenario",
        ),
        Reason::NoDefaultVersion => {
            ("no version of this managed policy is in force".into(), "import the output as it was")
        }
        Reason::UnusedPolicy => ("nobody has this managed policy".into(), "nothing depends on it"),
        Reason::UnusedGroup => ("this group has no users".into(), "nothing depends on it"),
        Reason::NotDefaultVersion => (
            "this version is not the default one, which is in force in AWS".into(),
            "import the default version if the scenario is to be what AWS does",
        ),
        Reason::UnknownHint(text, wanted) => {
            return (format!("`{text}` cannot be used"), format!("write {wanted}"));
        }
    };
    (message, help.to_owned())
}
