//! Every finding has a file in `findings/` at the root of the project: what it means, documents in
//! which it is found, each with the text that is underlined, and documents in which it is not. Where
//! a repair is offered, the repaired document has no such finding any more.

use kms_policy::decide::Model;
use kms_policy::findings::{self, of_text};
use kms_policy::policy::{PolicyKind, ProblemKind};
use kms_policy::report::{Edit, Finding};
use kms_policy::scenario::{Scenario, apply};
use kms_policy::text::Encoding;
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of `findings/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    /// Has IAM Access Analyzer the finding, by this title?
    analyzer: bool,
    rules: Vec<String>,
    source: String,
    what: String,
    why: String,
    fires: Vec<Example>,
    silent: Vec<Example>,
}

/// A document, or a scenario with the document that is meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    kind: Option<String>,
    policy: Option<Box<RawValue>>,
    scenario: Option<Box<RawValue>>,
    document: Option<String>,
    /// The texts that are underlined, in order.
    #[serde(default)]
    underlined: Vec<String>,
    /// The document after the first repair of each finding, compared as JSON where it is an object.
    repaired: Option<Box<RawValue>>,
}

/// Names with which a message may begin.
const NAMES: [&str; 5] = ["AWS", "IAM", "JSON", "KMS", "VPC"];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../findings");
    let mut files: Vec<PathBuf> = fs::read_dir(&root)
        .expect("findings/")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let names: BTreeSet<String> =
        files.iter().filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect();
    let mut trials = vec![Trial::test("every_finding_has_a_file", move || all_there(&names))];
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        trials.push(Trial::test(name.clone(), move || run(&name, &file)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn all_there(names: &BTreeSet<String>) -> Result<(), Failed> {
    let rows = findings::rows().map(|row| row.code);
    let codes: BTreeSet<String> =
        rows.chain(ProblemKind::CODES.iter().copied()).map(str::to_owned).collect();
    let without: Vec<&String> = codes.difference(names).collect();
    let unknown: Vec<&String> = names.difference(&codes).collect();
    if without.is_empty() && unknown.is_empty() {
        return Ok(());
    }
    Err(format!("without a file: {without:?}; files of no finding: {unknown:?}").into())
}

/// The text of a document: a string is the text itself, an object its slice.
fn text_of(raw: &RawValue) -> Result<String, Failed> {
    if raw.get().starts_with('"') {
        return Ok(serde_json::from_str(raw.get())?);
    }
    Ok(raw.get().to_owned())
}

impl Example {
    /// The text that is looked at, and what is found of this code.
    fn look(&self, code: &str, text: &str) -> Result<Vec<Finding>, Failed> {
        let all = match (&self.kind, &self.scenario, &self.document) {
            (Some(kind), None, None) => {
                let kind = PolicyKind::named(kind).ok_or_else(|| format!("no kind {kind}"))?;
                of_text(text, kind, Encoding::Chars)
            }
            (None, Some(_), document) => {
                let scenario = Scenario::from_json(text).map_err(|error| error.to_string())?;
                let model = Model::new(&scenario).map_err(|errors| format!("{errors:?}"))?;
                let all = model.findings(Encoding::Chars);
                let wanted = |finding: &Finding| {
                    document.as_ref().is_none_or(|document| finding.document == *document)
                };
                all.into_iter().filter(wanted).collect()
            }
            _ => return Err("an example has `kind` and `policy`, or `scenario`".into()),
        };
        Ok(all.into_iter().filter(|finding| finding.code == code).collect())
    }

    fn text(&self) -> Result<String, Failed> {
        let raw = self.policy.as_ref().or(self.scenario.as_ref());
        text_of(raw.ok_or("an example has `kind` and `policy`, or `scenario`")?)
    }
}

fn run(code: &str, file: &Path) -> Result<(), Failed> {
    let read: File = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut wrong = Vec::new();
    for (what, text) in [("title", &read.title), ("what", &read.what), ("why", &read.why)] {
        if text.is_empty() {
            wrong.push(format!("it has no {what}"));
        }
    }
    if read.rules.is_empty() && !read.analyzer || read.source.is_empty() {
        wrong.push("it rests on no rule or has no source".to_owned());
    }
    if read.fires.is_empty() || read.silent.is_empty() {
        wrong.push("it lacks examples in which it is found, or in which it is not".to_owned());
    }
    for (index, example) in read.fires.iter().enumerate() {
        let text = example.text()?;
        let found = example.look(code, &text)?;
        let document = document_text(example, &text)?;
        let underlined: Vec<&str> =
            found.iter().map(|finding| finding.span.of(&document)).collect();
        if found.is_empty() || underlined != example.underlined {
            wrong.push(format!(
                "fires {index}: underlined {underlined:?}, expected {:?}",
                example.underlined
            ));
        }
        wrong.extend(
            wrong_in_repairs(code, example, &text, &found)?
                .map(|wrong| format!("fires {index}: {wrong}")),
        );
        for finding in &found {
            for text in [&finding.message, &finding.help] {
                wrong.extend(of_the_wrong_style(text).map(|what| format!("{what}: {text}")));
            }
        }
    }
    for (index, example) in read.silent.iter().enumerate() {
        let text = example.text()?;
        for finding in example.look(code, &text)? {
            wrong.push(format!("silent {index}: {}", finding.message));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// A message begins in lower case, or with a name, and has no full stop.
fn of_the_wrong_style(text: &str) -> Option<&'static str> {
    let name = NAMES.iter().any(|name| text.starts_with(name));
    if text.is_empty() {
        Some("says nothing")
    } else if text.ends_with('.') {
        Some("ends with a full stop")
    } else if text.starts_with(char::is_uppercase) && !name {
        Some("begins with a capital letter")
    } else {
        None
    }
}

/// The text of the document that an example is about.
fn document_text(example: &Example, text: &str) -> Result<String, Failed> {
    let Some(pointer) = &example.document else {
        return Ok(text.to_owned());
    };
    let mut scenario = Scenario::from_json(text).map_err(|error| error.to_string())?;
    let mut found = None;
    scenario.for_each_document(|at, document| {
        if at == pointer {
            found = document.text().map(|text| text.to_string());
        }
    });
    Ok(found.unwrap_or_default())
}

/// Carries out the first repair of the first finding, again and again, until none is left.
fn wrong_in_repairs(
    code: &str,
    example: &Example,
    text: &str,
    found: &[Finding],
) -> Result<Option<String>, Failed> {
    let offered = found.iter().any(|finding| !finding.repairs.is_empty());
    if !offered {
        return Ok(example.repaired.as_ref().map(|_| "no repair is offered".to_owned()));
    }
    let (mut text, mut found) = (text.to_owned(), found.to_vec());
    for _ in 0..50 {
        let Some(repair) = found.iter().find_map(|finding| finding.repairs.first()) else {
            break;
        };
        text = repaired(example, &text, &repair.edits)?;
        found = example.look(code, &text)?;
    }
    if let Some(left) = found.first() {
        return Ok(Some(format!("after the repairs: {} in {text}", left.message)));
    }
    let Some(expected) = &example.repaired else {
        return Ok(Some(format!("say in `repaired` what the repairs make: {text}")));
    };
    let expected = text_of(expected)?;
    // Of a scenario the document that is meant.
    let text = if example.document.is_some() { document_text(example, &text)? } else { text };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    let same = text == expected || (json(&text).is_some() && json(&text) == json(&expected));
    Ok((!same).then(|| format!("the repairs make {text}")))
}

/// The text of an example after some edits.
fn repaired(example: &Example, text: &str, edits: &[Edit]) -> Result<String, Failed> {
    let scenario = match &example.scenario {
        Some(_) => Scenario::from_json(text).map_err(|error| error.to_string())?,
        None => {
            let policy = serde_json::to_string(text)?;
            let arn = "arn:aws:kms:us-west-2:111122223333:key/k";
            let one =
                format!(r#"{{"version": 1, "keys": [{{"arn": "{arn}", "policy": {policy}}}]}}"#);
            Scenario::from_json(&one).map_err(|error| error.to_string())?
        }
    };
    let pointed = |edit: &Edit| match edit {
        Edit::Text { document, span, text } if document.is_empty() => {
            Edit::Text { document: "/keys/0/policy".to_owned(), span: *span, text: text.clone() }
        }
        other => other.clone(),
    };
    let edits: Vec<Edit> = edits.iter().map(pointed).collect();
    let after = apply(&scenario, &edits).map_err(|error| error.to_string())?;
    Ok(match &example.scenario {
        Some(_) => after.to_json(),
        None => after.key_policy_text(0).to_string(),
    })
}
