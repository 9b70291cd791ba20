//! `aws organizations describe-policy`. It does not say for which accounts the policy stands, and at
//! which level; without them it cannot be placed.

use super::Reason;
use super::read::{Field, Reader};

pub(super) fn describe_policy(reader: &mut Reader<'_>, policy: &Field<'_>) {
    let summary = policy.get("PolicySummary");
    let kind = summary.and_then(|summary| reader.string(&summary, "Type"));
    let reason = match kind.as_deref() {
        Some("SERVICE_CONTROL_POLICY") => Reason::ControlPolicy("service", "scps"),
        Some("RESOURCE_CONTROL_POLICY") => Reason::ControlPolicy("resource", "rcps"),
        Some(other) => Reason::OrganizationPolicy(other.to_owned()),
        None => Reason::OtherPolicy,
    };
    reader.note(policy, reason);
}
