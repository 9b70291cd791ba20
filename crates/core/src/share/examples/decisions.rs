//! Everything that a `Share` decides, to be held against what it decides with other names.

use crate::actions::Action;
use crate::decide::Model;
use crate::report::Decision;
use crate::scenario::{Matrix, Scenario};
use crate::share::Contents;
use crate::share::contents::opened;
use crate::steps;

/// The decisions of its scenario, of the one it is compared with, and of the one that its steps began
/// with; `None` where one of them cannot be decided.
pub fn decisions(contents: &Contents) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let own = &contents.scenario;
    of_scenario(own, &mut all)?;
    let opened = contents.view.as_deref().and_then(opened);
    for other in [contents.pinned.as_ref(), opened.as_ref()].into_iter().flatten() {
        if other != own {
            of_scenario(other, &mut all)?;
        }
    }
    Some(all)
}

fn of_scenario(scenario: &Scenario, all: &mut Vec<String>) -> Option<()> {
    all.push(Model::new(scenario).ok()?.matrix().digits());
    whole_matrix(scenario, all)?;
    let model = Model::new(scenario).ok()?;
    for (index, request) in scenario.requests.iter().enumerate() {
        all.push(answer(&model.judge(request, index)));
    }
    for (index, step) in scenario.steps.iter().enumerate() {
        // A solution that cannot be carried out cannot be afterwards either.
        let [begun, solved] = [steps::begin(scenario, index), steps::solve(scenario, index)];
        for scenario in [begun, solved] {
            let Ok(scenario) = scenario else {
                all.push(String::new());
                continue;
            };
            let checks = steps::checks(&Model::new(&scenario).ok()?, step);
            all.extend(checks.iter().map(answer));
        }
    }
    Some(())
}

/// Every principal by every action of KMS and of the matrix, on every key.
fn whole_matrix(scenario: &Scenario, all: &mut Vec<String>) -> Option<()> {
    let mut wide = scenario.clone();
    wide.steps.clear();
    let matrix = wide.matrix.get_or_insert_with(Matrix::default);
    let own = matrix.actions.take().unwrap_or_default();
    let mut actions: Vec<String> = Action::all().map(|action| action.to_string()).collect();
    actions.extend(own.into_iter().filter(|action| Action::named(action).is_none()));
    matrix.actions = Some(actions);
    matrix.principals = None;
    for key in 0..wide.keys.len().max(1) {
        let arn = wide.keys.get(key).map(|key| key.arn.clone());
        if let Some(matrix) = &mut wide.matrix {
            matrix.key = arn;
        }
        let cells = Model::new(&wide).ok()?.matrix().cells;
        all.push(
            cells
                .iter()
                .map(|cell| format!("{}{}", cell.digit(), cell.error.unwrap_or_default()))
                .collect(),
        );
    }
    Some(())
}

fn answer(decision: &Decision) -> String {
    let error = decision.error.as_deref().unwrap_or_default();
    let held = decision.held.map_or("", |held| if held { "held" } else { "not held" });
    [decision.verdict.name(), error, decision.confidence.name(), held].join(" ")
}
