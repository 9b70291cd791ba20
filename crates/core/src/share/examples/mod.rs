//! Account numbers and names replaced by those that AWS's documentation uses for examples, so that a
//! scenario can be shown to strangers.
//!
//! Names are looked for in fields and in texts (`names.rs`), each is given an example (`given.rs`), and
//! every text of the `Share` is rewritten by the same table (`table.rs`, `rewrite.rs`), broken documents
//! and the steps of a lesson included. No decision may change (`decisions.rs`): wildcards and conditions
//! depend on how things are called, and a name is left where another would decide otherwise.

mod decisions;
mod given;
mod names;
mod rewrite;
mod table;

pub(super) use names::{Found, names};

use super::Contents;
use crate::sorted::sort_by;
use decisions::decisions;
use rewrite::rewritten;
use std::fmt;
use table::{Entry, Table};

/// What a name is that of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Named {
    /// The number of an account.
    Account,
    /// What people call an account.
    AccountName,
    /// A user, federated ones included.
    User,
    /// A role.
    Role,
    /// A group.
    Group,
    /// A session of a role.
    Session,
    /// What a row of the matrix is called.
    Row,
    /// The path of a user, role or policy.
    Path,
    /// A policy.
    Policy,
    /// The ID of a key.
    Key,
    /// An alias of a key.
    Alias,
    /// A grant.
    Grant,
    /// A bucket.
    Bucket,
    /// An object in a bucket.
    Object,
    /// An organization.
    Organization,
    /// A root of an organization.
    Root,
    /// An organizational unit.
    Unit,
    /// A VPC, VPC endpoint, volume or another resource with such an ID.
    ResourceId,
    /// The ID of a user, role or access key, or the canonical ID of an account.
    UniqueId,
    /// An address, or a range of them.
    Address,
    /// A mail address.
    Mail,
    /// A queue, topic, secret or another resource.
    Resource,
}

/// A name that was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// What it is the name of.
    pub what: Named,
    /// The name.
    pub name: String,
    /// The example that stands in its place.
    pub example: String,
}

/// A name that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What it is the name of.
    pub what: Named,
    /// The name, or the pattern.
    pub name: String,
    /// Why.
    pub why: Reason,
}

/// Why a name was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A decision depends on it, by a wildcard or a condition.
    Decides,
    /// It is a pattern, and says what it is to match.
    Pattern,
    /// Policies and requests have the same word for something else.
    Word,
    /// It is so short that it stands in other words.
    Short,
    /// There is no further example of its kind.
    NoExample,
}

impl fmt::Display for Replaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::english::share::replaced(self))
    }
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::english::share::left(self))
    }
}

/// A `Share` with examples in the place of names.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// What is left to share.
    pub contents: Contents,
    /// What was replaced.
    pub replaced: Vec<Replaced>,
    /// What was not.
    pub left: Vec<Left>,
}

impl Contents {
    /// The same with the account numbers, names and addresses of AWS's documentation in the place of its
    /// own; no decision changes. Descriptions, tags, encryption contexts and statement ids stay
    /// as they are, but for the names in them. Once more changes nothing.
    ///
    /// ```
    /// use kms_policy::{scenario::Scenario, share::Contents};
    /// let scenario = Scenario::from_json(r#"{"version": 1,
    ///     "principals": [{"arn": "arn:aws:iam::210987654321:user/maria"}],
    ///     "matrix": {"request": {"context": {"aws:PrincipalTag/team": "crypto"}}}}"#).unwrap();
    /// let examples = Contents::decided(scenario).unwrap().with_examples();
    /// let shared = &examples.contents.scenario;
    /// assert_eq!(shared.principals[0].id(), "arn:aws:iam::111122223333:user/alice");
    /// let replaced: Vec<_> = examples.replaced.iter().map(ToString::to_string).collect();
    /// assert_eq!(replaced, [
    ///     "account 210987654321 becomes 111122223333",
    ///     "user maria becomes alice",
    /// ]);
    /// ```
    pub fn with_examples(&self) -> Examples {
        let mut wanted = None;
        let mut examples =
            Examples { contents: self.clone(), replaced: Vec::new(), left: Vec::new() };
        // Other spellings of names that are replaced already.
        let mut spellings: Vec<Entry> = Vec::new();
        // What was left may be replaced once others are: until nothing more is.
        loop {
            let (mut entries, mut left) = given::given(&examples.contents);
            spellings.retain(|one| entries.iter().all(|entry| entry.name != one.name));
            entries.append(&mut spellings);
            if entries.is_empty() {
                examples.left = left;
                return examples;
            }
            let wanted = wanted.get_or_insert_with(|| decisions(self));
            let mut pass = Pass {
                before: &examples.contents,
                wanted: wanted.as_deref(),
                accepted: Vec::new(),
                refused: Vec::new(),
            };
            pass.settle(entries);
            let Pass { accepted, refused, .. } = pass;
            spellings.extend(refused.iter().filter(|entry| entry.variant).cloned());
            left.extend(refused.into_iter().map(|entry| Left {
                what: entry.what,
                name: entry.name,
                why: Reason::Decides,
            }));
            examples.left = left;
            match rewritten(&examples.contents, &Table::new(&accepted)) {
                Some(contents) if contents != examples.contents => examples.contents = contents,
                _ => return examples,
            }
            let told = accepted.into_iter().filter(|entry| !entry.variant);
            examples.replaced.extend(told.map(|entry| Replaced {
                what: entry.what,
                name: entry.name,
                example: entry.example,
            }));
            sort_by(&mut examples.replaced, |one, next| one.what <= next.what);
        }
    }
}

/// Names and their examples, tried together and in ever smaller groups where together they decide
/// otherwise.
struct Pass<'c> {
    before: &'c Contents,
    /// The decisions as they have to stay.
    wanted: Option<&'c [String]>,
    accepted: Vec<Entry>,
    refused: Vec<Entry>,
}

impl Pass<'_> {
    fn settle(&mut self, mut group: Vec<Entry>) {
        if group.is_empty() {
            return;
        }
        let known = self.accepted.len();
        self.accepted.append(&mut group);
        if self.holds() {
            return;
        }
        let mut group = self.accepted.split_off(known);
        if group.len() == 1 {
            self.refused.append(&mut group);
            return;
        }
        let second = group.split_off(group.len() / 2);
        self.settle(group);
        self.settle(second);
    }

    fn holds(&self) -> bool {
        let after = rewritten(self.before, &Table::new(&self.accepted));
        after.is_some_and(|after| decisions(&after).as_deref() == self.wanted)
    }
}
