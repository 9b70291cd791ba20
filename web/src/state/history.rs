//! One history for the whole scenario: snapshots, which share everything that did not change.

use super::state::weight;
use super::{Drafts, Entry, Fallback, Progress, Slot};
use crate::documents::DocumentId;
use kms_policy::s3_console::Choices;
use kms_policy::scenario::Scenario;
use std::rc::Rc;

/// How many changes can be undone.
pub const MAX_ENTRIES: usize = 500;
/// What can be undone holds so many bytes, as far as it can be said; the last change is held whatever it takes.
pub const MOST_HELD: usize = 64 * 1024 * 1024;
/// A principal without its texts, in bytes.
const PRINCIPAL: usize = 512;
/// Typing goes on as one change until a pause of this length.
pub const PAUSE_MS: f64 = 1000.0;

/// Carets this near to each other count as one place.
const NEAR: usize = 2;

/// What can be undone and redone. A clone shares all of it: only a change copies it.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Rc<Vec<Snapshot>>,
    future: Rc<Vec<Snapshot>>,
    typing: Option<Typing>,
}

/// The scenario beside a change: before it in the past, after it in the future.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The scenario.
    pub scenario: Rc<Scenario>,
    /// Its broken documents.
    pub fallback: Rc<Fallback>,
    /// What was written into the form and is not in the scenario.
    pub drafts: Rc<Drafts>,
    /// The step that was worked at.
    pub progress: Progress,
    /// Where it was kept.
    pub entry: Entry,
    /// What it was compared with; it comes back where another scenario was opened meanwhile.
    pub pinned: Option<Rc<Scenario>>,
    /// What was chosen in S3's console; it comes back as what it was compared with.
    pub s3: Rc<Choices>,
    /// Where the change was.
    pub place: Option<Place>,
}

/// Where a change can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// In a document.
    Document(DocumentId),
    /// In the request's form.
    Field(Slot),
    /// In a form of the scenario: a number that tells its fields apart.
    Form(u32),
}

impl Snapshot {
    /// How many bytes it holds that the state after the change does not: the document that was changed,
    /// or everything.
    fn held(&self) -> usize {
        let texts = match self.place {
            Some(Place::Document(document)) => {
                document.text(&self.scenario).map_or(0, |text| text.len())
            }
            _ => weight(&self.scenario),
        };
        texts + self.scenario.principals.len() * PRINCIPAL
    }
}

impl From<DocumentId> for Place {
    fn from(document: DocumentId) -> Self {
        Self::Document(document)
    }
}

/// A run of keystrokes that may go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Typing {
    /// Where.
    pub place: Place,
    /// The caret after the last keystroke, in UTF-16 units.
    pub caret: usize,
    /// When that was.
    pub at: f64,
}

impl Typing {
    /// Does `next`, which made the text `growth` units longer, go on where this one ended?
    ///
    /// The caret stood at `next.caret - growth` before something was typed or deleted backwards,
    /// and at `next.caret` before something was deleted forwards. Editors close a quote that was
    /// opened and let it be typed over, which moves the caret by one without a change.
    fn continues(&self, next: &Self, growth: isize) -> bool {
        let near = |caret: usize| caret.abs_diff(self.caret) <= NEAR;
        let before = next.caret.saturating_add_signed(-growth);
        self.place == next.place
            && next.at - self.at < PAUSE_MS
            && (near(before) || (growth < 0 && near(next.caret)))
    }
}

impl History {
    /// Can something be undone?
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Can something be redone?
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Notes a keystroke; `before` is what it changed.
    pub fn typed(&mut self, before: Snapshot, typing: Typing, growth: isize) {
        let goes_on = self.typing.is_some_and(|last| last.continues(&typing, growth));
        if goes_on {
            self.future = Rc::default();
        } else {
            self.changed(before);
        }
        self.typing = Some(typing);
    }

    /// Notes any other change.
    pub fn changed(&mut self, before: Snapshot) {
        let past = Rc::make_mut(&mut self.past);
        past.push(before);
        let mut held = 0;
        let fits = |one: &&Snapshot| {
            held += one.held();
            held <= MOST_HELD
        };
        let kept = past.iter().rev().take(MAX_ENTRIES).take_while(fits).count().max(1);
        past.drain(..past.len() - kept);
        self.future = Rc::default();
        self.typing = None;
    }

    /// Gives the entry `from` another name, wherever something was kept in it.
    pub fn rename(&mut self, from: &str, to: &Rc<str>) {
        let (past, future) = (Rc::make_mut(&mut self.past), Rc::make_mut(&mut self.future));
        for snapshot in past.iter_mut().chain(future) {
            if *snapshot.entry.id == *from {
                snapshot.entry.id = Rc::clone(to);
            }
        }
    }

    /// Goes one change back from `now`.
    pub fn undo(&mut self, now: Snapshot) -> Option<Snapshot> {
        let back = Rc::make_mut(&mut self.past).pop()?;
        self.typing = None;
        Rc::make_mut(&mut self.future).push(Snapshot { place: back.place, ..now });
        Some(back)
    }

    /// Goes one change forward from `now`.
    pub fn redo(&mut self, now: Snapshot) -> Option<Snapshot> {
        let forward = Rc::make_mut(&mut self.future).pop()?;
        self.typing = None;
        Rc::make_mut(&mut self.past).push(Snapshot { place: forward.place, ..now });
        Some(forward)
    }
}
