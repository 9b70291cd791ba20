//! The page as a part of another one, and what its address asks for: parameters, messages, and the
//! scenario that it names. An embed keeps nothing in the browser.

mod named;
mod parameters;
pub mod protocol;

pub use named::{Begun, begin};
pub use parameters::{Pane, Parameters, Part, Unknown};

use crate::state::{MatrixTab, Panel, Selected, State};
use kms_policy::actions::Action;
use kms_policy::scenario::Scenario;
use std::cell::OnceCell;
use std::rc::Rc;

thread_local! {
    static GIVEN: OnceCell<Rc<Parameters>> = const { OnceCell::new() };
}

/// What the address asked for when the page was loaded: it stays so. Nothing in tests.
pub fn given() -> Rc<Parameters> {
    GIVEN.with(|given| given.get().cloned().unwrap_or_default())
}

fn give(parameters: &Rc<Parameters>) {
    // Once: the page starts once.
    GIVEN.with(|given| drop(given.set(Rc::clone(parameters))));
}

/// Can nothing be changed here?
pub fn is_read_only() -> bool {
    given().read_only
}

/// Is a part left out?
pub fn hides(part: Part) -> bool {
    given().hides(part)
}

impl Parameters {
    /// A state as it is shown here.
    pub fn applied(&self, mut state: State) -> State {
        state.read_only = self.read_only;
        if self.hides(Part::S3) {
            state.view.matrix_tab = MatrixTab::Decisions;
        }
        state
    }

    /// What is shown on a phone: what was chosen, or the first that there is.
    pub fn panel(&self, chosen: Panel) -> Panel {
        let panels = self.panels();
        if panels.contains(&chosen) { chosen } else { panels.first().copied().unwrap_or(chosen) }
    }

    /// What can be shown on a phone, one at a time.
    pub fn panels(&self) -> Vec<Panel> {
        let there = [
            (Panel::Decisions, self.shows(Pane::Matrix) || self.shows(Pane::Why)),
            (Panel::KeyPolicy, self.shows(Pane::Key)),
            (Panel::Identity, self.shows(Pane::Caller)),
        ];
        there.into_iter().filter(|(_, there)| *there).map(|(panel, _)| panel).collect()
    }
}

/// Is there such a principal, and such an action?
pub fn is_known(selected: &Selected, scenario: &Scenario) -> bool {
    let columns = scenario.matrix.as_ref().and_then(|matrix| matrix.actions.as_ref());
    let column = columns.is_some_and(|all| all.iter().any(|one| *one == *selected.action));
    scenario.principal(&selected.principal).is_some()
        && (column || Action::named(&selected.action).is_some())
}
