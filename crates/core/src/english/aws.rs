//! What AWS prints, to the letter (section 11). These texts are never translated.

use crate::policy::{PolicyKind, ProblemKind};
use crate::report::LayerName;

/// KMS's answer to a policy that names principals which do not exist (J-51).
pub const INVALID_PRINCIPALS: &str =
    "Policy contains a statement with one or more invalid principals.";
/// KMS's answer to a statement without a principal (J-52).
pub const NO_PRINCIPAL: &str = "Policy contains a statement with no principal.";
/// KMS's answer to a policy that the caller could not change again (J-50).
pub const LOCKED_OUT: &str =
    "The new key policy will not allow you to update the key policy in the future.";

/// KMS's answer to a key policy that it refuses for its text or for what follows from it.
pub fn malformed_key_policy(text: &str) -> String {
    format!("{MALFORMED_KEY_POLICY}: {text}")
}

/// The exception for it.
pub const MALFORMED_KEY_POLICY: &str = "MalformedPolicyDocumentException";

/// What AWS prints where the owner's account of a foreign key does not allow (MSG-20), or of a key
/// that only the ciphertext names (MSG-21).
pub fn foreign_denial(caller: &str, action: &str, by_ciphertext: bool) -> String {
    let resource = if by_ciphertext {
        "the resource associated with this ciphertext"
    } else {
        "this resource"
    };
    format!(
        "User: {caller} is not authorized to perform: {action} on {resource} because the \
         resource does not exist in this Region, no resource-based policies allow access, or a \
         resource-based policy explicitly denies access"
    )
}

/// The types of policies in messages (MSG-3), with the layers they are of: of the resource's that of
/// a key. Messages are written and read by it.
pub const POLICY_TYPES: [(&str, LayerName); 7] = [
    ("identity-based policy", LayerName::Identity),
    ("resource-based policy", LayerName::KeyPolicy),
    ("service control policy", LayerName::Scp),
    ("resource control policy", LayerName::Rcp),
    ("permissions boundary", LayerName::Boundary),
    ("session policy", LayerName::Session),
    ("VPC endpoint policy", LayerName::VpcEndpoint),
];

/// How messages call the policies of a layer; what has no policies of its own counts as IAM's.
pub fn policy_type(layer: LayerName) -> &'static str {
    let layer = if layer == LayerName::BucketPolicy { LayerName::KeyPolicy } else { layer };
    let found = POLICY_TYPES.iter().find(|(_, of)| *of == layer);
    found.map_or("identity-based policy", |(name, _)| name)
}

/// What AWS prints for any other refusal (MSG-1, MSG-2); without the resource where it does not
/// exist yet (MSG-15).
pub fn denial(
    caller: &str,
    action: &str,
    resource: Option<&str>,
    layer: LayerName,
    explicit: bool,
) -> String {
    let kind = policy_type(layer);
    let article = if kind.starts_with('i') { "an" } else { "a" };
    let on = resource.map_or_else(String::new, |resource| format!(" on resource: {resource}"));
    let reason = if explicit {
        format!("with an explicit deny in {article} {kind}")
    } else {
        format!("because no {kind} allows the {action} action")
    };
    format!("User: {caller} is not authorized to perform: {action}{on} {reason}")
}

/// What S3 says to callers of other organizations (MSG-30).
pub const ACCESS_DENIED: &str = "Access Denied";

/// What the command line prints round the text of a service (MSG-7, MSG-30).
pub fn by_command_line(code: &str, call: &str, text: &str) -> String {
    format!("An error occurred ({code}) when calling the {call} operation: {text}")
}

/// What AWS answers on saving a document that it refuses for this, as far as it is known: of texts
/// that are not, the exception alone.
pub fn aws_answer(kind: &ProblemKind, policy: PolicyKind) -> Option<String> {
    let (code, text) = match policy {
        PolicyKind::KeyPolicy => {
            let code = exception_of_kms(kind);
            let Some(text) = answer_of_kms(kind) else { return Some(code.to_owned()) };
            (code, text.to_owned())
        }
        PolicyKind::Identity { .. } | PolicyKind::Boundary | PolicyKind::Session => {
            ("MalformedPolicyDocument", answer_of_iam(kind)?)
        }
        PolicyKind::ServiceControl | PolicyKind::ResourceControl => {
            ("MalformedPolicyDocumentException", ANSWER_OF_ORGANIZATIONS.to_owned())
        }
        PolicyKind::Bucket => ("MalformedPolicy", answer_of_s3(kind)?.to_owned()),
        PolicyKind::VpcEndpoint => return None,
    };
    Some(format!("{code}: {text}"))
}

/// Organizations' answer to whatever is wrong with a policy of its own.
const ANSWER_OF_ORGANIZATIONS: &str =
    "The provided policy document does not meet the requirements of the specified policy type.";

/// The exception with which KMS refuses a key policy.
pub fn exception_of_kms(kind: &ProblemKind) -> &'static str {
    match kind {
        // The API's pattern for the parameter and its length refuse it before KMS reads the policy.
        ProblemKind::TooLarge { no_parameter: true, .. } | ProblemKind::InvalidCharacter(_) => {
            "ValidationException"
        }
        ProblemKind::TooLarge { .. } => "LimitExceededException",
        _ => MALFORMED_KEY_POLICY,
    }
}

fn answer_of_kms(kind: &ProblemKind) -> Option<&'static str> {
    Some(match kind {
        ProblemKind::MissingPrincipal => NO_PRINCIPAL,
        ProblemKind::InvalidPrincipal { .. } => INVALID_PRINCIPALS,
        ProblemKind::OverlyPermissiveCondition(_) => {
            "OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued \
             condition key matches requests without the specified encryption context … To fix, \
             remove ForAllValues."
        }
        _ => return None,
    })
}

/// What S3 says (J-57).
fn answer_of_s3(kind: &ProblemKind) -> Option<&'static str> {
    Some(match kind {
        ProblemKind::Syntax(_) => "Policies must be valid JSON and the first byte must be '{'",
        ProblemKind::NotAPolicy => "Missing required field Statement",
        ProblemKind::MissingEffect => "Missing required field Effect",
        ProblemKind::MissingPrincipal => "Missing required field Principal",
        ProblemKind::MissingAction => "Missing required field Action",
        ProblemKind::MissingResource => "Missing required field Resource",
        ProblemKind::InvalidPrincipal { .. } | ProblemKind::InvalidPrincipalType(_) => {
            "Invalid principal in policy"
        }
        ProblemKind::ActionWithoutPrefix(_)
        | ProblemKind::TwoColons(_)
        | ProblemKind::InvalidVendor(_) => "Policy has invalid action",
        ProblemKind::ResourceNotArn(_)
        | ProblemKind::InvalidPartition { .. }
        | ProblemKind::WildcardInService(_) => "Policy has invalid resource",
        _ => return None,
    })
}

/// What IAM says (J-20 to J-32).
fn answer_of_iam(kind: &ProblemKind) -> Option<String> {
    Some(match kind {
        ProblemKind::InvalidVendor(action) => {
            format!("Vendor {} is not valid", action.split(':').next().unwrap_or_default())
        }
        ProblemKind::ResourceNotArn(resource) => {
            format!("Resource {resource} must be in ARN format or \"*\".")
        }
        ProblemKind::InvalidPartition { partition, resource } => {
            format!("Partition \"{partition}\" is not valid for resource \"{resource}\".")
        }
        _ => fixed_answer_of_iam(kind)?.to_owned(),
    })
}

/// The same, where the text does not quote the document.
fn fixed_answer_of_iam(kind: &ProblemKind) -> Option<&'static str> {
    Some(match kind {
        ProblemKind::OldVersion => "Policy document must be version 2012-10-17 or greater.",
        ProblemKind::MissingAction => "Policy statement must contain actions.",
        ProblemKind::MissingResource => "Policy statement must contain resources.",
        ProblemKind::ActionWithoutPrefix(_) => {
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        }
        ProblemKind::WildcardInService(_) => {
            "Resource vendor must be fully qualified and cannot contain regexes."
        }
        ProblemKind::TwoColons(_) => "Actions/Condition can contain only one colon.",
        ProblemKind::PrincipalInIdentityPolicy => "Policy document should not specify a principal.",
        ProblemKind::DuplicateSid(_) => "Statement IDs (SID) in a single policy must be unique.",
        ProblemKind::InvalidSid(_) => {
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the \
             regular expression [0-9A-Za-z]*"
        }
        ProblemKind::InvalidEffect(_) | ProblemKind::InvalidDate(_) => {
            "The policy failed legacy parsing"
        }
        ProblemKind::Syntax(_)
        | ProblemKind::DuplicateKey(_)
        | ProblemKind::NotAPolicy
        | ProblemKind::NoStatements
        | ProblemKind::UnknownElement { .. }
        | ProblemKind::WrongType { .. }
        | ProblemKind::InvalidVersion(_)
        | ProblemKind::MissingEffect
        | ProblemKind::UnknownOperator { .. }
        | ProblemKind::NullWithIfExists(_)
        | ProblemKind::BothForms(_) => "Syntax errors in policy.",
        _ => return None,
    })
}
