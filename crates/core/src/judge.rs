//! Whether a decision is what was expected, and all decisions of a scenario as a report.

use crate::actions::MODEL_DATE;
use crate::changes::{Asked, changes};
use crate::decide::Model;
use crate::report::{Confidence, Decision, Match, Report, Verdict};
use crate::scenario::{Expect, Request, VERSION};
use crate::text::Encoding;

/// How much of each decision a report holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Without layers.
    Brief,
    /// With layers and statements.
    Full,
    /// With what would change it as well, which takes far longer.
    Changes,
}

impl Model<'_> {
    /// Decides the scenario's saved checks.
    ///
    /// ```
    /// use kms_policy::{Detail, decide::Model, report::Verdict, scenario::Scenario, text::Encoding};
    /// let scenario = Scenario::from_json(r#"{
    ///     "version": 1,
    ///     "keys": [{ "arn": "arn:aws:kms:eu-west-1:111122223333:key/k" }],
    ///     "principals": [{ "arn": "arn:aws:iam::111122223333:user/KeyUser" }],
    ///     "requests": [{ "principal": "arn:aws:iam::111122223333:user/KeyUser", "action": "kms:Decrypt" }]
    /// }"#).unwrap();
    /// let report = Model::new(&scenario).unwrap().report(Detail::Brief, Encoding::Chars);
    /// assert_eq!(report.decisions[0].verdict, Verdict::ImplicitDeny);
    /// assert_eq!(report.decisions[0].rules, ["E-10", "K-4", "K-20"]);
    /// ```
    pub fn report(&self, detail: Detail, encoding: Encoding) -> Report {
        let requests = 0..self.scenario.requests.len();
        let decisions = requests.filter_map(|index| self.request_decision(index, detail));
        self.with_decisions(decisions.collect(), encoding)
    }

    /// Decides one of the scenario's saved checks, as a report has it; `None` where there is no
    /// such one.
    ///
    /// ```
    /// use kms_policy::{Detail, decide::Model, scenario::Scenario};
    /// let scenario = Scenario::from_json(r#"{
    ///     "version": 1,
    ///     "keys": [{ "arn": "arn:aws:kms:eu-west-1:111122223333:key/k" }],
    ///     "principals": [{ "arn": "arn:aws:iam::111122223333:user/KeyUser" }],
    ///     "requests": [{ "principal": "arn:aws:iam::111122223333:user/KeyUser", "action": "kms:Decrypt" }]
    /// }"#).unwrap();
    /// let model = Model::new(&scenario).unwrap();
    /// assert!(!model.request_decision(0, Detail::Changes).unwrap().changes.is_empty());
    /// assert_eq!(model.request_decision(1, Detail::Changes), None);
    /// ```
    pub fn request_decision(&self, index: usize, detail: Detail) -> Option<Decision> {
        let decision = self.judge(self.scenario.requests.get(index)?, index);
        Some(self.detailed(decision, detail, &Asked::Request(index)))
    }

    /// Decides a request and holds it against what it expects. It keeps the index it is given.
    pub fn judge(&self, request: &Request, index: usize) -> Decision {
        let mut decision = self.explain(&self.question_near(request, index), index);
        if let Some(expect) = &request.expect {
            decision.expected = expect.verdict;
            decision.held = Some(holds(expect, &decision));
        }
        decision
    }

    /// Decides the scenario's matrix, row by row.
    pub fn matrix_report(&self, detail: Detail, encoding: Encoding) -> Report {
        let (rows, actions) = (self.matrix_principals(), self.matrix_actions());
        let cells = rows.iter().flat_map(|row| actions.iter().map(move |action| (row, action)));
        let decisions = cells
            .enumerate()
            .filter_map(|(index, (row, action))| self.cell_at(index, row, action, detail));
        self.with_decisions(decisions.collect(), encoding)
    }

    /// Decides one cell of the scenario's matrix, as a report has it; `None` where it has no such
    /// row or column.
    pub fn cell_decision(&self, principal: &str, action: &str, detail: Detail) -> Option<Decision> {
        let (rows, actions) = (self.matrix_principals(), self.matrix_actions());
        let row = rows.iter().position(|one| one == principal)?;
        let column = actions.iter().position(|one| one == action)?;
        self.cell_at(row * actions.len() + column, principal, action, detail)
    }

    fn cell_at(
        &self,
        index: usize,
        principal: &str,
        action: &str,
        detail: Detail,
    ) -> Option<Decision> {
        let decision = self.explain(&self.matrix_question(principal, action)?, index);
        let (principal, action) = (principal.to_owned(), action.to_owned());
        Some(self.detailed(decision, detail, &Asked::Cell { principal, action }))
    }

    fn detailed(&self, mut decision: Decision, detail: Detail, asked: &Asked) -> Decision {
        match detail {
            Detail::Brief => decision.layers.clear(),
            Detail::Full => {}
            Detail::Changes => {
                let found = changes(self.scenario, asked);
                let proposals = found.changes.into_iter();
                decision.changes = proposals.map(|proposal| proposal.change).collect();
                decision.unchanged = found.nothing;
            }
        }
        decision
    }

    fn with_decisions(&self, decisions: Vec<Decision>, encoding: Encoding) -> Report {
        Report {
            version: VERSION,
            engine: env!("CARGO_PKG_VERSION"),
            model: MODEL_DATE,
            decisions,
            findings: self.findings(encoding),
        }
    }
}

impl Model<'_> {
    /// The documents that cannot be used at all, as JSON Pointers.
    pub fn unreadable_documents(&self) -> Vec<String> {
        let all = self.documents().into_iter();
        all.filter(|(_, policy)| !policy.is_readable()).map(|(document, _)| document).collect()
    }
}

impl Decision {
    /// The statement that decided the layer which settled it: document and index.
    pub fn decisive(&self) -> Option<(&str, usize)> {
        let effect = match self.verdict {
            Verdict::Allow => "Allow",
            Verdict::ExplicitDeny => "Deny",
            // What is not there has no place.
            Verdict::ImplicitDeny | Verdict::Error => return None,
        };
        let layers = self.layers.iter().filter(|layer| layer.layer == self.layer);
        let mut statements = layers.flat_map(|layer| &layer.statements);
        let statement =
            statements.find(|one| one.matched == Match::Decisive && one.effect == effect)?;
        Some((&statement.document, statement.index))
    }
}

/// Is a decision with its layers what was expected? What the expectation does not name is not
/// looked at.
fn holds(expect: &Expect, decision: &Decision) -> bool {
    fn is<T: PartialEq>(expected: Option<&T>, found: &T) -> bool {
        expected.is_none_or(|expected| expected == found)
    }
    let confidence: Confidence = decision.confidence;
    is(expect.verdict.as_ref(), &decision.verdict)
        && is(expect.layer.as_ref(), &decision.layer)
        && is(expect.confidence.as_ref(), &confidence)
        && expect.error.as_ref().is_none_or(|error| decision.error.as_ref() == Some(error))
        && expect.message.as_ref().is_none_or(|text| decision.message.as_ref() == Some(text))
        && has_statement(expect, decision)
        && expect
            .rules
            .iter()
            .flatten()
            .all(|rule| decision.rules.iter().any(|cited| cited == rule))
        && expect.missing.iter().flatten().all(|key| decision.missing.contains(key))
}

/// Did the statement that is expected decide the layer that settled it, or nearly match there?
fn has_statement(expect: &Expect, decision: &Decision) -> bool {
    if expect.document.is_none() && expect.statement.is_none() {
        return true;
    }
    let layer = decision.layers.iter().filter(|layer| layer.layer == decision.layer);
    layer.flat_map(|layer| &layer.statements).any(|statement| {
        matches!(statement.matched, Match::Decisive | Match::NearMiss)
            && expect.document.as_ref().is_none_or(|document| *document == statement.document)
            && expect.statement.is_none_or(|index| index == statement.index)
    })
}
