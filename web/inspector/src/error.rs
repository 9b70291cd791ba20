//! A pasted error as the page shows it: in words, with its places in UTF-16 units.

use kms_policy::error_text::{ErrorReport, read as read_text};
use kms_policy::json::quoted;
use kms_policy::scenario::Scenario;
use kms_policy::text::Encoding;

/// `{say, sections: [{title, lines: [{label, text, command, span}]}], cell: {principal, action},
/// scenario}`: the scenario, as a text, is the one in whose matrix the cell is. Cell and scenario are
/// `null` where it cannot be shown. Nothing where the text is no error that is known.
pub fn read(text: &str, scenario: &str) -> Option<String> {
    let error = read_text(text)?;
    let scenario = Scenario::from_json(scenario).ok()?;
    let here = error.in_scenario(&scenario);
    let report = ErrorReport::new(&error, Some(&here), text, Encoding::Utf16);
    let say = quoted(&report.sentence);
    let sections = serde_json::to_string(&report.sections()).ok()?;
    let cell = report.here.and_then(|here| here.cell);
    let cell = serde_json::to_string(&cell).ok()?;
    let scenario = here.scenario.map_or_else(|| "null".to_owned(), |one| quoted(&one.to_json()));
    Some(format!(r#"{{"say":{say},"sections":{sections},"cell":{cell},"scenario":{scenario}}}"#))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use kms_policy::json::{Value, parse};

    const TEXT: &str = "\u{1f600} User: arn:aws:iam::111122223333:user/a is not authorized to perform: \
        kms:Sign on resource: arn:aws:kms:eu-west-1:111122223333:key/k because no identity-based \
        policy allows the kms:Sign action";
    const SCENARIO: &str =
        r#"{"version": 1, "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}]}"#;

    #[test]
    fn an_error_is_read_and_its_cell_can_be_shown() {
        let json = read(TEXT, SCENARIO).unwrap();
        assert!(
            json.contains(r#""text":"arn:aws:iam::111122223333:user/a","command":null,"span":[9,"#)
        );
        let (root, errors) = parse(&json);
        assert!(errors.is_empty(), "{json}");
        assert!(root.pointer("/cell/principal").is_some(), "{json}");
        let Value::String(scenario) = &root.get("scenario").unwrap().value else {
            panic!("{json}");
        };
        assert_eq!(Scenario::from_json(scenario).unwrap().principals.len(), 1);
    }

    #[test]
    fn what_cannot_be_shown_has_no_cell() {
        let json = read(&TEXT.replace("user/a", "group/a"), SCENARIO).unwrap();
        assert!(json.ends_with(r#""cell":null,"scenario":null}"#), "{json}");
        assert_eq!(read("hello", SCENARIO), None);
    }
}
