//! The engine held against the reference. Optimised, since it is about millions of decisions.

use anyhow::Result;

use crate::{
    session::{Need, Session},
    shell,
};

const PACKAGE: &str = "kms-policy-verify";

/// One of the longer runs, or what CI runs.
pub fn run(session: &mut Session, args: &[String]) -> Result<()> {
    session.ensure(&[Need::Toolchain])?;
    let mut cargo = session.shell.command("cargo", ["run", "--quiet", "--release", "-p", PACKAGE]);
    shell::run(cargo.arg("--").args(args))
}

/// What CI runs: the laws, then both engines against each other.
pub fn check(session: &mut Session) -> Result<()> {
    let laws = ["test", "--release", "-p", PACKAGE];
    shell::run(&mut session.shell.command("cargo", laws))?;
    run(session, &[])
}
