//! Why statements and grants do not match, in words: the first example in the cases of every kind of
//! reason, in one file to read: `tests/snapshots/words__*.snap`. `INSTA_UPDATE=always cargo test`
//! writes them anew.

use kms_policy::decide::Model;
use kms_policy::report::{Arns, Decision, Layer, Match, ReasonCode};
use kms_policy::scenario::Scenario;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The decisions of every request of every case.
fn decisions() -> Vec<Decision> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let areas = fs::read_dir(root).expect("cases/").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = areas
        .filter(|path| path.is_dir())
        .flat_map(|area| fs::read_dir(area).expect("an area"))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let mut decisions = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).expect("a case");
        let scenario = Scenario::from_json(&text).expect("a case");
        let model = Model::new(&scenario).expect("a case");
        let requests = scenario.requests.iter().enumerate();
        decisions.extend(requests.map(|(at, request)| model.explain(&model.question(request), at)));
    }
    decisions
}

fn layers(decision: &Decision) -> impl Iterator<Item = &Layer> {
    decision.layers.iter().chain(decision.parts.iter().flat_map(|part| &part.layers))
}

fn print(examples: BTreeMap<String, [String; 2]>) -> String {
    let lines = examples.into_iter().map(|(kind, [short, whole])| {
        if short == whole {
            format!("{kind}\n  {short}\n")
        } else {
            format!("{kind}\n  {short}\n  {whole}\n")
        }
    });
    lines.collect()
}

#[test]
fn every_kind_of_reason() {
    let mut examples = BTreeMap::new();
    let decisions = decisions();
    for layer in decisions.iter().flat_map(layers) {
        for trace in &layer.statements {
            let words = trace.words(Arns::Short).into_iter().zip(trace.words(Arns::Whole));
            for (reason, (short, whole)) in trace.reasons.iter().zip(words) {
                let how = match trace.matched {
                    Match::NearMiss => format!("{} nearly", trace.effect),
                    Match::Irrelevant => "irrelevant".to_owned(),
                    _ => format!("{} counts", trace.effect),
                };
                let operator = reason.operator.as_deref().unwrap_or_default();
                let asks = if reason.expected.is_empty() { " for nothing" } else { "" };
                let found = if reason.actual.is_empty() { " found nothing" } else { "" };
                let kind =
                    format!("{:?} {} {operator}{asks}{found}: {how}", reason.code, reason.element);
                examples.entry(kind).or_insert([short, whole]);
            }
        }
    }
    insta::assert_snapshot!(print(examples));
}

#[test]
fn every_kind_of_grant() {
    let mut examples = BTreeMap::new();
    for layer in decisions().iter().flat_map(layers) {
        for grant in &layer.grants {
            let words = grant.words();
            let kind = format!("{:?} {}", grant.matched, words.unwrap_or_default());
            let both = [Arns::Short, Arns::Whole]
                .map(|arns| format!("{} {}", grant.name(), grant.terms(arns)));
            examples.entry(kind).or_insert(both);
        }
    }
    insta::assert_snapshot!(print(examples));
}

/// Whatever can fail in an element has words of its own in the snapshot above.
#[test]
fn the_cases_have_every_reason_in_every_element() {
    let mut missing = vec![
        (ReasonCode::Principal, "Principal"),
        (ReasonCode::Principal, "NotPrincipal"),
        (ReasonCode::PrincipalRecreated, "Principal"),
        (ReasonCode::Action, "Action"),
        (ReasonCode::Action, "NotAction"),
        (ReasonCode::Resource, "Resource"),
        (ReasonCode::Resource, "NotResource"),
        (ReasonCode::ConditionValue, "Condition"),
        (ReasonCode::ConditionMissing, "Condition"),
        (ReasonCode::ConditionSet, "Condition"),
        (ReasonCode::Unsupported, "Principal"),
        (ReasonCode::Unsupported, "Action"),
        (ReasonCode::Unsupported, "Resource"),
        (ReasonCode::Unsupported, "Condition"),
    ];
    for layer in decisions().iter().flat_map(layers) {
        for reason in layer.statements.iter().flat_map(|trace| &trace.reasons) {
            missing.retain(|(code, element)| (reason.code, reason.element) != (*code, *element));
        }
    }
    assert_eq!(missing, []);
}
