//! Output of AWS's command line, as the page shows it before it is put into the scenario.

use kms_policy::changes::Sign;
use kms_policy::error_text;
use kms_policy::import::{Hints, Import, Item, outcome, read as recognise};
use kms_policy::json::{Node, Value, parse};
use kms_policy::scenario::Scenario;
use serde::Serialize;

/// What texts hold, and what they would set.
#[derive(Debug, Serialize)]
struct Answer {
    /// The commands and kinds of documents that were recognised.
    outputs: Vec<&'static str>,
    parts: Vec<Shown>,
    set: Vec<Shown>,
    notes: Vec<Shown>,
    ask: Vec<Question>,
    /// Is it an error that can be read?
    error: bool,
    /// The scenario with it, as a text; nothing where nothing changes.
    scenario: Option<String>,
}

/// An item of a list.
#[derive(Debug, Serialize)]
struct Shown {
    text: String,
    fields: Vec<String>,
    documents: Vec<Document>,
}

/// The lines of a document: `+`, `-` or a blank, and the line.
#[derive(Debug, Serialize)]
struct Document {
    document: String,
    lines: Vec<(char, String)>,
}

/// A hint that would help, or was given: `key`, `principal` or `account`.
#[derive(Debug, Serialize)]
struct Question {
    hint: &'static str,
    chosen: Option<String>,
    options: Vec<String>,
}

/// Looks at `sources`, a list of `[name, text]`, with `hints`, an object, held against a scenario.
/// Nothing where the scenario cannot be read.
pub fn read(sources: &str, hints: &str, scenario: &str) -> Option<String> {
    let sources = pairs(&parse(sources).0);
    let hints = parse(hints).0;
    let hint = |name| hints.get(name).and_then(Node::as_str).map(str::to_owned);
    let hints = Hints { key: hint("key"), principal: hint("principal"), account: hint("account") };
    let imports: Vec<Import> = sources.iter().map(|(_, text)| recognise(text)).collect();
    let found = outcome(&sources, &imports, &hints, &Scenario::from_json(scenario).ok()?);
    let mut outputs = Vec::new();
    for part in imports.iter().flat_map(|import| &import.parts) {
        if !outputs.contains(&part.output.name()) {
            outputs.push(part.output.name());
        }
    }
    let is_error = |(_, text): &(String, String)| error_text::read(text).is_some();
    let asked = found.asked.into_iter();
    let answer = Answer {
        error: outputs.is_empty() && sources.iter().any(is_error),
        outputs,
        parts: found.parts.into_iter().map(shown).collect(),
        set: found.set.into_iter().map(shown).collect(),
        notes: found.notes.into_iter().map(shown).collect(),
        ask: asked
            .map(|one| Question { hint: one.hint, chosen: one.chosen, options: one.options })
            .collect(),
        scenario: found.scenario.map(|scenario| scenario.to_json()),
    };
    serde_json::to_string(&answer).ok()
}

fn shown(item: Item) -> Shown {
    let documents = item.documents.into_iter().map(|(document, lines)| {
        let lines = lines.into_iter().map(|line| (sign(line.sign), line.text)).collect();
        Document { document, lines }
    });
    Shown { text: item.text, fields: item.fields, documents: documents.collect() }
}

/// How a line of a change is marked.
pub fn sign(sign: Sign) -> char {
    match sign {
        Sign::Stays => ' ',
        Sign::Goes => '-',
        Sign::Comes => '+',
    }
}

fn pairs(list: &Node) -> Vec<(String, String)> {
    let pair = |node: &Node| match &node.value {
        Value::Array(parts) => match parts.as_slice() {
            [name, text] => Some((name.as_str()?.to_owned(), text.as_str()?.to_owned())),
            _ => None,
        },
        _ => None,
    };
    match &list.value {
        Value::Array(items) => items.iter().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const SCENARIO: &str =
        r#"{"version":1,"keys":[{"arn":"arn:aws:kms:eu-west-1:111122223333:key/k"}]}"#;

    #[test]
    fn output_goes_over_with_what_it_sets() {
        let sources = r#"[["a.json", "{\"Policy\": \"{\\\"Statement\\\": []}\", \"PolicyName\": \"default\"}"]]"#;
        let json = read(sources, "{}", SCENARIO).unwrap();
        let root = parse(&json).0;
        let at = |pointer: &str| root.pointer(pointer).and_then(Node::as_str);
        assert_eq!(at("/outputs/0"), Some("aws kms get-key-policy"));
        assert_eq!(at("/set/0/text"), Some("New: the key policy"), "{json}");
        assert_eq!(at("/set/0/documents/0/document"), Some("/keys/0/policy"));
        assert!(at("/scenario").is_some());
        assert!(json.contains(r#""error":false"#));
    }

    #[test]
    fn an_error_is_told_from_output() {
        let text = "User: arn:aws:iam::111122223333:user/a is not authorized to perform: kms:Sign on \
            resource: arn:aws:kms:eu-west-1:111122223333:key/k because no identity-based policy allows \
            the kms:Sign action";
        let json = read(&format!(r#"[["a","{text}"]]"#), "{}", SCENARIO).unwrap();
        assert!(json.contains(r#""error":true"#), "{json}");
        assert_eq!(read("[]", "{}", "{}"), None);
    }
}
