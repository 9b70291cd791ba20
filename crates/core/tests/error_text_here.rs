//! What an error comes to in a scenario: whose it is, what is set to show it, what is decided there.

use kms_policy::error_text::{Agreement, Change, ErrorReport, Here, Key, Who, read};
use kms_policy::report::Verdict;
use kms_policy::scenario::Scenario;
use kms_policy::text::Encoding;

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER: &str = "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412";
const ROLE: &str = "arn:aws:iam::111122223333:role/service/app";
const ALICE: &str = "arn:aws:iam::111122223333:user/alice";

fn scenario() -> Scenario {
    Scenario::from_json(
        r#"{
            "version": 1,
            "keys": [
                {"arn": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "aliases": ["alias/app"]},
                {"arn": "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412", "state": "Disabled"}
            ],
            "principals": [
                {"id": "app", "arn": "arn:aws:iam::111122223333:role/service/app", "session": {"name": "ci"}},
                {"arn": "arn:aws:iam::111122223333:user/alice", "policies": [{"name": "All", "document": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}}}]}
            ],
            "vpcEndpoints": [{"id": "vpce-1"}],
            "matrix": {"principals": ["arn:aws:iam::111122223333:user/alice"], "actions": ["kms:Encrypt"], "request": {"via": "sqs.us-west-2.amazonaws.com"}}
        }"#,
    )
    .expect("a scenario")
}

fn here(text: &str) -> Here {
    read(text).expect("an error").in_scenario(&scenario())
}

fn denied(principal: &str, action: &str, key: &str, why: &str) -> String {
    format!("User: {principal} is not authorized to perform: {action} on resource: {key} {why}")
}

const NO_IDENTITY: &str = "because no identity-based policy allows the kms:Decrypt action";

#[test]
fn a_session_belongs_to_the_entry_of_its_role() {
    let session = |name: &str| format!("arn:aws:sts::111122223333:assumed-role/app/{name}");
    let known = |name: &str| here(&denied(&session(name), "kms:Decrypt", KEY, NO_IDENTITY)).who;
    let of = |other_session: Option<&str>| Who::Known {
        id: "app".to_owned(),
        other_session: other_session.map(str::to_owned),
        alike: Vec::new(),
    };
    assert_eq!(known("ci"), of(None));
    assert_eq!(known("i-0abcd"), of(Some("i-0abcd")));
    // Details of a refusal name the role.
    assert_eq!(here(&denied(ROLE, "kms:Decrypt", KEY, NO_IDENTITY)).who, of(None));
}

#[test]
fn what_is_missing_is_set_as_one_change() {
    let session = "arn:aws:sts::111122223333:assumed-role/app/ci";
    let here = here(&denied(session, "kms:Decrypt", OTHER, NO_IDENTITY));
    assert_eq!(
        here.changes,
        [
            Change::Row("app".to_owned()),
            Change::Column("kms:Decrypt".to_owned()),
            Change::Key(OTHER.to_owned()),
        ]
    );
    let matrix = here.scenario.expect("a scenario").matrix.expect("a matrix");
    assert_eq!(matrix.actions.expect("columns"), ["kms:Encrypt", "kms:Decrypt"]);
    assert_eq!(matrix.key.as_deref(), Some(OTHER));
    // The text does not say how the request came: that stays as it is.
    assert_eq!(matrix.request.via.as_deref(), Some("sqs.us-west-2.amazonaws.com"));
}

#[test]
fn the_service_and_a_direct_call_are_set() {
    let through = format!(
        "An error occurred (AccessDenied) when calling the PutObject operation: {}",
        denied(ALICE, "kms:GenerateDataKey", KEY, "with an explicit deny in a session policy")
    );
    let s3 = "s3.us-west-2.amazonaws.com".to_owned();
    assert!(here(&through).changes.contains(&Change::Via(Some(s3))));
    let direct = format!(
        "An error occurred (AccessDeniedException) when calling the Encrypt operation: {}",
        denied(ALICE, "kms:Encrypt", KEY, "with an explicit deny in a session policy")
    );
    assert_eq!(here(&direct).changes, [Change::Via(None)]);
}

#[test]
fn keys_are_found_by_id_and_alias() {
    let key = |told: &str| here(&format!("Invalid keyId '{told}'")).key;
    assert_eq!(key("1234abcd-12ab-34cd-56ef-1234567890ab"), Key::Known(KEY.to_owned()));
    assert_eq!(key("alias/app"), Key::Known(KEY.to_owned()));
    assert_eq!(key("alias/other"), Key::Unknown("alias/other".to_owned()));
    let alias = "Alias arn:aws:kms:us-west-2:111122223333:alias/app is not found.";
    assert_eq!(here(alias).key, Key::Known(KEY.to_owned()));
    let foreign = "Alias arn:aws:kms:us-west-2:444455556666:alias/app is not found.";
    assert!(matches!(here(foreign).key, Key::Unknown(_)));
}

#[test]
fn a_key_that_the_scenario_lacks_is_not_shown() {
    let key = "arn:aws:kms:us-west-2:444455556666:key/k";
    let here = here(&denied(ALICE, "kms:Decrypt", key, NO_IDENTITY));
    assert_eq!(here.agreement, Agreement::NotShown);
    assert!(here.scenario.is_none() && here.outcome.is_none());
}

#[test]
fn principals_that_can_be_added_are_added_without_policies() {
    let added = |principal: &str| here(&denied(principal, "kms:Decrypt", KEY, NO_IDENTITY));
    let session = added("arn:aws:sts::444455556666:assumed-role/batch/one");
    let role = "arn:aws:iam::444455556666:role/batch".to_owned();
    assert_eq!(session.who, Who::Addable { id: role, without_path: true });
    let scenario = session.scenario.expect("a scenario");
    let last = scenario.principals.last().expect("a principal");
    assert_eq!(last.session.as_ref().and_then(|one| one.name.as_deref()), Some("one"));
    assert!(last.policies.is_empty());
    for addable in ["arn:aws:iam::444455556666:root", "cloudwatch.amazonaws.com"] {
        let who = Who::Addable { id: addable.to_owned(), without_path: false };
        assert_eq!(added(addable).who, who);
    }
    // Whose policies these use is not told, or they are no caller at all.
    for unusable in [
        "arn:aws:sts::111122223333:federated-user/bob",
        "arn:aws:iam::3915824****:user/x",
        "anonymous",
        "arn:aws:sts::111122223333:assumed-role/a b/x",
    ] {
        let here = added(unusable);
        assert_eq!(here.who, Who::Unusable, "{unusable}");
        assert_eq!(here.agreement, Agreement::NotShown);
    }
}

#[test]
fn the_decision_is_held_against_the_text() {
    let app = "arn:aws:sts::111122223333:assumed-role/app/ci";
    let agreement = |text: &str| here(text).agreement;
    assert_eq!(agreement(&denied(app, "kms:Decrypt", KEY, NO_IDENTITY)), Agreement::Same);
    let boundary = "because no permissions boundary allows the kms:Decrypt action";
    assert_eq!(agreement(&denied(app, "kms:Decrypt", KEY, boundary)), Agreement::OtherReason);
    let deny = "with an explicit deny in an identity-based policy";
    assert_eq!(agreement(&denied(app, "kms:Decrypt", KEY, deny)), Agreement::OtherReason);
    assert_eq!(agreement(&denied(app, "kms:Decrypt", KEY, "")), Agreement::Refused);
    let allowed = here(&denied(ALICE, "kms:Decrypt", KEY, deny));
    assert_eq!(allowed.agreement, Agreement::Allowed);
    assert_eq!(allowed.outcome.expect("an outcome").verdict, Some(Verdict::Allow));
}

#[test]
fn exceptions_are_held_against_the_state_of_the_key() {
    let text = |key: &str| {
        format!(
            r#"{{"eventSource": "kms.amazonaws.com", "eventName": "Encrypt", "errorCode": "DisabledException",
                "errorMessage": "{key} is disabled.", "userIdentity": {{"arn": "{ALICE}"}},
                "requestParameters": {{"encryptionContext": {{"a": "b"}}}}, "vpcEndpointId": "vpce-1"}}"#
        )
    };
    let disabled = here(&text(OTHER));
    assert_eq!(disabled.agreement, Agreement::Same, "{disabled:?}");
    let enabled = here(&text(KEY));
    assert_eq!(enabled.agreement, Agreement::Allowed);
    let changes = &enabled.changes;
    assert!(changes.contains(&Change::EncryptionContext), "{changes:?}");
    assert!(changes.contains(&Change::VpcEndpoint("vpce-1".to_owned())), "{changes:?}");
}

#[test]
fn an_empty_scenario_has_nothing_to_show() {
    let error = read(&denied(ALICE, "kms:Decrypt", KEY, NO_IDENTITY)).expect("an error");
    assert_eq!(error.in_scenario(&Scenario::default()).agreement, Agreement::NotShown);
}

#[test]
fn commands_take_nothing_that_a_shell_reads_otherwise() {
    let text = denied(
        ALICE,
        "kms:Decrypt",
        "arn:aws:kms:us-west-2:1:key/$(reboot)",
        "because no \
        resource-based policy allows the kms:Decrypt action",
    );
    let error = read(&text).expect("an error");
    assert_eq!(error.key().expect("a key").value, "arn:aws:kms:us-west-2:1:key/$(reboot");
    let report = ErrorReport::new(&error, None, &text, Encoding::Chars);
    assert!(report.checks.iter().all(|check| check.command.is_none()), "{:?}", report.checks);
}
