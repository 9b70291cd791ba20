//! What every part of the page may look at.

use crate::derive::Derived;
use crate::documents::DocumentId;
use crate::inspection::Inspected;
use crate::intents::Intents;
use crate::pinned::Pinned;
use crate::same::Same;
use crate::state::State;
use crate::who::{KeyName, Who};
use kms_policy::form::{Fault, Field};
use kms_policy::report::Finding;
use kms_policy::scenario::Scenario;
use std::rc::Rc;

/// The state and what follows from it, for one rendering.
#[derive(Debug)]
pub struct Page<'a> {
    /// What is edited and looked at.
    pub state: &'a State,
    /// The decisions.
    pub derived: &'a Derived,
    /// Are the texts more than can be decided while the next key is pressed?
    pub large: bool,
    /// Are these of what was there before the last keystrokes, the texts being large?
    pub deciding: bool,
    /// What the decisions are compared with.
    pub pinned: Option<&'a Pinned>,
    /// What cannot be used of the request's form.
    pub faults: &'a [(Field, Fault)],
    /// The index of the key that is asked about.
    pub key_index: usize,
    /// That key.
    pub key: &'a KeyName,
    /// All principals.
    pub everyone: &'a Rc<Vec<Who>>,
    /// The selected principal.
    pub caller: Option<&'a Who>,
    /// What is wrong with the documents.
    pub findings: &'a [Finding],
    /// Has anyone looked for that?
    pub inspected: &'a Inspected,
    /// The documents that had problems when typing last paused.
    pub problems: &'a [DocumentId],
    /// Is there room for the lists of problems?
    pub roomy: bool,
    /// What may be asked for.
    pub intents: &'a Intents,
}

impl Page<'_> {
    /// The scenario as it is written.
    pub fn scenario(&self) -> &Scenario {
        &self.state.scenario
    }

    /// The findings about one document.
    pub fn findings_of(&self, document: DocumentId) -> Vec<&Finding> {
        let pointer = document.to_string();
        self.findings.iter().filter(|finding| finding.document == pointer).collect()
    }

    /// The same, to hold on to.
    pub fn scenario_now(&self) -> Same<Scenario> {
        Same(Rc::clone(&self.state.scenario))
    }

    /// Has the inspector looked at the scenario as it is?
    pub fn is_inspected(&self) -> bool {
        self.inspected.is_of(&self.state.scenario)
    }

    /// Do decisions rest on a text that has been broken or changed since, or on an earlier request?
    pub fn is_stale(&self) -> bool {
        self.deciding || !self.derived.stale.is_empty() || !self.faults.is_empty()
    }
}
