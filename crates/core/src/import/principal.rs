//! Users and roles: `aws iam get-user` and `get-role`, and what account details say of them too.

use super::part::{Content, Found};
use super::read::{Field, Reader};
use super::{Output, Reason, tags};
use crate::caller::{CallerKind, kind_of_arn};
use crate::scenario::{NamedDocument, Principal};

/// What tells who it is.
pub(super) const READ: [&str; 5] = ["Arn", "UserId", "RoleId", "Tags", "PermissionsBoundary"];

/// No decision depends on these: the ARN tells name and path.
pub(super) const IGNORED: [&str; 8] = [
    "Path",
    "UserName",
    "RoleName",
    "CreateDate",
    "PasswordLastUsed",
    "RoleLastUsed",
    "Description",
    "MaxSessionDuration",
];

pub(super) fn read_user(reader: &mut Reader<'_>, output: &Field<'_>) {
    read(reader, output, "User", Output::GetUser, CallerKind::User);
}

pub(super) fn read_role(reader: &mut Reader<'_>, output: &Field<'_>) {
    read(reader, output, "Role", Output::GetRole, CallerKind::RoleSession);
}

fn read(
    reader: &mut Reader<'_>,
    output: &Field<'_>,
    name: &'static str,
    kind: Output,
    wanted: CallerKind,
) {
    reader.whole(output, &[name]);
    let Some(field) = output.get(name) else {
        return reader.note(output, Reason::NoValue(name));
    };
    let known = [&READ[..], &["AssumeRolePolicyDocument"]].concat();
    if !reader.object(&field, &known, &IGNORED) {
        return;
    }
    trust_policy(reader, &field);
    let no_documents = |_: &str| None;
    if let Some(principal) = read_principal(reader, &field, wanted, no_documents) {
        let found = Found { principal, with_policies: false, groups: Vec::new() };
        reader.part(&field, kind, Content::Principal(Box::new(found)));
    }
}

/// Who may assume a role is no part of a scenario: there, who has the role has it.
pub(super) fn trust_policy(reader: &mut Reader<'_>, field: &Field<'_>) {
    if let Some(trust) = field.get("AssumeRolePolicyDocument") {
        reader.note(&trust, Reason::TrustPolicy);
    }
}

/// The principal without policies; `documents` knows those of managed policies by their ARNs.
pub(super) fn read_principal(
    reader: &mut Reader<'_>,
    field: &Field<'_>,
    wanted: CallerKind,
    documents: impl FnOnce(&str) -> Option<NamedDocument>,
) -> Option<Principal> {
    let arn = reader.string(field, "Arn").filter(|arn| kind_of_arn(arn) == Some(wanted));
    let Some(arn) = arn else {
        reader.note(field, Reason::NoPrincipalArn);
        return None;
    };
    let id = if wanted == CallerKind::User { "UserId" } else { "RoleId" };
    Some(Principal {
        arn: Some(arn),
        unique_id: reader.string(field, id),
        tags: tags::of(reader, field, "Key", "Value"),
        boundary: boundary(reader, field, documents),
        ..Principal::default()
    })
}

/// A boundary whose document is not known is there with an empty text, which decides nothing: to
/// leave it out would allow too much.
fn boundary(
    reader: &mut Reader<'_>,
    field: &Field<'_>,
    documents: impl FnOnce(&str) -> Option<NamedDocument>,
) -> Option<NamedDocument> {
    let boundary = field.get("PermissionsBoundary")?;
    reader.object(&boundary, &["PermissionsBoundaryType", "PermissionsBoundaryArn"], &[]);
    let arn = reader.string(&boundary, "PermissionsBoundaryArn").unwrap_or_default();
    documents(&arn).or_else(|| {
        reader.note(&boundary, Reason::UnknownBoundary(arn.clone()));
        let name = arn.rsplit('/').next().unwrap_or_default().to_owned();
        Some(NamedDocument { name, document: "".into() })
    })
}
