//! The places of a scenario where a policy document can stand.

use super::skeleton::{FULL_ACCESS, FULL_ACCESS_NAME};
use super::{Attached, Document, IdentityPolicy, NamedDocument, Scenario};
use crate::build::place::{Moved, entry, follow, without_member};
use crate::policy::{self, PolicyKind};
use std::fmt;
use std::sync::Arc;

/// What a document is in its scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentSlot {
    /// A service control policy: account, level, place at that level.
    Scp,
    /// A resource control policy: account, level, place at that level.
    Rcp,
    /// The policy of a key, as it is edited.
    KeyPolicy,
    /// The policy of a key that is in force, where that is another.
    Saved,
    /// The policy of a key that AWS RAM wrote.
    Ram,
    /// An identity policy: principal, place among its policies.
    Identity,
    /// The permissions boundary of a principal.
    Boundary,
    /// The session policy of a principal that is passed in line.
    Session,
    /// A managed session policy: principal, place among them.
    ManagedSession,
    /// The policy of a VPC endpoint.
    Endpoint,
    /// The policy of a bucket.
    Bucket,
}

use DocumentSlot::{
    Boundary, Bucket, Endpoint, Identity, KeyPolicy, ManagedSession, Ram, Rcp, Saved, Scp, Session,
};

impl DocumentSlot {
    pub(super) const ALL: [Self; 11] = [
        Scp,
        Rcp,
        KeyPolicy,
        Saved,
        Ram,
        Identity,
        Boundary,
        Session,
        ManagedSession,
        Endpoint,
        Bucket,
    ];

    /// The JSON Pointer of such a document; `#` stands for an index.
    fn pattern(self) -> &'static str {
        match self {
            Scp => "/accounts/#/scps/#/#/document",
            Rcp => "/accounts/#/rcps/#/#/document",
            KeyPolicy => "/keys/#/policy",
            Saved => "/keys/#/saved",
            Ram => "/keys/#/ramPolicy",
            Identity => "/principals/#/policies/#/document",
            Boundary => "/principals/#/boundary/document",
            Session => "/principals/#/session/policy",
            ManagedSession => "/principals/#/session/policies/#/document",
            Endpoint => "/vpcEndpoints/#/policy",
            Bucket => "/buckets/#/policy",
        }
    }

    /// The document of this kind with these indices: account, key, principal, endpoint or bucket
    /// first, the place in a list last.
    pub fn at<const N: usize>(self, indices: [usize; N]) -> DocumentId {
        let mut at = [0; 3];
        for (at, index) in at.iter_mut().zip(indices) {
            *at = index;
        }
        DocumentId { slot: self, at }
    }

    /// Which of the indices is the place in a list of documents that can grow.
    fn in_list(self) -> Option<usize> {
        match self {
            Scp | Rcp => Some(2),
            Identity | ManagedSession => Some(1),
            KeyPolicy | Saved | Ram | Boundary | Session | Endpoint | Bucket => None,
        }
    }

    /// Has such a document a name of its own?
    pub fn has_name(self) -> bool {
        self == Boundary || self.in_list().is_some()
    }
}

/// A document of a scenario, or a place where one could stand. It prints as the JSON Pointer that
/// reports use.
///
/// ```
/// use kms_policy::scenario::{DocumentId, DocumentSlot};
/// let id = DocumentSlot::Identity.at([0, 2]);
/// assert_eq!(id.to_string(), "/principals/0/policies/2/document");
/// assert_eq!(DocumentId::parse("/principals/0/policies/2/document"), Some(id));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentId {
    /// What it is.
    pub slot: DocumentSlot,
    /// Its indices; those that it does not need are 0.
    pub at: [usize; 3],
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = self.slot.pattern().split('#');
        f.write_str(parts.next().unwrap_or_default())?;
        for (part, index) in parts.zip(self.at) {
            write!(f, "{index}{part}")?;
        }
        Ok(())
    }
}

/// What holds a document and can hold another.
enum Holder<'s> {
    One(&'s mut Option<Document>),
    Named(&'s mut Option<NamedDocument>),
    Many(&'s mut Vec<NamedDocument>, usize),
    Identity(&'s mut Vec<IdentityPolicy>, usize),
}

impl DocumentId {
    /// Reads a JSON Pointer; `None` where no document can stand there.
    pub fn parse(pointer: &str) -> Option<Self> {
        DocumentSlot::ALL.into_iter().find_map(|slot| {
            let mut at = [0; 3];
            let mut indices = at.iter_mut();
            let mut parts = pointer.split('/');
            for wanted in slot.pattern().split('/') {
                let part = parts.next()?;
                match wanted {
                    "#" => *indices.next()? = part.parse().ok()?,
                    _ if wanted != part => return None,
                    _ => {}
                }
            }
            parts.next().is_none().then_some(Self { slot, at })
        })
    }

    /// What it is named after, and the document where there is one; `None` where nothing of it is
    /// there.
    fn found(self, scenario: &Scenario) -> Option<(&str, Option<&Document>)> {
        fn named(one: &NamedDocument) -> (&str, Option<&Document>) {
            (&one.name, Some(&one.document))
        }
        let [first, second, third] = self.at;
        let (key, principal) = (scenario.keys.get(first), scenario.principals.get(first));
        let account = scenario.accounts.get(first);
        let session = principal.and_then(|principal| principal.session.as_ref());
        Some(match self.slot {
            Scp => named(account?.scps.as_ref()?.get(second)?.get(third)?),
            Rcp => named(account?.rcps.as_ref()?.get(second)?.get(third)?),
            KeyPolicy => ("", key?.policy.as_ref()),
            Saved => ("", key?.saved.as_ref()),
            Ram => ("", key?.ram_policy.as_ref()),
            Identity => {
                let policy = principal?.policies.get(second)?;
                (&policy.name, Some(&policy.document))
            }
            Boundary => named(principal?.boundary.as_ref()?),
            Session => ("", session?.policy.as_ref()),
            ManagedSession => named(session?.policies.get(second)?),
            Endpoint => {
                let endpoint = scenario.vpc_endpoints.get(first)?;
                (&endpoint.id, endpoint.policy.as_ref())
            }
            Bucket => {
                let bucket = scenario.buckets.get(first)?;
                (&bucket.name, bucket.policy.as_ref())
            }
        })
    }

    fn holder(self, scenario: &mut Scenario) -> Option<Holder<'_>> {
        let [first, second, third] = self.at;
        Some(match self.slot {
            Scp | Rcp => {
                let account = scenario.accounts.get_mut(first)?;
                let levels = if self.slot == Scp { &mut account.scps } else { &mut account.rcps };
                Holder::Many(levels.as_mut()?.get_mut(second)?, third)
            }
            KeyPolicy => Holder::One(&mut scenario.keys.get_mut(first)?.policy),
            Saved => Holder::One(&mut scenario.keys.get_mut(first)?.saved),
            Ram => Holder::One(&mut scenario.keys.get_mut(first)?.ram_policy),
            Endpoint => Holder::One(&mut scenario.vpc_endpoints.get_mut(first)?.policy),
            Bucket => Holder::One(&mut scenario.buckets.get_mut(first)?.policy),
            Identity | Boundary | Session | ManagedSession => {
                let principal = scenario.principals.get_mut(first)?;
                match self.slot {
                    Identity => Holder::Identity(&mut principal.policies, second),
                    Boundary => Holder::Named(&mut principal.boundary),
                    slot => {
                        let session = principal.session.get_or_insert_default();
                        match slot {
                            Session => Holder::One(&mut session.policy),
                            _ => Holder::Many(&mut session.policies, second),
                        }
                    }
                }
            }
        })
    }

    /// Is there such a document? A key always has a policy.
    pub fn is_there(self, scenario: &Scenario) -> bool {
        self.text(scenario).is_some()
    }

    /// Its text, where the scenario has it. A key without a policy has the default one.
    pub fn text(self, scenario: &Scenario) -> Option<Arc<str>> {
        let (_, document) = self.found(scenario)?;
        match document {
            None if self.slot == KeyPolicy => Some(scenario.key_policy_text(self.at[0])),
            document => document?.text().cloned(),
        }
    }

    /// What it is called: its own name, that of its endpoint or bucket, or nothing.
    pub fn name(self, scenario: &Scenario) -> &str {
        self.found(scenario).map_or("", |(name, _)| name)
    }

    /// What it is attached to.
    pub fn kind(self, scenario: &Scenario) -> PolicyKind {
        match self.slot {
            Scp => PolicyKind::ServiceControl,
            Rcp => PolicyKind::ResourceControl,
            KeyPolicy | Saved | Ram => PolicyKind::KeyPolicy,
            Boundary => PolicyKind::Boundary,
            Session | ManagedSession => PolicyKind::Session,
            Endpoint => PolicyKind::VpcEndpoint,
            Bucket => PolicyKind::Bucket,
            Identity => {
                let [principal, policy, _] = self.at;
                let principal = scenario.principals.get(principal);
                let policy = principal.and_then(|one| one.policies.get(policy));
                let managed = policy.is_some_and(|one| one.attached == Attached::Managed);
                PolicyKind::Identity { managed }
            }
        }
    }

    /// Can decisions be made from `text` in its place?
    pub fn is_readable(self, scenario: &Scenario, text: &Arc<str>) -> bool {
        policy::read(Arc::clone(text), self.kind(scenario)).policy.is_some()
    }

    /// Replaces its text, where it is there.
    pub fn set_text(self, scenario: &mut Scenario, text: Arc<str>) {
        let document = match self.holder(scenario) {
            // A key policy that is left out is there.
            Some(Holder::One(one)) => Some(one.get_or_insert_default()),
            Some(Holder::Named(one)) => one.as_mut().map(|one| &mut one.document),
            Some(Holder::Many(all, index)) => all.get_mut(index).map(|one| &mut one.document),
            Some(Holder::Identity(all, index)) => all.get_mut(index).map(|one| &mut one.document),
            None => None,
        };
        if let Some(document) = document {
            *document = Document::Text(text);
        }
    }

    /// Puts a document there: behind the others of its list, or in the place of the one that is
    /// there. An account whose service control policies are not in force yet gets FullAWSAccess at
    /// every level, as AWS Organizations does.
    pub fn add(self, scenario: &mut Scenario, name: String, text: Arc<str>) {
        self.begin_levels(scenario);
        let document = Document::Text(text);
        match self.holder(scenario) {
            Some(Holder::One(one)) => *one = Some(document),
            Some(Holder::Named(one)) => *one = Some(NamedDocument { name, document }),
            Some(Holder::Many(all, _)) => all.push(NamedDocument { name, document }),
            Some(Holder::Identity(all, _)) => {
                all.push(IdentityPolicy { name, document, ..IdentityPolicy::default() });
            }
            None => {}
        }
    }

    fn begin_levels(self, scenario: &mut Scenario) {
        let Some(account) = scenario.accounts.get_mut(self.at[0]) else { return };
        let count = account.level_count().max(1);
        match self.slot {
            Scp if account.scps.is_none() => {
                let full = NamedDocument {
                    name: FULL_ACCESS_NAME.to_owned(),
                    document: FULL_ACCESS.into(),
                };
                let mut levels = vec![vec![full]; count];
                // There it is what was asked for.
                if let Some(level) = levels.get_mut(self.at[1]) {
                    level.clear();
                }
                account.scps = Some(levels);
            }
            Rcp if account.rcps.is_none() => account.rcps = Some(vec![Vec::new(); count]),
            _ => {}
        }
    }

    /// Gives it another name, where it has one of its own.
    pub fn rename(self, scenario: &mut Scenario, name: String) {
        let old = match self.holder(scenario) {
            Some(Holder::Named(one)) => one.as_mut().map(|one| &mut one.name),
            Some(Holder::Many(all, index)) => all.get_mut(index).map(|one| &mut one.name),
            Some(Holder::Identity(all, index)) => all.get_mut(index).map(|one| &mut one.name),
            Some(Holder::One(_)) | None => None,
        };
        if let Some(old) = old {
            *old = name;
        }
    }

    /// Where a JSON Pointer points once this is taken away; nothing for what goes with it.
    pub fn pointer_without(self, scenario: &Scenario) -> impl Fn(&str) -> Option<String> + use<> {
        let place = self.to_string();
        let place = place.strip_suffix("/document").unwrap_or(&place).to_owned();
        let count = self.next(scenario).place();
        let moved = entry(&place).map(|(list, index)| Moved::without(list, count, &[index]));
        move |at| match &moved {
            Some(moved) => moved.pointer(at),
            // A key has a policy always.
            None if self.slot == KeyPolicy => Some(at.to_owned()),
            None => without_member(at, &place),
        }
    }

    /// Takes it away; those behind it in its list move up, and what points at them follows.
    pub fn remove(self, scenario: &mut Scenario) {
        follow(scenario, self.pointer_without(scenario));
        match self.holder(scenario) {
            Some(Holder::One(one)) => *one = None,
            Some(Holder::Named(one)) => *one = None,
            Some(Holder::Many(all, index)) if index < all.len() => drop(all.remove(index)),
            Some(Holder::Identity(all, index)) if index < all.len() => drop(all.remove(index)),
            _ => {}
        }
    }

    /// Do both stand in one list, or are they the same?
    pub fn is_beside(self, other: Self) -> bool {
        self.with_place(0) == other.with_place(0)
    }

    /// The documents that are there of its list, or itself; where there is none the place of the
    /// first.
    pub fn list(self, scenario: &Scenario) -> Vec<Self> {
        let last = self.next(scenario).place().max(1);
        (0..last).map(|place| self.with_place(place)).collect()
    }

    /// The place behind the last document of its list; of one without a list its own.
    pub fn next(self, scenario: &Scenario) -> Self {
        let mut next = self.with_place(0);
        while self.slot.in_list().is_some() && next.is_there(scenario) {
            next = next.with_place(next.place() + 1);
        }
        next
    }

    /// Itself or, where its list has become shorter, the last of it.
    pub fn nearest(self, scenario: &Scenario) -> Self {
        let mut near = self;
        while near.place() > 0 && !near.is_there(scenario) {
            near = near.with_place(near.place() - 1);
        }
        near
    }

    /// Its place in its list; without a list 0.
    fn place(self) -> usize {
        self.slot.in_list().and_then(|index| self.at.get(index)).copied().unwrap_or(0)
    }

    fn with_place(mut self, place: usize) -> Self {
        if let Some(at) = self.slot.in_list().and_then(|index| self.at.get_mut(index)) {
            *at = place;
        }
        self
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// With a document in every place where one can stand.
    fn scenario() -> Scenario {
        let named = r#"{"name": "A", "document": "{}"}"#;
        Scenario::from_json(&format!(
            r#"{{
                "version": 1,
                "accounts": [{{"id": "111122223333", "scps": [[{named}]], "rcps": [[{named}]]}}],
                "keys": [{{
                    "arn": "arn:aws:kms:eu-west-1:111122223333:key/k",
                    "policy": "{{}}", "saved": "{{}}", "ramPolicy": "{{}}"
                }}],
                "principals": [{{
                    "arn": "arn:aws:iam::111122223333:role/R",
                    "policies": [{named}], "boundary": {named},
                    "session": {{"policy": "{{}}", "policies": [{named}]}}
                }}],
                "vpcEndpoints": [{{"id": "vpce-1", "policy": "{{}}"}}],
                "buckets": [{{"name": "b", "policy": "{{}}"}}]
            }}"#
        ))
        .unwrap()
    }

    #[test]
    fn every_document_is_named_read_and_set_by_its_pointer() {
        let mut pointers = Vec::new();
        scenario().for_each_document(|pointer, _| pointers.push(pointer.to_owned()));
        assert_eq!(pointers.len(), DocumentSlot::ALL.len());
        for pointer in pointers {
            let id = DocumentId::parse(&pointer).unwrap();
            assert_eq!(id.to_string(), pointer);
            let mut edited = scenario();
            assert_eq!(id.text(&edited).as_deref(), Some("{}"), "{pointer}");
            id.set_text(&mut edited, "[]".into());
            edited.for_each_document(|at, document| {
                let wanted = if at == pointer { "[]" } else { "{}" };
                assert_eq!(document.text().map(|text| &**text), Some(wanted), "{pointer}: {at}");
            });
        }
    }

    #[test]
    fn every_document_is_removed_and_added_again() {
        for slot in DocumentSlot::ALL {
            let (before, mut after) = (scenario(), scenario());
            let id = slot.at([0, 0, 0]);
            id.remove(&mut after);
            assert_eq!(id.is_there(&after), slot == KeyPolicy, "{id}");
            assert_eq!(id.next(&after), id);
            id.add(&mut after, "A".to_owned(), "{}".into());
            assert_eq!(after, before, "{id}");
            id.rename(&mut after, "B".to_owned());
            assert_eq!(id.name(&after) == "B", slot.has_name(), "{id}");
            let lists = [Scp, Rcp, Identity, ManagedSession].contains(&slot);
            assert_eq!(id.next(&after) != id, lists);
            assert_eq!(id.next(&after).nearest(&after), id);
            assert_eq!(id.list(&after), [id]);
        }
    }

    #[test]
    fn nothing_is_done_where_no_document_can_stand() {
        for pointer in ["", "/keys/0", "/keys/x/policy", "/keys/0/policy/", "/buckets/0/policy/0"] {
            assert_eq!(DocumentId::parse(pointer), None, "{pointer}");
        }
        let mut after = scenario();
        let there = Scp.at([0, 3, 0]);
        there.add(&mut after, "B".to_owned(), "{}".into());
        there.remove(&mut after);
        Bucket.at([7]).set_text(&mut after, "{}".into());
        assert_eq!(after, scenario());
        assert_eq!(there.text(&after), None);
    }

    #[test]
    fn service_control_policies_begin_with_full_access_at_every_level() {
        let mut scenario = scenario();
        let account = scenario.accounts.first_mut().unwrap();
        account.scps = None;
        let path = vec!["r-ab12".to_owned(), "ou-ab12-11111111".to_owned()];
        account.organization = Some(crate::scenario::Organization {
            path,
            ..crate::scenario::Organization::default()
        });
        Scp.at([0, 1, 0]).add(&mut scenario, "Mine".to_owned(), "{}".into());
        let levels = scenario.accounts.first().unwrap().scps.clone().unwrap();
        let names: Vec<&str> = levels.iter().flatten().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["FullAWSAccess", "Mine", "FullAWSAccess"]);
    }
}
