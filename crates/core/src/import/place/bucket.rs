//! Buckets: an output tells the policy of one, by its name.

use super::{Placement, What, parts};
use crate::import::{Content, Import, Reason};
use crate::scenario::{Bucket, Scenario};

pub(super) fn place(imports: &[Import], scenario: &mut Scenario, placement: &mut Placement) {
    for (source, part) in parts(imports) {
        let Content::BucketPolicy { bucket: name, document } = &part.content else {
            continue;
        };
        let there = scenario.buckets.iter().position(|bucket| bucket.name == *name);
        let index = there.unwrap_or(scenario.buckets.len());
        if there.is_none() {
            scenario.buckets.push(Bucket { name: name.clone(), ..Bucket::default() });
            placement.set(format!("/buckets/{index}"), true, &What::Bucket(name));
            placement.note(source, &part.place, Reason::OnlyBucketPolicy(name.clone()));
        }
        if let Some(bucket) = scenario.buckets.get_mut(index) {
            let new = bucket.policy.replace(document.clone()).is_none();
            placement.set(format!("/buckets/{index}/policy"), new, &What::BucketPolicy);
        }
    }
}
