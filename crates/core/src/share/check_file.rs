//! A scenario that a CI job can hold for ever: its matrix as checks that expect what is decided today.

use crate::actions::{Action, parameters};
use crate::decide::Model;
use crate::english::share as english;
use crate::report::Verdict;
use crate::scenario::{Expect, Matrix, Request, RequestDetails, Scenario, ScenarioError, check};
use crate::services;

/// A scenario whose saved checks are cells of its matrix, each with its verdict of today.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckFile {
    /// The scenario, without what only the page shows.
    pub scenario: Scenario,
    /// The cells that no request can ask, principal and action: those of another service whose resource
    /// the matrix does not name.
    pub left_out: Vec<(String, String)>,
}

/// The checks of every cell of a scenario's matrix, or of one: `kms-policy evaluate` fails once one of
/// them is decided otherwise. They take the place of the scenario's own; steps and gallery are left out.
///
/// # Errors
///
/// As [`Model::new`].
///
/// ```
/// use kms_policy::{report::Verdict, scenario::Scenario, share::check_file};
/// let scenario = Scenario::from_json(r#"{"version": 1,
///     "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}],
///     "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}]}"#).unwrap();
/// let file = check_file(&scenario, None).unwrap().scenario;
/// assert_eq!(file.requests.len(), 6);
/// let expect = file.requests[1].expect.clone().unwrap();
/// assert_eq!(expect.verdict, Some(Verdict::ImplicitDeny));
/// let alice = scenario.principals[0].id();
/// let one = check_file(&scenario, Some((alice, "kms:Decrypt"))).unwrap().scenario;
/// assert_eq!(one.requests[0], file.requests[1]);
/// ```
pub fn check_file(
    scenario: &Scenario,
    cell: Option<(&str, &str)>,
) -> Result<CheckFile, Vec<ScenarioError>> {
    let matrix = Model::new(scenario)?.matrix();
    let mut file = Scenario {
        requests: Vec::new(),
        steps: Vec::new(),
        gallery: None,
        case: None,
        ..scenario.clone()
    };
    let (mut requests, mut left_out) = (Vec::new(), Vec::new());
    let asked = matrix
        .principals
        .iter()
        .flat_map(|principal| matrix.actions.iter().map(move |action| (principal, action)))
        .zip(&matrix.cells)
        .filter(|((principal, action), _)| {
            cell.is_none_or(|cell| cell == (principal.as_str(), action.as_str()))
        });
    for ((principal, action), decided) in asked {
        let expect = Expect {
            verdict: Some(decided.verdict),
            error: decided.error.filter(|_| decided.verdict == Verdict::Error).map(str::to_owned),
            ..Expect::default()
        };
        let title = Some(english::check(scenario, principal, action));
        let request =
            Request { title, expect: Some(expect), ..request(scenario, principal, action) };
        // One at a time: a check of all of them would look at the first as often as there are others.
        file.requests = vec![request];
        if check(&file).is_empty() {
            requests.append(&mut file.requests);
        } else {
            left_out.push((principal.clone(), action.clone()));
        }
    }
    file.requests = requests;
    Ok(CheckFile { scenario: file, left_out })
}

/// A cell of the matrix as a request by itself, which names nothing that its action does not take.
fn request(scenario: &Scenario, principal: &str, action: &str) -> Request {
    let none = Matrix::default();
    let Matrix { key, request: details, .. } = scenario.matrix.as_ref().unwrap_or(&none);
    let RequestDetails { region, via, resource, source, destination_key, .. } = details;
    let of_service = services::is_operation(action);
    let copies = matches!(action, "s3:CopyObject" | "s3:ReplicateObject");
    let by_object = copies || action == "s3:GetObject";
    let halves = ["kms:ReEncrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"].contains(&action);
    let sends_context = !of_service
        || action.starts_with("s3:") && !details.encryption_context.is_empty()
        || action == "s3:ReplicateObject";
    let calls_itself = scenario
        .principal(principal)
        .and_then(|index| scenario.principals.get(index))
        .is_some_and(|principal| principal.service.is_some());
    let if_taken = |taken: bool, text: &Option<String>| text.clone().filter(|_| taken);
    let operation = match Action::named(action) {
        Some(action) => action.operation(),
        None if of_service => action,
        None => action.strip_prefix("kms:").unwrap_or_default(),
    };
    let known = parameters::of_operation(operation);
    let mut taken = details.parameters.clone();
    taken.retain(|name, _| known.iter().any(|(one, _)| one == name));
    let mut encryption_context = details.encryption_context.clone();
    encryption_context.retain(|name, _| {
        sends_context && !(of_service && name.eq_ignore_ascii_case(services::S3_ARN))
    });
    Request {
        principal: principal.to_owned(),
        action: action.to_owned(),
        key: if_taken(!by_object, key),
        destination_key: if_taken(copies || halves, destination_key),
        resource: if_taken(of_service, resource),
        source: if_taken(copies, source),
        region: if_taken(!of_service, region),
        via: if_taken(!of_service && !calls_itself, via),
        encryption_context,
        vpc_endpoint: details.vpc_endpoint.clone(),
        parameters: taken,
        context: details.context.clone(),
        ..Request::default()
    }
}
