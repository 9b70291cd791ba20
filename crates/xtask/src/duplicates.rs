//! Nothing gets into a product in two versions: what is there twice weighs twice, and two versions
//! of one type do not fit each other. Tools and tests may do as they like.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::{metadata, shell::Shell, toolchain::WASM};

/// What is shipped, and for which platform: all of them where none is named.
const PRODUCTS: [(&str, Option<&str>); 4] = [
    ("kms-policy-web", Some(WASM)),
    ("kms-policy-inspector", Some(WASM)),
    ("kms-policy-wasm", Some(WASM)),
    ("kms-policy-cli", None),
];

/// What is there twice all the same, with its reason.
const REVIEWED: [(&str, &str, &str); 1] = [(
    "kms-policy-web",
    "thiserror",
    "the parts of gloo 0.11, which yew 0.23 needs as well, are written against version 1; nothing of \
     either version is left in the page, which has only the implementations their macros wrote",
)];

pub fn check(shell: &Shell) -> Result<()> {
    let mut faults = Vec::new();
    let mut unused: Vec<_> = REVIEWED.iter().collect();
    for (product, platform) in PRODUCTS {
        let metadata = metadata::of(shell, "Cargo.toml", platform)?;
        let crates = shipped(&metadata, product)?;
        println!("   {product}: {} crates", crates.len());
        for (name, versions) in twice(&crates) {
            let reviewed = |one: &&(&str, &str, &str)| (one.0, one.1) == (product, name);
            let before = unused.len();
            unused.retain(|one| !reviewed(one));
            if unused.len() == before {
                faults.push(format!("{product} has `{name}` in versions {}", versions.join(", ")));
            }
        }
    }
    for (product, name, _) in unused {
        faults.push(format!("{product} has `{name}` once, and the list of exceptions names it"));
    }
    for (name, versions) in twice(&npm(shell)?) {
        faults.push(format!("package-lock.json has `{name}` in versions {}", versions.join(", ")));
    }
    if !faults.is_empty() {
        bail!(
            "{}\n`cargo tree -d` and `npm ls` tell who wants which. Bring them together, or name the \
             crate in crates/xtask/src/duplicates.rs with the reason",
            faults.join("\n")
        );
    }
    Ok(())
}

/// Name and version of every crate whose code may be part of the product, its own apart: what is
/// needed for building only, macros included, is none of them.
fn shipped(metadata: &Value, product: &str) -> Result<BTreeSet<(String, String)>> {
    let packages: BTreeMap<&str, &Value> = metadata::packages(metadata)?
        .iter()
        .filter_map(|package| Some((package["id"].as_str()?, package)))
        .collect();
    let nodes = metadata["resolve"]["nodes"].as_array().context("no resolved dependencies")?;
    let nodes: BTreeMap<&str, &Value> =
        nodes.iter().filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let root = packages.iter().find(|(_, package)| package["name"] == product);
    let (root, _) = root.with_context(|| format!("no package `{product}`"))?;
    let mut seen = BTreeSet::from([*root]);
    let mut open = vec![*root];
    while let Some(id) = open.pop() {
        let node = nodes.get(id).with_context(|| format!("`{id}` is not resolved"))?;
        for dependency in node["deps"].as_array().into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            let runs = kinds.into_iter().any(|kind| kind["kind"].is_null());
            let Some(id) = dependency["pkg"].as_str().filter(|_| runs) else { continue };
            let package = packages.get(id).with_context(|| format!("no package `{id}`"))?;
            if !is_macro(package) && seen.insert(id) {
                open.push(id);
            }
        }
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let named = |id: &&str| {
        let package = packages.get(*id).filter(|one| !one["source"].is_null())?;
        Some((text(&package["name"]), text(&package["version"])))
    };
    let crates: BTreeSet<_> = seen.iter().filter_map(named).collect();
    ensure!(!crates.is_empty(), "`{product}` seems to depend on nothing");
    Ok(crates)
}

fn is_macro(package: &Value) -> bool {
    let mut targets = package["targets"].as_array().into_iter().flatten();
    targets.any(|target| {
        target["kind"].as_array().is_some_and(|kinds| kinds.contains(&"proc-macro".into()))
    })
}

/// The packages of package-lock.json. Some of them are bundled into the page's editor, where two
/// versions would not know each other's states.
fn npm(shell: &Shell) -> Result<BTreeSet<(String, String)>> {
    const LOCK: &str = "package-lock.json";
    let text = fs::read_to_string(shell.root.join(LOCK)).context(LOCK)?;
    let lock: Value = serde_json::from_str(&text).context(LOCK)?;
    let packages = lock["packages"].as_object().context("package-lock.json has no packages")?;
    let named = |(folder, package): (&String, &Value)| {
        let (_, name) = folder.rsplit_once("node_modules/")?;
        Some((name.to_owned(), package["version"].as_str()?.to_owned()))
    };
    Ok(packages.iter().filter_map(named).collect())
}

/// The names that are there in several versions.
fn twice(all: &BTreeSet<(String, String)>) -> BTreeMap<&str, Vec<&str>> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, version) in all {
        versions.entry(name).or_default().push(version);
    }
    versions.retain(|_, versions| versions.len() > 1);
    versions
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A product that needs `a`, whose version 1 comes by `b` once more; a macro and a build script
    /// have it in versions of their own.
    fn metadata() -> Value {
        let package = |id: &str, kind: &str| {
            let (name, version) = id.split_once('@').unwrap();
            let source = (name != "product").then_some("registry");
            json!({ "id": id, "name": name, "version": version, "source": source,
                    "targets": [{ "kind": [kind] }] })
        };
        let needs = |id: &str, all: &[(&str, Option<&str>)]| {
            let deps: Vec<Value> = all
                .iter()
                .map(|(id, kind)| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] }))
                .collect();
            json!({ "id": id, "deps": deps })
        };
        json!({
            "packages": [
                package("product@1", "lib"), package("a@1", "lib"), package("a@2", "lib"),
                package("a@3", "lib"), package("a@4", "lib"), package("b@1", "lib"),
                package("m@1", "proc-macro"),
            ],
            "resolve": { "nodes": [
                needs("product@1", &[("a@2", None), ("b@1", None), ("m@1", None),
                                     ("a@4", Some("build"))]),
                needs("b@1", &[("a@1", None)]), needs("m@1", &[("a@3", None)]),
                needs("a@1", &[]), needs("a@2", &[]), needs("a@3", &[]), needs("a@4", &[]),
            ] },
        })
    }

    #[test]
    fn what_only_builds_is_not_shipped() {
        let crates = shipped(&metadata(), "product").unwrap();
        let twice = twice(&crates);
        assert_eq!(twice.into_iter().collect::<Vec<_>>(), [("a", vec!["1", "2"])]);
        assert_eq!(crates.len(), 3);
        assert!(shipped(&metadata(), "other").is_err());
    }
}
