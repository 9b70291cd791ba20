//! What is wrong with documents, and what to do about it.

use crate::json::{MAX_DEPTH, SyntaxErrorKind};
use crate::policy::ProblemKind;

/// What is wrong with a document, and what to do about it. Texts quote the document in backticks.
pub fn problem(kind: &ProblemKind) -> (String, String) {
    let (message, help): (String, &str) = match kind {
        ProblemKind::Syntax(kind) => return syntax(*kind),
        ProblemKind::DuplicateKey(key) => (
            format!("`{key}` stands twice in one object"),
            "keep one of them; a list in brackets takes several values",
        ),
        ProblemKind::NotAPolicy => (
            "a policy is a JSON object with `Statement`".into(),
            "write {\"Version\": \"2012-10-17\", \"Statement\": [ … ]}",
        ),
        ProblemKind::NoStatements => {
            ("a managed policy needs at least one statement".into(), "add a statement")
        }
        ProblemKind::UnknownElement { name, suggestion } => {
            let message = format!("policies have no element `{name}`");
            return match suggestion {
                Some(meant) => (message, format!("did you mean `{meant}`?")),
                None => (message, "remove it".into()),
            };
        }
        ProblemKind::WrongType { element, expected } => {
            return (format!("`{element}` takes {expected}"), format!("write {expected}"));
        }
        ProblemKind::InvalidVersion(version) => {
            (format!("there is no policy language `{version}`"), "write \"2012-10-17\"")
        }
        ProblemKind::OldVersion => (
            "a managed policy must have Version 2012-10-17".into(),
            "write \"Version\": \"2012-10-17\"",
        ),
        ProblemKind::MissingEffect => {
            ("the statement has no Effect".into(), "write \"Effect\": \"Allow\" or \"Deny\"")
        }
        ProblemKind::InvalidEffect(effect) => (
            format!("`{effect}` is no Effect"),
            "write \"Allow\" or \"Deny\", with a capital letter",
        ),
        ProblemKind::BothForms(element) => {
            return (
                format!("a statement takes `{element}` or `Not{element}`, not both"),
                "remove one of them, or make two statements".into(),
            );
        }
        ProblemKind::MissingAction => {
            ("the statement has no Action".into(), "write \"Action\": \"kms:…\"")
        }
        ProblemKind::MissingResource => {
            ("the statement has no Resource".into(), "write \"Resource\": \"*\" or the key's ARN")
        }
        ProblemKind::MissingPrincipal => (
            "the statement needs a Principal".into(),
            "write \"Principal\": {\"AWS\": \"arn:aws:iam::ACCOUNT:root\"}",
        ),
        ProblemKind::PrincipalInIdentityPolicy => (
            "an identity policy has no Principal: it is about whom it is attached to".into(),
            "remove it",
        ),
        ProblemKind::InvalidPrincipal(text) => (
            format!("`{text}` is no principal that a policy can name"),
            "name an account, user, role or session by its whole ARN, without wildcards, or \"*\"",
        ),
        ProblemKind::InvalidPrincipalType(kind) => {
            (format!("there is no principal type `{kind}`"), "write \"AWS\" or \"Service\"")
        }
        ProblemKind::DeletedPrincipal(id) => (
            format!("`{id}` is what is left of a deleted user or role"),
            "write the ARN of the principal that is meant, or remove it",
        ),
        ProblemKind::PrincipalNeverCallsKms(text) => {
            (format!("`{text}` never calls KMS: its sessions are those of a role"), "name the role")
        }
        ProblemKind::AllowNotPrincipal => (
            "Allow with NotPrincipal lets in everyone who is not listed; it is not evaluated"
                .into(),
            "name the principals that are meant in Principal",
        ),
        ProblemKind::ActionWithoutPrefix(action) => {
            return (
                format!("the action `{action}` has no service prefix"),
                format!("write `kms:{action}`"),
            );
        }
        ProblemKind::UnknownAction(action) => {
            let help = if action.eq_ignore_ascii_case("kms:ReEncrypt") {
                "write `kms:ReEncrypt*`: the two actions are ReEncryptFrom and ReEncryptTo"
            } else {
                "check its spelling"
            };
            (format!("KMS has no action `{action}`, so it matches nothing"), help)
        }
        ProblemKind::ResourceInKeyPolicy(text) => (
            format!("a key policy statement with Resource `{text}` has no effect"),
            "write \"Resource\": \"*\", which means this key",
        ),
        ProblemKind::InvalidDate(value) => (
            format!("`{value}` is no date, and IAM refuses it"),
            "write it as in 2026-11-23T12:00:00Z, or as seconds since 1970",
        ),
        ProblemKind::InvalidVendor(action) => (
            format!("no service has a name like that of `{action}`"),
            "write `service:Name`, as in kms:Decrypt",
        ),
        ProblemKind::InvalidPartition { partition, resource } => (
            format!("AWS has no partition `{partition}`, as in `{resource}`"),
            "write aws, aws-cn or aws-us-gov",
        ),
        ProblemKind::InvalidCharacter(character) => (
            format!("a key policy cannot hold the character `{character}`"),
            "write it with printable characters up to U+00FF, tabs and line ends",
        ),
        ProblemKind::TooLarge(bytes) => (
            format!("a key policy has at most 32,768 bytes, this one has {bytes}"),
            "leave out white space, or let IAM policies say more",
        ),
        ProblemKind::ResourceNotArn(text) => (
            format!("the resource `{text}` is neither an ARN nor \"*\""),
            "write the key's whole ARN: arn:aws:kms:REGION:ACCOUNT:key/ID",
        ),
        ProblemKind::WildcardInService(text) => (
            format!("the service in `{text}` is a wildcard, which IAM refuses"),
            "write the service: arn:aws:kms:…",
        ),
        ProblemKind::TwoColons(action) => {
            (format!("the action `{action}` has two colons"), "write `service:Name`")
        }
        ProblemKind::InvalidSid(sid) => (
            format!("IAM takes only letters and digits in a Sid, not `{sid}`"),
            "remove blanks and punctuation",
        ),
        ProblemKind::AliasResource(text) => (
            format!("`{text}` is the alias, and never stands for the key behind it"),
            "write the key's ARN",
        ),
        ProblemKind::DuplicateSid(sid) => {
            (format!("the Sid `{sid}` stands twice"), "give every statement a Sid of its own")
        }
        ProblemKind::UnknownOperator { name, suggestion } => {
            let help = suggestion.map_or_else(
                || "write one such as StringEquals, StringLike, ArnLike or Bool".to_owned(),
                |suggestion| format!("write `{suggestion}`"),
            );
            return (format!("there is no condition operator `{name}`"), help);
        }
        ProblemKind::UnknownConditionKey(key) => (
            format!(
                "no request is known to have the condition key `{key}`: it cannot be evaluated"
            ),
            "check its spelling",
        ),
        ProblemKind::RepeatedConditionKey(key) => (
            format!("`{key}` stands twice under one operator; the case of keys does not matter"),
            "put the values into one list",
        ),
        ProblemKind::MissingSetOperator(key) => (
            format!("`{key}` has several values, and nothing matches without a set operator"),
            "write ForAnyValue: or ForAllValues: before the operator",
        ),
        ProblemKind::InvalidConditionValue { operator, value } => (
            format!("`{value}` is no value that {operator} can compare"),
            "write a number, an ISO 8601 date, true or false, or an address, as the operator wants",
        ),
        ProblemKind::OverlyPermissiveCondition(key) => (
            format!("ForAllValues on `{key}` also matches requests without it, so KMS refuses it"),
            "remove ForAllValues",
        ),
        ProblemKind::BrokenVariable(text) => (
            format!("the policy variable in `{text}` is broken"),
            "write ${key}, or ${key, 'default'}, with a key that has one value",
        ),
        ProblemKind::MisplacedVariable(text) => (
            format!("no policy variable may stand where it does in `{text}`"),
            "use variables behind the fifth colon of a Resource and in values of String and Arn \
             operators",
        ),
        ProblemKind::PrincipalInResourceControl => (
            "a resource control policy is about everyone".into(),
            "write \"Principal\": \"*\" and choose by a Condition",
        ),
        ProblemKind::AllowInResourceControl => (
            "a resource control policy can only deny".into(),
            "write \"Effect\": \"Deny\"; RCPFullAWSAccess is attached anyway",
        ),
        ProblemKind::ElementNotAllowed(element) => {
            (format!("this kind of policy takes no {element}"), "list what is meant instead")
        }
        ProblemKind::More(count) => (
            format!("{count} more problems are not shown"),
            "mend the first ones, and the others appear",
        ),
        ProblemKind::BareStarInResourceControl => (
            "a resource control policy does not take \"*\" alone as Action".into(),
            "write \"kms:*\"",
        ),
    };
    (message, help.to_owned())
}

/// A level of an organization without a service control policy (E-52).
pub fn empty_level(account: &str) -> (String, String) {
    (
        format!(
            "one level of the path to account {account} has no service control policy: nothing is allowed there"
        ),
        "attach FullAWSAccess or another one, or leave `scps` out where none are in force".into(),
    )
}

/// Two names of an encryption context that differ by case only.
pub fn ambiguous_name(name: &str) -> (String, String) {
    (
        format!("`{name}` and another name differ by case only: conditions cannot tell them apart"),
        "give every name of the encryption context a spelling of its own".into(),
    )
}

/// What keeps a text from being JSON, and what to do about it.
pub(super) fn syntax(kind: SyntaxErrorKind) -> (String, String) {
    let (message, help) = match kind {
        SyntaxErrorKind::Empty => ("the document is empty", "write or paste a policy"),
        SyntaxErrorKind::ExpectedValue => ("a value is missing here", "write a value"),
        SyntaxErrorKind::ExpectedKey => {
            ("a key in double quotes is missing here", "write \"Name\": value")
        }
        SyntaxErrorKind::ExpectedColon => ("a colon is missing behind this key", "write `:`"),
        SyntaxErrorKind::MissingComma => ("a comma is missing before this", "write `,`"),
        SyntaxErrorKind::TrailingComma => {
            ("JSON has no comma behind the last entry", "remove the comma")
        }
        SyntaxErrorKind::Unclosed => ("this bracket is never closed", "add the closing bracket"),
        SyntaxErrorKind::UnterminatedString => {
            ("this string is not closed", "add the closing quote")
        }
        SyntaxErrorKind::ControlCharacter => {
            ("a line break or tab stands inside a string", "join the lines, or write \\n or \\t")
        }
        SyntaxErrorKind::BadEscape => {
            ("JSON has no such escape", "write \\\\ for a backslash, or \\uXXXX")
        }
        SyntaxErrorKind::BadNumber => ("this is no JSON number", "write it as in 12 or 1.5"),
        SyntaxErrorKind::BareWord => ("this word is not in quotes", "put it in double quotes"),
        SyntaxErrorKind::SingleQuotes => {
            ("JSON strings stand in double quotes", "write \" instead of '")
        }
        SyntaxErrorKind::Comment => ("JSON has no comments", "remove the comment"),
        SyntaxErrorKind::TrailingText => {
            ("there is more text behind the policy", "remove it, or join it to the policy")
        }
        SyntaxErrorKind::TooDeep => {
            return (
                format!("brackets are nested more than {MAX_DEPTH} deep"),
                "a policy needs no more than a handful".to_owned(),
            );
        }
    };
    (message.to_owned(), help.to_owned())
}
