//! What a field offers: values, and what each is called.

use super::names;
use super::place::indices;
use crate::actions::{Action, COMPOUND_ACTIONS, parameters};
use crate::arn::Arn;
use crate::assist::VIA;
use crate::caller::{CallerKind, kind_of_arn};
use crate::condition::KeyName;
use crate::english::build as english;
use crate::region::{ALWAYS_ENABLED, OTHERS};
use crate::scenario::{ENCRYPTIONS, ORIGINS, SPECS, STATES, Scenario, usages};

/// What a field offers; where it is a choice, all that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    Nothing,
    /// These words.
    Words(&'static [&'static str]),
    Accounts,
    Regions,
    OptInRegions,
    /// Key ARNs.
    Keys,
    /// Keys as callers write them.
    KeyNames,
    /// Principals by id.
    Principals,
    /// Principals that others can use the policies of.
    Issuers,
    /// ARNs of users and roles.
    Grantees,
    Services,
    Via,
    Endpoints,
    Grants,
    Actions,
    /// Operations that a grant can allow.
    Operations,
    /// Usages of the key's spec.
    Usages,
    Specs,
    Origins,
    States,
    Encryptions,
    /// Parameters of the request's operation, or of any.
    Parameters,
    ConditionKeys,
    /// Policies, by JSON Pointer.
    Documents,
    /// Users and roles of the account of the key that is made.
    Own,
    /// Accounts other than that of the key that is made.
    Others,
}

/// Values with what they are called; what has no other name is called by its value.
pub(super) type Offers = Vec<(String, String)>;

impl Offer {
    /// What is offered at a place, which is about a key of this account and spec.
    pub fn of(self, scenario: &Scenario, at: &str, (account, spec): (&str, &str)) -> Offers {
        let mut found: Offers = Vec::new();
        let mut add = |value: &str, name: &str| {
            if found.iter().all(|(one, _)| one != value) {
                found.push((value.to_owned(), name.to_owned()));
            }
        };
        let mut plain =
            |values: &mut dyn Iterator<Item = &str>| values.for_each(|one| add(one, one));
        let place = indices(at);
        match self {
            Self::Nothing => {}
            Self::Words(words) => {
                words.iter().for_each(|word| add(word, english::word(word)));
            }
            Self::Accounts => {
                names::accounts(scenario)
                    .iter()
                    .for_each(|id| add(id, &names::account(scenario, id)));
            }
            Self::Others => {
                let others = names::accounts(scenario).into_iter().filter(|id| *id != account);
                others.for_each(|id| add(&id, &names::account(scenario, &id)));
            }
            Self::Regions => {
                let of_keys =
                    scenario.keys.iter().filter_map(|key| Some(Arn::parse(&key.arn)?.region));
                plain(&mut of_keys.chain(ALWAYS_ENABLED).chain(OTHERS));
            }
            Self::OptInRegions => plain(&mut OTHERS.into_iter()),
            Self::Keys => {
                for (index, key) in scenario.keys.iter().enumerate() {
                    add(&key.arn, &names::key(scenario, index));
                }
            }
            Self::KeyNames => {
                let offered = crate::form::choices(crate::form::Field::Key, scenario, "");
                plain(&mut offered.iter().map(String::as_str));
            }
            Self::Principals | Self::Issuers => {
                for (index, one) in scenario.principals.iter().enumerate() {
                    let issues = one.issuer.is_none() && one.service.is_none();
                    let other = place.first() != Some(&index) && issues;
                    if self == Self::Principals || other {
                        add(one.id(), &names::principal(scenario, index));
                    }
                }
            }
            Self::Grantees | Self::Own => {
                for (index, one) in scenario.principals.iter().enumerate() {
                    let Some(arn) = &one.arn else { continue };
                    let kind = kind_of_arn(arn);
                    let named = matches!(kind, Some(CallerKind::User | CallerKind::RoleSession));
                    let of_account = Arn::parse(arn).is_some_and(|arn| arn.account == account);
                    if named && (self == Self::Grantees || of_account) {
                        add(arn, &names::bearer(scenario, index));
                    }
                }
            }
            Self::Services => plain(&mut crate::assist::SERVICES.into_iter()),
            Self::Via => {
                let regions =
                    scenario.keys.iter().filter_map(|key| Some(Arn::parse(&key.arn)?.region));
                for region in regions {
                    VIA.iter().for_each(|service| {
                        let via = format!("{service}.{region}.amazonaws.com");
                        add(&via, &via);
                    });
                }
            }
            Self::Endpoints => plain(&mut scenario.vpc_endpoints.iter().map(|one| &*one.id)),
            Self::Grants => {
                let grants = scenario.keys.iter().flat_map(|key| &key.grants);
                plain(&mut grants.map(|grant| &*grant.id).filter(|id| !id.is_empty()));
            }
            Self::Actions => {
                plain(&mut COMPOUND_ACTIONS.into_iter());
                Action::all().for_each(|action| add(&action.to_string(), &action.to_string()));
            }
            Self::Operations => {
                plain(&mut Action::all().filter(|one| one.is_grantable()).map(Action::bare_name));
            }
            Self::Usages => {
                plain(&mut usages(spec).iter().copied());
            }
            Self::Specs => plain(&mut SPECS.into_iter()),
            Self::Origins => plain(&mut ORIGINS.into_iter()),
            Self::States => plain(&mut STATES.into_iter()),
            Self::Encryptions => plain(&mut ENCRYPTIONS.into_iter()),
            Self::Parameters => {
                let request = place.first().and_then(|index| scenario.requests.get(*index));
                let action = request.map_or("", |request| request.action.as_str());
                let operation = Action::named(action).map_or(action, |one| one.operation());
                plain(&mut parameters::of_operation(operation).iter().map(|(name, _)| *name));
            }
            Self::ConditionKeys => plain(&mut KeyName::ALL.iter().map(|name| name.spelling())),
            Self::Documents => {
                scenario.clone().for_each_document(|at, _| add(at, &names::document(scenario, at)));
            }
        }
        found
    }
}
