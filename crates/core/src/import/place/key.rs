//! Keys: each is drafted with everything that the outputs say of it, and then put in its place.

use super::named::Named;
use super::{Placement, What, parts};
use crate::arn::Arn;
use crate::import::part::Alias;
use crate::import::{Content, Import, Place, Reason};
use crate::scenario::{Document, Grant, Key, Manager, Scenario, is_key_arn};
use std::collections::BTreeMap;

/// A key as it will be.
struct Draft<'a> {
    key: Key,
    /// Its index in the scenario and who managed it, where it is there already.
    before: Option<(usize, Manager)>,
    /// What named it first.
    origin: (usize, &'a Place),
    changes: Vec<Change<'a>>,
    /// Has an output set its policy?
    has_policy: bool,
}

struct Change<'a> {
    field: &'static str,
    new: bool,
    what: What<'a>,
}

struct Keys<'a> {
    scenario: &'a Scenario,
    drafts: Vec<Draft<'a>>,
    named: Named<'a>,
    hint: Option<&'a str>,
}

pub(super) fn place<'a>(
    imports: &'a [Import],
    hint: Option<&'a str>,
    scenario: &mut Scenario,
    placement: &mut Placement,
) {
    let before = scenario.clone();
    let named = Named::in_texts(imports);
    let mut keys = Keys { scenario: &before, drafts: Vec::new(), named, hint };
    for (source, part) in parts(imports) {
        let origin = (source, &part.place);
        match &part.content {
            Content::Key(key) => keys.describe(key, origin),
            Content::Grants { key, grants } => {
                match keys.of_grants(key, source, &part.place) {
                    Ok(arn) => keys.grants(&arn, grants, origin),
                    Err(reason) => placement.note(source, &part.place, reason),
                };
            }
            _ => {}
        }
    }
    for (source, part) in parts(imports) {
        let origin = (source, &part.place);
        match &part.content {
            Content::KeyPolicy { ram, document } => {
                let key = keys.unnamed(source, &part.place);
                let set = key.and_then(|arn| keys.policy(&arn, *ram, document, origin));
                if let Err(reason) = set {
                    placement.note(source, &part.place, reason);
                }
            }
            Content::Tags(tags) => match keys.unnamed(source, &part.place) {
                Ok(arn) => keys.tags(&arn, tags, origin),
                Err(reason) => placement.note(source, &part.place, reason),
            },
            _ => {}
        }
    }
    for (source, part) in parts(imports) {
        if let Content::Aliases(aliases) = &part.content {
            for alias in aliases {
                match keys.of_alias(alias) {
                    Some(arn) => keys.alias(&arn, &alias.name, (source, &part.place)),
                    None => placement.note(source, &alias.place, Reason::AliasElsewhere),
                }
            }
        }
    }
    for draft in keys.drafts {
        draft.put(scenario, placement);
    }
}

impl<'a> Keys<'a> {
    /// The key of a part that names none.
    fn unnamed(&self, source: usize, place: &Place) -> Result<String, Reason> {
        match self.hint {
            Some(hint) => Ok(hint.to_owned()),
            None => self.named.key_of(source, place, self.scenario),
        }
    }

    /// The key of grants: KMS gives its ARN.
    fn of_grants(&self, key: &str, source: usize, place: &Place) -> Result<String, Reason> {
        if is_key_arn(key) {
            return Ok(key.to_owned());
        }
        if key.is_empty() {
            return self.unnamed(source, place);
        }
        self.find(|arn| arn.resource.strip_prefix("key/") == Some(key)).ok_or(Reason::NoKey)
    }

    /// The key of an alias: of the alias's account and Region.
    fn of_alias(&self, alias: &Alias) -> Option<String> {
        let place = Arn::parse(&alias.arn);
        self.find(|arn| {
            arn.resource.strip_prefix("key/") == Some(alias.target.as_str())
                && place
                    .is_none_or(|place| (place.region, place.account) == (arn.region, arn.account))
        })
    }

    fn find(&self, fits: impl Fn(Arn<'_>) -> bool) -> Option<String> {
        let drafts = self.drafts.iter().map(|draft| draft.key.arn.as_str());
        let there = self.scenario.keys.iter().map(|key| key.arn.as_str());
        let mut all = drafts.chain(there).chain(self.hint);
        all.find(|arn| Arn::parse(arn).is_some_and(&fits)).map(str::to_owned)
    }

    /// Changes the draft of a key.
    fn change(
        &mut self,
        arn: &str,
        origin: (usize, &'a Place),
        change: impl FnOnce(&mut Draft<'a>),
    ) {
        let known = self.drafts.iter().position(|draft| draft.key.arn == arn);
        let at = known.unwrap_or_else(|| {
            let there = self.scenario.keys.iter().enumerate().find(|(_, key)| key.arn == arn);
            let before = there.map(|(index, key)| (index, key.manager));
            let key = match there {
                Some((_, key)) => key.clone(),
                None => Key { arn: arn.to_owned(), ..Key::default() },
            };
            let (changes, has_policy) = (Vec::new(), false);
            self.drafts.push(Draft { key, before, origin, changes, has_policy });
            self.drafts.len() - 1
        });
        if let Some(draft) = self.drafts.get_mut(at) {
            change(draft);
        }
    }

    fn describe(&mut self, key: &Key, origin: (usize, &'a Place)) {
        self.change(&key.arn, origin, |draft| {
            let there = &mut draft.key;
            there.spec.clone_from(&key.spec);
            there.usage.clone_from(&key.usage);
            there.origin.clone_from(&key.origin);
            there.state.clone_from(&key.state);
            there.multi_region = key.multi_region;
            there.manager = key.manager;
            let new = draft.before.is_none();
            draft.changes.push(Change { field: "", new, what: What::Properties });
        });
    }

    fn policy(
        &mut self,
        arn: &str,
        ram: bool,
        document: &Document,
        origin: (usize, &'a Place),
    ) -> Result<(), Reason> {
        let mut second = false;
        self.change(arn, origin, |draft| {
            if ram {
                let new = draft.key.ram_policy.replace(document.clone()).is_none();
                draft.changes.push(Change { field: "/ramPolicy", new, what: What::RamPolicy });
                return;
            }
            second = draft.has_policy && draft.key.policy.as_ref() != Some(document);
            if second {
                return;
            }
            draft.has_policy = true;
            let new = draft.key.policy.replace(document.clone()).is_none();
            draft.changes.push(Change { field: "/policy", new, what: What::KeyPolicy });
            // What KMS answers is the policy in force, so no other one is.
            if draft.key.saved.take().is_some() {
                let what = What::SavedRemoved;
                draft.changes.push(Change { field: "/saved", new: false, what });
            }
        });
        if second { Err(Reason::SecondKeyPolicy(arn.to_owned())) } else { Ok(()) }
    }

    fn tags(&mut self, arn: &str, tags: &BTreeMap<String, String>, origin: (usize, &'a Place)) {
        self.change(arn, origin, |draft| {
            let new = draft.key.tags.is_empty();
            draft.key.tags.clone_from(tags);
            draft.changes.push(Change { field: "/tags", new, what: What::Tags(tags.len()) });
        });
    }

    fn grants(&mut self, arn: &str, grants: &[Grant], origin: (usize, &'a Place)) {
        self.change(arn, origin, |draft| {
            let there = &mut draft.key.grants;
            let new = there.is_empty();
            for grant in grants {
                let same = |one: &&mut Grant| one.id == grant.id && !grant.id.is_empty();
                match there.iter_mut().find(same) {
                    Some(one) => *one = grant.clone(),
                    None => there.push(grant.clone()),
                }
            }
            let what = What::Grants(grants.len());
            draft.changes.push(Change { field: "/grants", new, what });
        });
    }

    fn alias(&mut self, arn: &str, name: &'a str, origin: (usize, &'a Place)) {
        let place = |arn: &str| {
            let arn = Arn::parse(arn)?;
            Some((arn.region.to_owned(), arn.account.to_owned()))
        };
        let drafted = self.drafts.iter().map(|draft| &draft.key);
        let elsewhere = drafted.chain(&self.scenario.keys).find(|key| {
            key.arn != arn
                && key.aliases.iter().any(|alias| alias == name)
                && place(&key.arn) == place(arn)
        });
        if let Some(elsewhere) = elsewhere.map(|key| key.arn.clone()) {
            self.change(&elsewhere, origin, |draft| {
                let count = draft.key.aliases.len();
                draft.key.aliases.retain(|alias| alias != name);
                if draft.key.aliases.len() < count {
                    let what = What::AliasMoved(name);
                    draft.changes.push(Change { field: "/aliases", new: false, what });
                }
            });
        }
        self.change(arn, origin, |draft| {
            let new = !draft.key.aliases.iter().any(|alias| alias == name);
            if new {
                draft.key.aliases.push(name.to_owned());
            }
            draft.changes.push(Change { field: "/aliases", new, what: What::Alias(name) });
        });
    }
}

impl Draft<'_> {
    fn put(mut self, scenario: &mut Scenario, placement: &mut Placement) {
        let (source, place) = self.origin;
        let key = &mut self.key;
        let service_known = key.aliases.iter().any(|alias| alias.starts_with("alias/aws/"));
        if key.manager == Manager::Aws && key.policy.is_none() && !service_known {
            // The policy of an AWS managed key is that of its service (K-51).
            placement.note(source, place, Reason::UnknownService(key.arn.clone()));
            match self.before {
                None => return,
                Some((_, manager)) => key.manager = manager,
            }
        } else if self.before.is_none() && key.policy.is_none() && key.manager == Manager::Customer
        {
            placement.note(source, place, Reason::NoKeyPolicy(key.arn.clone()));
        }
        let index = match self.before {
            Some((index, _)) => index,
            None => scenario.keys.len(),
        };
        if self.before.is_none() {
            placement.set(format!("/keys/{index}"), true, &What::Key { arn: &key.arn });
        }
        for change in &self.changes {
            if change.field.is_empty() && self.before.is_none() {
                continue;
            }
            placement.set(format!("/keys/{index}{}", change.field), change.new, &change.what);
        }
        match scenario.keys.get_mut(index) {
            Some(there) => *there = self.key,
            None => scenario.keys.push(self.key),
        }
    }
}
