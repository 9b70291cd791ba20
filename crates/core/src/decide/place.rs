//! Where a check is decided: what it is about, in which Region, and how caller and key stand to
//! each other.

use super::identify::{self, Identified};
use super::rule::Relation;
use super::{Model, Question};
use crate::actions::{Action, KeyKind};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::region;
use crate::rules::Rule;
use crate::scenario::{Grant, Key, Principal, Session, VpcEndpoint};

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A key of the scenario.
    Key(usize),
    /// A key of another account that the scenario does not define.
    ForeignKey,
    /// No key.
    NoKey,
    /// No key: the replica that is to be made.
    Replica,
    /// An alias: it has no policy of its own (OP-10).
    Alias,
    /// The retiring principal whose grants are listed (OP-3).
    RetiringPrincipal,
    /// The tags of a key that does not exist yet.
    NewKeyTags,
    /// A grant on a key that is to be retired (G-12).
    Grant {
        /// The key.
        key: usize,
        /// The grant on it; `None` where it has none.
        grant: Option<usize>,
    },
    /// A resource of another service, and the bucket of the scenario it lies in (S-7).
    Resource {
        /// The bucket.
        bucket: Option<usize>,
    },
}

impl Target {
    /// The key of the scenario that it is about.
    pub fn key(self) -> Option<usize> {
        match self {
            Self::Key(key) | Self::Grant { key, .. } => Some(key),
            _ => None,
        }
    }

    /// Is it about a key?
    pub fn is_key(self) -> bool {
        matches!(self, Self::Key(_) | Self::ForeignKey | Self::Grant { .. })
    }

    /// Is it a key that the scenario does not define?
    pub fn is_foreign(self) -> bool {
        self == Self::ForeignKey
    }

    /// Is it a resource of another service?
    pub fn is_resource(self) -> bool {
        matches!(self, Self::Resource { .. })
    }

    /// Is it an alias?
    pub fn is_alias(self) -> bool {
        self == Self::Alias
    }
}

/// Caller, target and everything else of a question but its action.
#[derive(Clone, Debug)]
pub(crate) struct Place<'m> {
    pub model: &'m Model<'m>,
    pub caller: &'m Caller,
    pub question: Question<'m>,
    pub region: &'m str,
    pub target: Target,
    /// The text that Resource elements are matched with: an ARN, or the one that stands for "no
    /// key" (OP-3).
    pub resource: String,
    /// The rule by which the key was found, where it was not named by its own ARN.
    pub found_by: Option<Rule>,
    /// The alias that the request names (C-22).
    pub alias: Option<String>,
    pub relation: Relation,
    /// Is it the lockout check of a new key policy (K-30)?
    pub during_save: bool,
}

impl<'m> Place<'m> {
    /// The key, where the scenario defines it.
    pub fn key(&self) -> Option<&'m Key> {
        self.model.scenario.keys.get(self.target.key()?)
    }

    /// The account of the key or resource, or of the caller where there is none.
    pub fn owner(&self) -> &str {
        if let Target::Resource { bucket: Some(bucket) } = self.target {
            return self.model.owner_of_bucket(self.caller, bucket);
        }
        match Arn::parse(&self.resource) {
            Some(arn) if self.target.is_key() || self.target.is_resource() => arn.account,
            _ => &self.caller.account,
        }
    }

    /// The service whose action is asked for.
    pub fn service(&self) -> &'m str {
        self.question.part.map_or("kms", |part| part.action.service())
    }

    /// Has the resource a policy that no scenario holds?
    pub fn has_unseen_policy(&self) -> bool {
        self.target.is_resource() && !matches!(self.service(), "s3" | "ec2")
    }

    /// The caller as the scenario has it.
    pub fn principal(&self) -> Option<&'m Principal> {
        self.model.scenario.principals.get(self.caller.index)
    }

    /// The principal whose policies and tags the caller uses.
    pub fn issuer(&self) -> Option<&'m Principal> {
        self.model.scenario.principals.get(self.caller.policies_of)
    }

    /// The caller's session.
    pub fn session(&self) -> Option<&'m Session> {
        self.principal()?.session.as_ref()
    }

    /// Did the caller sign in with MFA?
    pub fn has_mfa(&self) -> bool {
        self.principal().and_then(|one| one.mfa).unwrap_or(false)
    }

    /// The VPC endpoint that the request passes.
    pub fn endpoint(&self) -> Option<(usize, &'m VpcEndpoint)> {
        let id = self.question.vpc_endpoint?;
        self.model.scenario.vpc_endpoints.iter().enumerate().find(|(_, one)| one.id == id)
    }

    /// The grant that is to be retired.
    pub fn grant(&self) -> Option<(usize, &'m Grant)> {
        let Target::Grant { key, grant: Some(grant) } = self.target else {
            return None;
        };
        Some((grant, self.model.scenario.keys.get(key)?.grants.get(grant)?))
    }

    /// Was a ciphertext of this key made with the key of this place, and is that sure? Only a
    /// symmetric ciphertext tells.
    pub fn made_ciphertext_of(&self, text: &str) -> (bool, bool) {
        let other = self.model.key_of_ciphertext(self.caller, text, self.region);
        let made = other.is_some_and(|other| other.arn == self.resource);
        (made, other.is_some_and(|other| other.kind() == KeyKind::Symmetric))
    }

    /// Does the text of a request name the key of this place, where it is of this action?
    pub fn resolves_to_this_key(&self, text: &str, action: Action) -> bool {
        let found = identify::identify(self.model.scenario, self.caller, action, text, self.region);
        match found {
            Identified::Key(index, ..) => self.target.key() == Some(index),
            Identified::Foreign(arn) => arn == self.resource,
            _ => false,
        }
    }

    /// A parameter of the operation that asks for this action.
    pub fn given(&self, action: Action, name: &str) -> Option<&'m serde_json::Value> {
        self.question.given(action.operation(), name)
    }

    /// Is the caller a service?
    pub fn is_service(&self) -> bool {
        self.caller.kind == CallerKind::Service
    }

    /// Are caller and key of one account, or is there no key?
    pub fn is_same_account(&self) -> bool {
        matches!(self.relation, Relation::SameAccount | Relation::NoKey)
    }
}

impl<'m> Model<'m> {
    /// The Region of the endpoint a question goes to; empty where nothing tells.
    pub(crate) fn region<'a>(&'a self, question: &Question<'a>) -> &'a str {
        let of_arn = |text: &'a str| Arn::parse(text).map(|arn| arn.region);
        let target_key = || {
            let operation = question.action.trim_start_matches("kms:");
            of_arn(question.given(operation, "TargetKeyId")?.as_str()?)
        };
        question
            .region
            .or_else(|| question.key.and_then(of_arn))
            .or_else(target_key)
            .or_else(|| question.ciphertext_key.and_then(of_arn))
            .or_else(|| question.destination_key.and_then(of_arn))
            .or_else(|| self.scenario.keys.first().and_then(|key| of_arn(&key.arn)))
            .unwrap_or_default()
    }

    fn place<'a>(
        &'a self,
        caller: &'a Caller,
        question: Question<'a>,
        region: &'a str,
        target: Target,
        resource: String,
    ) -> Place<'a> {
        Place {
            model: self,
            caller,
            question,
            region,
            target,
            resource,
            found_by: None,
            alias: None,
            relation: Relation::NoKey,
            during_save: false,
        }
    }

    /// Where a check on a key is decided; otherwise why there is no such place. `text`: the key as
    /// the request names it; absent, the first of the scenario.
    pub(crate) fn place_of<'a>(
        &'a self,
        caller: &'a Caller,
        action: Action,
        question: Question<'a>,
        text: Option<&str>,
        region: &'a str,
    ) -> Result<Place<'a>, Identified> {
        let first = || self.scenario.keys.first().map(|key| key.arn.as_str());
        let Some(text) = text.or_else(first) else {
            return Err(Identified::NotFound(
                "the scenario has no key".to_owned(),
                vec![Rule::OP23],
            ));
        };
        let identified = identify::identify(self.scenario, caller, action, text, region);
        Ok(match identified {
            Identified::Key(index, found_by, alias) => {
                let resource = self.scenario.keys.get(index).map_or("", |key| &key.arn).to_owned();
                let relation = self.relation(caller, &resource, region);
                let place = self.place(caller, question, region, Target::Key(index), resource);
                Place { found_by, alias, relation, ..place }
            }
            // What the caller's own policies deny is known all the same.
            Identified::Foreign(arn) => self.place_of_foreign(caller, question, region, arn),
            other => return Err(other),
        })
    }

    /// The same, where the ciphertext says which key it is. AWS does not tell whether there is such
    /// a key in the Region (MSG-21).
    pub(crate) fn place_of_ciphertext<'a>(
        &'a self,
        caller: &'a Caller,
        action: Action,
        question: Question<'a>,
        text: &str,
        region: &'a str,
    ) -> Result<Place<'a>, Identified> {
        match self.key_of_ciphertext(caller, text, region) {
            Some(key) => self.place_of(caller, action, question, Some(&key.arn), region),
            None => Ok(self.place_of_foreign(caller, question, region, text.to_owned())),
        }
    }

    fn place_of_foreign<'a>(
        &'a self,
        caller: &'a Caller,
        question: Question<'a>,
        region: &'a str,
        arn: String,
    ) -> Place<'a> {
        let relation = match caller.kind {
            CallerKind::Service => Relation::Service,
            _ => Relation::CrossAccount { region_enabled: true },
        };
        let place = self.place(caller, question, region, Target::ForeignKey, arn);
        Place { relation, ..place }
    }

    /// The key that made a ciphertext, as it is in this Region: replicas of a multi-Region key
    /// have its ID and material (K-70).
    fn key_of_ciphertext<'a>(
        &'a self,
        caller: &Caller,
        text: &str,
        region: &str,
    ) -> Option<&'a Key> {
        let decrypt = Action::bare("Decrypt")?;
        let found = identify::identify(self.scenario, caller, decrypt, text, region);
        if let Identified::Key(index, ..) = found {
            return self.scenario.keys.get(index);
        }
        let made_with = Arn::parse(text).filter(|arn| arn.resource.starts_with("key/"))?;
        let here = Arn { region, ..made_with }.to_string();
        self.scenario.keys.iter().find(|key| key.arn == here && key.multi_region.is_some())
    }

    fn relation(&self, caller: &Caller, resource: &str, region: &str) -> Relation {
        let owner = Arn::parse(resource).map_or(("", ""), |arn| (arn.partition, arn.account));
        if caller.kind == CallerKind::Service {
            Relation::Service
        } else if owner == (caller.partition.as_str(), caller.account.as_str()) {
            Relation::SameAccount
        } else {
            Relation::CrossAccount { region_enabled: self.is_enabled(caller, region) }
        }
    }

    /// Where another service decides on its own resource (S-7, S-8).
    pub(crate) fn place_of_resource<'a>(
        &'a self,
        caller: &'a Caller,
        question: Question<'a>,
        region: &'a str,
        arn: &str,
        bucket: Option<usize>,
    ) -> Place<'a> {
        let target = Target::Resource { bucket };
        let place = self.place(caller, question, region, target, arn.to_owned());
        let relation = match caller.kind {
            CallerKind::Service => Relation::Service,
            // Accounts of two partitions are two.
            _ if place.owner() == caller.account
                && Arn::parse(arn).is_some_and(|arn| arn.partition == caller.partition) =>
            {
                Relation::SameAccount
            }
            _ => Relation::CrossAccount { region_enabled: true },
        };
        Place { relation, ..place }
    }

    /// The account of a bucket: where the scenario does not say, the caller's, and of a service the
    /// first key's.
    fn owner_of_bucket<'a>(&'a self, caller: &'a Caller, bucket: usize) -> &'a str {
        let bucket = self.scenario.buckets.get(bucket);
        if let Some(account) = bucket.and_then(|bucket| bucket.account.as_deref()) {
            return account;
        }
        let first = || Arn::parse(&self.scenario.keys.first()?.arn).map(|arn| arn.account);
        match caller.kind {
            CallerKind::Service => first().unwrap_or_default(),
            _ => &caller.account,
        }
    }

    /// Where a check without a key is decided (OP-3, R-14).
    pub(crate) fn place_without_key<'a>(
        &'a self,
        caller: &'a Caller,
        question: Question<'a>,
        region: &'a str,
        target: Target,
    ) -> Place<'a> {
        let Caller { partition, account, .. } = caller;
        let resource = match target {
            Target::NewKeyTags => format!("arn:{partition}:kms:{region}:{account}:key/*"),
            _ => format!("arn:{partition}:kms:{region}:{account}:*"),
        };
        self.place(caller, question, region, target, resource)
    }

    /// Where the alias half of an alias operation is decided.
    pub(crate) fn place_of_alias<'a>(
        &'a self,
        caller: &'a Caller,
        question: Question<'a>,
        region: &'a str,
        alias: &str,
    ) -> Place<'a> {
        let Caller { partition, account, .. } = caller;
        let resource = format!("arn:{partition}:kms:{region}:{account}:{alias}");
        self.place(caller, question, region, Target::Alias, resource)
    }

    /// Where ListRetirableGrants is decided: on the ARN of the retiring principal.
    pub(crate) fn place_of_retiring_principal<'a>(
        &'a self,
        caller: &'a Caller,
        question: Question<'a>,
        region: &'a str,
    ) -> Place<'a> {
        let given = ["RetiringPrincipal", "RetiringServicePrincipal"]
            .iter()
            .find_map(|name| question.parameters.get(*name)?.as_str());
        let resource = given.unwrap_or(&caller.identity_arn).to_owned();
        self.place(caller, question, region, Target::RetiringPrincipal, resource)
    }

    /// Is a Region enabled in an account (E-26)?
    fn is_enabled(&self, caller: &Caller, region: &str) -> bool {
        let opted_in = self
            .scenario
            .accounts
            .iter()
            .find(|one| one.id == caller.account)
            .and_then(|one| one.opt_in_regions.as_ref());
        opted_in.is_none_or(|opted_in| {
            caller.partition != "aws"
                || region::ALWAYS_ENABLED.contains(&region)
                || opted_in.iter().any(|one| one == region)
        })
    }
}
