//! Under which name the work is kept, and how it began.

use kms_policy::scenario::Scenario;
use std::rc::Rc;

/// The entry of the work that is kept. It goes with the history: undoing what opened a scenario
/// goes back to the entry of the one before.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name; empty until someone gives it one.
    pub id: Rc<str>,
    /// How it began.
    pub from: Origin,
    /// The scenario that it began with: until something differs, there is nothing to keep.
    pub begun: Rc<Scenario>,
}

/// How an entry began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// As the demonstration that the page opens with.
    #[default]
    Demonstration,
    /// As a scenario of the gallery.
    Gallery,
    /// As a file, or a text in place of one.
    File,
    /// As what a link carried.
    Link,
    /// As a new scenario.
    New,
    /// As a copy of what another tab works at.
    Copy,
    /// Before there were entries.
    Earlier,
}

impl Origin {
    const ALL: [Self; 7] = [
        Self::Demonstration,
        Self::Gallery,
        Self::File,
        Self::Link,
        Self::New,
        Self::Copy,
        Self::Earlier,
    ];

    /// Its name in storage.
    pub fn name(self) -> &'static str {
        match self {
            Self::Demonstration => "demonstration",
            Self::Gallery => "gallery",
            Self::File => "file",
            Self::Link => "link",
            Self::New => "new",
            Self::Copy => "copy",
            Self::Earlier => "earlier",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|origin| origin.name() == name).unwrap_or(Self::Earlier)
    }
}
