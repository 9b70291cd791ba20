//! What no type can say about a scenario: account numbers, ARNs, references, names of actions.

mod bucket;
mod key;
mod request;

pub(crate) use bucket::ENCRYPTIONS;
pub(crate) use key::{is_grant_principal, is_grantable, is_key_arn};

use super::{Account, Attached, Principal, Scenario, VERSION};
use crate::arn::is_account;
use crate::caller::{CallerKind, kind_of_arn};
use crate::condition::Instant;
use crate::english;
use std::collections::HashSet;
use thiserror::Error;

/// Something in a scenario that cannot be used, with the place and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{pointer}: {message}")]
pub struct ScenarioError {
    /// The field, as a JSON Pointer.
    pub pointer: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Looks at everything a scenario refers to.
///
/// A scenario without errors can be decided. The errors come in the order of the fields.
pub fn check(scenario: &Scenario) -> Vec<ScenarioError> {
    let mut check = Check { scenario, errors: Vec::new(), near: 0 };
    check.version();
    check.time();
    check.accounts();
    check.keys();
    check.principals();
    check.vpc_endpoints();
    check.buckets();
    check.requests();
    check.matrix();
    check.errors
}

/// How many errors of a scenario are told: whoever mends them sees the next ones.
pub const MAX_SCENARIO_ERRORS: usize = 100;

/// How many ids an error names that says which there are.
const NAMED: usize = 10;

struct Check<'a> {
    scenario: &'a Scenario,
    errors: Vec<ScenarioError>,
    /// The principal that was referred to last.
    near: usize,
}

impl Check<'_> {
    fn error(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        if self.errors.len() >= MAX_SCENARIO_ERRORS {
            return;
        }
        self.errors.push(ScenarioError { pointer: pointer.into(), message: message.into() });
    }

    fn version(&mut self) {
        if self.scenario.version != VERSION {
            let version = self.scenario.version.to_string();
            self.error("/version", english::unknown_version(&version));
        }
    }

    fn time(&mut self) {
        if let Some(time) = &self.scenario.time
            && Instant::parse(time).is_none()
        {
            let help = "write it as in 2026-01-31T10:00:00Z";
            self.error("/time", format!("`{time}` is no date: {help}"));
        }
    }

    fn account_id(&mut self, pointer: String, id: &str) {
        if !is_account(id) {
            self.error(pointer, format!("`{id}` is no account number: write twelve digits"));
        }
    }

    fn unique<'b>(&mut self, field: &str, what: &str, ids: impl Iterator<Item = (usize, &'b str)>) {
        let mut seen = HashSet::new();
        for (index, id) in ids {
            if !seen.insert(id) {
                self.error(
                    format!("{field}/{index}"),
                    format!("`{id}` stands twice: give every {what} one of its own"),
                );
            }
        }
    }

    fn accounts(&mut self) {
        let accounts = &self.scenario.accounts;
        for (index, account) in accounts.iter().enumerate() {
            self.account_id(format!("/accounts/{index}/id"), &account.id);
            self.levels(&format!("/accounts/{index}"), account);
        }
        let ids = accounts.iter().enumerate().map(|(index, account)| (index, account.id.as_str()));
        self.unique("/accounts", "account an `id`", ids);
    }

    /// The policies of an organization stand on its root, on each unit of the path, and on the
    /// account.
    fn levels(&mut self, at: &str, account: &Account) {
        let Some(organization) = &account.organization else {
            return;
        };
        let wanted = organization.path.len() + 1;
        for (field, levels) in [("scps", &account.scps), ("rcps", &account.rcps)] {
            let found = levels.as_ref().map_or(wanted, Vec::len);
            if found != wanted {
                let help = format!(
                    "write {wanted} lists of policies, one for each entry of the organization's \
                     `path` and one for the account, not {found}"
                );
                self.error(format!("{at}/{field}"), help);
            }
        }
    }

    fn vpc_endpoints(&mut self) {
        let endpoints = &self.scenario.vpc_endpoints;
        for (index, endpoint) in endpoints.iter().enumerate() {
            if let Some(account) = &endpoint.account {
                self.account_id(format!("/vpcEndpoints/{index}/account"), account);
            }
        }
        let ids = endpoints.iter().enumerate().map(|(index, one)| (index, one.id.as_str()));
        self.unique("/vpcEndpoints", "VPC endpoint an `id`", ids);
    }

    /// What only some kinds of callers have.
    fn belongings(&mut self, at: &str, principal: &Principal) {
        let kind = principal.arn.as_deref().and_then(kind_of_arn);
        let service = principal.service.is_some();
        let session = principal.session.as_ref();
        let can_have_session =
            matches!(kind, Some(CallerKind::RoleSession | CallerKind::FederatedUser));
        if session.is_some() && !can_have_session && (service || kind.is_some()) {
            let help = "only roles and federated users have a session: remove it";
            self.error(format!("{at}/session"), help);
        }
        if session.is_some_and(|session| session.policies.len() > 10) {
            let help = "a session takes at most ten managed policies";
            self.error(format!("{at}/session/policies"), help);
        }
        let own = !principal.policies.is_empty() || principal.boundary.is_some();
        if service && own {
            self.error(at, "a service has neither policies nor a boundary: remove them");
        }
        if kind == Some(CallerKind::FederatedUser) && own && principal.issuer.is_none() {
            let help = "a federated user uses the policies of its user: name that in `issuer`";
            self.error(at, help);
        }
        for (field, given) in [
            ("sourceArn", principal.source_arn.is_some()),
            ("sourceAccount", principal.source_account.is_some()),
        ] {
            if given && !service {
                let help = format!("only a service has `{field}`: remove it");
                self.error(format!("{at}/{field}"), help);
            }
        }
        if let Some(account) = &principal.source_account {
            self.account_id(format!("{at}/sourceAccount"), account);
        }
    }

    fn principals(&mut self) {
        let principals = &self.scenario.principals;
        for (index, principal) in principals.iter().enumerate() {
            let at = format!("/principals/{index}");
            match (&principal.arn, &principal.service) {
                (Some(arn), None) => {
                    if kind_of_arn(arn).is_none() {
                        self.error(format!("{at}/arn"), principal_arn_help(arn));
                    }
                }
                (None, Some(_)) => {}
                _ => self.error(&*at, "write either `arn` or `service`"),
            }
            self.belongings(&at, principal);
            let is_user = principal.arn.as_deref().and_then(kind_of_arn) == Some(CallerKind::User);
            for (place, policy) in principal.policies.iter().enumerate() {
                if policy.attached == Attached::Group && !is_user {
                    self.error(
                        format!("{at}/policies/{place}/attached"),
                        "only users are in groups: write `inline` or `managed`",
                    );
                }
            }
            let is_root = principal.arn.as_deref().and_then(kind_of_arn) == Some(CallerKind::Root);
            if is_root && (!principal.policies.is_empty() || principal.boundary.is_some()) {
                self.error(&*at, "the root user has neither policies nor a boundary: remove them");
            }
            if principal.issuer.is_some()
                && (!principal.policies.is_empty() || principal.boundary.is_some())
            {
                self.error(
                    &*at,
                    "a principal with `issuer` uses the issuer's policies and boundary: remove its own",
                );
            }
            if let Some(issuer) = &principal.issuer {
                match self.scenario.principal(issuer) {
                    None => self.error(
                        format!("{at}/issuer"),
                        format!("no principal has the id `{issuer}`: define it, or name another"),
                    ),
                    Some(found) if found == index => {
                        self.error(format!("{at}/issuer"), "a principal cannot be its own issuer");
                    }
                    Some(found) => self.issuer(&at, index, found),
                }
            }
        }
        let ids = principals.iter().enumerate().map(|(index, one)| (index, one.id()));
        self.unique("/principals", "principal an `id`", ids);
    }

    /// An issuer has no issuer itself, and stands for the same role, or for the user behind a
    /// federated user.
    fn issuer(&mut self, at: &str, index: usize, issuer: usize) {
        let principals = &self.scenario.principals;
        let (Some(principal), Some(issuer)) = (principals.get(index), principals.get(issuer))
        else {
            return;
        };
        let kind = principal.arn.as_deref().and_then(kind_of_arn);
        if issuer.issuer.is_some() {
            self.error(
                format!("{at}/issuer"),
                format!("`{}` has an issuer itself: name that one", issuer.id()),
            );
        } else if kind != Some(CallerKind::FederatedUser) && principal.arn != issuer.arn {
            self.error(
                format!("{at}/issuer"),
                format!("`{}` is another principal: an issuer has the same `arn`", issuer.id()),
            );
        }
    }

    fn principal_id(&mut self, pointer: String, id: &str) {
        let found = self.scenario.principal_near(id, self.near);
        self.near = found.unwrap_or(self.near);
        if found.is_none() {
            let principals = &self.scenario.principals;
            let known: Vec<_> = principals.iter().take(NAMED).map(|one| one.id()).collect();
            let more = principals.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") + &more };
            self.error(pointer, format!("no principal has the id `{id}`; defined are: {known}"));
        }
    }
}

fn principal_arn_help(arn: &str) -> String {
    if arn.contains(":assumed-role/") {
        return format!(
            "`{arn}` is a session: write the role's ARN, and its name in `session.name`"
        );
    }
    format!(
        "`{arn}` is no ARN of a caller: write arn:aws:iam::ACCOUNT:user/NAME, …:role/NAME, …:root, \
         or arn:aws:sts::ACCOUNT:federated-user/NAME"
    )
}
