//! The KMS action that somebody meant who wrote one that does not exist.

use super::{Action, ActionSet};
use crate::spelling::distance_within;

/// The action, with its prefix, that was probably meant: of `ReEncrypt`, the name of an operation
/// of two actions, `kms:ReEncrypt*`.
///
/// ```
/// use kms_policy::actions::meant;
/// assert_eq!(meant("kms:ReEncrypt").as_deref(), Some("kms:ReEncrypt*"));
/// assert_eq!(meant("kms:Descrypt").as_deref(), Some("kms:Decrypt"));
/// assert_eq!(meant("decrypt").as_deref(), Some("kms:Decrypt"));
/// assert_eq!(meant("s3:GetObject"), None);
/// ```
pub fn meant(written: &str) -> Option<String> {
    let text: String = written.split_whitespace().collect();
    let name = match text.split_once(':') {
        Some((service, name)) if service.eq_ignore_ascii_case("kms") => name.trim_matches(':'),
        Some(_) => return None,
        None => text.strip_prefix("kms.").unwrap_or(&text),
    };
    if name.contains(':') || name.is_empty() {
        return None;
    }
    if name.eq_ignore_ascii_case("ReEncrypt") {
        return Some("kms:ReEncrypt*".to_owned());
    }
    let plain = name.trim_end_matches('*');
    if name.contains(['*', '?']) && !ActionSet::covered_by(&format!("kms:{name}")).is_empty() {
        return Some(format!("kms:{name}"));
    }
    let star = if plain == name { "" } else { "*" };
    let lower = plain.to_ascii_lowercase();
    // A slip in four characters: more would be another word.
    let within = (plain.chars().count() / 4).min(3);
    Action::all()
        .map(|action| action.bare_name())
        .filter_map(|known| {
            Some((distance_within(&lower, &known.to_ascii_lowercase(), within)?, known))
        })
        .min()
        .map(|(_, known)| format!("kms:{known}{star}"))
}
