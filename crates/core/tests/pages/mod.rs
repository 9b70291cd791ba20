//! What the generated pages of `web/` have in common: head, how text becomes HTML, and how
//! a page is written or found to be stale.

use std::fs;
use std::path::{Path, PathBuf};

/// The start of a page up to its heading; `class` is for what `web/page.css` says of this page only.
pub fn head(title: &str, class: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="page.css">
</head>
<body class="{class}">
<p><a href="./">KMS Policy Playground</a></p>
<h1>{title}</h1>
"#
    )
}

pub const TAIL: &str = "</body>\n</html>\n";

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Writes the page with `UPDATE_PAGES=1`; panics where the file is another.
pub fn settle(file: &str, page: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, page).unwrap_or_else(|error| panic!("{file} cannot be written: {error}"));
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "{file} is stale: run with UPDATE_PAGES=1");
}
