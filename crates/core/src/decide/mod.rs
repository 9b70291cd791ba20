//! From a scenario to decisions: documents compiled once, then any caller, action and key.

pub mod bounds;
mod compiled;
mod identify;
pub mod rule;
mod unmodelled;

pub use compiled::{CompiledPolicy, Says};
pub use identify::Identified;
pub use unmodelled::Unmodelled;

use crate::actions::{Action, ActionSet, Authorization};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::policy::{self, PolicyKind};
use crate::report::{LayerName, Verdict};
use crate::rules::Rule;
use crate::scenario::{self, Attached, DEFAULT_ACTIONS, Request, Scenario, ScenarioError};
use bounds::Bounds;
use rule::{Grounds, Outcome, Relation};
use serde_json::{Map, Value};
use std::sync::{Arc, LazyLock};
use unmodelled::Asked;

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
    /// The key as the caller writes it. Absent: the scenario's first key.
    pub key: Option<&'q str>,
    /// The Region of the endpoint. Absent: that of the key's ARN, else of the first key.
    pub region: Option<&'q str>,
    /// The VPC endpoint the request passes.
    pub vpc_endpoint: Option<&'q str>,
    /// The operation's parameters.
    pub parameters: &'q Map<String, Value>,
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

/// Why a request is answered as it is, before it is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// What the policies say.
    Policies,
    /// The operation never works across accounts.
    NeverAcrossAccounts,
    /// A document that takes part cannot be read.
    Unreadable(LayerName),
    /// A part of the scenario is not decided by this version.
    Unmodelled(Unmodelled),
    /// PutKeyPolicy: the policy names users or roles that are not defined here.
    UnknownPrincipals(Vec<String>),
    /// KMS does not find the key.
    NotFound,
    /// A foreign ARN: AWS does not say whether the key exists.
    ForeignKey,
}

/// The answer to one question with its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub verdict: Verdict,
    pub error: Option<&'static str>,
    pub uncertain: bool,
    pub cause: Cause,
}

/// Caller, key and how they stand to each other: everything of a question but its action.
#[derive(Clone, Debug)]
pub(crate) struct Place<'m> {
    pub caller: &'m Caller,
    pub key: Option<usize>,
    /// The rule by which the key was found, where it was not named by its own ARN.
    pub found_by: Option<Rule>,
    /// The ARN of the key, or the text that stands for "no key" (OP-3).
    pub resource: String,
    pub relation: Relation,
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
        let on_key = |action| {
            self.place_of(caller, action, question.key, region).map(|place| {
                let outcome = rule::decide(place.relation, &self.grounds(&place));
                (place, outcome)
            })
        };
        // Which key an ARN names does not depend on the action, an alias does.
        let by_arn = question.key.is_none_or(|key| key.contains(":key/"));
        let shared = by_arn.then(|| on_key(None));
        let without_key = self.place_without_key(caller, region);
        let without_key =
            (rule::decide(without_key.relation, &self.grounds(&without_key)), without_key);
        for &action in actions {
            let settled = if action.is_some_and(has_no_key) {
                self.settle(question, &without_key.1, &without_key.0, action)
            } else {
                let own;
                let found = match &shared {
                    Some(shared) => shared,
                    None => {
                        own = on_key(action);
                        &own
                    }
                };
                match found {
                    Ok((place, outcome)) => self.settle(question, place, outcome, action),
                    Err(identified) => unidentified(identified),
                }
            };
            cells.push(Cell {
                verdict: settled.verdict,
                error: settled.error,
                uncertain: settled.uncertain,
                never_across_accounts: settled.cause == Cause::NeverAcrossAccounts,
            });
        }
    }

    /// The Region of the endpoint a question goes to.
    pub(crate) fn region<'a>(&'a self, question: &Question<'a>) -> &'a str {
        let of_arn = |text: &'a str| Arn::parse(text).map(|arn| arn.region);
        question
            .region
            .or_else(|| question.key.and_then(of_arn))
            .or_else(|| self.scenario.keys.first().and_then(|key| of_arn(&key.arn)))
            .unwrap_or("us-east-1")
    }

    /// Where a question about a key is decided; otherwise why there is no such place.
    pub(crate) fn place_of<'m>(
        &'m self,
        caller: &'m Caller,
        action: Option<Action>,
        key: Option<&str>,
        region: &str,
    ) -> Result<Place<'m>, Identified> {
        let first = || self.scenario.keys.first().map(|key| key.arn.as_str());
        let Some(text) = key.or_else(first) else {
            return Err(Identified::NotFound("the scenario has no key".to_owned(), Vec::new()));
        };
        let identified = identify::identify(self.scenario, caller, action, text, region);
        let Identified::Key(index, found_by) = identified else {
            return Err(identified);
        };
        let resource = self.scenario.keys.get(index).map_or("", |key| &key.arn).to_owned();
        let owner = Arn::parse(&resource).map_or("", |arn| arn.account);
        let relation = Relation {
            same_account: owner == caller.account,
            region_enabled: self.is_enabled(&caller.account, region),
        };
        Ok(Place { caller, key: Some(index), found_by, resource, relation })
    }

    /// Where an operation without a key is decided (OP-3).
    pub(crate) fn place_without_key<'m>(&'m self, caller: &'m Caller, region: &str) -> Place<'m> {
        let Caller { partition, account, .. } = caller;
        Place {
            caller,
            key: None,
            found_by: None,
            resource: format!("arn:{partition}:kms:{region}:{account}:*"),
            relation: Relation { same_account: true, region_enabled: true },
        }
    }

    /// Is a Region enabled in an account (E-26)?
    fn is_enabled(&self, account: &str, region: &str) -> bool {
        let opted_in = self
            .scenario
            .accounts
            .iter()
            .find(|one| one.id == account)
            .and_then(|one| one.opt_in_regions.as_ref());
        opted_in.is_none_or(|opted_in| {
            ALWAYS_ENABLED_REGIONS.contains(&region) || opted_in.iter().any(|one| one == region)
        })
    }

    /// What the policies say in this place, for all actions at once.
    fn grounds(&self, place: &Place<'_>) -> Grounds {
        let mut grounds = Grounds::default();
        let key_policy = place.key.and_then(|key| self.key_policies.get(key));
        let among = if key_policy.is_some() { ActionSet::ALL } else { ActionSet::WITHOUT_KEY };
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
            let says = policy.says(place.caller, &place.resource, among);
            grounds.identity = grounds.identity | says.allowed;
            grounds.denied = grounds.denied | says.denied;
        }
        grounds
    }

    /// From what the policies give to the answer: unreadable documents, parts that are not
    /// modelled, operations that end at the account's border.
    pub(crate) fn settle(
        &self,
        question: &Question<'_>,
        place: &Place<'_>,
        outcome: &Outcome,
        action: Option<Action>,
    ) -> Settled {
        if let Some(layer) = self.unreadable(place) {
            return Settled::error(UNREADABLE_POLICY, Cause::Unreadable(layer));
        }
        let asked = self.asked(question, place);
        let Some(action) = action else {
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(Unmodelled::Operation));
        };
        let uncertain = outcome.uncertain.contains(action);
        let settled =
            |verdict, uncertain, cause| Settled { verdict, error: None, uncertain, cause };
        if outcome.denied.contains(action) {
            return settled(Verdict::ExplicitDeny, uncertain, Cause::Policies);
        }
        if let Some(part) = asked.blocks(Some(action)) {
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
        }
        if outcome.allowed.contains(action) {
            if let Some(part) = asked.may_stop(action) {
                return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
            }
            let unknown = self.unknown_principals(place, action);
            if unknown.is_empty() {
                return settled(Verdict::Allow, uncertain, Cause::Policies);
            }
            let cause = Cause::UnknownPrincipals(unknown);
            if self.scenario.closed {
                return Settled { uncertain, ..Settled::error(MALFORMED_POLICY, cause) };
            }
            return settled(Verdict::Allow, true, cause);
        }
        let limited = asked.limits().is_some();
        if !place.relation.same_account && !action.works_across_accounts() {
            let uncertain = limited || outcome.uncertain.contains(action);
            return settled(Verdict::ImplicitDeny, uncertain, Cause::NeverAcrossAccounts);
        }
        if let Some(part) = asked.may_allow() {
            return Settled::error(NOT_MODELLED, Cause::Unmodelled(part));
        }
        settled(Verdict::ImplicitDeny, uncertain || limited, Cause::Policies)
    }

    pub(crate) fn asked<'a>(&'a self, question: &Question<'a>, place: &'a Place<'a>) -> Asked<'a> {
        Asked {
            scenario: self.scenario,
            caller: place.caller,
            key: place.key.and_then(|key| self.scenario.keys.get(key)),
            owner: Arn::parse(&place.resource).map_or("", |arn| arn.account),
            vpc_endpoint: question.vpc_endpoint,
            parameters: question.parameters,
        }
    }

    /// The first layer with a document that cannot be used.
    fn unreadable(&self, place: &Place<'_>) -> Option<LayerName> {
        let key_policy = place.key.and_then(|key| self.key_policies.get(key));
        if key_policy.is_some_and(|policy| !policy.is_readable()) {
            return Some(LayerName::KeyPolicy);
        }
        let root = place.caller.kind == CallerKind::Root;
        let mut identity =
            self.identity_policies.get(place.caller.policies_of).into_iter().flatten();
        let broken = !root && identity.any(|policy| !policy.is_readable());
        broken.then_some(LayerName::Identity)
    }

    /// For PutKeyPolicy: users and roles that the policy names and the scenario does not define.
    /// KMS saves a policy only if they exist (K-31).
    fn unknown_principals(&self, place: &Place<'_>, action: Action) -> Vec<String> {
        let policy = place.key.and_then(|key| self.key_policies.get(key));
        if action.bare_name() != "PutKeyPolicy" {
            return Vec::new();
        }
        let statements = policy.and_then(|policy| policy.source.policy.as_ref());
        let mut unknown: Vec<String> = statements
            .iter()
            .flat_map(|policy| &policy.statements)
            .filter_map(|statement| statement.principal.as_ref())
            .flat_map(|principal| &principal.entries)
            .filter_map(|entry| entry.value.must_exist())
            .filter(|arn| !self.callers.iter().any(|caller| caller.identity_arn == *arn))
            .map(str::to_owned)
            .collect();
        unknown.sort();
        unknown.dedup();
        unknown
    }

    /// The question that a cell of the matrix asks; `None` where no principal has this id.
    pub fn matrix_question<'q>(&'q self, principal: &str, action: &'q str) -> Option<Question<'q>> {
        let matrix = self.scenario.matrix.as_ref();
        let details = matrix.map(|matrix| &matrix.request);
        Some(Question {
            principal: self.scenario.principal(principal)?,
            action,
            key: matrix.and_then(|matrix| matrix.key.as_deref()),
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
            key: request.key.as_deref().or(request.ciphertext_key.as_deref()),
            region: request.region.as_deref(),
            vpc_endpoint: request.vpc_endpoint.as_deref(),
            parameters: &request.parameters,
        }
    }
}

static NO_PARAMETERS: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

/// Actions that no key is asked about.
pub(crate) fn has_no_key(action: Action) -> bool {
    action.authorization() == Authorization::Account
}

/// The exception of a decision that would read a document that cannot be read.
pub const UNREADABLE_POLICY: &str = "UnreadablePolicy";
/// The exception of a decision that this version cannot make.
pub const NOT_MODELLED: &str = "NotModelled";
const NOT_FOUND: &str = "NotFoundException";
const MALFORMED_POLICY: &str = "MalformedPolicyDocumentException";

/// Regions that every account has enabled.
const ALWAYS_ENABLED_REGIONS: [&str; 17] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

impl Settled {
    fn error(error: &'static str, cause: Cause) -> Self {
        Self { verdict: Verdict::Error, error: Some(error), uncertain: true, cause }
    }
}

/// The answer where no key of the scenario is meant.
pub(crate) fn unidentified(identified: &Identified) -> Settled {
    match identified {
        Identified::Foreign(_) => Settled {
            verdict: Verdict::ImplicitDeny,
            error: None,
            uncertain: false,
            cause: Cause::ForeignKey,
        },
        _ => Settled { uncertain: false, ..Settled::error(NOT_FOUND, Cause::NotFound) },
    }
}
