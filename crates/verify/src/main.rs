//! `cargo xtask verify`: the comparisons that `cargo xtask test` runs, and longer ones.

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use clap::{Parser, Subcommand};
use kms_policy::scenario::{self, Scenario};
use kms_policy_verify::compare::{Skipped, compare};
use kms_policy_verify::edits::{self, Searched};
use kms_policy_verify::generate::{Mutator, read_cases};
use kms_policy_verify::random;
use kms_policy_verify::small::{self, Counts};
use kms_policy_verify::threads;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A quarter more scenarios a second than with the system's: they are many small objects.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Holds the engine against the reference.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Random scenarios.
    Random {
        /// How many.
        #[arg(long, default_value_t = 50_000_000)]
        count: u64,
        /// Other scenarios for another seed.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// One in how many is explained too, and counted in the spread.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
        explained: u64,
    },
    /// Every key policy of up to so many statements over an alphabet of 108.
    Statements {
        /// How many statements.
        #[arg(long, default_value_t = 4)]
        most: usize,
    },
    /// Every pair and triple of layers.
    Layers {
        /// How many statements a layer.
        #[arg(long, default_value_t = 24)]
        letters: usize,
    },
    /// The conformance cases.
    Cases,
    /// What is proposed to change every cell of the gallery, against a search of all edits.
    Changes {
        /// Only files whose names have this in them.
        #[arg(long, default_value = "")]
        only: String,
    },
}

fn main() -> Result<()> {
    let differences = match Args::parse().what {
        None => ci()?,
        Some(What::Random { count, seed, explained }) => random(count, seed, explained)?,
        Some(What::Statements { most }) => statements(most, false)?,
        Some(What::Layers { letters }) => layers(letters)?,
        Some(What::Cases) => cases()?,
        Some(What::Changes { only }) => changes(&only)?,
    };
    if differences > 0 {
        bail!("the engines differ, or a proposal is not the best");
    }
    Ok(())
}

/// What `cargo xtask test` runs.
fn ci() -> Result<usize> {
    Ok(cases()? + random(10_000, 1, 1)? + statements(3, true)? + layers(6)? + changes("")?)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases")
}

fn cases() -> Result<usize> {
    let start = Instant::now();
    let (mut files, mut skipped, mut decisions, mut differences) = (0_u64, 0, 0, 0);
    for (name, case) in read_cases(&folder())? {
        let compared = match compare(&case, true) {
            Ok(compared) => compared,
            Err(Skipped::RepeatedName(_)) => {
                skipped += 1;
                continue;
            }
            Err(skipped) => bail!("{name}: {skipped}"),
        };
        files += 1;
        decisions += compared.requests as u64;
        let steps = states(&name)?;
        let mut all = vec![(name.clone(), compared)];
        for (state, scenario) in steps {
            let name = format!("{name}, {state}");
            let compared = compare(&scenario, true);
            let compared = compared.map_err(|skipped| anyhow!("{name}: {skipped}"))?;
            decisions += compared.requests as u64;
            all.push((name, compared));
        }
        for (name, compared) in all {
            for difference in &compared.differences {
                println!("{name}, {difference}");
                differences += 1;
            }
        }
    }
    report("conformance cases", files, decisions, start);
    println!("   {skipped} with a name twice in an object, which the reference does not read");
    Ok(differences)
}

/// The states through which the steps of a file lead, each with the checks of its step: how the step
/// opens, and its solution.
fn states(file: &str) -> Result<Vec<(String, Value)>> {
    let read = Scenario::from_json(&fs::read_to_string(file)?);
    let scenario = read.with_context(|| file.to_owned())?;
    let steps = scenario.steps.clone();
    let mut states = Vec::new();
    let mut state = Scenario { steps: Vec::new(), ..scenario };
    for (number, step) in steps.iter().enumerate() {
        let asked = |state: &Scenario| {
            let asked = Scenario { requests: step.checks.clone(), ..state.clone() };
            serde_json::from_str::<Value>(&asked.to_json())
        };
        states.push((format!("step {number} opens"), asked(&state)?));
        state = scenario::apply(&state, &step.solution).with_context(|| file.to_owned())?;
        states.push((format!("step {number} solved"), asked(&state)?));
    }
    Ok(states)
}

/// The changes proposed for every cell of the gallery, the lesson and the demonstration.
fn changes(only: &str) -> Result<usize> {
    let start = Instant::now();
    let mut tasks = Vec::new();
    for kind in ["demonstration", "gallery", "lesson"] {
        for (name, _) in read_cases(&folder().join(kind))? {
            if !name.contains(only) {
                continue;
            }
            let read = Scenario::from_json(&fs::read_to_string(&name)?);
            let scenario = read.with_context(|| name.clone())?;
            let cells = edits::cells(&scenario).into_iter();
            tasks.extend(cells.map(|cell| (name.clone(), scenario.clone(), cell)));
        }
    }
    let searched = threads::shared(
        tasks.len(),
        |task, all: &mut Vec<(usize, Result<Searched, String>)>| {
            if let Some((_, scenario, cell)) = tasks.get(task) {
                all.push((task, edits::search(scenario, cell)));
            }
        },
        |all, more| all.extend(more),
    );
    let (mut wrong, mut singles, mut pairs, mut proposed) = (0, 0, 0, 0);
    for (task, searched) in searched {
        let Some((name, _, cell)) = tasks.get(task) else { continue };
        let place = format!("{name}: {} {}", cell.principal, cell.action);
        let searched = searched.map_err(|error| anyhow!("{place}: {error}"))?;
        (singles, pairs) = (singles + searched.singles, pairs + searched.pairs);
        proposed += usize::from(searched.proposed);
        if let Some(why) = searched.wrong {
            println!("{place}\n    {why}");
            wrong += 1;
        }
    }
    println!(
        "{} cells of gallery, lesson and demonstration: {} can be changed; {} edits and {} pairs \
         decided by the reference, in {:.1} s",
        thousands(tasks.len() as u64),
        thousands(proposed as u64),
        thousands(singles),
        thousands(pairs),
        start.elapsed().as_secs_f64()
    );
    Ok(wrong)
}

fn random(count: u64, seed: u64, explained: u64) -> Result<usize> {
    let start = Instant::now();
    let run = random::run(count, seed, explained, &Mutator::of_folder(&folder())?);
    report("random scenarios", run.scenarios, run.decisions, start);
    println!("   seed {seed}; {} changed cases were no scenarios and drawn again", run.refused);
    println!("{}", run.spread);
    let found = run.differences.iter();
    save(found.map(|(scenario, how)| (format!("{scenario:#}"), how.clone())))?;
    Ok(run.differences.len())
}

fn statements(most: usize, explained: bool) -> Result<usize> {
    let start = Instant::now();
    let counts = small::statements::enumerate(most, explained);
    ensure!(counts.worlds == small::statements::policies(most), "not every policy was decided");
    print(&format!("key policies of up to {most} statements"), counts, start)
}

fn layers(letters: usize) -> Result<usize> {
    let start = Instant::now();
    let counts = small::layers::enumerate(letters);
    print(&format!("pairs and triples of layers of {letters} statements each"), counts, start)
}

fn print(what: &str, counts: Counts, start: Instant) -> Result<usize> {
    report(what, counts.worlds, counts.decisions, start);
    let [allow, implicit, explicit, error] = counts.verdicts.map(thousands);
    let uncertain = thousands(counts.uncertain);
    println!(
        "   {allow} allowed, {implicit} denied implicitly, {explicit} explicitly, {error} errors; \
         {uncertain} uncertain"
    );
    let found = counts.differences.len();
    save(counts.differences.into_iter())?;
    Ok(found)
}

fn report(what: &str, worlds: u64, decisions: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    let (worlds, decisions) = (thousands(worlds), thousands(decisions));
    println!("{worlds} {what}: {decisions} decisions, each by both engines, in {seconds:.1} s");
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Shows disagreements and writes them where they can be worked on.
fn save(differences: impl Iterator<Item = (String, String)>) -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/disagreements");
    for (index, (scenario, how)) in differences.enumerate() {
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{index}.json"));
        fs::write(&file, scenario.clone() + "\n")?;
        println!("the engines differ: target/disagreements/{index}.json\n{how}\n{scenario}");
    }
    Ok(())
}
