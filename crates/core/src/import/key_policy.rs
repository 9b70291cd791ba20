//! `aws kms get-key-policy`: a document in a string. It does not say which key it is of.

use super::document::{Kind, kind};
use super::part::Content;
use super::read::{Field, Reader};
use super::{Output, Reason};
use crate::json;

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    // `aws iam get-policy` calls its object so, and has no document.
    if output.get("Policy").is_some_and(|policy| policy.get("DefaultVersionId").is_some()) {
        return reader.note(output, Reason::NamesOnly("aws iam get-policy-version"));
    }
    reader.whole(output, &["Policy", "PolicyName"]);
    let Some(document) = reader.document(output, "Policy") else {
        return;
    };
    let name = reader.one_of(output, "PolicyName", &["default", "AWS_RAM"]);
    if name.is_none() {
        if output.get("PolicyName").is_some() {
            return;
        }
        // `aws s3api get-bucket-policy` and others answer in the same shape, without a name.
        let text = document.text().map_or("", |text| text);
        match kind(&json::parse(text).0) {
            Some(Kind::Other | Kind::Identity) => return reader.note(output, Reason::OtherPolicy),
            Some(Kind::Trust) => return reader.note(output, Reason::TrustPolicy),
            Some(Kind::Key) | None => {}
        }
    }
    let ram = name.as_deref() == Some("AWS_RAM");
    reader.part(output, Output::GetKeyPolicy, Content::KeyPolicy { ram, document });
}
