//! `cases/COVERAGE.md` says which cases test which rule. `UPDATE_COVERAGE=1 cargo test -p kms-policy
//! --test coverage` writes it anew; a stale file fails.
//!
//! A case counts for a rule if it names the rule and a decision of it cites the rule; a rule is
//! covered if such a case has two requests with different answers.

use kms_policy::decide::Model;
use kms_policy::rules::Rule;
use kms_policy::scenario::Scenario;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// How many cases a row of the table names.
const SHOWN: usize = 4;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases")
}

/// A case: its path, the rules it counts for, and whether its requests are answered differently.
struct Counted {
    path: String,
    rules: BTreeSet<String>,
    is_pair: bool,
}

fn count(area: &str, file: &Path) -> Counted {
    let text = fs::read_to_string(file).expect("a case");
    let scenario = Scenario::from_json(&text).expect("a case");
    let model = Model::new(&scenario).expect("a case");
    let mut cited = BTreeSet::new();
    let mut answers = BTreeSet::new();
    let mut named: BTreeSet<String> =
        scenario.case.iter().flat_map(|case| case.rules.clone()).collect();
    for (index, request) in scenario.requests.iter().enumerate() {
        let decision = model.explain(&model.question(request), index);
        answers.insert(format!("{:?} {:?}", decision.verdict, decision.error));
        cited.extend(decision.rules.iter().map(|rule| (*rule).to_owned()));
        let expected = request.expect.as_ref().and_then(|expect| expect.rules.clone());
        named.extend(expected.unwrap_or_default());
    }
    let name = file.file_stem().expect("a name").to_string_lossy();
    Counted {
        path: format!("{area}/{name}"),
        rules: named.intersection(&cited).cloned().collect(),
        is_pair: answers.len() > 1,
    }
}

fn cases() -> Vec<Counted> {
    let mut cases = Vec::new();
    for area in fs::read_dir(root()).expect("cases/") {
        let area = area.expect("an entry").path();
        let name = area.file_name().expect("a name").to_string_lossy().into_owned();
        if !area.is_dir() {
            continue;
        }
        for file in fs::read_dir(&area).expect("an area") {
            cases.push(count(&name, &file.expect("an entry").path()));
        }
    }
    cases.sort_by(|a, b| a.path.cmp(&b.path));
    cases
}

/// The rules of `rules.tsv`, each with the reason why it has no case.
fn rules() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("rules.tsv")).expect("cases/rules.tsv");
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (rule, reason) = line.split_once('\t').expect("a rule and a reason");
            (rule.to_owned(), reason.to_owned())
        })
        .collect()
}

#[test]
fn every_rule_has_a_case_or_a_reason() {
    let cases = cases();
    let mut by_rule: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
    for case in &cases {
        for rule in &case.rules {
            by_rule.entry(rule).or_default().push(case);
        }
    }
    let rules = rules();
    let mut wrong = Vec::new();
    let (mut covered, mut excused) = (String::new(), String::new());
    let mut counts = (0, 0);
    for (rule, reason) in &rules {
        let counted = by_rule.get(rule.as_str()).map_or(&[][..], Vec::as_slice);
        let is_covered = counted.iter().any(|case| case.is_pair);
        match (is_covered, reason.is_empty()) {
            (true, false) => wrong.push(format!("{rule} has a case: remove its reason")),
            (false, true) => wrong.push(format!("{rule} has neither a case nor a reason")),
            _ => {}
        }
        if is_covered {
            counts.0 += 1;
            let text = Rule::named(rule).map_or("", Rule::text);
            let mut shown: Vec<&str> =
                counted.iter().filter(|case| case.is_pair).map(|case| case.path.as_str()).collect();
            let more = shown.len().saturating_sub(SHOWN);
            shown.truncate(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            writeln!(covered, "| {rule} | {text} | {}{more} |", shown.join(", ")).expect("text");
        } else {
            counts.1 += 1;
            writeln!(excused, "| {rule} | {reason} |").expect("text");
        }
    }
    let listed: BTreeSet<&str> = rules.iter().map(|(rule, _)| rule.as_str()).collect();
    for rule in Rule::ALL.iter().map(|rule| rule.id()) {
        let elsewhere = rule.starts_with("J-") || rule.starts_with("Q-") || rule.starts_with('§');
        if !elsewhere && !listed.contains(rule) {
            wrong.push(format!("{rule} can be cited and is not in rules.tsv"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let text = format!(
        "# Coverage\n\nGenerated from the cases by `UPDATE_COVERAGE=1 cargo test -p kms-policy \
         --test coverage`.\nA case counts for a rule if it names the rule, a decision of it cites \
         the rule, and its requests\nare answered differently.\n\n{} cases; {} rules with cases, \
         {} with a reason.\n\n## Rules with cases\n\n| Rule | What it says | Cases |\n|---|---|---|\n\
         {covered}\n## Rules without\n\n| Rule | Reason |\n|---|---|\n{excused}",
        cases.len(),
        counts.0,
        counts.1,
    );
    let file = root().join("COVERAGE.md");
    if std::env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&file, &text).expect("cases/COVERAGE.md can be written");
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == text, "cases/COVERAGE.md is stale: run with UPDATE_COVERAGE=1");
}
