//! Every file of `errors/` holds an error as AWS or a tool prints it, and what is read from it.

use kms_policy::error_text::{ErrorReport, read};
use kms_policy::text::Encoding;
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of `errors/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    source: String,
    /// The text, line by line.
    #[serde(default)]
    text: Vec<String>,
    /// The text, where it is JSON.
    json: Option<Box<RawValue>>,
    reads: Reads,
}

/// What is read.
#[derive(Deserialize, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
struct Reads {
    form: String,
    parts: BTreeMap<String, String>,
    blame: BTreeMap<String, Value>,
    untold: Vec<String>,
    checks: Vec<String>,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../errors");
    let mut files: Vec<PathBuf> = fs::read_dir(&root)
        .expect("errors/")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let trials = files.into_iter().filter(|file| file.extension().is_some_and(|one| one == "json"));
    let trials = trials.map(|file| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name, move || run(&file))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn run(file: &Path) -> Result<(), Failed> {
    let File { title, source, text, json, reads } =
        serde_json::from_str(&fs::read_to_string(file)?)?;
    if title.is_empty() || source.is_empty() {
        return Err("it needs a title and a source".into());
    }
    let text = json.map_or_else(|| text.join("\n"), |json| json.get().to_owned());
    let error = read(&text).ok_or("nothing was read")?;
    let report = ErrorReport::new(&error, None, &text, Encoding::Chars);
    for part in &report.parts {
        let there = &text[part.span.start..part.span.end];
        // Where nothing was broken or escaped, the text has the value as it is.
        let plain = !there.contains(['\n', '\\', '│', '&']);
        let derived = matches!(part.part, "via" | "action");
        if plain && !derived && there != part.value {
            return Err(
                format!("{}: `{there}` stands there, not `{}`", part.part, part.value).into()
            );
        }
    }
    for line in report.checks.iter().chain(&report.untold) {
        if !line.text.ends_with(['.', '?']) {
            return Err(format!("{}: no sentence: {}", line.code, line.text).into());
        }
    }
    let mut blame = serde_json::to_value(&report.blame)?;
    let fields = blame.as_object_mut().ok_or("an object")?;
    fields.retain(|name, _| matches!(name.as_str(), "kind" | "layers" | "explicit"));
    let found = Reads {
        form: report.form.to_owned(),
        parts: report.parts.into_iter().map(|part| (part.part.to_owned(), part.value)).collect(),
        blame: fields.clone().into_iter().collect(),
        untold: report.untold.iter().map(|line| line.code.to_owned()).collect(),
        checks: report.checks.iter().map(|line| line.code.to_owned()).collect(),
    };
    if found == reads {
        return Ok(());
    }
    Err(format!("read {found:#?}\nwanted {reads:#?}").into())
}
