//! Scenarios built by forms: every kind of edit, what follows it, and that nothing has no field.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use kms_policy::build::{Built, Drafts, Edit, Form, Refused, edit, form};
use kms_policy::decide::Model;
use kms_policy::report::{self, Verdict};
use kms_policy::scenario::{Expect, Scenario, check};

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k";
const ALICE: &str = "arn:aws:iam::111122223333:user/Alice";

/// A scenario with something of everything, of which everything refers to something else.
fn scenario() -> Scenario {
    read(
        r#"{
        "version": 1,
        "accounts": [
            {"id": "111122223333", "name": "Key owner"},
            {"id": "123456789012", "organization": {"id": "o-a", "path": ["r-a", "ou-b"]},
             "scps": [[{"name": "Root", "document": "{}"}], [{"name": "Unit", "document": "{}"}],
                      [{"name": "Own", "document": "{}"}]]}
        ],
        "keys": [
            {"arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "aliases": ["alias/demo"], "policy": "{\"Statement\": []}",
             "grants": [{"id": "g1", "grantee": "arn:aws:sts::123456789012:assumed-role/Build/ci", "operations": ["Decrypt"],
                         "retiring": "arn:aws:iam::111122223333:user/Alice"}]},
            {"arn": "arn:aws:kms:eu-west-1:111122223333:key/other", "policy": "arn:aws:iam::111122223333:user/Alice"}
        ],
        "principals": [
            {"arn": "arn:aws:iam::111122223333:user/Alice", "policies": [
                {"name": "A", "document": "first"}, {"name": "B", "document": "second"}]},
            {"id": "build", "arn": "arn:aws:iam::123456789012:role/Build"},
            {"id": "build-2", "issuer": "build", "arn": "arn:aws:iam::123456789012:role/Build", "session": {"name": "ci"}},
            {"id": "topic", "service": "sns.amazonaws.com", "sourceAccount": "123456789012"}
        ],
        "vpcEndpoints": [{"id": "vpce-1", "account": "123456789012"}],
        "buckets": [{"name": "b", "account": "123456789012",
                     "encryption": {"type": "aws:kms", "key": "arn:aws:kms:eu-west-1:111122223333:key/k"},
                     "objects": [{"name": "photo.jpg", "key": "arn:aws:kms:eu-west-1:111122223333:key/k"}]}],
        "requests": [
            {"principal": "arn:aws:iam::111122223333:user/Alice", "action": "kms:Decrypt",
             "key": "arn:aws:kms:eu-west-1:111122223333:alias/demo", "vpcEndpoint": "vpce-1",
             "context": {"aws:SourceVpce": "vpce-1"}},
            {"principal": "build", "action": "kms:Decrypt", "key": "k", "grantTokens": ["g1"],
             "expect": {"document": "/principals/0/policies/1/document", "statement": 0}},
            {"principal": "build-2", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/photo.jpg"}
        ],
        "matrix": {"principals": ["build", "arn:aws:iam::111122223333:user/Alice"], "key": "alias/demo",
                   "request": {"vpcEndpoint": "vpce-1"}},
        "steps": [{"title": "One", "checks": [{"principal": "arn:aws:iam::111122223333:user/Alice", "action": "kms:Sign"}],
                   "solution": [{"set": "/keys/1/state", "value": "Disabled"},
                                {"document": "/principals/0/policies/1/document", "span": [0, 1], "text": "x"}]}]
    }"#,
    )
}

fn read(text: &str) -> Scenario {
    let scenario = Scenario::from_json(text).unwrap();
    assert_eq!(check(&scenario), []);
    scenario
}

fn done(scenario: &Scenario, what: &str, at: &str, text: &str) -> Built {
    let built = edit(scenario, &Drafts::new(), Edit { what, at, text }).unwrap();
    assert_eq!(check(&built.scenario), [], "{what} {at} {text}");
    built
}

/// Writes what can be used.
fn set(scenario: &Scenario, at: &str, text: &str) -> Scenario {
    let built = done(scenario, "set", at, text);
    assert!(built.drafts.is_empty(), "{:?}", form(scenario, &built.drafts, at));
    built.scenario
}

fn refused(scenario: &Scenario, what: &str, at: &str, text: &str) -> Refused {
    edit(scenario, &Drafts::new(), Edit { what, at, text }).unwrap_err()
}

/// What is said of a text that is written into a field and cannot be used.
fn fault(scenario: &Scenario, at: &str, text: &str) -> String {
    let built = done(scenario, "set", at, text);
    assert_eq!(built.scenario, *scenario);
    assert_eq!(built.drafts[at], text);
    let place = at.split('/').take(3).collect::<Vec<_>>().join("/");
    let place = if at.contains("/grants/") { place + "/grants" } else { place };
    let form = form(scenario, &built.drafts, &place);
    let field = form.sections.iter().flat_map(|one| &one.fields).find(|field| field.at == at);
    let field = field.unwrap();
    assert_eq!(field.value, text);
    field.error.clone().unwrap()
}

#[test]
fn an_account_number_is_another_everywhere() {
    let next = set(&scenario(), "/accounts/1/id", "444455556666");
    assert!(!next.to_json().contains("123456789012"), "{}", next.to_json());
    let next = set(&next, "/accounts/0/id", "777788889999");
    assert_eq!(next.keys[0].arn, KEY.replace("111122223333", "777788889999"));
    assert_eq!(next.requests[0].principal, "arn:aws:iam::777788889999:user/Alice");
    assert_eq!(next.matrix.unwrap().principals.unwrap()[1], "arn:aws:iam::777788889999:user/Alice");
    assert_eq!(next.steps[0].checks[0].principal, "arn:aws:iam::777788889999:user/Alice");
    // The policies are the user's.
    let built = done(&scenario(), "set", "/accounts/0/id", "777788889999");
    assert!(built.said.starts_with("1 policy still"), "{}", built.said);
    // What only begins like it is another.
    let built = done(&scenario(), "set", "/principals/0/arn#name", "Alic");
    assert!(built.said.starts_with("1 policy still"), "{}", built.said);
    let built = done(&built.scenario, "set", "/principals/0/arn#name", "Alicia");
    assert_eq!(built.said, "");
    assert!(fault(&scenario(), "/accounts/0/id", "123456789012").contains("stands twice"));
    assert!(fault(&scenario(), "/accounts/0/id", "1234").contains("twelve digits"));
}

#[test]
fn a_user_and_a_role_are_called_otherwise() {
    let next = set(&scenario(), "/principals/0/arn#name", "team/Bob");
    let bob = "arn:aws:iam::111122223333:user/team/Bob";
    assert_eq!(next.principals[0].arn.as_deref(), Some(bob));
    assert_eq!(next.keys[0].grants[0].retiring.as_deref(), Some(bob));
    assert_eq!(next.requests[0].principal, bob);
    assert_eq!(next.steps[0].checks[0].principal, bob);
    let next = set(&scenario(), "/principals/2/arn#name", "Deploy");
    let deploy = Some("arn:aws:iam::123456789012:role/Deploy");
    assert_eq!(
        (next.principals[1].arn.as_deref(), next.principals[2].arn.as_deref()),
        (deploy, deploy)
    );
    let grantee = next.keys[0].grants[0].grantee.as_deref();
    assert_eq!(grantee, Some("arn:aws:sts::123456789012:assumed-role/Deploy/ci"));
    let next = set(&scenario(), "/principals/1/id", "ci");
    assert_eq!(next.principals[2].issuer.as_deref(), Some("ci"));
    assert_eq!(
        (next.requests[1].principal.as_str(), &*next.matrix.unwrap().principals.unwrap()[0]),
        ("ci", "ci")
    );
    let next = set(&scenario(), "/principals/0/id", "alice");
    assert_eq!(next.requests[0].principal, "alice");
    assert_eq!(set(&next, "/principals/0/id", ""), scenario());
}

#[test]
fn keys_grants_endpoints_and_buckets_are_called_otherwise() {
    let next = set(&scenario(), "/keys/0/arn#region", "us-east-1");
    let key = Some(KEY.replace("eu-west-1", "us-east-1"));
    assert_eq!(next.buckets[0].objects[0].key, key);
    assert_eq!(next.buckets[0].encryption.as_ref().unwrap().key, key);
    assert_eq!(
        next.requests[0].key.as_deref(),
        Some("arn:aws:kms:us-east-1:111122223333:alias/demo")
    );
    let next = set(&scenario(), "/keys/0/arn#id", "new");
    assert_eq!(next.requests[1].key.as_deref(), Some("new"));
    let next = set(&scenario(), "/keys/0/aliases", "alias/shared");
    assert_eq!(
        next.requests[0].key.as_deref(),
        Some("arn:aws:kms:eu-west-1:111122223333:alias/shared")
    );
    assert_eq!(next.matrix.unwrap().key.as_deref(), Some("alias/shared"));
    let next = set(&scenario(), "/keys/0/grants/0/id", "grant");
    assert_eq!(next.requests[1].grant_tokens, ["grant"]);
    let next = set(&scenario(), "/vpcEndpoints/0/id", "vpce-2");
    assert_eq!(next.requests[0].vpc_endpoint.as_deref(), Some("vpce-2"));
    assert_eq!(next.requests[0].context["aws:SourceVpce"], "vpce-2");
    assert_eq!(next.matrix.unwrap().request.vpc_endpoint.as_deref(), Some("vpce-2"));
    let next = set(&scenario(), "/buckets/0/name", "photos");
    assert_eq!(next.requests[2].resource.as_deref(), Some("arn:aws:s3:::photos/photo.jpg"));
    let next = set(&scenario(), "/buckets/0/objects/0/name", "a/b.jpg");
    assert_eq!(next.requests[2].resource.as_deref(), Some("arn:aws:s3:::b/a/b.jpg"));
}

#[test]
fn what_goes_takes_along_what_means_nothing_without_it() {
    let built = done(&scenario(), "remove", "/principals/1", "");
    let next = &built.scenario;
    assert_eq!(next.principals.iter().map(|one| one.id()).collect::<Vec<_>>(), [ALICE, "topic"]);
    assert_eq!(next.requests.len(), 1);
    assert_eq!(next.matrix.as_ref().unwrap().principals.as_ref().unwrap(), &[ALICE]);
    assert!(
        built.said.contains("With it: 1 session that uses its policies, 2 saved checks, 1 row"),
        "{}",
        built.said
    );
    let form = form(&scenario(), &Drafts::new(), "/principals/1");
    let button = form.sections[0].buttons.iter().find(|button| button.what == "remove").unwrap();
    assert!(built.said.ends_with(&button.also), "said beforehand: {}", button.also);

    let next = done(&scenario(), "remove", "/keys/0", "").scenario;
    assert_eq!((next.requests.len(), next.matrix.as_ref().unwrap().key.as_deref()), (1, None));
    assert_eq!(next.requests[0].action, "s3:GetObject");
    let solution = format!("{:?}", next.steps[0].solution);
    assert!(solution.contains("/keys/0/state"), "{solution}");

    assert_eq!(
        done(&scenario(), "remove", "/keys/0/grants/0", "").scenario.requests[1].grant_tokens.len(),
        0
    );
    for (at, said) in [
        ("/keys/0", "Still named by 2 buckets and objects."),
        ("/buckets/0", "Still named by 1 check."),
        ("/buckets/0/objects/0", "Still named by 1 check."),
    ] {
        let built = done(&scenario(), "remove", at, "");
        assert!(built.said.ends_with(said), "{at}: {}", built.said);
    }
    let next = done(&scenario(), "remove", "/vpcEndpoints/0", "").scenario;
    assert_eq!(
        (next.requests[0].vpc_endpoint.as_ref(), next.matrix.unwrap().request.vpc_endpoint),
        (None, None)
    );
    let built = done(&scenario(), "remove", "/accounts/0", "");
    assert!(built.said.contains("3 keys and principals stay"), "{}", built.said);
    let next = done(&scenario(), "remove", "/accounts/1/organization", "").scenario;
    assert_eq!((&next.accounts[1].organization, &next.accounts[1].scps), (&None, &None));
}

#[test]
fn what_points_into_a_list_follows_what_moves_in_it() {
    let next = done(&scenario(), "remove", "/principals/0/policies/0", "").scenario;
    let expect = next.requests[1].expect.as_ref().unwrap();
    assert_eq!(expect.document.as_deref(), Some("/principals/0/policies/0/document"));
    assert!(format!("{:?}", next.steps[0].solution).contains("/principals/0/policies/0/document"));
    let next = done(&scenario(), "remove", "/principals/0/policies/1", "").scenario;
    assert_eq!(
        (
            next.requests[1].expect.as_ref().unwrap().document.as_ref(),
            next.requests[1].expect.as_ref().unwrap().statement
        ),
        (None, None)
    );
    // An edit of what is gone does not become one of its neighbour.
    assert_eq!(next.steps[0].solution.len(), 1);
    let drafts = Drafts::from([
        ("/keys/0/arn".to_owned(), "x".to_owned()),
        ("/keys/1/arn".to_owned(), "y".to_owned()),
        ("/time".to_owned(), "z".to_owned()),
    ]);
    let moved =
        edit(&scenario(), &drafts, Edit { what: "move", at: "/keys/0", text: "1" }).unwrap();
    assert_eq!(moved.scenario.keys[1].arn, KEY);
    assert_eq!((&*moved.drafts["/keys/1/arn"], &*moved.drafts["/keys/0/arn"]), ("x", "y"));
    assert_eq!(moved.at.as_deref(), Some("/keys/1"));
    let gone =
        edit(&scenario(), &drafts, Edit { what: "remove", at: "/keys/0", text: "" }).unwrap();
    assert_eq!(
        gone.drafts.into_iter().collect::<Vec<_>>(),
        [("/keys/0/arn".to_owned(), "y".to_owned()), ("/time".to_owned(), "z".to_owned())]
    );
    refused(&scenario(), "move", "/keys/1", "1");
    refused(&scenario(), "move", "/keys/7", "-1");
}

#[test]
fn what_points_into_an_object_goes_with_it() {
    let at = "/accounts/1/scps/2/0/document".to_owned();
    let mut with = scenario();
    with.requests[1].expect =
        Some(Expect { document: Some(at.clone()), statement: Some(0), ..Expect::default() });
    with.steps[0].solution = report::Edit::read_all(
        r#"[{"document": "/accounts/1/scps/2/0/document", "span": [0, 1], "text": "x"},
            {"set": "/accounts/1/scps", "value": []}, {"set": "/keys/1/state", "value": "Disabled"}]"#,
    )
    .unwrap();
    for object in ["/accounts/1/scps", "/accounts/1/organization"] {
        let next = done(&with, "remove", object, "").scenario;
        let expect = next.requests[1].expect.clone().unwrap();
        assert_eq!((expect.document, expect.statement), (None, None), "{object}");
        // The solution may put it there again.
        assert_eq!(next.steps[0].solution, with.steps[0].solution[1..], "{object}");
    }
}

#[test]
fn fields_that_exclude_each_other_give_way() {
    let with_usage =
        set(&set(&scenario(), "/keys/0/spec", "RSA_2048"), "/keys/0/usage", "SIGN_VERIFY");
    assert_eq!(set(&with_usage, "/keys/0/spec", "HMAC_256").keys[0].usage(), "GENERATE_VERIFY_MAC");
    let at = "/keys/0/grants/0/granteeService";
    let next = set(&scenario(), at, "rds.amazonaws.com");
    assert_eq!(next.keys[0].grants[0].grantee, None);
    let at = "/keys/0/grants/0/constraints/";
    let next = set(&scenario(), &format!("{at}encryptionContextSubset"), "Dept=IT");
    let next = set(&next, &format!("{at}encryptionContextEquals"), "Dept=IT");
    assert_eq!(
        next.keys[0].grants[0].constraints.as_ref().unwrap().encryption_context_subset,
        None
    );
    let next = set(&next, &format!("{at}encryptionContextEquals"), "");
    assert_eq!(next.keys[0].grants[0].constraints, None);
    let next = set(&scenario(), "/buckets/0/encryption/type", "AES256");
    assert_eq!(next.buckets[0].encryption.as_ref().unwrap().key, None);
    assert_eq!(set(&scenario(), "/buckets/0/encryption/type", "").buckets[0].encryption, None);
}

#[test]
fn the_levels_of_an_organization_follow_its_path() {
    let names = |scenario: &Scenario| -> Vec<String> {
        let levels = scenario.accounts[1].scps.iter().flatten();
        levels.map(|level| level.first().map_or("-", |one| &one.name).to_owned()).collect()
    };
    let at = "/accounts/1/organization/path";
    let longer = set(&scenario(), at, "r-a\nou-b\nou-c");
    assert_eq!(names(&longer), ["Root", "Unit", "FullAWSAccess", "Own"]);
    assert_eq!(names(&set(&longer, at, "r-a")), ["Root", "Own"]);
    // What is expected of a level follows it, and what was typed there.
    let mut expecting = scenario();
    let at_level = |level: usize| format!("/accounts/1/scps/{level}/0/document");
    for level in 0..3 {
        let expect = Expect { document: Some(at_level(level)), ..Expect::default() };
        expecting.requests[level].expect = Some(expect);
    }
    let expected = |scenario: &Scenario| -> Vec<Option<String>> {
        scenario.requests.iter().map(|one| one.expect.clone().unwrap().document).collect()
    };
    assert_eq!(
        expected(&set(&expecting, at, "r-a\nou-b\nou-c")),
        [0, 1, 3].map(|level| Some(at_level(level)))
    );
    let drafts = Drafts::from([("/accounts/1/scps/2/0/name".to_owned(), "x".to_owned())]);
    let shorter = edit(&expecting, &drafts, Edit { what: "set", at, text: "r-a" }).unwrap();
    assert_eq!(expected(&shorter.scenario), [Some(at_level(0)), None, Some(at_level(1))]);
    assert_eq!(shorter.drafts.keys().next().unwrap(), "/accounts/1/scps/1/0/name");
    let alone = read(r#"{"version": 1, "accounts": [{"id": "111122223333"}]}"#);
    let joined = done(&alone, "add", "/accounts/0/organization", "").scenario;
    let limited = done(&joined, "add", "/accounts/0/scps", "").scenario;
    assert_eq!(limited.accounts[0].scps.as_ref().unwrap().len(), 2);
    let more = done(&limited, "add", "/accounts/0/scps/1", "").scenario;
    assert_eq!(more.accounts[0].scps.as_ref().unwrap()[1].len(), 2);
    assert_eq!(
        done(&more, "remove", "/accounts/0/scps/1/0", "").scenario.accounts[0]
            .scps
            .as_ref()
            .unwrap()[1]
            .len(),
        1
    );
    let rcps = done(&more, "add", "/accounts/0/rcps", "").scenario;
    assert_eq!(
        done(&rcps, "add", "/accounts/0/rcps/0", "").scenario.accounts[0].rcps.as_ref().unwrap()[0]
            .len(),
        1
    );
}

#[test]
fn all_kinds_of_principals_are_added_with_their_policies() {
    let mut scenario = Scenario::default();
    for kind in ["user", "user", "role", "federated", "root", "service"] {
        scenario = done(&scenario, "add", "/principals", &format!("{kind} 111122223333")).scenario;
    }
    let ids: Vec<&str> = scenario.principals.iter().map(|one| one.id()).collect();
    assert_eq!(
        ids,
        [
            "arn:aws:iam::111122223333:user/Alice",
            "arn:aws:iam::111122223333:user/Bob",
            "arn:aws:iam::111122223333:role/ExampleRole",
            "arn:aws:sts::111122223333:federated-user/Alice",
            "arn:aws:iam::111122223333:root",
            "sns.amazonaws.com",
        ]
    );
    let session = format!("session {}", ids[2]);
    let mut scenario = done(&scenario, "add", "/principals", &session).scenario;
    assert_eq!(
        scenario.principals[6].issuer.as_deref(),
        Some("arn:aws:iam::111122223333:role/ExampleRole")
    );
    for at in [
        "/principals/0/policies",
        "/principals/0/policies",
        "/principals/0/boundary",
        "/principals/2/session/policy",
        "/principals/2/session/policies",
        "/principals/2/boundary",
    ] {
        scenario = done(&scenario, "add", at, "").scenario;
    }
    assert!(refused(&scenario, "add", "/principals/0/session", "").message.contains("only roles"));
    refused(&scenario, "add", "/principals/0/boundary", "");
    refused(&scenario, "add", "/principals/44/policies", "");
    // A second root user of an account would be the same.
    assert!(
        refused(&scenario, "add", "/principals", "root 111122223333").message.contains("twice")
    );
    for at in [
        "/principals/0/boundary",
        "/principals/2/session/policy",
        "/principals/2/session/policies/0",
        "/principals/2/session",
    ] {
        scenario = done(&scenario, "remove", at, "").scenario;
    }
    assert_eq!((&scenario.principals[0].boundary, &scenario.principals[2].session), (&None, &None));
}

#[test]
fn partitions_follow_regions_and_the_first_key() {
    let china = set(&scenario(), "/keys/0/arn#region", "cn-north-1");
    assert_eq!(china.keys[0].arn, "arn:aws-cn:kms:cn-north-1:111122223333:key/k");
    let next = done(&china, "add", "/principals", "user 111122223333").scenario;
    assert_eq!(
        next.principals.last().unwrap().arn.as_deref(),
        Some("arn:aws-cn:iam::111122223333:user/Alice")
    );
    let back = set(&china, "/keys/0/arn#region", "us-east-1");
    assert_eq!(back.keys[0].arn, "arn:aws:kms:us-east-1:111122223333:key/k");
}

#[test]
fn a_replica_shares_its_id_with_its_primary() {
    let replicas = |other: &str| {
        read(&format!(
            r#"{{"version": 1, "keys": [
                {{"arn": "arn:aws:kms:eu-west-1:111122223333:key/mrk-1"}},
                {{"arn": "arn:aws:kms:us-east-1:111122223333:key/{other}"}}],
                "principals": [{{"service": "sns.amazonaws.com"}}],
                "requests": [{{"principal": "sns.amazonaws.com", "action": "kms:Decrypt", "key": "mrk-1"}}]}}"#
        ))
    };
    let renamed =
        |other: &str| set(&replicas(other), "/keys/0/arn#id", "mrk-3").requests[0].key.clone();
    assert_eq!(renamed("mrk-2").as_deref(), Some("mrk-3"));
    assert_eq!(renamed("mrk-1").as_deref(), Some("mrk-1"));
}

#[test]
fn policies_of_an_account_without_an_organization_are_shown() {
    let mut alone = scenario();
    alone.accounts[1].organization = None;
    alone.accounts[1].scps.as_mut().unwrap().truncate(1);
    assert_eq!(check(&alone), []);
    let form = form(&alone, &Drafts::new(), "/accounts/1");
    let at = |at: &str| form.sections.iter().find(|section| section.at == at);
    assert_eq!(at("/accounts/1/organization").unwrap().note, "");
    assert!(at("/accounts/1/scps/0").unwrap().title.contains("123456789012"));
    assert!(at("/accounts/1/rcps").is_none());
}

#[test]
fn a_cell_becomes_a_check_that_holds() {
    let scenario = scenario();
    let built = done(&scenario, "add", "/requests", "build\nkms:Sign");
    let check = built.scenario.requests.last().unwrap();
    assert_eq!((check.principal.as_str(), check.action.as_str()), ("build", "kms:Sign"));
    let model = Model::new(&built.scenario).unwrap();
    assert_eq!(model.judge(check, 3).held, Some(true));
    let form = form(&built.scenario, &Drafts::new(), built.at.as_ref().unwrap());
    assert!(form.sections[1].note.starts_with("It holds."), "{}", form.sections[1].note);
    let checks = &form.parts.last().unwrap().items;
    assert!(checks[1].1.starts_with('✗') && checks[3].1.starts_with('✓'), "{checks:?}");
    assert!(
        refused(&Scenario::default(), "add", "/requests", "").message.contains("principal first")
    );
    let by = form.sections[1].fields.iter().find(|field| field.label == "By the policy").unwrap();
    let names: Vec<&str> = by.offers.iter().map(|offer| offer.name.as_str()).collect();
    assert!(
        names.contains(&"alias/demo: Key policy") && names.contains(&"Alice (Key owner): B"),
        "{names:?}"
    );
    // Of another service's operation it says what it is about.
    let next = set(&built.scenario, "/requests/3/action", "s3:PutObject");
    assert_eq!(next.requests[3].resource.as_deref(), Some("arn:aws:s3:::b/photo.jpg"));
    assert_eq!(set(&next, "/requests/3/action", "kms:Decrypt").requests[3].resource, None);
}

#[test]
fn rows_and_columns_are_chosen_and_ordered() {
    let next = set(&scenario(), "/matrix/principals", "topic\nbuild");
    assert_eq!(next.matrix.as_ref().unwrap().principals.as_deref().unwrap(), ["topic", "build"]);
    let next = done(&next, "add", "/principals", "user 123456789012").scenario;
    assert_eq!(next.matrix.as_ref().unwrap().principals.as_ref().unwrap().len(), 3);
    let next = done(&next, "set", "/matrix/principals", "*").scenario;
    assert_eq!(next.matrix.as_ref().unwrap().principals, None);
    let next = set(&next, "/matrix/actions", "kms:Sign\ns3:PutObject");
    assert_eq!(next.matrix.as_ref().unwrap().actions.as_ref().unwrap().len(), 2);
    let built = done(&next, "raise", "/matrix/principals", "build-2");
    let rows = built.scenario.matrix.as_ref().unwrap().principals.clone().unwrap();
    assert_eq!(rows[..3], [ALICE, "build-2", "build"]);
    let built = done(&built.scenario, "drop", "/matrix/principals", "build");
    let built = done(&built.scenario, "lower", "/matrix/principals", ALICE);
    let rows = built.scenario.matrix.as_ref().unwrap().principals.clone().unwrap();
    assert_eq!(rows[..2], ["build-2", ALICE]);
    let built = done(&built.scenario, "put", "/matrix/principals", "build");
    let offers = &form(&built.scenario, &Drafts::new(), "/matrix").sections[0].fields[0].offers;
    assert!(offers.iter().all(|one| one.chosen));
    assert_eq!(offers.last().unwrap().value, "build");
    refused(&next, "raise", "/matrix/principals", "nobody");
    let empty = done(
        &read(r#"{"version": 1, "principals": [{"service": "a.amazonaws.com"}]}"#),
        "drop",
        "/matrix/principals",
        "a.amazonaws.com",
    );
    assert_eq!(empty.scenario.matrix.unwrap().principals.unwrap().len(), 0);
    let shown = form(&next, &Drafts::new(), "/matrix");
    assert_eq!(shown.sections[0].fields[0].value.lines().count(), 5);
}

#[test]
fn what_cannot_be_used_is_said_at_its_field() {
    let scenario = scenario();
    for (at, text, said) in [
        ("/time", "yesterday", "is no date"),
        ("/keys/0/arn", "arn:aws:s3:::b", "is no key ARN"),
        ("/keys/0/aliases", "demo", "write alias/NAME"),
        ("/keys/0/aliases", "alias/aws/s3", "are AWS's own"),
        ("/keys/0/tags", "Env", "write name=value"),
        ("/keys/0/grants/0/operations", "Fly", "no grant can allow"),
        ("/keys/0/grants/0/grantee", "Alice", "is no ARN of a caller"),
        ("/principals/0/arn", "alice", "is no ARN of a caller"),
        ("/principals/0/arn#account", "12", "is no ARN of a caller"),
        ("/principals/2/issuer", "topic", "is another principal"),
        ("/buckets/0/encryption/key", "alias/demo", "is no key ARN"),
        ("/requests/1/via", "s3", "kms:ViaService"),
        ("/requests/1/expect/statement", "first", "is no whole number"),
    ] {
        let found = if at == "/time" {
            let built = done(&scenario, "set", at, text);
            form(&scenario, &built.drafts, "").sections[0].fields[2].error.clone().unwrap()
        } else {
            fault(&scenario, at, text)
        };
        assert!(found.contains(said), "{at}: {found}");
    }
    for at in
        ["/nothing", "/keys/9/arn", "/keys/0/policy", "keys", "", "/keys", "/keys/0/grants/9/id"]
    {
        let built = edit(&scenario, &Drafts::new(), Edit { what: "set", at, text: "x" });
        assert!(built.is_err() || built.unwrap().scenario == scenario, "{at}");
    }
}

#[test]
fn operations_are_ticked_one_by_one() {
    let at = "/keys/0/grants/0/operations";
    let more = done(&scenario(), "put", at, "Encrypt").scenario;
    assert_eq!(more.keys[0].grants[0].operations, ["Decrypt", "Encrypt"]);
    let none = done(&done(&more, "drop", at, "Decrypt").scenario, "drop", at, "Encrypt").scenario;
    assert_eq!(none.keys[0].grants[0].operations.len(), 0);
}

#[test]
fn a_name_that_is_chosen_stands_behind_the_others_and_waits_for_its_value() {
    let at = "/matrix/request/context";
    let next = set(&scenario(), at, "aws:SourceIp=192.0.2.1");
    let built = done(&next, "put", at, "aws:UserAgent");
    assert_eq!(built.scenario, next);
    assert_eq!(built.drafts[at], "aws:SourceIp=192.0.2.1\naws:UserAgent");
    let error =
        form(&next, &built.drafts, "/matrix").sections[2].fields.last().unwrap().error.clone();
    assert!(error.unwrap().contains("write name=value"));
    let regions = done(&scenario(), "put", "/accounts/0/optInRegions", "af-south-1").scenario;
    assert_eq!(regions.accounts[0].opt_in_regions.as_deref().unwrap(), ["af-south-1"]);
}

#[test]
fn what_is_being_written_is_noted() {
    let built = done(&scenario(), "draft", "/keys/0/arn#region", "us-");
    assert_eq!(
        (&built.scenario, built.drafts["/keys/0/arn#region"].as_str()),
        (&scenario(), "us-")
    );
    let back = edit(
        &scenario(),
        &built.drafts,
        Edit { what: "draft", at: "/keys/0/arn#region", text: "eu-west-1" },
    );
    assert!(back.unwrap().drafts.is_empty());
}

#[test]
fn a_name_counts_once_it_is_complete() {
    let drafts = Drafts::from([("/accounts/0/id".to_owned(), "444455556666".to_owned())]);
    let form = form(&scenario(), &drafts, "/accounts/0");
    let field = form.sections[0].fields.iter().find(|field| field.at == "/accounts/0/id").unwrap();
    assert_eq!((field.kind, field.value.as_str()), ("name", "444455556666"));
    assert_eq!((field.error.as_ref(), field.pending), (None, true));
}

fn new_key(scenario: &Scenario, written: &[(&str, &str)]) -> Result<Built, Refused> {
    let mut drafts = Drafts::new();
    for (name, text) in written {
        let at = format!("/newKey/{name}");
        let built = edit(scenario, &drafts, Edit { what: "set", at: &at, text }).unwrap();
        assert_eq!(built.scenario, *scenario);
        drafts = built.drafts;
    }
    edit(scenario, &drafts, Edit { what: "create", at: "/newKey", text: "" })
}

/// The default policies of the console that the gallery has are what is made of the same choices.
#[test]
fn the_console_writes_the_default_policies_of_the_gallery() {
    for name in [
        "default-policy-of-the-console",
        "default-policy-of-an-asymmetric-encryption-key",
        "default-policy-of-a-signing-key",
        "default-policy-of-a-key-agreement-key",
    ] {
        let path = format!("{}/../../cases/gallery/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let scenario = read(&std::fs::read_to_string(path).unwrap());
        let key = &scenario.keys[0];
        let wanted: serde_json::Value = serde_json::from_str(&scenario.key_policy_text(0)).unwrap();
        let named = |statement: usize| {
            let list = wanted["Statement"][statement]["Principal"]["AWS"].as_array().unwrap();
            list.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>().join("\n")
        };
        let built = new_key(
            &scenario,
            &[
                ("alias", "alias/another"),
                ("spec", key.spec()),
                ("usage", key.usage()),
                ("administrators", &named(1)),
                ("users", &named(2)),
            ],
        );
        let built = built.unwrap().scenario;
        let made: serde_json::Value =
            serde_json::from_str(&built.key_policy_text(built.keys.len() - 1)).unwrap();
        assert_eq!(made, wanted, "{name}");
    }
}

#[test]
fn the_console_asks_who_may_delete_and_adds_what_a_key_of_its_kind_needs() {
    let scenario = read(
        r#"{"version": 1, "accounts": [{"id": "111122223333"}, {"id": "123456789012"}],
            "principals": [{"arn": "arn:aws:iam::111122223333:user/Alice"}]}"#,
    );
    let built = new_key(
        &scenario,
        &[
            ("administrators", ALICE),
            ("deletion", ""),
            ("accounts", "123456789012"),
            ("origin", "EXTERNAL"),
            ("multiRegion", "true"),
            ("tags", "Env=prod"),
        ],
    );
    let built = built.unwrap();
    let key = &built.scenario.keys[0];
    assert!(key.arn.starts_with("arn:aws:kms:eu-west-1:111122223333:key/mrk-"), "{}", key.arn);
    assert_eq!(
        (key.aliases[0].as_str(), key.state(), key.tags["Env"].as_str()),
        ("alias/demo", "PendingImport", "prod")
    );
    let text = built.scenario.key_policy_text(0);
    for there in [
        "kms:ImportKeyMaterial",
        "kms:ReplicateKey",
        "kms:UpdatePrimaryRegion",
        "arn:aws:iam::123456789012:root",
        "Allow attachment of persistent resources",
        "kms:GrantIsForAWSResource",
        "Enable IAM User Permissions",
    ] {
        assert!(text.contains(there), "{there}");
    }
    assert!(!text.contains("Deletion"), "{text}");
    assert_eq!(built.scenario.matrix.as_ref().unwrap().key.as_ref(), Some(&key.arn));
    assert!(built.drafts.is_empty());
    // By program it has the default policy, which needs no text.
    let plain =
        new_key(&built.scenario, &[("way", "api"), ("alias", ""), ("administrators", ALICE)])
            .unwrap();
    assert_eq!((&plain.scenario.keys[1].policy, plain.scenario.keys[1].aliases.len()), (&None, 0));
    assert_ne!(plain.scenario.keys[1].arn, key.arn);
}

#[test]
fn a_key_that_cannot_be_made_says_at_which_field() {
    let scenario = scenario();
    for (name, text) in [
        ("account", "12"),
        ("region", ""),
        ("accounts", "12"),
        ("tags", "a"),
        ("alias", "demo"),
        ("alias", "alias/demo"),
        ("alias", "alias/aws/mine"),
        ("usage", "SIGN_VERIFY"),
    ] {
        let error = new_key(&scenario, &[(name, text)]).unwrap_err();
        assert_eq!(error.at, format!("/newKey/{name}"), "{}", error.message);
        let drafts = Drafts::from([(error.at.clone(), text.to_owned())]);
        let form = form(&scenario, &drafts, "/newKey");
        let field =
            form.sections.iter().flat_map(|one| &one.fields).find(|field| field.at == error.at);
        assert!(field.unwrap().error.is_some(), "{name}");
    }
}

/// From nothing to the course's demonstration, by the forms alone.
#[test]
fn the_demonstration_is_built_of_nothing() {
    let mut now = Scenario::default();
    for (what, at, text) in [
        ("set", "/title", "Share a key"),
        ("add", "/accounts", ""),
        ("add", "/accounts", ""),
        ("add", "/principals", "user 123456789012"),
        ("set", "/principals/0/arn#name", "Stuart"),
        ("add", "/principals", "user 111122223333"),
        ("set", "/principals/1/arn#name", "KeyUser"),
        ("add", "/principals", "user 111122223333"),
        ("set", "/principals/2/arn#name", "KeyAdmin"),
        ("add", "/principals", "root 111122223333"),
    ] {
        now = done(&now, what, at, text).scenario;
    }
    let user = "arn:aws:iam::111122223333:user/KeyUser";
    let admin = "arn:aws:iam::111122223333:user/KeyAdmin";
    now = new_key(&now, &[("administrators", admin), ("users", user)]).unwrap().scenario;
    let demonstration = include_str!("../../../cases/demonstration/share-a-key.json");
    let demonstration = Scenario::from_json(demonstration).unwrap();
    let verdicts = |scenario: &Scenario| -> Vec<Verdict> {
        let model = Model::new(scenario).unwrap();
        model.matrix().cells.iter().map(|cell| cell.verdict).collect()
    };
    let mut wanted = demonstration;
    wanted.matrix = None;
    assert_eq!(verdicts(&now), verdicts(&wanted));
    let disabled = set(&now, "/keys/0/state", "Disabled");
    assert!(verdicts(&disabled).contains(&Verdict::Error));
}

/// Members that have no field, each with the reason. A document's text is edited in its editor.
const WITHOUT_FIELD: &[(&str, &str)] = &[
    ("/version", "the version of the format"),
    ("/case", "about conformance cases, which are files of this repository"),
    ("/gallery", "about the gallery, whose scenarios are files of this repository"),
    ("/steps", "a lesson is written as a file; its checks and solutions follow what is renamed"),
    ("/keys/*/policy", "a document"),
    ("/keys/*/saved", "a document"),
    ("/keys/*/ramPolicy", "a document"),
    ("/accounts/*/scps/*/*/document", "a document"),
    ("/accounts/*/rcps/*/*/document", "a document"),
    ("/principals/*/policies/*/document", "a document"),
    ("/principals/*/boundary/document", "a document"),
    ("/principals/*/session/policy", "a document"),
    ("/principals/*/session/policies/*/document", "a document"),
    ("/vpcEndpoints/*/policy", "a document"),
    ("/buckets/*/policy", "a document"),
];

/// Where lists and objects stand that have members of their own; each with a text in which a member
/// stands in the place of `HERE`.
const TYPES: &[(&str, &str)] = &[
    ("", r#"{"version": 1, HERE}"#),
    ("/accounts/*", r#"{"version": 1, "accounts": [{"id": "1", HERE}]}"#),
    (
        "/accounts/*/organization",
        r#"{"version": 1, "accounts": [{"id": "1", "organization": {"id": "o", HERE}}]}"#,
    ),
    (
        "/accounts/*/scps/*/*",
        r#"{"version": 1, "accounts": [{"id": "1", "scps": [[{"document": "", HERE}]]}]}"#,
    ),
    (
        "/accounts/*/rcps/*/*",
        r#"{"version": 1, "accounts": [{"id": "1", "rcps": [[{"document": "", HERE}]]}]}"#,
    ),
    ("/keys/*", r#"{"version": 1, "keys": [{"arn": "", HERE}]}"#),
    ("/keys/*/grants/*", r#"{"version": 1, "keys": [{"arn": "", "grants": [{HERE}]}]}"#),
    (
        "/keys/*/grants/*/constraints",
        r#"{"version": 1, "keys": [{"arn": "", "grants": [{"constraints": {HERE}}]}]}"#,
    ),
    ("/principals/*", r#"{"version": 1, "principals": [{HERE}]}"#),
    (
        "/principals/*/policies/*",
        r#"{"version": 1, "principals": [{"policies": [{"document": "", HERE}]}]}"#,
    ),
    (
        "/principals/*/boundary",
        r#"{"version": 1, "principals": [{"boundary": {"document": "", HERE}}]}"#,
    ),
    ("/principals/*/session", r#"{"version": 1, "principals": [{"session": {HERE}}]}"#),
    (
        "/principals/*/session/policies/*",
        r#"{"version": 1, "principals": [{"session": {"policies": [{"document": "", HERE}]}}]}"#,
    ),
    ("/vpcEndpoints/*", r#"{"version": 1, "vpcEndpoints": [{"id": "", HERE}]}"#),
    ("/buckets/*", r#"{"version": 1, "buckets": [{"name": "", HERE}]}"#),
    (
        "/buckets/*/encryption",
        r#"{"version": 1, "buckets": [{"name": "", "encryption": {"type": "", HERE}}]}"#,
    ),
    (
        "/buckets/*/objects/*",
        r#"{"version": 1, "buckets": [{"name": "", "objects": [{"name": "", HERE}]}]}"#,
    ),
    ("/requests/*", r#"{"version": 1, "requests": [{"principal": "", "action": "", HERE}]}"#),
    (
        "/requests/*/expect",
        r#"{"version": 1, "requests": [{"principal": "", "action": "", "expect": {HERE}}]}"#,
    ),
    ("/matrix", r#"{"version": 1, "matrix": {HERE}}"#),
    ("/matrix/request", r#"{"version": 1, "matrix": {"request": {HERE}}}"#),
];

/// The members that a type has, as its reader tells them.
fn members(text: &str) -> Vec<String> {
    let error = Scenario::from_json(&text.replace("HERE", r#""zzzzzzzz": 1"#)).unwrap_err();
    let (_, names) = error.message.rsplit_once("the fields are ").unwrap();
    names.split(", ").map(str::to_owned).collect()
}

fn fields(form: &Form) -> Vec<String> {
    let pattern = |at: &str| -> String {
        let part = |part: &str| {
            if part.parse::<usize>().is_ok() { "*".to_owned() } else { part.to_owned() }
        };
        at.split('/').map(part).collect::<Vec<_>>().join("/")
    };
    form.sections
        .iter()
        .flat_map(|section| &section.fields)
        .map(|field| pattern(&field.at))
        .collect()
}

/// Every scenario that shows fields: those of users, sessions and services differ.
fn shown() -> Vec<String> {
    let mut all = scenario();
    for (what, at, text) in [
        ("add", "/principals", "user 111122223333"),
        ("add", "/principals/4/policies", ""),
        ("add", "/principals/4/boundary", ""),
        ("add", "/principals/2/session/policies", ""),
        ("add", "/accounts/1/rcps", ""),
        ("add", "/accounts/1/rcps/0", ""),
    ] {
        all = done(&all, what, at, text).scenario;
    }
    let places = [
        "",
        "/matrix",
        "/accounts/1",
        "/keys/0",
        "/keys/0/grants",
        "/principals/2",
        "/principals/3",
        "/principals/4",
        "/vpcEndpoints/0",
        "/buckets/0",
        "/requests/1",
    ];
    places.iter().flat_map(|at| fields(&form(&all, &Drafts::new(), at))).collect()
}

#[test]
fn every_member_of_a_scenario_has_a_field_or_a_reason() {
    let shown = shown();
    for (place, text) in TYPES {
        for member in members(text) {
            let at = format!("{place}/{member}");
            let below = |one: &String| {
                *one == at
                    || one.starts_with(&format!("{at}/"))
                    || one.starts_with(&format!("{at}#"))
            };
            let reason = WITHOUT_FIELD.iter().any(|(one, _)| *one == at);
            assert_ne!(
                shown.iter().any(below),
                reason,
                "{at}: give it a field, or a reason why it has none"
            );
        }
    }
    for (at, _) in WITHOUT_FIELD {
        let (place, member) = at.rsplit_once('/').unwrap();
        let known = TYPES.iter().find(|(one, _)| *one == place);
        assert!(
            known.is_some_and(|(_, text)| members(text).iter().any(|one| one == member)),
            "{at}"
        );
    }
}

#[test]
fn every_field_has_a_label_and_every_button_a_name() {
    let scenario = scenario();
    for at in [
        "",
        "/matrix",
        "/accounts/1",
        "/keys/0",
        "/keys/0/grants",
        "/principals",
        "/principals/1",
        "/principals/3",
        "/vpcEndpoints/0",
        "/buckets/0",
        "/requests/1",
        "/newKey",
    ] {
        let form = form(&scenario, &Drafts::new(), at);
        assert!(!form.title.is_empty(), "{at}");
        for section in &form.sections {
            assert!(
                section.fields.iter().all(|field| !field.label.is_empty()),
                "{at}: {section:?}"
            );
            assert!(section.buttons.iter().all(|button| !button.label.is_empty()), "{at}");
        }
    }
}
