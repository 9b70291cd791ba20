//! Saving a key policy: sections 2.3 and 9.3, formats.md "PutKeyPolicy".

use crate::arn;
use crate::caller::Sort;
use crate::context::Facts;
use crate::document::{Document, Kind, text_and_value};
use crate::key_state::Refusal;
use crate::layers::{self, any_way, weigh_by_way};
use crate::listed::list;
use crate::operation;
use crate::principal::Principals;
use crate::question::Way;
use crate::refusal::{LARGEST, is_one_of_a_map, may_stand};
use crate::scenario::{Key, World, texts};
use crate::truth::Truth;
use serde_json::Value;

/// R-22
const LONGEST: usize = 131_072;

/// A key policy that somebody wants to save.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What its text alone makes KMS refuse.
    pub fault: Refusal,
    /// The principals that it names under `AWS`.
    pub named: Vec<String>,
    /// The document.
    pub document: Document,
}

fn malformed() -> Refusal {
    Refusal::sure("MalformedPolicyDocumentException")
}

/// Malformed, as far as is known.
fn hardly_formed() -> Refusal {
    Refusal::open("MalformedPolicyDocumentException")
}

/// PutKeyPolicy saves `parameters.Policy`, or else `policy`.
pub fn of_put_key_policy(facts: &Facts<'_>, key: &Key) -> Refusal {
    let source = facts.request.parameter("Policy").unwrap_or(&key.written);
    Draft::read(source).refusal(facts)
}

impl Draft {
    /// Reads the policy.
    pub fn read(source: &Value) -> Self {
        let document = Document::read(source, Kind::KeyPolicy);
        let (text, value) = text_and_value(source);
        let fault = fault_of(&text, &value, &document);
        let principals = statements(&value).iter().flat_map(principals_of).collect();
        Self { fault, named: principals, document }
    }

    /// What KMS refuses it with.
    pub fn refusal(&self, facts: &Facts<'_>) -> Refusal {
        let exist = self.principals_exist(facts.world);
        let locks_out = self.locks_out(facts);
        if exist.exception.is_none() && locks_out == malformed() {
            return self.fault.clone().or_else(|| locks_out); // the same exception in either case
        }
        self.fault.clone().or_else(|| exist).or_else(|| locks_out)
    }

    /// K-31, J-51
    fn principals_exist(&self, world: &World) -> Refusal {
        let each = self.named.iter().map(|text| existence(world, text));
        each.fold(Refusal::default(), |so_far, next| match (&so_far.exception, &next.exception) {
            (None, Some(_)) => next,
            (Some(_), Some(_)) => Refusal { open: so_far.open && next.open, ..so_far },
            (Some(_), None) => so_far,
            (None, None) => Refusal { open: so_far.open || next.open, ..so_far },
        })
    }

    /// K-30, Q-2 in section 16, N-6, J-50: may the caller call PutKeyPolicy under the new policy?
    fn locks_out(&self, facts: &Facts<'_>) -> Refusal {
        if facts.request.parameter_flag("BypassPolicyLockoutSafetyCheck") {
            return Refusal::default();
        }
        let passes = self.lets_put_policy(facts);
        match (passes.taken, passes.must == passes.could) {
            (true, sure) => Refusal { exception: None, open: !sure },
            (false, true) => malformed(),
            (false, false) => hardly_formed(),
        }
    }

    fn lets_put_policy(&self, facts: &Facts<'_>) -> Truth {
        let Some(putting) = operation::named("PutKeyPolicy") else { return Truth::NO };
        // K-40: on saving, the ARN is tied to the ID that the caller has now.
        let mut principal = facts.principal.clone();
        principal.caller.recreated = false;
        let later =
            Facts { principal: &principal, operation: putting, later: true, ..facts.clone() };
        let (allows, deny) =
            later.ask_key_policy(|question| weigh_by_way(&self.document, question));
        // Q-2: what is not known of the later request is taken as met, in a Deny as not met.
        let deny = Truth { taken: deny.must, ..deny };
        let direct = any_way(&allows, |way| way != Way::Account);
        let delegated = any_way(&allows, |way| way == Way::Account);
        // Whether the IAM half is looked at is open; the default is not.
        let identity = match principal.sort {
            Sort::Root => Truth::YES,
            _ if delegated == Truth::NO => Truth::NO,
            _ => layers::of(&later).identity.allow.or(Truth::open(true)),
        };
        direct.or(delegated.and(identity)).and(deny.not())
    }
}

/// What the text alone makes KMS refuse.
fn fault_of(text: &str, value: &Value, document: &Document) -> Refusal {
    if text.chars().count() > LONGEST {
        return Refusal::sure("ValidationException"); // R-22
    }
    if text.len() > LARGEST {
        return Refusal::sure("LimitExceededException"); // K-33, R-22
    }
    if !text.chars().all(may_stand) {
        return Refusal::open("ValidationException"); // K-34; the exception is not named
    }
    if !document.refused && !has_key_twice(text) {
        return Refusal::default();
    }
    // J-53, C-41, R-18; J-52, K-32; J-51, M-21. Of all else (K-36, J-4, J-55) KMS's answer is not
    // recorded.
    let recorded = statements(value).iter().any(|statement| {
        let object = statement.as_object();
        has_for_all_values(statement)
            || object.is_some_and(|object| {
                let named = ["Principal", "NotPrincipal"].map(|name| object.contains_key(name));
                named == [false, false] || Principals::read(object, Kind::KeyPolicy).has_invalid()
            })
    });
    if recorded { malformed() } else { hardly_formed() }
}

fn statements(policy: &Value) -> &[Value] {
    policy.get("Statement").map(list).unwrap_or_default()
}

/// R-18
fn has_for_all_values(statement: &Value) -> bool {
    let operators = statement.get("Condition").and_then(Value::as_object);
    operators.into_iter().flatten().any(|(operator, keys)| {
        let mut keys = keys.as_object().into_iter().flatten();
        operator.starts_with("ForAllValues:") && keys.any(|(key, _)| is_one_of_a_map(key))
    })
}

/// J-4: is a name there twice in one object? The text is JSON.
fn has_key_twice(text: &str) -> bool {
    let mut open: Vec<Vec<String>> = Vec::new(); // the names so far, of each object or list
    let mut rest = text;
    while let Some(at) = rest.find(['"', '{', '[', '}', ']']) {
        let (token, after) = rest[at..].split_at(1);
        rest = after;
        match token {
            "{" | "[" => open.push(Vec::new()),
            "}" | "]" => drop(open.pop()),
            _ => {
                let end = end_of_string(rest);
                let (string, after) = rest.split_at(end);
                rest = after.get(1..).unwrap_or_default();
                if !rest.trim_start().starts_with(':') {
                    continue; // a value
                }
                let Some(names) = open.last_mut() else { continue };
                // As they read, not as they are written.
                let name = serde_json::from_str(&format!("\"{string}\"")).unwrap_or_default();
                if names.contains(&name) {
                    return true;
                }
                names.push(name);
            }
        }
    }
    false
}

/// Where the closing quotation mark stands.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// The entries under `AWS`.
fn principals_of(statement: &Value) -> Vec<String> {
    let elements = ["Principal", "NotPrincipal"].map(|name| statement.get(name));
    let aws = elements.into_iter().flatten().filter_map(|element| element.get("AWS"));
    aws.flat_map(texts).collect()
}

/// K-31: does the principal exist? `Document` has refused those that no policy can name.
fn existence(world: &World, text: &str) -> Refusal {
    if text == "*" {
        return Refusal::default();
    }
    match (is_defined(world, text), world.closed) {
        (true, _) => Refusal::default(),
        (false, true) => malformed(),
        (false, false) => Refusal { exception: None, open: true }, // formats.md: "if they exist"
    }
}

fn is_defined(world: &World, text: &str) -> bool {
    let is_user_or_role = arn::parts(text).is_some_and(|[_, _, vendor, _, _, resource]| {
        vendor == "iam" && (resource.starts_with("user/") || resource.starts_with("role/"))
    });
    // K-41: accounts and sessions stay texts.
    let is_text = text.starts_with("arn:") && !is_user_or_role || text.len() == 12;
    is_text
        || world.principals.iter().any(|principal| {
            // K-43: the ID that a deleted principal leaves.
            principal.arn.as_deref() == Some(text) || principal.unique_id.as_deref() == Some(text)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_twice() {
        assert!(has_key_twice(r#"{"a": 1, "b": {"c": 2, "c": 3}}"#));
        assert!(!has_key_twice(r#"{"a": ["a", "a"], "b": {"a": "x\"y"}, "c": {"a": 1}}"#));
    }
}
