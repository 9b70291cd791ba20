//! Forms that build a scenario, and their edits, as JSON.

use kms_policy::build::{Drafts, Edit, edit, form};
use kms_policy::json::quoted;
use kms_policy::scenario::Scenario;

/// `{parts, title, sections}` as the core's `Form` is.
pub fn shown(scenario: &str, drafts: &str, at: &str) -> Option<String> {
    let scenario = Scenario::from_json(scenario).ok()?;
    serde_json::to_string(&form(&scenario, &written(drafts)?, at)).ok()
}

/// `{scenario, drafts, said, at}`, the scenario as a text, or `{error, at}`.
pub fn edited(scenario: &str, drafts: &str, asked: Edit<'_>) -> Option<String> {
    let scenario = Scenario::from_json(scenario).ok()?;
    Some(match edit(&scenario, &written(drafts)?, asked) {
        Ok(built) => {
            let drafts = serde_json::to_string(&built.drafts).ok()?;
            let (scenario, said) = (quoted(&built.scenario.to_json()), quoted(&built.said));
            let at = built.at.map_or_else(|| "null".to_owned(), |at| quoted(&at));
            format!(r#"{{"scenario":{scenario},"drafts":{drafts},"said":{said},"at":{at}}}"#)
        }
        Err(error) => {
            let (message, at) = (quoted(&error.message), quoted(&error.at));
            format!(r#"{{"error":{message},"at":{at}}}"#)
        }
    })
}

/// What was written: an object of texts.
fn written(drafts: &str) -> Option<Drafts> {
    serde_json::from_str(drafts).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use kms_policy::json::{Value, parse};

    const SCENARIO: &str =
        r#"{"version": 1, "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}]}"#;

    #[test]
    fn a_form_is_shown_and_edited() {
        let json = shown(SCENARIO, "{}", "/keys/0").unwrap();
        assert!(json.contains(r#""at":"/keys/0/state","kind":"choice","label":"State""#), "{json}");
        let asked = Edit { what: "set", at: "/keys/0/state", text: "Disabled" };
        let (root, errors) = parse(&edited(SCENARIO, "{}", asked).unwrap());
        assert!(errors.is_empty());
        let Value::String(scenario) = &root.get("scenario").unwrap().value else { panic!() };
        let scenario = Scenario::from_json(scenario).unwrap();
        assert_eq!(scenario.keys.first().unwrap().state(), "Disabled");
    }

    #[test]
    fn what_cannot_be_done_is_said_and_what_cannot_be_used_is_kept() {
        let asked = Edit { what: "remove", at: "/keys/7", text: "" };
        let json = edited(SCENARIO, "{}", asked).unwrap();
        assert!(json.starts_with(r#"{"error":"This is not there"#), "{json}");
        let asked = Edit { what: "set", at: "/keys/0/arn", text: "arn" };
        let json = edited(SCENARIO, r#"{"/time": "1"}"#, asked).unwrap();
        assert!(json.contains(r#""drafts":{"/keys/0/arn":"arn","/time":"1"}"#), "{json}");
        assert_eq!(edited("{", "{}", asked), None);
    }
}
