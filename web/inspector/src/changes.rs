//! What would change a cell, as the page shows it.

use crate::import::sign;
use kms_policy::changes::{Changes, diff};
use kms_policy::report::Edit;
use kms_policy::scenario::Scenario;
use serde::Serialize;

/// The answer to the question what would change a cell.
#[derive(Debug, Serialize)]
pub struct Answer {
    changes: Vec<Shown>,
    nothing: Option<String>,
}

/// One change.
#[derive(Debug, Serialize)]
struct Shown {
    title: String,
    widens: bool,
    also: Vec<String>,
    edits: Vec<Edit>,
    documents: Vec<Document>,
}

/// The lines of a document that it touches: `+`, `-` or a blank, and the line.
#[derive(Debug, Serialize)]
struct Document {
    document: String,
    lines: Vec<(char, String)>,
}

/// What was found, with the lines of each change.
pub fn shown(scenario: &Scenario, found: Changes) -> Answer {
    let shown = found.changes.into_iter().map(|proposal| {
        let documents = diff(scenario, &proposal.change).into_iter().map(|one| Document {
            document: one.document,
            lines: one.lines.into_iter().map(|line| (sign(line.sign), line.text)).collect(),
        });
        Shown {
            documents: documents.collect(),
            title: proposal.change.title,
            widens: proposal.change.widens,
            also: proposal.also,
            edits: proposal.change.edits,
        }
    });
    Answer { changes: shown.collect(), nothing: found.nothing }
}
