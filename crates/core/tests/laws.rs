//! Laws over random scenarios, without any other engine to compare with.
//!
//! The pieces are chosen so that near matches are common: names that share a prefix, both
//! accounts, wildcards that just fit or just do not, elements that cannot be evaluated.

use kms_policy::actions::Action;
use kms_policy::decide::Model;
use kms_policy::report::{Confidence, Decision, LayerName, LayerResult, Match, Trust, Verdict};
use kms_policy::scenario::Scenario;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OWNER: &str = "111122223333";
const OTHER: &str = "444455556666";

/// Condition blocks, near to the requests that are made.
fn condition() -> impl Strategy<Value = Value> {
    let operators = select(vec![
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringEqualsIfExists",
        "StringNotEqualsIfExists",
        "ForAnyValue:StringEquals",
        "ForAllValues:StringEquals",
        "ForAllValues:StringNotLike",
        "ForAnyValue:StringNotEqualsIfExists",
        "ArnLike",
        "ArnNotEquals",
        "Bool",
        "BoolIfExists",
        "Null",
        "NumericLessThan",
        "DateGreaterThan",
        "NotIpAddress",
        "stringEquals",
    ]);
    let keys = select(vec![
        "kms:ViaService",
        "kms:CallerAccount",
        "kms:EncryptionContext:Dept",
        "kms:EncryptionContextKeys",
        "kms:GrantIsForAWSResource",
        "kms:GrantOperations",
        "kms:RequestAlias",
        "kms:ResourceAliases",
        "kms:KeySpec",
        "kms:ScheduleKeyDeletionPendingWindowInDays",
        "kms:ReEncryptOnSameKey",
        "kms:MacAlgorithm",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:PrincipalTag/team",
        "aws:ResourceTag/Env",
        "aws:MultiFactorAuthPresent",
        "aws:CurrentTime",
        "aws:SourceIp",
        "aws:SourceVpce",
        "aws:ResourceOrgPaths",
        "aws:SourceArn",
        "s3:prefix",
    ]);
    let values = select(vec![
        json!("true"),
        json!(false),
        json!("s3.us-west-2.amazonaws.com"),
        json!(OWNER),
        json!("IT"),
        json!(["IT", "Dept"]),
        json!("alias/app"),
        json!("SYMMETRIC_DEFAULT"),
        json!(30),
        json!("prod"),
        json!("red"),
        json!("${aws:PrincipalTag/team}"),
        json!("${kms:RequestAlias, 'red'}"),
        json!("o-exampleorgid"),
        json!("2026-01-01T00:00:00Z"),
        json!("203.0.113.0/24"),
        json!(format!("arn:aws:iam::{OWNER}:user/ali*")),
        json!(["HMAC_SHA_256", "HMAC_SHA_512"]),
        json!([]),
        json!("Decrypt"),
    ]);
    let block = (operators, keys, values);
    prop::collection::vec(block, 1..3).prop_map(|blocks| {
        let mut condition = json!({});
        for (operator, key, value) in blocks {
            condition[operator] = json!({});
            condition[operator][key] = value;
        }
        condition
    })
}

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
        prop_oneof![3 => Just(None), 2 => condition().prop_map(Some)],
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

/// Policies of the caller, the key and both accounts, grants, and what the requests carry.
#[derive(Clone, Debug)]
struct World {
    /// The caller as the scenario has it.
    caller: Value,
    key_policy: Vec<Value>,
    identity: Vec<Value>,
    /// The boundary, the session policy, one level of service control policies, resource control
    /// policies and the VPC endpoint's policy, where they are there.
    limits: [Option<Vec<Value>>; 5],
    key: Value,
    request: Value,
    /// Does the matrix name the key? It is the first one anyway.
    named: bool,
}

impl World {
    fn same_account(&self) -> bool {
        self.caller["arn"].as_str().is_some_and(|arn| arn.contains(OWNER))
    }

    fn scenario(&self) -> Scenario {
        let document =
            |statements: &[Value]| json!({ "Version": "2012-10-17", "Statement": statements });
        let named =
            |statements: &Vec<Value>| json!({ "name": "P", "document": document(statements) });
        let [boundary, session, scps, rcps, endpoint] = &self.limits;
        let mut caller = self.caller.clone();
        let kind = caller["arn"].as_str().unwrap_or("service").to_owned();
        let own = kind.contains(":user/") || kind.contains(":role/");
        if own {
            // Its statements stand in two policies, one of them managed.
            let (managed, inline) = self.identity.split_at(self.identity.len() / 2);
            caller["policies"] = json!([
                { "name": "Managed", "attached": "managed", "document": document(managed) },
                { "name": "Inline", "document": document(inline) },
            ]);
            if let Some(boundary) = boundary {
                caller["boundary"] = named(boundary);
            }
        }
        let can_have_session = kind.contains(":role/") || kind.contains("federated-user");
        if let Some(session) = session.as_ref().filter(|_| can_have_session) {
            caller["session"] = json!({ "name": "session", "policy": document(session) });
        }
        let organization = json!({ "id": "o-exampleorgid", "path": ["r-ab12"] });
        let account = |id: &str| {
            let mut account = json!({ "id": id, "organization": organization });
            let full = json!({
                "name": "Full",
                "document": { "Version": "2012-10-17", "Statement": {
                    "Effect": "Allow", "Action": "*", "Resource": "*",
                } },
            });
            if let Some(scps) = scps {
                account["scps"] = json!([[full], [named(scps)]]);
            }
            if let Some(rcps) = rcps {
                account["rcps"] = json!([[], [named(rcps)]]);
            }
            account
        };
        let mut key = self.key.clone();
        key["arn"] = json!(KEY);
        key["aliases"] = json!(["alias/app"]);
        key["policy"] = document(&self.key_policy);
        let mut request = self.request.clone();
        if endpoint.is_none() || kind == "service" {
            request.as_object_mut().expect("an object").remove("vpcEndpoint");
        }
        let users = [OWNER, OTHER].map(|id| format!("arn:aws:iam::{id}:user/alice"));
        let mut principals = vec![caller];
        if kind.contains("federated-user") {
            let issuer = users.iter().find(|arn| kind.contains(&arn[13..25])).expect("an issuer");
            principals[0]["issuer"] = json!(issuer);
            let mut issuer = json!({ "arn": issuer, "tags": { "team": "red" } });
            issuer["policies"] =
                json!([{ "name": "Inline", "document": document(&self.identity) }]);
            principals.push(issuer);
        }
        let scenario = json!({
            "version": 1,
            "accounts": [account(OWNER), account(OTHER)],
            "keys": [key],
            "principals": principals,
            "vpcEndpoints": [{
                "id": "vpce-1",
                "account": OTHER,
                "policy": endpoint.as_ref().map(|statements| document(statements)),
            }],
            "matrix": { "key": self.named.then_some(KEY), "request": request },
        });
        Scenario::from_json(&scenario.to_string()).expect("a scenario")
    }
}

fn caller() -> impl Strategy<Value = Value> {
    let mut kinds: Vec<Value> = callers()
        .iter()
        .map(|arn| {
            if arn.ends_with(":root") {
                json!({ "id": "caller", "arn": arn })
            } else {
                json!({ "id": "caller", "arn": arn, "tags": { "team": "red" }, "mfa": true })
            }
        })
        .collect();
    for account in [OWNER, OTHER] {
        let arn = format!("arn:aws:sts::{account}:federated-user/x");
        kinds.push(json!({ "id": "caller", "arn": arn }));
    }
    kinds.push(json!({
        "id": "caller", "service": "sns.amazonaws.com", "sourceAccount": OWNER,
        "sourceArn": format!("arn:aws:sns:us-west-2:{OWNER}:topic"),
    }));
    kinds.push(json!({
        "id": "caller",
        "arn": format!("arn:aws:iam::{OWNER}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"),
    }));
    select(kinds)
}

fn key() -> impl Strategy<Value = Value> {
    let mut grantees = callers();
    grantees.push(OWNER.to_owned());
    grantees.push(format!("arn:aws:sts::{OWNER}:assumed-role/app/session"));
    let grant = (
        select(grantees),
        select(vec![
            json!(["Decrypt"]),
            json!(["Decrypt", "CreateGrant", "DescribeKey", "RetireGrant"]),
        ]),
        select(vec![
            json!(null),
            json!({ "encryptionContextSubset": { "Dept": "IT" } }),
            json!({ "encryptionContextEquals": { "Dept": "IT" } }),
            json!({ "sourceArn": format!("arn:aws:sns:us-west-2:{OWNER}:*") }),
        ]),
        prop_oneof![5 => Just(true), 1 => Just(false)],
    )
        .prop_map(|(grantee, operations, constraints, propagated)| {
            json!({
                "grantee": grantee, "operations": operations, "constraints": constraints,
                "propagated": propagated,
            })
        });
    (
        (prop::collection::vec(grant, 0..3), select(vec![json!(null), json!(OTHER)])),
        prop_oneof![6 => Just("Enabled"), 1 => Just("Disabled"), 1 => Just("PendingDeletion")],
        prop_oneof![6 => Just("SYMMETRIC_DEFAULT"), 1 => Just("HMAC_256"), 1 => Just("RSA_2048")],
        prop_oneof![8 => Just("customer"), 1 => Just("aws")],
    )
        .prop_map(|((mut grants, issuer), state, spec, manager)| {
            for (index, grant) in grants.iter_mut().enumerate() {
                grant["id"] = json!(format!("g{index}"));
                grant["issuingAccount"] = issuer.clone();
            }
            json!({
                "grants": grants, "state": state, "spec": spec, "manager": manager,
                "tags": { "Env": "prod" },
            })
        })
}

fn request() -> impl Strategy<Value = Value> {
    (
        select(vec![json!(null), json!("s3.us-west-2.amazonaws.com")]),
        select(vec![json!({}), json!({ "Dept": "IT" }), json!({ "Dept": "IT", "dept": "x" })]),
        select(vec![
            json!({}),
            json!({ "Operations": ["Decrypt"], "GranteePrincipal": OWNER, "PendingWindowInDays": 7 }),
            json!({ "Tags": [{ "TagKey": "Env", "TagValue": "prod" }], "MultiRegion": true }),
            json!({ "DryRun": true, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256" }),
            json!({ "TargetKeyId": "alias/other", "AliasName": "alias/app", "GrantId": "g1" }),
            json!({ "ReplicaRegion": "us-east-1", "PolicyName": "AWS_RAM" }),
        ]),
        select(vec![json!({}), json!({ "aws:SourceIp": "203.0.113.7" }), json!({ "kms:ViaService": null })]),
        any::<bool>(),
    )
        .prop_map(|(via, encryption_context, parameters, context, endpoint)| {
            json!({
                "via": via, "encryptionContext": encryption_context, "parameters": parameters,
                "context": context, "vpcEndpoint": endpoint.then_some("vpce-1"),
            })
        })
}

fn world() -> impl Strategy<Value = World> {
    let rarely = |kind| prop::option::weighted(0.15, prop::collection::vec(statement(kind), 0..3));
    (
        caller(),
        prop::collection::vec(statement(true), 0..4),
        prop::collection::vec(statement(false), 0..3),
        [rarely(false), rarely(false), rarely(false), rarely(true), rarely(true)],
        key(),
        request(),
        any::<bool>(),
    )
        .prop_map(|(caller, key_policy, identity, limits, key, request, named)| World {
            caller,
            key_policy,
            identity,
            limits,
            key,
            request,
            named,
        })
}

fn verdicts(world: &World) -> Vec<(Action, Verdict, bool)> {
    let scenario = world.scenario();
    let model = Model::new(&scenario).expect("a scenario that can be used");
    Action::all()
        .map(|action| {
            let name = action.to_string();
            let question = model.matrix_question("caller", &name).expect("a caller");
            let cell = model.cell(&question);
            (action, cell.verdict, cell.uncertain)
        })
        .collect()
}

/// Section 0.3 over the results of the layers.
fn fold(world: &World, decision: &Decision) -> Verdict {
    let all = |name| decision.layers.iter().filter(move |layer| layer.layer == name);
    let result = |name| all(name).next().map(|layer| layer.result);
    let allows = |name| result(name) == Some(LayerResult::Allow);
    // A layer that limits: absent, without documents, or allowing at every level.
    let open = |name| {
        all(name).all(|layer| matches!(layer.result, LayerResult::Allow | LayerResult::NoImpact))
    };
    let trust = |name| all(name).next().and_then(|layer| layer.trust);
    let (boundary, session) = (open(LayerName::Boundary), open(LayerName::Session));
    let federated = world.caller["arn"].as_str().is_some_and(|arn| arn.contains("federated-user"));
    // What of the caller's limits a way of being named still needs (E-30 to E-36).
    let within = |trust: Option<Trust>| match trust {
        Some(Trust::Role) => boundary && session,
        Some(Trust::User) if federated => boundary && session,
        Some(_) => true,
        None => false,
    };
    let identity = allows(LayerName::Identity) && boundary && session;
    let named = |name| allows(name) && trust(name) != Some(Trust::Account) && within(trust(name));
    let delegated = |name| allows(name) && trust(name) == Some(Trust::Account) && identity;
    let either =
        |test: &dyn Fn(LayerName) -> bool| test(LayerName::KeyPolicy) || test(LayerName::Grant);
    let formula = if result(LayerName::KeyPolicy).is_none() && result(LayerName::Grant).is_none() {
        identity
    } else if world.caller["service"].is_string() {
        either(&allows)
    } else if world.same_account() || result(LayerName::KeyPolicy).is_none() {
        either(&named) || either(&delegated)
    } else {
        let issued = world.key["grants"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|grant| grant["issuingAccount"] == json!(OTHER));
        let own = trust(LayerName::Grant) != Some(Trust::Account);
        let by_grant = allows(LayerName::Grant) && own && issued && boundary && session;
        either(&allows) && (identity || by_grant)
    };
    let stopped = result(LayerName::Operation) == Some(LayerResult::ImplicitDeny);
    let denied = decision.layers.iter().any(|layer| layer.result == LayerResult::ExplicitDeny);
    let limits = open(LayerName::Scp) && open(LayerName::VpcEndpoint);
    match (denied, formula && limits && !stopped) {
        (true, _) => Verdict::ExplicitDeny,
        (false, true) => Verdict::Allow,
        (false, false) => Verdict::ImplicitDeny,
    }
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
            let question = model.matrix_question("caller", &name).expect("a caller");
            let cell = model.cell(&question);
            let decision = model.explain(&question, 0);
            prop_assert_eq!(cell.verdict, decision.verdict, "{} {}", name, decision.sentence);
            prop_assert_eq!(cell.error, decision.error.as_deref());
            let uncertain = decision.confidence == Confidence::Uncertain;
            prop_assert_eq!(cell.uncertain, uncertain, "{} {}", name, decision.sentence);
            prop_assert!(!decision.sentence.is_empty());
        }
    }

    /// A matrix decides each cell as if it were asked for alone: what it shares between actions, and
    /// between classes of actions, is the same for all of them.
    #[test]
    fn a_matrix_equals_its_cells(world in world()) {
        let mut scenario = world.scenario();
        let actions: Vec<String> = Action::all().map(|action| action.to_string()).collect();
        if let Some(matrix) = &mut scenario.matrix {
            matrix.actions = Some(actions.clone());
            matrix.principals = Some(vec!["caller".to_owned()]);
        }
        let model = Model::new(&scenario).expect("a scenario that can be used");
        for (cell, action) in model.matrix().cells.iter().zip(&actions) {
            let question = model.matrix_question("caller", action).expect("a caller");
            prop_assert_eq!(*cell, model.cell(&question), "{}", action);
            prop_assert_eq!(cell.verdict, model.explain(&question, 0).verdict, "{}", action);
        }
    }

    /// The verdict follows from the layers: any explicit deny, then the formula over results and
    /// trust, then the operation.
    #[test]
    fn the_layers_fold_to_the_verdict(world in world()) {
        let scenario = world.scenario();
        let model = Model::new(&scenario).expect("a scenario that can be used");
        for action in Action::all() {
            let name = action.to_string();
            let question = model.matrix_question("caller", &name).expect("a caller");
            let decision = model.explain(&question, 0);
            if decision.verdict == Verdict::Error {
                let failed = decision.layers.iter().any(|layer| layer.result == LayerResult::Error);
                prop_assert!(failed, "{}", name);
                continue;
            }
            if decision.parts.is_empty() {
                let folded = fold(&world, &decision);
                prop_assert_eq!(decision.verdict, folded, "{} {:#?}", name, decision.layers);
            }
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
        let question = model.matrix_question("caller", "kms:Decrypt").expect("a caller");
        for layer in model.explain(&question, 0).layers {
            let decisive =
                layer.statements.iter().filter(|one| one.matched == Match::Decisive).count();
            prop_assert!(decisive <= 1);
            for statement in &layer.statements {
                let documents = model.documents();
                let found = documents.iter().find(|(pointer, _)| *pointer == statement.document);
                let source = &found.expect("a document of the scenario").1.source;
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
