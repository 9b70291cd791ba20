//! What random scenarios came to, so that an empty corner is seen.

use kms_policy::report::{Decision, Verdict};
use kms_policy::rules::Rule;
use std::collections::BTreeMap;
use std::fmt;

/// Counts of decisions.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// Decisions.
    pub decisions: u64,
    /// By verdict, with the exception of an error.
    verdicts: BTreeMap<String, u64>,
    /// By confidence.
    confidences: BTreeMap<&'static str, u64>,
    /// By what decided.
    layers: BTreeMap<String, u64>,
    /// By the action asked for.
    actions: BTreeMap<String, u64>,
    /// By the kind of caller.
    callers: BTreeMap<&'static str, u64>,
    /// By rule that the decision rests on.
    rules: BTreeMap<&'static str, u64>,
}

impl Spread {
    /// Counts one decision.
    pub fn add(&mut self, decision: &Decision) {
        self.decisions += 1;
        let verdict = match (&decision.verdict, &decision.error) {
            (Verdict::Error, Some(error)) => format!("error {error}"),
            (verdict, _) => format!("{verdict:?}"),
        };
        *self.verdicts.entry(verdict).or_default() += 1;
        *self.confidences.entry(decision.confidence.name()).or_default() += 1;
        let layer = format!("{:?} by {:?}", decision.verdict, decision.layer);
        *self.layers.entry(layer).or_default() += 1;
        *self.actions.entry(decision.action.clone()).or_default() += 1;
        for rule in &decision.rules {
            *self.rules.entry(rule).or_default() += 1;
        }
    }

    /// Counts one caller.
    pub fn add_caller(&mut self, kind: &'static str) {
        *self.callers.entry(kind).or_default() += 1;
    }

    /// Adds the counts of another run.
    pub fn merge(&mut self, other: &Self) {
        self.decisions += other.decisions;
        merge(&mut self.verdicts, &other.verdicts);
        merge(&mut self.confidences, &other.confidences);
        merge(&mut self.layers, &other.layers);
        merge(&mut self.actions, &other.actions);
        merge(&mut self.callers, &other.callers);
        merge(&mut self.rules, &other.rules);
    }

    /// The rules of the engine that no decision rested on.
    pub fn unused_rules(&self) -> Vec<&'static str> {
        let numbers = Rule::ALL.iter().map(|rule| rule.id());
        numbers.filter(|number| !self.rules.contains_key(*number)).collect()
    }
}

fn merge<K: Ord + Clone>(into: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
    for (key, count) in from {
        *into.entry(key.clone()).or_default() += count;
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |count: u64| count as f64 * 100.0 / self.decisions.max(1) as f64;
        let line = |f: &mut fmt::Formatter<'_>, name: &str, counts: Vec<(String, u64)>| {
            let all: Vec<String> = counts
                .iter()
                .map(|(name, count)| format!("{name} {:.2} %", percent(*count)))
                .collect();
            writeln!(f, "   {name}: {}", all.join(", "))
        };
        let sorted = |counts: &BTreeMap<String, u64>| {
            let mut all: Vec<(String, u64)> =
                counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
            all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            all
        };
        let owned = |counts: &BTreeMap<&'static str, u64>| {
            counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        line(f, "verdicts", sorted(&self.verdicts))?;
        line(f, "confidence", sorted(&owned(&self.confidences)))?;
        line(f, "callers", sorted(&owned(&self.callers)))?;
        line(f, "decided by", sorted(&self.layers))?;
        let actions = sorted(&self.actions);
        let rarest = actions.last().map_or((String::new(), 0), Clone::clone);
        let (rarest, count) = (rarest.0, percent(rarest.1));
        writeln!(f, "   actions: {}, the rarest {rarest} {count:.2} %", actions.len())?;
        let rules = sorted(&owned(&self.rules));
        let (known, unused) = (Rule::ALL.len(), self.unused_rules());
        writeln!(f, "   rules that decided: {} of {known}", rules.len())?;
        let rarest: Vec<String> =
            rules.iter().rev().take(12).map(|(rule, count)| format!("{rule} {count}")).collect();
        writeln!(f, "   the rarest: {}", rarest.join(", "))?;
        write!(f, "   rules that decided nothing: {}", unused.join(" "))
    }
}
