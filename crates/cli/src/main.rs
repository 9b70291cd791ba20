//! `kms-policy`: judges scenarios of KMS key policies and IAM policies on the command line.
#![forbid(unsafe_code)]

mod changes;
mod evaluate;
mod explain_error;
mod files;
mod help;
mod import;
mod input;
mod link;
mod manual;
mod output;
mod parallel;
mod tap;
mod text;
mod validate;

use clap::{CommandFactory, Parser, Subcommand};
use output::Color;
use std::process::ExitCode;

/// Who may use an AWS KMS key, and why.
#[derive(Parser)]
#[command(name = "kms-policy", version, arg_required_else_help = true, after_help = help::MAIN)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Subcommand)]
enum Command {
    /// Decide the requests of scenarios, or their matrix, and hold them against what is expected
    #[command(after_help = help::EVALUATE)]
    Evaluate(evaluate::Arguments),
    /// Say what an error of AWS blames, what it cannot tell and what to check
    #[command(after_help = help::EXPLAIN_ERROR)]
    ExplainError(explain_error::Arguments),
    /// Turn output of the AWS CLI into a scenario; what is set and what is left out goes to standard
    /// error
    #[command(after_help = help::IMPORT)]
    Import(import::Arguments),
    /// Turn a scenario into a link of the playground, and back
    Link(link::Arguments),
    /// Say what is wrong with policies and scenarios, and how to mend it
    #[command(after_help = help::VALIDATE)]
    Validate(validate::Arguments),
    /// Print what a shell reads to complete commands
    #[command(after_help = help::COMPLETIONS)]
    Completions(manual::CompletionsArguments),
    /// Print the manual page
    #[command(after_help = help::MAN)]
    Man(manual::ManArguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    arguments.color.apply();
    let done = |()| ExitCode::SUCCESS;
    let result = match arguments.command {
        Command::Evaluate(arguments) => {
            evaluate::run(&arguments).map(|outcome| outcome.exit_code())
        }
        Command::ExplainError(arguments) => explain_error::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Link(arguments) => link::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Completions(arguments) => {
            manual::completions(&arguments, Arguments::command()).map(done)
        }
        Command::Man(arguments) => manual::man(&arguments, Arguments::command()).map(done),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            output::note(format!("kms-policy: {error:#}"));
            ExitCode::from(2)
        }
    }
}
