#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::english::form::source;

const SCENARIO: &str = r#"{
    "version": 1,
    "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "aliases": ["alias/demo"], "tags": {"Env": "prod"}}],
    "principals": [
        {"arn": "arn:aws:iam::111122223333:user/alice"},
        {"id": "build", "arn": "arn:aws:iam::111122223333:role/build"},
        {"id": "again", "arn": "arn:aws:iam::111122223333:role/build", "issuer": "build"},
        {"id": "topic", "service": "sns.amazonaws.com"}
    ],
    "vpcEndpoints": [{"id": "vpce-1"}],
    "matrix": {"request": {"parameters": {"PendingWindowInDays": 7, "Description": ""}, "context": {
        "aws:sourceip": "203.0.113.7", "aws:UserAgent": "true", "aws:referer": null, "aws:TagKeys": ["a", "b"]
    }}}
}"#;

fn scenario() -> Scenario {
    Scenario::from_json(SCENARIO).unwrap()
}

fn row(name: &str, value: &str) -> Row {
    Row { name: name.into(), value: value.into(), absent: false }
}

fn text(field: Field, text: &str) -> Result<Scenario, Vec<Fault>> {
    field.put(&scenario(), &[row("", text)])
}

/// The messages about these lines.
fn faults(field: Field, rows: &[Row]) -> Vec<String> {
    let faults = field.put(&scenario(), rows).unwrap_err();
    faults.iter().map(|one| format!("{}: {}", one.row, one.message)).collect()
}

const ALL: [Field; 12] = [
    Field::Key,
    Field::Region,
    Field::Via,
    Field::Endpoint,
    Field::SourceIp,
    Field::Time,
    Field::EncryptionContext,
    Field::Parameters,
    Field::Context,
    Field::Mfa(1),
    Field::PrincipalTags(1),
    Field::KeyTags(0),
];

#[test]
fn what_a_field_shows_is_what_it_says() {
    for field in ALL {
        let rows = field.rows(&scenario());
        let mut again = field.put(&scenario(), &rows).unwrap();
        if field == Field::SourceIp {
            // It is spelt as AWS spells it.
            let request = &mut again.matrix.as_mut().unwrap().request;
            let value = request.context.remove(SOURCE_IP).unwrap();
            request.context.insert("aws:sourceip".into(), value);
        }
        assert_eq!(again, scenario(), "{field:?}");
        assert_eq!(Field::parse(&field.pointer()), Some(field));
    }
    assert_eq!(Field::parse("/keys/0/policy"), None);
    let rows = Field::Context.rows(&scenario());
    let shown: Vec<_> = rows.iter().map(|row| (&*row.name, &*row.value, row.absent)).collect();
    assert_eq!(
        shown,
        [
            ("aws:TagKeys", r#"["a","b"]"#, false),
            ("aws:UserAgent", r#""true""#, false),
            ("aws:referer", "", true),
        ]
    );
}

#[test]
fn an_empty_field_says_nothing() {
    let mut bare = scenario();
    bare.matrix = None;
    for field in ALL {
        let blank = [Row::default()];
        let mut expected = bare.clone();
        if field == Field::KeyTags(0) {
            expected.keys[0].tags.clear();
        }
        assert_eq!(field.put(&bare, &blank).unwrap(), expected, "{field:?}");
        let written = field.put(&bare, &[Row { value: " ".into(), ..Row::default() }]);
        assert!(field.is_list() || written.unwrap() == bare, "{field:?}");
    }
}

#[test]
fn what_cannot_be_used_is_said_with_a_remedy() {
    for (field, written, message) in [
        (Field::Region, "eu-west-9", "`eu-west-9` is no Region: write its code, as in eu-west-1"),
        (
            Field::Via,
            "s3",
            "`s3` is no value of kms:ViaService: write SERVICE.REGION.amazonaws.com, such as s3.eu-west-1.amazonaws.com",
        ),
        (
            Field::Endpoint,
            "vpce-2",
            "no VPC endpoint has the id `vpce-2`: define it in `vpcEndpoints`",
        ),
        (
            Field::SourceIp,
            "203.0.113",
            "`203.0.113` is no address: write one IPv4 or IPv6 address, as in 203.0.113.7 or 2001:db8::7",
        ),
        (
            Field::SourceIp,
            "203.0.113.0/24",
            "`203.0.113.0/24` is no address: write one IPv4 or IPv6 address, as in 203.0.113.7 or 2001:db8::7",
        ),
        (Field::Time, "noon", "`noon` is no date: write it as in 2026-01-31T10:00:00Z"),
        (
            Field::Key,
            "arn:aws:s3:::b",
            "`arn:aws:s3:::b` names no key: write a key ARN, key ID, alias name or alias ARN",
        ),
    ] {
        assert_eq!(faults(field, &[row("", written)]), [format!("0: {message}")]);
    }
    assert_eq!(
        faults(Field::EncryptionContext, &[row("Dept", "IT"), row("", "x"), row("Dept", "")]),
        [
            "1: a pair of the encryption context has a name: write it, or remove the line",
            "2: `Dept` stands twice: remove one, or write another name",
        ]
    );
    assert_eq!(
        faults(Field::Parameters, &[row("PendingWindowInDays", "soon")]),
        ["0: `PendingWindowInDays` takes a whole number"]
    );
    assert_eq!(
        faults(Field::Parameters, &[row("Pending", "7")]),
        ["0: no operation has a parameter `Pending`: check its spelling"]
    );
    assert_eq!(
        faults(Field::Context, &[row("aws:Weather", "fine"), row("aws:UserAgent", "{}")]),
        [
            "1: write a string, number, boolean, list of strings, or null for an absent key",
            "0: no request has the key `aws:Weather`: check its spelling, as in aws:SourceIp or kms:EncryptionContext:Dept",
        ]
    );
    let twice =
        [row("aws:UserAgent", "a"), row("AWS:useragent", "b"), row("aws:SourceIp", "203.0.113.7")];
    assert_eq!(
        faults(Field::Context, &twice),
        [
            "1: `AWS:useragent` stands twice: remove one, or write another name",
            "2: `aws:SourceIp` has a field of its own: write the value there, and remove this line",
        ]
    );
}

#[test]
fn a_line_that_was_only_begun_changes_nothing() {
    let rows = [Field::Context.rows(&scenario()), vec![row("aws:Wea", "")]].concat();
    assert_eq!(Field::Context.put(&scenario(), &rows).unwrap(), scenario());
    let mut rows = Field::Parameters.rows(&scenario());
    rows.push(row("Operations", ""));
    assert_eq!(Field::Parameters.put(&scenario(), &rows).unwrap(), scenario());
}

#[test]
fn keys_are_meant_by_any_of_their_names() {
    for name in ["k", "alias/demo", "arn:aws:kms:eu-west-1:111122223333:alias/demo"] {
        assert_eq!(key_meant(&scenario(), name), Some(0), "{name}");
        let named = text(Field::Key, name).unwrap();
        assert_eq!(named.matrix.unwrap().key.as_deref(), Some(name));
        assert!(choices(Field::Key, &scenario(), "").iter().any(|one| one == name), "{name}");
    }
    assert_eq!(key_meant(&scenario(), "alias/other"), None);
    // Any identifier can be written: KMS answers that there is no such key.
    assert!(text(Field::Key, "alias/other").is_ok());
}

#[test]
fn a_condition_key_has_its_field() {
    let filled = |principal, action, key| {
        let Filled { field, name } = filled_by(&scenario(), (principal, action, 0), key);
        (field, name)
    };
    let named = |field, name: &str| (field, name.to_owned());
    for (principal, action, key, expected) in [
        (0, "kms:Decrypt", "kms:viaservice", named(Field::Via, "")),
        (3, "kms:Decrypt", "kms:ViaService", named(Field::Context, "kms:ViaService")),
        (0, "kms:Decrypt", "aws:SourceVpce", named(Field::Endpoint, "")),
        (0, "kms:Decrypt", "aws:SourceIp", named(Field::SourceIp, "")),
        (0, "kms:Decrypt", "kms:EncryptionContext:Dept", named(Field::EncryptionContext, "Dept")),
        (
            0,
            "kms:CreateGrant",
            "kms:EncryptionContext:Dept",
            named(Field::Parameters, "Constraints"),
        ),
        (0, "kms:CreateGrant", "kms:GrantOperations", named(Field::Parameters, "Operations")),
        (0, "kms:TagResource", "aws:TagKeys", named(Field::Parameters, "Tags")),
        (0, "kms:UntagResource", "aws:TagKeys", named(Field::Parameters, "TagKeys")),
        (0, "kms:Decrypt", "kms:GrantOperations", named(Field::Context, "kms:GrantOperations")),
        (
            0,
            "kms:ScheduleKeyDeletion",
            "kms:ScheduleKeyDeletionPendingWindowInDays",
            named(Field::Parameters, "PendingWindowInDays"),
        ),
        (0, "kms:Decrypt", "aws:PrincipalTag/team", named(Field::PrincipalTags(0), "team")),
        (2, "kms:Decrypt", "aws:PrincipalTag/team", named(Field::PrincipalTags(1), "team")),
        (3, "kms:Decrypt", "aws:PrincipalTag/team", named(Field::Context, "aws:PrincipalTag/team")),
        (0, "kms:Decrypt", "aws:ResourceTag/Env", named(Field::KeyTags(0), "Env")),
        (1, "kms:Decrypt", "aws:MultiFactorAuthPresent", named(Field::Mfa(1), "")),
        (0, "kms:Decrypt", "aws:CurrentTime", named(Field::Time, "")),
        (0, "kms:Decrypt", "aws:referer", named(Field::Context, "aws:referer")),
    ] {
        assert_eq!(filled(principal, action, key), expected, "{principal} {action} {key}");
    }
    let mut without = scenario();
    without.vpc_endpoints.clear();
    let field = filled_by(&without, (0, "kms:Decrypt", 0), "aws:SourceVpce").field;
    assert_eq!(field, Field::Context);
}

#[test]
fn what_conditions_ask_about_is_offered_first() {
    let offered = choices(Field::Parameters, &scenario(), "kms:ScheduleKeyDeletion");
    assert_eq!(offered, ["PendingWindowInDays"]);
    let offered = choices(Field::Parameters, &scenario(), "kms:CreateGrant");
    assert_eq!(offered.first().map(String::as_str), Some("Constraints"));
    assert_eq!(offered.last().map(String::as_str), Some("Name"));
    assert!(choices(Field::Region, &scenario(), "").contains(&"us-gov-west-1".to_owned()));
    assert!(
        choices(Field::Via, &scenario(), "").contains(&"s3.eu-west-1.amazonaws.com".to_owned())
    );
}

#[test]
fn every_source_of_the_context_has_words() {
    for (from, words) in [
        ("default", "the same for every such call"),
        ("/time", "the scenario's clock"),
        ("/principals/0/arn", "the caller's ARN"),
        ("/principals/0/session/tags/a", "the session's tags"),
        ("/keys/0/spec", "the key's spec"),
        ("/keys/0/grants/1/constraints", "the grant"),
        ("/matrix/request/context/aws:SourceIp", "set by hand"),
        ("/requests/3/context/aws:SourceIp", "set by hand"),
        ("/matrix/request/parameters/Operations", "the parameter Operations"),
    ] {
        assert_eq!(source(from), words, "{from}");
    }
}

#[test]
fn an_address_is_of_either_family() {
    for address in ["203.0.113.7", "2001:db8::7", "::ffff:203.0.113.7"] {
        let put = text(Field::SourceIp, address).unwrap();
        assert_eq!(put.matrix.unwrap().request.context["aws:SourceIp"], address);
    }
    // One set by hand is held to the same, wherever it stands.
    let list = [row("aws:VpcSourceIp", r#"["10.0.0.1", "10.0.0"]"#)];
    assert_eq!(
        faults(Field::Context, &list),
        [
            "0: `10.0.0` is no address: write one IPv4 or IPv6 address, as in 203.0.113.7 or 2001:db8::7"
        ]
    );
}
