//! A scenario or a `Share` of a stranger: read, written, decided.

use kms_policy::Detail;
use kms_policy::decide::{MatrixVerdicts, Model};
use kms_policy::report::Confidence;
use kms_policy::scenario::Scenario;
use kms_policy::share::{Share, decided_otherwise, root, scenario};
use kms_policy::steps;
use kms_policy::text::Encoding;

/// So many cells are explained: a matrix may have thousands.
const CELLS: usize = 12;

/// So many saved checks are decided.
const REQUESTS: usize = 8;

/// The bytes are the text of a scenario or `Share`.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let read = root(text).and_then(|node| {
        let share = Share::read(&node, text)?;
        let own = scenario(share.scenario, text)?;
        if let (Some(verdicts), Ok(model)) = (share.verdicts, Model::new(&own)) {
            let _ = decided_otherwise(&own, &model.matrix(), verdicts);
        }
        share.around(own, text)
    });
    match read {
        Ok(contents) => {
            is_written_as_it_is(&contents.scenario);
            is_decided(&contents.scenario);
        }
        Err(error) => {
            assert!(!error.without_line().is_empty(), "{text:?}");
            assert!(error.line > 0 && error.column > 0, "{error}");
            assert!(error.line <= text.matches('\n').count() + 1, "{error} in {text:?}");
        }
    }
}

/// What is written is read as the same.
fn is_written_as_it_is(scenario: &Scenario) {
    let text = scenario.to_json();
    let again = Scenario::from_json(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
    assert_eq!(again, *scenario, "{text}");
}

/// What was read can be decided, and the matrix says what its explanations say.
fn is_decided(scenario: &Scenario) {
    let model = Model::new(scenario).expect("what was checked is decided");
    let matrix = model.matrix();
    agrees_with_its_explanation(&model, &matrix);
    for index in 0..scenario.requests.len().min(REQUESTS) {
        assert!(model.request_decision(index, Detail::Full).is_some());
    }
    for finding in model.findings(Encoding::Utf16) {
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{}", finding.code);
    }
    for index in 0..scenario.steps.len() {
        let _ = steps::begin(scenario, index).and_then(|begun| steps::solve(&begun, index));
    }
}

fn agrees_with_its_explanation(model: &Model<'_>, matrix: &MatrixVerdicts) {
    let columns = matrix.actions.len();
    for (index, cell) in matrix.cells.iter().enumerate().take(CELLS) {
        let (row, action) = (&matrix.principals[index / columns], &matrix.actions[index % columns]);
        let decision =
            model.cell_decision(row, action, Detail::Full).expect("a cell of the matrix");
        let uncertain = decision.confidence == Confidence::Uncertain;
        assert_eq!(
            (decision.verdict, decision.error.as_deref(), uncertain),
            (cell.verdict, cell.error, cell.uncertain),
            "{row} {action}"
        );
        assert!(!decision.sentence.is_empty() && !decision.rules.is_empty(), "{row} {action}");
    }
}
