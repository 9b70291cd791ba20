//! What would be published: every package is complete, and builds from what is in it alone. Nothing is
//! uploaded.

use std::{env, fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::shell::{self, Shell};

/// What a registry shows, or asks for.
const FIELDS: [&str; 5] = ["description", "keywords", "categories", "license", "readme"];

pub fn check(shell: &Shell) -> Result<()> {
    let args = ["metadata", "--locked", "--no-deps", "--format-version", "1"];
    let metadata = shell::output(&mut shell.command("cargo", args))?;
    let metadata: Value = serde_json::from_str(&metadata).context("`cargo metadata`")?;
    let packages = metadata["packages"].as_array().context("`cargo metadata` has no packages")?;
    // `publish = false` is an empty list of registries.
    let published: Vec<&Value> =
        packages.iter().filter(|package| package["publish"] != Value::Array(Vec::new())).collect();
    let licence = fs::read(shell.root.join("LICENSE")).context("LICENSE")?;
    let faults: Vec<String> =
        published.iter().flat_map(|package| faults(package, &licence)).collect();
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    println!("   {} packages are complete", published.len());
    // A dry run asks the registry; packing and building do not.
    if env::var("CARGO_NET_OFFLINE").is_ok_and(|value| value == "true") {
        println!("   CARGO_NET_OFFLINE is set: the registry is not asked");
        let names = published.iter().filter_map(|package| package["name"].as_str());
        let mut package = shell.command("cargo", ["package", "--allow-dirty"]);
        return shell::run(package.args(names.flat_map(|name| ["--package", name])));
    }
    let args = ["publish", "--dry-run", "--workspace", "--allow-dirty"];
    shell::run(&mut shell.command("cargo", args))
}

/// What is missing of a package that would be published.
fn faults(package: &Value, licence: &[u8]) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    let mut faults: Vec<String> = FIELDS
        .iter()
        .filter(|field| is_empty(&package[**field]))
        .map(|field| format!("{name}: its Cargo.toml has no `{field}`"))
        .collect();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
    match fs::read(manifest.with_file_name("LICENSE")) {
        Ok(own) if own == licence => {}
        _ => faults.push(format!("{name}: its LICENSE is not that of the project: copy it")),
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_is_told() {
        let package = json!({
            "name": "one", "description": "", "keywords": ["a"], "categories": [], "license": "MIT",
            "readme": null, "manifest_path": "nowhere/Cargo.toml",
        });
        assert_eq!(
            faults(&package, b""),
            [
                "one: its Cargo.toml has no `description`",
                "one: its Cargo.toml has no `categories`",
                "one: its Cargo.toml has no `readme`",
                "one: its LICENSE is not that of the project: copy it",
            ]
        );
    }
}
