//! Problems of a scenario and all its documents, as the findings of a report.

use crate::decide::{CompiledPolicy, Model};
use crate::english;
use crate::policy::Severity;
use crate::report::Finding;
use crate::scenario::{identity_policy_pointer, key_policy_pointer};
use crate::text::{Encoding, LineIndex, Span};
use std::collections::HashSet;

impl Model<'_> {
    /// What is wrong with the documents, in the order of the scenario. Columns count in
    /// `encoding`.
    pub fn findings(&self, encoding: Encoding) -> Vec<Finding> {
        let documents = self.documents().into_iter();
        let of_documents =
            documents.flat_map(|(document, policy)| of_document(&document, policy, encoding));
        self.of_scenario().into_iter().chain(of_documents).collect()
    }

    /// What stands in no document.
    fn of_scenario(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut add = |code, pointer: String, (message, help): (String, String)| {
            findings.push(Finding {
                code,
                severity: Severity::Warning,
                message,
                help,
                document: pointer,
                span: Span::default(),
                line: 1,
                column: 1,
                aws_message: None,
                repairs: Vec::new(),
            });
        };
        for (a, account) in self.scenario.accounts.iter().enumerate() {
            for (l, level) in account.scps.iter().flatten().enumerate() {
                if level.is_empty() {
                    let pointer = format!("/accounts/{a}/scps/{l}");
                    add("empty-level", pointer, english::empty_level(&account.id));
                }
            }
        }
        for (r, request) in self.scenario.requests.iter().enumerate() {
            let mut seen = HashSet::new();
            for name in request.encryption_context.keys() {
                if !seen.insert(name.to_lowercase()) {
                    let pointer = format!("/requests/{r}/encryptionContext");
                    add("ambiguous-encryption-context", pointer, english::ambiguous_name(name));
                }
            }
        }
        findings
    }

    /// Every document that decisions read, with its JSON Pointer, in the order of the scenario.
    pub fn documents(&self) -> Vec<(String, &CompiledPolicy)> {
        let mut all = Vec::new();
        for (a, account) in self.accounts.iter().enumerate() {
            for (kind, levels) in [("scps", &account.scps), ("rcps", &account.rcps)] {
                for (l, level) in levels.iter().flatten().enumerate() {
                    for (p, policy) in level.iter().enumerate() {
                        all.push((format!("/accounts/{a}/{kind}/{l}/{p}/document"), policy));
                    }
                }
            }
        }
        for (index, key) in self.keys.iter().enumerate() {
            all.push((key_policy_pointer(index), &key.policy));
            all.extend(key.saved.iter().map(|one| (format!("/keys/{index}/saved"), one)));
            all.extend(key.ram.iter().map(|one| (format!("/keys/{index}/ramPolicy"), one)));
        }
        for (owner, principal) in self.principals.iter().enumerate() {
            for (index, policy) in principal.identity.iter().enumerate() {
                all.push((identity_policy_pointer(owner, index), policy));
            }
            let at = format!("/principals/{owner}");
            all.extend(
                principal.boundary.iter().map(|one| (format!("{at}/boundary/document"), one)),
            );
            let session = self.scenario.principals.get(owner).and_then(|one| one.session.as_ref());
            let inline = session.is_some_and(|session| session.policy.is_some());
            for (index, policy) in principal.session.iter().enumerate() {
                let pointer = match index.checked_sub(usize::from(inline)) {
                    None => format!("{at}/session/policy"),
                    Some(index) => format!("{at}/session/policies/{index}/document"),
                };
                all.push((pointer, policy));
            }
        }
        for (index, policy) in self.endpoints.iter().enumerate() {
            all.extend(policy.iter().map(|one| (format!("/vpcEndpoints/{index}/policy"), one)));
        }
        for (index, policy) in self.buckets.iter().enumerate() {
            all.extend(policy.iter().map(|one| (format!("/buckets/{index}/policy"), one)));
        }
        all
    }
}

/// The findings of one document.
pub fn of_document(document: &str, compiled: &CompiledPolicy, encoding: Encoding) -> Vec<Finding> {
    let source = &compiled.source;
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
            aws_message: english::aws_answer(&problem.kind, source.kind)
                .filter(|_| severity == Severity::Error),
            repairs: Vec::new(),
        }
    };
    source.problems.iter().map(finding).collect()
}
