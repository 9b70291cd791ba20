//! What comes in: a `Scenario`, or a `Share` with one, as JSON.

use crate::error::{Error, ErrorCode};
use kms_policy::json::Node;
use kms_policy::scenario::Scenario;
use kms_policy::share::{self, Share};

/// JSON that was given.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    pub text: &'t str,
    /// Was it given as a text, and not as an object? Then its lines mean something, and a policy in it
    /// that is an object has the text that stands there.
    pub is_written: bool,
}

impl<'t> Source<'t> {
    pub fn new(text: &'t str, is_written: bool) -> Self {
        Self { text, is_written }
    }

    /// The scenario, which can be decided.
    pub fn scenario(self) -> Result<Scenario, Error> {
        let unreadable = |error| Error::read(ErrorCode::UnreadableScenario, error, self);
        let root = share::root(self.text).map_err(unreadable)?;
        let parts = Share::read(&root, self.text).map_err(unreadable)?;
        self.scenario_at(parts.scenario)
    }

    /// The scenario at a place in it.
    pub fn scenario_at(self, node: &Node) -> Result<Scenario, Error> {
        let mut scenario = share::scenario(node, self.text).map_err(|error| {
            let code = match Scenario::from_node(node, self.text) {
                Ok(_) => ErrorCode::InvalidScenario,
                Err(_) => ErrorCode::UnreadableScenario,
            };
            Error::read(code, error, self)
        })?;
        // Policies that are objects of JavaScript have no text of their own.
        if !self.is_written {
            scenario.lay_out_objects(node, |_| false);
        }
        Ok(scenario)
    }
}
