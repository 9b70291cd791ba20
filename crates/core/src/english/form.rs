//! What is wrong with a line of the request's form where no scenario can say it, and where the
//! values of condition keys come from.

use crate::form::Field;

/// A value without a name.
pub fn name_missing(field: Field) -> String {
    let what = match field {
        Field::EncryptionContext => "a pair of the encryption context",
        Field::Parameters => "a parameter",
        Field::Context => "a condition key",
        _ => "a tag",
    };
    format!("{what} has a name: write it, or remove the line")
}

/// A name that stands on an earlier line too.
pub fn stands_twice(name: &str) -> String {
    format!("`{name}` stands twice: remove one, or write another name")
}

/// A condition key that is written elsewhere.
pub fn own_field(key: &str) -> String {
    format!("`{key}` has a field of its own: write the value there, and remove this line")
}

/// Where the value of a condition key comes from: a JSON Pointer, or `default`.
pub fn source(from: &str) -> String {
    let parts: Vec<&str> = from.split('/').collect();
    let words = match *parts.as_slice() {
        ["", "time"] => "the scenario's clock",
        ["", "principals", _, field, ref rest @ ..] => match (field, rest.first()) {
            ("arn", _) => "the caller's ARN",
            ("service", _) => "the caller's name",
            ("mfa", _) => "the caller's MFA",
            ("tags", _) => "the caller's tags",
            ("uniqueId", _) => "the caller's unique ID",
            ("sourceArn", _) => "the resource for which the service calls",
            ("sourceAccount", _) => "the account for which the service calls",
            ("session", Some(&"tags")) => "the session's tags",
            _ => "the caller's session",
        },
        ["", "keys", _, "grants", ..] => "the grant",
        ["", "keys", _, field, ..] => match field {
            "arn" => "the key's ARN",
            "aliases" => "the key's aliases",
            "tags" => "the key's tags",
            "multiRegion" => "the key's kind",
            field => return format!("the key's {field}"),
        },
        ["", "accounts", ..] => "the account's organization",
        ["", "vpcEndpoints", ..] => "the VPC endpoint",
        ["", "matrix", "request", ref field @ ..] | ["", "requests", _, ref field @ ..] => {
            match *field {
                ["context", ..] => "set by hand",
                ["region", ..] => "the request's Region",
                ["via", ..] => "the service called",
                ["vpcEndpoint", ..] => "the VPC endpoint",
                ["encryptionContext", ..] => "the encryption context",
                ["parameters", name, ..] => return format!("the parameter {name}"),
                ["key", ..] => "the key as it is named",
                ["destinationKey", ..] => "the destination key",
                ["resource", ..] => "what the operation is about",
                _ => "the operation",
            }
        }
        _ => "the same for every such call",
    };
    words.to_owned()
}
