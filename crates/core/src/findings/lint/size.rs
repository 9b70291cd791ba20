//! The size of a document. That of a key policy is found on reading (K-33).

use super::Document;
use crate::caller::{CallerKind, kind_of_arn};
use crate::edit::{repair, replace, without_layout};
use crate::english::findings::repairs as titles;
use crate::english::findings::size::{
    self as english, BUCKET, ENDPOINT, INLINE, MANAGED, RCP, SCP, SESSION as SESSION_POLICY,
};
use crate::findings::{Found, Row};
use crate::json::Value;
use crate::policy::{KEY_POLICY_BYTES, PolicyKind, Severity};
use crate::scenario::{Attached, DocumentId, Scenario};
use crate::text::Span;

pub(super) const ROWS: &[&Row] =
    &[&IDENTITY, &SESSION, &RESOURCE, &SERVICE_CONTROL, &RESOURCE_CONTROL];

static IDENTITY: Row = Row {
    code: "policy-size-exceeds-identity-policy-quota",
    severity: Severity::Warning,
    say: english::too_large,
};
static SESSION: Row = Row {
    code: "policy-size-exceeds-session-policy-quota",
    severity: Severity::Error,
    say: english::too_large,
};
static RESOURCE: Row = Row {
    code: "policy-size-exceeds-resource-policy-quota",
    severity: Severity::Warning,
    say: english::too_large,
};
static SERVICE_CONTROL: Row = Row {
    code: "policy-size-exceeds-scp-quota",
    severity: Severity::Error,
    say: english::too_large,
};
static RESOURCE_CONTROL: Row = Row {
    code: "policy-size-exceeds-rcp-quota",
    severity: Severity::Error,
    say: english::too_large,
};

/// How a document is measured.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    /// Characters other than white space.
    Ink,
    Characters,
    Bytes,
}

struct Quota {
    row: &'static Row,
    most: usize,
    unit: Unit,
    what: &'static str,
    aws: Option<&'static str>,
}

/// The largest documents of a kind (K-61 to K-66, R-22).
fn quota(kind: PolicyKind) -> Option<Quota> {
    let organization = "ConstraintViolationException: You have exceeded the maximum policy size.";
    let (row, most, unit, what, aws) = match kind {
        PolicyKind::KeyPolicy => return None,
        // All inline policies of a role together; users and groups have less.
        PolicyKind::Identity { managed: false } => (&IDENTITY, 10_240, Unit::Ink, INLINE, None),
        PolicyKind::Identity { managed: true } | PolicyKind::Boundary => {
            let answer = "LimitExceeded: Cannot exceed quota for PolicySize: 6144";
            (&IDENTITY, 6_144, Unit::Ink, MANAGED, Some(answer))
        }
        PolicyKind::Session => (&SESSION, 2_048, Unit::Characters, SESSION_POLICY, None),
        PolicyKind::ServiceControl => {
            (&SERVICE_CONTROL, 10_240, Unit::Characters, SCP, Some(organization))
        }
        PolicyKind::ResourceControl => {
            (&RESOURCE_CONTROL, 5_120, Unit::Characters, RCP, Some(organization))
        }
        PolicyKind::VpcEndpoint => (&RESOURCE, 20_480, Unit::Characters, ENDPOINT, None),
        PolicyKind::Bucket => (&RESOURCE, 20_480, Unit::Bytes, BUCKET, None),
    };
    Some(Quota { row, most, unit, what, aws })
}

/// How large a document is, and may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How much it has.
    pub used: usize,
    /// The most that AWS takes.
    pub most: usize,
    /// Are these bytes? Else characters, of some kinds without white space.
    pub bytes: bool,
}

/// The size of a document of a scenario with this text, as AWS counts it.
///
/// ```
/// use kms_policy::{findings::size, scenario::{DocumentSlot, Scenario}};
/// let scenario = Scenario::from_json(r#"{"version": 1,
///     "principals": [{"arn": "arn:aws:iam::111122223333:user/alice", "policies": [{"name": "One", "document": "{ }"}]}]}"#).unwrap();
/// let size = size(DocumentSlot::Identity.at([0, 0]), &scenario, "{ }");
/// assert_eq!((size.used, size.most, size.bytes), (2, 2_048, false));
/// ```
pub fn size(document: DocumentId, scenario: &Scenario, text: &str) -> Size {
    let kind = document.kind(scenario);
    let (mut most, unit) =
        quota(kind).map_or((KEY_POLICY_BYTES, Unit::Bytes), |quota| (quota.most, quota.unit));
    if kind == (PolicyKind::Identity { managed: false }) {
        most = inline(document, scenario).unwrap_or(most);
    }
    Size { used: measured(text, unit), most, bytes: unit == Unit::Bytes }
}

/// The most that all inline policies of a user or group may have together (K-62).
fn inline(document: DocumentId, scenario: &Scenario) -> Option<usize> {
    let [principal, policy, _] = document.at;
    let principal = scenario.principals.get(principal)?;
    if principal.policies.get(policy)?.attached == Attached::Group {
        return Some(5_120);
    }
    (kind_of_arn(principal.arn.as_deref()?) == Some(CallerKind::User)).then_some(2_048)
}

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    let Some(quota) = quota(document.kind) else { return };
    let size = measured(document.text, quota.unit);
    if size <= quota.most {
        return;
    }
    let words = [quota.what, &grouped(quota.most), &grouped(size)];
    // The whole document is too large: its statements stand for it.
    let statements = match &document.root.value {
        Value::Object(members) => members.iter().find(|member| member.key == "Statement"),
        _ => None,
    };
    let span = statements.map_or(document.root.span, |member| member.key_span);
    let too_large = Found::new(quota.row, span, &words);
    let all = Span::new(0, document.text.len());
    let compact = Some(without_layout(document.text))
        .filter(|compact| quota.unit != Unit::Ink && measured(compact, quota.unit) <= quota.most);
    let repairs = compact
        .map(|compact| repair(titles::LEAVE_OUT_SPACE, vec![replace(all, compact)]).certain())
        .into_iter()
        .collect();
    let aws = quota.aws.map(str::to_owned);
    found.push(Found { repairs, refused: true, aws, ..too_large });
}

fn measured(text: &str, unit: Unit) -> usize {
    match unit {
        Unit::Ink => text.chars().filter(|character| !character.is_whitespace()).count(),
        Unit::Characters => text.chars().count(),
        Unit::Bytes => text.len(),
    }
}

/// A number as in `10,240`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::quota;
    use crate::findings::of_text;
    use crate::policy::PolicyKind;
    use crate::text::Encoding;

    #[test]
    fn every_kind_has_its_quota_and_counts_white_space_or_not() {
        for (name, most, counts_white_space) in [
            ("identity-policy", 10_240, false),
            ("managed-policy", 6_144, false),
            ("boundary", 6_144, false),
            ("session-policy", 2_048, true),
            ("scp", 10_240, true),
            ("rcp", 5_120, true),
            ("vpc-endpoint-policy", 20_480, true),
            ("bucket-policy", 20_480, true),
        ] {
            let kind = PolicyKind::named(name).unwrap_or(PolicyKind::KeyPolicy);
            let code = quota(kind).map_or("", |quota| quota.row.code);
            let is_found = |text: &str| {
                of_text(text, kind, Encoding::Chars).iter().any(|found| found.code == code)
            };
            let text = |ink: usize, white: usize| {
                let (ink, white) = ("a".repeat(ink), " ".repeat(white));
                format!(r#"{{{white}"Version":"2012-10-17","Id":"{ink}","Statement":[]}}"#)
            };
            let rest = most - text(0, 0).len();
            assert!(!is_found(&text(rest, 0)), "{name}");
            assert!(is_found(&text(rest + 1, 0)), "{name}");
            assert_eq!(is_found(&text(rest, 1)), counts_white_space, "{name}");
        }
    }
}
