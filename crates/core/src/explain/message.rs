//! What AWS prints (section 11).

use super::Explained;
use crate::decide::{Cause, Target};
use crate::english;
use crate::report::{LayerName, Verdict};

impl Explained<'_> {
    /// What AWS prints for a refusal.
    pub(super) fn message(&self) -> Option<String> {
        let caller = &self.place.caller.arn;
        let action = self.action.to_string();
        let across = self.has_key() && !self.place.is_same_account() && !self.place.is_service();
        match (&self.settled.cause, self.settled.verdict) {
            (Cause::Refused(refusal), _) => {
                return refusal.message(self.place.key(), self.action);
            }
            (_, Verdict::Allow | Verdict::Error) => return None,
            (Cause::Never(_), _) if !across => return None,
            _ => {}
        }
        let layer = self.layer();
        let never = matches!(self.settled.cause, Cause::Never(_));
        if across && (never || layer == LayerName::KeyPolicy) {
            // Of a foreign key AWS does not say which of three things it is (MSG-20, MSG-21).
            return Some(english::foreign_denial(
                caller,
                &action,
                self.place.question.is_by_ciphertext() && self.action.bare_name() == "Decrypt",
            ));
        }
        if self.place.service() == "s3"
            && self.place.target.is_resource()
            && !self.is_of_one_owner()
        {
            // To other organizations S3 says no more (MSG-30).
            return Some(english::ACCESS_DENIED.to_owned());
        }
        let quoted = format!("\"{}\"", self.place.resource);
        let resource = match self.place.target {
            Target::Resource { bucket: Some(_) } => Some(quoted.as_str()),
            Target::NewKeyTags => None,
            Target::NoKey | Target::Replica => Some("*"),
            _ => Some(self.place.resource.as_str()),
        };
        let explicit = self.settled.verdict == Verdict::ExplicitDeny;
        Some(english::denial(caller, &action, resource, layer, explicit))
    }

    /// Are caller and resource of one account or one organization?
    fn is_of_one_owner(&self) -> bool {
        let organization = |id: &str| {
            let (_, account) = self.model.account(id)?;
            account.organization.as_ref().map(|organization| &organization.id)
        };
        let owner = organization(self.place.owner());
        self.place.is_same_account()
            || (owner.is_some() && owner == organization(&self.place.caller.account))
    }
}
