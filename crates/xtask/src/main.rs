//! Set-up, serve, test, dist, package, verify, fuzz, mutants, coverage, advisories, bench and size: the only commands that README and CI call.

mod advisories;
mod args;
mod bench;
mod browser;
mod cache;
mod coverage;
mod debian;
mod dist;
mod duplicates;
mod fuzz;
mod licences;
mod lockfile;
mod metadata;
mod mutants;
mod node;
mod package;
mod page;
mod publish;
mod serve;
mod session;
mod shell;
mod size;
mod test;
mod tidy;
mod time;
mod toolchain;
mod tools;
mod unsafety;
mod verify;

use std::{env, process::ExitCode};

use anyhow::Result;

use crate::{
    args::Command,
    session::{Need, Session},
};

/// What a shell expects of a command that was called in a wrong way.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let command = match args::parse(&args) {
        Ok(command) => command,
        Err(wrong) => {
            eprintln!("error: {wrong}\n\n{}", args::USAGE);
            return ExitCode::from(WRONG_USAGE);
        }
    };
    match run(command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let mut session = Session::start()?;
    match command {
        Command::Help => println!("{}", args::USAGE),
        Command::Setup => {
            session.ensure(&[Need::Toolchain, Need::Sources, Need::Node, Need::PageTools])?
        }
        Command::Serve { port, open } => serve::run(&mut session, port, open)?,
        Command::Test { only } => return test::run(&mut session, &only),
        Command::Size { build } => size::run(&mut session, build)?,
        Command::Dist => dist::run(&mut session)?,
        Command::Package => drop(session.build_package()?),
        Command::Bench(write) => bench::run(&mut session, write)?,
        Command::Verify { args } => verify::run(&mut session, &args)?,
        Command::Coverage => coverage::run(&mut session)?,
        Command::Advisories => advisories::run(&mut session)?,
        Command::Mutants(options) => mutants::run(&mut session, &options)?,
        Command::Fuzz { targets, seconds } => fuzz::run(&mut session, &targets, seconds)?,
    }
    Ok(ExitCode::SUCCESS)
}
