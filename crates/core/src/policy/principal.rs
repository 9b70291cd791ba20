//! The entries of a Principal element, each in the form that IAM gives it (M-20 to M-22).

use crate::arn::{Arn, is_account, wrong_account};

/// One entry of `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalEntry {
    /// `"*"`: every identity of every account, and services (K-5).
    Everyone,
    /// `{"AWS": "*"}`: every identity of every account (M-21).
    EveryIdentity,
    /// An account, as its number or as `arn:PARTITION:iam::ACCOUNT:root` (K-4).
    Account {
        /// Its number.
        account: String,
        /// The partition, where the entry is an ARN.
        partition: Option<String>,
    },
    /// The ARN of an IAM user.
    User(String),
    /// The ARN of a role.
    Role(String),
    /// The ARN of a session of a role.
    Session(String),
    /// The ARN of a federated user (GetFederationToken).
    FederatedUser(String),
    /// What is left of a deleted user or role: `AIDA…`, `AROA…` (K-40).
    UniqueId(String),
    /// An AWS service.
    Service(String),
    /// An identity provider, a canonical user outside a bucket policy, or in one an origin access
    /// identity of CloudFront: never a caller (M-25).
    NeverCallsKms(String),
    /// In a bucket policy: an account by an ID that a scenario does not hold (M-25).
    CanonicalUser(String),
    /// Nothing that KMS takes: a partial wildcard, a group, a word (K-31).
    Invalid(String),
}

/// What keeps an entry from being a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrincipalFault {
    /// It stands in Principal itself, not under `AWS` or `Service`.
    NoType,
    /// It is a principal of this other type.
    WrongType(&'static str),
    /// It has a policy variable (O-51).
    Variable,
    /// It has a wildcard besides other text, or names services by one (M-21).
    Wildcard,
    /// It is no name of a service.
    Service,
    /// Its account number has not twelve digits.
    Account,
    /// It is a group, a word, an ARN of something else.
    Other,
}

impl PrincipalFault {
    /// What is wrong with the entry `text` of the type `kind` that was read as
    /// [`PrincipalEntry::Invalid`].
    pub fn of(kind: &str, text: &str) -> Self {
        if text.contains("${") {
            Self::Variable
        } else if text.contains(['*', '?']) {
            Self::Wildcard
        } else if let Some(other) = PrincipalEntry::type_of(text).filter(|other| *other != kind) {
            Self::WrongType(other)
        } else if kind == "Service" {
            Self::Service
        } else if wrong_account(text).is_some() {
            Self::Account
        } else {
            Self::Other
        }
    }

    /// The code of the finding.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NoType | Self::WrongType(_) => "invalid-principal-format",
            Self::Variable => "misplaced-variable",
            Self::Wildcard => "unsupported-wildcard-in-principal",
            Self::Service => "invalid-service-principal-format",
            Self::Account => "invalid-principal-account",
            Self::Other => "invalid-principal",
        }
    }
}

impl PrincipalEntry {
    /// The types of entries.
    pub const TYPES: [&'static str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

    /// Reads the entry `text` of the type `kind`, one of [`Self::TYPES`].
    pub fn read(kind: &str, text: &str) -> Self {
        match kind {
            "AWS" => Self::aws(text),
            "Service" if is_service_name(text) => Self::Service(text.to_owned()),
            "Federated" | "CanonicalUser" => Self::NeverCallsKms(text.to_owned()),
            _ => Self::Invalid(text.to_owned()),
        }
    }

    /// The type under which `text` names who may call KMS.
    pub fn type_of(text: &str) -> Option<&'static str> {
        let fits = |kind: &&str| !matches!(Self::read(kind, text), Self::Invalid(_));
        ["AWS", "Service"].into_iter().find(fits)
    }

    /// The entry as it was written; an account ARN may have been its number.
    pub fn text(&self) -> String {
        match self {
            Self::Everyone | Self::EveryIdentity => "*".to_owned(),
            Self::Account { account, partition: None } => account.clone(),
            Self::Account { account, partition: Some(partition) } => {
                format!("arn:{partition}:iam::{account}:root")
            }
            Self::User(text)
            | Self::Role(text)
            | Self::Session(text)
            | Self::FederatedUser(text)
            | Self::UniqueId(text)
            | Self::Service(text)
            | Self::NeverCallsKms(text)
            | Self::CanonicalUser(text)
            | Self::Invalid(text) => text.clone(),
        }
    }

    fn aws(text: &str) -> Self {
        if text == "*" {
            return Self::EveryIdentity;
        }
        if is_account(text) {
            return Self::Account { account: text.to_owned(), partition: None };
        }
        if is_unique_id(text) {
            return Self::UniqueId(text.to_owned());
        }
        let owned = text.to_owned();
        let Some(arn) = Arn::parse(text) else {
            return Self::Invalid(owned);
        };
        let odd = |character: char| character.is_whitespace() || "*?$".contains(character);
        let partition = arn.partition == "aws" || arn.partition.starts_with("aws-");
        if !partition || !is_account(arn.account) || !arn.region.is_empty() || text.contains(odd) {
            return Self::Invalid(owned);
        }
        let parts: Vec<&str> = arn.resource.split('/').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Self::Invalid(owned);
        }
        match (arn.service, parts.as_slice()) {
            ("iam", ["root"]) => Self::Account {
                account: arn.account.to_owned(),
                partition: Some(arn.partition.to_owned()),
            },
            ("iam", ["user", _, ..]) => Self::User(owned),
            ("iam", ["role", _, ..]) => Self::Role(owned),
            ("sts", ["assumed-role", _, _]) => Self::Session(owned),
            ("sts", ["federated-user", _]) => Self::FederatedUser(owned),
            _ => Self::Invalid(owned),
        }
    }
}

/// With it CloudFront reads a bucket; its account has no number.
pub(super) fn is_origin_access_identity(text: &str) -> bool {
    const NAME: &str = "user/CloudFront Origin Access Identity ";
    Arn::parse(text).is_some_and(|arn| {
        let id = arn.resource.strip_prefix(NAME).unwrap_or_default();
        (arn.service, arn.region, arn.account) == ("iam", "", "cloudfront")
            && !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The unique ID of a user (`AIDA`) or role (`AROA`).
fn is_unique_id(text: &str) -> bool {
    (text.starts_with("AIDA") || text.starts_with("AROA"))
        && text.len() >= 16
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// `service.amazonaws.com`, with Region and China suffix where they stand.
fn is_service_name(text: &str) -> bool {
    text.contains(".amazonaws.com") && !text.contains(['*', '?', '/', ':'])
}
