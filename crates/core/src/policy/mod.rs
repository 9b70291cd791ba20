//! A policy document as a typed model: what each statement says and where it says it.
//!
//! [`read`] turns text into a [`PolicyText`]. It never fails: a text that cannot be used has no
//! [`Policy`], one that can be used but that AWS would refuse has both a policy and problems.

mod condition;
mod principal;
mod problem;
mod reader;
mod resource;

pub use principal::{PrincipalEntry, PrincipalFault};
pub use problem::{Problem, ProblemKind, Severity};
pub use reader::{KEY_POLICY_BYTES, may_stand, read};
pub(crate) use reader::{POLICY_ELEMENTS, STATEMENT_ELEMENTS};
pub(crate) use reader::{element_meant, is_vendor, keep_first};
pub use resource::{Covers, ResourcePattern, Variables, matches};

use crate::condition::ConditionTest;
use crate::text::Span;
use std::sync::Arc;

/// What a document is attached to, which decides its grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    /// The policy of a KMS key.
    KeyPolicy,
    /// A policy of a user, group or role. IAM demands `Version` 2012-10-17 of managed ones (J-20).
    Identity {
        /// Is it a managed policy?
        managed: bool,
    },
    /// A permissions boundary: a managed policy that limits a user or role (E-42).
    Boundary,
    /// A policy passed with a session.
    Session,
    /// A service control policy of an organization.
    ServiceControl,
    /// A resource control policy of an organization.
    ResourceControl,
    /// The policy of a VPC endpoint.
    VpcEndpoint,
    /// The policy of an S3 bucket.
    Bucket,
}

impl PolicyKind {
    /// What the command line calls them.
    const NAMES: [(&'static str, Self); 9] = [
        ("key-policy", Self::KeyPolicy),
        ("identity-policy", Self::Identity { managed: false }),
        ("managed-policy", Self::Identity { managed: true }),
        ("boundary", Self::Boundary),
        ("session-policy", Self::Session),
        ("scp", Self::ServiceControl),
        ("rcp", Self::ResourceControl),
        ("vpc-endpoint-policy", Self::VpcEndpoint),
        ("bucket-policy", Self::Bucket),
    ];

    /// What the command line calls them all.
    pub fn names() -> [&'static str; 9] {
        Self::NAMES.map(|(name, _)| name)
    }

    /// The kind that the command line calls so, such as `key-policy`.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(one, _)| *one == name).map(|(_, kind)| kind)
    }

    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Have its statements a Principal?
    pub fn has_principal(self) -> bool {
        matches!(self, Self::KeyPolicy | Self::ResourceControl | Self::VpcEndpoint | Self::Bucket)
    }

    /// Does it only limit what others give (E-3)?
    pub fn is_limit(self) -> bool {
        !matches!(self, Self::KeyPolicy | Self::Identity { .. } | Self::Bucket)
    }

    /// Is it a managed policy of IAM, which demands Version 2012-10-17 (J-20)?
    pub fn is_managed(self) -> bool {
        matches!(self, Self::Identity { managed: true } | Self::Boundary)
    }

    /// Does IAM check it as an identity policy?
    pub fn is_of_iam(self) -> bool {
        matches!(self, Self::Identity { .. } | Self::Boundary | Self::Session)
    }
}

/// One document: its text and what could be read from it.
#[derive(Clone, Debug)]
pub struct PolicyText {
    /// What it is attached to.
    pub kind: PolicyKind,
    /// The text, exactly as typed.
    pub text: Arc<str>,
    /// The policy; `None` where the text is not JSON or no object with `Statement`.
    pub policy: Option<Policy>,
    /// What is wrong with it, in the order of the text; at most [`MAX_PROBLEMS`] errors and as many
    /// others, and how many more there are.
    pub problems: Vec<Problem>,
    /// Would AWS refuse to save this document, so that it cannot be in force as it stands?
    pub is_refused: bool,
}

/// How many errors, and how many other problems, are kept of one document.
pub const MAX_PROBLEMS: usize = 100;

/// A policy that could be read.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Does it say `"Version": "2012-10-17"`, so that `${…}` are variables (O-50)?
    pub has_variables: bool,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the document's text.
    pub span: Span,
}

/// Allow or Deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Grants what it matches.
    Allow,
    /// Refuses what it matches, whatever else allows it.
    Deny,
}

/// An element such as `Action`, or its negation such as `NotAction`, with its entries.
#[derive(Clone, Debug)]
pub struct Element<T> {
    /// Is it the `Not…` form?
    pub negated: bool,
    /// The element's value.
    pub span: Span,
    /// Its entries; a single value is one entry.
    pub entries: Vec<Spanned<T>>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The statement's own braces.
    pub span: Span,
    /// Its name, where it has one.
    pub sid: Option<String>,
    /// What it does. Where the text says neither Allow nor Deny this is Deny and
    /// [`Statement::unsupported`] says so: what may be a Deny never lets a request through.
    pub effect: Effect,
    /// Whom it is about; policies of keys, resources and endpoints only.
    pub principal: Option<Element<PrincipalEntry>>,
    /// Which actions it is about, as they are written.
    pub action: Option<Element<String>>,
    /// Which resources it is about, as they are written.
    pub resource: Option<Element<ResourcePattern>>,
    /// What has to hold besides, all of it.
    pub condition: Vec<ConditionTest>,
    /// Has it a Condition that says nothing?
    pub empty_condition: bool,
    /// What in it cannot be evaluated, besides single entries of Principal and Resource.
    pub unsupported: Vec<Unsupported>,
}

impl Statement {
    /// In a key policy a statement without Action or Resource has no effect (K-36). One with an
    /// element that policies do not have may be misspelt, and then nobody knows what it says.
    pub(crate) fn is_without_effect(&self, kind: PolicyKind) -> bool {
        kind == PolicyKind::KeyPolicy && self.unsupported_in("Statement").is_none()
    }

    /// The place in `element` that cannot be evaluated.
    pub fn unsupported_in(&self, element: &str) -> Option<Span> {
        self.unsupported.iter().find(|part| part.element == element).map(|part| part.span)
    }

    /// Can only entries of the element `list` not be evaluated? Then its other entries still say
    /// what they say.
    pub fn unsupported_entries_only(&self, element: &str, list: Span) -> bool {
        let inside = |span: Span| list.start <= span.start && span.end <= list.end;
        self.unsupported.iter().all(|part| part.element != element || inside(part.span))
    }
}

/// A part of a statement that cannot be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// The element it belongs to, such as `Principal`; the statement itself for a stray element.
    pub element: &'static str,
    /// Where it stands.
    pub span: Span,
}
