//! What cases, the gallery and lessons add to a scenario.

use super::Request;
use crate::read::members;

/// What a conformance case is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The rules, by number.
    pub rules: Vec<String>,
    /// Where AWS says so.
    pub source: Option<String>,
    /// Why the expectation follows.
    pub why: Option<String>,
}

members! {
    Case {
        rules: "rules" required,
        source: "source",
        why: "why",
    }
}

/// How the gallery presents a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gallery {
    /// What goes wrong.
    pub symptom: Option<String>,
    /// What to find out.
    pub question: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// A common belief.
    pub claim: Option<String>,
    /// What is true instead.
    pub truth: Option<String>,
}

members! {
    Gallery {
        symptom: "symptom",
        question: "question",
        tags: "tags",
        claim: "claim",
        truth: "truth",
    }
}

/// A step of a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// A short name.
    pub title: String,
    /// What to do.
    pub text: Option<String>,
    /// A nudge.
    pub hint: Option<String>,
    /// What has been learned once it is done.
    pub learned: Option<String>,
    /// When it is done.
    pub checks: Vec<Request>,
    /// What does it.
    pub solution: Vec<crate::report::Edit>,
}

members! {
    Step {
        title: "title",
        text: "text",
        hint: "hint",
        learned: "learned",
        checks: "checks",
        solution: "solution",
    }
}
