//! The standard library compiled anew for the release page: for size, and with panics that trap without words,
//! which is 5 % of the page. Not stable yet: where the sources or the options are missing, the page is built
//! without and is so much larger.

use std::path::Path;

use anyhow::Result;

use super::{WASM, rustup};
use crate::{
    session::Outcome,
    shell::{self, Shell},
};

const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";

const ENVIRONMENT: [(&str, &str); 4] = [
    // Lets a stable compiler take what is not stable.
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS),
];

/// Looks for the sources, and lets rustup fetch them.
pub fn ensure(shell: &Shell) -> Result<Outcome> {
    let name = "sources of the standard library".to_owned();
    if has_sources(shell) {
        return Ok(Outcome::AlreadyThere(name));
    }
    if rustup::is_there(shell) && rustup::add_sources(shell).is_ok() && has_sources(shell) {
        return Ok(Outcome::Installed(name));
    }
    Ok(Outcome::Without(name, "the page gets 5 % larger"))
}

/// The environment in which a build of the page compiles the standard library; nothing where it cannot.
pub fn environment(shell: &Shell) -> &'static [(&'static str, &'static str)] {
    if has_sources(shell) && knows_options(shell) { &ENVIRONMENT } else { &[] }
}

fn has_sources(shell: &Shell) -> bool {
    let sysroot = shell::output(&mut shell.command("rustc", ["--print", "sysroot"]));
    let library = |sysroot: String| Path::new(&sysroot).join("lib/rustlib/src/rust/library");
    sysroot.is_ok_and(|sysroot| library(sysroot).join("std/Cargo.toml").exists())
}

/// Does the compiler take the options? They have changed before.
fn knows_options(shell: &Shell) -> bool {
    let mut rustc = shell.command("rustc", FLAGS.split(' '));
    rustc.args(["--target", WASM, "--crate-name", "any", "--print", "file-names", "-"]);
    shell::output(rustc.env("RUSTC_BOOTSTRAP", "1")).is_ok()
}
