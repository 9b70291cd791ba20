//! `kms-policy evaluate`: decides, prints, and says by its exit code how it went.

use crate::input::{self, Input};
use crate::text;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use kms_policy::Detail;
use kms_policy::decide::{Model, UNREADABLE_POLICY};
use kms_policy::policy::Severity;
use kms_policy::report::{Finding, Report};
use kms_policy::text::Encoding;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// The arguments of `evaluate`.
#[derive(Args)]
pub struct Arguments {
    /// Scenario files; `-` is standard input
    #[arg(required = true)]
    files: Vec<String>,
    /// Decide the matrix instead of the requests
    #[arg(long)]
    matrix: bool,
    /// Say why, layer by layer
    #[arg(long)]
    explain: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Replace one document by a file, as in /keys/0/policy=key-policy.json
    #[arg(long = "set", value_name = "POINTER=FILE", value_parser = replacement)]
    replacements: Vec<(String, PathBuf)>,
}

/// How to print a report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The report as JSON
    Json,
    /// For people
    Text,
    /// Test Anything Protocol
    Tap,
}

fn replacement(text: &str) -> Result<(String, PathBuf), String> {
    text.split_once('=')
        .filter(|(pointer, file)| pointer.starts_with('/') && !file.is_empty())
        .map(|(pointer, file)| (pointer.to_owned(), PathBuf::from(file)))
        .ok_or_else(|| "write POINTER=FILE, as in /keys/0/policy=key-policy.json".to_owned())
}

/// How it went; the worst of all files counts.
#[derive(Clone, Copy, Default)]
pub struct Outcome {
    /// Did an expectation not hold?
    unexpected: bool,
    /// Could a file or document not be used?
    unusable: bool,
}

impl Outcome {
    /// 0, 1 or 2.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self { unusable: true, .. } => ExitCode::from(2),
            Self { unexpected: true, .. } => ExitCode::from(1),
            _ => ExitCode::SUCCESS,
        }
    }
}

/// One of several reports.
#[derive(Serialize)]
struct OfFile<'a> {
    file: &'a str,
    #[serde(flatten)]
    report: &'a Report,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut reports = Vec::new();
    for file in &arguments.files {
        match judge(file, arguments) {
            Ok((input, report, unreadable)) => {
                outcome.unusable |= !input.unread.is_empty();
                outcome.unexpected |=
                    report.decisions.iter().any(|decision| decision.held == Some(false));
                for finding in unusable(&report, &unreadable) {
                    outcome.unusable = true;
                    eprintln!("{}", describe(&input, finding));
                }
                reports.push((input, report));
            }
            Err(error) => {
                outcome.unusable = true;
                eprintln!("{error:#}");
            }
        }
    }
    match arguments.format {
        Format::Json => print_json(&reports, arguments.files.len() > 1)?,
        Format::Text => {
            for (input, report) in &reports {
                if arguments.matrix && !arguments.explain {
                    text::print_matrix(input, report);
                } else {
                    text::print(input, report, arguments.explain);
                }
            }
        }
        Format::Tap => {
            text::print_tap(&reports, !arguments.matrix);
            if reports.len() < arguments.files.len() {
                println!("Bail out! a file could not be used");
            }
        }
    }
    Ok(outcome)
}

/// The report of one file, and its documents that cannot be read.
fn judge(file: &str, arguments: &Arguments) -> Result<(Input, Report, Vec<String>)> {
    let input = input::read(file, &arguments.replacements)?;
    let detail = if arguments.explain { Detail::Changes } else { Detail::Brief };
    let model = Model::new(&input.scenario)
        .map_err(|errors| anyhow::anyhow!("{file}: {} errors", errors.len()))?;
    if !arguments.matrix && input.scenario.requests.is_empty() {
        eprintln!("{file}: no `requests`, so nothing was decided; --matrix decides the matrix");
    }
    let report = if arguments.matrix {
        model.matrix_report(detail, Encoding::Chars)
    } else {
        model.report(detail, Encoding::Chars)
    };
    let unreadable = model.unreadable_documents();
    Ok((input, report, unreadable))
}

/// What is wrong with documents that a decision would have needed and could not read.
fn unusable<'r>(report: &'r Report, unreadable: &'r [String]) -> impl Iterator<Item = &'r Finding> {
    let needed = report
        .decisions
        .iter()
        .any(|decision| decision.error.as_deref() == Some(UNREADABLE_POLICY));
    report.findings.iter().filter(move |finding| {
        needed && finding.severity == Severity::Error && unreadable.contains(&finding.document)
    })
}

fn describe(input: &Input, finding: &Finding) -> String {
    let Finding { document, span, line, column, message, help, .. } = finding;
    let place = input.place_in_document(document, span.start, *line, *column);
    format!("{place}: {message}; {help}")
}

fn print_json(reports: &[(Input, Report)], several: bool) -> Result<()> {
    let text = if several {
        let list: Vec<OfFile<'_>> =
            reports.iter().map(|(input, report)| OfFile { file: &input.file, report }).collect();
        serde_json::to_string_pretty(&list)
    } else {
        let Some((_, report)) = reports.first() else { return Ok(()) };
        serde_json::to_string_pretty(report)
    };
    println!("{}", text.context("the report cannot be written as JSON")?);
    Ok(())
}
