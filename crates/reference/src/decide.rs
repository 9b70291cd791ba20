//! The verdict of a request.

use crate::asking::{Asking, Judged, Result};
use crate::compound;
use crate::identify;
use crate::operation::{self, Operation};
use crate::reencrypt::Halves;
use crate::scenario::{Request, World};

/// What AWS answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done.
    Allow,
    /// Nothing allowed it.
    ImplicitDeny,
    /// A Deny applies.
    ExplicitDeny,
    /// An exception other than a denial.
    Error,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// The exception's name.
    pub error: Option<String>,
    /// Another reading of an open question gives another answer.
    pub uncertain: bool,
}

impl Answer {
    /// An exception.
    pub fn error(name: &str, uncertain: bool) -> Self {
        Self { verdict: Verdict::Error, error: Some(name.into()), uncertain }
    }
}
impl World {
    /// Answers a request.
    pub fn answer(&self, request: &Request) -> Answer {
        let Some(principal) = self.principal(&request.principal) else {
            return Answer::error("UnknownPrincipal", true);
        };
        let region = identify::region(self, request);
        let asking = |operation| Asking {
            world: self,
            request,
            principal,
            operation,
            region: region.as_deref(),
        };
        if request.action == "kms:ReEncrypt" {
            let (Some(from), Some(to)) =
                (operation::named("ReEncryptFrom"), operation::named("ReEncryptTo"))
            else {
                return Answer::error("NotModelled", true);
            };
            let (first, second) = (asking(from), asking(to));
            let halves = Halves::of(&first, &second);
            let checks = vec![halves.source(&first), halves.destination(&first, &second)];
            return with_dry_run(of_checks(checks), from, request);
        }
        let Some(operation) = operation::of_action(&request.action) else {
            return compound::answer(self, request, principal);
        };
        with_dry_run(of_checks(asking(operation).checks()), operation, request)
    }
}

/// E-14: all checks must pass, and the first that does not answers. Whether all are authorized
/// before the first exception is not said; a key that is not found ends the matter.
pub(crate) fn of_checks(checks: Vec<Result<Judged>>) -> Answer {
    let mut answer = Answer { verdict: Verdict::Allow, error: None, uncertain: false };
    for check in checks {
        let is_found = check.is_ok();
        let next = answer_of(check);
        match answer.verdict {
            Verdict::Allow => {
                let uncertain = answer.uncertain || next.uncertain;
                answer = Answer { uncertain, ..next };
            }
            _ => answer.uncertain |= next.verdict != Verdict::Allow,
        }
        let is_exception = answer.verdict == Verdict::Error && is_found;
        if answer.verdict != Verdict::Allow && !is_exception {
            break;
        }
    }
    answer
}

fn answer_of(judged: Result<Judged>) -> Answer {
    match judged {
        Ok(judged) => judged.answer(),
        Err(fault) => {
            Answer::error(fault.exception.as_deref().unwrap_or("NotFoundException"), fault.open)
        }
    }
}

/// OP-12: after all other checks.
fn with_dry_run(answer: Answer, operation: &Operation, request: &Request) -> Answer {
    let dry = operation.takes_dry_run() && request.parameter_flag("DryRun");
    if dry && answer.verdict == Verdict::Allow {
        return Answer::error("DryRunOperationException", answer.uncertain);
    }
    answer
}
