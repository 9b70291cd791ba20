//! One run of xtask: what it needs is set up once, in any order, and said in one line each.

use std::{path::PathBuf, time::Instant};

use anyhow::{Context as _, Result};

use crate::{browser, node, package, page, shell::Shell, time, toolchain, tools};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A Rust toolchain that builds for WebAssembly. Comes first: it decides what all others use.
    Toolchain,
    /// The sources of the standard library, for a smaller page.
    Sources,
    /// rustfmt and clippy.
    Lints,
    /// Node and the npm packages.
    Node,
    /// wasm-bindgen and Trunk.
    PageTools,
    /// Chromium, for tests and measurements.
    Browser,
    /// cargo-fuzz, and what it builds with.
    Fuzzer,
    /// cargo-mutants.
    Mutants,
    /// cargo-llvm-cov; what it calls is looked for when it is known which toolchain measures.
    Coverage,
    /// cargo-audit.
    Audit,
}

/// What a step of the set-up found or did, as the start of a line for people.
pub enum Outcome {
    AlreadyThere(String),
    Installed(String),
    /// It cannot be had, which means this.
    Without(String, &'static str),
}

pub struct Session {
    pub shell: Shell,
    met: Vec<Need>,
    browser: Option<PathBuf>,
    page_is_fresh: bool,
}

impl Session {
    pub fn start() -> Result<Self> {
        Ok(Self { shell: Shell::new()?, met: Vec::new(), browser: None, page_is_fresh: false })
    }

    pub fn ensure(&mut self, needs: &[Need]) -> Result<()> {
        for &need in needs {
            if !self.met.contains(&need) {
                self.meet(need)?;
                self.met.push(need);
            }
        }
        Ok(())
    }

    /// The browser's program, after [`Need::Browser`] is met.
    pub fn browser(&self) -> Result<&PathBuf> {
        self.browser.as_ref().context("the browser was not set up")
    }

    /// Builds the release page, once in a run.
    pub fn build_page(&mut self) -> Result<()> {
        self.ensure(&[Need::Toolchain, Need::Sources, Need::Node, Need::PageTools])?;
        if !self.page_is_fresh {
            page::build(&self.shell)?;
            self.page_is_fresh = true;
        }
        Ok(())
    }

    /// Builds and packs the npm package; answers with the tarball.
    pub fn build_package(&mut self) -> Result<PathBuf> {
        self.ensure(&[Need::Toolchain, Need::Node, Need::PageTools])?;
        package::build(&self.shell)
    }

    fn meet(&mut self, need: Need) -> Result<()> {
        let shell = &mut self.shell;
        match need {
            Need::Toolchain => timed(|| toolchain::ensure(shell)),
            Need::Sources => timed(|| toolchain::slim::ensure(shell)),
            Need::Lints => timed(|| toolchain::ensure_lints(shell)),
            Need::Node => timed(|| node::ensure(shell)),
            Need::PageTools => {
                tools::needed(shell)?.iter().try_for_each(|tool| timed(|| tool.ensure(shell)))
            }
            Need::Fuzzer => {
                timed(|| tools::ensure_cpp(shell))?;
                timed(|| tools::fuzzer().ensure(shell))
            }
            Need::Mutants => timed(|| tools::mutants().ensure(shell)),
            Need::Coverage => timed(|| tools::coverage().ensure(shell)),
            Need::Audit => timed(|| tools::audit().ensure(shell)),
            Need::Browser => timed(|| {
                let (program, outcome) = browser::ensure(shell)?;
                self.browser = Some(program);
                Ok(outcome)
            }),
        }
    }
}

fn timed(step: impl FnOnce() -> Result<Outcome>) -> Result<()> {
    let start = Instant::now();
    match step()? {
        Outcome::AlreadyThere(what) => println!("   {what}: ok, already there"),
        Outcome::Without(what, then) => println!("   {what}: cannot be had, {then}"),
        Outcome::Installed(what) => {
            println!("   {what}: installed in {}", time::human(start.elapsed()))
        }
    }
    Ok(())
}
