//! From one state and an action to the next. Pure: no clock, no storage, no browser.

use super::history::{History, Snapshot, Typing};
use super::{
    Action, Entry, Fallback, Few, MatrixTab, Notice, Origin, OwnerTab, Panel, Place, Progress,
    Selected, State, Target, WhyTab, opening,
};
use crate::documents::{DocumentId, DocumentSlot, current_key, is_owners, of_caller};
use crate::texts;
use kms_policy::form::Field;
use kms_policy::json::format;
use kms_policy::report::{Edit, Repair};
use kms_policy::scenario::{Matrix, Scenario};
use std::rc::Rc;
use std::sync::Arc;
use yew::{AttrValue, Reducible};

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(reduce(&self, action))
    }
}

/// The state after `action`.
pub fn reduce(state: &State, action: Action) -> State {
    let mut next = state.clone();
    if state.read_only && action.is_edit() {
        return next;
    }
    match action {
        Action::EditText { document, text, caret, at } => {
            next.edit_text(document, text, Typing { place: document.into(), caret, at })
        }
        Action::Write { slot, text, typing } => next.write(slot, text, typing),
        Action::AddRow { field, name } => next.add_row(field, name),
        Action::RemoveRow { field, row } => next.remove_row(field, row),
        Action::Build(built) => next.build(built),
        Action::ShowForm(at) => next.view.form = at,
        Action::SelectWhyTab(tab) => next.view.why_tab = tab,
        Action::SelectMatrixTab(tab) => next.view.matrix_tab = tab,
        Action::Choose { field, value } => {
            next.view.s3 = Rc::new((*next.view.s3).clone().with(&field, &value));
            next.notice = None;
        }
        Action::MakeBucket(new) => Rc::make_mut(&mut next.view.s3).new_bucket = new,
        Action::Answered { done, text } => {
            next.notice = Some(if done { Notice::Done(text) } else { Notice::Refused(text) });
        }
        Action::AddDocument { document, name } => next.add_document(document, name),
        Action::RenameDocument { document, name } => {
            next.change(document, |scenario| document.rename(scenario, name));
        }
        Action::RemoveDocument(document) => next.remove_document(document),
        Action::Change { scenario, document, title } => {
            next.change(document, |now| now.clone_from(&scenario));
            if let Some(document) = document {
                next.show(document);
            }
            next.drop_drafts(&state.scenario);
            next.notice = Some(Notice::Changed(title));
        }
        Action::GoToStep(step) => next.progress.step = step.min(last_step(&next.scenario)),
        Action::Solve { scenario, of } if Rc::ptr_eq(&of, &next.scenario) => {
            let title = next.step().map(|step| step.title.clone()).unwrap_or_default();
            next.replace_by(scenario, Notice::Solved(title));
        }
        Action::Solve { .. } => {}
        Action::BeginAgain(scenario) => {
            let title = next.step().map(|step| step.title.clone()).unwrap_or_default();
            next.replace_by(scenario, Notice::BegunAgain(title));
        }
        Action::ShowSteps(shown) => next.view.steps = Some(shown),
        Action::Repair { repair, of } if Rc::ptr_eq(&of, &next.scenario) => next.repair(&repair),
        Action::Repair { .. } => {}
        Action::Format(document) => {
            if let Some(text) = document.text(&next.scenario).and_then(|text| format(&text)) {
                next.change(document, |scenario| document.set_text(scenario, text.into()));
            }
        }
        Action::Select { principal, action } => {
            next.view.shown = None;
            next.view.selected.principal = principal;
            if let Some(action) = action {
                next.view.selected.action = action;
                next.view.matrix_tab = MatrixTab::Decisions;
            }
        }
        Action::ShowCell { scenario, principal, action } => {
            next.change(None, |now| now.clone_from(&scenario));
            next.drop_drafts(&state.scenario);
            next.view.selected = Selected { principal, action };
            next.view.matrix_tab = MatrixTab::Decisions;
            next.view.why_tab = WhyTab::Why;
            next.view.panel = Panel::Decisions;
        }
        Action::SelectKey(key) => next.select_key(key),
        Action::ShowDocument(document) => next.show_tab(document),
        Action::SelectOwnerTab(tab) => next.view.owner_tab = tab,
        Action::HoldInForce(key) => next.change(None, |scenario| {
            let policy = scenario.key_policy_text(key);
            if let Some(key) = scenario.keys.get_mut(key) {
                key.saved = Some(policy.into());
            }
        }),
        Action::PutInForce(key) => next.change(None, |scenario| {
            if let Some(key) = scenario.keys.get_mut(key) {
                key.saved = None;
            }
        }),
        Action::BackToInForce(key) => next.back_to_in_force(key),
        Action::Pin => next.view.pinned = Some(Rc::clone(&next.scenario)),
        Action::Unpin => {
            next.view.pinned = None;
            next.view.only_differences = false;
        }
        Action::BackToPin => next.back_to_pin(),
        Action::OnlyDifferences(only) => next.view.only_differences = only,
        Action::SelectPanel(panel) => next.view.panel = panel,
        Action::Reveal { document, from, to } => next.reveal(document, from, to),
        Action::Show(shown) => next.view.shown = shown,
        Action::Revealed => next.view.target = None,
        Action::Undo => {
            let now = next.snapshot(None);
            if let Some(back) = next.history.undo(now) {
                next.go_to(back);
            }
        }
        Action::Redo => {
            let now = next.snapshot(None);
            if let Some(forward) = next.history.redo(now) {
                next.go_to(forward);
            }
        }
        Action::Open(opened) => next.open(&opened),
        Action::Set(given) => {
            next.begin_with(&given);
            next.notice.clone_from(&given.notice);
            next.history = History::default();
        }
        Action::Reset(came) => next.reset(&came),
        Action::Fork(id) => {
            next.history.rename(&state.entry.id, &id);
            let begun = Rc::clone(&next.scenario);
            next.entry = Entry { id, from: Origin::Copy, begun };
            next.notice = Some(Notice::Copied);
        }
        Action::Forget(id) => {
            next = State::new(opening()).kept_as(id, Origin::default());
            next.notice = Some(Notice::Forgotten);
        }
        Action::SetTheme(theme) => next.view.theme = theme,
        Action::SetLarge(large) => next.view.large = large,
        Action::SetSingleKeys(on) => next.view.no_single_keys = !on,
        Action::ToggleIntro => next.view.intro_folded = !next.view.intro_folded,
        Action::ShowProblems(shown) => next.view.problems = Some(shown),
        Action::DismissNotice => next.notice = None,
    }
    next
}

impl State {
    pub(super) fn snapshot(&self, place: impl Into<Option<Place>>) -> Snapshot {
        Snapshot {
            scenario: Rc::clone(&self.scenario),
            fallback: Rc::clone(&self.fallback),
            drafts: Rc::clone(&self.drafts),
            progress: self.progress.clone(),
            entry: self.entry.clone(),
            pinned: self.view.pinned.clone(),
            s3: Rc::clone(&self.view.s3),
            place: place.into(),
        }
    }

    /// A change that is an entry of its own in the history.
    fn change(&mut self, place: impl Into<Option<DocumentId>>, change: impl FnOnce(&mut Scenario)) {
        let before = self.snapshot(place.into().map(Place::Document));
        let mut scenario = Scenario::clone(&self.scenario);
        change(&mut scenario);
        if scenario == *self.scenario {
            return;
        }
        self.fallback = Rc::new(carried(&self.fallback, &self.scenario, &scenario));
        self.scenario = Rc::new(scenario);
        self.history.changed(before);
        self.notice = None;
    }

    fn edit_text(&mut self, document: DocumentId, text: Arc<str>, typing: Typing) {
        let Some(old) = document.text(&self.scenario).filter(|old| *old != text) else {
            return;
        };
        let growth = utf16_len(&text).cast_signed() - utf16_len(&old).cast_signed();
        let before = self.snapshot(typing.place);
        self.history.typed(before, typing, growth);
        self.keep_readable(document, &old, &text);
        let mut scenario = Scenario::clone(&self.scenario);
        document.set_text(&mut scenario, text);
        self.scenario = Rc::new(scenario);
        self.notice = None;
    }

    /// All edits of a repair are one change; none is made where one cannot be.
    fn repair(&mut self, repair: &Repair) {
        let mut repaired = Scenario::clone(&self.scenario);
        let mut documents = Vec::new();
        for edit in &repair.edits {
            let Some(document) = apply_text(&mut repaired, edit) else {
                return;
            };
            documents.push(document);
        }
        let before = self.snapshot(documents.first().copied().map(Place::Document));
        for document in documents {
            let texts = (document.text(&self.scenario), document.text(&repaired));
            if let (Some(old), Some(new)) = texts {
                self.keep_readable(document, &old, &new);
            }
        }
        self.history.changed(before);
        self.scenario = Rc::new(repaired);
        self.notice = None;
    }

    /// Remembers the last readable text of a document for as long as it is broken.
    fn keep_readable(&mut self, document: DocumentId, old: &Arc<str>, new: &Arc<str>) {
        let kept = self.fallback.contains_key(&document);
        if document.is_readable(&self.scenario, new) {
            if kept {
                Rc::make_mut(&mut self.fallback).remove(&document);
            }
        } else if !kept && document.is_readable(&self.scenario, old) {
            Rc::make_mut(&mut self.fallback).insert(document, Arc::clone(old));
        }
    }

    fn add_document(&mut self, document: DocumentId, name: String) {
        let document = document.next(&self.scenario);
        let (text, caret) = document.skeleton(&self.scenario);
        let caret = utf16_len(text.get(..caret).unwrap_or_default());
        self.change(document, |scenario| document.add(scenario, name, text.into()));
        self.reveal(document, caret, caret);
    }

    fn remove_document(&mut self, document: DocumentId) {
        let name = texts::named(document, &self.scenario);
        let now = document.pointer_without(&self.scenario);
        self.change(document, |scenario| document.remove(scenario));
        Rc::make_mut(&mut self.drafts).follow(now);
        self.notice = Some(Notice::Removed(name));
    }

    fn back_to_in_force(&mut self, key: usize) {
        self.change(DocumentSlot::KeyPolicy.at([key]), |scenario| {
            if let Some(key) = scenario.keys.get_mut(key)
                && let Some(saved) = key.saved.take()
            {
                key.policy = Some(saved);
            }
        });
    }

    fn select_key(&mut self, key: usize) {
        let Some(arn) = self.scenario.keys.get(key).map(|key| key.arn.clone()) else {
            return;
        };
        if key != current_key(&self.scenario) {
            self.change(None, |scenario| {
                scenario.matrix.get_or_insert_with(Matrix::default).key = Some(arn);
            });
            Rc::make_mut(&mut self.drafts).request.remove(&Field::Key);
        }
    }

    /// What is written into a field of the form gives way where a change set that field.
    pub(super) fn drop_drafts(&mut self, before: &Scenario) {
        let is_set = |field: Field| {
            field.rows(before) != field.rows(&self.scenario)
                || is_of_another(field, before, &self.scenario)
        };
        let fields = self.drafts.request.keys().copied();
        let set: Vec<Field> = fields.filter(|field| is_set(*field)).collect();
        for field in set {
            Rc::make_mut(&mut self.drafts).request.remove(&field);
        }
    }

    /// Another scenario with its view in the place of this one, as one change.
    fn open(&mut self, opened: &Self) {
        let anew = *opened.scenario != *self.scenario
            || *opened.drafts != *self.drafts
            || opened.view.pinned != self.view.pinned;
        if anew {
            let before = self.snapshot(None);
            self.history.changed(before);
        }
        self.scenario = Rc::clone(&opened.scenario);
        self.fallback = Rc::clone(&opened.fallback);
        self.drafts = Rc::clone(&opened.drafts);
        self.progress = opened.progress.clone();
        self.entry = opened.entry.clone();
        self.view.selected = opened.view.selected.clone();
        self.view.pinned.clone_from(&opened.view.pinned);
        self.view.only_differences = opened.view.only_differences;
        self.view.tabs = Few::default();
        self.view.matrix_tab = opened.view.matrix_tab;
        self.view.s3.clone_from(&opened.view.s3);
        self.view.shown = None;
        self.view.panel = Panel::Decisions;
        let title = opened.scenario.title.clone().unwrap_or_default();
        let said = match opened.entry.from {
            Origin::Demonstration if *opened.scenario == *opening() => Notice::StartedAgain,
            _ => Notice::Opened(title),
        };
        self.notice = opened.notice.clone().or_else(|| anew.then_some(said));
    }

    /// Another scenario as it came, with nothing chosen yet of what is shown.
    fn begin_with(&mut self, came: &Self) {
        self.open(came);
        self.view.owner_tab = OwnerTab::default();
        self.view.why_tab = WhyTab::default();
        self.notice = None;
    }

    /// Back to how it came. What only looks at it has nothing to take back.
    fn reset(&mut self, came: &Self) {
        let changed = *self.scenario != *came.scenario
            || *self.drafts != *came.drafts
            || self.view.pinned != came.view.pinned;
        self.begin_with(came);
        if self.read_only {
            self.history = History::default();
        } else if changed {
            self.notice = Some(Notice::Reset);
        }
    }

    fn back_to_pin(&mut self) {
        let Some(pinned) = self.view.pinned.clone().filter(|one| *one != self.scenario) else {
            return;
        };
        let before = self.snapshot(None);
        self.history.changed(before);
        self.replace(pinned);
    }

    /// Another scenario in the place of this one, as one change; nothing where it is the same.
    fn replace_by(&mut self, scenario: Rc<Scenario>, notice: Notice) {
        if *scenario != *self.scenario {
            let before = self.snapshot(None);
            self.history.changed(before);
            self.replace(scenario);
            self.notice = Some(notice);
        }
    }

    fn replace(&mut self, scenario: Rc<Scenario>) {
        let fallback = carried(&self.fallback, &self.scenario, &scenario);
        let step = self.progress.step.min(last_step(&scenario));
        let progress = Progress { step, ..self.progress.clone() };
        let (fallback, drafts) = (Rc::new(fallback), Rc::default());
        let now = self.snapshot(None);
        self.go_to(Snapshot { scenario, fallback, drafts, progress, ..now });
    }

    fn reveal(&mut self, document: DocumentId, from: usize, to: usize) {
        self.show(document);
        self.view.panel = panel_of(document);
        self.view.target = Some(Target { document, from, to });
    }

    fn go_to(&mut self, snapshot: Snapshot) {
        self.scenario = snapshot.scenario;
        self.fallback = snapshot.fallback;
        self.drafts = snapshot.drafts;
        self.progress = snapshot.progress;
        if snapshot.entry.id != self.entry.id {
            self.view.only_differences &= snapshot.pinned.is_some();
            self.view.pinned = snapshot.pinned;
            self.view.s3 = snapshot.s3;
        }
        self.entry = snapshot.entry;
        self.notice = None;
        if self.scenario.principal(&self.view.selected.principal).is_none() {
            self.view.selected = Selected::first(&self.scenario);
        }
        match snapshot.place {
            Some(Place::Document(document)) => {
                self.show(document);
                if self.view.panel != Panel::Decisions {
                    self.view.panel = panel_of(document);
                }
            }
            Some(Place::Field(slot)) => self.show_field(slot.field),
            Some(Place::Form(_)) | None => {}
        }
    }

    /// Looks at the side and the tab that a document stands in, and at a principal that it is for.
    /// Where the document is gone, the tab that was open before stays open.
    fn show(&mut self, document: DocumentId) {
        if !is_owners(document) {
            let is_for = |principal: &usize| {
                let documents = of_caller(&self.scenario, *principal);
                documents.iter().flatten().any(|one| one.is_beside(document))
            };
            let selected = self.caller();
            let everyone = 0..self.scenario.principals.len();
            let principal = selected.filter(is_for).or_else(|| everyone.into_iter().find(is_for));
            if let Some(one) = principal.filter(|one| Some(*one) != selected)
                && let Some(one) = self.scenario.principals.get(one)
            {
                self.view.selected.principal = AttrValue::from(one.id().to_owned());
            }
        }
        if document.is_there(&self.scenario) {
            self.show_tab(document);
        }
    }

    fn show_tab(&mut self, document: DocumentId) {
        if is_owners(document) {
            let policy = DocumentSlot::KeyPolicy.at([current_key(&self.scenario)]);
            self.view.owner_tab =
                if document == policy { OwnerTab::Policy } else { OwnerTab::Document(document) };
        } else if let Some(caller) = self.caller() {
            self.view.tabs.insert(caller, document);
        }
    }
}

/// Is a field about something else than before: has its principal or key another place now?
fn is_of_another(field: Field, before: &Scenario, after: &Scenario) -> bool {
    let ids = |scenario: &Scenario| -> Vec<String> {
        match field {
            Field::KeyTags(_) => scenario.keys.iter().map(|key| key.arn.clone()).collect(),
            _ => scenario.principals.iter().map(|one| one.id().to_owned()).collect(),
        }
    };
    let (Field::KeyTags(index) | Field::PrincipalTags(index) | Field::Mfa(index)) = field else {
        return false;
    };
    let (old, new) = (ids(before), ids(after));
    let own = old.get(index);
    new.get(index) != own && (old.len() != new.len() || own.is_some_and(|own| new.contains(own)))
}

/// On a phone: where a document is edited.
fn panel_of(document: DocumentId) -> Panel {
    if is_owners(document) { Panel::KeyPolicy } else { Panel::Identity }
}

/// Carries out an edit of a document that the page shows, and names it. The core's `apply` can do
/// any edit; what it takes for fields of a scenario is a tenth of the page.
fn apply_text(scenario: &mut Scenario, edit: &Edit) -> Option<DocumentId> {
    let Edit::Text { document, span, text } = edit else {
        return None;
    };
    let document = DocumentId::parse(document)?;
    let old = document.text(scenario)?;
    let new = [old.get(..span.start)?, text, old.get(span.end..)?].concat();
    document.set_text(scenario, new.into());
    Some(document)
}

/// The index of the last step; of a scenario without steps 0.
fn last_step(scenario: &Scenario) -> usize {
    scenario.steps.len().saturating_sub(1)
}

/// The last readable texts of broken documents, wherever these stand in a changed scenario; a text
/// that has changed has none.
pub(super) fn carried(fallback: &Fallback, before: &Scenario, after: &Scenario) -> Fallback {
    let mut all = Fallback::default();
    for (document, readable) in fallback.iter() {
        let broken = document.text(before);
        let mut places = after.documents();
        places.retain(|place| place.text(after) == broken && place.slot == document.slot);
        let same = places.iter().find(|place| *place == document);
        if let Some(place) = same.or(places.first()) {
            all.insert(*place, Arc::clone(readable));
        }
    }
    all
}

pub(super) fn utf16_len(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.encode_utf16().count()
}
