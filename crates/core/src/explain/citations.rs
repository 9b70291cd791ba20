//! Which rules a decision rests on.

use super::Explained;
use super::trace::Trace;
use crate::arn::Arn;
use crate::caller::CallerKind;
use crate::decide::Cause;
use crate::matching::Fit;
use crate::policy::Effect;
use crate::report::{Confidence, LayerName, ReasonCode, Trust, Verdict};
use crate::rules::Rule;

impl Explained<'_> {
    /// The rules that decided, in the order in which one would tell them.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let mut rules = match (&self.settled.cause, self.settled.verdict) {
            (Cause::Unreadable(layer), _) => vec![self.rule_of_unreadable(*layer)],
            (Cause::Unmodelled(_) | Cause::NotFound, _) => Vec::new(),
            (Cause::ForeignKey, _) => vec![Rule::E20, Rule::MSG24],
            (Cause::RefusedOnSaving, _) => vec![Rule::J1],
            (Cause::NeverAcrossAccounts, _) => vec![Rule::E24, Rule::X2],
            (_, Verdict::ExplicitDeny) => self.denied_explicitly(),
            (_, Verdict::Allow) => self.allowed(),
            (_, Verdict::ImplicitDeny) => self.denied_implicitly(),
            (_, Verdict::Error) => Vec::new(),
        };
        if let Cause::UnknownPrincipals(_) = self.settled.cause {
            rules.push(Rule::K31);
        }
        if self.settled.error.is_none() {
            let tested = self.key_policy.traces.iter().chain(&self.identity.traces);
            let doubtful = tested
                .filter(|trace| self.settled.uncertain && trace.fit == Fit::Doubtful)
                .flat_map(|trace| &trace.failed);
            rules.extend(doubtful.filter_map(|failed| failed.rule));
            rules.extend(self.place.found_by);
        }
        if self.place.caller.kind == CallerKind::RoleSession && !rules.is_empty() {
            rules.extend([Rule::E82, Rule::E25]);
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
        let policies = match layer {
            LayerName::KeyPolicy => self
                .place
                .key
                .and_then(|key| self.model.key_policies.get(key))
                .into_iter()
                .collect(),
            _ => {
                let owner = self.place.caller.policies_of;
                self.model
                    .identity_policies
                    .get(owner)
                    .map_or(Vec::new(), |list| list.iter().collect())
            }
        };
        let duplicate = policies
            .iter()
            .flat_map(|policy| &policy.source.problems)
            .any(|problem| matches!(problem.kind, crate::policy::ProblemKind::DuplicateKey(_)));
        if duplicate { Rule::J4 } else { Rule::J1 }
    }

    fn denied_explicitly(&self) -> Vec<Rule> {
        let in_key_policy = self.layer() == LayerName::KeyPolicy;
        let tested = if in_key_policy { &self.key_policy } else { &self.identity };
        let mut rules = vec![Rule::E4];
        let Some(deny) = tested.decisive() else {
            return rules;
        };
        if !in_key_policy {
            rules.push(Rule::E11);
        } else if deny.not_principal {
            rules.extend([Rule::K6, Rule::M26]);
        } else if deny.trust == Some(Trust::Account) {
            rules.push(Rule::M24);
        }
        rules.extend(&deny.rules);
        rules.extend(deny.failed.iter().filter_map(|failed| failed.rule));
        rules
    }

    fn allowed(&self) -> Vec<Rule> {
        let key_policy = self.key_policy.decisive();
        let trust = self.key_policy.trust();
        let mut rules = Vec::new();
        if !self.has_key() {
            rules.extend([Rule::E13, Rule::OP3]);
            if self.is_root() {
                rules.push(Rule::E5);
            }
        } else if self.place.relation.same_account {
            rules.push(if self.is_root() { Rule::E5 } else { Rule::E10 });
        } else {
            rules.push(Rule::E20);
            rules.extend(across(trust));
            if self.is_root() {
                rules.push(Rule::S0_3);
            }
        }
        rules.extend(key_policy.iter().flat_map(|trace| &trace.rules));
        if self.layer() == LayerName::Identity {
            rules.extend(self.identity.decisive().iter().flat_map(|trace| &trace.rules));
        }
        // A Deny with NotPrincipal that spared the caller is part of why it is allowed.
        let spared = self.key_policy.traces.iter().any(|trace| {
            let only = trace.only_failure().map(|failed| failed.reason.element);
            trace.effect == Effect::Deny && only == Some("NotPrincipal")
        });
        if spared {
            rules.extend([Rule::K6, Rule::M26]);
        }
        rules
    }

    fn denied_implicitly(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        if !self.has_key() {
            rules.extend([Rule::E13, Rule::OP3]);
            if self.any_key_policy_would_allow() {
                rules.push(Rule::K8);
            }
            rules.extend(self.identity.near_misses().filter_map(failing_rule));
            return rules;
        }
        let same_account = self.place.relation.same_account;
        if !same_account {
            rules.push(Rule::E20);
        }
        if self.layer() == LayerName::Identity {
            if same_account {
                rules.push(Rule::E10);
                rules.push(Rule::K4);
            } else {
                rules.extend(across(self.key_policy.trust()));
            }
            rules.extend(self.identity.near_misses().filter_map(failing_rule));
            return rules;
        }
        if !same_account && !self.place.relation.region_enabled {
            rules.push(Rule::E26);
            return rules;
        }
        if self.is_root() {
            rules.extend([Rule::E5, Rule::K80]);
        } else if same_account {
            rules.extend([Rule::K2, Rule::E10]);
            if self.identity.allows() {
                rules.push(Rule::E11);
            }
        }
        let owner = Arn::parse(&self.place.resource).map_or("", |arn| arn.account);
        for trace in self.key_policy.near_misses() {
            let Some(failure) = trace.only_failure() else {
                continue;
            };
            match failure.reason.code {
                ReasonCode::Action => rules.push(Rule::E12),
                ReasonCode::Principal
                    if !same_account && trace.accounts.iter().any(|account| account == owner) =>
                {
                    rules.push(Rule::E23);
                }
                _ => {}
            }
            rules.extend(failure.rule);
        }
        rules
    }

    /// Would a key policy allow this operation if it were one on a key (K-8)?
    pub(super) fn any_key_policy_would_allow(&self) -> bool {
        let action = self.action;
        self.model.key_policies.iter().any(|policy| {
            let says = policy.says(self.place.caller, "", action.into());
            says.allowed.taken.contains(action) || says.delegated.taken.contains(action)
        })
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

/// The rule behind the one test of a statement that fails.
fn failing_rule(trace: &Trace) -> Option<Rule> {
    trace.only_failure()?.rule
}
