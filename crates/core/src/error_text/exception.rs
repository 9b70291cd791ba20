//! The exceptions of KMS: their names, as other services write them too, and the sentences that
//! come with them (sections 3.2 and 10, OP-22, OP-23, S-19, S-34).

use super::denial::{skip, word_told};
use super::flat::Flat;
use super::{Told, told};
use crate::english::{INVALID_PRINCIPALS, LOCKED_OUT, NO_PRINCIPAL};
use crate::text::Span;

/// What an exception says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exception {
    /// Access is denied.
    AccessDenied,
    /// Access is denied, and why is encoded.
    Unauthorized,
    /// The key is disabled.
    Disabled,
    /// The key is in a state that forbids it.
    InvalidState,
    /// Another alias, grant, policy or key of this name does not exist.
    NotFound,
    /// The key is of a usage or spec that the operation does not take.
    InvalidKeyUsage,
    /// The key did not encrypt it.
    IncorrectKey,
    /// The ciphertext, or its encryption context, is not that of the encryption.
    InvalidCiphertext,
    /// The grant token is no token, or not one of the caller's.
    InvalidGrantToken,
    /// KMS refuses the policy.
    MalformedPolicy,
    /// A quota or length.
    LimitExceeded,
    /// The key's material cannot be reached for now.
    KeyUnavailable,
    /// KMS did not answer in time.
    DependencyTimeout,
    /// Too many requests.
    Throttling,
    /// Something in KMS failed.
    Internal,
    /// The operation does not work on this key, or not with this parameter.
    UnsupportedOperation,
    /// It would have succeeded.
    DryRun,
    /// A parameter is not valid.
    Validation,
    /// An ARN is not valid.
    InvalidArn,
    /// Another exception of KMS.
    Other,
}

use Exception::{
    AccessDenied, DependencyTimeout, Disabled, DryRun, IncorrectKey, Internal, InvalidArn,
    InvalidCiphertext, InvalidGrantToken, InvalidKeyUsage, InvalidState, KeyUnavailable,
    LimitExceeded, MalformedPolicy, NotFound, Other, Throttling, Unauthorized,
    UnsupportedOperation, Validation,
};

/// The names, without `Exception` at their end and `KMS` or `KMS.` before them.
const NAMES: [(&str, Exception); 38] = [
    ("AccessDenied", AccessDenied),
    ("AuthorizationError", AccessDenied),
    ("UnauthorizedOperation", Unauthorized),
    ("Disabled", Disabled),
    ("InvalidState", InvalidState),
    ("NotFound", NotFound),
    ("InvalidKeyUsage", InvalidKeyUsage),
    ("IncorrectKey", IncorrectKey),
    ("InvalidCiphertext", InvalidCiphertext),
    ("InvalidGrantToken", InvalidGrantToken),
    ("MalformedPolicyDocument", MalformedPolicy),
    ("LimitExceeded", LimitExceeded),
    ("KeyUnavailable", KeyUnavailable),
    ("DependencyTimeout", DependencyTimeout),
    ("Throttling", Throttling),
    ("Throttled", Throttling),
    ("Internal", Internal),
    ("UnsupportedOperation", UnsupportedOperation),
    ("DryRunOperation", DryRun),
    ("Validation", Validation),
    ("ValidationError", Validation),
    ("InvalidArn", InvalidArn),
    ("AlreadyExists", Other),
    ("Conflict", Other),
    ("CustomKeyStoreInvalidState", Other),
    ("CustomKeyStoreNotFound", Other),
    ("CloudHsmClusterNotActive", Other),
    ("ExpiredImportToken", Other),
    ("IncorrectKeyMaterial", Other),
    ("InvalidAliasName", Other),
    ("InvalidGrantId", Other),
    ("InvalidImportToken", Other),
    ("InvalidMac", Other),
    ("InvalidMarker", Other),
    ("InvalidSignature", Other),
    ("Tag", Other),
    ("XksKeyInvalidConfiguration", Other),
    ("XksProxyUriUnreachable", Other),
];

/// Names that count without `Exception` and without `KMS` before them; `Disabled` alone is a word.
const BARE: [&str; 8] = [
    "AccessDenied",
    "AuthorizationError",
    "UnauthorizedOperation",
    "MalformedPolicyDocument",
    "LimitExceeded",
    "Throttling",
    "Throttled",
    "ValidationError",
];

/// A code as it is written, and what it is.
#[derive(Clone, Debug)]
pub(super) struct Code {
    /// As it is written, such as `KMS.DisabledException`.
    pub written: Told<String>,
    /// What it is.
    pub exception: Exception,
    /// Is it in the name that the service behind gives it: `KMS.` or `KMS` before KMS's own?
    pub through: bool,
}

/// What a word is, if it is a code: as KMS, S3 (`KMS.…`), SNS and Lambda (`KMS…`) write it.
fn named(word: &str) -> Option<(Exception, bool)> {
    // A class or shape in a package: only its last part counts.
    let (package, last) = word.rsplit_once(['.', '#', '$']).unwrap_or(("", word));
    let dotted = package == "KMS";
    let bare = last.strip_suffix("Exception");
    let name = bare.unwrap_or(last);
    let by_kms = name.strip_prefix("KMS").filter(|rest| !rest.is_empty());
    // These are KMS's own names.
    let own = ["KMSInvalidState", "KMSInternal", "KMSInvalidMac", "KMSInvalidSignature"];
    let through = dotted || (by_kms.is_some() && !own.contains(&name));
    let wanted = by_kms.unwrap_or(name);
    if bare.is_none() && !through && !BARE.contains(&name) {
        return None;
    }
    let (_, exception) = NAMES.iter().find(|(known, _)| *known == wanted)?;
    Some((*exception, through))
}

/// Is this what KMS, or a service for it, calls the exception?
pub(super) fn is_called(exception: Exception, name: &str) -> bool {
    // The states of a key come as either, and the documentation allows both (OP-20).
    let alike = |one| match one {
        InvalidState => Disabled,
        one => one,
    };
    named(name).is_some_and(|(found, _)| alike(found) == alike(exception))
}

/// Every code in a text, in order.
pub(super) fn codes(flat: &Flat) -> Vec<Code> {
    let text = flat.text();
    let mut codes = Vec::new();
    let is_in = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '#' | '_' | '$');
    let mut at = 0;
    for word in text.split(|one: char| !is_in(one)) {
        let trimmed = word.trim_end_matches('.');
        let span = Span::new(at, at + trimmed.len());
        at += word.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        if codes.len() < MAX_CODES
            && trimmed.contains(is_uppercase)
            && let Some((exception, through)) = named(trimmed)
        {
            // Of a class in a package its name is the code.
            let name = if through {
                trimmed.find("KMS.").unwrap_or_else(|| last_part(trimmed))
            } else {
                last_part(trimmed)
            };
            let span = Span::new(span.start + name, span.end);
            codes.push(Code { written: word_told(flat, span), exception, through });
        }
    }
    codes
}

fn is_uppercase(one: char) -> bool {
    one.is_ascii_uppercase()
}

/// Where the last part of a dotted name begins.
fn last_part(word: &str) -> usize {
    word.rfind(['.', '#', '$']).map_or(0, |dot| dot + 1)
}

/// Logs may repeat one a thousand times.
const MAX_CODES: usize = 64;

/// What a sentence of KMS says besides.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub exception: Exception,
    /// The sentence.
    pub words: Told<String>,
    /// The key as it names it.
    pub key: Option<Told<String>>,
    /// The operation as it names it.
    pub operation: Option<Told<String>>,
}

/// Sentences behind the key's ARN.
const BEHIND_KEY: [(&str, Exception); 11] = [
    (" is disabled", Disabled),
    (" is pending deletion", InvalidState),
    (" is pending replica deletion", InvalidState),
    (" is not pending deletion", InvalidState),
    (" is pending import", InvalidState),
    (" is unavailable", InvalidState),
    (" is creating", InvalidState),
    (" is updating", InvalidState),
    (" key usage is ", InvalidKeyUsage),
    (" origin is ", UnsupportedOperation),
    (" does not exist", NotFound),
];

/// Sentences that name no key.
const ALONE: [(&str, Exception); 8] = [
    (LOCKED_OUT, MalformedPolicy),
    (INVALID_PRINCIPALS, MalformedPolicy),
    (NO_PRINCIPAL, MalformedPolicy),
    (
        "The key ID in the request does not identify a CMK that can perform this operation",
        IncorrectKey,
    ),
    ("The request would have succeeded, but the DryRun option is set", DryRun),
    ("The AWS_RAM policy can only be managed by the RAM service", Validation),
    ("Rate exceeded", Throttling),
    ("You have exceeded the rate at which you may call KMS", Throttling),
];

/// Sentences with what they are about behind them.
const BEFORE_KEY: [(&str, &str, Exception); 4] = [
    ("Invalid keyId ", "", NotFound),
    ("Invalid keyId", "", NotFound),
    ("Key '", " does not exist", NotFound),
    ("Alias ", " is not found", NotFound),
];

/// The sentence of an exception.
pub(super) fn sentence(flat: &Flat) -> Option<Sentence> {
    let alone = ALONE.iter().find_map(|(phrase, exception)| {
        let span = flat.find(phrase, 0)?;
        Some(Sentence {
            exception: *exception,
            words: word_told(flat, span),
            key: None,
            operation: None,
        })
    });
    alone.or_else(|| before_key(flat)).or_else(|| behind_key(flat)).or_else(|| region(flat))
}

/// `Invalid arn us-east-1`: the Region of an ARN is not the endpoint's.
fn region(flat: &Flat) -> Option<Sentence> {
    let phrase = flat.find("Invalid arn ", 0)?;
    let region =
        flat.word(phrase.end, |one| one.is_ascii_alphanumeric() || one == '-', |_, _| true);
    let end = region.filter(|span| crate::region::is_known(span.of(flat.text())))?.end;
    let words = word_told(flat, Span::new(phrase.start, end));
    Some(Sentence { exception: NotFound, words, key: None, operation: None })
}

fn before_key(flat: &Flat) -> Option<Sentence> {
    BEFORE_KEY.iter().find_map(|(before, behind, exception)| {
        let phrase = flat.find(before, 0)?;
        let mut at = skip(flat, phrase.end);
        at = flat.behind(at, "'").or_else(|| flat.behind(at, "\"")).unwrap_or(at);
        let key = key_at(flat, at)?;
        let close = flat.behind(key.end, "'").or_else(|| flat.behind(key.end, "\""));
        let end = close.unwrap_or(key.end);
        let end = if behind.is_empty() { end } else { flat.behind(end, behind)? };
        Some(Sentence {
            exception: *exception,
            words: word_told(flat, Span::new(phrase.start, end)),
            key: Some(word_told(flat, key)),
            operation: None,
        })
    })
}

fn behind_key(flat: &Flat) -> Option<Sentence> {
    let mut from = 0;
    while let Some(start) = flat.find("arn:", from) {
        from = start.end;
        let Some(key) = key_at(flat, start.start) else { continue };
        let quote = flat.behind(key.end, "'").unwrap_or(key.end);
        let found = BEHIND_KEY
            .iter()
            .find_map(|(phrase, exception)| Some((flat.behind(quote, phrase)?, *exception)));
        let Some((end, exception)) = found else { continue };
        let stop = flat.find_within("which is not valid for ", end, 80);
        let mut words = Span::new(key.start, end);
        let mut operation = None;
        if let Some(stop) = stop {
            let word = flat.word(stop.end, |one| one.is_ascii_alphanumeric(), |_, _| false);
            words.end = word.map_or(stop.end, |word| word.end);
            operation = word.filter(|word| word.of(flat.text()) != "this");
        }
        return Some(Sentence {
            exception,
            words: word_told(flat, words),
            key: Some(word_told(flat, key)),
            operation: operation.map(|span| word_told(flat, span)),
        });
    }
    None
}

/// The key, alias or ID at `at`.
fn key_at(flat: &Flat, at: usize) -> Option<Span> {
    let is_in = |one: char| one.is_ascii_alphanumeric() || "-_/:*.".contains(one);
    let span = flat.word(at, is_in, |_, here| {
        BEHIND_KEY.iter().any(|(phrase, _)| flat.behind(here, phrase).is_some())
    })?;
    let end = span.start + span.of(flat.text()).trim_end_matches(['.', ':']).len();
    (end > span.start).then(|| Span::new(span.start, end))
}

/// A text of Secrets Manager, Lambda or EC2 that stands for a refusal of KMS (S-30, S-32).
const OF_SERVICES: [(&str, Option<&str>); 5] = [
    ("Access to KMS is not allowed", Some("secretsmanager")),
    ("because KMS access was denied", Some("lambda")),
    ("Client.InternalError: Client error on launch", Some("ec2")),
    ("Client.InternalError", Some("ec2")),
    // What a service got that has no right to read KMS's text.
    ("null (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException", None),
];

/// Such a text, and the service it is of.
pub(super) fn of_service(flat: &Flat) -> Option<(Told<String>, Option<&'static str>)> {
    OF_SERVICES.iter().find_map(|(phrase, service)| {
        let span = flat.find(phrase, 0)?;
        Some((told(flat, span, span.of(flat.text()).to_owned()), *service))
    })
}
