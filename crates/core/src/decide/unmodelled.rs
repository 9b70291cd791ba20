//! What a scenario may hold and this version does not decide yet. Nothing of it is ignored: the
//! decisions it takes part in say so.

use crate::actions::{Action, KeyKind};
use crate::caller::{Caller, CallerKind};
use crate::report::LayerName;
use crate::scenario::{Key, Manager, Scenario};
use serde_json::{Map, Value};

/// A part that is not decided yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmodelled {
    /// The caller is a service principal.
    ServiceCaller,
    /// The caller is a federated user.
    FederatedCaller,
    /// The operation is a compound one, or has checks of its own.
    Operation,
    /// The key is managed by AWS.
    AwsManagedKey,
    /// The key has a second policy from AWS RAM.
    RamPolicy,
    /// PutKeyPolicy with a policy other than the one in force.
    NewKeyPolicy,
    /// A parameter that changes what is checked or answered, such as `DryRun`.
    Parameters,
    /// Two keys where one of them comes from a ciphertext.
    Ciphertext,
    /// Service control policies.
    Scps,
    /// Resource control policies.
    Rcps,
    /// The policy of a VPC endpoint.
    VpcEndpoint,
    /// A permissions boundary.
    Boundary,
    /// A session policy.
    SessionPolicy,
    /// Grants on the key.
    Grants,
    /// A key that is not enabled, or not of the kind the operation is known to work on.
    KeyState,
}

impl Unmodelled {
    /// The layer it would be decided in.
    pub fn layer(self) -> LayerName {
        match self {
            Self::ServiceCaller
            | Self::FederatedCaller
            | Self::Operation
            | Self::NewKeyPolicy
            | Self::Parameters
            | Self::Ciphertext => LayerName::Operation,
            Self::AwsManagedKey | Self::RamPolicy => LayerName::KeyPolicy,
            Self::Scps => LayerName::Scp,
            Self::Rcps => LayerName::Rcp,
            Self::VpcEndpoint => LayerName::VpcEndpoint,
            Self::Boundary => LayerName::Boundary,
            Self::SessionPolicy => LayerName::Session,
            Self::Grants => LayerName::Grant,
            Self::KeyState => LayerName::KeyState,
        }
    }
}

/// What is asked about, as far as this file looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Who calls.
    pub caller: &'a Caller,
    /// The key, for an operation that has one.
    pub key: Option<&'a Key>,
    /// The account of the key.
    pub owner: &'a str,
    /// The endpoint the request passes.
    pub vpc_endpoint: Option<&'a str>,
    /// Does the request name a key besides the one of its ciphertext?
    pub two_keys: bool,
    /// The request's parameters.
    pub parameters: &'a Map<String, Value>,
}

impl Asked<'_> {
    /// A part without which nothing can be said of the request, a Deny apart.
    pub fn blocks(&self, action: Action) -> Option<Unmodelled> {
        let put = action.bare_name() == "PutKeyPolicy";
        let key = |wanted: fn(&Key) -> bool| self.key.is_some_and(wanted);
        [
            (self.caller.kind == CallerKind::Service, Unmodelled::ServiceCaller),
            (self.caller.kind == CallerKind::FederatedUser, Unmodelled::FederatedCaller),
            (key(|key| key.manager == Manager::Aws), Unmodelled::AwsManagedKey),
            (key(|key| key.ram_policy.is_some()), Unmodelled::RamPolicy),
            (put && key(|key| key.saved.is_some()), Unmodelled::NewKeyPolicy),
            (self.two_keys, Unmodelled::Ciphertext),
        ]
        .into_iter()
        .find_map(|(there, part)| there.then_some(part))
    }

    /// A part that could still stop a request that the policies allow.
    pub fn may_stop(&self, action: Action) -> Option<Unmodelled> {
        let put = action.bare_name() == "PutKeyPolicy";
        let state = self.key.is_some_and(|key| !certainly_works(action, key));
        self.limits().or_else(|| {
            [
                (put && self.has_parameter(&["Policy", "PolicyName"]), Unmodelled::NewKeyPolicy),
                (
                    self.has_parameter(&["DryRun", "Tags", "MultiRegion", "Policy"]),
                    Unmodelled::Parameters,
                ),
                (state, Unmodelled::KeyState),
            ]
            .into_iter()
            .find_map(|(there, part)| there.then_some(part))
        })
    }

    fn has_parameter(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.parameters.contains_key(*name))
    }

    /// A part that could still allow a request that the policies do not allow.
    pub fn may_allow(&self) -> Option<Unmodelled> {
        self.key.is_some_and(|key| !key.grants.is_empty()).then_some(Unmodelled::Grants)
    }

    /// A layer that limits what others allow.
    pub fn limits(&self) -> Option<Unmodelled> {
        self.present().find(|part| *part != Unmodelled::Grants)
    }

    /// Every layer with documents or grants that this version does not evaluate.
    pub fn present(&self) -> impl Iterator<Item = Unmodelled> {
        let account = |id: &str| self.scenario.accounts.iter().find(|account| account.id == id);
        let principal = self.scenario.principals.get(self.caller.policies_of);
        let own = self.scenario.principals.get(self.caller.index);
        let endpoint = self.vpc_endpoint.is_some_and(|id| {
            self.scenario.vpc_endpoints.iter().any(|one| one.id == id && one.policy.is_some())
        });
        let session = own
            .and_then(|own| own.session.as_ref())
            .is_some_and(|session| session.policy.is_some() || !session.policies.is_empty());
        let owner = if self.key.is_some() { self.owner } else { &self.caller.account };
        [
            (account(owner).is_some_and(|account| account.rcps.is_some()), Unmodelled::Rcps),
            (
                account(&self.caller.account).is_some_and(|account| account.scps.is_some()),
                Unmodelled::Scps,
            ),
            (endpoint, Unmodelled::VpcEndpoint),
            (principal.is_some_and(|one| one.boundary.is_some()), Unmodelled::Boundary),
            (session, Unmodelled::SessionPolicy),
            (self.may_allow().is_some(), Unmodelled::Grants),
        ]
        .into_iter()
        .filter_map(|(there, part)| there.then_some(part))
    }
}

/// Is the key enabled and of a kind and origin on which the operation works?
fn certainly_works(action: Action, key: &Key) -> bool {
    let enabled = key.state.as_deref().is_none_or(|state| state == "Enabled");
    let own_origin = key.origin.as_deref().is_none_or(|origin| origin == "AWS_KMS");
    let works = kind(key).map(|kind| action.works_on(kind).unwrap_or(own_origin));
    enabled && works == Some(true)
}

/// The kind of a key; `None` where its spec leaves it open, or is not known.
fn kind(key: &Key) -> Option<KeyKind> {
    let spec = key.spec.as_deref().unwrap_or("SYMMETRIC_DEFAULT");
    match (spec, key.usage.as_deref()) {
        ("SYMMETRIC_DEFAULT", None | Some("ENCRYPT_DECRYPT")) => Some(KeyKind::Symmetric),
        (_, None | Some("GENERATE_VERIFY_MAC")) if spec.starts_with("HMAC_") => Some(KeyKind::Hmac),
        (_, None | Some("ENCAPSULATE_DECAPSULATE")) if spec.starts_with("ML_KEM_") => {
            Some(KeyKind::Kem)
        }
        (_, Some("ENCRYPT_DECRYPT")) if spec.starts_with("RSA_") => Some(KeyKind::Encrypt),
        ("SYMMETRIC_DEFAULT", _) => None,
        (_, Some("SIGN_VERIFY")) => Some(KeyKind::Sign),
        (_, Some("KEY_AGREEMENT")) => Some(KeyKind::Agree),
        _ => None,
    }
}
