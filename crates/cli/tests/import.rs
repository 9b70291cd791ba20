//! `kms-policy import` as a script sees it: output, error text, exit code.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// The outputs that the core is tested with.
fn outputs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/import")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-policy"));
    command.current_dir(outputs()).args(arguments);
    command
}

fn import(arguments: &[&str]) -> Output {
    command(&[&["import"], arguments].concat()).output().expect("kms-policy runs")
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

/// A file of its own for one test.
fn file(name: &str, bytes: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("a file can be written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn prints_the_scenario_and_says_what_it_set() {
    let output = import(&["describe-key.json", "get-key-policy.json", "list-grants.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(json(&output)["keys"][0]["arn"], KEY);
    assert_eq!(
        stderr(&output),
        format!(
            "set /keys/0: key {KEY}\nset /keys/0/grants: 4 grants\nset /keys/0/policy: the key policy\n"
        )
    );
}

#[test]
fn what_it_prints_can_be_evaluated() {
    let output =
        import(&["one-after-the-other.json", "get-user.json", "get-user-policy-encoded.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut child = command(&["evaluate", "--matrix", "--format", "text", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("kms-policy runs");
    child.stdin.take().expect("a pipe").write_all(&output.stdout).expect("it reads");
    let matrix = child.wait_with_output().expect("it ends");
    assert_eq!(matrix.status.code(), Some(0));
    assert!(stdout(&matrix).contains("arn:aws:iam::111122223333:user/alice"), "{matrix:?}");
}

#[test]
fn what_cannot_be_placed_exits_with_1_and_says_how() {
    let output = import(&["describe-key.json", "get-key-policy.json", "get-role-policy.json"]);
    assert_eq!(output.status.code(), Some(1));
    let errors = stderr(&output);
    let wanted = "get-role-policy.json:1:1: the account of role reports is not known; import its \
                  `aws iam get-user` or `get-role` too, or name the account (--account NUMBER)";
    assert!(errors.contains(wanted), "{errors}");
    assert_eq!(json(&output)["keys"][0]["arn"], KEY, "the rest is there");

    let files = ["describe-key.json", "get-key-policy.json", "get-role-policy.json"];
    let output = import(&[&files[..], &["--account", "444455556666"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(json(&output)["principals"][0]["arn"], "arn:aws:iam::444455556666:role/reports");
}

#[test]
fn what_belongs_to_no_scenario_is_told_and_exits_with_0() {
    let output = import(&["one-after-the-other.json", "list-aliases.json", "trust-policy.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let errors = stderr(&output);
    assert!(errors.contains("trust-policy.json:1:1: a trust policy is no part"), "{errors}");
    assert!(errors.contains("list-aliases.json:17:9: /Aliases/2, /Aliases/3: "), "{errors}");
}

#[test]
fn an_output_that_holds_nothing_is_told() {
    for (output, code) in [
        ("nothing-there.json", 1),
        ("create-policy-version.json", 1),
        ("get-account-authorization-details-empty.json", 0),
    ] {
        let imported = import(&[output]);
        assert_eq!(imported.status.code(), Some(code), "{output}");
        assert!(stderr(&imported).contains(&format!("{output}:")), "{imported:?}");
    }
}

#[test]
fn whose_policy_is_guessed_exits_with_1_until_it_is_named() {
    let files = ["get-user.json", "identity-policy.json"];
    let guessed = import(&files);
    assert_eq!(guessed.status.code(), Some(1));
    let wanted = "taken as an identity policy of `arn:aws:iam::111122223333:user/alice`";
    assert!(stderr(&guessed).contains(wanted), "{guessed:?}");
    assert!(stderr(&guessed).contains("(--principal ID)"), "{guessed:?}");
    let alice = "arn:aws:iam::111122223333:user/alice";
    let named = import(&[&files[..], &["--principal", alice]].concat());
    assert_eq!(named.status.code(), Some(0), "{}", stderr(&named));
    assert_eq!(stdout(&named), stdout(&guessed));
}

#[test]
fn a_file_that_cannot_be_used_exits_with_2_and_keeps_the_others() {
    let yaml = file("key.yaml", b"KeyMetadata:\n  Arn: x\n");
    let broken = file("broken.json", b"{\"Aliases\": [\n  {\"AliasName\" \"alias/x\"}]}");
    let output = import(&["one-after-the-other.json", &yaml, &broken, "nowhere.json"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = stderr(&output);
    assert!(errors.contains("key.yaml:1:1: this is no JSON; run the command with `--output json`"));
    assert!(errors.contains("broken.json:2:15: a colon is missing behind this key"), "{errors}");
    assert!(errors.contains("nowhere.json cannot be read: "), "{errors}");
    assert_eq!(json(&output)["keys"][0]["arn"], KEY);

    let output = import(&[&yaml]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
}

#[test]
fn imports_into_a_scenario_and_keeps_its_files() {
    let scenario = format!(
        r#"{{"version": 1, "title": "Mine", "keys": [{{"arn": "{KEY}", "policy": {{"file": "key.json"}}}}]}}"#
    );
    let into = file("into.json", scenario.as_bytes());
    let output = import(&["list-resource-tags.json", "--into", &into]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let merged = json(&output);
    assert_eq!(merged["title"], "Mine");
    assert_eq!(merged["keys"][0]["policy"]["file"], "key.json");
    assert_eq!(merged["keys"][0]["tags"]["Dept"], "IT");

    // In place; a policy that is replaced is told.
    let output = import(&["get-key-policy.json", "--into", &into, "-o", &into]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), String::new()));
    assert_eq!(stderr(&output), "replaced /keys/0/policy: the key policy\n");
    assert!(fs::read_to_string(&into).expect("a file").contains("key-default-1"));

    let refused = file("refused.json", br#"{"version": 1, "keys": [{"arn": "x"}]}"#);
    let output = import(&["get-key-policy.json", "--into", &refused]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("refused.json:1:33: /keys/0/arn: `x` is no key ARN"));
}

#[test]
fn reads_what_powershell_writes() {
    let text = fs::read_to_string(outputs().join("one-after-the-other.json")).expect("an output");
    let text = text.replace('\n', "\r\n");
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let expected = import(&["one-after-the-other.json"]);
    assert_eq!(stdout(&import(&[&file("utf-16.json", &bytes)])), stdout(&expected));
    bytes.push(b'x');
    let odd = import(&[&file("utf-16-odd.json", &bytes)]);
    assert_eq!(odd.status.code(), Some(2));
    assert!(stderr(&odd).contains("utf-16-odd.json cannot be read: broken UTF-16"), "{odd:?}");
    let bytes = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(stdout(&import(&[&file("utf-8-mark.json", &bytes)])), stdout(&expected));
    let latin = import(&[&file("latin.json", b"{\"Policy\": \"\xe4\"}")]);
    assert_eq!(latin.status.code(), Some(2));
    assert!(stderr(&latin).contains("latin.json cannot be read: it is not in UTF-8"), "{latin:?}");
}

#[test]
fn reads_standard_input() {
    let mut child = command(&["import", "-", "--key", KEY])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kms-policy runs");
    let text = fs::read(outputs().join("get-key-policy-text.txt")).expect("an output");
    child.stdin.take().expect("a pipe").write_all(&text).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(json(&output)["keys"][0]["policy"].as_str().expect("text").contains("alice"));
}
