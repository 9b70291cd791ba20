//! `aws kms list-grants` and `list-retirable-grants`.

use super::part::Content;
use super::read::{Field, Reader};
use super::{Output, Reason};
use crate::arn::{Arn, is_account};
use crate::json::Value;
use crate::scenario::{Grant, GrantConstraints, is_grant_principal, is_grantable};

const READ: [&str; 9] = [
    "KeyId",
    "GrantId",
    "GranteePrincipal",
    "GranteeServicePrincipal",
    "RetiringPrincipal",
    "RetiringServicePrincipal",
    "IssuingAccount",
    "Operations",
    "Constraints",
];

/// No decision depends on a grant's name and age.
const IGNORED: [&str; 2] = ["Name", "CreationDate"];

/// A grant with other constraints would allow too much without them.
const CONSTRAINTS: [&str; 3] = ["EncryptionContextSubset", "EncryptionContextEquals", "SourceArn"];

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    reader.whole(output, &["Grants"]);
    let mut by_key: Vec<(String, Field<'_>, Vec<Grant>)> = Vec::new();
    let list = reader.list(output, "Grants");
    if list.is_empty() {
        reader.note(output, Reason::EmptyList);
    }
    for field in list {
        if !reader.object(&field, &READ, &IGNORED) {
            continue;
        }
        let key = reader.string(&field, "KeyId").unwrap_or_default();
        let Some(grant) = grant(reader, &field) else {
            continue;
        };
        match by_key.iter_mut().find(|(known, ..)| *known == key) {
            Some((.., grants)) => grants.push(grant),
            None => by_key.push((key, field, vec![grant])),
        }
    }
    for (key, field, grants) in by_key {
        reader.part(&field, Output::ListGrants, Content::Grants { key, grants });
    }
}

fn grant(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<Grant> {
    let grantee = reader.string(field, "GranteePrincipal");
    let service = reader.string(field, "GranteeServicePrincipal");
    // Where a service is the grantee, KMS may name it as the principal too.
    let grantee = grantee.filter(|_| service.is_none());
    match &grantee {
        Some(grantee) if !is_grant_principal(grantee) => {
            reader.note(field, Reason::UnknownGrantee(grantee.clone()));
            return None;
        }
        None if service.is_none() => {
            reader.note(field, Reason::UnknownGrantee(String::new()));
            return None;
        }
        _ => {}
    }
    let mut retiring = reader.string(field, "RetiringPrincipal");
    if let Some(unknown) = retiring.take_if(|retiring| !is_grant_principal(retiring)) {
        reader.note(field, Reason::UnknownRetirer(unknown));
    }
    let constraints = constraints(reader, field)?;
    Some(Grant {
        id: reader.string(field, "GrantId").unwrap_or_default(),
        grantee,
        grantee_service: service,
        operations: operations(reader, field),
        constraints,
        issuing_account: issuing_account(reader, field),
        retiring,
        retiring_service: reader.string(field, "RetiringServicePrincipal"),
        propagated: None,
    })
}

fn operations(reader: &mut Reader<'_>, field: &Field<'_>) -> Vec<String> {
    let mut operations = Vec::new();
    for operation in reader.list(field, "Operations") {
        match operation.text() {
            Some(name) if is_grantable(name) => operations.push(name.to_owned()),
            Some(name) => reader.note(&operation, Reason::UnknownOperation(name.to_owned())),
            None => reader.note(&operation, Reason::WrongType("a string")),
        }
    }
    operations
}

/// `None` where the grant cannot be used: one of its constraints is not understood.
fn constraints(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<Option<GrantConstraints>> {
    let Some(constraints) = field.get("Constraints") else {
        return Some(None);
    };
    let Value::Object(members) = &constraints.node.value else {
        reader.note(&constraints, Reason::UnknownConstraint("Constraints".to_owned()));
        return None;
    };
    for member in members {
        let well_formed = match &member.value.value {
            Value::Null => true,
            Value::String(_) => member.key == "SourceArn",
            Value::Object(pairs) => {
                CONSTRAINTS.contains(&member.key.as_str())
                    && member.key != "SourceArn"
                    && pairs.iter().all(|pair| matches!(pair.value.value, Value::String(_)))
            }
            _ => false,
        };
        if !well_formed {
            reader.note(&constraints, Reason::UnknownConstraint(member.key.clone()));
            return None;
        }
    }
    let read = GrantConstraints {
        encryption_context_subset: reader.pairs(&constraints, "EncryptionContextSubset"),
        encryption_context_equals: reader.pairs(&constraints, "EncryptionContextEquals"),
        source_arn: reader.string(&constraints, "SourceArn"),
    };
    if read.encryption_context_subset.is_some() && read.encryption_context_equals.is_some() {
        let both = "EncryptionContextSubset beside EncryptionContextEquals".to_owned();
        reader.note(&constraints, Reason::UnknownConstraint(both));
        return None;
    }
    Some(Some(read).filter(|read| *read != GrantConstraints::default()))
}

/// KMS writes an account as the ARN of its root.
fn issuing_account(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<String> {
    let text = reader.string(field, "IssuingAccount")?;
    let account = Arn::parse(&text).map_or(text.as_str(), |arn| arn.account);
    if is_account(account) {
        return Some(account.to_owned());
    }
    if let Some(member) = field.get("IssuingAccount") {
        reader.note(&member, Reason::UnknownAccount(text));
    }
    None
}
