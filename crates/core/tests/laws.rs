//! Laws over random scenarios, without any other engine to compare with.
//!
//! The pieces are chosen so that near matches are common: names that share a prefix, both
//! accounts, wildcards that just fit or just do not, elements that cannot be evaluated.

use kms_policy::actions::Action;
use kms_policy::decide::Model;
use kms_policy::report::{Confidence, LayerName, LayerResult, Match, Trust, Verdict};
use kms_policy::scenario::{Attached, Document, IdentityPolicy, Key, Principal, Scenario};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OWNER: &str = "111122223333";
const OTHER: &str = "444455556666";

fn callers() -> Vec<String> {
    let mut arns = Vec::new();
    for account in [OWNER, OTHER] {
        for name in ["root", "user/alice", "user/alicia", "role/app", "role/path/app"] {
            arns.push(format!("arn:aws:iam::{account}:{name}"));
        }
    }
    arns
}

fn principal() -> impl Strategy<Value = Value> {
    let mut names = callers();
    names.extend([OWNER.to_owned(), OTHER.to_owned(), "*".to_owned()]);
    names.extend([
        format!("arn:aws:sts::{OWNER}:assumed-role/app/session"),
        format!("arn:aws:sts::{OTHER}:assumed-role/app/other"),
        format!("arn:aws:iam::{OWNER}:role/app-*"),
        format!("arn:aws:iam::{OWNER}:group/g"),
        "AIDAAAAAAAAAAAAAAAAAA".to_owned(),
    ]);
    prop_oneof![
        1 => Just(json!("*")),
        8 => prop::collection::vec(select(names), 0..3).prop_map(|names| json!({ "AWS": names })),
        1 => Just(json!({ "Service": "sns.amazonaws.com" })),
        1 => Just(json!({ "Federated": "accounts.google.com" })),
    ]
}

fn action() -> impl Strategy<Value = Value> {
    let names = select(vec![
        "*",
        "kms:*",
        "kms:Decrypt",
        "KMS:decrypt",
        "kms:De*",
        "kms:*crypt",
        "kms:Encrypt",
        "kms:ReEncrypt*",
        "kms:ReEncrypt",
        "kms:?ecrypt",
        "kms:PutKeyPolicy",
        "kms:CreateKey",
        "k*:Decrypt",
        "s3:*",
        "Decrypt",
    ]);
    prop::collection::vec(names, 0..3).prop_map(|names| json!(names))
}

fn resource() -> impl Strategy<Value = Value> {
    let names = select(vec![
        "*".to_owned(),
        KEY.to_owned(),
        format!("{KEY}0"),
        KEY.replace("us-west-2", "us-*"),
        KEY.replace("us-west-2", "us-east-1"),
        KEY.replace(OWNER, "*"),
        "arn:aws:kms:*".to_owned(),
        format!("arn:aws:kms:us-west-2:{OWNER}:key/*"),
        format!("arn:aws:kms:us-west-2:{OWNER}:alias/app"),
        "alias/app".to_owned(),
        "${aws:PrincipalTag/key}".to_owned(),
    ]);
    prop::collection::vec(names, 0..3).prop_map(|names| json!(names))
}

fn statement(in_key_policy: bool) -> impl Strategy<Value = Value> {
    let key_resource = prop_oneof![9 => Just(json!("*")), 1 => resource()];
    let resource = if in_key_policy { key_resource.boxed() } else { resource().boxed() };
    let rarely = |names: [&'static str; 2]| prop_oneof![6 => Just(names[0]), 1 => Just(names[1])];
    (
        prop_oneof![4 => Just("Allow"), 2 => Just("Deny"), 1 => Just("allow")],
        (rarely(["Principal", "NotPrincipal"]), principal()),
        (rarely(["Action", "NotAction"]), action()),
        (rarely(["Resource", "NotResource"]), resource),
        prop_oneof![5 => Just(None), 1 => Just(Some(json!({ "Bool": { "kms:X": "true" } })))],
        prop_oneof![20 => Just(""), 1 => Just("Action"), 1 => Just("Resource"), 1 => Just("Actoin")],
    )
        .prop_map(move |(effect, principal, action, resource, condition, odd)| {
            let mut statement = json!({ "Effect": effect });
            if in_key_policy {
                statement[principal.0] = principal.1;
            }
            statement[action.0] = action.1;
            statement[resource.0] = resource.1;
            if let Some(condition) = condition {
                statement["Condition"] = condition;
            }
            match odd {
                "" => {}
                "Actoin" => statement["Actoin"] = json!("kms:*"),
                element => {
                    statement.as_object_mut().expect("an object").remove(element);
                }
            }
            statement
        })
}

fn policy(statements: &[Value]) -> Document {
    Document::from(json!({ "Version": "2012-10-17", "Statement": statements }).to_string())
}

fn identity(name: &str, attached: Attached, statements: &[Value]) -> IdentityPolicy {
    IdentityPolicy { name: name.to_owned(), document: policy(statements), attached, group: None }
}

/// A key policy, and what the identity policies of the caller say.
#[derive(Clone, Debug)]
struct World {
    caller: String,
    key_policy: Vec<Value>,
    identity: Vec<Value>,
}

impl World {
    fn scenario(&self) -> Scenario {
        let mut scenario = Scenario::from_json(r#"{"version": 1}"#).expect("a scenario");
        scenario.keys = vec![Key {
            arn: KEY.to_owned(),
            aliases: vec!["alias/app".to_owned()],
            policy: Some(policy(&self.key_policy)),
            ..Key::default()
        }];
        scenario.principals = vec![Principal {
            arn: Some(self.caller.clone()),
            // The root user has none; others have their statements in two policies, one managed.
            policies: if self.caller.ends_with(":root") {
                Vec::new()
            } else {
                let (managed, inline) = self.identity.split_at(self.identity.len() / 2);
                vec![
                    identity("Managed", Attached::Managed, managed),
                    identity("Inline", Attached::Inline, inline),
                ]
            },
            ..Principal::default()
        }];
        scenario
    }
}

fn world() -> impl Strategy<Value = World> {
    (
        select(callers()),
        prop::collection::vec(statement(true), 0..4),
        prop::collection::vec(statement(false), 0..3),
    )
        .prop_map(|(caller, key_policy, identity)| World { caller, key_policy, identity })
}

fn verdicts(world: &World) -> Vec<(Action, Verdict, bool)> {
    let scenario = world.scenario();
    let model = Model::new(&scenario).expect("a scenario that can be used");
    Action::all()
        .map(|action| {
            let name = action.to_string();
            let question = model.matrix_question(&world.caller, &name).expect("a caller");
            let cell = model.cell(&question);
            (action, cell.verdict, cell.uncertain)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    /// The masks and the statement by statement explanation say the same of every action.
    #[test]
    fn the_masks_equal_the_explanation(world in world()) {
        let scenario = world.scenario();
        let model = Model::new(&scenario).expect("a scenario that can be used");
        for action in Action::all() {
            let name = action.to_string();
            let question = model.matrix_question(&world.caller, &name).expect("a caller");
            let cell = model.cell(&question);
            let decision = model.explain(&question, 0);
            prop_assert_eq!(cell.verdict, decision.verdict, "{} {}", name, decision.sentence);
            prop_assert_eq!(cell.error, decision.error.as_deref());
            let uncertain = decision.confidence == Confidence::Uncertain;
            prop_assert_eq!(cell.uncertain, uncertain, "{} {}", name, decision.sentence);
            prop_assert!(!decision.sentence.is_empty());
        }
    }

    /// The verdict follows from the layers: any explicit deny, then the formula over results and
    /// trust, then the operation.
    #[test]
    fn the_layers_fold_to_the_verdict(world in world()) {
        let scenario = world.scenario();
        let model = Model::new(&scenario).expect("a scenario that can be used");
        let same_account = world.caller.contains(OWNER);
        for action in Action::all() {
            let name = action.to_string();
            let question = model.matrix_question(&world.caller, &name).expect("a caller");
            let decision = model.explain(&question, 0);
            if decision.verdict == Verdict::Error {
                let failed = decision.layers.iter().any(|layer| layer.result == LayerResult::Error);
                prop_assert!(failed, "{}", name);
                continue;
            }
            let layer = |name| decision.layers.iter().find(|layer| layer.layer == name);
            let result = |name| layer(name).map(|layer| layer.result);
            let allows = |name| result(name) == Some(LayerResult::Allow);
            let denied = decision.layers.iter().any(|one| one.result == LayerResult::ExplicitDeny);
            let trust = layer(LayerName::KeyPolicy).and_then(|layer| layer.trust);
            let identity = allows(LayerName::Identity);
            let formula = match layer(LayerName::KeyPolicy) {
                None => identity,
                Some(_) if same_account => {
                    allows(LayerName::KeyPolicy) && (trust != Some(Trust::Account) || identity)
                }
                Some(_) => allows(LayerName::KeyPolicy) && identity,
            };
            let stopped = result(LayerName::Operation) == Some(LayerResult::ImplicitDeny);
            let folded = match (denied, formula && !stopped) {
                (true, _) => Verdict::ExplicitDeny,
                (false, true) => Verdict::Allow,
                (false, false) => Verdict::ImplicitDeny,
            };
            prop_assert_eq!(decision.verdict, folded, "{} {:#?}", name, decision.layers);
        }
    }

    /// Adding a Deny never allows; adding an Allow never turns an allowed request into a denied one.
    #[test]
    fn a_deny_never_allows_and_an_allow_never_denies(
        world in world(), extra in statement(true), at in 0_usize..4,
    ) {
        let mut more = world.clone();
        more.key_policy.insert(at.min(world.key_policy.len()), extra.clone());
        let deny = extra["Effect"] == json!("Deny");
        for (before, after) in verdicts(&world).into_iter().zip(verdicts(&more)) {
            if deny {
                let allowed = before.1 != Verdict::Allow && after.1 == Verdict::Allow;
                prop_assert!(!allowed, "{}", before.0);
            } else {
                // PutKeyPolicy may become an error: KMS refuses to save some statements.
                let denied = matches!(after.1, Verdict::ImplicitDeny | Verdict::ExplicitDeny);
                let lost = before.1 == Verdict::Allow && denied;
                prop_assert!(!lost, "{}", before.0);
            }
        }
    }

    /// The order of statements, and saying one twice, never matters.
    #[test]
    fn order_and_repetition_never_matter(world in world()) {
        let mut turned = world.clone();
        turned.key_policy.reverse();
        turned.key_policy.extend(world.key_policy.clone());
        prop_assert_eq!(verdicts(&world), verdicts(&turned));
    }

    /// Every span lies inside its document, on character boundaries; exactly one statement a
    /// layer decides.
    #[test]
    fn every_reason_has_a_place(world in world()) {
        let scenario = world.scenario();
        let model = Model::new(&scenario).expect("a scenario that can be used");
        let question = model.matrix_question(&world.caller, "kms:Decrypt").expect("a caller");
        for layer in model.explain(&question, 0).layers {
            let decisive =
                layer.statements.iter().filter(|one| one.matched == Match::Decisive).count();
            prop_assert!(decisive <= 1);
            for statement in &layer.statements {
                let source = match statement.document.as_str() {
                    "/keys/0/policy" => &model.key_policies[0].source,
                    "/principals/0/policies/0/document" => &model.identity_policies[0][0].source,
                    _ => &model.identity_policies[0][1].source,
                };
                let braces = statement.span.of(&source.text).starts_with('{');
                prop_assert!(braces);
                for reason in &statement.reasons {
                    prop_assert!(!reason.span.of(&source.text).is_empty());
                    prop_assert!(reason.span.start >= statement.span.start);
                    prop_assert!(reason.span.end <= statement.span.end);
                }
            }
        }
    }
}
