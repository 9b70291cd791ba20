//! From a scenario to decisions: documents compiled once, then any caller, action and key.

pub mod bounds;
mod checks;
mod compiled;
mod documents;
pub(crate) mod grants;
pub(crate) mod identify;
mod key_state;
mod layers;
mod place;
pub mod rule;
mod saving;
mod settle;

pub(crate) use checks::{About, Check, checks};
pub use compiled::{Compiled, CompiledPolicy};
pub(crate) use compiled::{Says, names_principal_arn};
pub use documents::Documents;
pub(crate) use identify::Identified;
pub(crate) use place::{Place, Target};
pub(crate) use settle::{Cause, Refusal, Settled, Why, dry_run};
pub use settle::{NOT_MODELLED, UNREADABLE_POLICY};

use crate::actions::{Action, ActionSet, parameters};
use crate::caller::Caller;
use crate::policy::PolicyKind;
use crate::report::{LayerName, Verdict};
use crate::rules::Rule;
use crate::scenario::{
    self, Attached, DEFAULT_ACTIONS, Document, Request, Scenario, ScenarioError,
};
use crate::services::{self, Part};
use bounds::Bounds;
use documents::Compiler;
use rule::{Grounds, Outcome};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A scenario with its documents compiled.
#[derive(Debug)]
pub struct Model<'s> {
    pub(crate) scenario: &'s Scenario,
    pub(crate) callers: Vec<Caller>,
    pub(crate) keys: Vec<CompiledKey>,
    pub(crate) principals: Vec<CompiledPrincipal>,
    pub(crate) accounts: Vec<CompiledAccount>,
    /// The policy of each VPC endpoint that has one.
    pub(crate) endpoints: Vec<Option<CompiledPolicy>>,
    /// The policy of each bucket that has one.
    pub(crate) buckets: Vec<Option<CompiledPolicy>>,
    /// All of them once more.
    compiled: Documents,
}

/// The documents of a key.
#[derive(Debug)]
pub(crate) struct CompiledKey {
    /// The key policy in the editor.
    pub policy: CompiledPolicy,
    /// What KMS answers to saving it as it stands, whoever asks.
    pub refusal: Option<Refusal>,
    /// The actions that neither state nor kind of the key refuse.
    pub in_use: ActionSet,
    /// The one in force, where it differs.
    pub saved: Option<CompiledPolicy>,
    /// The second one, of a key shared through AWS RAM.
    pub ram: Option<CompiledPolicy>,
}

/// The documents of a principal.
#[derive(Debug)]
pub(crate) struct CompiledPrincipal {
    pub identity: Vec<CompiledPolicy>,
    pub boundary: Option<CompiledPolicy>,
    /// Its session policies: the one passed in line, then the managed ones.
    pub session: Vec<CompiledPolicy>,
}

/// The policies of an organization that bind an account, by level.
#[derive(Debug)]
pub(crate) struct CompiledAccount {
    pub scps: Option<Vec<Vec<CompiledPolicy>>>,
    pub rcps: Option<Vec<Vec<CompiledPolicy>>>,
}

/// What is asked: who does what with which key, and everything that the request carries.
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
    /// The second key of ReEncrypt and of copies.
    pub destination_key: Option<&'q str>,
    /// The resource of an operation of another service.
    pub resource: Option<&'q str>,
    /// The source of a copy.
    pub source: Option<&'q str>,
    /// The Region of the endpoint. Absent: that of the key's ARN, else of the first key.
    pub region: Option<&'q str>,
    /// The service through which the principal calls.
    pub via: Option<&'q str>,
    /// The VPC endpoint the request passes.
    pub vpc_endpoint: Option<&'q str>,
    /// The encryption context.
    pub encryption_context: &'q BTreeMap<String, String>,
    /// Grants whose tokens the request carries.
    pub grant_tokens: &'q [String],
    /// The operation's parameters.
    pub parameters: &'q Map<String, Value>,
    /// Context keys given by hand.
    pub context: &'q Map<String, Value>,
    /// The index among the scenario's requests; `None` for a cell of the matrix.
    pub request: Option<usize>,
    /// The part of an operation of another service that asks.
    pub(crate) part: Option<&'q Part>,
}

impl<'q> Question<'q> {
    /// The key that is meant, where the question names one.
    pub(crate) fn key(&self) -> Option<&'q str> {
        self.key.or(self.ciphertext_key)
    }

    /// A parameter of this operation. In a matrix the others carry parameters too, which do not
    /// reach it.
    pub(crate) fn given(&self, operation: &str, name: &str) -> Option<&'q Value> {
        let value = self.parameters.get(name)?;
        let known = parameters::of_operation(operation);
        known.iter().any(|(one, _)| *one == name).then_some(value)
    }

    /// Where the scenario has what the request carries.
    pub(crate) fn pointer(&self) -> String {
        match self.request {
            Some(index) => format!("/requests/{index}"),
            None => "/matrix/request".to_owned(),
        }
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
        Self::knowing(scenario, &Documents::default())
    }

    /// As [`Model::new`], where a model was made before of nearly the same scenario: only documents
    /// with another text are read and compiled.
    ///
    /// ```
    /// use kms_policy::decide::{Documents, Model};
    /// use kms_policy::scenario::Scenario;
    ///
    /// let text = r#"{"version": 1, "principals": [{"arn": "arn:aws:iam::111122223333:user/KeyUser"}],
    ///     "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}]}"#;
    /// let mut scenario = Scenario::from_json(text).unwrap();
    /// let known: Documents = Model::new(&scenario).unwrap().compiled().clone();
    /// scenario.title = Some("Edited".to_owned());
    /// let model = Model::knowing(&scenario, &known).unwrap();
    /// assert_eq!(model.matrix(), Model::new(&scenario).unwrap().matrix());
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Model::new`].
    pub fn knowing(scenario: &'s Scenario, known: &Documents) -> Result<Self, Vec<ScenarioError>> {
        let errors = scenario::check(scenario);
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut read = Compiler::new(known);
        let keys = (0..scenario.keys.len()).map(|key| compile_key(scenario, key, &mut read));
        let keys = keys.collect();
        let principals = scenario.principals.iter().map(|one| compile_principal(one, &mut read));
        let principals = principals.collect();
        let accounts = scenario.accounts.iter().map(|one| compile_account(one, &mut read));
        let accounts = accounts.collect();
        let mut policy = |policy: &Option<Document>, kind| {
            policy.as_ref().map(|policy| read.document(policy, kind))
        };
        let endpoints = scenario.vpc_endpoints.iter();
        let endpoints = endpoints.map(|one| policy(&one.policy, PolicyKind::VpcEndpoint)).collect();
        let buckets = scenario.buckets.iter();
        let buckets = buckets.map(|one| policy(&one.policy, PolicyKind::Bucket)).collect();
        Ok(Self {
            scenario,
            callers: (0..scenario.principals.len())
                .filter_map(|index| Caller::of(scenario, index))
                .collect(),
            keys,
            principals,
            accounts,
            endpoints,
            buckets,
            compiled: read.documents(),
        })
    }

    /// Its documents, for the next model.
    pub fn compiled(&self) -> &Documents {
        &self.compiled
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
        let mut near = 0;
        for principal in &principals {
            let Some(index) = self.scenario.principal_near(principal, near) else { continue };
            near = index;
            let row = self.question_of_cell(index, "");
            let mut decided = Decided::new(self, &row);
            for (name, action) in actions.iter().zip(&known) {
                let question = Question { action: name, ..row };
                cells.push(self.decide(question, *action, &mut decided));
            }
        }
        MatrixVerdicts { principals, actions, cells }
    }

    /// Decides one question, without reasons.
    pub fn cell(&self, question: &Question<'_>) -> Cell {
        self.decide(*question, Action::named(question.action), &mut Decided::new(self, question))
    }

    /// Decides one question. Places that were decided for another action are not decided again.
    fn decide<'m>(
        &'m self,
        question: Question<'m>,
        action: Option<Action>,
        decided: &mut Decided<'m>,
    ) -> Cell {
        if services::is_operation(question.action) {
            return self.service_cell(&question);
        }
        let mut worst = Settled::nowhere(&Identified::Service);
        let Some(caller) = self.callers.get(question.principal) else {
            return Cell::of(&worst);
        };
        let (mut uncertain, mut refused) = (false, false);
        for (index, check) in checks(&question, action).enumerate() {
            let settled = match decided.at(self, caller, question, check) {
                Ok(ruled) => self.settle(ruled, check.action, check.about),
                Err(identified) => Settled::nowhere(identified),
            };
            let allowed = settled.verdict == Verdict::Allow;
            if refused {
                // Whether all checks come before the first exception is not documented.
                uncertain |= !allowed;
                continue;
            }
            uncertain |= settled.uncertain;
            refused = matches!(&settled.cause, Cause::Refused(_));
            if index == 0 || !allowed {
                worst = settled;
            }
            if !allowed && !refused {
                break;
            }
        }
        let uncertain = uncertain || worst.uncertain;
        let operation = action.map_or("ReEncrypt", Action::operation);
        let dry_run = dry_run(&question, operation).filter(|_| worst.verdict == Verdict::Allow);
        match dry_run {
            Some(refusal) => Cell { uncertain, ..Cell::of(&Settled::refused(refusal, uncertain)) },
            None => Cell { uncertain, ..Cell::of(&worst) },
        }
    }

    /// The question that a cell of the matrix asks; `None` where no principal has this id.
    pub fn matrix_question<'q>(&'q self, principal: &str, action: &'q str) -> Option<Question<'q>> {
        Some(self.question_of_cell(self.scenario.principal(principal)?, action))
    }

    fn question_of_cell<'q>(&'q self, principal: usize, action: &'q str) -> Question<'q> {
        let matrix = self.scenario.matrix.as_ref();
        let details = matrix.map_or(&*NO_DETAILS, |matrix| &matrix.request);
        // A service calls for itself: what the other rows call through is none of its calls (C-29).
        let for_itself =
            self.scenario.principals.get(principal).is_some_and(|one| one.service.is_some());
        Question {
            principal,
            action,
            key: matrix.and_then(|matrix| matrix.key.as_deref()),
            ciphertext_key: None,
            destination_key: details.destination_key.as_deref(),
            resource: details.resource.as_deref(),
            source: details.source.as_deref(),
            region: details.region.as_deref(),
            via: details.via.as_deref().filter(|_| !for_itself),
            vpc_endpoint: details.vpc_endpoint.as_deref(),
            encryption_context: &details.encryption_context,
            grant_tokens: &[],
            parameters: &details.parameters,
            context: &details.context,
            request: None,
            part: None,
        }
    }

    /// The question that a saved check asks.
    pub fn question<'q>(&self, request: &'q Request) -> Question<'q> {
        self.question_near(request, 0)
    }

    /// The same, of the saved check at `near`, or of another one.
    pub(crate) fn question_near<'q>(&self, request: &'q Request, near: usize) -> Question<'q> {
        let requests = &self.scenario.requests;
        let own = |other: &Request| std::ptr::eq(other, request);
        let index = requests.get(near).filter(|other| own(other)).map(|_| near);
        Question {
            principal: self.scenario.principal(&request.principal).unwrap_or(0),
            action: &request.action,
            key: request.key.as_deref(),
            ciphertext_key: request.ciphertext_key.as_deref(),
            destination_key: request.destination_key.as_deref(),
            resource: request.resource.as_deref(),
            source: request.source.as_deref(),
            region: request.region.as_deref(),
            via: request.via.as_deref(),
            vpc_endpoint: request.vpc_endpoint.as_deref(),
            encryption_context: &request.encryption_context,
            grant_tokens: &request.grant_tokens,
            parameters: &request.parameters,
            context: &request.context,
            request: index.or_else(|| requests.iter().position(own)).or(Some(0)),
            part: None,
        }
    }
}

static NO_DETAILS: LazyLock<scenario::RequestDetails> =
    LazyLock::new(scenario::RequestDetails::default);

impl Cell {
    fn of(settled: &Settled) -> Self {
        Self {
            verdict: settled.verdict,
            error: settled.error,
            uncertain: settled.uncertain,
            never_across_accounts: matches!(
                settled.cause,
                Cause::Never(Rule::E24 | Rule::X13 | Rule::X10)
            ),
        }
    }
}

/// The places of one caller that are decided already, each for all actions.
struct Decided<'m> {
    /// What each check is about, whether it was decided for one action alone, and the place.
    places: Vec<(About, bool, Result<Ruled<'m>, Identified>)>,
    /// Is the key named by its ARN? Which key an ARN names does not depend on the action; which one
    /// an alias names does.
    by_arn: bool,
    /// Is another key policy in force for PutKeyPolicy? The halves of ReEncrypt look at each other,
    /// and stand alone as well.
    saved: bool,
}

/// A place with what follows there from the policies.
#[derive(Debug)]
pub(crate) struct Ruled<'m> {
    pub place: Place<'m>,
    pub outcome: Outcome,
    /// The first layer with a document that cannot be used.
    pub unreadable: Option<LayerName>,
    /// Would KMS refuse the key policy, so that it cannot be in force as it stands?
    pub refused: bool,
}

impl<'m> Ruled<'m> {
    pub(crate) fn new(place: Place<'m>, grounds: &Grounds<Bounds>) -> Self {
        let layers = place.model.layers(&place);
        Self {
            outcome: rule::decide(place.relation, grounds),
            unreadable: layers.unreadable(),
            refused: layers.key_policy.is_some_and(|policy| policy.refused),
            place,
        }
    }
}

impl<'m> Decided<'m> {
    fn new(model: &Model<'_>, question: &Question<'_>) -> Self {
        Self {
            places: Vec::with_capacity(8),
            by_arn: question.key().is_none_or(|key| key.contains(":key/")),
            saved: model.keys.iter().any(|key| key.saved.is_some()),
        }
    }

    /// What follows from the policies where this check is decided.
    fn at(
        &mut self,
        model: &'m Model<'m>,
        caller: &'m Caller,
        question: Question<'m>,
        check: Check,
    ) -> &Result<Ruled<'m>, Identified> {
        let alone = question.action == "kms:ReEncrypt"
            || (self.saved && question.is_put_key_policy())
            || (!self.by_arn && check.about != About::NoKey);
        let known = |entry: &(About, bool, _)| (entry.0, entry.1) == (check.about, false);
        let found = if alone { None } else { self.places.iter().position(known) };
        let index = found.unwrap_or_else(|| {
            let place = model.place_of_check(caller, question, check);
            let among = if alone { ActionSet::from(check.action) } else { ActionSet::KMS };
            let ruled = place.map(|place| match self.equal(&place).filter(|_| !alone) {
                Some(known) => Ruled { place, ..*known },
                None => {
                    let grounds = model.grounds(&place, among);
                    Ruled::new(place, &grounds)
                }
            });
            self.places.push((check.about, alone, ruled));
            self.places.len() - 1
        });
        // The index is one that was found or made just now.
        self.places.get(index).map_or(&NOWHERE, |(_, _, decided)| decided)
    }

    /// What follows where another check is about the same thing.
    fn equal(&self, place: &Place<'_>) -> Option<&Ruled<'m>> {
        let known = self.places.iter().filter(|(_, alone, _)| !alone);
        known.filter_map(|(_, _, ruled)| ruled.as_ref().ok()).find(|ruled| {
            let other = &ruled.place;
            (other.target, other.region, &other.resource, &other.alias)
                == (place.target, place.region, &place.resource, &place.alias)
        })
    }
}

static NOWHERE: Result<Ruled<'static>, Identified> = Err(Identified::Service);

fn compile_key(scenario: &Scenario, index: usize, read: &mut Compiler<'_>) -> CompiledKey {
    let key = scenario.keys.get(index);
    let policy = read.text(scenario.key_policy_text(index), PolicyKind::KeyPolicy);
    let mut other =
        |document: Option<&Document>| document.map(|one| read.document(one, PolicyKind::KeyPolicy));
    CompiledKey {
        in_use: key.map_or(ActionSet::NONE, |key| {
            let alone = |action: Action| action.bare_name() != "UpdateAlias";
            ActionSet::filter(|action| alone(action) && key_state::refusal(action, key).is_none())
        }),
        refusal: saving::document(&policy),
        policy,
        saved: other(key.and_then(|key| key.saved.as_ref())),
        ram: other(key.and_then(|key| key.ram_policy.as_ref())),
    }
}

fn compile_principal(
    principal: &scenario::Principal,
    read: &mut Compiler<'_>,
) -> CompiledPrincipal {
    let session = principal.session.as_ref();
    let passed = session.and_then(|session| session.policy.as_ref());
    let managed = session.map_or(&[][..], |session| &session.policies);
    CompiledPrincipal {
        identity: principal
            .policies
            .iter()
            .map(|policy| {
                let managed = policy.attached == Attached::Managed;
                read.document(&policy.document, PolicyKind::Identity { managed })
            })
            .collect(),
        boundary: principal
            .boundary
            .as_ref()
            .map(|one| read.document(&one.document, PolicyKind::Boundary)),
        session: passed
            .into_iter()
            .chain(managed.iter().map(|one| &one.document))
            .map(|document| read.document(document, PolicyKind::Session))
            .collect(),
    }
}

fn compile_account(account: &scenario::Account, read: &mut Compiler<'_>) -> CompiledAccount {
    let mut levels = |levels: &Option<Vec<Vec<scenario::NamedDocument>>>, kind| {
        levels.as_ref().map(|levels| {
            let level = |level: &Vec<scenario::NamedDocument>| {
                level.iter().map(|one| read.document(&one.document, kind)).collect()
            };
            levels.iter().map(level).collect()
        })
    };
    CompiledAccount {
        scps: levels(&account.scps, PolicyKind::ServiceControl),
        rcps: levels(&account.rcps, PolicyKind::ResourceControl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_in_a_matrix_calls_through_nobody() {
        let scenario = r#"{"version": 1,
            "keys": [{"arn": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "policy": {"Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
                    "Principal": {"Service": "sns.amazonaws.com", "AWS": "arn:aws:iam::111122223333:user/alice"},
                    "Condition": {"StringEquals": {"kms:ViaService": "sns.us-west-2.amazonaws.com"}}}}}],
            "principals": [{"service": "sns.amazonaws.com"}, {"arn": "arn:aws:iam::111122223333:user/alice"}],
            "matrix": {"actions": ["kms:Decrypt"], "request": {"via": "sns.us-west-2.amazonaws.com"}}}"#;
        let scenario = Scenario::from_json(scenario).expect("a scenario");
        let model = Model::new(&scenario).expect("it can be decided");
        let verdicts = model.matrix().cells.iter().map(|cell| cell.verdict).collect::<Vec<_>>();
        assert_eq!(verdicts, [Verdict::ImplicitDeny, Verdict::Allow]);
    }
}
