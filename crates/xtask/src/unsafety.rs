//! No crate of ours has unsafe code, and none can have any: each forbids it, which nothing in its
//! source can take back.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    metadata::{self, MANIFESTS},
    shell::Shell,
};

const FORBIDS: &str = "unsafe_code = \"forbid\"";

pub fn check(shell: &Shell) -> Result<()> {
    let workspace = read(&shell.root.join("Cargo.toml"))?;
    ensure!(
        section(&workspace, "workspace.lints.rust").any(|line| line == FORBIDS),
        "the workspace's lints do not say {FORBIDS}"
    );
    let mut ours = BTreeSet::new();
    for manifest in MANIFESTS {
        let metadata = metadata::of(shell, manifest, None)?;
        // Only what is part of the project has no source.
        let own = metadata::packages(&metadata)?.iter().filter(|one| one["source"].is_null());
        for package in own {
            let path = package["manifest_path"].as_str().context("a package without manifest")?;
            ours.insert(path.to_owned());
        }
    }
    let mut faults = Vec::new();
    for path in &ours {
        if !forbids(&read(Path::new(path))?) {
            faults.push(format!("{path} does not forbid unsafe code"));
        }
    }
    if !faults.is_empty() {
        bail!("{}\nTake over the workspace's lints, or say {FORBIDS}", faults.join("\n"));
    }
    println!("   {} crates forbid unsafe code", ours.len());
    Ok(())
}

/// Does a package of this manifest forbid unsafe code, itself or with its workspace?
fn forbids(manifest: &str) -> bool {
    section(manifest, "lints").any(|line| line == "workspace = true")
        || section(manifest, "lints.rust").any(|line| line == FORBIDS)
}

/// The lines of a table, up to the next one.
fn section<'t>(manifest: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let head = format!("[{name}]");
    let lines = manifest.lines().map(str::trim).skip_while(move |line| *line != head).skip(1);
    lines.take_while(|line| !line.starts_with('['))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_table_counts() {
        assert!(forbids("[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n"));
        assert!(forbids("[lints.rust]\nunsafe_code = \"forbid\"\n[dependencies]\n"));
        assert!(!forbids("[lints.rust]\nunsafe_code = \"warn\"\n"));
        assert!(!forbids("[dependencies.x]\nworkspace = true\n[lints]\n[features]\n"));
        assert!(!forbids("[lints.rust]\n[lints.clippy]\nunsafe_code = \"forbid\"\n"));
    }
}
