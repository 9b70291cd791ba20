//! The request context: what each condition key holds (sections 6.1 and 6.2, with section 16).

use crate::arn;
use crate::caller::{self, Sort};
use crate::date::Instant;
use crate::key_state;
use crate::operation::Operation;
use crate::own_part::Own;
use crate::question::{Held, Question};
use crate::scenario::{Doubt, Grant, Key, Pairs, Principal, Request, World, scalar, texts};
use serde_json::Value;

/// What one check is about. A request may need several checks (OP-10, OP-6, K-72).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// An operation on a key.
    Key,
    /// An operation without a key (E-13).
    NoKey,
    /// The alias half of an alias operation (OP-10).
    Alias,
    /// kms:TagResource while a key is made (OP-6, R-14).
    TagAtCreation,
    /// kms:CreateKey of ReplicateKey (K-72).
    CreateReplica,
    /// The own part of another service (section 10).
    Service,
}

/// The facts of one check.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The scenario.
    pub world: &'a World,
    /// The request.
    pub request: &'a Request,
    /// Who calls.
    pub principal: &'a Principal,
    /// What is asked for.
    pub operation: &'a Operation,
    /// What the check is about.
    pub check: Check,
    /// The key. Absent on `Check::Key`: the scenario has no
    /// such key.
    pub key: Option<&'a Key>,
    /// The alias name by which the request named the key (C-22).
    pub alias: Option<String>,
    /// The text that Resource is matched against.
    pub resource: String,
    /// The Region of the check.
    pub region: Option<String>,
    /// ReEncrypt: are source and destination the same key, where that is known (C-21)?
    pub same_key: Option<bool>,
    /// RetireGrant: the grant.
    pub grant: Option<&'a Grant>,
    /// A later call, imagined by the lockout check (K-30).
    pub later: bool,
    /// The own part of another service: what it is about.
    pub own: Option<&'a Own>,
}

/// One value.
pub fn one(value: impl Into<String>) -> Held {
    Held::Known { readings: vec![Some(vec![value.into()])], multi: false }
}

/// One value, or absent.
fn maybe(value: Option<impl Into<String>>) -> Held {
    value.map_or_else(absent, one)
}

/// A value that AWS always has, where the scenario gives it.
fn required(value: Option<impl Into<String>>) -> Held {
    value.map_or(Held::Unknown, one)
}

fn flag(value: bool) -> Held {
    one(value.to_string())
}

/// No value.
pub fn absent() -> Held {
    Held::Known { readings: vec![None], multi: false }
}

/// The values of a multi-valued key; none: absent.
fn many(values: Vec<String>) -> Held {
    Held::Known { readings: vec![Some(values).filter(|values| !values.is_empty())], multi: true }
}

/// Taken to be absent, where the sources are silent or at odds.
fn rather_absent() -> Held {
    Held::Guess { values: None, multi: false }
}

/// Taken to be this, where the sources are silent.
pub fn rather(value: impl Into<String>) -> Held {
    Held::Guess { values: Some(vec![value.into()]), multi: false }
}

/// Taken to be as given, from general knowledge.
fn guessed(held: Held) -> Held {
    match held {
        Held::Known { readings, multi } => {
            Held::Guess { values: readings.into_iter().next().flatten(), multi }
        }
        other => other,
    }
}

/// As given; or else, in another reading, absent.
fn or_absent(taken: Held) -> Held {
    match taken {
        Held::Known { mut readings, multi } => {
            readings.push(None);
            Held::Known { readings, multi }
        }
        other => other,
    }
}

/// What follows the prefix, whatever its case (O-4).
fn after<'n>(name: &'n str, prefix: &str) -> Option<&'n str> {
    let (start, rest) = name.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// C-97: the value of a tag.
fn tag(tags: &Pairs, name: &str) -> Held {
    match_one(tags, name)
}

/// The value under a name, whose case does not matter. Two that differ by case only are ambiguous
/// (R-16, C-97): no match.
fn match_one(pairs: &Pairs, name: &str) -> Held {
    let mut found = pairs.iter().filter(|(other, _)| same_name(other, name));
    match (found.next(), found.next()) {
        (Some((_, value)), None) => one(value),
        (None, _) => absent(),
        (Some(_), Some(_)) => Held::Ambiguous,
    }
}

/// As read; or else, in another reading, one of these values of the service's own, which no policy
/// lists.
fn or_of_a_service(mut readings: Vec<Option<Vec<String>>>, own: &[&str]) -> Held {
    readings.extend(own.iter().map(|value| Some(vec![(*value).to_owned()])));
    Held::Known { readings, multi: false }
}

/// Addresses of a service.
const ADDRESSES: [&str; 2] = ["240.0.0.1", "fe80::240"];

/// Keys of R-24 and the like, which are given by hand or absent.
const BY_HAND: [&str; 18] = [
    "ec2:sourceinstancearn",
    "ec2:roledelivery",
    "lambda:sourcefunctionarn",
    "ssm:sourceinstancearn",
    "glue:roleassumedby",
    "glue:credentialissuingservice",
    "identitystore:userid",
    "aws:chatbotsourcearn",
    "aws:calledviaawsmcp",
    "aws:ismcpserviceaction",
    "aws:signinsessionarn",
    "codebuild:buildarn",
    "codebuild:projectarn",
    "aws:federatedprovider",            // C-86
    "aws:ec2instancesourcevpc",         // C-88
    "aws:ec2instancesourceprivateipv4", // C-88
    "aws:assumedroot",                  // C-89
    "aws:referer",                      // C-90
];

/// O-40: the multi-valued keys.
const MULTI: [&str; 10] = [
    "kms:encryptioncontextkeys",
    "kms:grantoperations",
    "kms:resourcealiases",
    "aws:tagkeys",
    "aws:principalorgpaths",
    "aws:resourceorgpaths",
    "aws:sourceorgpaths",
    "aws:vpceorgpaths",
    "aws:calledvia",
    "aws:principalservicenameslist",
];

/// O-40
pub fn is_multi_valued(name: &str) -> bool {
    MULTI.contains(&name.to_ascii_lowercase().as_str())
}

/// C-82: services that fill aws:CalledVia.
const FILL_CALLED_VIA: [&str; 9] = [
    "athena",
    "cloud9",
    "cloudformation",
    "databrew",
    "dataexchange",
    "dynamodb",
    "kms",
    "servicecatalog-appregistry",
    "sqlworkbench",
];

impl Facts<'_> {
    /// Asks a question with these facts.
    pub fn ask<T>(&self, answer: impl FnOnce(&Question<'_>) -> T) -> T {
        let context = |name: &str| self.held(name);
        answer(&Question {
            caller: &self.principal.caller,
            action: &self.operation.action,
            resource: &self.resource,
            hidden: self.is_resource_hidden(),
            context: &context,
        })
    }

    /// A key behind an alias of another account that the scenario does not define; or anything in
    /// a Region that nothing tells.
    fn is_resource_hidden(&self) -> bool {
        let missing = self.check == Check::Key && self.key.is_none();
        missing && self.resource.contains(":alias/") || self.region.is_none()
    }

    /// Asks a key policy.: that kms:ResourceAliases counts there is open.
    pub fn ask_key_policy<T>(&self, answer: impl FnOnce(&Question<'_>) -> T) -> T {
        let context = |name: &str| match name.eq_ignore_ascii_case("kms:ResourceAliases") {
            true => or_absent(self.held(name)),
            false => self.held(name),
        };
        self.ask(|question| answer(&Question { context: &context, ..*question }))
    }

    /// What the request holds under a condition key.
    pub fn held(&self, name: &str) -> Held {
        let lower = name.to_ascii_lowercase();
        if self.later
            && (is_network_or_time(&lower) || self.via().is_some() && is_forwarding(&lower))
        {
            return Held::Granted; // K-30 in section 16, Q-2
        }
        if self.later && lower == "kms:policyname" {
            return one("default"); // N-6
        }
        if self.later && lower == "kms:bypasspolicylockoutsafetycheck" {
            return absent(); // a parameter of this request
        }
        if let Some(value) = self.by_hand(&lower) {
            return match value {
                Held::Known { readings, .. } if lower == "aws:sourceip" && self.via().is_some() => {
                    or_of_a_service(readings, &ADDRESSES)
                }
                value => value,
            };
        }
        if BY_HAND.contains(&lower.as_str()) {
            return absent();
        }
        if let Some(key) = lower.strip_prefix("kms:") {
            let context_key = after(name, "kms:EncryptionContext:");
            return self.kms(key, context_key);
        }
        let prefixed = |prefix: &str| after(name, prefix).filter(|rest| !rest.is_empty());
        if let Some(tag_key) = prefixed("aws:PrincipalTag/") {
            return tag(&caller::tags(self.world, self.principal), tag_key); // C-64
        }
        if let Some(tag_key) = prefixed("aws:ResourceTag/") {
            return self.resource_tag(tag_key);
        }
        if let Some(tag_key) = prefixed("aws:RequestTag/") {
            return self.request_tag(tag_key);
        }
        match lower.split_once(':') {
            Some(("aws", key)) => self.aws(key),
            Some(_) if self.own.is_some() => self.of_service(&lower),
            Some(_) => absent(), // a key of another service, which no KMS request fills (E-1)
            None => Held::NoSuchKey,
        }
    }

    /// `context` given by hand wins over everything derived.
    fn by_hand(&self, lower: &str) -> Option<Held> {
        let context = &self.request.context;
        let (_, value) = context.iter().find(|(name, _)| name.eq_ignore_ascii_case(lower))?;
        let kms = lower.strip_prefix("kms:");
        // OP-10: no kms: key and no aws:ResourceTag on the alias check.
        if self.check == Check::Alias && (kms.is_some() || lower.starts_with("aws:resourcetag/")) {
            return None;
        }
        // formats.md, "Matrix": what the action does not carry does not reach it.
        if self.request.cell && kms.is_some_and(|key| !self.carries(key)) {
            return None;
        }
        if value.is_null() {
            return Some(absent());
        }
        let values = texts(value);
        let multi = MULTI.contains(&lower) || values.len() > 1;
        Some(Held::Known { readings: vec![Some(values)], multi })
    }

    /// Does the operation carry this kms: key, those of the key itself included (section 3.1)?
    fn carries(&self, key: &str) -> bool {
        let key = key.split(':').next().unwrap_or(key); // EncryptionContext:..., RecipientAttestation:...
        let of_key = [
            "keyspec",
            "keyusage",
            "keyorigin",
            "multiregion",
            "multiregionkeytype",
            "resourcealiases",
        ];
        self.operation.carries(key) || self.check == Check::Key && of_key.contains(&key)
    }

    /// The keys of other services in the own part of one. S-17 tells of two, which are absent
    /// where nothing is written; the others are not known here.
    fn of_service(&self, lower: &str) -> Held {
        match (lower, self.own) {
            ("s3:x-amz-server-side-encryption", Some(own)) => own.encryption.clone(),
            ("s3:x-amz-server-side-encryption-aws-kms-key-id", Some(own)) => {
                own.encryption_key.clone()
            }
            _ => Held::NoSuchKey,
        }
    }

    // kms: keys

    fn kms(&self, key: &str, context_key: Option<&str>) -> Held {
        match key {
            "keyspec" => self.of_key(|key| one(&*key.spec), self.new_spec()), // C-15
            "keyusage" => self.of_key(|key| one(&*key.usage), self.new_usage()), // C-15
            "keyorigin" => {
                self.of_key(|key| one(&*key.origin), self.parameter_or("Origin", "AWS_KMS"))
            } // C-15
            "multiregion" => {
                let new = flag(self.request.parameter_flag("MultiRegion"));
                self.of_key(|key| flag(key.multi_region.is_some()), new) // C-16
            }
            "multiregionkeytype" => {
                let new = maybe(self.request.parameter_flag("MultiRegion").then_some("PRIMARY"));
                let kind =
                    |key: &Key| maybe(key.multi_region.as_ref().map(|kind| kind.to_uppercase()));
                self.of_key(kind, new) // C-17
            }
            "resourcealiases" => match (self.check, self.key) {
                (Check::Key, None) => Held::Open,
                // C-23: more aliases than the quota (K-67)
                (Check::Key, Some(key)) if key.aliases.len() > 50 => Held::Unknown,
                (Check::Key, Some(key)) => many(key.aliases.clone()), // C-23
                _ => absent(),                                        // R-7, OP-10
            },
            // C-32: deprecated names; what carries them is not said.
            "customermasterkeyspec" | "customermasterkeyusage" => Held::NoSuchKey,
            _ if !is_kms_key(key, context_key) => Held::NoSuchKey,
            _ if self.check == Check::Alias => absent(), // OP-10
            _ if !self.carries(key) => absent(),         // C-40, R-7, OP-11
            _ => self.carried(key, context_key),
        }
    }

    /// A key that the operation carries.
    fn carried(&self, key: &str, context_key: Option<&str>) -> Held {
        let parameter = |name: &str| self.request.parameter_text(name);
        let constraint =
            |name: &str| self.request.parameter("Constraints")?.get(name).and_then(scalar);
        if let Some(context_key) = context_key {
            return self.encryption_context_value(context_key); // C-5
        }
        match key {
            "bypasspolicylockoutsafetycheck" => maybe(parameter("BypassPolicyLockoutSafetyCheck")), // C-1, R-6
            "calleraccount" => self.caller_account(), // C-2
            "datakeypairspec" => required(parameter("KeyPairSpec")), // C-3
            "encryptionalgorithm" => self.encryption_algorithm(), // C-4
            "encryptioncontextkeys" => self.encryption_context_keys(), // C-6
            "expirationmodel" => maybe(parameter("ExpirationModel")), // C-7, R-6
            "grantconstraintsourcearn" => maybe(constraint("SourceArn")), // C-8
            "grantconstrainttype" => self.grant_constraint_type(), // C-9
            "grantisforawsresource" => self.grant_is_for_aws_resource(), // C-10
            "grantoperations" => match self.request.parameter("Operations") {
                Some(operations) => many(texts(operations)), // C-11
                None => Held::Unknown,
            },
            // C-12: one of the two grantees is demanded (N-8).
            "granteeprincipal" if self.request.parameter("GranteeServicePrincipal").is_some() => {
                maybe(parameter("GranteePrincipal"))
            }
            "granteeprincipal" => parameter("GranteePrincipal").map_or(Held::Open, one),
            "granteeserviceprincipal" => maybe(parameter("GranteeServicePrincipal")), // C-13
            "retiringprincipal" => maybe(parameter("RetiringPrincipal")),             // C-12
            "retiringserviceprincipal" => maybe(parameter("RetiringServicePrincipal")), // C-13
            "keyagreementalgorithm" => self.parameter_or("KeyAgreementAlgorithm", "ECDH"), // C-14
            "macalgorithm" => required(parameter("MacAlgorithm")),                    // C-18
            "messagetype" => self.parameter_or("MessageType", "RAW"),                 // C-19
            "policyname" => self.parameter_or("PolicyName", "default"),               // N-4
            "primaryregion" => required(parameter("PrimaryRegion")),                  // C-20
            "replicaregion" => required(parameter("ReplicaRegion")),                  // C-20
            "reencryptonsamekey" => self.same_key.map_or(Held::Unknown, flag),        // C-21
            "requestalias" => maybe(self.alias.as_deref()),                           // C-22
            "rotationperiodindays" => self.parameter_or("RotationPeriodInDays", "365"), // C-24, R-6
            "schedulekeydeletionpendingwindowindays" => {
                self.parameter_or("PendingWindowInDays", "30")
            } // C-25, R-6
            "signingalgorithm" => required(parameter("SigningAlgorithm")),            // C-26
            "trailingdayswithoutkeyusage" => Held::Unknown,                           // C-27
            "validto" => self.valid_to(),                                             // C-28
            "viaservice" => maybe(self.via()),                                        // C-29
            "wrappingalgorithm" => required(parameter("WrappingAlgorithm")),          // C-30
            "wrappingkeyspec" => required(parameter("WrappingKeySpec")),              // C-30
            // C-31: RecipientAttestation, from an attestation document.
            _ if self.request.parameter("Recipient").is_some() => Held::Open,
            _ => absent(),
        }
    }

    /// A property of the key. `new` is what CreateKey has in its place.
    fn of_key(&self, property: impl Fn(&Key) -> Held, new: Held) -> Held {
        match (self.check, self.key) {
            (Check::Key, None) => Held::Open,
            (Check::Key, Some(key)) => property(key),
            (Check::NoKey, _) if self.operation.name == "CreateKey" || self.later => new,
            // CreateKey has these keys; what they are for a replica is not said.
            (Check::CreateReplica, _) => Held::Unknown,
            _ => absent(), // R-7, OP-10
        }
    }

    fn parameter_or(&self, name: &str, default: &str) -> Held {
        one(self.request.parameter_text(name).unwrap_or_else(|| default.into()))
    }

    fn new_spec(&self) -> Held {
        let parameter = |name| self.request.parameter_text(name);
        let spec = parameter("KeySpec").or_else(|| parameter("CustomerMasterKeySpec"));
        one(spec.unwrap_or_else(|| "SYMMETRIC_DEFAULT".into()))
    }

    ///
    fn new_usage(&self) -> Held {
        self.parameter_or("KeyUsage", "ENCRYPT_DECRYPT")
    }

    /// C-2, Q-22: for a service principal absent; other readings are some account.
    fn caller_account(&self) -> Held {
        match &self.principal.caller.account {
            Some(account) => one(&**account),
            None => rather_absent(),
        }
    }

    /// C-61, Q-22: for a service principal absent; or its own account, which no policy lists.
    fn principal_account(&self) -> Held {
        match &self.principal.caller.account {
            Some(account) => one(&**account),
            None => or_of_a_service(vec![None], &["000000000000"]),
        }
    }

    /// C-4
    fn encryption_algorithm(&self) -> Held {
        let name = match self.operation.name {
            "ReEncryptFrom" => "SourceEncryptionAlgorithm",
            "ReEncryptTo" => "DestinationEncryptionAlgorithm",
            "Encrypt" | "Decrypt" => "EncryptionAlgorithm",
            _ => return one("SYMMETRIC_DEFAULT"), // GenerateDataKey*
        };
        if let Some(algorithm) = self.request.parameter_text(name) {
            return one(algorithm);
        }
        match self.key {
            Some(key) if key_state::is_symmetric(key) => one("SYMMETRIC_DEFAULT"),
            _ => Held::Unknown, // the API demands it for asymmetric keys
        }
    }

    /// The encryption context that the operation sees.
    pub fn encryption_context(&self) -> Pairs {
        let request = self.request;
        let parameter = |name| request.parameter(name).map(crate::scenario::pairs);
        let plain = || match request.encryption_context.is_empty() {
            true => parameter("EncryptionContext").unwrap_or_default(),
            false => request.encryption_context.clone(),
        };
        let name = match self.operation.name {
            // C-5: the constraint of the grant to be made.
            "CreateGrant" => return constraint_context(request).unwrap_or_default(),
            "RetireGrant" => {
                let constraint = self.grant.and_then(|grant| {
                    grant.context_equals.as_ref().or(grant.context_subset.as_ref())
                });
                return constraint.cloned().unwrap_or_default();
            }
            "ReEncryptFrom" => "SourceEncryptionContext",
            "ReEncryptTo" => "DestinationEncryptionContext",
            _ => return plain(),
        };
        parameter(name).unwrap_or_else(plain)
    }

    /// C-5
    fn encryption_context_value(&self, name: &str) -> Held {
        let doubted = self.request.context_doubts.iter().find(|(other, _)| same_name(other, name));
        match (doubted, match_one(&self.encryption_context(), name)) {
            (Some((_, Doubt::Unknown)), Held::Known { .. }) => Held::Unknown,
            (Some((_, Doubt::Guessed)), held) => guessed(held),
            (_, held) => held,
        }
    }

    /// C-6
    fn encryption_context_keys(&self) -> Held {
        let names = many(self.encryption_context().into_iter().map(|(name, _)| name).collect());
        let mut doubts = self.request.context_doubts.iter();
        match doubts.any(|(_, doubt)| *doubt == Doubt::Guessed) {
            true => guessed(names),
            false => names,
        }
    }

    /// C-9; R-13: SourceArn alone leaves it absent.
    fn grant_constraint_type(&self) -> Held {
        let (equals, subset) = match self.grant {
            Some(grant) => (grant.context_equals.is_some(), grant.context_subset.is_some()),
            None => {
                let given = |name| {
                    self.request
                        .parameter("Constraints")
                        .is_some_and(|c| c.get(name).is_some_and(Value::is_object))
                };
                (given("EncryptionContextEquals"), given("EncryptionContextSubset"))
            }
        };
        match (equals, subset) {
            (true, _) => one("EncryptionContextEquals"),
            (false, true) => one("EncryptionContextSubset"),
            (false, false) => absent(),
        }
    }

    /// G-15. A service that calls as itself is not spoken of.
    fn grant_is_for_aws_resource(&self) -> Held {
        match self.principal.sort {
            Sort::Service => rather("false"),
            _ => flag(self.via().is_some()),
        }
    }

    /// C-28: demanded unless the material does not expire.
    fn valid_to(&self) -> Held {
        let model = self.request.parameter_text("ExpirationModel");
        match self.request.parameter_text("ValidTo") {
            Some(time) => one(time),
            None if model.as_deref() == Some("KEY_MATERIAL_DOES_NOT_EXPIRE") => absent(),
            None => Held::Unknown,
        }
    }

    /// The service of a forward access session. A service that calls as itself has none (C-29).
    pub fn via(&self) -> Option<&str> {
        self.request.via.as_deref().filter(|_| self.principal.sort != Sort::Service)
    }

    // Tags

    /// C-73
    fn resource_tag(&self, name: &str) -> Held {
        let requested = || tag(&request_tags(self.request).unwrap_or_default(), name);
        match (self.check, self.key) {
            (Check::Key, Some(key)) => tag(&key.tags, name),
            (Check::Key, None) => Held::Open,
            (Check::Service, _) => Held::Open, // the scenario does not hold its tags
            (Check::NoKey, _) if self.operation.name == "CreateKey" => requested(),
            _ if self.later => Held::Open,
            (Check::CreateReplica, _) => requested(),
            _ => absent(), // R-7, OP-10
        }
    }

    /// C-74: does the request carry tags?
    fn takes_tags(&self) -> bool {
        ["CreateKey", "ReplicateKey", "TagResource"].contains(&self.operation.name)
            && self.check != Check::Alias
    }

    /// C-74
    fn request_tag(&self, name: &str) -> Held {
        match request_tags(self.request) {
            // OP-2: UntagResource may have the key, but cannot fill it.
            _ if !self.takes_tags() => absent(),
            Some(tags) => tag(&tags, name),
            None if self.operation.name == "TagResource" => Held::Open,
            None => absent(),
        }
    }

    /// C-74
    fn tag_keys(&self) -> Held {
        if self.operation.name == "UntagResource" {
            return self
                .request
                .parameter("TagKeys")
                .map_or(Held::Unknown, |keys| many(texts(keys)));
        }
        match request_tags(self.request) {
            _ if !self.takes_tags() => absent(),
            Some(tags) => many(tags.into_iter().map(|(name, _)| name).collect()),
            None if self.operation.name == "TagResource" => Held::Unknown,
            None => absent(),
        }
    }

    // aws: keys

    fn aws(&self, key: &str) -> Held {
        let principal = self.principal;
        let is_service = principal.sort == Sort::Service;
        let service =
            principal.caller.names.first().map(|(_, name)| name.as_str()).filter(|_| is_service);
        match key {
            "principalarn" => maybe(principal.arn.as_deref()), // C-60, E-88, R-5
            "principalaccount" => self.principal_account(),    // C-61, Q-22
            "principalorgid" => self.organization_id(principal.caller.account.as_deref()), // C-62
            "principalorgpaths" => self.organization_paths(principal.caller.account.as_deref()), // C-63
            "principaltype" => match principal.type_name() {
                Some(name) => one(name), // C-65, C-95
                None => rather_absent(), // not said for services
            },
            "userid" if is_service => rather_absent(), // C-95 does not have services
            "userid" => required(principal.user_id()), // C-66, C-95
            "username" => maybe(principal.last_name().filter(|_| principal.sort == Sort::User)), // C-66
            "principalisawsservice" => flag(is_service), // C-67, R-15
            "principalservicename" => maybe(service),    // C-68
            "principalservicenameslist" => self.service_names(service), // C-68
            "sourcearn" => maybe(principal.source_arn.as_deref().filter(|_| is_service)), // C-69
            "sourceaccount" => maybe(principal.source_account.as_deref().filter(|_| is_service)), // C-69
            "sourceorgid" => self.organization_id(self.source_account()), // C-70
            "sourceorgpaths" => self.organization_paths(self.source_account()), // C-70
            "resourceaccount" => self.of_resource(|account| one(account)), // C-71
            "resourceorgid" => self.of_resource(|account| self.organization_id(Some(account))), // C-72
            "resourceorgpaths" => {
                self.of_resource(|account| self.organization_paths(Some(account)))
            } // C-72
            "tagkeys" => self.tag_keys(), // C-74
            "requestedregion" => required(self.region.as_deref()), // C-75
            "currenttime" => required(self.world.time.as_deref()), // C-76
            "epochtime" => {
                let instant = self.world.time.as_deref().and_then(Instant::read);
                required(instant.map(|instant| instant.seconds().to_string())) // C-76
            }
            // C-77: redacted; C-90.
            "securetransport" | "sourceip" | "useragent" if is_service => rather_absent(),
            "securetransport" => one("true"), // C-77
            "sourceip" => self.source_ip(),
            "sourcevpce" => maybe(self.endpoint_id()), // C-79
            "sourcevpc" => self.of_endpoint(|vpc, _| required(vpc)), // C-79
            "sourcevpcarn" => self.of_endpoint(|_, _| Held::Unknown), // C-79
            "vpcsourceip" => self.of_endpoint(|_, _| Held::Unknown), // C-79
            "vpceaccount" => self.of_endpoint(|_, account| required(account)), // C-80
            "vpceorgid" => self.of_endpoint(|_, account| match account {
                Some(account) => self.organization_id(Some(account)), // C-80
                None => Held::Open,
            }),
            "vpceorgpaths" => self.of_endpoint(|_, account| match account {
                Some(account) => self.organization_paths(Some(account)), // C-80
                None => Held::Open,
            }),
            "viaawsservice" => flag(self.via().is_some()), // C-81
            "viaawsmcpservice" => {
                Held::Known { readings: vec![None, Some(vec!["false".to_owned()])], multi: false }
            }
            "calledvia" => self.called_via(true), // C-82
            "calledviafirst" | "calledvialast" => self.called_via(false), // C-82
            "multifactorauthpresent" => self.mfa_present(), // C-83
            "multifactorauthage" if self.uses_mfa() => Held::Unknown, // C-84
            "multifactorauthage" => absent(),
            "tokenissuetime" => self.token_issue_time(), // C-85
            "sourceidentity" => maybe(principal.source_identity.as_deref()), // C-87
            "useragent" => Held::Unknown,                // C-90
            _ => Held::NoSuchKey,
        }
    }

    fn organization_id(&self, account: Option<&str>) -> Held {
        maybe(account.and_then(|account| self.world.organization(account)).map(|found| &*found.id))
    }

    fn organization_paths(&self, account: Option<&str>) -> Held {
        let organization = account.and_then(|account| self.world.organization(account));
        many(organization.map(|found| found.path_text()).into_iter().collect())
    }

    /// C-68: the list holds the name; whether it holds the one of E-91 too is not said.
    fn service_names(&self, service: Option<&str>) -> Held {
        let Some(name) = service else { return many(Vec::new()) };
        let mut readings = vec![Some(vec![name.to_owned()])];
        if let (Some(start), Some(region)) = (name.strip_suffix(".amazonaws.com"), &self.region) {
            readings.push(Some(vec![name.to_owned(), format!("{start}.{region}.amazonaws.com")]));
        }
        Held::Known { readings, multi: true }
    }

    /// C-70: the account of the resource for which the service calls.
    fn source_account(&self) -> Option<&str> {
        let principal = self.principal;
        let of_arn = || {
            principal
                .source_arn
                .as_deref()
                .and_then(arn::parts)
                .map(|[_, _, _, _, account, _]| account)
        };
        let account = principal.source_account.as_deref().or_else(of_arn);
        account.filter(|_| principal.sort == Sort::Service)
    }

    /// C-71: the account in the key ARN; on the alias check in the alias ARN; of another service's
    /// resource its owner. Without either there is no resource; another reading takes the caller's
    /// account.
    fn of_resource(&self, held: impl Fn(&str) -> Held) -> Held {
        if let Some(own) = self.own {
            return own.owner.as_deref().map_or(Held::Open, held);
        }
        let account = arn::parts(&self.resource).map(|[_, _, _, _, account, _]| account);
        match (self.check, account) {
            (Check::Key | Check::Alias, Some(account)) => held(account),
            _ => rather_absent(),
        }
    }

    /// The VPC endpoint that the call goes through. A service's call passes none (E-71).
    pub fn endpoint_id(&self) -> Option<&str> {
        let direct = self.principal.sort != Sort::Service && self.via().is_none();
        self.request.vpc_endpoint.as_deref().filter(|_| direct)
    }

    fn of_endpoint(&self, held: impl Fn(Option<&str>, Option<&str>) -> Held) -> Held {
        let Some(id) = self.endpoint_id() else { return absent() };
        match self.world.endpoint(id) {
            Some(endpoint) => held(endpoint.vpc.as_deref(), endpoint.account.as_deref()),
            None => Held::Unknown,
        }
    }

    /// C-78, C-96
    fn source_ip(&self) -> Held {
        match (self.via(), self.request.vpc_endpoint.is_some()) {
            (None, true) => absent(),                                   // C-78
            (Some(_), true) => or_of_a_service(vec![None], &ADDRESSES),
            (_, false) => Held::Unknown,                                // some public address
        }
    }

    /// C-82
    fn called_via(&self, multi: bool) -> Held {
        let Some(via) = self.via() else { return Held::Known { readings: vec![None], multi } };
        let service = via.split('.').next().unwrap_or(via);
        let chain = Some(vec![format!("{service}.amazonaws.com")]);
        match FILL_CALLED_VIA.contains(&service) {
            true => Held::Known { readings: vec![chain], multi },
            false => Held::Guess { values: None, multi },
        }
    }

    fn uses_mfa(&self) -> bool {
        self.principal.mfa && matches!(self.principal.sort, Sort::User | Sort::Role | Sort::Root)
    }

    /// C-83 in section 16
    fn mfa_present(&self) -> Held {
        let is_forwarded = self.via().is_some();
        match self.principal.sort {
            _ if self.uses_mfa() => one("true"),
            Sort::Role => one("false"),
            // Long-term keys: in a FAS call, and in a direct one. The root user is a user.
            Sort::User | Sort::Root if is_forwarded => one("false"),
            Sort::User | Sort::Root => absent(),
            Sort::Federated | Sort::Service => absent(),
        }
    }

    /// C-85: temporary credentials have one.
    fn token_issue_time(&self) -> Held {
        match self.principal.sort {
            Sort::Role | Sort::Federated => Held::Unknown,
            Sort::User | Sort::Root if self.uses_mfa() => Held::Unknown,
            Sort::User | Sort::Root if self.via().is_some() => rather_absent(), // C-85 in section 16
            _ => absent(),
        }
    }
}

/// Tags in the request: `Tags` of CreateKey, ReplicateKey and TagResource.
pub fn request_tags(request: &Request) -> Option<Pairs> {
    let tags = request.parameter("Tags")?.as_array()?;
    let read =
        |entry: &Value| Some((scalar(entry.get("TagKey")?)?, scalar(entry.get("TagValue")?)?));
    Some(tags.iter().filter_map(read).collect())
}

/// The encryption context of the constraint of CreateGrant.
fn constraint_context(request: &Request) -> Option<Pairs> {
    let constraints = request.parameter("Constraints")?;
    let of =
        |name| constraints.get(name).filter(|value| value.is_object()).map(crate::scenario::pairs);
    of("EncryptionContextEquals").or_else(|| of("EncryptionContextSubset"))
}

/// C-1 to C-32 and N-4. In lower case, without the prefix.
fn is_kms_key(key: &str, context_key: Option<&str>) -> bool {
    if let Some(measurement) = key.strip_prefix("recipientattestation:") {
        let numbered = |prefix: &str, count: u8| {
            let number =
                measurement.strip_prefix(prefix).and_then(|number| number.parse::<u8>().ok());
            number.is_some_and(|number| number < count)
        };
        return measurement == "imagesha384" || numbered("pcr", 32) || numbered("nitrotpmpcr", 24); // C-31
    }
    context_key.is_some_and(|name| !name.is_empty())
        || key == "encryptioncontextkeys"
        || [
            "bypasspolicylockoutsafetycheck",
            "calleraccount",
            "datakeypairspec",
            "encryptionalgorithm",
            "expirationmodel",
            "grantconstraintsourcearn",
            "grantconstrainttype",
            "grantisforawsresource",
            "grantoperations",
            "granteeprincipal",
            "granteeserviceprincipal",
            "keyagreementalgorithm",
            "macalgorithm",
            "messagetype",
            "policyname",
            "primaryregion",
            "reencryptonsamekey",
            "replicaregion",
            "requestalias",
            "retiringprincipal",
            "retiringserviceprincipal",
            "rotationperiodindays",
            "schedulekeydeletionpendingwindowindays",
            "signingalgorithm",
            "trailingdayswithoutkeyusage",
            "validto",
            "viaservice",
            "wrappingalgorithm",
            "wrappingkeyspec",
        ]
        .contains(&key)
}

/// K-30 in section 16: keys that say nothing about a later call.
fn is_network_or_time(lower: &str) -> bool {
    [
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:vpcsourceip",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:securetransport",
        "aws:currenttime",
        "aws:epochtime",
        "aws:tokenissuetime",
        "aws:multifactorauthage",
        "aws:useragent",
        "aws:referer",
    ]
    .contains(&lower)
}

/// K-30: a later call may come another way.
fn is_forwarding(lower: &str) -> bool {
    [
        "kms:viaservice",
        "aws:viaawsservice",
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
    ]
    .contains(&lower)
}
