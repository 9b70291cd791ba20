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
        let within = (own.chars().count() / 5).clamp(1, 3);
        let near = || {
            known()
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
