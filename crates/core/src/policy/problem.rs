//! What can be wrong with a policy document. The English is in `english/problem.rs`.

use super::{PolicyKind, PrincipalFault};
use crate::condition::VariableError;
use crate::json::SyntaxErrorKind;
use crate::read::names;
use crate::text::Span;

/// Something wrong, with its place in the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ProblemKind,
}

/// The kinds of problems. Texts are quotations from the document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// Not JSON.
    Syntax(SyntaxErrorKind),
    /// A key stands twice in one object (J-4).
    DuplicateKey(String),
    /// JSON, but no object with `Statement`.
    NotAPolicy,
    /// `"Statement": []` in a managed policy.
    NoStatements,
    /// An element that policies do not have.
    UnknownElement {
        /// The element as it is written.
        name: String,
        /// The element that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A value of the wrong JSON type.
    WrongType {
        /// The element.
        element: &'static str,
        /// What it takes, as in "a string or a list of strings".
        expected: &'static str,
    },
    /// Neither `2012-10-17` nor `2008-10-17`.
    InvalidVersion(String),
    /// A managed policy without `2012-10-17` (J-20).
    OldVersion,
    /// `Effect` is missing.
    MissingEffect,
    /// `Effect` is neither `Allow` nor `Deny`.
    InvalidEffect(String),
    /// Both an element and its `Not…` form.
    BothForms(&'static str),
    /// `Action` is missing.
    MissingAction,
    /// `Resource` is missing.
    MissingResource,
    /// A key policy statement without `Principal` (K-32).
    MissingPrincipal,
    /// `Principal` in an identity policy (J-32).
    PrincipalInIdentityPolicy,
    /// An entry that is no principal (K-31).
    InvalidPrincipal {
        /// The entry.
        text: String,
        /// What keeps it from being one.
        fault: PrincipalFault,
    },
    /// A principal type that does not exist, such as `Aws`.
    InvalidPrincipalType(String),
    /// A deleted user or role (K-40).
    DeletedPrincipal(String),
    /// An identity provider, which only trust policies name (M-25).
    FederatedPrincipal(String),
    /// A canonical user, which never calls KMS (M-25).
    PrincipalNeverCallsKms(String),
    /// `Allow` with `NotPrincipal` (K-6).
    AllowNotPrincipal,
    /// An action without a service prefix (J-26).
    ActionWithoutPrefix(String),
    /// An action that KMS does not have, such as `kms:ReEncrypt` (M-4).
    UnknownAction(String),
    /// A key policy statement whose Resource is not `"*"` (K-36).
    ResourceInKeyPolicy(String),
    /// An action whose service has characters that no service has (J-28).
    InvalidVendor(String),
    /// An identity policy's Resource that is neither an ARN nor `*` (J-29).
    ResourceNotArn(String),
    /// A Resource in a partition that AWS does not have (J-30).
    InvalidPartition {
        /// The partition.
        partition: String,
        /// The resource.
        resource: String,
    },
    /// A wildcard in the service part of an ARN (M-11, J-31).
    WildcardInService(String),
    /// An alias ARN in an identity policy's Resource (K-9).
    AliasResource(String),
    /// An action with more than one colon (J-27).
    TwoColons(String),
    /// A Sid in an identity policy with other characters than letters and digits (J-7).
    InvalidSid(String),
    /// The same Sid twice in an identity policy (J-23).
    DuplicateSid(String),
    /// An operator that does not exist (J-21).
    UnknownOperator {
        /// The operator as it is written.
        name: String,
        /// The operator that was probably meant.
        suggestion: Option<String>,
    },
    /// The operator `Null` with `IfExists` (O-32).
    NullWithIfExists(String),
    /// A condition key of `kms:` or `aws:` that the sources do not have.
    UnknownConditionKey(String),
    /// A condition key without a service prefix (J-26).
    InvalidConditionKeyFormat {
        /// The key as it is written.
        key: String,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A condition key of tags without the key of a tag (C-64, C-73, C-74).
    MissingTagKey(String),
    /// Two spellings of one key under one operator (O-4).
    RepeatedConditionKey(String),
    /// A key with several values without a set operator (O-40).
    MissingSetOperator(String),
    /// A value that its operator cannot compare.
    InvalidConditionValue {
        /// The operator.
        operator: String,
        /// The value.
        value: String,
    },
    /// A value of a Date operator in a policy of IAM that is no date (J-22).
    InvalidDate(String),
    /// `ForAllValues:` on a key with one value, which KMS refuses (C-41).
    OverlyPermissiveCondition(String),
    /// A broken policy variable (O-52, O-53, O-56).
    BrokenVariable {
        /// The text that it stands in.
        text: String,
        /// What is wrong with it.
        error: VariableError,
    },
    /// A policy variable in an element, or a part of one, that takes none (O-51).
    MisplacedVariable(String),
    /// A policy variable under an operator that takes none (O-51).
    VariableForOperator(String),
    /// A principal other than `"*"` in a resource control policy (E-65).
    PrincipalInResourceControl,
    /// `Allow` in a resource control policy (E-62).
    AllowInResourceControl,
    /// An element that this kind of policy does not take (E-54, E-65).
    ElementNotAllowed(&'static str),
    /// `"Action": "*"` in a resource control policy (E-65).
    BareStarInResourceControl,
    /// A character that key policies cannot hold (K-34).
    InvalidCharacter(char),
    /// A key policy of so many bytes (K-33).
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// Is it longer than the parameter of the API may be?
        no_parameter: bool,
    },
    /// There are so many more problems.
    More(usize),
}

/// How bad a problem or finding is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// AWS refuses to save the document, or part of it can never do what it says.
    #[default]
    Error,
    /// It lets in more than was probably meant.
    SecurityWarning,
    /// It does not do what it seems to, or is not evaluated here.
    Warning,
    /// It could be said better.
    Suggestion,
}

names! {
    Severity: Severity {
        Error: "error",
        SecurityWarning: "security-warning",
        Warning: "warning",
        Suggestion: "suggestion",
    }
}

impl ProblemKind {
    /// Every code that a problem can have.
    pub const CODES: &'static [&'static str] = &[
        "action-without-prefix",
        "alias-resource",
        "allow-in-resource-control-policy",
        "allow-not-principal",
        "bare-star-in-resource-control-policy",
        "both-forms",
        "deleted-principal",
        "duplicate-key",
        "duplicate-sid",
        "element-not-allowed",
        "empty-variable",
        "federated-principal-not-supported",
        "invalid-character",
        "invalid-condition-key-format",
        "invalid-condition-value",
        "invalid-date",
        "invalid-effect",
        "invalid-partition",
        "invalid-principal",
        "invalid-principal-account",
        "invalid-principal-format",
        "invalid-principal-type",
        "invalid-service-principal-format",
        "invalid-sid",
        "invalid-variable-for-operator",
        "invalid-vendor",
        "invalid-version",
        "json-syntax",
        "misplaced-variable",
        "missing-action",
        "missing-brace-in-variable",
        "missing-effect",
        "missing-principal",
        "missing-quote-in-variable",
        "missing-resource",
        "missing-set-operator",
        "missing-tag-key-in-condition",
        "more-problems",
        "multivalued-variable",
        "no-break-space",
        "no-statements",
        "not-a-policy",
        "null-with-if-exists",
        "old-version",
        "overly-permissive-condition",
        "principal-in-identity-policy",
        "principal-in-resource-control-policy",
        "principal-never-calls-kms",
        "repeated-condition-key",
        "resource-in-key-policy",
        "resource-not-arn",
        "too-large",
        "two-colons",
        "unknown-action",
        "unknown-condition-key",
        "unknown-element",
        "unknown-operator",
        "unsupported-space-in-variable",
        "unsupported-wildcard-in-principal",
        "wildcard-in-service",
        "wrong-type",
    ];

    /// Does AWS refuse to save a document with it?
    pub fn is_refused(&self) -> bool {
        !matches!(
            self,
            Self::UnknownAction(_)
                | Self::More(_)
                | Self::UnknownConditionKey(_)
                | Self::InvalidConditionKeyFormat { .. }
                | Self::MissingTagKey(_)
                | Self::MissingSetOperator(_)
                | Self::InvalidConditionValue { .. }
                | Self::BrokenVariable { .. }
                | Self::MisplacedVariable(_)
                | Self::VariableForOperator(_)
                | Self::FederatedPrincipal(_)
                | Self::AliasResource(_)
                | Self::DeletedPrincipal(_)
                | Self::PrincipalNeverCallsKms(_)
                | Self::AllowNotPrincipal
        )
    }

    /// Does KMS refuse the text for it before it reads the policy (K-33, K-34)?
    pub(crate) fn keeps_from_sending(&self) -> bool {
        matches!(self, Self::TooLarge { .. } | Self::InvalidCharacter(_))
    }

    /// How bad it is: as IAM Access Analyzer says where it has the finding (section 9.4).
    pub fn severity(&self) -> Severity {
        match self {
            Self::AllowNotPrincipal => Severity::SecurityWarning,
            // AWS adds global keys every year.
            Self::UnknownConditionKey(key) if is_global(key) => Severity::Warning,
            Self::UnknownAction(_) | Self::UnknownConditionKey(_) | Self::MissingSetOperator(_) => {
                Severity::Error
            }
            Self::BrokenVariable { .. }
            | Self::MisplacedVariable(_)
            | Self::VariableForOperator(_)
            | Self::FederatedPrincipal(_)
            | Self::InvalidConditionKeyFormat { .. }
            | Self::MissingTagKey(_) => Severity::Error,
            _ if self.is_refused() => Severity::Error,
            _ => Severity::Warning,
        }
    }

    /// Is a whole document of this kind out of force because of it? Key policy statements
    /// without a valid Action or Resource were saved until August 2025: such a policy may still
    /// be in force, with those statements having no effect (K-36).
    pub(super) fn refuses(&self, kind: PolicyKind) -> bool {
        let may_be_stored = kind == PolicyKind::KeyPolicy
            && matches!(
                self,
                Self::ResourceInKeyPolicy(_) | Self::MissingAction | Self::MissingResource
            );
        self.is_refused() && !may_be_stored
    }

    /// The stable code of the finding.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax(SyntaxErrorKind::OddSpace) => "no-break-space",
            Self::Syntax(_) => "json-syntax",
            Self::DuplicateKey(_) => "duplicate-key",
            Self::NotAPolicy => "not-a-policy",
            Self::NoStatements => "no-statements",
            Self::UnknownElement { .. } => "unknown-element",
            Self::WrongType { .. } => "wrong-type",
            Self::InvalidVersion(_) => "invalid-version",
            Self::OldVersion => "old-version",
            Self::MissingEffect => "missing-effect",
            Self::InvalidEffect(_) => "invalid-effect",
            Self::BothForms(_) => "both-forms",
            Self::MissingAction => "missing-action",
            Self::MissingResource => "missing-resource",
            Self::MissingPrincipal => "missing-principal",
            Self::PrincipalInIdentityPolicy => "principal-in-identity-policy",
            Self::InvalidPrincipal { fault, .. } => fault.code(),
            Self::InvalidPrincipalType(_) => "invalid-principal-type",
            Self::DeletedPrincipal(_) => "deleted-principal",
            Self::FederatedPrincipal(_) => "federated-principal-not-supported",
            Self::PrincipalNeverCallsKms(_) => "principal-never-calls-kms",
            Self::AllowNotPrincipal => "allow-not-principal",
            Self::ActionWithoutPrefix(_) => "action-without-prefix",
            Self::UnknownAction(_) => "unknown-action",
            Self::ResourceInKeyPolicy(_) => "resource-in-key-policy",
            Self::InvalidVendor(_) => "invalid-vendor",
            Self::ResourceNotArn(_) => "resource-not-arn",
            Self::InvalidPartition { .. } => "invalid-partition",
            Self::WildcardInService(_) => "wildcard-in-service",
            Self::AliasResource(_) => "alias-resource",
            Self::TwoColons(_) => "two-colons",
            Self::InvalidSid(_) => "invalid-sid",
            Self::DuplicateSid(_) => "duplicate-sid",
            Self::UnknownOperator { .. } => "unknown-operator",
            Self::NullWithIfExists(_) => "null-with-if-exists",
            Self::UnknownConditionKey(_) => "unknown-condition-key",
            Self::InvalidConditionKeyFormat { .. } => "invalid-condition-key-format",
            Self::MissingTagKey(_) => "missing-tag-key-in-condition",
            Self::RepeatedConditionKey(_) => "repeated-condition-key",
            Self::MissingSetOperator(_) => "missing-set-operator",
            Self::InvalidConditionValue { .. } => "invalid-condition-value",
            Self::InvalidDate(_) => "invalid-date",
            Self::OverlyPermissiveCondition(_) => "overly-permissive-condition",
            Self::BrokenVariable { error, .. } => match error {
                VariableError::Unclosed => "missing-brace-in-variable",
                VariableError::Empty => "empty-variable",
                VariableError::Blank => "unsupported-space-in-variable",
                VariableError::Unquoted => "missing-quote-in-variable",
                VariableError::Multivalued => "multivalued-variable",
            },
            Self::MisplacedVariable(_) => "misplaced-variable",
            Self::VariableForOperator(_) => "invalid-variable-for-operator",
            Self::PrincipalInResourceControl => "principal-in-resource-control-policy",
            Self::AllowInResourceControl => "allow-in-resource-control-policy",
            Self::ElementNotAllowed(_) => "element-not-allowed",
            Self::InvalidCharacter(_) => "invalid-character",
            Self::TooLarge { .. } => "too-large",
            Self::More(_) => "more-problems",
            Self::BareStarInResourceControl => "bare-star-in-resource-control-policy",
        }
    }
}

/// Is it the name of a key of AWS as a whole?
fn is_global(key: &str) -> bool {
    key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"))
}
