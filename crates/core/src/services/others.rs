//! EBS, Secrets Manager, SQS and SNS (section 10.2).

use super::{Context, Doubt, Failure, Part, Step, is_resource};
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::decide::{Model, Question};
use crate::rules::Rule;
use serde_json::{Value, json};

/// An operation: its name in messages, the KMS actions it takes, the rule that says so.
pub(super) struct Operation {
    call: &'static str,
    takes: &'static [&'static str],
    pub rule: Rule,
}

pub(super) fn operation(action: &str) -> Option<Operation> {
    let (call, takes, rule): (_, &[&str], _) = match action {
        "ec2:AttachVolume" => (
            "AttachVolume",
            &[
                "CreateGrant",
                "Decrypt",
                "DescribeKey",
                "GenerateDataKeyWithoutPlaintext",
                "ReEncryptFrom",
                "ReEncryptTo",
            ],
            Rule::S30,
        ),
        "secretsmanager:GetSecretValue" => ("GetSecretValue", &["Decrypt"], Rule::S32),
        "secretsmanager:PutSecretValue" => {
            ("PutSecretValue", &["GenerateDataKey", "Decrypt"], Rule::S32)
        }
        "sqs:SendMessage" => ("SendMessage", &["GenerateDataKey", "Decrypt"], Rule::S33),
        "sqs:ReceiveMessage" => ("ReceiveMessage", &["Decrypt"], Rule::S33),
        "sns:Publish" => ("Publish", &["GenerateDataKey", "Decrypt"], Rule::S34),
        _ => return None,
    };
    Some(Operation { call, takes, rule })
}

/// What an operation of these services asks for.
pub(super) fn steps(
    model: &Model<'_>,
    caller: &Caller,
    question: &Question<'_>,
) -> Result<Vec<Step>, Failure> {
    let Some((service, operation)) =
        question.action.split_once(':').map(|(service, _)| service).zip(operation(question.action))
    else {
        return Ok(Vec::new());
    };
    let nameless = || Failure::nameless("resource", question.action);
    let text = question.resource.filter(|text| is_resource(question.action, text));
    let text = text.ok_or_else(nameless)?;
    let arn = Arn::parse(text).ok_or_else(nameless)?;
    let own = Part::on_resource(question.action, operation.call, text, None, arn.region)
        .map(|part| part.by(&[operation.rule]));
    let key = question.key.or_else(|| model.scenario.keys.first().map(|key| key.arn.as_str()));
    let on_key = operation.takes.iter().filter_map(|action| {
        let via = (service, arn.region);
        let key = key.map(str::to_owned);
        let part = Part::on_key(action, operation.call, key, via, caller)?;
        Some(with_context(part, question, arn, text, caller).by(&[operation.rule]))
    });
    Ok(own.into_iter().chain(on_key).map(Step::Ask).collect())
}

/// What the service says with its call on the key.
fn with_context(
    mut part: Part,
    question: &Question<'_>,
    arn: Arn<'_>,
    text: &str,
    caller: &Caller,
) -> Part {
    let is_service = caller.kind == CallerKind::Service;
    let given = |name| question.given(question.action, name).and_then(Value::as_str);
    let pair = |name, value: &str| vec![(name, Some(value.to_owned()))];
    let context = match (question.action, arn.service) {
        (_, "ec2") => {
            let volume = arn.resource.strip_prefix("volume/").unwrap_or(arn.resource);
            if part.action.bare_name() == "CreateGrant" {
                // The grant is for the instance, which the request does not name.
                let subset = json!({"EncryptionContextSubset": {"aws:ebs:id": volume}});
                part.parameters.insert("Operations".to_owned(), json!(["Decrypt"]));
                part.parameters.insert("Constraints".to_owned(), subset);
            }
            // Which of the permissions of EBS at large attaching takes is not said.
            let alone = matches!(part.action.bare_name(), "CreateGrant" | "Decrypt");
            part.doubt = (!alone).then_some(Doubt::Refusals(Rule::S30Others));
            Context { pairs: pair("aws:ebs:id", volume), ..Context::default() }
        }
        (action, "secretsmanager") => {
            let reads = action == "secretsmanager:GetSecretValue";
            let version = given(if reads { "VersionId" } else { "ClientRequestToken" });
            let mut pairs = pair("SecretARN", text);
            pairs.push(("SecretVersionId", version.map(str::to_owned)));
            Context { pairs, ..Context::default() }
        }
        (_, "sqs") => {
            let unsure = Some(Rule::S33Context);
            Context { pairs: pair("aws:sqs:arn", text), adds: false, unsure }
        }
        _ => {
            // EventBridge does not say for what it publishes.
            part.without_source = is_service && caller.arn == "events.amazonaws.com";
            let unsure = Some(Rule::S34Context);
            Context { pairs: pair("aws:sns:topicArn", text), adds: false, unsure }
        }
    };
    part.context = context;
    if is_service && matches!(arn.service, "ec2" | "secretsmanager") {
        // How these reach a key for another service is not said.
        part.doubt = Some(Doubt::Always(Rule::S35));
    }
    part
}
