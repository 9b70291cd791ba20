//! Trunk: the release page in `dist`, and what every call of Trunk has in common.

use std::{env, path::PathBuf, process::Command};

use anyhow::Result;

use crate::{
    shell::{self, Shell},
    toolchain::{WASM, slim},
};

/// Where the release page is built.
pub fn dist(shell: &Shell) -> PathBuf {
    shell.root.join("dist")
}

pub fn is_built(shell: &Shell) -> bool {
    dist(shell).join("index.html").exists()
}

pub fn build(shell: &Shell) -> Result<()> {
    // Cargo fetches the crates here, so that Trunk can be kept off the network.
    let mut fetch = shell.command("cargo", ["fetch", "--quiet", "--locked", "--target", WASM]);
    let mut build = trunk(shell, &["build", "--release", "--locked", "--offline"]);
    let environment = slim::environment(shell);
    for command in [&mut fetch, &mut build] {
        shell::run(command.envs(environment.iter().copied()))?;
    }
    Ok(())
}

pub fn trunk(shell: &Shell, args: &[&str]) -> Command {
    let mut command = shell.command("trunk", args);
    command.env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk reads NO_COLOR as its own flag and refuses every value but `true` and `false`.
    if env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").args(["--color", "never"]);
    }
    command
}
