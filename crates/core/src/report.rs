//! The public format `Report`, version 1: decisions with their reasons, and findings.

use crate::decide::grants::Lacks;
use crate::english;
use crate::json::Node;
use crate::matching::Fit;
use crate::read::{Fault, FaultKind, Read, ReadError, Write, items, members, names, read, whole};
use crate::scenario::Grant;
use crate::text::Span;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// What is decided of the requests of one scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The version of the format: 1.
    pub version: u32,
    /// The version of the engine.
    pub engine: &'static str,
    /// The date of the AWS service model behind the table of actions.
    pub model: &'static str,
    /// One decision a request, in order.
    pub decisions: Vec<Decision>,
    /// What is wrong with the documents.
    pub findings: Vec<Finding>,
}

/// The answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The request is authorized.
    Allow,
    /// Nothing allowed it.
    ImplicitDeny,
    /// A Deny statement matched.
    ExplicitDeny,
    /// KMS answers with another exception, or it cannot be decided.
    Error,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Allow, Self::ImplicitDeny, Self::ExplicitDeny, Self::Error];
}

names! {
    Option<Verdict>: Verdict {
        Allow: "allow",
        ImplicitDeny: "implicit-deny",
        ExplicitDeny: "explicit-deny",
        Error: "error",
    }
}

/// How sure a decision is: the weakest of the rules it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Documented by AWS.
    Documented,
    /// Seen in real output.
    Observed,
    /// Follows from documented or observed rules.
    Inferred,
    /// Sources are silent or at odds, or something could not be evaluated.
    Uncertain,
}

names! {
    Option<Confidence>: Confidence {
        Documented: "documented",
        Observed: "observed",
        Inferred: "inferred",
        Uncertain: "uncertain",
    }
}

impl Confidence {
    /// What it is called.
    pub fn words(self) -> &'static str {
        english::names::confidence(self)
    }
}

/// The layers of a decision, in AWS's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerName {
    /// Resource control policies of the owner's organization.
    Rcp,
    /// Service control policies of the caller's organization.
    Scp,
    /// The policy of the VPC endpoint.
    VpcEndpoint,
    /// The key policy.
    KeyPolicy,
    /// The bucket policy.
    BucketPolicy,
    /// Identity policies of the caller.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// The session policy.
    Session,
    /// Grants.
    Grant,
    /// Whether the operation can be called so at all.
    Operation,
    /// State and kind of the key.
    KeyState,
}

names! {
    Option<LayerName>: LayerName {
        Rcp: "rcp",
        Scp: "scp",
        VpcEndpoint: "vpc-endpoint",
        KeyPolicy: "key-policy",
        BucketPolicy: "bucket-policy",
        Identity: "identity",
        Boundary: "boundary",
        Session: "session",
        Grant: "grant",
        Operation: "operation",
        KeyState: "key-state",
    }
}

/// What one layer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerResult {
    /// It allows.
    Allow,
    /// It has no documents and limits nothing.
    NoImpact,
    /// It does not allow.
    ImplicitDeny,
    /// It denies.
    ExplicitDeny,
    /// It cannot be evaluated.
    Error,
}

impl LayerName {
    /// What it is called, in AWS's words.
    pub fn words(self) -> &'static str {
        english::names::layer(self)
    }
}

impl LayerResult {
    /// What it is called, in AWS's words.
    pub fn words(self) -> &'static str {
        english::names::result(self).1
    }

    /// What it is drawn as: a shape, so that no colour is needed.
    pub fn sign(self) -> &'static str {
        english::names::result(self).0
    }
}

/// How a key policy trusts the caller: first those that go round boundary and session policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// It names the role session.
    Session,
    /// It names the federated user.
    Federated,
    /// It names the user, or the user behind a federated user.
    User,
    /// It names the service.
    Service,
    /// It names everyone.
    Everyone,
    /// It names the role.
    Role,
    /// It names the caller's account, so that IAM policies there decide.
    Account,
}

impl Trust {
    /// Where it stands among the ways to trust such a caller, the strongest first: the user behind
    /// a federated user opens no more to it than a role does to its session (E-34).
    pub(crate) fn rank(self, caller: crate::caller::CallerKind) -> Self {
        match (self, caller) {
            (Self::User, crate::caller::CallerKind::FederatedUser) => Self::Role,
            _ => self,
        }
    }
}

/// How near a statement came to deciding its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// It decided what its layer says.
    Decisive,
    /// All of it holds, but another statement decided.
    Matched,
    /// Exactly one test fails.
    NearMiss,
    /// More than one test fails.
    Irrelevant,
}

impl Match {
    /// What it is called.
    pub fn words(self) -> &'static str {
        english::names::matched(self).1
    }

    /// What it is drawn as: a shape, so that no colour is needed.
    pub fn sign(self) -> &'static str {
        english::names::matched(self).0
    }
}

/// Why a statement did not match, or could not be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReasonCode {
    /// The principal is not among those named.
    Principal,
    /// The action is not among those named.
    Action,
    /// The resource is not among those named.
    Resource,
    /// A condition asks for another value.
    ConditionValue,
    /// A condition asks for a key that the request does not have.
    ConditionMissing,
    /// A set operator is not satisfied, or is missing.
    ConditionSet,
    /// The principal was deleted and made again (K-40).
    PrincipalRecreated,
    /// The element cannot be evaluated.
    Unsupported,
}

/// One failed test of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// What failed.
    pub code: ReasonCode,
    /// The element of the statement.
    pub element: &'static str,
    /// The condition operator, in a Condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// The condition key, in a Condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What the statement asks for.
    pub expected: Vec<String>,
    /// What the request has.
    pub actual: Vec<String>,
    /// The element's place in the document's text.
    pub span: Span,
    /// How well it fits all the same: told in words only.
    #[serde(skip)]
    pub(crate) fit: Fit,
}

/// How words for people write ARNs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arns {
    /// From end to end.
    Whole,
    /// Without what ARNs that are held against each other have in common, as in `…:role/Build`.
    Short,
}

/// One statement, tested against the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementTrace {
    /// The document, as a JSON Pointer into the scenario.
    pub document: String,
    /// The name of the policy.
    pub name: String,
    /// Its index in the document, from 0.
    pub index: usize,
    /// Its Sid.
    pub sid: Option<String>,
    /// `Allow` or `Deny`.
    pub effect: &'static str,
    /// Its place in the document's text.
    pub span: Span,
    /// How near it came.
    #[serde(rename = "match")]
    pub matched: Match,
    /// What failed, in the order of the elements.
    pub reasons: Vec<Reason>,
}

impl StatementTrace {
    /// Why it does not match, in words: a text a reason, with the element and the values, user text
    /// in backticks.
    ///
    /// ```
    /// # use kms_policy::{decide::Model, report::Arns, scenario::Scenario};
    /// # let scenario = Scenario::from_json(r#"{"version": 1,
    /// #   "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/1", "policy": {"Statement": {
    /// #     "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/Deploy"},
    /// #     "Action": "kms:*", "Resource": "*"}}}],
    /// #   "principals": [{"id": "build", "arn": "arn:aws:iam::111122223333:role/Build"}]}"#).unwrap();
    /// # let model = Model::new(&scenario).unwrap();
    /// # let decision = model.explain(&model.matrix_question("build", "kms:Decrypt").unwrap(), 0);
    /// let statements = decision.layers.iter().flat_map(|layer| &layer.statements);
    /// let words: Vec<_> = statements.flat_map(|trace| trace.words(Arns::Short)).collect();
    /// assert_eq!(words, [
    ///     "would match, but the caller is `…:role/Build`, `Principal` names `…:role/Deploy`",
    /// ]);
    /// ```
    pub fn words(&self, arns: Arns) -> Vec<String> {
        english::statement_words(self, arns)
    }
}

/// One grant on the key, tested against the request.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantTrace {
    /// The grant.
    pub grant: Grant,
    /// How near it came.
    pub matched: Match,
    /// What stands against it, the first only.
    pub(crate) lacks: Option<Lacks>,
}

impl GrantTrace {
    /// What it is called.
    pub fn name(&self) -> String {
        english::grant_name(self)
    }

    /// To whom, for what and under which constraints it is, user text in backticks.
    pub fn terms(&self, arns: Arns) -> String {
        english::grant_terms(self, arns)
    }

    /// Why it does not allow the request, in words.
    pub fn words(&self) -> Option<String> {
        english::grant_words(self)
    }
}

/// One layer of a decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Layer {
    /// Which.
    pub layer: LayerName,
    /// The account whose layer it is.
    pub account: Option<String>,
    /// For service and resource control policies: the root, unit or account it is attached to.
    pub level: Option<String>,
    /// What it says.
    pub result: LayerResult,
    /// Key policy only: the strongest way in which it allowed.
    pub trust: Option<Trust>,
    /// Its statements, document by document.
    pub statements: Vec<StatementTrace>,
    /// Grants only: each of them. No part of the format: it would say what the scenario says.
    #[serde(skip)]
    pub grants: Vec<GrantTrace>,
}

/// A value that the request's context had, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContextValue {
    /// The condition key.
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
    /// A JSON Pointer into the scenario, or `default`.
    pub from: String,
}

/// The answer to one request, with everything that led to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// The index of the request, from 0; in a matrix, of the cell row by row.
    pub request: usize,
    /// The principal's id.
    pub principal: String,
    /// The action.
    pub action: String,
    /// The key as the request names it.
    pub key: Option<String>,
    /// The answer.
    pub verdict: Verdict,
    /// With the verdict `error`: the exception.
    pub error: Option<String>,
    /// Where the request has an expectation: its verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Verdict>,
    /// Where the request has an expectation: did all of it hold?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
    /// The layer that settled it.
    pub layer: LayerName,
    /// The reason in one plain sentence.
    pub sentence: String,
    /// What AWS prints where it refuses, as near as is known.
    pub message: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The numbers of the rules that decided.
    pub rules: Vec<&'static str>,
    /// What the request's context had.
    pub context: Vec<ContextValue>,
    /// Keys that a condition asked for and the request could not fill.
    pub missing: Vec<String>,
    /// The decisions of a compound operation.
    pub parts: Vec<Decision>,
    /// The layers, in AWS's order; empty where they were not asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<Layer>,
    /// Changes to the policies, the request or the key that would change the answer.
    pub changes: Vec<Change>,
    /// Where changes were looked for and there are none: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchanged: Option<String>,
}

impl Decision {
    /// What it is not certain of, in words, besides its uncertain rules: tests that could not be made
    /// of statements that would matter. User text stands in backticks.
    pub fn doubts(&self) -> Vec<String> {
        let parts = self.parts.iter().flat_map(|part| &part.layers);
        let statements = self.layers.iter().chain(parts).flat_map(|layer| &layer.statements);
        let mut doubts = Vec::new();
        if self.confidence == Confidence::Uncertain {
            for doubt in statements.filter_map(english::doubt) {
                if !doubts.contains(&doubt) {
                    doubts.push(doubt);
                }
            }
        }
        doubts
    }
}

/// A change to the scenario and what it would change in the matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What it does.
    pub title: String,
    /// Does it let more in than the one request?
    pub widens: bool,
    /// How it is done, one edit after the other.
    pub edits: Vec<Edit>,
    /// The cells of the matrix that it would decide otherwise, the one asked about included.
    pub cells: Vec<CellChange>,
}

/// A cell of the matrix that a change would decide otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CellChange {
    /// The principal's id.
    pub principal: String,
    /// The action.
    pub action: String,
    /// The verdict now.
    pub from: Verdict,
    /// The verdict after it.
    pub to: Verdict,
}

/// A mechanical way to mend a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Repair {
    /// What it does, as a button says it.
    pub title: String,
    /// How it is done.
    pub edits: Vec<Edit>,
    /// Is it the only text that can have been meant, which allows nothing that was not allowed
    /// before? Such a repair can be carried out unseen; of a document that AWS refuses nothing is in
    /// force before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub certain: bool,
}

members! {
    Repair {
        title: "title" required,
        edits: "edits" required,
        certain: "certain",
    }
}

impl Repair {
    /// The same, as one that can be carried out unseen.
    pub(crate) fn certain(self) -> Self {
        Self { certain: true, ..self }
    }

    /// The same, certain if what it is about is.
    pub(crate) fn certain_if(self, certain: bool) -> Self {
        Self { certain, ..self }
    }
}

/// A replacement of a part of a document's text, or of a field of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(into = "EditFields")]
pub enum Edit {
    /// Replace the bytes `span` of a document by `text`.
    Text {
        /// The document, as a JSON Pointer.
        document: String,
        /// The bytes to replace.
        span: Span,
        /// What to put there.
        text: String,
    },
    /// Set a field of the scenario.
    Set {
        /// The field, as a JSON Pointer.
        set: String,
        /// Its new value.
        value: Json,
    },
}

/// JSON as it was written, so that a policy in it keeps its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(Arc<str>);

impl Json {
    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// JSON of our own making.
    pub(crate) fn written(text: &str) -> Self {
        Self(text.into())
    }
}

impl Default for Json {
    fn default() -> Self {
        Self(Arc::from("null"))
    }
}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        Self(value.to_string().into())
    }
}

impl Read for Json {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        *self = Self(node.span.of(text).into());
        Ok(())
    }
}

impl Write for Json {
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// The fields of both kinds of [`Edit`]: small code, and an error that says what to write.
#[derive(Default, PartialEq, Serialize)]
pub(crate) struct EditFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Json>,
}

members! {
    EditFields {
        document: "document",
        span: "span",
        text: "text",
        set: "set",
        value: "value",
    }
}

impl From<Edit> for EditFields {
    fn from(edit: Edit) -> Self {
        match edit {
            Edit::Text { document, span, text } => Self {
                document: Some(document),
                span: Some(span),
                text: Some(text),
                ..Self::default()
            },
            Edit::Set { set, value } => {
                Self { set: Some(set), value: Some(value), ..Self::default() }
            }
        }
    }
}

impl Edit {
    /// Reads an edit from JSON.
    ///
    /// # Errors
    ///
    /// Where the text is not JSON, or has not just the fields of one kind of edit.
    ///
    /// ```
    /// use kms_policy::report::Edit;
    /// assert!(Edit::from_json(r#"{"set": "/keys/0/state", "value": "Disabled"}"#).is_ok());
    /// assert!(Edit::from_json(r#"{"set": "/keys/0/state", "text": "Disabled"}"#).is_err());
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        whole(text, Self::read)
    }

    /// Reads edits as a change or a repair has them: a JSON array.
    ///
    /// # Errors
    ///
    /// As [`Edit::from_json`].
    pub fn read_all(json: &str) -> Result<Vec<Self>, ReadError> {
        whole(json, read)
    }

    fn read(node: &Node, text: &str) -> Result<Self, Fault> {
        match read(node, text)? {
            EditFields {
                document: Some(document),
                span: Some(span),
                text: Some(text),
                set: None,
                value: None,
            } => Ok(Self::Text { document, span, text }),
            EditFields { document: None, span: None, text: None, set: Some(set), value } => {
                Ok(Self::Set { set, value: value.unwrap_or_default() })
            }
            _ => Err(Fault::new(node.span.start, FaultKind::NoEdit)),
        }
    }
}

impl Write for Edit {
    fn write(&self, out: &mut String) {
        EditFields::from(self.clone()).write(out);
    }
}

impl Read for Vec<Edit> {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        for item in items(node)? {
            self.push(Edit::read(item, text)?);
        }
        Ok(())
    }
}

/// Something wrong with a document or with the scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// A stable code.
    pub code: Cow<'static, str>,
    /// How bad it is.
    pub severity: crate::policy::Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The document, as a JSON Pointer.
    pub document: String,
    /// Where in its text.
    pub span: Span,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1: in characters on the command line, in UTF-16 units in JavaScript.
    pub column: usize,
    /// Would AWS refuse to save the document because of it?
    pub refused: bool,
    /// What AWS answers on saving, where it would refuse and the text is known.
    pub aws_message: Option<String>,
    /// What would mend it.
    pub repairs: Vec<Repair>,
}

members! {
    Finding {
        code: "code" required,
        severity: "severity" required,
        message: "message" required,
        help: "help" required,
        document: "document" required,
        span: "span" required,
        line: "line" required,
        column: "column" required,
        refused: "refused",
        aws_message: "awsMessage",
        repairs: "repairs",
    }
}

impl Finding {
    /// Reads findings as a report has them: a JSON array.
    ///
    /// ```
    /// use kms_policy::{findings, policy::PolicyKind, report::Finding, text::Encoding};
    /// let found = findings::of_text("{}", PolicyKind::KeyPolicy, Encoding::Chars);
    /// let json = serde_json::to_string(&found).unwrap();
    /// assert_eq!(Finding::read_all(&json).unwrap(), found);
    /// ```
    pub fn read_all(json: &str) -> Result<Vec<Self>, ReadError> {
        whole(json, read)
    }
}
