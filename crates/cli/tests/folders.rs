//! Many files: folders, what counts in them, and that their order is always the same.

mod common;

use common::{command, folder, run, scenario, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn files(json: &str) -> Vec<String> {
    let list: Vec<Value> = serde_json::from_str(json).expect("a list");
    let file = |one: &Value| one["file"].as_str().expect("a file").replace('\\', "/");
    list.iter().map(file).collect()
}

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": []}"#;

#[test]
fn a_folder_stands_for_its_scenarios_in_order() {
    let good = scenario("allow");
    let here = folder(
        "folders/several",
        &[
            ("b.json", &good),
            ("a/z.json", &good),
            ("a/policy.json", POLICY),
            ("package.json", r#"{"name": "x", "version": "1.0.0"}"#),
            ("report.json", r#"{"version": 1, "engine": "0.1.0", "decisions": []}"#),
            (".hidden/c.json", &good),
            (".d.json", &good),
            ("notes.txt", "not looked at"),
        ],
    );
    let output = command(&["evaluate", "."]).current_dir(&here).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(files(&stdout(&output)), ["./a/z.json", "./b.json"]);
    let passed_over =
        ".: passed over, since no scenario: ./a/policy.json, ./package.json, ./report.json\n";
    assert_eq!(stderr(&output).replace('\\', "/"), passed_over);
}

#[test]
fn a_scenario_that_broke_is_not_passed_over() {
    let broken = scenario("allow").replacen("\"version\": 1,", "\"version\": 1", 1);
    let here = folder("folders/broken", &[("a.json", &scenario("allow")), ("b.json", &broken)]);
    let output = run(&["evaluate", "--format", "tap", text(&here)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("b.json:3:3: /keys: a comma is missing"), "{output:?}");
    let tap = stdout(&output);
    assert!(tap.starts_with("TAP version 14\n1..2\nok 1 - "), "{tap}");
    assert!(tap.contains("not ok 2 - ") && tap.contains("b.json\n  ---\n  message: \"it cannot"));
}

#[test]
fn one_unexpected_verdict_among_many_is_found() {
    let good = scenario("allow");
    let mut files: Vec<(String, &str)> =
        (0..120).map(|index| (format!("{index:03}.json"), &*good)).collect();
    let bad = scenario("explicit-deny");
    files[57].1 = &bad;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, *text)).collect();
    let here = folder("folders/many", &files);
    let first = run(&["evaluate", "--format", "tap", text(&here)]);
    assert_eq!(first.status.code(), Some(1), "{}", stderr(&first));
    let failed: Vec<String> = stdout(&first)
        .lines()
        .filter(|line| line.starts_with("not ok"))
        .map(str::to_owned)
        .collect();
    assert!(failed.len() == 1 && failed[0].starts_with("not ok 58 - "), "{failed:?}");
    assert!(failed[0].contains("057.json: "), "{failed:?}");
    for _ in 0..3 {
        assert_eq!(run(&["evaluate", "--format", "tap", text(&here)]).stdout, first.stdout);
    }
    assert_eq!(stderr(&first), "", "progress is for terminals");
}

#[test]
fn a_folder_without_scenarios_is_no_success() {
    for (name, files) in [("empty", &[][..]), ("policies", &[("p.json", POLICY)][..])] {
        let here = folder(&format!("folders/{name}"), files);
        for subcommand in ["evaluate", "validate"] {
            let output = run(&[subcommand, text(&here)]);
            assert_eq!(output.status.code(), Some(2), "{subcommand} {name}");
            assert!(stderr(&output).contains("nothing to read in this folder"), "{output:?}");
        }
    }
}

#[test]
fn validate_takes_every_file_of_a_folder_where_the_kind_is_told() {
    let wrong =
        POLICY.replace("[]", r#"[{"Effect": "Permit", "Action": "kms:*", "Resource": "*"}]"#);
    let here = folder("folders/validate", &[("good/a.json", POLICY), ("wrong.json", &wrong)]);
    let output = run(&["validate", "--kind", "identity-policy", text(&here)]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let files = files(&stdout(&output));
    assert!(files[0].ends_with("good/a.json") && files[1].ends_with("wrong.json"), "{files:?}");

    let without_version = r#"{"Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}}"#;
    let here = folder("folders/fix", &[("a.json", without_version), ("b/c.json", without_version)]);
    let fix = ["validate", "--kind", "identity-policy", "--fix", text(&here)];
    let printed = run(&fix);
    assert_eq!(printed.status.code(), Some(2));
    assert!(stderr(&printed).contains("--write mends several files"), "{printed:?}");
    let output = run(&[&fix[..], &["--write"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for file in ["a.json", "b/c.json"] {
        let mended = fs::read_to_string(here.join(file)).expect("it is there");
        assert!(mended.contains("2012-10-17"), "{mended}");
    }
}

/// The cases of the project are thousands of decisions, and all are as they expect: as in its own CI.
#[test]
fn a_whole_folder_of_cases_holds() {
    let output = run(&["evaluate", "--format", "tap", "cases/cross-account", "cases/deny"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stdout(&output).contains("\nnot ok"));
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_not_followed() {
    let good = scenario("allow");
    let here = folder("folders/circle", &[("a.json", &good)]);
    std::os::unix::fs::symlink(&here, here.join("again")).expect("a link can be made");
    std::os::unix::fs::symlink(here.join("a.json"), here.join("b.json")).expect("a link");
    let output = run(&["evaluate", text(&here)]);
    let names: Vec<String> = files(&stdout(&output))
        .iter()
        .filter_map(|file| file.rsplit('/').next().map(str::to_owned))
        .collect();
    assert_eq!(names, ["a.json", "b.json"]);
}
