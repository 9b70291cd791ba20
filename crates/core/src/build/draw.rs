//! A form of a scenario: its fields with what they hold, and what can be done.

use super::edit::{set, shown, written};
use super::kind::Kind;
use super::parts::{self, Row};
use super::place::{entry, indices};
use super::tree::Tree;
use super::{Button, Choice, Drafts, Field, Form, Refused, Section, create_key, remove};
use crate::arn::Arn;
use crate::english::build as english;
use crate::scenario::Scenario;

/// Stands for the selected cell: principal and action, a line each.
pub const CELL: &str = "@cell";

/// The form of what stands at a place; where nothing stands there, of the scenario as a whole.
///
/// ```
/// use kms_policy::build::{Drafts, form};
/// use kms_policy::scenario::Scenario;
/// let scenario = Scenario::from_json(
///     r#"{"version": 1, "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}]}"#,
/// ).unwrap();
/// let drafts = Drafts::from([("/keys/0/arn".to_owned(), "arn:aws:s3:::b".to_owned())]);
/// let key = form(&scenario, &drafts, "/keys/0");
/// let arn = key.sections[0].fields.iter().find(|field| field.at == "/keys/0/arn").unwrap();
/// assert_eq!(arn.value, "arn:aws:s3:::b");
/// assert!(arn.error.as_ref().unwrap().contains("is no key ARN"));
/// ```
pub fn form(scenario: &Scenario, drafts: &Drafts, at: &str) -> Form {
    let fault = (at == create_key::PLACE).then(|| create_key::fault(scenario, drafts)).flatten();
    let draw = Draw { scenario, drafts, tree: Tree::of(scenario), fault };
    let (title, sections) =
        parts::at(&draw, at).or_else(|| parts::at(&draw, "")).unwrap_or_default();
    Form { parts: parts::all(&draw), title, sections }
}

pub(super) struct Draw<'a> {
    pub scenario: &'a Scenario,
    pub drafts: &'a Drafts,
    tree: Tree,
    /// What is wrong with the key that is to be made.
    fault: Option<Refused>,
}

impl Draw<'_> {
    /// All fields right below a place, in their order.
    pub fn fields(&self, rows: &[Row], at: &str) -> Vec<Field> {
        let names: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.path.strip_prefix(&*super::place::pattern(at))?.strip_prefix('/'))
            .collect();
        self.some_fields(rows, at, &names)
    }

    /// These fields below a place.
    pub fn some_fields(&self, rows: &[Row], at: &str, names: &[&str]) -> Vec<Field> {
        let field = |name: &&str| {
            let at = format!("{at}/{name}");
            let pattern = super::place::pattern(&at);
            rows.iter().find(|row| row.path == pattern).map(|row| self.field(row, at))
        };
        names.iter().filter_map(field).collect()
    }

    fn field(&self, row: &Row, at: String) -> Field {
        let value = written(self.scenario, self.drafts, row, &at);
        let is_new = create_key::is_field(&at);
        let tried = self.drafts.get(&at).filter(|_| !is_new);
        let tried = tried.map(|text| (text, set(self.scenario, &at, text)));
        let (error, pending) = match tried {
            Some((_, Err(error))) => (Some(error.message), false),
            Some((text, Ok(_))) => {
                (None, row.kind == Kind::Name && shown(&self.tree, row, &at) != text.trim())
            }
            None => {
                let fault = self.fault.as_ref().filter(|error| error.at == at);
                (fault.map(|error| error.message.clone()), false)
            }
        };
        let (label, help) = english::field(row.path);
        let offers = self.offers(row, &at, &value);
        Field { kind: row.kind.name(), label, help, value, error, pending, offers, at }
    }

    /// What a field offers. What it holds is among it, though nothing else has it any more.
    fn offers(&self, row: &Row, at: &str, value: &str) -> Vec<Choice> {
        let (account, spec) = self.key(at);
        let mut offers = row.offer.of(self.scenario, at, (&account, &spec));
        let (chosen, in_order) = match row.kind.name() {
            "choice" => (vec![value.to_owned()], false),
            "set" | "lines" => (row.kind.entries(value), false),
            "order" => (row.kind.entries(value), true),
            _ => (Vec::new(), false),
        };
        let optional = !row.required && (!create_key::is_field(at) || at == "/newKey/usage");
        if row.kind.name() == "choice" && optional {
            offers.insert(0, (String::new(), english::unsaid(row.path).to_owned()));
        }
        for one in chosen.iter().filter(|_| row.kind.name() != "lines") {
            if offers.iter().all(|(value, _)| value != one) {
                offers.push((one.clone(), one.clone()));
            }
        }
        if in_order {
            let place = |value: &String| chosen.iter().position(|one| one == value);
            offers.sort_by_key(|(value, _)| place(value).unwrap_or(usize::MAX));
        }
        let choice = |(value, name)| Choice { chosen: chosen.contains(&value), value, name };
        offers.into_iter().map(choice).collect()
    }

    /// Account and spec of the key that a field is about.
    fn key(&self, at: &str) -> (String, String) {
        if create_key::is_field(at) {
            let value = |name| create_key::value(self.scenario, self.drafts, name);
            return (value("/newKey/account"), value("/newKey/spec"));
        }
        let key = indices(at).first().and_then(|index| self.scenario.keys.get(*index));
        let account = key.and_then(|key| Arn::parse(&key.arn)).map_or("", |arn| arn.account);
        (account.to_owned(), key.map_or("", |key| key.spec()).to_owned())
    }

    pub fn button(&self, what: &'static str, at: &str, text: &str, label: &str) -> Button {
        let [at, text, label] = [at, text, label].map(str::to_owned);
        Button { what, at, text, label, also: String::new() }
    }

    pub fn add(&self, at: &str, text: &str, label: &str) -> Button {
        self.button("add", at, text, label)
    }

    pub fn go(&self, at: &str, label: &str) -> Button {
        self.button("go", at, "", label)
    }

    pub fn set(&self, at: &str, text: &str, label: &str) -> Button {
        self.button("set", at, text, label)
    }

    /// A button that removes, and says what goes besides.
    pub fn remove(&self, at: &str, label: &str) -> Button {
        let also = remove::also(self.scenario, at);
        Button { also, ..self.button("remove", at, "", label) }
    }

    /// What can be done with an entry of a list: moved, where there are others, and removed.
    pub fn entry_buttons(&self, at: &str) -> Vec<Button> {
        let mut buttons = self.moves(at);
        buttons.push(self.remove(at, english::REMOVE));
        buttons
    }

    pub fn moves(&self, at: &str) -> Vec<Button> {
        let Some((list, index)) = entry(at) else { return Vec::new() };
        let mut buttons = Vec::new();
        if index > 0 {
            buttons.push(self.button("move", at, "-1", english::UP));
        }
        if index + 1 < self.tree.count(list) {
            buttons.push(self.button("move", at, "1", english::DOWN));
        }
        buttons
    }

    /// An entry of a list of policies: its name, and the way into its editor.
    pub fn document(&self, rows: &[Row], at: &str, name: &str, document: &str) -> Section {
        Section {
            title: if name.is_empty() { english::UNNAMED.to_owned() } else { name.to_owned() },
            inner: true,
            fields: self.fields(rows, at),
            buttons: vec![
                self.button("open", document, "", english::EDIT),
                self.remove(at, english::REMOVE),
            ],
            at: at.to_owned(),
            ..Section::default()
        }
    }

    /// A policy of which there is one or none.
    pub fn only_document(
        &self,
        title: &str,
        at: &str,
        note: &str,
        there: bool,
        may_go: bool,
    ) -> Section {
        let mut buttons = Vec::new();
        if there {
            buttons.push(self.button("open", at, "", english::EDIT));
            if may_go {
                buttons.push(self.remove(at, english::REMOVE));
            }
        } else {
            buttons.push(self.add(at, "", english::ADD_POLICY));
        }
        let [title, note, at] = [title, note, at].map(str::to_owned);
        Section { title, note, at, buttons, ..Section::default() }
    }
}
