//! Random scenarios, decided by both engines.

use crate::compare::{Skipped, compare};
use crate::dice::Dice;
use crate::documents::principal;
use crate::generate::{self, Mutator};
use crate::shrink::shrink;
use crate::spread::Spread;
use crate::threads::shared;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run came to.
#[derive(Debug, Default)]
pub struct Run {
    /// Scenarios that were decided.
    pub scenarios: u64,
    /// Changed cases that the scenario reader refuses; they are drawn again.
    pub refused: u64,
    /// Requests that were decided.
    pub decisions: u64,
    /// What the explained decisions are.
    pub spread: Spread,
    /// Shrunk scenarios on which the engines differ, with how.
    pub differences: Vec<(Value, String)>,
}

/// How many differences are shrunk and shown.
const KEPT: usize = 8;

/// Decides `count` scenarios: half of them made up, half of them changed cases.
///
/// The scenarios depend on the seed alone, not on the number of threads.
/// One in `explained` scenarios is explained as well, which costs more than all else.
pub fn run(count: u64, seed: u64, explained: u64, mutator: &Mutator) -> Run {
    const BATCH: u64 = 500;
    let found = AtomicUsize::new(0);
    let work = |batch: usize, run: &mut Run| {
        if found.load(Ordering::Relaxed) >= KEPT {
            return;
        }
        let (batch, before) = (batch as u64, run.differences.len());
        let start = batch * BATCH;
        let mut dice = Dice::new(seed.wrapping_mul(1 << 40).wrapping_add(batch));
        for number in start..count.min(start + BATCH) {
            one(&mut dice, mutator, number % explained == 0, run);
        }
        found.fetch_add(run.differences.len() - before, Ordering::Relaxed);
    };
    shared(count.div_ceil(BATCH) as usize, work, Run::merge)
}

impl Run {
    fn merge(&mut self, other: Self) {
        self.scenarios += other.scenarios;
        self.decisions += other.decisions;
        self.refused += other.refused;
        self.spread.merge(&other.spread);
        self.differences.extend(other.differences);
        self.differences.truncate(KEPT);
    }
}

/// Draws scenarios until one is taken, and decides it.
fn one(dice: &mut Dice, mutator: &Mutator, explain: bool, run: &mut Run) {
    let made_up = dice.chance(50);
    loop {
        let scenario = if made_up { generate::scenario(dice, 4) } else { mutator.scenario(dice) };
        let compared = match compare(&scenario, explain) {
            Ok(compared) => compared,
            // What is made up follows the format.
            Err(error) if made_up => panic!("{error}: {scenario}"),
            Err(error @ Skipped::ByReference(_)) => {
                run.differences.push((scenario, error.to_string()));
                return;
            }
            Err(Skipped::Refused(_) | Skipped::RepeatedName(_)) => {
                run.refused += 1;
                continue;
            }
        };
        run.scenarios += 1;
        run.decisions += compared.requests as u64;
        for decision in &compared.decisions {
            run.spread.add(decision);
            run.spread.add_caller(caller(&scenario, &decision.principal));
        }
        if let Some(difference) = compared.differences.first()
            && run.differences.len() < KEPT
        {
            let mut alone = scenario.clone();
            alone["requests"] = json!([scenario["requests"][difference.request]]);
            // The same difference, not another one on the way.
            let differs = |scenario: &Value| {
                let compared = compare(scenario, true).ok();
                let found = compared.and_then(|compared| compared.differences.into_iter().next());
                found.is_some_and(|found| {
                    found.masks == difference.masks && found.reference == difference.reference
                })
            };
            let smallest = if differs(&alone) { shrink(&alone, differs) } else { scenario };
            let how = compare(&smallest, true)
                .ok()
                .and_then(|compared| compared.differences.first().map(ToString::to_string));
            run.differences.push((smallest, how.unwrap_or_default()));
        }
        return;
    }
}

/// The kind of a caller, and whether it is of the first key's account.
fn caller(scenario: &Value, id: &str) -> &'static str {
    let caller = principal(scenario, id);
    let arn = caller["arn"].as_str().unwrap_or_default();
    let account = |arn: &str| arn.split(':').nth(4).map(str::to_owned);
    let key = scenario["keys"][0]["arn"].as_str().and_then(account);
    match (arn, account(arn) == key) {
        ("", _) => "service",
        (arn, true) if arn.ends_with(":root") => "own root",
        (arn, false) if arn.ends_with(":root") => "foreign root",
        (arn, _) if arn.contains("/aws-service-role/") => "service-linked role",
        (arn, true) if arn.contains(":role/") => "own role",
        (arn, false) if arn.contains(":role/") => "foreign role",
        (arn, true) if arn.contains(":federated-user/") => "own federated user",
        (arn, false) if arn.contains(":federated-user/") => "foreign federated user",
        (_, true) => "own user",
        (_, false) => "foreign user",
    }
}
