//! `aws kms describe-key`: what a key is.

use super::part::Content;
use super::read::{Field, Reader};
use super::{Output, Reason};
use crate::json::Value;
use crate::scenario::{Key, Manager, MultiRegion, ORIGINS, SPECS, STATES, is_key_arn, usages};

const READ: [&str; 9] = [
    "Arn",
    "KeyState",
    "KeySpec",
    "CustomerMasterKeySpec",
    "KeyUsage",
    "Origin",
    "KeyManager",
    "MultiRegion",
    "MultiRegionConfiguration",
];

/// No decision depends on these. The ARN tells ID and account, the state tells whether the key is
/// enabled, the spec tells the algorithms; where key material expires, the state says so.
const IGNORED: [&str; 18] = [
    "AWSAccountId",
    "KeyId",
    "CreationDate",
    "Enabled",
    "Description",
    "DeletionDate",
    "PendingDeletionWindowInDays",
    "ValidTo",
    "ExpirationModel",
    "CustomKeyStoreId",
    "CloudHsmClusterId",
    "XksKeyConfiguration",
    "EncryptionAlgorithms",
    "SigningAlgorithms",
    "MacAlgorithms",
    "KeyAgreementAlgorithms",
    "EncapsulationAlgorithms",
    "CurrentKeyMaterialId",
];

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    reader.whole(output, &["KeyMetadata"]);
    let Some(metadata) = output.get("KeyMetadata") else {
        return reader.note(output, Reason::NoValue("KeyMetadata"));
    };
    if !reader.object(&metadata, &READ, &IGNORED) {
        return;
    }
    let Some(arn) = reader.string(&metadata, "Arn").filter(|arn| is_key_arn(arn)) else {
        return reader.note(&metadata, Reason::NoKeyArn);
    };
    // Outputs before 2021 have the older name only; newer ones have both.
    let spec = if metadata.get("KeySpec").is_some() { "KeySpec" } else { "CustomerMasterKeySpec" };
    let spec = reader.one_of(&metadata, spec, &SPECS);
    let manager = match reader.one_of(&metadata, "KeyManager", &["AWS", "CUSTOMER"]).as_deref() {
        Some("AWS") => Manager::Aws,
        _ => Manager::Customer,
    };
    let key = Key {
        usage: reader.one_of(
            &metadata,
            "KeyUsage",
            usages(spec.as_deref().unwrap_or("SYMMETRIC_DEFAULT")),
        ),
        origin: reader.one_of(&metadata, "Origin", &ORIGINS),
        state: reader.one_of(&metadata, "KeyState", &STATES),
        multi_region: multi_region(reader, &metadata, &arn),
        arn,
        spec,
        manager,
        ..Key::default()
    };
    reader.part(&metadata, Output::DescribeKey, Content::Key(Box::new(key)));
}

fn multi_region(reader: &mut Reader<'_>, metadata: &Field<'_>, arn: &str) -> Option<MultiRegion> {
    let multi = metadata.get("MultiRegion")?;
    match multi.node.value {
        Value::Bool(false) => return None,
        Value::Bool(true) => {}
        _ => reader.note(&multi, Reason::WrongType("true or false")),
    }
    let Some(configuration) = metadata.get("MultiRegionConfiguration") else {
        reader.note(&multi, Reason::NoMultiRegionType);
        return None;
    };
    reader.object(&configuration, &["MultiRegionKeyType", "PrimaryKey", "ReplicaKeys"], &[]);
    let mut others = reader.list(&configuration, "ReplicaKeys");
    others.extend(configuration.get("PrimaryKey"));
    for other in others {
        if reader.object(&other, &["Arn", "Region"], &[])
            && reader.string(&other, "Arn").is_some_and(|other| other != arn)
        {
            reader.note(&other, Reason::OtherRegions);
        }
    }
    let primary = configuration.get("PrimaryKey").and_then(|primary| primary.get("Arn"));
    let elsewhere = primary.as_ref().and_then(Field::text).is_some_and(|primary| primary != arn);
    let kind = reader.one_of(&configuration, "MultiRegionKeyType", &["PRIMARY", "REPLICA"])?;
    if kind == "REPLICA" {
        return Some(MultiRegion::Replica);
    }
    if elsewhere {
        // An example of AWS's documentation is of this kind.
        reader.note(&configuration, Reason::NotThePrimary);
        return Some(MultiRegion::Replica);
    }
    Some(MultiRegion::Primary)
}
