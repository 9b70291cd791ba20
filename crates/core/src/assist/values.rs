//! Values that make sense: what the scenario has, and the few words that a key can have.

use super::Choice;
use crate::actions::Action;
use crate::arn::Arn;
use crate::condition::{Comparison, ConditionKey, KeyName, Operator};
use crate::english::assist::detail;
use crate::policy::PolicyKind;
use crate::region::ALWAYS_ENABLED;
use crate::scenario::{ORIGINS, SPECS, Scenario};

/// Services that call KMS for a principal, as `kms:ViaService` names them.
pub(crate) const VIA: [&str; 10] =
    ["s3", "ec2", "rds", "dynamodb", "lambda", "secretsmanager", "sqs", "sns", "ssm", "kinesis"];
/// Services that are named as principals in key policies.
pub(crate) const SERVICES: [&str; 6] = [
    "cloudtrail.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "events.amazonaws.com",
    "logging.s3.amazonaws.com",
    "s3.amazonaws.com",
    "sns.amazonaws.com",
];

/// A list of choices that grows, each of them once: the first one stays.
///
/// One plain list and loops that add to it: chains of iterators, each of its own type, took three
/// times the room in the page.
pub(super) struct Choices<'s> {
    pub scenario: &'s Scenario,
    pub kind: PolicyKind,
    pub found: Vec<Choice>,
}

impl Choices<'_> {
    pub fn add(&mut self, label: &str, detail: &str) {
        if self.found.iter().all(|one| one.label != label) {
            self.found.push(Choice {
                label: label.to_owned(),
                insert: String::new(),
                detail: detail.to_owned(),
            });
        }
    }

    pub fn words(&mut self, words: &[&str]) {
        for word in words {
            self.add(word, "");
        }
    }

    pub fn resources(&mut self) {
        if self.kind == PolicyKind::KeyPolicy {
            return self.add("*", detail::THIS_KEY);
        }
        if self.kind != PolicyKind::Bucket {
            for key in &self.scenario.keys {
                let Some(arn) = Arn::parse(&key.arn) else { continue };
                self.add(&key.arn, detail::KEY);
                self.add(&prefixed(&arn, "key/*"), detail::EVERY_KEY);
                for alias in &key.aliases {
                    self.add(&prefixed(&arn, alias), detail::ALIAS);
                }
            }
            self.add("*", "");
        }
        for bucket in &self.scenario.buckets {
            let arn = self.bucket(&bucket.name);
            self.add(&format!("{arn}/*"), detail::OBJECTS);
            self.add(&arn, detail::BUCKET);
        }
    }

    /// Principals of a kind; an empty one stands for a principal that has none.
    pub fn principals(&mut self, kind: &str) {
        match kind {
            "" => self.add("*", detail::EVERYONE),
            "AWS" => {
                self.callers();
                let partition = self.partition();
                for (account, name) in self.accounts() {
                    self.add(&format!("arn:{partition}:iam::{account}:root"), &name);
                }
                self.add("*", detail::EVERYONE);
            }
            "Service" => self.services(),
            _ => {}
        }
    }

    /// Values for a condition key under an operator.
    pub fn of_condition(&mut self, operator: &str, key: &str) {
        use KeyName as Name;
        let comparison = Operator::read(operator).map(|operator| operator.comparison);
        if matches!(comparison, Some(Comparison::Bool | Comparison::Null)) {
            return self.words(&["true", "false"]);
        }
        match ConditionKey::read(key).name {
            Name::CallerAccount
            | Name::PrincipalAccount
            | Name::SourceAccount
            | Name::ResourceAccount
            | Name::VpceAccount => {
                for (account, name) in self.accounts() {
                    self.add(&account, &name);
                }
            }
            Name::RequestedRegion | Name::PrimaryRegion | Name::ReplicaRegion => {
                for region in self.regions() {
                    self.add(&region, "");
                }
                self.words(&ALWAYS_ENABLED);
            }
            Name::ViaService => {
                for region in self.regions() {
                    for service in VIA {
                        self.add(&format!("{service}.{region}.amazonaws.com"), "");
                    }
                }
            }
            Name::PrincipalArn | Name::GranteePrincipal | Name::RetiringPrincipal => self.callers(),
            Name::PrincipalServiceName
            | Name::PrincipalServiceNames
            | Name::GranteeServicePrincipal
            | Name::RetiringServicePrincipal => self.services(),
            Name::PrincipalOrgId | Name::ResourceOrgId | Name::SourceOrgId | Name::VpceOrgId => {
                for account in &self.scenario.accounts {
                    if let Some(organization) = &account.organization {
                        self.add(&organization.id, detail::ORGANIZATION);
                    }
                }
            }
            Name::RequestAlias | Name::ResourceAliases => {
                for key in &self.scenario.keys {
                    for alias in &key.aliases {
                        self.add(alias, detail::ALIAS);
                    }
                }
            }
            Name::SourceArn => {
                for caller in &self.scenario.principals {
                    if let Some(arn) = &caller.source_arn {
                        self.add(arn, "");
                    }
                }
                for bucket in &self.scenario.buckets {
                    self.add(&self.bucket(&bucket.name), detail::BUCKET);
                }
            }
            Name::GrantOperations => {
                for action in Action::all() {
                    if action.is_grantable() {
                        self.add(action.bare_name(), "");
                    }
                }
            }
            Name::S3EncryptionKey => {
                for key in &self.scenario.keys {
                    self.add(&key.arn, detail::KEY);
                }
            }
            name => self.words(words_of(name)),
        }
    }

    /// The partition of the first key: a scenario has one.
    fn partition(&self) -> String {
        let first = self.scenario.keys.first().and_then(|key| Arn::parse(&key.arn));
        first.map_or("aws", |arn| arn.partition).to_owned()
    }

    fn bucket(&self, name: &str) -> String {
        format!("arn:{}:s3:::{name}", self.partition())
    }

    /// The Regions of the keys.
    fn regions(&self) -> Vec<String> {
        let mut regions = Vec::new();
        for key in &self.scenario.keys {
            if let Some(arn) = Arn::parse(&key.arn) {
                regions.push(arn.region.to_owned());
            }
        }
        regions
    }

    /// The callers that have an ARN.
    fn callers(&mut self) {
        for caller in &self.scenario.principals {
            if let Some(arn) = &caller.arn {
                self.add(arn, "");
            }
        }
    }

    fn services(&mut self) {
        for caller in &self.scenario.principals {
            if let Some(service) = &caller.service {
                self.add(service, "");
            }
        }
        self.words(&SERVICES);
    }

    /// The accounts that the scenario names: numbers, and what they are called.
    fn accounts(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        for account in &self.scenario.accounts {
            let name = account.name.as_deref().unwrap_or(detail::ACCOUNT);
            all.push((account.id.clone(), name.to_owned()));
        }
        let mut further = |arn: &str| {
            if let Some(arn) = Arn::parse(arn)
                && all.iter().all(|(account, _)| account != arn.account)
            {
                all.push((arn.account.to_owned(), detail::ACCOUNT.to_owned()));
            }
        };
        for key in &self.scenario.keys {
            further(&key.arn);
        }
        for caller in &self.scenario.principals {
            if let Some(arn) = &caller.arn {
                further(arn);
            }
        }
        all
    }
}

/// The values of a key that has few.
fn words_of(name: KeyName) -> &'static [&'static str] {
    use KeyName as Name;
    match name {
        Name::KeySpec => &SPECS,
        Name::KeyOrigin => &ORIGINS,
        Name::KeyUsage => &[
            "ENCRYPT_DECRYPT",
            "SIGN_VERIFY",
            "GENERATE_VERIFY_MAC",
            "KEY_AGREEMENT",
            "ENCAPSULATE_DECAPSULATE",
        ],
        Name::EncryptionAlgorithm => {
            &["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"]
        }
        Name::MessageType => &["RAW", "DIGEST", "EXTERNAL_MU"],
        Name::MultiRegionKeyType => &["PRIMARY", "REPLICA"],
        Name::PrincipalType => &["Account", "User", "FederatedUser", "AssumedRole", "Anonymous"],
        Name::S3Encryption => &["aws:kms", "aws:kms:dsse", "AES256"],
        _ => &[],
    }
}

/// An ARN of the same partition, Region and account.
fn prefixed(arn: &Arn<'_>, resource: &str) -> String {
    format!("arn:{}:kms:{}:{}:{resource}", arn.partition, arn.region, arn.account)
}
