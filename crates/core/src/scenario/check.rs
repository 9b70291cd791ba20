//! What no type can say about a scenario: account numbers, ARNs, references, names of actions.

use super::{Attached, Request, Scenario, VERSION};
use crate::actions::{Action, COMPOUND_ACTIONS};
use crate::arn::{Arn, is_account};
use crate::caller::{CallerKind, kind_of_arn};
use serde_json::{Map, Value};
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
    let mut check = Check { scenario, errors: Vec::new() };
    check.version();
    check.accounts();
    check.keys();
    check.principals();
    check.requests();
    check.matrix();
    check.errors
}

struct Check<'a> {
    scenario: &'a Scenario,
    errors: Vec<ScenarioError>,
}

impl Check<'_> {
    fn error(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.errors.push(ScenarioError { pointer: pointer.into(), message: message.into() });
    }

    fn version(&mut self) {
        if self.scenario.version != VERSION {
            let version = self.scenario.version;
            self.error("/version", format!("version {version} is not known here: write {VERSION}"));
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
        }
        let ids = accounts.iter().enumerate().map(|(index, account)| (index, account.id.as_str()));
        self.unique("/accounts", "account an `id`", ids);
    }

    fn keys(&mut self) {
        let keys = &self.scenario.keys;
        for (index, key) in keys.iter().enumerate() {
            let usable = Arn::parse(&key.arn).is_some_and(|arn| {
                arn.service == "kms"
                    && is_account(arn.account)
                    && !arn.region.is_empty()
                    && !arn.partition.is_empty()
                    && arn.resource.strip_prefix("key/").is_some_and(|id| !id.is_empty())
            });
            if !usable {
                self.error(
                    format!("/keys/{index}/arn"),
                    format!("`{}` is no key ARN: write arn:aws:kms:REGION:ACCOUNT:key/ID", key.arn),
                );
            }
            for (place, alias) in key.aliases.iter().enumerate() {
                if alias.strip_prefix("alias/").is_none_or(str::is_empty) {
                    self.error(
                        format!("/keys/{index}/aliases/{place}"),
                        format!("`{alias}` is no alias name: write alias/NAME"),
                    );
                }
            }
        }
        let arns = keys.iter().enumerate().map(|(index, key)| (index, key.arn.as_str()));
        self.unique("/keys", "key an `arn`", arns);
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
        if self.scenario.principal(id).is_none() {
            let known: Vec<_> = self.scenario.principals.iter().map(|one| one.id()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            self.error(pointer, format!("no principal has the id `{id}`; defined are: {known}"));
        }
    }

    fn action(&mut self, pointer: String, name: &str) {
        if Action::named(name).is_some() || COMPOUND_ACTIONS.contains(&name) {
            return;
        }
        let known: Vec<String> = Action::all()
            .map(|action| action.to_string())
            .chain(COMPOUND_ACTIONS.map(str::to_owned))
            .collect();
        let meant = known.iter().find(|known| known.eq_ignore_ascii_case(name));
        let help = meant.map_or_else(
            || format!("the actions are: {}", known.join(", ")),
            |meant| format!("write `{meant}`"),
        );
        self.error(pointer, format!("`{name}` is no action that can be asked about; {help}"));
    }

    fn requests(&mut self) {
        for (step, checks) in self.scenario.steps.iter().map(|step| &step.checks).enumerate() {
            for (index, check) in checks.iter().enumerate() {
                self.request(&format!("/steps/{step}/checks/{index}"), check);
            }
        }
        for (index, request) in self.scenario.requests.iter().enumerate() {
            let at = format!("/requests/{index}");
            self.request(&at, request);
        }
    }

    fn request(&mut self, at: &str, request: &Request) {
        self.principal_id(format!("{at}/principal"), &request.principal);
        self.action(format!("{at}/action"), &request.action);
        let compound = COMPOUND_ACTIONS.contains(&request.action.as_str());
        let decrypts = ["kms:Decrypt", "kms:ReEncryptFrom"].contains(&request.action.as_str());
        for (field, present, takes) in [
            ("ciphertextKey", request.ciphertext_key.is_some(), compound || decrypts),
            ("destinationKey", request.destination_key.is_some(), compound),
            ("resource", request.resource.is_some(), compound),
            ("source", request.source.is_some(), compound),
        ] {
            if present && !takes {
                let action = &request.action;
                let help = format!("{action} takes no `{field}`: name its key in `key`");
                self.error(format!("{at}/{field}"), help);
            }
        }
        for (field, key) in [("key", &request.key), ("ciphertextKey", &request.ciphertext_key)] {
            let Some(text) = key else { continue };
            let other = text.starts_with("arn:")
                && !Arn::parse(text).is_some_and(|arn| {
                    arn.service == "kms"
                        && (arn.resource.starts_with("key/") || arn.resource.starts_with("alias/"))
                });
            if other || text.is_empty() {
                let help = "write a key ARN, key ID, alias name or alias ARN";
                self.error(format!("{at}/{field}"), format!("`{text}` names no key: {help}"));
            }
        }
        for (index, token) in request.grant_tokens.iter().enumerate() {
            let mut grants = self.scenario.keys.iter().flat_map(|key| &key.grants);
            if !grants.any(|grant| grant.id == *token) {
                self.error(
                    format!("{at}/grantTokens/{index}"),
                    format!("no grant has the id `{token}`: define it on a key"),
                );
            }
        }
        self.vpc_endpoint(format!("{at}/vpcEndpoint"), request.vpc_endpoint.as_deref());
        self.context(&format!("{at}/context"), &request.context);
    }

    fn vpc_endpoint(&mut self, pointer: String, id: Option<&str>) {
        let Some(id) = id else { return };
        if !self.scenario.vpc_endpoints.iter().any(|endpoint| endpoint.id == id) {
            let help = "define it in `vpcEndpoints`";
            self.error(pointer, format!("no VPC endpoint has the id `{id}`: {help}"));
        }
    }

    fn context(&mut self, at: &str, context: &Map<String, Value>) {
        for (key, value) in context {
            let usable = match value {
                Value::Object(_) => false,
                Value::Array(items) => items.iter().all(Value::is_string),
                _ => true,
            };
            if !usable {
                self.error(
                    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    "write a string, number, boolean, list of strings, or null for an absent key",
                );
            }
        }
    }

    fn matrix(&mut self) {
        let Some(matrix) = &self.scenario.matrix else {
            return;
        };
        for (index, id) in matrix.principals.iter().flatten().enumerate() {
            self.principal_id(format!("/matrix/principals/{index}"), id);
        }
        for (index, name) in matrix.actions.iter().flatten().enumerate() {
            self.action(format!("/matrix/actions/{index}"), name);
        }
        let request = &matrix.request;
        self.vpc_endpoint("/matrix/request/vpcEndpoint".into(), request.vpc_endpoint.as_deref());
        self.context("/matrix/request/context", &request.context);
        if let Some(key) = &matrix.key
            && !self.scenario.keys.iter().any(|one| one.arn == *key)
        {
            self.error(
                "/matrix/key",
                format!("no key has the ARN `{key}`: define it, or name another"),
            );
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
