//! What a policy document is the policy of, told by its elements.

use crate::arn::Arn;
use crate::glob;
use crate::json::{Node, Value};

/// What a policy document is the policy of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key: its statements have a Principal.
    Key,
    /// A user, role or group.
    Identity,
    /// A role: who may assume it.
    Trust,
    /// The bucket of this name.
    Bucket(String),
    /// A queue, an organization, …
    Other,
}

/// What the document seems to be the policy of; `None` where it is no policy.
pub(super) fn kind(document: &Node) -> Option<Kind> {
    let statements = one_or_more(document.get("Statement")?);
    let has = |name| statements.iter().any(|statement| statement.get(name).is_some());
    if !has("Principal") && !has("NotPrincipal") {
        return Some(Kind::Identity);
    }
    let all = |name| statements.iter().flat_map(|statement| texts(statement, name)).collect();
    let actions: Vec<&str> = all("Action");
    if !actions.is_empty() && actions.iter().all(|action| action.starts_with("sts:")) {
        return Some(Kind::Trust);
    }
    let about = |service| statements.iter().any(|statement| may_match(statement, service));
    let resources: [Vec<&str>; 2] = [all("Resource"), all("NotResource")];
    let resources = resources.concat();
    Some(match only_bucket(&resources) {
        Some(bucket) if about("s3") => Kind::Bucket(bucket.to_owned()),
        None if about("kms") && !resources.iter().any(|resource| is_foreign(resource)) => Kind::Key,
        _ => Kind::Other,
    })
}

/// Can the statement match an action of `service`? It may where nothing says what it matches.
fn may_match(statement: &Node, service: &str) -> bool {
    let (actions, others) = (texts(statement, "Action"), texts(statement, "NotAction"));
    let of_service = |pattern: &str| match pattern.split_once(':') {
        Some((prefix, _)) => glob::matches_ignoring_case(prefix, service),
        None => true,
    };
    if !actions.is_empty() {
        return actions.into_iter().any(of_service);
    }
    !others.into_iter().any(|pattern| {
        let every = pattern.split_once(':').map_or(pattern, |(_, action)| action) == "*";
        every && of_service(pattern)
    })
}

/// Is it the ARN of something that is no key?
fn is_foreign(resource: &str) -> bool {
    let mut parts = resource.split(':');
    parts.next() == Some("arn") && !matches!(parts.nth(1), Some("kms" | "*") | None)
}

/// The bucket that is named by all of these, be it itself or objects in it.
fn only_bucket<'n>(resources: &[&'n str]) -> Option<&'n str> {
    let mut buckets = resources.iter().map(|resource| bucket(resource));
    let first = buckets.next()??;
    buckets.all(|bucket| bucket == Some(first)).then_some(first)
}

fn bucket(resource: &str) -> Option<&str> {
    let arn = Arn::parse(resource)?;
    let name = arn.resource.split('/').next()?;
    let is_name = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '.' | '_');
    let of_s3 = (arn.service, arn.region, arn.account) == ("s3", "", "");
    (of_s3 && !name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// The strings of an element.
fn texts<'n>(statement: &'n Node, name: &str) -> Vec<&'n str> {
    let text = |node: &'n Node| match &node.value {
        Value::String(text) => Some(text.as_str()),
        _ => None,
    };
    statement.get(name).map(one_or_more).into_iter().flatten().filter_map(text).collect()
}

fn one_or_more(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::Array(items) => items.iter().collect(),
        _ => vec![node],
    }
}
