//! What the generated pages of `web/` have in common: head and style, how text becomes HTML, and how
//! a page is written or found to be stale.

use std::fs;
use std::path::{Path, PathBuf};

const STYLE: &str = "
:root { color-scheme: light dark; --line: light-dark(#d4dae3, #38414d); --quiet: light-dark(#56616f, #9fabb9); --mark: light-dark(#fff3cf, #443713); }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2.2rem; }
section { border-top: 1px solid var(--line); padding: .7rem .6rem; scroll-margin-top: 1rem; }
section:target { background: var(--mark); }
h3 { font-size: 1rem; margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem; margin: .35rem 0 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
";

/// The start of a page up to its heading; `style` is what only this page has.
pub fn head(title: &str, style: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>{STYLE}{style}</style>
</head>
<body>
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
