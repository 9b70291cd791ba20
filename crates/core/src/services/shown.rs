//! What the service shows where KMS refuses it (S-19, S-30 to S-34, MSG-30).

use crate::english;
use crate::report::Verdict;

/// An exception of KMS, and what S3 and SNS make of it.
const EXCEPTIONS: [(&str, &str, &str); 9] = [
    ("NotFoundException", "KMS.NotFoundException", "KMSNotFoundException"),
    ("DisabledException", "KMS.DisabledException", "KMSDisabledException"),
    ("KMSInvalidStateException", "KMS.KMSInvalidStateException", "KMSInvalidStateException"),
    ("InvalidKeyUsageException", "KMS.InvalidKeyUsageException", "InvalidKeyUsageException"),
    (
        "UnsupportedOperationException",
        "KMS.UnsupportedOperationException",
        "UnsupportedOperationException",
    ),
    ("IncorrectKeyException", "KMS.IncorrectKeyException", "IncorrectKeyException"),
    ("ValidationException", "KMS.ValidationException", "ValidationException"),
    ("ValidationError", "KMS.ValidationError", "ValidationError"),
    ("KeyUnavailableException", "KMS.KeyUnavailableException", "KeyUnavailableException"),
];

/// What S3 does by itself, as no call of its API.
pub(super) const REPLICATION: &str = "ReplicateObject";

/// Errors that are no exceptions of KMS.
const OTHERS: [&str; 5] =
    ["NoSuchBucket", "NoSuchKey", "InvalidArgument", "NotModelled", "UnreadablePolicy"];

/// The error of the whole where KMS answers a part with `error`, and is it known that the service
/// shows it so?
pub(crate) fn exception(service: &str, error: &str) -> (&'static str, bool) {
    if let Some(other) = OTHERS.iter().find(|other| **other == error) {
        return (other, true);
    }
    let found = EXCEPTIONS.iter().find(|(of_kms, ..)| *of_kms == error);
    let Some((of_kms, by_s3, by_sns)) = found else {
        return ("KMSInternalException", false);
    };
    match service {
        "s3" => (by_s3, true),
        "sns" => (by_sns, true),
        // How the others show it is not said.
        _ => (of_kms, false),
    }
}

/// An error of a whole as a text that stays.
pub(crate) fn lasting(error: &str) -> Option<&'static str> {
    let exceptions = EXCEPTIONS.iter().flat_map(|(of_kms, by_s3, by_sns)| [of_kms, by_s3, by_sns]);
    OTHERS.iter().chain(exceptions).copied().find(|one| *one == error)
}

/// What the command line prints where a part of an operation is refused; `text` is what the part
/// itself answers.
pub(crate) fn message(
    service: &str,
    call: &str,
    on_key: bool,
    (verdict, error): (Verdict, Option<&str>),
    text: Option<&str>,
) -> Option<String> {
    // Nobody calls a replication: its objects show as FAILED.
    if call == REPLICATION {
        return None;
    }
    let code = match (service, on_key, verdict) {
        (_, _, Verdict::Allow) => return None,
        (_, false, Verdict::Error) => return None,
        ("s3", _, Verdict::Error) => error?,
        // SNS's codes are the names of its exceptions without their last word.
        ("sns", true, Verdict::Error) => error?.trim_end_matches("Exception"),
        (_, _, Verdict::Error) => return None,
        ("s3", ..) => "AccessDenied",
        ("ec2", true, _) => return Some("Client.InternalError".to_owned()),
        ("ec2", false, _) => "UnauthorizedOperation",
        ("sqs", true, _) => "KMS.AccessDeniedException",
        ("sqs", false, _) => "AccessDenied",
        ("sns", true, _) => "KMSAccessDenied",
        ("sns", false, _) => "AuthorizationError",
        ("secretsmanager", true, _) => {
            let text = "Access to KMS is not allowed";
            return Some(english::by_command_line("AccessDeniedException", call, text));
        }
        _ => "AccessDeniedException",
    };
    Some(english::by_command_line(code, call, text?))
}
