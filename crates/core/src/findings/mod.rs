//! What is wrong with a scenario and its documents, or does not do what it seems to.
//!
//! What reading a document finds are its problems (`policy/problem.rs`): they count when it is
//! decided. Everything else is looked for here, when findings are asked for: in one document
//! (`lint/`), or in what the documents of a scenario say together (`together/`). Each finding is a
//! [`Row`] with a stable code; what it means, with examples that fire and that do not, is a file of
//! `findings/` at the root of the project.

mod answer;
mod lint;
mod mended;
mod repair;
mod row;
mod statement;
mod together;
mod version;

pub use answer::answer;
pub use lint::{Size, rows, size};
pub use mended::mended;
pub(crate) use row::Found;
pub use row::Row;

use crate::decide::{CompiledPolicy, Model};
use crate::english;
use crate::json;
use crate::policy::{self, PolicyKind, PolicyText, Problem, ProblemKind, Severity};
use crate::report::{Finding, Repair};
use crate::scenario::{DocumentId, DocumentSlot, Manager, key_policy_pointer};
use crate::text::{Encoding, LineIndex, Span};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

impl Model<'_> {
    /// What is wrong with the documents, in the order of the scenario. Columns count in
    /// `encoding`.
    pub fn findings(&self, encoding: Encoding) -> Vec<Finding> {
        // What documents say together is told of the one that it is about, with what is wrong there.
        let mut together: HashMap<String, Vec<Found>> = HashMap::new();
        let documents = self.documents();
        let known: HashSet<&str> = documents.iter().map(|(document, _)| &**document).collect();
        let mut of_scenario = Vec::new();
        for (document, found) in together::look(self) {
            if known.contains(&*document) {
                together.entry(document).or_default().push(found);
            } else {
                of_scenario.push(found.of_scenario(&document));
            }
        }
        let mut findings = Vec::new();
        for (document, policy) in &documents {
            let further = together.remove(document).unwrap_or_default();
            findings.extend(of_document(document, policy, further, encoding));
        }
        findings.append(&mut of_scenario);
        findings.retain(|finding| !self.is_idle(finding));
        findings
    }

    /// Is it advice about the key policy of an AWS managed key? That is not for anybody to change
    /// (K-50). What decisions depend on is told all the same.
    fn is_idle(&self, finding: &Finding) -> bool {
        let advice = finding.severity != Severity::Error;
        let mut keys = self.scenario.keys.iter().enumerate();
        advice
            && !ProblemKind::CODES.contains(&&*finding.code)
            && keys.any(|(index, key)| {
                key.manager == Manager::Aws && finding.document == key_policy_pointer(index)
            })
    }

    /// Every document that decisions read, with its JSON Pointer, in the order of the scenario.
    pub fn documents(&self) -> Vec<(String, &CompiledPolicy)> {
        let mut all = Vec::new();
        let mut add = |id: DocumentId, policy| all.push((id.to_string(), policy));
        for (a, account) in self.accounts.iter().enumerate() {
            for (slot, levels) in
                [(DocumentSlot::Scp, &account.scps), (DocumentSlot::Rcp, &account.rcps)]
            {
                for (l, level) in levels.iter().flatten().enumerate() {
                    for (p, policy) in level.iter().enumerate() {
                        add(slot.at([a, l, p]), policy);
                    }
                }
            }
        }
        for (index, key) in self.keys.iter().enumerate() {
            add(DocumentSlot::KeyPolicy.at([index]), &key.policy);
            for (slot, policy) in [(DocumentSlot::Saved, &key.saved), (DocumentSlot::Ram, &key.ram)]
            {
                policy.iter().for_each(|policy| add(slot.at([index]), policy));
            }
        }
        for (owner, principal) in self.principals.iter().enumerate() {
            for (index, policy) in principal.identity.iter().enumerate() {
                add(DocumentSlot::Identity.at([owner, index]), policy);
            }
            if let Some(policy) = &principal.boundary {
                add(DocumentSlot::Boundary.at([owner]), policy);
            }
            let session = self.scenario.principals.get(owner).and_then(|one| one.session.as_ref());
            let inline = session.is_some_and(|session| session.policy.is_some());
            for (index, policy) in principal.session.iter().enumerate() {
                match index.checked_sub(usize::from(inline)) {
                    None => add(DocumentSlot::Session.at([owner]), policy),
                    Some(index) => add(DocumentSlot::ManagedSession.at([owner, index]), policy),
                }
            }
        }
        for (slot, policies) in
            [(DocumentSlot::Endpoint, &self.endpoints), (DocumentSlot::Bucket, &self.buckets)]
        {
            for (index, policy) in policies.iter().enumerate() {
                policy.iter().for_each(|policy| add(slot.at([index]), policy));
            }
        }
        all
    }
}

/// What is wrong with one policy document by itself. Columns count in `encoding`.
///
/// ```
/// use kms_policy::{findings, policy::PolicyKind, text::Encoding};
/// let kind = PolicyKind::Identity { managed: false };
/// let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "allow", "Action": "kms:Decrypt", "Resource": "*"}]}"#;
/// let found = findings::of_text(text, kind, Encoding::Chars);
/// assert_eq!((&*found[0].code, found[0].column), ("invalid-effect", 52));
/// ```
pub fn of_text(text: &str, kind: PolicyKind, encoding: Encoding) -> Vec<Finding> {
    let compiled = CompiledPolicy::new(policy::read(Arc::from(text), kind));
    let alone = lint::look_alone(&compiled.source);
    of_document("", &compiled, alone, encoding)
}

/// The repairs of everything for which AWS would refuse a document, or that keeps it from being
/// read.
pub(crate) fn repairs(document: &str, policy: &CompiledPolicy) -> Vec<Repair> {
    let found = of_document(document, policy, Vec::new(), Encoding::Chars).into_iter();
    let refused = found.filter(|one| one.refused || one.severity == Severity::Error);
    refused.flat_map(|one| one.repairs).collect()
}

/// The findings of one document, in the order of its text; `further` ones were found already.
fn of_document(
    document: &str,
    compiled: &CompiledPolicy,
    further: Vec<Found>,
    encoding: Encoding,
) -> Vec<Finding> {
    let source = &compiled.source;
    let lines = LineIndex::new(&source.text);
    let mut found = lint::look(source);
    found.extend(further);
    // As many as reading keeps of its problems.
    found.sort_by_key(|found| found.span);
    let left_out = policy::keep_first(&mut found, |one| one.row.severity == Severity::Error);
    let root = (!source.problems.is_empty()).then(|| json::parse(&source.text).0);
    let mut findings = Vec::with_capacity(source.problems.len() + found.len() + 1);
    let named = answer::named(source);
    let mut more = left_out;
    for problem in &source.problems {
        match problem.kind {
            ProblemKind::More(count) => more += count,
            _ => {
                let mut finding = of_problem(problem, source, root.as_ref(), document);
                // Of several faults AWS names one.
                if named.is_some_and(|named| named != problem) {
                    finding.aws_message = None;
                }
                findings.push(finding);
            }
        }
    }
    if more > 0 {
        let span = Span::new(source.text.len(), source.text.len());
        let problem = Problem { span, kind: ProblemKind::More(more) };
        findings.push(of_problem(&problem, source, None, document));
    }
    for finding in &mut findings {
        let place = lines.position(finding.span.start, encoding);
        (finding.line, finding.column) = (place.line, place.column);
    }
    findings.extend(found.into_iter().map(|found| found.finding(document, &lines, encoding)));
    findings.sort_by_key(|finding| finding.span);
    findings
}

/// What reading a document found. Its line and column are not counted yet.
fn of_problem(
    problem: &Problem,
    source: &PolicyText,
    root: Option<&json::Node>,
    document: &str,
) -> Finding {
    let (message, help) = english::problem(&problem.kind);
    let refused = problem.kind.is_refused();
    let repairs = root.map_or_else(Vec::new, |root| repair::of(problem, source, root));
    Finding {
        code: problem.kind.code().into(),
        severity: problem.kind.severity(),
        message,
        help,
        document: document.to_owned(),
        span: visible(problem.span, &source.text),
        line: 1,
        column: 1,
        refused,
        aws_message: english::aws_answer(&problem.kind, source.kind).filter(|_| refused),
        repairs: repairs.into_iter().map(|repair| row::within(repair, document)).collect(),
    }
}

/// Where something is missing nothing stands: then the character behind the place is underlined, or
/// at the end of the text the last one.
fn visible(span: Span, text: &str) -> Span {
    if span.start < span.end {
        return span;
    }
    let next = text.get(span.start..).and_then(|rest| rest.chars().next());
    if let Some(next) = next.filter(|next| !next.is_whitespace()) {
        return Span::new(span.start, span.start + next.len_utf8());
    }
    let before = text.get(..span.start).unwrap_or_default();
    let before = if before.trim_end().is_empty() { before } else { before.trim_end() };
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(before.len() - last, before.len())
}
