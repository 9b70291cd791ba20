//! docs/ci.md and docs/formats.md say what is: the files of the one work, and the other names every field.
#![cfg(unix)]

mod common;

use common::{folder, root, stderr, stdout};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use yaml_rust2::{Yaml, YamlLoader};

/// The blocks that say which file they are: language, file and text.
fn files(document: &str) -> Vec<(&str, &str, &str)> {
    let blocks = document.split("\n```").skip(1).step_by(2);
    blocks
        .filter_map(|block| {
            let (first, text) = block.split_once('\n')?;
            let (language, file) = first.split_once(' ')?;
            Some((language, file, text))
        })
        .collect()
}

fn ci() -> String {
    fs::read_to_string(root().join("docs/ci.md")).expect("docs/ci.md")
}

/// All commands of a CI file, line by line; what installs the program is not run.
fn commands(yaml: &Yaml, found: &mut Vec<String>) {
    match yaml {
        Yaml::String(text) => {
            found.extend(
                text.lines().filter(|line| line.starts_with("kms-policy ")).map(str::to_owned),
            );
        }
        Yaml::Array(items) => items.iter().for_each(|item| commands(item, found)),
        Yaml::Hash(members) => members.values().for_each(|member| commands(member, found)),
        _ => {}
    }
}

fn run(line: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_kms-policy")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("sh")
        .args(["-e", "-c", line])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.display()))
        .output()
        .expect("sh runs")
}

#[test]
fn the_examples_for_ci_pass_and_fail_when_they_should() {
    let document = ci();
    let files = files(&document);
    let json: Vec<(&str, &str)> = files
        .iter()
        .filter(|(language, ..)| *language == "json")
        .map(|(_, file, text)| (*file, *text))
        .collect();
    let here = folder("ci", &json);
    let mut all = Vec::new();
    for (_, file, text) in files.iter().filter(|(language, ..)| *language == "yaml") {
        let documents = YamlLoader::load_from_str(text).expect(file);
        let mut found = Vec::new();
        documents.iter().for_each(|document| commands(document, &mut found));
        assert!(found.len() >= 4, "{file}: {found:?}");
        assert!(text.contains("cargo install --locked kms-policy-cli"), "{file}");
        all.extend(found);
    }
    for command in &all {
        let output = run(command, &here);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{command}: {}{}",
            stdout(&output),
            stderr(&output)
        );
    }
    // Somebody opens the key to everyone.
    let policy = here.join("policies/keys/reports.json");
    let text = fs::read_to_string(&policy).expect("it is there");
    let role = "\"arn:aws:iam::123456789012:role/Reader\"";
    assert!(text.contains(role));
    fs::write(&policy, text.replace(role, "\"*\"")).expect("it can be written");
    let outcomes: Vec<Option<i32>> =
        all.iter().map(|command| run(command, &here).status.code()).collect();
    assert!(outcomes.contains(&Some(0)), "{outcomes:?}");
    fs::write(&policy, text.replace("kms:Decrypt", "kms:Encrypt")).expect("it can be written");
    for command in all.iter().filter(|command| command.contains("evaluate")) {
        assert_eq!(run(command, &here).status.code(), Some(1), "{command}");
    }
    fs::remove_file(&policy).expect("it is there");
    for command in all.iter().filter(|command| command.contains("evaluate")) {
        assert_eq!(run(command, &here).status.code(), Some(2), "{command}");
    }
}

#[test]
fn the_workflow_is_one_that_github_reads() {
    let document = ci();
    let files = files(&document);
    let (.., text) =
        files.iter().find(|(_, file, _)| file.starts_with(".github/")).expect("it is shown");
    let workflow = &YamlLoader::load_from_str(text).expect("YAML")[0];
    let steps = workflow["jobs"]["kms-policies"]["steps"].as_vec().expect("steps");
    assert!(steps.iter().all(|step| step["run"].is_badvalue() != step["uses"].is_badvalue()));
}

#[test]
fn every_field_is_described() {
    let document = fs::read_to_string(root().join("docs/formats.md")).expect("docs/formats.md");
    let mut missing = Vec::new();
    for list in ["scenario.txt", "report.txt"] {
        let list = fs::read_to_string(root().join("docs/format-1").join(list)).expect(list);
        for line in list.lines() {
            let place = line.split(':').next().unwrap_or_default();
            let field = place
                .trim_matches(|one| " ?[]".contains(one))
                .rsplit('.')
                .next()
                .unwrap_or_default();
            let is_field = line.starts_with("  ") || line.contains('.');
            if is_field && !document.contains(field) {
                missing.push(field.to_owned());
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
