//! What STS makes of an encoded authorization message: `DecodeAuthorizationMessage`.
//!
//! Its members are not listed in AWS's documentation, which says what it tells: whether a Deny
//! refused, principal, action, resource and condition keys. These are read as it is printed.

use super::document::{Document, items, members, text};
use super::{Blame, ErrorText, Explicitness, Form, Statement, Told};
use crate::json::{Node, Value};

const KNOWN: [&str; 5] = ["allowed", "explicitDeny", "matchedStatements", "failures", "context"];

/// Reads it, with or without the `DecodedMessage` round it.
pub(super) fn read(document: &Document) -> Option<ErrorText> {
    if let Some(string) = document.root.get("DecodedMessage") {
        let inner = document.inside(string)?;
        return of(&inner);
    }
    of(document)
}

fn of(document: &Document) -> Option<ErrorText> {
    let root = &document.root;
    let explicit_deny = root.get("explicitDeny")?;
    let context = root.get("context")?;
    let mut error = ErrorText { form: Form::Decoded, ..ErrorText::default() };
    let principal = context.get("principal");
    error.principal = document.string(principal.and_then(|one| one.get("arn")));
    error.action = document.string(context.get("action"));
    error.resource = document.string(context.get("resource"));
    error.allowed = is_true(root.get("allowed"));
    let how =
        if is_true(Some(explicit_deny)) { Explicitness::Explicit } else { Explicitness::Implicit };
    // Which policy a matched statement is of, it says by an opaque number.
    let blame = Blame::Policies { layers: Vec::new(), how };
    error.blame = Told { value: blame, span: document.place(explicit_deny) };
    let conditions = items(context.get("conditions").and_then(|all| all.get("items")));
    for condition in conditions {
        let values = items(condition.get("values").and_then(|all| all.get("items")));
        let value = values.first().and_then(|value| document.string(value.get("value")));
        if let (Some(key), Some(value)) = (text(condition.get("key")), value) {
            error.take_context(key, value);
        }
    }
    let matched = items(root.get("matchedStatements").and_then(|all| all.get("items")));
    for statement in matched {
        if text(statement.get("effect")).is_some_and(|effect| effect.eq_ignore_ascii_case("deny")) {
            let sid = document.string(statement.get("statementId"));
            let span = document.place(statement);
            error.statements.push(Statement { sid: sid.map(|sid| sid.value), policy: None, span });
        }
    }
    for member in members(Some(root)) {
        if !KNOWN.contains(&member.key.as_str()) {
            error.unread.push(member.key.clone());
        }
    }
    Some(error)
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value == Value::Bool(true))
}
