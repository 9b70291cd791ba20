//! Where a problem stands in the JSON of its document.

use crate::json::{Member, Node, Value};
use crate::policy::PolicyText;
use crate::text::Span;

/// The place of a problem.
pub(super) struct Place<'p> {
    pub source: &'p PolicyText,
    pub text: &'p str,
    pub root: &'p Node,
    pub span: Span,
}

impl<'p> Place<'p> {
    /// The values that contain the place, from the whole document to the innermost.
    pub fn chain(&self) -> Vec<&'p Node> {
        let mut chain = Vec::new();
        let mut next = Some(self.root);
        while let Some(node) = next {
            chain.push(node);
            next = match &node.value {
                Value::Array(items) => self.among(items, |item| item.span),
                Value::Object(members) => {
                    self.among(members, |member| member.value.span).map(|member| &member.value)
                }
                _ => None,
            };
        }
        chain
    }

    /// The entry that contains the place; entries stand in the order of the text.
    fn among<'n, T>(&self, entries: &'n [T], span: impl Fn(&T) -> Span) -> Option<&'n T> {
        let behind = entries.partition_point(|entry| span(entry).start <= self.span.start);
        let entry = entries.get(behind.checked_sub(1)?)?;
        (self.span.end <= span(entry).end).then_some(entry)
    }

    /// The value at exactly this place.
    pub fn value(&self) -> Option<&'p Node> {
        self.chain().into_iter().rfind(|node| node.span == self.span)
    }

    /// The innermost object around the place, and its member there.
    pub fn member(&self) -> Option<(&'p Node, &'p Member)> {
        let around = self
            .chain()
            .into_iter()
            .rev()
            .find(|node| matches!(node.value, Value::Object(_)) && node.span != self.span)?;
        Some((around, self.member_of(around)?))
    }

    /// The member of an object that contains the place.
    pub fn member_of(&self, object: &'p Node) -> Option<&'p Member> {
        let Value::Object(members) = &object.value else { return None };
        self.among(members, |member| Span::new(member.key_span.start, member.value.span.end))
    }

    /// The innermost list around the place.
    pub fn list(&self) -> Option<&'p Node> {
        let chain = self.chain();
        let parent = chain.len().checked_sub(2).and_then(|parent| chain.get(parent))?;
        matches!(parent.value, Value::Array(_)).then_some(*parent)
    }

    /// The statement around the place, or at it.
    pub fn statement(&self) -> Option<&'p Node> {
        self.chain().into_iter().skip(1).find(|node| matches!(node.value, Value::Object(_)))
    }

    /// The text before the place.
    pub fn before(&self) -> &'p str {
        self.text.get(..self.span.start).unwrap_or("")
    }

    /// The text behind the place.
    pub fn behind(&self) -> &'p str {
        self.text.get(self.span.end..).unwrap_or("")
    }

    /// The first character behind the place that is no blank.
    pub fn next(&self) -> Option<char> {
        self.behind().trim_start().chars().next()
    }

    /// The last character before the place that is no blank.
    pub fn last(&self) -> Option<char> {
        self.before().trim_end().chars().next_back()
    }
}

/// Do two values say the same? The order of members does not matter.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|one| b.get(&one.key).is_some_and(|two| same(&one.value, two)))
        }
        (a, b) => a == b,
    }
}
