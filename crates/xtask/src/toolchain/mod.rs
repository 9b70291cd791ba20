//! A Rust toolchain that builds for WebAssembly: rustup's, or Debian's where rustup cannot help.

mod distro;
mod rustup;
pub mod slim;

use std::{env, fs};

use anyhow::{Context as _, Result, bail};

use crate::{
    debian,
    session::Outcome,
    shell::{self, Shell},
};

pub const WASM: &str = "wasm32-unknown-unknown";

const CHOICE: &str = "XTASK_TOOLCHAIN";

pub fn ensure(shell: &mut Shell) -> Result<Outcome> {
    match env::var(CHOICE).ok().as_deref() {
        None | Some("") => automatic(shell),
        Some(distro::NAME) => distro::ensure(shell),
        Some(other) => bail!("{CHOICE}={other}: the only choice is `{}`", distro::NAME),
    }
}

/// rustfmt and clippy; Debian's come with [`distro::ensure`].
pub fn ensure_lints(shell: &Shell) -> Result<Outcome> {
    let name = "rustfmt and clippy".to_owned();
    let runs = |tool| shell::output(&mut shell.command("cargo", [tool, "--version"])).is_ok();
    if runs("fmt") && runs("clippy") {
        return Ok(Outcome::AlreadyThere(name));
    }
    rustup::add_lints(shell)
        .context("rustfmt or clippy is missing: install them for the Rust you use")?;
    Ok(Outcome::Installed(name))
}

/// Takes the nightly toolchain from now on; answers whether there is one.
pub fn use_nightly(shell: &mut Shell) -> bool {
    const NIGHTLY: &str = "nightly";
    let mut rustc = shell.command("rustc", ["--version"]);
    let there =
        shell::output(rustc.env("RUSTUP_TOOLCHAIN", NIGHTLY).env("RUSTUP_AUTO_INSTALL", "0"))
            .is_ok_and(|said| said.contains(NIGHTLY));
    if there {
        shell.use_toolchain(NIGHTLY);
    }
    there
}

/// llvm-cov and llvm-profdata of the toolchain in use, unless the environment names others.
pub fn ensure_llvm_tools(shell: &Shell) -> Result<()> {
    if env::var_os("LLVM_COV").is_some() && env::var_os("LLVM_PROFDATA").is_some() {
        return Ok(());
    }
    rustup::add_llvm_tools(shell).context(
        "llvm-cov and llvm-profdata are missing: add rustup's `llvm-tools`, or name them in LLVM_COV \
         and LLVM_PROFDATA",
    )
}

fn automatic(shell: &mut Shell) -> Result<Outcome> {
    if has_wasm(shell) {
        return Ok(Outcome::AlreadyThere(name(shell)?));
    }
    // Before rustup, which would try to reach its server again in every run.
    if distro::is_ready(shell) {
        return distro::ensure(shell);
    }
    let error = match rustup::add_target(shell) {
        Ok(()) => return Ok(Outcome::Installed(name(shell)?)),
        Err(error) => error.context(format!(
            "the standard library for {WASM} is missing: run `rustup target add {WASM}` where \
             rustup's server can be reached"
        )),
    };
    if !debian::is_debian(shell) {
        return Err(error);
    }
    println!("   {error:#}\n   using Debian's Rust instead");
    distro::ensure(shell)
}

/// Whether the Rust in use has the standard library for WebAssembly.
fn has_wasm(shell: &Shell) -> bool {
    let Ok(folder) = wasm_libraries(&mut shell.command("rustc", [""; 0])) else {
        return false;
    };
    let mut files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
}

/// The folder in which `rustc` looks for them.
fn wasm_libraries(rustc: &mut std::process::Command) -> Result<String> {
    shell::output(rustc.args(["--print", "target-libdir", "--target", WASM]))
}

fn name(shell: &Shell) -> Result<String> {
    let rustc = shell::output(&mut shell.command("rustc", ["--version"]))?;
    Ok(format!("{rustc} for WebAssembly"))
}
