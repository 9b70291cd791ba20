//! The smallest scenario that still shows something.

use serde_json::Value;

/// Removes everything without which `shows` still holds, and opens texts and lists of one.
pub fn shrink(scenario: &Value, shows: impl Fn(&Value) -> bool) -> Value {
    let mut best = scenario.clone();
    loop {
        let before = size(&best);
        for pointer in pointers(&best) {
            for smaller in smaller(&best, &pointer) {
                if size(&smaller) < size(&best) && shows(&smaller) {
                    best = smaller;
                    break;
                }
            }
        }
        if size(&best) == before {
            return best;
        }
    }
}

fn size(value: &Value) -> usize {
    value.to_string().len()
}

/// Where every value stands, what holds much before what it holds.
fn pointers(value: &Value) -> Vec<String> {
    let mut all = Vec::new();
    walk(value, String::new(), &mut all);
    all
}

fn walk(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        // From the end, so that removing one leaves the places of the others.
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().rev() {
                all.push(format!("{at}/{index}"));
                walk(item, format!("{at}/{index}"), all);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                all.push(at.clone());
                walk(value, at, all);
            }
        }
        _ => {}
    }
}

/// The scenario with the value at a place removed, or made simpler.
fn smaller(scenario: &Value, pointer: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    let name = name.replace("~1", "/").replace("~0", "~");
    let mut without = scenario.clone();
    match without.pointer_mut(parent) {
        Some(Value::Array(items)) => {
            if let Ok(index) = name.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
            }
        }
        Some(Value::Object(members)) => {
            members.remove(&name);
        }
        _ => {}
    }
    all.push(without);
    let simpler: Vec<Value> = match scenario.pointer(pointer) {
        // A policy's text that is JSON stands better as an object.
        Some(Value::String(text)) if text.starts_with('{') => {
            serde_json::from_str(text).into_iter().collect()
        }
        Some(Value::Array(items)) if items.len() == 1 => vec![items[0].clone()],
        _ => Vec::new(),
    };
    for simple in simpler {
        let mut other = scenario.clone();
        if let Some(place) = other.pointer_mut(pointer) {
            *place = simple;
            all.push(other);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_needed_stays() {
        let shows = |value: &Value| value.to_string().contains("needed");
        let scenario = json!({
            "a": [1, { "b": r#"{"f": ["needed"]}"#, "c": 2 }, 3], "g": [[]],
        });
        assert_eq!(shrink(&scenario, shows), json!({ "a": { "b": { "f": "needed" } } }));
    }
}
