//! What AWS's documentation prints, and what a course prints, shows exactly the findings that it
//! deserves: `findings/documented/` has a file a page, each document with the list of the codes
//! that are found. Nothing of severity error is among them unless the file says why.
//!
//! A near miss of one finding is an example of `findings/CODE.json`; here it is the whole document
//! that counts, so that a finding which most good policies show is noticed.

use kms_policy::decide::Model;
use kms_policy::findings::of_text;
use kms_policy::policy::{PolicyKind, Severity};
use kms_policy::report::Finding;
use kms_policy::scenario::Scenario;
use kms_policy::text::Encoding;
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of `findings/documented/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    source: String,
    documents: Vec<Document>,
}

/// What the page prints: a document, statements of one, or a scenario of `cases/` that has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    title: String,
    kind: Option<String>,
    policy: Option<Box<RawValue>>,
    statements: Option<Vec<Box<RawValue>>>,
    case: Option<String>,
    /// The codes of what is found, in order.
    findings: Vec<String>,
    /// Why the document deserves them.
    why: Option<String>,
}

fn main() {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("findings/documented"))
        .expect("findings/documented/")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let mut trials = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("a file");
        let page: Page =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!page.source.is_empty(), "{name}: what is the page?");
        for document in page.documents {
            let title = format!("{name}: {}", document.title);
            trials.push(Trial::test(title, move || document.run()));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Document {
    fn run(&self) -> Result<(), Failed> {
        let found = self.look()?;
        let codes: Vec<&str> = found.iter().map(|finding| &*finding.code).collect();
        if codes != self.findings {
            let told = |finding: &Finding| format!("\n  {}: {}", finding.code, finding.message);
            let told: String = found.iter().map(told).collect();
            return Err(format!("expected {:?}, found {codes:?}{told}", self.findings).into());
        }
        if found.iter().any(|one| one.severity != Severity::Suggestion) && self.why.is_none() {
            return Err("say why".into());
        }
        Ok(())
    }

    fn look(&self) -> Result<Vec<Finding>, Failed> {
        if let Some(case) = &self.case {
            let text = fs::read_to_string(root().join("cases").join(case))?;
            let scenario = Scenario::from_json(&text).map_err(|error| error.to_string())?;
            let model = Model::new(&scenario).map_err(|errors| format!("{errors:?}"))?;
            return Ok(model.findings(Encoding::Chars));
        }
        let kind = self.kind.as_ref().ok_or("a document has `kind`, or is a `case`")?;
        let kind = PolicyKind::named(kind).ok_or_else(|| format!("no kind {kind}"))?;
        Ok(of_text(&self.text(kind)?, kind, Encoding::Chars))
    }

    /// The document: of a text as it is, of statements with what surrounds them where they belong.
    fn text(&self, kind: PolicyKind) -> Result<String, Failed> {
        if let Some(policy) = &self.policy {
            return Ok(match policy.get().starts_with('"') {
                true => serde_json::from_str(policy.get())?,
                false => policy.get().to_owned(),
            });
        }
        let mut all = Vec::new();
        if kind == PolicyKind::KeyPolicy {
            all.push(DEFAULT);
        }
        let statements = self.statements.as_ref().ok_or("there is no document")?;
        all.extend(statements.iter().map(|statement| statement.get()));
        Ok(format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, all.join(", ")))
    }
}

/// The statement to which a page adds its own.
const DEFAULT: &str = r#"{"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}"#;
