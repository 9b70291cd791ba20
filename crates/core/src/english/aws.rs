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

/// What AWS prints for any other refusal (MSG-1, MSG-2); without the resource where it does not
/// exist yet (MSG-15).
pub fn denial(
    caller: &str,
    action: &str,
    resource: Option<&str>,
    layer: LayerName,
    explicit: bool,
) -> String {
    let kind = match layer {
        LayerName::KeyPolicy | LayerName::BucketPolicy => "resource-based policy",
        LayerName::Scp => "service control policy",
        LayerName::Rcp => "resource control policy",
        LayerName::Boundary => "permissions boundary",
        LayerName::Session => "session policy",
        LayerName::VpcEndpoint => "VPC endpoint policy",
        _ => "identity-based policy",
    };
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

/// What IAM or KMS answers on saving a document with this problem, where the text is known.
pub fn aws_answer(kind: &ProblemKind, policy: PolicyKind) -> Option<String> {
    // Of other policies the texts are not known.
    let key_policy = policy == PolicyKind::KeyPolicy;
    if !key_policy && !policy.is_of_iam() {
        return None;
    }
    let quoting = match (kind, key_policy) {
        (ProblemKind::InvalidVendor(action), false) => {
            let vendor = action.split(':').next().unwrap_or_default();
            format!("MalformedPolicyDocument: Vendor {vendor} is not valid")
        }
        (ProblemKind::ResourceNotArn(resource), false) => {
            format!("MalformedPolicyDocument: Resource {resource} must be in ARN format or \"*\".")
        }
        (ProblemKind::InvalidPartition { partition, resource }, false) => format!(
            "MalformedPolicyDocument: Partition \"{partition}\" is not valid for resource \
             \"{resource}\"."
        ),
        _ => return fixed_answer(kind, key_policy).map(str::to_owned),
    };
    Some(quoting)
}

/// The same, where the text does not quote the document.
fn fixed_answer(kind: &ProblemKind, key_policy: bool) -> Option<&'static str> {
    Some(match (kind, key_policy) {
        (ProblemKind::MissingPrincipal, true) => {
            "MalformedPolicyDocumentException: Policy contains a statement with no principal."
        }
        (ProblemKind::InvalidPrincipal(_) | ProblemKind::DeletedPrincipal(_), true) => {
            "MalformedPolicyDocumentException: Policy contains a statement with one or more \
             invalid principals."
        }
        (ProblemKind::OverlyPermissiveCondition(_), true) => {
            "MalformedPolicyDocumentException: OverlyPermissiveCondition: Using the ForAllValues \
             set operator with a single-valued condition key matches requests without the \
             specified encryption context … To fix, remove ForAllValues."
        }
        (_, true) => return None,
        (ProblemKind::OldVersion, _) => {
            "MalformedPolicyDocument: Policy document must be version 2012-10-17 or greater."
        }
        (ProblemKind::MissingAction, _) => {
            "MalformedPolicyDocument: Policy statement must contain actions."
        }
        (ProblemKind::MissingResource, _) => {
            "MalformedPolicyDocument: Policy statement must contain resources."
        }
        (ProblemKind::ActionWithoutPrefix(_), _) => {
            "MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor, e.g., iam, \
             sdb, ec2, etc."
        }
        (ProblemKind::WildcardInService(_), _) => {
            "MalformedPolicyDocument: Resource vendor must be fully qualified and cannot contain \
             regexes."
        }
        (ProblemKind::TwoColons(_), _) => {
            "MalformedPolicyDocument: Actions/Condition can contain only one colon."
        }
        (ProblemKind::PrincipalInIdentityPolicy, _) => {
            "MalformedPolicyDocument: Policy document should not specify a principal."
        }
        (ProblemKind::DuplicateSid(_), _) => {
            "MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique."
        }
        (ProblemKind::InvalidEffect(_) | ProblemKind::InvalidDate(_), _) => {
            "MalformedPolicyDocument: The policy failed legacy parsing"
        }
        (
            ProblemKind::Syntax(_)
            | ProblemKind::DuplicateKey(_)
            | ProblemKind::NotAPolicy
            | ProblemKind::UnknownElement { .. }
            | ProblemKind::WrongType { .. }
            | ProblemKind::InvalidVersion(_)
            | ProblemKind::MissingEffect
            | ProblemKind::UnknownOperator { .. }
            | ProblemKind::BothForms(_),
            _,
        ) => "MalformedPolicyDocument: Syntax errors in policy.",
        _ => return None,
    })
}
