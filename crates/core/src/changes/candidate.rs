//! An edit that may change an answer, before it is proved.

use crate::edit::replace;
use crate::json::{self, Node};
use crate::policy::Effect;
use crate::report::{Edit, LayerName};
use crate::text::Span;

/// An edit that may change an answer.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// What it does, in words; several things where one alone is nothing.
    pub what: Vec<What>,
    /// How it is done, one edit after the other.
    pub edits: Vec<Edit>,
    /// How many values it changes.
    pub size: usize,
    /// Whom it opens or closes something for.
    pub principals: Breadth,
    /// For how many actions.
    pub actions: usize,
    /// Does a condition or a Deny that held others back as well hold them back no longer?
    pub relaxes: bool,
}

/// How many principals something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Breadth {
    /// One user, role, session or service.
    One,
    /// Several that are listed.
    Several,
    /// All of an account.
    Account,
    /// Everyone.
    Everyone,
}

/// What is done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Add,
    Replace,
    Remove,
}

/// A statement, as a title names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InStatement {
    pub layer: LayerName,
    pub level: Option<String>,
    pub document: String,
    pub policy: String,
    pub sid: Option<String>,
    pub index: usize,
    pub effect: Effect,
}

/// One thing that an edit does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Changes a value of an element, or of a condition key.
    Value {
        statement: InStatement,
        act: Act,
        element: String,
        old: Option<String>,
        new: Option<String>,
    },
    /// Takes a condition away.
    RemoveCondition { statement: InStatement, operator: String, key: String },
    /// Takes a statement away.
    RemoveStatement(InStatement),
    /// Adds a statement to a document.
    AddStatement {
        /// The document; its index and Sid mean nothing.
        to: InStatement,
        principal: Option<String>,
        action: String,
        resource: String,
    },
    /// Gives the caller a further policy.
    AddPolicy { owner: String, effect: Effect, action: String, resource: String },
    /// Sets a field of the scenario.
    Field { pointer: String, new: Option<String> },
    /// Mends a finding.
    Repair(String),
}

impl Candidate {
    /// What changes nothing.
    pub fn nothing() -> Self {
        Self {
            what: Vec::new(),
            edits: Vec::new(),
            size: 0,
            principals: Breadth::One,
            actions: 1,
            relaxes: false,
        }
    }

    /// An edit of one value, or of something that counts as one.
    pub fn one(what: What, edit: Edit) -> Self {
        Self { what: vec![what], edits: vec![edit], size: 1, ..Self::nothing() }
    }

    /// Is it about the request alone?
    pub fn is_of_request(&self) -> bool {
        self.what.iter().all(|what| match what {
            What::Field { pointer, .. } => {
                pointer.starts_with("/matrix/") || pointer.starts_with("/requests/")
            }
            _ => false,
        })
    }

    /// As far as its text tells: does it open more than one request?
    pub fn widens(&self) -> bool {
        self.relaxes || self.principals > Breadth::One || self.actions > 1
    }

    /// Both at once, in one document whose text neither has changed yet. `None` where they meet.
    pub fn and(&self, other: &Self) -> Option<Self> {
        let mut edits = [self.edits.as_slice(), other.edits.as_slice()].concat();
        let start = |edit: &Edit| match edit {
            Edit::Text { span, .. } => span.start,
            Edit::Set { .. } => 0,
        };
        // From behind, so that no edit moves the place of another.
        crate::sorted::sort_by(&mut edits, |a, b| start(a) >= start(b));
        let meet = edits.windows(2).any(|pair| match pair {
            [Edit::Text { span: behind, .. }, Edit::Text { span: before, .. }] => {
                before.end > behind.start || before == behind
            }
            _ => false,
        });
        (!meet).then(|| Self { edits, ..self.then(other) })
    }

    /// This one and then the other, whose places are those of the edited text.
    pub fn then(&self, other: &Self) -> Self {
        Self {
            what: [self.what.as_slice(), other.what.as_slice()].concat(),
            edits: [self.edits.as_slice(), other.edits.as_slice()].concat(),
            size: self.size + other.size,
            principals: self.principals.max(other.principals),
            actions: self.actions.max(other.actions),
            relaxes: self.relaxes || other.relaxes,
        }
    }

    /// With every edit of a text in this document.
    pub fn in_document(mut self, pointer: &str) -> Self {
        for edit in &mut self.edits {
            if let Edit::Text { document, .. } = edit {
                pointer.clone_into(document);
            }
        }
        self
    }
}

/// Puts a value behind the others of an element, which may be a list or stand alone.
pub(crate) fn append(node: &Node, text: &str, value: &str) -> Option<Edit> {
    let new = json::quoted(value);
    match &node.value {
        json::Value::Array(items) => {
            let Some(last) = items.last() else {
                return Some(replace(node.span, format!("[{new}]")));
            };
            let before = items.len().checked_sub(2).and_then(|index| items.get(index));
            let from = before.map_or(node.span.start + 1, |before| before.span.end);
            let gap = text.get(from..last.span.start)?.trim_start_matches(',');
            let gap = if before.is_none() && !gap.contains('\n') { " " } else { gap };
            let end = last.span.end;
            Some(replace(Span::new(end, end), format!(",{gap}{new}")))
        }
        json::Value::String(_) => {
            Some(replace(node.span, format!("[{}, {new}]", node.span.of(text))))
        }
        _ => None,
    }
}
