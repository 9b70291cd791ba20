//! Who calls: what a principal of the scenario is in a request (section 1.8).

use crate::arn::{Arn, is_account};
use crate::scenario::{Principal, Scenario};

/// The kinds of callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallerKind {
    /// The root user of an account (E-80).
    Root,
    /// An IAM user (E-81).
    User,
    /// A session of a role (E-82).
    RoleSession,
    /// A federated user (E-83).
    FederatedUser,
    /// A service principal (E-84).
    Service,
}

/// A principal as policies see it.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Its index in the scenario.
    pub index: usize,
    /// The index of the principal whose policies it uses; itself, where it has no issuer.
    pub policies_of: usize,
    /// What it is.
    pub kind: CallerKind,
    /// Its account; empty for a service.
    pub account: String,
    /// Its partition, such as `aws`.
    pub partition: String,
    /// The ARN that errors print: of the session for a role. For a service its name.
    pub arn: String,
    /// The ARN that key policies name: of the role for a session; otherwise `arn`.
    pub identity_arn: String,
    /// The ARN of the user behind a federated user.
    pub issuer_arn: Option<String>,
    /// `AIDA…` or `AROA…`, where it is known.
    pub unique_id: Option<String>,
    /// Was it deleted and made again (K-40)?
    pub recreated: bool,
    /// Has it a permissions boundary?
    pub has_boundary: bool,
}

/// What a principal ARN says, before anything else of the principal is looked at.
pub(crate) fn kind_of_arn(arn: &str) -> Option<CallerKind> {
    let arn = Arn::parse(arn).filter(|arn| is_account(arn.account) && arn.region.is_empty())?;
    let parts: Vec<&str> = arn.resource.split('/').collect();
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    match (arn.service, parts.as_slice()) {
        ("iam", ["root"]) => Some(CallerKind::Root),
        ("iam", ["user", _, ..]) => Some(CallerKind::User),
        ("iam", ["role", _, ..]) => Some(CallerKind::RoleSession),
        ("sts", ["federated-user", _]) => Some(CallerKind::FederatedUser),
        _ => None,
    }
}

impl Caller {
    /// The caller that the principal at `index` is; `None` where its ARN says nothing usable,
    /// which [`crate::scenario::check`] reports.
    pub fn of(scenario: &Scenario, index: usize) -> Option<Self> {
        let principal = scenario.principals.get(index)?;
        let issuer = principal.issuer.as_deref().and_then(|issuer| scenario.principal(issuer));
        let federated =
            principal.arn.as_deref().and_then(kind_of_arn) == Some(CallerKind::FederatedUser);
        let issued_by = issuer.and_then(|issuer| scenario.principals.get(issuer));
        let mut caller = Self {
            index,
            policies_of: issuer.unwrap_or(index),
            kind: CallerKind::Service,
            account: String::new(),
            partition: "aws".to_owned(),
            arn: String::new(),
            identity_arn: String::new(),
            issuer_arn: issuer
                .filter(|_| federated)
                .and_then(|issuer| scenario.principals.get(issuer)?.arn.clone()),
            unique_id: if federated {
                issued_by.and_then(|issuer| issuer.unique_id.clone())
            } else {
                principal.unique_id.clone().or_else(|| issued_by?.unique_id.clone())
            },
            has_boundary: issued_by.unwrap_or(principal).boundary.is_some(),
            recreated: principal.recreated || issued_by.is_some_and(|issuer| issuer.recreated),
        };
        if let Some(service) = &principal.service {
            caller.arn.clone_from(service);
            caller.identity_arn.clone_from(service);
            return Some(caller);
        }
        let text = principal.arn.as_deref()?;
        caller.kind = kind_of_arn(text)?;
        let arn = Arn::parse(text)?;
        caller.account = arn.account.to_owned();
        caller.partition = arn.partition.to_owned();
        caller.identity_arn = text.to_owned();
        caller.arn = match caller.kind {
            CallerKind::RoleSession => session_arn(arn, principal),
            _ => text.to_owned(),
        };
        Some(caller)
    }

    /// Is it a session of a service-linked role (E-85)?
    pub fn is_service_linked(&self) -> bool {
        self.kind == CallerKind::RoleSession
            && self.identity_arn.contains(":role/aws-service-role/")
    }

    /// The last part of the ARN that errors print: the session's name for a role.
    pub fn short_arn_name(&self) -> &str {
        self.arn.rsplit(['/', ':']).next().unwrap_or(&self.arn)
    }

    /// Its own name: the user's or the role's, without path.
    pub fn short_name(&self) -> &str {
        self.identity_arn.rsplit(['/', ':']).next().unwrap_or(&self.identity_arn)
    }
}

/// `arn:P:sts::A:assumed-role/R/S`, without the role's path (E-82).
fn session_arn(role: Arn<'_>, principal: &Principal) -> String {
    let name = role.resource.rsplit('/').next().unwrap_or(role.resource);
    let session = principal.session.as_ref().and_then(|session| session.name.as_deref());
    format!(
        "arn:{}:sts::{}:assumed-role/{name}/{}",
        role.partition,
        role.account,
        session.unwrap_or("session")
    )
}
