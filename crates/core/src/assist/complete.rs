//! What can be written at a place of a policy.

use super::Completion;
use super::place::{Place, place};
use super::site::Site;
use super::values::Choices;
use crate::actions::Action;
use crate::condition::{KeyName, Operator};
use crate::english::assist::{self, detail};
use crate::json::quoted;
use crate::policy::{self, PolicyKind, PrincipalEntry};
use crate::scenario::Scenario;

/// Operators with set and existence, of which the most used are offered.
const COMPOUND_OPERATORS: [&str; 6] = [
    "ForAnyValue:StringEquals",
    "ForAnyValue:StringLike",
    "ForAllValues:StringEquals",
    "ForAllValues:StringLike",
    "StringEqualsIfExists",
    "BoolIfExists",
];

/// What can be written at a byte of a document of this kind, in this scenario: `None` where nothing
/// is known. Choices are not yet narrowed by what was typed.
///
/// ```
/// use kms_policy::{assist::complete, policy::PolicyKind, scenario::Scenario};
/// let text = r#"{"Statement": {"Effect": ""}}"#;
/// let found = complete(&Scenario::default(), PolicyKind::KeyPolicy, text, 26).unwrap();
/// assert_eq!(found.options[0].insert, "Allow");
/// ```
pub fn complete(
    scenario: &Scenario,
    kind: PolicyKind,
    text: &str,
    offset: usize,
) -> Option<Completion> {
    let place = place(text, offset)?;
    let mut choices = Choices { scenario, kind, found: Vec::new() };
    match Site::of(&place)? {
        Site::PolicyElement => choices.words(&policy::POLICY_ELEMENTS),
        Site::StatementElement => {
            for name in policy::STATEMENT_ELEMENTS {
                if kind.has_principal() || !name.ends_with("Principal") {
                    choices.add(name, "");
                }
            }
        }
        Site::PrincipalKind => choices.words(&PrincipalEntry::TYPES),
        Site::Operator => {
            for name in Operator::names() {
                choices.add(name, "");
            }
            choices.words(&COMPOUND_OPERATORS);
        }
        Site::Key => keys(&mut choices),
        Site::Version => choices.add("2012-10-17", ""),
        Site::Effect => choices.words(&["Allow", "Deny"]),
        Site::Action => actions(&mut choices),
        Site::Resource => choices.resources(),
        Site::Principal(kind) => choices.principals(kind),
        Site::Value(operator, key) => choices.of_condition(operator, key),
    }
    let mut options = choices.found;
    if place.is_name {
        options.retain(|option| place.before.iter().all(|before| *before != option.label));
    }
    if options.is_empty() {
        return None;
    }
    let (span, before, after) = written(&place);
    for option in &mut options {
        // A name may have a quote in it.
        let text = quoted(&option.label);
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        option.insert = [before, text.unwrap_or_default(), after].concat();
    }
    Some(Completion { span, options })
}

/// What a choice replaces, and what it needs around it.
fn written(place: &Place) -> (crate::text::Span, &'static str, &'static str) {
    let mut span = place.span;
    let before = if place.quoted { "" } else { "\"" };
    let after = match (place.is_name && !place.colon, place.closed) {
        (true, closed) => {
            span.end += usize::from(closed);
            "\": "
        }
        (false, true) => "",
        (false, false) => "\"",
    };
    (span, before, after)
}

fn actions(choices: &mut Choices<'_>) {
    choices.add("kms:*", detail::EVERY_ACTION);
    choices.add("kms:GenerateDataKey*", detail::DATA_KEYS);
    choices.add("kms:ReEncrypt*", detail::BOTH);
    for action in Action::all() {
        choices.add(&action.to_string(), assist::group(action));
    }
    if choices.kind != PolicyKind::KeyPolicy {
        for action in Action::of_services() {
            choices.add(&action.to_string(), detail::SERVICE);
        }
    }
}

/// Those of KMS stand first in the table.
fn keys(choices: &mut Choices<'_>) {
    for key in KeyName::ALL {
        choices.add(key.spelling(), if key.is_multivalued() { detail::SEVERAL } else { "" });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::text::Span;

    const SCENARIO: &str = r#"{
        "version": 1,
        "accounts": [{"id": "111122223333", "name": "Key owner", "organization": {"id": "o-exampleorgid"}}],
        "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "aliases": ["alias/demo"]}],
        "principals": [
            {"arn": "arn:aws:iam::123456789012:user/Stuart"},
            {"service": "sns.amazonaws.com"}
        ],
        "buckets": [{"name": "b"}]
    }"#;

    fn at(kind: PolicyKind, marked: &str) -> Option<(String, Completion)> {
        let scenario = Scenario::from_json(SCENARIO).unwrap();
        let text = marked.replacen('|', "", 1);
        let found = complete(&scenario, kind, &text, marked.find('|').unwrap())?;
        Some((text, found))
    }

    /// The labels of the choices at `|`.
    fn labels(kind: PolicyKind, marked: &str) -> Vec<String> {
        let options = at(kind, marked).map(|(_, found)| found.options).unwrap_or_default();
        options.into_iter().map(|option| option.label).collect()
    }

    /// The text with the choice of this label taken.
    fn after(marked: &str, label: &str) -> String {
        let (text, Completion { span: Span { start, end }, options }) =
            at(PolicyKind::KeyPolicy, marked).unwrap();
        let option = options.into_iter().find(|option| option.label == label).unwrap();
        [text.get(..start).unwrap(), &option.insert, text.get(end..).unwrap()].concat()
    }

    #[test]
    fn a_choice_brings_the_quotes_and_the_colon_that_are_missing() {
        for (marked, label, expected) in [
            (r#"{"|"}"#, "Version", r#"{"Version": }"#),
            (r#"{|}"#, "Version", r#"{"Version": }"#),
            (r#"{"Ver|"#, "Version", r#"{"Version": "#),
            (r#"{"|Id": "x"}"#, "Version", r#"{"Version": "x"}"#),
            (r#"{"Statement": {"Effect": "|"}}"#, "Deny", r#"{"Statement": {"Effect": "Deny"}}"#),
            (r#"{"Statement": {"Effect": D|}}"#, "Deny", r#"{"Statement": {"Effect": "Deny"}}"#),
            (r#"{"Statement": {"Effect": "D|"#, "Deny", r#"{"Statement": {"Effect": "Deny""#),
            (
                r#"{"Statement": {"Action": ["kms:Dec|oy", "x"]}}"#,
                "kms:Decrypt",
                r#"{"Statement": {"Action": ["kms:Decrypt", "x"]}}"#,
            ),
        ] {
            assert_eq!(after(marked, label), expected, "{marked}");
        }
    }

    #[test]
    fn arns_are_of_the_partition_of_the_keys_and_names_may_have_quotes() {
        let scenario = Scenario::from_json(
            r#"{
                "version": 1,
                "keys": [{"arn": "arn:aws-cn:kms:cn-north-1:111122223333:key/k", "aliases": ["alias/\"a\""]}],
                "buckets": [{"name": "b"}]
            }"#,
        )
        .unwrap();
        let inserts = |kind, marked: &str| -> Vec<String> {
            let text = marked.replacen('|', "", 1);
            let found = complete(&scenario, kind, &text, marked.find('|').unwrap()).unwrap();
            found.options.into_iter().map(|option| option.insert).collect()
        };
        let key = PolicyKind::KeyPolicy;
        let principals = inserts(key, r#"{"Statement": {"Principal": {"AWS": "|"}}}"#);
        assert!(principals.contains(&"arn:aws-cn:iam::111122223333:root".to_owned()));
        let buckets = inserts(PolicyKind::Bucket, r#"{"Statement": {"Resource": "|"}}"#);
        assert_eq!(buckets, ["arn:aws-cn:s3:::b/*", "arn:aws-cn:s3:::b"]);
        let aliases =
            r#"{"Statement": {"Condition": {"StringEquals": {"kms:RequestAlias": "|"}}}}"#;
        assert_eq!(inserts(key, aliases), [r#"alias/\"a\""#]);
    }

    #[test]
    fn choices_fit_the_place() {
        let (key, iam) = (PolicyKind::KeyPolicy, PolicyKind::Identity { managed: false });
        for (kind, marked, wanted, unwanted) in [
            (key, r#"{"Statement": [{"|"#, "Principal", "Version"),
            (iam, r#"{"Statement": [{"|"#, "NotAction", "Principal"),
            (key, r#"{"Statement": [{"Effect": "Allow", "|"#, "Action", "Effect"),
            (key, r#"{"Statement": {"Action": "|"#, "kms:ReEncrypt*", "s3:PutObject"),
            (iam, r#"{"Statement": {"Action": ["|"#, "s3:PutObject", "kms:ReEncrypt"),
            (
                key,
                r#"{"Statement": {"Resource": "|"#,
                "*",
                "arn:aws:kms:eu-west-1:111122223333:key/k",
            ),
            (
                iam,
                r#"{"Statement": {"Resource": "|"#,
                "arn:aws:kms:eu-west-1:111122223333:key/k",
                "b",
            ),
            (
                key,
                r#"{"Statement": {"Principal": {"AWS": "|"#,
                "arn:aws:iam::123456789012:root",
                "sns.amazonaws.com",
            ),
            (
                key,
                r#"{"Statement": {"Principal": {"AWS": ["|"#,
                "arn:aws:iam::123456789012:user/Stuart",
                "alias/demo",
            ),
            (key, r#"{"Statement": {"Principal": {"Service": "|"#, "sns.amazonaws.com", "*"),
            (key, r#"{"Statement": {"Condition": {"|"#, "StringEquals", "kms:ViaService"),
            (key, r#"{"Statement": {"Condition": {"Bool": {"|"#, "aws:SecureTransport", "Bool"),
            (
                key,
                r#"{"Statement": {"Condition": {"StringEquals": {"kms:ViaService": "|"#,
                "s3.eu-west-1.amazonaws.com",
                "s3.amazonaws.com",
            ),
            (
                key,
                r#"{"Statement": {"Condition": {"StringEquals": {"kms:CallerAccount": "|"#,
                "123456789012",
                "true",
            ),
            (
                key,
                r#"{"Statement": {"Condition": {"StringEquals": {"aws:RequestedRegion": ["|"#,
                "eu-west-1",
                "true",
            ),
            (
                key,
                r#"{"Statement": {"Condition": {"Bool": {"aws:SecureTransport": "|"#,
                "true",
                "eu",
            ),
            (
                key,
                r#"{"Statement": {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "|"#,
                "o-exampleorgid",
                "true",
            ),
            (
                key,
                r#"{"Statement": {"Condition": {"StringEquals": {"kms:RequestAlias": "|"#,
                "alias/demo",
                "true",
            ),
        ] {
            let found = labels(kind, marked);
            assert!(found.iter().any(|label| label == wanted), "{marked}: {found:?}");
            assert!(found.iter().all(|label| label != unwanted), "{marked}: {unwanted}");
        }
    }

    #[test]
    fn lists_before_the_place_do_no_harm() {
        let (before, after) = (
            "{\n \"Statement\": [\n {\n \"Effect\": \"Allow\",\n \"Action\": [\"kms:Decrypt\"],\n",
            "\n }\n ]\n}",
        );
        for (line, wanted) in [
            ("\"Resource\": [\"a\"],\"Con|\"", "Condition"),
            (
                "\"Principal\": {\"AWS\": [\"a\"]},\n \"Action\": [\n\"kms:Create|*\",\"x\"]",
                "kms:CreateKey",
            ),
        ] {
            let found = labels(PolicyKind::KeyPolicy, &format!("{before}{line}{after}"));
            assert!(found.iter().any(|label| label == wanted), "{line}: {found:?}");
        }
    }

    #[test]
    fn nothing_is_offered_where_nothing_is_known() {
        for marked in [
            r#"{"Statement": {"Sid": "|"#,
            r#"{"Statement": {"Effect": "Allow" |"#,
            r#"{"Colour": {"|"#,
            "|",
        ] {
            assert_eq!(labels(PolicyKind::KeyPolicy, marked), [""; 0], "{marked}");
        }
    }
}
