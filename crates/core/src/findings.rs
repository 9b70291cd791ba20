//! Problems of all documents of a scenario, as the findings of a report.

use crate::decide::{CompiledPolicy, Model};
use crate::english;
use crate::policy::{PolicyKind, Severity};
use crate::report::Finding;
use crate::scenario::{identity_policy_pointer, key_policy_pointer};
use crate::text::{Encoding, LineIndex};

impl Model<'_> {
    /// What is wrong with the documents, in the order of the scenario. Columns count in
    /// `encoding`.
    pub fn findings(&self, encoding: Encoding) -> Vec<Finding> {
        self.documents()
            .flat_map(|(document, policy)| of_document(&document, policy, encoding))
            .collect()
    }

    /// Every document that decisions read, with its JSON Pointer.
    pub(crate) fn documents(&self) -> impl Iterator<Item = (String, &CompiledPolicy)> {
        let keys = self
            .key_policies
            .iter()
            .enumerate()
            .map(|(key, policy)| (key_policy_pointer(key), policy));
        let principals = self.identity_policies.iter().enumerate().flat_map(|(owner, policies)| {
            policies
                .iter()
                .enumerate()
                .map(move |(index, policy)| (identity_policy_pointer(owner, index), policy))
        });
        keys.chain(principals)
    }
}

/// The findings of one document.
pub fn of_document(document: &str, compiled: &CompiledPolicy, encoding: Encoding) -> Vec<Finding> {
    let source = &compiled.source;
    let key_policy = source.kind == PolicyKind::KeyPolicy;
    let lines = LineIndex::new(&source.text);
    let finding = |problem: &crate::policy::Problem| {
        let (message, help) = english::problem(&problem.kind);
        let place = lines.position(problem.span.start, encoding);
        let severity = problem.kind.severity();
        Finding {
            code: problem.kind.code(),
            severity,
            message,
            help,
            document: document.to_owned(),
            span: problem.span,
            line: place.line,
            column: place.column,
            aws_message: english::aws_answer(&problem.kind, key_policy)
                .filter(|_| severity == Severity::Error),
            repairs: Vec::new(),
        }
    };
    source.problems.iter().map(finding).collect()
}
