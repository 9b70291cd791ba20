//! Which field fills a condition key.

use super::Field;
use crate::actions::{Action, parameters};
use crate::caller::{Caller, CallerKind};
use crate::condition::{ConditionKey, KeyName};
use crate::scenario::Scenario;

/// The field that fills a condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Which.
    pub field: Field,
    /// In a list, the name of the line.
    pub name: String,
}

/// The parameters of operations that condition keys are filled from.
#[rustfmt::skip]
const OF_PARAMETERS: &[(KeyName, &str)] = &[
    (KeyName::BypassLockoutCheck, "BypassPolicyLockoutSafetyCheck"),
    (KeyName::DataKeyPairSpec, "KeyPairSpec"),
    (KeyName::EncryptionAlgorithm, "EncryptionAlgorithm"),
    (KeyName::ExpirationModel, "ExpirationModel"),
    (KeyName::GrantConstraintSourceArn, "Constraints"),
    (KeyName::GrantConstraintType, "Constraints"),
    (KeyName::EncryptionContext, "Constraints"),
    (KeyName::EncryptionContextKeys, "Constraints"),
    (KeyName::GrantOperations, "Operations"),
    (KeyName::GranteePrincipal, "GranteePrincipal"),
    (KeyName::GranteeServicePrincipal, "GranteeServicePrincipal"),
    (KeyName::RetiringPrincipal, "RetiringPrincipal"),
    (KeyName::RetiringServicePrincipal, "RetiringServicePrincipal"),
    (KeyName::KeyAgreementAlgorithm, "KeyAgreementAlgorithm"),
    (KeyName::KeySpec, "KeySpec"),
    (KeyName::KeyUsage, "KeyUsage"),
    (KeyName::KeyOrigin, "Origin"),
    (KeyName::MacAlgorithm, "MacAlgorithm"),
    (KeyName::MessageType, "MessageType"),
    (KeyName::MultiRegion, "MultiRegion"),
    (KeyName::PrimaryRegion, "PrimaryRegion"),
    (KeyName::ReplicaRegion, "ReplicaRegion"),
    (KeyName::RotationPeriodInDays, "RotationPeriodInDays"),
    (KeyName::PendingWindowInDays, "PendingWindowInDays"),
    (KeyName::SigningAlgorithm, "SigningAlgorithm"),
    (KeyName::ValidTo, "ValidTo"),
    (KeyName::WrappingAlgorithm, "WrappingAlgorithm"),
    (KeyName::WrappingKeySpec, "WrappingKeySpec"),
    (KeyName::PolicyName, "PolicyName"),
    (KeyName::TagKeys, "TagKeys"),
    (KeyName::TagKeys, "Tags"),
    (KeyName::RequestTag, "Tags"),
];

/// What fills `key` where `principal` asks for `action` on the key at an index. A key without a
/// field of its own is set by hand.
pub fn filled_by(
    scenario: &Scenario,
    (principal, action, on): (usize, &str, usize),
    key: &str,
) -> Filled {
    let key = ConditionKey::read(key);
    let name = key.part.clone();
    let by_hand = || Filled { field: Field::Context, name: key.canonical() };
    let operation = Action::named(action).map_or(action, |one| one.operation());
    let known = parameters::of_operation(operation);
    let parameter = OF_PARAMETERS
        .iter()
        .find(|(of, name)| *of == key.name && known.iter().any(|(one, _)| one == name));
    if let Some((_, name)) = parameter {
        // The properties of a key are parameters only where it is made.
        let of_key = matches!(
            key.name,
            KeyName::KeySpec | KeyName::KeyUsage | KeyName::KeyOrigin | KeyName::MultiRegion
        );
        if !of_key || operation == "CreateKey" {
            return Filled { field: Field::Parameters, name: (*name).to_owned() };
        }
    }
    let caller = Caller::of(scenario, principal);
    let own = caller.filter(|caller| !matches!(caller.kind, CallerKind::Service));
    let tagged = own.as_ref().filter(|caller| caller.kind != CallerKind::Root);
    let field = match key.name {
        KeyName::ViaService if own.is_some() => Field::Via,
        KeyName::SourceIp => Field::SourceIp,
        KeyName::RequestedRegion => Field::Region,
        KeyName::RequestAlias => Field::Key,
        KeyName::CurrentTime | KeyName::EpochTime => Field::Time,
        KeyName::SourceVpce | KeyName::SourceVpc | KeyName::VpceAccount
            if !scenario.vpc_endpoints.is_empty() =>
        {
            Field::Endpoint
        }
        KeyName::MfaPresent if own.is_some() => Field::Mfa(principal),
        KeyName::EncryptionContext | KeyName::EncryptionContextKeys
            if operation != "RetireGrant" =>
        {
            return Filled { field: Field::EncryptionContext, name };
        }
        KeyName::PrincipalTag => match tagged {
            Some(caller) => {
                return Filled { field: Field::PrincipalTags(caller.policies_of), name };
            }
            None => return by_hand(),
        },
        KeyName::ResourceTag if action.starts_with("kms:") => {
            return Filled { field: Field::KeyTags(on), name };
        }
        _ => return by_hand(),
    };
    Filled { field, name: String::new() }
}

/// The parameters of an operation that a condition can ask about.
pub(super) fn asked_parameters(action: &str) -> impl Iterator<Item = &'static str> + use<> {
    let operation = Action::named(action).map_or(action, |one| one.operation());
    let known = parameters::of_operation(operation).iter().map(|(name, _)| *name);
    known.filter(|name| OF_PARAMETERS.iter().any(|(_, one)| one == name))
}
