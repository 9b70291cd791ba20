//! Reading a Condition element (sections 7 and 9).

use super::reader::Reader;
use super::{PolicyKind, ProblemKind, Spanned, Statement};
use crate::condition::{
    Comparison, ConditionKey, ConditionTest, KeyName, Listed, Operator, SetOperator, Value,
};
use crate::json::{Member, Node, Value as Json};
use crate::rules::Rule;
use crate::text::Span;
use std::collections::HashSet;

const SHAPE: &str = "an object of operators, each an object of keys and values";

impl Reader {
    /// Reads the Condition of a statement into its tests.
    pub(super) fn condition(&mut self, node: &Node, statement: &mut Statement) {
        let Some(condition) = node.get("Condition") else {
            return;
        };
        let Json::Object(operators) = &condition.value else {
            self.wrong_type(condition.span, "Condition", SHAPE);
            statement.note_unsupported("Condition", condition.span);
            return;
        };
        statement.empty_condition = operators.is_empty();
        for operator in operators {
            let Json::Object(keys) = &operator.value.value else {
                self.wrong_type(operator.value.span, "Condition", SHAPE);
                statement.note_unsupported("Condition", operator.value.span);
                continue;
            };
            let read = Operator::read(&operator.key);
            if read.is_none() {
                self.problem(operator.key_span, unknown_operator(&operator.key));
                if keys.is_empty() {
                    statement.note_unsupported("Condition", operator.key_span);
                }
            }
            let mut seen = HashSet::with_capacity(keys.len());
            for key in keys {
                if !seen.insert(key.key.to_ascii_lowercase()) {
                    self.problem(key.key_span, ProblemKind::RepeatedConditionKey(key.key.clone()));
                }
                if let Some(test) = self.test(operator, read, key, statement) {
                    statement.condition.push(test);
                }
            }
        }
    }

    fn test(
        &mut self,
        operator: &Member,
        read: Option<Operator>,
        member: &Member,
        statement: &mut Statement,
    ) -> Option<ConditionTest> {
        let key = ConditionKey::read(&member.key);
        if key.is_unknown() {
            self.problem(member.key_span, unknown_key(&member.key));
        }
        let values = self.condition_values(operator, read, &member.value, statement)?;
        if let Some(read) = read {
            self.set_operator(read, &key, member.key_span);
        }
        Some(ConditionTest {
            open_question: read.and_then(|read| self.open_question(read, &key, values.len())),
            operator: read,
            operator_text: operator.key.clone(),
            key,
            span: Span::new(member.key_span.start, member.value.span.end),
            values,
        })
    }

    /// Strings, numbers or booleans, one or a list (O-6).
    fn condition_values(
        &mut self,
        operator: &Member,
        read: Option<Operator>,
        node: &Node,
        statement: &mut Statement,
    ) -> Option<Vec<Spanned<Listed>>> {
        let items = match &node.value {
            Json::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let bare = !matches!(item.value, Json::String(_));
            let text = match &item.value {
                Json::String(text) | Json::Number(text) => text.clone(),
                Json::Bool(value) => value.to_string(),
                _ => {
                    let expected = "a string, number or boolean, or a list of them";
                    self.wrong_type(item.span, "Condition", expected);
                    statement.note_unsupported("Condition", item.span);
                    return None;
                }
            };
            let value = match read {
                Some(read) => self.listed(operator, read, &text, item.span),
                None => Value::Malformed,
            };
            values.push(Spanned { value: Listed { text, value, bare }, span: item.span });
        }
        Some(values)
    }

    fn listed(&mut self, operator: &Member, read: Operator, text: &str, span: Span) -> Value {
        let value = Value::read(text, read, self.has_variables);
        let quoted = text.to_owned();
        let dates = matches!(read.comparison, Comparison::Date(_)) && self.kind.is_of_iam();
        let kind = match &value {
            Value::Broken(_) | Value::Malformed if dates => ProblemKind::InvalidDate(quoted),
            Value::Broken(Some(error)) => {
                ProblemKind::BrokenVariable { text: quoted, error: *error }
            }
            Value::Broken(None) => ProblemKind::VariableForOperator(quoted),
            Value::Malformed => {
                let operator = operator.key.clone();
                ProblemKind::InvalidConditionValue { operator, value: quoted }
            }
            _ => return value,
        };
        self.problem(span, kind);
        value
    }

    fn set_operator(&mut self, read: Operator, key: &ConditionKey, span: Span) {
        let name = || key.text.clone();
        let presence = read.comparison == Comparison::Null;
        if key.name.is_multivalued() && read.set.is_none() && !presence {
            self.problem(span, ProblemKind::MissingSetOperator(name()));
        }
        // Only this set operator, and only KMS when a key policy is saved.
        let refused = matches!(key.name, KeyName::EncryptionContext | KeyName::RequestTag);
        if self.kind == PolicyKind::KeyPolicy && refused && read.set == Some(SetOperator::All) {
            self.problem(span, ProblemKind::OverlyPermissiveCondition(name()));
        }
    }

    /// Questions that the sources leave open about such a test.
    fn open_question(&self, read: Operator, key: &ConditionKey, values: usize) -> Option<Rule> {
        let like = read.comparison == Comparison::Like && read.negated;
        match key.name {
            // Do several listed algorithms have to hold together?
            KeyName::MacAlgorithm if values > 1 => Some(Rule::Q24),
            // A table of the documentation says the opposite of the definition.
            KeyName::ResourceOrgPaths if like && read.set == Some(SetOperator::All) => {
                Some(Rule::Q9)
            }
            // Do key policies see it?
            KeyName::ResourceAliases if self.kind == PolicyKind::KeyPolicy => Some(Rule::Q21),
            _ => None,
        }
    }
}

/// What is wrong with an operator that does not exist.
fn unknown_operator(name: &str) -> ProblemKind {
    let without = name.strip_suffix("IfExists").and_then(Operator::read);
    if without.is_some_and(|operator| operator.comparison == Comparison::Null) {
        return ProblemKind::NullWithIfExists(name.to_owned());
    }
    ProblemKind::UnknownOperator { name: name.to_owned(), suggestion: Operator::meant_by(name) }
}

/// What is wrong with a condition key that does not exist.
fn unknown_key(key: &str) -> ProblemKind {
    if !key.contains(':') {
        let suggestion = KeyName::ALL.iter().map(|name| name.spelling()).find(|spelling| {
            let bare = spelling.split_once(':').map(|(_, bare)| bare);
            bare.is_some_and(|bare| bare.eq_ignore_ascii_case(key))
        });
        return ProblemKind::InvalidConditionKeyFormat { key: key.to_owned(), suggestion };
    }
    let bare = key.trim_end_matches('/');
    let tags = [KeyName::PrincipalTag, KeyName::ResourceTag, KeyName::RequestTag];
    if tags.iter().any(|tag| tag.spelling().trim_end_matches('/').eq_ignore_ascii_case(bare)) {
        return ProblemKind::MissingTagKey(key.to_owned());
    }
    ProblemKind::UnknownConditionKey(key.to_owned())
}
