//! `kms-policy evaluate`: decides, prints, and says by its exit code how it went.

use crate::files::{self, File, Files};
use crate::input::{self, Input};
use crate::output::{self, Text};
use crate::{parallel, tap, text};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum, ValueHint};
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
    /// Scenarios, or folders with scenarios; `-` is standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
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
    fn or(self, other: Self) -> Self {
        Self {
            unexpected: self.unexpected || other.unexpected,
            unusable: self.unusable || other.unusable,
        }
    }

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

/// A file that was judged.
struct Judged {
    input: Input,
    report: Report,
    /// What is to be said on standard error.
    notes: Vec<String>,
    outcome: Outcome,
}

/// What became of a file.
enum Taken {
    Judged(Box<Judged>),
    /// It was found in a folder and is no scenario.
    PassedOver,
    Unusable(anyhow::Error),
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let found = files::find(&arguments.files);
    let taken = parallel::map(&found.files, |file| take(file, arguments));
    let mut outcome = Outcome { unusable: !found.errors.is_empty(), ..Outcome::default() };
    found.errors.iter().for_each(output::note);
    for taken in &taken {
        match taken {
            Taken::Judged(judged) => {
                judged.notes.iter().for_each(output::note);
                outcome = outcome.or(judged.outcome);
            }
            Taken::PassedOver => {}
            Taken::Unusable(error) => {
                outcome.unusable = true;
                output::note(format!("{error:#}"));
            }
        }
    }
    let counts = |one: &Taken| !matches!(one, Taken::PassedOver);
    let counted: Vec<bool> = taken.iter().map(counts).collect();
    outcome.unusable |= !files::tell_passed_over(&found, &counted);
    print(arguments, &found, &taken)?;
    Ok(outcome)
}

fn print(arguments: &Arguments, found: &Files, taken: &[Taken]) -> Result<()> {
    let judged = taken.iter().filter_map(|taken| match taken {
        Taken::Judged(judged) => Some(&**judged),
        _ => None,
    });
    match arguments.format {
        Format::Json => print_json(&judged.collect::<Vec<_>>(), found.several()),
        Format::Text => {
            let mut out = Text::default();
            for Judged { input, report, .. } in judged {
                if arguments.matrix && !arguments.explain {
                    text::add_matrix(&mut out, input, report);
                } else {
                    text::add(&mut out, input, report, arguments.explain);
                }
            }
            out.print()
        }
        Format::Tap => {
            let files = found.files.iter().zip(taken).filter_map(|(file, taken)| match taken {
                Taken::Judged(judged) => Some(tap::Judged::Report(&judged.input, &judged.report)),
                Taken::PassedOver => None,
                Taken::Unusable(_) => Some(tap::Judged::Unusable(&file.name)),
            });
            output::print(&tap::of(&files.collect::<Vec<_>>(), !arguments.matrix))
        }
    }
}

fn take(file: &File, arguments: &Arguments) -> Taken {
    let taken = || -> Result<Option<Judged>> {
        let text = input::read_text(&file.name)?;
        if file.folder.is_some() && !files::is_scenario(&text) {
            return Ok(None);
        }
        judge(&file.name, text, arguments).map(Some)
    };
    match taken() {
        Ok(Some(judged)) => Taken::Judged(Box::new(judged)),
        Ok(None) => Taken::PassedOver,
        Err(error) => Taken::Unusable(error),
    }
}

fn judge(file: &str, text: String, arguments: &Arguments) -> Result<Judged> {
    let mut input = input::of_text(file, text, &arguments.replacements)?;
    let detail = if arguments.explain { Detail::Changes } else { Detail::Brief };
    let model = Model::new(&input.scenario)
        .map_err(|errors| anyhow::anyhow!("{file}: {} errors", errors.len()))?;
    let mut notes = std::mem::take(&mut input.notes);
    if !arguments.matrix && input.scenario.requests.is_empty() {
        notes.push(format!(
            "{file}: no `requests`, so nothing was decided; --matrix decides the matrix"
        ));
    }
    // With a document replaced it is no longer what was shared.
    if arguments.replacements.is_empty() {
        notes.extend(input.decided_otherwise(&model));
    }
    let report = if arguments.matrix {
        model.matrix_report(detail, Encoding::Chars)
    } else {
        model.report(detail, Encoding::Chars)
    };
    let unusable = unusable(&report, &model.unreadable_documents())
        .map(|finding| describe(&input, finding))
        .collect::<Vec<_>>();
    let outcome = Outcome {
        unusable: !input.unread.is_empty() || !unusable.is_empty(),
        unexpected: report.decisions.iter().any(|decision| decision.held == Some(false)),
    };
    notes.extend(unusable);
    Ok(Judged { input, report, notes, outcome })
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

fn print_json<'a>(judged: &[&'a Judged], several: bool) -> Result<()> {
    let text = if several {
        let of_file = |one: &&'a Judged| OfFile { file: &one.input.file, report: &one.report };
        let list: Vec<OfFile<'a>> = judged.iter().map(of_file).collect();
        serde_json::to_string_pretty(&list)
    } else {
        let Some(one) = judged.first() else { return Ok(()) };
        serde_json::to_string_pretty(&one.report)
    };
    output::print(&(text.context("the report cannot be written as JSON")? + "\n"))
}
