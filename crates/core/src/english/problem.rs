//! What is wrong with documents, and what to do about it.

use crate::actions::meant;
use crate::arn::wrong_account;
use crate::condition::{Comparison, ConditionKey, Operator, VariableError};
use crate::json::{MAX_DEPTH, SyntaxErrorKind};
use crate::policy::{PrincipalFault, ProblemKind};

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
            let help = match suggestion {
                Some(meant) => format!("write `{meant}`"),
                None if Operator::read(name).is_some() => "put it into a Condition".into(),
                None => "remove it".into(),
            };
            return (message, help);
        }
        ProblemKind::WrongType { element, expected } => {
            return (format!("`{element}` takes {expected}"), format!("write {expected}"));
        }
        ProblemKind::InvalidVersion(version) => {
            (format!("there is no policy language `{version}`"), "write \"2012-10-17\"")
        }
        ProblemKind::OldVersion => (
            "this kind of policy must have Version 2012-10-17".into(),
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
            let help = "write \"Resource\": \"*\" in a key policy, elsewhere the key's ARN";
            ("the statement has no Resource".into(), help)
        }
        ProblemKind::MissingPrincipal => (
            "the statement needs a Principal".into(),
            "write \"Principal\": {\"AWS\": \"arn:aws:iam::ACCOUNT:root\"}, in a resource control \
             policy \"*\"",
        ),
        ProblemKind::PrincipalInIdentityPolicy => (
            "this kind of policy has no Principal: it is about whom it is attached to".into(),
            "remove it",
        ),
        ProblemKind::InvalidPrincipal { text, fault } => return principal(text, *fault),
        ProblemKind::InvalidPrincipalType(kind) => {
            (format!("there is no principal type `{kind}`"), "write \"AWS\" or \"Service\"")
        }
        ProblemKind::DeletedPrincipal(id) => (
            format!("`{id}` is what is left of a deleted user or role"),
            "write the ARN of the principal that is meant, or remove it",
        ),
        ProblemKind::FederatedPrincipal(text) => (
            format!(
                "the identity provider `{text}` calls nothing: its sessions are those of a role"
            ),
            "name the role under \"AWS\"",
        ),
        ProblemKind::PrincipalNeverCallsKms(text) => (
            format!("`{text}` never calls KMS: only buckets know canonical users"),
            "name the account",
        ),
        ProblemKind::AllowNotPrincipal => (
            "with NotPrincipal an Allow lets in everyone who is not listed; it is not evaluated"
                .into(),
            "name the principals that are meant in Principal",
        ),
        ProblemKind::ActionWithoutPrefix(action) => {
            let help = meant(action).map_or_else(
                || "write `service:Name`, as in kms:Decrypt".to_owned(),
                |meant| format!("write `{meant}`"),
            );
            return (format!("the action `{action}` has no service prefix"), help);
        }
        ProblemKind::UnknownAction(action) => {
            let help = match meant(action) {
                Some(meant) if meant == "kms:ReEncrypt*" => {
                    format!("write `{meant}`: the two actions are ReEncryptFrom and ReEncryptTo")
                }
                Some(meant) => format!("write `{meant}`"),
                None => "check its spelling".to_owned(),
            };
            return (format!("KMS has no action `{action}`, so it matches nothing"), help);
        }
        // Only NotResource takes it amiss.
        ProblemKind::ResourceInKeyPolicy(text) if text == "*" => (
            "a key policy statement with NotResource has no effect".into(),
            "write \"Resource\": \"*\", which means this key",
        ),
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
        ProblemKind::TooLarge { bytes, .. } => (
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
            let help = if action.contains("${") {
                "write the action itself: no policy variable may stand in it"
            } else {
                "write `service:Name`"
            };
            (format!("the action `{action}` has two colons"), help)
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
            let help = suggestion.as_ref().map_or_else(
                || "write one such as StringEquals, StringLike, ArnLike or Bool".to_owned(),
                |suggestion| format!("write `{suggestion}`"),
            );
            return (format!("there is no condition operator `{name}`"), help);
        }
        ProblemKind::NullWithIfExists(operator) => (
            format!("`{operator}` does not exist: Null itself asks whether the key is there"),
            "write Null",
        ),
        ProblemKind::InvalidConditionKeyFormat { key, suggestion } => {
            let message = format!("the condition key `{key}` has no service prefix");
            return match suggestion {
                Some(meant) => (message, format!("write `{meant}`")),
                None => (message, "write `service:Name`, as in kms:ViaService".into()),
            };
        }
        ProblemKind::MissingTagKey(key) => (
            format!("`{key}` does not say which tag it is about"),
            "write the key of the tag behind a slash, as in aws:ResourceTag/Team",
        ),
        ProblemKind::UnknownConditionKey(key) => {
            let context = key.trim_end_matches(':').eq_ignore_ascii_case("kms:EncryptionContext");
            let help = match ConditionKey::meant_by(key) {
                Some(meant) => format!("write `{meant}`"),
                None if context => "write the name of a pair behind it, as in \
                                    kms:EncryptionContext:Dept"
                    .to_owned(),
                None => "check its spelling".to_owned(),
            };
            return (
                format!(
                    "no request is known to have the condition key `{key}`: it cannot be evaluated"
                ),
                help,
            );
        }
        ProblemKind::RepeatedConditionKey(key) => (
            format!("`{key}` stands twice under one operator; the case of keys does not matter"),
            "put the values into one list",
        ),
        ProblemKind::MissingSetOperator(key) => (
            format!("`{key}` has several values, and nothing matches without a set operator"),
            "write ForAnyValue: or ForAllValues: before the operator",
        ),
        ProblemKind::InvalidConditionValue { operator, value } => {
            (format!("`{value}` is no value that {operator} can compare"), value_of(operator))
        }
        ProblemKind::OverlyPermissiveCondition(key) => (
            format!(
                "with ForAllValues `{key}` also matches requests without it, so KMS refuses it"
            ),
            "remove ForAllValues",
        ),
        ProblemKind::BrokenVariable { text, error } => broken_variable(text, *error),
        ProblemKind::MisplacedVariable(text) => (
            format!("no policy variable may stand where it does in `{text}`"),
            "use variables behind the fifth colon of a Resource and in values of String and Arn \
             operators",
        ),
        ProblemKind::VariableForOperator(text) => (
            format!("only String and Arn operators know policy variables, as in `{text}`"),
            "write the value itself, or compare with a String or Arn operator",
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

/// What an operator compares.
fn value_of(operator: &str) -> &'static str {
    match Operator::read(operator).map(|operator| operator.comparison) {
        Some(Comparison::Number(_)) => "write a number, as in 3600",
        Some(Comparison::Date(_)) => {
            "write a date as in 2026-11-23T12:00:00Z, or seconds since 1970"
        }
        Some(Comparison::Address) => "write an address or a range, as in 203.0.113.0/24",
        _ => "write true or false",
    }
}

/// An entry that is no principal.
fn principal(text: &str, fault: PrincipalFault) -> (String, String) {
    let (message, help) = match fault {
        PrincipalFault::NoType => (
            format!("`{text}` stands in Principal without its kind"),
            "write {\"AWS\": \"…\"} or {\"Service\": \"…\"}; only \"*\" stands by itself",
        ),
        PrincipalFault::WrongType(kind) => {
            return (
                format!("`{text}` does not stand under its type `{kind}`"),
                format!("write {{\"{kind}\": \"{text}\"}}"),
            );
        }
        PrincipalFault::Variable => (
            format!("no policy variable may stand where it does in `{text}`"),
            "name the account, and choose by a Condition on aws:PrincipalArn",
        ),
        PrincipalFault::Wildcard if text == "*" || text.contains("amazonaws") => (
            format!("services have no wildcard, as in `{text}`"),
            "name every service, as in sns.amazonaws.com",
        ),
        PrincipalFault::Wildcard => (
            format!("a principal has no wildcard, as in `{text}`"),
            "name the account, and choose by ArnLike on aws:PrincipalArn",
        ),
        PrincipalFault::Service => {
            (format!("`{text}` is no name of a service"), "write it as in sns.amazonaws.com")
        }
        PrincipalFault::Account => {
            let account = wrong_account(text).unwrap_or_default();
            return super::findings::arns::account(account);
        }
        PrincipalFault::Other => (
            format!("`{text}` is no principal that a policy can name"),
            "name an account, user, role or session by its whole ARN, without wildcards, or \"*\"",
        ),
    };
    (message, help.to_owned())
}

/// What is wrong with a policy variable.
fn broken_variable(text: &str, error: VariableError) -> (String, &'static str) {
    match error {
        VariableError::Unclosed => {
            (format!("the policy variable in `{text}` has no closing brace"), "write ${key}")
        }
        VariableError::Empty => (
            format!("the policy variable in `{text}` has no name"),
            "write a key, as in ${aws:username}, or remove it",
        ),
        VariableError::Blank => {
            (format!("a blank stands in the name of the variable in `{text}`"), "remove the blank")
        }
        VariableError::Unquoted => (
            format!("the default of the variable in `{text}` does not stand in single quotes"),
            "write ${key, 'default'}",
        ),
        VariableError::Multivalued => (
            format!("the variable in `{text}` is a key with several values, which none can be"),
            "use a key that has one value, such as aws:PrincipalTag/NAME",
        ),
    }
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
        SyntaxErrorKind::CurlyQuotes => {
            ("these are the quotes of a word processor", "write plain double quotes: \"")
        }
        SyntaxErrorKind::OddSpace => (
            "a space stands here that JSON does not know, as web pages have it",
            "write an ordinary space",
        ),
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
