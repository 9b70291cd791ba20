//! Node and the npm packages of package-lock.json.

use std::{fs, path::Path, time::SystemTime};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    session::Outcome,
    shell::{self, Shell},
};

/// As in package.json's `engines`.
const OLDEST: u32 = 20;

pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

pub fn ensure(shell: &mut Shell) -> Result<Outcome> {
    let version = shell::output(&mut shell.command("node", ["--version"]))
        .with_context(|| format!("install Node {OLDEST} or newer, with npm"))?;
    let Some(major) = major(&version) else {
        bail!("`node --version` says `{version}`, which is no version");
    };
    ensure!(major >= OLDEST, "Node {version} is too old: install Node {OLDEST} or newer");

    let name = format!("node {version} and npm packages");
    let modules = shell.root.join("node_modules");
    let fresh = is_fresh(&modules, &shell.root.join("package-lock.json"));
    if !fresh {
        shell::run(&mut shell.command(NPM, ["ci", "--no-audit", "--no-fund"])).context(
            "the npm packages could not be installed: check the network and npm's access to its \
             registry",
        )?;
    }
    // wasm-opt and esbuild.
    shell.prefer(modules.join(".bin"));
    Ok(if fresh { Outcome::AlreadyThere(name) } else { Outcome::Installed(name) })
}

/// npm writes this file last, so an interrupted installation does not have it.
fn is_fresh(modules: &Path, lock: &Path) -> bool {
    let changed = |file: &Path| -> Option<SystemTime> { fs::metadata(file).ok()?.modified().ok() };
    changed(&modules.join(".package-lock.json")) >= changed(lock)
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("nightly"), None);
    }
}
