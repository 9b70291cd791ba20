//! The public format `Share`: a scenario with what is looked at. A link, the autosave and a saved
//! file carry it; a scenario by itself is one with an empty view.

mod check_file;
mod contents;
mod disclosed;
mod examples;
mod verdicts;

pub use check_file::{CheckFile, check_file};
pub use contents::{Contents, Part, write};
pub use disclosed::Disclosed;
pub use examples::{Examples, Left, Named, Reason, Replaced};
pub use verdicts::{VerdictsError, decided_otherwise};

use crate::english;
use crate::json::{Node, Value, parse};
use crate::read::{Expected, Fault, FaultKind, Field, ReadError};
use crate::scenario::{Document, Scenario, VERSION, check};
use crate::text::{Encoding, position};

/// Where the parts of a `Share` stand in its JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share<'n> {
    /// The scenario.
    pub scenario: &'n Node,
    /// The one that it is compared with.
    pub pinned: Option<&'n Node>,
    /// What is looked at.
    pub view: Option<&'n Node>,
    /// The version of the engine that wrote it.
    pub engine: Option<&'n str>,
    /// The matrix as that engine decided it, as [`MatrixVerdicts::digits`] writes it.
    ///
    /// [`MatrixVerdicts::digits`]: crate::decide::MatrixVerdicts::digits
    pub verdicts: Option<&'n str>,
}

const fn field(name: &'static str, required: bool) -> Field {
    Field { name, required }
}

pub(crate) const FIELDS: &[Field] = &[
    field("version", true),
    field("engine", false),
    field("model", false),
    field("scenario", true),
    field("pinned", false),
    field("view", false),
    field("verdicts", false),
];

impl<'n> Share<'n> {
    /// The parts of `root`, which is the whole of `text`: a `Share`, or a scenario by itself. What
    /// stands in scenarios and view is not looked at.
    ///
    /// # Errors
    ///
    /// Where a `Share` is of another version, or has a member that it has not; the error names the
    /// place and what to write instead.
    ///
    /// ```
    /// use kms_policy::{json, share::Share};
    /// let text = r#"{"version": 1, "scenario": {"version": 1}, "view": {"step": 2}}"#;
    /// let root = json::parse(text).0;
    /// let share = Share::read(&root, text).unwrap();
    /// assert_eq!(share.scenario.span.of(text), r#"{"version": 1}"#);
    ///
    /// let bare = json::parse(r#"{"version": 1, "title": "Shared"}"#).0;
    /// assert_eq!(Share::read(&bare, "").unwrap().scenario, &bare);
    ///
    /// let newer = text.replacen("1", "2", 1);
    /// let error = Share::read(&json::parse(&newer).0, &newer).unwrap_err();
    /// assert_eq!(error.without_line(), "/version: version 2 is not known here: write 1");
    /// ```
    pub fn read(root: &'n Node, text: &str) -> Result<Self, ReadError> {
        let (Some(scenario), Value::Object(members)) = (root.get("scenario"), &root.value) else {
            let (pinned, view, engine, verdicts) = (None, None, None, None);
            return Ok(Self { scenario: root, pinned, view, engine, verdicts });
        };
        fn refuse<T>(
            root: &Node,
            text: &str,
            offset: usize,
            kind: FaultKind,
        ) -> Result<T, ReadError> {
            Err(ReadError::new(Fault::new(offset, kind), root, text))
        }
        for member in members {
            if FIELDS.iter().all(|field| field.name != member.key) {
                let unknown = FaultKind::Unknown(member.key.clone(), FIELDS);
                return refuse(root, text, member.key_span.start, unknown);
            }
        }
        // `null` is nothing written.
        let member = |name| root.get(name).filter(|node| node.value != Value::Null);
        let string = |name| match member(name).map(|node| (&node.value, node.span.start)) {
            None => Ok(None),
            Some((Value::String(text), _)) => Ok(Some(text.as_str())),
            Some((_, offset)) => refuse(root, text, offset, FaultKind::Expected(Expected::String)),
        };
        match root.get("version") {
            None => refuse(root, text, root.span.start, FaultKind::Missing("version")),
            Some(Node { value: Value::Number(version), .. }) if *version == VERSION.to_string() => {
                let (engine, verdicts) = (string("engine")?, string("verdicts")?);
                string("model")?;
                Ok(Self {
                    scenario,
                    pinned: member("pinned"),
                    view: member("view"),
                    engine,
                    verdicts,
                })
            }
            Some(Node { value: Value::Number(version), span }) => {
                refuse(root, text, span.start, FaultKind::Version(version.clone()))
            }
            Some(other) => {
                refuse(root, text, other.span.start, FaultKind::Expected(Expected::Number))
            }
        }
    }
}

/// The JSON of a `Share`, or of a scenario by itself.
///
/// # Errors
///
/// Where the text is no JSON.
pub fn root(text: &str) -> Result<Node, ReadError> {
    let (root, errors) = parse(text);
    match errors.first() {
        Some(error) => Err(ReadError::new(Fault::syntax(error, text), &root, text)),
        None => Ok(root),
    }
}

/// Reads a scenario that stands at `node` in `text` and can be decided there: one without errors of
/// [`check`] and without documents in files of their own.
///
/// # Errors
///
/// The first thing that is wrong, with its line and column.
///
/// ```
/// use kms_policy::share::{root, scenario};
/// let text = "{\"version\": 1,\n \"accounts\": [{\"id\": \"1\"}]}";
/// let error = scenario(&root(text).unwrap(), text).unwrap_err();
/// assert_eq!((error.line, &*error.pointer), (2, "/accounts/0/id"));
/// ```
pub fn scenario(node: &Node, text: &str) -> Result<Scenario, ReadError> {
    let mut scenario = Scenario::from_node(node, text)?;
    let mut wrong = check(&scenario).into_iter().next().map(|error| (error.pointer, error.message));
    scenario.for_each_document(|pointer, document| {
        if let (Document::File(file), None) = (&*document, &wrong) {
            wrong = Some((pointer.to_owned(), english::document_elsewhere(file)));
        }
    });
    match wrong {
        None => Ok(scenario),
        Some((pointer, message)) => {
            let at = position(text, nearest(node, &pointer).span.start, Encoding::Chars);
            Err(ReadError { pointer, message, line: at.line, column: at.column })
        }
    }
}

/// What a JSON Pointer names, or the nearest around it.
fn nearest<'n>(root: &'n Node, mut pointer: &str) -> &'n Node {
    loop {
        match (root.pointer(pointer), pointer.rsplit_once('/')) {
            (Some(node), _) => return node,
            (None, Some((around, _))) => pointer = around,
            (None, None) => return root,
        }
    }
}
