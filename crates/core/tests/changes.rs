//! What would change an answer: every kind of change in words, and what they cost.

use kms_policy::changes::{Asked, MOST, Sign, changes, diff};
use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

fn scenario(file: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(file);
    Scenario::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// All changes of all cells of these files: each has something that the others have not.
#[test]
fn changes_in_words() {
    let mut told = String::new();
    for file in [
        "demonstration/share-a-key.json",
        "gallery/alias-instead-of-key.json",
        "gallery/bucket-key-changes-the-context.json",
        "gallery/course-iam-policy-as-printed.json",
        "gallery/grants-only-for-services.json",
        "gallery/invalid-principals.json",
        "gallery/lockout-check.json",
        "gallery/messages-vanish-before-the-queue.json",
        "gallery/own-account-not-delegated.json",
        "gallery/secret-opens-in-another-region-only.json",
    ] {
        let scenario = scenario(file);
        let model = Model::new(&scenario).unwrap();
        writeln!(told, "# {file}").unwrap();
        for principal in model.matrix_principals() {
            for action in model.matrix_actions() {
                let asked = Asked::Cell { principal: principal.clone(), action: action.clone() };
                let found = changes(&scenario, &asked);
                let name = principal.rsplit('/').next().unwrap();
                writeln!(told, "\n{name} {action}").unwrap();
                for proposal in &found.changes {
                    let widens = if proposal.change.widens { " ▲" } else { "" };
                    writeln!(told, "  {}{widens}", proposal.change.title).unwrap();
                    for clause in &proposal.also {
                        writeln!(told, "    also: {clause}").unwrap();
                    }
                    assert!(!diff(&scenario, &proposal.change).is_empty());
                }
                assert_eq!(found.nothing.is_some(), found.changes.is_empty());
                assert!(found.changes.len() <= MOST);
                if let Some(nothing) = found.nothing {
                    writeln!(told, "  {nothing}").unwrap();
                }
            }
        }
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_lines_of_a_change() {
    let scenario = scenario("demonstration/share-a-key.json");
    let principal = "arn:aws:iam::123456789012:user/Stuart".to_owned();
    let asked = Asked::Cell { principal, action: "kms:Decrypt".to_owned() };
    let found = changes(&scenario, &asked).changes;
    let mut told = String::new();
    for document in diff(&scenario, &found[0].change) {
        writeln!(told, "{}", document.document).unwrap();
        for line in document.lines {
            let sign = match line.sign {
                Sign::Stays => ' ',
                Sign::Goes => '-',
                Sign::Comes => '+',
            };
            writeln!(told, "{sign} {}", line.text).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

/// A search is bounded: a key policy of 32 KB that names nobody who asks.
#[test]
fn a_large_policy_keeps_nobody_waiting() {
    let statement = |index: usize| {
        format!(
            r#"{{"Sid": "S{index}", "Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::111122223333:user/u{index}"}},
            "Action": ["kms:Decrypt", "kms:Encrypt"], "Resource": "*"}}"#
        )
    };
    let statements: Vec<String> = (0..185).map(statement).collect();
    let policy = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(","));
    assert!(policy.len() > 30_000);
    let scenario = Scenario::from_json(&format!(
        r#"{{"version": 1,
            "keys": [{{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "policy": {policy}}}],
            "principals": [{{"arn": "arn:aws:iam::111122223333:user/alice"}}]}}"#
    ))
    .unwrap();
    let principal = "arn:aws:iam::111122223333:user/alice".to_owned();
    let asked = Asked::Cell { principal, action: "kms:Decrypt".to_owned() };
    let start = Instant::now();
    let found = changes(&scenario, &asked).changes;
    let title = &found[0].change.title;
    assert!(title.contains("`…:user/alice`"), "{title}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
