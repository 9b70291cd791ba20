//! The request's form in the reducer. A field whose lines can be used changes the scenario; what
//! cannot be used waits among the drafts, while the last that could be goes on deciding.

use super::history::Typing;
use super::reduce::utf16_len;
use super::{Panel, Part, Place, Slot, State, WhyTab, policies_of};
use kms_policy::form::{Field, Row};
use std::rc::Rc;
use yew::AttrValue;

impl State {
    /// The lines of a field of the form as they are written.
    pub fn rows(&self, field: Field) -> Vec<Row> {
        self.drafts.rows(field, &self.scenario)
    }

    /// Writes into a line; typing has a caret and a time, and goes on as one change.
    pub(super) fn write(&mut self, slot: Slot, text: String, typing: Option<(usize, f64)>) {
        let mut rows = self.rows(slot.field);
        let Some(row) = rows.get_mut(slot.row) else {
            return;
        };
        let mut growth = 0;
        match slot.part {
            Part::Absent => row.absent = text == "true",
            Part::Name | Part::Value => {
                let old = if slot.part == Part::Name { &mut row.name } else { &mut row.value };
                growth = utf16_len(&text).cast_signed() - utf16_len(old).cast_signed();
                *old = text;
            }
        }
        if rows == self.rows(slot.field) {
            return;
        }
        let place = Place::Field(slot);
        let before = self.snapshot(place);
        match typing {
            Some((caret, at)) => self.history.typed(before, Typing { place, caret, at }, growth),
            None => self.history.changed(before),
        }
        self.put(slot.field, rows);
    }

    /// Adds a line to a list, unless it has one of this name.
    pub(super) fn add_row(&mut self, field: Field, name: String) {
        let mut rows = self.rows(field);
        if name.is_empty() || rows.iter().all(|row| row.name != name) {
            let slot = Slot { field, row: rows.len(), part: Part::Name };
            rows.push(Row { name, ..Row::default() });
            let before = self.snapshot(Place::Field(slot));
            self.history.changed(before);
            self.put(field, rows);
        }
    }

    /// Takes a line out of a list.
    pub(super) fn remove_row(&mut self, field: Field, row: usize) {
        let mut rows = self.rows(field);
        if row < rows.len() {
            rows.remove(row);
            let before = self.snapshot(Place::Field(Slot { field, row, part: Part::Name }));
            self.history.changed(before);
            self.put(field, rows);
        }
    }

    fn put(&mut self, field: Field, rows: Vec<Row>) {
        if let Ok(next) = field.put(&self.scenario, &rows)
            && next != *self.scenario
        {
            self.scenario = Rc::new(next);
        }
        Rc::make_mut(&mut self.drafts).keep(field, rows, &self.scenario);
        self.notice = None;
    }

    /// Looks at a field of the form.
    pub(super) fn show_field(&mut self, field: Field) {
        self.view.why_tab = WhyTab::Request;
        self.view.panel = Panel::Decisions;
        let owner = match field {
            Field::Mfa(index) if self.caller() != Some(index) => index,
            Field::PrincipalTags(index) if self.policies_of() != Some(index) => index,
            _ => return,
        };
        if let Some(principal) = self.scenario.principals.get(owner) {
            self.view.selected.principal = AttrValue::from(principal.id().to_owned());
        }
    }

    /// The fields of the form for the selected principal: its MFA, and the tags of whose policies
    /// it uses.
    pub fn principal_fields(&self) -> Option<(Field, Field)> {
        let caller = self.caller()?;
        let tags = policies_of(&self.scenario, caller)?;
        Some((Field::Mfa(caller), Field::PrincipalTags(tags)))
    }
}
