//! What cases, the gallery and lessons add to a scenario.

use super::{Request, is_default};
use crate::read::members;
use serde::Serialize;

/// What a conformance case is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// The rules, by number.
    pub rules: Vec<String>,
    /// Where AWS says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why the expectation follows.
    #[serde(skip_serializing_if = "Option::is_none")]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Gallery {
    /// What goes wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    /// What to find out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Words to find it by.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<String>,
    /// A common belief.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// What is true instead.
    #[serde(skip_serializing_if = "Option::is_none")]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// A short name.
    #[serde(skip_serializing_if = "is_default")]
    pub title: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A nudge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What has been learned once it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learned: Option<String>,
    /// When it is done.
    #[serde(skip_serializing_if = "is_default")]
    pub checks: Vec<Request>,
    /// What does it.
    #[serde(skip_serializing_if = "is_default")]
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
