//! The browser for tests and measurements: the one that `CHROME` names, or the system's.

use std::{env, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::{debian, session::Outcome, shell::Shell};

const NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// A page without any font has no text to look at.
const PACKAGES: [&str; 2] = ["chromium", "fonts-dejavu-core"];

pub fn ensure(shell: &Shell) -> Result<(PathBuf, Outcome)> {
    if let Some(named) = env::var_os("CHROME") {
        let program = find(shell, &[&named.to_string_lossy()])
            .with_context(|| format!("CHROME={}: no such program", named.to_string_lossy()))?;
        return Ok(found(program));
    }
    if let Some(program) = find(shell, &NAMES) {
        return Ok(found(program));
    }
    let remedy = "no Chromium or Chrome in PATH: install one, or set CHROME to its program";
    if !debian::is_debian(shell) {
        anyhow::bail!(remedy);
    }
    debian::install(shell, &PACKAGES).context(remedy)?;
    let program = find(shell, &NAMES).context(remedy)?;
    let name = program.display().to_string();
    Ok((program, Outcome::Installed(name)))
}

fn find(shell: &Shell, names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| shell.find(name))
}

fn found(program: PathBuf) -> (PathBuf, Outcome) {
    let name = program.display().to_string();
    (program, Outcome::AlreadyThere(name))
}
