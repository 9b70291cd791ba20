//! What a request carries as the fields of a form: what each holds as text, what a scenario becomes
//! when something is written into one, and what is wrong with it otherwise.
//!
//! The rules are those of [`scenario::check`](crate::scenario::check); only that a name is missing or
//! stands twice is found here, since no scenario can say it.

mod choices;
mod condition;
mod value;

pub use choices::choices;
pub use condition::{Filled, filled_by};
pub(crate) use value::{context_text, parameter_value};

/// Where the value of a condition key comes from, in words: of a JSON Pointer, or of `default`.
pub use crate::english::form::source;

use crate::arn::Arn;
use crate::context::escaped;
use crate::english::form as english;
use crate::scenario::{Matrix, Scenario, check};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A field: a text, a choice, or a list of names with values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The key as the caller writes it.
    Key,
    /// The Region of the endpoint.
    Region,
    /// The service through which the principal calls.
    Via,
    /// The VPC endpoint.
    Endpoint,
    /// The address of the caller: `aws:SourceIp`.
    SourceIp,
    /// The clock.
    Time,
    /// The encryption context.
    EncryptionContext,
    /// Parameters of operations.
    Parameters,
    /// Condition keys set by hand, but for the address.
    Context,
    /// Was MFA used, by the principal at this index?
    Mfa(usize),
    /// The tags of the principal at this index.
    PrincipalTags(usize),
    /// The tags of the key at this index.
    KeyTags(usize),
}

/// A line of a field; a field that is no list has one, without a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The name of the pair, tag, parameter or condition key.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Is the condition key absent, whatever AWS would fill in?
    pub absent: bool,
}

/// What is wrong with a line, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The index of the line.
    pub row: usize,
    /// What to say.
    pub message: String,
}

/// The condition key that has a field of its own and no place of its own in a scenario.
const SOURCE_IP: &str = "aws:SourceIp";

impl Field {
    /// Is it a list of names with values?
    pub fn is_list(self) -> bool {
        use Field::{Context, EncryptionContext, KeyTags, Parameters, PrincipalTags};
        matches!(self, EncryptionContext | Parameters | Context | PrincipalTags(_) | KeyTags(_))
    }

    /// Its place in the scenario, as a JSON Pointer.
    pub fn pointer(self) -> String {
        match self {
            Self::Key => "/matrix/key".to_owned(),
            Self::Time => "/time".to_owned(),
            Self::Mfa(index) => format!("/principals/{index}/mfa"),
            Self::PrincipalTags(index) => format!("/principals/{index}/tags"),
            Self::KeyTags(index) => format!("/keys/{index}/tags"),
            Self::Region => "/matrix/request/region".to_owned(),
            Self::Via => "/matrix/request/via".to_owned(),
            Self::Endpoint => "/matrix/request/vpcEndpoint".to_owned(),
            Self::SourceIp => format!("/matrix/request/context/{SOURCE_IP}"),
            Self::EncryptionContext => "/matrix/request/encryptionContext".to_owned(),
            Self::Parameters => "/matrix/request/parameters".to_owned(),
            Self::Context => "/matrix/request/context".to_owned(),
        }
    }

    /// The field at a place in a scenario.
    pub fn parse(pointer: &str) -> Option<Self> {
        let index = pointer.split('/').nth(2).and_then(|index| index.parse().ok()).unwrap_or(0);
        let all = [
            Self::Key,
            Self::Region,
            Self::Via,
            Self::Endpoint,
            Self::SourceIp,
            Self::Time,
            Self::EncryptionContext,
            Self::Parameters,
            Self::Context,
            Self::Mfa(index),
            Self::PrincipalTags(index),
            Self::KeyTags(index),
        ];
        all.into_iter().find(|field| field.pointer() == pointer)
    }

    /// What a scenario says, as it would be written.
    pub fn rows(self, scenario: &Scenario) -> Vec<Row> {
        let matrix = scenario.matrix.as_ref();
        let request = matrix.map(|matrix| &matrix.request);
        let principal = |index: usize| scenario.principals.get(index);
        let text = match self {
            Self::Key => matrix.and_then(|matrix| matrix.key.clone()),
            Self::Region => request.and_then(|request| request.region.clone()),
            Self::Via => request.and_then(|request| request.via.clone()),
            Self::Endpoint => request.and_then(|request| request.vpc_endpoint.clone()),
            Self::SourceIp => request.and_then(|request| {
                let (_, value) = request.context.iter().find(is_address)?;
                value.as_str().map(str::to_owned)
            }),
            Self::Time => scenario.time.clone(),
            Self::Mfa(index) => principal(index).and_then(|one| one.mfa).map(|mfa| mfa.to_string()),
            Self::EncryptionContext => {
                return request.map_or(Vec::new(), |one| pairs(&one.encryption_context));
            }
            Self::PrincipalTags(index) => {
                return principal(index).map_or(Vec::new(), |one| pairs(&one.tags));
            }
            Self::KeyTags(index) => {
                return scenario.keys.get(index).map_or(Vec::new(), |one| pairs(&one.tags));
            }
            Self::Parameters => {
                return request.map_or(Vec::new(), |one| {
                    one.parameters
                        .iter()
                        .map(|(name, value)| value::parameter_row(name, value))
                        .collect()
                });
            }
            Self::Context => {
                return request.map_or(Vec::new(), |one| {
                    let own = |entry: &(&String, &Value)| is_address(entry) && entry.1.is_string();
                    let rows = one.context.iter().filter(|entry| !own(entry));
                    rows.map(|(name, value)| value::context_row(name, value)).collect()
                });
            }
        };
        vec![Row { value: text.unwrap_or_default(), ..Row::default() }]
    }

    /// The scenario with these lines in place of what it says.
    ///
    /// # Errors
    ///
    /// What is wrong with the lines.
    pub fn put(self, scenario: &Scenario, rows: &[Row]) -> Result<Scenario, Vec<Fault>> {
        let faults = self.faulty_names(rows);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut next = scenario.clone();
        self.write(&mut next, rows);
        let place = self.pointer();
        let faults: Vec<Fault> = check(&next)
            .into_iter()
            .filter_map(|error| {
                let rest = error.pointer.strip_prefix(&*place)?;
                let name = rest.strip_prefix('/');
                let row = match name {
                    Some(name) => {
                        rows.iter().position(|row| *escaped(&self.name_of(row)) == *name)?
                    }
                    None if rest.is_empty() => 0,
                    None => return None,
                };
                Some(Fault { row, message: error.message })
            })
            .collect();
        if faults.is_empty() { Ok(next) } else { Err(faults) }
    }

    /// The name of a line as it counts: white space belongs to pairs and tags only.
    fn name_of(self, row: &Row) -> String {
        match self {
            Self::Parameters | Self::Context => row.name.trim().to_owned(),
            _ => row.name.clone(),
        }
    }

    /// Does a line say anything yet? One that was only begun changes no request.
    fn counts(self, row: &Row) -> bool {
        match self {
            Self::Parameters => !row.value.is_empty(),
            Self::Context => row.absent || !row.value.is_empty(),
            _ => !row.name.is_empty() || !row.value.is_empty(),
        }
    }

    /// Names that are missing or stand twice, and those that have a field of their own.
    fn faulty_names(self, rows: &[Row]) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !self.is_list() {
            return faults;
        }
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| self.counts(row)) {
            let name = self.name_of(row);
            let same = |other: &Row| {
                let other_name = self.name_of(other);
                self.counts(other)
                    && match self {
                        Self::Context => other_name.eq_ignore_ascii_case(&name),
                        _ => other_name == name,
                    }
            };
            let address = self == Self::Context && name.eq_ignore_ascii_case(SOURCE_IP);
            let message = if name.is_empty() {
                english::name_missing(self)
            } else if rows.iter().take(index).any(same) {
                english::stands_twice(&name)
            } else if address && value::context_value(row).is_string() {
                english::own_field(SOURCE_IP)
            } else {
                continue;
            };
            faults.push(Fault { row: index, message });
        }
        faults
    }

    fn write(self, scenario: &mut Scenario, rows: &[Row]) {
        let text = rows.first().map(|row| row.value.trim()).filter(|text| !text.is_empty());
        let text = text.map(str::to_owned);
        match self {
            Self::Time => return scenario.time = text,
            Self::Mfa(index) => {
                if let Some(principal) = scenario.principals.get_mut(index) {
                    principal.mfa = text.map(|text| text == "true");
                }
                return;
            }
            Self::PrincipalTags(index) => {
                if let Some(principal) = scenario.principals.get_mut(index) {
                    set_pairs(&mut principal.tags, rows);
                }
                return;
            }
            Self::KeyTags(index) => {
                if let Some(key) = scenario.keys.get_mut(index) {
                    set_pairs(&mut key.tags, rows);
                }
                return;
            }
            _ => {}
        }
        let matrix = scenario.matrix.get_or_insert_default();
        let request = &mut matrix.request;
        match self {
            Self::Key => matrix.key = text,
            Self::Region => request.region = text,
            Self::Via => request.via = text,
            Self::Endpoint => request.vpc_endpoint = text,
            Self::SourceIp => {
                // Made anew, since removing takes 4 KB of WebAssembly.
                let mut context = Map::new();
                for (name, value) in request.context.iter().filter(|entry| !is_address(entry)) {
                    context.insert(name.clone(), value.clone());
                }
                if let Some(text) = text {
                    context.insert(SOURCE_IP.to_owned(), Value::String(text));
                }
                request.context = context;
            }
            Self::EncryptionContext => set_pairs(&mut request.encryption_context, rows),
            Self::Parameters => {
                let rows = rows.iter().filter(|row| self.counts(row));
                request.parameters = Map::new();
                for row in rows {
                    let name = self.name_of(row);
                    let value = parameter_value(&name, &row.value);
                    request.parameters.insert(name, value);
                }
            }
            _ => {
                let address = request.context.iter().find(is_address);
                let address = address.filter(|(_, value)| value.is_string());
                let address = address.map(|(name, value)| (name.clone(), value.clone()));
                request.context = Map::new();
                for row in rows.iter().filter(|row| self.counts(row)) {
                    request.context.insert(self.name_of(row), value::context_value(row));
                }
                if let Some((name, value)) = address {
                    request.context.insert(name, value);
                }
            }
        }
        // What says nothing need not be there.
        if *matrix == Matrix::default() {
            scenario.matrix = None;
        }
    }
}

fn is_address(entry: &(&String, &Value)) -> bool {
    entry.0.eq_ignore_ascii_case(SOURCE_IP)
}

fn pairs(pairs: &BTreeMap<String, String>) -> Vec<Row> {
    pairs
        .iter()
        .map(|(name, value)| Row { name: name.clone(), value: value.clone(), absent: false })
        .collect()
}

fn set_pairs(pairs: &mut BTreeMap<String, String>, rows: &[Row]) {
    *pairs = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.name.is_empty()) {
        pairs.entry(row.name.clone()).or_default().clone_from(&row.value);
    }
}

/// The index of the key that a key ARN, key ID, alias name or alias ARN means, whoever writes it.
pub fn key_meant(scenario: &Scenario, text: &str) -> Option<usize> {
    scenario.keys.iter().position(|key| {
        let Some(arn) = Arn::parse(&key.arn) else { return false };
        let alias =
            |alias: &String| *alias == text || Arn { resource: alias, ..arn }.to_string() == text;
        key.arn == text
            || arn.resource.strip_prefix("key/") == Some(text)
            || key.aliases.iter().any(alias)
    })
}

#[cfg(test)]
mod tests;
