//! What is done in the forms of the scenario. The core says what it comes to, by the inspector.

use super::history::Typing;
use super::reduce::carried;
use super::{Notice, Place, State};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::AttrValue;

/// What something that was done in a form of the scenario comes to.
#[derive(Clone, Debug)]
pub struct Built {
    /// The scenario with it.
    pub scenario: Rc<Scenario>,
    /// What waits beside it: see [`Drafts::built`](super::Drafts::built).
    pub drafts: String,
    /// What is worth a note.
    pub said: String,
    /// Of typing: a number for the field, the caret after it, by how much the text grew, both in
    /// UTF-16 units, and when, in milliseconds.
    pub typing: Option<(u32, usize, isize, f64)>,
}

impl State {
    pub(super) fn build(&mut self, built: Built) {
        let Built { scenario, drafts, said, typing } = built;
        let same = *scenario == *self.scenario;
        if same && drafts == self.drafts.built {
            return;
        }
        let place = Place::Form(typing.map_or(0, |(field, ..)| field));
        let before = self.snapshot(place);
        match typing {
            Some((_, caret, growth, at)) => {
                self.history.typed(before, Typing { place, caret, at }, growth);
            }
            None => self.history.changed(before),
        }
        Rc::make_mut(&mut self.drafts).built = drafts;
        if !same {
            let was = Rc::clone(&self.scenario);
            self.fallback = Rc::new(carried(&self.fallback, &was, &scenario));
            self.scenario = scenario;
            self.drop_drafts(&was);
            self.follow_selected(&was);
        }
        self.notice = (!said.is_empty()).then_some(Notice::Changed(said));
    }

    /// The selected principal may be called otherwise now, or be gone.
    fn follow_selected(&mut self, was: &Scenario) {
        let selected = &self.view.selected.principal;
        if self.scenario.principal(selected).is_some() {
            return;
        }
        let renamed = was
            .principal(selected)
            .filter(|_| was.principals.len() == self.scenario.principals.len());
        let now = renamed.or(Some(0)).and_then(|index| self.scenario.principals.get(index));
        self.view.selected.principal =
            now.map_or_else(AttrValue::default, |one| AttrValue::from(one.id().to_owned()));
    }
}
