//! The context of a request: the value of every condition key, and where it comes from (section 6).
//!
//! A key is looked up when a condition asks for it; nothing is filled in beforehand. What a request
//! cannot fill is absent, not empty (E-1).

mod global;
mod kms;

use crate::actions::{Action, ActionSet};
use crate::condition::{ConditionKey, KeyName};
use crate::decide::{Place, Target};
use crate::report::ContextValue;
use crate::rules::Rule;
use crate::sorted::sort_by;
use serde_json::Value;
use std::borrow::Cow;

/// A key that is looked up.
#[derive(Clone, Copy)]
struct Key<'k> {
    name: KeyName,
    /// Its variable part.
    part: &'k str,
    /// All of it, as it was written.
    text: &'k str,
}

/// What the context has for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Nothing.
    Absent,
    /// AWS has a value, the scenario does not give it.
    Unknown,
    /// Nobody knows whether there is a value.
    Open,
    /// Two values under names that differ by case only (R-16, C-97).
    Ambiguous,
    /// One value.
    One(Cow<'a, str>),
    /// Any number of values.
    Many(Vec<Cow<'a, str>>),
}

/// What the context has for a key, where that comes from and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<'a> {
    /// The value.
    pub content: Content<'a>,
    /// A value that it may have besides.
    pub further: Option<Cow<'a, str>>,
    /// Would every reading of the sources give this?
    pub sure: bool,
    /// A rule that bears on it, besides the key's own.
    pub rule: Option<Rule>,
    /// The field of the scenario it comes from.
    pub source: Source<'a>,
}

/// A field of the scenario, as a JSON Pointer that is put together only where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// No field: AWS fills it in the same way for every such request.
    Default,
    /// A field of the scenario itself.
    Scenario(&'static str),
    /// A field of the caller.
    Caller(Cow<'a, str>),
    /// A field of the principal that issued the caller's credentials, or of the caller itself.
    Issuer(Cow<'a, str>),
    /// A field of the key.
    Key(Cow<'a, str>),
    /// A field of an account.
    Account(usize, &'static str),
    /// A field of the VPC endpoint.
    Endpoint(&'static str),
    /// A field of the request or of the matrix's request.
    Request(Cow<'a, str>),
    /// A field of a grant on the key.
    Grant(usize, &'static str),
}

impl<'a> Held<'a> {
    /// No value.
    pub const ABSENT: Self = Self {
        content: Content::Absent,
        further: None,
        sure: true,
        rule: None,
        source: Source::Default,
    };

    /// A value that AWS has and the scenario does not give.
    pub const UNKNOWN: Self = Self { content: Content::Unknown, ..Self::ABSENT };

    /// A key of which the scenario does not even say whether it is there.
    pub const OPEN: Self = Self { content: Content::Open, ..Self::ABSENT };

    fn one(value: impl Into<Cow<'a, str>>, source: Source<'a>) -> Self {
        Self { content: Content::One(value.into()), source, ..Self::ABSENT }
    }

    fn flag(value: bool, source: Source<'a>) -> Self {
        Self::one(if value { "true" } else { "false" }, source)
    }

    /// `value`, or absent.
    fn maybe<T: Into<Cow<'a, str>>>(value: Option<T>, source: Source<'a>) -> Self {
        value.map_or(Self::ABSENT, |value| Self::one(value, source))
    }

    /// Values; none of them: absent (O-41).
    fn many(values: Vec<Cow<'a, str>>, source: Source<'a>) -> Self {
        let content = if values.is_empty() { Content::Absent } else { Content::Many(values) };
        Self { content, source, ..Self::ABSENT }
    }

    /// The same, where sources are silent or at odds.
    fn unsure(self, rule: Rule) -> Self {
        Self { sure: false, rule: Some(rule), ..self }
    }

    fn by(self, rule: Rule) -> Self {
        Self { rule: Some(rule), ..self }
    }
}

impl<'m> Place<'m> {
    /// What the request has for `key` when it asks for `action`.
    pub(crate) fn held<'a>(&'a self, key: &ConditionKey, action: Action) -> Held<'a> {
        let held = self.held_as(Key { name: key.name, part: &key.part, text: &key.text }, action);
        // Nobody knows what a key is that the sources do not have.
        let elsewhere = self.target.is_resource() && key.name == KeyName::Other;
        let unknown = (key.is_unknown() || elsewhere) && held.content == Content::Absent;
        if unknown && held.source == Source::Default { Held::OPEN } else { held }
    }

    fn held_as<'a>(&'a self, key: Key<'_>, action: Action) -> Held<'a> {
        if !self.carries(key.name, action) {
            // What a matrix gives for other actions does not reach this one; what a request gives is
            // meant for it.
            let meant = self.question.request.is_some()
                && !(self.target.is_alias() && is_of_a_key(key.name));
            return self.by_hand(key).filter(|_| meant).unwrap_or(Held::ABSENT);
        }
        let of_the_call = is_of_the_network(key.name)
            || (self.question.via.is_some() && is_of_the_service(key.name));
        if self.during_save && of_the_call {
            return Held::OPEN.by(Rule::Q2);
        }
        // The lockout check is about a later request, of which only the caller is known.
        let of_this_request = !(self.during_save
            && matches!(key.name, KeyName::PolicyName | KeyName::BypassLockoutCheck));
        if let Some(held) = self.by_hand(key).filter(|_| of_this_request) {
            return held;
        }
        let held = self.kms_key(key, action).or_else(|| self.global_key(key, action));
        let held = held.unwrap_or(Held::ABSENT);
        if self.target.is_alias() && held.rule.is_none() { held.by(Rule::OP10Global) } else { held }
    }

    /// Can this request have the key at all? On the alias half of an alias operation there is no
    /// `kms:` key and no tag (OP-10); where no key is asked about, none of its properties.
    fn carries(&self, name: KeyName, action: Action) -> bool {
        if !name.carried_by().contains(action) {
            return false;
        }
        let of_kms = name.spelling().starts_with("kms:");
        match self.target {
            Target::Alias => !is_of_a_key(name),
            Target::NewKeyTags => {
                !of_kms || matches!(name, KeyName::CallerAccount | KeyName::ViaService)
            }
            _ => true,
        }
    }

    /// The value that the request gives by hand: it wins over what is derived.
    fn by_hand<'a>(&'a self, key: Key<'_>) -> Option<Held<'a>> {
        let context = self.question.context;
        if context.is_empty() {
            return None;
        }
        let (name, value) = context.iter().find(|(name, _)| name.eq_ignore_ascii_case(key.text))?;
        let source = Source::Request(format!("context/{}", escaped(name)).into());
        let held = match value {
            Value::Null => Held { source, ..Held::ABSENT },
            Value::String(text) if key.name.is_multivalued() => {
                Held::many(vec![Cow::Borrowed(text)], source)
            }
            Value::String(text) => Held::one(text.as_str(), source),
            Value::Array(items) => {
                let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                match texts[..] {
                    [text] if !key.name.is_multivalued() => Held::one(text, source),
                    _ => Held::many(texts.into_iter().map(Cow::Borrowed).collect(), source),
                }
            }
            other => Held::one(other.to_string(), source),
        };
        // Whether a service's call keeps the caller's address is said in two ways.
        let kept = key.name == KeyName::SourceIp && self.question.via.is_some();
        Some(if kept { held.unsure(Rule::C96) } else { held })
    }

    /// Everything the context of this request is known to have, for a report.
    pub(crate) fn context(&self, action: Action) -> Vec<ContextValue> {
        let mut context = Vec::with_capacity(32);
        let mut add = |key: Key<'_>| {
            let held = self.held_as(key, action);
            let values = match held.content {
                Content::One(value) => vec![value.into_owned()],
                Content::Many(values) => values.into_iter().map(Cow::into_owned).collect(),
                Content::Absent | Content::Unknown | Content::Open | Content::Ambiguous => return,
            };
            let from = self.pointer(&held.source);
            let key = match key.name {
                KeyName::Other => key.text.to_owned(),
                name => format!("{}{}", name.spelling(), key.part),
            };
            context.push(ContextValue { key, values, from });
        };
        for name in KeyName::ALL.iter().copied().filter(|name| self.carries(*name, action)) {
            let spelling = name.spelling();
            if !spelling.ends_with([':', '/']) {
                add(Key { name, part: "", text: spelling });
                continue;
            }
            let mut parts = self.parts(name, action);
            sort_by(&mut parts, |a, b| a <= b);
            parts.dedup();
            for part in parts {
                add(Key { name, part: &part, text: &format!("{spelling}{part}") });
            }
        }
        for text in self.question.context.keys() {
            if ConditionKey::read(text).name == KeyName::Other {
                add(Key { name: KeyName::Other, part: "", text });
            }
        }
        context
    }

    /// The variable parts of a key that this request has, such as the names of tags.
    fn parts(&self, name: KeyName, action: Action) -> Vec<String> {
        let given = self.question.context.keys().map(|key| ConditionKey::read(key));
        let mut parts: Vec<String> =
            given.filter(|key| key.name == name).map(|key| key.part).collect();
        let mut extend = |names: Vec<String>| parts.extend(names);
        match name {
            KeyName::EncryptionContext => {
                extend(self.encryption_context(action).map_or(Vec::new(), |(pairs, _)| {
                    pairs.iter().map(|(name, _)| name.to_string()).collect()
                }));
            }
            KeyName::PrincipalTag => extend(self.principal_tags().cloned().collect()),
            KeyName::ResourceTag | KeyName::RequestTag => {
                extend(self.tags(name, action).into_iter().map(|(name, _)| name.into()).collect());
            }
            _ => {}
        }
        parts
    }

    /// The JSON Pointer of a source.
    fn pointer(&self, source: &Source<'_>) -> String {
        let key = self.target.key().unwrap_or_default();
        match source {
            Source::Default => "default".to_owned(),
            Source::Scenario(field) => format!("/{field}"),
            Source::Caller(field) => format!("/principals/{}/{field}", self.caller.index),
            Source::Issuer(field) => format!("/principals/{}/{field}", self.caller.policies_of),
            Source::Key(field) => format!("/keys/{key}/{field}"),
            Source::Account(index, field) => format!("/accounts/{index}/{field}"),
            Source::Endpoint(field) => {
                let index = self.endpoint().map_or(0, |(index, _)| index);
                format!("/vpcEndpoints/{index}/{field}")
            }
            Source::Request(field) => format!("{}/{field}", self.question.pointer()),
            Source::Grant(index, field) => format!("/keys/{key}/grants/{index}/{field}"),
        }
    }
}

/// A part of a JSON Pointer.
pub(crate) fn escaped(part: &str) -> Cow<'_, str> {
    if part.contains(['~', '/']) {
        Cow::Owned(part.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(part)
    }
}

/// Keys that no check on an alias has (OP-10).
fn is_of_a_key(name: KeyName) -> bool {
    name.spelling().starts_with("kms:") || name == KeyName::ResourceTag
}

/// Keys about network and time, of which it is not known whether the lockout check sees them.
fn is_of_the_network(name: KeyName) -> bool {
    matches!(
        name,
        KeyName::SourceIp
            | KeyName::SourceVpc
            | KeyName::SourceVpcArn
            | KeyName::SourceVpce
            | KeyName::VpcSourceIp
            | KeyName::VpceAccount
            | KeyName::VpceOrgId
            | KeyName::VpceOrgPaths
            | KeyName::CurrentTime
            | KeyName::EpochTime
            | KeyName::TokenIssueTime
            | KeyName::MfaAge
            | KeyName::SecureTransport
            | KeyName::UserAgent
            | KeyName::Referer
    )
}

/// Keys about the service that calls for the principal: a later request may come directly.
fn is_of_the_service(name: KeyName) -> bool {
    matches!(
        name,
        KeyName::ViaService
            | KeyName::ViaAwsService
            | KeyName::CalledVia
            | KeyName::CalledViaFirst
            | KeyName::CalledViaLast
    )
}

/// The sets of actions that `name` tells apart: actions have the same value of it where they are
/// all inside, or all outside, of each of these sets.
pub(crate) fn told_apart(name: KeyName) -> impl Iterator<Item = ActionSet> {
    const CONTEXT: &[ActionSet] = &[
        ActionSet::of(&["ReEncryptFrom"]),
        ActionSet::of(&["ReEncryptTo"]),
        ActionSet::of(&["CreateGrant"]),
        ActionSet::of(&["RetireGrant"]),
    ];
    const CREATES: &[ActionSet] = &[ActionSet::of(&["CreateKey"])];
    const TAGS: &[ActionSet] =
        &[ActionSet::of(&["UntagResource"]), ActionSet::of(&["TagResource"])];
    const SOURCE: &[ActionSet] = &[ActionSet::of(&["ReEncryptFrom"])];
    const ALGORITHM: &[ActionSet] = &[
        ActionSet::of(&["ReEncryptFrom"]),
        ActionSet::of(&["ReEncryptTo"]),
        ActionSet::of(&["Decrypt", "Encrypt"]),
    ];
    let further = match name {
        KeyName::EncryptionAlgorithm => ALGORITHM,
        KeyName::EncryptionContext
        | KeyName::EncryptionContextKeys
        | KeyName::GrantConstraintType => CONTEXT,
        KeyName::KeySpec
        | KeyName::KeyUsage
        | KeyName::KeyOrigin
        | KeyName::MultiRegion
        | KeyName::MultiRegionKeyType
        | KeyName::ResourceTag => CREATES,
        KeyName::TagKeys | KeyName::RequestTag => TAGS,
        KeyName::ReEncryptOnSameKey => SOURCE,
        _ => &[],
    };
    std::iter::once(name.carried_by()).chain(further.iter().copied())
}
