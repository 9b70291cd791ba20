//! The repository names no package registry: a clone must install from wherever its machine is
//! told to, a mirror included.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::shell::{self, Shell};

/// How the hosts of package registries and of their mirrors begin.
const FIRST_LABELS: [&str; 5] = ["registry", "npm", "pypi", "index", "mirror"];

pub fn check(shell: &Shell) -> Result<()> {
    let tracked = shell::output(&mut shell.command("git", ["ls-files", "-z"]))
        .context("the list of files comes from git")?;
    let mut faults = Vec::new();
    let mut texts = 0;
    for path in tracked.split_terminator('\0') {
        // A file that is gone from the work tree, or is no text, says nothing.
        let Ok(text) = fs::read_to_string(shell.root.join(path)) else {
            continue;
        };
        texts += 1;
        if path == "package-lock.json" && text.contains("\"resolved\"") {
            faults.push(format!("{path}: remove its `resolved` fields"));
        }
        for (number, line) in text.lines().enumerate() {
            if let Some(host) = registry(line) {
                faults.push(format!("{path}:{}: names the registry `{host}`", number + 1));
            }
        }
    }
    if !faults.is_empty() {
        bail!(
            "addresses of package registries do not belong into the repository:\n{}",
            faults.join("\n")
        );
    }
    println!("   {texts} texts name no package registry");
    Ok(())
}

/// The first host in the line that looks like a registry's.
fn registry(line: &str) -> Option<&str> {
    let after = |text: &'static str| line.match_indices(text);
    after("://").find_map(|(at, mark)| {
        let rest = &line[at + mark.len()..];
        let host = rest.split(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c))).next()?;
        let (label, domain) = host.split_once('.')?;
        (FIRST_LABELS.contains(&label) && !domain.is_empty()).then_some(host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_by_their_first_label() {
        let line = r#""resolved": "https://REGISTRY.example.com/x/-/x-1.0.0.tgz""#;
        let line = line.replace("REGISTRY", "registry");
        assert_eq!(registry(&line), Some("registry.example.com"));
        assert_eq!(registry("see https://docs.example.com/registry.html"), None);
        assert_eq!(registry("the registry of crates; index.html"), None);
    }
}
