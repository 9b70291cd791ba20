//! Version 1 of the public formats, which is frozen: docs/formats.md says what that means.
//!
//! That no field of Scenario and Share is new, gone or renamed is tested beside their tables
//! (`src/read/shape.rs`); here, that files of version 1 are read, and what reports consist of.
#![allow(clippy::unwrap_used, reason = "tests")]

use kms_policy::Detail;
use kms_policy::decide::Model;
use kms_policy::scenario::{Scenario, check};
use kms_policy::share::Contents;
use kms_policy::text::Encoding;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const SCENARIO: &str = include_str!("format-1/scenario.json");

/// `null` and what is absent are the same; documents are texts.
fn scenario() -> Scenario {
    let scenario = Scenario::from_json(SCENARIO).unwrap();
    assert_eq!(check(&scenario), []);
    scenario
}

#[test]
fn a_scenario_of_version_1_is_read_and_written() {
    let scenario = scenario();
    let again = Scenario::from_json(&scenario.to_json()).unwrap();
    assert_eq!(again, scenario);
    let written: Value = serde_json::from_str(&scenario.to_json()).unwrap();
    let mut file: Value = serde_json::from_str(SCENARIO).unwrap();
    // Written as an object, kept as the text that it is.
    let saved = written.pointer("/keys/0/saved").unwrap().as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(saved).unwrap(), file["keys"][0]["saved"]);
    file["keys"][0]["saved"] = saved.into();
    // What says what its absence says is not written.
    file["keys"][0].as_object_mut().unwrap().remove("manager");
    file["principals"][0]["policies"][0].as_object_mut().unwrap().remove("attached");
    assert_eq!(written, file);
}

/// The file would not be worth much otherwise.
#[test]
fn that_scenario_has_every_field_of_version_1() {
    let frozen = fs::read_to_string(root().join("docs/format-1/scenario.txt")).unwrap();
    let share = "Share\n";
    let (_, tables) = frozen.split_once("\n\n").filter(|_| frozen.starts_with(share)).unwrap();
    let mut fields = 0;
    for line in tables.lines().filter_map(|line| line.strip_prefix("  ")) {
        let name = line.split([':', '?']).next().unwrap();
        assert!(SCENARIO.contains(&format!("\"{name}\":")), "{name}");
        fields += 1;
    }
    assert!(fields > 100, "{fields}");
}

#[test]
fn a_share_of_version_1_is_read_and_written() {
    let share = include_str!("format-1/share.json");
    let contents = Contents::read(share).unwrap();
    assert_eq!(contents.verdicts.as_deref(), Some("01"));
    assert_eq!(contents.pinned.as_ref().and_then(|one| one.title.as_deref()), Some("Before"));
    assert!(contents.view.as_ref().is_some_and(|view| view.starts_with(r#"{"selected":{"#)));
    assert_eq!(Contents::read(&contents.to_json()).unwrap(), contents);
}

/// Notes the JSON types at every place, list entries as `[]`.
fn note(value: &Value, place: &str, fields: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    fields.entry(place.to_owned()).or_default().insert(kind);
    match value {
        Value::Array(items) => {
            items.iter().for_each(|item| note(item, &format!("{place}[]"), fields))
        }
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    // It has the form of what a change sets.
                    "value" => {}
                    // Parts are decisions.
                    _ if place.ends_with("parts[]") => {}
                    // Changes and repairs have the same.
                    "edits" => note(member, "edits", fields),
                    _ => note(member, &format!("{place}.{name}"), fields),
                }
            }
        }
        _ => {}
    }
}

fn scenarios(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scenarios(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// All cases have every field that a report can have.
#[test]
fn reports_are_as_version_1_says() {
    let mut files = Vec::new();
    scenarios(&root().join("cases"), &mut files);
    let mut fields = BTreeMap::new();
    for file in files {
        let mut scenario = Scenario::from_json(&fs::read_to_string(&file).unwrap()).unwrap();
        let in_gallery = scenario.gallery.is_some();
        // Looking for changes takes long: a few requests have them all.
        let detail = if in_gallery { Detail::Changes } else { Detail::Full };
        if in_gallery {
            scenario.requests.truncate(1);
        }
        let report = Model::new(&scenario).unwrap().report(detail, Encoding::Chars);
        note(&serde_json::to_value(report).unwrap(), "", &mut fields);
    }
    let line = |(place, kinds): (String, BTreeSet<&str>)| {
        format!("{}: {}\n", place, kinds.into_iter().collect::<Vec<_>>().join(" or "))
    };
    let now: String = fields.into_iter().skip(1).map(line).collect();
    let file = root().join("docs/format-1/report.txt");
    if env::var_os("UPDATE_FORMAT").is_some() {
        fs::write(&file, &now).unwrap();
    }
    let frozen = fs::read_to_string(&file).unwrap();
    assert!(now == frozen, "version 1 of the report is frozen (docs/formats.md)\nnow:\n{now}");
}
