//! What differs between two scenarios, field by field, as people read it.

use super::diff::{DiffLine, lines, text};
use crate::json::{Node, Value, parse};
use crate::scenario::Scenario;

/// A field or document that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which, as a JSON Pointer.
    pub pointer: String,
    /// What it was; nothing where it was not there, and of a document.
    pub before: Option<String>,
    /// What it is; nothing where it is gone, and of a document.
    pub after: Option<String>,
    /// The lines of a document that differ.
    pub lines: Vec<DiffLine>,
}

/// Everything in which `after` differs from `before`, in the order of the fields.
///
/// ```
/// use kms_policy::changes::between;
/// use kms_policy::scenario::{Key, Scenario};
/// let key = Key { state: Some("Disabled".into()), ..Key::default() };
/// let after = Scenario { keys: vec![key], ..Scenario::default() };
/// let differences = between(&Scenario::default(), &after);
/// let state = differences.iter().find(|one| one.pointer == "/keys/0/state").unwrap();
/// assert_eq!((&state.before, state.after.as_deref()), (&None, Some("Disabled")));
/// ```
pub fn between(before: &Scenario, after: &Scenario) -> Vec<Difference> {
    let (old, new) = (before.to_json(), after.to_json());
    let (mut before, mut after) = (before.clone(), after.clone());
    let mut documents = Vec::new();
    for scenario in [&mut before, &mut after] {
        scenario.for_each_document(|pointer, _| documents.push(pointer.to_owned()));
    }
    let mut walk = Walk { old: &old, new: &new, documents, found: Vec::new() };
    walk.node("", Some(&parse(&old).0), Some(&parse(&new).0));
    for one in &mut walk.found {
        if walk.documents.contains(&one.pointer) {
            one.lines = lines(&text(&mut before, &one.pointer), &text(&mut after, &one.pointer));
            (one.before, one.after) = (None, None);
        }
    }
    walk.found
}

struct Walk<'a> {
    old: &'a str,
    new: &'a str,
    documents: Vec<String>,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn node(&mut self, pointer: &str, old: Option<&Node>, new: Option<&Node>) {
        let before = old.map(|node| said(node, self.old));
        let after = new.map(|node| said(node, self.new));
        if before == after {
            return;
        }
        let parts = parts(old, new);
        if parts.is_empty() {
            let pointer = pointer.to_owned();
            self.found.push(Difference { pointer, before, after, lines: Vec::new() });
        }
        for part in parts {
            let step = format!("/{part}");
            let old = old.and_then(|node| node.pointer(&step));
            let new = new.and_then(|node| node.pointer(&step));
            self.node(&format!("{pointer}{step}"), old, new);
        }
    }
}

/// The names of the parts to look at one by one, as in a JSON Pointer; none of a value that is said as a whole.
fn parts(old: Option<&Node>, new: Option<&Node>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for node in [old, new].into_iter().flatten() {
        let more: Vec<String> = match &node.value {
            Value::Object(members) => {
                members.iter().map(|one| one.key.replace('~', "~0").replace('/', "~1")).collect()
            }
            Value::Array(items) if !items.iter().all(is_plain) => {
                (0..items.len()).map(|index| index.to_string()).collect()
            }
            _ => Vec::new(),
        };
        for name in more {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn is_plain(node: &Node) -> bool {
    !matches!(node.value, Value::Object(_) | Value::Array(_))
}

/// A value in a line.
fn said(node: &Node, text: &str) -> String {
    match &node.value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(is_plain) => {
            let items: Vec<String> = items.iter().map(|item| said(item, text)).collect();
            items.join(", ")
        }
        _ => node.span.of(text).to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<String> {
        let read = |text: &str| Scenario::from_json(text).expect("a scenario");
        between(&read(before), &read(after))
            .into_iter()
            .map(|Difference { pointer, before, after, lines }| {
                format!("{pointer} {before:?} {after:?} {}", lines.len())
            })
            .collect()
    }

    #[test]
    fn fields_have_values_and_documents_have_lines() {
        let before =
            r#"{"version": 1, "keys": [{"arn": "k", "state": "Enabled", "policy": "a\nb"}]}"#;
        let after = r#"{"version": 1, "keys": [{"arn": "k", "aliases": ["alias/a", "alias/b"], "policy": "a\nc",
            "tags": {"a/b": "1"}}]}"#;
        assert_eq!(told(before, before), Vec::<String>::new());
        assert_eq!(
            told(before, after),
            [
                r#"/keys/0/state Some("Enabled") None 0"#,
                "/keys/0/policy None None 3",
                r#"/keys/0/aliases None Some("alias/a, alias/b") 0"#,
                r#"/keys/0/tags/a~1b None Some("1") 0"#,
            ]
        );
    }

    #[test]
    fn a_key_policy_that_was_left_out_is_compared_with_the_default() {
        let without =
            r#"{"version": 1, "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}]}"#;
        let mut key = Scenario::from_json(without).expect("a scenario");
        let policy = key.key_policy_text(0);
        let with = |text: &str| Some(std::sync::Arc::<str>::from(text).into());
        if let Some(key) = key.keys.first_mut() {
            key.policy = with(&policy.replace("kms:*", "kms:Get*"));
        }
        assert_eq!(told(without, &key.to_json()), ["/keys/0/policy None None 4"]);
    }
}
