//! `aws kms list-aliases`.

use super::part::{Alias, Content};
use super::read::{Field, Reader};
use super::{Output, Reason};

const READ: [&str; 3] = ["AliasName", "AliasArn", "TargetKeyId"];

/// No decision depends on an alias's age.
const IGNORED: [&str; 2] = ["CreationDate", "LastUpdatedDate"];

pub(super) fn read(reader: &mut Reader<'_>, output: &Field<'_>) {
    reader.whole(output, &["Aliases"]);
    let mut aliases = Vec::new();
    let list = reader.list(output, "Aliases");
    if list.is_empty() {
        reader.note(output, Reason::EmptyList);
    }
    for field in list {
        if !reader.object(&field, &READ, &IGNORED) {
            continue;
        }
        let name = reader.string(&field, "AliasName").unwrap_or_default();
        let arn = reader.string(&field, "AliasArn").unwrap_or_default();
        if name.strip_prefix("alias/").is_none_or(str::is_empty) {
            reader.note(&field, Reason::UnknownValue(name));
            continue;
        }
        let place = reader.place(&field);
        match reader.string(&field, "TargetKeyId") {
            Some(target) => aliases.push(Alias { name, arn, target, place }),
            None => reader.note(&field, Reason::AliasWithoutKey),
        }
    }
    if !aliases.is_empty() {
        reader.part(output, Output::ListAliases, Content::Aliases(aliases));
    }
}
