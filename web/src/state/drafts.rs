//! What was written into the request's form and is not what the scenario says: lines that were only
//! begun, and those that cannot be used.

use super::Few;
use kms_policy::form::{Field, Row};
use kms_policy::scenario::Scenario;

/// The fields that are written otherwise than the scenario says, each with all its lines.
pub type Drafts = Few<Field, Vec<Row>>;

/// A text or a box in a line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The field.
    pub field: Field,
    /// The index of the line.
    pub row: usize,
    /// Which of the line.
    pub part: Part,
}

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The name of the value.
    Name,
    /// The value.
    Value,
    /// Is the condition key absent?
    Absent,
}

impl Drafts {
    /// The lines of a field as they are written.
    pub fn rows(&self, field: Field, scenario: &Scenario) -> Vec<Row> {
        self.get(&field).cloned().unwrap_or_else(|| field.rows(scenario))
    }

    /// Keeps the lines of a field, where `scenario` does not say the same.
    pub fn keep(&mut self, field: Field, rows: Vec<Row>, scenario: &Scenario) {
        if field.rows(scenario) == rows {
            self.remove(&field);
        } else {
            self.insert(field, rows);
        }
    }
}
