//! The lock files against the known security advisories, on demand: what is known changes without a
//! change here, so it is no part of `cargo xtask test`.
//!
//! cargo-audit and not cargo-deny: it needs a lock file alone, and licences and duplicates are looked
//! at here already.

use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    session::{Need, Session},
    shell::Shell,
};

/// What Rust code is built from.
const LOCKS: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];

pub fn run(session: &mut Session) -> Result<()> {
    session.ensure(&[Need::Toolchain, Need::Audit, Need::Node])?;
    let shell = &session.shell;
    let mut found = Vec::new();
    let mut failed = Vec::new();
    for (index, lock) in LOCKS.iter().enumerate() {
        let mut cargo = shell.command("cargo", ["audit", "--json", "--file", lock]);
        // Once is enough for all.
        cargo.args((index > 0).then_some("--no-fetch"));
        match answer(&mut cargo) {
            Ok(said) => found.extend(of_crates(lock, &said)?),
            Err(error) => {
                failed.push(format!(
                    "{lock}: the advisories could not be read: {error:#}. They come from the \
                     repository rustsec/advisory-db on GitHub: run this where that can be reached"
                ));
                break;
            }
        }
    }
    match npm(shell) {
        Ok(more) => found.extend(more),
        Err(error) => failed.push(format!(
            "package-lock.json: npm could not ask for advisories: {error:#}. Its registry must answer \
             `npm audit`, which not every mirror does"
        )),
    }
    for line in &found {
        println!("   {line}");
    }
    if !failed.is_empty() {
        bail!("not everything could be looked at\n{}", failed.join("\n"));
    }
    if !found.is_empty() {
        bail!("{} advisories are about what is locked: update or replace it", found.len());
    }
    println!("   no advisory is about what is locked");
    Ok(())
}

/// What a program answers as JSON, whatever it ends with: both end with 1 where they found something.
fn answer(command: &mut Command) -> Result<Value> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("could not start `{name}`"))?;
    serde_json::from_slice(&output.stdout).map_err(|_| {
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> =
            said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        anyhow::anyhow!("`{name}` ended with {}: {}", output.status, lines.join("; "))
    })
}

/// One line an advisory, warnings such as "unmaintained" and "yanked" included.
fn of_crates(lock: &str, said: &Value) -> Result<Vec<String>> {
    let list = said["vulnerabilities"]["list"].as_array();
    let list = list.context("cargo-audit names no list of vulnerabilities")?;
    let warnings = said["warnings"].as_object().into_iter().flatten();
    let warnings = warnings.flat_map(|(_, of_kind)| of_kind.as_array().into_iter().flatten());
    let line = |one: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
        let package = &one["package"];
        let kind = one["kind"].as_str().unwrap_or("vulnerable");
        let (name, version) = (text(&package["name"]), text(&package["version"]));
        let why = match &one["advisory"] {
            Value::Null => String::new(),
            advisory => format!(": {} {}", text(&advisory["id"]), text(&advisory["title"])),
        };
        format!("{lock}: {name} {version} is {kind}{why}")
    };
    Ok(list.iter().chain(warnings).map(line).collect())
}

fn npm(shell: &Shell) -> Result<Vec<String>> {
    // All packages are for development only; some of them are bundled into the editor.
    let said = answer(&mut shell.command("npm", ["audit", "--json", "--package-lock-only"]))?;
    of_packages(&said)
}

fn of_packages(said: &Value) -> Result<Vec<String>> {
    let Some(all) = said["vulnerabilities"].as_object() else {
        let message = said["message"].as_str().or_else(|| said["error"]["summary"].as_str());
        bail!("{}", message.unwrap_or("it does not say why"));
    };
    let line = |(name, one): (&String, &Value)| {
        let severity = one["severity"].as_str().unwrap_or("?");
        let mut via = one["via"].as_array().into_iter().flatten();
        let why = via.find_map(|one| one["title"].as_str().or_else(|| one.as_str()));
        format!("package-lock.json: {name}, {severity}: {}", why.unwrap_or("?"))
    };
    Ok(all.iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn advisories_and_warnings_are_a_line_each() {
        let said = json!({
            "vulnerabilities": { "list": [{
                "advisory": { "id": "RUSTSEC-2020-0001", "title": "it does too much" },
                "package": { "name": "a", "version": "1.0.0" },
            }] },
            "warnings": { "yanked": [{
                "kind": "yanked", "advisory": null, "package": { "name": "b", "version": "2.0.0" },
            }] },
        });
        let expected = [
            "Cargo.lock: a 1.0.0 is vulnerable: RUSTSEC-2020-0001 it does too much",
            "Cargo.lock: b 2.0.0 is yanked",
        ];
        assert_eq!(of_crates("Cargo.lock", &said).unwrap(), expected);
        assert!(of_crates("Cargo.lock", &json!({})).is_err());
    }

    #[test]
    fn what_npm_cannot_ask_is_no_all_clear() {
        let said = json!({ "vulnerabilities": { "x": { "severity": "high", "via": [
            { "title": "a hole" },
        ] } } });
        assert_eq!(of_packages(&said).unwrap(), ["package-lock.json: x, high: a hole"]);
        let clean = json!({ "vulnerabilities": {} });
        assert!(of_packages(&clean).unwrap().is_empty());
        let failed = json!({ "message": "404 Not Found", "error": { "summary": "" } });
        assert_eq!(of_packages(&failed).unwrap_err().to_string(), "404 Not Found");
    }
}
