//! A policy made ready to decide: actions as masks, so that one pass decides all of them.

use super::bounds::Bounds;
use super::place::Place;
use super::rule::Direct;
use crate::actions::{Action, ActionSet};
use crate::caller::{Caller, CallerKind};
use crate::condition::{Comparison, KeyName};
use crate::context::told_apart;
use crate::matching::{self, Fit, Fits, action, principal, resource};
use crate::policy::{Effect, PolicyText, Statement};
use crate::report::Trust;
use std::ops::Deref;
use std::sync::Arc;

/// A document ready to decide. A copy is the same one: models share what has not changed.
#[derive(Clone, Debug)]
pub struct CompiledPolicy(Arc<Compiled>);

impl Deref for CompiledPolicy {
    type Target = Compiled;

    fn deref(&self) -> &Compiled {
        &self.0
    }
}

/// A document with what its statements' Action elements cover.
#[derive(Debug)]
pub struct Compiled {
    /// What was read.
    pub source: PolicyText,
    /// Would AWS refuse to save it?
    pub refused: bool,
    /// For each statement, in order, what does not depend on the request.
    statements: Vec<CompiledStatement>,
}

#[derive(Clone, Copy, Debug)]
struct CompiledStatement {
    /// What its actions fit.
    actions: Fits,
    /// How well the rest of it can fit at best.
    at_best: Fit,
    /// Does its Resource have variables?
    variables: bool,
}

impl CompiledPolicy {
    /// Compiles what was read of a document.
    pub fn new(source: PolicyText) -> Self {
        let compile = |statement: &Statement| CompiledStatement {
            actions: action::fits(statement, source.kind),
            at_best: if matching::unsupported(statement).is_some() {
                Fit::Unsupported
            } else {
                Fit::Yes
            },
            variables: statement
                .resource
                .iter()
                .flat_map(|element| &element.entries)
                .any(|entry| entry.value.variables.is_some()),
        };
        let statements = source.policy.iter().flat_map(|policy| &policy.statements);
        Self(Arc::new(Compiled {
            refused: source.is_refused,
            statements: statements.map(compile).collect(),
            source,
        }))
    }

    /// Its statements.
    pub(crate) fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.source.policy.iter().flat_map(|policy| &policy.statements)
    }

    /// Can it be used at all?
    pub fn is_readable(&self) -> bool {
        self.source.policy.is_some()
    }

    /// What it says in this place of the actions `among`.
    pub(crate) fn says(&self, place: &Place<'_>, among: ActionSet) -> Says {
        let mut says = Says::default();
        let Some(policy) = &self.source.policy else {
            return says;
        };
        let kind = self.source.kind;
        for (statement, compiled) in policy.statements.iter().zip(&self.statements) {
            let mut fits = compiled.actions & Fits::within(among, compiled.at_best);
            let mut trust = None;
            if fits.doubtful.is_empty() {
                continue;
            }
            if kind.has_principal() {
                let found = principal::fit(statement, place.caller);
                fits = fits & Fits::all(found.fitted.fit);
                trust = found.trust;
            }
            if compiled.variables {
                let keys = statement.resource.iter().flat_map(|element| &element.entries);
                let keys = keys.flat_map(|entry| entry.value.keys()).map(|key| key.name);
                fits = fits
                    & per_class(fits.doubtful, keys, |action| {
                        resource::fit(statement, kind, place, action).fit
                    });
            } else if let Some(action) = fits.doubtful.first() {
                fits = fits & Fits::all(resource::fit(statement, kind, place, action).fit);
            }
            for test in &statement.condition {
                if fits.doubtful.is_empty() {
                    break;
                }
                let keys =
                    std::iter::once(test.key.name).chain(test.variables().map(|key| key.name));
                fits = fits
                    & per_class(fits.doubtful, keys, |action| {
                        let find = |key: &_| place.held(key, action);
                        test.fit(&find(&test.key), &find)
                    });
            }
            let bounds = |fits| Bounds::of(statement.effect, fits, self.refused);
            match statement.effect {
                Effect::Deny => says.denied = says.denied | bounds(fits),
                Effect::Allow => {
                    let everyone = principal::everyone_too(statement, trust);
                    let pinned = names_principal_arn(statement);
                    says.allow(trust, everyone, pinned, place.caller, |also| bounds(fits & also));
                }
            }
        }
        says
    }
}

/// The fit of every action among `among`, asked once for each class of actions that the keys tell
/// apart: the first one's, those that no set tells apart from it.
fn per_class(
    among: ActionSet,
    keys: impl Iterator<Item = KeyName> + Clone,
    fit: impl Fn(Action) -> Fit,
) -> Fits {
    let (mut rest, mut fits) = (among, Fits::NONE);
    while let Some(action) = rest.first() {
        let class = keys
            .clone()
            .flat_map(told_apart)
            .fold(rest, |class, set| class & if set.contains(action) { set } else { !set });
        fits = fits | Fits::within(class, fit(action));
        rest = rest & !class;
    }
    fits
}

/// What one document says of one caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Says {
    /// It allows, however it names the caller.
    pub allowed: Bounds,
    /// As a key policy: it names the caller.
    pub direct: Direct<Bounds>,
    /// As a key policy: it names the caller's account.
    pub delegated: Bounds,
    /// It denies.
    pub denied: Bounds,
}

impl Says {
    /// Adds what an Allow statement says that names the caller by `trust`, and everyone as well as
    /// `everyone` says; `pinned`: a condition names the principal; `bounds`: what it allows where
    /// this holds too.
    pub(crate) fn allow(
        &mut self,
        trust: Option<Trust>,
        everyone: Fit,
        pinned: bool,
        caller: &Caller,
        bounds: impl Fn(Fits) -> Bounds,
    ) {
        let ways = [(trust, Fit::Yes), (Some(Trust::Everyone), everyone)];
        for (trust, fit) in ways.into_iter().filter(|(_, fit)| *fit != Fit::No) {
            let bounds = bounds(Fits::all(fit));
            self.allowed = self.allowed | bounds;
            match trust {
                Some(Trust::Account) => self.delegated = self.delegated | bounds,
                _ => self.direct = self.direct | Direct::by(trust, caller.kind, pinned, bounds),
            }
        }
    }
}

/// Has the statement a condition that asks for certain values of `aws:PrincipalArn` (E-35)?
pub(crate) fn names_principal_arn(statement: &Statement) -> bool {
    statement.condition.iter().any(|test| {
        let positive = test.operator.is_some_and(|operator| {
            !operator.negated && !operator.if_exists && operator.comparison != Comparison::Null
        });
        test.key.name == KeyName::PrincipalArn && positive
    })
}

impl Direct<Bounds> {
    /// Permission that names a caller in this way: the table E-30 to E-36. `pinned`: a condition
    /// names the principal.
    pub(crate) fn by(
        trust: Option<Trust>,
        caller: CallerKind,
        pinned: bool,
        bounds: Bounds,
    ) -> Self {
        let mut direct = Self::default();
        match trust {
            // The user behind a federated user (E-34), and a role (E-31).
            Some(Trust::User) if caller == CallerKind::FederatedUser => direct.within_both = bounds,
            Some(Trust::Role) => direct.within_both = bounds,
            // Another reading lets the session policy count (E-40).
            Some(Trust::Session) => {
                direct.within_session = bounds;
                direct.free = bounds.uncertainly();
            }
            // The documentation speaks of boundaries only beside aws:PrincipalArn (E-36).
            Some(Trust::Everyone) if !pinned => {
                direct.within_boundary = bounds;
                direct.free = bounds.uncertainly();
            }
            _ => direct.free = bounds,
        }
        direct
    }
}

impl std::ops::BitOr for Direct<Bounds> {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self {
            free: self.free | other.free,
            within_boundary: self.within_boundary | other.within_boundary,
            within_session: self.within_session | other.within_session,
            within_both: self.within_both | other.within_both,
        }
    }
}
