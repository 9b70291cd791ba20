//! What is done in the console to the scenario: each gives the scenario after it.

use crate::english::s3_console as english;
use crate::read::members;
use crate::region::partition;
use crate::scenario::{Bucket, BucketObject, Key, Manager, Scenario, ScenarioError, check};
use crate::services::MANAGED_KEY;

/// A bucket that is being made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewBucket {
    /// Its name.
    pub name: String,
    /// Its account's number.
    pub account: String,
    /// Its Region.
    pub region: String,
}

members! {
    NewBucket {
        name: "name",
        account: "account",
        region: "region",
    }
}

/// With an object in the bucket of this index, in the place of one of the same name.
pub fn upload(scenario: &Scenario, bucket: usize, object: BucketObject) -> Scenario {
    let mut next = scenario.clone();
    if let Some(bucket) = next.buckets.get_mut(bucket) {
        match bucket.objects.iter_mut().find(|one| one.name == object.name) {
            Some(old) => *old = object,
            None => bucket.objects.push(object),
        }
    }
    next
}

/// With another bucket.
///
/// # Errors
///
/// What is wrong with its name, account and Region: each by its JSON Pointer below the bucket's,
/// such as `/name`.
pub fn add_bucket(scenario: &Scenario, new: &NewBucket) -> Result<Scenario, Vec<ScenarioError>> {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut next = scenario.clone();
    next.buckets.push(Bucket {
        name: new.name.trim().to_owned(),
        account: said(&new.account),
        region: said(&new.region),
        ..Bucket::default()
    });
    let mut errors = Vec::new();
    for (pointer, text) in
        [("/name", &new.name), ("/account", &new.account), ("/region", &new.region)]
    {
        if text.trim().is_empty() {
            errors
                .push(ScenarioError { pointer: pointer.into(), message: english::FILL_IN.into() });
        }
    }
    let at = format!("/buckets/{}", scenario.buckets.len());
    for error in check(&next) {
        // That another has its name is said of the bucket as a whole.
        let rest = error
            .pointer
            .strip_prefix(&at)
            .map(|rest| if rest.is_empty() { "/name" } else { rest });
        if let Some(rest) = rest
            && errors.iter().all(|one| one.pointer != rest)
        {
            errors.push(ScenarioError { pointer: rest.to_owned(), message: error.message });
        }
    }
    if errors.is_empty() { Ok(next) } else { Err(errors) }
}

/// With the AWS managed key `aws/s3` of an account in a Region, as S3 makes it when it is first
/// needed.
pub fn add_managed_key(scenario: &Scenario, account: &str, region: &str) -> Scenario {
    let partition = partition(region);
    // An ID that AWS's own examples have; the next free one.
    let arn = |number: usize| {
        let id = format!("0987dcba-09fe-87dc-65ba-{number:012}");
        format!("arn:{partition}:kms:{region}:{account}:key/{id}")
    };
    let free = (1..).map(arn).find(|arn| scenario.keys.iter().all(|key| key.arn != *arn));
    let mut next = scenario.clone();
    next.keys.push(Key {
        arn: free.unwrap_or_default(),
        aliases: vec![MANAGED_KEY.to_owned()],
        manager: Manager::Aws,
        ..Key::default()
    });
    next
}
