//! Check files: what is decided today is what they expect, in every scenario of the project.

use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use kms_policy::share::{CheckFile, check_file};
use kms_policy::{Detail, text::Encoding};
use std::fs;
use std::path::Path;

#[test]
fn every_check_holds_today() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let (mut checks, mut left) = (0, Vec::new());
    for folder in fs::read_dir(root).expect("the cases").flatten() {
        let Ok(files) = fs::read_dir(folder.path()) else { continue };
        for file in files.flatten().map(|file| file.path()) {
            if file.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("a case");
            let scenario = Scenario::from_json(&text).expect("a scenario");
            let Ok(CheckFile { scenario: made, left_out }) = check_file(&scenario, None) else {
                continue;
            };
            let file = file.display();
            let again = Scenario::from_json(&made.to_json()).expect("it can be read");
            let model = Model::new(&again).expect("it can be decided");
            let report = model.report(Detail::Brief, Encoding::Chars);
            for (request, decision) in made.requests.iter().zip(&report.decisions) {
                assert_eq!(decision.held, Some(true), "{file}: {request:?}\n{decision:?}");
            }
            let cells = Model::new(&scenario).expect("it can be decided").matrix().cells.len();
            assert_eq!(report.decisions.len() + left_out.len(), cells, "{file}");
            checks += report.decisions.len();
            left.extend(left_out.into_iter().map(|(_, action)| action));
        }
    }
    assert!(checks > 10_000, "{checks}");
    // The matrix names no resource for those.
    assert!(left.iter().all(|action| !action.starts_with("kms:")), "{left:?}");
}

#[test]
fn a_check_fails_once_its_decision_changes() {
    let scenario = |effect: &str| {
        let text = format!(
            r#"{{"version": 1, "title": "Mine",
            "keys": [{{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k",
                "policy": {{"Statement": [{{"Effect": "{effect}", "Principal": "*",
                    "Action": "kms:Decrypt", "Resource": "*"}}]}}}}],
            "principals": [{{"arn": "arn:aws:iam::111122223333:user/alice"}}],
            "requests": [{{"principal": "arn:aws:iam::111122223333:user/alice", "action": "kms:Sign"}}]}}"#
        );
        Scenario::from_json(&text).expect("a scenario")
    };
    let alice = "arn:aws:iam::111122223333:user/alice";
    let made = check_file(&scenario("Allow"), Some((alice, "kms:Decrypt"))).expect("checks");
    let [check] = made.scenario.requests.as_slice() else { panic!("{:?}", made.scenario.requests) };
    assert_eq!(check.title.as_deref(), Some("alice kms:Decrypt"));
    let held = |policy: &str| {
        let changed = Scenario { requests: made.scenario.requests.clone(), ..scenario(policy) };
        let model = Model::new(&changed).expect("it can be decided");
        model.report(Detail::Brief, Encoding::Chars).decisions[0].held
    };
    assert_eq!((held("Allow"), held("Deny")), (Some(true), Some(false)));
}
