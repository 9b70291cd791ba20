//! One edit, as a change of JSON: by value and not by place, so that two follow each other.

use crate::documents;
use serde_json::{Value, json};

/// What is done to a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Changes a statement of a document.
    Statement { document: String, index: usize, change: Change },
    /// Adds a statement to a document.
    AddStatement { document: String, statement: Value },
    /// Adds a policy to a principal.
    AddPolicy { principal: usize, document: Value },
    /// Sets a field; null takes it away.
    Field { pointer: String, value: Value },
}

/// What is done to a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Changes the list at this path below the statement: `["Principal", "AWS"]`.
    List { path: Vec<String>, old: Option<Value>, new: Option<Value> },
    /// Takes a condition key away: operator and key.
    RemoveCondition { operator: String, key: String },
    /// Takes the statement away.
    Remove,
}

impl Op {
    /// Carries it out. False where there is nothing to change.
    pub fn apply(&self, scenario: &mut Value) -> bool {
        match self {
            Self::Statement { document, index, change } => {
                let mut done = false;
                documents::change(scenario, document, |statements| {
                    if let Some(statement) = statements.get_mut(*index) {
                        done = change.apply(statement);
                    }
                });
                done
            }
            Self::AddStatement { document, statement } => {
                let mut done = false;
                documents::change(scenario, document, |statements| {
                    statements.push(statement.clone());
                    done = true;
                });
                done
            }
            Self::AddPolicy { principal, document } => {
                let policy = json!({ "name": "Added", "document": document });
                match &mut scenario["principals"][principal]["policies"] {
                    Value::Array(policies) => policies.push(policy),
                    none => *none = json!([policy]),
                }
                true
            }
            Self::Field { pointer, value } => set(scenario, pointer, value.clone()),
        }
    }
}

/// Statements that were taken away are gone once all edits are made: until then the others keep their
/// numbers.
pub fn sweep(scenario: &mut Value) {
    for pointer in documents::documents(scenario) {
        documents::change(scenario, &pointer, |statements| statements.retain(|one| !one.is_null()));
    }
}

fn set(scenario: &mut Value, pointer: &str, value: Value) -> bool {
    let mut place = scenario;
    for part in pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        if place.is_null() {
            *place = json!({});
        }
        place = match place {
            Value::Array(items) => match name.parse::<usize>() {
                Ok(index) => match items.get_mut(index) {
                    Some(item) => item,
                    None => return false,
                },
                Err(_) => {
                    items.push(Value::Null);
                    items.last_mut().expect("one was just added")
                }
            },
            Value::Object(members) => members.entry(name).or_insert(Value::Null),
            _ => return false,
        };
    }
    *place = value;
    true
}

impl Change {
    fn apply(&self, statement: &mut Value) -> bool {
        match self {
            Self::Remove => {
                *statement = Value::Null;
                true
            }
            Self::RemoveCondition { operator, key } => {
                let Some(condition) = statement["Condition"].as_object_mut() else { return false };
                let Some(keys) = condition.get_mut(operator).and_then(Value::as_object_mut) else {
                    return false;
                };
                let removed = keys.remove(key).is_some();
                if keys.is_empty() {
                    condition.remove(operator);
                }
                if condition.is_empty() {
                    statement.as_object_mut().map(|one| one.remove("Condition"));
                }
                removed
            }
            Self::List { path, old, new } => {
                if statement.is_null() {
                    return false;
                }
                let Some((last, parents)) = path.split_last() else { return false };
                let mut place = &mut *statement;
                for name in parents {
                    match place.get_mut(name) {
                        Some(next) => place = next,
                        None => return false,
                    }
                }
                let Some(members) = place.as_object_mut() else { return false };
                let mut list = match members.get(last) {
                    Some(Value::Array(items)) => items.clone(),
                    Some(alone) => vec![alone.clone()],
                    None => Vec::new(),
                };
                if let Some(old) = old {
                    let Some(index) = list.iter().position(|one| one == old) else { return false };
                    list.remove(index);
                }
                list.extend(new.clone());
                if list.is_empty() {
                    members.remove(last);
                    return !members.is_empty();
                }
                members.insert(last.clone(), Value::Array(list));
                true
            }
        }
    }
}
