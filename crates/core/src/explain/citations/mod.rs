//! Which rules a decision rests on.

mod allowed;
mod denied;
mod operation;

use super::Explained;
use super::trace::Trace;
use crate::caller::CallerKind;
use crate::decide::Cause;
use crate::matching::Fit;
use crate::report::{Confidence, LayerName, Trust, Verdict};
use crate::rules::Rule;

impl Explained<'_> {
    /// The rules that decided, in the order in which one would tell them.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let mut rules = match (&self.settled.cause, self.settled.verdict) {
            (Cause::Unreadable(layer), _) => vec![self.rule_of_unreadable(*layer)],
            (Cause::OtherService, _) => Vec::new(),
            (Cause::NotFound(_, rules), _) => rules.clone(),
            (Cause::ForeignKey, _) => {
                let mut rules = self.denied_implicitly();
                rules.extend([Rule::E20, Rule::MSG24]);
                rules
            }
            (Cause::Refused(refusal), _) => refusal.rules.to_vec(),
            (Cause::Never(rule), _) => match rule {
                Rule::E24 => vec![Rule::E24, Rule::X2, Rule::X1, Rule::N2],
                Rule::X13 => vec![Rule::X13, Rule::E24, Rule::X2],
                Rule::X10 => vec![Rule::X10, Rule::K50],
                rule => vec![*rule],
            },
            (_, Verdict::ExplicitDeny) => self.denied_explicitly(),
            (_, Verdict::Allow) => self.allowed(),
            (_, Verdict::ImplicitDeny) => self.denied_implicitly(),
            (_, Verdict::Error) => Vec::new(),
        };
        if let Cause::IfTheyExist(_) = self.settled.cause {
            rules.push(Rule::K31);
        }
        rules.extend(&self.settled.open);
        if self.settled.error.is_none() {
            let tested = self.layers.iter().flat_map(|layer| &layer.tested.traces);
            let doubtful = tested.filter(|trace| {
                let open = !matches!(trace.fit, Fit::No | Fit::Yes);
                self.settled.uncertain && open
            });
            rules.extend(doubtful.flat_map(|trace| {
                trace.failed.iter().flat_map(|failed| failed.rules.clone()).chain(
                    trace
                        .rules
                        .iter()
                        .copied()
                        .filter(|rule| rule.confidence() == Confidence::Uncertain),
                )
            }));
        }
        rules.extend(self.place.found_by);
        if self.place.found_by == Some(Rule::X4) {
            rules.push(Rule::X3);
        }
        self.of_the_operation(&mut rules);
        if self.place.caller.kind == CallerKind::RoleSession
            && self.settled.error.is_none()
            && !rules.is_empty()
        {
            rules.extend([Rule::E82, Rule::E25]);
        }
        for (rule, companion) in COMPANIONS {
            if rules.contains(&rule) {
                rules.push(companion);
            }
        }
        let mut seen = Vec::with_capacity(rules.len());
        rules.retain(|rule| {
            let new = !seen.contains(rule);
            seen.push(*rule);
            // What is certain rests on nothing uncertain, however near that came.
            new && (self.settled.uncertain || rule.confidence() != Confidence::Uncertain)
        });
        rules
    }

    fn rule_of_unreadable(&self, layer: LayerName) -> Rule {
        let layers = self.model.layers(self.place);
        let policies = layers.key_policy.into_iter().chain(layers.ram_policy);
        let mut all = policies.chain(layers.identity).chain(layers.boundary);
        let duplicate = |policy: &crate::decide::CompiledPolicy| {
            let mut problems = policy.source.problems.iter();
            problems
                .any(|problem| matches!(problem.kind, crate::policy::ProblemKind::DuplicateKey(_)))
        };
        let of_layer =
            matches!(layer, LayerName::KeyPolicy | LayerName::Identity | LayerName::Boundary);
        if of_layer && all.any(duplicate) { Rule::J4 } else { Rule::J1 }
    }

    /// A policy of a group counts for the user.
    fn group_rule(&self, trace: &Trace) -> Option<Rule> {
        let policies = self.place.issuer().map(|issuer| issuer.policies.iter());
        let mut policies = policies.into_iter().flatten().enumerate();
        let found = policies.find(|(index, _)| {
            trace.document
                == crate::scenario::identity_policy_pointer(self.place.caller.policies_of, *index)
        });
        found
            .filter(|(_, policy)| policy.attached == crate::scenario::Attached::Group)
            .map(|_| Rule::R2)
    }
}

/// The rule about how a key policy names a caller of another account.
fn across(trust: Option<Trust>) -> Option<Rule> {
    Some(match trust? {
        Trust::Account => Rule::K4,
        Trust::Everyone => Rule::E22,
        _ => Rule::E21,
    })
}

/// Rules that go with others: what a general rule means for this operation or caller.
const COMPANIONS: [(Rule, Rule); 8] = [
    (Rule::Q24, Rule::C43),
    (Rule::Q10, Rule::O51),
    (Rule::C10, Rule::G15),
    (Rule::M21, Rule::K5Service),
    (Rule::R18, Rule::C41),
    (Rule::K41, Rule::M27),
    (Rule::OP20, Rule::MSG31),
    (Rule::C23, Rule::X9),
];
