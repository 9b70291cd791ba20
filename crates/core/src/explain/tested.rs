//! The statements of one layer, tested, and which of them decided.

use super::trace::{Trace, trace};
use crate::actions::Action;
use crate::caller::Caller;
use crate::decide::bounds::Bounds;
use crate::decide::{CompiledPolicy, Place, Says};
use crate::matching::Fits;
use crate::policy::Effect;
use crate::report::{LayerName, LayerResult, Match, StatementTrace, Trust};

/// A document and where it comes from.
pub(crate) struct Source<'m> {
    pub policy: &'m CompiledPolicy,
    /// Its place in the scenario, as a JSON Pointer.
    pub pointer: String,
    pub name: String,
}

/// A layer of policies with every statement tested.
#[derive(Default)]
pub(crate) struct Tested<'m> {
    pub traces: Vec<Trace>,
    /// For each trace its document.
    policies: Vec<&'m CompiledPolicy>,
    /// The place among `traces` of the statement that decided what the layer says.
    decisive: Option<usize>,
    /// Has it any document?
    pub has_documents: bool,
}

impl<'m> Tested<'m> {
    pub fn new(sources: Vec<Source<'m>>, place: &Place<'_>, action: Action) -> Self {
        let mut tested = Self { has_documents: !sources.is_empty(), ..Self::default() };
        for Source { policy: compiled, pointer, name } in sources {
            for (index, statement) in compiled.statements().enumerate() {
                let mut trace = trace(compiled, statement, place, action);
                trace.document.clone_from(&pointer);
                trace.name.clone_from(&name);
                trace.index = index;
                tested.traces.push(trace);
                tested.policies.push(compiled);
            }
        }
        let caller = place.caller;
        tested.decisive = tested
            .deciding(Effect::Deny, caller, |_| true)
            .or_else(|| tested.deciding(Effect::Allow, caller, |_| true));
        tested
    }

    /// Of the statements of this effect that `count`, the one that decides: a certain match before an
    /// uncertain one, the strongest trust first, then the order of the text.
    fn deciding(
        &self,
        effect: Effect,
        caller: &Caller,
        count: impl Fn(&Trace) -> bool,
    ) -> Option<usize> {
        self.traces
            .iter()
            .enumerate()
            .filter(|(_, trace)| trace.effect == effect && trace.is_taken() && count(trace))
            .min_by_key(|(index, trace)| {
                let trust = trace.trust.filter(|_| effect == Effect::Allow);
                let trust = trust.map(|trust| trust.rank(caller.kind));
                (!trace.is_certain(), trust, *index)
            })
            .map(|(index, _)| index)
    }

    /// If the Allow that decides is not `enough` for its trust, the strongest that is decides
    /// instead.
    pub fn prefer(&mut self, caller: &Caller, enough: impl Fn(Trust) -> bool) {
        if self.allows() {
            let is_enough = |trace: &Trace| trace.trust.is_none_or(&enough);
            self.decisive = self.deciding(Effect::Allow, caller, is_enough).or(self.decisive);
        }
    }

    /// Adds what the statements of one document say.
    pub fn add_to(
        &self,
        says: &mut Says,
        policy: &CompiledPolicy,
        caller: &Caller,
        action: Action,
    ) {
        for (trace, document) in self.traces.iter().zip(&self.policies) {
            if !std::ptr::eq(*document, policy) {
                continue;
            }
            let fits = Fits::within(action.into(), trace.fit);
            let bounds = |fits| Bounds::of(trace.effect, fits, trace.refused);
            match trace.effect {
                Effect::Deny => says.denied = says.denied | bounds(fits),
                Effect::Allow => {
                    let Trace { trust, everyone, pinned, .. } = *trace;
                    says.allow(trust, everyone, pinned, caller, |also| bounds(fits & also));
                }
            }
        }
    }

    pub fn decisive(&self) -> Option<&Trace> {
        self.traces.get(self.decisive?)
    }

    pub fn allows(&self) -> bool {
        self.decisive().is_some_and(|trace| trace.effect == Effect::Allow)
    }

    pub fn denies(&self) -> bool {
        self.decisive().is_some_and(|trace| trace.effect == Effect::Deny)
    }

    pub fn denies_certainly(&self) -> bool {
        self.denies() && self.decisive().is_some_and(Trace::is_certain)
    }

    /// The Allow that matches has no effect after all.
    pub fn forget_allowing(&mut self) {
        if self.allows() {
            self.decisive = None;
        }
    }

    /// How the layer trusts the caller, where it allows.
    pub fn trust(&self) -> Option<Trust> {
        self.decisive().filter(|trace| trace.effect == Effect::Allow)?.trust
    }

    /// Allow statements of which exactly one test fails.
    pub fn near_misses(&self) -> impl Iterator<Item = &Trace> {
        self.traces.iter().filter(|trace| trace.effect == Effect::Allow && trace.is_near_miss())
    }

    /// What a layer says that can allow.
    pub fn result(&self) -> LayerResult {
        if self.denies() {
            LayerResult::ExplicitDeny
        } else if self.allows() {
            LayerResult::Allow
        } else {
            LayerResult::ImplicitDeny
        }
    }

    /// What a layer says that only limits. A resource control policy can only deny (E-62).
    pub fn limit(&self, layer: LayerName) -> LayerResult {
        match self.result() {
            LayerResult::ImplicitDeny if layer == LayerName::Rcp => LayerResult::Allow,
            result => result,
        }
    }

    pub fn statements(self) -> Vec<StatementTrace> {
        let decisive = self.decisive;
        self.traces
            .into_iter()
            .enumerate()
            .map(|(index, trace)| {
                let matched = if decisive == Some(index) {
                    Match::Decisive
                } else if trace.is_taken() {
                    Match::Matched
                } else if trace.is_near_miss() {
                    Match::NearMiss
                } else {
                    Match::Irrelevant
                };
                StatementTrace {
                    document: trace.document,
                    name: trace.name,
                    index: trace.index,
                    sid: trace.sid,
                    effect: if trace.effect == Effect::Allow { "Allow" } else { "Deny" },
                    span: trace.span,
                    matched,
                    reasons: trace.failed.into_iter().map(|failed| failed.reason).collect(),
                }
            })
            .collect()
    }
}
