//! The npm package in `dist-npm`: put together in `package/`, packed beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    node::NPM,
    shell::{self, Shell},
    size::{gzip, kilobytes},
    toolchain::WASM,
};

/// The WebAssembly module, as the package's JavaScript calls it.
const MODULE: &str = "kms-policy.wasm";

/// In the Cargo.toml of the workspace.
const PROFILE: &str = "wasm-package";

/// Builds the package; answers with the tarball.
pub fn build(shell: &Shell) -> Result<PathBuf> {
    let dist = shell.root.join("dist-npm");
    let folder = dist.join("package");
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| format!("emptying {}", dist.display()))?;
    }
    fs::create_dir_all(&folder)?;
    module(shell, &folder)?;
    for entry in fs::read_dir(shell.root.join("crates/wasm/npm"))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    fs::copy(shell.root.join("LICENSE"), folder.join("LICENSE"))?;
    let args = ["pack", "--silent", "--pack-destination", ".."];
    let name = shell::output(shell.command(NPM, args).current_dir(&folder))?;
    let tarball = dist.join(name.lines().last().context("`npm pack` names no file")?);
    let module = fs::read(folder.join(MODULE))?;
    println!(
        "   {}: {}; {MODULE} has {}, {} compressed",
        tarball.display(),
        kilobytes(fs::metadata(&tarball)?.len() as usize),
        kilobytes(module.len()),
        kilobytes(gzip(&module)?),
    );
    Ok(tarball)
}

/// Compiles the WebAssembly module, with the JavaScript that wasm-bindgen writes for it: for speed, where
/// the page's is for size.
fn module(shell: &Shell, folder: &Path) -> Result<()> {
    let package = ["build", "--locked", "--package", "kms-policy-wasm", "--lib"];
    let target = ["--profile", PROFILE, "--target", WASM];
    shell::run(&mut shell.command("cargo", [&package[..], &target].concat()))?;
    let built = target_folder(shell)?.join(WASM).join(PROFILE).join("kms_policy_wasm.wasm");
    // Without the default path bundlers do not look for a file of that name.
    let web = ["--target", "web", "--no-typescript", "--omit-default-module-path"];
    let mut bindgen = shell.command("wasm-bindgen", web);
    bindgen.args(["--out-name", "kms-policy", "--out-dir"]).arg(folder).arg(built);
    shell::run(&mut bindgen)?;
    let bound = folder.join("kms-policy_bg.wasm");
    let mut optimise = shell.command("wasm-opt", ["-O3", "--low-memory-unused", "-o"]);
    shell::run(optimise.arg(folder.join(MODULE)).arg(&bound))?;
    fs::remove_file(bound)?;
    Ok(())
}

/// Where cargo builds.
pub fn target_folder(shell: &Shell) -> Result<PathBuf> {
    let args = ["metadata", "--locked", "--no-deps", "--format-version", "1"];
    let metadata: Value = serde_json::from_str(&shell::output(&mut shell.command("cargo", args))?)?;
    let folder = metadata["target_directory"].as_str();
    folder.map(PathBuf::from).context("`cargo metadata` names no target folder")
}
