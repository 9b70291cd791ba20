//! Who calls: E-80 to E-88.

use crate::arn;
use crate::question::{Caller, Way};
use crate::scenario::{Pairs, Principal, World};

/// What a principal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// E-80.
    Root,
    /// E-81.
    User,
    /// E-82: a role always calls as a session of it.
    Role,
    /// E-83: a GetFederationToken session.
    Federated,
    /// E-84: a service principal.
    Service,
}

/// What the entry of the scenario is.
pub fn sort(arn: Option<&str>, service: Option<&str>) -> Result<Sort, String> {
    let Some(arn) = arn else {
        return service
            .map(|_| Sort::Service)
            .ok_or_else(|| "a principal without arn and service".into());
    };
    let refused = || format!("the principal {arn}");
    let [_, _, vendor, _, _, resource] = arn::parts(arn).ok_or_else(refused)?;
    match (vendor, resource.split('/').next()) {
        ("iam", Some("root")) => Ok(Sort::Root),
        ("iam", Some("user")) => Ok(Sort::User),
        ("iam", Some("role")) => Ok(Sort::Role),
        ("sts", Some("federated-user")) => Ok(Sort::Federated),
        _ => Err(refused()),
    }
}

/// The caller as Principal elements see it.
pub fn as_policies_see(
    sort: Sort,
    arn: Option<&str>,
    service: Option<&str>,
    session_name: &str,
) -> Caller {
    let Some(arn) = arn else {
        let names = service.map(|name| (Way::Service, name.to_owned())).into_iter().collect();
        return Caller { names, ..Caller::default() }; // E-84
    };
    let [_, partition, _, _, account, resource] = arn::parts(arn).unwrap_or_default();
    let own = arn.to_owned();
    let names = match sort {
        Sort::Root | Sort::Service => Vec::new(), // E-80
        Sort::User => vec![(Way::User, own)],     // E-81
        Sort::Role => {
            // E-82: the session's ARN has no role path.
            let name = resource.rsplit('/').next().unwrap_or_default();
            let session =
                format!("arn:{partition}:sts::{account}:assumed-role/{name}/{session_name}");
            vec![(Way::Role, own), (Way::Session, session)]
        }
        Sort::Federated => vec![(Way::Federated, own)], // E-83; the issuer is added by `find_issuers`
    };
    Caller {
        account: Some(account.into()),
        partition: partition.into(),
        names,
        ..Caller::default()
    }
}

/// Finds for each principal the entry whose policies, boundary and tags it uses.
pub fn find_issuers(principals: &mut [Principal]) {
    let sources: Vec<Option<usize>> =
        (0..principals.len()).map(|at| source_of(principals, at)).collect();
    for (at, source) in sources.into_iter().enumerate() {
        let issuer = source
            .filter(|issuer| *issuer != at)
            .and_then(|issuer| principals.get(issuer))
            .cloned();
        let Some(principal) = principals.get_mut(at) else { continue };
        principal.source = source;
        if principal.sort == Sort::Federated {
            // E-83: the issuing user's ARN names its federated sessions.
            let name =
                issuer.as_ref().and_then(|issuer| issuer.arn.clone()).or(principal.issuer.clone());
            let user = name.filter(|name| name.contains(":user/"));
            principal.caller.names.extend(user.map(|name| (Way::IssuingUser, name)));
        }
        if let Some(issuer) = issuer {
            principal.caller.bounded = issuer.boundary.is_some();
            principal.caller.recreated |= issuer.recreated;
            if principal.sort == Sort::Role {
                principal.unique_id = principal.unique_id.take().or(issuer.unique_id);
                principal.caller.unique_id.clone_from(&principal.unique_id);
            } else {
                principal.caller.unique_id = issuer.unique_id;
            }
        }
    }
}

/// A principal's own entry, or that of its issuer. A federated session has none of its own.
fn source_of(principals: &[Principal], start: usize) -> Option<usize> {
    let mut at = start;
    for _ in principals {
        let principal = principals.get(at)?;
        let issuer = principal.issuer.as_deref().and_then(|issuer| find(principals, at, issuer));
        match issuer {
            Some(issuer) => at = issuer,
            None if principal.sort == Sort::Federated => return None,
            None => return Some(at),
        }
    }
    Some(at)
}

/// By id first, then by ARN; never the entry itself.
fn find(principals: &[Principal], itself: usize, name: &str) -> Option<usize> {
    let others = || principals.iter().enumerate().filter(|(at, _)| *at != itself);
    let by_id = others().find(|(_, other)| other.id == name);
    let found = by_id.or_else(|| others().find(|(_, other)| other.arn.as_deref() == Some(name)));
    found.map(|(at, _)| at)
}

impl Principal {
    /// E-85: a service-linked role.
    pub fn is_service_linked(&self) -> bool {
        let role = self.arn.as_deref().and_then(arn::parts).map(|[.., resource]| resource);
        self.sort == Sort::Role
            && role.is_some_and(|role| role.starts_with("role/aws-service-role/"))
    }

    /// C-95: `aws:userid`, where the scenario gives what it needs.
    pub fn user_id(&self) -> Option<String> {
        let account = self.caller.account.clone();
        match self.sort {
            Sort::Root => account,
            Sort::User => self.unique_id.clone(),
            Sort::Role => Some(format!("{}:{}", self.unique_id.as_ref()?, self.session_name)),
            Sort::Federated => Some(format!("{}:{}", account?, self.last_name()?)),
            Sort::Service => None,
        }
    }

    /// The name behind the path, such as `alice`.
    pub fn last_name(&self) -> Option<&str> {
        self.arn.as_deref()?.rsplit('/').next()
    }

    /// C-95: `aws:PrincipalType`.
    pub fn type_name(&self) -> Option<&'static str> {
        match self.sort {
            Sort::Root => Some("Account"),
            Sort::User => Some("User"),
            Sort::Role => Some("AssumedRole"),
            Sort::Federated => Some("FederatedUser"),
            Sort::Service => None,
        }
    }
}

/// C-64, R-15: the tags of the user or role, and the session's, which win whatever their case.
/// Root and services have none.
pub fn tags(world: &World, principal: &Principal) -> Pairs {
    if matches!(principal.sort, Sort::Root | Sort::Service) {
        return Pairs::new();
    }
    let own = world.source(principal).unwrap_or(principal).tags.clone();
    let passed = &principal.session_tags;
    let mut tags: Pairs = own
        .into_iter()
        .filter(|(name, _)| {
            !passed.iter().any(|(other, _)| other.to_lowercase() == name.to_lowercase())
        })
        .collect();
    tags.extend(passed.iter().cloned());
    tags
}
