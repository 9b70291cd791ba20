//! `kms-policy`: judges scenarios of KMS key policies and IAM policies on the command line.

mod evaluate;
mod input;
mod text;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Who may use an AWS KMS key, and why.
#[derive(Parser)]
#[command(name = "kms-policy", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Decide the requests of scenario files; exit 1 where one is not as expected, 2 where a file
    /// or document cannot be used
    Evaluate(evaluate::Arguments),
}

fn main() -> ExitCode {
    let Command::Evaluate(arguments) = Arguments::parse().command;
    match evaluate::run(&arguments) {
        Ok(outcome) => outcome.exit_code(),
        Err(error) => {
            eprintln!("kms-policy: {error:#}");
            ExitCode::from(2)
        }
    }
}
