//! Examples in the place of names: over every scenario of the project, which is shared with what a page
//! would add to it.

use kms_policy::scenario::Scenario;
use kms_policy::share::{Contents, Examples, Left, Named, Reason};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut files = Vec::new();
    for folder in fs::read_dir(root).expect("the cases").flatten() {
        let Ok(folder) = fs::read_dir(folder.path()) else { continue };
        files.extend(folder.flatten().map(|file| file.path()));
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    assert!(files.len() > 1_000);
    files
}

/// A scenario as the page would share it, compared with itself and with an earlier text of its policy.
fn shared(text: &str) -> Option<Contents> {
    let scenario = Scenario::from_json(text).ok()?;
    let earlier = scenario.key_policy_text(0);
    let (who, opened) =
        (scenario.principals.first().map_or("", |one| one.id()), scenario.to_json());
    let view = serde_json::json!({
        "selected": {"principal": who, "action": "kms:Decrypt"},
        "readable": {"/keys/0/policy": &*earlier},
        "built": {"/principals/0/arn": format!("{who}/")},
    });
    let view = view.to_string().replacen('{', &format!("{{\"opened\":{opened},"), 1);
    let pinned = Some(scenario.clone());
    let decided = Contents::decided(scenario).ok()?;
    let shared = Contents { pinned, view: Some(view), ..decided };
    Contents::read(&shared.to_json()).ok()
}

/// Does a name stand by itself in a text?
fn has_word(text: &str, name: &str) -> bool {
    let goes_on = |one: Option<char>| one.is_some_and(|one| one.is_alphanumeric() || one == '_');
    let own = name.ends_with(['/', '-']);
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        (own && name.starts_with('/')) || !goes_on(before) && (own || !goes_on(after))
    })
}

fn texts(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, all)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            all.push(name.clone());
            texts(value, all);
        }),
        _ => {}
    }
}

/// No decision changes: of the matrix, of checks, of steps. What was replaced is nowhere any more,
/// and once more changes nothing.
#[test]
fn examples_decide_as_the_names_did() {
    let (files, threads) = (cases(), std::thread::available_parallelism().map_or(2, usize::from));
    let counts: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let part = |part: usize| files.iter().skip(part).step_by(threads);
        let workers: Vec<_> = (0..threads)
            .map(|at| scope.spawn(move || part(at).map(law).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("the law holds")).collect()
    });
    let replaced: usize = counts.iter().map(|(replaced, _)| replaced).sum();
    let left: usize = counts.iter().map(|(_, left)| left).sum();
    assert!(replaced > 3_000, "{replaced}");
    assert!(left < replaced / 5, "{left} of {replaced}");
}

/// A case whose accounts are none that are there for examples.
fn renumbered(text: &str) -> String {
    EXAMPLE_ACCOUNTS.iter().zip(2..).fold(text.to_owned(), |text, (account, first)| {
        text.replace(account, &format!("{first}10987654321"))
    })
}

const EXAMPLE_ACCOUNTS: [&str; 4] =
    ["111122223333", "444455556666", "123456789012", "777788889999"];

/// How many names of a case were replaced, and how many were left.
fn law(file: &PathBuf) -> (usize, usize) {
    let text = renumbered(&fs::read_to_string(file).expect("a case"));
    let Some(before) = shared(&text) else { return (0, 0) };
    let Examples { contents: after, replaced: names, left: kept } = before.with_examples();
    let file = file.display();
    assert_eq!(
        Contents::decided(after.scenario.clone()).expect("it can be decided").verdicts,
        before.verdicts,
        "{file}"
    );
    held(&before.scenario, &after.scenario, &file.to_string());
    assert_eq!(after.pinned.as_ref(), Some(&after.scenario), "{file}");

    let json = after.to_json();
    assert_eq!(Contents::read(&json).expect("it can be read"), after, "{file}");
    let mut all = Vec::new();
    texts(&serde_json::from_str(&json).expect("JSON"), &mut all);
    for name in &names {
        let found = all.iter().find(|text| match name.what {
            Named::Account | Named::Address => text.contains(&name.name),
            _ => has_word(text, &name.name),
        });
        assert_eq!(found, None, "{file}: {name}");
    }
    no_other_names(&json, &kept, &file.to_string());
    let again = after.with_examples();
    assert_eq!((&again.contents, &again.left), (&after, &kept), "{file}");
    assert!(again.replaced.is_empty(), "{file}: {:?}", again.replaced);
    if std::env::var_os("SHOW").is_some() {
        println!("{file}");
        names.iter().for_each(|name| println!("  {name}"));
        kept.iter().for_each(|name| println!("  left: {name}"));
    }
    (names.len(), kept.len())
}

/// Whatever was found and told, nothing in the JSON is the number of an account, or the name of somebody
/// or something, unless it is an example or was left.
fn no_other_names(json: &str, left: &[Left], file: &str) {
    let is_left = |text: &str| left.iter().any(|one| one.name == text);
    let share: Value = serde_json::from_str(json).expect("JSON");
    // The verdicts are digits as well.
    let texts = format!("{} {} {}", share["scenario"], share["pinned"], share["view"]);
    for number in texts.split(|one: char| !one.is_ascii_digit()).filter(|run| run.len() == 12) {
        // The last digits of keys: of one that was left, or of examples, which are counted up.
        let in_key = left.iter().any(|one| one.name.contains(number))
            || number.starts_with("0000000")
            || json.contains(&format!("1234abcd-12ab-34cd-56ef-{number}"));
        assert!(is_example_account(number) || in_key, "{file}: account {number}");
    }
    for scenario in [&share["scenario"], &share["pinned"], &share["view"]["opened"]] {
        for (field, name) in names_of(scenario) {
            assert!(is_example_name(&name) || is_left(&name), "{file}: {field} {name}");
        }
    }
}

/// The names in the fields of a scenario, each with what it is the name of.
fn names_of(scenario: &Value) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut add = |field: &'static str, value: &Value| {
        all.extend(value.as_str().map(|text| (field, text.to_owned())));
    };
    for principal in list(&scenario["principals"]) {
        let arn = principal["arn"].as_str().unwrap_or_default();
        let (kind, path) =
            arn.rsplit(':').next().unwrap_or_default().split_once('/').unwrap_or(("", ""));
        let name = Value::from(path.rsplit('/').next().unwrap_or_default());
        match kind {
            "user" | "federated-user" => add("user", &name),
            "role" if !path.starts_with("aws-") => add("role", &name),
            "assumed-role" => {
                add("role", &Value::from(path.split('/').next()));
                add("session", &name);
            }
            _ => {}
        }
        add("session", &principal["session"]["name"]);
        add("user", &principal["session"]["sourceIdentity"]);
        list(&principal["policies"]).iter().for_each(|policy| add("group", &policy["group"]));
    }
    for bucket in list(&scenario["buckets"]) {
        add("bucket", &bucket["name"]);
        list(&bucket["objects"]).iter().for_each(|object| add("object", &object["name"]));
    }
    for account in list(&scenario["accounts"]) {
        add("account", &account["name"]);
        add("organization", &account["organization"]["id"]);
    }
    for key in list(&scenario["keys"]) {
        list(&key["grants"]).iter().for_each(|grant| add("grant", &grant["id"]));
        list(&key["aliases"]).iter().for_each(|alias| add("alias", alias));
    }
    all
}

fn is_numbered(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Those of AWS's documentation, those that are counted up, and those of one digit alone.
fn is_example_account(number: &str) -> bool {
    EXAMPLE_ACCOUNTS.contains(&number)
        || number.starts_with("1000000")
        || number.bytes().all(|byte| number.starts_with(char::from(byte)))
}

/// Is it one of the examples, of whatever kind? A role may be called as its session is.
fn is_example_name(name: &str) -> bool {
    let people =
        ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"];
    let numbered = [
        "user",
        "ExampleRole",
        "ExampleSession",
        "ExampleGroup",
        "ExamplePolicy",
        "ExampleGrant",
        "ExampleResource",
        "ExampleAlias",
        "alias/ExampleAlias",
        "caller-",
        "o-exampleorgid",
    ];
    let begun = ["AWSServiceRole", "amzn-s3-demo-", "example-object", "alias/aws/"];
    people.contains(&&*name.to_lowercase())
        || numbered.iter().any(|word| is_numbered(name, word))
        || begun.iter().any(|word| name.starts_with(word))
        || name.starts_with("Account ") && name.len() < 12
        || name == "session"
}

/// What checks and steps say, with what they expect.
fn held(before: &Scenario, after: &Scenario, file: &str) {
    use kms_policy::{Detail, decide::Model, steps, text::Encoding};
    let report = |scenario: &Scenario| {
        let model = Model::new(scenario).expect("it can be decided");
        let decisions = model.report(Detail::Brief, Encoding::Chars).decisions;
        let told = |one: &kms_policy::report::Decision| (one.verdict, one.error.clone(), one.held);
        let mut all: Vec<_> = decisions.iter().map(told).collect();
        for (index, step) in scenario.steps.iter().enumerate() {
            for scenario in [steps::begin(scenario, index), steps::solve(scenario, index)] {
                let scenario = scenario.expect("it can be carried out");
                let model = Model::new(&scenario).expect("it can be decided");
                all.extend(steps::checks(&model, step).iter().map(told));
            }
        }
        all
    };
    assert_eq!(report(before), report(after), "{file}");
}

fn examples(scenario: &str) -> Examples {
    let scenario = Scenario::from_json(scenario).expect("a scenario");
    Contents::decided(scenario).expect("it can be decided").with_examples()
}

fn left(examples: &Examples) -> Vec<(Reason, &str)> {
    examples.left.iter().map(|Left { name, why, .. }| (*why, name.as_str())).collect()
}

#[test]
fn a_name_that_a_wildcard_depends_on_is_left() {
    let found = examples(
        r#"{"version": 1, "keys": [{
            "arn": "arn:aws:kms:eu-west-1:210987654321:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
            "policy": {"Statement": [{"Sid": "LetBuildsDecrypt", "Effect": "Allow", "Principal": "*",
                "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLike": {
                    "aws:PrincipalArn": "arn:aws:iam::210987654321:role/Build*"}}}]}}],
          "principals": [{"arn": "arn:aws:iam::210987654321:role/BuildTheApp"},
                         {"arn": "arn:aws:iam::210987654321:role/Deploy"}]}"#,
    );
    assert_eq!(left(&found), [(Reason::Pattern, "Build*"), (Reason::Decides, "BuildTheApp")]);
    let arns = found.contents.scenario.principals.iter().map(|one| one.id());
    assert_eq!(
        arns.collect::<Vec<_>>(),
        [
            "arn:aws:iam::111122223333:role/BuildTheApp",
            "arn:aws:iam::111122223333:role/ExampleRole2"
        ]
    );
}

#[test]
fn broken_texts_drafts_and_words_in_sentences_are_replaced_as_well() {
    let scenario = r#"{"version": 1, "title": "Maria's key", "description": "maria may not decrypt.",
        "keys": [{"arn": "arn:aws:kms:eu-west-1:210987654321:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
            "tags": {"owner": "Maria"},
            "policy": "{ \"Sid\": \"AllowMaria\", \"AWS\": \"arn:aws:iam::2109876543\\u00321:user/maria\", oops"}],
        "principals": [{"arn": "arn:aws:iam::210987654321:user/team/crypto/maria"}]}"#;
    let decided = Contents::decided(Scenario::from_json(scenario).expect("a scenario"));
    let view = r#"{"readable":{"/keys/0/policy":"{\"AWS\": \"2109-8765-4321\"}"},
        "typed":{"/matrix/request/context":[["aws:username","maria",true]]}}"#;
    let share = Contents { view: Some(view.to_owned()), ..decided.expect("it can be decided") };
    let Examples { contents, replaced, left } = share.with_examples();
    assert_eq!(left, []);
    let told: Vec<_> = replaced.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "account 210987654321 becomes 111122223333",
            "user maria becomes alice",
            "path /team/crypto/ becomes /example_path/",
            "key 5e698272-88c6-4f6b-970e-1d1dbd0c6412 becomes 1234abcd-12ab-34cd-56ef-1234567890ab",
        ]
    );
    let json = contents.to_json().to_lowercase();
    assert!(!json.contains("maria") && !json.contains("2109"), "{json}");
    assert!(json.contains("alice's key") && json.contains("allowalice"), "{json}");
    assert!(json.contains("1111-2222-3333") && json.contains("user/example_path/alice"), "{json}");
}

#[test]
fn whom_a_condition_names_by_the_name_alone_is_replaced() {
    let found = examples(
        r#"{"version": 1,
          "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "policy": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
                "Condition": {"StringNotEquals": {"AWS:UserName": ["maria", "${aws:PrincipalTag/owner}"]}}}]}}],
          "principals": [{"arn": "arn:aws:iam::111122223333:root"}]}"#,
    );
    let text = found.contents.to_json();
    assert!(text.contains("alice") && text.contains("${aws:PrincipalTag/owner}"), "{text}");
    assert_eq!(found.left, []);
}

#[test]
fn addresses_stay_in_their_networks() {
    let found = examples(
        r#"{"version": 1,
          "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "policy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"},
                "Action": "kms:*", "Resource": "*", "Condition": {"IpAddress": {
                    "aws:SourceIp": ["54.240.143.0/24", "10.0.0.0/8", "203.0.113.7/32"]}}}]}}],
          "principals": [{"arn": "arn:aws:iam::111122223333:root"}],
          "matrix": {"request": {"context": {"aws:SourceIp": "54.240.143.9"}}}}"#,
    );
    let text = found.contents.to_json();
    assert!(text.contains("192.0.2.0/24") && text.contains(r#""192.0.2.9""#), "{text}");
    assert!(text.contains("203.0.113.7/32") && !text.contains("54.240"), "{text}");
}

#[test]
fn solutions_that_edit_a_part_of_a_text_still_do() {
    let policy = r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:user/maria"}, "Action": "kms:Encrypt", "Resource": "*"}]}"#;
    let at = policy.find("kms:Encrypt").expect("it is there");
    let who = policy.find("maria").expect("it is there");
    let scenario = serde_json::json!({
        "version": 1,
        "keys": [{"arn": "arn:aws:kms:eu-west-1:210987654321:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
            "policy": policy}],
        "principals": [{"arn": "arn:aws:iam::210987654321:user/maria"},
                       {"arn": "arn:aws:iam::210987654321:user/marianne"}],
        "steps": [
            {"title": "Let maria decrypt",
             "checks": [{"principal": "arn:aws:iam::210987654321:user/maria", "action": "kms:Decrypt",
                 "expect": {"verdict": "allow"}}],
             "solution": [{"document": "/keys/0/policy", "span": [at, at + 11], "text": "kms:Decrypt"}]},
            // The end of the span lies in a name.
            {"title": "Let marianne decrypt",
             "checks": [{"principal": "arn:aws:iam::210987654321:user/marianne", "action": "kms:Decrypt",
                 "expect": {"verdict": "allow"}}],
             "solution": [{"document": "/keys/0/policy", "span": [who + 4, who + 5], "text": "anne"}]},
        ]
    });
    let before = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let found = examples(&scenario.to_string());
    assert_eq!(found.left, []);
    held(&before, &found.contents.scenario, "steps");
    let json = found.contents.to_json();
    assert!(!json.contains("mari") && json.contains("Let alice decrypt"), "{json}");
}

/// A key with this policy and what else there is, as JSON of a scenario.
fn with_policy(statement: &str, more: &str) -> String {
    format!(
        r#"{{"version": 1, "keys": [{{
            "arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "aliases": ["alias/payments"],
            "policy": {{"Statement": [{{"Effect": "Allow", "Principal": "*", "Resource": "*", {statement}}}]}}}}],
          {more}}}"#
    )
}

#[test]
fn account_numbers_without_quotes_are_replaced() {
    let found = examples(&with_policy(
        r#""Action": "kms:Decrypt", "Condition": {"StringEquals": {"aws:SourceAccount": 210987654321}}"#,
        r#""principals": [{"service": "s3.amazonaws.com"}],
           "matrix": {"request": {"context": {"aws:SourceAccount": 210987654321,
               "aws:MultiFactorAuthAge": 3600}}}"#,
    ));
    let told: Vec<_> = found.replaced.iter().map(ToString::to_string).collect();
    assert!(told.contains(&"account 210987654321 becomes 444455556666".to_owned()), "{told:?}");
    let context = &found.contents.scenario.matrix.expect("a matrix").request.context;
    assert_eq!(context["aws:SourceAccount"], 444_455_556_666_u64);
    assert_eq!(context["aws:MultiFactorAuthAge"], 3600);
    assert!(found.contents.scenario.keys[0].policy.is_some());
}

/// What cannot be replaced is told, also where it is another spelling of a name that was.
#[test]
fn other_spellings_that_decide_are_told() {
    let found = examples(&with_policy(
        r#""Action": "kms:Decrypt", "Condition": {"StringLike": {"aws:PrincipalTag/owner": "Mar*"}}"#,
        r#""principals": [{"arn": "arn:aws:iam::111122223333:user/maria", "tags": {"owner": "Maria"}}]"#,
    ));
    assert_eq!(left(&found), [(Reason::Decides, "Maria")]);
    assert_eq!(found.contents.scenario.principals[0].id(), "arn:aws:iam::111122223333:user/alice");

    let found = examples(&with_policy(
        r#""Action": "kms:Decrypt", "Condition": {"StringLike": {"aws:PrincipalTag/cost": "pay*"}}"#,
        r#""principals": [{"arn": "arn:aws:iam::111122223333:user/alice", "tags": {"cost": "payments"}},
            {"arn": "arn:aws:iam::210987654321:user/bob", "tags": {"bill": "2109-8765-4321"}}]"#,
    ));
    assert_eq!(left(&found), [(Reason::Decides, "payments")]);
    assert!(found.left[0].to_string().starts_with("alias payments: "), "{}", found.left[0]);
    let tags = &found.contents.scenario.principals[1].tags;
    assert_eq!(tags["bill"], "4444-5555-6666");
}

#[test]
fn the_name_of_an_alias_is_replaced_where_it_stands_alone() {
    let found = examples(&with_policy(
        r#""Sid": "payments", "Action": "kms:Decrypt""#,
        r#""title": "The payments key", "principals": [{"arn": "arn:aws:iam::111122223333:root"}]"#,
    ));
    let json = found.contents.to_json();
    assert!(!json.contains("payments") && json.contains("The ExampleAlias key"), "{json}");
    // A role of the same name has an example of its own.
    let found = examples(&with_policy(
        r#""Action": "kms:Decrypt""#,
        r#""principals": [{"arn": "arn:aws:iam::111122223333:role/payments"}]"#,
    ));
    assert_eq!(
        found.contents.scenario.principals[0].id(),
        "arn:aws:iam::111122223333:role/ExampleRole"
    );
}

#[test]
fn providers_sessions_and_access_points_are_names() {
    let found = examples(&with_policy(
        r#""Action": "kms:Decrypt", "Condition": {
            "StringEquals": {
                "aws:FederatedProvider": [
                    "arn:aws:iam::111122223333:oidc-provider/idp.corp.test",
                    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"],
                "aws:userid": ["AROADBQP57FF2AEXAMPLE:nightly-run", "111122223333:maria"],
                "sts:RoleSessionName": "weekly-run"},
            "ArnEquals": {"aws:SourceArn":
                "arn:aws:s3:eu-west-1:111122223333:accesspoint/quarter/object/report.pdf"}}"#,
        r#""principals": [{"arn": "arn:aws:iam::111122223333:root"}]"#,
    ));
    let json = found.contents.to_json();
    for name in ["corp", "nightly", "maria", "weekly", "quarter", "report"] {
        assert!(!json.contains(name), "{name}: {json}");
    }
    for example in [
        "AROADBQP57FF2AEXAMPLE:ExampleSession",
        "111122223333:alice",
        ":accesspoint/ExampleResource",
        "/object/example-object.pdf",
        "oidc-provider/token.actions.githubusercontent.com",
    ] {
        assert!(json.contains(example), "{example}: {json}");
    }
    assert_eq!(found.left, []);
}
