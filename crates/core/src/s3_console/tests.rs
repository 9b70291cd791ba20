#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::report::Confidence;
use crate::scenario::apply;
use crate::steps;

const LESSON: &str = include_str!("../../../../cases/lesson/share-a-key.json");
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412";
const STUART: &str = "arn:aws:iam::123456789012:user/Stuart";
const KEY_USER: &str = "arn:aws:iam::111122223333:user/KeyUser";

/// The lesson when its upload works.
fn lesson() -> Scenario {
    let lesson = Scenario::from_json(LESSON).unwrap();
    let upload = lesson.steps.iter().position(|step| step.title == "The upload").unwrap();
    steps::begin(&lesson, upload + 1).unwrap()
}

/// Everybody named may do everything that IAM can allow.
fn with_all_of_iam(mut scenario: Scenario, who: &str) -> Scenario {
    let index = scenario.principal(who).unwrap();
    let all = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    scenario.principals[index].policies.push(crate::scenario::IdentityPolicy {
        name: "All".into(),
        document: all.into(),
        ..Default::default()
    });
    scenario
}

fn show(scenario: &Scenario, choices: &Choices, who: &str) -> Shown {
    choices.show(&Model::new(scenario).unwrap(), who)
}

fn outcome(scenario: &Scenario, choices: &Choices, who: &str) -> Outcome {
    show(scenario, choices, who).outcome.unwrap()
}

fn entered() -> Choices {
    Choices { encryption: Encryption::Entered, entered: KEY.into(), ..Choices::default() }
}

fn listed(scenario: &Scenario, who: &str) -> KeyList {
    show(scenario, &Choices::default(), who).keys.unwrap()
}

fn names(list: &KeyList) -> Vec<&str> {
    list.keys.iter().map(|key| &*key.name).collect()
}

fn edited(scenario: &Scenario, pointer: &str, value: &str) -> Scenario {
    let edits = format!(r#"[{{"set": "{pointer}", "value": {value}}}]"#);
    apply(scenario, &crate::report::Edit::read_all(&edits).unwrap()).unwrap()
}

#[test]
fn the_upload_of_the_course_leaves_an_object_under_the_other_accounts_key() {
    let (scenario, choices) = (lesson(), entered());
    let done = outcome(&scenario, &choices, STUART);
    assert_eq!(done.decision.verdict, Verdict::Allow);
    let parts: Vec<&str> = done.decision.parts.iter().map(|part| &*part.action).collect();
    assert_eq!(parts, ["s3:PutObject", "kms:GenerateDataKey"]);
    assert_eq!(
        done.properties(&scenario),
        [
            (
                "Encryption type",
                "Server-side encryption with AWS Key Management Service keys (SSE-KMS)".to_owned()
            ),
            ("Encryption key ARN", KEY.to_owned()),
            ("Account of the key", "111122223333 (Key owner)".to_owned()),
            ("Bucket Key", "Disabled".to_owned()),
        ]
    );
    assert_eq!(done.about, "amzn-s3-demo-bucket/photo.jpg, under alias/demo");
    let after = upload(&scenario, 0, done.object.unwrap());
    assert_eq!(after.buckets[0].objects.len(), 1);
    let again = upload(&after, 0, BucketObject { name: "photo.jpg".into(), ..Default::default() });
    assert_eq!(again.buckets[0].objects.len(), 1, "an object of the same name is replaced");
    assert_eq!(again.buckets[0].objects[0].key, None);
}

/// S-1, S-7, S-19, MSG-30.
#[test]
fn before_the_key_is_shared_s3_shows_what_kms_refuses() {
    let scenario = with_all_of_iam(Scenario::from_json(LESSON).unwrap(), STUART);
    let done = outcome(&scenario, &entered(), STUART);
    assert_eq!(done.decision.verdict, Verdict::ImplicitDeny);
    assert_eq!(done.object, None);
    assert!(done.properties(&scenario).is_empty());
    let message = done.decision.message.unwrap();
    assert!(message.contains("AccessDenied"), "{message}");
    assert!(message.contains("kms:GenerateDataKey"), "{message}");
}

/// S-3: CreateMultipartUpload takes a data key, UploadPart reads it back.
#[test]
fn an_upload_in_parts_takes_decrypt_as_well() {
    let scenario = with_all_of_iam(lesson(), STUART);
    let multipart = Choices { operation: Operation::Multipart, ..entered() };
    assert_eq!(outcome(&scenario, &multipart, STUART).decision.verdict, Verdict::Allow);
    let text = scenario.key_policy_text(0);
    let (before, last) = text.rsplit_once(r#""kms:Decrypt","#).unwrap();
    let policy = format!("{before}{last}");
    let mut without = scenario;
    without.keys[0].policy = Some(policy.into());
    let small = outcome(&without, &entered(), STUART);
    assert_eq!(small.decision.verdict, Verdict::Allow, "a small upload needs no kms:Decrypt");
    let large = outcome(&without, &multipart, STUART);
    assert_eq!(large.decision.verdict, Verdict::ImplicitDeny);
    assert!(large.decision.rules.contains(&"S-3"), "{:?}", large.decision.rules);
    assert_eq!(large.object, None);
}

/// S-2: what lies under a key takes kms:Decrypt on it.
#[test]
fn another_principal_downloads_what_was_uploaded() {
    let scenario = lesson();
    let downloads = Choices { operation: Operation::Download, ..entered() };
    let nothing = show(&scenario, &downloads, STUART).outcome.unwrap_err();
    assert_eq!((nothing.field, nothing.wrong), (Field::Object, false));
    let object = outcome(&scenario, &entered(), STUART).object.unwrap();
    let after = upload(&scenario, 0, object);
    let bob = "arn:aws:iam::123456789012:user/Bob";
    let refused = outcome(&with_all_of_iam(after.clone(), bob), &downloads, bob);
    assert_eq!(refused.decision.verdict, Verdict::ImplicitDeny, "the key policy names Stuart only");
    assert!(refused.properties(&after).is_empty());
    let read = outcome(&with_all_of_iam(after.clone(), STUART), &downloads, STUART);
    assert_eq!(read.decision.verdict, Verdict::Allow);
    assert_eq!(read.properties(&after)[1], ("Encryption key ARN", KEY.to_owned()));
    // The object that is there is meant where another name is left in the field.
    let other = Choices { object: "other.jpg".into(), ..downloads };
    assert_eq!(outcome(&after, &other, STUART).about, "amzn-s3-demo-bucket/photo.jpg");
}

/// S-11, OP-23: S3 looks for the key in the bucket's Region.
#[test]
fn a_key_of_another_region_is_not_found() {
    let new = NewBucket {
        name: "b-us".into(),
        account: "123456789012".into(),
        region: "us-east-1".into(),
    };
    let scenario = with_all_of_iam(add_bucket(&lesson(), &new).unwrap(), STUART);
    let there = Choices { bucket: "b-us".into(), ..entered() };
    let done = outcome(&scenario, &there, STUART);
    assert_eq!(done.decision.error.as_deref(), Some("KMS.NotFoundException"));
    assert!(done.decision.message.unwrap().contains("Invalid arn eu-west-1"));
    assert!(done.decision.rules.contains(&"S-11"), "{:?}", done.decision.rules);
}

/// X-5: the key of the other account is in no list.
#[test]
fn the_list_has_the_accounts_own_keys_only() {
    let scenario = with_all_of_iam(with_all_of_iam(lesson(), STUART), KEY_USER);
    let (his, owners) = (listed(&scenario, STUART), listed(&scenario, KEY_USER));
    assert_eq!(names(&his), [""; 0]);
    assert_eq!(his.refused, None);
    assert!(
        his.others[0].starts_with("alias/demo: a key of another account, 111122223333."),
        "{his:?}"
    );
    assert_eq!(names(&owners), ["alias/demo"]);
    assert!(owners.others[0].starts_with("alias/aws/s3: managed by AWS"), "{owners:?}");
    assert!(owners.has(KEY) && !his.has(KEY));
}

/// E-13: ListKeys and ListAliases have no key, so IAM alone decides them.
#[test]
fn who_may_not_list_sees_the_refusal() {
    let list = listed(&lesson(), STUART);
    assert_eq!(names(&list), [""; 0]);
    assert_eq!(
        list.refused.as_deref(),
        Some(
            "The list cannot be loaded. User: arn:aws:iam::123456789012:user/Stuart is not \
             authorized to perform: kms:ListKeys on resource: * because no identity-based policy \
             allows the kms:ListKeys action"
        )
    );
    // KeyUser may list the keys and not their aliases.
    let mut scenario = lesson();
    let user = scenario.principal(KEY_USER).unwrap();
    let only_keys =
        r#"{"Statement": {"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}}"#;
    scenario.principals[user].policies.push(crate::scenario::IdentityPolicy {
        name: "ListKeys".into(),
        document: only_keys.into(),
        ..Default::default()
    });
    let list = listed(&scenario, KEY_USER);
    assert_eq!(names(&list), ["5e698272-88c6-4f6b-970e-1d1dbd0c6412"]);
    assert!(list.refused.unwrap().starts_with("The keys' aliases cannot be loaded. User: "));
}

/// A key policy that allows listing does nothing (K-8).
#[test]
fn no_key_policy_opens_the_list() {
    let mut scenario = lesson();
    let policy = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": {{"AWS": ["{STUART}", "{KEY_USER}"]}}, "Action": "kms:*", "Resource": "*"}}}}"#
    );
    scenario.keys[0].policy = Some(policy.into());
    for who in [STUART, KEY_USER] {
        let list = listed(&scenario, who);
        assert!(list.keys.is_empty() && list.refused.is_some(), "{who}: {list:?}");
    }
}

/// N-5: a key that is shared through AWS RAM is listed, by its ID: aliases are of the own account.
#[test]
fn a_key_shared_through_ram_is_listed() {
    let shared = |principal: &str, effect: &str| {
        let share = format!(
            r#""{{\"Version\": \"2012-10-17\", \"Statement\": {{\"Effect\": \"{effect}\", \"Principal\": {{\"AWS\": \"{principal}\"}}, \"Action\": \"kms:Encrypt\", \"Resource\": \"*\"}}}}""#
        );
        listed(&with_all_of_iam(edited(&lesson(), "/keys/0/ramPolicy", &share), STUART), STUART)
    };
    for principal in ["123456789012", "arn:aws:iam::123456789012:root", STUART] {
        let list = shared(principal, "Allow");
        assert_eq!(names(&list), ["5e698272-88c6-4f6b-970e-1d1dbd0c6412"], "{principal}");
    }
    assert_eq!(names(&shared("arn:aws:iam::444455556666:root", "Allow")), [""; 0]);
    assert_eq!(names(&shared("arn:aws:iam::123456789012:root", "Deny")), [""; 0]);
}

/// S-11: symmetric, enabled, of the bucket's Region.
#[test]
fn keys_that_s3_does_not_take_are_not_listed() {
    let all = with_all_of_iam(lesson(), KEY_USER);
    for (pointer, value, why) in [
        ("/keys/0/state", r#""Disabled""#, "its state is Disabled."),
        ("/keys/0/state", r#""PendingDeletion""#, "its state is PendingDeletion."),
        ("/keys/0/spec", r#""RSA_2048""#, "RSA_2048: S3 takes symmetric keys only."),
        ("/buckets/0/region", r#""us-east-1""#, "in eu-west-1, which is not the bucket's Region."),
    ] {
        let list = listed(&edited(&all, pointer, value), KEY_USER);
        assert_eq!(names(&list), [""; 0], "{value}");
        assert_eq!(list.others[0], format!("alias/demo: {why}"), "{value}");
        assert_eq!(list.refused, None);
    }
}

#[test]
fn a_key_of_the_list_is_used() {
    let mut scenario = with_all_of_iam(lesson(), KEY_USER);
    scenario.buckets[0].account = Some("111122223333".into());
    let unchosen = show(&scenario, &Choices::default(), KEY_USER).outcome.unwrap_err();
    assert_eq!((unchosen.field, unchosen.wrong), (Field::Key, false));
    let chosen = Choices { listed: KEY.into(), bucket_key: true, ..Choices::default() };
    let done = outcome(&scenario, &chosen, KEY_USER);
    assert_eq!(done.decision.verdict, Verdict::Allow);
    let object = done.object.unwrap();
    assert_eq!((object.key.as_deref(), object.bucket_key), (Some(KEY), true));
    // Somebody else's list has not the key that was chosen before.
    let gone = show(&scenario, &chosen, STUART).outcome.unwrap_err();
    assert_eq!((gone.field, gone.wrong), (Field::Key, true));
}

#[test]
fn what_is_entered_must_be_a_key_arn() {
    let fault = |entered: &str| {
        let choices = Choices { entered: entered.into(), ..entered_empty() };
        show(&lesson(), &choices, STUART).outcome.err().map(|fault| (fault.field, fault.wrong))
    };
    assert_eq!(fault("  "), Some((Field::Key, false)));
    for wrong in [
        "5e698272-88c6-4f6b-970e-1d1dbd0c6412",
        "alias/demo",
        "arn:aws:kms:eu-west-1:111122223333:alias/demo",
        "arn:aws:kms:eu-west-1:11112222333:key/k",
        "arn:aws:iam::111122223333:key/k",
        "arn:aws:kms:eu-west-1:111122223333:key/",
        "arn:aws:kms:eu-west-1:111122223333:key/5e698272 -88c6",
    ] {
        assert_eq!(fault(wrong), Some((Field::Key, true)), "{wrong}");
    }
    assert_eq!(fault(&format!(" {KEY}\n")), None);
    let foreign = Choices { entered: KEY.replace("5e69", "5e6a"), ..entered_empty() };
    let foreign = outcome(&with_all_of_iam(lesson(), STUART), &foreign, STUART);
    assert_ne!(foreign.decision.verdict, Verdict::Allow);
    assert_eq!(foreign.about, "amzn-s3-demo-bucket/photo.jpg, under the key that was entered");
}

fn entered_empty() -> Choices {
    Choices { entered: String::new(), ..entered() }
}

#[test]
fn an_object_has_a_name_of_1024_bytes_at_most() {
    let fault = |object: String| {
        let choices = Choices { object, ..entered() };
        show(&lesson(), &choices, STUART).outcome.err().map(|fault| (fault.field, fault.wrong))
    };
    assert_eq!(fault(String::new()), Some((Field::Object, false)));
    assert_eq!(fault("a".repeat(1024)), None);
    assert_eq!(fault("ä".repeat(513)), Some((Field::Object, true)));
}

/// S-14: without a key it is `aws/s3` of the uploading account.
#[test]
fn the_aws_managed_key_is_that_of_who_uploads() {
    let scenario = with_all_of_iam(lesson(), STUART);
    let managed = Choices { encryption: Encryption::Managed, ..Choices::default() };
    let lacking = outcome(&scenario, &managed, STUART);
    assert_eq!(lacking.decision.error.as_deref(), Some("NotModelled"));
    let (account, region) = lacking.lacks_managed_key.unwrap();
    assert_eq!((&*account, &*region), ("123456789012", "eu-west-1"));
    let with_key = add_managed_key(&scenario, &account, &region);
    let done = outcome(&with_key, &managed, STUART);
    assert_eq!(done.decision.verdict, Verdict::Allow);
    assert_eq!(done.lacks_managed_key, None);
    let key = done.object.clone().unwrap().key.unwrap();
    assert!(key.starts_with("arn:aws:kms:eu-west-1:123456789012:key/"), "{key}");
    // X-10: nobody of another account reads what lies under it.
    let after = with_all_of_iam(upload(&with_key, 0, done.object.unwrap()), KEY_USER);
    let mut after = after;
    after.buckets[0].account = Some("111122223333".into());
    let downloads = Choices { operation: Operation::Download, ..managed };
    let refused = outcome(&after, &downloads, KEY_USER);
    assert_eq!(refused.decision.verdict, Verdict::ImplicitDeny);
    assert!(refused.decision.rules.contains(&"X-10"), "{:?}", refused.decision.rules);
}

#[test]
fn without_kms_no_key_takes_part() {
    let scenario = lesson();
    for encryption in [Encryption::Default, Encryption::S3] {
        let done = outcome(&scenario, &Choices { encryption, ..entered() }, STUART);
        assert_eq!(done.decision.parts.len(), 1);
        assert_eq!(done.properties(&scenario).len(), 1);
        assert_eq!(done.object.unwrap().key, None);
    }
    let kms = format!(r#"{{"type": "aws:kms", "key": "{KEY}", "bucketKey": true}}"#);
    let scenario = edited(&scenario, "/buckets/0/encryption", &kms);
    let by_default = Choices { encryption: Encryption::Default, ..entered() };
    let object = outcome(&scenario, &by_default, STUART).object.unwrap();
    assert_eq!((object.key.as_deref(), object.bucket_key), (Some(KEY), true));
    let plain = Choices { encryption: Encryption::S3, ..entered() };
    assert_eq!(outcome(&scenario, &plain, STUART).object.unwrap().key, None);
}

#[test]
fn the_network_of_the_request_counts() {
    let mut scenario = lesson();
    let denies = r#"{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}}"#;
    scenario.principals[0].policies.push(crate::scenario::IdentityPolicy {
        name: "Perimeter".into(),
        document: denies.into(),
        ..Default::default()
    });
    let at = |address: &str| {
        edited(&scenario, "/matrix/request/context", &format!(r#"{{"aws:SourceIp": "{address}"}}"#))
    };
    let inside = outcome(&at("203.0.113.7"), &entered(), STUART).decision;
    assert_eq!((inside.verdict, inside.confidence), (Verdict::Allow, Confidence::Documented));
    let outside = outcome(&at("198.51.100.7"), &entered(), STUART).decision;
    assert_eq!(outside.verdict, Verdict::ExplicitDeny);
}

#[test]
fn a_service_has_no_list_and_a_scenario_may_have_no_bucket() {
    let mut scenario = lesson();
    scenario.principals.push(crate::scenario::Principal {
        id: Some("logs".into()),
        service: Some("logging.s3.amazonaws.com".into()),
        ..Default::default()
    });
    let list = listed(&scenario, "logs");
    assert!(list.keys.is_empty() && list.refused.is_some());
    scenario.buckets.clear();
    let shown = show(&scenario, &entered(), STUART);
    assert_eq!(shown.keys, None);
    assert_eq!(shown.outcome.unwrap_err().field, Field::Bucket);
}

#[test]
fn what_is_wrong_with_a_new_bucket_is_said_at_its_fields() {
    let faults = |name: &str, account: &str, region: &str| {
        let new = NewBucket { name: name.into(), account: account.into(), region: region.into() };
        let errors = add_bucket(&lesson(), &new).err().unwrap_or_default();
        errors.into_iter().map(|error| error.pointer).collect::<Vec<_>>()
    };
    assert_eq!(faults("", "", " "), ["/name", "/account", "/region"]);
    assert_eq!(faults("a/b", "12345", "Ireland"), ["/name", "/account", "/region"]);
    assert_eq!(faults("b-new", "123456789012", " eu-west-1 "), [""; 0]);
    let taken = faults("amzn-s3-demo-bucket", "123456789012", "eu-west-1");
    assert_eq!(taken, ["/name"], "names are unique");
}

#[test]
fn every_field_can_be_written() {
    let fields = [
        ("bucket", "b"),
        ("operation", "s3:MultipartUpload"),
        ("object", "o"),
        ("encryption", "entered"),
        ("listed", "l"),
        ("entered", "e"),
        ("bucketKey", "true"),
        ("newName", "n"),
        ("newAccount", "a"),
        ("newRegion", "r"),
    ];
    let written =
        fields.iter().fold(Choices::default(), |all, (field, value)| all.with(field, value));
    let new = NewBucket { name: "n".into(), account: "a".into(), region: "r".into() };
    let expected = Choices {
        bucket: "b".into(),
        operation: Operation::Multipart,
        object: "o".into(),
        encryption: Encryption::Entered,
        listed: "l".into(),
        entered: "e".into(),
        bucket_key: true,
        new_bucket: Some(new),
    };
    assert_eq!(written, expected);
    for encryption in Encryption::ALL {
        let written = Choices::default().with("encryption", encryption.name());
        assert_eq!(written.encryption, encryption);
    }
}

#[test]
fn choices_come_back_as_they_were() {
    let new = NewBucket { name: "half-wri".into(), ..NewBucket::default() };
    let choices = Choices {
        bucket: "b".into(),
        operation: Operation::Multipart,
        object: "ü \"1\".jpg".into(),
        encryption: Encryption::Managed,
        listed: KEY.into(),
        entered: "arn:aws:k".into(),
        bucket_key: true,
        new_bucket: Some(new),
    };
    for one in [choices, Choices::default()] {
        let json = one.to_json();
        let (root, errors) = crate::json::parse(&json);
        assert!(errors.is_empty(), "{json}");
        assert_eq!(Choices::from_node(&root, &json).unwrap(), one, "{json}");
    }
}

#[test]
fn the_default_of_two_layers_is_named_and_has_no_bucket_key() {
    let default = format!(r#"{{"type": "aws:kms:dsse", "key": "{KEY}", "bucketKey": true}}"#);
    let scenario = edited(&lesson(), "/buckets/0/encryption", &default);
    let done =
        outcome(&scenario, &Choices { encryption: Encryption::Default, ..entered() }, STUART);
    let properties = done.properties(&scenario);
    assert!(properties[0].1.ends_with("(DSSE-KMS)"), "{properties:?}");
    assert!(properties.iter().all(|(name, _)| *name != "Bucket Key"), "{properties:?}");
    assert!(english::bucket(&scenario.buckets[0], &scenario).contains("default DSSE-KMS, arn:"));
}
