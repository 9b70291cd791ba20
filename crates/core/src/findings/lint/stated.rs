//! The statements of a document and their tests, as they were read and as they stand in its text.

use super::Document;
use crate::condition::{ConditionTest, KeyName, Operator, SetOperator, Value};
use crate::edit::{remove_item, remove_member, replace_string};
use crate::findings::statement::{demands_key, members, nodes};
use crate::json::{Member, Node};
use crate::policy::{Policy, Statement};
use crate::report::Edit;

/// A statement.
pub(super) struct Stated<'d> {
    pub read: &'d Statement,
    pub node: &'d Node,
    /// Its tests whose operator exists.
    pub tests: Vec<Tested<'d>>,
}

/// One key under one operator.
pub(super) struct Tested<'d> {
    pub read: &'d ConditionTest,
    pub operator: Operator,
    /// The Condition element.
    pub condition: &'d Node,
    /// The operator with all its keys.
    pub block: &'d Member,
    /// The key with its values.
    pub member: &'d Member,
}

/// The statements of a document, in order.
pub(super) fn statements<'d>(policy: &'d Policy, root: &'d Node) -> Vec<Stated<'d>> {
    let both = policy.statements.iter().zip(nodes(root));
    both.map(|(read, node)| Stated { read, node, tests: tests(read, node) }).collect()
}

fn tests<'d>(statement: &'d Statement, node: &'d Node) -> Vec<Tested<'d>> {
    let mut found = Vec::with_capacity(statement.condition.len());
    let mut reads = statement.condition.iter().peekable();
    let Some(condition) = node.get("Condition") else { return found };
    for block in members(condition) {
        for member in members(&block.value) {
            // A test whose values have the wrong type was not read.
            let start = member.key_span.start;
            let Some(read) = reads.next_if(|read| read.span.start == start) else { continue };
            if let Some(operator) = read.operator {
                found.push(Tested { read, operator, condition, block, member });
            }
        }
    }
    found
}

impl Stated<'_> {
    /// Is one of these keys tested, under whichever operator?
    pub fn tests_any(&self, keys: &[KeyName]) -> bool {
        self.tests.iter().any(|test| keys.contains(&test.read.key.name))
    }

    /// Takes the statement out, where others stay.
    pub fn removal(&self, document: &Document<'_>) -> Option<Edit> {
        let list = document.root.get("Statement")?;
        let others = document.policy.statements.len() > 1;
        others.then(|| remove_item(list, self.node.span)).flatten()
    }

    /// Takes its Condition out.
    pub fn without_condition(&self) -> Option<Edit> {
        remove_member(self.node, "Condition")
    }
}

impl Tested<'_> {
    /// Does it hold for no request that lacks its key?
    pub fn demands_key(&self) -> bool {
        demands_key(self.read)
    }

    /// Can its operator read all its values?
    pub fn is_readable(&self) -> bool {
        let bad = |value: &Value| matches!(value, Value::Malformed | Value::Broken(_));
        !self.read.values.iter().any(|listed| bad(&listed.value.value))
    }

    /// Gives the operator another name, with all its keys; not where the Condition has that one
    /// already.
    pub fn renamed(&self, operator: &str) -> Option<Edit> {
        let free = self.condition.get(operator).is_none();
        free.then(|| replace_string(self.block.key_span, operator))
    }

    /// The operator's name with another comparison between its prefix and suffix.
    pub fn with_comparison(&self, comparison: &str) -> String {
        let prefix = match self.operator.set {
            Some(SetOperator::All) => "ForAllValues:",
            Some(SetOperator::Any) => "ForAnyValue:",
            None => "",
        };
        let suffix = if self.operator.if_exists { "IfExists" } else { "" };
        format!("{prefix}{comparison}{suffix}")
    }

    /// Gives the key another name; not where the operator has that one already.
    pub fn with_key(&self, key: &str) -> Option<Edit> {
        let taken = |member: &Member| member.key.eq_ignore_ascii_case(key);
        let free = !members(&self.block.value).iter().any(taken);
        free.then(|| replace_string(self.member.key_span, key))
    }
}
