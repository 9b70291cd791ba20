//! `kms-policy validate` as a script sees it: output, error text, exit code.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-policy"));
    command.arg("validate").args(arguments);
    command
}

fn validate(arguments: &[&str]) -> Output {
    command(arguments).output().expect("kms-policy runs")
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

/// A folder for one test, with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("validate").join(name);
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

/// A policy of each sort: nothing is wrong, an error, a warning with a repair.
const GOOD: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "kms:Decrypt",
    "Resource": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }]
}
"#;

fn wrong_effect() -> String {
    GOOD.replace("\"Allow\"", "\"Permit\"")
}

fn without_version() -> String {
    GOOD.replace("  \"Version\": \"2012-10-17\",\n", "")
}

/// A scenario whose key has this policy, in JSON.
fn scenario(policy: &str) -> String {
    format!(
        "{{\n  \"version\": 1,\n  \"keys\": [{{\n    \"arn\": \"arn:aws:kms:us-west-2:111122223333:\
         key/1234abcd-12ab-34cd-56ef-1234567890ab\",\n    \"policy\": {policy}\n  }}]\n}}\n"
    )
}

const KEY_POLICY: &str = r#"{
      "Version": "2012-10-17",
      "Statement": [{
        "Sid": "Größe",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "kms:*"
      }]
    }"#;

#[test]
fn nothing_found_exits_with_0() {
    let folder = folder("good", &[("p.json", GOOD)]);
    let file = path(&folder, "p.json");
    let output = validate(&["--kind", "identity-policy", &file]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(json(&output), serde_json::json!({"version": 1, "findings": []}));
    let output = validate(&["--kind", "identity-policy", "--format", "text", &file]);
    assert_eq!(stdout(&output), format!("{file}: nothing found\n"));
}

#[test]
fn an_error_exits_with_1_and_a_warning_with_0() {
    let (error, warning) = (wrong_effect(), without_version());
    let folder = folder("exit", &[("error.json", &error), ("warning.json", &warning)]);
    let output = validate(&["--kind", "identity-policy", &path(&folder, "error.json")]);
    assert_eq!(output.status.code(), Some(1));
    let found = json(&output);
    let finding = &found["findings"][0];
    assert_eq!(finding["code"], "invalid-effect");
    assert_eq!(finding["severity"], "error");
    assert_eq!((&finding["line"], &finding["column"]), (&4.into(), &15.into()));
    assert_eq!(finding["document"], "");
    assert_eq!(finding["refused"], true);
    assert!(finding["awsMessage"].as_str().expect("text").contains("legacy parsing"));
    assert_eq!(finding.get("place"), None, "line and column say it");

    let output = validate(&["--kind", "identity-policy", &path(&folder, "warning.json")]);
    assert_eq!(output.status.code(), Some(0));
    let found = json(&output);
    assert_eq!(found["findings"][0]["code"], "missing-version");
    assert_eq!(found["findings"][0]["repairs"][0]["title"], "Write the Version");
}

#[test]
fn the_kind_decides_the_grammar() {
    let folder = folder("kind", &[("p.json", GOOD)]);
    let file = path(&folder, "p.json");
    for kind in ["managed-policy", "boundary", "session-policy", "scp"] {
        let output = validate(&["--kind", kind, &file]);
        assert_eq!(output.status.code(), Some(0), "{kind}: {}", stdout(&output));
    }
    for kind in ["key-policy", "rcp", "vpc-endpoint-policy", "bucket-policy"] {
        let output = validate(&["--kind", kind, &file]);
        assert_eq!(output.status.code(), Some(1), "{kind}: {}", stdout(&output));
    }
    let untold = validate(&[&file]);
    assert_eq!(untold.status.code(), Some(2));
    assert!(stderr(&untold).contains("write --kind key-policy|identity-policy|"), "{untold:?}");
    let unknown = validate(&["--kind", "trust-policy", &file]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn text_is_what_a_compiler_prints() {
    let folder =
        folder("text", &[("p.json", &wrong_effect().replace("  \"Version\"", "\"Version\""))]);
    let file = path(&folder, "p.json");
    let output = validate(&["--kind", "identity-policy", "--format", "text", &file]);
    let expected = format!(
        r#"{file}:4:15: error invalid-effect: `Permit` is no Effect; write "Allow" or "Deny", with a capital letter
  AWS: MalformedPolicyDocument: The policy failed legacy parsing
  4 |     "Effect": "Permit",
    |               ^^^^^^^^

{file}: 1 error
"#
    );
    assert_eq!(stdout(&output), expected);
}

#[test]
fn a_long_line_is_cut_round_what_is_underlined() {
    let sid = "x".repeat(400);
    let text = wrong_effect().replace(['\n', ' '], "");
    let text = text.replace("{\"Effect\"", &format!("{{\"Sid\":\"{sid}\",\"Effect\""));
    let folder = folder("long", &[("p.json", &text)]);
    let file = path(&folder, "p.json");
    let output = validate(&["--kind", "identity-policy", "--format", "text", &file]);
    let printed = stdout(&output);
    let lines: Vec<&str> = printed.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("  1 | …xxxxx")).expect(&printed);
    assert!(lines[at].ends_with('…'), "{printed}");
    let under = |(shown, mark)| (mark == '^').then_some(shown);
    let underlined: String =
        lines[at].chars().zip(lines[at + 1].chars()).filter_map(under).collect();
    assert_eq!(underlined, "\"Permit\"", "{printed}");
}

#[test]
fn several_files_are_a_list_and_one_that_cannot_be_used_exits_with_2() {
    let folder = folder("several", &[("a.json", GOOD), ("b.json", &wrong_effect())]);
    let (a, b) = (path(&folder, "a.json"), path(&folder, "b.json"));
    let output = validate(&["--kind", "identity-policy", &a, &b]);
    assert_eq!(output.status.code(), Some(1));
    let all = json(&output);
    assert_eq!((&all[0]["file"], &all[0]["version"]), (&a.as_str().into(), &1.into()));
    assert_eq!(all[0]["findings"], serde_json::json!([]));
    assert_eq!(all[1]["file"], b.as_str());
    assert_eq!(all[1]["findings"][0]["code"], "invalid-effect");

    let output = validate(&["--kind", "identity-policy", &a, "nowhere.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("nowhere.json cannot be read: "), "{output:?}");
    assert_eq!(json(&output)[0]["file"], a.as_str());
}

#[test]
fn what_is_no_json_is_a_finding_with_its_place_in_characters() {
    let folder = folder("no-json", &[("p.json", "{\n  \"Id\": \"é😀\" \"Statement\": []\n}")]);
    let file = path(&folder, "p.json");
    let output = validate(&["--kind", "key-policy", "--format", "text", &file]);
    assert_eq!(output.status.code(), Some(1));
    let wanted =
        format!("{file}:2:14: error json-syntax: a comma is missing before this; write `,`");
    assert!(stdout(&output).contains(&wanted), "{}", stdout(&output));
}

#[test]
fn reads_standard_input() {
    let mut child = command(&["--kind", "identity-policy", "--format", "text", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("kms-policy runs");
    child.stdin.take().expect("a pipe").write_all(wrong_effect().as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).starts_with("-:4:15: error invalid-effect: "), "{output:?}");
}

#[test]
fn findings_of_a_scenario_stand_in_the_lines_of_its_file() {
    let object = scenario(KEY_POLICY);
    let string = scenario(&serde_json::to_string(KEY_POLICY).expect("JSON"));
    let own = scenario(r#"{"file": "key.json"}"#);
    let files = [
        ("object.json", object.as_str()),
        ("string.json", &string),
        ("own.json", &own),
        ("key.json", KEY_POLICY),
    ];
    let folder = folder("scenario", &files);
    // The statement without Resource: in the file, in the file's one line for the text, and in the
    // document's own file. What is shown is the document.
    let column =
        string.lines().nth(4).and_then(|line| line.find("{\\n        \\\"Sid")).expect("it");
    for (file, where_it_is, line, column) in [
        ("object.json", "object.json", 7, 21),
        ("string.json", "string.json", 5, column + 1),
        ("own.json", "key.json", 3, 21),
    ] {
        let output = validate(&[&path(&folder, file)]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        let all = json(&output);
        let found = all["findings"].as_array().expect("a list");
        let one = found.iter().find(|one| one["code"] == "missing-resource").expect("it is found");
        assert_eq!(one["document"], "/keys/0/policy", "{file}");
        assert_eq!((&one["line"], &one["column"]), (&3.into(), &21.into()), "{file}");
        let place = &one["place"];
        assert!(place["file"].as_str().expect("text").ends_with(where_it_is), "{file}: {place}");
        assert_eq!((&place["line"], &place["column"]), (&line.into(), &column.into()), "{file}");

        let output = validate(&["--kind", "scenario", "--format", "text", &path(&folder, file)]);
        let wanted = format!("{where_it_is}:{line}:{column}: error missing-resource: ");
        let printed = stdout(&output);
        assert!(printed.contains(&wanted), "{printed}");
        assert!(printed.contains("\n  in /keys/0/policy\n"), "{printed}");
        assert!(printed.contains(" |       \"Statement\": [{\n"), "{printed}");
    }
}

#[test]
fn what_is_wrong_with_a_scenario_itself_is_a_finding() {
    let unknown = scenario("{}").replace("\"keys\"", "\"kees\"");
    let account = scenario("{}").replace("111122223333", "11112222333");
    let files = [("unknown.json", unknown.as_str()), ("account.json", account.as_str())];
    let folder = folder("errors", &files);
    for (file, line, code, message) in [
        (
            "unknown.json",
            "3:3",
            "unreadable-scenario",
            "unknown field `kees`: did you mean `keys`?",
        ),
        ("account.json", "4:12", "invalid-scenario", "`arn:aws:kms:us-west-2:11112222333:key/"),
    ] {
        let output = validate(&["--format", "text", &path(&folder, file)]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        let wanted = format!("{file}:{line}: error {code}: {message}");
        assert!(stdout(&output).contains(&wanted), "{}", stdout(&output));
    }
    let newer = scenario("{}").replace("\"version\": 1", "\"version\": 2");
    let newer = path(&self::folder("newer", &[("newer.json", &newer)]), "newer.json");
    let output = validate(&[&newer]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("this is a scenario of version 2"), "{output:?}");
}

#[test]
fn a_document_that_cannot_be_read_exits_with_2() {
    let text = scenario(r#"{"file": "nowhere.json"}"#);
    let folder = folder("unread", &[("s.json", &text)]);
    let output = validate(&[&path(&folder, "s.json")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("/keys/0/policy: "), "{output:?}");
    assert_eq!(
        json(&output)["findings"],
        serde_json::json!([]),
        "it is not empty, it is not there"
    );
}

#[test]
fn fix_prints_the_repaired_policy_or_writes_it() {
    let text = without_version().replace("\"Allow\"", "\"Permit\"");
    let repaired = GOOD.replace("\"Allow\"", "\"Permit\"");
    let folder = folder("fix", &[("p.json", &text), ("good.json", GOOD)]);
    let (file, good) = (path(&folder, "p.json"), path(&folder, "good.json"));
    let output = validate(&["--kind", "identity-policy", "--fix", &file]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), repaired.clone()));
    assert!(stderr(&output).starts_with(&format!("{file}:4:15: error invalid-effect: ")));
    assert_eq!(fs::read_to_string(&file).expect("a file"), text, "it is not touched");

    let output = validate(&["--kind", "identity-policy", "--fix", &file, &good]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
    let arguments = ["--kind", "identity-policy", "--fix", "--write", &file, &good];
    let output = validate(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)[0]["findings"].as_array().expect("a list").len(), 1);
    assert_eq!(fs::read_to_string(&file).expect("a file"), repaired);
    assert_eq!(fs::read_to_string(&good).expect("a file"), GOOD);

    // Of two repairs, or one that says what may not have been meant, nothing is carried out.
    let open = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": ["true", "false"]}, "StringNotEquals": {"aws:SourceVpce": "vpce-1234abcdf5678c90a"}}}, {"Effect": "Allow", "Principal": {"AWS": "arn:aws:sts::111122223333:assumed-role/App/i-1"}, "Action": ["kms:*", "kms:ReEncrypt"], "Resource": "*"}]}"#;
    let file = path(&self::folder("fix-open", &[("k.json", open)]), "k.json");
    let output = validate(&["--kind", "key-policy", "--fix", &file]);
    assert_eq!(stdout(&output), open);
    assert!(stderr(&output).contains("repair: Name the role"), "{output:?}");

    let scenario = path(&self::folder("fix-scenario", &[("s.json", &scenario("{}"))]), "s.json");
    let output = validate(&["--fix", &scenario]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--fix mends policies, not scenarios"), "{output:?}");
}
