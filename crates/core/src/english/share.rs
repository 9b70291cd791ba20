//! The parts of a `Share`, and what to do about a long one.

use super::compare::name;
use crate::caller::Caller;
use crate::scenario::{
    Account, Bucket, DocumentId, DocumentSlot, Key, Principal, Scenario, VpcEndpoint,
};
use crate::share::{Left, Named, Reason, Replaced};

pub const PINNED: &str = "the state that it is compared with";
pub const VIEW: &str = "what is looked at";
pub const DESCRIPTION: &str = "the description";
pub const STEPS: &str = "the steps of the lesson";
pub const REQUESTS: &str = "the saved checks";
pub const GALLERY: &str = "what gallery and cases say about it";

/// A principal with everything that is its own.
pub fn principal(scenario: &Scenario, id: &str) -> String {
    format!("{}, with its policies", name(scenario, id))
}

/// A key with everything that is its own.
pub fn key(key: &Key) -> String {
    let called = key.aliases.first().map_or(&*key.arn, |alias| alias);
    format!("the key {called}, with its policy and grants")
}

/// The policies of an organization that bind an account.
pub fn organization(account: &str) -> String {
    format!("the organization's policies for account {account}")
}

/// A bucket with its policy and objects.
pub fn bucket(name: &str) -> String {
    format!("the bucket {name}")
}

/// A VPC endpoint with its policy.
pub fn endpoint(id: &str) -> String {
    format!("the VPC endpoint {id}")
}

/// What a name is that of.
pub fn named(what: Named) -> &'static str {
    match what {
        Named::Account => "account",
        Named::AccountName => "account name",
        Named::User => "user",
        Named::Role => "role",
        Named::Group => "group",
        Named::Session => "session",
        Named::Row => "row",
        Named::Path => "path",
        Named::Policy => "policy",
        Named::Key => "key",
        // Its name says so.
        Named::Alias => "",
        Named::Grant => "grant",
        Named::Bucket => "bucket",
        Named::Object => "object",
        Named::Organization => "organization",
        Named::Root => "organization root",
        Named::Unit => "organizational unit",
        Named::ResourceId => "resource",
        Named::UniqueId => "unique ID",
        Named::Address => "address",
        Named::Mail => "mail address",
        Named::Resource => "resource",
    }
}

/// A name that was replaced.
pub fn replaced(one: &Replaced) -> String {
    let (name, example) = (shown(&one.name), shown(&one.example));
    format!("{} {name} becomes {example}", named(one.what)).trim_start().to_owned()
}

/// A name that was left, and why.
pub fn left(one: &Left) -> String {
    let why = match one.why {
        Reason::Decides => {
            "a wildcard or condition depends on it, and replacing it would change a decision"
        }
        Reason::Pattern => "it is a pattern, and decisions depend on what it matches",
        Reason::Word => "policies and requests use the same word",
        Reason::Short => "it is too short or too common to be told from other words",
        Reason::NoExample => "there is no further example of its kind",
    };
    // An alias says that it is one, unless only its name stands there.
    let is_bare = one.what == Named::Alias && !one.name.starts_with("alias/");
    let what = if is_bare { "alias" } else { named(one.what) };
    format!("{what} {}: {why}", shown(&one.name)).trim_start().to_owned()
}

/// A name as it is shown: of a network, of which the table has its beginning, all of it.
fn shown(name: &str) -> String {
    if name.ends_with('.') && name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("{name}0/24");
    }
    name.to_owned()
}

/// What a check of one cell is called.
pub fn check(scenario: &Scenario, principal: &str, action: &str) -> String {
    format!("{} {action}", name(scenario, principal))
}

pub const TEXTS: &str = "Title and texts";
pub const ACCOUNTS: &str = "Accounts";
pub const PRINCIPALS: &str = "Principals";
pub const KEYS: &str = "Keys";
pub const POLICIES: &str = "Policies";
pub const BUCKETS: &str = "Buckets";
pub const ENDPOINTS: &str = "VPC endpoints";
pub const MAILS: &str = "Mail addresses";
pub const ADDRESSES: &str = "IP addresses";
pub const ASKED: &str = "What the matrix's request carries";
pub const CHECKS: &str = "Saved checks";
pub const LOOKED_AT: &str = "View and drafts";
pub const COMPARED: &str = "The state that it is compared with";
pub const OPENED: &str = "The scenario as it was opened";
pub const S3: &str = "what is entered in S3's console";
pub const SAME: &str = "the same as the scenario";
pub const OTHER_SETTINGS: &str = "the same policies, with other settings";

/// How much of a text is quoted.
const QUOTED: usize = 80;

/// The beginning of a text.
pub fn quote(text: &str) -> String {
    let first: String = text.chars().take(QUOTED).collect();
    if first.len() < text.len() {
        format!("“{}…”", first.trim_end())
    } else {
        format!("“{first}”")
    }
}

/// How many steps a lesson has.
pub fn steps(count: usize) -> String {
    if count == 1 { "a step".to_owned() } else { format!("{count} steps") }
}

fn characters(count: usize) -> String {
    if count == 1 { "1 character".to_owned() } else { format!("{count} characters") }
}

/// An account with its name and its place.
pub fn account_line(account: &Account) -> String {
    let mut line = account.id.clone();
    if let Some(name) = &account.name {
        line += &format!(" ({name})");
    }
    if let Some(organization) = &account.organization {
        line += &format!(", organization {}", organization.id);
        for unit in &organization.path {
            line += &format!("/{unit}");
        }
    }
    line
}

/// A principal as it calls.
pub fn principal_line(principal: &Principal, caller: Option<&Caller>) -> String {
    let mut line = caller.map_or_else(|| principal.id().to_owned(), |caller| caller.arn.clone());
    let session = principal.session.as_ref();
    for (word, value) in [
        ("unique ID", &principal.unique_id),
        ("source identity", &session.and_then(|session| session.source_identity.clone())),
        ("source", &principal.source_arn),
        ("source account", &principal.source_account),
    ] {
        if let Some(value) = value {
            line += &format!(", {word} {value}");
        }
    }
    line + &tags(principal.tags.iter().chain(session.iter().flat_map(|session| &session.tags)))
}

/// A key with its aliases, tags and grants.
pub fn key_line(key: &Key) -> String {
    let mut line = key.arn.clone();
    for alias in &key.aliases {
        line += &format!(", {alias}");
    }
    line += &tags(key.tags.iter());
    for grant in &key.grants {
        let who = grant.grantee.as_ref().or(grant.grantee_service.as_ref());
        line += &format!(", grant {} to {}", grant.id, who.map_or("nobody", String::as_str));
    }
    line
}

fn tags<'t>(tags: impl Iterator<Item = (&'t String, &'t String)>) -> String {
    tags.map(|(name, value)| format!(", tag {}", pair(name, value))).collect()
}

/// A name with its value.
pub fn pair(name: &str, value: &str) -> String {
    format!("{name} = {value}")
}

/// A grant whose token a request carries.
pub fn grant_token(grant: &str) -> String {
    format!("grant token {grant}")
}

/// A bucket with its objects.
pub fn bucket_line(bucket: &Bucket) -> String {
    let mut line = bucket.name.clone();
    for object in &bucket.objects {
        line += &format!(", object {}", object.name);
    }
    line
}

/// A VPC endpoint with its VPC.
pub fn endpoint_line(endpoint: &VpcEndpoint) -> String {
    let vpc = endpoint.vpc.as_ref().map(|vpc| format!(" of {vpc}"));
    endpoint.id.clone() + &vpc.unwrap_or_default()
}

/// A policy with its name, its owner and its length.
pub fn policy_line(id: DocumentId, scenario: &Scenario, length: usize) -> String {
    let [first, ..] = id.at;
    let principal = || scenario.principals.get(first).map_or("", Principal::id);
    let account = || scenario.accounts.get(first).map_or("", |account| &account.id).to_owned();
    let key = || scenario.keys.get(first).map(key_name).unwrap_or_default();
    let (kind, of) = match id.slot {
        DocumentSlot::Scp => ("service control policy", account()),
        DocumentSlot::Rcp => ("resource control policy", account()),
        DocumentSlot::KeyPolicy => ("key policy", key()),
        DocumentSlot::Saved => ("key policy in force", key()),
        DocumentSlot::Ram => ("key policy of AWS RAM", key()),
        DocumentSlot::Identity => ("identity policy", name(scenario, principal())),
        DocumentSlot::Boundary => ("permissions boundary", name(scenario, principal())),
        DocumentSlot::Session => ("session policy", name(scenario, principal())),
        DocumentSlot::ManagedSession => ("managed session policy", name(scenario, principal())),
        DocumentSlot::Endpoint => (
            "policy",
            scenario.vpc_endpoints.get(first).map_or_else(String::new, |one| one.id.clone()),
        ),
        DocumentSlot::Bucket => {
            ("policy", scenario.buckets.get(first).map_or_else(String::new, |one| one.name.clone()))
        }
    };
    let own = if id.slot.has_name() { format!(" {}", id.name(scenario)) } else { String::new() };
    format!("{kind}{own} of {of}, {}", characters(length))
}

fn key_name(key: &Key) -> String {
    let id = || key.arn.rsplit('/').next().unwrap_or(&key.arn).to_owned();
    key.aliases.first().cloned().unwrap_or_else(id)
}

/// The selected cell.
pub fn selected(principal: &str, action: &str) -> String {
    format!("selected: {principal} {action}")
}

/// An earlier text of a document that is broken now.
pub fn readable(pointer: &str, length: usize) -> String {
    format!("the last readable text of {pointer}, {}", characters(length))
}

/// What was written into a form and is not in the scenario.
pub fn typed(pointer: &str, length: usize) -> String {
    format!("what is entered for {pointer}, {}", characters(length))
}
