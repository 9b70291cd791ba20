//! Both engines on the cases and on some random scenarios: the smallest of the comparisons that
//! `cargo xtask verify` makes, as a test. Mutation testing asks it of every mutant that got so far.

use kms_policy_verify::compare::{Skipped, compare};
use kms_policy_verify::generate::{Mutator, read_cases};
use kms_policy_verify::random;
use std::path::{Path, PathBuf};

/// So many random scenarios; without optimisation fewer.
const SCENARIOS: u64 = if cfg!(debug_assertions) { 3_000 } else { 10_000 };

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases")
}

#[test]
fn on_every_case() {
    for (name, case) in read_cases(&folder()).expect("cases/ can be read") {
        match compare(&case, true) {
            Ok(compared) => {
                let first = compared.differences.first().map(ToString::to_string);
                assert_eq!(first, None, "{name}");
            }
            Err(Skipped::RepeatedName(_)) => {}
            Err(skipped) => panic!("{name}: {skipped}"),
        }
    }
}

#[test]
fn on_random_scenarios() {
    let mutator = Mutator::of_folder(&folder()).expect("cases/ can be read");
    let run = random::run(SCENARIOS, 7, 2, &mutator);
    assert_eq!(run.scenarios, SCENARIOS);
    if let Some((scenario, how)) = run.differences.first() {
        panic!("the engines differ:\n{how}\n{scenario:#}");
    }
}
