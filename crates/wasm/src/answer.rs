//! What is answered.

use crate::error::{Error, ErrorCode};
use crate::input::Source;
use kms_policy::Detail;
use kms_policy::actions::MODEL_DATE;
use kms_policy::decide::Model;
use kms_policy::findings::of_text;
use kms_policy::json::{Node, Value, parse};
use kms_policy::policy::{PolicyKind, Severity};
use kms_policy::report::{Decision, Finding, Report};
use kms_policy::scenario::{Request, Scenario, VERSION};
use kms_policy::text::Encoding;
use serde::Serialize;

/// The verdicts of a matrix.
#[derive(Serialize)]
pub struct Verdicts {
    principals: Vec<String>,
    actions: Vec<String>,
    /// A digit a cell, row by row.
    verdicts: String,
}

/// What decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// The version of the formats that are read and written: 1.
    pub version: u32,
    /// The version of the engine, and of this package.
    pub engine: &'static str,
    /// The date of the AWS service model behind the table of actions.
    pub model: &'static str,
}

pub fn version() -> Version {
    Version { version: VERSION, engine: env!("CARGO_PKG_VERSION"), model: MODEL_DATE }
}

pub fn matrix(source: Source<'_>) -> Result<Verdicts, Error> {
    let scenario = source.scenario()?;
    let matrix = model(&scenario)?.matrix();
    let verdicts = matrix.digits();
    Ok(Verdicts { principals: matrix.principals, actions: matrix.actions, verdicts })
}

pub fn report(source: Source<'_>) -> Result<Report, Error> {
    let scenario = source.scenario()?;
    Ok(model(&scenario)?.report(Detail::Brief, Encoding::Utf16))
}

pub fn decision(source: Source<'_>, request: Source<'_>) -> Result<Decision, Error> {
    let mut scenario = source.scenario()?;
    let asked = Asked::read(request)?;
    let invalid = |message| Error::new(ErrorCode::InvalidRequest, message);
    match asked {
        Asked::Index(index) => {
            let decision = model(&scenario)?.request_decision(index, Detail::Changes);
            let count = scenario.requests.len();
            let none =
                || format!("there is no request {index}: the scenario has {count}, the first is 0");
            decision.ok_or_else(|| invalid(none()))
        }
        Asked::Cell { principal, action } => {
            let model = model(&scenario)?;
            let decision = model.cell_decision(&principal, &action, Detail::Changes);
            decision.ok_or_else(|| {
                let rows = model.matrix_principals().join(", ");
                let columns = model.matrix_actions().join(", ");
                invalid(format!(
                    "the matrix has no cell of `{principal}` and `{action}`: its principals are \
                     {rows}, its actions {columns}"
                ))
            })
        }
        Asked::Request(one) => {
            let index = scenario.requests.len();
            scenario.requests.push(*one);
            let model = model(&scenario).map_err(|error| in_request(error, index))?;
            let decision = model.request_decision(index, Detail::Changes);
            decision.ok_or_else(|| invalid("there is no such request".to_owned()))
        }
    }
}

/// Which decision is asked for.
enum Asked {
    Index(usize),
    Cell { principal: String, action: String },
    Request(Box<Request>),
}

impl Asked {
    fn read(source: Source<'_>) -> Result<Self, Error> {
        let root = parse(source.text).0;
        if let Value::Number(index) = &root.value
            && let Ok(index) = index.parse()
        {
            return Ok(Self::Index(index));
        }
        if let Some(cell) = root.get("cell") {
            return match (text_of(cell, "principal"), text_of(cell, "action")) {
                (Some(principal), Some(action)) => Ok(Self::Cell { principal, action }),
                _ => Err(Error::new(
                    ErrorCode::InvalidRequest,
                    "a `cell` names a `principal` and an `action` of the matrix",
                )),
            };
        }
        let request = Request::from_json(source.text);
        let request =
            request.map_err(|error| Error::read(ErrorCode::InvalidRequest, error, source))?;
        Ok(Self::Request(Box::new(request)))
    }
}

fn text_of(node: &Node, name: &str) -> Option<String> {
    match &node.get(name)?.value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// The scenario was checked already: it is the request at `index` that is wrong.
fn in_request(error: Error, index: usize) -> Error {
    let before = format!("/requests/{index}");
    let pointer = error.pointer.as_deref().and_then(|pointer| pointer.strip_prefix(&before));
    let pointer = Some(pointer.unwrap_or_default().to_owned());
    Error { code: ErrorCode::InvalidRequest, pointer, ..error }
}

/// The kinds of texts that have findings.
const KINDS: &str = "key-policy, identity-policy, managed-policy, boundary, session-policy, scp, \
                     rcp, vpc-endpoint-policy, bucket-policy, scenario";

pub fn findings(kind: &str, text: &str) -> Result<Vec<Finding>, Error> {
    if let Some(kind) = PolicyKind::named(kind) {
        return Ok(of_text(text, kind, Encoding::Utf16));
    }
    if kind != "scenario" {
        let unknown = format!("`{kind}` is no kind of policy: write one of {KINDS}");
        return Err(Error::new(ErrorCode::UnknownKind, unknown));
    }
    Ok(match Source::new(text, true).scenario() {
        Ok(scenario) => model(&scenario)?.findings(Encoding::Utf16),
        Err(error) => vec![finding(error)],
    })
}

/// What keeps a text from being a scenario, as a finding.
fn finding(error: Error) -> Finding {
    let code = if error.code == ErrorCode::InvalidScenario {
        "invalid-scenario"
    } else {
        "unreadable-scenario"
    };
    Finding {
        code: code.into(),
        severity: Severity::Error,
        message: error.message,
        document: error.pointer.unwrap_or_default(),
        line: error.line.unwrap_or(1),
        column: error.column.unwrap_or(1),
        ..Finding::default()
    }
}

fn model(scenario: &Scenario) -> Result<Model<'_>, Error> {
    Model::new(scenario).map_err(Error::invalid)
}
