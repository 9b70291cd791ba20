//! Saving a key policy, rehearsed: what KMS would answer, and what would be decided otherwise.

use crate::compare::{compare, in_words};
use crate::decide::{Model, Question};
use crate::report::{CellChange, Decision};
use crate::scenario::{Document, Scenario};
use crate::text::Span;
use serde_json::Value;

/// The parameter that leaves out the lockout check.
const BYPASS: &str = "BypassPolicyLockoutSafetyCheck";

/// What comes of saving a key policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Rehearsal {
    /// KMS's answer to PutKeyPolicy: by the policy in force, and by what the new one says.
    pub decision: Decision,
    /// The statements of the new policy that KMS never heeds (K-36).
    pub without_effect: Vec<Unheeded>,
    /// The cells of the matrix that the new policy decides otherwise than the one in force.
    pub changes: Vec<CellChange>,
    /// The same in clauses: who may then do what.
    pub clauses: Vec<String>,
}

/// A statement that KMS never heeds: its Action or Resource is missing, or its Resource is not `"*"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unheeded {
    /// Its index in the policy.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// Rehearses that `principal` saves the policy of a key as it stands in the scenario. The policy in
/// force is the key's `saved`, or the same where there is none. `bypass` leaves out the lockout check.
///
/// `None` where there is no such key, or the scenario cannot be decided.
///
/// ```
/// use kms_policy::{rehearsal::rehearse, report::Verdict, scenario::Scenario};
/// let scenario = Scenario::from_json(r#"{
///     "version": 1,
///     "keys": [{
///         "arn": "arn:aws:kms:eu-west-1:111122223333:key/k",
///         "saved": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}]},
///         "policy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*"}]}
///     }],
///     "principals": [{"arn": "arn:aws:iam::111122223333:root"}],
///     "matrix": {"actions": ["kms:Decrypt", "kms:Encrypt"]}
/// }"#).unwrap();
/// let root = "arn:aws:iam::111122223333:root";
/// // It would lock the caller out, and KMS refuses that.
/// assert_eq!(rehearse(&scenario, 0, root, false).unwrap().decision.verdict, Verdict::Error);
/// let bypassed = rehearse(&scenario, 0, root, true).unwrap();
/// assert_eq!(bypassed.decision.verdict, Verdict::Allow);
/// assert_eq!(bypassed.changes[0].action, "kms:Encrypt");
/// assert_eq!(bypassed.clauses, ["the root user of account 111122223333 may no longer kms:Encrypt"]);
/// ```
pub fn rehearse(
    scenario: &Scenario,
    key: usize,
    principal: &str,
    bypass: bool,
) -> Option<Rehearsal> {
    let arn = &scenario.keys.get(key)?.arn;
    let plain = Scenario { requests: Vec::new(), steps: Vec::new(), ..scenario.clone() };
    let mut asked = plain.clone();
    // As the matrix asks: from the same Region, by the same way, in the same context.
    let parameters = &mut asked.matrix.get_or_insert_default().request.parameters;
    parameters.remove("Policy");
    parameters.remove(BYPASS);
    if bypass {
        parameters.insert(BYPASS.to_owned(), Value::Bool(true));
    }
    let model = Model::new(&asked).ok()?;
    let put = model.matrix_question(principal, "kms:PutKeyPolicy")?;
    let decision = model.explain(&Question { key: Some(arn), ..put }, 0);
    let edited = Document::Text(scenario.key_policy_text(key));
    let in_force = scenario.keys.get(key)?.saved.clone().unwrap_or_else(|| edited.clone());
    let before = with_policy(&plain, key, in_force);
    let (changes, clauses) = changes(&before, &with_policy(&plain, key, edited));
    let without_effect = model.statements_without_effect(key);
    Some(Rehearsal { decision, without_effect, changes, clauses })
}

/// The scenario with this policy of a key in force.
fn with_policy(scenario: &Scenario, key: usize, policy: Document) -> Scenario {
    let mut scenario = scenario.clone();
    if let Some(key) = scenario.keys.get_mut(key) {
        key.policy = Some(policy);
        key.saved = None;
    }
    scenario
}

/// The cells of the matrix that are decided otherwise. Those that only became more or less sure do
/// not count.
fn changes(before: &Scenario, after: &Scenario) -> (Vec<CellChange>, Vec<String>) {
    let (Ok(old), Ok(new)) = (Model::new(before), Model::new(after)) else {
        return (Vec::new(), Vec::new());
    };
    let mut cells = compare((before, &old.matrix()), (after, &new.matrix())).cells;
    cells.retain(|cell| (cell.from.verdict, cell.from.error) != (cell.to.verdict, cell.to.error));
    let clauses = in_words(after, &cells);
    (cells.into_iter().map(CellChange::from).collect(), clauses)
}

impl Model<'_> {
    fn statements_without_effect(&self, key: usize) -> Vec<Unheeded> {
        let statements = self.keys.get(key).into_iter().flat_map(|key| key.policy.statements());
        statements
            .enumerate()
            .filter(|(_, statement)| {
                let has_star = statement.resource.as_ref().is_some_and(|element| {
                    !element.negated
                        && !element.entries.is_empty()
                        && element.entries.iter().all(|entry| entry.value.text == "*")
                });
                let acts = statement.action.as_ref().is_some_and(|one| !one.entries.is_empty());
                !(has_star && acts)
            })
            .map(|(index, statement)| Unheeded {
                index,
                sid: statement.sid.clone(),
                span: statement.span,
            })
            .collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::Verdict;

    /// May the root user save the policy, asked as the matrix asks, and by the matrix itself?
    fn verdicts(request: &str, condition: &str) -> (Verdict, Verdict) {
        let scenario = format!(
            r#"{{
                "version": 1,
                "accounts": [{{"id": "111122223333"}}],
                "keys": [{{
                    "arn": "arn:aws:kms:eu-west-1:111122223333:key/k",
                    "policy": {{"Version": "2012-10-17", "Statement": [
                        {{"Effect": "Allow", "Principal": {{"AWS": "111122223333"}}, "Action": "kms:*", "Resource": "*"}},
                        {{"Effect": "Deny", "Principal": "*", "Action": "kms:PutKeyPolicy", "Resource": "*", "Condition": {condition}}}
                    ]}}
                }}],
                "principals": [{{"arn": "arn:aws:iam::111122223333:root"}}],
                "vpcEndpoints": [{{"id": "vpce-1", "vpc": "vpc-1", "account": "111122223333"}}],
                "matrix": {{"actions": ["kms:PutKeyPolicy"], "request": {request}}}
            }}"#
        );
        let scenario = Scenario::from_json(&scenario).unwrap();
        let cell = Model::new(&scenario).unwrap().matrix().cells[0].verdict;
        let root = "arn:aws:iam::111122223333:root";
        (rehearse(&scenario, 0, root, false).unwrap().decision.verdict, cell)
    }

    #[test]
    fn it_is_asked_as_the_matrix_asks() {
        let denied = (Verdict::ExplicitDeny, Verdict::ExplicitDeny);
        let saved = (Verdict::Allow, Verdict::Allow);
        let endpoint = r#"{"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}"#;
        assert_eq!(verdicts("{}", endpoint), denied);
        assert_eq!(verdicts(r#"{"vpcEndpoint": "vpce-1"}"#, endpoint), saved);
        let agent = r#"{"StringNotEquals": {"aws:UserAgent": "a"}}"#;
        assert_eq!(verdicts(r#"{"context": {"aws:UserAgent": "b"}}"#, agent), denied);
        assert_eq!(verdicts(r#"{"context": {"aws:UserAgent": "a"}}"#, agent), saved);
        let left_out = r#"{"Null": {"kms:BypassPolicyLockoutSafetyCheck": "true"}}"#;
        assert_eq!(verdicts("{}", left_out), denied);
    }
}
