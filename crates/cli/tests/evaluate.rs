//! The command as a script sees it: output, error text, exit code.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const DECRYPT: &str = "examples/decrypt.json";
const SHARE: &str = "cases/demonstration/share-a-key.json";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-policy"));
    command.current_dir(root()).args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("kms-policy runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder for one test, with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("a file can be written");
    }
    folder
}

fn path(folder: &Path, file: &str) -> String {
    folder.join(file).to_str().expect("UTF-8").to_owned()
}

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412";

/// A scenario with one request by KeyUser for kms:Decrypt, whose key policy is `policy`.
fn scenario(policy: &str, expect: &str) -> String {
    format!(
        r#"{{
  "version": 1,
  "keys": [{{ "arn": "{KEY}", "policy": {policy} }}],
  "principals": [{{ "arn": "arn:aws:iam::111122223333:user/KeyUser" }}],
  "requests": [{{
    "principal": "arn:aws:iam::111122223333:user/KeyUser",
    "action": "kms:Decrypt",
    "expect": {{ "verdict": "{expect}" }}
  }}]
}}"#
    )
}

const ALLOWING: &str = r#"{ "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/KeyUser" }, "Action": "kms:Decrypt", "Resource": "*" } }"#;

#[test]
fn prints_a_report_and_exits_with_0() {
    let output = run(&["evaluate", SHARE]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(report["version"], 1);
    assert_eq!(report["model"], "2026-11-17");
    let first = &report["decisions"][0];
    assert_eq!(first["verdict"], "implicit-deny");
    assert_eq!(first["held"], true);
    assert!(first.get("layers").is_none(), "without --explain there are no layers");
}

#[test]
fn explains_layer_by_layer() {
    let report: serde_json::Value =
        serde_json::from_str(&stdout(&run(&["evaluate", "--explain", SHARE]))).expect("JSON");
    let layers = report["decisions"][0]["layers"].as_array().expect("layers");
    let names: Vec<&str> = layers.iter().filter_map(|layer| layer["layer"].as_str()).collect();
    assert_eq!(
        names,
        ["rcp", "scp", "key-policy", "identity", "boundary", "grant", "operation", "key-state"]
    );
}

#[test]
fn explains_in_words() {
    let output = run(&["evaluate", "--explain", "--format", "text", DECRYPT]);
    let text = stdout(&output);
    let (_, stuart) = text.split_once("user/Stuart kms:Decrypt\n").expect("the second decision");
    let (layers, rules) = stuart.split_once("  rules: ").expect("rules");
    let layers: Vec<&str> = layers.lines().skip(2).collect();
    assert_eq!(
        layers,
        [
            "  · resource control policy of account 111122223333: no impact",
            "  · service control policy of account 123456789012: no impact",
            "  – key policy of account 111122223333: implicit deny",
            "    ◐ Key policy, “Administer” (Allow): nearly matches",
            "        would match, but the caller is `arn:aws:iam::123456789012:user/Stuart`, \
             `Principal` names `arn:aws:iam::111122223333:root`",
            "    ◐ Key policy, “Use” (Allow): nearly matches",
            "        would match, but the caller is `arn:aws:iam::123456789012:user/Stuart`, \
             `Principal` names `arn:aws:iam::111122223333:user/KeyUser`",
            "  · identity policy of account 123456789012: no impact",
            "  · permissions boundary of account 123456789012: no impact",
            "  · grant of account 111122223333: no impact",
            "  · operation: no impact",
            "  · key state of account 111122223333: no impact",
        ]
    );
    assert!(
        rules.starts_with("documented by AWS\n    E-20 (documented by AWS): Across"),
        "{rules}"
    );
    assert!(rules.contains(" https://docs.aws.amazon.com/"), "{rules}");
}

#[test]
fn decides_the_matrix() {
    let output = run(&["evaluate", "--matrix", SHARE]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(report["decisions"].as_array().expect("decisions").len(), 4 * 7);
}

#[test]
fn exits_with_1_where_an_expectation_does_not_hold() {
    let folder = folder("unexpected", &[("s.json", &scenario(ALLOWING, "explicit-deny"))]);
    let output = run(&["evaluate", "--format", "tap", &path(&folder, "s.json")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).starts_with("TAP version 14\n1..1\nnot ok 1 - "), "{output:?}");
}

#[test]
fn a_document_that_cannot_be_read_exits_with_2_and_keeps_the_other_decisions() {
    let broken = r#"{ "Statement": [ { "Effect": "Allow" "Action": "kms:*" } ] }"#;
    let text = scenario(&serde_json::to_string(broken).expect("a string"), "error");
    let folder = folder("unreadable", &[("s.json", &text)]);
    let output = run(&["evaluate", &path(&folder, "s.json"), SHARE]);
    assert_eq!(output.status.code(), Some(2));
    let errors = stderr(&output);
    assert!(errors.contains("s.json: /keys/0/policy:1:38: a comma is missing"), "{errors}");
    let reports: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(reports[0]["decisions"][0]["error"], "UnreadablePolicy");
    assert_eq!(reports[1]["file"], SHARE);
}

#[test]
fn an_unknown_field_is_refused_with_its_place_and_the_known_ones() {
    let text = "{\n  \"version\": 1,\n  \"principles\": []\n}";
    let folder = folder("unknown-field", &[("s.json", text)]);
    let output = run(&["evaluate", &path(&folder, "s.json")]);
    assert_eq!(output.status.code(), Some(2));
    let errors = stderr(&output);
    assert!(
        errors.contains(
            "s.json:3:3: /principles: unknown field `principles`: did you mean `principals`? the \
             fields are version, title"
        ),
        "{errors}"
    );
}

#[test]
fn what_is_no_json_is_refused_with_its_place_in_characters() {
    let text = "{\n  \"version\": 1, \"title\": \"é😀\" \"keys\": []\n}";
    let folder = folder("no-json", &[("s.json", text)]);
    let output = run(&["evaluate", &path(&folder, "s.json")]);
    assert_eq!(output.status.code(), Some(2));
    let errors = stderr(&output);
    assert!(
        errors.contains("s.json:2:31: /keys: a comma is missing before this; write `,`"),
        "{errors}"
    );
}

#[test]
fn a_reference_to_nobody_is_refused_with_its_place_and_the_defined_ones() {
    let text = scenario(ALLOWING, "allow").replace(
        "\"principal\": \"arn:aws:iam::111122223333:user/KeyUser\"",
        "\"principal\": \"Bob\"",
    );
    let folder = folder("nobody", &[("s.json", &text)]);
    let output = run(&["evaluate", &path(&folder, "s.json")]);
    assert_eq!(output.status.code(), Some(2));
    let errors = stderr(&output);
    assert!(errors.contains("s.json:6:18: /requests/0/principal: no principal has the id `Bob`"));
    assert!(errors.contains("arn:aws:iam::111122223333:user/KeyUser"), "{errors}");
}

#[test]
fn reads_policies_from_files_of_their_own() {
    let text = scenario(r#"{ "file": "policies/key.json" }"#, "allow");
    let folder = folder("files", &[("s.json", &text)]);
    let missing = run(&["evaluate", &path(&folder, "s.json")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("/keys/0/policy: "), "{missing:?}");

    fs::create_dir_all(folder.join("policies")).expect("a folder can be made");
    fs::write(folder.join("policies/key.json"), ALLOWING).expect("a file can be written");
    let output = run(&["evaluate", &path(&folder, "s.json")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn replaces_a_document() {
    let text = scenario(r#"{ "Statement": [] }"#, "allow");
    let folder = folder("set", &[("s.json", &text), ("key.json", ALLOWING)]);
    let file = path(&folder, "s.json");
    assert_eq!(run(&["evaluate", &file]).status.code(), Some(1));
    let set = format!("/keys/0/policy={}", path(&folder, "key.json"));
    let output = run(&["evaluate", &file, "--set", &set]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let wrong = run(&["evaluate", &file, "--set", &set.replace("/0/", "/7/")]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("it has: /keys/0/policy"), "{wrong:?}");
}

#[test]
fn reads_standard_input() {
    let mut child = command(&["evaluate", "-", "--format", "text"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("kms-policy runs");
    let text = scenario(ALLOWING, "allow");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stdout(&output).contains("✓ allow  arn:aws:iam::111122223333:user/KeyUser kms:Decrypt")
    );
}

#[test]
fn a_file_that_the_page_saved_is_a_scenario_too() {
    let share = |scenario: &str, more: &str| {
        format!(
            "{{\n\"version\": 1, \"engine\": \"0.1.0\",\n\"scenario\": {scenario},\n\"view\": {{\"step\": 0}}{more}}}"
        )
    };
    let files = [
        ("good.json", share(&scenario(ALLOWING, "allow"), "")),
        ("wrong.json", share(&scenario("7", "allow"), "")),
        ("more.json", share(&scenario(ALLOWING, "allow"), ", \"views\": []")),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = folder("share", &files);
    let good = run(&["evaluate", &path(&folder, "good.json")]);
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    assert!(stdout(&good).contains("\"verdict\": \"allow\""));
    let wrong = run(&["evaluate", &path(&folder, "wrong.json")]);
    assert_eq!(wrong.status.code(), Some(2));
    // The line is the file's, the pointer the scenario's.
    assert!(stderr(&wrong).contains("wrong.json:5:"), "{}", stderr(&wrong));
    assert!(stderr(&wrong).contains("/keys/0/policy: "), "{}", stderr(&wrong));
    let more = run(&["evaluate", &path(&folder, "more.json")]);
    assert!(
        stderr(&more).contains("unknown field `views`: did you mean `view`"),
        "{}",
        stderr(&more)
    );
}
