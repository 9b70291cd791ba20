//! The folder of the user's cache directory in which the project's tools live. A second clone on
//! the same machine reuses them, and nothing global is changed.

use std::{env, path::PathBuf};

use anyhow::{Context as _, Result};

const FOLDER: &str = "kms-policy-playground";

pub fn folder() -> Result<PathBuf> {
    let path = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || path("HOME");
    let base = path("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            path("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join("Library/Caches"))
        } else {
            home().map(|home| home.join(".cache"))
        }
    });
    let base = base.context("no cache directory: set XDG_CACHE_HOME to a folder of your own")?;
    Ok(base.join(FOLDER))
}
