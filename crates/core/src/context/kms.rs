//! The `kms:` keys (section 6.1).

use super::{Content, Held, Key, Source, escaped};
use crate::actions::Action;
use crate::caller::CallerKind;
use crate::condition::KeyName;
use crate::decide::{Place, Target};
use crate::rules::Rule;
use crate::scenario::{self, MultiRegion};
use crate::services::{Header, Headers};
use serde_json::Value;
use std::borrow::Cow;

/// Names with values, and the field they come from.
pub(crate) type Pairs<'a> = (Vec<(&'a str, &'a str)>, Source<'a>);

impl<'m> Place<'m> {
    /// The value of a `kms:` key, where it is one.
    pub(super) fn kms_key<'a>(&'a self, key: Key<'_>, action: Action) -> Option<Held<'a>> {
        use KeyName as Name;
        let on_key = self.target.is_key();
        Some(match key.name {
            Name::BypassLockoutCheck if self.during_save => Held::ABSENT,
            Name::BypassLockoutCheck => self.parameter(action, "BypassPolicyLockoutSafetyCheck"),
            Name::CallerAccount => match self.caller.kind {
                CallerKind::Service => Held::ABSENT.unsure(Rule::Q22),
                _ => Held::one(&*self.caller.account, self.caller_source()),
            },
            Name::DataKeyPairSpec => self.required(action, "KeyPairSpec"),
            Name::EncryptionAlgorithm => self.encryption_algorithm(action),
            Name::EncryptionContext => self.encryption_context_value(key.part, action),
            Name::EncryptionContextKeys => match self.encryption_context(action) {
                Some((pairs, source)) => {
                    let names = pairs.into_iter().map(|(name, _)| name);
                    let names = names.chain(self.unknown_pair()).map(Cow::Borrowed);
                    self.as_service_says(Held::many(names.collect(), source))
                }
                None => Held::ABSENT,
            },
            Name::ExpirationModel => self.parameter(action, "ExpirationModel"),
            Name::GrantConstraintSourceArn => Held::maybe(
                self.constraints().and_then(|all| all.get("SourceArn")?.as_str()),
                Source::Request("parameters/Constraints/SourceArn".into()),
            ),
            Name::GrantConstraintType => self.constraint_type(action),
            // Only a service that calls for a principal gets true (G-15).
            Name::GrantIsForAwsResource => match self.question.via {
                Some(_) => Held::flag(true, self.via_source()),
                // A service that calls for itself is not spoken of.
                None if self.is_service() => Held::flag(false, Source::Default).unsure(Rule::G15),
                None => Held::flag(false, Source::Default),
            },
            Name::GrantOperations => self.list(action, "Operations", true),
            Name::GranteePrincipal => match self.parameter(action, "GranteePrincipal") {
                held if held.content == Content::Absent
                    && !self.has_parameter(action, "GranteeServicePrincipal") =>
                {
                    Held::OPEN
                }
                held => held,
            },
            Name::GranteeServicePrincipal => self.parameter(action, "GranteeServicePrincipal"),
            Name::RetiringPrincipal => self.parameter(action, "RetiringPrincipal"),
            Name::RetiringServicePrincipal => self.parameter(action, "RetiringServicePrincipal"),
            Name::KeyAgreementAlgorithm => self.defaulted(action, "KeyAgreementAlgorithm", "ECDH"),
            Name::KeySpec if !on_key => self.creation(action, "KeySpec", "SYMMETRIC_DEFAULT"),
            Name::KeyUsage if !on_key => self.creation(action, "KeyUsage", "ENCRYPT_DECRYPT"),
            Name::KeyOrigin if !on_key => self.creation(action, "Origin", "AWS_KMS"),
            Name::MultiRegion if !on_key => self.creation(action, "MultiRegion", "false"),
            Name::MultiRegionKeyType if !on_key => {
                match self.creation(action, "MultiRegion", "false") {
                    held if held.content == Content::Unknown => held,
                    Held { content: Content::One(primary), source, .. } if primary == "true" => {
                        Held::one("PRIMARY", source)
                    }
                    _ => Held::ABSENT,
                }
            }
            Name::KeySpec
            | Name::KeyUsage
            | Name::KeyOrigin
            | Name::MultiRegion
            | Name::MultiRegionKeyType
            | Name::ResourceAliases => match (&self.target, self.key()) {
                (_, Some(own)) => key_property(own, key.name),
                (Target::ForeignKey, None) => Held::OPEN,
                _ => Held::ABSENT,
            },
            Name::MacAlgorithm => self.required(action, "MacAlgorithm"),
            Name::SigningAlgorithm => self.required(action, "SigningAlgorithm"),
            Name::MessageType => match self.defaulted(action, "MessageType", "RAW") {
                held if held.rule.is_some() => held.by(Rule::R6Message),
                held => held,
            },
            Name::PrimaryRegion => self.required(action, "PrimaryRegion"),
            Name::ReplicaRegion => self.required(action, "ReplicaRegion"),
            Name::ReEncryptOnSameKey => self.same_key(action),
            Name::RequestAlias => match &self.alias {
                Some(alias) => Held::one(alias.as_str(), Source::Request("key".into())),
                None if self.question.is_by_ciphertext() => Held::ABSENT.by(Rule::R9),
                None => Held::ABSENT,
            },
            Name::RotationPeriodInDays => self.defaulted(action, "RotationPeriodInDays", "365"),
            Name::PendingWindowInDays => self.defaulted(action, "PendingWindowInDays", "30"),
            Name::TrailingDaysWithoutKeyUsage => Held::UNKNOWN,
            Name::ValidTo => match self.parameter(action, "ExpirationModel").content {
                Content::One(model) if model == "KEY_MATERIAL_DOES_NOT_EXPIRE" => {
                    self.parameter(action, "ValidTo")
                }
                _ => self.required(action, "ValidTo"),
            },
            Name::ViaService => Held::maybe(self.question.via, self.via_source()),
            Name::WrappingAlgorithm => self.required(action, "WrappingAlgorithm"),
            Name::WrappingKeySpec => self.required(action, "WrappingKeySpec"),
            // From an attestation document, of which a scenario gives the measurements by hand.
            Name::RecipientAttestation if self.has_parameter(action, "Recipient") => Held::OPEN,
            Name::RecipientAttestation => Held::ABSENT,
            Name::PolicyName if self.during_save => Held::one("default", Source::Default),
            Name::PolicyName => self.defaulted(action, "PolicyName", "default"),
            Name::S3Encryption => self.header(|headers| headers.encryption.as_ref()),
            Name::S3EncryptionKey => self.header(|headers| headers.key.as_ref()),
            _ => return None,
        })
    }

    /// What an upload says of its encryption.
    fn header(&self, which: impl Fn(&'m Headers) -> Option<&'m Header>) -> Held<'_> {
        let found = self.question.part.and_then(|part| which(&part.headers));
        let Some(Header { value, from, unsure }) = found else {
            return Held::ABSENT;
        };
        let source = from.map_or(Source::Default, |field| Source::Request(field.into()));
        let held = value.as_deref().map_or(Held::UNKNOWN, |value| Held::one(value, source));
        match unsure {
            Some(rule) => held.unsure(*rule),
            None => held,
        }
    }

    /// The field that says by which service a call comes.
    pub(super) fn via_source(&self) -> Source<'static> {
        let field = if self.question.part.is_some() { "action" } else { "via" };
        Source::Request(field.into())
    }

    /// The pair of the encryption context of which only the name is known.
    pub(crate) fn unknown_pair(&self) -> Option<&'static str> {
        let mut pairs = self.question.part?.context.pairs.iter();
        pairs.find(|(_, value)| value.is_none()).map(|(name, _)| *name)
    }

    /// Is it a pair of which it is not documented that the service sets it?
    pub(crate) fn is_guessed_pair(&self, name: &str) -> bool {
        let set = self.question.part.filter(|part| part.context.unsure.is_some());
        set.is_some_and(|part| {
            part.context.pairs.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
        })
    }

    /// The same, unsure where it is not documented what the service sends.
    fn as_service_says<'a>(&self, held: Held<'a>) -> Held<'a> {
        match self.question.part.and_then(|part| part.context.unsure) {
            Some(rule) => held.unsure(rule),
            None => held,
        }
    }

    /// A parameter of the request as a single value.
    fn parameter(&self, action: Action, name: &'static str) -> Held<'_> {
        let value = self.given(action, name).and_then(text);
        Held::maybe(value, Source::Request(format!("parameters/{name}").into()))
    }

    fn has_parameter(&self, action: Action, name: &str) -> bool {
        self.given(action, name).is_some_and(|value| !value.is_null())
    }

    /// A parameter that every such request has: where the scenario leaves it out it is not known.
    fn required(&self, action: Action, name: &'static str) -> Held<'_> {
        match self.parameter(action, name) {
            held if held.content == Content::Absent => Held::UNKNOWN,
            held => held,
        }
    }

    /// A parameter whose default counts where it is left out.
    fn defaulted(&self, action: Action, name: &'static str, default: &'static str) -> Held<'_> {
        match self.parameter(action, name) {
            held if held.content == Content::Absent => {
                Held::one(default, Source::Default).by(Rule::R6)
            }
            held => held,
        }
    }

    /// A property of a key that is being created (C-15); there is none where no key is created.
    fn creation(&self, action: Action, name: &'static str, default: &'static str) -> Held<'_> {
        match self.target {
            // What AWS fills there for a replica is not said.
            Target::Replica => Held::UNKNOWN.by(Rule::R11),
            // What the lockout check sees of a new key is what CreateKey makes.
            Target::NoKey => {
                let create = Action::bare("CreateKey").filter(|_| self.during_save);
                self.defaulted(create.unwrap_or(action), name, default)
            }
            _ => Held::ABSENT,
        }
    }

    /// A list of strings among the parameters.
    pub(super) fn list(&self, action: Action, name: &'static str, is_required: bool) -> Held<'_> {
        let Some(items) = self.given(action, name).and_then(Value::as_array) else {
            return if is_required { Held::UNKNOWN } else { Held::ABSENT };
        };
        let values = items.iter().filter_map(Value::as_str).map(Cow::Borrowed).collect();
        Held::many(values, Source::Request(format!("parameters/{name}").into()))
    }

    fn encryption_algorithm(&self, action: Action) -> Held<'_> {
        let name = match action.bare_name() {
            "ReEncryptFrom" => "SourceEncryptionAlgorithm",
            "ReEncryptTo" => "DestinationEncryptionAlgorithm",
            "Encrypt" | "Decrypt" => "EncryptionAlgorithm",
            // Data keys are encrypted by symmetric keys only.
            _ => return Held::one("SYMMETRIC_DEFAULT", Source::Default),
        };
        match self.parameter(action, name) {
            held if held.content != Content::Absent => held,
            _ => match self.key() {
                Some(key) if key.spec() == "SYMMETRIC_DEFAULT" => {
                    Held::one("SYMMETRIC_DEFAULT", Source::Default)
                }
                _ => Held::UNKNOWN,
            },
        }
    }

    /// The encryption context that an action sees: of the request, for CreateGrant of the
    /// constraint, for RetireGrant of the grant's (C-5, G-14, R-8).
    pub(crate) fn encryption_context(&self, action: Action) -> Option<Pairs<'_>> {
        let half = match action.bare_name() {
            "CreateGrant" => {
                let (kind, pairs) = self.constraint_pairs()?;
                let pairs =
                    pairs.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
                let source = Source::Request(format!("parameters/Constraints/{kind}").into());
                return Some((pairs.collect(), source));
            }
            "RetireGrant" => {
                let (index, grant) = self.grant()?;
                let constraints = grant.constraints.as_ref()?;
                let (pairs, field) = match &constraints.encryption_context_equals {
                    Some(pairs) => (pairs, "constraints/encryptionContextEquals"),
                    None => (
                        constraints.encryption_context_subset.as_ref()?,
                        "constraints/encryptionContextSubset",
                    ),
                };
                let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                return Some((pairs.collect(), Source::Grant(index, field)));
            }
            "ReEncryptFrom" => Some("SourceEncryptionContext"),
            "ReEncryptTo" => Some("DestinationEncryptionContext"),
            _ => None,
        };
        if let Some(name) = half
            && let Some(Value::Object(pairs)) = self.given(action, name)
        {
            let pairs =
                pairs.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
            return Some((pairs.collect(), Source::Request(format!("parameters/{name}").into())));
        }
        let given = self.question.encryption_context.iter();
        let given = given.map(|(name, value)| (name.as_str(), value.as_str()));
        let Some(part) = self.question.part else {
            return Some((given.collect(), Source::Request("encryptionContext".into())));
        };
        let set = part.context.pairs.iter();
        let set = set.filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        // What the service sets wins over a pair of a matrix that has its name.
        let own = |name: &str| {
            part.context.pairs.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
        };
        let given = given.filter(|(name, _)| !own(name));
        Some((set.chain(given).collect(), Source::Request("resource".into())))
    }

    /// Names are compared without regard to case, and two that differ by case only are ambiguous
    /// (C-5, R-16).
    fn encryption_context_value(&self, name: &str, action: Action) -> Held<'_> {
        let Some((pairs, source)) = self.encryption_context(action) else {
            return Held::ABSENT;
        };
        if self.unknown_pair().is_some_and(|unknown| unknown.eq_ignore_ascii_case(name)) {
            return Held::UNKNOWN;
        }
        let held = one_of(pairs.into_iter(), name, |found| match &source {
            // What the service sets follows from the resource.
            Source::Request(field)
                if field == "resource" && self.question.encryption_context.contains_key(found) =>
            {
                Source::Request(format!("encryptionContext/{}", escaped(found)).into())
            }
            Source::Request(field) if field != "resource" => {
                Source::Request(format!("{field}/{}", escaped(found)).into())
            }
            other => other.clone(),
        });
        let held = Held { rule: None, ..held };
        if self.is_guessed_pair(name) { self.as_service_says(held) } else { held }
    }

    /// The `Constraints` parameter of CreateGrant.
    pub(crate) fn constraints(&self) -> Option<&serde_json::Map<String, Value>> {
        self.question.parameters.get("Constraints")?.as_object()
    }

    /// The encryption context of CreateGrant's constraint, with the kind of the constraint.
    pub(crate) fn constraint_pairs(
        &self,
    ) -> Option<(&'static str, &serde_json::Map<String, Value>)> {
        let constraints = self.constraints()?;
        let of = |kind: &'static str| Some((kind, constraints.get(kind)?.as_object()?));
        of("EncryptionContextEquals").or_else(|| of("EncryptionContextSubset"))
    }

    /// Only the two encryption-context types count.
    fn constraint_type(&self, action: Action) -> Held<'_> {
        if action.bare_name() == "RetireGrant" {
            let Some((index, grant)) = self.grant() else {
                return Held::ABSENT;
            };
            let constraints = grant.constraints.as_ref();
            let equals = constraints.is_some_and(|one| one.encryption_context_equals.is_some());
            let subset = constraints.is_some_and(|one| one.encryption_context_subset.is_some());
            let source = Source::Grant(index, "constraints");
            return match (equals, subset) {
                (true, _) => Held::one("EncryptionContextEquals", source),
                (_, true) => Held::one("EncryptionContextSubset", source),
                _ => Held::ABSENT,
            };
        }
        let kind = self.constraint_pairs().map(|(kind, _)| kind);
        let held = Held::maybe(kind, Source::Request("parameters/Constraints".into()));
        // A SourceArn constraint alone leaves it absent.
        let source = kind.is_none() && self.constraints().is_some();
        if source { held.by(Rule::R13) } else { held }
    }

    /// Is the destination the key that the ciphertext was made with (C-21, R-8)?
    fn same_key(&self, action: Action) -> Held<'_> {
        // `key` is the source; of the second half alone, without `destinationKey`, the destination.
        let whole = self.question.action == "kms:ReEncrypt";
        let other = match action.bare_name() {
            "ReEncryptFrom" => self.question.destination_key,
            _ if whole || self.question.destination_key.is_some() => self.question.key(),
            _ => self.question.ciphertext_key,
        };
        let first = || self.model.scenario.keys.first().map(|key| key.arn.as_str());
        let Some(other) = other.or_else(|| first().filter(|_| whole)) else {
            return Held::UNKNOWN;
        };
        let half =
            if action.bare_name() == "ReEncryptFrom" { "ReEncryptTo" } else { "ReEncryptFrom" };
        // A ciphertext of one replica is one of the others too (K-70).
        let of_ciphertext = half == "ReEncryptFrom" && self.question.is_by_ciphertext();
        let same = (of_ciphertext && self.made_ciphertext_of(other).0)
            || Action::bare(half).is_some_and(|half| self.resolves_to_this_key(other, half));
        Held::flag(same, Source::Request("destinationKey".into()))
    }
}

/// How many aliases a key may have while policies can tell it by them (C-23, K-67).
const ALIAS_QUOTA: usize = 50;

/// A property of a key of the scenario.
fn key_property(key: &scenario::Key, name: KeyName) -> Held<'_> {
    let field = |given: bool, field: &'static str| {
        if given { Source::Key(field.into()) } else { Source::Default }
    };
    match name {
        // KMS then denies access (C-23).
        KeyName::ResourceAliases if key.aliases.len() > ALIAS_QUOTA => Held::UNKNOWN,
        KeyName::KeySpec => Held::one(key.spec(), field(key.spec.is_some(), "spec")),
        KeyName::KeyUsage => Held::one(key.usage(), field(key.usage.is_some(), "usage")),
        KeyName::KeyOrigin => Held::one(key.origin(), field(key.origin.is_some(), "origin")),
        KeyName::MultiRegion => {
            let source = field(key.multi_region.is_some(), "multiRegion");
            Held::flag(key.multi_region.is_some(), source)
        }
        KeyName::MultiRegionKeyType => {
            let kind = key.multi_region.map(|kind| match kind {
                MultiRegion::Primary => "PRIMARY",
                MultiRegion::Replica => "REPLICA",
            });
            Held::maybe(kind, Source::Key("multiRegion".into()))
        }
        _ if key.aliases.is_empty() => Held::ABSENT,
        _ => Held::many(
            key.aliases.iter().map(|alias| Cow::Borrowed(alias.as_str())).collect(),
            Source::Key("aliases".into()),
        ),
    }
}

/// The value of `name` among pairs whose names are compared without regard to case.
pub(super) fn one_of<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    name: &str,
    source: impl Fn(&str) -> Source<'a>,
) -> Held<'a> {
    let mut found = pairs.filter(|(other, _)| other.eq_ignore_ascii_case(name));
    let Some((spelled, value)) = found.next() else {
        return Held::ABSENT;
    };
    if found.next().is_some() {
        return Held { content: Content::Ambiguous, ..Held::ABSENT };
    }
    let held = Held::one(value, source(spelled));
    if spelled == name { held } else { held.by(Rule::C97) }
}

/// A parameter as text.
fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(value.to_string())),
        _ => None,
    }
}
