//! `aws iam get-user-policy`, `get-role-policy` and `get-group-policy`.

use super::part::{Content, Owner};
use super::read::{Field, Reader};
use super::{Output, Reason};
use crate::scenario::{Attached, IdentityPolicy};

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    let read = ["UserName", "RoleName", "GroupName", "PolicyName", "PolicyDocument"];
    reader.whole(output, &read);
    let (kind, owner) = if let Some(name) = reader.string(output, "UserName") {
        (Output::GetUserPolicy, Owner::User(name))
    } else if let Some(name) = reader.string(output, "RoleName") {
        (Output::GetRolePolicy, Owner::Role(name))
    } else if let Some(name) = reader.string(output, "GroupName") {
        (Output::GetGroupPolicy, Owner::Group(name))
    } else {
        return reader.note(output, Reason::UnknownOutput);
    };
    let group = match &owner {
        Owner::Group(name) => Some(name.clone()),
        _ => None,
    };
    let policy = policy(reader, output, group);
    reader.part(output, kind, Content::Policy { owner, policy });
}

/// `PolicyName` and `PolicyDocument`, as here and in the lists of account details. A policy without
/// its document is there with an empty text: it may deny what others allow.
pub(super) fn policy(
    reader: &mut Reader<'_>,
    field: &Field<'_>,
    group: Option<String>,
) -> IdentityPolicy {
    let attached = if group.is_some() { Attached::Group } else { Attached::Inline };
    let name = reader.string(field, "PolicyName").unwrap_or_default();
    let document = reader.document(field, "PolicyDocument").unwrap_or_else(|| {
        reader.note(field, Reason::NoDocument);
        "".into()
    });
    IdentityPolicy { name, document, attached, group }
}
