//! Objects under SSE-KMS: uploads, downloads, copies, replication (sections 10.0 and 10.1).

use super::shown::REPLICATION;
use super::{
    Context, Doubt, Failure, Header, Headers, Lacks, Part, S3_ARN, Step, is_resource, region_of,
};
use crate::actions::Action;
use crate::arn::Arn;
use crate::caller::{Caller, CallerKind};
use crate::decide::identify::{Identified, identify};
use crate::decide::{Model, Question};
use crate::rules::Rule;
use crate::scenario::{Bucket, BucketObject};
use serde_json::Value;

/// The key that AWS manages for S3 in every account.
pub(crate) const MANAGED_KEY: &str = "alias/aws/s3";

/// An object by its ARN, in a bucket of the scenario.
#[derive(Clone, Copy)]
struct Object<'m> {
    arn: &'m str,
    name: &'m str,
    bucket: &'m Bucket,
    index: usize,
    region: &'m str,
}

/// The key under which an object lies or shall lie.
#[derive(Clone)]
struct Encryption {
    /// As the caller or the bucket names it.
    key: String,
    bucket_key: bool,
    /// The rules by which it is this key.
    rules: Vec<Rule>,
}

struct S3<'m> {
    model: &'m Model<'m>,
    caller: &'m Caller,
    question: &'m Question<'m>,
}

/// What an operation of S3 asks for.
pub(super) fn steps(
    model: &Model<'_>,
    caller: &Caller,
    question: &Question<'_>,
) -> Result<Vec<Step>, Failure> {
    let s3 = S3 { model, caller, question };
    let target = s3.object("resource", question.resource)?;
    let steps = match question.action {
        "s3:GetObject" => s3.read(target, "GetObject", "s3:GetObject", true),
        "s3:CopyObject" => {
            let source = s3.object("source", question.source)?;
            let mut steps = s3.read(source, "CopyObject", "s3:GetObject", false);
            steps.extend(s3.write(target, "CopyObject", question.destination_key)?);
            steps.into_iter().map(|step| cites(step, Rule::S4)).collect()
        }
        "s3:ReplicateObject" => {
            let source = s3.object("source", question.source)?;
            let mut steps = s3.read(source, REPLICATION, SEES_REPLICATED, false);
            steps.extend(s3.replicate(source, target));
            steps.into_iter().map(|step| cites(step, Rule::S5)).collect()
        }
        "s3:MultipartUpload" => {
            let mut steps = s3.write(target, "CreateMultipartUpload", question.key)?;
            let upload = s3.written_under(target, question.key)?;
            // UploadPart reads the data key back.
            steps.extend(
                upload.and_then(|under| s3.on_key("Decrypt", "UploadPart", &under, target, true)),
            );
            let of_upload = |step| cites(cites(step, Rule::S3), Rule::R20);
            steps.into_iter().map(of_upload).collect()
        }
        _ => s3.write(target, "PutObject", question.key)?,
    };
    Ok(steps)
}

/// The object that an upload leaves; or else the account and Region whose AWS managed key it would
/// lie under, where the scenario has not that one.
pub(crate) fn written(
    model: &Model<'_>,
    question: &Question<'_>,
) -> (Option<BucketObject>, Option<(String, String)>) {
    let none = (None, None);
    let Some(caller) = model.callers.get(question.principal) else { return none };
    let s3 = S3 { model, caller, question };
    let Ok(target) = s3.object("resource", question.resource) else { return none };
    let Ok(under) = s3.written_under(target, question.key) else { return none };
    let plain = BucketObject { name: target.name.to_owned(), ..BucketObject::default() };
    let Some(Encryption { key, bucket_key, .. }) = under else { return (Some(plain), None) };
    let Some(action) = Action::bare("GenerateDataKey") else { return none };
    match identify(model.scenario, caller, action, &key, target.region) {
        Identified::Key(index, ..) => {
            let key = model.scenario.keys.get(index).map(|key| key.arn.clone());
            (Some(BucketObject { key, bucket_key, ..plain }), None)
        }
        _ if key == MANAGED_KEY && !caller.account.is_empty() => {
            (None, Some((caller.account.clone(), target.region.to_owned())))
        }
        _ => none,
    }
}

const SEES_REPLICATED: &str = "s3:GetObjectVersionForReplication";

fn cites(step: Step, rule: Rule) -> Step {
    match step {
        Step::Ask(part) => Step::Ask(part.by(&[rule])),
        failure @ Step::Fail(_) => failure,
    }
}

impl<'m> S3<'m> {
    /// The object that a field of the request names.
    fn object(&self, field: &'static str, arn: Option<&'m str>) -> Result<Object<'m>, Failure> {
        let nameless = || Failure::nameless(field, self.question.action);
        let text = arn.filter(|text| is_resource(self.question.action, text));
        let text = text.ok_or_else(nameless)?;
        let path = Arn::parse(text).ok_or_else(nameless)?;
        let (bucket, name) = path.resource.split_once('/').ok_or_else(nameless)?;
        let mut buckets = self.model.scenario.buckets.iter().enumerate();
        let found = buckets.find(|(_, one)| one.name == bucket);
        let (index, bucket) = found.ok_or_else(|| Failure {
            error: "NoSuchBucket",
            uncertain: false,
            why: Lacks::Bucket(bucket.to_owned()),
            rules: vec![Rule::S7],
        })?;
        let region = region_of(self.model.scenario, bucket);
        Ok(Object { arn: text, name, bucket, index, region })
    }

    fn own(&self, action: &str, call: &'static str, object: Object<'_>) -> Option<Part> {
        let part = Part::on_resource(action, call, object.arn, Some(object.index), object.region)?;
        Some(part.by(&[Rule::S7]))
    }

    /// A part about a key; none where AWS would use a key that the scenario has not.
    fn on_key(
        &self,
        action: &str,
        call: &'static str,
        under: &Encryption,
        object: Object<'_>,
        adds: bool,
    ) -> Option<Step> {
        let Encryption { key, bucket_key, rules } = under;
        let scenario = self.model.scenario;
        let asked = Action::bare(action)?;
        let found = || identify(scenario, self.caller, asked, key, object.region);
        if key == MANAGED_KEY && !matches!(found(), Identified::Key(..)) {
            let (account, region) = (self.caller.account.clone(), object.region.to_owned());
            let why = Lacks::ManagedKey(MANAGED_KEY, account, region);
            let rules = rules.clone();
            return Some(Step::Fail(Failure { rules, ..Failure::not_modelled(why) }));
        }
        let via = ("s3", object.region);
        let mut part = Part::on_key(action, call, Some(key.clone()), via, self.caller)?;
        let arn = if *bucket_key {
            let partition = Arn::parse(object.arn).map_or("aws", |arn| arn.partition);
            format!("arn:{partition}:s3:::{}", object.bucket.name)
        } else {
            object.arn.to_owned()
        };
        part.context = Context { pairs: vec![(S3_ARN, Some(arn))], adds, unsure: None };
        part.rules.extend([Rule::S10, Rule::S12]);
        part.rules.extend(rules);
        if *bucket_key {
            part.rules.push(Rule::S13);
        }
        if self.caller.kind == CallerKind::Service {
            // How a service's own upload reaches the key is not said.
            part.doubt = Some(Doubt::Always(Rule::S35));
        }
        Some(Step::Ask(part))
    }

    /// An object that is there is read.
    fn read(&self, object: Object<'_>, call: &'static str, action: &str, adds: bool) -> Vec<Step> {
        let mut steps: Vec<Step> =
            self.own(action, call, object).map(Step::Ask).into_iter().collect();
        match self.stored(object) {
            Some(stored) => {
                let under = stored_under(stored);
                steps.extend(under.and_then(|under| {
                    let step = self.on_key("Decrypt", call, &under, object, adds)?;
                    // For copies and replication other rules say so.
                    let downloads = call == "GetObject";
                    Some(if downloads { cites(step, Rule::S2) } else { step })
                }));
            }
            None => steps.push(Step::Fail(Failure {
                error: "NoSuchKey",
                uncertain: true,
                why: Lacks::Object(object.arn.to_owned()),
                rules: vec![Rule::S7],
            })),
        }
        steps
    }

    fn stored(&self, object: Object<'_>) -> Option<&'m BucketObject> {
        let bucket = self.model.scenario.buckets.get(object.index)?;
        bucket.objects.iter().find(|one| one.name == object.name)
    }

    /// An object is written under the key that request or bucket name.
    fn write(
        &self,
        object: Object<'_>,
        call: &'static str,
        key: Option<&str>,
    ) -> Result<Vec<Step>, Failure> {
        let under = self.written_under(object, key)?;
        let own = self.own("s3:PutObject", call, object).map(|mut part| {
            part.headers = self.headers(object, key);
            Step::Ask(part)
        });
        let on_key = under.and_then(|under| {
            let step = self.on_key("GenerateDataKey", call, &under, object, true)?;
            Some(if call == "PutObject" { cites(step, Rule::S1) } else { step })
        });
        Ok(own.into_iter().chain(on_key).collect())
    }

    fn asked_encryption(&self) -> Option<&'m str> {
        self.question.given(self.question.action, "ServerSideEncryption")?.as_str()
    }

    /// Under which key an object comes to lie (S-14); none: no KMS key.
    fn written_under(
        &self,
        object: Object<'_>,
        key: Option<&str>,
    ) -> Result<Option<Encryption>, Failure> {
        let asked = self.asked_encryption();
        let default = object.bucket.encryption.as_ref();
        let kind = asked.or(key.map(|_| "aws:kms")).or(default.map(|default| &*default.kind));
        let wanted = self.question.given(self.question.action, "BucketKeyEnabled");
        let bucket_key = wanted.and_then(Value::as_bool);
        let bucket_key = bucket_key.unwrap_or(default.is_some_and(|default| default.bucket_key));
        let under = |text: &str| {
            // With two layers there are no Bucket Keys.
            let layers = kind == Some("aws:kms:dsse");
            // An alias or ID is looked up in the requester's account.
            let by_arn = key.is_some() && text.starts_with("arn:");
            let mut rules = if by_arn { Vec::new() } else { vec![Rule::S14] };
            if layers {
                rules.push(Rule::S18);
            }
            let bucket_key = bucket_key && !layers;
            Some(Encryption { key: text.to_owned(), bucket_key, rules })
        };
        Ok(match (key, kind) {
            (Some(_), Some("AES256")) => {
                return Err(Failure {
                    error: "InvalidArgument",
                    uncertain: true,
                    why: Lacks::OneEncryption,
                    rules: vec![Rule::S14],
                });
            }
            (_, None | Some("AES256")) => None,
            (Some(key), _) => under(key),
            // The header alone means the AWS managed key, whatever the bucket's default is.
            (None, _) if asked.is_some() => under(MANAGED_KEY),
            (None, _) => {
                let key = default.and_then(|default| default.key.as_deref());
                under(key.unwrap_or(MANAGED_KEY))
            }
        })
    }

    /// What the request says of its encryption.
    fn headers(&self, object: Object<'_>, key: Option<&str>) -> Headers {
        let scenario = self.model.scenario;
        let arn = |text: &str| {
            let action = Action::bare("GenerateDataKey")?;
            match identify(scenario, self.caller, action, text, object.region) {
                Identified::Key(index, ..) => Some(scenario.keys.get(index)?.arn.clone()),
                _ => None,
            }
        };
        let copies = self.question.action == "s3:CopyObject";
        let from = Some(if copies { "destinationKey" } else { "key" });
        let asked = self.asked_encryption();
        let asked = asked.map(|kind| Header::of(kind, Some("parameters/ServerSideEncryption")));
        Headers {
            encryption: asked.or(key.map(|_| Header::of("aws:kms", from))),
            key: key.map(|text| Header::of(arn(text).unwrap_or_else(|| text.to_owned()), from)),
        }
    }

    /// The half of a replication that writes (S-5).
    fn replicate(&self, source: Object<'_>, replica: Object<'_>) -> Vec<Step> {
        let call = REPLICATION;
        let default = replica.bucket.encryption.as_ref();
        let by_kms = default.filter(|default| default.kind.starts_with("aws:kms"));
        let bucket_key =
            by_kms.is_some_and(|default| default.bucket_key && default.kind != "aws:kms:dsse");
        let default_key =
            by_kms.map(|default| default.key.clone().unwrap_or_else(|| MANAGED_KEY.to_owned()));
        let encrypted = self.stored(source).and_then(stored_under).is_some();
        let given = self.question.destination_key.filter(|_| encrypted);
        let key = given.map(str::to_owned).or_else(|| default_key.clone());
        let own = self.own("s3:ReplicateObject", call, replica).map(|mut part| {
            if encrypted {
                let from = given.map(|_| "destinationKey");
                let named = self.headers(replica, key.as_deref()).key.and_then(|key| key.value);
                // Which key a replica lies under where none is named is not said.
                let unsure = given.is_none().then_some(Rule::S5Default);
                part.headers.encryption = Some(Header::of("aws:kms", from));
                part.headers.key = Some(Header { value: named, from, unsure });
            }
            Step::Ask(part)
        });
        let mut steps: Vec<Step> = own.into_iter().collect();
        let Some(key) = key else {
            if encrypted {
                let rules = vec![Rule::S5Default];
                let failure = Failure::not_modelled(Lacks::ReplicaKey);
                steps.push(Step::Fail(Failure { rules, ..failure }));
            }
            return steps;
        };
        let rules = if given.is_none() { vec![Rule::S14] } else { Vec::new() };
        let under = Encryption { key, bucket_key, rules };
        let actions: &[&str] = match (encrypted, bucket_key) {
            (true, true) => &["Encrypt", "Decrypt"],
            (true, false) => &["Encrypt"],
            (false, _) => &["GenerateDataKey"],
        };
        steps.extend(actions.iter().filter_map(|action| {
            let mut step = self.on_key(action, call, &under, replica, false)?;
            if let Step::Ask(part) = &mut step
                && encrypted
                && given.is_none()
            {
                // A rule that replicates such objects names the key; of one that does not nothing
                // is said.
                part.doubt = Some(Doubt::Always(Rule::S5Default));
            }
            Some(step)
        }));
        steps
    }
}

/// The key that an object lies under.
fn stored_under(object: &BucketObject) -> Option<Encryption> {
    let BucketObject { key, bucket_key, .. } = object;
    let (key, bucket_key) = (key.clone()?, *bucket_key);
    Some(Encryption { key, bucket_key, rules: Vec::new() })
}
