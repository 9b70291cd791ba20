//! The names in a `Share`: those of its fields, and those that texts have in ARNs and IDs.

use super::Named;
use super::rewrite::strings;
use super::table::plain_escapes;
use crate::arn::{Arn, is_account};
use crate::json::{Node, Value, parse};
use crate::scenario::{Account, Key, Principal, Scenario};
use crate::share::Contents;
use crate::share::contents::opened;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is the name of.
    pub what: Named,
    /// The name.
    pub name: String,
}

/// What was found: each name once, by what it was found as first.
#[derive(Debug, Default)]
pub struct Names {
    pub found: Vec<Found>,
    /// Those with wildcards or variables.
    pub patterns: Vec<Found>,
    /// The addresses of which the networks were found, those that are there for examples included.
    pub addresses: Vec<String>,
}

/// All names of a `Share`.
pub fn names(contents: &Contents) -> Names {
    let mut names = Names::default();
    let opened = contents.view.as_deref().and_then(opened);
    let own = &contents.scenario;
    let others = [contents.pinned.as_ref(), opened.as_ref()].into_iter().flatten();
    for scenario in [own].into_iter().chain(others.filter(|other| *other != own)) {
        names.of_fields(scenario);
        let root = parse(&scenario.to_json()).0;
        strings(&root, &mut |_, text| names.of_text(text));
        names.of_conditions(&root);
    }
    if let Some(view) = &contents.view {
        strings(&parse(view).0, &mut |_, text| names.of_text(text));
    }
    names
}

/// What IDs of resources begin with.
const IDS: [&str; 9] = ["vpc", "vpce", "vol", "i", "snap", "eni", "subnet", "sg", "ami"];
/// What unique IDs of IAM begin with.
const UNIQUE: [&str; 9] = ["AIDA", "AROA", "AGPA", "AIPA", "ANPA", "ANVA", "APKA", "AKIA", "ASIA"];

/// Providers of identities that are everybody's.
const PROVIDERS: [&str; 5] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "token.actions.githubusercontent.com",
    "www.amazon.com",
];

impl Names {
    fn add(&mut self, what: Named, name: &str) {
        let list = if is_pattern(name) { &mut self.patterns } else { &mut self.found };
        if !name.is_empty() && list.iter().all(|found| found.name != name) {
            list.push(Found { what, name: name.to_owned() });
        }
    }

    fn all<'n>(&mut self, what: Named, names: impl IntoIterator<Item = &'n String>) {
        names.into_iter().for_each(|name| self.add(what, name));
    }

    fn of_fields(&mut self, scenario: &Scenario) {
        scenario.accounts.iter().for_each(|account| self.of_account(account));
        scenario.keys.iter().for_each(|key| self.of_key(key));
        scenario.principals.iter().for_each(|principal| self.of_principal(principal));
        for endpoint in &scenario.vpc_endpoints {
            self.add(Named::ResourceId, &endpoint.id);
            self.all(Named::ResourceId, &endpoint.vpc);
        }
        for bucket in &scenario.buckets {
            self.add(Named::Bucket, &bucket.name);
            self.all(Named::Object, bucket.objects.iter().map(|object| &object.name));
        }
        // What only the row of a matrix is called comes last: it may be the name of a role.
        for principal in &scenario.principals {
            if let Some(arn) = &principal.arn {
                self.of_text(arn);
            }
        }
        self.all(Named::Row, scenario.principals.iter().filter_map(|one| one.id.as_ref()));
    }

    fn of_account(&mut self, account: &Account) {
        self.add(Named::Account, &account.id);
        self.all(Named::AccountName, &account.name);
        if let Some(organization) = &account.organization {
            self.add(Named::Organization, &organization.id);
            for (level, id) in organization.path.iter().enumerate() {
                self.add(if level == 0 { Named::Root } else { Named::Unit }, id);
            }
        }
        for policy in [&account.scps, &account.rcps].into_iter().flatten().flatten().flatten() {
            self.add(Named::Policy, &policy.name);
        }
    }

    fn of_key(&mut self, key: &Key) {
        self.of_text(&key.arn);
        key.aliases.iter().for_each(|alias| self.of_alias(alias));
        self.all(Named::Grant, key.grants.iter().map(|grant| &grant.id));
    }

    fn of_principal(&mut self, principal: &Principal) {
        self.all(Named::UniqueId, &principal.unique_id);
        for policy in &principal.policies {
            self.add(Named::Policy, &policy.name);
            self.all(Named::Group, &policy.group);
        }
        self.all(Named::Policy, principal.boundary.iter().map(|boundary| &boundary.name));
        if let Some(session) = &principal.session {
            self.all(Named::Session, &session.name);
            self.all(Named::User, &session.source_identity);
            self.all(Named::Policy, session.policies.iter().map(|policy| &policy.name));
        }
    }

    /// Those whom a condition or a request names by nothing but their names.
    fn of_conditions(&mut self, node: &Node) {
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| self.of_conditions(item)),
            Value::Object(members) => {
                for member in members {
                    let is = |key: &str| key.eq_ignore_ascii_case(&member.key);
                    if is("aws:username") || is("aws:SourceIdentity") {
                        strings(&member.value, &mut |_, name| self.name(Named::User, name));
                    } else if is("sts:RoleSessionName") {
                        strings(&member.value, &mut |_, name| self.name(Named::Session, name));
                    } else if is("aws:userid") {
                        strings(&member.value, &mut |_, id| self.of_user_id(id));
                    }
                    self.of_conditions(&member.value);
                }
            }
            // A policy is a text of the scenario.
            Value::String(text) if text.contains('{') => self.of_conditions(&parse(text).0),
            _ => {}
        }
    }

    /// What stands behind an account is a federated user, behind a role's ID one of its sessions.
    fn of_user_id(&mut self, id: &str) {
        if let Some((whose, name)) = id.split_once(':') {
            self.name(if is_account(whose) { Named::User } else { Named::Session }, name);
        }
    }

    /// What a text names by an ARN, an alias or an ID.
    fn of_text(&mut self, text: &str) {
        let text = &*plain_escapes(text);
        for (at, _) in text.match_indices("arn:") {
            let rest = text.get(at..).unwrap_or_default();
            let end = rest.find(ends_arn).unwrap_or(rest.len());
            let arn = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ':', ';']);
            if let Some(arn) = Arn::parse(arn) {
                self.of_arn(arn);
            }
        }
        for word in text.split(|one: char| !one.is_ascii_alphanumeric() && !"-/_".contains(one)) {
            if word.starts_with("alias/") {
                self.of_alias(word);
            }
        }
        for word in text.split(|one: char| !one.is_ascii_alphanumeric() && one != '-') {
            self.of_word(word);
        }
        for word in text.split(|one: char| !(one.is_ascii_digit() || one == '.')) {
            self.of_address(word.trim_matches('.'));
        }
        for word in text.split(|one: char| !(one.is_ascii_alphanumeric() || one == ':')) {
            let usual = |address: &Ipv6Addr| address.is_unspecified() || address.is_loopback();
            let address = word.parse::<Ipv6Addr>().ok().filter(|address| !usual(address));
            if word.contains("::") || word.matches(':').count() == 7 {
                self.all(Named::Address, address.map(|_| word.to_owned()).as_ref());
            }
        }
        for word in text.split(|one: char| !(one.is_ascii_alphanumeric() || "@.-_+".contains(one)))
        {
            let word = word.trim_matches(['.', '-']);
            if let Some((who, host)) = word.split_once('@')
                && !who.is_empty()
                && host.contains('.')
            {
                self.add(Named::Mail, word);
            }
        }
    }

    fn of_alias(&mut self, alias: &str) {
        if !alias.starts_with("alias/aws/") && alias != "alias/" {
            self.add(Named::Alias, alias);
        }
    }

    fn of_arn(&mut self, arn: Arn<'_>) {
        if !arn.account.is_empty() && !is_account(arn.account) && is_pattern(arn.account) {
            if arn.account.bytes().any(|byte| byte.is_ascii_digit()) {
                self.add(Named::Account, arn.account);
            }
        } else if arn.account == "aws" {
            // What AWS manages is called so everywhere.
            return;
        }
        let (kind, rest) = arn.resource.split_once(['/', ':']).unwrap_or(("", arn.resource));
        match (arn.service, kind) {
            ("iam", "user" | "mfa") => self.of_path(Named::User, rest),
            ("iam", "role") if rest.starts_with("aws-service-role/") => {}
            ("iam", "role" | "instance-profile") => self.of_path(Named::Role, rest),
            ("iam", "group") => self.of_path(Named::Group, rest),
            ("iam", "policy") => self.of_path(Named::Policy, rest),
            ("iam", "oidc-provider") if PROVIDERS.contains(&rest) => {}
            ("iam", "saml-provider" | "oidc-provider" | "server-certificate") => {
                self.name(Named::Resource, rest);
            }
            ("sts", "assumed-role") => {
                let (role, session) = rest.split_once('/').unwrap_or((rest, ""));
                self.name(Named::Role, role);
                self.name(Named::Session, session);
            }
            ("sts", "federated-user") => self.name(Named::User, rest),
            ("kms", "key") => self.name(Named::Key, rest),
            ("kms", "alias") => self.of_alias(arn.resource),
            ("iam" | "sts" | "kms", _) => {}
            // A bucket's ARN names no account, that of an access point does.
            ("s3", _) if !arn.account.is_empty() => {
                let (name, object) = rest.split_once("/object/").unwrap_or((rest, ""));
                self.name(Named::Resource, name);
                self.name(Named::Object, object);
            }
            ("s3", _) => {
                let (bucket, object) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
                self.name(Named::Bucket, bucket);
                self.name(Named::Object, object);
            }
            _ if is_id(rest) => {}
            _ => self.name(Named::Resource, rest),
        }
    }

    /// A name, with the path before it.
    fn of_path(&mut self, what: Named, resource: &str) {
        let (path, name) = resource.rsplit_once('/').unwrap_or(("", resource));
        self.name(what, name);
        if !path.is_empty() && path != "*" && !path.starts_with("aws-reserved") {
            self.name(Named::Path, &format!("/{path}/"));
        }
    }

    /// A name that may be nothing but a wildcard.
    fn name(&mut self, what: Named, name: &str) {
        let said = name.split("${").next().unwrap_or_default();
        if said.chars().any(char::is_alphanumeric) && !name.starts_with("AWSServiceRole") {
            self.add(what, name);
        }
    }

    /// A word of letters, digits and dashes.
    fn of_word(&mut self, word: &str) {
        if is_uuid(word) || word.strip_prefix("mrk-").is_some_and(|id| is_hex(id, 32)) {
            return self.add(Named::Key, word);
        }
        if is_hex(word, 64) {
            return self.add(Named::UniqueId, word);
        }
        let of_iam = UNIQUE.iter().any(|prefix| word.starts_with(prefix));
        if of_iam && (16..=32).contains(&word.len()) && is_upper(word) {
            return self.add(Named::UniqueId, word);
        }
        if let Some((kind, rest)) = word.split_once('-') {
            let lower = |text: &str, least: usize| {
                let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
                text.len() >= least && text.bytes().all(fits)
            };
            match kind {
                "o" if lower(rest, 10) => return self.add(Named::Organization, word),
                "r" if lower(rest, 4) => return self.add(Named::Root, word),
                "ou" => {
                    let (root, unit) = rest.split_once('-').unwrap_or_default();
                    if lower(root, 4) && lower(unit, 8) {
                        return self.add(Named::Unit, word);
                    }
                }
                _ if is_id(word) => return self.add(Named::ResourceId, word),
                _ => {}
            }
        }
        // With dashes, as the console shows it.
        if word.len() == 14 && is_account(&word.replace('-', "")) && groups(word) == [4, 4, 4] {
            return self.add(Named::Account, &word.replace('-', ""));
        }
        for part in word.split(|one: char| !one.is_ascii_digit()) {
            if is_account(part) {
                self.add(Named::Account, part);
            }
        }
    }

    /// A network of 256 addresses: that of an address which is not there for examples.
    fn of_address(&mut self, word: &str) {
        let Ok(address) = word.parse::<Ipv4Addr>() else { return };
        let usual = address.is_unspecified() || address.is_loopback() || address.is_broadcast();
        if !usual && let Some((network, _)) = word.rsplit_once('.') {
            if self.addresses.iter().all(|address| address != word) {
                self.addresses.push(word.to_owned());
            }
            self.add(Named::Address, &format!("{network}."));
        }
    }
}

/// What stands behind an ARN.
fn ends_arn(one: char) -> bool {
    one.is_whitespace() || "\"'`\\<>()[];“”‘’".contains(one)
}

/// Has it wildcards or variables?
pub fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?']) || name.contains("${")
}

/// The ID of a resource, such as `vpce-1a2b3c4d`.
fn is_id(word: &str) -> bool {
    word.split_once('-').is_some_and(|(kind, id)| {
        let of_hex = id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        of_hex && IDS.contains(&kind)
    })
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_upper(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Is it a UUID, which the IDs of keys are?
pub fn is_uuid(text: &str) -> bool {
    groups(text) == [8, 4, 4, 4, 12] && is_hex(&text.replace('-', ""), 32)
}

fn groups(text: &str) -> Vec<usize> {
    text.split('-').map(str::len).collect()
}
