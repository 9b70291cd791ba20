//! Which key a request names, OP-23 with section 16.

use crate::arn;
use crate::key_state::{self, Refusal};
use crate::operation::Operation;
use crate::scenario::{Key, Principal, Request, World};

/// What a request's text for a key turned out to be.
#[derive(Clone, Debug)]
pub enum Found<'a> {
    /// A key of the scenario.
    Key {
        /// The key.
        key: &'a Key,
        /// The alias name that was used (C-22).
        alias: Option<String>,
    },
    /// No such key, in an account that does not tell (MSG-20, MSG-21).
    Missing {
        /// The text.
        named: String,
    },
    /// An exception.
    Fault(Refusal),
}

/// Where a request goes and who sends it.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// The scenario.
    pub world: &'a World,
    /// Who calls.
    pub principal: &'a Principal,
    /// The endpoint's Region.
    pub region: Option<&'a str>,
}

/// The Region of a request: as given, that of the key ARN, that of the scenario's first key.
pub fn region(world: &World, request: &Request) -> Option<String> {
    let of_arn = |text: &Option<String>| {
        let [_, _, _, region, _, _] = arn::parts(text.as_deref()?)?;
        Some(region.to_owned())
    };
    request
        .region
        .clone()
        .or_else(|| of_arn(&request.key))
        .or_else(|| of_arn(&request.parameter_text("TargetKeyId")))
        .or_else(|| of_arn(&request.ciphertext_key))
        .or_else(|| of_arn(&request.destination_key))
        .or_else(|| world.keys.first().map(|key| key.region.clone()))
}

fn not_found<'a>() -> Found<'a> {
    Found::Fault(Refusal::sure("NotFoundException"))
}

impl<'a> From<'a> {
    /// The key that a text names.
    pub fn key(&self, operation: &Operation, text: &str) -> Found<'a> {
        if text.starts_with("arn:") {
            self.by_arn(operation, text)
        } else if text.starts_with("alias/") {
            self.by_alias_name(operation, text)
        } else {
            self.by_id(text)
        }
    }

    fn by_arn(&self, operation: &Operation, text: &str) -> Found<'a> {
        let Some([_, partition, _, region, account, resource]) = arn::parts(text) else {
            return not_found(); // OP-23
        };
        if self.region.is_some_and(|endpoint| endpoint != region) {
            return not_found(); // "Invalid arn REGION"
        }
        let is_own = self.principal.caller.account.as_deref() == Some(account);
        let unknown = || match is_own {
            true => not_found(), // OP-23
            false => Found::Missing { named: text.to_owned() },
        };
        let mut keys = self.world.keys.iter();
        if resource.starts_with("key/") {
            let found = keys.find(|key| key.arn == text);
            return found.map_or_else(unknown, |key| Found::Key { key, alias: None });
        }
        let has = |key: &&Key| {
            (&*key.partition, &*key.region, &*key.account) == (partition, region, account)
                && key.aliases.iter().any(|alias| alias == resource)
        };
        //
        match keys.find(has) {
            Some(key) if operation.takes_alias => {
                Found::Key { key, alias: Some(resource.to_owned()) }
            }
            Some(_) => not_found(), // these take a key ARN; OP-23
            None => unknown(),
        }
    }

    /// alias names always resolve in the caller's account and Region.
    fn by_alias_name(&self, operation: &Operation, name: &str) -> Found<'a> {
        match self.with_alias(name).filter(|_| operation.takes_alias) {
            Some(key) => Found::Key { key, alias: Some(name.to_owned()) },
            None => not_found(), // OP-23
        }
    }

    /// The caller's key in this Region that has the alias.
    pub fn with_alias(&self, name: &str) -> Option<&'a Key> {
        self.own_keys().find(|key| key.aliases.iter().any(|alias| alias == name))
    }

    /// a bare key ID is looked up in the caller's account and Region.
    fn by_id(&self, id: &str) -> Found<'a> {
        let found = self.own_keys().find(|key| key.id == id);
        found.map_or_else(not_found, |key| Found::Key { key, alias: None })
    }

    fn own_keys(&self) -> impl Iterator<Item = &'a Key> {
        let caller = &self.principal.caller;
        self.regional_keys().filter(move |key| {
            Some(&key.account) == caller.account.as_ref() && key.partition == caller.partition
        })
    }

    fn regional_keys(&self) -> impl Iterator<Item = &'a Key> {
        let region = self.region;
        self.world.keys.iter().filter(move |key| Some(&*key.region) == region)
    }

    /// The key of Decrypt and of the source of ReEncrypt: in section 16.
    pub fn decrypting(
        &self,
        operation: &Operation,
        named: Option<&str>,
        ciphertext: Option<&str>,
    ) -> Found<'a> {
        match (named, ciphertext) {
            (None, Some(ciphertext)) => match self.of_ciphertext(ciphertext) {
                Some(key) => Found::Key { key, alias: None },
                None => Found::Missing { named: ciphertext.to_owned() }, // MSG-21
            },
            (Some(named), _) => match self.key(operation, named) {
                Found::Fault(fault) if is_bare(named) => self.by_id_anywhere(named, fault),
                found => found,
            },
            (None, None) => self.first(),
        }
    }

    /// A request that names no key is about the scenario's first one.
    pub fn first(&self) -> Found<'a> {
        match self.world.keys.first() {
            Some(key) if Some(&*key.region) == self.region => Found::Key { key, alias: None },
            _ => not_found(),
        }
    }

    /// what is wrong with the key of a ciphertext, once it may be used.
    pub fn refusal_of_ciphertext(
        &self,
        key: &Key,
        named: Option<&str>,
        ciphertext: Option<&str>,
    ) -> Refusal {
        let Some(ciphertext) = ciphertext else { return Refusal::default() };
        if named.is_none() {
            // Only symmetric ciphertext names its key; the exception is not named.
            return match key_state::is_symmetric(key) {
                true => Refusal::default(),
                false => Refusal::open("ValidationException"),
            };
        }
        match self.of_ciphertext(ciphertext) {
            // K-70: a multi-Region key's replicas share ID and material.
            Some(other) if (&other.account, &other.id) == (&key.account, &key.id) => {
                Refusal::default()
            }
            Some(other) if key_state::is_symmetric(other) => Refusal::sure("IncorrectKeyException"),
            _ => Refusal::open("IncorrectKeyException"), // said of symmetric ciphertext
        }
    }

    /// A bare ID that is not of the caller's account may be that of a symmetric key of another
    /// one, which the ciphertext names.
    fn by_id_anywhere(&self, id: &str, fault: Refusal) -> Found<'a> {
        let found = self.regional_keys().find(|key| {
            let caller = &self.principal.caller;
            let same_partition = caller.account.is_none() || key.partition == caller.partition;
            key.id == id && same_partition && key_state::is_symmetric(key)
        });
        found.map_or(Found::Fault(fault), |key| Found::Key { key, alias: None })
    }

    /// The key that made the ciphertext, or its replica in this Region (K-70).
    pub fn of_ciphertext(&self, text: &str) -> Option<&'a Key> {
        let decrypt = crate::operation::named("Decrypt")?;
        if let Found::Key { key, .. } = self.key(decrypt, text) {
            return Some(key);
        }
        let made_by = self.world.keys.iter().find(|key| key.arn == text || key.id == text);
        let (partition, account, id) = match made_by {
            Some(key) => (key.partition.as_str(), key.account.as_str(), key.id.as_str()),
            None => {
                let [_, partition, _, _, account, resource] = arn::parts(text)?;
                (partition, account, resource.strip_prefix("key/")?)
            }
        };
        // K-70: of the keys of one ID, replicas of a multi-Region key.
        self.regional_keys()
            .filter(|key| key.multi_region.is_some())
            .find(|key| (&*key.partition, &*key.account, &*key.id) == (partition, account, id))
    }
}

/// Neither an ARN nor an alias name.
fn is_bare(text: &str) -> bool {
    !text.starts_with("arn:") && !text.starts_with("alias/")
}
