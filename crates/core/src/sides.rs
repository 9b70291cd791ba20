//! A decision in two halves: what the owner of the key or bucket says, and what the caller's account
//! says.

use crate::report::{Decision, GrantTrace, Layer, LayerName, LayerResult, Match};

/// Whose half of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The owner of the key or of the bucket.
    Owner,
    /// The caller's account.
    Caller,
}

/// The half of a layer; `None` for what no account says.
fn side_of(layer: LayerName) -> Option<Side> {
    match layer {
        LayerName::Rcp | LayerName::KeyPolicy | LayerName::BucketPolicy | LayerName::Grant => {
            Some(Side::Owner)
        }
        LayerName::Scp
        | LayerName::VpcEndpoint
        | LayerName::Identity
        | LayerName::Boundary
        | LayerName::Session => Some(Side::Caller),
        LayerName::Operation | LayerName::KeyState => None,
    }
}

impl Decision {
    /// The layers of one half, or with `None` those of no account.
    pub fn layers_of(&self, side: Option<Side>) -> Vec<&Layer> {
        self.layers.iter().filter(|layer| side_of(layer.layer) == side).collect()
    }

    /// The layer by which an account gives: the key policy or bucket policy, or the identity policies.
    pub fn giving(&self, side: Side) -> Option<&Layer> {
        self.layers.iter().find(|layer| match layer.layer {
            LayerName::KeyPolicy | LayerName::BucketPolicy => side == Side::Owner,
            LayerName::Identity => side == Side::Caller,
            _ => false,
        })
    }

    /// What one account says of a call from another (E-20). A policy of the account gives, or on the
    /// owner's side any grant and on the caller's one that was issued there (G-20); nothing else may be
    /// lacking on the caller's side.
    pub fn says(&self, side: Side) -> LayerResult {
        let layers = self.layers_of(Some(side));
        let any = |result| layers.iter().any(|layer| layer.result == result);
        let allows = |layer: &Layer| layer.result == LayerResult::Allow;
        let account = self.giving(Side::Caller).and_then(|layer| layer.account.as_deref());
        let speaks = |one: &GrantTrace| {
            let issued = one.grant.issuing_account.as_deref();
            let matches = matches!(one.matched, Match::Decisive | Match::Matched);
            matches && (side == Side::Owner || (issued.is_some() && issued == account))
        };
        let mut grants = self.layers.iter().filter(|layer| allows(layer));
        let granted = grants.any(|layer| layer.grants.iter().any(speaks));
        let gives = granted || self.giving(side).is_some_and(allows);
        let lacks = |layer: &&Layer| match layer.layer {
            LayerName::Identity => false,
            _ => side == Side::Caller && layer.result == LayerResult::ImplicitDeny,
        };
        match gives && !layers.iter().any(lacks) {
            _ if any(LayerResult::ExplicitDeny) => LayerResult::ExplicitDeny,
            _ if any(LayerResult::Error) => LayerResult::Error,
            true => LayerResult::Allow,
            false => LayerResult::ImplicitDeny,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::decide::Model;
    use crate::report::Verdict;
    use crate::scenario::Scenario;

    const BUILD: &str = "arn:aws:iam::123456789012:role/Build";

    /// What the two accounts say of a call of a role, with this key and these other members of the
    /// role.
    fn say(key: &str, role: &str) -> (Verdict, LayerResult, LayerResult) {
        let scenario = Scenario::from_json(&format!(
            r#"{{
                "version": 1,
                "keys": [{{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"{key}}}],
                "principals": [{{"arn": "{BUILD}"{role}}}]
            }}"#
        ))
        .unwrap();
        let model = Model::new(&scenario).unwrap();
        let decision = model.explain(&model.matrix_question(BUILD, "kms:Decrypt").unwrap(), 0);
        (decision.verdict, decision.says(Side::Owner), decision.says(Side::Caller))
    }

    const ALLOWED: &str = r#", "policies": [{"name": "A", "document": {"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]}}]"#;
    const SHARED: &str = r#", "policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"AWS": "123456789012"}, "Action": "kms:*", "Resource": "*"}]}"#;
    const GRANT: &str = r#", "grants": [{"id": "g", "operations": ["Decrypt"], ISSUED
        "grantee": "arn:aws:iam::123456789012:role/Build"}]"#;
    const OTHER_SESSION: &str = r#", "session": {"policy": {"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}}"#;

    #[test]
    fn both_accounts_must_say_yes() {
        use LayerResult::{Allow, ImplicitDeny};
        assert_eq!(say("", ""), (Verdict::ImplicitDeny, ImplicitDeny, ImplicitDeny));
        assert_eq!(say("", ALLOWED), (Verdict::ImplicitDeny, ImplicitDeny, Allow));
        assert_eq!(say(SHARED, ""), (Verdict::ImplicitDeny, Allow, ImplicitDeny));
        assert_eq!(say(SHARED, ALLOWED), (Verdict::Allow, Allow, Allow));
        let limited = format!("{ALLOWED}{OTHER_SESSION}");
        assert_eq!(say(SHARED, &limited), (Verdict::ImplicitDeny, Allow, ImplicitDeny));
    }

    #[test]
    fn a_grant_speaks_for_the_caller_where_it_was_issued_in_its_account() {
        use LayerResult::{Allow, ImplicitDeny};
        let own = GRANT.replace("ISSUED", "");
        assert_eq!(say(&own, ""), (Verdict::ImplicitDeny, Allow, ImplicitDeny));
        let callers = GRANT.replace("ISSUED", r#""issuingAccount": "123456789012","#);
        assert_eq!(say(&callers, ""), (Verdict::Allow, Allow, Allow));
    }
}
