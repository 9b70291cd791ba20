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
    let run = |command: &[&str]| {
        let mut command = shell.command("cargo", command);
        command.args(["--quiet", "--allow-dirty", "--no-verify"]);
        command.args(published.iter().flat_map(|package| ["--package", text(&package["name"])]));
        shell::run(&mut command)
    };
    if env::var("CARGO_NET_OFFLINE").is_ok_and(|value| value == "true") {
        println!("   CARGO_NET_OFFLINE is set: the registry is not asked");
    } else {
        run(&["publish", "--dry-run"])?;
    }
    // A dry run keeps no package.
    run(&["package"])?;
    let target = Path::new(text(&metadata["target_directory"]));
    build(shell, target, &published.iter().map(|one| packed(one)).collect::<Vec<_>>())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Name, and name with version: what a package is called when it is packed.
fn packed(package: &Value) -> (&str, String) {
    let name = text(&package["name"]);
    (name, format!("{name}-{}", text(&package["version"])))
}

/// Builds the packages, unpacked and by themselves. What cargo itself does to verify several takes those
/// of an earlier run, as long as their version is the same.
fn build(shell: &Shell, target: &Path, packages: &[(&str, String)]) -> Result<()> {
    let folder = target.join("publish");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let (mut members, mut patches) = (String::new(), String::new());
    for (name, packed) in packages {
        let archive = target.join("package").join(format!("{packed}.crate"));
        let mut unpack = shell.command("tar", ["-xzf"]);
        shell::run(unpack.arg(archive).arg("-C").arg(&folder))?;
        members += &format!("\"{packed}\", ");
        patches += &format!("{name} = {{ path = \"{packed}\" }}\n");
    }
    let manifest = folder.join("Cargo.toml");
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{members}]\n[patch.crates-io]\n{patches}"
    );
    fs::write(&manifest, workspace).context("the packages' workspace")?;
    fs::copy(shell.root.join("Cargo.lock"), folder.join("Cargo.lock")).context("Cargo.lock")?;
    let mut check = shell.command("cargo", ["check", "--workspace", "--manifest-path"]);
    shell::run(check.arg(manifest).arg("--target-dir").arg(target))
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
