//! The checks that an operation takes: most take one, some take two or three (E-14, OP-4, OP-10).

use super::identify::Identified;
use super::place::{Place, Target};
use super::rule::Relation;
use super::{Model, Question};
use crate::actions::{Action, Authorization};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::rules::Rule;
use crate::scenario::Key;
use crate::services::{self, On, Part, Step};
use serde_json::Value;

/// One check of an operation: an action, and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    pub action: Action,
    pub about: About,
}

impl Check {
    /// What a part of an operation of another service asks for.
    pub fn of(part: &Part) -> Self {
        let about = match part.on {
            On::Key(_) => About::Key,
            On::Resource(..) => About::Resource,
        };
        Self { action: part.action, about }
    }
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The key that the request names.
    Key,
    /// The key that an alias shall stand for.
    TargetKey,
    /// The second key of ReEncrypt.
    DestinationKey,
    /// The key that an alias stands for.
    KeyOfAlias,
    /// The replica that shall become the primary key.
    NewPrimary,
    /// Nothing.
    NoKey,
    /// Nothing, in the Region of the replica.
    NoKeyInReplicaRegion,
    /// The alias.
    Alias,
    /// The retiring principal.
    RetiringPrincipal,
    /// The tags of a new key.
    NewKeyTags,
    /// The tags of a new key in the Region of the replica.
    NewKeyTagsInReplicaRegion,
    /// The grant that is to be retired.
    Grant,
    /// A resource of another service.
    Resource,
}

impl<'q> Question<'q> {
    pub(super) fn text_parameter(&self, name: &str) -> Option<&'q str> {
        self.parameters.get(name).and_then(Value::as_str)
    }

    /// The grant that a request names by its ID or token.
    fn named_grant(&self) -> Option<&'q str> {
        self.text_parameter("GrantId")
            .or_else(|| self.text_parameter("GrantToken"))
            .or_else(|| self.grant_tokens.first().map(String::as_str))
    }

    fn sets_tags(&self) -> bool {
        self.parameters.get("Tags").and_then(Value::as_array).is_some_and(|tags| !tags.is_empty())
    }

    pub(crate) fn is_put_key_policy(&self) -> bool {
        self.action == "kms:PutKeyPolicy"
    }

    /// Does the request leave the key to the ciphertext?
    pub(crate) fn is_by_ciphertext(&self) -> bool {
        self.key.is_none() && self.ciphertext_key.is_some()
    }
}

/// The checks that a question's operation takes, in order; none where it is of another service.
pub(crate) fn checks(
    question: &Question<'_>,
    action: Option<Action>,
) -> impl Iterator<Item = Check> + use<> {
    let own = |about| action.map(|action| Check { action, about });
    let check = |name: &str, about| Some(Check { action: Action::bare(name)?, about });
    let tags = |about| if question.sets_tags() { check("TagResource", about) } else { None };
    let known = action.map(|action| (action.authorization(), action.bare_name()));
    let all = match known.unwrap_or((Authorization::Internal, question.action)) {
        (_, "kms:ReEncrypt") => {
            [check("ReEncryptFrom", About::Key), check("ReEncryptTo", About::DestinationKey), None]
        }
        (Authorization::Account, "CreateKey") => [own(About::NoKey), tags(About::NewKeyTags), None],
        (Authorization::Account | Authorization::Internal, _) => [own(About::NoKey), None, None],
        (Authorization::Alias, "CreateAlias") => [own(About::Alias), own(About::TargetKey), None],
        (Authorization::Alias, "DeleteAlias") => [own(About::Alias), own(About::KeyOfAlias), None],
        (Authorization::Alias, _) => {
            [own(About::Alias), own(About::KeyOfAlias), own(About::TargetKey)]
        }
        (Authorization::RetireGrant, _) => [own(About::Grant), None, None],
        (Authorization::RetiringPrincipal, _) => [own(About::RetiringPrincipal), None, None],
        (Authorization::Key, "ReplicateKey") => [
            own(About::Key),
            check("CreateKey", About::NoKeyInReplicaRegion),
            tags(About::NewKeyTagsInReplicaRegion),
        ],
        (Authorization::Key, "UpdatePrimaryRegion") => {
            let named = question.text_parameter("PrimaryRegion").is_some();
            [own(About::Key), own(About::NewPrimary).filter(|_| named), None]
        }
        (Authorization::Key, "ReEncryptTo")
            if question.destination_key.is_some() || question.is_by_ciphertext() =>
        {
            [own(About::DestinationKey), None, None]
        }
        (Authorization::Key | Authorization::Service, _) => [own(About::Key), None, None],
    };
    all.into_iter().flatten()
}

/// Stands for the alias where neither the request names one nor the key has one.
const NO_ALIAS: &str = "alias/NAME";

impl<'m> Model<'m> {
    /// Where a check is decided; otherwise why there is no such place.
    pub(crate) fn place_of_check<'a>(
        &'a self,
        caller: &'a Caller,
        question: Question<'a>,
        check: Check,
    ) -> Result<Place<'a>, Identified> {
        let region = self.region(&question);
        let replica_region = question.text_parameter("ReplicaRegion").unwrap_or(region);
        let without = |region, target| Ok(self.place_without_key(caller, question, region, target));
        match check.about {
            About::Key => match question.ciphertext_key.filter(|_| question.is_by_ciphertext()) {
                Some(text) => {
                    self.place_of_ciphertext(caller, check.action, question, text, region)
                }
                None => self.place_of(caller, check.action, question, question.key(), region),
            },
            About::TargetKey => {
                let text = question.key.or_else(|| question.text_parameter("TargetKeyId"));
                self.place_of(caller, check.action, question, text, region)
            }
            About::DestinationKey => {
                self.place_of(caller, check.action, question, question.destination_key, region)
            }
            About::KeyOfAlias => {
                let alias = self.alias(&question);
                let found = self.key_of_alias(caller, alias, region);
                match found {
                    Some(key) => {
                        self.place_of(caller, check.action, question, Some(&key.arn), region)
                    }
                    None if alias == NO_ALIAS => Err(Identified::NoAlias),
                    None => {
                        let Caller { partition, account, .. } = caller;
                        let arn = format!("arn:{partition}:kms:{region}:{account}:{alias}");
                        let rules = vec![Rule::OP10, Rule::OP23];
                        Err(Identified::NotFound(format!("Alias {arn} is not found."), rules))
                    }
                }
            }
            About::NewPrimary => {
                let current =
                    self.place_of(caller, check.action, question, question.key(), region)?;
                let wanted = question.text_parameter("PrimaryRegion").unwrap_or(region);
                let arn = Arn::parse(&current.resource)
                    .map_or_else(String::new, |arn| Arn { region: wanted, ..arn }.to_string());
                self.place_of(caller, check.action, question, Some(&arn), wanted)
                    .map(|place| Place { found_by: Some(Rule::R11), ..place })
            }
            About::Resource => match question.part.map(|part| &part.on) {
                Some(On::Resource(arn, bucket)) => {
                    Ok(self.place_of_resource(caller, question, region, arn, *bucket))
                }
                _ => Err(Identified::Service),
            },
            About::NoKey => without(region, Target::NoKey),
            About::NoKeyInReplicaRegion => without(replica_region, Target::Replica),
            About::NewKeyTags => without(region, Target::NewKeyTags),
            About::NewKeyTagsInReplicaRegion => without(replica_region, Target::NewKeyTags),
            About::Alias => {
                Ok(self.place_of_alias(caller, question, region, self.alias(&question)))
            }
            About::RetiringPrincipal => {
                Ok(self.place_of_retiring_principal(caller, question, region))
            }
            About::Grant => {
                // A token says itself which key its grant is on.
                let of_token = || {
                    let id = question.named_grant()?;
                    let keys = &self.scenario.keys;
                    keys.iter().find(|key| key.grants.iter().any(|grant| grant.id == id))
                };
                let text = question.key().or_else(|| Some(of_token()?.arn.as_str()));
                let place = self.place_of(caller, check.action, question, text, region)?;
                let Target::Key(key) = place.target else {
                    return Ok(place);
                };
                let grant = self.named_grant(key, &question)?;
                let relation = match caller.kind {
                    CallerKind::Service => Relation::Service,
                    _ => Relation::SameAccount,
                };
                Ok(Place { target: Target::Grant { key, grant }, relation, ..place })
            }
        }
    }

    /// Visits every check of a question's operation, of another service too, that has a place: its
    /// number among them, from 0, its place and its action.
    pub(crate) fn for_each_check(
        &self,
        question: &Question<'_>,
        visit: &mut dyn FnMut(usize, &Place<'_>, Action),
    ) {
        let Some(caller) = self.callers.get(question.principal) else { return };
        if !services::is_operation(question.action) {
            let all = checks(question, Action::named(question.action));
            for (index, check) in all.enumerate() {
                if let Ok(place) = self.place_of_check(caller, *question, check) {
                    visit(index, &place, check.action);
                }
            }
            return;
        }
        let steps = services::steps(self, caller, question).into_iter();
        for (index, step) in steps.enumerate() {
            let Step::Ask(part) = step else { continue };
            let asked = part.question(question);
            if let Ok(place) = self.place_of_check(caller, asked, Check::of(&part)) {
                visit(index, &place, part.action);
            }
        }
    }

    /// The alias that an alias operation is about: of the parameter, else the first that the key
    /// has, else one that says what it is.
    fn alias<'a>(&'a self, question: &Question<'a>) -> &'a str {
        let given = question.text_parameter("AliasName");
        let of_key = || {
            let text = question.key.or_else(|| question.text_parameter("TargetKeyId"));
            let key = match text {
                Some(text) => self.scenario.keys.iter().find(|key| {
                    key.arn == text
                        || Arn::parse(&key.arn)
                            .is_some_and(|arn| arn.resource.strip_prefix("key/") == Some(text))
                }),
                None => self.scenario.keys.first(),
            };
            key.and_then(|key| key.aliases.first()).map(String::as_str)
        };
        given.or_else(of_key).unwrap_or(NO_ALIAS)
    }

    fn key_of_alias(&self, caller: &Caller, alias: &str, region: &str) -> Option<&'m Key> {
        self.scenario.keys.iter().find(|key| {
            let own = Arn::parse(&key.arn).is_some_and(|arn| {
                let Caller { partition, account, .. } = caller;
                (arn.partition, arn.account, arn.region) == (partition, account, region)
            });
            own && key.aliases.iter().any(|one| one == alias)
        })
    }

    /// The grant that a request names by its ID or token; the first one where it names none.
    fn named_grant(
        &self,
        key: usize,
        question: &Question<'_>,
    ) -> Result<Option<usize>, Identified> {
        let grants = self.scenario.keys.get(key).map_or(&[][..], |key| key.grants.as_slice());
        let named = question.named_grant();
        let Some(id) = named else {
            return Ok((!grants.is_empty()).then_some(0));
        };
        match grants.iter().position(|grant| grant.id == id) {
            Some(grant) => Ok(Some(grant)),
            None => Err(Identified::NotFound(format!("Grant ID {id} not found"), vec![Rule::G12])),
        }
    }
}
