//! `kms-policy explain-error`: what an error of AWS says, cannot tell, and what to check.

use crate::input;
use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use kms_policy::error_text::{ErrorReport, read};
use kms_policy::text::Encoding;
use std::process::ExitCode;

/// The arguments of `explain-error`.
#[derive(Args)]
pub struct Arguments {
    /// A file with the error as it was printed, or a record of it in JSON; `-` is standard input
    file: String,
    /// A scenario that the error is held against: does it decide as AWS did?
    #[arg(long, value_name = "FILE")]
    scenario: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

/// How to print what was read.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As JSON
    Json,
    /// For people
    Text,
}

/// Runs the command: 0; 1 where nothing in the text is an error that is known; 2 where a file cannot
/// be used.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { file, scenario, format } = arguments;
    ensure!(
        file != "-" || scenario.as_deref() != Some("-"),
        "standard input cannot be both the error and the scenario"
    );
    let scenario = scenario.as_deref().map(|file| input::read(file, &[])).transpose()?;
    let text = input::decoded(file, input::read_bytes(file)?)?;
    let Some(error) = read(&text) else {
        eprintln!(
            "{file}: no error of AWS that is known here; paste the whole message, from `User:` or \
             the name of the exception on"
        );
        return Ok(ExitCode::from(1));
    };
    let here = scenario.as_ref().map(|input| error.in_scenario(&input.scenario));
    let report = ErrorReport::new(&error, here.as_ref(), &text, Encoding::Chars);
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&report)?),
        Format::Text => print(&report),
    }
    let unread = scenario.is_some_and(|input| !input.unread.is_empty());
    Ok(ExitCode::from(if unread { 2 } else { 0 }))
}

fn print(report: &ErrorReport) {
    println!("{}", report.sentence);
    for section in report.sections() {
        println!();
        if !section.title.is_empty() {
            println!("{}", section.title);
        }
        let width = section.lines.iter().map(|line| line.label.len()).max().unwrap_or_default();
        for line in &section.lines {
            match line.label {
                "" => println!("- {}", line.text),
                label => println!("{label:width$}  {}", line.text),
            }
            if let Some(command) = &line.command {
                println!("  $ {command}");
            }
        }
    }
}
