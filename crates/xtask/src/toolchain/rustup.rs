//! What rustup can add to the toolchain in use.

use anyhow::Result;

use super::WASM;
use crate::shell::{self, Shell};

pub fn is_there(shell: &Shell) -> bool {
    shell::output(&mut shell.command("rustup", ["--version"])).is_ok()
}

/// Asks explicitly: rustup may be told not to install missing parts by itself.
pub fn add_target(shell: &Shell) -> Result<()> {
    shell::run(&mut shell.command("rustup", ["target", "add", WASM]))
}

pub fn add_lints(shell: &Shell) -> Result<()> {
    shell::run(&mut shell.command("rustup", ["component", "add", "rustfmt", "clippy"]))
}

/// Those of the standard library.
pub fn add_sources(shell: &Shell) -> Result<()> {
    shell::run(&mut shell.command("rustup", ["component", "add", "rust-src"]))
}

/// Makes the Rust below `prefix` known as `+name`.
pub fn link(shell: &Shell, name: &str, prefix: &str) -> Result<()> {
    shell::run(&mut shell.command("rustup", ["toolchain", "link", name, prefix]))
}

pub fn knows(shell: &Shell, name: &str) -> bool {
    shell::output(&mut shell.command("rustup", ["toolchain", "list"]))
        .is_ok_and(|list| list.lines().any(|line| line.split_whitespace().next() == Some(name)))
}

/// What reads the counters of an instrumented program.
pub fn add_llvm_tools(shell: &Shell) -> Result<()> {
    shell::run(&mut shell.command("rustup", ["component", "add", "llvm-tools"]))
}
