//! The steps of a lesson: whether the checks of one hold, how one begins, and what solves it.

use crate::decide::Model;
use crate::report::Decision;
use crate::scenario::{EditError, Scenario, Step, apply};

/// The checks of a step, each decided and held against what it expects.
pub fn checks(model: &Model<'_>, step: &Step) -> Vec<Decision> {
    step.checks.iter().enumerate().map(|(index, check)| model.judge(check, index)).collect()
}

/// A scenario as its step with this index begins: after the solutions of all steps before.
///
/// # Errors
///
/// A solution that cannot be carried out in this scenario.
pub fn begin(scenario: &Scenario, step: usize) -> Result<Scenario, EditError> {
    let before = scenario.steps.iter().take(step);
    let edits: Vec<_> = before.flat_map(|step| &step.solution).cloned().collect();
    apply(scenario, &edits).map(|after| laid_out(scenario, after))
}

/// A scenario with the step with this index solved: by the step's solution or, where a step before
/// was left out that it builds on, by theirs as well.
///
/// # Errors
///
/// A solution that cannot be carried out in this scenario.
///
/// ```
/// use kms_policy::{decide::Model, scenario::Scenario, steps};
/// let scenario = Scenario::from_json(r#"{
///     "version": 1,
///     "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "state": "Disabled"}],
///     "principals": [{"arn": "arn:aws:iam::111122223333:root"}],
///     "steps": [{
///         "title": "Enable the key",
///         "checks": [{"principal": "arn:aws:iam::111122223333:root", "action": "kms:Decrypt", "expect": {"verdict": "allow"}}],
///         "solution": [{"set": "/keys/0/state", "value": "Enabled"}]
///     }]
/// }"#).unwrap();
/// let held = |scenario: &Scenario| {
///     steps::checks(&Model::new(scenario).unwrap(), &scenario.steps[0])[0].held
/// };
/// assert_eq!(held(&scenario), Some(false));
/// assert_eq!(held(&steps::solve(&scenario, 0).unwrap()), Some(true));
/// ```
pub fn solve(scenario: &Scenario, step: usize) -> Result<Scenario, EditError> {
    let Some(this) = scenario.steps.get(step) else {
        return Ok(scenario.clone());
    };
    let own = apply(scenario, &this.solution)?;
    let holds =
        |model: Model<'_>| checks(&model, this).iter().all(|check| check.held == Some(true));
    if Model::new(&own).is_ok_and(holds) {
        Ok(laid_out(scenario, own))
    } else {
        begin(scenario, step + 1)
    }
}

/// Lays out the documents that were not there before: a solution's are written as part of a file.
fn laid_out(before: &Scenario, mut after: Scenario) -> Scenario {
    let mut known = Vec::new();
    before.clone().for_each_document(|_, document| known.push(document.clone()));
    after.for_each_document(|_, document| {
        if !known.contains(document) {
            document.lay_out();
        }
    });
    after
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::Verdict;

    const LESSON: &str = include_str!("../../../cases/lesson/share-a-key.json");

    fn held(scenario: &Scenario, step: usize) -> Vec<Option<bool>> {
        let model = Model::new(scenario).unwrap();
        checks(&model, &scenario.steps[step]).iter().map(|check| check.held).collect()
    }

    #[test]
    fn every_step_of_the_lesson_begins_open_and_can_be_solved() {
        let lesson = Scenario::from_json(LESSON).unwrap();
        for step in 0..lesson.steps.len() {
            let begun = begin(&lesson, step).unwrap();
            assert!(held(&begun, step).iter().all(|held| *held == Some(false)), "step {step}");
            let solved = solve(&begun, step).unwrap();
            assert!(held(&solved, step).iter().all(|held| *held == Some(true)), "step {step}");
            assert!(begin(&lesson, step + 1).unwrap() == solved, "step {step}");
        }
    }

    #[test]
    fn a_step_can_be_solved_though_those_before_it_were_left_out() {
        let lesson = Scenario::from_json(LESSON).unwrap();
        for step in 0..lesson.steps.len() {
            let solved = solve(&lesson, step).unwrap();
            assert!(held(&solved, step).iter().all(|held| *held == Some(true)), "step {step}");
        }
    }

    #[test]
    fn a_check_says_what_is_and_what_is_expected() {
        let lesson = Scenario::from_json(LESSON).unwrap();
        let model = Model::new(&lesson).unwrap();
        let disabled = &checks(&model, &lesson.steps[9])[0];
        assert_eq!(disabled.expected, Some(Verdict::Error));
        assert_eq!((disabled.verdict, disabled.held), (Verdict::ImplicitDeny, Some(false)));
    }

    #[test]
    fn an_error_of_another_kind_does_not_hold() {
        let lesson = Scenario::from_json(LESSON).unwrap();
        let disabled = begin(&lesson, 10).unwrap();
        assert_eq!(held(&disabled, 9), [Some(true), Some(true)]);
        assert_eq!(held(&disabled, 10), [Some(false), Some(false)], "it waits for deletion");
    }

    #[test]
    fn what_a_solution_puts_in_place_is_laid_out_and_all_else_stays_as_it_is_written() {
        let mut lesson = Scenario::from_json(LESSON).unwrap();
        let odd = "{ \"Version\":\n\"2012-10-17\", \"Statement\": [] }";
        lesson.principals[3].policies[0].document = odd.into();
        let solved = solve(&lesson, 1).unwrap();
        assert_eq!(&**solved.principals[3].policies[0].document.text().unwrap(), odd);
        let policy = solved.key_policy_text(0);
        assert!(policy.starts_with("{\n  \"Version\": \"2012-10-17\",\n"), "{policy}");
    }

    #[test]
    fn there_is_no_such_step() {
        let lesson = Scenario::from_json(LESSON).unwrap();
        assert_eq!(solve(&lesson, 99).unwrap(), lesson);
    }
}
