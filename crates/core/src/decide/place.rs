//! Where a question is decided: which key it means, in which Region, and how caller and key stand
//! to each other.

use super::identify::{self, Identified};
use super::rule::Relation;
use super::{Model, Question};
use crate::actions::Action;
use crate::arn::Arn;
use crate::caller::Caller;
use crate::rules::Rule;

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

impl Model<'_> {
    /// The Region of the endpoint a question goes to.
    pub(crate) fn region<'a>(&'a self, question: &Question<'a>) -> &'a str {
        let of_arn = |text: &'a str| Arn::parse(text).map(|arn| arn.region);
        question
            .region
            .or_else(|| question.key().and_then(of_arn))
            .or_else(|| self.scenario.keys.first().and_then(|key| of_arn(&key.arn)))
            .unwrap_or("us-east-1")
    }

    /// Where a question about a key is decided; otherwise why there is no such place.
    pub(crate) fn place_of<'m>(
        &'m self,
        caller: &'m Caller,
        action: Action,
        question: &Question<'_>,
        region: &str,
    ) -> Result<Place<'m>, Identified> {
        let first = || self.scenario.keys.first().map(|key| key.arn.as_str());
        let Some(text) = question.key().or_else(first) else {
            return Err(Identified::NotFound("the scenario has no key".to_owned(), Vec::new()));
        };
        let identified = identify::identify(self.scenario, caller, action, text, region);
        let Identified::Key(index, found_by) = identified else {
            return Err(identified);
        };
        let resource = self.scenario.keys.get(index).map_or("", |key| &key.arn).to_owned();
        let owner = Arn::parse(&resource).map_or(("", ""), |arn| (arn.partition, arn.account));
        let relation = Relation {
            same_account: owner == (caller.partition.as_str(), caller.account.as_str()),
            region_enabled: self.is_enabled(caller, region),
        };
        Ok(Place { caller, key: Some(index), found_by, resource, relation })
    }

    /// Where a key of another account is asked about that the scenario does not define: what the
    /// caller's own policies deny is known all the same.
    pub(crate) fn place_of_foreign<'m>(&'m self, caller: &'m Caller, arn: &str) -> Place<'m> {
        let relation = Relation { same_account: false, region_enabled: true };
        Place { caller, key: None, found_by: None, resource: arn.to_owned(), relation }
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
    fn is_enabled(&self, caller: &Caller, region: &str) -> bool {
        let opted_in = self
            .scenario
            .accounts
            .iter()
            .find(|one| one.id == caller.account)
            .and_then(|one| one.opt_in_regions.as_ref());
        opted_in.is_none_or(|opted_in| {
            caller.partition != "aws"
                || ALWAYS_ENABLED_REGIONS.contains(&region)
                || opted_in.iter().any(|one| one == region)
        })
    }
}

/// Regions of the partition aws that every account has enabled; the others have no opt-in.
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
