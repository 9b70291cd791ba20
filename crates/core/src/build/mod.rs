//! Scenarios built by forms: what each part of a scenario has, what a field holds and offers, and what
//! a scenario becomes when something is written, added, removed or moved.
//!
//! A field is known by its JSON Pointer in the scenario, and is written as one text (`kind.rs`). What
//! was written and cannot be used waits beside the scenario, among the [`Drafts`]. The rules are those
//! of [`check`](crate::scenario::check): an edit that would break one is refused, at its field.

mod add;
mod create_key;
mod draw;
mod edit;
mod kind;
mod names;
mod offers;
mod parts;
pub(crate) mod place;
mod remove;
mod rename;
mod tree;

pub use draw::{CELL, form};
pub use edit::edit;

use crate::scenario::Scenario;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was written and is not in the scenario: by the JSON Pointer of the field.
pub type Drafts = BTreeMap<String, String>;

/// A form: the part of a scenario at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The parts that there are, each with a place of its own.
    pub parts: Vec<Part>,
    /// What is called so.
    pub title: String,
    /// The fields, in sections.
    pub sections: Vec<Section>,
}

/// A kind of things in a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What they are called.
    pub title: &'static str,
    /// Each with its place, a JSON Pointer, and its name.
    pub items: Vec<(String, String)>,
    /// What can be done with them.
    pub buttons: Vec<Button>,
}

/// A thing, or a side of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its place.
    pub at: String,
    /// What it is called.
    pub title: String,
    /// What there is to say of it.
    pub note: String,
    /// A text to read, such as a policy that would be made.
    pub text: String,
    /// Is it a part of the section before?
    pub inner: bool,
    /// What it holds.
    pub fields: Vec<Field>,
    /// What can be done with it.
    pub buttons: Vec<Button>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its place, a JSON Pointer; of a part of an ARN with `#` and its name behind it.
    pub at: String,
    /// How it is written: `text`, `name` (counts once it is complete), `long`, `lines`, `choice`,
    /// `box` (`true` or nothing), `set` (some of what is offered, a line each) or `order` (the same,
    /// in an order that counts).
    pub kind: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What to write.
    pub help: &'static str,
    /// What is in it.
    pub value: String,
    /// What is wrong with that.
    pub error: Option<String>,
    /// Is it a name that could be taken over and is not yet?
    pub pending: bool,
    /// What it offers: of an `order` first what is chosen, in its order.
    pub offers: Vec<Choice>,
}

/// A value that a field offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// Is it what the field holds, or among it?
    pub chosen: bool,
}

/// Something to do: an [`Edit`], or to `go` to another place, or to `open` a document's editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What.
    #[serde(rename = "do")]
    pub what: &'static str,
    /// With what.
    pub at: String,
    /// How.
    pub text: String,
    /// What it is called.
    pub label: String,
    /// What else follows from it.
    pub also: String,
}

/// An edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit<'a> {
    /// `set` a field, or only note (`draft`) what is being written into it; `put` something into a
    /// field that holds several, `drop` it, `raise` or `lower` it in their order; `add` to a list or
    /// begin an object, `remove`, `move` an entry of a list by -1 or 1; `create` a key of what was
    /// written for it.
    pub what: &'a str,
    /// The field, list, object or entry.
    pub at: &'a str,
    /// What to write or put; the kind of what is added; by how much to move.
    pub text: &'a str,
}

/// What an edit made.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    /// The scenario.
    pub scenario: Scenario,
    /// What waits beside it.
    pub drafts: Drafts,
    /// What was done, where that is worth a note.
    pub said: String,
    /// What to look at now: what is new, or what was moved; the whole where nothing is left of it.
    pub at: Option<String>,
}

/// Why an edit is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The field at which it is to be said.
    pub at: String,
    /// What is wrong and what to do instead.
    pub message: String,
}
