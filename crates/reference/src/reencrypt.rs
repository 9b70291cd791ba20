//! ReEncrypt: two operations on two keys (OP-4, C-21, R-8, R-13).

use crate::asking::{Asking, Judged, Result};
use crate::context::Facts;
use crate::formula::on_key;
use crate::grants::Which;
use crate::identify::Found;
use crate::scenario::Grant;
use crate::truth::Truth;

/// The two keys of a whole ReEncrypt.
pub struct Halves<'a> {
    /// The source key.
    pub source: Found<'a>,
    /// The destination key.
    pub destination: Found<'a>,
}

impl<'a> Halves<'a> {
    /// The keys that the request names.
    pub fn of(from: &Asking<'a>, to: &Asking<'a>) -> Self {
        Self { source: from.key_of_ciphertext(), destination: to.destination_of_reencrypt() }
    }

    /// C-21
    pub fn same_key(&self) -> Option<bool> {
        same_key(&self.source, &self.destination)
    }

    fn facts(&self, asking: &Asking<'a>, found: &Found<'a>) -> Result<Facts<'a>> {
        let facts = asking.on_found(found)?;
        Ok(Facts { same_key: self.same_key(), ..facts })
    }

    /// ReEncryptFrom.
    pub fn source(&self, asking: &Asking<'a>) -> Result<Judged> {
        let facts = self.facts(asking, &self.source)?;
        Ok(asking.judge_on_key(&facts))
    }

    /// ReEncryptTo.
    pub fn destination(&self, first: &Asking<'a>, second: &Asking<'a>) -> Result<Judged> {
        let facts = self.facts(second, &self.destination)?;
        let mut judged = second.judge_on_key(&facts);
        if let Ok(from) = self.facts(first, &self.source) {
            judged.outcome.allowed = judged.outcome.allowed.and(grants_fit(&from, &facts));
        }
        Ok(judged)
    }
}

/// where grants allow both halves, both must carry the same SourceArn.
fn grants_fit(from: &Facts<'_>, to: &Facts<'_>) -> Truth {
    let grants: Vec<&Grant> =
        [from.key, to.key].into_iter().flatten().flat_map(|key| &key.grants).collect();
    if grants.iter().all(|grant| grant.source_arn.is_none()) {
        return Truth::YES;
    }
    let pair = |first, second| {
        let from = on_key(from, first).allowed;
        from.and(on_key(to, second).allowed)
    };
    let shared = grants.iter().map(|grant| Which::With(grant.source_arn.as_deref()));
    Truth::any(shared.map(|which| pair(which, which)))
        .or(pair(Which::None, Which::Any))
        .or(pair(Which::Any, Which::None))
}

/// C-21, R-8, where both keys are known.
pub fn same_key(source: &Found<'_>, destination: &Found<'_>) -> Option<bool> {
    match (source, destination) {
        (Found::Key { key: a, .. }, Found::Key { key: b, .. }) => Some(a.arn == b.arn),
        (Found::Missing { named: a }, Found::Missing { named: b }) => Some(a == b),
        _ => Some(false),
    }
}
