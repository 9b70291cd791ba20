//! A pasted error of AWS, read: who asked for what on which key, and what the text blames.
//!
//! The inverse of `explain/message.rs`: the sentence of a refusal (`denial.rs`), KMS's exceptions
//! (`exception.rs`), what tools print round them (`called.rs`), and the JSON of CloudTrail
//! (`record.rs`), STS (`decoded.rs`) and IAM Toolbox (`details.rs`). What it cannot tell and what to
//! check follows from that (`advice.rs`), and so does what a scenario says of it (`here.rs`).

mod advice;
mod called;
mod decoded;
mod denial;
mod details;
mod document;
mod exception;
mod flat;
mod here;
mod record;
mod report;

pub use advice::{Check, Untold};
pub use exception::Exception;
pub use here::{Agreement, Change, Here, Key, Outcome, Who};
pub use report::{BlameReport, Cell, Entry, ErrorReport, HereReport, Line, Part, Section};

use crate::actions::{Action, COMPOUND_ACTIONS};
use crate::arn::Arn;
use crate::region;
use crate::report::LayerName;
use crate::text::{Span, floor};
use document::Document;
use flat::Flat;

/// How much of a text is looked at. Errors are short; a day of CloudTrail is not.
pub const MAX_TEXT: usize = 128 * 1024;

/// Something that the text says, with its place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told<T> {
    /// What.
    pub value: T,
    /// Its bytes in the text.
    pub span: Span,
}

/// What kind of text it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// A message, with whatever a tool prints round it.
    #[default]
    Message,
    /// A record of CloudTrail.
    Record,
    /// What STS decodes.
    Decoded,
    /// The answer of `GetRequestAuthorizationDetails`.
    Details,
    /// An encoded authorization message, still encoded.
    Encoded,
}

/// How policies refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explicitness {
    /// A Deny statement matches.
    Explicit,
    /// Nothing allows it.
    Implicit,
}

/// What a text blames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blame {
    /// Policies: of these layers, or of one that is not told.
    Policies {
        /// The layers; a message names one at most.
        layers: Vec<LayerName>,
        /// How.
        how: Explicitness,
    },
    /// One of three things on the owner's side of a key (MSG-20, MSG-21, MSG-23).
    OwnersSide {
        /// Is the key the one that a ciphertext names?
        by_ciphertext: bool,
        /// Is it the text of former years?
        old: bool,
    },
    /// The trust policy of a role: no matter of a key.
    TrustPolicy,
    /// What an exception says, and no policy.
    Exception(Exception),
    /// Nothing.
    #[default]
    Unsaid,
}

/// A Deny statement that matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its Sid, where it has one.
    pub sid: Option<String>,
    /// The ARN of its policy, or what stands for it.
    pub policy: Option<Told<String>>,
    /// Its place in the text.
    pub span: Span,
}

/// An error as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorText {
    /// What kind of text it is.
    pub form: Form,
    /// The code as it is written, such as `KMS.DisabledException`.
    pub code: Option<Told<String>>,
    /// What the code, or KMS's sentence, says.
    pub exception: Option<Exception>,
    /// Who asked: an ARN or a service, as the text names it.
    pub principal: Option<Told<String>>,
    /// The action, with its prefix.
    pub action: Option<Told<String>>,
    /// On what: a key by ARN, ID or alias, or another resource.
    pub resource: Option<Told<String>>,
    /// The operation that was called, such as `PutObject`.
    pub operation: Option<Told<String>>,
    /// The service that called for the principal, such as `s3` or `s3.us-east-1.amazonaws.com`.
    pub via: Option<Told<String>>,
    /// Is it known that a service called KMS, for the principal or for itself?
    pub by_service: bool,
    /// Is it known that the principal called KMS itself?
    pub direct: bool,
    /// The Region, where the key's ARN does not say it.
    pub region: Option<Told<String>>,
    /// Pairs of the encryption context.
    pub encryption_context: Vec<(String, String)>,
    /// The VPC endpoint.
    pub vpc_endpoint: Option<Told<String>>,
    /// What the text blames, and where.
    pub blame: Told<Blame>,
    /// The policy that denied (MSG-4).
    pub policy: Option<Told<String>>,
    /// Deny statements that matched.
    pub statements: Vec<Statement>,
    /// By which AWS gives details of the refusal (MSG-4).
    pub authorization_id: Option<Told<String>>,
    /// An encoded authorization message.
    pub encoded: Option<Told<String>>,
    /// Was the request allowed after all?
    pub allowed: bool,
    /// Are there further pages of it?
    pub more: bool,
    /// Are these details without the checks that name layers?
    pub without_checks: bool,
    /// Members that are not understood.
    pub unread: Vec<String>,
    /// Refusals of other requests in the text, which are not read.
    pub others: usize,
    /// Is the text longer than what was looked at?
    pub cut: bool,
    /// What the text cannot tell.
    pub untold: Vec<Untold>,
    /// What to check, in order.
    pub checks: Vec<Check>,
}

/// A refusal in AWS's words.
#[derive(Clone, Debug, Default)]
struct Denial {
    span: Span,
    principal: Option<Told<String>>,
    action: Option<Told<String>>,
    resource: Option<Told<String>>,
    by_ciphertext: bool,
    blame: Told<Blame>,
    policy: Option<Told<String>>,
}

fn told<T>(flat: &Flat, span: Span, value: T) -> Told<T> {
    Told { value, span: flat.place(span) }
}

/// Reads an error; `None` where nothing in the text is one that is known.
///
/// ```
/// use kms_policy::error_text::{Blame, Explicitness, read};
/// use kms_policy::report::LayerName;
/// let text = "User: arn:aws:iam::111122223333:user/KeyUser is not authorized to perform: \
///     kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/k because no \
///     identity-based policy allows the kms:Decrypt action";
/// let error = read(text).unwrap();
/// assert_eq!(error.principal.unwrap().value, "arn:aws:iam::111122223333:user/KeyUser");
/// let how = Explicitness::Implicit;
/// assert_eq!(error.blame.value, Blame::Policies { layers: vec![LayerName::Identity], how });
/// assert_eq!(error.blame.span.of(text), "because no identity-based policy allows the kms:Decrypt action");
/// assert_eq!(read("make: *** [all] Error 2"), None);
/// ```
pub fn read(text: &str) -> Option<ErrorText> {
    let whole = beginning(text);
    let document = Document::first(whole);
    let structured = document.as_ref();
    let mut error =
        structured.and_then(details::read).or_else(|| structured.and_then(decoded::read));
    if error.is_none() {
        error = match structured.and_then(record::read) {
            Some((error, part)) => Some(with_words(error, &Flat::new(whole, part))),
            None => words(&Flat::new(whole, Span::new(0, whole.len()))),
        };
    }
    let mut error = error?;
    error.cut = whole.len() < text.len();
    error.untold = advice::untold(&error);
    error.checks = advice::checks(&error);
    Some(error)
}

/// As much of a text as is looked at: whole lines, where it has lines.
fn beginning(text: &str) -> &str {
    let cut = text.get(..floor(text, MAX_TEXT)).unwrap_or(text);
    if cut.len() == text.len() {
        return text;
    }
    cut.rfind('\n').and_then(|end| cut.get(..end)).unwrap_or(cut)
}

/// What a text says that is no JSON of a known form.
fn words(flat: &Flat) -> Option<ErrorText> {
    let error = with_words(ErrorText::default(), flat);
    let says = error.code.is_some()
        || error.exception.is_some()
        || error.encoded.is_some()
        || error.blame.value != Blame::Unsaid;
    says.then_some(error)
}

/// Adds what the words of a text say.
fn with_words(mut error: ErrorText, flat: &Flat) -> ErrorText {
    let denials = denial::all(flat);
    let is_of_kms = |denial: &&Denial| {
        denial.action.as_ref().is_some_and(|action| action.value.starts_with("kms:"))
    };
    let denial = denials.iter().find(is_of_kms).or_else(|| denials.first());
    if let Some(denial) = denial {
        let same = |one: &&Denial| {
            one.action.as_ref().map(|told| &told.value)
                == denial.action.as_ref().map(|told| &told.value)
                && one.resource.as_ref().map(|told| &told.value)
                    == denial.resource.as_ref().map(|told| &told.value)
        };
        error.others = denials.len() - denials.iter().filter(same).count();
        error.take_denial(denial);
    }
    error.take_codes(flat, denial.is_some());
    error.take_call(flat);
    if let Some(id) = authorization_id(flat) {
        error.authorization_id = Some(id);
    }
    if let Some(encoded) = encoded(flat) {
        error.encoded = Some(encoded);
        error.form = Form::Encoded;
    }
    if error.resource.is_none() {
        error.resource = key_arn(flat);
    }
    error.take_operation();
    error
}

impl ErrorText {
    fn take_denial(&mut self, denial: &Denial) {
        let Denial { principal, action, resource, blame, policy, .. } = denial.clone();
        self.principal = principal.or(self.principal.take());
        self.action = action.or(self.action.take());
        self.resource = resource.or(self.resource.take());
        self.blame = blame;
        self.policy = policy;
        self.exception = Some(Exception::AccessDenied);
    }

    /// The code, and the sentence of an exception.
    fn take_codes(&mut self, flat: &Flat, denied: bool) {
        let codes = exception::codes(flat);
        let refuses = |code: &&exception::Code| {
            matches!(code.exception, Exception::AccessDenied | Exception::Unauthorized)
        };
        let code = codes.iter().find(refuses).filter(|_| denied);
        let code = code.or_else(|| codes.iter().find(|_| !denied));
        if let Some(code) = code {
            self.code = Some(code.written.clone());
            self.exception = self.exception.or(Some(code.exception));
            // SNS and Lambda put KMS before KMS's own names, S3 and SQS `KMS.`.
            self.direct &= !code.through;
        } else if let Some(code) = self.code.as_ref().filter(|_| !denied) {
            let known = Flat::exactly(&code.value);
            self.exception = exception::codes(&known).first().map(|code| code.exception);
        }
        let of_service = exception::of_service(flat);
        if let Some((words, service)) = &of_service {
            self.by_service = true;
            let via = service.map(|service| Told { value: service.to_owned(), span: words.span });
            self.via = self.via.take().or(via);
        }
        if denied {
            return;
        }
        let sentence = exception::sentence(flat);
        let agrees = |found: Exception| {
            self.exception.is_none_or(|known| {
                known == found || matches!(known, Exception::Other | Exception::Validation)
            }) || found == Exception::InvalidState && self.exception == Some(Exception::Disabled)
        };
        if let Some(sentence) = sentence.filter(|sentence| agrees(sentence.exception)) {
            self.exception = self.exception.or(Some(sentence.exception));
            self.resource = sentence.key.or(self.resource.take());
            if let Some(operation) = sentence.operation {
                self.operation = self.operation.take().or(Some(operation));
            }
            self.blame.span = sentence.words.span;
        }
        if let Some((words, _)) = of_service {
            self.exception = Some(Exception::AccessDenied);
            self.blame.span = words.span;
        }
        if self.exception.is_none()
            && let Some(span) = flat.find("Access Denied", 0)
        {
            self.exception = Some(Exception::AccessDenied);
            self.blame.span = flat.place(span);
        }
        if let Some(exception) = self.exception.filter(|exception| {
            !matches!(exception, Exception::AccessDenied | Exception::Unauthorized)
        }) {
            self.blame.value = Blame::Exception(exception);
        }
        if self.blame.span == Span::default()
            && let Some(code) = &self.code
        {
            self.blame.span = code.span;
        }
    }

    /// The call round the error.
    fn take_call(&mut self, flat: &Flat) {
        let called = called::read(flat);
        if let Some(operation) = called.operation {
            self.operation = Some(operation);
        }
        let Some(service) = called.service.filter(|_| self.via.is_none()) else { return };
        match service {
            "kms" => self.direct |= self.operation.is_some() && !self.has_code_of_service(),
            service => {
                let span = self.operation.as_ref().map_or(self.blame.span, |one| one.span);
                self.via = Some(Told { value: service.to_owned(), span });
                self.direct = false;
            }
        }
    }

    /// Is the code the name that a service behind gives to an exception of KMS?
    fn has_code_of_service(&self) -> bool {
        let own = ["KMSInvalid", "KMSInternal"];
        self.code.as_ref().is_some_and(|code| {
            code.value.starts_with("KMS") && !own.iter().any(|own| code.value.starts_with(own))
        })
    }

    /// An operation of KMS is the action where the text names none.
    fn take_operation(&mut self) {
        let Some(operation) = self.operation.as_ref().filter(|_| self.action.is_none()) else {
            return;
        };
        let name = operation.value.as_str();
        if Action::bare(name).is_some() || name == "ReEncrypt" {
            let value = format!("kms:{name}");
            self.action = Some(Told { value, span: operation.span });
        }
    }

    /// A condition key of the request.
    fn take_context(&mut self, key: &str, value: Told<String>) {
        match key.to_ascii_lowercase().as_str() {
            "aws:principalarn" => self.principal = self.principal.take().or(Some(value)),
            "aws:requestedregion" => self.region = Some(value),
            "aws:sourcevpce" => self.vpc_endpoint = Some(value),
            "kms:viaservice" => self.via = Some(value),
            lower if lower.starts_with("kms:encryptioncontext:") => {
                let name = key.splitn(3, ':').nth(2).unwrap_or_default();
                self.encryption_context.push((name.to_owned(), value.value));
            }
            _ => {}
        }
    }

    /// Members that are not known.
    fn note_unread(&mut self, node: &crate::json::Node, known: &[&str], at: &str) {
        for member in document::members(Some(node)) {
            let name = format!("{at}{}", member.key);
            if !known.contains(&member.key.as_str()) && !self.unread.contains(&name) {
                self.unread.push(name);
            }
        }
    }

    /// The action whose cell of a matrix the error is of: the one it names, or an operation of
    /// another service, as a matrix names it.
    pub fn cell_action(&self) -> Option<String> {
        if let Some(action) = &self.action {
            let known = Action::named(&action.value).is_some();
            let known = known || COMPOUND_ACTIONS.contains(&action.value.as_str());
            return known.then(|| action.value.clone());
        }
        let service = self.via.as_ref()?.value.split('.').next()?;
        let name = format!("{service}:{}", self.operation.as_ref()?.value);
        COMPOUND_ACTIONS.contains(&name.as_str()).then_some(name)
    }

    /// The key as the text names it: nothing where the resource is another thing.
    pub fn key(&self) -> Option<&Told<String>> {
        self.resource
            .as_ref()
            .filter(|resource| Arn::parse(&resource.value).is_none_or(|arn| arn.service == "kms"))
    }

    /// The Region of the request, as far as it is told.
    pub fn region(&self) -> Option<&str> {
        let of_key = self.key().and_then(|key| Arn::parse(&key.value)).map(|arn| arn.region);
        let told = self.region.as_ref().map(|region| region.value.as_str());
        told.or(of_key).filter(|region| region::is_known(region))
    }
}

/// `… with the following authorization id: …` (MSG-4).
fn authorization_id(flat: &Flat) -> Option<Told<String>> {
    let phrase = flat.find("authorization id", 0)?;
    let behind = flat.behind(phrase.end, ":").unwrap_or(phrase.end);
    let is_in = |one: char| one.is_ascii_alphanumeric() || one == '-';
    let span = flat.word(denial::skip(flat, behind), is_in, |_, _| false)?;
    // It is longer than a word, and has digits.
    let word = denial::word_told(flat, span);
    (word.value.len() >= 8 && word.value.bytes().any(|byte| byte.is_ascii_digit())).then_some(word)
}

/// `Encoded authorization failure message: …`.
fn encoded(flat: &Flat) -> Option<Told<String>> {
    let phrase = flat.find("Encoded authorization failure message:", 0)?;
    let is_in = |one: char| one.is_ascii_alphanumeric() || "-_=+/".contains(one);
    let span = flat.word(denial::skip(flat, phrase.end), is_in, |_, here| {
        flat.behind(here + 1, "status code").is_some()
            || flat.behind(here + 1, "(Service").is_some()
    })?;
    Some(denial::word_told(flat, span))
}

/// The first ARN of a key or alias.
fn key_arn(flat: &Flat) -> Option<Told<String>> {
    let mut from = 0;
    while let Some(start) = flat.find("arn:", from) {
        from = start.end;
        let is_in = |one: char| one.is_ascii_alphanumeric() || "-_/:*".contains(one);
        let span = flat.word(start.start, is_in, |_, _| true)?;
        let told = denial::word_told(flat, span);
        let arn = Arn::parse(&told.value);
        let of_kms = |arn: Arn<'_>| {
            arn.service == "kms"
                && arn.resource.starts_with(['k', 'a'])
                && arn.resource.contains('/')
        };
        if arn.is_some_and(of_kms) {
            return Some(told);
        }
    }
    None
}
