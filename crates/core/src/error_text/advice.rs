//! What an error cannot tell, and what to check.

use super::{Blame, ErrorText, Exception, Explicitness, Form, Told};
use crate::actions::Action;
use crate::arn::Arn;
use crate::report::LayerName;

/// Something that the text cannot tell.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Untold {
    /// Which of three things on the owner's side it is, and whether the key exists (MSG-24).
    WhichOfThree,
    /// Whether the caller's own account allows it.
    OwnAccount,
    /// Whether policies of other types refuse as well (MSG-5).
    OtherTypes,
    /// Which type of policy refuses.
    PolicyType,
    /// Which policy and statement.
    WhichStatement,
    /// Who asked.
    Principal,
    /// Which action was asked for.
    Action,
    /// On which key.
    Key,
    /// Members that are not understood.
    Members(Vec<String>),
    /// Refusals of other requests stand in the text: this many are not read.
    Others(usize),
    /// The text is longer than what was looked at.
    Cut,
}

impl Untold {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WhichOfThree => "which-of-three",
            Self::OwnAccount => "own-account",
            Self::OtherTypes => "other-types",
            Self::PolicyType => "policy-type",
            Self::WhichStatement => "which-statement",
            Self::Principal => "principal",
            Self::Action => "action",
            Self::Key => "key",
            Self::Members(_) => "members",
            Self::Others(_) => "others",
            Self::Cut => "cut",
        }
    }
}

/// Something to check. What it is about, the error has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Check {
    /// Decode the message (STS).
    Decode,
    /// Ask IAM Toolbox for the details, within a day.
    AskForDetails,
    /// Ask for the next page of the details.
    NextPage,
    /// It was allowed: nothing to mend in policies.
    Allowed,
    /// Are key, Region and account right (MSG-20)?
    RightKey,
    /// Does the owner's key policy let this account or principal in, without a Deny?
    OwnersKeyPolicy,
    /// Which key made the ciphertext, and is that one meant?
    CiphertextKey,
    /// The operation never works on keys of other accounts.
    NeverAcross,
    /// Does an identity policy allow the action on the key's ARN?
    Identity,
    /// Inside one account the key policy may name the principal instead.
    OrKeyPolicy,
    /// Across accounts both are needed.
    BothAccounts,
    /// Does the key policy name the principal, or its account?
    KeyPolicy,
    /// A grant would do as well.
    OrGrant,
    /// Does the bucket policy allow it?
    BucketPolicy,
    /// Does the permissions boundary allow it too?
    Boundary,
    /// Does the session policy allow it too?
    Session,
    /// Does a service control policy allow it at every level?
    Scp,
    /// Does a resource control policy allow it at every level?
    Rcp,
    /// Does the policy of the VPC endpoint allow it?
    VpcEndpoint,
    /// Find the Deny in policies of this layer; an Allow elsewhere does not help.
    FindDeny(LayerName),
    /// Find the Deny in the policy that is named.
    DenyInPolicy,
    /// Find the Deny, wherever it is.
    FindAnyDeny,
    /// Every layer, since none is named.
    EveryLayer,
    /// Do Conditions, such as on encryption context or service, keep statements from matching?
    Conditions,
    /// S3 says no more to callers of other organizations (MSG-30).
    OtherOrganization,
    /// A service called KMS and was refused: who called is the service or its role.
    ServiceCalls,
    /// Secrets Manager: kms:Decrypt or kms:GenerateDataKey of the caller; not the AWS managed key.
    SecretsManager,
    /// Lambda: the function's role, and the key of its environment variables.
    Lambda,
    /// EBS: the grants that attaching needs.
    Ebs,
    /// No matter of a key: the trust policy of the role.
    TrustPolicy,
    /// The action is none of KMS's or of a service's that is modelled.
    OtherAction,
    /// Enable the key.
    Enable,
    /// The key's state: cancel its deletion, import its material, wait.
    State,
    /// The key, alias, Region and account of the request.
    Exists,
    /// Keys of another usage or spec take this operation.
    Usage,
    /// The key that encrypted it.
    SameKey,
    /// Ciphertext and encryption context are those of the encryption.
    SameContext,
    /// The grant token: whole, of this key, of this grantee.
    Token,
    /// What KMS refuses about the policy.
    Policy,
    /// A quota.
    Quota,
    /// Ask again, slower.
    Retry,
    /// The key store, or KMS, is not reachable now: not a matter of policies.
    Later,
    /// This key does not take the operation or a parameter of it.
    Unsupported,
    /// A parameter is not valid.
    Parameter,
    /// It would have succeeded.
    DryRun,
    /// Authorization had been passed (OP-24).
    Authorized,
    /// What this exception means, KMS's documentation says.
    Documentation,
}

impl Check {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::AskForDetails => "ask-for-details",
            Self::NextPage => "next-page",
            Self::Allowed => "allowed",
            Self::RightKey => "right-key",
            Self::OwnersKeyPolicy => "owners-key-policy",
            Self::CiphertextKey => "ciphertext-key",
            Self::NeverAcross => "never-across-accounts",
            Self::Identity => "identity",
            Self::OrKeyPolicy => "or-key-policy",
            Self::BothAccounts => "both-accounts",
            Self::KeyPolicy => "key-policy",
            Self::OrGrant => "or-grant",
            Self::BucketPolicy => "bucket-policy",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::VpcEndpoint => "vpc-endpoint",
            Self::FindDeny(_) => "find-deny",
            Self::DenyInPolicy => "deny-in-policy",
            Self::FindAnyDeny => "find-any-deny",
            Self::EveryLayer => "every-layer",
            Self::Conditions => "conditions",
            Self::OtherOrganization => "other-organization",
            Self::ServiceCalls => "service-calls",
            Self::SecretsManager => "secrets-manager",
            Self::Lambda => "lambda",
            Self::Ebs => "ebs",
            Self::TrustPolicy => "trust-policy",
            Self::OtherAction => "other-action",
            Self::Enable => "enable",
            Self::State => "state",
            Self::Exists => "exists",
            Self::Usage => "usage",
            Self::SameKey => "same-key",
            Self::SameContext => "same-context",
            Self::Token => "token",
            Self::Policy => "policy",
            Self::Quota => "quota",
            Self::Retry => "retry",
            Self::Later => "later",
            Self::Unsupported => "unsupported",
            Self::Parameter => "parameter",
            Self::DryRun => "dry-run",
            Self::Authorized => "authorized",
            Self::Documentation => "documentation",
        }
    }

    /// The command that shows it. Only of what a shell takes as it stands.
    pub fn command(self, error: &ErrorText) -> Option<String> {
        let key = || error.key().map(|key| key.value.as_str()).filter(|key| is_plain(key));
        let of = |told: &Option<Told<String>>| {
            told.as_ref().map(|told| told.value.clone()).filter(|value| is_plain(value))
        };
        let region =
            error.region().map_or_else(String::new, |region| format!(" --region {region}"));
        Some(match self {
            Self::Decode => format!(
                "aws sts decode-authorization-message --query DecodedMessage --output text \
                 --encoded-message {}",
                of(&error.encoded)?
            ),
            Self::AskForDetails => format!(
                "aws iam-toolbox get-request-authorization-details{region} --authorization-id {}",
                of(&error.authorization_id)?
            ),
            Self::KeyPolicy | Self::OwnersKeyPolicy | Self::FindDeny(LayerName::KeyPolicy) => {
                format!("aws kms get-key-policy --output text{region} --key-id {}", key()?)
            }
            Self::State | Self::Usage | Self::Exists | Self::RightKey | Self::Unsupported => {
                format!("aws kms describe-key{region} --key-id {}", key()?)
            }
            Self::Enable => format!("aws kms enable-key{region} --key-id {}", key()?),
            Self::OrGrant => format!("aws kms list-grants{region} --key-id {}", key()?),
            Self::Identity | Self::FindDeny(LayerName::Identity) | Self::Boundary => {
                let principal = &error.principal.as_ref()?.value;
                let arn = Arn::parse(principal).filter(|_| is_plain(principal))?;
                match arn.resource.split('/').collect::<Vec<_>>().as_slice() {
                    ["user", .., name] if self == Self::Boundary => {
                        format!("aws iam get-user --user-name {name}")
                    }
                    ["role", .., name] | ["assumed-role", name, _] if self == Self::Boundary => {
                        format!("aws iam get-role --role-name {name}")
                    }
                    ["user", .., name] => {
                        format!("aws iam list-attached-user-policies --user-name {name}")
                    }
                    ["role", .., name] | ["assumed-role", name, _] => {
                        format!("aws iam list-attached-role-policies --role-name {name}")
                    }
                    _ => return None,
                }
            }
            Self::DenyInPolicy => {
                let policy = of(&error.policy)?;
                let arn = Arn::parse(&policy)?;
                match (arn.service, arn.resource.rsplit_once('/')) {
                    ("organizations", Some((_, id))) => {
                        format!("aws organizations describe-policy --policy-id {id}")
                    }
                    ("iam", Some(_)) => format!("aws iam get-policy --policy-arn {policy}"),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }
}

/// Can it stand in a command without quotes?
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b":/_.=@+,-".contains(&byte);
    !text.is_empty() && !text.starts_with('-') && text.bytes().all(plain)
}

/// What it cannot tell.
pub(super) fn untold(error: &ErrorText) -> Vec<Untold> {
    let mut untold = Vec::new();
    let refused = !error.allowed;
    match &error.blame.value {
        Blame::OwnersSide { .. } => untold.extend([Untold::WhichOfThree, Untold::OwnAccount]),
        Blame::Policies { layers, .. } if refused => {
            if layers.is_empty() {
                untold.push(Untold::PolicyType);
            }
            if error.form != Form::Details {
                if !layers.is_empty() {
                    untold.push(Untold::OtherTypes);
                }
                let explicit = matches!(
                    &error.blame.value,
                    Blame::Policies { how: Explicitness::Explicit, .. }
                );
                if explicit && error.policy.is_none() && error.statements.is_empty() {
                    untold.push(Untold::WhichStatement);
                }
            }
        }
        Blame::Unsaid if refused => untold.push(Untold::PolicyType),
        _ => {}
    }
    if error.principal.is_none() {
        untold.push(Untold::Principal);
    }
    if error.action.is_none() {
        untold.push(Untold::Action);
    }
    let wants_key = error.action.as_ref().is_none_or(|action| {
        let known = Action::named(&action.value);
        action.value.starts_with("kms:") && known.is_none_or(has_key)
    });
    if error.key().is_none() && wants_key {
        untold.push(Untold::Key);
    }
    if !error.unread.is_empty() {
        untold.push(Untold::Members(error.unread.clone()));
    }
    if error.others > 0 {
        untold.push(Untold::Others(error.others));
    }
    if error.cut {
        untold.push(Untold::Cut);
    }
    untold
}

fn has_key(action: Action) -> bool {
    use crate::actions::Authorization::{Account, RetiringPrincipal};
    !matches!(action.authorization(), Account | RetiringPrincipal)
}

/// What to check, in order.
pub(super) fn checks(error: &ErrorText) -> Vec<Check> {
    let mut checks = Vec::new();
    if error.encoded.is_some() {
        checks.push(Check::Decode);
    }
    if error.more {
        checks.push(Check::NextPage);
    }
    if error.allowed {
        checks.push(Check::Allowed);
        return checks;
    }
    if error.authorization_id.is_some() {
        checks.push(Check::AskForDetails);
    }
    match &error.blame.value {
        Blame::OwnersSide { by_ciphertext, .. } => {
            of_owners_side(error, *by_ciphertext, &mut checks)
        }
        Blame::Policies { layers, how: Explicitness::Explicit } => {
            if error.policy.is_some() || !error.statements.is_empty() {
                checks.push(Check::DenyInPolicy);
            } else if layers.is_empty() {
                checks.push(Check::FindAnyDeny);
            } else {
                checks.extend(layers.iter().map(|layer| Check::FindDeny(*layer)));
            }
            checks.push(Check::Conditions);
        }
        Blame::Policies { layers, how: Explicitness::Implicit } => {
            for layer in layers {
                of_layer(*layer, error, &mut checks);
            }
            if layers.is_empty() {
                checks.push(Check::EveryLayer);
            }
            checks.push(Check::Conditions);
        }
        Blame::TrustPolicy => checks.push(Check::TrustPolicy),
        Blame::Exception(exception) => of_exception(*exception, &mut checks),
        Blame::Unsaid => unsaid(error, &mut checks),
    }
    let other = error.action.is_some() && error.cell_action().is_none();
    if other && error.blame.value != Blame::TrustPolicy {
        checks.push(Check::OtherAction);
    }
    checks
}

fn of_owners_side(error: &ErrorText, by_ciphertext: bool, checks: &mut Vec<Check>) {
    let action = error.action.as_ref().and_then(|action| Action::named(&action.value));
    if action.is_some_and(|action| !action.works_across_accounts() && has_key(action)) {
        checks.push(Check::NeverAcross);
    }
    checks.push(if by_ciphertext { Check::CiphertextKey } else { Check::RightKey });
    checks.extend([Check::OwnersKeyPolicy, Check::OrGrant, Check::Identity]);
}

/// What allows it, where a layer does not.
fn of_layer(layer: LayerName, error: &ErrorText, checks: &mut Vec<Check>) {
    match layer {
        LayerName::Identity => {
            checks.push(Check::Identity);
            let key = error.key().and_then(|key| Arn::parse(&key.value)).map(|arn| arn.account);
            let caller = error.principal.as_ref().and_then(|one| Arn::parse(&one.value));
            match (key, caller.map(|arn| arn.account)) {
                (Some(key), Some(caller)) if key == caller => checks.push(Check::OrKeyPolicy),
                (Some(_), Some(_)) => checks.push(Check::BothAccounts),
                _ => {}
            }
        }
        LayerName::KeyPolicy => checks.extend([Check::KeyPolicy, Check::OrGrant]),
        LayerName::BucketPolicy => checks.push(Check::BucketPolicy),
        LayerName::Boundary => checks.push(Check::Boundary),
        LayerName::Session => checks.push(Check::Session),
        LayerName::Scp => checks.push(Check::Scp),
        LayerName::Rcp => checks.push(Check::Rcp),
        LayerName::VpcEndpoint => checks.push(Check::VpcEndpoint),
        LayerName::Grant | LayerName::Operation | LayerName::KeyState => {}
    }
}

fn of_exception(exception: Exception, checks: &mut Vec<Check>) {
    match exception {
        Exception::AccessDenied | Exception::Unauthorized => checks.push(Check::EveryLayer),
        Exception::Disabled => checks.extend([Check::Enable, Check::State]),
        Exception::InvalidState => checks.push(Check::State),
        Exception::NotFound | Exception::InvalidArn => checks.push(Check::Exists),
        Exception::InvalidKeyUsage => checks.push(Check::Usage),
        Exception::IncorrectKey => checks.push(Check::SameKey),
        Exception::InvalidCiphertext => checks.push(Check::SameContext),
        Exception::InvalidGrantToken => checks.push(Check::Token),
        Exception::MalformedPolicy => checks.push(Check::Policy),
        Exception::LimitExceeded => checks.push(Check::Quota),
        Exception::Throttling => checks.push(Check::Retry),
        Exception::KeyUnavailable | Exception::DependencyTimeout | Exception::Internal => {
            checks.push(Check::Later);
        }
        Exception::UnsupportedOperation => checks.push(Check::Unsupported),
        Exception::Validation => checks.push(Check::Parameter),
        Exception::DryRun => checks.push(Check::DryRun),
        Exception::Other => checks.push(Check::Documentation),
    }
    let behind = matches!(
        exception,
        Exception::Disabled
            | Exception::InvalidState
            | Exception::InvalidKeyUsage
            | Exception::InvalidCiphertext
            | Exception::IncorrectKey
    );
    if behind {
        checks.push(Check::Authorized);
    }
}

/// Access is denied, and no more is said.
fn unsaid(error: &ErrorText, checks: &mut Vec<Check>) {
    if error.encoded.is_some() {
        return;
    }
    let service = error.via.as_ref().and_then(|via| via.value.split('.').next());
    checks.push(match service {
        Some("secretsmanager") => Check::SecretsManager,
        Some("lambda") => Check::Lambda,
        Some("ec2") => Check::Ebs,
        Some("s3") => Check::OtherOrganization,
        Some(_) => Check::ServiceCalls,
        None if error.by_service || error.has_code_of_service() => Check::ServiceCalls,
        None => Check::EveryLayer,
    });
    if service == Some("s3") {
        checks.push(Check::EveryLayer);
    }
}
