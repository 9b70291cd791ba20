//! What an import leaves out. The English is in `english/import.rs`.

use crate::english;
use crate::json::SyntaxErrorKind;
use std::collections::HashMap;

/// Where something stands in a text that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The JSON Pointer inside its output.
    pub pointer: String,
    /// The byte in the whole text.
    pub offset: usize,
}

/// Something that is not in the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Which text: the index in the list that [`place`](super::place()) was given; 0 in what
    /// [`read`](super::read()) answers.
    pub source: usize,
    /// Where: all places with this reason. Empty where it is about no place.
    pub places: Vec<Place>,
    /// Why.
    pub reason: Reason,
}

impl Note {
    /// How much it matters.
    pub fn weight(&self) -> Weight {
        self.reason.weight()
    }

    /// What is left out and why.
    pub fn message(&self) -> String {
        english::import::reason(&self.reason).0
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        english::import::reason(&self.reason).1
    }
}

/// How much it matters that something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A scenario does not hold it, and no decision depends on it.
    Aside,
    /// A decision may depend on it.
    Missing,
    /// From here on the text cannot be used.
    Unusable,
}

/// Why something is left out. Texts are quotations from the output.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing but white space.
    Empty,
    /// No JSON at all: another output format, or the command itself.
    NotJson,
    /// Broken JSON.
    Syntax(SyntaxErrorKind),
    /// JSON that is the output of no command known here.
    UnknownOutput,
    /// A scenario.
    IsScenario,
    /// An output that names things and does not tell them; the command that does.
    NamesOnly(&'static str),
    /// A field that is not known in this output.
    UnknownField(String),
    /// A field that stands twice.
    RepeatedField(String),
    /// A value of the wrong JSON type; what is wanted.
    WrongType(&'static str),
    /// A value that is not among those that a scenario takes.
    UnknownValue(String),
    /// A list without entries.
    EmptyList,
    /// The output says that there is more.
    Truncated,
    /// A text by itself whose URL encoding is broken.
    BrokenEncoding,
    /// A document whose URL encoding is broken: it stands as it is.
    BrokenDocument,
    /// A policy without its document.
    NoDocument,
    /// A field that tells the output and is `null`.
    NoValue(&'static str),
    /// The policy of something else than a key.
    OtherPolicy,
    /// A service or resource control policy; the field of an account where it belongs.
    ControlPolicy(&'static str, &'static str),
    /// A policy of an organization that controls no access; its type.
    OrganizationPolicy(String),
    /// Who may assume a role.
    TrustPolicy,
    /// A role's instance profiles.
    InstanceProfiles,
    /// A key without the ARN of a key.
    NoKeyArn,
    /// Other keys of a multi-Region key.
    OtherRegions,
    /// A multi-Region key that does not say which part it has.
    NoMultiRegionType,
    /// A key that says to be a primary and names another one.
    NotThePrimary,
    /// An AWS managed key without alias and policy: its service is not known.
    UnknownService(String),
    /// A new key without its policy.
    NoKeyPolicy(String),
    /// A policy, tags or grants of a key that is not named.
    NoKey,
    /// The same with several keys to choose from.
    SeveralKeys(Vec<String>),
    /// A second policy for a key.
    SecondKeyPolicy(String),
    /// A grant whose grantee is no principal.
    UnknownGrantee(String),
    /// A retiring principal that is none.
    UnknownRetirer(String),
    /// An operation that no grant can allow.
    UnknownOperation(String),
    /// A constraint that is not known: the grant is left out.
    UnknownConstraint(String),
    /// No account number, nor the ARN of an account.
    UnknownAccount(String),
    /// An alias of a key that is not there.
    AliasElsewhere,
    /// An alias without a key.
    AliasWithoutKey,
    /// Not the ARN of a user or role.
    NoPrincipalArn,
    /// A policy of a user or role that is not there.
    NoPrincipal(String),
    /// The same with several accounts to choose from.
    SeveralPrincipals(String),
    /// A policy of a group none of whose users is there.
    NoMembers(String),
    /// A policy that does not say whose it is.
    NoOwner,
    /// The same, given to the only user or role.
    OnlyOwner(String),
    /// The same, where it may be the missing permissions boundary of the only user or role.
    MaybeBoundary(String),
    /// A new bucket, of which only its policy is known.
    OnlyBucketPolicy(String),
    /// An attached managed policy whose document is not in the output.
    UnknownManagedPolicy(String),
    /// A permissions boundary whose document is not in the output.
    UnknownBoundary(String),
    /// A user's group that is not in the output.
    UnknownGroup(String),
    /// A managed policy without its default version.
    NoDefaultVersion,
    /// A managed policy that nobody has.
    UnusedPolicy,
    /// A group without users.
    UnusedGroup,
    /// A version of a managed policy that is not the default one.
    NotDefaultVersion,
    /// A hint that names nothing; what it must be.
    UnknownHint(String, &'static str),
}

impl Reason {
    fn weight(&self) -> Weight {
        match self {
            Self::Empty | Self::NotJson | Self::Syntax(_) => Weight::Unusable,
            Self::EmptyList
            | Self::OrganizationPolicy(_)
            | Self::TrustPolicy
            | Self::InstanceProfiles
            | Self::OtherRegions
            | Self::AliasElsewhere
            | Self::AliasWithoutKey
            | Self::UnusedPolicy
            | Self::UnusedGroup => Weight::Aside,
            _ => Weight::Missing,
        }
    }
}

/// Joins the notes of one source that say the same, so that a hundred roles do not say it a hundred
/// times.
pub(super) fn grouped(notes: Vec<Note>) -> Vec<Note> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut grouped: Vec<Note> = Vec::new();
    for note in notes {
        let said = format!("{} {}; {}", note.source, note.message(), note.help());
        let at = *seen.entry(said).or_insert(grouped.len());
        match grouped.get_mut(at) {
            Some(first) => first.places.extend(note.places),
            None => grouped.push(note),
        }
    }
    grouped
}
