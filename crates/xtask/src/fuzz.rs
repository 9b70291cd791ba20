//! libFuzzer on the engine: inputs are made of earlier ones at random, and kept where they reach what
//! none before them reached. The laws that must hold of every input stand in `fuzz/`.

use std::{fs, fs::File, path::Path, time::Instant};

use anyhow::{Context as _, Result, bail};

use crate::{
    args::chosen,
    session::{Need, Session},
    shell::{self, Shell},
    time,
};

/// The package, which is no part of the workspace.
const PACKAGE: &str = "fuzz";

/// As `fuzz/Cargo.toml` names them, with the longest input that is made: a link may have 64 KB, and
/// what is long beyond need makes every other input slow.
static TARGETS: [(&str, u32); 5] = [
    ("link", 65_536),
    ("policy", 8_192),
    ("scenario", 16_384),
    ("condition", 512),
    ("message", 16_384),
];

/// Of one input, before it counts as a finding.
const MOST_SECONDS: u32 = 10;
const MOST_MEGABYTES: u32 = 1_024;

/// So much of what libFuzzer said is shown of a finding.
const SHOWN_LINES: usize = 40;

pub fn run(session: &mut Session, named: &[String], seconds: u32) -> Result<()> {
    let targets = selected(named)?;
    session.ensure(&[Need::Toolchain, Need::Fuzzer])?;
    let work = session.shell.root.join("target/fuzz");
    seeds(&session.shell, &work.join("seeds"))?;
    for target in targets {
        fuzz(&session.shell, &work, target, seconds)?;
    }
    Ok(())
}

/// Every input that is kept, without a fuzzer: part of `cargo xtask test`.
pub fn replay(session: &mut Session) -> Result<()> {
    let manifest = ["--manifest-path", "fuzz/Cargo.toml"];
    let cargo = |command: &[&str], rest: &[&str]| {
        let args = [command, &manifest, rest].concat();
        shell::run(&mut session.shell.command("cargo", args))
    };
    let built = ["--locked", "--target-dir", "target", "--lib"];
    cargo(&["fmt"], &["--check"])?;
    let all = ["--tests", "--examples", "--", "-D", "warnings"];
    cargo(&["clippy"], &[&built[..], &all].concat())?;
    cargo(&["test"], &built)
}

/// The targets that were named, or all.
fn selected(named: &[String]) -> Result<Vec<&'static (&'static str, u32)>> {
    chosen("target", &TARGETS, |(name, _)| name, named)
}

/// What the cases of the project make of themselves, anew each time: cases change.
fn seeds(shell: &Shell, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    let build = ["run", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml"];
    let example = ["--target-dir", "target", "--example", "seeds", "--"];
    shell::run(shell.command("cargo", [&build[..], &example].concat()).arg(folder))
}

/// What is found on the way is kept in `work` for the next run.
fn fuzz(shell: &Shell, work: &Path, (target, length): &(&str, u32), seconds: u32) -> Result<()> {
    let found = work.join("found").join(target);
    fs::create_dir_all(&found).with_context(|| format!("making {}", found.display()))?;
    let log = work.join(format!("{target}.log"));
    let output = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    // All of our code is safe Rust: there is nothing for a sanitizer to see, and without one the
    // stable compiler will do.
    let mut cargo = shell.command("cargo", ["fuzz", "run", "--sanitizer", "none"]);
    cargo.args(["--fuzz-dir", PACKAGE, "--target-dir"]).arg(work.join("target")).arg(target);
    cargo.arg(&found).arg(work.join("seeds").join(target));
    cargo.arg(shell.root.join(PACKAGE).join("corpus").join(target)).arg("--");
    cargo.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={MOST_SECONDS}"));
    cargo.arg(format!("-rss_limit_mb={MOST_MEGABYTES}")).arg(format!("-max_len={length}"));
    cargo.arg("-print_final_stats=1").stderr(output);
    println!("   {target}: building, then {seconds} s; see {}", log.display());
    let start = Instant::now();
    let ended = shell::run(&mut cargo);
    let said = fs::read_to_string(&log).context("what libFuzzer said")?;
    if let Err(error) = ended {
        let lines: Vec<&str> = said.lines().collect();
        let last = &lines[lines.len().saturating_sub(SHOWN_LINES)..];
        bail!("{}\n{target}: {error:#}", last.join("\n"));
    }
    let reached = reached(&said).context("libFuzzer says nothing of what it reached")?;
    println!("   {target}: {reached}; no finding, {}", time::human(start.elapsed()));
    Ok(())
}

/// What libFuzzer's last line of statistics says: `#2097152 DONE cov: 1045 ft: 2931 corp: 411/18Kb …`.
fn reached(said: &str) -> Option<String> {
    let line = said.lines().rfind(|line| line.starts_with('#') && line.contains("cov:"))?;
    let mut words = line.split_whitespace();
    let executions = words.next()?.strip_prefix('#')?;
    let mut after = |name: &str| words.find(|word| *word == name).and_then(|_| words.next());
    let (counters, features, corpus) = (after("cov:")?, after("ft:")?, after("corp:")?);
    let inputs = corpus.split('/').next()?;
    Some(format!(
        "{executions} executions, {counters} counters and {features} features reached by {inputs} inputs"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_or_all() {
        let names = |named: &[&str]| -> Vec<&str> {
            let named: Vec<String> = named.iter().map(|&name| name.to_owned()).collect();
            selected(&named).unwrap().iter().map(|(name, _)| *name).collect()
        };
        assert_eq!(names(&["policy", "link"]), ["link", "policy"]);
        assert_eq!(names(&[]).len(), TARGETS.len());
        let error = selected(&["lnik".to_owned()]).unwrap_err().to_string();
        assert!(error.starts_with("no target `lnik`; the targets are link, "), "{error}");
    }

    #[test]
    fn every_target_is_a_program_of_the_package() {
        let manifest = include_str!("../../../fuzz/Cargo.toml");
        let programs = manifest.split("[[bin]]").skip(1).filter_map(|bin| bin.split('"').nth(1));
        assert_eq!(programs.collect::<Vec<_>>(), TARGETS.map(|(name, _)| name));
    }

    #[test]
    fn the_last_statistics_count() {
        let said = "#2\tINITED cov: 3 ft: 4 corp: 1/1b exec/s: 0 rss: 30Mb\n\
                    #2097152\tDONE   cov: 1045 ft: 2931 corp: 411/18Kb lim: 4096 exec/s: 190 rss: 60Mb\n\
                    Done 2097152 runs in 61 second(s)";
        let expected = "2097152 executions, 1045 counters and 2931 features reached by 411 inputs";
        assert_eq!(reached(said).as_deref(), Some(expected));
        assert_eq!(reached("error: no such target"), None);
    }
}
