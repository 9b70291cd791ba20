//! The sentence in which AWS refuses (section 11): `User: … is not authorized to perform: …`.

use super::flat::Flat;
use super::{Blame, Denial, Explicitness, Told, told};
use crate::actions::Action;
use crate::english::POLICY_TYPES;
use crate::report::LayerName;
use crate::text::Span;

const NOT_AUTHORIZED: &str = "is not authorized to perform:";
/// How far before it the principal begins: an ARN has up to 2,048 characters.
const MAX_PRINCIPAL: usize = 2_200;
/// How far behind the type of a policy its sentence ends.
const MAX_ACTION: usize = 120;
/// What may stand behind an action or a resource.
const BEHIND: [&str; 10] = [
    "on resource:",
    "on this resource",
    "on the resource",
    "because ",
    "with an explicit deny",
    "status code:",
    "(Service:",
    "An error",
    "User:",
    "Go to ",
];
/// What AWS says of keys of other accounts (MSG-20, MSG-21).
const OF_OWNER: &str = "because the resource does not exist in this Region, no resource-based \
                        policies allow access, or a resource-based policy explicitly denies access";
/// What it said before (MSG-23).
const OLD_TEXT: &str = "The ciphertext refers to a customer master key that does not exist, does \
                        not exist in this region, or you are not allowed to access";

/// Every refusal in a text, in order.
pub(super) fn all(flat: &Flat) -> Vec<Denial> {
    let mut denials = Vec::new();
    let mut from = 0;
    while let Some(phrase) = flat.find(NOT_AUTHORIZED, from) {
        denials.push(at(flat, phrase, from));
        from = phrase.end;
    }
    if denials.is_empty()
        && let Some(phrase) = flat.find(OLD_TEXT, 0)
    {
        let blame = Blame::OwnersSide { by_ciphertext: true, old: true };
        denials.push(Denial {
            span: phrase,
            blame: told(flat, phrase, blame),
            ..Denial::default()
        });
    }
    denials
}

/// The refusal whose words are at `phrase`; the one before it ends at `from`.
fn at(flat: &Flat, phrase: Span, from: usize) -> Denial {
    let user = flat.find_before("User:", phrase.start, MAX_PRINCIPAL);
    let user = user.filter(|user| user.start >= from);
    let principal = user.and_then(|user| trimmed(flat, Span::new(user.end, phrase.start)));
    let mut denial = Denial {
        span: Span::new(user.map_or(phrase.start, |user| user.start), phrase.end),
        principal: principal.map(|span| word_told(flat, span)),
        ..Denial::default()
    };
    let mut at = skip(flat, phrase.end);
    if let Some(span) = flat.word(at, is_in_action, |word, here| ends_action(flat, word, here)) {
        denial.action = Some(word_told(flat, span));
        at = span.end;
    }
    at = skip(flat, at);
    if let Some(behind) = flat.behind(at, "on resource:") {
        at = skip(flat, behind);
        if let Some(span) = resource(flat, at) {
            denial.resource = Some(word_told(flat, span)).filter(|told| told.value != "*");
            at = skip(flat, flat.behind(span.end, "\"").unwrap_or(span.end));
        }
    } else if let Some(behind) = flat.behind(at, "on this resource") {
        at = skip(flat, behind);
    } else if let Some(behind) = flat.behind(at, "on the resource associated with this ciphertext")
    {
        denial.by_ciphertext = true;
        at = skip(flat, behind);
    }
    let (blame, end) = blame(flat, at, denial.by_ciphertext, denial.action.as_ref());
    denial.blame = Told { value: blame, span: flat.place(Span::new(at, end)) };
    denial.span.end = end.max(at);
    if let Some((policy, end)) = policy(flat, end) {
        denial.policy = Some(policy);
        denial.span.end = end;
    }
    denial
}

/// What is blamed, and where its words end.
fn blame(
    flat: &Flat,
    at: usize,
    by_ciphertext: bool,
    action: Option<&Told<String>>,
) -> (Blame, usize) {
    if let Some(end) = flat.behind(at, OF_OWNER) {
        return (Blame::OwnersSide { by_ciphertext, old: false }, end);
    }
    let of_type = |at: usize, how: Explicitness| {
        POLICY_TYPES.iter().find_map(|(name, layer)| {
            let end = flat.behind(at, name)?;
            Some((Blame::Policies { layers: vec![layer_of(*layer, action)], how }, end))
        })
    };
    let implicit =
        flat.behind(at, "because no ").and_then(|at| of_type(at, Explicitness::Implicit));
    if let Some((blame, end)) = implicit {
        let rest = flat.find_within("action", end, MAX_ACTION);
        let allows = flat.behind(skip(flat, end), "allows the ");
        return (blame, allows.and(rest).map_or(end, |found| found.end));
    }
    if flat.behind(at, "because no role trust policy").is_some() {
        return (Blame::TrustPolicy, at);
    }
    if let Some(behind) = flat.behind(at, "with an explicit deny") {
        let typed = [" in an ", " in a "].into_iter().filter_map(|word| flat.behind(behind, word));
        let typed = typed.filter_map(|at| of_type(at, Explicitness::Explicit)).next();
        let unsaid = Blame::Policies { layers: Vec::new(), how: Explicitness::Explicit };
        return typed.unwrap_or((unsaid, behind));
    }
    (Blame::Unsaid, at)
}

/// The policy type of a message is one of the resource's: which, says the action.
fn layer_of(layer: LayerName, action: Option<&Told<String>>) -> LayerName {
    match (layer, action.and_then(|action| action.value.split_once(':'))) {
        (LayerName::KeyPolicy, Some((service, _))) if service != "kms" => LayerName::BucketPolicy,
        _ => layer,
    }
}

/// The ARN of the policy, where it follows (MSG-4).
fn policy(flat: &Flat, at: usize) -> Option<(Told<String>, usize)> {
    let at = skip(flat, flat.behind(at, ":").or_else(|| flat.behind(at, " :"))?);
    flat.behind(at, "arn:")?;
    let span = flat.word(at, is_in_arn, |_, here| ends_at(flat, here))?;
    let mut end = span.end;
    while flat.text().get(..end).is_some_and(|text| text.ends_with(['.', ':'])) {
        end -= 1;
    }
    Some((word_told(flat, Span::new(span.start, end)), end))
}

/// A resource in quotes, as S3 prints it, or a word.
fn resource(flat: &Flat, at: usize) -> Option<Span> {
    if let Some(open) = flat.behind(at, "\"") {
        let rest = flat.text().get(open..)?;
        // S3's keys have up to 1,024 characters.
        let quote = rest.bytes().take(MAX_PRINCIPAL).position(|byte| byte == b'"');
        return quote.map(|length| Span::new(open, open + length));
    }
    let span =
        flat.word(at, is_in_arn, |word, here| is_whole_key_arn(word) || ends_at(flat, here))?;
    let word = span.of(flat.text());
    let end = span.start + word.trim_end_matches(['.', ',', ':']).len();
    (end > span.start).then(|| Span::new(span.start, end))
}

/// Is it the ARN of a key with all of its ID, so that a broken line does not go on with it?
fn is_whole_key_arn(word: &str) -> bool {
    let id = word.rsplit_once(":key/").map(|(_, id)| id);
    id.is_some_and(|id| id.len() == if id.starts_with("mrk-") { 36 } else { UUID })
}

const UUID: usize = 36;

fn is_in_action(one: char) -> bool {
    one.is_ascii_alphanumeric() || matches!(one, ':' | '-' | '*' | '_')
}

fn is_in_arn(one: char) -> bool {
    !one.is_whitespace() && !matches!(one, '"' | '\'' | '`' | '<' | '>' | ',' | ')' | ';' | '}')
}

/// At a break: does the action end there, or go on in the next line?
fn ends_action(flat: &Flat, word: &str, here: usize) -> bool {
    if ends_at(flat, here) {
        return true;
    }
    let next = flat.word(here + 1, is_in_action, |_, _| true);
    let joined = next.map(|next| format!("{word}{}", next.of(flat.text())));
    Action::named(word).is_some() && joined.is_none_or(|joined| Action::named(&joined).is_none())
}

/// Does the break at `here` stand between a word and what may come behind it?
fn ends_at(flat: &Flat, here: usize) -> bool {
    let next = skip(flat, here);
    next >= flat.text().len() || BEHIND.iter().any(|phrase| flat.behind(next, phrase).is_some())
}

/// Behind white space.
pub(super) fn skip(flat: &Flat, at: usize) -> usize {
    let rest = flat.text().get(at..).unwrap_or_default();
    flat.text().len().min(at + rest.len() - rest.trim_start().len())
}

/// Without white space round it.
fn trimmed(flat: &Flat, span: Span) -> Option<Span> {
    let text = span.of(flat.text());
    let start = span.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    (end > start).then(|| Span::new(start, end))
}

pub(super) fn word_told(flat: &Flat, span: Span) -> Told<String> {
    Told { value: flat.joined(span), span: flat.place(span) }
}
