//! A record of CloudTrail: an event, or the first that failed of several.

use super::document::{Document, items, members, text};
use super::{ErrorText, Form, Told};
use crate::actions::Action;
use crate::json::Node;
use crate::text::Span;

/// What a record says, and the place of its message. `None` where there is none.
pub(super) fn read(document: &Document) -> Option<(ErrorText, Span)> {
    let root = &document.root;
    if let Some(found) = of_record(document, root) {
        return Some(found);
    }
    let lists = ["Records", "Events", "events"].map(|name| items(root.get(name)));
    let mut entries = lists.into_iter().flatten().chain(items(Some(root)));
    entries
        .find_map(|entry| {
            // What `aws cloudtrail lookup-events` and an event bus wrap it in.
            let inner = ["CloudTrailEvent", "Event"].into_iter().find_map(|name| entry.get(name));
            let string = inner.and_then(|inner| document.inside(inner));
            match &string {
                Some(inner) => of_record(inner, &inner.root),
                None => of_record(document, entry),
            }
        })
        .or_else(|| of_record(document, root.get("detail")?))
}

/// A record that tells of an error.
fn of_record(document: &Document, record: &Node) -> Option<(ErrorText, Span)> {
    text(record.get("eventSource"))?;
    let code = document.string(record.get("errorCode"))?;
    let event = document.string(record.get("eventName"))?;
    let source = text(record.get("eventSource"))?;
    let service = source.strip_suffix(".amazonaws.com").unwrap_or(source);
    let identity = record.get("userIdentity");
    let of_identity = |name: &str| document.string(identity?.get(name));
    let mut error =
        ErrorText { form: Form::Record, operation: Some(event.clone()), ..ErrorText::default() };
    // For a service that calls for itself there is no ARN.
    error.principal = of_identity("arn").or_else(|| {
        of_identity("invokedBy")
            .filter(|_| of_identity("type").is_some_and(|t| t.value == "AWSService"))
    });
    if error.principal.as_ref().is_none_or(|principal| principal.value.contains(':')) {
        error.via = of_identity("invokedBy").filter(|by| by.value.ends_with(".amazonaws.com"));
    }
    error.action = action(service, &event);
    error.region = document.string(record.get("awsRegion"));
    let resources = items(record.get("resources")).iter();
    let mut arns = resources.filter_map(|resource| {
        document.string(resource.get("ARN").or_else(|| resource.get("arn")))
    });
    let asked = record.get("requestParameters");
    error.resource = arns
        .find(|arn| arn.value.contains(":kms:"))
        .or_else(|| document.string(asked?.get("keyId")));
    for pair in members(asked.and_then(|asked| asked.get("encryptionContext"))) {
        if let Some(value) = document.string(Some(&pair.value)) {
            error.encryption_context.push((pair.key.clone(), value.value));
        }
    }
    error.vpc_endpoint = document.string(record.get("vpcEndpointId"));
    error.direct = service == "kms" && error.via.is_none();
    error.code = Some(code);
    let message = record.get("errorMessage").map_or(record, |message| message);
    Some((error, document.place(message)))
}

/// The action that an event asks for, where it is of one.
fn action(service: &str, event: &Told<String>) -> Option<Told<String>> {
    let known = service != "kms" || Action::bare(&event.value).is_some();
    known.then(|| Told { value: format!("{service}:{}", event.value), span: event.span })
}
