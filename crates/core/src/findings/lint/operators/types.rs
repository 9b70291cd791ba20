//! Operators that compare another kind of value than the key has.

use super::renaming;
use crate::condition::{Comparison, KeyName, Operator, Value};
use crate::english::findings::operators as english;
use crate::findings::lint::Document;
use crate::findings::lint::stated::Tested;
use crate::findings::statement::members;
use crate::findings::{Found, Row};
use crate::policy::Severity;

pub(super) static TYPE_MISMATCH: Row =
    Row { code: "type-mismatch", severity: Severity::Warning, say: english::type_mismatch };
pub(super) static TYPE_MISMATCH_STRING: Row = Row {
    code: "type-mismatch-string",
    severity: Severity::Warning,
    say: english::type_mismatch_string,
};

/// The operators that AWS's documentation gives a key (sections 6.1 and 6.2).
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    /// Whichever: the key holds what people put there, or it is not known here.
    Any,
    Text,
    /// ARNs, which String operators compare as well (O-20).
    Arn,
    Number,
    Date,
    /// `aws:EpochTime` and `kms:ValidTo` (C-28, R-17).
    DateOrNumber,
    Flag,
    Address,
}

impl Takes {
    fn of(key: KeyName) -> Self {
        use KeyName as Name;
        match key {
            Name::BypassLockoutCheck
            | Name::GrantIsForAwsResource
            | Name::MultiRegion
            | Name::ReEncryptOnSameKey
            | Name::PrincipalIsAwsService
            | Name::SecureTransport
            | Name::ViaAwsService
            | Name::ViaMcpService
            | Name::IsMcpServiceAction
            | Name::MfaPresent => Self::Flag,
            Name::RotationPeriodInDays
            | Name::PendingWindowInDays
            | Name::TrailingDaysWithoutKeyUsage
            | Name::MfaAge => Self::Number,
            Name::CurrentTime | Name::TokenIssueTime => Self::Date,
            Name::EpochTime | Name::ValidTo => Self::DateOrNumber,
            Name::SourceIp | Name::VpcSourceIp => Self::Address,
            Name::PrincipalArn
            | Name::SourceArn
            | Name::SourceVpcArn
            | Name::GrantConstraintSourceArn
            | Name::GranteePrincipal
            | Name::RetiringPrincipal => Self::Arn,
            Name::CallerAccount
            | Name::DataKeyPairSpec
            | Name::EncryptionAlgorithm
            | Name::EncryptionContextKeys
            | Name::ExpirationModel
            | Name::GrantConstraintType
            | Name::GrantOperations
            | Name::KeyAgreementAlgorithm
            | Name::KeyOrigin
            | Name::KeySpec
            | Name::KeyUsage
            | Name::MultiRegionKeyType
            | Name::MacAlgorithm
            | Name::MessageType
            | Name::PrimaryRegion
            | Name::ReplicaRegion
            | Name::RequestAlias
            | Name::ResourceAliases
            | Name::SigningAlgorithm
            | Name::ViaService
            | Name::WrappingAlgorithm
            | Name::WrappingKeySpec
            | Name::PrincipalAccount
            | Name::PrincipalOrgId
            | Name::PrincipalOrgPaths
            | Name::PrincipalType
            | Name::UserId
            | Name::UserName
            | Name::SourceAccount
            | Name::SourceOrgId
            | Name::SourceOrgPaths
            | Name::ResourceAccount
            | Name::ResourceOrgId
            | Name::ResourceOrgPaths
            | Name::RequestedRegion
            | Name::SourceVpc
            | Name::SourceVpce
            | Name::VpceAccount
            | Name::VpceOrgId
            | Name::VpceOrgPaths
            | Name::CalledVia
            | Name::CalledViaFirst
            | Name::CalledViaLast
            | Name::CalledViaMcp => Self::Text,
            _ => Self::Any,
        }
    }

    fn operators(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Text => "String",
            Self::Arn => "Arn or String",
            Self::Number => "Numeric",
            Self::Date => "Date",
            Self::DateOrNumber => "Date or Numeric",
            Self::Flag => "Bool",
            Self::Address => "IpAddress",
        }
    }

    fn fits(self, comparison: Comparison) -> bool {
        match comparison {
            Comparison::Null => true,
            _ if self == Self::Any => true,
            Comparison::Equals | Comparison::EqualsIgnoringCase | Comparison::Like => {
                matches!(self, Self::Text | Self::Arn)
            }
            Comparison::Number(_) => matches!(self, Self::Number | Self::DateOrNumber),
            Comparison::Date(_) => matches!(self, Self::Date | Self::DateOrNumber),
            Comparison::Bool => self == Self::Flag,
            Comparison::Binary => false,
            Comparison::Address => self == Self::Address,
            Comparison::Arn => self == Self::Arn,
        }
    }
}

pub(super) fn look(document: &Document<'_>, test: &Tested<'_>, found: &mut Vec<Found>) {
    let takes = Takes::of(test.read.key.name);
    // Where the operator cannot read a value, that is told already.
    if !takes.fits(test.operator.comparison) && test.is_readable() {
        let meant = meant(document, test, takes);
        let repairs = meant.map_or_else(Vec::new, |name| renaming(test, &name));
        let words = [test.member.key.as_str(), &test.block.key, takes.operators()];
        let new = Found::new(&TYPE_MISMATCH, test.block.key_span, &words);
        found.push(Found { repairs, ..new });
    } else if test.operator.comparison == Comparison::Binary {
        for listed in test.read.values.iter().filter(|listed| !is_base64(&listed.value.text)) {
            let words = [listed.value.text.as_str()];
            found.push(Found::new(&TYPE_MISMATCH_STRING, listed.span, &words));
        }
    }
}

/// The operator that compares a key with one of several values.
pub(in crate::findings) fn equality(key: KeyName) -> Option<&'static str> {
    match Takes::of(key) {
        Takes::Text => Some("StringEquals"),
        Takes::Any if key != KeyName::Other => Some("StringEquals"),
        Takes::Arn => Some("ArnLike"),
        Takes::Number => Some("NumericEquals"),
        Takes::Flag => Some("Bool"),
        Takes::Address => Some("IpAddress"),
        Takes::Any | Takes::Date | Takes::DateOrNumber => None,
    }
}

/// The operator of the key's type that compares in the same way, where it can read the values.
fn meant(document: &Document<'_>, test: &Tested<'_>, takes: Takes) -> Option<String> {
    let text = matches!(
        test.operator.comparison,
        Comparison::Equals | Comparison::EqualsIgnoringCase | Comparison::Like
    );
    let arn = test.operator.comparison == Comparison::Arn;
    let name = match (takes, test.operator.negated) {
        (Takes::Flag, false) if text => "Bool",
        (Takes::Address, false) if text => "IpAddress",
        (Takes::Address, true) if text => "NotIpAddress",
        (Takes::Number, false) if text => "NumericEquals",
        (Takes::Number, true) if text => "NumericNotEquals",
        (Takes::Text, false) if arn => "StringLike",
        (Takes::Text, true) if arn => "StringNotLike",
        _ => return None,
    };
    let name = test.with_comparison(name);
    let operator = Operator::read(&name)?;
    let reads = |text: &str| {
        let value = Value::read(text, operator, document.policy.has_variables);
        !matches!(value, Value::Malformed | Value::Broken(_))
    };
    let alone = members(&test.block.value).len() == 1;
    let all = test.read.values.iter().all(|listed| reads(&listed.value.text));
    (alone && all).then_some(name)
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let letters = body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
    letters && text.len().is_multiple_of(4) && text.len() - body.len() <= 2
}
