//! One statement tested against one request, element by element.

use crate::actions::Action;
use crate::decide::{CompiledPolicy, Place};
use crate::json::{self, Value};
use crate::matching::{self, Fit, Fitted, action, principal, resource};
use crate::policy::{Effect, Element, Policy, PolicyKind, PrincipalEntry, Spanned, Statement};
use crate::report::{Reason, ReasonCode, Trust};
use crate::rules::Rule;
use crate::text::Span;

/// A test that did not succeed.
#[derive(Clone, Debug)]
pub(crate) struct Failed {
    pub fit: Fit,
    pub rule: Option<Rule>,
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

/// A statement and where it comes from.
#[derive(Clone, Copy)]
pub(crate) struct Tested<'a> {
    pub compiled: &'a CompiledPolicy,
    pub policy: &'a Policy,
    pub statement: &'a Statement,
}

/// Tests a statement of a policy.
pub(crate) fn trace(tested: Tested<'_>, place: &Place<'_>, asked: Action) -> Trace {
    let Tested { compiled, policy, statement } = tested;
    let kind = compiled.source.kind;
    let text = &compiled.source.text;
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
        refused: compiled.refused,
        not_principal: principal.is_some_and(|principal| principal.negated),
        accounts: accounts(principal),
        rules: Vec::new(),
        failed: Vec::new(),
    };
    if kind == PolicyKind::KeyPolicy {
        let found = principal::fit(statement, place.caller);
        trace.trust = found.trust;
        let element = if trace.not_principal { "NotPrincipal" } else { "Principal" };
        let code = if found.fitted.rule == Some(Rule::K40) && place.caller.recreated {
            ReasonCode::PrincipalRecreated
        } else {
            ReasonCode::Principal
        };
        trace.test(element, found.fitted, code, || {
            (texts(principal, found.fitted.span, text), place.caller.identity_arn.clone())
        });
    }
    let action = statement.action.as_ref();
    let element = if is_negated(action) { "NotAction" } else { "Action" };
    let fitted = action::fit(statement, kind, asked);
    trace.test(element, fitted, ReasonCode::Action, || {
        (texts(action, fitted.span, text), asked.to_string())
    });

    let resource = statement.resource.as_ref();
    let element = if is_negated(resource) { "NotResource" } else { "Resource" };
    let fitted = resource::fit(statement, kind, policy.has_variables, &place.resource);
    trace.test(element, fitted, ReasonCode::Resource, || {
        (texts(resource, fitted.span, text), place.resource.clone())
    });

    if let Some((element, span)) = matching::unsupported(statement) {
        let rule = (element != "Condition").then_some(Rule::J1);
        let fitted = Fitted { fit: Fit::Unsupported, rule, span };
        trace.test(element, fitted, ReasonCode::Unsupported, || (Vec::new(), String::new()));
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
fn texts<T>(element: Option<&Element<T>>, span: Span, text: &str) -> Vec<String> {
    let entries = element.into_iter().flat_map(|element| &element.entries);
    entries
        .filter(|entry| span.start <= entry.span.start && entry.span.end <= span.end)
        .map(|entry| match json::parse(entry.span.of(text)).0.value {
            Value::String(text) => text,
            _ => String::new(),
        })
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
        if fitted.fit == Fit::Yes {
            self.rules.extend(fitted.rule);
            return;
        }
        let code = if fitted.fit == Fit::Unsupported { ReasonCode::Unsupported } else { code };
        let (expected, actual) = asked_and_found();
        let actual = Some(actual).filter(|actual| !actual.is_empty()).into_iter().collect();
        let reason = Reason { code, element, expected, actual, span: fitted.span };
        self.failed.push(Failed { fit: fitted.fit, rule: fitted.rule, reason });
    }
}
