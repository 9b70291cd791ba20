//! Which code of the core the tests reach, and which way of which branch they never take.
//!
//! Branches are counted by nightly compilers only; with another one regions are, which are the
//! stretches of code between them.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    session::{Need, Session},
    shell, toolchain,
};

/// Whose coverage is of interest.
const CORE: &str = "crates/core/src/";

/// The tests that count: those of the core, and what holds it against the laws and the reference.
const TESTS: [&str; 8] = [
    "--package",
    "kms-policy",
    "--package",
    "kms-policy-verify",
    "--lib",
    "--tests",
    "--profile",
    "mutants",
];

/// What the tests reach of so many things.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Reached {
    reached: u64,
    all: u64,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct File {
    regions: Reached,
    lines: Reached,
    branches: Reached,
    /// Line and column of what is never reached or taken, and how.
    missing: Vec<(u64, u64, &'static str)>,
}

pub fn run(session: &mut Session) -> Result<()> {
    session.ensure(&[Need::Toolchain, Need::Coverage])?;
    let with_branches = toolchain::use_nightly(&mut session.shell);
    let shell = &session.shell;
    toolchain::ensure_llvm_tools(shell)?;
    if !with_branches {
        println!(
            "   there is no nightly toolchain, which alone counts branches: regions and lines"
        );
    }
    let report = shell.root.join("target/coverage.json");
    let mut cargo = shell.command("cargo", ["llvm-cov", "--json", "--output-path"]);
    cargo.arg(&report).args(TESTS).args(with_branches.then_some("--branch"));
    shell::run(&mut cargo)?;
    let text = fs::read_to_string(&report).context("what cargo-llvm-cov wrote")?;
    let files = read(&serde_json::from_str(&text)?, &shell.root)?;
    show(&files);
    Ok(())
}

/// The files of the core, by their paths within it.
fn read(report: &Value, root: &Path) -> Result<BTreeMap<String, File>> {
    let files = report["data"][0]["files"].as_array().context("a report without files")?;
    let mut all = BTreeMap::new();
    for file in files {
        let path = file["filename"].as_str().context("a file without name")?;
        let Ok(path) = Path::new(path).strip_prefix(root.join(CORE)) else { continue };
        let reached = |of: &str| {
            let summary = &file["summary"][of];
            let number = |name: &str| summary[name].as_u64().unwrap_or(0);
            Reached { reached: number("covered"), all: number("count") }
        };
        let mut missing: Vec<(u64, u64, &'static str)> = regions(file).collect();
        let conditions = branches(file);
        let ways = conditions.values().flat_map(|(holds, fails)| [*holds, *fails]);
        let branches = Reached {
            reached: ways.filter(|count| *count > 0).count() as u64,
            all: conditions.len() as u64 * 2,
        };
        missing.extend(
            conditions
                .iter()
                .filter_map(|((line, column), counts)| Some((*line, *column, one_way(*counts)?))),
        );
        missing.sort_unstable();
        let [regions, lines] = ["regions", "lines"].map(reached);
        all.insert(path.display().to_string(), File { regions, lines, branches, missing });
    }
    Ok(all)
}

/// Where regions begin that are never reached. A segment is line, column, count, whether it has a
/// count, whether a region begins, and whether it is only the gap between two.
fn regions(file: &Value) -> impl Iterator<Item = (u64, u64, &'static str)> {
    let segments = file["segments"].as_array().into_iter().flatten();
    segments.filter_map(|segment| {
        let is = |index: usize| segment[index].as_bool() == Some(true);
        let unreached = segment[2].as_u64() == Some(0) && is(3) && is(4) && !is(5);
        unreached.then(|| Some((segment[0].as_u64()?, segment[1].as_u64()?, "never reached")))?
    })
}

/// How often each condition was true and false, by where it begins. A branch is its start and end and
/// these counts; of generic code it is there once for every use.
fn branches(file: &Value) -> BTreeMap<(u64, u64), (u64, u64)> {
    let mut counts: BTreeMap<(u64, u64), (u64, u64)> = BTreeMap::new();
    for branch in file["branches"].as_array().into_iter().flatten() {
        let number = |index: usize| branch[index].as_u64().unwrap_or(0);
        let (holds, fails) = counts.entry((number(0), number(1))).or_default();
        *holds += number(4);
        *fails += number(5);
    }
    counts
}

fn one_way((holds, fails): (u64, u64)) -> Option<&'static str> {
    match (holds, fails) {
        (0, 0) => Some("never asked"),
        (0, _) => Some("never true"),
        (_, 0) => Some("never false"),
        _ => None,
    }
}

fn show(files: &BTreeMap<String, File>) {
    println!("{:<42}{:>20}{:>20}{:>20}", CORE, "regions", "lines", "branches");
    let mut all = File::default();
    for (path, file) in files {
        row(path, file);
        all.regions.add(file.regions);
        all.lines.add(file.lines);
        all.branches.add(file.branches);
    }
    row("together", &all);
    println!("\nnot reached, or in one way only:");
    for (path, file) in files {
        for (line, column, how) in &file.missing {
            println!("{CORE}{path}:{line}:{column} {how}");
        }
    }
}

fn row(name: &str, file: &File) {
    let [regions, lines, branches] = [file.regions, file.lines, file.branches].map(Reached::text);
    println!("{name:<42}{regions:>20}{lines:>20}{branches:>20}");
}

impl Reached {
    fn add(&mut self, other: Self) {
        self.reached += other.reached;
        self.all += other.all;
    }

    fn text(self) -> String {
        match self.all {
            0 => "-".to_owned(),
            // Rounded down: only what is complete is a hundred.
            all => {
                let tenths = self.reached * 1000 / all;
                format!("{}/{all} {}.{}%", self.reached, tenths / 10, tenths % 10)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_report_is_read_by_file() {
        let summary = json!({
            "regions": { "count": 4, "covered": 3 },
            "lines": { "count": 9, "covered": 8 },
        });
        let report = json!({ "data": [{ "files": [
            {
                "filename": "/p/crates/core/src/a/b.rs",
                "summary": summary,
                "segments": [
                    [1, 1, 5, true, true, false],
                    [7, 2, 0, true, true, false],
                    [8, 2, 0, true, true, true],
                    [9, 2, 0, false, true, false],
                ],
                // The first is generic: it is true in one use and false in the other.
                "branches": [
                    [3, 4, 3, 9, 1, 0, 0, 0, 4],
                    [3, 4, 3, 9, 0, 1, 0, 0, 4],
                    [5, 4, 5, 9, 0, 2, 0, 0, 4],
                ],
            },
            { "filename": "/p/crates/link/src/lib.rs", "summary": {} },
        ] }] });
        let files = read(&report, Path::new("/p")).unwrap();
        let reached = |reached, all| Reached { reached, all };
        let file = File {
            regions: reached(3, 4),
            lines: reached(8, 9),
            branches: reached(3, 4),
            missing: vec![(5, 4, "never true"), (7, 2, "never reached")],
        };
        assert_eq!(files, BTreeMap::from([("a/b.rs".to_owned(), file)]));
    }

    #[test]
    fn only_what_is_complete_is_a_hundred() {
        assert_eq!(Reached { reached: 9_999, all: 10_000 }.text(), "9999/10000 99.9%");
        assert_eq!(Reached { reached: 7, all: 7 }.text(), "7/7 100.0%");
        assert_eq!(Reached::default().text(), "-");
    }
}
