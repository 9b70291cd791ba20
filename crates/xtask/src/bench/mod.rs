//! Measurements: the engine natively, the npm package in Node, the page in the browser; and what is written of them.

mod budgets;
mod chart;
mod curves;
mod fit;
mod pages;
mod show;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::{
    args::Write,
    page,
    session::{Need, Session},
    shell, size, time,
};

const FOLDER: &str = "target/bench";

/// Measures everything and prints it against the budgets; with [`Write::Results`] renews the committed files as well.
pub fn run(session: &mut Session, write: Write) -> Result<()> {
    let root = session.shell.root.clone();
    if write == Write::Rendered {
        let results = fs::read_to_string(root.join(pages::RESULTS))?;
        return render(&root, &serde_json::from_str(&results)?);
    }
    let results = measure(session)?;
    let written = serde_json::to_string_pretty(&results)? + "\n";
    fs::write(root.join(FOLDER).join("results.json"), &written)?;
    for row in budgets::rows(&results)? {
        let answer = if row.holds() { "holds" } else { "MISSED" };
        println!("   {answer:<7}{:>12}  of {:<22} {}", row.figure(), row.most(), row.budget.what);
    }
    if write == Write::Results {
        fs::write(root.join(pages::RESULTS), written)?;
        render(&root, &results)?;
    }
    Ok(())
}

/// Writes what says the same as the results.
fn render(root: &Path, results: &Value) -> Result<()> {
    let readme = fs::read_to_string(root.join("README.md"))?;
    for (path, text) in pages::files(results, &readme)? {
        fs::write(root.join(path), text).with_context(|| format!("writing {path}"))?;
        println!("   wrote {path}");
    }
    Ok(())
}

fn measure(session: &mut Session) -> Result<Value> {
    session.build_page()?;
    session.build_package()?;
    session.ensure(&[Need::Browser])?;
    let shell = &session.shell;
    let bench = ["--release", "--locked", "--package", "kms-policy-bench"];
    shell::run(shell.command("cargo", ["build"]).args(bench))?;

    let start = Instant::now();
    shell::run(shell.command("cargo", ["run", "--quiet"]).args(bench).args(["--", FOLDER]))?;
    let native = fs::read_to_string(shell.root.join(FOLDER).join("native.json"))?;
    let native: Value = serde_json::from_str(&native)?;
    let node =
        measured(shell.command("node", ["crates/wasm/bench.mjs", "dist-npm/package", FOLDER]))?;
    let mut browser = shell.command("node", ["e2e/bench.mjs", FOLDER]);
    browser.env("CHROME", session.browser()?).env("DIST", page::dist(shell));
    let browser = measured(browser)?;
    let took = start.elapsed();
    println!("   measured in {}", time::human(took));

    let commit = shell::output(&mut shell.command("git", ["rev-parse", "--short=12", "HEAD"]))?;
    let changed = shell::output(&mut shell.command("git", ["status", "--porcelain"]))?;
    let commit = if changed.is_empty() { commit } else { commit + ", with changes" };
    let mut machine = node["machine"].clone();
    machine["rustc"] = shell::output(&mut shell.command("rustc", ["--version"]))?.into();
    machine["chromium"] = browser["chromium"].clone();
    let sizes = size::together(&page::dist(shell))?;
    let sizes: serde_json::Map<String, Value> =
        sizes.into_iter().map(|(group, bytes)| (group.to_owned(), bytes.into())).collect();
    let part = |of: &Value| json!({ "scenarios": of["scenarios"], "curves": of["curves"] });
    let mut results = json!({
        "date": node["date"],
        "commit": commit,
        "seconds": took.as_secs(),
        "machine": machine,
        "native": part(&native),
        "node": part(&node),
        "browser": browser,
        "sizes": sizes,
    });
    round(&mut results);
    Ok(results)
}

/// What a program prints as JSON; its progress is shown.
fn measured(mut command: Command) -> Result<Value> {
    let printed = shell::output(command.stderr(Stdio::inherit()))?;
    serde_json::from_str(&printed).with_context(|| format!("what `{command:?}` prints is no JSON"))
}

/// More than four digits of a time say nothing.
fn round(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(exact) = number.as_f64().filter(|_| number.is_f64()) {
                let digits = 3 - exact.abs().max(1e-9).log10().floor() as i32;
                let scale = 10_f64.powi(digits);
                *value = ((exact * scale).round() / scale).into();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(round),
        Value::Object(members) => members.values_mut().for_each(round),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Results as they are written, of a machine that did other things as well.
    pub fn sample() -> Value {
        serde_json::from_str(include_str!("sample.json")).unwrap()
    }

    #[test]
    fn four_digits_are_kept() {
        let mut value =
            json!({ "a": [0.095_312_34, 123_456.789, 7.0], "size": 100_000, "name": "x" });
        round(&mut value);
        assert_eq!(value, json!({ "a": [0.095_31, 123_500.0, 7.0], "size": 100_000, "name": "x" }));
    }
}
