//! What the words of a policy mean, for whoever points at one; most of it is what the rules say.

use crate::actions::{Action, ActionSet, Authorization, Group, KeyKind};
use crate::condition::{KeyName, Operator, SetOperator};
use crate::policy::PolicyKind;
use crate::rules::Rule;

/// Actions named one by one, at most.
const NAMED: usize = 5;

/// An element of a policy or a statement.
pub fn element(name: &str, kind: PolicyKind) -> Option<(&'static str, Option<Rule>)> {
    let of_key = kind == PolicyKind::KeyPolicy;
    Some(match name {
        "Version" => (
            "The version of the policy language, not of this policy: write 2012-10-17. Without it \
             ${…} is no variable.",
            Some(Rule::J6),
        ),
        "Id" => ("A name for the policy. It decides nothing.", None),
        "Statement" => {
            ("The statements. Each allows or denies by itself; a Deny wins.", Some(Rule::E4))
        }
        "Sid" => ("A name for the statement. It decides nothing.", None),
        "Effect" => {
            ("Allow or Deny, in this spelling. A Deny wins over every Allow.", Some(Rule::E4))
        }
        "Principal" if kind.has_principal() => (
            "Whom the statement is about: accounts, users, roles, services, or * for everyone.",
            Some(Rule::E80),
        ),
        "Principal" | "NotPrincipal" if !kind.has_principal() => {
            ("Not for this policy: its principal is whoever it is attached to.", Some(Rule::E80))
        }
        "NotPrincipal" => (Rule::K6.text(), Some(Rule::K6)),
        "Action" => (
            "The actions the statement is about, such as kms:Decrypt; * and ? are wildcards.",
            Some(Rule::M1),
        ),
        "NotAction" => (Rule::M3.text(), Some(Rule::M3)),
        "Resource" if of_key => (Rule::K7.text(), Some(Rule::K7)),
        "Resource" => (
            "The keys the statement is about, by key ARN; * is every key. An alias does not stand \
             for its key.",
            Some(Rule::M10),
        ),
        "NotResource" => (Rule::M15.text(), Some(Rule::M15)),
        "Condition" => (
            "What must hold as well: operator, condition key, values. All operators and keys must \
             hold, of several values one.",
            Some(Rule::O3),
        ),
        _ => return None,
    })
}

/// A kind of principal.
pub fn principal_kind(name: &str) -> Option<(&'static str, Rule)> {
    Some(match name {
        "AWS" => (
            "Accounts, users, roles and sessions by ARN. An account's number or root ARN hands the \
             decision to IAM policies there.",
            Rule::E80,
        ),
        "Service" => (Rule::M28.text(), Rule::M28),
        "Federated" | "CanonicalUser" => (Rule::M25.text(), Rule::M25),
        _ => return None,
    })
}

/// A condition operator.
pub fn operator(operator: Operator) -> String {
    let mut said = vec![operator.rule().text()];
    if operator.negated {
        said.push("Not turns it round: it holds if none of the values matches.");
    }
    match operator.set {
        Some(SetOperator::Any) => said.push(Rule::O41.text()),
        Some(SetOperator::All) => said.push(Rule::O42.text()),
        None => {}
    }
    if operator.if_exists {
        said.push(Rule::O32.text());
    }
    said.join(" ")
}

/// A condition key, and the actions whose requests can have it.
pub fn key(key: KeyName, carried: ActionSet) -> Option<String> {
    let mut said = key.rule()?.text().to_owned();
    if key.is_multivalued() {
        said += " It has several values: ask with ForAnyValue or ForAllValues.";
    }
    let actions: Vec<Action> = Action::all().filter(|action| carried.contains(*action)).collect();
    if actions.len() < ActionSet::KMS.len() && !actions.is_empty() {
        said += &format!(" In requests of {}.", self::actions(&actions));
    }
    Some(said)
}

/// Several actions by name, the first of many.
fn actions(actions: &[Action]) -> String {
    let names: Vec<String> = actions.iter().take(NAMED).map(Action::to_string).collect();
    match actions.len().checked_sub(names.len()) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names.join(", ")),
    }
}

/// A pattern that covers several actions.
pub fn pattern(covered: &[Action]) -> String {
    format!("Covers {}.", actions(covered))
}

/// A pattern that covers all.
pub fn every_action() -> &'static str {
    "Every action of KMS, those too that change the policy or delete the key."
}

/// What an action does with a key.
pub fn group(action: Action) -> &'static str {
    match action.group() {
        Group::Use => "use",
        Group::Grants => "grants",
        Group::Manage => "manage",
        Group::View => "view",
    }
}

/// An action.
pub fn action(action: Action) -> String {
    let does = match (action.group(), action.authorization()) {
        (Group::Use, Authorization::Account) => "Uses no key.",
        (Group::Use, _) => "Uses the key.",
        (Group::Grants, _) => "Works on grants.",
        (Group::Manage, _) => "Changes something.",
        (Group::View, _) => "Reads only.",
    };
    let decides = match action.authorization() {
        Authorization::Key => " The key policy decides, with IAM policies where it lets them.",
        Authorization::Account => " Identity policies alone decide: write Resource *.",
        Authorization::Alias => " Asked of the alias, by IAM policies, and of its key.",
        Authorization::RetireGrant => " The grant itself can allow it.",
        Authorization::RetiringPrincipal => " Asked of the retiring principal, by IAM policies.",
        Authorization::Internal => " Only KMS itself calls it.",
        Authorization::Service => " Asked by another service, of its own resource.",
    };
    let mut said = format!("{does}{decides}");
    let on_key = action.authorization() == Authorization::Key;
    let kinds: Vec<&str> = [
        (KeyKind::Symmetric, "symmetric"),
        (KeyKind::Hmac, "HMAC"),
        (KeyKind::Encrypt, "asymmetric encryption"),
        (KeyKind::Sign, "signing"),
        (KeyKind::Agree, "key agreement"),
        (KeyKind::Kem, "key encapsulation"),
    ]
    .into_iter()
    .filter(|(kind, _)| action.works_on(*kind))
    .map(|(_, name)| name)
    .collect();
    if (1..6).contains(&kinds.len()) {
        said += &format!(" For {} keys.", kinds.join(", "));
    }
    if on_key && !action.works_across_accounts() {
        said += " Never across accounts.";
    }
    if action.is_grantable() {
        said += " A grant can allow it.";
    }
    if matches!(action.bare_name(), "ReEncryptFrom" | "ReEncryptTo") {
        said += " ";
        said += Rule::OP4.text();
    }
    said
}

/// What a choice is, in a word or two.
pub mod detail {
    pub const EVERY_ACTION: &str = "every action";
    pub const BOTH: &str = "both halves";
    pub const DATA_KEYS: &str = "every data key";
    pub const THIS_KEY: &str = "this key";
    pub const EVERY_KEY: &str = "every key";
    pub const EVERYONE: &str = "everyone";
    pub const KEY: &str = "key";
    pub const ALIAS: &str = "alias";
    pub const BUCKET: &str = "bucket";
    pub const OBJECTS: &str = "its objects";
    pub const ACCOUNT: &str = "account";
    pub const SERVICE: &str = "service";
    pub const ORGANIZATION: &str = "organization";
    pub const SEVERAL: &str = "several values";
}
