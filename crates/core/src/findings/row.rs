//! A kind of finding, and one that was found.

use crate::policy::Severity;
use crate::report::{Edit, Finding, Repair};
use crate::text::{Encoding, LineIndex, Span};

/// A kind of finding.
#[derive(Debug)]
pub struct Row {
    /// Its stable code.
    pub code: &'static str,
    /// How bad it is: as IAM Access Analyzer says where it has the finding.
    pub severity: Severity,
    /// What is wrong and what to do about it, in the words of `english/findings/`; `words` quote
    /// the document.
    pub(crate) say: fn(&[&str]) -> (String, String),
}

/// Something that was found in a document.
#[derive(Debug)]
pub(crate) struct Found {
    pub row: &'static Row,
    pub span: Span,
    /// What its words quote.
    pub words: Vec<String>,
    pub repairs: Vec<Repair>,
    /// Does AWS refuse to save the document because of it?
    pub refused: bool,
    /// What AWS answers then, where its text is known.
    pub aws: Option<String>,
}

impl Found {
    pub fn new(row: &'static Row, span: Span, words: &[&str]) -> Self {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Self { row, span, words, repairs: Vec::new(), refused: false, aws: None }
    }

    /// As a report has it.
    pub fn finding(self, document: &str, lines: &LineIndex<'_>, encoding: Encoding) -> Finding {
        let place = lines.position(self.span.start, encoding);
        Finding { line: place.line, column: place.column, ..self.of_scenario(document) }
    }

    /// As a report has what stands in no document: `pointer` names the place in the scenario.
    pub fn of_scenario(self, pointer: &str) -> Finding {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let (message, help) = (self.row.say)(&words);
        Finding {
            code: self.row.code.into(),
            severity: self.row.severity,
            message,
            help,
            document: pointer.to_owned(),
            span: self.span,
            line: 1,
            column: 1,
            refused: self.refused,
            aws_message: self.aws,
            repairs: self.repairs.into_iter().map(|repair| within(repair, pointer)).collect(),
        }
    }
}

/// The repair with the document that its edits are of.
pub(super) fn within(repair: Repair, pointer: &str) -> Repair {
    let edits = repair.edits.into_iter().map(|edit| match edit {
        Edit::Text { document, span, text } if document.is_empty() => {
            Edit::Text { document: pointer.to_owned(), span, text }
        }
        other => other,
    });
    Repair { edits: edits.collect(), ..repair }
}
