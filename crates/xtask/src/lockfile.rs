//! The one fact xtask needs from Cargo.lock: which version of a crate is locked.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

/// The version of `name` in the workspace's Cargo.lock.
pub fn locked_version(root: &Path, name: &str) -> Result<String> {
    let file = root.join("Cargo.lock");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    version(&text, name)
}

fn version(lock: &str, name: &str) -> Result<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines();
    let mut found = Vec::new();
    while lines.any(|line| line == wanted) {
        // Cargo writes the version on the line after the name.
        let version = lines.next().and_then(|line| line.strip_prefix("version = \""));
        found.extend(version.and_then(|version| version.strip_suffix('"')));
    }
    match found[..] {
        [version] => Ok(version.to_owned()),
        [] => bail!("Cargo.lock does not name `{name}`"),
        _ => bail!("Cargo.lock names `{name}` in {} versions: {}", found.len(), found.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen"
version = "0.2.126"
dependencies = [
 "wasm-bindgen-macro",
]

[[package]]
name = "thiserror"
version = "1.0.69"

[[package]]
name = "thiserror"
version = "2.0.1"
"#;

    #[test]
    fn exactly_one_version_is_an_answer() {
        assert_eq!(version(LOCK, "wasm-bindgen").unwrap(), "0.2.126");
        let error = |name| version(LOCK, name).unwrap_err().to_string();
        assert_eq!(error("wasm-bindgen-macro"), "Cargo.lock does not name `wasm-bindgen-macro`");
        assert_eq!(error("thiserror"), "Cargo.lock names `thiserror` in 2 versions: 1.0.69, 2.0.1");
    }
}
