//! From a scenario to decisions: documents compiled once, then any caller, action and key.

pub mod bounds;
mod compiled;
mod identify;
mod place;
pub mod rule;
mod settle;
mod unmodelled;

pub use compiled::{CompiledPolicy, Says};
pub use identify::Identified;
pub(crate) use place::Place;
pub(crate) use settle::{Cause, Settled};
pub use settle::{NOT_MODELLED, UNREADABLE_POLICY};
pub use unmodelled::Unmodelled;

use crate::actions::{Action, ActionSet, Authorization};
use crate::caller::{Caller, CallerKind};
use crate::policy::{self, PolicyKind};
use crate::report::Verdict;
use crate::scenario::{self, Attached, DEFAULT_ACTIONS, Request, Scenario, ScenarioError};
use bounds::Bounds;
use rule::{Grounds, Outcome};
use serde_json::{Map, Value};
use std::sync::{Arc, LazyLock};

/// A scenario with its documents compiled.
#[derive(Debug)]
pub struct Model<'s> {
    pub(crate) scenario: &'s Scenario,
    pub(crate) callers: Vec<Caller>,
    /// The key policy of each key.
    pub key_policies: Vec<CompiledPolicy>,
    /// The identity policies of each principal.
    pub identity_policies: Vec<Vec<CompiledPolicy>>,
}

/// What is asked: who does what with which key.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The principal's index in the scenario.
    pub principal: usize,
    /// The action's name.
    pub action: &'q str,
    /// The key as the caller writes it. Absent: that of the ciphertext, else the first key.
    pub key: Option<&'q str>,
    /// The key that the ciphertext names.
    pub ciphertext_key: Option<&'q str>,
    /// The Region of the endpoint. Absent: that of the key's ARN, else of the first key.
    pub region: Option<&'q str>,
    /// The VPC endpoint the request passes.
    pub vpc_endpoint: Option<&'q str>,
    /// The operation's parameters.
    pub parameters: &'q Map<String, Value>,
}

impl<'q> Question<'q> {
    /// The key that is meant, where the question names one.
    pub(crate) fn key(&self) -> Option<&'q str> {
        self.key.or(self.ciphertext_key)
    }
}

/// One cell of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The answer.
    pub verdict: Verdict,
    /// With the verdict `error`: the exception.
    pub error: Option<&'static str>,
    /// Would another reading of something uncertain give another answer?
    pub uncertain: bool,
    /// Is it denied since the operation never works across accounts?
    pub never_across_accounts: bool,
}

/// The verdicts of a whole matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixVerdicts {
    /// The ids of its rows.
    pub principals: Vec<String>,
    /// The actions of its columns.
    pub actions: Vec<String>,
    /// Its cells, row by row.
    pub cells: Vec<Cell>,
}

impl<'s> Model<'s> {
    /// Compiles a scenario.
    ///
    /// # Errors
    ///
    /// Everything that [`scenario::check`] finds. Broken policy documents are no error: the
    /// decisions that read them say so.
    pub fn new(scenario: &'s Scenario) -> Result<Self, Vec<ScenarioError>> {
        let errors = scenario::check(scenario);
        if !errors.is_empty() {
            return Err(errors);
        }
        let read = |text: Arc<str>, kind| CompiledPolicy::new(policy::read(text, kind));
        let unread = || Arc::from("");
        Ok(Self {
            scenario,
            callers: (0..scenario.principals.len())
                .filter_map(|index| Caller::of(scenario, index))
                .collect(),
            key_policies: (0..scenario.keys.len())
                .map(|key| read(scenario.key_policy_text(key), PolicyKind::KeyPolicy))
                .collect(),
            identity_policies: scenario
                .principals
                .iter()
                .map(|principal| {
                    let compile = |policy: &scenario::IdentityPolicy| {
                        let managed = policy.attached == Attached::Managed;
                        let text = policy.document.text().cloned().unwrap_or_else(unread);
                        read(text, PolicyKind::Identity { managed })
                    };
                    principal.policies.iter().map(compile).collect()
                })
                .collect(),
        })
    }

    /// The ids of the matrix's rows.
    pub fn matrix_principals(&self) -> Vec<String> {
        let named = self.scenario.matrix.as_ref().and_then(|matrix| matrix.principals.clone());
        named.unwrap_or_else(|| {
            self.scenario.principals.iter().map(|principal| principal.id().to_owned()).collect()
        })
    }

    /// The actions of the matrix's columns.
    pub fn matrix_actions(&self) -> Vec<String> {
        let named = self.scenario.matrix.as_ref().and_then(|matrix| matrix.actions.clone());
        named.unwrap_or_else(|| DEFAULT_ACTIONS.map(str::to_owned).to_vec())
    }

    /// Decides the scenario's matrix, without reasons.
    pub fn matrix(&self) -> MatrixVerdicts {
        let principals = self.matrix_principals();
        let actions = self.matrix_actions();
        let known: Vec<Option<Action>> = actions.iter().map(|name| Action::named(name)).collect();
        let mut cells = Vec::with_capacity(principals.len() * actions.len());
        for principal in &principals {
            if let Some(question) = self.matrix_question(principal, "") {
                self.row(&question, &known, &mut cells);
            }
        }
        MatrixVerdicts { principals, actions, cells }
    }

    /// Decides one question, without reasons.
    pub fn cell(&self, question: &Question<'_>) -> Cell {
        let mut cells = Vec::with_capacity(1);
        self.row(question, &[Action::named(question.action)], &mut cells);
        cells.pop().unwrap_or(Cell {
            verdict: Verdict::Error,
            error: Some(NOT_MODELLED),
            uncertain: true,
            never_across_accounts: false,
        })
    }

    /// The cells of one caller: one pass over the policies for all actions on the key, and one for
    /// all that have none.
    fn row(&self, question: &Question<'_>, actions: &[Option<Action>], cells: &mut Vec<Cell>) {
        let Some(caller) = self.callers.get(question.principal) else {
            return;
        };
        let region = self.region(question);
        // Which key an ARN names does not depend on the action; which one an alias names does.
        let by_arn = question.key().is_none_or(|key| key.contains(":key/"));
        let mut on_key = None;
        let mut without_key = None;
        for &action in actions {
            let settled = match action {
                Some(action) if has_no_key(action) => {
                    let (place, outcome) = without_key.get_or_insert_with(|| {
                        self.decided(self.place_without_key(caller, region))
                    });
                    self.settle(question, place, outcome, action)
                }
                Some(action) if is_on_key(action) => {
                    let found = || {
                        let place = self.place_of(caller, action, question, region)?;
                        Ok(self.decided(place))
                    };
                    if !by_arn {
                        on_key = None;
                    }
                    match on_key.get_or_insert_with(found) {
                        Ok((place, outcome)) => self.settle(question, place, outcome, action),
                        Err(identified) => {
                            self.settle_unidentified(caller, Some(action), identified)
                        }
                    }
                }
                _ => self.settle_unidentified(caller, action, &Identified::Operation),
            };
            cells.push(Cell {
                verdict: settled.verdict,
                error: settled.error,
                uncertain: settled.uncertain,
                never_across_accounts: settled.cause == Cause::NeverAcrossAccounts,
            });
        }
    }

    /// A place with what follows there from the policies.
    fn decided<'m>(&self, place: Place<'m>) -> (Place<'m>, Outcome) {
        let outcome = rule::decide(place.relation, &self.grounds(&place));
        (place, outcome)
    }

    /// What the policies say in this place, for all actions at once.
    fn grounds(&self, place: &Place<'_>) -> Grounds {
        let mut grounds = Grounds::default();
        let key_policy = place.key.and_then(|key| self.key_policies.get(key));
        if let Some(policy) = key_policy {
            let says = policy.says(place.caller, &place.resource, ActionSet::ON_KEY);
            grounds.direct = says.allowed;
            grounds.delegated = says.delegated;
            grounds.denied = says.denied;
        }
        if place.caller.kind == CallerKind::Root {
            grounds.identity = Bounds::exactly(ActionSet::ALL);
            return grounds;
        }
        for policy in self.identity_policies.get(place.caller.policies_of).into_iter().flatten() {
            let says = policy.says(place.caller, &place.resource, ActionSet::ALL);
            grounds.identity = grounds.identity | says.allowed;
            grounds.denied = grounds.denied | says.denied;
        }
        grounds
    }

    /// The question that a cell of the matrix asks; `None` where no principal has this id.
    pub fn matrix_question<'q>(&'q self, principal: &str, action: &'q str) -> Option<Question<'q>> {
        let matrix = self.scenario.matrix.as_ref();
        let details = matrix.map(|matrix| &matrix.request);
        Some(Question {
            principal: self.scenario.principal(principal)?,
            action,
            key: matrix.and_then(|matrix| matrix.key.as_deref()),
            ciphertext_key: None,
            region: details.and_then(|details| details.region.as_deref()),
            vpc_endpoint: details.and_then(|details| details.vpc_endpoint.as_deref()),
            parameters: details.map_or(&NO_PARAMETERS, |details| &details.parameters),
        })
    }

    /// The question that a saved check asks.
    pub fn question<'q>(&self, request: &'q Request) -> Question<'q> {
        Question {
            principal: self.scenario.principal(&request.principal).unwrap_or(0),
            action: &request.action,
            key: request.key.as_deref(),
            ciphertext_key: request.ciphertext_key.as_deref(),
            region: request.region.as_deref(),
            vpc_endpoint: request.vpc_endpoint.as_deref(),
            parameters: &request.parameters,
        }
    }
}

static NO_PARAMETERS: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

/// Actions that are authorized on one key.
pub(crate) fn is_on_key(action: Action) -> bool {
    action.authorization() == Authorization::Key
}

/// Actions that no key is asked about.
pub(crate) fn has_no_key(action: Action) -> bool {
    action.authorization() == Authorization::Account
}
