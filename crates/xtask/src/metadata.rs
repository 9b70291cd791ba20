//! What `cargo metadata` says of a workspace and everything it depends on.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::shell::{self, Shell};

/// The workspaces of the project.
pub const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];

/// The workspace of this manifest, from the project's folder; with a platform, only what is built
/// for it.
pub fn of(shell: &Shell, manifest: &str, platform: Option<&str>) -> Result<Value> {
    let args = ["metadata", "--locked", "--format-version", "1", "--manifest-path", manifest];
    let filter = platform.iter().flat_map(|platform| ["--filter-platform", platform]);
    let text = shell::output(shell.command("cargo", args).args(filter))?;
    serde_json::from_str(&text).with_context(|| format!("`cargo metadata` of {manifest}"))
}

/// Its packages.
pub fn packages(metadata: &Value) -> Result<&[Value]> {
    let packages = metadata["packages"].as_array();
    packages.map(Vec::as_slice).context("`cargo metadata` has no packages")
}
