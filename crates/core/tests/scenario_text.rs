//! The text of a scenario: every field is read by the name under which it is written.

use kms_policy::scenario::{Document, Scenario};
use serde_json::{Value, json};

/// Every field of the format, none with what it is when it is absent.
const EVERYTHING: &str = r#"{
  "version": 1, "title": "T", "description": "D", "time": "2026-11-23T12:00:00Z", "closed": true,
  "accounts": [{
    "id": "111122223333", "name": "Owner", "optInRegions": ["af-south-1"],
    "organization": {"id": "o-x", "path": ["r-a", "ou-b"], "management": true},
    "scps": [[{"name": "Full", "document": "{\"é\": 1}"}], []], "rcps": [[{"document": "{}"}]]
  }],
  "keys": [{
    "arn": "arn:k", "aliases": ["alias/k"], "manager": "aws", "spec": "S", "usage": "U",
    "origin": "O", "state": "E", "multiRegion": "replica", "tags": {"Env": "prod"},
    "policy": {"file": "key.json"}, "saved": "", "ramPolicy": "{",
    "grants": [{
      "id": "g1", "grantee": "arn:g", "granteeService": "s", "operations": ["Decrypt"],
      "constraints": {
        "encryptionContextSubset": {"Dept": "IT"}, "encryptionContextEquals": {}, "sourceArn": "arn:s"
      },
      "issuingAccount": "1", "retiring": "r", "retiringService": "rs", "propagated": false
    }]
  }],
  "principals": [{
    "id": "i", "arn": "a", "service": "s", "sourceArn": "sa", "sourceAccount": "sc", "issuer": "is",
    "tags": {"t": "v"}, "mfa": false, "uniqueId": "u", "recreated": true,
    "policies": [{"name": "n", "document": "d", "attached": "group", "group": "g"}],
    "boundary": {"name": "b", "document": "{}"},
    "session": {
      "name": "s", "policy": "p", "policies": [{"name": "x", "document": "y"}], "tags": {"q": "w"},
      "sourceIdentity": "si"
    }
  }],
  "vpcEndpoints": [{"id": "v", "vpc": "vp", "account": "ac", "policy": "po"}],
  "buckets": [{
    "name": "b", "account": "a", "region": "r", "policy": "{}",
    "encryption": {"type": "aws:kms", "key": "k", "bucketKey": true},
    "objects": [{"name": "o", "key": "k", "bucketKey": true}]
  }],
  "requests": [{
    "title": "t", "principal": "p", "action": "a", "key": "k", "ciphertextKey": "ck",
    "destinationKey": "dk", "resource": "re", "source": "so", "region": "rg", "via": "vi",
    "encryptionContext": {"a": "b"}, "grantTokens": ["g1"], "vpcEndpoint": "ve",
    "parameters": {"A": 7, "B": -7, "C": 1.5, "D": [true, null, {"x": "y"}], "E": 18446744073709551615},
    "context": {"aws:SourceIp": "1", "absent": null, "list": ["a"], "no": false},
    "expect": {
      "verdict": "implicit-deny", "error": "E", "layer": "key-policy", "document": "/d",
      "statement": 0, "rules": ["E-21"], "message": "m", "missing": ["x"], "confidence": "documented"
    }
  }],
  "matrix": {
    "principals": ["p"], "actions": ["kms:Encrypt"], "key": "k",
    "request": {
      "region": "r", "via": "v", "resource": "re", "source": "s", "destinationKey": "d",
      "encryptionContext": {"x": "y"}, "parameters": {"P": 1}, "vpcEndpoint": "e",
      "context": {"c": "d"}
    }
  },
  "case": {"rules": ["E-20"], "source": "s", "why": "w"},
  "gallery": {"symptom": "s", "question": "q", "tags": ["t"], "claim": "c", "truth": "t"},
  "steps": [{
    "title": "t", "text": "x", "hint": "h", "learned": "l",
    "checks": [{"principal": "p", "action": "a"}],
    "solution": [
      {"document": "/keys/0/policy", "span": [0, 612], "text": "{}"},
      {"set": "/keys/0/state", "value": {"k": [1.50]}},
      {"set": "/keys/0/state", "value": null}
    ]
  }]
}"#;

fn everything() -> Value {
    serde_json::from_str(EVERYTHING).expect("JSON")
}

fn read(text: &str) -> Scenario {
    Scenario::from_json(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn every_field_comes_back_as_it_was_written() {
    let scenario = read(EVERYTHING);
    let written = scenario.to_json();
    assert_eq!(serde_json::from_str::<Value>(&written).expect("JSON"), everything());
    assert!(written.contains(r#"{"k": [1.50]}"#), "a value keeps its text");
    assert_eq!(read(&written), scenario);
}

/// Calls `visit` with the JSON Pointer of every member of every object.
fn for_each_member(value: &Value, at: &str, visit: &mut impl FnMut(&str)) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                for_each_member(item, &format!("{at}/{index}"), visit);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let at = format!("{at}/{name}");
                visit(&at);
                for_each_member(member, &at, visit);
            }
        }
        _ => {}
    }
}

/// Where names are those of the user, not of the format.
const FREE: [&str; 7] =
    ["tags/", "Subset/", "Context/", "parameters/", "context/", "value/", "policy/file"];

#[test]
fn null_is_absent_and_a_name_is_spelled_as_it_is() {
    let mut pointers = Vec::new();
    for_each_member(&everything(), "", &mut |pointer| pointers.push(pointer.to_owned()));
    let of_the_format = |pointer: &&String| !FREE.iter().any(|free| pointer.contains(free));
    for pointer in pointers.iter().filter(of_the_format) {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let changed = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            let mut scenario = everything();
            let members = scenario.pointer_mut(parent).and_then(Value::as_object_mut);
            change(members.expect("an object"));
            Scenario::from_json(&scenario.to_string())
        };
        let absent = changed(&|members| drop(members.remove(name)));
        let null = changed(&|members| drop(members.insert(name.to_owned(), Value::Null)));
        match (absent, null) {
            (Ok(absent), Ok(null)) => assert_eq!(absent, null, "{pointer}"),
            (Err(absent), Err(null)) => assert_eq!(absent.message, null.message, "{pointer}"),
            (absent, null) => panic!("{pointer}: {absent:?}, {null:?}"),
        }
        let misspelled = changed(&|members| drop(members.insert(format!("{name}x"), Value::Null)));
        let error = misspelled.expect_err("a field that does not exist");
        assert_eq!(error.pointer, format!("{pointer}x"));
        assert!(error.message.contains(&format!("did you mean `{name}`?")) || name.len() < 3);
    }
}

#[test]
fn every_name_is_read_as_it_is_written() {
    for (pointer, names) in [
        ("/keys/0/manager", &["aws", "customer"][..]),
        ("/keys/0/multiRegion", &["primary", "replica"]),
        ("/principals/0/policies/0/attached", &["inline", "managed", "group"]),
        ("/requests/0/expect/verdict", &["allow", "implicit-deny", "explicit-deny", "error"]),
        (
            "/requests/0/expect/layer",
            &[
                "rcp",
                "scp",
                "vpc-endpoint",
                "key-policy",
                "bucket-policy",
                "identity",
                "boundary",
                "session",
                "grant",
                "operation",
                "key-state",
            ],
        ),
        ("/requests/0/expect/confidence", &["documented", "observed", "inferred", "uncertain"]),
    ] {
        for name in names {
            let mut scenario = everything();
            *scenario.pointer_mut(pointer).expect("a field") = json!(name);
            let written = read(&scenario.to_string()).to_json();
            let written: Value = serde_json::from_str(&written).expect("JSON");
            // The first of some is what an absent one is, which is not written.
            let is_default = matches!(*name, "customer" | "inline");
            let expected = (!is_default).then(|| json!(name));
            assert_eq!(written.pointer(pointer), expected.as_ref(), "{pointer}");
        }
    }
}

#[test]
fn a_document_is_text_an_object_or_a_file() {
    for (written, text) in [
        (r#""{\"a\": \"\\u00e9\"}""#, r#"{"a": "\u00e9"}"#),
        (r#"{"a":  "\u00e9" }"#, r#"{"a":  "\u00e9" }"#),
        (r#"{"file": "a", "b": 1}"#, r#"{"file": "a", "b": 1}"#),
        (r#"{"file": "a", "file": "b"}"#, r#"{"file": "a", "file": "b"}"#),
        (r#"{"file": 1}"#, r#"{"file": 1}"#),
    ] {
        let scenario =
            format!(r#"{{"version": 1, "keys": [{{"arn": "k", "policy": {written}}}]}}"#);
        let scenario = read(&scenario);
        assert_eq!(scenario.keys[0].policy, Some(Document::from(text)), "{written}");
    }
    let file = read(r#"{"version": 1, "keys": [{"arn": "k", "policy": {"file": "k.json"}}]}"#);
    assert_eq!(file.keys[0].policy, Some(Document::File("k.json".to_owned())));
}
