//! What layers, results and matches are called, in AWS's words, and what they are drawn as.

use crate::report::{Confidence, LayerName, LayerResult, Match};

/// The name of a layer.
pub fn layer(layer: LayerName) -> &'static str {
    match layer {
        LayerName::Rcp => "resource control policy",
        LayerName::Scp => "service control policy",
        LayerName::VpcEndpoint => "VPC endpoint policy",
        LayerName::KeyPolicy => "key policy",
        LayerName::BucketPolicy => "bucket policy",
        LayerName::Identity => "identity policy",
        LayerName::Boundary => "permissions boundary",
        LayerName::Session => "session policy",
        LayerName::Grant => "grant",
        LayerName::Operation => "operation",
        LayerName::KeyState => "key state",
    }
}

/// What a layer says: sign and words.
pub fn result(result: LayerResult) -> (&'static str, &'static str) {
    match result {
        LayerResult::Allow => ("✓", "allow"),
        LayerResult::NoImpact => ("·", "no impact"),
        LayerResult::ImplicitDeny => ("–", "implicit deny"),
        LayerResult::ExplicitDeny => ("✕", "explicit deny"),
        LayerResult::Error => ("!", "error"),
    }
}

/// How near a statement came: sign and words.
pub fn matched(matched: Match) -> (&'static str, &'static str) {
    match matched {
        Match::Decisive => ("●", "decides"),
        Match::Matched => ("◉", "matches"),
        Match::NearMiss => ("◐", "nearly matches"),
        Match::Irrelevant => ("·", "does not apply"),
    }
}

/// How sure a decision or a rule is.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => "documented by AWS",
        Confidence::Observed => "seen in AWS's answers",
        Confidence::Inferred => "inferred from documented rules",
        Confidence::Uncertain => "uncertain",
    }
}
