//! `cargo xtask test`: everything that CI runs, in order, until the first failure.

use std::{
    fs,
    path::PathBuf,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    args::chosen,
    duplicates, fuzz, licences, package, page, publish,
    session::{Need, Session},
    shell, size, tidy, time,
    toolchain::WASM,
    unsafety, verify,
};

struct Step {
    name: &'static str,
    needs: &'static [Need],
    run: fn(&mut Session) -> Result<()>,
}

/// Node before the tools: should it be missing, that is said before minutes of compiling.
const EVERYTHING: &[Need] =
    &[Need::Toolchain, Need::Sources, Need::Lints, Need::Node, Need::Browser, Need::PageTools];

const STEPS: &[Step] = &[
    Step { name: "setup", needs: EVERYTHING, run: |_| Ok(()) },
    Step { name: "tidy", needs: &[], run: |session| tidy::check(&session.shell) },
    Step {
        name: "fmt",
        needs: &[Need::Toolchain, Need::Lints],
        run: |session| cargo(session, &["fmt", "--all", "--check"]),
    },
    Step {
        name: "clippy",
        needs: &[Need::Toolchain, Need::Lints],
        run: |session| {
            let args = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
            cargo(session, &args)
        },
    },
    Step {
        name: "clippy-wasm",
        needs: &[Need::Toolchain, Need::Lints],
        run: |session| {
            let packages = [
                "clippy",
                "-p",
                "kms-policy",
                "-p",
                "kms-policy-web",
                "-p",
                "kms-policy-inspector",
                "-p",
                "kms-policy-wasm",
            ];
            let rest = ["--target", WASM, "--", "-D", "warnings"];
            cargo(session, &[&packages[..], &rest].concat())
        },
    },
    Step {
        name: "test",
        needs: &[Need::Toolchain],
        run: |session| cargo(session, &["test", "--workspace", "--exclude", "kms-policy-verify"]),
    },
    Step { name: "verify", needs: &[Need::Toolchain], run: verify::check },
    Step { name: "fuzz", needs: &[Need::Toolchain, Need::Lints], run: fuzz::replay },
    Step { name: "docs", needs: &[Need::Toolchain], run: docs },
    Step {
        name: "publish",
        needs: &[Need::Toolchain],
        run: |session| publish::check(&session.shell),
    },
    Step { name: "page", needs: &[], run: Session::build_page },
    Step {
        name: "sizes",
        needs: &[],
        run: |session| {
            session.build_page()?;
            size::check(&page::dist(&session.shell))
        },
    },
    Step { name: "npm", needs: &[Need::Browser], run: npm },
    Step { name: "e2e", needs: &[Need::Browser], run: e2e },
    Step {
        name: "licences",
        needs: &[Need::Toolchain, Need::Node],
        run: |session| licences::check(&session.shell),
    },
    Step {
        name: "duplicates",
        needs: &[Need::Toolchain, Need::Node],
        run: |session| duplicates::check(&session.shell),
    },
    Step {
        name: "unsafe",
        needs: &[Need::Toolchain],
        run: |session| unsafety::check(&session.shell),
    },
];

/// Runs all steps, or those named in `only`, and closes with how many passed and failed.
pub fn run(session: &mut Session, only: &[String]) -> Result<ExitCode> {
    let steps = selected(only)?;
    let mut passed: Vec<(&str, Duration)> = Vec::new();
    let mut failed = None;
    for (index, step) in steps.iter().enumerate() {
        println!("\n== {} ({} of {})", step.name, index + 1, steps.len());
        let start = Instant::now();
        let result = session.ensure(step.needs).and_then(|()| (step.run)(session));
        let took = start.elapsed();
        if let Err(error) = result {
            println!("   {} failed after {}: {error:#}", step.name, time::human(took));
            failed = Some(step.name);
            break;
        }
        println!("   {} passed in {}", step.name, time::human(took));
        passed.push((step.name, took));
    }

    println!("\npassed:");
    for (name, took) in &passed {
        println!("   {name:<12} {:>12}", time::human(*took));
    }
    if let Some(name) = failed {
        let rest: Vec<&str> = steps[passed.len() + 1..].iter().map(|step| step.name).collect();
        let rest = if rest.is_empty() { "none".to_owned() } else { rest.join(", ") };
        println!("failed: {name} (again alone: cargo xtask test --only {name})\nnot run: {rest}");
    }
    println!("{} passed, {} failed", passed.len(), failed.iter().count());
    Ok(if failed.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn selected(only: &[String]) -> Result<Vec<&'static Step>> {
    chosen("step", STEPS, |step| step.name, only)
}

fn cargo(session: &Session, args: &[&str]) -> Result<()> {
    shell::run(&mut session.shell.command("cargo", args))
}

fn docs(session: &mut Session) -> Result<()> {
    let mut doc = session.shell.command("cargo", ["doc", "--workspace", "--no-deps"]);
    shell::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

/// The browser tests run on the release page, and hold what it tells against the command line.
fn e2e(session: &mut Session) -> Result<()> {
    session.build_page()?;
    let built = command_line(session)?;
    let mut node = node_tests(session, "e2e")?;
    shell::run(node.env("DIST", page::dist(&session.shell)).env("BUILT", built))
}

/// The tests of the npm package run on its tarball, and hold it against the command line and the crate.
fn npm(session: &mut Session) -> Result<()> {
    let tarball = session.build_package()?;
    let built = command_line(session)?;
    cargo(session, &["build", "--release", "--package", "kms-policy", "--example", "report"])?;
    let mut node = node_tests(session, "crates/wasm/tests")?;
    shell::run(node.env("TARBALL", tarball).env("BUILT", built))
}

/// Builds the command line as `verify` builds the engine, and answers with its folder.
fn command_line(session: &Session) -> Result<PathBuf> {
    cargo(session, &["build", "--release", "--package", "kms-policy-cli"])?;
    Ok(package::target_folder(&session.shell)?.join("release"))
}

/// Node's test runner on the `*.test.mjs` of a folder.
fn node_tests(session: &Session, folder: &str) -> Result<Command> {
    let mut files = Vec::new();
    for entry in fs::read_dir(session.shell.root.join(folder))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(format!("{folder}/{name}"));
        }
    }
    if files.is_empty() {
        bail!("there is no {folder}/*.test.mjs, and nothing passes without tests");
    }
    files.sort();
    let mut node = session.shell.command("node", ["--test"]);
    node.args(files).env("CHROME", session.browser()?);
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_steps_run_in_the_order_of_ci() {
        let names = |only: &[&str]| -> Vec<&str> {
            let only: Vec<String> = only.iter().map(|&name| name.to_owned()).collect();
            selected(&only).unwrap().iter().map(|step| step.name).collect()
        };
        assert_eq!(names(&["docs", "fmt"]), ["fmt", "docs"]);
        assert_eq!(names(&[]).len(), STEPS.len());
        let error = selected(&["lint".to_owned()]).err().unwrap().to_string();
        assert!(error.starts_with("no step `lint`; the steps are setup, tidy, "), "{error}");
    }
}
