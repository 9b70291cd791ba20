//! What a new policy document begins with: what its author goes on from.

use super::{DocumentId, DocumentSlot, Scenario};
use crate::arn::Arn;
use crate::json::{format, quoted};

/// What AWS Organizations attaches everywhere (E-53).
pub const FULL_ACCESS_NAME: &str = "FullAWSAccess";
/// Its text.
pub(super) const FULL_ACCESS: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}"#;

impl DocumentId {
    /// The text of a new document at this place, and the byte at which someone goes on writing. One
    /// that only limits begins by leaving what is allowed on KMS as it is.
    pub fn skeleton(self, scenario: &Scenario) -> (String, usize) {
        let statement = match self.slot {
            // Beside others a further one can only deny, and every resource control policy (E-62).
            DocumentSlot::Scp if self.at[2] > 0 => {
                r#""Deny","Action":[],"Resource":"*""#.to_owned()
            }
            DocumentSlot::Rcp => r#""Deny","Principal":"*","Action":[],"Resource":"*""#.to_owned(),
            DocumentSlot::Scp => return (FULL_ACCESS.to_owned(), 0),
            DocumentSlot::Identity => r#""Allow","Action":[],"Resource":[]"#.to_owned(),
            DocumentSlot::Boundary | DocumentSlot::Session | DocumentSlot::ManagedSession => {
                r#""Allow","Action":["kms:*"],"Resource":"*""#.to_owned()
            }
            DocumentSlot::Endpoint => {
                r#""Allow","Principal":"*","Action":"*","Resource":"*""#.to_owned()
            }
            DocumentSlot::Bucket => {
                let key = scenario.keys.first().and_then(|key| Arn::parse(&key.arn));
                let partition = key.map_or("aws", |key| key.partition);
                let objects = quoted(&format!("arn:{partition}:s3:::{}/*", self.name(scenario)));
                format!(
                    r#""Allow","Principal":{{"AWS":[]}},"Action":["s3:GetObject","s3:PutObject"],"Resource":{objects}"#
                )
            }
            DocumentSlot::KeyPolicy | DocumentSlot::Saved | DocumentSlot::Ram => {
                return (scenario.key_policy_text(self.at[0]).to_string(), 0);
            }
        };
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":{statement}}}]}}"#);
        let text = format(&text).unwrap_or(text);
        let caret = text.find("[]").map_or(0, |at| at + 1);
        (text, caret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PolicyKind;
    use std::sync::Arc;

    #[test]
    fn every_skeleton_can_be_read_and_is_laid_out() {
        let json =
            r#"{"version": 1, "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}]}"#;
        let scenario = Scenario::from_json(json).unwrap_or_default();
        let first = DocumentSlot::ALL.map(|slot| slot.at([0, 0, 0]));
        for id in first.into_iter().chain([DocumentSlot::Scp.at([0, 0, 1])]) {
            let (text, caret) = id.skeleton(&scenario);
            let keys_own = id.kind(&scenario) == PolicyKind::KeyPolicy;
            assert!(keys_own || format(&text).as_deref() == Some(&*text), "{id}: {text}");
            assert!(id.is_readable(&scenario, &Arc::from(text.as_str())), "{id}: {text}");
            let begun = caret == 0 || text.get(caret - 1..=caret) == Some("[]");
            assert!(begun, "{id}: {caret}");
        }
    }
}
