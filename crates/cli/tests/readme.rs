//! What README.md shows is what happens: its commands are run and their output compared, and the
//! `cargo xtask` commands it names exist.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const RUN: &str = "cargo run --quiet --package kms-policy-cli -- ";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("README.md")
}

/// The `console` blocks: each a command behind `$ ` and the output below it.
fn console_blocks(readme: &str) -> Vec<(&str, &str)> {
    readme
        .split("```console\n$ ")
        .skip(1)
        .filter_map(|block| block.split("```").next()?.split_once('\n'))
        .collect()
}

#[test]
fn commands_print_what_the_readme_shows() {
    let readme = readme();
    let mut run = 0;
    for (command, expected) in console_blocks(&readme) {
        let Some(arguments) = command.strip_prefix(RUN) else { continue };
        let output = Command::new(env!("CARGO_BIN_EXE_kms-policy"))
            .current_dir(root())
            .args(arguments.split(' '))
            .output()
            .expect("kms-policy runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{command}");
        assert!(output.status.success(), "{command}");
        run += 1;
    }
    assert!(run > 0, "README.md shows no command");
}

#[test]
fn the_xtask_commands_it_names_exist() {
    let readme = readme();
    let main =
        fs::read_to_string(root().join("crates/xtask/src/args.rs")).expect("xtask's arguments");
    let mut named = 0;
    for command in readme.split("cargo xtask ").skip(1) {
        let name: String = command.chars().take_while(char::is_ascii_lowercase).collect();
        assert!(main.contains(&format!("\"{name}\"")), "cargo xtask {name}");
        named += 1;
    }
    assert!(named > 0, "README.md names no command");
}

/// It is compiled and run there.
#[test]
fn the_library_is_shown_as_in_the_readme_of_its_crate() {
    let of_crate =
        fs::read_to_string(root().join("crates/core/README.md")).expect("crates/core/README.md");
    let block =
        |text: &str| text.split("```").find(|block| block.starts_with("rust\n")).map(str::to_owned);
    let shown = block(&readme()).expect("README.md shows the library");
    assert_eq!(block(&of_crate), Some(shown));
}
