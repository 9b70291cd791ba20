//! The parts of what S3 does (sections 10.0 and 10.1).

use crate::arn;
use crate::bucket::{Bucket, DSSE, Encryption, Object};
use crate::compound::{Call, Part, not_modelled};
use crate::context::{absent, one, rather};
use crate::decide::Answer;
use crate::identify::{Found, From};
use crate::kms_part::KmsPart;
use crate::operation;
use crate::own_part::{Own, OwnPart, ResourcePolicy};
use crate::question::Held;
use crate::scenario::Pairs;
use crate::service::Service;

/// S-14: the AWS managed key of S3.
const AWS_S3: &str = "alias/aws/s3";

/// The parts, in order.
pub fn parts<'a>(call: &Call<'a>) -> Result<Vec<Part<'a>>, Answer> {
    match call.request.action.as_str() {
        "s3:PutObject" => put(call, &["GenerateDataKey"]), // S-1
        "s3:MultipartUpload" => put(call, &["GenerateDataKey", "Decrypt"]), // S-3, R-20
        "s3:GetObject" => get(call),                       // S-2
        "s3:CopyObject" => copy(call),                     // S-4
        "s3:ReplicateObject" => replicate(call),           // S-5
        _ => Err(not_modelled()),
    }
}

/// S-7, S-1, S-3
fn put<'a>(call: &Call<'a>, operations: &[&'static str]) -> Result<Vec<Part<'a>>, Answer> {
    let place = Name::read(call.request.resource.as_deref())?.find(call)?;
    // A matrix that names no key leaves the choice to the bucket.
    let named = call.request.key.as_deref().filter(|_| !call.request.is_first_key);
    let writing = Writing::of(call, &place, named)?;
    let mut parts = vec![place.own("s3:PutObject", writing.headers(call, &place, named))];
    parts.extend(operations.iter().filter_map(|operation| writing.part(call, &place, operation)));
    Ok(parts)
}

/// S-7, S-2
fn get<'a>(call: &Call<'a>) -> Result<Vec<Part<'a>>, Answer> {
    let place = Name::read(call.request.resource.as_deref())?.find(call)?;
    let mut parts = vec![place.own("s3:GetObject", no_headers())];
    let object = match place.object() {
        Ok(object) => object,
        Err(missing) => return Ok(with(parts, missing)),
    };
    parts.extend(place.decrypt(call, object, &call.request.encryption_context));
    Ok(parts)
}

/// S-7, S-4
fn copy<'a>(call: &Call<'a>) -> Result<Vec<Part<'a>>, Answer> {
    let (from, to) = both_places(call)?;
    let named = call.request.destination_key.as_deref();
    let writing = Writing::of(call, &to, named)?;
    let mut parts = vec![from.own("s3:GetObject", no_headers())];
    let object = match from.object() {
        Ok(object) => object,
        Err(missing) => return Ok(with(parts, missing)),
    };
    parts.extend(from.decrypt(call, object, &Pairs::new()));
    parts.push(to.own("s3:PutObject", writing.headers(call, &to, named)));
    parts.extend(writing.part(call, &to, "GenerateDataKey"));
    Ok(parts)
}

/// S-7, S-5
fn replicate<'a>(call: &Call<'a>) -> Result<Vec<Part<'a>>, Answer> {
    let (from, to) = both_places(call)?;
    let mut parts = vec![from.own("s3:GetObjectVersionForReplication", no_headers())];
    let object = match from.object() {
        Ok(object) => object,
        Err(missing) => return Ok(with(parts, missing)),
    };
    parts.extend(from.decrypt(call, object, &Pairs::new()));
    let bucket_key = to.default_has_bucket_key();
    if object.key.is_none() {
        // The destination's default. The key for replicas has no part in it.
        parts.push(to.own("s3:ReplicateObject", no_headers()));
        let key = to.bucket.under_kms().map(Key::of_default);
        parts.extend(key.map(|key| to.kms(call, "GenerateDataKey", &key, to.context(bucket_key))));
        return Ok(parts);
    }
    let key = match &call.request.destination_key {
        Some(key) => Some(Key::Named(key.clone())),
        None => to.bucket.under_kms().map(Key::of_default),
    };
    // Without a key for replicas: that it is the default's is not said.
    let doubted = call.request.destination_key.is_none();
    let arn = key.as_ref().and_then(|key| to.arn_of(call, key));
    let headers = match arn {
        _ if key.is_none() => [one("aws:kms"), Held::Unknown],
        Some(arn) if doubted => [one("aws:kms"), rather(arn)],
        Some(arn) => [one("aws:kms"), one(arn)],
        None => [one("aws:kms"), Held::Unknown],
    };
    parts.push(to.own("s3:ReplicateObject", headers));
    let Some(key) = key else { return Ok(with(parts, not_modelled())) };
    let decrypt = bucket_key.then_some("Decrypt");
    for operation in ["Encrypt"].into_iter().chain(decrypt) {
        parts.push(doubting(to.kms(call, operation, &key, to.context(bucket_key)), doubted));
    }
    Ok(parts)
}

fn with<'a>(mut parts: Vec<Part<'a>>, end: Answer) -> Vec<Part<'a>> {
    parts.push(Part::Refused(end));
    parts
}

fn doubting(part: Part<'_>, doubted: bool) -> Part<'_> {
    match part {
        Part::Kms(part) => Part::Kms(KmsPart { doubted, ..part }),
        other => other,
    }
}

/// The source, and the destination.
fn both_places<'a>(call: &Call<'a>) -> Result<(Place<'a>, Place<'a>), Answer> {
    let from = Name::read(call.request.source.as_deref())?;
    let to = Name::read(call.request.resource.as_deref())?;
    Ok((from.find(call)?, to.find(call)?))
}

// Objects

/// The ARN of an object, which has neither Region nor account.
#[derive(Clone, Copy)]
struct Name<'a> {
    arn: &'a str,
    partition: &'a str,
    bucket: &'a str,
    object: &'a str,
}

impl<'a> Name<'a> {
    fn read(text: Option<&'a str>) -> Result<Self, Answer> {
        let read = |arn: &'a str| {
            let [_, partition, service, region, account, path] = arn::parts(arn)?;
            let (bucket, object) = path.split_once('/')?;
            let is_object = !bucket.is_empty() && !object.is_empty();
            ((service, region, account) == ("s3", "", "") && is_object).then_some(Self {
                arn,
                partition,
                bucket,
                object,
            })
        };
        text.and_then(read).ok_or_else(not_modelled)
    }

    /// Its bucket. One that does not exist is told before anything is asked.
    fn find(self, call: &Call<'a>) -> Result<Place<'a>, Answer> {
        let bucket = call.world.buckets.iter().find(|bucket| bucket.name == self.bucket);
        let bucket = bucket.ok_or_else(|| Answer::error("NoSuchBucket", false))?;
        let owner = bucket.owner(call.world, call.principal);
        Ok(Place { name: self, bucket, owner, region: bucket.place(call.world) })
    }
}

/// An object, there or not, in a bucket.
struct Place<'a> {
    name: Name<'a>,
    bucket: &'a Bucket,
    owner: Option<String>,
    region: String,
}

/// S-17: in this part the two headers are absent.
fn no_headers() -> [Held; 2] {
    [absent(), absent()]
}

/// A key of a bucket or a request.
enum Key {
    /// As it is written.
    Named(String),
    /// S-14: `aws/s3` of the caller's account.
    OfCaller,
}

impl Key {
    /// S-14. A key in a bucket's default is an ARN.
    fn of_default(default: &Encryption) -> Self {
        default.key.clone().map_or(Self::OfCaller, Self::Named)
    }
}

impl<'a> Place<'a> {
    /// S-7
    fn own(&self, action: &'static str, headers: [Held; 2]) -> Part<'a> {
        let [encryption, encryption_key] = headers;
        Part::Own(OwnPart {
            action,
            resource: self.name.arn.to_owned(),
            region: self.region.clone(),
            policy: ResourcePolicy::Held(self.bucket.policy.as_ref()),
            own: Own {
                service: Service::S3,
                partition: self.name.partition.to_owned(),
                owner: self.owner.clone(),
                encryption,
                encryption_key,
            },
        })
    }

    /// The object. A scenario need not list all of them.
    fn object(&self) -> Result<&'a Object, Answer> {
        self.bucket.object(self.name.object).ok_or_else(|| Answer::error("NoSuchKey", true))
    }

    /// S-12: the object's ARN, with an S3 Bucket Key the bucket's.
    fn context(&self, bucket_key: bool) -> Pairs {
        let Name { arn, partition, bucket, .. } = self.name;
        let arn =
            if bucket_key { format!("arn:{partition}:s3:::{bucket}") } else { arn.to_owned() };
        vec![("aws:s3:arn".into(), arn)]
    }

    /// S-12: with the caller's own pairs. `aws:s3:arn` is S3's.
    fn context_with(&self, bucket_key: bool, pairs: &Pairs) -> Pairs {
        let mut context = self.context(bucket_key);
        context.extend(pairs.iter().filter(|(name, _)| name != "aws:s3:arn").cloned());
        context
    }

    /// S-2: an object that is not under KMS needs nothing of KMS.
    fn decrypt(&self, call: &Call<'a>, object: &Object, pairs: &Pairs) -> Option<Part<'a>> {
        let key = Key::Named(object.key.clone()?);
        let context = self.context_with(object.bucket_key, pairs);
        Some(self.kms(call, "Decrypt", &key, context))
    }

    /// S-10, S-11: KMS is asked in the bucket's Region.
    fn kms(&self, call: &Call<'a>, operation: &'static str, key: &Key, context: Pairs) -> Part<'a> {
        let text = match key {
            Key::Named(text) => text.as_str(),
            Key::OfCaller => AWS_S3,
        };
        // AWS would make this key; a scenario must define it. A service has no account.
        if text == AWS_S3 && self.from(call).with_alias(AWS_S3).is_none() {
            return Part::Refused(not_modelled());
        }
        let (key, region) = (Some(text.to_owned()), self.region.clone());
        Part::Kms(KmsPart { operation, key, region, context, ..KmsPart::default() })
    }

    fn from<'s>(&'s self, call: &Call<'s>) -> From<'s> {
        From { world: call.world, principal: call.principal, region: Some(&self.region) }
    }

    /// S-17: the ARN of the key that a text names (S-14: in the requester's account); else the
    /// text.
    fn arn_of(&self, call: &Call<'_>, key: &Key) -> Option<String> {
        let found = match key {
            Key::OfCaller => return Some(self.from(call).with_alias(AWS_S3)?.arn.clone()),
            Key::Named(text) => self.from(call).key(operation::named("GenerateDataKey")?, text),
        };
        match (found, key) {
            (Found::Key { key, .. }, _) => Some(key.arn.clone()),
            (_, Key::Named(text)) => Some(text.clone()),
            (_, Key::OfCaller) => None,
        }
    }

    /// S-18: DSSE-KMS has no Bucket Keys.
    fn default_has_bucket_key(&self) -> bool {
        let default = self.bucket.encryption.as_ref();
        default.is_some_and(|default| default.bucket_key && default.algorithm != DSSE)
    }
}

// What is written

/// How an object is encrypted that is written.
struct Writing {
    /// The key; absent: not under KMS.
    key: Option<Key>,
    /// With an S3 Bucket Key.
    bucket_key: bool,
}

impl Writing {
    /// S-14: the key of the request, or what its headers say, or the bucket's default.
    fn of(call: &Call<'_>, place: &Place<'_>, named: Option<&str>) -> Result<Self, Answer> {
        let asked = call.request.parameter_text("ServerSideEncryption");
        let default = place.bucket.under_kms();
        let (key, algorithm) = match (named, asked.as_deref()) {
            // S3 looks at its headers before it asks anybody. No rule tells of it.
            (Some(_), Some("AES256")) => return Err(Answer::error("InvalidArgument", true)),
            (Some(key), None) => (Some(Key::Named(key.to_owned())), "aws:kms"),
            (Some(key), Some("aws:kms" | DSSE)) => {
                (Some(Key::Named(key.to_owned())), asked.as_deref().unwrap_or("aws:kms"))
            }
            (None, Some("AES256")) => (None, "AES256"),
            // S-14: even if the bucket's default names a key.
            (None, Some(algorithm @ ("aws:kms" | DSSE))) => (Some(Key::OfCaller), algorithm),
            (_, Some(_)) => return Err(not_modelled()),
            (None, None) => (
                default.map(Key::of_default),
                default.map_or("AES256", |default| default.algorithm.as_str()),
            ),
        };
        let of_bucket =
            || place.bucket.encryption.as_ref().is_some_and(|default| default.bucket_key);
        let bucket_key = match call.request.parameter("BucketKeyEnabled") {
            Some(_) => call.request.parameter_flag("BucketKeyEnabled"),
            None => of_bucket(),
        };
        Ok(Self { key, bucket_key: bucket_key && algorithm != DSSE }) // S-18
    }

    fn part<'a>(
        &self,
        call: &Call<'a>,
        place: &Place<'a>,
        operation: &'static str,
    ) -> Option<Part<'a>> {
        let context = place.context_with(self.bucket_key, &call.request.encryption_context);
        Some(place.kms(call, operation, self.key.as_ref()?, context))
    }

    /// S-17: what the client sends, and nothing where it relies on the bucket's default.
    fn headers(&self, call: &Call<'_>, place: &Place<'_>, named: Option<&str>) -> [Held; 2] {
        let asked = call.request.parameter_text("ServerSideEncryption");
        let algorithm = asked.or_else(|| named.map(|_| "aws:kms".into()));
        let key = named.and_then(|_| place.arn_of(call, self.key.as_ref()?));
        [algorithm.map_or_else(absent, one), key.map_or_else(absent, one)]
    }
}
