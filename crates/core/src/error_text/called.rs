//! What tools print round an error: the operation that was called, and of which service.

use super::Told;
use super::denial::{skip, word_told};
use super::flat::Flat;
use crate::actions::Action;
use crate::text::Span;

/// The call in which the error came up.
#[derive(Clone, Debug, Default)]
pub(super) struct Called {
    /// The operation, such as `PutObject`.
    pub operation: Option<Told<String>>,
    /// The service it is of, as its endpoints name it, such as `s3`.
    pub service: Option<&'static str>,
}

/// Operations of services that ask KMS for the caller.
const OPERATIONS: [(&str, &str); 24] = [
    ("PutObject", "s3"),
    ("GetObject", "s3"),
    ("HeadObject", "s3"),
    ("CopyObject", "s3"),
    ("CreateMultipartUpload", "s3"),
    ("UploadPart", "s3"),
    ("UploadPartCopy", "s3"),
    ("CompleteMultipartUpload", "s3"),
    ("SelectObjectContent", "s3"),
    ("GetSecretValue", "secretsmanager"),
    ("BatchGetSecretValue", "secretsmanager"),
    ("PutSecretValue", "secretsmanager"),
    ("CreateSecret", "secretsmanager"),
    ("UpdateSecret", "secretsmanager"),
    ("SendMessage", "sqs"),
    ("SendMessageBatch", "sqs"),
    ("ReceiveMessage", "sqs"),
    ("Publish", "sns"),
    ("PublishBatch", "sns"),
    ("AttachVolume", "ec2"),
    ("CreateVolume", "ec2"),
    ("RunInstances", "ec2"),
    ("GetParameter", "ssm"),
    ("GetParameters", "ssm"),
];

/// How SDKs name services.
const SERVICES: [(&str, &str); 17] = [
    ("AWSKMS", "kms"),
    ("KMS", "kms"),
    ("Kms", "kms"),
    ("Amazon S3", "s3"),
    ("S3", "s3"),
    ("AWSSecretsManager", "secretsmanager"),
    ("SecretsManager", "secretsmanager"),
    ("Secrets Manager", "secretsmanager"),
    ("AmazonSQS", "sqs"),
    ("Sqs", "sqs"),
    ("SQS", "sqs"),
    ("AmazonSNS", "sns"),
    ("Sns", "sns"),
    ("SNS", "sns"),
    ("AmazonEC2", "ec2"),
    ("EC2", "ec2"),
    ("SSM", "ssm"),
];

/// Reads what stands round the error.
pub(super) fn read(flat: &Flat) -> Called {
    let mut called = by_command_line(flat).or_else(|| by_go(flat)).unwrap_or_default();
    if called.service.is_none() {
        called.service = called.operation.as_ref().and_then(|one| service_of(&one.value));
    }
    if called.service.is_none() {
        // The last one is that of the call; the ones before it are what it got from others.
        called.service = in_brackets(flat);
    }
    called
}

/// The service that has an operation.
pub(super) fn service_of(operation: &str) -> Option<&'static str> {
    if Action::bare(operation).is_some() || operation == "ReEncrypt" {
        return Some("kms");
    }
    let found = OPERATIONS.iter().find(|(name, _)| *name == operation);
    found.map(|(_, service)| *service)
}

/// `… when calling the PutObject operation: …`, of the AWS CLI and boto3.
fn by_command_line(flat: &Flat) -> Option<Called> {
    let phrase = flat.find("when calling the ", 0)?;
    let word = flat.word(
        phrase.end,
        |one| one.is_ascii_alphanumeric(),
        |_, here| flat.behind(here, " operation").is_some(),
    )?;
    Some(Called { operation: Some(word_told(flat, word)), service: None })
}

/// `operation error S3: PutObject, https response error …`, of the SDK for Go and Terraform.
fn by_go(flat: &Flat) -> Option<Called> {
    let phrase = flat.find("operation error ", 0)?;
    let (behind, service) = SERVICES.iter().find_map(|(name, service)| {
        Some((flat.behind(phrase.end, name).and_then(|at| flat.behind(at, ":"))?, *service))
    })?;
    let word = flat.word(skip(flat, behind), |one| one.is_ascii_alphanumeric(), |_, _| false);
    Some(Called { operation: word.map(|span| word_told(flat, span)), service: Some(service) })
}

/// `(Service: Sqs, Status Code: 400, …)`, of the SDKs for Java.
fn in_brackets(flat: &Flat) -> Option<&'static str> {
    let mut from = 0;
    let mut last = None;
    while let Some(Span { end, .. }) = flat.find("(Service: ", from) {
        let of = |name: &str| {
            flat.behind(end, name)
                .and_then(|at| flat.behind(at, ";").or_else(|| flat.behind(at, ",")))
        };
        last = SERVICES.iter().find(|(name, _)| of(name).is_some()).or(last);
        from = end;
    }
    last.map(|(_, service)| *service)
}
