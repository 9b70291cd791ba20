//! Compound operations: parts in order, of which the first that is not allowed answers
//! (formats.md, "Actions"; section 10).

use crate::decide::{Answer, Verdict};
use crate::kms_part::KmsPart;
use crate::own_part::OwnPart;
use crate::scenario::{Principal, Request, World};
use crate::service::Service;
use crate::{other_services, s3};

/// A compound operation, asked by one principal.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The scenario.
    pub world: &'a World,
    /// The request, without what such an operation does not carry.
    pub request: &'a Request,
    /// Who calls.
    pub principal: &'a Principal,
    /// Whom.
    pub service: Service,
}

/// One part.
#[derive(Clone, Debug)]
pub enum Part<'a> {
    /// The service's own action.
    Own(OwnPart<'a>),
    /// What the service asks of KMS.
    Kms(KmsPart),
    /// The service itself ends it here.
    Refused(Answer),
}

/// What cannot be answered.
pub fn not_modelled() -> Answer {
    Answer::error("NotModelled", true)
}

/// Answers a request for an operation of another service than KMS.
pub fn answer(world: &World, request: &Request, principal: &Principal) -> Answer {
    let Some(service) = Service::of_action(&request.action) else { return not_modelled() };
    let request = &as_carried(request);
    let call = Call { world, request, principal, service };
    let parts = match service {
        Service::S3 => s3::parts(&call),
        _ => other_services::parts(&call),
    };
    match parts {
        Ok(parts) => of_parts(&parts, |part| call.answer_to(part)),
        Err(answer) => answer,
    }
}

/// formats.md, "Matrix": entries that the action does not carry do not reach it.
fn as_carried(request: &Request) -> Request {
    Request {
        region: None,
        via: None,
        grant_tokens: Vec::new(),
        ciphertext_key: None,
        ..request.clone()
    }
}

impl Call<'_> {
    fn answer_to(&self, part: &Part<'_>) -> Answer {
        match part {
            Part::Own(part) => part.answer(self),
            Part::Kms(part) => part.answer(self),
            Part::Refused(answer) => answer.clone(),
        }
    }
}

/// The first part that is not allowed answers. The services call one after the other, so that
/// nothing after it is looked at, and every part up to it may leave the answer open.
fn of_parts<T>(parts: &[T], answer_to: impl Fn(&T) -> Answer) -> Answer {
    let mut uncertain = false;
    for part in parts {
        let answer = answer_to(part);
        uncertain |= answer.uncertain;
        if answer.verdict != Verdict::Allow {
            return Answer { uncertain, ..answer };
        }
    }
    Answer { verdict: Verdict::Allow, error: None, uncertain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_that_is_not_allowed_answers() {
        let said = |verdict, uncertain| Answer { verdict, error: None, uncertain };
        let of = |parts: &[Answer]| of_parts(parts, Answer::clone);
        let yes = said(Verdict::Allow, false);
        let perhaps = said(Verdict::Allow, true);
        let no = said(Verdict::ImplicitDeny, false);
        let error = Answer::error("NoSuchKey", true);
        assert_eq!(of(&[yes.clone(), yes.clone()]), yes);
        assert_eq!(of(&[yes.clone(), perhaps.clone()]), perhaps);
        assert_eq!(of(&[yes.clone(), no.clone(), error.clone()]), no);
        assert_eq!(of(&[perhaps, no]), said(Verdict::ImplicitDeny, true));
        assert_eq!(of(&[yes, error.clone()]), error);
    }
}
