//! Tags: of a key, as `aws kms list-resource-tags` prints them, and those of users and roles.

use super::part::Content;
use super::read::{Field, Reader};
use super::{Output, Reason};
use std::collections::BTreeMap;

/// `aws kms list-resource-tags`. It does not say which key they are on.
pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    // `aws iam list-user-tags` and `list-role-tags` do not say whose tags they print.
    let iam = |tag: &Field<'_>| tag.get("Key").is_some();
    if output.get("IsTruncated").is_some() || reader.list(output, "Tags").iter().any(iam) {
        return reader.note(output, Reason::NamesOnly("aws iam get-role"));
    }
    if output.get("Tags").is_none() {
        return reader.note(output, Reason::NoValue("Tags"));
    }
    reader.whole(output, &["Tags"]);
    let tags = of(reader, output, "TagKey", "TagValue");
    reader.part(output, Output::ListResourceTags, Content::Tags(tags));
}

/// The member `Tags`, a list of objects with these two members.
pub(super) fn of(
    reader: &mut Reader<'_>,
    field: &Field<'_>,
    key: &str,
    value: &str,
) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    for tag in reader.list(field, "Tags") {
        if !reader.object(&tag, &[key, value], &[]) {
            continue;
        }
        match (reader.string(&tag, key), reader.string(&tag, value)) {
            (Some(key), Some(value)) => {
                tags.insert(key, value);
            }
            (key, _) => reader.note(&tag, Reason::UnknownValue(key.unwrap_or_default())),
        }
    }
    tags
}
