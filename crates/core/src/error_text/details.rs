//! The answer of `GetRequestAuthorizationDetails` of IAM Toolbox, which MSG-4 points to: the
//! request's context, each action and resource that was evaluated, and the checks of each.
//!
//! The members are those of AWS's service model (botocore 1.44.8). What it does not have is told.

use super::document::{Document, items, members, text};
use super::{Blame, ErrorText, Explicitness, Form, Statement, Told};
use crate::json::{Node, Value};
use crate::report::LayerName;
use crate::text::Span;

const TOP: [&str; 5] =
    ["requestContext", "evaluations", "policies", "nextToken", "ResponseMetadata"];
const OF_EVALUATION: [&str; 6] =
    ["action", "resource", "context", "evaluatedEffect", "matchedPolicies", "checks"];
const OF_CHECK: [&str; 5] =
    ["checkType", "evaluatedEffect", "targetArn", "relevantPolicyTypes", "matchedPolicies"];

/// The requirements that are checked, and the types of policies.
const TYPES: [(&str, &str, LayerName); 7] = [
    ("SERVICE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY", LayerName::Scp),
    ("RESOURCE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", LayerName::Rcp),
    ("VPC_ENDPOINT", "VPC_ENDPOINT_POLICY", LayerName::VpcEndpoint),
    ("RESOURCE", "RESOURCE_BASED_POLICY", LayerName::KeyPolicy),
    ("PRINCIPAL", "IDENTITY_BASED_POLICY", LayerName::Identity),
    ("PERMISSIONS_BOUNDARY", "PERMISSIONS_BOUNDARY", LayerName::Boundary),
    ("SESSION", "SESSION_POLICY", LayerName::Session),
];

/// Reads it.
pub(super) fn read(document: &Document) -> Option<ErrorText> {
    let root = &document.root;
    root.get("requestContext")?;
    let evaluations = items(Some(root.get("evaluations")?));
    let mut error = ErrorText { form: Form::Details, ..ErrorText::default() };
    error.note_unread(root, &TOP, "");
    error.more = root.get("nextToken").is_some_and(|token| token.value != Value::Null);
    let denied = |one: &&Node| {
        text(one.get("evaluatedEffect")).is_some_and(|effect| effect.ends_with("_DENY"))
    };
    let of_kms = |one: &&Node| text(one.get("action")).is_some_and(|name| name.starts_with("kms:"));
    let mut refused = evaluations.iter().filter(denied);
    let evaluation = refused.clone().find(of_kms).or_else(|| refused.next());
    let evaluation = evaluation.or_else(|| evaluations.first());
    let context = members(root.get("requestContext"));
    let own = members(evaluation.and_then(|one| one.get("context")));
    for member in context.iter().chain(own) {
        if let Some(value) = document.string(Some(&member.value)) {
            error.take_context(&member.key, value);
        }
    }
    let Some(evaluation) = evaluation else { return Some(error) };
    error.note_unread(evaluation, &OF_EVALUATION, "evaluations.");
    error.action = document.string(evaluation.get("action"));
    error.resource =
        document.string(evaluation.get("resource")).filter(|resource| resource.value != "*");
    let effect = evaluation.get("evaluatedEffect");
    let how = match text(effect) {
        Some("EXPLICIT_DENY") => Explicitness::Explicit,
        Some("IMPLICIT_DENY") => Explicitness::Implicit,
        Some("ALLOW") => {
            error.allowed = true;
            return Some(error);
        }
        _ => return Some(error),
    };
    let span = effect.map_or(Span::default(), |effect| document.place(effect));
    let layers = layers(document, root, evaluation, how, &mut error);
    error.blame = Told { value: Blame::Policies { layers, how }, span };
    error.without_checks = evaluation.get("checks").is_none();
    Some(error)
}

/// The layers whose checks refuse; without checks, those of the policies whose statements deny.
fn layers(
    document: &Document,
    root: &Node,
    evaluation: &Node,
    how: Explicitness,
    error: &mut ErrorText,
) -> Vec<LayerName> {
    let wanted = if how == Explicitness::Explicit { "EXPLICIT_DENY" } else { "IMPLICIT_DENY" };
    let of_kms = error.action.as_ref().is_none_or(|action| action.value.starts_with("kms:"));
    let resource = |layer| match layer {
        LayerName::KeyPolicy if !of_kms => LayerName::BucketPolicy,
        layer => layer,
    };
    let mut layers = Vec::new();
    for check in items(evaluation.get("checks")) {
        error.note_unread(check, &OF_CHECK, "evaluations.checks.");
        if text(check.get("evaluatedEffect")) != Some(wanted) {
            continue;
        }
        let kind = text(check.get("checkType"));
        match TYPES.iter().find(|(name, ..)| Some(*name) == kind) {
            Some((_, _, layer)) if !layers.contains(&resource(*layer)) => {
                layers.push(resource(*layer));
            }
            Some(_) => {}
            None => error.unread.extend(kind.map(|kind| format!("evaluations.checks.{kind}"))),
        }
        deny(document, check, error);
    }
    if evaluation.get("checks").is_none() && how == Explicitness::Explicit {
        deny(document, evaluation, error);
        for statement in &error.statements {
            let policy = items(root.get("policies")).iter().find(|policy| {
                text(policy.get("uri")) == statement.policy.as_ref().map(|uri| uri.value.as_str())
            });
            let kind = policy.and_then(|policy| text(policy.get("type")));
            let found = TYPES.iter().find(|(_, name, _)| Some(*name) == kind);
            if let Some((.., layer)) =
                found.filter(|(.., layer)| !layers.contains(&resource(*layer)))
            {
                layers.push(resource(*layer));
            }
        }
    }
    layers
}

/// The Deny statements that matched.
fn deny(document: &Document, node: &Node, error: &mut ErrorText) {
    for policy in items(node.get("matchedPolicies")) {
        for statement in items(policy.get("matchedStatements")) {
            if text(statement.get("evaluatedEffect")) == Some("DENY") {
                let sid = text(statement.get("sid")).map(str::to_owned);
                let uri = document.string(policy.get("uri"));
                let span = document.place(statement);
                error.statements.push(Statement { sid, policy: uri, span });
            }
        }
    }
}
