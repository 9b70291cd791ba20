//! The JSON reader against `serde_json`: both accept the same texts and read the same values.

mod json_agrees;

use json_agrees::agrees;
use kms_policy::json::{self, Value};
use proptest::prelude::*;

/// Texts made of the pieces that JSON is made of, so that most are nearly JSON.
fn nearly_json() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"Statement\"",
        "\"",
        "'",
        "\\",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\ud83d",
        "0",
        "-1",
        "1.5",
        "1e3",
        "01",
        "1.",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\t",
        "\r\n",
        "é",
        "😀",
        "/",
        "//",
        "/*",
        "*/",
        "#",
        "\u{1}",
        "\u{feff}",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A policy with one character replaced or taken out.
fn broken_policy() -> impl Strategy<Value = String> {
    const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "A\u00e9", "Effect": "Allow", "Principal": {"AWS": ["*", "é"]}, "Action": ["kms:*"], "Resource": "*", "n": [1, -2.5e3, null, true]}]}"#;
    (0..POLICY.len(), "[\\[\\]{},:\"a1 \n\\\\]?").prop_map(|(at, new)| {
        let characters: Vec<char> = POLICY.chars().collect();
        let at = at.min(characters.len() - 1);
        let before: String = characters[..at].iter().collect();
        let after: String = characters[at + 1..].iter().collect();
        format!("{before}{new}{after}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepts_what_serde_json_accepts(text in nearly_json()) {
        agrees(&text);
    }

    #[test]
    fn reads_past_one_wrong_character(text in broken_policy()) {
        agrees(&text);
    }
}

#[test]
fn nesting_of_any_depth_ends() {
    for open in ["[", "{\"a\":", "[{\"a\":["] {
        let deep = open.repeat(200_000);
        assert!(!json::parse(&deep).1.is_empty());
    }
    let fits = format!("{}{}", "[".repeat(json::MAX_DEPTH), "]".repeat(json::MAX_DEPTH));
    agrees(&fits);
    agrees(&format!("[{fits}]"));
}

#[test]
fn a_line_break_before_the_closing_quote_keeps_the_rest_alive() {
    let (node, errors) = json::parse("{\"Resource\": \"arn:aws:kms\n\", \"Sid\": \"S\"}");
    assert_eq!(errors.len(), 1);
    assert!(
        matches!(&node.get("Sid").expect("it is read").value, Value::String(sid) if sid == "S")
    );
}

#[test]
fn an_open_string_ends_with_its_line() {
    let (node, errors) = json::parse("{\n \"Effect\": \"Allow,\n \"Sid\": \"S\"\n}");
    assert!(!errors.is_empty());
    assert!(node.get("Sid").is_some(), "{node:?}");
}
