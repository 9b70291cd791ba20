//! What the engine says in words, of every request of every case, in one file to read:
//! `tests/snapshots/sentences__sentences.snap`. `INSTA_UPDATE=always cargo test` writes it anew.

use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use kms_policy::text::Encoding;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn case_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let areas = fs::read_dir(root).expect("cases/").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = areas
        .filter(|path| path.is_dir())
        .flat_map(|area| fs::read_dir(area).expect("an area"))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

#[test]
fn sentences() {
    let mut text = String::new();
    for file in case_files() {
        let name: PathBuf =
            file.iter().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
        let scenario =
            Scenario::from_json(&fs::read_to_string(&file).expect("a case")).expect("a case");
        let model = Model::new(&scenario).expect("a case");
        writeln!(text, "{}", name.display()).expect("a string");
        for (index, request) in scenario.requests.iter().enumerate() {
            let decision = model.explain(&model.question(request), index);
            let (verdict, action) = (decision.verdict, &decision.action);
            writeln!(text, "  {verdict:?} {action}: {}", decision.sentence).expect("a string");
        }
        for finding in model.findings(Encoding::Chars) {
            let finding = format!("{}: {}; {}", finding.code, finding.message, finding.help);
            writeln!(text, "  {finding}").expect("a string");
        }
    }
    insta::assert_snapshot!(text);
}
