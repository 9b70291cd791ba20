//! The principals and policy documents of a scenario, to look at and to change.

use serde_json::Value;

/// The principal that requests name by this ID; null where there is none.
pub fn principal<'a>(scenario: &'a Value, id: &str) -> &'a Value {
    let named = |one: &&Value| {
        let names = [&one["id"], &one["arn"], &one["service"]];
        names.into_iter().find(|name| name.is_string()).is_some_and(|name| name == id)
    };
    let mut all = scenario["principals"].as_array().into_iter().flatten();
    all.find(named).unwrap_or(&Value::Null)
}

/// Where every policy document of a scenario stands.
pub fn documents(scenario: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let list = |value: &Value| value.as_array().map_or(0, Vec::len);
    for (a, account) in scenario["accounts"].as_array().into_iter().flatten().enumerate() {
        for kind in ["scps", "rcps"] {
            for (l, level) in account[kind].as_array().into_iter().flatten().enumerate() {
                for p in 0..list(level) {
                    found.push(format!("/accounts/{a}/{kind}/{l}/{p}/document"));
                }
            }
        }
    }
    for k in 0..list(&scenario["keys"]) {
        found.extend(["policy", "saved", "ramPolicy"].map(|name| format!("/keys/{k}/{name}")));
    }
    for (p, principal) in scenario["principals"].as_array().into_iter().flatten().enumerate() {
        for i in 0..list(&principal["policies"]) {
            found.push(format!("/principals/{p}/policies/{i}/document"));
        }
        for i in 0..list(&principal["session"]["policies"]) {
            found.push(format!("/principals/{p}/session/policies/{i}/document"));
        }
        found.push(format!("/principals/{p}/boundary/document"));
        found.push(format!("/principals/{p}/session/policy"));
    }
    for e in 0..list(&scenario["vpcEndpoints"]) {
        found.push(format!("/vpcEndpoints/{e}/policy"));
    }
    for b in 0..list(&scenario["buckets"]) {
        found.push(format!("/buckets/{b}/policy"));
    }
    found.retain(|pointer| scenario.pointer(pointer).is_some_and(|value| !value.is_null()));
    found
}

/// A document as JSON; `None` where it is text that is none, or one that says a thing twice.
pub fn read(scenario: &Value, pointer: &str) -> Option<Value> {
    match scenario.pointer(pointer)? {
        Value::String(text) => serde_json::from_str(text).ok().filter(|_| !repeats(text)),
        Value::Object(document) => Some(Value::Object(document.clone())),
        _ => None,
    }
}

/// Does an object in this JSON have two members of one name? `serde_json` keeps the last one.
pub fn repeats(text: &str) -> bool {
    let quotes = |text: &str| text.matches('"').count();
    let read = serde_json::from_str::<Value>(text);
    read.is_ok_and(|value| quotes(&value.to_string()) != quotes(text))
}

/// The statements of a document, one alone as well.
pub fn statements(document: &Value) -> Vec<Value> {
    match &document["Statement"] {
        Value::Array(statements) => statements.clone(),
        Value::Null => Vec::new(),
        alone => vec![alone.clone()],
    }
}

/// Changes the statements of a document. One that is no policy stays.
pub fn change(scenario: &mut Value, pointer: &str, change: impl FnOnce(&mut Vec<Value>)) {
    let Some(mut document) = read(scenario, pointer).filter(|one| !one["Statement"].is_null())
    else {
        return;
    };
    let mut statements = statements(&document);
    change(&mut statements);
    document["Statement"] = Value::Array(statements);
    if let Some(place) = scenario.pointer_mut(pointer) {
        *place = document;
    }
}
