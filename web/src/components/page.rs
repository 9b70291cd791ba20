//! What every part of the page may look at.

use crate::derive::Derived;
use crate::intents::Intents;
use crate::state::State;
use crate::who::{KeyName, Who};
use kms_policy::scenario::Scenario;
use std::rc::Rc;

/// The state and what follows from it, for one rendering.
#[derive(Debug)]
pub struct Page<'a> {
    /// What is edited and looked at.
    pub state: &'a State,
    /// The decisions.
    pub derived: &'a Derived,
    /// The key that is asked about.
    pub key: &'a KeyName,
    /// All principals.
    pub everyone: &'a Rc<Vec<Who>>,
    /// The selected principal.
    pub caller: Option<&'a Who>,
    /// What may be asked for.
    pub intents: &'a Intents,
}

impl Page<'_> {
    /// The scenario as it is written.
    pub fn scenario(&self) -> &Scenario {
        &self.state.scenario
    }

    /// Do decisions rest on a text that has been broken since?
    pub fn is_stale(&self) -> bool {
        !self.derived.stale.is_empty()
    }
}
