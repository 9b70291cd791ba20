//! The scenarios that are measured: the course's, made larger in one direction at a time.

use anyhow::{Context as _, Result};
use kms_policy::actions::Action;
use kms_policy::policy::KEY_POLICY_BYTES;
use kms_policy::scenario::{Document, IdentityPolicy, Matrix, Principal, Request, Scenario};
use serde_json::{Value, json};
use std::fs;

const COURSE: &str = include_str!("../../../cases/demonstration/share-a-key.json");
const GALLERY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/gallery");

/// The columns of a matrix in the curve of cells.
const COLUMNS: usize = 50;

/// A scenario as the text of a file.
pub struct Named {
    pub name: String,
    pub text: String,
    /// Of a curve: how much there is of what grows.
    pub size: usize,
}

/// Scenarios that grow in one direction.
pub struct Curve {
    /// What grows: `statements` of the key policy, `cells` of the matrix, `requests`.
    pub what: &'static str,
    pub points: Vec<Named>,
}

/// One scenario of each kind.
pub fn sets() -> Result<Vec<Named>> {
    let actions = Action::all().count();
    let course = course(10, actions);
    let mut requests = course.clone();
    ask_every_cell(&mut requests);
    let large =
        Scenario { keys: with_key_policy(&largest_key_policy()).keys, ..self::course(50, actions) };
    let mut policies = self::course(50, actions);
    give_policies(&mut policies, 10);
    let everything = Scenario { keys: large.keys.clone(), ..policies.clone() };
    let named = |(name, scenario): (&str, Scenario)| Named::new(name.to_owned(), 0, &scenario);
    let made = [
        ("course", course),
        ("course-requests", requests),
        ("large-policy", large),
        ("many-policies", policies),
        ("everything", everything),
    ];
    let mut sets: Vec<Named> = made.into_iter().map(named).collect();
    sets.insert(1, Named { name: "gallery".to_owned(), text: largest_of_gallery()?, size: 0 });
    Ok(sets)
}

/// Statements of the key policy from 10 to 10,000; cells of the matrix, and as many requests, from 10 to 100,000.
pub fn curves() -> Vec<Curve> {
    let curve = |what: &'static str, most: usize, make: &dyn Fn(usize) -> Scenario| Curve {
        what,
        points: steps(most)
            .map(|size| Named::new(format!("{what}-{size}"), size, &make(size)))
            .collect(),
    };
    let cells = |size: usize| {
        let columns = size.min(COLUMNS);
        course(size / columns, columns)
    };
    vec![
        curve("statements", 10_000, &|size| {
            let mut scenario = with_key_policy(&key_policy(size));
            scenario.requests = rows(&scenario).map(|row| request(row, "kms:Decrypt")).collect();
            scenario
        }),
        curve("cells", 100_000, &cells),
        curve("requests", 100_000, &|size| {
            let mut scenario = cells(size);
            ask_every_cell(&mut scenario);
            scenario
        }),
    ]
}

/// 10, 30, 100, 300 and so on.
fn steps(most: usize) -> impl Iterator<Item = usize> {
    let decades = std::iter::successors(Some(10), |size| Some(size * 10));
    decades.flat_map(|size| [size, size * 3]).take_while(move |size| *size <= most)
}

impl Named {
    fn new(name: String, size: usize, scenario: &Scenario) -> Self {
        Self { name, text: scenario.to_json(), size }
    }
}

/// The course's scenario with so many principals, which take turns with its own, and the first so many actions.
fn course(principals: usize, actions: usize) -> Scenario {
    let course = Scenario::from_json(COURSE).expect("the course's scenario");
    let numbered = |(number, model): (usize, &Principal)| Principal {
        id: Some(format!("p{number}")),
        ..model.clone()
    };
    let names = Action::all().map(|action| action.to_string());
    Scenario {
        principals: course
            .principals
            .iter()
            .cycle()
            .take(principals)
            .enumerate()
            .map(numbered)
            .collect(),
        requests: Vec::new(),
        matrix: Some(Matrix { actions: Some(names.take(actions).collect()), ..Matrix::default() }),
        case: None,
        ..course
    }
}

fn rows(scenario: &Scenario) -> impl Iterator<Item = &str> {
    scenario.principals.iter().map(Principal::id)
}

fn request(principal: &str, action: &str) -> Request {
    Request { principal: principal.to_owned(), action: action.to_owned(), ..Request::default() }
}

/// Makes a request of every cell of the matrix.
fn ask_every_cell(scenario: &mut Scenario) {
    let columns = scenario.matrix.iter().flat_map(|matrix| &matrix.actions).flatten();
    let columns: Vec<&str> = columns.map(String::as_str).collect();
    let asked =
        rows(scenario).flat_map(|row| columns.iter().map(move |action| request(row, action)));
    scenario.requests = asked.collect();
}

/// The course's scenario with 10 principals, all actions and this key policy.
fn with_key_policy(text: &str) -> Scenario {
    let mut scenario = course(10, Action::all().count());
    for key in &mut scenario.keys {
        key.policy = Some(Document::from(text));
    }
    scenario
}

/// The course's key policy with so many statements.
fn key_policy(statements: usize) -> String {
    let course: Value = serde_json::from_str(COURSE).expect("the course's scenario");
    let mut policy = course["keys"][0]["policy"].clone();
    let own = policy["Statement"].as_array().cloned().unwrap_or_default();
    let further = (own.len()..statements).map(further_statement);
    policy["Statement"] = own.iter().cloned().chain(further).take(statements).collect();
    serde_json::to_string_pretty(&policy).expect("a policy")
}

/// A statement as key policies grow by: of four, one is for a principal of the course, two are for others, and one
/// lets an account in through a service.
fn further_statement(number: usize) -> Value {
    let statement = |title: &str, principal: String, actions: &[&str]| {
        json!({
            "Sid": format!("{title} {number}"),
            "Effect": "Allow",
            "Principal": { "AWS": principal },
            "Action": actions,
            "Resource": "*",
        })
    };
    let with = |mut statement: Value, condition: Value| {
        statement["Condition"] = condition;
        statement
    };
    let usage =
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
    let user = |name: &str| format!("arn:aws:iam::111122223333:user/{name}");
    match number % 4 {
        0 => with(
            statement(
                "Grants",
                user("KeyUser"),
                &["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
            ),
            json!({ "Bool": { "kms:GrantIsForAWSResource": "true" } }),
        ),
        1 => statement("Use", user(&format!("KeyUser{number}")), &usage),
        2 => statement(
            "Look",
            user(&format!("Auditor{number}")),
            &["kms:Describe*", "kms:Get*", "kms:List*"],
        ),
        _ => with(
            statement("Through a service", "arn:aws:iam::123456789012:root".to_owned(), &usage),
            json!({ "StringEquals": { "kms:ViaService": format!("service{number}.eu-west-1.amazonaws.com") } }),
        ),
    }
}

/// The one with as many statements as KMS saves.
fn largest_key_policy() -> String {
    let fits = |policy: &String| policy.len() <= KEY_POLICY_BYTES;
    (4..).map(key_policy).take_while(fits).last().unwrap_or_default()
}

/// Gives each principal so many identity policies. The root user can have none, and another user takes its place.
fn give_policies(scenario: &mut Scenario, count: usize) {
    let keys: Vec<String> = scenario.keys.iter().map(|key| key.arn.clone()).collect();
    for principal in &mut scenario.principals {
        principal.arn = principal.arn.take().map(|arn| arn.replace(":root", ":user/Auditor"));
        principal.policies = (0..count)
            .map(|number| {
                let action = if number % 2 == 0 {
                    json!("kms:Decrypt")
                } else {
                    json!(["s3:GetObject", "kms:List*"])
                };
                let statement = json!({ "Effect": "Allow", "Action": action, "Resource": keys });
                let policy = json!({ "Version": "2012-10-17", "Statement": [statement] });
                let document = serde_json::to_string_pretty(&policy).expect("a policy");
                IdentityPolicy {
                    name: format!("KeyDemo{number}"),
                    document: Document::from(document.as_str()),
                    ..IdentityPolicy::default()
                }
            })
            .collect();
    }
}

/// The longest file of the gallery.
fn largest_of_gallery() -> Result<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(GALLERY).context("reading the gallery")? {
        texts.push(fs::read_to_string(entry?.path())?);
    }
    texts.into_iter().max_by_key(String::len).context("the gallery is empty")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kms_policy::decide::Model;

    #[test]
    fn every_scenario_can_be_decided_and_has_its_size() {
        let sets = sets().unwrap();
        let sizes = sets.iter().map(|named| {
            let scenario = Scenario::from_json(&named.text).unwrap();
            let cells = Model::new(&scenario).unwrap().matrix().cells.len();
            let policies: usize = scenario.principals.iter().map(|one| one.policies.len()).sum();
            (
                named.name.as_str(),
                scenario.key_policy_text(0).len() > 32_000,
                cells,
                policies,
                scenario.requests.len(),
            )
        });
        let gallery = ("gallery", false, 12, 3, 5);
        let expected = [
            ("course", false, 580, 0, 0),
            gallery,
            ("course-requests", false, 580, 0, 580),
            ("large-policy", true, 2_900, 0, 0),
            ("many-policies", false, 2_900, 500, 0),
            ("everything", true, 2_900, 500, 0),
        ];
        assert_eq!(sizes.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn curves_grow_by_what_they_say() {
        for curve in curves() {
            let sizes: Vec<usize> = curve.points.iter().map(|point| point.size).collect();
            let most = if curve.what == "statements" { 10_000 } else { 100_000 };
            assert_eq!((sizes.first(), sizes.last()), (Some(&10), Some(&most)), "{}", curve.what);
            for point in curve.points.iter().filter(|point| point.size <= 1_000) {
                let scenario = Scenario::from_json(&point.text).unwrap();
                let model = Model::new(&scenario).unwrap();
                let policy: Value = serde_json::from_str(&scenario.key_policy_text(0)).unwrap();
                let grown = match curve.what {
                    "statements" => policy["Statement"].as_array().unwrap().len(),
                    "cells" => model.matrix().cells.len(),
                    _ => scenario.requests.len(),
                };
                assert_eq!(grown, point.size, "{}", point.name);
            }
        }
    }
}
