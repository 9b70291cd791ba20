//! `kms-policy validate`: what is wrong with policies and scenarios, and how to mend it.

mod kind;
mod look;
mod text;

use crate::input;
use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
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
    /// Policies, or scenarios; `-` is standard input
    #[arg(required = true)]
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

/// Runs the command: 0; 1 where there is an error; 2 where a file cannot be used.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.fix && !arguments.write {
        ensure!(arguments.files.len() == 1, "--fix prints one policy: --write mends several files");
    }
    let mut unusable = false;
    let mut all = Vec::new();
    for file in &arguments.files {
        match look_at(file, arguments) {
            Ok(looked) => {
                unusable |= looked.incomplete;
                all.push(looked);
            }
            Err(error) => {
                unusable = true;
                eprintln!("{error:#}");
            }
        }
    }
    match arguments.format {
        _ if arguments.fix && !arguments.write => {
            all.iter().for_each(|looked| eprint!("{}", text::of_file(looked)));
        }
        Format::Json => print_json(&all, arguments.files.len() > 1)?,
        Format::Text => all.iter().for_each(|looked| print!("{}", text::of_file(looked))),
    }
    let is_error = |told: &Told| told.finding.severity == Severity::Error;
    let failed = all.iter().flat_map(|looked| &looked.findings).any(is_error);
    Ok(match (unusable, failed) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    })
}

/// What is found in one file; with `--fix`, after the repairs.
fn look_at(file: &str, arguments: &Arguments) -> Result<Looked> {
    let mut text = input::read_text(file)?;
    let kind = match arguments.kind {
        Some(kind) => kind,
        None => kind::told(file, &text)?,
    };
    if arguments.fix {
        let Kind::Policy(kind) = kind else {
            anyhow::bail!(
                "{file}: --fix mends policies, not scenarios; their repairs are in the JSON"
            );
        };
        let repaired = mended(&text, kind);
        if !arguments.write {
            print!("{repaired}");
        } else if repaired != text {
            ensure!(file != "-", "--write cannot write to standard input");
            std::fs::write(file, &repaired).with_context(|| format!("{file} cannot be written"))?;
        }
        text = repaired;
    }
    match kind {
        Kind::Policy(kind) => Ok(look::policy(file, &text, kind)),
        Kind::Scenario => look::scenario(file, text),
    }
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
    println!("{}", text.context("the findings cannot be written as JSON")?);
    Ok(())
}
