//! The one answer of AWS to a document with several faults.

use crate::english;
use crate::policy::{PolicyKind, PolicyText, Problem, ProblemKind};

/// What AWS answers on saving the document, where it refuses it and the text is known. IAM looks
/// for one thing after the other and names the first that is wrong (J-40), wherever it stands. The
/// order of other services is not known: where their answers differ, the exception is all that is
/// certain.
///
/// ```
/// use kms_policy::{findings::answer, policy::{self, PolicyKind}};
/// let text = r#"{"Version": "2012-10-17", "Statement": [
///     {"Sid": "A", "Effect": "Allow", "Action": "Decrypt", "Resource": "*"},
///     {"Sid": "A", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}]}"#;
/// let read = policy::read(text.into(), PolicyKind::Identity { managed: true });
/// let unique = "MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique.";
/// assert_eq!(answer(&read).as_deref(), Some(unique));
/// ```
pub fn answer(source: &PolicyText) -> Option<String> {
    let said = |problem: &Problem| english::aws_answer(&problem.kind, source.kind);
    if let Some(first) = named(source) {
        return said(first);
    }
    let answers: Option<Vec<String>> = refused(source).map(said).collect();
    let answers = answers?;
    let first = answers.first()?;
    if answers.iter().all(|answer| answer == first) {
        return Some(first.clone());
    }
    let exception = |answer: &str| answer.split(": ").next().unwrap_or_default().to_owned();
    let common = exception(first);
    answers.iter().all(|answer| exception(answer) == common).then_some(common)
}

/// The fault that AWS names, where that is known: the first that IAM looks for; of a key policy its
/// size, or else a character that it cannot hold.
pub(super) fn named(source: &PolicyText) -> Option<&Problem> {
    if source.kind == PolicyKind::KeyPolicy {
        let first = refused(source).filter(|problem| problem.kind.keeps_from_sending());
        return first
            .min_by_key(|problem| matches!(problem.kind, ProblemKind::InvalidCharacter(_)));
    }
    let first = refused(source).min_by_key(|problem| (turn(&problem.kind), problem.span));
    first.filter(|_| source.kind.is_of_iam())
}

fn refused(source: &PolicyText) -> impl Iterator<Item = &Problem> {
    source.problems.iter().filter(|problem| problem.kind.is_refused())
}

/// When IAM looks for it (J-40). Where a Principal comes in is not known.
fn turn(kind: &ProblemKind) -> u8 {
    match kind {
        ProblemKind::OldVersion => 1,
        ProblemKind::InvalidEffect(_) | ProblemKind::InvalidDate(_) => 2,
        ProblemKind::DuplicateSid(_) | ProblemKind::InvalidSid(_) => 3,
        ProblemKind::MissingAction => 4,
        ProblemKind::ResourceNotArn(_)
        | ProblemKind::InvalidPartition { .. }
        | ProblemKind::WildcardInService(_) => 5,
        ProblemKind::ActionWithoutPrefix(_)
        | ProblemKind::TwoColons(_)
        | ProblemKind::InvalidVendor(_) => 6,
        ProblemKind::MissingResource => 7,
        ProblemKind::PrincipalInIdentityPolicy => 8,
        _ => 0,
    }
}
