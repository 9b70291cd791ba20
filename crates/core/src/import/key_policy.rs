//! `aws kms get-key-policy`: a document in a string. It does not say which key it is of.

use super::kind::{Kind, kind};
use super::part::Content;
use super::read::{Field, Reader};
use super::{Output, Reason, organizations};
use crate::json::{self, Value};

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    let Some(policy) = output.get("Policy") else {
        return reader.note(output, Reason::NoValue("Policy"));
    };
    if matches!(policy.node.value, Value::Object(_)) && policy.get("Statement").is_none() {
        return no_document(reader, &policy);
    }
    let Some(document) = reader.document(output, "Policy") else {
        return;
    };
    if output.get("PolicyName").is_none() {
        // `aws s3api get-bucket-policy` and others answer in the same shape, without a name.
        let text = document.text().map_or("", |text| text);
        match kind(&json::parse(text).0) {
            Some(Kind::Bucket(bucket)) => {
                reader.whole(output, &["Policy"]);
                let content = Content::BucketPolicy { bucket, document };
                return reader.part(output, Output::GetBucketPolicy, content);
            }
            Some(Kind::Other | Kind::Identity) => return reader.note(output, Reason::OtherPolicy),
            Some(Kind::Trust) => return reader.note(output, Reason::TrustPolicy),
            Some(Kind::Key) | None => {}
        }
    }
    reader.whole(output, &["Policy", "PolicyName"]);
    let name = reader.one_of(output, "PolicyName", &["default", "AWS_RAM"]);
    if name.is_none() && output.get("PolicyName").is_some() {
        return;
    }
    let ram = name.as_deref() == Some("AWS_RAM");
    reader.part(output, Output::GetKeyPolicy, Content::KeyPolicy { ram, document });
}

/// Other commands call an object so that tells of a policy.
fn no_document(reader: &mut Reader<'_>, policy: &Field<'_>) {
    if policy.get("DefaultVersionId").is_some() {
        reader.note(policy, Reason::NamesOnly("aws iam get-policy-version"));
    } else if policy.get("PolicySummary").is_some() || policy.get("Content").is_some() {
        organizations::describe_policy(reader, policy);
    } else {
        reader.note(policy, Reason::WrongType("a policy document"));
    }
}
