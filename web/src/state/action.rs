//! Everything a user can do.

use super::{Built, MatrixTab, OwnerTab, Panel, Shown, Slot, State, Theme, WhyTab};
use crate::documents::DocumentId;
use kms_policy::form::Field;
use kms_policy::report::Repair;
use kms_policy::s3_console::NewBucket;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use std::sync::Arc;
use yew::AttrValue;

/// Something a user did. Times come with the action: the reducer has no clock.
#[derive(Clone, Debug)]
pub enum Action {
    /// Typed in an editor.
    EditText {
        /// Where.
        document: DocumentId,
        /// The whole text after it.
        text: Arc<str>,
        /// The caret after it, in UTF-16 units.
        caret: usize,
        /// When, in milliseconds.
        at: f64,
    },
    /// Wrote into the request's form.
    Write {
        /// Where.
        slot: Slot,
        /// What is there now.
        text: String,
        /// The caret after it, in UTF-16 units, and when, in milliseconds; of a choice none.
        typing: Option<(usize, f64)>,
    },
    /// Added a line to a list of the form, with its name where that is known.
    AddRow {
        /// The list.
        field: Field,
        /// The name.
        name: String,
    },
    /// Took a line out of a list of the form.
    RemoveRow {
        /// The list.
        field: Field,
        /// The index of the line.
        row: usize,
    },
    /// Did something in a form of the scenario.
    Build(Built),
    /// Opened the forms of the scenario at a place, a JSON Pointer, or closed them.
    ShowForm(Option<AttrValue>),
    /// Chose what is shown of the selected cell.
    SelectWhyTab(WhyTab),
    /// Chose what is shown of who may do what.
    SelectMatrixTab(MatrixTab),
    /// Chose or wrote something in S3's console.
    Choose {
        /// The field, by the name that [`Choices::with`](kms_policy::s3_console::Choices::with) knows.
        field: String,
        /// What is there now.
        value: String,
    },
    /// Began to make a bucket, or no longer makes one.
    MakeBucket(Option<NewBucket>),
    /// Asked for something that changes nothing here, of S3, by a link or from the page around: what
    /// became of it.
    Answered {
        /// Did it do it?
        done: bool,
        /// In words.
        text: String,
    },
    /// Asked for a new document.
    AddDocument {
        /// Where.
        document: DocumentId,
        /// Its name, where such a document has one.
        name: String,
    },
    /// Renamed a document.
    RenameDocument {
        /// Which.
        document: DocumentId,
        /// Its new name.
        name: String,
    },
    /// Took a document away.
    RemoveDocument(DocumentId),
    /// Asked for a change that was proposed.
    Change {
        /// The scenario with it.
        scenario: Rc<Scenario>,
        /// The document to look at.
        document: Option<DocumentId>,
        /// What it did.
        title: String,
    },
    /// Went to a step of the scenario.
    GoToStep(usize),
    /// Asked for the solution of the step.
    Solve {
        /// The scenario with it.
        scenario: Rc<Scenario>,
        /// The scenario that it solves: what has changed since is not touched.
        of: Rc<Scenario>,
    },
    /// Asked to begin the step again: with this scenario.
    BeginAgain(Rc<Scenario>),
    /// Unfolded or folded the scenario's steps.
    ShowSteps(bool),
    /// Asked for a repair of a finding.
    Repair {
        /// The repair.
        repair: Repair,
        /// The scenario that it mends: what has changed since is not touched.
        of: Rc<Scenario>,
    },
    /// Laid out a document.
    Format(DocumentId),
    /// Selected a cell of the matrix, or another principal or action alone.
    Select {
        /// The principal's id.
        principal: AttrValue,
        /// The action's name; the one before, where absent.
        action: Option<AttrValue>,
    },
    /// Asked for the decision that an error is of.
    ShowCell {
        /// The scenario with the cell in its matrix.
        scenario: Rc<Scenario>,
        /// The principal's id.
        principal: AttrValue,
        /// The action's name.
        action: AttrValue,
    },
    /// Chose the key that is asked about.
    SelectKey(usize),
    /// Chose the document that is shown on its side, or the place of one that is not there yet.
    ShowDocument(DocumentId),
    /// Chose what is shown of the key's side.
    SelectOwnerTab(OwnerTab),
    /// Holds the policy of a key as the one in force, while it is edited further.
    HoldInForce(usize),
    /// Saves the policy of a key: it comes into force.
    PutInForce(usize),
    /// Gives up the edits of a key's policy for the one in force.
    BackToInForce(usize),
    /// Keeps the scenario as it is, to compare what follows with it.
    Pin,
    /// Compares with nothing any more.
    Unpin,
    /// Gives up what was changed since the pin.
    BackToPin,
    /// Shows only the cells that differ from the pinned state, or all.
    OnlyDifferences(bool),
    /// On a phone: chose what is shown.
    SelectPanel(Panel),
    /// Asked to be led to a place in a document.
    Reveal {
        /// Which.
        document: DocumentId,
        /// UTF-16 units.
        from: usize,
        /// UTF-16 units.
        to: usize,
    },
    /// Asked to see a place of a document without an editor, or no longer.
    Show(Option<Shown>),
    /// Was led there.
    Revealed,
    /// Took back the last change.
    Undo,
    /// Made the change again that was taken back last.
    Redo,
    /// Opened a scenario, with its view and under an entry of its own.
    Open(Rc<State>),
    /// The page around gave a scenario: nothing leads back behind it.
    Set(Rc<State>),
    /// Asked for the scenario as it came.
    Reset(Rc<State>),
    /// Goes on under an entry of this name, since another tab works at the one before.
    Fork(Rc<str>),
    /// Forgot everything; goes on with the opening scenario under an entry of this name.
    Forget(Rc<str>),
    /// Chose a theme.
    SetTheme(Theme),
    /// Chose large type, or the usual one.
    SetLarge(bool),
    /// Lets keys alone do something, or not.
    SetSingleKeys(bool),
    /// Showed or hid the scenario's description.
    ToggleIntro,
    /// Unfolded or folded the lists of problems.
    ShowProblems(bool),
    /// Read the notice.
    DismissNotice,
}

impl Action {
    /// Is it for changing the scenario, or what waits beside it? Where nothing may be changed it does
    /// nothing. What the page around asks for is not the user's.
    pub fn is_edit(&self) -> bool {
        match self {
            Self::EditText { .. }
            | Self::Write { .. }
            | Self::AddRow { .. }
            | Self::RemoveRow { .. }
            | Self::Build(_)
            | Self::MakeBucket(_)
            | Self::AddDocument { .. }
            | Self::RenameDocument { .. }
            | Self::RemoveDocument(_)
            | Self::Change { .. }
            | Self::Solve { .. }
            | Self::BeginAgain(_)
            | Self::Repair { .. }
            | Self::Format(_)
            | Self::ShowCell { .. }
            | Self::SelectKey(_)
            | Self::HoldInForce(_)
            | Self::PutInForce(_)
            | Self::BackToInForce(_)
            | Self::BackToPin
            | Self::Undo
            | Self::Redo
            | Self::Open(_)
            | Self::Forget(_) => true,
            Self::ShowForm(_)
            | Self::SelectWhyTab(_)
            | Self::SelectMatrixTab(_)
            | Self::Choose { .. }
            | Self::Answered { .. }
            | Self::GoToStep(_)
            | Self::ShowSteps(_)
            | Self::Select { .. }
            | Self::ShowDocument(_)
            | Self::SelectOwnerTab(_)
            | Self::Pin
            | Self::Unpin
            | Self::OnlyDifferences(_)
            | Self::SelectPanel(_)
            | Self::Reveal { .. }
            | Self::Show(_)
            | Self::Revealed
            | Self::Set(_)
            | Self::Reset(_)
            | Self::Fork(_)
            | Self::SetTheme(_)
            | Self::SetLarge(_)
            | Self::SetSingleKeys(_)
            | Self::ToggleIntro
            | Self::ShowProblems(_)
            | Self::DismissNotice => false,
        }
    }
}
