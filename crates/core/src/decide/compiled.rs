//! A policy made ready to decide: actions as masks, so that one pass decides all of them.

use super::bounds::Bounds;
use crate::actions::ActionSet;
use crate::caller::Caller;
use crate::matching::{self, Fit, action, principal, resource};
use crate::policy::{Effect, Policy, PolicyKind, PolicyText, Statement};
use crate::report::Trust;

/// A document with what its statements' Action elements cover.
#[derive(Clone, Debug)]
pub struct CompiledPolicy {
    /// What was read.
    pub source: PolicyText,
    /// Would AWS refuse to save it?
    pub refused: bool,
    /// For each statement, in order: the actions and how well the rest of it can fit at best.
    statements: Vec<CompiledStatement>,
}

#[derive(Clone, Copy, Debug)]
struct CompiledStatement {
    actions: action::ActionFits,
    at_best: Fit,
}

impl CompiledPolicy {
    /// Compiles what was read of a document.
    pub fn new(source: PolicyText) -> Self {
        let compile = |statement| CompiledStatement {
            actions: action::fits(statement, source.kind),
            at_best: if matching::unsupported(statement).is_some() {
                Fit::Unsupported
            } else {
                Fit::Yes
            },
        };
        Self {
            refused: source.is_refused(),
            statements: source
                .policy
                .iter()
                .flat_map(|policy| &policy.statements)
                .map(compile)
                .collect(),
            source,
        }
    }

    /// Its statements, each with its policy.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (&Policy, &Statement)> {
        let policy = self.source.policy.iter();
        policy.flat_map(|policy| policy.statements.iter().map(move |statement| (policy, statement)))
    }

    /// Can it be used at all?
    pub fn is_readable(&self) -> bool {
        self.source.policy.is_some()
    }

    /// What it says of this caller and resource, for the actions `among`.
    pub fn says(&self, caller: &Caller, resource: &str, among: ActionSet) -> Says {
        let mut says = Says::default();
        let Some(policy) = &self.source.policy else {
            return says;
        };
        for (statement, compiled) in policy.statements.iter().zip(&self.statements) {
            let mut fit = compiled.at_best;
            let mut trust = None;
            if self.source.kind == PolicyKind::KeyPolicy {
                let found = principal::fit(statement, caller);
                fit = fit.min(found.fitted.fit);
                trust = found.trust;
            }
            if fit == Fit::No {
                continue;
            }
            let kind = self.source.kind;
            fit = fit.min(resource::fit(statement, kind, policy.has_variables, resource).fit);
            let CompiledStatement { actions: action::ActionFits { yes, otherwise }, .. } =
                *compiled;
            let bounds = Bounds::of(statement.effect, yes & among, fit, self.refused)
                | Bounds::of(statement.effect, !yes & among, fit.min(otherwise), self.refused);
            match (statement.effect, trust) {
                (Effect::Deny, _) => says.denied = says.denied | bounds,
                (Effect::Allow, Some(Trust::Account)) => says.delegated = says.delegated | bounds,
                (Effect::Allow, _) => says.allowed = says.allowed | bounds,
            }
        }
        says
    }
}

/// What one document says of one caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Says {
    /// It allows; for a key policy: directly.
    pub allowed: Bounds,
    /// Key policy: it names the caller's account.
    pub delegated: Bounds,
    /// It denies.
    pub denied: Bounds,
}
