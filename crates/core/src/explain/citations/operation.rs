//! What a general rule means for this operation and this caller.

use super::super::{Explained, Tested};
use crate::caller::CallerKind;
use crate::condition::KeyName;
use crate::decide::{About, Cause};
use crate::report::{LayerName, Verdict};
use crate::rules::Rule;
use crate::scenario::Manager;

impl Explained<'_> {
    /// Rules about operations that take more than one check.
    pub(super) fn of_the_operation(&self, rules: &mut Vec<Rule>) {
        let name = self.action.bare_name();
        match self.about {
            About::Alias | About::KeyOfAlias => rules.extend([Rule::OP10, Rule::E14]),
            About::TargetKey => rules.extend([Rule::OP10, Rule::E14]),
            About::NewKeyTags | About::NewKeyTagsInReplicaRegion => {
                rules.extend([Rule::OP6, Rule::R14]);
                if self.about == About::NewKeyTagsInReplicaRegion {
                    rules.push(Rule::R11);
                }
            }
            About::NoKeyInReplicaRegion => rules.extend([Rule::K72, Rule::R11]),
            About::NewPrimary => rules.extend([Rule::K72, Rule::R11]),
            About::DestinationKey => rules.push(Rule::OP4),
            About::Key if name == "ReplicateKey" || name == "UpdatePrimaryRegion" => {
                rules.push(Rule::K72);
            }
            About::Key if name.starts_with("ReEncrypt") => rules.push(Rule::OP4),
            About::Grant => rules.push(Rule::G12),
            About::RetiringPrincipal => rules.push(Rule::OP3),
            _ => {}
        }
        let of_the_grant =
            [Rule::C5, Rule::C6, Rule::C8, Rule::C9, Rule::C11, Rule::C12, Rule::C13];
        let of_the_halves = [Rule::C4, Rule::C5, Rule::C6, Rule::C22];
        let of_a_key = [Rule::C15, Rule::C16, Rule::C17, Rule::C23, Rule::C73];
        let has = |rules: &[Rule], any: &[Rule]| rules.iter().any(|rule| any.contains(rule));
        match name {
            "CreateGrant" if has(rules, &of_the_grant) => rules.push(Rule::G14),
            "CreateGrant" if self.settled.verdict == Verdict::Allow => rules.push(Rule::G4),
            "RevokeGrant" => rules.push(Rule::G13),
            "ReEncryptFrom" | "ReEncryptTo"
                if has(rules, &of_the_halves)
                    || (self.settled.verdict == Verdict::Allow && rules.contains(&Rule::G5)) =>
            {
                rules.push(Rule::R8Halves);
            }
            "ReEncryptFrom" | "ReEncryptTo" if rules.contains(&Rule::C21) => rules.push(Rule::R8),
            "ListKeys" | "ListAliases" if rules.iter().any(|rule| is_of_kms_key(*rule)) => {
                rules.push(Rule::OP11);
            }
            _ => {}
        }
        let no_key = !self.has_key() && !self.place.target.is_resource();
        if no_key && rules.contains(&Rule::O30) && has(rules, &of_a_key) {
            rules.push(Rule::R7);
        }
        if self.settled.verdict == Verdict::ExplicitDeny && rules.contains(&Rule::O30) {
            rules.push(Rule::O31);
        }
        let managed = self.place.key().is_some_and(|key| key.manager == Manager::Aws);
        if managed && matches!(self.settled.cause, Cause::Policies) {
            rules.push(Rule::K51);
            if self.settled.verdict == Verdict::Allow && rules.contains(&Rule::K5) {
                rules.push(Rule::K52);
            }
        }
        let of_the_context = has(rules, &[Rule::C5, Rule::C6]);
        if of_the_context && !KeyName::EncryptionContext.carried_by().contains(self.action) {
            rules.push(Rule::C40);
        }
        if !self.has_key() && rules.contains(&Rule::C29) {
            rules.push(Rule::R23);
        }
        if self.place.question.via.is_some() && !self.place.is_service() {
            rules.push(Rule::E89);
            if rules.contains(&Rule::C29) {
                rules.push(Rule::C45);
            }
        }
        if self.place.caller.kind == CallerKind::FederatedUser {
            rules.push(Rule::E83);
        }
        let default = self.place.key().is_some_and(|key| key.policy.is_none()) && !managed;
        if default && self.one(LayerName::KeyPolicy).is_some_and(Tested::allows) {
            rules.push(Rule::K20);
        }
        if matches!(name, "Encapsulate" | "Decapsulate") {
            rules.push(Rule::N1);
        }
        let policy = self.place.question.parameters.contains_key("Policy");
        if name == "CreateKey" && policy && self.settled.verdict == Verdict::Allow {
            rules.push(Rule::K35);
        }
        if self.place.is_service() && of_the_context {
            rules.push(Rule::R21);
        }
        let caller = self.place.caller;
        let service_role = caller.identity_arn.contains(":role/service-role/");
        let account = self.model.account(&caller.account).map(|(_, account)| account);
        let organization = account.and_then(|account| account.organization.as_ref());
        let tagless = matches!(caller.kind, CallerKind::FederatedUser | CallerKind::Root);
        if (rules.contains(&Rule::C64) && tagless)
            || (rules.contains(&Rule::C67) && (service_role || caller.is_service_linked()))
            || (has(rules, &[Rule::C62, Rule::C63])
                && organization.is_some_and(|one| one.management))
        {
            rules.push(Rule::R15);
        }
        if self.place.caller.recreated && rules.contains(&Rule::C60) {
            rules.push(Rule::K41);
        }
        if self.place.question.is_by_ciphertext() {
            rules.push(Rule::X4);
            let of_the_key = [Rule::C15, Rule::C16, Rule::C17, Rule::C22, Rule::C23, Rule::C73];
            if rules.iter().any(|rule| of_the_key.contains(rule)) {
                rules.push(Rule::R9);
            }
        }
    }
}

/// Is it a rule about a `kms:` condition key?
fn is_of_kms_key(rule: Rule) -> bool {
    let number = rule.id().strip_prefix("C-").and_then(|number| number.parse::<u32>().ok());
    number.is_some_and(|number| number < 60)
}
