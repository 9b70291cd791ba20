//! The state. Nothing here follows from something else here.

use super::history::History;
use super::{Drafts, Entry, Few, Origin};
use crate::documents::{DocumentId, DocumentSlot, current_key, of_caller, of_key};
use kms_policy::s3_console::Choices;
use kms_policy::scenario::{DEFAULT_ACTIONS, FULL_ACCESS_NAME, Scenario, Step};
use kms_policy::text::Span;
use std::rc::Rc;
use std::sync::Arc;
use yew::AttrValue;

/// For every document that can no longer be read: the last text that could be.
pub type Fallback = Few<DocumentId, Arc<str>>;

/// All of it.
#[derive(Clone, Debug)]
pub struct State {
    /// What the user edits.
    pub scenario: Rc<Scenario>,
    /// What decisions are made from while a text is broken.
    pub fallback: Rc<Fallback>,
    /// What is written in the request's form and is not in the scenario.
    pub drafts: Rc<Drafts>,
    /// Where someone is in the scenario's steps.
    pub progress: Progress,
    /// Where it is kept.
    pub entry: Entry,
    /// What can be undone and redone.
    pub history: History,
    /// What is looked at.
    pub view: View,
    /// What the user should know.
    pub notice: Option<Notice>,
    /// Can nothing be changed?
    pub read_only: bool,
}

/// Where someone is in the steps of a scenario.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The scenario as it was opened: a step that is begun again begins from it.
    pub opened: Rc<Scenario>,
    /// The index of the step.
    pub step: usize,
}

/// What is looked at; no edit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// The cell whose reasons are shown.
    pub selected: Selected,
    /// For each principal whose documents were looked at: which one.
    pub tabs: Few<usize, DocumentId>,
    /// What is shown of the key's side.
    pub owner_tab: OwnerTab,
    /// What is shown of who may do what.
    pub matrix_tab: MatrixTab,
    /// What is chosen and written in S3's console.
    pub s3: Rc<Choices>,
    /// What is shown of the selected cell.
    pub why_tab: WhyTab,
    /// The place, a JSON Pointer, whose form the dialog shows; `None` while it is closed.
    pub form: Option<AttrValue>,
    /// On a phone: what is shown.
    pub panel: Panel,
    /// Light, dark or as the system has it.
    pub theme: Theme,
    /// Is the type large, for a lecture?
    pub large: bool,
    /// Do keys alone, such as the question mark, do nothing?
    pub no_single_keys: bool,
    /// Is the scenario's description folded away?
    pub intro_folded: bool,
    /// Are the scenario's steps unfolded? `None`: where there is room.
    pub steps: Option<bool>,
    /// Are the lists of problems unfolded? `None`: where there is room.
    pub problems: Option<bool>,
    /// The scenario that the present one is compared with: one that can be decided as it stands.
    pub pinned: Option<Rc<Scenario>>,
    /// Of the matrix, are only the cells shown that differ from the pinned scenario's?
    pub only_differences: bool,
    /// The place that the user is to be led to.
    pub target: Option<Target>,
    /// The place that is shown among the reasons, of a document without an editor.
    pub shown: Option<Shown>,
}

/// The selected cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// The principal's id.
    pub principal: AttrValue,
    /// The action's name.
    pub action: AttrValue,
}

/// A place in a document that is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Which document.
    pub document: DocumentId,
    /// UTF-16 units.
    pub from: usize,
    /// UTF-16 units.
    pub to: usize,
}

/// A place in a document that is shown among the reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The document, as a JSON Pointer.
    pub document: String,
    /// The place, in bytes.
    pub span: Span,
    /// The part of the operation whose reason it is.
    pub part: usize,
}

/// What is shown of the key's side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnerTab {
    /// The policy of the key that is asked about, to edit.
    #[default]
    Policy,
    /// Another document of this side, to edit.
    Document(DocumentId),
    /// What KMS would answer if it were saved.
    Rehearsal,
    /// Its settings: state, aliases, spec and so on.
    Settings,
    /// The grants on it.
    Grants,
}

/// What is shown of who may do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatrixTab {
    /// The decisions of the matrix.
    #[default]
    Decisions,
    /// An upload or download in S3's console, by the selected principal. Its reasons are shown in the
    /// place of the selected cell's.
    S3,
}

/// What is shown of the selected cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhyTab {
    /// Its reasons.
    #[default]
    Why,
    /// The request, to edit, and what conditions see of it.
    Request,
}

/// What a phone shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// The matrix and why.
    #[default]
    Decisions,
    /// The key's side.
    KeyPolicy,
    /// The caller's side.
    Identity,
}

/// The colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What was saved last time cannot be read; it is kept.
    SavedWorkUnreadable,
    /// Some decisions are others than when what was opened was written, in words.
    DecidedOtherwise(String),
    /// The opening scenario was put back.
    StartedAgain,
    /// Another scenario was opened.
    Opened(String),
    /// The scenario is as it came.
    Reset,
    /// Another tab works at the same: this is a copy.
    Copied,
    /// Everything that was kept is forgotten.
    Forgotten,
    /// A change was made that was proposed.
    Changed(String),
    /// A step, by its title, was solved.
    Solved(String),
    /// A step, by its title, was begun again.
    BegunAgain(String),
    /// A document was removed; what it was called.
    Removed(String),
    /// S3 did what was asked.
    Done(String),
    /// S3 refused what was asked.
    Refused(String),
}

/// Texts of so many bytes, all together, are large: AWS takes 32 KB for a key policy.
pub const LARGE: usize = 256 * 1024;

/// A principal weighs as much as a text of so many bytes.
const PRINCIPAL: usize = 64;

/// How much there is to decide, in bytes of text.
pub(super) fn weight(scenario: &Scenario) -> usize {
    let text = |one: &DocumentId| one.text(scenario).map_or(0, |text| text.len());
    let texts: usize = scenario.documents().iter().map(text).sum();
    texts + scenario.principals.len() * PRINCIPAL
}

impl State {
    /// A state with nothing to undo.
    pub fn new(scenario: Rc<Scenario>) -> Self {
        let view = View { selected: Selected::first(&scenario), ..View::default() };
        let begun = Rc::clone(&scenario);
        Self {
            progress: Progress { opened: Rc::clone(&scenario), step: 0 },
            entry: Entry { id: "".into(), from: Origin::default(), begun },
            scenario,
            fallback: Rc::default(),
            drafts: Rc::default(),
            history: History::default(),
            view,
            notice: None,
            read_only: false,
        }
    }

    /// The same under another entry.
    #[must_use]
    pub fn kept_as(mut self, id: Rc<str>, from: Origin) -> Self {
        self.entry = Entry { id, from, ..self.entry };
        self
    }

    /// Is there something that its entry did not begin with?
    pub fn is_touched(&self) -> bool {
        let begun = &self.entry.begun;
        !self.drafts.is_empty()
            || self.view.pinned.is_some()
            || !(Rc::ptr_eq(begun, &self.scenario) || **begun == *self.scenario)
    }

    /// Has it what another one has of everything that users write and choose for good?
    pub fn is_as(&self, other: &Self) -> bool {
        *self.scenario == *other.scenario
            && *self.fallback == *other.fallback
            && *self.drafts == *other.drafts
            && self.view.pinned == other.view.pinned
            && self.view.s3 == other.view.s3
    }

    /// Is it more than can be decided while the next key is pressed?
    pub fn is_large(&self) -> bool {
        weight(&self.scenario) > LARGE
    }

    /// The step that someone is at, where the scenario has steps.
    pub fn step(&self) -> Option<&Step> {
        self.scenario.steps.get(self.progress.step)
    }

    /// What is chosen in S3's console, where that is shown.
    pub fn s3(&self) -> Option<&Rc<Choices>> {
        (self.view.matrix_tab == MatrixTab::S3).then_some(&self.view.s3)
    }

    /// The index of the selected principal.
    pub fn caller(&self) -> Option<usize> {
        self.scenario.principal(&self.view.selected.principal)
    }

    /// The index of the principal whose policies the selected one uses.
    pub fn policies_of(&self) -> Option<usize> {
        policies_of(&self.scenario, self.caller()?)
    }

    /// The document that is shown on the caller's side, or the place of one that is not there.
    pub fn caller_document(&self) -> Option<DocumentId> {
        let caller = self.caller()?;
        let documents = of_caller(&self.scenario, caller);
        let chosen = self.view.tabs.get(&caller);
        chosen
            .and_then(|one| self.still(*one, &documents))
            .or_else(|| documents.first()?.first().copied())
    }

    /// The document that is shown on the key's side, or the place of one that is not there.
    pub fn owner_document(&self) -> DocumentId {
        let key = current_key(&self.scenario);
        let chosen = match self.view.owner_tab {
            OwnerTab::Document(document) => self.still(document, &of_key(&self.scenario, key)),
            _ => None,
        };
        chosen.unwrap_or(DocumentSlot::KeyPolicy.at([key]))
    }

    /// A document that was chosen, while it or its place is there.
    fn still(&self, chosen: DocumentId, documents: &[Vec<DocumentId>]) -> Option<DocumentId> {
        let near = chosen.nearest(&self.scenario);
        let known =
            near.is_there(&self.scenario) || documents.iter().flatten().any(|one| *one == near);
        known.then_some(near)
    }
}

/// Whose policies a principal uses.
pub fn policies_of(scenario: &Scenario, principal: usize) -> Option<usize> {
    let issuer = scenario.principals.get(principal)?.issuer.as_deref();
    Some(issuer.and_then(|issuer| scenario.principal(issuer)).unwrap_or(principal))
}

impl Selected {
    /// The cell to look at first: what the scenario's first step checks, else the first cell of its
    /// matrix that is not about encrypting, which people ask about, or the first.
    pub fn first(scenario: &Scenario) -> Self {
        let matrix = scenario.matrix.clone().unwrap_or_default();
        if let Some(check) = scenario.steps.first().and_then(|step| step.checks.first())
            && matrix.actions.as_ref().is_some_and(|actions| actions.contains(&check.action))
        {
            let (principal, action) = (check.principal.clone(), check.action.clone());
            return Self { principal: principal.into(), action: action.into() };
        }
        let principal = matrix
            .principals
            .and_then(|principals| principals.first().cloned())
            .or_else(|| scenario.principals.first().map(|one| one.id().to_owned()))
            .unwrap_or_default();
        let actions = matrix.actions.unwrap_or_else(|| DEFAULT_ACTIONS.map(str::to_owned).to_vec());
        let action = actions
            .iter()
            .find(|action| *action == "kms:Decrypt")
            .or(actions.first())
            .cloned()
            .unwrap_or_default();
        Self { principal: principal.into(), action: action.into() }
    }
}

impl Theme {
    /// All of them, in the order in which the button goes through them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in storage and in the page's `data-theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this name.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// The one after it.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// A name for a new document at this place.
pub fn suggested_name(scenario: &Scenario, document: DocumentId) -> String {
    let others = document.list(scenario);
    let taken = |name: &str| others.iter().any(|other| other.name(scenario) == name);
    let first = match document.slot {
        DocumentSlot::Identity => "KeyDemo",
        DocumentSlot::Scp => FULL_ACCESS_NAME,
        DocumentSlot::Boundary => "Boundary",
        _ => "Policy1",
    };
    if !others.iter().any(|other| other.is_there(scenario)) {
        return first.to_owned();
    }
    (others.len() + 1..)
        .map(|number| format!("Policy{number}"))
        .find(|name| !taken(name))
        .unwrap_or_default()
}
