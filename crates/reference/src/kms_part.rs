//! A KMS part of a compound operation: the service asks KMS for the caller, in a forward access
//! session (S-10, E-89); a service principal asks for itself.

use crate::asking::Asking;
use crate::caller::Sort;
use crate::compound::Call;
use crate::decide::{self, Answer, Verdict};
use crate::identify::{Found, From};
use crate::key_state::is_symmetric;
use crate::operation::{self, Operation};
use crate::scenario::{Doubt, Pairs, Principal, Request};
use crate::service::Service;
use crate::service_error::shown;
use serde_json::{Map, Value};

/// A KMS part.
#[derive(Clone, Debug, Default)]
pub struct KmsPart {
    /// Such as `Decrypt`.
    pub operation: &'static str,
    /// The key as it is named; absent: the scenario's first one.
    pub key: Option<String>,
    /// Where KMS is asked.
    pub region: String,
    /// The encryption context that the service sets, with the caller's own pairs.
    pub context: Pairs,
    /// What is not sure of it.
    pub doubts: Vec<(String, Doubt)>,
    /// What the service passes beside key and encryption context.
    pub parameters: Map<String, Value>,
    /// That it is this key is not sure: no answer is.
    pub doubted: bool,
    /// Whether the operation is needed is not said: no refusal is sure.
    pub hardly_needed: bool,
}

impl KmsPart {
    /// The answer to this part.
    pub fn answer(&self, call: &Call<'_>) -> Answer {
        let Some(operation) = operation::named(self.operation) else {
            return Answer::error("NotModelled", true);
        };
        let request = self.request(call);
        let principal = sender(call);
        let asking = Asking {
            world: call.world,
            request: &request,
            principal: &principal,
            operation,
            region: Some(&self.region),
        };
        let mut answer = decide::of_checks(asking.checks());
        if self.is_asymmetric(call, operation) {
            // S-11: the key must be symmetric. With which exception is not said, nor whether that
            // is looked at before the permissions.
            match answer.verdict {
                Verdict::Allow => answer = Answer::error("InvalidKeyUsageException", true),
                Verdict::ImplicitDeny | Verdict::ExplicitDeny => answer.uncertain = true,
                Verdict::Error => {}
            }
        }
        // S-35: how these call KMS for a service is not said.
        let silent = matches!(call.service, Service::S3 | Service::Ec2 | Service::SecretsManager);
        answer.uncertain |= self.doubted
            || self.hardly_needed && answer.verdict != Verdict::Allow
            || silent && principal.sort == Sort::Service;
        shown(call.service, answer)
    }

    /// What KMS is asked. The caller's endpoint stays known, for aws:SourceIp (C-96); its policy
    /// has no say (E-71).
    fn request(&self, call: &Call<'_>) -> Request {
        let is_half = self.operation.starts_with("ReEncrypt");
        Request {
            action: format!("kms:{}", self.operation),
            key: self.key.clone(),
            // S-30: EBS re-encrypts on the same key.
            destination_key: self.key.clone().filter(|_| is_half),
            region: Some(self.region.clone()),
            // S-10, C-45. A service that calls as itself has none (`Facts::via`).
            via: Some(call.service.via(&self.region)),
            encryption_context: self.context.clone(),
            context_doubts: self.doubts.clone(),
            parameters: self.parameters.clone(),
            ..call.request.clone()
        }
    }

    fn is_asymmetric(&self, call: &Call<'_>, operation: &Operation) -> bool {
        let from =
            From { world: call.world, principal: call.principal, region: Some(&self.region) };
        let found = self.key.as_deref().map(|text| from.key(operation, text));
        match found {
            Some(Found::Key { key, .. }) => {
                // of another account's AWS managed key nothing else is asked.
                let own = call.principal.caller.account.as_ref() == Some(&key.account);
                let asked = own || !key.aws_managed;
                call.service == Service::S3 && !is_symmetric(key) && asked
            }
            _ => false,
        }
    }
}

/// S-34: EventBridge sends no aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or
/// aws:SourceOrgPaths with what it publishes to an encrypted topic.
fn sender(call: &Call<'_>) -> Principal {
    let mut principal = call.principal.clone();
    let is_events = principal.caller.names.iter().any(|(_, name)| name == "events.amazonaws.com");
    if is_events && call.service == Service::Sns {
        principal.source_arn = None;
        principal.source_account = None;
    }
    principal
}
