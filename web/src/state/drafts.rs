//! What was written into forms and is not what the scenario says: what was only begun, and what
//! cannot be used.

use super::Few;
use kms_policy::form::{Field, Row};
use kms_policy::json::{Value, parse, quoted};
use kms_policy::scenario::Scenario;

/// All that was written so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The fields of the request's form that are written otherwise than the scenario says, each with
    /// all its lines.
    pub request: Few<Field, Vec<Row>>,
    /// What was written into the fields of the scenario's forms: a JSON object of texts by JSON
    /// Pointer, as the inspector has it; empty for none.
    pub built: String,
}

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
    /// Is everything written as the scenario says?
    pub fn is_empty(&self) -> bool {
        self.request.is_empty() && self.built.is_empty()
    }

    /// Lets what was written into the scenario's forms follow what it is about; what is about nothing
    /// any more goes.
    pub fn follow(&mut self, now: impl Fn(&str) -> Option<String>) {
        let Value::Object(written) = parse(&self.built).0.value else { return };
        let moved = written.iter().filter_map(|one| {
            let Value::String(text) = &one.value.value else { return None };
            Some(format!("{}:{}", quoted(&now(&one.key)?), quoted(text)))
        });
        let moved: Vec<String> = moved.collect();
        self.built =
            if moved.is_empty() { String::new() } else { format!("{{{}}}", moved.join(",")) };
    }

    /// The lines of a field as they are written.
    pub fn rows(&self, field: Field, scenario: &Scenario) -> Vec<Row> {
        self.request.get(&field).cloned().unwrap_or_else(|| field.rows(scenario))
    }

    /// Keeps the lines of a field, where `scenario` does not say the same.
    pub fn keep(&mut self, field: Field, rows: Vec<Row>, scenario: &Scenario) {
        if field.rows(scenario) == rows {
            self.request.remove(&field);
        } else {
            self.request.insert(field, rows);
        }
    }
}
