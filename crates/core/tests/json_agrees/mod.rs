//! The JSON reader against `serde_json`, of one text: `json_laws.rs` makes texts of it, and so does the fuzzer,
//! whose package includes this file.

use kms_policy::json::{self, Node, Value};

/// Our value as `serde_json`'s.
fn plain(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(text) => serde_json::from_str(text).expect("a number that was accepted"),
        Value::String(text) => text.clone().into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            members.iter().map(|member| (member.key.clone(), plain(&member.value))).collect()
        }
        Value::Invalid => panic!("a text without errors has no invalid value"),
    }
}

/// Both accept the same texts, and read the same values, also out of a text that was laid out anew.
pub fn agrees(text: &str) {
    let (node, errors) = json::parse(text);
    for error in &errors {
        assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?} in {text:?}");
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => {
            assert!(errors.is_empty(), "{text:?} is JSON, but {errors:?}");
            assert_eq!(plain(&node), value, "{text:?}");
            let laid_out = json::format(text).expect("it is JSON");
            assert_eq!(plain(&json::parse(&laid_out).0), value, "{text:?} laid out");
        }
        // The reader keeps numbers as text, so none is out of range for it.
        Err(error) if error.to_string().contains("number out of range") => {}
        Err(error) => assert!(!errors.is_empty(), "{text:?}: {error}"),
    }
}
