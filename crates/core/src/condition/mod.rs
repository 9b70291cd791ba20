//! The Condition element: what it asks of a request's context, and whether that holds (section 7).
//!
//! A Condition is a list of [`ConditionTest`]s, all of which must hold (O-1). One test is one key
//! under one operator.

mod key;
mod meant;
mod operator;
mod pattern;
mod value;

pub use key::{ConditionKey, KeyName};
pub(crate) use operator::compare;
pub use operator::{Comparison, Operator, Order, SetOperator, Value};
pub use pattern::{Pattern, Resolved, Substitute, VariableError};
pub use value::{Cidr, Decimal, Instant};

use crate::context::{Content, Held};
use crate::matching::Fit;
use crate::policy::Spanned;
use crate::rules::Rule;
use crate::text::Span;
use std::borrow::Cow;

/// One key under one operator with the values it is compared with.
#[derive(Clone, Debug)]
pub struct ConditionTest {
    /// The operator; `None` where there is none of this name, and the test cannot be evaluated.
    pub operator: Option<Operator>,
    /// The operator as it is written.
    pub operator_text: String,
    /// The key.
    pub key: ConditionKey,
    /// The key with its values.
    pub span: Span,
    /// The values, as they are written and as the operator reads them.
    pub values: Vec<Spanned<Listed>>,
    /// Does the answer rest on an open question (section 13)?
    pub open_question: Option<Rule>,
}

/// A value of a condition: as it is written, and as its operator reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As it is written.
    pub text: String,
    /// As the operator reads it.
    pub value: Value,
    /// Is it written as a JSON number or boolean (O-6)?
    pub bare: bool,
}

impl ConditionTest {
    /// How well the test holds, where the context has `held` for its key. `find` looks up the keys
    /// of policy variables.
    pub fn fit<'a>(&self, held: &Held<'a>, find: &dyn Fn(&ConditionKey) -> Held<'a>) -> Fit {
        let Some(operator) = self.operator else {
            return Fit::Unsupported;
        };
        let variable = |key: &ConditionKey| substitute(&find(key));
        let fit = if operator.comparison == Comparison::Null {
            self.presence(held)
        } else {
            self.compared(operator, held, &variable)
        };
        let other = match self.open_question {
            // In the other reading the key is absent.
            Some(Rule::Q21) if self.asks_presence() => self.presence(&Held::ABSENT),
            Some(Rule::Q21) => Fit::when(holds_without_value(operator)),
            // In the other reading several values would all have to hold.
            Some(Rule::Q24) if matches!(held.content, Content::One(_)) => {
                Fit::when(operator.negated)
            }
            Some(Rule::Q24) => fit,
            Some(_) => return fit.softened(),
            None => {
                let own = in_the_other_reading(self.key.name, held);
                if !own.is_empty() && !self.asks_presence() {
                    let same = |value: &&str| self.one(operator, value, &variable) == fit;
                    return fit.unless(own.iter().all(same));
                }
                fit
            }
        };
        let compares = matches!(held.content, Content::One(_) | Content::Many(_));
        // A service's own address is an address as well.
        let there = self.asks_presence() && compares && held.rule == Some(Rule::C96);
        let is_sure = |key: &ConditionKey| {
            let held = find(key);
            held.sure || !in_the_other_reading(key.name, &held).is_empty()
        };
        let sure_variables = || {
            let elsewhere = |key: &ConditionKey| or_in_the_other_reading(key, find(key));
            self.variables().all(is_sure) && fit == self.compared(operator, held, &elsewhere)
        };
        let variables = !compares || self.variables().next().is_none() || sure_variables();
        fit.unless((held.sure || there) && fit == other && variables)
    }

    /// How well a test other than `Null` holds.
    fn compared(
        &self,
        operator: Operator,
        held: &Held<'_>,
        variable: &dyn Fn(&ConditionKey) -> Substitute,
    ) -> Fit {
        match &held.content {
            Content::Absent => Fit::when(holds_without_value(operator)),
            // The lockout check takes as met what is not known of a later request.
            Content::Open if held.rule == Some(Rule::Q2) => Fit::Likely,
            Content::Unknown | Content::Open => Fit::Unsupported,
            Content::Ambiguous => Fit::Doubtful,
            Content::One(value) => match operator.set {
                None if self.key.name.is_multivalued() => Fit::Doubtful,
                _ => self.one(operator, value, variable),
            },
            Content::Many(values) => {
                let of = |further: Option<&Cow<'_, str>>| {
                    let all = values.iter().chain(further);
                    let fits = all.map(|value| self.one(operator, value, variable));
                    match operator.set {
                        None => Fit::Doubtful,
                        Some(SetOperator::All) => fits.min().unwrap_or(Fit::Yes),
                        Some(SetOperator::Any) => fits.max().unwrap_or(Fit::No),
                    }
                };
                let fit = of(None);
                fit.unless(held.further.is_none() || fit == of(held.further.as_ref()))
            }
        }
    }

    /// `Null`: `true` asks that the key be absent, `false` that it be present (O-19).
    fn presence(&self, held: &Held<'_>) -> Fit {
        if held.content == Content::Open {
            return if held.rule == Some(Rule::Q2) { Fit::Likely } else { Fit::Unsupported };
        }
        let absent = matches!(held.content, Content::Absent);
        let fits = self.values.iter().map(|listed| match listed.value.value {
            Value::Bool { wanted, .. } if wanted != absent => Fit::No,
            Value::Bool { exact: true, .. } => Fit::Yes,
            Value::Bool { .. } => Fit::Likely,
            _ => Fit::Unsupported,
        });
        fits.max().unwrap_or(Fit::No)
    }

    /// One value of the request against all of the policy: any of them (O-1), for a negated
    /// operator none of them (O-2).
    fn one(
        &self,
        operator: Operator,
        found: &str,
        variable: &dyn Fn(&ConditionKey) -> Substitute,
    ) -> Fit {
        let fits = self.values.iter().map(|listed| {
            let wanted = &listed.value.value;
            compare(operator.comparison, wanted, self.key.name, found, variable)
        });
        let any = fits.max().unwrap_or(Fit::No);
        if !operator.negated {
            // What the request has is nothing this operator knows, so it matches nothing.
            return if any == Fit::Doubtful { Fit::No } else { any };
        }
        match any {
            // Whether its negation then holds is not known: neither answer is safe.
            Fit::No | Fit::Unsupported if self.has_short_arn(variable) => Fit::Doubtful,
            Fit::Doubtful => Fit::Unsupported,
            other => !other,
        }
    }

    /// Under an ARN operator a pattern of fewer than six parts matches nothing, and whether its
    /// negation then holds is not known.
    fn has_short_arn(&self, variable: &dyn Fn(&ConditionKey) -> Substitute) -> bool {
        let short =
            |listed: &Spanned<Listed>| operator::is_short_arn(&listed.value.value, variable);
        self.operator.is_some_and(|operator| operator.comparison == Comparison::Arn)
            && self.values.iter().any(short)
    }

    /// Does it ask whether the key is there, not what it is?
    pub(crate) fn asks_presence(&self) -> bool {
        self.operator.is_some_and(|operator| operator.comparison == Comparison::Null)
    }

    /// The keys of the variables in its values.
    pub fn variables(&self) -> impl Iterator<Item = &ConditionKey> + Clone {
        self.values.iter().flat_map(|listed| listed.value.value.variables())
    }

    /// The rules that say why the test fits as it does, where the context has `held`.
    pub fn rules<'a>(
        &self,
        held: &Held<'a>,
        fit: Fit,
        find: &dyn Fn(&ConditionKey) -> Held<'a>,
    ) -> Vec<Rule> {
        let Some(operator) = self.operator else {
            let if_exists = self.operator_text.ends_with("IfExists").then_some(Rule::O32);
            return [Rule::O5, Rule::J21].into_iter().chain(if_exists).collect();
        };
        let mut rules = Vec::new();
        match &held.content {
            _ if operator.comparison == Comparison::Null => rules.push(Rule::O19),
            Content::Absent => rules.extend(match operator.set {
                Some(SetOperator::Any) if operator.if_exists => vec![Rule::O32, Rule::O45Any],
                Some(SetOperator::All) if operator.if_exists => vec![Rule::O42, Rule::O45],
                _ if operator.if_exists => vec![Rule::O32],
                Some(SetOperator::All) => vec![Rule::O42],
                Some(SetOperator::Any) => vec![Rule::O41],
                None => vec![Rule::O30],
            }),
            Content::Ambiguous => rules.push(Rule::R16),
            content => {
                let many = matches!(content, Content::Many(_)) || self.key.name.is_multivalued();
                match operator.set {
                    None if many => rules.push(Rule::O40),
                    Some(_) if operator.negated => rules.push(Rule::O43),
                    _ => {}
                }
                match operator.set {
                    Some(SetOperator::All) => rules.push(Rule::O42),
                    Some(SetOperator::Any) => rules.push(Rule::O41),
                    None => {}
                }
                if operator.set.is_some() && !many {
                    rules.push(Rule::O46);
                }
                rules.push(operator.rule());
                if self.values.is_empty() {
                    rules.push(Rule::R10);
                }
                if self.values.len() > 1 {
                    rules.push(if operator.negated { Rule::O2 } else { Rule::O1 });
                }
                let parses = matches!(
                    operator.comparison,
                    Comparison::Number(_)
                        | Comparison::Date(_)
                        | Comparison::Address
                        | Comparison::Bool
                );
                if parses && !matches!(fit, Fit::No | Fit::Yes) {
                    rules.push(Rule::R17Open);
                }
                if self.has_short_arn(&|key| substitute(&find(key))) {
                    rules.push(if fit == Fit::Doubtful { Rule::R17Open } else { Rule::R17 });
                }
                self.text_rules(operator, &mut rules);
                self.variable_rules(find, &mut rules);
            }
        }
        if self.key.name == KeyName::EncryptionContext && self.key.part.contains("${") {
            rules.push(Rule::C42);
        }
        let set_on_one = operator.set.is_some() && !self.key.name.is_multivalued();
        if set_on_one && matches!(held.content, Content::Absent) {
            rules.push(Rule::O46);
        }
        if operator.if_exists
            && operator.comparison == Comparison::Bool
            && self.key.name == KeyName::MfaPresent
        {
            rules.push(Rule::O33);
        }
        let principals = held.rule.is_some_and(|rule| matches!(rule, Rule::E90 | Rule::R5));
        if principals && operator.negated {
            rules.push(Rule::R5);
        }
        if self.open_question == Some(Rule::Q9) {
            rules.push(Rule::O44);
        }
        if operator.if_exists && !matches!(held.content, Content::Absent) {
            rules.push(Rule::O32);
        }
        rules.extend(self.key.name.rule());
        rules.extend(held.rule);
        rules.extend(self.open_question);
        if self.key.text != self.key.canonical() {
            rules.push(Rule::O4);
        }
        rules
    }

    /// Rules about text that looks like something else than it is.
    fn text_rules(&self, operator: Operator, rules: &mut Vec<Rule>) {
        let arn = matches!(
            self.key.name,
            KeyName::PrincipalArn | KeyName::SourceArn | KeyName::GrantConstraintSourceArn
        );
        let of_text = matches!(
            operator.comparison,
            Comparison::Equals | Comparison::EqualsIgnoringCase | Comparison::Like
        );
        if arn && of_text {
            rules.push(Rule::O20);
        }
        let any = |wanted: fn(&Listed) -> bool| self.values.iter().any(|one| wanted(&one.value));
        if operator.comparison == Comparison::Equals && any(|one| one.text.contains(['*', '?'])) {
            rules.push(Rule::O21);
        }
        if any(|one| one.bare) {
            rules.push(Rule::O6);
        }
        if matches!(self.key.name, KeyName::EpochTime) {
            rules.push(Rule::R17);
        }
    }

    fn variable_rules<'a>(&self, find: &dyn Fn(&ConditionKey) -> Held<'a>, rules: &mut Vec<Rule>) {
        for listed in &self.values {
            let Value::Text(pattern) = &listed.value.value else {
                if let Value::Broken(error) = &listed.value.value {
                    let boolean =
                        self.operator.is_some_and(|one| one.comparison == Comparison::Bool);
                    rules.push(match error {
                        Some(VariableError::Unquoted) => Rule::O53,
                        Some(VariableError::Blank) => Rule::O56,
                        Some(VariableError::Multivalued) => Rule::O52,
                        _ if boolean => Rule::Q10,
                        _ => Rule::O51,
                    });
                }
                continue;
            };
            rules.extend(pattern_rules(pattern, find));
        }
    }
}

/// The rules about the variables of a pattern.
pub(crate) fn pattern_rules<'a>(
    pattern: &Pattern,
    find: &dyn Fn(&ConditionKey) -> Held<'a>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    if pattern.plain().is_some() {
        if pattern.text.contains("${") {
            rules.push(Rule::O50);
        }
        return rules;
    }
    rules.push(Rule::O50);
    if pattern.has_escape() {
        rules.push(Rule::O54);
    }
    let mut variables = pattern.variables().peekable();
    if variables.peek().is_some() {
        rules.push(Rule::O51);
    }
    for variable in variables {
        let held = find(variable);
        match held.content {
            Content::Absent if pattern.has_default() => rules.push(Rule::O53),
            Content::Absent => rules.push(Rule::O55),
            Content::One(value) if value.contains(['*', '?']) => rules.push(Rule::O54Value),
            _ => {}
        }
        if variable.text != variable.canonical() {
            rules.push(Rule::O56);
        }
        if matches!(
            variable.name,
            KeyName::UserName | KeyName::PrincipalArn | KeyName::PrincipalAccount
        ) {
            rules.push(Rule::O57);
        }
        rules.extend(variable.name.rule());
        rules.extend(held.rule);
    }
    rules
}

/// Does a test hold where its key is absent (O-30)? IfExists before the set operator, that before
/// the sign.
fn holds_without_value(operator: Operator) -> bool {
    operator.if_exists
        || match operator.set {
            Some(SetOperator::All) => true,
            Some(SetOperator::Any) => false,
            None => operator.negated,
        }
}

/// What stands in a text for a variable.
pub(crate) fn substitute(held: &Held<'_>) -> Substitute {
    match &held.content {
        Content::Absent => Substitute::Absent,
        Content::One(value) => Substitute::Text(value.to_string()),
        Content::Unknown | Content::Open | Content::Ambiguous | Content::Many(_) => {
            Substitute::Unknown
        }
    }
}

/// What a key may be where nobody says whether it is absent: of a service a value of its own, which
/// no customer lists, so that only what matches everything matches it.
fn in_the_other_reading(name: KeyName, held: &Held<'_>) -> &'static [&'static str] {
    match held.rule {
        Some(Rule::C96) => &["240.0.0.1", "fe80::240"],
        Some(Rule::C81Mcp) => &["false"],
        Some(Rule::Q22) if name == KeyName::PrincipalAccount => &["000000000000"],
        _ => &[],
    }
}

/// A variable's value in that reading.
fn or_in_the_other_reading(key: &ConditionKey, held: Held<'_>) -> Substitute {
    match in_the_other_reading(key.name, &held) {
        [] => substitute(&held),
        [own, ..] => Substitute::Text((*own).to_owned()),
    }
}
