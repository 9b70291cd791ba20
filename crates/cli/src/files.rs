//! The files that a command was given: named, or found in a folder.
//!
//! In a folder every file counts whose name ends in `.json`, in it and in the folders below, in the order
//! of their paths. Names that begin with a dot are passed over, and so are links to folders.

use crate::output;
use anyhow::{Context, Result};
use kms_policy::json::{Value, parse};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// A file to be read.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// As the user would name it; `-` is standard input.
    pub name: String,
    /// The folder in which it was found, of those that were given.
    pub folder: Option<usize>,
}

/// All files to be read, in the order in which they are told.
#[derive(Debug, Default)]
pub struct Files {
    pub files: Vec<File>,
    /// The folders that were given.
    pub folders: Vec<String>,
    /// What cannot be read.
    pub errors: Vec<String>,
}

impl Files {
    /// Is there a list to be printed, even if it should have one entry only?
    pub fn several(&self) -> bool {
        !self.folders.is_empty() || self.files.len() + self.errors.len() > 1
    }
}

/// Finds the files that the arguments name.
pub fn find(arguments: &[String]) -> Files {
    let mut found = Files::default();
    for argument in arguments {
        if argument == "-" || !Path::new(argument).is_dir() {
            found.files.push(File { name: argument.clone(), folder: None });
            continue;
        }
        let folder = Some(found.folders.len());
        found.folders.push(argument.clone());
        match in_folder(Path::new(argument)) {
            Ok(paths) => {
                for path in paths {
                    match path.into_os_string().into_string() {
                        Ok(name) => found.files.push(File { name, folder }),
                        Err(name) => found.errors.push(format!(
                            "{} cannot be read: its name is not in UTF-8",
                            name.display()
                        )),
                    }
                }
            }
            Err(error) => found.errors.push(format!("{error:#}")),
        }
    }
    found
}

/// The files of a folder and of those below it, by their paths.
fn in_folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let said = || format!("the folder {} cannot be read", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(said)? {
        let entry = entry.with_context(said)?;
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type().with_context(said)?.is_dir() {
            paths.extend(in_folder(&path)?);
        } else if path.extension() == Some(OsStr::new("json")) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Is a file that was found in a folder meant as a scenario? One that can be read as JSON and has no
/// number as `version`, or is what this program printed, is not; one that cannot be read counts, so that
/// a scenario that broke is not passed over.
pub fn is_scenario(text: &str) -> bool {
    let (root, errors) = parse(text);
    let version = root.get("version").map(|node| &node.value);
    let printed = root.get("decisions").is_some() || root.get("findings").is_some();
    !errors.is_empty() || matches!(version, Some(Value::Number(_))) && !printed
}

/// How many of the files that were passed over are named.
const NAMED: usize = 3;

/// Says which files of the folders were passed over, since nothing is ignored silently. `counted` says of
/// each file whether it counts. `false` where a folder has none that does.
pub fn tell_passed_over(found: &Files, counted: &[bool]) -> bool {
    let mut all_have_some = true;
    for (index, folder) in found.folders.iter().enumerate() {
        let mine = |file: &&File| file.folder == Some(index);
        let with_counts = || found.files.iter().zip(counted);
        let counts = with_counts().filter(|(file, counts)| mine(file) && **counts).count();
        let passed_over: Vec<&str> = with_counts()
            .filter(|(file, counts)| mine(file) && !**counts)
            .map(|(file, _)| file.name.as_str())
            .collect();
        if !passed_over.is_empty() {
            let more = passed_over.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let named = passed_over.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
            output::note(format!("{folder}: passed over, since no scenario: {named}{more}"));
        }
        if counts == 0 && found.errors.is_empty() {
            all_have_some = false;
            output::note(format!(
                "{folder}: nothing to read in this folder; name a file, or a folder with *.json"
            ));
        }
    }
    all_have_some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_told_by_its_version() {
        for text in
            [r#"{"version": 1}"#, r#"{"version": 2, "scenario": {}}"#, "{\"version\": 1,", ""]
        {
            assert!(is_scenario(text), "{text}");
        }
        for text in [
            r#"{"Version": "2012-10-17", "Statement": []}"#,
            r#"{"name": "app", "version": "1.0.0"}"#,
            r#"{"version": 1, "engine": "0.1.0", "decisions": []}"#,
            r#"{"version": 1, "findings": []}"#,
            "[]",
        ] {
            assert!(!is_scenario(text), "{text}");
        }
    }
}
