//! Mutation testing of what decides: cargo-mutants changes the code in one place at a time, and some
//! test must fail. What no test can tell from the code stands in a list, each with its reason.
//!
//! The tests come in stages, the fast ones first: only what survives one is tried against the next.
//! The code is changed in a copy below `target/`, which stays: its next build starts where the last
//! one ended.

mod excused;
mod tree;

use std::{collections::BTreeSet, fs, path::Path, thread};

use anyhow::{Context as _, Result, bail, ensure};

use self::excused::Excuse;
use crate::{
    args::Mutants,
    session::{Need, Session},
    shell::{self, Shell},
};

/// The modules that decide, as globs of cargo-mutants.
const DECIDING: [&str; 4] = [
    "crates/core/src/glob.rs",
    "crates/core/src/condition/**",
    "crates/core/src/matching/**",
    "crates/core/src/decide/**",
];

/// Tests of one package that are run together.
struct Stage {
    name: &'static str,
    package: &'static str,
    tests: &'static [&'static str],
}

/// The first catches most and needs the core alone.
const STAGES: [Stage; 3] = [
    Stage { name: "cases", package: "kms-policy", tests: &["--test=conformance"] },
    Stage {
        name: "other tests of the core",
        package: "kms-policy",
        tests: &["--lib", "--test=places"],
    },
    Stage {
        name: "laws and reference",
        package: "kms-policy-verify",
        tests: &["--test=agree", "--test=laws"],
    },
];

/// A test that takes no longer is never taken for one without end, however busy the machine.
const LEAST_SECONDS: &str = "120";

/// What cargo-mutants ends with where it did its work: all caught, some missed, some without end.
const WORKED: [i32; 3] = [0, 2, 3];

/// One change of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mutant {
    /// As cargo-mutants tells it from all others: `src/x.rs:12:3: replace f -> bool with true`.
    name: String,
    /// The same without line and column.
    change: String,
    /// The line that it changes, without the space around.
    line: String,
}

/// The names of mutants by what became of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcomes {
    caught: BTreeSet<String>,
    /// They do not compile.
    unviable: BTreeSet<String>,
    /// A test did not come to its end.
    timeout: BTreeSet<String>,
}

pub fn run(session: &mut Session, options: &Mutants) -> Result<()> {
    session.ensure(&[Need::Toolchain, Need::Mutants])?;
    let shell = &session.shell;
    let excuses = excused::read(&shell.root)?;
    let files: Vec<&str> = match options.files.as_slice() {
        [] => DECIDING.to_vec(),
        named => named.iter().map(String::as_str).collect(),
    };
    let all = list(shell, &files)?;
    if options.list {
        show(&all);
        return Ok(());
    }
    let mine: Vec<&Mutant> = match options.shard {
        None => all.iter().collect(),
        Some((number, of)) => all.iter().skip(number).step_by(of).collect(),
    };
    let work = shell.root.join("target/mutants");
    let mut outcomes = Outcomes::default();
    if options.resume {
        outcomes = Outcomes::kept(&work)?;
    }
    for stage in &STAGES {
        let left: Vec<&Mutant> = mine.iter().copied().filter(|one| !outcomes.has(one)).collect();
        if left.is_empty() {
            break;
        }
        println!("   {}: {} of {} mutants are left", stage.name, left.len(), mine.len());
        outcomes.add(test(shell, &work, stage, &files, &all, &left, options.jobs)?);
        outcomes.keep(&work)?;
    }
    judge(&all, &mine, &outcomes, &excuses, options.files.is_empty())
}

/// All mutants of these files, in the order of the source.
fn list(shell: &Shell, files: &[&str]) -> Result<Vec<Mutant>> {
    let mut cargo = shell.command("cargo", ["mutants", "--list", "--colors", "never"]);
    let listed = shell::output(cargo.args(files.iter().flat_map(|file| ["--file", file])))?;
    let mutants = listed.lines().map(|name| Mutant::read(&shell.root, name));
    let mutants: Vec<Mutant> = mutants.collect::<Result<_>>()?;
    ensure!(!mutants.is_empty(), "there is nothing to change in {}", files.join(", "));
    Ok(mutants)
}

fn show(all: &[Mutant]) {
    let mut files: Vec<(&str, usize)> = Vec::new();
    for mutant in all {
        match files.last_mut() {
            Some((file, count)) if *file == mutant.file() => *count += 1,
            _ => files.push((mutant.file(), 1)),
        }
    }
    for (file, count) in files {
        println!("{count:>6}  {file}");
    }
    println!("{:>6}  together", all.len());
}

impl Mutant {
    fn read(root: &Path, name: &str) -> Result<Self> {
        let parts = || {
            let (place, change) = name.split_once(": ")?;
            let mut place = place.rsplitn(3, ':');
            let (_, line, file) = (place.next()?, place.next()?, place.next()?);
            Some((file, line.parse::<usize>().ok()?, change))
        };
        let (file, line, change) = parts().with_context(|| format!("no mutant: `{name}`"))?;
        let text = fs::read_to_string(root.join(file)).with_context(|| file.to_owned())?;
        let line = text.lines().nth(line - 1).unwrap_or_default().trim().to_owned();
        Ok(Self { name: name.to_owned(), change: format!("{file}: {change}"), line })
    }

    fn file(&self) -> &str {
        self.change.split(':').next().unwrap_or_default()
    }
}

impl Outcomes {
    /// How cargo-mutants calls its lists, and ours are called the same.
    const LISTS: [&str; 3] = ["caught.txt", "unviable.txt", "timeout.txt"];

    fn lists(&mut self) -> [&mut BTreeSet<String>; 3] {
        [&mut self.caught, &mut self.unviable, &mut self.timeout]
    }

    fn has(&self, mutant: &Mutant) -> bool {
        [&self.caught, &self.unviable, &self.timeout].iter().any(|all| all.contains(&mutant.name))
    }

    fn add(&mut self, mut more: Self) {
        for (own, more) in self.lists().into_iter().zip(more.lists()) {
            own.append(more);
        }
    }

    /// What the folder of a run has.
    fn of(folder: &Path) -> Self {
        let mut outcomes = Self::default();
        for (own, list) in outcomes.lists().into_iter().zip(Self::LISTS) {
            let text = fs::read_to_string(folder.join(list)).unwrap_or_default();
            own.extend(text.lines().map(str::to_owned));
        }
        outcomes
    }

    /// What earlier runs found, one that was broken off included.
    fn kept(work: &Path) -> Result<Self> {
        let mut outcomes = Self::of(work);
        for entry in fs::read_dir(work).into_iter().flatten() {
            outcomes.add(Self::of(&entry?.path().join("mutants.out")));
        }
        Ok(outcomes)
    }

    fn keep(&mut self, work: &Path) -> Result<()> {
        for (own, list) in self.lists().into_iter().zip(Self::LISTS) {
            let text: String = own.iter().map(|name| format!("{name}\n")).collect();
            fs::write(work.join(list), text).with_context(|| list.to_owned())?;
        }
        Ok(())
    }
}

/// Runs the tests of a stage on the mutants that are left, in so many copies at once.
fn test(
    shell: &Shell,
    work: &Path,
    stage: &Stage,
    files: &[&str],
    all: &[Mutant],
    left: &[&Mutant],
    jobs: usize,
) -> Result<Outcomes> {
    let jobs = jobs.min(left.len());
    let one = |job: usize| -> Result<Outcomes> {
        let tree = work.join(format!("tree-{job}"));
        tree::copy(shell, &tree)?;
        let wanted: BTreeSet<&str> =
            left.iter().skip(job).step_by(jobs).map(|one| one.name.as_str()).collect();
        let output = work.join(format!("job-{job}"));
        leave_out(&output, all.iter().map(|one| &*one.name).filter(|one| !wanted.contains(one)))?;
        let mut cargo = shell.command("cargo", ["mutants", "--in-place", "--iterate"]);
        cargo.current_dir(&tree).env_remove("CARGO_TARGET_DIR");
        cargo.args(["--profile", "mutants", "--colors", "never", "--no-times", "--output"]);
        cargo.arg(&output).args(files.iter().flat_map(|file| ["--file", file]));
        cargo.args(["--minimum-test-timeout", LEAST_SECONDS, "--test-package", stage.package]);
        cargo.args(stage.tests.iter().flat_map(|test| ["--cargo-arg", test]));
        let code = shell::code(&mut cargo)?;
        ensure!(
            WORKED.contains(&code),
            "cargo-mutants ended with {code}: do the tests pass as the code is? See {}",
            output.join("mutants.out/log").display()
        );
        Ok(Outcomes::of(&output.join("mutants.out")))
    };
    thread::scope(|scope| {
        let one = &one;
        let running: Vec<_> = (0..jobs).map(|job| scope.spawn(move || one(job))).collect();
        let mut outcomes = Outcomes::default();
        for thread in running {
            match thread.join() {
                Ok(more) => outcomes.add(more?),
                Err(_) => bail!("a thread panicked"),
            }
        }
        Ok(outcomes)
    })
}

/// Tells cargo-mutants what is not for this run: as if an earlier one had caught it.
fn leave_out<'a>(output: &Path, names: impl Iterator<Item = &'a str>) -> Result<()> {
    let folder = output.join("mutants.out");
    if output.exists() {
        fs::remove_dir_all(output).with_context(|| format!("emptying {}", output.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let names: String = names.map(|name| format!("{name}\n")).collect();
    fs::write(folder.join("previously_caught.txt"), names).context("what is left out")
}

/// Holds what survived against the list; fails where one is missing there, or stands there in vain.
fn judge(
    all: &[Mutant],
    mine: &[&Mutant],
    outcomes: &Outcomes,
    excuses: &[Excuse],
    everything: bool,
) -> Result<()> {
    let survived: Vec<&Mutant> = mine.iter().copied().filter(|one| !outcomes.has(one)).collect();
    let (excused, missed): (Vec<&Mutant>, Vec<&Mutant>) =
        survived.iter().partition(|one| excuses.iter().any(|excuse| excuse.is_for(one)));
    let in_vain: Vec<&Excuse> = excuses
        .iter()
        .filter(|excuse| {
            let in_scope = everything || all.iter().any(|one| one.file() == excuse.file());
            // What another shard tests is not known here.
            let may_survive =
                |one: &Mutant| !mine.iter().any(|own| own.name == one.name) || !outcomes.has(one);
            in_scope && !all.iter().any(|one| excuse.is_for(one) && may_survive(one))
        })
        .collect();
    let count =
        |names: &BTreeSet<String>| mine.iter().filter(|one| names.contains(&one.name)).count();
    println!(
        "{} mutants: {} caught, {} do not compile, {} make a test run without end, {} are excused, \
         {} are missed",
        mine.len(),
        count(&outcomes.caught),
        count(&outcomes.unviable),
        count(&outcomes.timeout),
        excused.len(),
        missed.len(),
    );
    let mut faults = Vec::new();
    for mutant in &missed {
        faults.push(format!("missed: {}\n        {}", mutant.name, mutant.line));
    }
    for excuse in &in_vain {
        faults.push(format!("excused in vain: {}\n        {}", excuse.change, excuse.line));
    }
    if !faults.is_empty() {
        bail!(
            "{}\nA mutant that no test notices lacks a case or a test, or shows that the code does \
             more than it must. Only one that changes nothing may stand in {}, with the reason",
            faults.join("\n"),
            excused::LIST
        );
    }
    Ok(())
}
