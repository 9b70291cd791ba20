//! What an error comes to in a scenario: whose cell of the matrix it is of, what would have to be
//! set to show it, and whether the scenario's own decision there is that of the error.

use super::{Blame, ErrorText, Exception, Explicitness, exception};
use crate::actions::{Action, Authorization};
use crate::arn::{Arn, is_account};
use crate::caller::{Caller, CallerKind, kind_of_arn};
use crate::decide::{Model, NOT_MODELLED, UNREADABLE_POLICY};
use crate::english::policy_type;
use crate::report::{Decision, LayerName, Verdict};
use crate::scenario::{DEFAULT_ACTIONS, Matrix, Principal, Scenario, Session};
use crate::services;
use serde::Serialize;

/// The principal of an error in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The text names none.
    Untold,
    /// The scenario has it.
    Known {
        /// Its id.
        id: String,
        /// The session that the text names, where the scenario has another one of the role.
        other_session: Option<String>,
        /// Others that the text may mean: two topics are one service to it.
        alike: Vec<String>,
    },
    /// The scenario lacks it; it can be added, without policies.
    Addable {
        /// The id that it would have.
        id: String,
        /// The role's ARN is told without its path.
        without_path: bool,
    },
    /// The scenario lacks it, and cannot take it.
    Unusable,
}

/// The key of an error in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The action has no key.
    None,
    /// The scenario has it, under this ARN.
    Known(String),
    /// The text names none: that of the matrix is taken.
    Assumed(String),
    /// The scenario lacks it.
    Unknown(String),
}

/// Something that is set to show the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A principal without policies.
    Principal(String),
    /// A row of the matrix.
    Row(String),
    /// A column of the matrix.
    Column(String),
    /// The key of the matrix.
    Key(String),
    /// The service through which its requests come; `None`: they come directly.
    Via(Option<String>),
    /// The Region of its requests.
    Region(String),
    /// The resource of its requests.
    Resource(String),
    /// The encryption context of its requests.
    EncryptionContext,
    /// The VPC endpoint of its requests.
    VpcEndpoint(String),
}

/// Whether the scenario decides as the error says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It does, for the same reason.
    Same,
    /// It does, for one of the three reasons that the text names (MSG-20).
    OneOfThree,
    /// It refuses, and the text does not say why.
    Refused,
    /// It refuses for another reason.
    OtherReason,
    /// It allows what the error refused.
    Allowed,
    /// The scenario does not say enough to decide.
    Undecided,
    /// The error is of no cell that can be shown.
    NotShown,
}

impl Agreement {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OneOfThree => "one-of-three",
            Self::Refused => "refused",
            Self::OtherReason => "other-reason",
            Self::Allowed => "allowed",
            Self::Undecided => "undecided",
            Self::NotShown => "not-shown",
        }
    }
}

/// A decision, as far as an error is held against it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// With the verdict `error`: the exception.
    pub error: Option<String>,
    /// The layer that settled it.
    pub layer: Option<LayerName>,
    /// The reason in one plain sentence.
    pub sentence: String,
    /// What AWS prints where it refuses, as near as is known.
    pub message: Option<String>,
}

impl Outcome {
    /// Of a decision.
    pub fn of(decision: &Decision) -> Self {
        Self {
            verdict: Some(decision.verdict),
            error: decision.error.clone(),
            layer: Some(decision.layer),
            sentence: decision.sentence.clone(),
            message: decision.message.clone(),
        }
    }
}

/// An error in a scenario.
#[derive(Clone, Debug)]
pub struct Here {
    /// Who.
    pub who: Who,
    /// The action as a matrix names it, where it can.
    pub action: Option<String>,
    /// On which key.
    pub key: Key,
    /// What would be set to show the cell.
    pub changes: Vec<Change>,
    /// The scenario with that, where the cell can be shown.
    pub scenario: Option<Scenario>,
    /// What is decided there.
    pub outcome: Option<Outcome>,
    /// Whether it is that of the error.
    pub agreement: Agreement,
}

impl ErrorText {
    /// What this error comes to in a scenario, which can be decided.
    ///
    /// ```
    /// use kms_policy::error_text::{Agreement, read};
    /// use kms_policy::scenario::Scenario;
    /// let scenario = Scenario::from_json(r#"{
    ///     "version": 1,
    ///     "keys": [{ "arn": "arn:aws:kms:eu-west-1:111122223333:key/k" }],
    ///     "principals": [{ "arn": "arn:aws:iam::111122223333:user/KeyUser" }]
    /// }"#).unwrap();
    /// let error = read("User: arn:aws:iam::111122223333:user/KeyUser is not authorized to perform: \
    ///     kms:Sign on resource: arn:aws:kms:eu-west-1:111122223333:key/k because no \
    ///     identity-based policy allows the kms:Sign action").unwrap();
    /// let here = error.in_scenario(&scenario);
    /// assert_eq!(here.agreement, Agreement::Same);
    /// // The matrix has no column for it yet.
    /// assert_eq!(here.changes.len(), 1);
    /// ```
    pub fn in_scenario(&self, scenario: &Scenario) -> Here {
        let (mut who, added) = who(self, scenario);
        let first = here(self, scenario, &who, added);
        let Who::Known { id, alike, other_session } = &mut who else { return first };
        // Of several that the text may mean it is one whose decision is that of the error.
        let agrees = |here: &Here| {
            matches!(here.agreement, Agreement::Same | Agreement::OneOfThree | Agreement::Refused)
        };
        if agrees(&first) {
            return first;
        }
        for index in 0..alike.len() {
            let Some(other) = alike.get(index).cloned() else { break };
            let mut others = alike.clone();
            if let Some(place) = others.get_mut(index) {
                place.clone_from(id);
            }
            let other_session = other_session.clone();
            let one = Who::Known { id: other, other_session, alike: others };
            let here = here(self, scenario, &one, None);
            if agrees(&here) {
                return here;
            }
        }
        first
    }
}

/// What an error comes to for one principal.
fn here(error: &ErrorText, scenario: &Scenario, who: &Who, added: Option<Principal>) -> Here {
    let action = error.cell_action();
    let key = key(error, scenario, action.as_deref());
    let mut here = Here {
        who: who.clone(),
        action,
        key,
        changes: Vec::new(),
        scenario: None,
        outcome: None,
        agreement: Agreement::NotShown,
    };
    let id = match who {
        Who::Known { id, .. } | Who::Addable { id, .. } => id.clone(),
        Who::Untold | Who::Unusable => return here,
    };
    let Some(action) = here.action.clone() else { return here };
    if matches!(here.key, Key::Unknown(_)) {
        return here;
    }
    let (changed, changes) = changed(error, scenario, &here.key, (&id, added), &action);
    if let Some(outcome) = decided(&changed, &id, &action) {
        here.agreement = agreement(error, &outcome);
        here.outcome = Some(outcome);
        here.changes = changes;
        here.scenario = Some(changed);
    }
    here
}

/// Decides the cell of a principal and an action.
fn decided(scenario: &Scenario, principal: &str, action: &str) -> Option<Outcome> {
    let model = Model::new(scenario).ok()?;
    Some(Outcome::of(&model.explain(&model.matrix_question(principal, action)?, 0)))
}

/// The principal, and what would be added for it.
fn who(error: &ErrorText, scenario: &Scenario) -> (Who, Option<Principal>) {
    let Some(told) = error.principal.as_ref().map(|told| told.value.as_str()) else {
        return (Who::Untold, None);
    };
    let callers = || {
        let all = (0..scenario.principals.len()).filter_map(|index| Caller::of(scenario, index));
        all.filter_map(|caller| Some((scenario.principals.get(caller.index)?.id(), caller)))
    };
    let known = |wanted: &dyn Fn(&Caller) -> bool, other_session: Option<&str>| {
        let mut found = callers().filter(|(_, one)| wanted(one)).map(|(id, _)| id.to_owned());
        let id = found.next()?;
        let other_session = other_session.map(str::to_owned);
        Some((Who::Known { id, other_session, alike: found.collect() }, None))
    };
    // A role's own ARN stands for its sessions, as in details of a refusal.
    let exact = known(&|one| one.arn == told, None);
    if let Some(found) = exact.or_else(|| known(&|one| one.identity_arn == told, None)) {
        return found;
    }
    let Some((arn, role, session)) = session_of(told) else {
        return addable(told);
    };
    let of_role = |one: &Caller| {
        one.kind == CallerKind::RoleSession
            && one.account == arn.account
            && one.short_name() == role
    };
    if let Some(found) = known(&of_role, Some(session)) {
        return found;
    }
    if !is_name(session) {
        return (Who::Unusable, None);
    }
    let arn = format!("arn:{}:iam::{}:role/{role}", arn.partition, arn.account);
    if kind_of_arn(&arn).is_none() || !is_name(role) {
        return (Who::Unusable, None);
    }
    let session = Session { name: Some(session.to_owned()), ..Session::default() };
    let added =
        Principal { arn: Some(arn.clone()), session: Some(session), ..Principal::default() };
    (Who::Addable { id: arn, without_path: true }, Some(added))
}

/// A user, a root user, a role or a service, which need nothing else.
fn addable(told: &str) -> (Who, Option<Principal>) {
    let name = Arn::parse(told).map_or(told, |arn| arn.resource);
    if !name.split('/').all(is_name) {
        return (Who::Unusable, None);
    }
    let who = Who::Addable { id: told.to_owned(), without_path: false };
    match kind_of_arn(told) {
        // A federated user uses the policies of a user that the text does not name.
        Some(CallerKind::FederatedUser) => (Who::Unusable, None),
        Some(_) => (who, Some(Principal { arn: Some(told.to_owned()), ..Principal::default() })),
        None if told.ends_with(".amazonaws.com") && name == told => {
            (who, Some(Principal { service: Some(told.to_owned()), ..Principal::default() }))
        }
        None => (Who::Unusable, None),
    }
}

/// Has it the characters of a name of IAM?
fn is_name(text: &str) -> bool {
    let is_in = |one: u8| one.is_ascii_alphanumeric() || b"+=,.@_-".contains(&one);
    !text.is_empty() && text.bytes().all(is_in)
}

/// The role and the session of `arn:aws:sts::…:assumed-role/ROLE/SESSION`.
fn session_of(text: &str) -> Option<(Arn<'_>, &str, &str)> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "sts" && is_account(arn.account))?;
    let (role, session) = arn.resource.strip_prefix("assumed-role/")?.split_once('/')?;
    Some((arn, role, session))
}

/// The key that is meant.
fn key(error: &ErrorText, scenario: &Scenario, action: Option<&str>) -> Key {
    let of_account = action.and_then(Action::named).is_some_and(|action| {
        matches!(action.authorization(), Authorization::Account | Authorization::RetiringPrincipal)
    });
    if of_account {
        return Key::None;
    }
    let matrix = scenario.matrix.as_ref().and_then(|matrix| matrix.key.clone());
    let first = || scenario.keys.first().map(|key| key.arn.clone());
    let Some(told) = error.key().map(|told| told.value.as_str()) else {
        return matrix.or_else(first).map_or(Key::None, Key::Assumed);
    };
    let caller = error.principal.as_ref().and_then(|one| Arn::parse(&one.value));
    let found = scenario.keys.iter().find(|key| {
        let Some(own) = Arn::parse(&key.arn) else { return false };
        let alias = |name: &str| key.aliases.iter().any(|alias| alias == name);
        match Arn::parse(told) {
            Some(arn) => {
                key.arn == told
                    || (alias(arn.resource) && Arn { resource: arn.resource, ..own } == arn)
            }
            // The name of an alias is one of the caller's account (X-3).
            None if told.starts_with("alias/") => {
                alias(told) && caller.is_none_or(|caller| caller.account == own.account)
            }
            None => own.resource.strip_prefix("key/") == Some(told),
        }
    });
    found.map_or_else(|| Key::Unknown(told.to_owned()), |key| Key::Known(key.arn.clone()))
}

/// The scenario with the cell in its matrix, and what was set for it.
fn changed(
    error: &ErrorText,
    scenario: &Scenario,
    key: &Key,
    (id, added): (&str, Option<Principal>),
    action: &str,
) -> (Scenario, Vec<Change>) {
    let mut scenario = scenario.clone();
    let mut changes = Vec::new();
    if let Some(principal) = added {
        scenario.principals.push(principal);
        changes.push(Change::Principal(id.to_owned()));
    }
    let endpoints: Vec<&str> = scenario.vpc_endpoints.iter().map(|one| one.id.as_str()).collect();
    let endpoint = error.vpc_endpoint.as_ref().map(|told| told.value.clone());
    let endpoint = endpoint.filter(|id| endpoints.contains(&id.as_str()));
    let first = scenario.keys.first().map(|key| key.arn.clone());
    let had = scenario.matrix.is_some();
    let mut matrix = scenario.matrix.take().unwrap_or_default();
    if let Some(rows) = matrix.principals.as_mut().filter(|rows| !rows.iter().any(|row| row == id))
    {
        rows.push(id.to_owned());
        changes.push(Change::Row(id.to_owned()));
    }
    let default = || DEFAULT_ACTIONS.map(str::to_owned).to_vec();
    let mut columns = matrix.actions.clone().unwrap_or_else(default);
    if !columns.iter().any(|column| column == action) {
        columns.push(action.to_owned());
        matrix.actions = Some(columns);
        changes.push(Change::Column(action.to_owned()));
    }
    if let Key::Known(arn) = key
        && matrix.key.as_ref().or(first.as_ref()) != Some(arn)
    {
        matrix.key = Some(arn.clone());
        changes.push(Change::Key(arn.clone()));
    }
    let key_region = matrix.key.as_ref().or(first.as_ref()).and_then(|arn| Arn::parse(arn));
    let key_region = key_region.map(|arn| arn.region.to_owned());
    let request = &mut matrix.request;
    let region = error.region().map(str::to_owned).or(key_region.clone());
    let of_service = !action.starts_with("kms:");
    let via = error.via.as_ref().and_then(|via| via_service(&via.value, region.as_deref()));
    let via = via.filter(|_| !of_service);
    if via.is_some() || error.direct || of_service {
        change(&mut request.via, via, &mut changes, Change::Via);
    }
    if let Some(region) = region.filter(|region| {
        request.region.as_ref().or(key_region.as_ref()).is_some_and(|now| now != region)
    }) {
        request.region = Some(region.clone());
        changes.push(Change::Region(region));
    }
    let resource = error.resource.as_ref().map(|told| told.value.as_str());
    if let Some(resource) =
        resource.filter(|text| of_service && services::is_resource(action, text))
    {
        let set = Some(resource.to_owned());
        change(&mut request.resource, set, &mut changes, |set| {
            Change::Resource(set.unwrap_or_default())
        });
    }
    if endpoint.is_some() {
        change(&mut request.vpc_endpoint, endpoint, &mut changes, |set| {
            Change::VpcEndpoint(set.unwrap_or_default())
        });
    }
    let pairs = &error.encryption_context;
    let same = pairs.len() == request.encryption_context.len()
        && pairs.iter().all(|(name, value)| request.encryption_context.get(name) == Some(value));
    if !pairs.is_empty() && !same {
        request.encryption_context = pairs.iter().cloned().collect();
        changes.push(Change::EncryptionContext);
    }
    scenario.matrix = (had || matrix != Matrix::default()).then_some(matrix);
    (scenario, changes)
}

/// Sets a field that has another value.
fn change(
    field: &mut Option<String>,
    set: Option<String>,
    changes: &mut Vec<Change>,
    told: impl Fn(Option<String>) -> Change,
) {
    if *field != set {
        field.clone_from(&set);
        changes.push(told(set));
    }
}

/// `s3.us-east-1.amazonaws.com`, of a service however it is told.
fn via_service(told: &str, region: Option<&str>) -> Option<String> {
    let parts: Vec<&str> = told.split('.').collect();
    match parts.as_slice() {
        [_, _, "amazonaws", "com"] => Some(told.to_owned()),
        [service] | [service, "amazonaws", "com"] => {
            Some(format!("{service}.{}.amazonaws.com", region?))
        }
        _ => None,
    }
}

/// Does the decision say what the error says?
fn agreement(error: &ErrorText, outcome: &Outcome) -> Agreement {
    match outcome.verdict {
        Some(Verdict::Allow) if error.allowed => Agreement::Same,
        Some(Verdict::Allow) => Agreement::Allowed,
        Some(Verdict::Error) => of_error(error, outcome.error.as_deref().unwrap_or_default()),
        Some(verdict) => of_denial(&error.blame.value, verdict, outcome),
        None => Agreement::Undecided,
    }
}

fn of_error(error: &ErrorText, name: &str) -> Agreement {
    if name == NOT_MODELLED || name == UNREADABLE_POLICY {
        return Agreement::Undecided;
    }
    match &error.blame.value {
        Blame::Exception(told) if exception::is_called(*told, name) => Agreement::Same,
        _ => Agreement::OtherReason,
    }
}

fn of_denial(blame: &Blame, verdict: Verdict, outcome: &Outcome) -> Agreement {
    let explicit = verdict == Verdict::ExplicitDeny;
    match blame {
        Blame::Policies { layers, how } => {
            let same_way = explicit == (*how == Explicitness::Explicit);
            let same =
                |layer: &LayerName| Some(policy_type(*layer)) == outcome.layer.map(policy_type);
            match (same_way, layers.is_empty()) {
                (false, _) => Agreement::OtherReason,
                (true, true) => Agreement::Refused,
                (true, false) if layers.iter().any(same) => Agreement::Same,
                (true, false) => Agreement::OtherReason,
            }
        }
        Blame::OwnersSide { .. } => {
            let owners = |text: &String| text.contains("does not exist in this Region");
            let of_owner = outcome.message.as_ref().is_some_and(owners);
            if of_owner { Agreement::OneOfThree } else { Agreement::OtherReason }
        }
        Blame::Exception(Exception::AccessDenied | Exception::Unauthorized) | Blame::Unsaid => {
            Agreement::Refused
        }
        Blame::TrustPolicy | Blame::Exception(_) => Agreement::OtherReason,
    }
}
