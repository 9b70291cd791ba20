//! Colour, terminals, and readers that have enough.

mod common;

use common::{command, folder, run, scenario, stderr, stdout};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const DECRYPT: &[&str] = &["evaluate", "--format", "text", "examples/decrypt.json"];
const GREEN: &str = "\u{1b}[32m✓ allow\u{1b}[0m";

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let plain = run(DECRYPT);
    assert!(stdout(&plain).contains("\n✓ allow  arn:aws:iam"), "{}", stdout(&plain));
    let always = run(&[DECRYPT, &["--color", "always"]].concat());
    assert!(stdout(&always).contains(GREEN), "{}", stdout(&always));
    let forced = command(DECRYPT).env("CLICOLOR_FORCE", "1").output().expect("it runs");
    assert!(stdout(&forced).contains(GREEN), "{}", stdout(&forced));
    for silenced in [
        command(&[DECRYPT, &["--color", "never"]].concat()).env("CLICOLOR_FORCE", "1").output(),
        command(DECRYPT).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output(),
    ] {
        assert_eq!(silenced.expect("it runs").stdout, plain.stdout);
    }
    // What programs read has no colour, whoever asks.
    let json = ["evaluate", "examples/decrypt.json"];
    assert_eq!(run(&[&json[..], &["--color", "always"]].concat()).stdout, run(&json).stdout);
}

#[test]
fn a_title_does_not_reach_the_terminal_as_commands() {
    let odd = scenario("allow").replacen("{", r#"{"title": "\u001b[2J\u202eodd\u0007","#, 1);
    let here = folder("output/odd", &[("s.json", &odd)]);
    let file = here.join("s.json");
    let output = run(&["evaluate", "--format", "text", file.to_str().expect("UTF-8")]);
    let text = stdout(&output);
    assert!(text.starts_with("\\u{1b}[2J\\u{202e}odd\\u{7}\n"), "{text:?}");
}

/// `kms-policy … | head -1`
#[test]
fn a_reader_that_has_enough_is_no_error() {
    for arguments in [
        &["evaluate", "--format", "tap", "cases"][..],
        &["evaluate", "cases/cross-account", "cases/deny"],
        &["evaluate", "--format", "text", "cases/cross-account", "cases/deny"],
        &["completions", "bash"],
    ] {
        let mut child = command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("kms-policy runs");
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
        reader.read_line(&mut line).expect("a line");
        drop(reader);
        let output = child.wait_with_output().expect("it ends");
        assert!(!line.is_empty());
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        // The cases have documents that are broken on purpose: the exit code still says so.
        let expected = if arguments.ends_with(&["cases"]) { 2 } else { 0 };
        assert_eq!(output.status.code(), Some(expected), "{arguments:?}: {}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = command(DECRYPT).stdout(full).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("standard output cannot be written: "), "{output:?}");
}
