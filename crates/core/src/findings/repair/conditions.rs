//! Operators and keys of conditions.

use super::place::Place;
use super::repair;
use crate::condition::Operator;
use crate::edit::{
    insert_after, insert_member, quoted, remove_entry, remove_member, replace_string,
};
use crate::english::findings::repairs as titles;
use crate::findings::statement::members;
use crate::json::{Member, Node, Value};
use crate::report::{Edit, Repair};

pub(super) fn operator(at: &Place<'_>, meant: Option<&str>) -> Option<Repair> {
    let (condition, _) = at.member()?;
    let meant = meant.filter(|meant| condition.get(meant).is_none())?;
    let write = repair(titles::write(meant), vec![replace_string(at.span, meant)]);
    Some(write.certain_if(at.span.of(at.text).eq_ignore_ascii_case(&quoted(meant))))
}

pub(super) fn key(at: &Place<'_>, meant: &str) -> Option<Repair> {
    let (tests, _) = at.member()?;
    let taken = members(tests).iter().any(|member| member.key.eq_ignore_ascii_case(meant));
    let edit = replace_string(at.span, meant);
    (!taken).then(|| repair(titles::write(meant), vec![edit]))
}

/// With one of its values it is enough; what a negated operator means nobody can guess.
pub(super) fn with_set_operator(at: &Place<'_>) -> Option<Repair> {
    let test = Test::at(at)?;
    let positive = Operator::read(&test.operator.key).is_some_and(|operator| !operator.negated);
    let operator = format!("ForAnyValue:{}", test.operator.key);
    let edits = positive.then(|| test.moved(at, &operator)).flatten()?;
    Some(repair(titles::WRITE_FOR_ANY_VALUE, edits))
}

/// Without the set operator an Allow no longer holds where the key is absent. A Deny must go on to.
pub(super) fn without_set_operator(at: &Place<'_>) -> Option<Repair> {
    let test = Test::at(at)?;
    let operator = test.operator.key.strip_prefix("ForAllValues:")?;
    let effect = at.statement()?.get("Effect").map(|effect| &effect.value);
    let allow = matches!(effect, Some(Value::String(effect)) if effect == "Allow");
    let holds = Operator::read(operator).is_some_and(|one| one.negated || one.if_exists);
    if allow || holds {
        return Some(repair(titles::REMOVE_FOR_ALL_VALUES, test.moved(at, operator)?).certain());
    }
    let operator = format!("{operator}IfExists");
    Some(repair(titles::write(&operator), test.moved(at, &operator)?).certain())
}

/// A key of a Condition, under its operator.
struct Test<'p> {
    condition: &'p Node,
    operator: &'p Member,
    key: &'p Member,
}

impl<'p> Test<'p> {
    fn at(at: &Place<'p>) -> Option<Self> {
        let (tests, key) = at.member()?;
        let mut around = at.chain().into_iter().rev();
        around.find(|node| node.span == tests.span)?;
        let condition = around.next()?;
        Some(Self { condition, operator: at.member_of(condition)?, key })
    }

    /// Puts the key under another operator; the other keys stay.
    fn moved(&self, at: &Place<'_>, operator: &str) -> Option<Vec<Edit>> {
        let tests = &self.operator.value;
        let alone = members(tests).len() == 1;
        let value = self.key.value.span.of(at.text);
        let mut edits = Vec::new();
        if let Some(others) = self.condition.get(operator) {
            let taken =
                members(others).iter().any(|one| one.key.eq_ignore_ascii_case(&self.key.key));
            if taken {
                return None;
            }
            edits.push(insert_member(others, at.text, &self.key.key, value)?);
        } else if alone {
            return Some(vec![replace_string(self.operator.key_span, operator)]);
        } else {
            let index = position(self.condition, self.operator)?;
            let test = format!("{{{}: {value}}}", self.key.key_span.of(at.text));
            edits.push(insert_after(self.condition, at.text, index, operator, &test)?);
        }
        edits.push(if alone {
            remove_member(self.condition, &self.operator.key)?
        } else {
            remove_entry(tests, position(tests, self.key)?)?
        });
        Some(edits)
    }
}

fn position(object: &Node, member: &Member) -> Option<usize> {
    members(object).iter().position(|one| one.key_span == member.key_span)
}
