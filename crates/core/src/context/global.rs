//! The global `aws:` keys (section 6.2).

use super::kms::one_of;
use super::{Content, Held, Key, Source, escaped};
use crate::actions::Action;
use crate::arn::Arn;
use crate::caller::CallerKind;
use crate::condition::{Instant, KeyName};
use crate::decide::Place;
use crate::rules::Rule;
use crate::scenario::Account;
use serde_json::Value;
use std::borrow::Cow;

/// Services that are known to fill `aws:CalledVia` (C-82).
const CALLED_VIA: [&str; 9] = [
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

impl<'m> Place<'m> {
    /// The value of an `aws:` key, where it is one.
    pub(super) fn global_key<'a>(&'a self, key: Key<'_>, action: Action) -> Option<Held<'a>> {
        use KeyName as Name;
        Some(match key.name {
            Name::PrincipalArn
            | Name::PrincipalAccount
            | Name::PrincipalOrgId
            | Name::PrincipalOrgPaths
            | Name::PrincipalTag
            | Name::PrincipalType
            | Name::UserId
            | Name::UserName
            | Name::PrincipalIsAwsService
            | Name::PrincipalServiceName
            | Name::PrincipalServiceNames
            | Name::SourceArn
            | Name::SourceAccount
            | Name::SourceOrgId
            | Name::SourceOrgPaths
            | Name::SourceIdentity => self.principal_key(key),
            Name::MfaPresent | Name::MfaAge | Name::TokenIssueTime => self.credentials(key.name),
            Name::ResourceAccount if self.target.is_resource() => {
                Held::one(self.owner(), Source::Request("resource".into()))
            }
            Name::ResourceAccount if self.target.is_key() || self.target.is_alias() => {
                let field = if self.key().is_some() {
                    Source::Key("arn".into())
                } else {
                    Source::Request("key".into())
                };
                Held::one(self.owner(), field)
            }
            // What it is for an operation without a key is not said anywhere.
            Name::ResourceAccount => Held::ABSENT.unsure(Rule::C71),
            Name::ResourceOrgId | Name::ResourceOrgPaths => {
                let owned = self.target.is_key() || self.target.is_alias();
                if !owned && !self.target.is_resource() {
                    return Some(Held::ABSENT.unsure(Rule::C72));
                }
                self.organization(self.owner(), key.name == Name::ResourceOrgPaths)
            }
            Name::ResourceTag | Name::RequestTag => self.tag(key, action),
            Name::TagKeys if action.bare_name() == "UntagResource" => {
                self.list(action, "TagKeys", true)
            }
            Name::TagKeys if self.lacks_tags(action) => Held::UNKNOWN,
            Name::TagKeys => {
                let tags = self.tags(Name::RequestTag, action);
                let names = tags.into_iter().map(|(name, _)| Cow::Borrowed(name)).collect();
                Held::many(names, Source::Request("parameters/Tags".into()))
            }
            Name::RequestedRegion if self.region.is_empty() => Held::UNKNOWN,
            Name::RequestedRegion => Held::one(self.region, self.region_source()),
            Name::CurrentTime | Name::EpochTime => self.clock(key.name),
            _ => return self.network_key(key.name),
        })
    }

    /// The field that says who calls.
    pub(super) fn caller_source(&self) -> Source<'static> {
        let field = if self.caller.kind == CallerKind::Service { "service" } else { "arn" };
        Source::Caller(field.into())
    }

    fn region_source(&self) -> Source<'static> {
        if self.question.part.is_some() {
            return Source::Request("resource".into());
        }
        match (self.question.region, self.key()) {
            (Some(_), _) => Source::Request("region".into()),
            (None, Some(_)) => Source::Key("arn".into()),
            (None, None) => Source::Default,
        }
    }

    fn clock(&self, name: KeyName) -> Held<'_> {
        let Some(time) = self.model.scenario.time.as_deref() else {
            return Held::UNKNOWN;
        };
        let source = Source::Scenario("time");
        match (name, Instant::parse(time)) {
            (KeyName::EpochTime, Some(time)) => Held::one(time.epoch_seconds().to_string(), source),
            _ => Held::one(time, source),
        }
    }

    fn principal_key(&self, key: Key<'_>) -> Held<'_> {
        use KeyName as Name;
        let caller = self.caller;
        let source = self.caller_source();
        let service = caller.kind == CallerKind::Service;
        let without_source = self.question.part.is_some_and(|part| part.without_source);
        match key.name {
            Name::SourceArn | Name::SourceAccount | Name::SourceOrgId | Name::SourceOrgPaths
                if without_source =>
            {
                Held::ABSENT.by(Rule::S34)
            }
            Name::PrincipalArn if service => Held::ABSENT.by(Rule::R5),
            // Of a role session the role's ARN, never the session's (E-88).
            Name::PrincipalArn => Held::one(&*caller.identity_arn, source).by(Rule::E88),
            Name::PrincipalAccount if service => Held::ABSENT.unsure(Rule::Q22),
            Name::PrincipalAccount => Held::one(&*caller.account, source),
            Name::PrincipalOrgId | Name::PrincipalOrgPaths if service => Held::ABSENT.by(Rule::E90),
            Name::PrincipalOrgId => self.organization(&caller.account, false),
            Name::PrincipalOrgPaths => self.organization(&caller.account, true),
            Name::PrincipalTag => self.principal_tag(key.part),
            Name::PrincipalType => match caller.kind {
                CallerKind::Root => Held::one("Account", source).by(Rule::C95),
                CallerKind::User => Held::one("User", source).by(Rule::C95),
                CallerKind::FederatedUser => Held::one("FederatedUser", source).by(Rule::C95),
                CallerKind::RoleSession => Held::one("AssumedRole", source).by(Rule::C95),
                CallerKind::Service => Held::ABSENT.unsure(Rule::C65),
            },
            Name::UserId => self.user_id(),
            Name::UserName => match caller.kind {
                CallerKind::User => Held::one(caller.short_name(), source).by(Rule::C95),
                _ => Held::ABSENT.by(Rule::C95),
            },
            Name::PrincipalIsAwsService => Held::flag(service, source),
            Name::PrincipalServiceName if service => Held::one(&*caller.arn, source),
            Name::PrincipalServiceNames if service => {
                // Whether a name of the service in the Region is on the list is not known (E-91).
                let held = Held::many(vec![Cow::Borrowed(&*caller.arn)], source);
                let start = caller.arn.strip_suffix(".amazonaws.com");
                let start = start.filter(|one| !one.contains('.') && !self.region.is_empty());
                let regional = start.map(|start| format!("{start}.{}.amazonaws.com", self.region));
                Held { further: regional.map(Cow::Owned), ..held }
            }
            Name::SourceArn => Held::maybe(
                self.principal().and_then(|one| one.source_arn.as_deref()),
                Source::Caller("sourceArn".into()),
            ),
            Name::SourceAccount => Held::maybe(
                self.principal().and_then(|one| one.source_account.as_deref()),
                Source::Caller("sourceAccount".into()),
            ),
            Name::SourceOrgId | Name::SourceOrgPaths => match self.source_account() {
                Some(id) => self.organization(id, key.name == Name::SourceOrgPaths),
                None => Held::ABSENT,
            },
            Name::SourceIdentity => Held::maybe(
                self.session().and_then(|session| session.source_identity.as_deref()),
                Source::Caller("session/sourceIdentity".into()),
            ),
            _ => Held::ABSENT,
        }
    }

    /// The account of the resource for which a service calls.
    fn source_account(&self) -> Option<&'m str> {
        let principal = self.principal()?;
        let of_arn = || Arn::parse(principal.source_arn.as_deref()?).map(|arn| arn.account);
        principal.source_account.as_deref().or_else(of_arn).filter(|id| !id.is_empty())
    }

    /// The values of C-95.
    fn user_id(&self) -> Held<'_> {
        let caller = self.caller;
        let source = self.caller_source();
        let unique = caller.unique_id.as_deref();
        let held = match caller.kind {
            CallerKind::Root => Held::one(&*caller.account, source),
            CallerKind::FederatedUser => {
                Held::one(format!("{}:{}", caller.account, caller.short_name()), source)
            }
            CallerKind::User => match unique {
                Some(id) => Held::one(id, Source::Caller("uniqueId".into())),
                None => Held::UNKNOWN,
            },
            CallerKind::RoleSession => match unique {
                Some(id) => Held::one(format!("{id}:{}", caller.short_arn_name()), source),
                None => Held::UNKNOWN,
            },
            CallerKind::Service => return Held::ABSENT.unsure(Rule::C66),
        };
        held.by(Rule::C95)
    }

    /// The organization of an account, or its path in it with a trailing slash.
    fn organization(&self, id: &str, path: bool) -> Held<'_> {
        let accounts = &self.model.scenario.accounts;
        let found = accounts.iter().position(|account| account.id == id);
        let account: Option<(usize, &Account)> =
            found.and_then(|index| Some((index, accounts.get(index)?)));
        let Some((index, organization)) =
            account.and_then(|(index, account)| Some((index, account.organization.as_ref()?)))
        else {
            return Held::ABSENT;
        };
        if !path {
            return Held::one(&*organization.id, Source::Account(index, "organization/id"));
        }
        let mut text = organization.id.clone();
        for part in &organization.path {
            text.push('/');
            text.push_str(part);
        }
        text.push('/');
        Held::many(vec![text.into()], Source::Account(index, "organization/path"))
    }

    /// Tags of the user or role, and of the session, which win whatever their case (C-64, R-15).
    fn principal_tag(&self, name: &str) -> Held<'_> {
        if matches!(self.caller.kind, CallerKind::Root | CallerKind::Service) {
            return Held::ABSENT;
        }
        fn pairs(
            tags: &std::collections::BTreeMap<String, String>,
        ) -> impl Iterator<Item = (&str, &str)> {
            tags.iter().map(|(name, value)| (name.as_str(), value.as_str()))
        }
        if let Some(session) = self.session() {
            let field =
                |found: &str| Source::Caller(format!("session/tags/{}", escaped(found)).into());
            let held = one_of(pairs(&session.tags), name, field);
            if held.content != Content::Absent {
                return held;
            }
        }
        let Some(issuer) = self.issuer() else {
            return Held::ABSENT;
        };
        let field = |found: &str| Source::Issuer(format!("tags/{}", escaped(found)).into());
        one_of(pairs(&issuer.tags), name, field)
    }

    /// The names of all tags that the caller has.
    pub(super) fn principal_tags(&self) -> impl Iterator<Item = &String> {
        let none = matches!(self.caller.kind, CallerKind::Root | CallerKind::Service);
        let session = self.session().filter(|_| !none).map(|session| session.tags.keys());
        let issuer = self.issuer().filter(|_| !none).map(|issuer| issuer.tags.keys());
        session.into_iter().flatten().chain(issuer.into_iter().flatten())
    }

    fn tag(&self, key: Key<'_>, action: Action) -> Held<'_> {
        // Of a key that is not known, or that would only be made, and of what is no key.
        let new = self.during_save && !self.target.is_key();
        let unseen = self.target.is_foreign() || self.target.is_resource();
        if key.name == KeyName::ResourceTag && (unseen || new) {
            return Held::OPEN;
        }
        if key.name == KeyName::RequestTag && self.lacks_tags(action) {
            return Held::OPEN;
        }
        let from_key = key.name == KeyName::ResourceTag && self.target.is_key();
        one_of(self.tags(key.name, action).into_iter(), key.part, |found| {
            if from_key {
                Source::Key(format!("tags/{}", escaped(found)).into())
            } else {
                Source::Request("parameters/Tags".into())
            }
        })
    }

    /// Does the request leave out the tags without which there is no TagResource?
    fn lacks_tags(&self, action: Action) -> bool {
        action.operation() == "TagResource"
            && self.target.is_key()
            && self.given(action, "Tags").is_none()
    }

    /// The tags of the key, or of the request: CreateKey is asked about those it would set (C-73).
    pub(super) fn tags(&self, name: KeyName, action: Action) -> Vec<(&str, &str)> {
        if name == KeyName::ResourceTag && self.target.is_key() {
            let tags = self.key().map(|key| key.tags.iter());
            return tags
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
        }
        if name == KeyName::ResourceTag && action.bare_name() != "CreateKey" {
            return Vec::new();
        }
        let tags = self.given(action, "Tags").and_then(Value::as_array);
        tags.into_iter()
            .flatten()
            .filter_map(|tag| Some((tag.get("TagKey")?.as_str()?, tag.get("TagValue")?.as_str()?)))
            .collect()
    }

    /// What the credentials of the caller say of themselves (C-83 to C-85 as corrected).
    fn credentials(&self, name: KeyName) -> Held<'_> {
        let mfa = self.has_mfa();
        let source = Source::Caller("mfa".into());
        let via = self.question.via.is_some();
        // SAML, OIDC and Identity Center sessions do not carry it; federated users neither.
        let federated = self.caller.kind == CallerKind::FederatedUser;
        let sso = self.caller.identity_arn.contains(":role/aws-reserved/sso.amazonaws.com/");
        let role = self.caller.kind == CallerKind::RoleSession;
        let long_term = matches!(self.caller.kind, CallerKind::User | CallerKind::Root) && !mfa;
        let temporary = match self.caller.kind {
            CallerKind::Service => return Held::ABSENT,
            CallerKind::RoleSession | CallerKind::FederatedUser => true,
            CallerKind::User | CallerKind::Root => mfa,
        };
        match name {
            KeyName::MfaPresent if long_term && via => Held::flag(false, Source::Default),
            KeyName::MfaPresent if long_term => Held::ABSENT,
            KeyName::MfaPresent if role && !sso => Held::flag(mfa, source),
            KeyName::MfaPresent | KeyName::MfaAge if federated || sso => Held::ABSENT,
            KeyName::MfaPresent if mfa => Held::flag(true, source),
            KeyName::MfaAge if mfa => Held::UNKNOWN,
            KeyName::TokenIssueTime if temporary => Held::UNKNOWN,
            KeyName::TokenIssueTime if via => Held::ABSENT.unsure(Rule::C85),
            _ => Held::ABSENT,
        }
    }

    /// The services through which the call came. Only for some is it known that they say so; for
    /// others the key can be given by hand.
    fn called_via(&self, name: KeyName) -> Held<'_> {
        let service = self.question.via.and_then(|via| via.split('.').next()).unwrap_or_default();
        if !CALLED_VIA.contains(&service) {
            return Held::ABSENT.unsure(Rule::C82Others);
        }
        let called = format!("{service}.amazonaws.com");
        let source = self.via_source();
        match name {
            KeyName::CalledVia => Held::many(vec![called.into()], source),
            _ => Held::one(called, source),
        }
    }

    /// The network and the way of the call.
    fn network_key(&self, name: KeyName) -> Option<Held<'_>> {
        use KeyName as Name;
        let service = self.caller.kind == CallerKind::Service;
        let via = self.question.via.is_some();
        let endpoint = self.endpoint().filter(|_| !via && !service).map(|(_, endpoint)| endpoint);
        let through = Source::Request("vpcEndpoint".into());
        Some(match name {
            // Services call each other over a network of their own.
            Name::SecureTransport | Name::SourceIp | Name::UserAgent if service => {
                Held::ABSENT.unsure(Rule::C77)
            }
            Name::SecureTransport => Held::flag(true, Source::Default),
            Name::SourceIp if endpoint.is_some() => Held::ABSENT,
            // A service's call for a principal keeps that one's address.
            Name::SourceIp if via && self.question.vpc_endpoint.is_some() => {
                Held::ABSENT.unsure(Rule::C96)
            }
            Name::SourceIp if via => Held::UNKNOWN.by(Rule::C96),
            Name::SourceIp | Name::UserAgent => Held::UNKNOWN,
            Name::SourceVpce => Held::maybe(endpoint.map(|one| one.id.as_str()), through),
            Name::SourceVpc => match endpoint.map(|one| one.vpc.as_deref()) {
                None => Held::ABSENT,
                Some(None) => Held::UNKNOWN,
                Some(Some(vpc)) => Held::one(vpc, Source::Endpoint("vpc")),
            },
            // A shared VPC has another owner than the endpoint.
            Name::VpcSourceIp | Name::SourceVpcArn if endpoint.is_some() => Held::UNKNOWN,
            Name::VpceAccount | Name::VpceOrgId | Name::VpceOrgPaths => {
                match endpoint.map(|one| one.account.as_deref()) {
                    None => Held::ABSENT,
                    Some(None) if name == Name::VpceAccount => Held::UNKNOWN,
                    Some(None) => Held::OPEN,
                    Some(Some(account)) if name == Name::VpceAccount => {
                        Held::one(account, Source::Endpoint("account"))
                    }
                    Some(Some(account)) => self.organization(account, name == Name::VpceOrgPaths),
                }
            }
            Name::ViaAwsService if via => Held::flag(true, self.via_source()),
            Name::ViaAwsService if service => {
                Held::flag(false, Source::Default).by(Rule::C81Service)
            }
            Name::ViaAwsService => Held::flag(false, Source::Default),
            Name::CalledVia | Name::CalledViaFirst | Name::CalledViaLast if via => {
                return Some(self.called_via(name));
            }
            Name::ViaMcpService => Held::ABSENT.unsure(Rule::C81Mcp),
            Name::VpcSourceIp
            | Name::SourceVpcArn
            | Name::CalledVia
            | Name::CalledViaFirst
            | Name::CalledViaLast
            | Name::CalledViaMcp
            | Name::IsMcpServiceAction
            | Name::SignInSessionArn
            | Name::FederatedProvider
            | Name::Ec2SourceVpc
            | Name::Ec2SourceIp
            | Name::AssumedRoot
            | Name::ChatbotSourceArn
            | Name::Referer => Held::ABSENT,
            _ => return None,
        })
    }
}
