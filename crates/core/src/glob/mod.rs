//! Wildcards: `*` stands for any run of characters, also none, `?` for exactly one.

mod automaton;
mod pieces;

use std::slice::Iter;
use std::str::Chars;

/// One step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// This character and no other.
    Char(char),
    /// `?`: exactly one character.
    One,
    /// `*`: any run of characters, also none.
    Any,
}

impl From<char> for Token {
    fn from(character: char) -> Self {
        match character {
            '*' => Self::Any,
            '?' => Self::One,
            other => Self::Char(other),
        }
    }
}

/// Does the whole of `text` match `pattern`, case-sensitively?
///
/// Time grows with `pattern + text`; where a star has a long run with `?` behind it that nearly fits
/// at very many places, with `text × pattern ÷ 64`.
///
/// ```
/// assert!(kms_policy::glob::matches("GenerateDataKey*", "GenerateDataKeyPair"));
/// assert!(!kms_policy::glob::matches("key/????", "key/12345"));
/// ```
pub fn matches(pattern: &str, text: &str) -> bool {
    run(Steps::Text(pattern.chars()), text, Case::Matters)
}

/// As [`matches()`], for a pattern some of whose `*` and `?` are literal text (O-54).
pub fn matches_tokens(pattern: &[Token], text: &str) -> bool {
    run(Steps::Tokens(pattern.iter()), text, Case::Matters)
}

/// As [`matches()`], without regard to the case of ASCII letters.
pub fn matches_ignoring_case(pattern: &str, text: &str) -> bool {
    run(Steps::Text(pattern.chars()), text, Case::Ignored)
}

/// Does `text` match a resource pattern of fewer than six parts (M-12)? There a `*` before a `:`
/// or at the end may stand for colons, any other `*` and every `?` may not.
pub fn matches_short_arn(pattern: &str, text: &str) -> bool {
    pattern == "*" || run(Steps::ShortArn(pattern.chars()), text, Case::Matters)
}

/// What a step stands for.
#[derive(Clone, Copy, Debug)]
enum Step {
    Char(char),
    One(Colons),
    Any(Colons),
}

/// Do colons count among the characters that a wildcard stands for?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colons {
    Too,
    Not,
}

impl Colons {
    fn allow(self, character: char) -> bool {
        self == Self::Too || character != ':'
    }
}

/// A pattern, step by step.
#[derive(Clone, Debug)]
enum Steps<'p> {
    Text(Chars<'p>),
    Tokens(Iter<'p, Token>),
    ShortArn(Chars<'p>),
}

impl Iterator for Steps<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let (token, one, any) = match self {
            Self::Text(pattern) => (Token::from(pattern.next()?), Colons::Too, Colons::Too),
            Self::Tokens(pattern) => (*pattern.next()?, Colons::Too, Colons::Too),
            Self::ShortArn(pattern) => {
                let token = Token::from(pattern.next()?);
                let any = match pattern.clone().next() {
                    None | Some(':') => Colons::Too,
                    Some(_) => Colons::Not,
                };
                (token, Colons::Not, any)
            }
        };
        Some(match token {
            Token::Char(character) => Step::Char(character),
            Token::One => Step::One(one),
            Token::Any => Step::Any(any),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Matters,
    Ignored,
}

impl Case {
    fn same(self, one: char, other: char) -> bool {
        one == other || self == Self::Ignored && one.eq_ignore_ascii_case(&other)
    }
}

/// A star from which matching can begin anew: what stands behind it, and the text that it has not
/// swallowed yet.
struct Star<'p, 't> {
    behind: Steps<'p>,
    rest: Chars<'t>,
}

/// So often is a character looked at, on average, before a way takes over that takes longer to begin.
const PATIENCE: usize = 16;

/// Follows pattern and text side by side. Where they part, the last star met swallows one character
/// more: what matched before it can stay, since the star reaches all that a later match would.
fn run(mut pattern: Steps<'_>, text: &str, case: Case) -> bool {
    let whole = pattern.clone();
    let mut patience = PATIENCE * (text.len() + pattern.size_hint().0 + 1);
    let mut rest = text.chars();
    let mut any: Option<Star<'_, '_>> = None;
    // A star that stops at a colon, met after `any`: there `any` is the one that goes on.
    let mut within: Option<Star<'_, '_>> = None;
    loop {
        patience -= 1;
        if patience == 0 {
            return pieces::matches(whole.clone(), text, case)
                .unwrap_or_else(|| automaton::matches(whole, text, case));
        }
        let here = rest.clone();
        let goes_on = match (pattern.next(), rest.next()) {
            (None, None) => return true,
            (Some(Step::Any(colons)), _) => {
                let star = Some(Star { behind: pattern.clone(), rest: here.clone() });
                match colons {
                    Colons::Too => (any, within) = (star, None),
                    Colons::Not => within = star,
                }
                rest = here;
                continue;
            }
            (Some(Step::One(colons)), Some(found)) => colons.allow(found),
            (Some(Step::Char(wanted)), Some(found)) => case.same(wanted, found),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if goes_on {
            continue;
        }
        let swallows = |star: &mut Option<Star<'_, '_>>, colons: Colons| {
            star.as_mut()
                .is_some_and(|star| star.rest.next().is_some_and(|next| colons.allow(next)))
        };
        if !swallows(&mut within, Colons::Not) {
            within = None;
            if !swallows(&mut any, Colons::Too) {
                return false;
            }
        }
        let Some(star) = within.as_ref().or(any.as_ref()) else { return false };
        pattern = star.behind.clone();
        rest = star.rest.clone();
    }
}

#[cfg(test)]
mod tests;
