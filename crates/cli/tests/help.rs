//! The help, the manual and the completions: every example is run, every command is there.

mod common;

use common::{folder, root, run, scenario, stderr, stdout};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const COMMANDS: [&[&str]; 8] = [
    &["evaluate"],
    &["explain-error"],
    &["import"],
    &["link", "encode"],
    &["link", "decode"],
    &["validate"],
    &["completions"],
    &["man"],
];

/// A folder with every file that the examples name.
fn example_folder() -> std::path::PathBuf {
    let read = |file: &str| fs::read_to_string(root().join(file)).expect("it is there");
    let scenario = scenario("allow");
    let link = stdout(&run(&["link", "encode", "examples/decrypt.json"]));
    let key_policy = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/KeyUser"]}, "Action": "kms:*", "Resource": "*"}]}"#;
    folder(
        "help",
        &[
            ("scenario.json", &scenario),
            ("scenarios/one.json", &scenario),
            ("key-policy.json", key_policy),
            ("policies/one.json", r#"{"Version": "2012-10-17", "Statement": []}"#),
            ("link.txt", &link),
            ("error.txt", &read("examples/access-denied.txt")),
            ("describe-key.json", &read("examples/describe-key.json")),
            ("get-key-policy.json", &read("examples/get-key-policy.json")),
            ("list-grants.json", r#"{"Grants": []}"#),
        ],
    )
}

/// Runs a line as a shell does, with the command on the PATH.
fn shell(line: &str, folder: &Path) -> Output {
    let command = Path::new(env!("CARGO_BIN_EXE_kms-policy"));
    let mut paths = vec![command.parent().expect("a folder").to_owned()];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    Command::new("sh")
        .args(["-e", "-c", line])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(paths).expect("a PATH"))
        .output()
        .expect("sh runs")
}

#[cfg(unix)]
#[test]
fn the_examples_do_what_they_say() {
    let folder = example_folder();
    for command in COMMANDS {
        let help = stdout(&run(&[command, &["--help"]].concat()));
        let examples: Vec<&str> =
            help.lines().filter_map(|line| line.strip_prefix("  $ ")).collect();
        assert!(!examples.is_empty(), "{command:?} has no examples");
        for example in examples {
            let output = shell(example, &folder);
            assert_eq!(output.status.code(), Some(0), "{example}: {}", stderr(&output));
        }
    }
    let more = fs::read_to_string(folder.join("more.json")).expect("import -o writes it");
    assert!(more.contains("KeyUser"), "{more}");
}

#[test]
fn the_help_of_every_command_names_its_exit_codes() {
    for command in &COMMANDS[..6] {
        let help = stdout(&run(&[command, &["--help"][..]].concat()));
        assert!(help.contains("Exit codes: 0;") && help.contains(" 2 where "), "{help}");
    }
    assert!(stdout(&run(&["--help"])).contains("Exit codes:\n  0  "));
}

#[test]
fn a_wrong_call_exits_with_2() {
    for arguments in
        [&["evaluate"][..], &["evalute", "x"], &["validate", "--kind", "x", "y"], &["link"]]
    {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn completions_know_every_command_and_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let script = stdout(&output);
        for word in ["evaluate", "explain-error", "decode", "completions"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

/// bash reads the script, and asks it.
#[cfg(unix)]
#[test]
fn bash_completes() {
    let folder = folder("completions", &[("x.bash", &stdout(&run(&["completions", "bash"])))]);
    let asks = "source x.bash; COMP_WORDS=(kms-policy ev); COMP_CWORD=1; \
                $(complete -p kms-policy | sed 's/.*-F \\([^ ]*\\).*/\\1/') kms-policy ev kms-policy; echo \"${COMPREPLY[@]}\"";
    let Ok(output) = Command::new("bash").args(["-c", asks]).current_dir(folder).output() else {
        return; // There is no bash here.
    };
    assert_eq!(stdout(&output).trim(), "evaluate", "{}", stderr(&output));
}

#[test]
fn there_is_a_page_of_the_manual_for_every_command() {
    let page = stdout(&run(&["man"]));
    assert!(page.contains(".TH kms-policy 1") && page.contains("Exit codes:"), "{page}");
    let folder = folder("manual", &[]);
    let output = run(&["man", "--folder", folder.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for command in COMMANDS {
        let file = format!("kms-policy-{}.1", command.join("-"));
        let page = fs::read_to_string(folder.join(&file)).expect(&file);
        assert!(page.contains("$ kms\\-policy"), "{file}: {page}");
    }
}
