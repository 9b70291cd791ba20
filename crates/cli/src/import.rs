//! `kms-policy import`: output of the AWS CLI becomes a scenario.

use crate::input;
use crate::output;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueHint};
use kms_policy::import::{Hints, Import, Note, Reason, Weight, place, read};
use kms_policy::json::format;
use kms_policy::scenario::{Scenario, check};
use kms_policy::text::{Encoding, position};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// How many places of a note are named.
const PLACES: usize = 3;

/// The arguments of `import`.
#[derive(Args)]
pub struct Arguments {
    /// Files with output of the AWS CLI or policy documents; `-` is standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<String>,
    /// The scenario to import into, which stays as it is; without it, an empty one
    #[arg(long, value_name = "SCENARIO")]
    into: Option<String>,
    /// Where to write the scenario; without it, to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The key of a key policy or tags, where nothing else says it
    #[arg(long, value_name = "ARN")]
    key: Option<String>,
    /// The user or role of a policy, where nothing else says it
    #[arg(long, value_name = "ID")]
    principal: Option<String>,
    /// The account of users and roles that are named without it
    #[arg(long, value_name = "NUMBER")]
    account: Option<String>,
}

/// A file that was read.
struct Source<'a> {
    file: &'a str,
    text: String,
}

/// Runs the command: 0; 1 where something that matters was not understood or not placed; 2 where a
/// file cannot be used.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut scenario = match &arguments.into {
        Some(file) => input::read_unresolved(file)?,
        None => Scenario::default(),
    };
    let mut worst = Weight::Aside;
    let mut sources = Vec::new();
    let mut imports: Vec<Import> = Vec::new();
    for file in &arguments.files {
        match input::read_bytes(file).and_then(|bytes| input::decoded(file, bytes)) {
            Ok(text) => {
                imports.push(read(&text));
                sources.push(Source { file, text });
            }
            Err(error) => {
                worst = Weight::Unusable;
                output::note(format!("{error:#}"));
            }
        }
    }
    let hints = Hints {
        key: arguments.key.clone(),
        principal: arguments.principal.clone(),
        account: arguments.account.clone(),
    };
    let placement = place(&imports, &hints, &mut scenario);
    for set in &placement.set {
        let verb = if set.new { "set" } else { "replaced" };
        output::note(format!("{verb} {}: {}", set.pointer, set.what));
    }
    for (source, import) in sources.iter().zip(&imports) {
        for note in &import.notes {
            print_note(Some(source), note);
            worst = worst.max(note.weight());
        }
    }
    for note in &placement.notes {
        print_note(sources.get(note.source), note);
        worst = worst.max(note.weight());
    }
    if let Some(error) = check(&scenario).first() {
        bail!("the scenario cannot be used: {error}");
    }
    if worst < Weight::Unusable || !placement.set.is_empty() {
        write(&scenario, arguments.output.as_ref())?;
    }
    Ok(match worst {
        Weight::Aside => ExitCode::SUCCESS,
        Weight::Missing => ExitCode::from(1),
        Weight::Unusable => ExitCode::from(2),
    })
}

/// The option that helps.
fn option(reason: &Reason) -> Option<&'static str> {
    match reason {
        Reason::NoKey | Reason::SeveralKeys(_) => Some("--key ARN"),
        Reason::NoPrincipal(_) | Reason::SeveralPrincipals(_) => Some("--account NUMBER"),
        Reason::NoOwner
        | Reason::OnlyOwner(_)
        | Reason::MaybeBoundary(_)
        | Reason::NoMembers(_) => Some("--principal ID"),
        Reason::IsScenario => Some("--into SCENARIO"),
        _ => None,
    }
}

/// `file:line:column: /pointer: message; help`
fn print_note(source: Option<&Source<'_>>, note: &Note) {
    let option = option(&note.reason).map(|option| format!(" ({option})")).unwrap_or_default();
    let said = format!("{}; {}{option}", note.message(), note.help());
    let (Some(source), Some(first)) = (source, note.places.first()) else {
        output::note(said);
        return;
    };
    let at = position(&source.text, first.offset, Encoding::Chars);
    let pointers: Vec<&str> = note
        .places
        .iter()
        .take(PLACES)
        .map(|place| place.pointer.as_str())
        .filter(|pointer| !pointer.is_empty())
        .collect();
    let more = note.places.len().saturating_sub(PLACES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let place = format!("{}:{}:{}", source.file, at.line, at.column);
    if pointers.is_empty() {
        output::note(format!("{place}: {said}"));
    } else {
        output::note(format!("{place}: {}{more}: {said}", pointers.join(", ")));
    }
}

fn write(scenario: &Scenario, file: Option<&PathBuf>) -> Result<()> {
    let text = format(&scenario.to_json()).context("the scenario cannot be written as JSON")?;
    match file {
        None => output::print(&(text + "\n"))?,
        Some(file) => fs::write(file, format!("{text}\n"))
            .with_context(|| format!("{} cannot be written", file.display()))?,
    }
    Ok(())
}
