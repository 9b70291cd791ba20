//! Policy documents, read for evaluation.

use crate::action::Actions;
use crate::condition::Condition;
use crate::listed::{list, unevaluable};
use crate::principal::Principals;
use crate::question::{Question, Way};
use crate::refusal::{ELEMENTS, Moment, has_other, refuses};
use crate::resource::Resources;
use crate::truth::Truth;
use serde_json::{Map, Value};
use std::sync::Arc;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A key's resource policy, the one of AWS RAM included.
    KeyPolicy,
    /// A customer managed policy of a principal or its group.
    Managed,
    /// An inline policy of a principal or its group.
    Inline,
    /// A permissions boundary, which is a managed policy.
    Boundary,
    /// A session policy.
    Session,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// The policy of a VPC endpoint.
    Endpoint,
    /// The resource policy of an S3 bucket.
    BucketPolicy,
}

impl Kind {
    /// A policy of a principal: section 9.2.
    pub fn is_identity(self) -> bool {
        matches!(self, Self::Managed | Self::Inline | Self::Boundary | Self::Session)
    }

    /// J-2, E-54: do its statements name whom they are about? The other kinds are chosen by the
    /// principal that they are attached to, and hold for whoever it is.
    pub fn has_principal(self) -> bool {
        matches!(self, Self::KeyPolicy | Self::Rcp | Self::Endpoint | Self::BucketPolicy)
    }
}

/// Does it allow or deny?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `Allow`.
    Allow,
    /// `Deny`.
    Deny,
}

/// A policy document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Is it JSON, an object, with Statement? If not, what would read it is `UnreadablePolicy`.
    pub readable: bool,
    /// Would AWS refuse to save it?
    pub refused: bool,
    /// Would it, but for what may be stored from before it did (K-36)? Then it is evaluated as
    /// written, and all that it settles is uncertain (formats.md).
    pub doubtful: bool,
    /// Can it only limit, not grant (E-3)?
    pub limits: bool,
    /// Its statements.
    pub statements: Vec<Arc<Statement>>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Allow or Deny. A Deny where neither is written.
    pub effect: Effect,
    kind: Kind,
    /// Is Effect one of the two, exactly?
    exact: bool,
    /// Are there elements that statements do not have?
    stray: bool,
    /// Is what it settles uncertain, since AWS would refuse to save the document?
    doubtful: bool,
    principals: Principals,
    actions: Actions,
    resources: Resources,
    condition: Condition,
}

/// A JSON string holds its text, an object is the document itself.
pub fn text_and_value(source: &Value) -> (String, Value) {
    match source {
        Value::String(text) => (text.clone(), serde_json::from_str(text).unwrap_or_default()),
        value => (value.to_string(), value.clone()),
    }
}

impl Document {
    /// Reads a document.
    pub fn read(source: &Value, kind: Kind) -> Self {
        let (text, value) = text_and_value(source);
        match &value {
            Value::Object(document) => Self::read_object(document, &text, kind),
            _ => Self::unreadable(),
        }
    }

    fn unreadable() -> Self {
        let statements = Vec::new();
        Self { readable: false, refused: true, doubtful: true, limits: false, statements }
    }

    fn read_object(document: &Map<String, Value>, text: &str, kind: Kind) -> Self {
        let Some(statements) = document.get("Statement") else { return Self::unreadable() };
        let [refused, doubtful] =
            [Moment::Saving, Moment::Stored].map(|moment| refuses(document, text, kind, moment));
        let limits = matches!(kind, Kind::Boundary | Kind::Session | Kind::Scp | Kind::Endpoint);
        // O-50: variables are replaced in this version only.
        let variables = document.get("Version").and_then(Value::as_str) == Some("2012-10-17");
        let read = |statement: &Value| {
            // In what is not an object nothing can be read: all is missing.
            let nothing = Map::new();
            let statement = statement.as_object().unwrap_or(&nothing);
            Arc::new(Statement::read(statement, kind, variables, doubtful))
        };
        let statements = list(statements).iter().map(read).collect();
        Self { readable: true, refused, doubtful, limits, statements }
    }
}

impl Statement {
    fn read(statement: &Map<String, Value>, kind: Kind, variables: bool, doubtful: bool) -> Self {
        // J-2, J-22: an Effect in the wrong case means what it says. One that is neither may be a
        // Deny, which must not let a request through.
        let (effect, exact) = match statement.get("Effect").and_then(Value::as_str) {
            Some(text) if text.eq_ignore_ascii_case("Allow") => (Effect::Allow, text == "Allow"),
            text => (Effect::Deny, text == Some("Deny")),
        };
        Self {
            effect,
            kind,
            exact,
            stray: has_other(statement, &ELEMENTS),
            doubtful,
            principals: Principals::read(statement, kind),
            actions: Actions::read(statement, variables),
            resources: Resources::read(statement, variables),
            condition: Condition::read(statement.get("Condition"), variables),
        }
    }

    /// Does the statement apply to what is asked?
    pub fn applies(&self, question: &Question<'_>) -> Truth {
        let rest = self.rest(question);
        if !rest.could || !self.kind.has_principal() {
            return self.settles(rest);
        }
        self.settles(rest.and(self.principals.name(question.caller, self.effect)))
    }

    /// The same, told apart by the way in which Principal names the caller. An Allow in a key
    /// policy counts differently for each (E-30 to E-37).
    pub fn applies_by(&self, question: &Question<'_>) -> Vec<(Way, Truth)> {
        let rest = self.rest(question);
        if !self.kind.has_principal() {
            return vec![(Way::Everyone, self.settles(rest))];
        }
        let ways = self.principals.ways(question.caller, self.effect);
        ways.into_iter().map(|(way, named)| (way, self.settles(named.and(rest)))).collect()
    }

    /// E-35
    pub fn asks_principal_arn(&self) -> bool {
        self.condition.asks_principal_arn()
    }

    /// Everything but Principal: action, resource and conditions. All of them must hold, so that
    /// after the first that surely does not the others need no look.
    fn rest(&self, question: &Question<'_>) -> Truth {
        // Q-1: without Action or Resource a statement of a key policy has no effect, unless a
        // stray element may be meant for it.
        let no_effect = self.kind == Kind::KeyPolicy && !self.stray;
        let mut rest = self.actions.cover(question.action, self.effect, no_effect);
        if self.stray || !self.exact {
            rest = rest.and(unevaluable(self.effect));
        }
        if rest.could {
            rest = rest.and(self.resources.cover(question, self.kind, self.effect, no_effect));
        }
        if rest.could {
            rest = rest.and(self.condition.holds(question, self.effect));
        }
        rest
    }

    /// What a doubtful statement settles is never sure; that it does not apply is.
    fn settles(&self, truth: Truth) -> Truth {
        Truth { must: truth.must && !self.doubtful, ..truth }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Caller, Held};
    use serde_json::json;

    const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/k";

    fn applies(document: Value, kind: Kind) -> Vec<(Effect, Truth)> {
        let caller = Caller {
            account: Some("111122223333".to_owned()),
            partition: "aws".to_owned(),
            names: vec![(Way::User, "arn:aws:iam::111122223333:user/U".to_owned())],
            ..Caller::default()
        };
        let absent = |_: &str| Held::Known { readings: vec![None], multi: false };
        let question = Question {
            caller: &caller,
            action: "kms:Decrypt",
            resource: KEY,
            hidden: false,
            context: &absent,
        };
        let document = Document::read(&document, kind);
        assert!(document.readable);
        document
            .statements
            .iter()
            .map(|statement| (statement.effect, statement.applies(&question)))
            .collect()
    }

    /// One statement in a document of the newer version, with a Principal where there is one.
    fn one(statement: Value, kind: Kind) -> (Effect, Truth) {
        let mut statement = statement;
        if kind.has_principal() && statement.get("Principal").is_none() {
            statement["Principal"] = json!("*");
        }
        applies(json!({"Version": "2012-10-17", "Statement": statement}), kind)[0]
    }

    #[test]
    fn unreadable() {
        for source in
            [json!("{"), json!("[]"), json!("{}"), json!({}), json!(5), json!([]), json!("")]
        {
            assert!(!Document::read(&source, Kind::KeyPolicy).readable, "{source}");
        }
        let text = json!(r#"{"Statement": [{"Effect": "Allow"}]}"#);
        assert!(Document::read(&text, Kind::KeyPolicy).readable);
    }

    #[test]
    fn a_plain_statement() {
        let plain = json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*"});
        for kind in
            [Kind::KeyPolicy, Kind::Managed, Kind::Inline, Kind::Session, Kind::Scp, Kind::Endpoint]
        {
            assert_eq!(one(plain.clone(), kind), (Effect::Allow, Truth::YES), "{kind:?}");
        }
        let deny = json!({"Effect": "Deny", "Action": "kms:*", "Resource": "*"});
        assert_eq!(one(deny, Kind::Rcp), (Effect::Deny, Truth::YES));
    }

    #[test]
    fn refused_documents_are_doubtful() {
        let old = json!({"Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}});
        assert_eq!(applies(old.clone(), Kind::Managed)[0].1, Truth::open(true));
        assert_eq!(applies(old, Kind::Inline)[0].1, Truth::YES);
        for statement in [
            json!({"Effect": "Allow", "Action": ["kms:*", "Decrypt"], "Resource": "*"}),
            json!({"Effect": "Allow", "Action": "kms:*", "Resource": ["*", "key/k"]}),
            json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": "*"}),
            json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Sid": "a b"}),
        ] {
            assert_eq!(
                one(statement.clone(), Kind::Inline),
                (Effect::Allow, Truth::open(true)),
                "{statement}"
            );
        }
        let elsewhere =
            json!({"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*", "Other": 1});
        assert_eq!(one(elsewhere, Kind::Inline), (Effect::Allow, Truth::NO));
        let twice = json!({"Version": "2012-10-17", "Statement": [
            {"Sid": "A", "Effect": "Deny", "Action": "*", "Resource": "*"},
            {"Sid": "A", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}]});
        assert_eq!(
            applies(twice, Kind::Inline),
            [(Effect::Deny, Truth::open(true)), (Effect::Deny, Truth::NO)]
        );
    }

    #[test]
    fn what_cannot_be_evaluated() {
        let unknown = json!({"Effect": "Permit", "Action": "kms:*", "Resource": "*"});
        assert_eq!(one(unknown, Kind::Inline), (Effect::Deny, Truth::open(true)));
        for stray in [
            json!({"Effect": "allow", "Action": "kms:*", "Resource": "*"}),
            json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Other": 1}),
        ] {
            assert_eq!(one(stray, Kind::Inline), (Effect::Allow, Truth::open(false)));
        }
        let both =
            json!({"Effect": "Allow", "Action": "kms:*", "NotAction": "kms:*", "Resource": "*"});
        assert_eq!(one(both, Kind::Inline), (Effect::Allow, Truth::open(false)));
        let missing = json!({"Effect": "Deny", "Action": "kms:*"});
        assert_eq!(one(missing.clone(), Kind::Inline), (Effect::Deny, Truth::open(true)));
        assert_eq!(one(missing, Kind::KeyPolicy), (Effect::Deny, Truth::open(false)));
        let not_object = json!({"Version": "2012-10-17", "Statement": "x"});
        assert_eq!(applies(not_object, Kind::Inline), [(Effect::Deny, Truth::open(true))]);
    }

    #[test]
    fn whom_a_key_policy_without_principal_means_is_not_known() {
        let statement = |effect: &str| json!({"Statement": {"Effect": effect, "Action": "kms:*", "Resource": "*"}});
        let found = |effect| applies(statement(effect), Kind::KeyPolicy);
        assert_eq!(found("Allow"), [(Effect::Allow, Truth::open(false))]);
        assert_eq!(found("Deny"), [(Effect::Deny, Truth::open(true))]);
    }
}
