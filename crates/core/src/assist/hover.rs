//! What a word of a policy means.

use super::Hover;
use super::place::place;
use super::site::Site;
use crate::actions::{Action, ActionSet};
use crate::condition::{ConditionKey, KeyName, Operator};
use crate::english::assist;
use crate::policy::{POLICY_ELEMENTS, PolicyKind, STATEMENT_ELEMENTS};
use crate::rules::Rule;

/// What the word at a byte of a document means; `None` where nothing is known of it.
///
/// ```
/// use kms_policy::{assist::hover, policy::PolicyKind};
/// let text = r#"{"Statement": {"Action": "kms:reencrypt*"}}"#;
/// let help = hover(text, PolicyKind::KeyPolicy, 30).unwrap();
/// assert_eq!(help.text, "Covers kms:ReEncryptFrom, kms:ReEncryptTo.");
/// ```
pub fn hover(text: &str, kind: PolicyKind, offset: usize) -> Option<Hover> {
    let place = place(text, offset)?;
    let word = place.span.of(text);
    let (title, text, rule) = match Site::of(&place)? {
        Site::PolicyElement if !POLICY_ELEMENTS.contains(&word) => return None,
        Site::StatementElement if !STATEMENT_ELEMENTS.contains(&word) => return None,
        Site::PolicyElement | Site::StatementElement => {
            let (text, rule) = assist::element(word, kind)?;
            (word.to_owned(), text.to_owned(), rule)
        }
        Site::PrincipalKind => {
            let (text, rule) = assist::principal_kind(word)?;
            (word.to_owned(), text.to_owned(), Some(rule))
        }
        Site::Operator => {
            let operator = Operator::read(word)?;
            (word.to_owned(), assist::operator(operator), Some(operator.rule()))
        }
        Site::Key => of_key(word)?,
        Site::Action => of_action(word)?,
        _ => return None,
    };
    Some(Hover { span: place.span, title, text, source: rule.map(Rule::source) })
}

type Said = (String, String, Option<Rule>);

fn of_key(word: &str) -> Option<Said> {
    let key = ConditionKey::read(word);
    if key.name == KeyName::Other || key.is_unknown() {
        return None;
    }
    let text = assist::key(key.name, key.name.carried_by())?;
    Some((key.canonical(), text, key.name.rule()))
}

fn of_action(word: &str) -> Option<Said> {
    let covered: Vec<Action> = Action::all().filter(|action| action.is_covered_by(word)).collect();
    match covered.as_slice() {
        [] => None,
        [action] => Some((action.to_string(), assist::action(*action), Some(Rule::E13))),
        [..] if covered.len() == ActionSet::KMS.len() => {
            Some((word.to_owned(), assist::every_action().to_owned(), Some(Rule::M1)))
        }
        several => Some((word.to_owned(), assist::pattern(several), Some(Rule::M1))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// What is said of the word at `|`.
    fn said(marked: &str) -> Option<String> {
        let text = marked.replacen('|', "", 1);
        let found = hover(&text, PolicyKind::KeyPolicy, marked.find('|').unwrap())?;
        assert!(found.source.is_none_or(|source| source.starts_with("https://docs.aws.")));
        Some(format!("{} = {}: {}", found.span.of(&text), found.title, found.text))
    }

    #[test]
    fn words_are_explained_where_they_stand() {
        for (marked, expected) in [
            (r#"{"Stat|ement": []}"#, "Statement = Statement: The statements"),
            (r#"{"Statement": {"No|tAction": ""}}"#, "NotAction = NotAction: "),
            (r#"{"Statement": {"Principal": {"A|WS": ""}}}"#, "AWS = AWS: "),
            (
                r#"{"Statement": {"Action": "KMS:d|ecrypt"}}"#,
                "KMS:decrypt = kms:Decrypt: Uses the key.",
            ),
            (r#"{"Statement": [{"Action": ["k|ms:*"]}]}"#, "kms:* = kms:*: Every action of KMS"),
            (
                r#"{"Statement": {"Condition": {"ForAnyValue:String|NotLike"#,
                "ForAnyValue:StringNotLike = ForAnyValue:StringNotLike: StringLike compares text",
            ),
            (
                r#"{"Statement": {"Condition": {"StringEquals": {"KMS:via|service": ""#,
                "KMS:viaservice = kms:ViaService: kms:ViaService is set only where",
            ),
            (
                r#"{"Statement": {"Condition": {"Bool": {"kms:EncryptionContext:|Dept": "#,
                "kms:EncryptionContext:Dept = kms:EncryptionContext:Dept: ",
            ),
        ] {
            let found = said(marked).unwrap_or_default();
            assert!(found.starts_with(expected), "{marked}: {found}");
        }
    }

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        for marked in [
            r#"{"Action|": ""}"#,
            r#"{"Statement": {"Colour|": ""}}"#,
            r#"{"Statement": {"Action": "kms:Decrpyt|"}}"#,
            r#"{"Statement": {"Action": "s3:|GetObject"}}"#,
            r#"{"Statement": {"Sid": "Decrypt|"}}"#,
            r#"{"Statement": {"Condition": {"StringEquals": {"kms:Colour|": ""#,
        ] {
            assert_eq!(said(marked), None, "{marked}");
        }
    }

    #[test]
    fn every_action_key_and_operator_is_explained() {
        for action in Action::all() {
            assert!(of_action(&action.to_string()).is_some(), "{action}");
        }
        for key in KeyName::ALL {
            let part = if key.spelling().ends_with([':', '/']) { "PCR0" } else { "" };
            assert!(of_key(&format!("{}{part}", key.spelling())).is_some(), "{key:?}");
        }
        for name in Operator::names() {
            assert!(!assist::operator(Operator::read(name).unwrap()).is_empty(), "{name}");
        }
    }
}
