//! `aws iam get-policy-version`: the document of a managed policy. It says neither the policy's
//! name nor who has it.

use super::part::{Content, Owner};
use super::read::{Field, Reader};
use super::{Output, Reason};
use crate::json::Value;
use crate::scenario::{Attached, IdentityPolicy};

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    reader.whole(output, &["PolicyVersion"]);
    let Some(version) = output.get("PolicyVersion") else {
        return reader.note(output, Reason::NoValue("PolicyVersion"));
    };
    if !reader.object(&version, &["Document", "IsDefaultVersion"], &["VersionId", "CreateDate"]) {
        return;
    }
    // What creates or lists versions does not print the document.
    if version.get("Document").is_none() {
        return reader.note(&version, Reason::NamesOnly("aws iam get-policy-version"));
    }
    if version.get("IsDefaultVersion").is_some() && !is_default(&version) {
        reader.note(&version, Reason::NotDefaultVersion);
    }
    let Some(document) = reader.document(&version, "Document") else {
        return;
    };
    let (name, attached, group) = (String::new(), Attached::Managed, None);
    let policy = IdentityPolicy { name, document, attached, group };
    let content = Content::Policy { owner: Owner::Unknown, policy };
    reader.part(&version, Output::GetPolicyVersion, content);
}

/// Is this the version in force? AWS's examples show the flag as a string too.
pub(super) fn is_default(version: &Field<'_>) -> bool {
    version.get("IsDefaultVersion").is_some_and(|flag| match &flag.node.value {
        Value::String(text) => text == "true",
        value => *value == Value::Bool(true),
    })
}
