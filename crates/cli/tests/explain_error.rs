//! `kms-policy explain-error` as a script sees it: output, error text, exit code.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-policy"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    command.arg("explain-error").args(arguments);
    command
}

fn explain(arguments: &[&str]) -> Output {
    command(arguments).output().expect("kms-policy runs")
}

/// With the text on standard input.
fn explain_text(text: &[u8], arguments: &[&str]) -> Output {
    let mut child = command(&[arguments, &["-"]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kms-policy runs");
    child.stdin.take().expect("a pipe").write_all(text).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(&stdout(output)).expect("JSON")
}

const DENIED: &str = "examples/access-denied.txt";
const KEY_USER: &str = "arn:aws:iam::111122223333:user/KeyUser";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412";

#[test]
fn what_was_read_has_its_place() {
    let output = explain(&[DENIED]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report = json(&output);
    assert_eq!(report["version"], 1);
    assert_eq!(report["blame"]["kind"], "owners-side");
    let principal = &report["parts"][1];
    assert_eq!(principal["part"], "principal");
    assert_eq!(principal["value"], "arn:aws:iam::123456789012:user/Stuart");
    assert_eq!(principal["column"], 85);
    assert_eq!(report["untold"][0]["code"], "which-of-three");
    assert_eq!(report["here"], serde_json::Value::Null, "no scenario was given");
}

#[test]
fn a_scenario_that_allows_it_says_so() {
    let text = format!(
        "User: {KEY_USER} is not authorized to perform: kms:Decrypt on resource: {KEY} because no \
         resource-based policy allows the kms:Decrypt action"
    );
    let output = explain_text(text.as_bytes(), &["--scenario", "examples/decrypt.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let here = &json(&output)["here"];
    assert_eq!(here["agreement"], "allowed");
    assert_eq!(here["cell"]["principal"], KEY_USER);
    assert_eq!(here["outcome"]["verdict"], "allow");
    let sentence = here["text"].as_str().expect("a text");
    assert!(sentence.contains("the scenario lacks what denies it"), "{sentence}");
}

#[test]
fn a_principal_that_the_scenario_lacks_is_told() {
    let text = format!(
        "User: arn:aws:sts::111122223333:assumed-role/app/i-1 is not authorized to perform: kms:Sign \
         on resource: {KEY} because no identity-based policy allows the kms:Sign action"
    );
    let output = explain_text(text.as_bytes(), &["--scenario", "examples/decrypt.json"]);
    let here = &json(&output)["here"];
    let sentence = here["text"].as_str().expect("a text");
    let wanted = "lacks arn:aws:iam::111122223333:role/app: it would be added without policies; \
                  whether the role has a path is not told.";
    assert!(sentence.contains(wanted), "{sentence}");
    let changes = here["changes"].as_array().expect("changes");
    let told = |text: &str| {
        changes.iter().any(|change| change.as_str().is_some_and(|one| one.contains(text)))
    };
    assert!(told("without policies") && told("a column for kms:Sign"), "{changes:?}");
}

#[test]
fn what_is_no_error_exits_with_1_and_says_what_to_paste() {
    let output = explain_text(b"make: *** [all] Error 2\n", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    assert!(stderr(&output).contains("-: no error of AWS that is known here; paste"), "{output:?}");
}

#[test]
fn a_file_that_cannot_be_used_exits_with_2() {
    for arguments in [
        &["no-such-file.txt"][..],
        &["--scenario", "README.md", DENIED],
        &["--scenario", "-", "-"],
        &["--format", "xml", DENIED],
    ] {
        let output = explain(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!stderr(&output).is_empty(), "{arguments:?}");
    }
    let broken = explain_text(&[0xff, 0xfe, 0x41], &[]);
    assert_eq!(broken.status.code(), Some(2), "{broken:?}");
}

#[test]
fn what_powershell_redirects_is_read() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(DENIED))
            .expect("the example");
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    let output = explain_text(&bytes, &["--format", "text"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("Action     kms:Decrypt"), "{}", stdout(&output));
}

#[test]
fn the_help_names_the_exit_codes() {
    let help = stdout(&explain(&["--help"]));
    for wanted in ["1 where nothing", "2 where a file", "--scenario <FILE>", "standard input"] {
        assert!(help.contains(wanted), "{wanted}: {help}");
    }
}
