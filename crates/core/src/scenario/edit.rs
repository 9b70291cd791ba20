//! Edits carried out: the solution of a lesson's step, a repair, a change.

use super::{Document, Scenario};
use crate::report::Edit;
use serde_json::Value;
use std::sync::Arc;
use thiserror::Error;

/// An edit that cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EditError {
    /// There is no such document.
    #[error("{0}: there is no such document; name one by its JSON Pointer, as in /keys/0/policy")]
    NoDocument(String),
    /// The span does not lie inside the document's text.
    #[error("{pointer}: the text has no bytes {start} to {end}; it has {length} bytes")]
    NoSpan {
        /// The document.
        pointer: String,
        /// The first byte.
        start: usize,
        /// The byte after the last one.
        end: usize,
        /// The length of the text.
        length: usize,
    },
    /// There is no such field.
    #[error("{0}: there is no such place; name a field, or a list's index up to its length")]
    NoPlace(String),
    /// With the value it is no scenario.
    #[error("{pointer}: {error}")]
    NoScenario {
        /// Where, in the scenario with the value.
        pointer: String,
        /// What is wrong.
        error: String,
    },
}

/// Carries out edits one after the other.
///
/// # Errors
///
/// The first edit that names a place which is not there, or makes something that is no scenario.
///
/// ```
/// use kms_policy::{report::Edit, scenario::{self, Scenario}};
/// let before = Scenario::from_json(
///     r#"{"version": 1, "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}]}"#,
/// ).unwrap();
/// let disable = Edit::from_json(r#"{"set": "/keys/0/state", "value": "Disabled"}"#).unwrap();
/// let after = scenario::apply(&before, &[disable]).unwrap();
/// assert_eq!(after.keys[0].state(), "Disabled");
/// ```
pub fn apply(scenario: &Scenario, edits: &[Edit]) -> Result<Scenario, EditError> {
    edits.iter().try_fold(scenario.clone(), |scenario, edit| match edit {
        Edit::Text { document, span, text } => {
            replace(scenario, document, (span.start, span.end), text)
        }
        Edit::Set { set, value } => put(&scenario, set, value.text()),
    })
}

/// Replaces a part of a document's text.
fn replace(
    mut scenario: Scenario,
    pointer: &str,
    (start, end): (usize, usize),
    new: &str,
) -> Result<Scenario, EditError> {
    // The text of a key policy that is left out is that of the default.
    for index in 0..scenario.keys.len() {
        if pointer == super::key_policy_pointer(index) {
            let text = scenario.key_policy_text(index);
            if let Some(key) = scenario.keys.get_mut(index) {
                key.policy = Some(Document::Text(text));
            }
        }
    }
    let mut outcome = Err(EditError::NoDocument(pointer.to_owned()));
    scenario.for_each_document(|at, document| {
        let Document::Text(text) = document else { return };
        if at != pointer {
            return;
        }
        outcome = match (text.get(..start), text.get(start..end), text.get(end..)) {
            (Some(before), Some(_), Some(after)) => {
                *text = Arc::from([before, new, after].concat());
                Ok(())
            }
            _ => {
                let (pointer, length) = (pointer.to_owned(), text.len());
                Err(EditError::NoSpan { pointer, start, end, length })
            }
        };
    });
    outcome.map(|()| scenario)
}

/// Stands for the value until the scenario is text: a policy in it keeps its own text.
const PLACEHOLDER: &str = "\u{1}value\u{1}";

/// Sets a field: a member that may be new, an entry of a list, or one behind its last (`-`).
fn put(scenario: &Scenario, pointer: &str, value: &str) -> Result<Scenario, EditError> {
    let no_scenario = |error: serde_json::Error| EditError::NoScenario {
        pointer: pointer.to_owned(),
        error: error.to_string(),
    };
    let no_place = || EditError::NoPlace(pointer.to_owned());
    // The solutions of steps hold policies as well: they stay aside, unless it is about them.
    let aside = if pointer.starts_with("/steps") { Vec::new() } else { scenario.steps.clone() };
    let mut scenario = scenario.clone();
    if !aside.is_empty() {
        scenario.steps.clear();
    }
    let mut root: Value = serde_json::from_str(&scenario.to_json()).map_err(no_scenario)?;
    let (parent, last) = pointer.rsplit_once('/').ok_or_else(no_place)?;
    let placeholder = Value::String(PLACEHOLDER.to_owned());
    match root.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.insert(unescaped(last), placeholder);
        }
        Some(Value::Array(items)) => {
            let index = if last == "-" { Some(items.len()) } else { last.parse().ok() };
            match index {
                Some(index) if index == items.len() => items.push(placeholder),
                Some(index) => *items.get_mut(index).ok_or_else(no_place)? = placeholder,
                None => return Err(no_place()),
            }
        }
        // Fields without a value are left out of the text.
        None => insert(&mut root, parent, wrapped(last, placeholder)).ok_or_else(no_place)?,
        Some(_) => return Err(no_place()),
    }
    let text = serde_json::to_string(&root).map_err(no_scenario)?;
    let quoted = serde_json::to_string(PLACEHOLDER).map_err(no_scenario)?;
    let read = Scenario::from_json(&text.replacen(&quoted, value, 1));
    let mut edited = read.map_err(|error| {
        // Its line is one of a text that nobody has seen.
        EditError::NoScenario { pointer: error.pointer, error: error.message }
    })?;
    if !aside.is_empty() {
        edited.steps = aside;
    }
    Ok(edited)
}

/// Puts a value where nothing is yet, with the objects around it that are not there either.
fn insert(root: &mut Value, pointer: &str, value: Value) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match root.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.insert(unescaped(last), value);
            Some(())
        }
        Some(_) => None,
        None => insert(root, parent, wrapped(last, value)),
    }
}

/// A list or an object of one.
fn wrapped(name: &str, value: Value) -> Value {
    if name == "-" || name == "0" {
        serde_json::json!([value])
    } else {
        serde_json::json!({ unescaped(name): value })
    }
}

/// A part of a JSON Pointer as the name that it stands for.
fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn scenario() -> Scenario {
        Scenario::from_json(
            r#"{
                "version": 1,
                "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}],
                "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}]
            }"#,
        )
        .unwrap()
    }

    fn edited(edit: &str) -> Result<Scenario, EditError> {
        apply(&scenario(), &[Edit::from_json(edit).unwrap()])
    }

    #[test]
    fn a_policy_keeps_its_text_at_any_depth() {
        let policy = "{ \"Version\":  \"2012-10-17\", \"Statement\": [] }";
        let after = edited(&format!(r#"{{"set": "/keys/0/policy", "value": {policy}}}"#)).unwrap();
        assert_eq!(&*after.key_policy_text(0), policy);
        let list = format!(r#"[{{"name": "A", "document": {policy}}}]"#);
        let after =
            edited(&format!(r#"{{"set": "/principals/0/policies", "value": {list}}}"#)).unwrap();
        assert_eq!(&**after.principals[0].policies[0].document.text().unwrap(), policy);
    }

    #[test]
    fn a_solution_keeps_its_text_while_something_else_is_set() {
        let value = r#"{ "Version": "2012-10-17",  "Statement": [] }"#;
        let step = format!(
            r#"{{"title": "A", "solution": [{{"set": "/keys/0/policy", "value": {value}}}]}}"#
        );
        let with_step = edited(&format!(r#"{{"set": "/steps/-", "value": {step}}}"#)).unwrap();
        let disable = Edit::from_json(r#"{"set": "/keys/0/state", "value": "Disabled"}"#).unwrap();
        let after = apply(&with_step, &[disable]).unwrap();
        assert_eq!(after.steps, with_step.steps);
        let solved = apply(&after, &after.steps[0].solution).unwrap();
        assert_eq!(&*solved.key_policy_text(0), value);
    }

    #[test]
    fn a_list_that_is_not_there_begins() {
        let value = r#"{"name": "A", "document": "{}"}"#;
        let edit = format!(r#"{{"set": "/principals/0/policies/-", "value": {value}}}"#);
        let once = edited(&edit).unwrap();
        let twice = apply(&once, &[Edit::from_json(&edit).unwrap()]).unwrap();
        assert_eq!((once.principals[0].policies.len(), twice.principals[0].policies.len()), (1, 2));
    }

    #[test]
    fn objects_that_are_not_there_begin() {
        let after =
            edited(r#"{"set": "/matrix/request/context/aws:SourceIp", "value": "192.0.2.1"}"#);
        let details = after.unwrap().matrix.unwrap().request;
        assert_eq!(details.context["aws:SourceIp"], "192.0.2.1");
    }

    #[test]
    fn null_is_absent() {
        let after = edited(r#"{"set": "/keys/0/state", "value": null}"#).unwrap();
        assert_eq!(after.keys[0].state, None);
    }

    #[test]
    fn a_span_of_the_default_policy_can_be_replaced() {
        let text = scenario().key_policy_text(0);
        let start = text.find("kms:*").unwrap();
        let end = start + "kms:*".len();
        let edit = format!(
            r#"{{"document": "/keys/0/policy", "span": [{start}, {end}], "text": "kms:Decrypt"}}"#
        );
        assert!(edited(&edit).unwrap().key_policy_text(0).contains("\"kms:Decrypt\""));
    }

    #[test]
    fn what_is_not_there_is_said() {
        for (edit, error) in [
            (
                r#"{"document": "/keys/1/policy", "span": [0, 1], "text": ""}"#,
                "/keys/1/policy: there is no such document",
            ),
            (
                r#"{"document": "/keys/0/policy", "span": [0, 9000], "text": ""}"#,
                "/keys/0/policy: the text has no bytes 0 to 9000",
            ),
            (r#"{"set": "/keys/2/state", "value": 1}"#, "/keys/2/state: there is no such place"),
            (r#"{"set": "state", "value": 1}"#, "state: there is no such place"),
            (r#"{"set": "/keys/0/color", "value": 1}"#, "/keys/0/color: unknown field `color`"),
        ] {
            let found = edited(edit).unwrap_err().to_string();
            assert!(found.starts_with(error), "{edit}: {found}");
        }
    }
}
