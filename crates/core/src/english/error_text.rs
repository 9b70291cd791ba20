//! What is said of a pasted error.

use super::and;
use crate::arn::Arn;
use crate::error_text::{
    Agreement, Blame, Change, Check, ErrorText, Exception, Explicitness, Form, Here, Key, Told,
    Untold, Who,
};
use crate::report::{LayerName, Verdict};

/// What stands above the lines of a section.
pub const IN_SCENARIO: &str = "In the scenario";
/// The same, above what to check.
pub const CHECKS: &str = "What to check";
/// The same, above what it cannot tell.
pub const UNTOLD: &str = "What it cannot tell";

/// What stands before what is blamed.
pub const BLAMED: &str = "Blamed";

/// What is set to show the cell.
pub fn showing(changes: &[String]) -> String {
    format!("Showing it {}.", changes.join("; "))
}

/// What a part of the text is called.
pub fn label(part: &str) -> &'static str {
    match part {
        "code" => "Code",
        "principal" => "Principal",
        "action" => "Action",
        "key" => "Key",
        "resource" => "Resource",
        "operation" => "Operation",
        "via" => "Called through",
        "region" => "Region",
        "vpcEndpoint" => "VPC endpoint",
        "policy" => "Policy",
        _ => "Authorization ID",
    }
}

/// The policies of a layer.
fn layer(layer: LayerName) -> &'static str {
    match layer {
        LayerName::Rcp => "a resource control policy",
        LayerName::Scp => "a service control policy",
        LayerName::VpcEndpoint => "the policy of the VPC endpoint",
        LayerName::KeyPolicy => "the key policy",
        LayerName::BucketPolicy => "the bucket policy",
        LayerName::Boundary => "the permissions boundary",
        LayerName::Session => "the session policy",
        LayerName::Grant => "a grant",
        LayerName::Operation => "the operation itself",
        LayerName::KeyState => "the key's state",
        LayerName::Identity => "an identity policy",
    }
}

fn layers(all: &[LayerName]) -> String {
    let words: Vec<String> = all.iter().map(|one| layer(*one).to_owned()).collect();
    and(&words)
}

/// What an error says, in a sentence.
pub fn sentence(error: &ErrorText) -> String {
    let action = error.action.as_ref().map_or("The request", |action| action.value.as_str());
    if error.allowed {
        return format!("{action} was allowed.");
    }
    match (&error.blame.value, error.form) {
        (Blame::Unsaid, Form::Encoded) => {
            "A request was refused, and why is said in an encoded message.".to_owned()
        }
        (Blame::Exception(_), _) => {
            format!("{action} did not fail for want of permission: {}.", blame(error))
        }
        _ => format!("{action} was refused: {}.", blame(error)),
    }
}

/// What is blamed, as half a sentence.
pub fn blame(error: &ErrorText) -> String {
    match &error.blame.value {
        Blame::Policies { layers: all, how: Explicitness::Explicit } => match all.as_slice() {
            [] => {
                "a statement with the effect Deny matches, in a policy of a type that is not told"
                    .to_owned()
            }
            all => format!("a statement with the effect Deny matches in {}", layers(all)),
        },
        Blame::Policies { layers: all, how: Explicitness::Implicit } => match all.as_slice() {
            [] => "nothing allows it, and where the Allow is missing is not told".to_owned(),
            [LayerName::Identity] => "no identity policy allows it".to_owned(),
            [LayerName::KeyPolicy] => {
                "the key policy opens it neither to the principal nor to its account".to_owned()
            }
            [LayerName::Scp] => "no service control policy allows it".to_owned(),
            [LayerName::Rcp] => "no resource control policy allows it".to_owned(),
            all => format!("{} does not allow it", layers(all)),
        },
        Blame::OwnersSide { .. } => {
            "the key does not exist in this Region, its key policy does not allow it, or its key \
             policy denies it"
                .to_owned()
        }
        Blame::TrustPolicy => "the trust policy of the role does not allow it".to_owned(),
        Blame::Exception(exception) => exception_text(*exception).to_owned(),
        Blame::Unsaid if error.allowed => "nothing".to_owned(),
        Blame::Unsaid => "which policy it is, is not told".to_owned(),
    }
}

fn exception_text(exception: Exception) -> &'static str {
    match exception {
        Exception::AccessDenied | Exception::Unauthorized => "access is denied",
        Exception::Disabled => "the key is disabled",
        Exception::InvalidState => "the key is in a state that does not allow this",
        Exception::NotFound => "there is no such key, alias or other thing",
        Exception::InvalidKeyUsage => "the key's usage or spec does not fit the operation",
        Exception::IncorrectKey => "another key encrypted this",
        Exception::InvalidCiphertext => {
            "the ciphertext or its encryption context is not that of the encryption"
        }
        Exception::InvalidGrantToken => "the grant token is not valid",
        Exception::MalformedPolicy => "the policy is refused",
        Exception::LimitExceeded => "a quota or length is exceeded",
        Exception::KeyUnavailable => "the key's material cannot be reached for now",
        Exception::DependencyTimeout => "something that KMS depends on did not answer in time",
        Exception::Throttling => "there were too many requests",
        Exception::Internal => "something failed inside KMS",
        Exception::UnsupportedOperation => "the key does not take this operation",
        Exception::DryRun => "it would have succeeded, and DryRun was asked for",
        Exception::Validation => "a parameter is not valid",
        Exception::InvalidArn => "an ARN is not valid",
        Exception::Other => "an exception of KMS that has nothing to do with permissions",
    }
}

/// What it cannot tell.
pub fn untold(untold: &Untold) -> String {
    match untold {
        Untold::WhichOfThree => {
            "Which of the three it is, and whether the key exists: of keys of other accounts AWS \
             does not say. Only the owner of the key can."
                .to_owned()
        }
        Untold::OwnAccount => {
            "Whether the caller's own account allows it: that comes to light when the owner does."
                .to_owned()
        }
        Untold::OtherTypes => {
            "Whether policies of other types refuse it as well: a message names one type, though \
             several may refuse."
                .to_owned()
        }
        Untold::PolicyType => "Which type of policy refuses it.".to_owned(),
        Untold::WhichStatement => "Which policy and which statement denies it.".to_owned(),
        Untold::Principal => "Who asked.".to_owned(),
        Untold::Action => "Which action was asked for.".to_owned(),
        Untold::Key => "On which key.".to_owned(),
        Untold::Members(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("What is in {}: not understood here.", and(&names))
        }
        Untold::Others(1) => "The text holds a refusal of another request, too.".to_owned(),
        Untold::Others(count) => {
            format!("The text holds refusals of other requests, too: {count} are not read.")
        }
        Untold::Cut => "What stands behind the first 128 KB: they alone were looked at.".to_owned(),
    }
}

/// What the check is about, as the text names it, or what stands for it.
struct Words<'e> {
    principal: &'e str,
    account: &'e str,
    /// ` (`, the ARN of the account as principal, and `)`.
    root: String,
    action: String,
    key: String,
}

impl<'e> Words<'e> {
    fn of(error: &'e ErrorText) -> Self {
        let quoted = |told: Option<&Told<String>>, instead: &str| {
            told.map_or_else(|| instead.to_owned(), |told| format!("`{}`", told.value))
        };
        let principal = error.principal.as_ref().map(|told| told.value.as_str());
        let arn = principal.and_then(Arn::parse).filter(|arn| !arn.account.is_empty());
        let root = |arn: Arn<'_>| format!(" (`arn:{}:iam::{}:root`)", arn.partition, arn.account);
        Self {
            principal: principal.unwrap_or("the caller"),
            account: arn.map_or("of the caller", |arn| arn.account),
            root: arn.map_or_else(String::new, root),
            action: quoted(error.action.as_ref(), "the action"),
            key: quoted(error.resource.as_ref(), "the ARN of the key"),
        }
    }
}

/// What to check.
pub fn check(check: Check, error: &ErrorText) -> String {
    let Words { principal, account, root, action, key } = Words::of(error);
    match check {
        Check::Identity => format!(
            "Does an identity policy of {principal}{} allow {action} on {key}? The ARN of an alias \
             as Resource does not stand for the key.",
            if principal.contains(":user/") { ", or of one of its groups," } else { "" }
        ),
        Check::BothAccounts => format!(
            "The key is of another account: its key policy and an identity policy in account {account} \
             must both allow it. The key policy alone is not enough."
        ),
        Check::KeyPolicy => format!(
            "Does the key policy allow {action} to {principal}{} or to its account{root}, so that \
             identity policies decide?",
            if principal.contains(":assumed-role/") { ", to its role" } else { "" }
        ),
        Check::OwnersKeyPolicy => format!(
            "Ask the key's owner: the key policy must allow {action} to account {account} or to \
             {principal}, and no Deny in it may match."
        ),
        Check::NeverAcross => format!(
            "{action} never works on a key of another account, whatever policies say: call it in \
             the account of the key."
        ),
        Check::FindDeny(of) => format!(
            "Find the Deny for {action} in {}: no Allow anywhere lifts it. Change the Deny, or \
             make the request one that it does not match.",
            layer(of)
        ),
        Check::DenyInPolicy => deny_in_policy(error),
        Check::OtherAction => format!(
            "{action} is no action of KMS, nor one of the operations of other services that are \
             decided here."
        ),
        Check::State => state(error).to_owned(),
        _ => fixed(check).to_owned(),
    }
}

fn deny_in_policy(error: &ErrorText) -> String {
    let statement = |one: &crate::error_text::Statement| {
        let sid =
            one.sid.as_ref().map_or_else(|| "a statement".to_owned(), |sid| format!("“{sid}”"));
        match &one.policy {
            Some(policy) => format!("{sid} in `{}`", policy.value),
            None => sid,
        }
    };
    let all: Vec<String> = match &error.policy {
        Some(policy) => vec![format!("policy `{}`", policy.value)],
        None => error.statements.iter().map(statement).collect(),
    };
    format!("Look at the Deny: {}. No Allow anywhere lifts it.", and(&all))
}

fn state(error: &ErrorText) -> &'static str {
    match error.exception {
        Some(Exception::Disabled) => {
            "If it is pending deletion instead, cancel the deletion first; the key is then disabled."
        }
        _ => {
            "Look at the key's state: cancel a deletion that is pending, import the material of a \
             key that waits for it, or wait while the key is being made or changed."
        }
    }
}

/// What is said whatever the error names.
fn fixed(check: Check) -> &'static str {
    match check {
        Check::Decode => {
            "Decode the message, then paste what comes out here. It takes the permission \
             `sts:DecodeAuthorizationMessage`."
        }
        Check::AskForDetails => {
            "Ask AWS for the details, then paste them here: they name every layer that refuses. AWS \
             keeps them for a day or more; it takes `iam:GetRequestAuthorizationDetails`."
        }
        Check::NextPage => {
            "These details have further pages: ask for them with `nextToken`, the refusal may stand \
             there."
        }
        Check::Allowed => "Nothing refused it: look for the error elsewhere.",
        Check::RightKey => {
            "Is it the key that is meant? Check its ID, its Region and its account: a mistyped ARN \
             gives the same answer."
        }
        Check::CiphertextKey => {
            "Which key encrypted this? The ciphertext names its key: make sure that the request goes \
             to the Region of that key, and name the key's ARN in the request."
        }
        Check::OrKeyPolicy => {
            "Or let the key policy name the principal itself: inside one account that is enough."
        }
        Check::OrGrant => {
            "Or is a grant meant to allow it? Look at its grantee and its operations."
        }
        Check::BucketPolicy => "Does the bucket policy allow it, where identity policies do not?",
        Check::Boundary => {
            "The permissions boundary must allow it too: it limits what identity policies give."
        }
        Check::Session => {
            "The session policy that was passed when the role was assumed must allow it too."
        }
        Check::Scp => {
            "A service control policy must allow it at every level: root, each unit, account."
        }
        Check::Rcp => {
            "A resource control policy must allow it at every level above the account of the key."
        }
        Check::VpcEndpoint => "The policy of the VPC endpoint must allow it too.",
        Check::FindAnyDeny => {
            "Find the Deny: it may be in any policy that the request meets. No Allow lifts it."
        }
        Check::EveryLayer => {
            "Look at every layer: key policy, identity policies, permissions boundary, session \
             policy, policies of the organization, VPC endpoint."
        }
        Check::Conditions => {
            "If a statement seems to say so already, its Condition may not hold: the text does not \
             tell the encryption context, the service called through or the source of the request."
        }
        Check::OtherOrganization => {
            "S3 says no more to callers of other organizations: look at the bucket policy, the key \
             policy, and the caller's own policies for S3 and for KMS."
        }
        Check::ServiceCalls => {
            "A service called KMS. Where it calls for the caller, the caller needs the permission on \
             the key; where it calls for itself, the key policy must name the service, such as \
             `cloudwatch.amazonaws.com`. The AWS managed key cannot be opened to services."
        }
        Check::SecretsManager => {
            "The caller needs `kms:Decrypt` on the key of the secret, to write it `kms:GenerateDataKey` \
             too. The AWS managed key `aws/secretsmanager` does not serve callers of other accounts."
        }
        Check::Lambda => {
            "The role of the function needs `kms:Decrypt` on the key of its environment variables."
        }
        Check::Ebs => {
            "If the volume is encrypted, attaching it needs `kms:CreateGrant`, `kms:Decrypt`, \
             `kms:DescribeKey`, `kms:GenerateDataKeyWithoutPlaintext` and `kms:ReEncrypt*` on its key. \
             The instance then acts through the grant."
        }
        Check::TrustPolicy => {
            "This is no matter of a key: look at the trust policy of the role that is assumed."
        }
        Check::Enable => "Enable the key, if it was not disabled for a reason.",
        Check::Exists => {
            "Check the key's ID, the Region and the account: a bare ID or alias is looked up in the \
             caller's account, and an ARN in its own Region."
        }
        Check::Usage => {
            "Look at the key's usage and spec: encryption, signatures, MACs and key agreement take \
             keys of their own."
        }
        Check::SameKey => {
            "Name the key that encrypted it, or none: a symmetric ciphertext names its own."
        }
        Check::SameContext => {
            "Pass the ciphertext whole and as bytes, and exactly the encryption context that was \
             passed when it was encrypted."
        }
        Check::Token => {
            "Pass the grant token whole, soon after the grant was made, and by its grantee."
        }
        Check::Policy => {
            "Every principal that the policy names must exist, every statement must name one, and the \
             caller must be able to change the policy again: `kms-policy validate --kind key-policy` \
             looks for it."
        }
        Check::Quota => "Look at the quotas of KMS: some can be raised, lengths cannot.",
        Check::Retry => "Ask again, slower. Bucket Keys and cached data keys save requests.",
        Check::Later => {
            "Ask again. Of a key in a custom key store, look whether the store is connected."
        }
        Check::Unsupported => {
            "Look at the key's origin, spec and key store: some operations take other keys."
        }
        Check::Parameter => "Look at the parameters: one is not valid, or two do not go together.",
        Check::DryRun => "Leave out `DryRun` to do it.",
        Check::Authorized => {
            "Policies are not to blame: they seem to have let it through, though AWS does not \
             document whether it looks at them first."
        }
        Check::Documentation => {
            "Policies are not to blame: see what KMS's documentation says of the exception."
        }
        _ => "",
    }
}

/// What is set to show the cell.
pub fn change(change: &Change) -> String {
    match change {
        Change::Principal(id) => format!("adds {id}, without policies"),
        Change::Row(id) => format!("adds a row for {id}"),
        Change::Column(action) => format!("adds a column for {action}"),
        Change::Key(arn) => format!("shows {arn}"),
        Change::Via(Some(via)) => format!("lets requests come through {via}"),
        Change::Via(None) => "lets requests come directly".to_owned(),
        Change::Region(region) => format!("sends requests to {region}"),
        Change::Resource(arn) => format!("makes requests about {arn}"),
        Change::EncryptionContext => {
            "gives requests the encryption context of the record".to_owned()
        }
        Change::VpcEndpoint(id) => format!("lets requests pass {id}"),
    }
}

/// What it comes to in the scenario.
pub fn here(here: &Here, error: &ErrorText) -> String {
    let mut text = lacks(here);
    if let Some(decides) = decides(here, error) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&decides);
    }
    text
}

/// What the scenario lacks.
fn lacks(here: &Here) -> String {
    let mut sentences = Vec::new();
    match &here.who {
        Who::Untold => sentences.push("The text does not say who asked.".to_owned()),
        Who::Unusable => {
            sentences.push(
                "The scenario lacks the principal, and its ARN is not enough to add it.".to_owned(),
            );
        }
        Who::Addable { id, without_path } => {
            let path = if *without_path { "; whether the role has a path is not told" } else { "" };
            sentences.push(format!(
                "The scenario lacks {id}: it would be added without policies{path}."
            ));
        }
        Who::Known { other_session, id, alike } => {
            if let Some(session) = other_session {
                sentences.push(format!(
                    "This is the session {session} of {id}; the scenario has another one."
                ));
            }
            if !alike.is_empty() {
                sentences.push(format!("It may be {} as well: {id} is taken.", and(alike)));
            }
        }
    }
    match &here.key {
        Key::Unknown(told) => sentences.push(format!(
            "The scenario lacks the key `{told}`: import the output of `aws kms describe-key` and \
             `get-key-policy`."
        )),
        Key::Assumed(arn) => {
            sentences.push(format!("The text names no key of the scenario: {arn} is taken."));
        }
        Key::None | Key::Known(_) => {}
    }
    if here.action.is_none() {
        sentences.push("It is of no action that is decided here.".to_owned());
    }
    sentences.join(" ")
}

/// What is decided, held against what the error says.
fn decides(here: &Here, error: &ErrorText) -> Option<String> {
    let decision = here.outcome.as_ref()?;
    let added = matches!(here.who, Who::Addable { .. });
    let by_policies = !matches!(error.blame.value, Blame::Exception(_));
    Some(match here.agreement {
        Agreement::NotShown => return None,
        Agreement::Same if added => {
            "With that the decision here would be the same, but it knows none of its policies.".to_owned()
        }
        Agreement::Same => "The decision here is the same, for the same reason.".to_owned(),
        Agreement::OneOfThree => format!(
            "The decision here is the same, and of the three it is this. {}",
            decision.sentence
        ),
        Agreement::Refused => format!(
            "Here it is refused as well, and the reason that the text keeps back would be: {}",
            decision.sentence
        ),
        Agreement::OtherReason => {
            format!("Here it ends in {}, for another reason: {}", verdict(decision.verdict, decision.error.as_deref()), decision.sentence)
        }
        Agreement::Allowed if by_policies => {
            "Here this request is allowed: the scenario lacks what denies it, or has an Allow that \
             is not there in AWS."
                .to_owned()
        }
        Agreement::Allowed => {
            "Here this request is allowed: the scenario lacks what the exception speaks of, such as \
             the key's state."
                .to_owned()
        }
        Agreement::Undecided => format!("Here it cannot be decided: {}", decision.sentence),
    })
}

fn verdict(verdict: Option<Verdict>, error: Option<&str>) -> String {
    match verdict.unwrap_or(Verdict::Error) {
        Verdict::Allow => "an Allow".to_owned(),
        Verdict::ImplicitDeny => "an implicit deny".to_owned(),
        Verdict::ExplicitDeny => "an explicit deny".to_owned(),
        Verdict::Error => error.unwrap_or("an error").to_owned(),
    }
}
