//! The parts of what EC2, Secrets Manager, SQS and SNS do (section 10.2).

use crate::arn;
use crate::compound::{Call, Part, not_modelled};
use crate::context::absent;
use crate::decide::Answer;
use crate::kms_part::KmsPart;
use crate::own_part::{Own, OwnPart, ResourcePolicy};
use crate::scenario::{Doubt, Pairs};
use crate::service::Service;
use serde_json::{Map, Value, json};

/// The resource of a request, which tells its Region and its owner.
struct Named<'r> {
    arn: &'r str,
    partition: &'r str,
    region: &'r str,
    account: &'r str,
    /// What follows the account.
    rest: &'r str,
}

/// The parts, in order.
pub fn parts<'a>(call: &Call<'a>) -> Result<Vec<Part<'a>>, Answer> {
    let named = named(call).ok_or_else(not_modelled)?;
    let of = |action, operations: &[&'static str]| {
        Ok(writing_and_reading(call, &named, action, operations))
    };
    match call.request.action.as_str() {
        "ec2:AttachVolume" => Ok(attach_volume(call, &named)),
        // S-32
        "secretsmanager:GetSecretValue" => of("secretsmanager:GetSecretValue", &["Decrypt"]),
        "secretsmanager:PutSecretValue" => {
            of("secretsmanager:PutSecretValue", &["GenerateDataKey", "Decrypt"])
        }
        // S-33
        "sqs:SendMessage" => of("sqs:SendMessage", &["GenerateDataKey", "Decrypt"]),
        "sqs:ReceiveMessage" => of("sqs:ReceiveMessage", &["Decrypt"]),
        // S-34
        "sns:Publish" => of("sns:Publish", &["GenerateDataKey", "Decrypt"]),
        _ => Err(not_modelled()),
    }
}

/// The resource, if it is one of this service.
fn named<'r>(call: &Call<'r>) -> Option<Named<'r>> {
    let text = call.request.resource.as_deref()?;
    let [_, partition, service, region, account, rest] = arn::parts(text)?;
    let kind = match call.service {
        Service::Ec2 => "volume/",
        Service::SecretsManager => "secret:",
        _ => "",
    };
    let is_whole = rest.len() > kind.len() && rest.starts_with(kind);
    let fits = service == call.service.prefix() && !region.is_empty() && !account.is_empty();
    (fits && is_whole).then_some(Named { arn: text, partition, region, account, rest })
}

fn own<'a>(call: &Call<'a>, named: &Named<'_>, action: &'static str) -> Part<'a> {
    Part::Own(OwnPart {
        action,
        resource: named.arn.to_owned(),
        region: named.region.to_owned(),
        policy: match call.service {
            Service::Ec2 => ResourcePolicy::Impossible,
            _ => ResourcePolicy::NotHeld,
        },
        own: Own {
            service: call.service,
            partition: named.partition.to_owned(),
            owner: Some(named.account.to_owned()),
            encryption: absent(), // S-17 is of S3
            encryption_key: absent(),
        },
    })
}

/// A KMS part in the resource's Region. A request that names no key is about the first one.
fn kms(call: &Call<'_>, named: &Named<'_>, operation: &'static str) -> KmsPart {
    let first = || call.world.keys.first().map(|key| key.arn.clone());
    KmsPart {
        operation,
        key: call.request.key.clone().or_else(first),
        region: named.region.to_owned(),
        ..KmsPart::default()
    }
}

/// Secrets Manager, SQS and SNS: the own action, and KMS under one encryption context.
fn writing_and_reading<'a>(
    call: &Call<'a>,
    named: &Named<'_>,
    action: &'static str,
    operations: &[&'static str],
) -> Vec<Part<'a>> {
    let (context, doubts) = encryption_context(call, named, action);
    let mut parts = vec![own(call, named, action)];
    parts.extend(operations.iter().map(|operation| {
        let part = kms(call, named, operation);
        Part::Kms(KmsPart { context: context.clone(), doubts: doubts.clone(), ..part })
    }));
    parts
}

fn encryption_context(
    call: &Call<'_>,
    named: &Named<'_>,
    action: &str,
) -> (Pairs, Vec<(String, Doubt)>) {
    let arn = || named.arn.to_owned();
    let guessed = |name: &str| (vec![(name.into(), arn())], vec![(name.into(), Doubt::Guessed)]);
    match call.service {
        // General knowledge.
        Service::Sqs => guessed("aws:sqs:arn"),
        Service::Sns => guessed("aws:sns:topicArn"),
        // S-32
        _ => {
            let parameter = if action.ends_with(":PutSecretValue") {
                "ClientRequestToken"
            } else {
                "VersionId"
            };
            let version = call.request.parameter_text(parameter);
            let name = || "SecretVersionId".to_owned();
            let doubts = match version {
                Some(_) => Vec::new(),
                None => vec![(name(), Doubt::Unknown)],
            };
            let version = version.unwrap_or_default();
            (vec![("SecretARN".into(), arn()), (name(), version)], doubts)
        }
    }
}

/// S-30. The instance, which the action needs too, is not named by a request.
fn attach_volume<'a>(call: &Call<'a>, named: &Named<'_>) -> Vec<Part<'a>> {
    let volume = named.rest.strip_prefix("volume/").unwrap_or(named.rest);
    let context = vec![("aws:ebs:id".to_owned(), volume.to_owned())];
    let part = |operation| KmsPart { context: context.clone(), ..kms(call, named, operation) };
    // KMS22:services-ebs: the grant is for this volume's data key. To whom is not given.
    let grant = json!({
        "Operations": ["Decrypt"],
        "Constraints": {"EncryptionContextSubset": {"aws:ebs:id": volume}},
    });
    let parameters: Map<String, Value> = grant.as_object().cloned().unwrap_or_default();
    // S-30 lists these for EBS at large; which of them attaching needs is not said.
    let others = ["DescribeKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"];
    let mut parts = vec![
        own(call, named, "ec2:AttachVolume"),
        Part::Kms(KmsPart { parameters, ..part("CreateGrant") }),
        Part::Kms(part("Decrypt")),
    ];
    parts.extend(
        others.map(|operation| Part::Kms(KmsPart { hardly_needed: true, ..part(operation) })),
    );
    parts
}
