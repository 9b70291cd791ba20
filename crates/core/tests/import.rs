//! Output of AWS's command line, written after its documentation, in `tests/import/`: what is
//! recognised, what it sets, what is left out, and the scenario, in a snapshot each to read.

use kms_policy::decide::Model;
use kms_policy::import::{Hints, Import, Note, Placement, place, read};
use kms_policy::report::Verdict;
use kms_policy::scenario::{Scenario, check};
use kms_policy::text::{Encoding, position};
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

fn text(file: &str) -> String {
    fs::read_to_string(folder().join(file)).expect(file)
}

fn imported(texts: &[&str], hints: &Hints) -> (Scenario, Placement) {
    let imports: Vec<Import> = texts.iter().map(|text| read(text)).collect();
    let mut scenario = Scenario::default();
    let placement = place(&imports, hints, &mut scenario);
    (scenario, placement)
}

fn describe(out: &mut String, texts: &[String], note: &Note) {
    let places: Vec<String> = note
        .places
        .iter()
        .map(|place| {
            let at = position(&texts[note.source], place.offset, Encoding::Chars);
            format!("{}:{} {}", at.line, at.column, place.pointer)
        })
        .collect();
    let (message, help) = (note.message(), note.help());
    let (weight, places) = (note.weight(), places.join(", "));
    writeln!(out, "  {weight:?} {places}\n    {message}; {help}").expect("text");
}

/// Everything that happens when these files are imported into `scenario`.
fn told(files: &[&str], hints: &Hints, mut scenario: Scenario) -> String {
    let texts: Vec<String> = files.iter().map(|file| text(file)).collect();
    let imports: Vec<Import> = texts.iter().map(|text| read(text)).collect();
    let mut out = String::new();
    for (file, import) in files.iter().zip(&imports) {
        writeln!(out, "{file}").expect("text");
        for part in &import.parts {
            let (output, what) = (part.output.name(), part.what());
            writeln!(out, "  {output} at `{}`: {what}", part.place.pointer).expect("text");
        }
        for note in &import.notes {
            describe(&mut out, std::slice::from_ref(&text(file)), note);
        }
    }
    let placement = place(&imports, hints, &mut scenario);
    out.push_str("placed\n");
    for set in &placement.set {
        let verb = if set.new { "set" } else { "replaced" };
        writeln!(out, "  {verb} {}: {}", set.pointer, set.what).expect("text");
    }
    for note in &placement.notes {
        describe(&mut out, &texts, note);
    }
    assert_eq!(check(&scenario), []);
    let model = Model::new(&scenario).expect("a scenario that can be used");
    model.matrix();
    out.push_str(&kms_policy::json::format(&scenario.to_json()).expect("JSON"));
    // Documents are text: lines are easier to read than escapes.
    out.replace("\\n", "\n").replace("\\\"", "\"")
}

fn alone(files: &[&str]) -> String {
    told(files, &Hints::default(), Scenario::default())
}

#[test]
fn every_output_by_itself() {
    let mut files: Vec<String> = fs::read_dir(folder())
        .expect("tests/import")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    files.sort();
    let told: Vec<String> = files.iter().map(|file| alone(&[file])).collect();
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn a_key_with_everything_that_is_known_of_it() {
    insta::assert_snapshot!(alone(&[
        "get-key-policy.json",
        "list-grants.json",
        "list-aliases.json",
        "list-resource-tags.json",
        "describe-key.json",
    ]));
}

#[test]
fn an_aws_managed_key_is_known_by_its_alias() {
    insta::assert_snapshot!(alone(&["describe-key-aws-managed.json", "list-aliases.json"]));
}

#[test]
fn which_of_several_keys_must_be_said() {
    let files = ["describe-key.json", "describe-key-other.json", "get-key-policy.json"];
    let key = "arn:aws:kms:us-west-2:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
    let hints = Hints { key: Some(key.to_owned()), ..Hints::default() };
    // One file for everything of a key says it too.
    let together = ["one-after-the-other.json", "describe-key-other.json"];
    insta::assert_snapshot!(format!(
        "{}\n\n{}\n\n{}",
        alone(&files),
        told(&files, &hints, Scenario::default()),
        alone(&together),
    ));
}

#[test]
fn policies_find_their_users_and_roles() {
    insta::assert_snapshot!(alone(&[
        "get-role-policy.json",
        "get-user-policy-encoded.json",
        "get-user.json",
        "get-role.json",
    ]));
}

#[test]
fn an_account_or_a_principal_may_be_named() {
    let account = Hints { account: Some("444455556666".into()), ..Hints::default() };
    let files = ["get-role-policy.json", "get-user-policy-encoded.json"];
    let mut shown = told(&files, &account, Scenario::default());
    let alice = "arn:aws:iam::111122223333:user/alice";
    let alice = Hints { principal: Some(alice.into()), ..Hints::default() };
    let files =
        ["get-user.json", "get-role.json", "get-policy-version.json", "get-group-policy.json"];
    write!(shown, "\n\n{}", told(&files, &alice, Scenario::default())).expect("text");
    let wrong = Hints {
        key: Some("1234abcd".into()),
        principal: Some("nobody".into()),
        account: Some("mine".into()),
    };
    let (_, placement) = imported(&[], &wrong);
    for note in placement.notes {
        write!(shown, "\n{}; {}", note.message(), note.help()).expect("text");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn what_is_there_stays_where_the_output_does_not_tell_it() {
    let key = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let scenario = json!({
        "version": 1,
        "title": "Kept",
        "keys": [{
            "arn": "arn:aws:kms:us-west-2:111122223333:key/other", "aliases": ["alias/orders", "alias/mine"],
        }, {
            "arn": key, "state": "Disabled", "policy": "{}", "saved": "{}", "tags": { "Dept": "Sales" },
            "grants": [
                { "id": "0d8aa621-grant-for-bob", "grantee": "arn:aws:iam::444455556666:user/bob", "operations": ["Encrypt"] },
                { "id": "mine", "grantee": "arn:aws:iam::444455556666:user/bob", "operations": ["Encrypt"] },
            ],
        }],
        "principals": [
            { "id": "Bob", "arn": "arn:aws:iam::123456789012:user/eu/Bob", "mfa": true, "policies": [{ "document": "{}" }] },
            { "id": "ci", "arn": "arn:aws:iam::444455556666:role/team/reports", "session": { "name": "ci" },
              "boundary": { "name": "Limits", "document": "{\"Statement\": []}" },
              "policies": [{ "name": "ReadOrders", "document": "{}" }, { "name": "Other", "document": "{}" }] },
            { "id": "ci-2", "issuer": "ci", "arn": "arn:aws:iam::444455556666:role/team/reports", "session": { "name": "two" } },
        ],
    });
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let key = Hints { key: Some(key.into()), ..Hints::default() };
    insta::assert_snapshot!(told(
        &[
            "get-key-policy.json",
            "list-grants.json",
            "list-aliases.json",
            "list-resource-tags.json",
            "describe-key.json",
            "get-account-authorization-details.json",
            "get-role.json",
            "get-role-policy.json",
            "get-group-policy.json",
        ],
        &key,
        scenario,
    ));
}

/// What alice, as account details tell her, is answered when she asks for Decrypt.
fn answer(change: impl FnOnce(&mut Value)) -> (Verdict, Option<&'static str>) {
    let mut details = json!({
        "UserDetailList": [{
            "UserName": "alice",
            "Arn": "arn:aws:iam::111122223333:user/alice",
            "UserPolicyList": [{
                "PolicyName": "Decrypt",
                "PolicyDocument": { "Statement": {
                    "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
                } },
            }],
            "GroupList": [],
            "AttachedManagedPolicies": [],
        }],
        "GroupDetailList": [], "RoleDetailList": [], "Policies": [],
    });
    change(&mut details);
    let texts =
        [text("describe-key.json"), text("get-key-policy-one-line.json"), details.to_string()];
    let (scenario, _) = imported(&texts.each_ref().map(|text| &**text), &Hints::default());
    let model = Model::new(&scenario).expect("a scenario that can be used");
    let alice = "arn:aws:iam::111122223333:user/alice";
    let cell = model.cell(&model.matrix_question(alice, "kms:Decrypt").expect("alice"));
    (cell.verdict, cell.error)
}

/// A Deny that is not there lets no request through.
#[test]
fn a_policy_without_its_document_decides_nothing() {
    assert_eq!(answer(|_| {}), (Verdict::Allow, None));
    let user = |field: &'static str, value: Value| {
        answer(move |details| details["UserDetailList"][0][field] = value)
    };
    let managed =
        json!([{ "PolicyName": "AWSDenyAll", "PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll" }]);
    let and_inline = |policy: Value| {
        answer(move |details| {
            let list = &mut details["UserDetailList"][0]["UserPolicyList"];
            list.as_array_mut().expect("a list").push(policy);
        })
    };
    let in_group = |managed: Value| {
        answer(move |details| {
            details["UserDetailList"][0]["GroupList"] = json!(["Dev"]);
            details["GroupDetailList"] =
                json!([{ "GroupName": "Dev", "AttachedManagedPolicies": managed }]);
        })
    };
    assert_eq!(in_group(json!([])), (Verdict::Allow, None));
    for (what, answered) in [
        ("managed", user("AttachedManagedPolicies", managed.clone())),
        ("managed without ARN", user("AttachedManagedPolicies", json!([{}]))),
        ("group", user("GroupList", json!(["Dev"]))),
        ("group without name", user("GroupList", json!([1]))),
        ("boundary", user("PermissionsBoundary", json!("arn:aws:iam::aws:policy/ReadOnlyAccess"))),
        ("inline", and_inline(json!({ "PolicyName": "Missing" }))),
        ("null", and_inline(json!({ "PolicyName": "Missing", "PolicyDocument": null }))),
        ("encoded", and_inline(json!({ "PolicyName": "Broken", "PolicyDocument": "%7B%2" }))),
        ("not a policy", and_inline(json!(7))),
        ("managed of a group", in_group(managed)),
    ] {
        assert_eq!(answered, (Verdict::Error, Some("UnreadablePolicy")), "{what}");
    }
}

#[test]
fn documents_that_only_the_scenario_has_stay() {
    let policy = |name: &str, attached: &str, group: Option<&str>| json!({ "name": name, "attached": attached, "group": group, "document": "{}" });
    let scenario = json!({ "version": 1, "principals": [{
        "arn": "arn:aws:iam::111122223333:user/alice",
        "policies": [
            policy("Missing", "inline", None),
            policy("AWSDenyAll", "managed", None),
            policy("PowerUserAccess", "group", Some("Dev")),
            policy("One", "group", Some("Ops")),
            policy("Two", "group", Some("Ops")),
        ],
    }] });
    let mut scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let kept = scenario.principals[0].policies.clone();
    let missing = r#"{"UserName": "alice", "PolicyName": "Missing", "PolicyDocument": null}"#;
    let imports = [read(&text("get-account-authorization-details-filtered.json")), read(missing)];
    let placement = place(&imports, &Hints::default(), &mut scenario);
    // Two of its own stand before them.
    assert_eq!(scenario.principals[0].policies[2..], kept);
    assert_eq!(placement.set.len(), 1, "{placement:?}");
}

#[test]
fn whose_policy_is_guessed_is_told() {
    let role = "arn:aws:iam::444455556666:role/team/reports";
    let role = Hints { principal: Some(role.into()), ..Hints::default() };
    let boundary = ["get-role.json", "get-policy-version-default.json"];
    insta::assert_snapshot!(format!(
        "{}\n\n{}\n\n{}",
        alone(&["get-user.json", "identity-policy.json"]),
        alone(&boundary),
        told(&boundary, &role, Scenario::default()),
    ));
}

#[test]
fn a_policy_is_of_the_key_right_before_it() {
    let policies = |file: &str| {
        let (scenario, _) = imported(&[&text(file)], &Hints::default());
        assert_eq!(scenario.keys.len(), 2, "{file}");
        [0, 1].map(|key| scenario.keys[key].policy.clone().and_then(|one| one.text().cloned()))
    };
    let [first, second] = policies("several-keys.json");
    assert!(first.expect("a policy").contains("user/alice"));
    assert!(second.expect("a policy").contains("user/bob"));
    // Where the order does not say it, nothing is guessed.
    assert_eq!(policies("several-keys-after-their-policies.json"), [None, None]);
    assert_eq!(policies("several-keys-before-a-policy.json"), [None, None]);
}

#[test]
fn a_bucket_that_is_there_gets_its_policy() {
    let scenario = json!({ "version": 1, "buckets": [
        { "name": "amzn-s3-demo-bucket", "account": "111122223333", "policy": "{}" },
    ] });
    let mut scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let import = read(&text("get-bucket-policy-not-resource.json"));
    let placement = place(&[import], &Hints::default(), &mut scenario);
    assert_eq!(placement.notes, []);
    assert_eq!((placement.set.len(), placement.set[0].new), (1, false));
    assert_eq!(placement.set[0].pointer, "/buckets/0/policy");
    assert_eq!(scenario.buckets[0].account.as_deref(), Some("111122223333"));
}

/// The policy of something else does not become the key policy.
#[test]
fn what_a_document_is_the_policy_of() {
    for (what, elements) in [
        ("the key policy of a key", json!({ "Action": "kms:*", "Resource": "*" })),
        ("the key policy of a key", json!({ "Action": ["s3:*", "KMS:Decrypt"], "Resource": "*" })),
        ("the key policy of a key", json!({ "Action": "*", "Resource": "*" })),
        ("the key policy of a key", json!({ "Action": "k?s:*", "Resource": "*" })),
        ("the key policy of a key", json!({ "NotAction": "kms:PutKeyPolicy", "Resource": "*" })),
        (
            "the key policy of a key",
            json!({ "NotAction": "s3:*", "NotResource": "arn:aws:kms:*:*:key/1" }),
        ),
        ("the key policy of a key", json!({ "Resource": "*" })),
        ("nothing", json!({ "Action": "s3:*", "Resource": "*" })),
        ("nothing", json!({ "Action": "backup:DeleteRecoveryPoint", "Resource": "*" })),
        ("nothing", json!({ "NotAction": ["kms:*"], "Resource": "*" })),
        ("nothing", json!({ "NotAction": "*", "Resource": "*" })),
        ("nothing", json!({ "Action": "*", "Resource": "arn:aws:sqs:us-west-2:111122223333:q" })),
        (
            "nothing",
            json!({ "Action": "*", "NotResource": "arn:aws:sqs:us-west-2:111122223333:q" }),
        ),
        ("nothing", json!({ "Action": "kms:*", "Resource": "arn:aws:s3:::a" })),
        ("nothing", json!({ "Action": "s3:*", "Resource": ["arn:aws:s3:::a", "*"] })),
        (
            "nothing",
            json!({ "Action": "s3:*", "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b/*"] }),
        ),
        ("nothing", json!({ "Action": "s3:*", "Resource": "arn:aws:s3:::a*" })),
        (
            "the policy of bucket a",
            json!({ "Action": "s3:*", "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::a/*"] }),
        ),
        (
            "the policy of bucket a",
            json!({ "Action": "s3:*", "NotResource": "arn:aws-cn:s3:::a/*" }),
        ),
    ] {
        let mut statement = elements;
        statement["Effect"] = json!("Deny");
        statement["Principal"] = json!("*");
        let document = json!({ "Statement": [statement] }).to_string();
        for text in [document.clone(), json!({ "Policy": document }).to_string()] {
            let import = read(&text);
            let found = import.parts.first().map_or("nothing".to_owned(), |part| part.what());
            assert_eq!(found, what, "{text}");
            assert_eq!(import.notes.is_empty(), what != "nothing", "{text}");
        }
    }
}

#[test]
fn importing_twice_changes_nothing() {
    for (file, other) in [
        ("list-grants.json", "get-group-policy.json"),
        ("list-aliases.json", "get-group-policy.json"),
        ("get-account-authorization-details.json", "get-group-policy.json"),
        ("get-account-authorization-details-filtered.json", "get-bucket-policy.json"),
    ] {
        let texts = ["one-after-the-other.json", file, other].map(text);
        let imports = texts.each_ref().map(|text| read(text));
        let mut scenario = Scenario::default();
        place(&imports, &Hints::default(), &mut scenario);
        let once = scenario.clone();
        let again = place(&imports, &Hints::default(), &mut scenario);
        assert_eq!(scenario, once, "{file}");
        assert!(again.set.iter().all(|set| !set.new), "{again:?}");
    }
}

#[test]
fn texts_that_cannot_be_read_say_where_and_what_to_do() {
    let mut shown = String::new();
    for text in [
        "",
        " \r\n",
        "KeyMetadata:\n  Arn: arn:aws:kms:…",
        "$ aws kms list-aliases\n{\"Aliases\": []}",
        "{\"Aliases\": []}\n{\"Aliases\": [\n  {\"AliasName\" \"alias/x\"}\n]}",
        "{\"Aliases\": [",
        "{\"Aliases\": []},\n{\"Aliases\": []}",
        "{\"Aliases\": []} default",
        "%7B%22Statement%22",
    ] {
        let import = read(text);
        writeln!(shown, "{text:?} {} parts", import.parts.len()).expect("text");
        for note in &import.notes {
            describe(&mut shown, &[text.to_owned()], note);
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn marks_line_ends_and_lists_make_no_difference() {
    let plain = text("one-after-the-other.json");
    let (scenario, _) = imported(&[&plain], &Hints::default());
    let windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    assert_eq!(imported(&[&windows], &Hints::default()).0, scenario);
    let files = ["describe-key.json", "get-key-policy.json", "list-resource-tags.json"];
    let texts = files.map(text);
    assert_eq!(imported(&texts.each_ref().map(|text| &**text), &Hints::default()).0, scenario);
    let list = format!("[{}]", texts.join(","));
    assert_eq!(imported(&[&list], &Hints::default()).0, scenario);
}

#[test]
fn every_way_to_print_a_key_policy_gives_the_same_document() {
    let key = text("describe-key.json");
    let policy = |file: &str| {
        let (scenario, placement) = imported(&[&key, &text(file)], &Hints::default());
        assert_eq!(placement.notes, [], "{file}");
        scenario.keys[0].policy.clone().expect(file)
    };
    assert_eq!(policy("get-key-policy.json"), policy("get-key-policy-text.txt"));
    assert_eq!(policy("get-key-policy-one-line.json"), policy("get-key-policy-query.json"));
    let one_line: Value =
        serde_json::from_str(&text("get-key-policy-one-line.json")).expect("JSON");
    let document = one_line["Policy"].as_str().expect("a string");
    let encoded: String = document.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for wrapped in
        [encoded.clone(), json!(encoded).to_string(), json!({ "Policy": encoded }).to_string()]
    {
        let (scenario, _) = imported(&[&key, &wrapped], &Hints::default());
        assert_eq!(scenario.keys[0].policy, Some(policy("get-key-policy-one-line.json")));
    }
}

/// A text that ends anywhere is read up to there.
#[test]
fn every_beginning_of_an_output_can_be_read() {
    for entry in fs::read_dir(folder()).expect("tests/import") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("UTF-8");
        for (end, _) in text.char_indices().step_by(29) {
            let (scenario, _) = imported(&[&text[..end]], &Hints::default());
            assert_eq!(check(&scenario), [], "{}", &text[..end]);
        }
    }
}

/// Whatever stands in a field, the scenario can be used afterwards.
#[test]
fn no_output_makes_a_scenario_that_is_refused() {
    fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    pointers(item, format!("{at}/{index}"), all);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    pointers(member, format!("{at}/{}", name.replace('/', "~1")), all);
                }
            }
            _ => {}
        }
        all.push(at);
    }
    let key = text("describe-key.json");
    let strange = [
        json!(null),
        json!(1),
        json!(true),
        json!(""),
        json!("x"),
        json!("%zz"),
        json!("arn:aws:iam::111122223333:root"),
        json!("arn:aws:iam::111122223333:user/alice"),
        json!([]),
        json!(["x"]),
        json!({}),
        json!({ "x": "y" }),
    ];
    for entry in fs::read_dir(folder()).expect("tests/import") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("UTF-8");
        let Ok(output) = serde_json::from_str::<Value>(&text) else { continue };
        let mut all = Vec::new();
        pointers(&output, String::new(), &mut all);
        for pointer in all {
            for value in &strange {
                let mut changed = output.clone();
                *changed.pointer_mut(&pointer).expect("a pointer") = value.clone();
                let changed = changed.to_string();
                for texts in [&[&*changed][..], &[&*key, &*changed]] {
                    let hints = Hints { account: Some("123456789012".into()), ..Hints::default() };
                    let (scenario, _) = imported(texts, &hints);
                    assert_eq!(check(&scenario), [], "{pointer} is {value}");
                }
            }
        }
    }
}
