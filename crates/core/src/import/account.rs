//! `aws iam get-account-authorization-details`: users, groups, roles and managed policies, with
//! who has which.

use super::inline_policy::policy;
use super::part::{Content, Found};
use super::policy_version::is_default;
use super::principal::{self, read_principal};
use super::read::{Field, Reader};
use super::{Output, Reason};
use crate::caller::CallerKind;
use crate::json::Value;
use crate::scenario::{Attached, IdentityPolicy, NamedDocument};
use std::collections::{HashMap, HashSet};

const LISTS: [&str; 4] = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];

/// No decision depends on these. Of a managed policy only the default version is in force.
const IGNORED_OF_POLICIES: [&str; 9] = [
    "PolicyId",
    "Path",
    "AttachmentCount",
    "PermissionsBoundaryUsageCount",
    "IsAttachable",
    "Description",
    "CreateDate",
    "UpdateDate",
    "Tags",
];
const IGNORED_OF_VERSIONS: [&str; 1] = ["CreateDate"];
const IGNORED_OF_GROUPS: [&str; 4] = ["Path", "GroupId", "Arn", "CreateDate"];

/// What others of the output refer to, and whether anyone did.
#[derive(Default)]
struct Shared<'n> {
    /// Managed policies by their ARNs; without a document where none is in force.
    managed: HashMap<String, (Option<NamedDocument>, Field<'n>)>,
    groups: HashMap<String, (Vec<IdentityPolicy>, Field<'n>)>,
    used: HashSet<String>,
}

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    reader.whole(output, &LISTS);
    let empty = |list: &Field<'_>| matches!(&list.node.value, Value::Array(all) if all.is_empty());
    if LISTS.iter().all(|list| output.get(list).as_ref().is_none_or(empty)) {
        return reader.note(output, Reason::EmptyList);
    }
    let mut shared = Shared::default();
    let mut order = Vec::new();
    for field in reader.list(output, "Policies") {
        if let Some((arn, document)) = managed(reader, &field) {
            order.push(arn.clone());
            shared.managed.insert(arn, (document, field));
        }
    }
    for field in reader.list(output, "GroupDetailList") {
        let known = ["GroupName", "GroupPolicyList", "AttachedManagedPolicies"];
        if reader.object(&field, &known, &IGNORED_OF_GROUPS)
            && let Some(name) = reader.string(&field, "GroupName")
        {
            let group = Some(name.clone());
            let policies = policies(reader, &field, "GroupPolicyList", group, &mut shared);
            order.push(name.clone());
            shared.groups.insert(name, (policies, field));
        }
    }
    for field in reader.list(output, "UserDetailList") {
        let lists = ["UserPolicyList", "GroupList", "AttachedManagedPolicies"];
        person(reader, &field, &lists, CallerKind::User, &mut shared);
    }
    for field in reader.list(output, "RoleDetailList") {
        let lists = ["RolePolicyList", "AttachedManagedPolicies"];
        person(reader, &field, &lists, CallerKind::RoleSession, &mut shared);
    }
    for name in order.iter().filter(|name| !shared.used.contains(*name)) {
        if let Some((_, field)) = shared.managed.get(name) {
            reader.note(field, Reason::UnusedPolicy);
        } else if let Some((_, field)) = shared.groups.get(name) {
            reader.note(field, Reason::UnusedGroup);
        }
    }
}

/// A managed policy: its ARN and the document of its default version.
fn managed(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<(String, Option<NamedDocument>)> {
    let known = ["Arn", "PolicyName", "DefaultVersionId", "PolicyVersionList"];
    if !reader.object(field, &known, &IGNORED_OF_POLICIES) {
        return None;
    }
    let Some(arn) = reader.string(field, "Arn") else {
        reader.note(field, Reason::UnknownManagedPolicy(String::new()));
        return None;
    };
    let default = reader.string(field, "DefaultVersionId");
    let mut document = None;
    for version in reader.list(field, "PolicyVersionList") {
        let known = ["Document", "VersionId", "IsDefaultVersion"];
        if !reader.object(&version, &known, &IGNORED_OF_VERSIONS) {
            continue;
        }
        let named = default.is_some() && reader.string(&version, "VersionId") == default;
        if named || (default.is_none() && is_default(&version)) {
            document = reader.document(&version, "Document");
        }
    }
    if document.is_none() {
        reader.note(field, Reason::NoDefaultVersion);
    }
    let name = reader.string(field, "PolicyName").unwrap_or_else(|| last_part(&arn));
    Some((arn, document.map(|document| NamedDocument { name, document })))
}

/// The inline policies in `inline` and the managed ones that are attached, of a user, a role or
/// the group `group`. One whose document is not known is there with an empty text.
fn policies(
    reader: &mut Reader<'_>,
    field: &Field<'_>,
    inline: &str,
    group: Option<String>,
    shared: &mut Shared<'_>,
) -> Vec<IdentityPolicy> {
    let mut policies = Vec::new();
    for one in reader.list(field, inline) {
        reader.object(&one, &["PolicyName", "PolicyDocument"], &[]);
        policies.push(policy(reader, &one, group.clone()));
    }
    let attached = if group.is_some() { Attached::Group } else { Attached::Managed };
    for one in reader.list(field, "AttachedManagedPolicies") {
        reader.object(&one, &["PolicyName", "PolicyArn"], &[]);
        let arn = reader.string(&one, "PolicyArn").unwrap_or_default();
        let NamedDocument { name, document } = shared.document(&arn).unwrap_or_else(|| {
            let name = reader.string(&one, "PolicyName").unwrap_or_else(|| last_part(&arn));
            reader.note(&one, Reason::UnknownManagedPolicy(arn));
            NamedDocument { name, document: "".into() }
        });
        policies.push(IdentityPolicy { name, document, attached, group: group.clone() });
    }
    policies
}

impl Shared<'_> {
    fn document(&mut self, arn: &str) -> Option<NamedDocument> {
        self.used.insert(arn.to_owned());
        self.managed.get(arn).and_then(|(document, _)| document.clone())
    }
}

fn person(
    reader: &mut Reader<'_>,
    field: &Field<'_>,
    lists: &[&str],
    kind: CallerKind,
    shared: &mut Shared<'_>,
) {
    let known = [lists, &principal::READ, &["AssumeRolePolicyDocument", "InstanceProfileList"]];
    if !reader.object(field, &known.concat(), &principal::IGNORED) {
        return;
    }
    principal::trust_policy(reader, field);
    if let Some(profiles) = field.get("InstanceProfileList").filter(|list| !list.items().is_empty())
    {
        reader.note(&profiles, Reason::InstanceProfiles);
    }
    let documents = |arn: &str| shared.document(arn);
    let Some(mut principal) = read_principal(reader, field, kind, documents) else {
        return;
    };
    let inline = lists.first().copied().unwrap_or_default();
    principal.policies = policies(reader, field, inline, None, shared);
    let mut groups = Vec::new();
    if kind == CallerKind::User {
        for group in reader.list(field, "GroupList") {
            principal.policies.extend(policies_of_group(reader, &group, shared));
            groups.extend(group.text().map(str::to_owned));
        }
    }
    let found = Found { principal, with_policies: true, groups };
    let output = Output::GetAccountAuthorizationDetails;
    reader.part(field, output, Content::Principal(Box::new(found)));
}

/// What a user has through a group: of one that is not known, a policy with an empty text.
fn policies_of_group(
    reader: &mut Reader<'_>,
    group: &Field<'_>,
    shared: &mut Shared<'_>,
) -> Vec<IdentityPolicy> {
    if group.text().is_none() {
        reader.note(group, Reason::WrongType("a string"));
    }
    let name = group.text().unwrap_or_default().to_owned();
    shared.used.insert(name.clone());
    if let Some((policies, _)) = shared.groups.get(&name) {
        return policies.clone();
    }
    reader.note(group, Reason::UnknownGroup(name.clone()));
    let (attached, group) = (Attached::Group, Some(name));
    vec![IdentityPolicy { name: String::new(), document: "".into(), attached, group }]
}

fn last_part(arn: &str) -> String {
    arn.rsplit('/').next().unwrap_or_default().to_owned()
}
