//! `kms-policy explain-error`: what an error of AWS says, cannot tell, and what to check.

use crate::input;
use crate::output::{self, FAINT, STRONG, Text};
use anyhow::{Result, ensure};
use clap::{Args, ValueEnum, ValueHint};
use kms_policy::error_text::{ErrorReport, read};
use kms_policy::text::Encoding;
use std::process::ExitCode;

/// The arguments of `explain-error`.
#[derive(Args)]
pub struct Arguments {
    /// A file with the error as it was printed, or a record of it in JSON; `-` is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    file: String,
    /// A scenario that the error is held against: does it decide as AWS did?
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
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
    let scenario = scenario.as_deref().map(input::read).transpose()?;
    scenario.iter().flat_map(|input| &input.notes).for_each(output::note);
    let text = input::decoded(file, input::read_bytes(file)?)?;
    let Some(error) = read(&text) else {
        output::note(format!(
            "{file}: no error of AWS that is known here; paste the whole message, from `User:` or \
             the name of the exception on"
        ));
        return Ok(ExitCode::from(1));
    };
    let here = scenario.as_ref().map(|input| error.in_scenario(&input.scenario));
    let report = ErrorReport::new(&error, here.as_ref(), &text, Encoding::Chars);
    match format {
        Format::Json => output::print(&(serde_json::to_string_pretty(&report)? + "\n"))?,
        Format::Text => text_of(&report).print()?,
    }
    let unread = scenario.is_some_and(|input| !input.unread.is_empty());
    Ok(ExitCode::from(if unread { 2 } else { 0 }))
}

fn text_of(report: &ErrorReport) -> Text {
    let mut out = Text::default();
    out.line(&report.sentence);
    for section in report.sections() {
        out.add("\n");
        if !section.title.is_empty() {
            out.add_in(STRONG, section.title);
            out.add("\n");
        }
        let width = section.lines.iter().map(|line| line.label.len()).max().unwrap_or_default();
        for line in &section.lines {
            match line.label {
                "" => out.line(format!("- {}", line.text)),
                label => {
                    out.add_in(FAINT, format!("{label:width$}"));
                    out.line(format!("  {}", line.text));
                }
            }
            if let Some(command) = &line.command {
                out.line(format!("  $ {command}"));
            }
        }
    }
    out
}
