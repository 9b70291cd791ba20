//! One statement tested against one request, element by element.

use crate::actions::Action;
use crate::condition::{ConditionKey, ConditionTest};
use crate::context::Content;
use crate::decide::{CompiledPolicy, Place, names_principal_arn};
use crate::matching::{self, Fit, Fitted, action, principal, resource};
use crate::policy::{Effect, Element, PrincipalEntry, Spanned, Statement};
use crate::report::{Reason, ReasonCode, Trust};
use crate::rules::Rule;
use crate::text::Span;

/// A test that did not succeed.
#[derive(Clone, Debug)]
pub(crate) struct Failed {
    pub rules: Vec<Rule>,
    pub reason: Reason,
}

/// A statement with the result of each test.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    pub document: String,
    pub name: String,
    pub index: usize,
    pub sid: Option<String>,
    pub span: Span,
    pub effect: Effect,
    /// How well the whole statement fits.
    pub fit: Fit,
    /// How its Principal names the caller.
    pub trust: Option<Trust>,
    /// How well it names everyone besides.
    pub everyone: Fit,
    /// Does a condition name the principal (E-35)?
    pub pinned: bool,
    /// Would AWS refuse its document?
    pub refused: bool,
    /// Does its Principal use `NotPrincipal`?
    pub not_principal: bool,
    /// The accounts that its Principal names.
    pub accounts: Vec<String>,
    /// Rules of the tests that succeeded.
    pub rules: Vec<Rule>,
    /// Tests that did not.
    pub failed: Vec<Failed>,
    /// Condition keys that it asks for and the request does not have, where all but its Condition
    /// holds.
    pub missing: Vec<String>,
}

impl Trace {
    /// Is it taken to match?
    pub fn is_taken(&self) -> bool {
        self.fit.is_taken(self.effect)
    }

    /// Does it match in every reading, in a document that AWS would save?
    pub fn is_certain(&self) -> bool {
        self.fit == Fit::Yes && !self.refused
    }

    /// Does exactly one test fail?
    pub fn is_near_miss(&self) -> bool {
        !self.is_taken() && self.failed.len() == 1
    }

    /// The one test that fails.
    pub fn only_failure(&self) -> Option<&Failed> {
        match self.failed.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// Tests a statement of a policy.
pub(crate) fn trace(
    compiled: &CompiledPolicy,
    statement: &Statement,
    place: &Place<'_>,
    asked: Action,
) -> Trace {
    let kind = compiled.source.kind;
    let principal = statement.principal.as_ref();
    let mut trace = Trace {
        document: String::new(),
        name: String::new(),
        index: 0,
        sid: statement.sid.clone(),
        span: statement.span,
        effect: statement.effect,
        fit: Fit::Yes,
        trust: None,
        everyone: Fit::No,
        pinned: names_principal_arn(statement),
        refused: compiled.refused,
        not_principal: principal.is_some_and(|principal| principal.negated),
        accounts: accounts(principal),
        rules: Vec::new(),
        failed: Vec::new(),
        missing: Vec::new(),
    };
    if kind.has_principal() {
        let found = principal::fit(statement, place.caller);
        trace.trust = found.trust;
        trace.everyone = principal::everyone_too(statement, found.trust);
        let element = if trace.not_principal { "NotPrincipal" } else { "Principal" };
        let recreated = found.fitted.rule == Some(Rule::K40) && place.caller.recreated;
        let code = if recreated { ReasonCode::PrincipalRecreated } else { ReasonCode::Principal };
        trace.test(element, found.fitted, code, || {
            let quoted = |entry: &Spanned<PrincipalEntry>| entry.value.text();
            (texts(principal, found.fitted.span, quoted), place.caller.identity_arn.clone())
        });
    }
    let action = statement.action.as_ref();
    let element = if is_negated(action) { "NotAction" } else { "Action" };
    let fitted = action::fit(statement, kind, asked);
    trace.test(element, fitted, ReasonCode::Action, || {
        (texts(action, fitted.span, |entry| entry.value.clone()), asked.to_string())
    });

    let resource = statement.resource.as_ref();
    let element = if is_negated(resource) { "NotResource" } else { "Resource" };
    let fitted = resource::fit(statement, kind, place, asked);
    trace.test(element, fitted, ReasonCode::Resource, || {
        (texts(resource, fitted.span, |entry| entry.value.text.clone()), place.resource.clone())
    });
    let variables = resource::variable_rules(statement, place, asked);
    match trace.failed.iter_mut().find(|failed| failed.reason.element == element) {
        Some(failed) => failed.rules.extend(variables),
        None => trace.rules.extend(variables),
    }

    if let Some((element, span)) = matching::unsupported(statement) {
        let rule = Some(if element == "Condition" { Rule::J21 } else { Rule::J1 });
        let fitted = Fitted { fit: Fit::Unsupported, rule, span };
        trace.test(element, fitted, ReasonCode::Unsupported, || (Vec::new(), String::new()));
    }
    let others_hold = trace.fit != Fit::No;
    for test in &statement.condition {
        trace.condition(test, place, asked, others_hold);
    }
    if statement.empty_condition {
        trace.rules.push(Rule::R10);
    }
    if statement.condition.len() > 1 {
        trace.rules.push(Rule::O1);
        trace.rules.push(Rule::O3);
    }
    trace
}

fn is_negated<T>(element: Option<&Element<T>>) -> bool {
    element.is_some_and(|element| element.negated)
}

/// The accounts that a Principal names.
fn accounts(principal: Option<&Element<PrincipalEntry>>) -> Vec<String> {
    let entries = principal.into_iter().flat_map(|principal| &principal.entries);
    let account = |entry: &Spanned<PrincipalEntry>| match &entry.value {
        PrincipalEntry::Account { account, .. } => Some(account.clone()),
        _ => None,
    };
    entries.filter_map(account).collect()
}

/// What the entries of an element that stand inside `span` say.
fn texts<T>(
    element: Option<&Element<T>>,
    span: Span,
    text: impl Fn(&Spanned<T>) -> String,
) -> Vec<String> {
    let entries = element.into_iter().flat_map(|element| &element.entries);
    entries
        .filter(|entry| span.start <= entry.span.start && entry.span.end <= span.end)
        .map(text)
        .collect()
}

impl Trace {
    /// Notes the result of one test; what it asked for and what it found only where it failed.
    fn test(
        &mut self,
        element: &'static str,
        fitted: Fitted,
        code: ReasonCode,
        asked_and_found: impl FnOnce() -> (Vec<String>, String),
    ) {
        self.fit = self.fit.min(fitted.fit);
        if fitted.fit >= Fit::Likely {
            self.rules.extend(fitted.rule);
            return;
        }
        let code = if fitted.fit == Fit::Unsupported { ReasonCode::Unsupported } else { code };
        let (expected, actual) = asked_and_found();
        let actual = Some(actual).filter(|actual| !actual.is_empty()).into_iter().collect();
        let span = fitted.span;
        let fit = fitted.fit;
        let (operator, key) = (None, None);
        let reason = Reason { code, element, operator, key, expected, actual, span, fit };
        let rules = fitted.rule.into_iter().collect();
        self.failed.push(Failed { rules, reason });
    }

    /// Notes the result of one test of the Condition.
    fn condition(
        &mut self,
        test: &ConditionTest,
        place: &Place<'_>,
        action: Action,
        others_hold: bool,
    ) {
        let find = |key: &ConditionKey| place.held(key, action);
        let held = find(&test.key);
        let fit = test.fit(&held, &find);
        self.fit = self.fit.min(fit);
        let asks_presence = test.asks_presence();
        let absent = matches!(held.content, Content::Absent | Content::Unknown | Content::Open);
        if absent && others_hold && !asks_presence {
            self.missing.push(test.key.text.clone());
        }
        let rules = test.rules(&held, fit, &find);
        if fit >= Fit::Likely {
            self.rules.extend(rules);
            return;
        }
        let code = match &held.content {
            _ if test.operator.is_none() => ReasonCode::Unsupported,
            Content::Absent | Content::Unknown | Content::Open => ReasonCode::ConditionMissing,
            Content::Many(_) => ReasonCode::ConditionSet,
            Content::One(_) if test.key.name.is_multivalued() => ReasonCode::ConditionSet,
            _ if fit == Fit::Unsupported => ReasonCode::Unsupported,
            _ => ReasonCode::ConditionValue,
        };
        let actual = match &held.content {
            Content::One(value) => vec![value.to_string()],
            Content::Many(values) => values.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        let reason = Reason {
            code,
            element: "Condition",
            operator: Some(test.operator_text.clone()),
            key: Some(test.key.text.clone()),
            expected: test.values.iter().map(|listed| listed.value.text.clone()).collect(),
            actual,
            span: test.span,
            fit,
        };
        self.failed.push(Failed { rules, reason });
    }
}
