//! What cases, the gallery and lessons add to a scenario.

use super::{Request, is_default, or_default};
use serde::{Deserialize, Serialize};

/// What a conformance case is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// The rules, by number.
    pub rules: Vec<String>,
    /// Where AWS says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why the expectation follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How the gallery presents a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Gallery {
    /// What goes wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    /// What to find out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Words to find it by.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub tags: Vec<String>,
    /// A common belief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// What is true instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truth: Option<String>,
}

/// A step of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// A short name.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub title: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A nudge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What has been learned once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<String>,
    /// When it is done.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub checks: Vec<Request>,
    /// What does it.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub solution: Vec<crate::report::Edit>,
}
