//! What was written into the request's form and is not what the scenario says: lines that were only
//! begun, and those that cannot be used.

use kms_policy::form::{Field, Row};
use kms_policy::scenario::Scenario;

/// The fields that are written otherwise than the scenario says, each with all its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts(Vec<(Field, Vec<Row>)>);

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
    /// The fields, and what is written there.
    pub fn iter(&self) -> impl Iterator<Item = &(Field, Vec<Row>)> {
        self.0.iter()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines of a field as they are written.
    pub fn rows(&self, field: Field, scenario: &Scenario) -> Vec<Row> {
        let draft = self.0.iter().find(|(one, _)| *one == field);
        draft.map_or_else(|| field.rows(scenario), |(_, rows)| rows.clone())
    }

    /// Keeps the lines of a field, where `scenario` does not say the same.
    pub fn keep(&mut self, field: Field, rows: Vec<Row>, scenario: &Scenario) {
        self.0.retain(|(one, _)| *one != field);
        if field.rows(scenario) != rows {
            self.0.push((field, rows));
        }
    }

    /// Forgets what is written in a field.
    pub fn forget(&mut self, field: Field) {
        self.0.retain(|(one, _)| *one != field);
    }
}
