//! Operations of other services that use a key (section 10): what each asks for, on its own
//! resource and on the key, and what it shows where that is refused.
//!
//! A service asks for one thing after the other and ends at the first refusal, unlike KMS, which
//! makes all checks of one of its operations.

mod others;
mod s3;
pub(crate) mod shown;

pub(crate) use s3::{MANAGED_KEY, written};

use crate::actions::{Action, COMPOUND_ACTIONS};
use crate::arn::{Arn, is_account};
use crate::caller::{Caller, CallerKind};
use crate::decide::{Model, NOT_MODELLED, Question};
use crate::rules::Rule;
use crate::scenario::{Bucket, Scenario};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Is it an operation of another service?
pub(crate) fn is_operation(action: &str) -> bool {
    !action.starts_with("kms:") && COMPOUND_ACTIONS.contains(&action)
}

/// What an operation does next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// It asks for a permission.
    Ask(Part),
    /// It ends.
    Fail(Failure),
}

/// One permission that an operation asks for.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub action: Action,
    /// The name of the action.
    pub name: String,
    /// The call of the service that asks, as AWS's messages name it.
    pub call: &'static str,
    /// What it is asked about.
    pub on: On,
    pub region: String,
    /// The service by which a call on the key comes for the caller.
    pub via: Option<String>,
    /// The encryption context that the service sets.
    pub context: Context,
    pub parameters: Map<String, Value>,
    /// The condition keys of S-17.
    pub headers: Headers,
    /// Does it come without the source for which a service calls (S-34)?
    pub without_source: bool,
    /// Why its answer is uncertain whatever the policies say.
    pub doubt: Option<Doubt>,
    /// The rules by which it is asked for.
    pub rules: Vec<Rule>,
}

/// What a part is about.
#[derive(Clone, Debug)]
pub(crate) enum On {
    /// The key of this name; none: the scenario's first one.
    Key(Option<String>),
    /// A resource of the service: its ARN, and the bucket of the scenario it lies in.
    Resource(String, Option<usize>),
}

/// The encryption context that a service sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// Its pairs; a value that the scenario does not give is none.
    pub pairs: Vec<(&'static str, Option<String>)>,
    /// Do pairs of the request come besides?
    pub adds: bool,
    /// The rule by which the pairs are not sure.
    pub unsure: Option<Rule>,
}

/// What an upload says of its encryption, which a bucket policy can ask for (S-17).
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers {
    pub encryption: Option<Header>,
    pub key: Option<Header>,
}

/// A header of a request.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// None: it is there, and what it says is not known.
    pub value: Option<String>,
    /// The field of the request it comes from; none where the service sets it.
    pub from: Option<&'static str>,
    /// The rule by which the value is not sure.
    pub unsure: Option<Rule>,
}

impl Header {
    fn of(value: impl Into<String>, from: Option<&'static str>) -> Self {
        Self { value: Some(value.into()), from, unsure: None }
    }
}

/// Why an answer is uncertain.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Doubt {
    /// Every one.
    Always(Rule),
    /// Those that are no Allow.
    Refusals(Rule),
}

/// Why an operation ends before all is asked.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub error: &'static str,
    pub uncertain: bool,
    pub why: Lacks,
    pub rules: Vec<Rule>,
}

/// What an operation needs and the scenario has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lacks {
    /// The request does not name its resource: the field, and what to write.
    Resource(&'static str, &'static str),
    /// There is no such bucket.
    Bucket(String),
    /// There is no such object.
    Object(String),
    /// The AWS managed key of the caller's account: alias, account and Region.
    ManagedKey(&'static str, String, String),
    /// The key for replicas.
    ReplicaKey,
    /// A key is named, and encryption without one asked for.
    OneEncryption,
}

/// How the ARN of what an operation is about is written.
pub(crate) fn resource_help(action: &str) -> &'static str {
    match action.split(':').next() {
        Some("ec2") => "arn:aws:ec2:REGION:ACCOUNT:volume/vol-ID",
        Some("secretsmanager") => "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME",
        Some("sqs") => "arn:aws:sqs:REGION:ACCOUNT:QUEUE",
        Some("sns") => "arn:aws:sns:REGION:ACCOUNT:TOPIC",
        _ => "arn:aws:s3:::BUCKET/NAME",
    }
}

/// Can an operation be about this ARN?
pub(crate) fn is_resource(action: &str, text: &str) -> bool {
    Arn::parse(text).is_some_and(|arn| {
        let of_region = !arn.region.is_empty() && is_account(arn.account);
        let form = match arn.service {
            "s3" => {
                let named = |(bucket, name): (&str, &str)| !bucket.is_empty() && !name.is_empty();
                let global = arn.region.is_empty() && arn.account.is_empty();
                global && arn.resource.split_once('/').is_some_and(named)
            }
            "ec2" => of_region && arn.resource.starts_with("volume/"),
            "secretsmanager" => of_region && arn.resource.starts_with("secret:"),
            _ => of_region && !arn.resource.is_empty(),
        };
        let partition = arn.partition == "aws" || arn.partition.starts_with("aws-");
        form && partition && action.split(':').next() == Some(arn.service)
    })
}

impl Failure {
    /// The request does not name what it is about.
    fn nameless(field: &'static str, action: &str) -> Self {
        let rule = others::operation(action).map_or(Rule::S7, |operation| operation.rule);
        let why = Lacks::Resource(field, resource_help(action));
        Self { rules: vec![rule], ..Self::not_modelled(why) }
    }

    /// The scenario does not say enough.
    fn not_modelled(why: Lacks) -> Self {
        Self { error: NOT_MODELLED, uncertain: true, why, rules: Vec::new() }
    }
}

/// The pair of the encryption context that S3 sets (S-12).
pub(crate) const S3_ARN: &str = "aws:s3:arn";

static NO_CONTEXT: LazyLock<BTreeMap<String, String>> = LazyLock::new(BTreeMap::new);

impl Part {
    /// A part about a resource of the service.
    fn on_resource(
        action: &str,
        call: &'static str,
        arn: &str,
        bucket: Option<usize>,
        region: &str,
    ) -> Option<Self> {
        let on = On::Resource(arn.to_owned(), bucket);
        Some(Self::new(Action::of_service(action)?, call, on, region))
    }

    /// A part about the key, by a service that calls for the caller; a service that calls for
    /// itself is no other's.
    fn on_key(
        action: &str,
        call: &'static str,
        key: Option<String>,
        via: (&str, &str),
        caller: &Caller,
    ) -> Option<Self> {
        let (service, region) = via;
        let mut part = Self::new(Action::bare(action)?, call, On::Key(key), region);
        if caller.kind != CallerKind::Service {
            part.via = Some(format!("{service}.{region}.amazonaws.com"));
        }
        Some(part)
    }

    fn new(action: Action, call: &'static str, on: On, region: &str) -> Self {
        Self {
            action,
            name: action.to_string(),
            call,
            on,
            region: region.to_owned(),
            via: None,
            context: Context::default(),
            parameters: Map::new(),
            headers: Headers::default(),
            without_source: false,
            doubt: None,
            rules: Vec::new(),
        }
    }

    /// Is it about the key of an object?
    pub(crate) fn is_under_s3(&self) -> bool {
        matches!(self.on, On::Key(_)) && self.context.pairs.iter().any(|(name, _)| *name == S3_ARN)
    }

    fn by(mut self, rules: &[Rule]) -> Self {
        self.rules.extend(rules);
        self
    }

    /// The question that this part asks.
    pub(crate) fn question<'q>(&'q self, whole: &Question<'q>) -> Question<'q> {
        let key = match &self.on {
            On::Key(key) => key.as_deref(),
            On::Resource(..) => None,
        };
        let halves = |half: &str| key.filter(|_| self.action.bare_name() == half);
        Question {
            action: &self.name,
            key,
            // Both halves of ReEncrypt are about the same key.
            ciphertext_key: halves("ReEncryptTo"),
            destination_key: halves("ReEncryptFrom"),
            region: Some(&self.region),
            via: self.via.as_deref(),
            encryption_context: if self.context.adds {
                whole.encryption_context
            } else {
                &NO_CONTEXT
            },
            grant_tokens: &[],
            parameters: &self.parameters,
            part: Some(self),
            ..*whole
        }
    }
}

/// What an operation asks for, in order.
pub(crate) fn steps(model: &Model<'_>, caller: &Caller, question: &Question<'_>) -> Vec<Step> {
    let steps = match question.action.split_once(':') {
        Some(("s3", _)) => s3::steps(model, caller, question),
        _ => others::steps(model, caller, question),
    };
    steps.unwrap_or_else(|failure| vec![Step::Fail(failure)])
}

/// The Region of a bucket.
pub(crate) fn region_of<'s>(scenario: &'s Scenario, bucket: &'s Bucket) -> &'s str {
    bucket.region.as_deref().unwrap_or_else(|| usual_region(scenario))
}

/// The Region of what does not say in which it is: that of the first key.
fn usual_region(scenario: &Scenario) -> &str {
    let first = scenario.keys.first().and_then(|key| Arn::parse(&key.arn));
    first.map_or("us-east-1", |arn| arn.region)
}
