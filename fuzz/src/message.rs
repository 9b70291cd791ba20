//! A message of a page that has the playground in a frame.

use kms_policy::json;
use kms_policy_web::protocol::{Asked, link, read};
use kms_policy_web::state;

/// The bytes are the JSON of a message.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    is_quoted(text);
    let Some(asked) = read(text) else { return };
    let (message, errors) = json::parse(text);
    assert!(errors.is_empty(), "{text:?} is no JSON");
    let named = message.get("type").and_then(json::Node::as_str);
    let kind = match asked {
        Asked::Ready => "ready",
        Asked::SetTheme(_) => "set-theme",
        Asked::Reset => "reset",
        Asked::GetLink => "get-link",
        Asked::Select(selected) => {
            assert!(!selected.principal.is_empty() && !selected.action.is_empty(), "{text:?}");
            "select"
        }
        Asked::SetScenario(scenario, _) => {
            // Read, or refused with a reason; the page goes on either way.
            if let Err(error) = state::read(&scenario) {
                assert!(!error.without_line().is_empty(), "{text:?}");
            }
            "set-scenario"
        }
    };
    assert_eq!(named, Some(kind), "{text:?}");
}

/// Whatever text an answer carries, it is one member of one message.
fn is_quoted(text: &str) {
    for answer in [link(Ok(text)), link(Err(text))] {
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert!(answer["link"] == text || answer["refused"] == text, "{answer}");
    }
}
