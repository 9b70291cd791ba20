//! An error that was read, as data with its English: what the command line prints and the page
//! shows.

use super::{Blame, Check, ErrorText, Explicitness, Form, Here, Key, Outcome, Told, Who};
use crate::english::error_text as english;
use crate::report::LayerName;
use crate::text::{Encoding, LineIndex, Span, utf16_offset};
use serde::Serialize;

/// A pasted error, read.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorReport {
    /// The version of the format: 1.
    pub version: u32,
    /// What kind of text it is.
    pub form: &'static str,
    /// What it comes to, in a sentence.
    pub sentence: String,
    /// What it says, each with its place.
    pub parts: Vec<Part>,
    /// What it blames.
    pub blame: BlameReport,
    /// What it cannot tell.
    pub untold: Vec<Line>,
    /// What to check, in order.
    pub checks: Vec<Line>,
    /// What it comes to in a scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub here: Option<HereReport>,
}

/// Something that the text says.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// What it is, such as `principal`.
    pub part: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// As the text says it.
    pub value: String,
    /// Its place: bytes, or UTF-16 units where columns are.
    pub span: Span,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// What is blamed.
#[derive(Clone, Debug, Serialize)]
pub struct BlameReport {
    /// `policies`, `owners-side`, `trust-policy`, `exception` or `unsaid`.
    pub kind: &'static str,
    /// The layers, where policies are blamed.
    pub layers: Vec<LayerName>,
    /// By a Deny that matches? Absent where no policy is blamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explicit: Option<bool>,
    /// In words.
    pub text: String,
    /// The place of the words that say it.
    pub span: Span,
}

/// A line with its code.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// A stable code.
    pub code: &'static str,
    /// In words.
    pub text: String,
    /// A command of the AWS CLI that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// What it comes to in a scenario.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HereReport {
    /// Whether the scenario decides as the error says.
    pub agreement: &'static str,
    /// In words.
    pub text: String,
    /// The cell, where it can be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<Cell>,
    /// What would be set to show it, in words.
    pub changes: Vec<String>,
    /// What is decided there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// Lines with a title, as people read them.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its title; empty for what the text says.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<Entry>,
}

/// A line of a section.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// What the text is, such as `Principal`; empty in most sections.
    pub label: &'static str,
    /// The line; user text in it stands in backticks, unless there is a label.
    pub text: String,
    /// A command that shows it.
    pub command: Option<String>,
    /// The place in the pasted text, of what has a label.
    pub span: Option<Span>,
}

/// A cell of the matrix.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// The principal's id.
    pub principal: String,
    /// The action.
    pub action: String,
    /// The key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl ErrorReport {
    /// The report of an error that was read from `text`, with what it comes to in a scenario. Spans
    /// and columns count in `encoding`: bytes go with characters.
    pub fn new(error: &ErrorText, here: Option<&Here>, text: &str, encoding: Encoding) -> Self {
        let lines = LineIndex::new(text);
        let span = |span: Span| match encoding {
            Encoding::Chars => span,
            Encoding::Utf16 => {
                Span::new(utf16_offset(text, span.start), utf16_offset(text, span.end))
            }
        };
        let part = |part: &'static str, told: &Told<String>| {
            let place = lines.position(told.span.start, encoding);
            Part {
                part,
                label: english::label(part),
                value: told.value.clone(),
                span: span(told.span),
                line: place.line,
                column: place.column,
            }
        };
        let line = |check: &Check| Line {
            code: check.code(),
            text: english::check(*check, error),
            command: check.command(error),
        };
        Self {
            version: 1,
            form: form(error.form),
            sentence: english::sentence(error),
            parts: error.parts().map(|(name, told)| part(name, told)).collect(),
            blame: blame(error, span(error.blame.span)),
            untold: error
                .untold
                .iter()
                .map(|one| Line { code: one.code(), text: english::untold(one), command: None })
                .collect(),
            checks: error.checks.iter().map(line).collect(),
            here: here.map(|here| HereReport::new(here, error)),
        }
    }
}

impl ErrorReport {
    /// The report as people read it: what the text says, what the scenario says of it, what to
    /// check, what it cannot tell. Sections without lines are left out.
    pub fn sections(&self) -> Vec<Section> {
        let line = |line: &Line| Entry {
            text: line.text.clone(),
            command: line.command.clone(),
            ..Entry::default()
        };
        let part = |part: &Part| Entry {
            label: part.label,
            text: part.value.clone(),
            span: Some(part.span),
            ..Entry::default()
        };
        let plain = |text: String| Entry { text, ..Entry::default() };
        let here = self.here.iter().flat_map(|here| {
            let changes = (!here.changes.is_empty()).then(|| english::showing(&here.changes));
            [Some(here.text.clone()), changes].into_iter().flatten().map(plain)
        });
        // Where nothing is blamed there are no words to show.
        let blamed = (self.blame.kind != "unsaid").then(|| Entry {
            label: english::BLAMED,
            text: self.blame.text.clone(),
            span: Some(self.blame.span),
            ..Entry::default()
        });
        let mut sections = vec![
            Section { title: "", lines: self.parts.iter().map(part).chain(blamed).collect() },
            Section { title: english::IN_SCENARIO, lines: here.collect() },
            Section { title: english::CHECKS, lines: self.checks.iter().map(line).collect() },
            Section { title: english::UNTOLD, lines: self.untold.iter().map(line).collect() },
        ];
        sections.retain(|section| !section.lines.is_empty());
        sections
    }
}

impl ErrorText {
    /// What the text says, by the names of the parts.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &Told<String>)> {
        let resource = if self.key().is_some() { "key" } else { "resource" };
        let parts = [
            ("code", &self.code),
            ("principal", &self.principal),
            ("action", &self.action),
            (resource, &self.resource),
            ("operation", &self.operation),
            ("via", &self.via),
            ("region", &self.region),
            ("vpcEndpoint", &self.vpc_endpoint),
            ("policy", &self.policy),
            ("authorizationId", &self.authorization_id),
        ];
        parts.into_iter().filter_map(|(name, told)| Some((name, told.as_ref()?)))
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Message => "message",
        Form::Record => "cloudtrail-record",
        Form::Decoded => "decoded-message",
        Form::Details => "authorization-details",
        Form::Encoded => "encoded-message",
    }
}

fn blame(error: &ErrorText, span: Span) -> BlameReport {
    let (kind, layers, explicit) = match &error.blame.value {
        Blame::Policies { layers, how } => {
            ("policies", layers.clone(), Some(*how == Explicitness::Explicit))
        }
        Blame::OwnersSide { .. } => ("owners-side", vec![LayerName::KeyPolicy], None),
        Blame::TrustPolicy => ("trust-policy", Vec::new(), None),
        Blame::Exception(_) => ("exception", Vec::new(), None),
        Blame::Unsaid => ("unsaid", Vec::new(), None),
    };
    BlameReport { kind, layers, explicit, text: english::blame(error), span }
}

impl HereReport {
    fn new(here: &Here, error: &ErrorText) -> Self {
        let id = match &here.who {
            Who::Known { id, .. } | Who::Addable { id, .. } => Some(id),
            Who::Untold | Who::Unusable => None,
        };
        let shown = here.scenario.as_ref().and(id).zip(here.action.as_ref());
        let cell = shown.map(|(principal, action)| Cell {
            principal: principal.clone(),
            action: action.clone(),
            key: match &here.key {
                Key::Known(arn) | Key::Assumed(arn) => Some(arn.clone()),
                Key::None | Key::Unknown(_) => None,
            },
        });
        Self {
            agreement: here.agreement.code(),
            text: english::here(here, error),
            cell,
            changes: here.changes.iter().map(english::change).collect(),
            outcome: here.outcome.clone(),
        }
    }
}
