//! Puts what was recognised into a scenario: first the keys, then the principals, then the buckets.

mod bucket;
mod key;
mod named;
mod principal;

use super::note::grouped;
use super::part::Found;
use super::{Import, Note, Part, Place, Reason};
use crate::arn::is_account;
use crate::english;
use crate::scenario::{Scenario, is_key_arn};

/// What the outputs do not say, where the user knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The ARN of the key whose policy, tags and grants they are. Absent: the one key that the
    /// same text names, or names right before them; else the one that all texts name, else the one
    /// of the scenario.
    pub key: Option<String>,
    /// The id of the principal whose policies they are. Absent: the one of that name, else the only
    /// user or role.
    pub principal: Option<String>,
    /// The account of users and roles that are named without it. Absent: they must be there.
    pub account: Option<String>,
}

/// What came into the scenario, and what did not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// What was set, by its place in the scenario.
    pub set: Vec<Set>,
    /// What could not be placed.
    pub notes: Vec<Note>,
}

/// Something in a scenario that an import set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Where, as a JSON Pointer of the scenario.
    pub pointer: String,
    /// What it is, in words.
    pub what: String,
    /// Is it new? Otherwise it replaces what was there.
    pub new: bool,
}

/// What was set, as a code with arguments. The English is in `english/import.rs`.
#[derive(Clone, Debug)]
pub(crate) enum What<'a> {
    Key { arn: &'a str },
    Properties,
    KeyPolicy,
    SavedRemoved,
    RamPolicy,
    Tags(usize),
    Grants(usize),
    Alias(&'a str),
    AliasMoved(&'a str),
    Principal { arn: &'a str },
    Found(&'a Found),
    Policy(&'a str),
    Bucket(&'a str),
    BucketPolicy,
}

/// Puts the parts of all imports into `scenario`; call it on a copy to see what it would do.
///
/// Parts are matched by ARN: a key or principal that is there is changed, another one is added.
/// What an output tells completely (a key policy, tags, the policies of account details) replaces
/// what was there, but for documents that are missing in it; grants and aliases are added, replacing
/// those of the same ID or name. A scenario that passes [`check`](crate::scenario::check) passes it
/// afterwards too.
pub fn place(imports: &[Import], hints: &Hints, scenario: &mut Scenario) -> Placement {
    let mut placement = Placement::default();
    let key = hints.key.as_deref().filter(|key| is_key_arn(key));
    if let (None, Some(wrong)) = (key, &hints.key) {
        placement.hint(wrong, "arn:aws:kms:REGION:ACCOUNT:key/ID");
    }
    let account = hints.account.as_deref().filter(|account| is_account(account));
    if let (None, Some(wrong)) = (account, &hints.account) {
        placement.hint(wrong, "twelve digits");
    }
    key::place(imports, key, scenario, &mut placement);
    principal::place(imports, hints.principal.as_deref(), account, scenario, &mut placement);
    bucket::place(imports, scenario, &mut placement);
    placement.notes = grouped(placement.notes);
    placement
}

/// The ids of the users and roles of a scenario that can be given policies.
pub fn owners(scenario: &Scenario) -> Vec<&str> {
    let all = scenario.principals.iter().enumerate();
    all.filter(|(index, _)| principal::is_owner(scenario, *index))
        .map(|(_, one)| one.id())
        .collect()
}

/// Every part with the index of its text.
fn parts(imports: &[Import]) -> impl Iterator<Item = (usize, &Part)> {
    imports
        .iter()
        .enumerate()
        .flat_map(|(source, import)| import.parts.iter().map(move |part| (source, part)))
}

impl Placement {
    fn set(&mut self, pointer: String, new: bool, what: &What<'_>) {
        self.set.push(Set { pointer, what: english::import::set(what), new });
    }

    fn note(&mut self, source: usize, place: &Place, reason: Reason) {
        self.notes.push(Note { source, places: vec![place.clone()], reason });
    }

    fn hint(&mut self, text: &str, wanted: &'static str) {
        let reason = Reason::UnknownHint(text.to_owned(), wanted);
        self.notes.push(Note { source: 0, places: Vec::new(), reason });
    }
}
