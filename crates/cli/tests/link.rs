//! `kms-policy link`: there and back, what makes links long, and what is decided otherwise now.

mod common;

use common::{command, folder, root, run, scenario, stderr, stdout};
use kms_policy_link::{MAX_FRAGMENT, encode};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Output, Stdio};

const DEMONSTRATION: &str = "cases/demonstration/share-a-key.json";

fn written(name: &str, text: &str) -> String {
    let here: PathBuf = folder(&format!("link/{name}"), &[("s.json", text)]);
    here.join("s.json").to_str().expect("UTF-8").to_owned()
}

fn with_input(arguments: &[&str], input: &str) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kms-policy runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn decoded(link: &str, more: &[&str]) -> Value {
    let output = run(&[&["link", "decode", link], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("JSON")
}

#[test]
fn a_scenario_goes_there_and_back() {
    let output =
        run(&["link", "encode", "--base", "https://playground.example/kms/", DEMONSTRATION]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let link = stdout(&output);
    assert!(link.starts_with("https://playground.example/kms/#1"), "{link}");
    let share = decoded(link.trim(), &[]);
    assert_eq!(share["version"], 1);
    assert_eq!(share["verdicts"].as_str().map(str::len), Some(4 * 7));
    let scenario = decoded(link.trim(), &["--scenario"]);
    assert_eq!(share["scenario"], scenario);
    let original: Value =
        serde_json::from_str(&fs::read_to_string(root().join(DEMONSTRATION)).expect("it is there"))
            .expect("JSON");
    assert_eq!(scenario["title"], original["title"]);
    // A policy that was an object of the file is a text of its own, laid out as such.
    let policy = scenario["keys"][0]["policy"].as_str().expect("a text");
    assert!(policy.starts_with("{\n  \"Version\": \"2012-10-17\""), "{policy}");

    let fragment = stdout(&run(&["link", "encode", DEMONSTRATION]));
    assert!(fragment.starts_with("#1") && link.ends_with(&fragment), "{fragment}");
    assert_eq!(decoded(fragment.trim(), &[]), share);
    let piped = with_input(&["link", "decode", "-"], &link);
    assert_eq!(serde_json::from_str::<Value>(&stdout(&piped)).expect("JSON"), share);
}

#[test]
fn what_the_page_saves_keeps_what_is_looked_at() {
    let share = format!(
        r#"{{"version": 1, "engine": "0.0.1", "scenario": {}, "pinned": {{"version": 1}},
            "view": {{"step": 2, "typed": {{"/a": [["b", "c", true]]}}}}, "verdicts": "10"}}"#,
        scenario("allow")
    );
    let file = written("saved", &share);
    let output = run(&["link", "encode", &file]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    let again = decoded(stdout(&output).trim(), &[]);
    assert_eq!(again["view"], serde_json::json!({"step": 2, "typed": {"/a": [["b", "c", true]]}}));
    assert_eq!(again["pinned"], serde_json::json!({"version": 1}));
    assert_eq!(again["verdicts"], "10");
    for subcommand in ["evaluate", "validate"] {
        let output = run(&[subcommand, &file]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}

/// An engine that comes later says what it decides otherwise; a check may hold all the same.
#[test]
fn what_is_decided_otherwise_now_is_told() {
    let share = |verdicts: &str| {
        format!(
            r#"{{"version": 1, "engine": "0.0.1", "scenario": {}, "verdicts": {verdicts:?}}}"#,
            scenario("allow")
        )
    };
    let file = written("otherwise", &share("01"));
    let wanted = "decided otherwise than by engine 0.0.1, with which it was shared: KeyUser may no \
                  longer kms:Encrypt; KeyUser may now kms:Decrypt";
    let fragment = encode(&share("01")).expect("a link");
    for arguments in
        [&["evaluate", &file][..], &["link", "encode", &file], &["link", "decode", &fragment]]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(wanted), "{arguments:?}: {}", stderr(&output));
    }
    let key_policy = written("otherwise-policy", r#"{"Statement": []}"#);
    let set = format!("/keys/0/policy={key_policy}");
    let replaced = run(&["evaluate", &file, "--set", &set]);
    assert!(!stderr(&replaced).contains("otherwise"), "{}", stderr(&replaced));

    for (verdicts, wanted) in [
        ("011", "`verdicts` has 3 verdicts, and the matrix of this scenario has 2 cells"),
        ("0x", "character 2 of `verdicts` is 'x', and a verdict is a digit from 0 to 7"),
    ] {
        let output = run(&["evaluate", &written("length", &share(verdicts))]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stderr(&output).contains(wanted), "{}", stderr(&output));
    }
}

/// Words that DEFLATE cannot do much about.
fn noise(characters: usize) -> String {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + (state % 26) as u8)
    };
    (0..characters).map(|_| next()).collect()
}

#[test]
fn what_makes_a_link_long_is_told() {
    let long = |characters| {
        let description = format!("{{\"description\": \"{}\",", noise(characters));
        scenario("allow").replacen('{', &description, 1)
    };
    let output = run(&["link", "encode", &written("long", &long(3000))]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stderr(&output);
    let mut lines = said.lines();
    let first = lines.next().unwrap_or_default();
    assert!(first.starts_with("the link has 2") && first.contains("above 2000 some"), "{said}");
    let most = lines.next().unwrap_or_default();
    assert!(most.ends_with("fewer without the description (no decision needs it)"), "{said}");
    let key = "fewer without the key arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-\
               1d1dbd0c6412, with its policy and grants (decisions need it)";
    assert!(said.contains(key), "{said}");

    let output = run(&["link", "encode", &written("longer", &long(12_000))]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("above 8000 many programs"), "{}", stderr(&output));

    let output = run(&["link", "encode", &written("longest", &long(120_000))]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains(&format!("and {MAX_FRAGMENT} are the limit: share it as a file")),
        "{said}"
    );
    assert!(said.contains("fewer without the description"), "{said}");
    assert_eq!(stdout(&output), "");
}

#[test]
fn documents_in_files_of_their_own_are_put_in() {
    let policy = r#"{"Statement":   []}"#;
    let text = r#"{"version": 1, "keys": [{
        "arn": "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
        "policy": {"file": "key.json"}}]}"#;
    let here = folder("link/files", &[("s.json", text), ("key.json", policy)]);
    let file = here.join("s.json");
    let file = file.to_str().expect("UTF-8");
    let output = run(&["link", "encode", file]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(decoded(stdout(&output).trim(), &["--scenario"])["keys"][0]["policy"], policy);
    let share = format!(r#"{{"version": 1, "scenario": {text}, "view": {{"step": 3}}}}"#);
    fs::write(here.join("share.json"), &share).expect("it can be written");
    let saved = file.replace("s.json", "share.json");
    let decoded = decoded(stdout(&run(&["link", "encode", &saved])).trim(), &[]);
    assert_eq!(decoded["view"]["step"], 3);
    assert_eq!(decoded["scenario"]["keys"][0]["policy"], policy);
    fs::write(here.join("share.json"), share.replace("\"view\"", "\"pinned\": 7, \"view\""))
        .expect("it can be written");
    let output = run(&["link", "encode", &saved]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("share.json:3:"), "{}", stderr(&output));
    fs::remove_file(here.join("key.json")).expect("it is there");
    let output = run(&["link", "encode", file]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
    assert!(stderr(&output).contains("key.json cannot be read"), "{}", stderr(&output));
}

#[test]
fn what_is_no_link_says_what_to_do() {
    let of = |share: &str| encode(share).expect("a link");
    for (link, wanted) in [
        ("https://playground.example/".to_owned(), "this is no link of the playground"),
        ("#2abc".to_owned(), "the link is of version 2"),
        ("#1qqqq".to_owned(), "the link"),
        (of("{\"version\": 1,"), "the link can be read, and is of no use here: "),
        (of(r#"{"version": 2, "scenario": {"version": 1}}"#), "version 2 is not known here"),
        (
            of(r#"{"version": 1, "scenario": {"version": 1, "colour": 1}}"#),
            "unknown field `colour`",
        ),
        (
            of(r#"{"version": 1, "scenario": {"version": 1, "keys": [{"arn": "x"}]}}"#),
            "is of no use here: /keys/0/arn: `x` is no key ARN",
        ),
    ] {
        let output = run(&["link", "decode", &link]);
        assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()), "{link}");
        assert!(stderr(&output).contains(wanted), "{link}: {}", stderr(&output));
    }
    let output = run(&["link", "encode", "--base", "https://playground.example/#x", DEMONSTRATION]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("write the address without `#`"), "{}", stderr(&output));
}

/// What stands for what is told, and what was left; the link says nothing else.
#[test]
fn names_are_replaced_by_examples() {
    let text = r#"{"version": 1, "title": "Maria's key",
        "keys": [{
            "arn": "arn:aws:kms:eu-west-1:210987654321:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
            "policy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*",
                "Resource": "*", "Condition": {"ArnLike": {
                    "aws:PrincipalArn": "arn:aws:iam::210987654321:role/Build*"}}}]}
        }],
        "principals": [{"arn": "arn:aws:iam::210987654321:user/Maria"},
                       {"arn": "arn:aws:iam::210987654321:role/BuildTheApp"}]}"#;
    let output = run(&["link", "encode", "--examples", &written("examples", text)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stderr(&output);
    for wanted in [
        "account 210987654321 becomes 111122223333",
        "user Maria becomes alice",
        "left: role Build*: it is a pattern",
        "left: role BuildTheApp: a wildcard or condition depends on it",
    ] {
        assert!(said.contains(wanted), "{said}");
    }
    let link = stdout(&output);
    let share = decoded(link.trim(), &[]);
    assert_eq!(share["scenario"]["title"], "alice's key");
    let decided = decided(text);
    assert!(decided.contains(&"allow".to_owned()) && decided.contains(&"implicit-deny".to_owned()));
    assert_eq!(self::decided(&share.to_string()), decided);
    let shown = share.to_string();
    assert!(
        !shown.contains("2109") && !shown.contains("Maria") && !shown.contains("5e698272"),
        "{shown}"
    );
}

/// The matrix as it is decided now, whatever verdicts stand in the text.
fn decided(text: &str) -> Vec<String> {
    let output = run(&["evaluate", "--matrix", &written("decided", text)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let decisions = report["decisions"].as_array().expect("decisions");
    decisions.iter().map(|one| one["verdict"].as_str().expect("a verdict").to_owned()).collect()
}
