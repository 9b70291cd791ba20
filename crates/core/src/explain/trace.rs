//! One statement tested against one request, element by element.

use crate::actions::Action;
use crate::decide::{CompiledPolicy, Place};
use crate::matching::{self, Fit, Fitted, action, principal, resource};
use crate::policy::{Effect, Policy, PolicyKind, PrincipalEntry, Statement};
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
    policy: &Policy,
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
        refused: compiled.refused,
        not_principal: principal.is_some_and(|principal| principal.negated),
        accounts: principal
            .iter()
            .flat_map(|principal| &principal.entries)
            .filter_map(|entry| match &entry.value {
                PrincipalEntry::Account(account) => Some(account.clone()),
                _ => None,
            })
            .collect(),
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
        let actual = vec![place.caller.identity_arn.clone()];
        trace.test(compiled, element, found.fitted, code, actual);
    }
    let negated = |element: &Option<crate::policy::Element<String>>| {
        element.as_ref().is_some_and(|element| element.negated)
    };
    let element = if negated(&statement.action) { "NotAction" } else { "Action" };
    let fitted = action::fit(statement, kind, asked);
    trace.test(compiled, element, fitted, ReasonCode::Action, vec![asked.to_string()]);

    let element = if negated(&statement.resource) { "NotResource" } else { "Resource" };
    let fitted = resource::fit(statement, kind, policy.has_variables, &place.resource);
    trace.test(compiled, element, fitted, ReasonCode::Resource, vec![place.resource.clone()]);

    if let Some((element, span)) = matching::unsupported(statement) {
        let rule = (element != "Condition").then_some(Rule::J1);
        let fitted = Fitted { fit: Fit::Unsupported, rule, span };
        trace.test(compiled, element, fitted, ReasonCode::Unsupported, Vec::new());
    }
    trace
}

impl Trace {
    /// Notes the result of one test.
    fn test(
        &mut self,
        compiled: &CompiledPolicy,
        element: &'static str,
        fitted: Fitted,
        code: ReasonCode,
        actual: Vec<String>,
    ) {
        self.fit = self.fit.min(fitted.fit);
        if fitted.fit == Fit::Yes {
            self.rules.extend(fitted.rule);
            return;
        }
        let code = if fitted.fit == Fit::Unsupported { ReasonCode::Unsupported } else { code };
        let expected = super::reasons::expected(&compiled.source.text, fitted.span);
        let reason = Reason { code, element, expected, actual, span: fitted.span };
        self.failed.push(Failed { fit: fitted.fit, rule: fitted.rule, reason });
    }
}
