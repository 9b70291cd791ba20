//! `npm/types.d.ts` says in TypeScript what the Rust types say: what a program gives and gets. It is
//! generated from their source, documentation included: `UPDATE_TYPES=1 cargo test -p kms-policy-wasm
//! --test types`.
//!
//! A Scenario is read by its tables of members, a Report written by serde; no library knows both, so
//! this reads the source. What it does not understand stops it. Whether the types are true is held
//! against every case of `cases/` (`typescript.test.mjs`).

mod rust;
mod typescript;

use std::fs;
use std::path::{Path, PathBuf};

/// What stands in the signatures of `index.d.ts`; what these are made of follows.
const ROOTS: [&str; 7] =
    ["Scenario", "Request", "Report", "Decision", "Finding", "ErrorCode", "Version"];

/// Where the Rust types stand.
const SOURCES: [&str; 5] = [
    "../core/src/scenario",
    "../core/src/report.rs",
    "../core/src/policy/problem.rs",
    "src/answer.rs",
    "src/error.rs",
];

#[test]
fn the_types_are_those_of_the_source() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = SOURCES.iter().flat_map(|source| files(&here.join(source)));
    let types = rust::Types::read(files.map(|file| fs::read_to_string(file).unwrap()));
    let text = typescript::declarations(&types, &ROOTS);
    let file = here.join("npm/types.d.ts");
    if std::env::var_os("UPDATE_TYPES").is_some() {
        fs::write(&file, &text).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == text, "npm/types.d.ts is stale: run with UPDATE_TYPES=1");
}

/// A file, or the files of a folder.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut files: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files
}
