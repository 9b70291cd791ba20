//! `kms-policy`: judges scenarios of KMS key policies and IAM policies on the command line.

mod changes;
mod evaluate;
mod explain_error;
mod import;
mod input;
mod text;
mod validate;

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
    /// Say what an error of AWS blames, what it cannot tell and what to check; exit 1 where nothing in
    /// the text is an error that is known, 2 where a file cannot be used
    ExplainError(explain_error::Arguments),
    /// Turn output of the AWS CLI into a scenario; what is set and what is left out goes to standard
    /// error; exit 1 where something that matters was not understood or could not be placed, 2 where
    /// a file cannot be used
    Import(import::Arguments),
    /// Say what is wrong with policies and scenarios, and how to mend it; exit 1 where there is an
    /// error, 2 where a file cannot be used
    Validate(validate::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Evaluate(arguments) => {
            evaluate::run(&arguments).map(|outcome| outcome.exit_code())
        }
        Command::ExplainError(arguments) => explain_error::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kms-policy: {error:#}");
            ExitCode::from(2)
        }
    }
}
