//! S3's console, for one upload or download: what is chosen there, what it shows of keys, what it
//! asks S3, and what comes of it.
//!
//! What S3 asks for and what it answers is decided as any request is; here is only what a person
//! sees and does before and after.

mod controls;
mod edits;
mod keys;
#[cfg(test)]
mod tests;

pub use controls::{Control, Kind, first_missing};
pub use edits::{NewBucket, add_bucket, add_managed_key, upload};
pub(crate) use keys::Unlisted;
pub use keys::{KeyList, ListedKey};

use crate::decide::Model;
use crate::english::s3_console as english;
use crate::json::Node;
use crate::read::{ReadError, Write, members, names, read};
use crate::report::{Decision, Verdict};
use crate::scenario::{Bucket, BucketEncryption, BucketObject, Request, Scenario, is_key_arn};
use crate::services;
use serde_json::{Value, json};
use std::rc::Rc;

/// What is done with an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operation {
    /// It is uploaded at once.
    #[default]
    Upload,
    /// It is uploaded in parts.
    Multipart,
    /// It is downloaded.
    Download,
}

names! {
    Operation: Operation {
        Upload: "upload",
        Multipart: "multipart",
        Download: "download",
    }
}

/// How an uploaded object is to be encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    /// As the bucket says: nothing is asked for.
    Default,
    /// SSE-S3.
    S3,
    /// SSE-KMS under the AWS managed key `aws/s3`.
    Managed,
    /// SSE-KMS under a key of the list.
    #[default]
    Listed,
    /// SSE-KMS under a key whose ARN is entered.
    Entered,
}

names! {
    Encryption: Encryption {
        Default: "default",
        S3: "s3",
        Managed: "managed",
        Listed: "listed",
        Entered: "entered",
    }
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Upload, Self::Multipart, Self::Download];

    /// The action that is asked about.
    pub fn action(self) -> &'static str {
        match self {
            Self::Upload => "s3:PutObject",
            Self::Multipart => "s3:MultipartUpload",
            Self::Download => "s3:GetObject",
        }
    }
}

impl Encryption {
    /// All of them, in the console's order.
    pub const ALL: [Self; 5] =
        [Self::Default, Self::S3, Self::Managed, Self::Listed, Self::Entered];

    /// Is a KMS key asked for, with which a Bucket Key can be?
    pub fn is_kms(self) -> bool {
        matches!(self, Self::Managed | Self::Listed | Self::Entered)
    }
}

/// What is chosen and written in the console, usable or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The bucket's name. One that is not there: the scenario's first.
    pub bucket: String,
    /// What is done.
    pub operation: Operation,
    /// The object's name. For a download one that is not there: the bucket's first.
    pub object: String,
    /// How an upload is encrypted.
    pub encryption: Encryption,
    /// The ARN of the key that was chosen from the list.
    pub listed: String,
    /// What was entered as the ARN of a key.
    pub entered: String,
    /// Is a Bucket Key used?
    pub bucket_key: bool,
    /// A bucket that is being made.
    pub new_bucket: Option<NewBucket>,
}

members! {
    Choices {
        bucket: "bucket",
        operation: "operation",
        object: "object",
        encryption: "encryption",
        listed: "listed",
        entered: "entered",
        bucket_key: "bucketKey",
        new_bucket: "newBucket",
    }
}

impl Default for Choices {
    /// The upload of the course, with the key still to be chosen.
    fn default() -> Self {
        Self {
            bucket: String::new(),
            operation: Operation::default(),
            object: "photo.jpg".to_owned(),
            encryption: Encryption::default(),
            listed: String::new(),
            entered: String::new(),
            bucket_key: false,
            new_bucket: None,
        }
    }
}

/// The field of the console that something is wrong with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The bucket.
    Bucket,
    /// The object.
    Object,
    /// The key.
    Key,
}

/// Why nothing can be asked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// What to do.
    pub message: String,
    /// Is it wrong, and not only still to be written?
    pub wrong: bool,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What S3 answers, with what it asks for in its parts.
    pub decision: Decision,
    /// Does it work, in words?
    pub title: String,
    /// The object and its bucket, in words.
    pub about: String,
    /// The request, as a scenario with nothing else, in JSON.
    pub asked: Rc<str>,
    /// The object as it lies in the bucket afterwards; none where it does not, or where it cannot
    /// be said under which key.
    pub object: Option<BucketObject>,
    /// Is it encrypted in two layers, by the default of its bucket?
    pub two_layers: bool,
    /// The account and Region whose AWS managed key S3 would use and the scenario has not.
    pub lacks_managed_key: Option<(String, String)>,
}

/// What the console shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What can be chosen and written.
    pub controls: Vec<Control>,
    /// The same of a bucket that is being made; none where none is.
    pub of_new_bucket: Vec<Control>,
    /// The keys to choose from, where they are asked for.
    pub keys: Option<KeyList>,
    /// What comes of it, or why it cannot be asked.
    pub outcome: Result<Outcome, Fault>,
}

impl Choices {
    /// Reads what [`Choices::to_json`] wrote, as part of a larger `text`.
    ///
    /// # Errors
    ///
    /// A field or value that there is not.
    pub fn from_node(node: &Node, text: &str) -> Result<Self, ReadError> {
        read(node, text).map_err(|fault| ReadError::new(fault, node, text))
    }

    /// The choices as JSON.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// With `value` in the field of this name: those of the JSON, and `newName`, `newAccount` and
    /// `newRegion`. Of an operation its action is written.
    #[must_use]
    pub fn with(mut self, field: &str, value: &str) -> Self {
        let text = value.to_owned();
        let new = |of: &mut Self| of.new_bucket.take().unwrap_or_default();
        match field {
            "bucket" => self.bucket = text,
            "operation" => {
                let found = Operation::ALL.into_iter().find(|one| one.action() == value);
                self.operation = found.unwrap_or_default();
            }
            "object" => self.object = text,
            "encryption" => {
                let found = Encryption::ALL.into_iter().find(|one| one.name() == value);
                self.encryption = found.unwrap_or_default();
            }
            "listed" => self.listed = text,
            "entered" => self.entered = text,
            "bucketKey" => self.bucket_key = value == "true",
            "newName" => self.new_bucket = Some(NewBucket { name: text, ..new(&mut self) }),
            "newAccount" => self.new_bucket = Some(NewBucket { account: text, ..new(&mut self) }),
            "newRegion" => self.new_bucket = Some(NewBucket { region: text, ..new(&mut self) }),
            _ => {}
        }
        self
    }

    /// The index of the bucket; `None` where the scenario has none.
    pub fn bucket_of(&self, scenario: &Scenario) -> Option<usize> {
        let named = scenario.buckets.iter().position(|bucket| bucket.name == self.bucket);
        named.or((!scenario.buckets.is_empty()).then_some(0))
    }

    /// The object that a download is about; `None` where the bucket has none.
    pub fn stored<'s>(&self, bucket: &'s Bucket) -> Option<&'s BucketObject> {
        bucket.objects.iter().find(|one| one.name == self.object).or(bucket.objects.first())
    }

    /// What the console shows to this principal.
    ///
    /// ```
    /// use kms_policy::{decide::Model, report::Verdict, scenario::Scenario};
    /// use kms_policy::s3_console::{Choices, Encryption};
    /// let scenario = Scenario::from_json(r#"{"version": 1,
    ///     "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}],
    ///     "principals": [{"arn": "arn:aws:iam::111122223333:root"}],
    ///     "buckets": [{"name": "b", "account": "111122223333", "region": "eu-west-1"}]}"#).unwrap();
    /// let model = Model::new(&scenario).unwrap();
    /// let encryption = Encryption::Entered;
    /// let mut choices = Choices { encryption, entered: "alias/k".to_owned(), ..Choices::default() };
    /// assert!(choices.show(&model, "arn:aws:iam::111122223333:root").outcome.is_err());
    /// choices.entered = scenario.keys[0].arn.clone();
    /// let outcome = choices.show(&model, "arn:aws:iam::111122223333:root").outcome.unwrap();
    /// assert_eq!(outcome.decision.verdict, Verdict::Allow);
    /// assert_eq!(outcome.object.unwrap().key, Some(scenario.keys[0].arn.clone()));
    /// ```
    pub fn show(&self, model: &Model<'_>, principal: &str) -> Shown {
        let bucket = self.bucket_of(model.scenario);
        let asked = self.operation != Operation::Download && self.encryption == Encryption::Listed;
        let keys = bucket.filter(|_| asked).and_then(|bucket| keys::list(model, principal, bucket));
        let outcome = self.request(model, principal, keys.as_ref());
        let outcome = outcome.map(|(request, bucket)| self.outcome(model, &request, bucket));
        let fault = outcome.as_ref().err();
        let new = self.new_bucket.as_ref();
        Shown {
            controls: controls::controls(self, model.scenario, keys.as_ref(), fault),
            of_new_bucket: new
                .map_or_else(Vec::new, |new| controls::of_new_bucket(new, model.scenario)),
            keys,
            outcome,
        }
    }

    /// What the console asks S3, and the index of the bucket.
    fn request(
        &self,
        model: &Model<'_>,
        principal: &str,
        keys: Option<&KeyList>,
    ) -> Result<(Request, usize), Fault> {
        let scenario = model.scenario;
        let fault = |field, message: &str, wrong| Fault { field, message: message.into(), wrong };
        let index = self.bucket_of(scenario);
        let found = index.and_then(|index| Some((index, scenario.buckets.get(index)?)));
        let (index, bucket) =
            found.ok_or_else(|| fault(Field::Bucket, english::NO_BUCKET, false))?;
        let downloads = self.operation == Operation::Download;
        let object = if downloads {
            let stored = self.stored(bucket).map(|one| &one.name);
            stored.ok_or_else(|| fault(Field::Object, english::NO_OBJECT, false))?
        } else {
            &self.object
        };
        if object.is_empty() {
            return Err(fault(Field::Object, english::OBJECT_NAME, false));
        }
        if object.len() > LONGEST_NAME {
            return Err(fault(Field::Object, english::LONG_NAME, true));
        }
        let caller = scenario.principal(principal).and_then(|index| model.callers.get(index));
        let partition = caller.map_or("aws", |caller| &*caller.partition);
        let mut request = asked(scenario, principal, self.operation.action());
        request.resource = Some(format!("arn:{partition}:s3:::{}/{object}", bucket.name));
        if !downloads {
            request.key = match self.encryption {
                Encryption::Listed => {
                    let listed = keys.is_some_and(|keys| keys.has(&self.listed));
                    let none = keys.is_none_or(|keys| keys.keys.is_empty());
                    let message = if none { english::NONE_LISTED } else { english::CHOOSE_KEY };
                    Some(
                        listed
                            .then(|| self.listed.clone())
                            .ok_or_else(|| fault(Field::Key, message, !self.listed.is_empty()))?,
                    )
                }
                Encryption::Entered => {
                    let entered = self.entered.trim();
                    let usable = is_key_arn(entered) && !entered.contains(char::is_whitespace);
                    let empty = entered.is_empty();
                    let message = if empty { english::ENTER_ARN } else { english::NO_KEY_ARN };
                    Some(
                        usable
                            .then(|| entered.to_owned())
                            .ok_or_else(|| fault(Field::Key, message, !empty))?,
                    )
                }
                _ => None,
            };
            let kind = match self.encryption {
                Encryption::Default => None,
                Encryption::S3 => Some("AES256"),
                _ => Some("aws:kms"),
            };
            let mut set = |name: &str, value: Value| request.parameters.insert(name.into(), value);
            if let Some(kind) = kind {
                set("ServerSideEncryption", json!(kind));
            }
            if self.encryption.is_kms() {
                set("BucketKeyEnabled", json!(self.bucket_key));
            }
        }
        Ok((request, index))
    }

    fn outcome(&self, model: &Model<'_>, request: &Request, bucket: usize) -> Outcome {
        let decision = model.judge(request, 0);
        let question = model.question(request);
        let (object, lacks_managed_key) = match self.operation {
            Operation::Download => {
                let bucket = model.scenario.buckets.get(bucket);
                (bucket.and_then(|bucket| self.stored(bucket)).cloned(), None)
            }
            _ => services::written(model, &question),
        };
        let allowed = decision.verdict == Verdict::Allow;
        let of_bucket = self.operation != Operation::Download
            && self.encryption == Encryption::Default
            && object.as_ref().is_some_and(|object| object.key.is_some());
        let default = model.scenario.buckets.get(bucket).and_then(|one| one.encryption.as_ref());
        Outcome {
            title: english::verdict(self, &decision),
            asked: Rc::from(of_request(request)),
            about: english::about(model.scenario, request),
            object: object.filter(|_| allowed),
            two_layers: of_bucket && default.is_some_and(BucketEncryption::has_two_layers),
            decision,
            lacks_managed_key,
        }
    }
}

fn of_request(request: &Request) -> String {
    Scenario { requests: vec![request.clone()], ..Scenario::default() }.to_json()
}

/// A request from the console. Its network is that of the matrix's requests, and so is what is set
/// of its context by hand.
fn asked(scenario: &Scenario, principal: &str, action: &str) -> Request {
    let details = scenario.matrix.as_ref().map(|matrix| &matrix.request);
    Request {
        principal: principal.to_owned(),
        action: action.to_owned(),
        vpc_endpoint: details.and_then(|details| details.vpc_endpoint.clone()),
        context: details.map(|details| details.context.clone()).unwrap_or_default(),
        ..Request::default()
    }
}

impl Outcome {
    /// What the console shows of the object's encryption: names and values.
    pub fn properties(&self, scenario: &Scenario) -> Vec<(&'static str, String)> {
        self.object
            .as_ref()
            .map_or_else(Vec::new, |object| english::properties(object, self.two_layers, scenario))
    }
}

/// The longest name of an object, in bytes of UTF-8, as S3's API says.
const LONGEST_NAME: usize = 1024;
