//! `kms-policy validate`: what is wrong with policies and scenarios, and how to mend it.

mod kind;
mod look;
mod text;

use crate::files::{self, File};
use crate::output::{self, Text};
use crate::{input, parallel};
use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum, ValueHint};
use kind::Kind;
use kms_policy::findings::mended;
use kms_policy::policy::Severity;
use look::{Looked, Told};
use serde::Serialize;
use std::process::ExitCode;

/// The version of the format.
const VERSION: u32 = 1;

/// The arguments of `validate`.
#[derive(Args)]
pub struct Arguments {
    /// Policies, scenarios, or folders with them; `-` is standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    files: Vec<String>,
    /// What the files are; may be left out for scenarios
    #[arg(long, value_parser = kind::parser())]
    kind: Option<Kind>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Carry out every repair that is certain and print the policy; what is left goes to standard
    /// error, with the repairs that need a look
    #[arg(long)]
    fix: bool,
    /// Write the repaired policies into their files and print what is left
    #[arg(long, requires = "fix")]
    write: bool,
}

/// How to print findings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As JSON
    Json,
    /// For people, as a compiler does
    Text,
}

/// What was found in one file.
#[derive(Serialize)]
struct OfFile<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    version: u32,
    findings: &'a [Told],
}

impl<'a> OfFile<'a> {
    fn new(looked: &'a Looked, named: bool) -> Self {
        let Looked { file, findings, .. } = looked;
        Self { file: named.then_some(file), version: VERSION, findings }
    }
}

/// What became of a file.
enum Taken {
    /// What was found, and the text after the repairs.
    Looked(Looked, String),
    /// It was found in a folder and is not what is looked at.
    PassedOver,
    Unusable(anyhow::Error),
}

/// Runs the command: 0; 1 where there is an error; 2 where a file cannot be used.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let found = files::find(&arguments.files);
    if arguments.fix && !arguments.write {
        ensure!(!found.several(), "--fix prints one policy: --write mends several files");
    }
    let taken = parallel::map(&found.files, |file| take(file, arguments));
    let mut unusable = !found.errors.is_empty();
    found.errors.iter().for_each(output::note);
    let counted: Vec<bool> = taken.iter().map(|one| !matches!(one, Taken::PassedOver)).collect();
    let mut all = Vec::new();
    let mut repaired = String::new();
    for taken in taken {
        match taken {
            Taken::Looked(looked, text) => {
                looked.notes.iter().for_each(output::note);
                unusable |= looked.incomplete;
                all.push(looked);
                repaired = text;
            }
            Taken::PassedOver => {}
            Taken::Unusable(error) => {
                unusable = true;
                output::note(format!("{error:#}"));
            }
        }
    }
    unusable |= !files::tell_passed_over(&found, &counted);
    if arguments.fix && !arguments.write {
        output::print(&repaired)?;
        text_of(&all).note();
    } else {
        match arguments.format {
            Format::Json => print_json(&all, found.several())?,
            Format::Text => text_of(&all).print()?,
        }
    }
    let is_error = |told: &Told| told.finding.severity == Severity::Error;
    let failed = all.iter().flat_map(|looked| &looked.findings).any(is_error);
    Ok(match (unusable, failed) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    })
}

fn text_of(all: &[Looked]) -> Text {
    let mut out = Text::default();
    all.iter().for_each(|looked| text::add(&mut out, looked));
    out
}

fn take(file: &File, arguments: &Arguments) -> Taken {
    let taken = || -> Result<Taken> {
        let text = input::read_text(&file.name)?;
        let kind = match arguments.kind {
            Some(kind) => kind,
            None if file.folder.is_some() => Kind::Scenario,
            None => kind::told(&file.name, &text)?,
        };
        // What a policy is attached to was said, so that every file of a folder is one.
        if file.folder.is_some() && matches!(kind, Kind::Scenario) && !files::is_scenario(&text) {
            return Ok(Taken::PassedOver);
        }
        let (looked, text) = look_at(&file.name, text, kind, arguments)?;
        Ok(Taken::Looked(looked, text))
    };
    taken().unwrap_or_else(Taken::Unusable)
}

/// What is found in one file; with `--fix`, after the repairs.
fn look_at(
    file: &str,
    mut text: String,
    kind: Kind,
    arguments: &Arguments,
) -> Result<(Looked, String)> {
    if arguments.fix {
        let Kind::Policy(kind) = kind else {
            anyhow::bail!(
                "{file}: --fix mends policies, not scenarios; their repairs are in the JSON"
            );
        };
        let repaired = mended(&text, kind);
        if arguments.write && repaired != text {
            ensure!(file != "-", "--write cannot write to standard input");
            std::fs::write(file, &repaired).with_context(|| format!("{file} cannot be written"))?;
        }
        text = repaired;
    }
    let looked = match kind {
        Kind::Policy(kind) => look::policy(file, &text, kind),
        Kind::Scenario => look::scenario(file, text.clone())?,
    };
    Ok((looked, text))
}

fn print_json(all: &[Looked], several: bool) -> Result<()> {
    let text = if several {
        serde_json::to_string_pretty(
            &all.iter().map(|looked| OfFile::new(looked, true)).collect::<Vec<_>>(),
        )
    } else {
        let Some(looked) = all.first() else { return Ok(()) };
        serde_json::to_string_pretty(&OfFile::new(looked, false))
    };
    output::print(&(text.context("the findings cannot be written as JSON")? + "\n"))
}
