//! Every crate and npm package that is built or shipped may be used under a known licence.

mod spdx;

use std::{collections::BTreeMap, fs};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    metadata::{self, MANIFESTS},
    shell::Shell,
};

const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages that are used although their licence is not allowed in general.
const EXCEPTIONS: &[(&str, &str)] = &[
    // Loaded by the browser tests alone, unchanged; nothing of it ships.
    ("axe-core", "MPL-2.0"),
    // Part of the fuzz targets alone, which nobody is given.
    ("libfuzzer-sys", "(MIT OR Apache-2.0) AND NCSA"),
];

/// Package, with its version, to licence.
type Licences = BTreeMap<String, Option<String>>;

pub fn check(shell: &Shell) -> Result<()> {
    let crates = crates(shell)?;
    let packages = npm_packages(shell)?;
    let (crate_count, package_count) = (crates.len(), packages.len());
    let faults: Vec<String> = crates.into_iter().chain(packages).filter_map(fault).collect();
    if !faults.is_empty() {
        bail!(
            "{}\nReplace the dependency, or allow the licence in crates/xtask/src/licences/mod.rs \
             with the reason",
            faults.join("\n")
        );
    }
    println!("   {crate_count} crates and {package_count} npm packages have allowed licences");
    Ok(())
}

fn fault((package, licence): (String, Option<String>)) -> Option<String> {
    let Some(licence) = licence else {
        return Some(format!("{package}: names no licence"));
    };
    let name = package.rsplit_once(' ').map_or(package.as_str(), |(name, _)| name);
    if EXCEPTIONS.contains(&(name, licence.as_str())) {
        return None;
    }
    match spdx::is_satisfied(&licence, ALLOWED) {
        Ok(true) => None,
        Ok(false) => Some(format!("{package}: `{licence}` is not allowed")),
        Err(error) => Some(format!("{package}: `{licence}` cannot be read: {error}")),
    }
}

/// All crates of both lock files, for every platform and for tests too: a superset that is easy to
/// trust. Our own have no source.
fn crates(shell: &Shell) -> Result<Licences> {
    let mut licences = Licences::new();
    for manifest in MANIFESTS {
        let metadata = metadata::of(shell, manifest, None)?;
        let packages = metadata::packages(&metadata)?.iter();
        let foreign = packages.filter(|package| !package["source"].is_null());
        licences.extend(
            foreign.map(|package| (named(&package["name"], package), text(&package["license"]))),
        );
    }
    Ok(licences)
}

/// All packages of package-lock.json. Their own package.json decides; the lock file speaks for
/// those that are not installed, which are other platforms' programs.
fn npm_packages(shell: &Shell) -> Result<Licences> {
    let lock: Value = read_json(shell, "package-lock.json")?;
    let packages = lock["packages"].as_object().context("package-lock.json has no packages")?;
    let mut licences = Licences::new();
    for (folder, locked) in packages {
        let Some((_, name)) = folder.rsplit_once("node_modules/") else {
            continue;
        };
        let installed = read_json(shell, &format!("{folder}/package.json"));
        let licence = match &installed {
            Ok(package) => &package["license"],
            Err(_) => &locked["license"],
        };
        licences.insert(named(&Value::from(name), locked), text(licence));
    }
    Ok(licences)
}

fn named(name: &Value, package: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    format!("{} {}", text(name), text(&package["version"]))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn read_json(shell: &Shell, path: &str) -> Result<Value> {
    let text = fs::read_to_string(shell.root.join(path)).with_context(|| path.to_owned())?;
    serde_json::from_str(&text).with_context(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(package: &str, licence: Option<&str>, expected: Option<&str>) {
        let found = fault((package.to_owned(), licence.map(str::to_owned)));
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn faults_name_the_package_and_its_licence() {
        check("serde 1.0.0", Some("MIT OR Apache-2.0"), None);
        check("axe-core 4.0.0", Some("MPL-2.0"), None);
        check("other 4.0.0", Some("MPL-2.0"), Some("other 4.0.0: `MPL-2.0` is not allowed"));
        check("secret 1.0.0", None, Some("secret 1.0.0: names no licence"));
        let unreadable = "odd 1.0.0: `MIT OR` cannot be read: it ends too early";
        check("odd 1.0.0", Some("MIT OR"), Some(unreadable));
    }
}
