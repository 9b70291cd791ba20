//! Wildcards: `*` stands for any run of characters, also none, `?` for exactly one.

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
/// Time is at worst `pattern × text`: only the last star met can still give way.
///
/// ```
/// assert!(kms_policy::glob::matches("GenerateDataKey*", "GenerateDataKeyPair"));
/// assert!(!kms_policy::glob::matches("key/????", "key/12345"));
/// ```
pub fn matches(pattern: &str, text: &str) -> bool {
    run(pattern.chars().map(Token::from), text, |wanted, found| wanted == found)
}

/// As [`matches()`], for a pattern some of whose `*` and `?` are literal text (O-54).
pub fn matches_tokens(pattern: &[Token], text: &str) -> bool {
    run(pattern.iter().copied(), text, |wanted, found| wanted == found)
}

/// As [`matches()`], without regard to the case of ASCII letters.
pub fn matches_ignoring_case(pattern: &str, text: &str) -> bool {
    run(pattern.chars().map(Token::from), text, |wanted, found| wanted.eq_ignore_ascii_case(&found))
}

fn run<P: Iterator<Item = Token> + Clone>(
    mut pattern: P,
    text: &str,
    equal: impl Fn(char, char) -> bool,
) -> bool {
    let mut text = text.chars();
    // What stands behind the last star, and the text that the star has not swallowed yet.
    let mut last_star: Option<(P, Chars<'_>)> = None;
    loop {
        let rest = text.clone();
        let step = match (pattern.next(), text.next()) {
            (None, None) => return true,
            (Some(Token::Any), _) => {
                text = rest;
                last_star = Some((pattern.clone(), text.clone()));
                continue;
            }
            (Some(Token::One), Some(_)) => true,
            (Some(Token::Char(wanted)), Some(found)) => equal(wanted, found),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if !step {
            let Some((behind, mut swallowed)) = last_star.take() else {
                return false;
            };
            if swallowed.next().is_none() {
                return false;
            }
            pattern = behind.clone();
            text = swallowed.clone();
            last_star = Some((behind, swallowed));
        }
    }
}

/// Does `text` match a resource pattern of fewer than six parts (M-12)? There a `*` before a `:`
/// or at the end may stand for colons, any other `*` and every `?` may not.
pub fn matches_short_arn(pattern: &str, text: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    // reach[p]: the pattern up to p matches the text read so far. A star that may not cross a
    // colon can be the one to give way, so all places are kept, not the last star alone.
    let mut reach = vec![false; pattern.len() + 1];
    reach.iter_mut().take(1).for_each(|start| *start = true);
    pass_stars(&pattern, &mut reach);
    for character in text.chars() {
        let mut next = vec![false; pattern.len() + 1];
        for (place, &wanted) in pattern.iter().enumerate() {
            if !reach.get(place).copied().unwrap_or(false) {
                continue;
            }
            let behind = pattern.get(place + 1).copied();
            let lands = match wanted {
                '*' if character != ':' || matches!(behind, None | Some(':')) => Some(place),
                '*' => None,
                '?' if character != ':' => Some(place + 1),
                _ if wanted == character => Some(place + 1),
                _ => None,
            };
            if let Some(reached) = lands.and_then(|place| next.get_mut(place)) {
                *reached = true;
            }
        }
        pass_stars(&pattern, &mut next);
        reach = next;
    }
    reach.last().copied().unwrap_or(false)
}

/// A star may stand for nothing: whatever reaches it reaches what is behind it.
fn pass_stars(pattern: &[char], reach: &mut [bool]) {
    for (place, &wanted) in pattern.iter().enumerate() {
        if wanted == '*'
            && reach.get(place).copied().unwrap_or(false)
            && let Some(behind) = reach.get_mut(place + 1)
        {
            *behind = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("?", "", false),
            ("a*b*c", "aXXbYYc", true),
            ("a*b*c", "aXXbYY", false),
            ("*?", "a", true),
            ("**", "abc", true),
            ("?", "é", true),
            ("Re*", "ReEncryptFrom", true),
            ("re*", "ReEncryptFrom", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_star_in_a_short_arn_crosses_colons_only_at_the_end_or_before_one() {
        let key = "arn:aws:kms:us-west-2:111122223333:key/1234";
        for (pattern, expected) in [
            ("*", true),
            ("arn:aws:kms:us-west-2:*", true),
            ("arn:*:key/1234", true),
            ("arn:aws:kms:us-*", true),
            ("arn:*/1234", false),
            ("arn?aws*", false),
        ] {
            assert_eq!(matches_short_arn(pattern, key), expected, "{pattern}");
        }
    }
}
