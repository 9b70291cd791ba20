//! The condition key that somebody meant who wrote one that does not exist.

use super::{ConditionKey, KeyName};
use crate::spelling::distance_within;

impl ConditionKey {
    /// The key that was probably meant by one that is none: of another service's prefix, without a
    /// prefix, or misspelt.
    ///
    /// ```
    /// use kms_policy::condition::ConditionKey;
    /// assert_eq!(ConditionKey::meant_by("kms:ViaServices").as_deref(), Some("kms:ViaService"));
    /// assert_eq!(ConditionKey::meant_by("aws:CallerAccount").as_deref(), Some("kms:CallerAccount"));
    /// assert_eq!(ConditionKey::meant_by("aws:PrincipalTags/a").as_deref(), Some("aws:PrincipalTag/a"));
    /// assert_eq!(ConditionKey::meant_by("aws:Weather"), None);
    /// ```
    ///
    /// AWS adds `aws:` keys every year, whose names are those of others and a word: such a one is
    /// another key and no slip.
    ///
    /// ```
    /// use kms_policy::condition::ConditionKey;
    /// assert_eq!(ConditionKey::meant_by("aws:PrincipalOrgOU"), None);
    /// assert_eq!(ConditionKey::meant_by("aws:SourceIpv6"), None);
    /// ```
    pub fn meant_by(written: &str) -> Option<String> {
        let text = written.trim();
        if !Self::read(text).is_unknown() && text != written {
            return Some(text.to_owned());
        }
        let (head, part) = divided(text);
        let name = |key: &str| key.split_once(':').map_or(key, |(_, name)| name).to_lowercase();
        let own = name(head);
        let fits = |known: &KeyName| is_map(*known) != part.is_empty();
        let known = || KeyName::ALL.iter().copied().filter(fits).map(KeyName::spelling);
        let another = known().find(|known| name(trimmed(known)) == own);
        let grows = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
        let within = (own.chars().count() / 5).clamp(1, if grows { 2 } else { 3 });
        let near = || {
            known()
                .filter(|known| !grows || !differs_by_a_word(head, trimmed(known)))
                .filter_map(|known| {
                    Some((distance_within(&own, &name(trimmed(known)), within)?, known))
                })
                .min()
                .map(|(_, known)| known)
        };
        let meant = format!("{}{part}", another.or_else(near)?);
        (!Self::read(&meant).is_unknown()).then_some(meant)
    }
}

fn trimmed(spelling: &str) -> &str {
    spelling.trim_end_matches([':', '/'])
}

/// Is what tells two keys apart a word of either, or long enough for one?
fn differs_by_a_word(a: &str, b: &str) -> bool {
    let same = |(a, b): &(char, char)| a.eq_ignore_ascii_case(b);
    let start = a.chars().zip(b.chars()).take_while(same).count();
    let end = a.chars().rev().zip(b.chars().rev()).take_while(same).count();
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a.len().min(b.len());
    let end = end.min(shorter.saturating_sub(start));
    let is_word = |text: &[char]| {
        let behind = text.len() - end;
        let begins = |at: usize| text.get(at).is_none_or(|letter| !letter.is_ascii_lowercase());
        start < behind && begins(start) && begins(behind)
    };
    a.len().abs_diff(b.len()) > 1 || is_word(&a) || is_word(&b)
}

/// Has the key a variable part?
fn is_map(name: KeyName) -> bool {
    name.spelling().ends_with([':', '/'])
}

/// The fixed and the variable part: behind a slash, or behind the second colon.
fn divided(text: &str) -> (&str, &str) {
    let prefix = text.find(':').map_or(0, |colon| colon + 1);
    let rest = text.get(prefix..).unwrap_or_default();
    match rest.find([':', '/']) {
        Some(at) => {
            let (head, tail) = text.split_at(prefix + at);
            (head, tail.get(1..).unwrap_or_default())
        }
        None => (text, ""),
    }
}
