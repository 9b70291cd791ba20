//! The messages between the page and the one around it: read and written, and nothing done. Each is
//! an object `{kmsPolicy: 1, type, …}`; here it is its JSON. What goes out says what was decided and
//! never holds the text of a policy.

use super::parameters::theme;
use crate::answer::text;
use crate::state::{Selected, Theme};
use kms_policy::decide::MatrixVerdicts;
use kms_policy::json::{Node, Value, parse, quoted};
use kms_policy::report::Decision;

/// What the page around asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is there, and this is its origin.
    Ready,
    /// To show a scenario, or a `Share`: its JSON, and whether it came as a text, with lines.
    SetScenario(String, bool),
    /// To take on its colours.
    SetTheme(Theme),
    /// To look at a cell.
    Select(Selected),
    /// To go back to what the page began with.
    Reset,
    /// For a link to what is here.
    GetLink,
}

/// Reads a message; `None` where it is none of ours, or lacks something. What else it holds is not
/// looked at.
pub fn read(json: &str) -> Option<Asked> {
    let (root, errors) = parse(json);
    let version = root.get("kmsPolicy").map(|node| &node.value);
    if !errors.is_empty() || version != Some(&Value::Number("1".to_owned())) {
        return None;
    }
    let required = |name| Some(text(&root, name)).filter(|text| !text.is_empty());
    match text(&root, "type") {
        "ready" => Some(Asked::Ready),
        "set-scenario" => scenario(root.get("scenario")?, json),
        "set-theme" => Some(Asked::SetTheme(theme(required("theme")?)?)),
        "select" => {
            let (principal, action) = (required("principal")?, required("action")?);
            let (principal, action) = (principal.to_owned().into(), action.to_owned().into());
            Some(Asked::Select(Selected { principal, action }))
        }
        "reset" => Some(Asked::Reset),
        "get-link" => Some(Asked::GetLink),
        _ => None,
    }
}

fn scenario(node: &Node, json: &str) -> Option<Asked> {
    match &node.value {
        Value::Object(_) => Some(Asked::SetScenario(node.span.of(json).to_owned(), false)),
        Value::String(text) => Some(Asked::SetScenario(text.clone(), true)),
        _ => None,
    }
}

fn message(kind: &str, members: &str) -> String {
    format!(r#"{{"kmsPolicy":1,"type":"{kind}"{members}}}"#)
}

/// The page runs.
pub fn ready(editable: bool) -> String {
    let (version, engine) = (kms_policy::scenario::VERSION, env!("CARGO_PKG_VERSION"));
    message("ready", &format!(r#","version":{version},"engine":"{engine}","editable":{editable}"#))
}

fn cell(selected: &Selected) -> String {
    let (principal, action) = (quoted(&selected.principal), quoted(&selected.action));
    format!(r#"{{"principal":{principal},"action":{action}}}"#)
}

fn list(texts: &[impl AsRef<str>]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", texts.join(","))
}

/// All decisions; of a scenario that cannot be decided none.
pub fn changed(matrix: Option<&MatrixVerdicts>, selected: &Selected, step: usize) -> String {
    let (verdicts, principals, actions) = matrix.map_or_else(Default::default, |matrix| {
        (matrix.digits(), list(&matrix.principals), list(&matrix.actions))
    });
    let or_none = |list: String| if list.is_empty() { "[]".to_owned() } else { list };
    let members = format!(
        r#","verdicts":"{verdicts}","principals":{},"actions":{},"selected":{},"step":{step}"#,
        or_none(principals),
        or_none(actions),
        cell(selected),
    );
    message("changed", &members)
}

/// The decision of the selected cell, with the members that a Report has, as it has them.
pub fn decision(selected: &Selected, decision: &Decision) -> String {
    let or_null = |text: &Option<String>| text.as_deref().map_or_else(|| "null".to_owned(), quoted);
    let members = format!(
        r#","selected":{},"decision":{{"principal":{},"action":{},"key":{},"verdict":"{}","error":{},"confidence":"{}","rules":{}}}"#,
        cell(selected),
        quoted(&decision.principal),
        quoted(&decision.action),
        or_null(&decision.key),
        decision.verdict.name(),
        or_null(&decision.error),
        decision.confidence.name(),
        list(&decision.rules),
    );
    message("decision", &members)
}

/// All checks of a step hold.
pub fn solved(step: usize, steps: usize) -> String {
    message("solved", &format!(r#","step":{step},"steps":{steps}"#))
}

/// The link that was asked for, or why there is none.
pub fn link(link: Result<&str, &str>) -> String {
    let members = match link {
        Ok(link) => format!(r#","link":{}"#, quoted(link)),
        Err(refused) => format!(r#","link":null,"refused":{}"#, quoted(refused)),
    };
    message("link", &members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::Derived;
    use crate::state::{State, opening};
    use kms_policy::decide::Model;
    use kms_policy::report::Confidence;
    use kms_policy::scenario::Scenario;
    use std::rc::Rc;

    fn selected(principal: &str, action: &str) -> Selected {
        Selected { principal: principal.to_owned().into(), action: action.to_owned().into() }
    }

    #[test]
    fn messages_are_read() {
        let given = |json: &str, lines| Some(Asked::SetScenario(json.to_owned(), lines));
        for (json, wanted) in [
            (r#"{"kmsPolicy":1,"type":"ready"}"#, Some(Asked::Ready)),
            (r#"{"type":"reset","kmsPolicy":1}"#, Some(Asked::Reset)),
            (r#"{"kmsPolicy":1,"type":"get-link","id":7}"#, Some(Asked::GetLink)),
            (
                r#"{"kmsPolicy":1,"type":"set-theme","theme":"auto"}"#,
                Some(Asked::SetTheme(Theme::System)),
            ),
            (
                r#"{"kmsPolicy":1,"type":"select","principal":"a","action":"kms:Decrypt"}"#,
                Some(Asked::Select(selected("a", "kms:Decrypt"))),
            ),
            (
                r#"{"kmsPolicy":1,"type":"set-scenario","scenario":{"version":1}}"#,
                given(r#"{"version":1}"#, false),
            ),
            (r#"{"kmsPolicy":1,"type":"set-scenario","scenario":"{\n}"}"#, given("{\n}", true)),
            (r#"{"kmsPolicy":1,"type":"set-scenario","scenario":""}"#, given("", true)),
        ] {
            assert_eq!(read(json), wanted, "{json}");
        }
    }

    #[test]
    fn what_is_malformed_is_no_message() {
        for json in [
            "",
            "null",
            "1",
            "\"ready\"",
            "[]",
            "{}",
            r#"{"kmsPolicy":1"#,
            r#"{"kmsPolicy":1}"#,
            r#"{"type":"ready"}"#,
            r#"{"kmsPolicy":2,"type":"ready"}"#,
            r#"{"kmsPolicy":"1","type":"ready"}"#,
            r#"{"kmsPolicy":1.0,"type":"ready"}"#,
            r#"{"kmsPolicy":true,"type":"ready"}"#,
            r#"{"kmsPolicy":1,"type":"Ready"}"#,
            r#"{"kmsPolicy":1,"type":["ready"]}"#,
            r#"{"kmsPolicy":1,"type":"changed"}"#,
            r#"{"kmsPolicy":1,"type":"set-scenario"}"#,
            r#"{"kmsPolicy":1,"type":"set-scenario","scenario":null}"#,
            r#"{"kmsPolicy":1,"type":"set-scenario","scenario":[{}]}"#,
            r#"{"kmsPolicy":1,"type":"set-theme"}"#,
            r#"{"kmsPolicy":1,"type":"set-theme","theme":"blue"}"#,
            r#"{"kmsPolicy":1,"type":"set-theme","theme":null}"#,
            r#"{"kmsPolicy":1,"type":"select","principal":"a"}"#,
            r#"{"kmsPolicy":1,"type":"select","action":"kms:Decrypt"}"#,
            r#"{"kmsPolicy":1,"type":"select","principal":"","action":"kms:Decrypt"}"#,
            r#"{"kmsPolicy":1,"type":"select","principal":{"id":"a"},"action":"kms:Decrypt"}"#,
            r#"[{"kmsPolicy":1,"type":"ready"}]"#,
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }

    #[test]
    fn short_messages_are_as_they_are_documented() {
        let engine = env!("CARGO_PKG_VERSION");
        let ready = ready(true);
        assert_eq!(
            ready,
            format!(
                r#"{{"kmsPolicy":1,"type":"ready","version":1,"engine":"{engine}","editable":true}}"#
            )
        );
        assert_eq!(solved(0, 2), r#"{"kmsPolicy":1,"type":"solved","step":0,"steps":2}"#);
        assert_eq!(link(Ok("a#1")), r#"{"kmsPolicy":1,"type":"link","link":"a#1"}"#);
        assert_eq!(link(Err("no")), r#"{"kmsPolicy":1,"type":"link","link":null,"refused":"no"}"#);
        assert_eq!(
            changed(None, &selected("a", "b"), 3),
            r#"{"kmsPolicy":1,"type":"changed","verdicts":"","principals":[],"actions":[],"selected":{"principal":"a","action":"b"},"step":3}"#
        );
    }

    #[test]
    fn changed_has_the_matrix_row_by_row_and_no_policy() {
        let state = State::new(opening());
        let derived = Derived::of(&state);
        let json = changed(derived.matrix.as_deref(), &state.view.selected, 0);
        let root = parse(&json).0;
        let count = |name: &str| crate::answer::items(&root, name).len();
        assert_eq!(text(&root, "verdicts").len(), count("principals") * count("actions"));
        assert!(!json.contains("Statement"), "{json}");
    }

    /// The members of a Report's decision that the message has, as serde writes them.
    fn as_in_a_report(decision: &Decision) -> String {
        let all = serde_json::to_string(decision).expect("a decision can be written");
        let root = parse(&all).0;
        let names = ["principal", "action", "key", "verdict", "error", "confidence", "rules"];
        let members = names.map(|name| {
            let value = root.get(name).expect(name).span.of(&all);
            format!("\"{name}\":{value}")
        });
        format!("{{{}}}", members.join(","))
    }

    #[test]
    fn a_decision_has_the_very_texts_of_a_report() {
        let strange = r#"{"version":1,"keys":[{"arn":"arn:aws:kms:eu-west-1:111122223333:key/k","state":"Disabled","policy":"{"}],
            "principals":[{"id":"a \"b\"\n\u0001 ä","arn":"arn:aws:iam::111122223333:user/x"},{"arn":"arn:aws:iam::111122223333:root"}]}"#;
        let strange = Scenario::from_json(strange).expect("it can be read");
        let mut seen = Vec::new();
        for scenario in [opening(), Rc::new(strange)] {
            let model = Model::new(&scenario).expect("it can be decided");
            for principal in model.matrix_principals() {
                for action in ["kms:Decrypt", "kms:ListKeys", "kms:PutKeyPolicy", "kms:CreateKey"] {
                    let question = model.matrix_question(&principal, action).expect("a cell");
                    let decided = model.explain(&question, 0);
                    let json = decision(&selected(&principal, action), &decided);
                    let root = parse(&json).0;
                    let written = root.get("decision").expect("it is there").span.of(&json);
                    assert_eq!(written, as_in_a_report(&decided));
                    seen.push((decided.verdict, decided.confidence));
                }
            }
        }
        assert!(
            seen.iter().any(|(_, confidence)| *confidence == Confidence::Uncertain),
            "{seen:?}"
        );
        assert!(
            seen.iter().any(|(_, confidence)| *confidence == Confidence::Documented),
            "{seen:?}"
        );
    }
}
