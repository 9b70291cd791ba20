//! Installing Debian's packages: as root it is done, as an ordinary user the command is told.

use anyhow::{Context as _, Result, bail};

use crate::shell::{self, Shell};

const INSTALL: [&str; 4] = ["apt-get", "install", "-y", "--no-install-recommends"];

pub fn is_debian(shell: &Shell) -> bool {
    shell.find("apt-get").is_some()
}

/// Installs those of the packages that are missing; tells whether there were any.
pub fn install(shell: &Shell, packages: &[&str]) -> Result<bool> {
    let missing: Vec<&str> =
        packages.iter().copied().filter(|package| !is_installed(shell, package)).collect();
    if missing.is_empty() {
        return Ok(false);
    }
    if !is_root(shell) {
        bail!(
            "Debian packages are missing: run\n  sudo apt-get update && sudo {} {}",
            INSTALL.join(" "),
            missing.join(" ")
        );
    }
    let apt = |args: &[&str]| {
        let mut command = shell.command("apt-get", args);
        shell::run(command.env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-q"])
        .and_then(|()| apt(&[&["-q"], &INSTALL[1..], &missing].concat()))
        .context("Debian packages could not be installed: check the network and apt's sources")?;
    Ok(true)
}

fn is_installed(shell: &Shell, package: &str) -> bool {
    let query = ["-W", "-f", "${db:Status-Status}", package];
    shell::output(&mut shell.command("dpkg-query", query)).is_ok_and(|said| said == "installed")
}

fn is_root(shell: &Shell) -> bool {
    shell::output(&mut shell.command("id", ["-u"])).is_ok_and(|id| id == "0")
}
