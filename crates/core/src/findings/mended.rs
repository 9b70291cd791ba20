//! A document with everything mended that is certain.

use super::of_text;
use crate::policy::PolicyKind;
use crate::report::{Edit, Finding, Repair};
use crate::text::Encoding;

/// So many repairs are carried out: should two undo each other, it ends.
const MOST: usize = 1_000;

/// The text after every repair that needs no look: the only one of its finding, and
/// certain. Each time the text is looked at anew: a repair moves what stands behind
/// it, and may mend more than one thing.
///
/// ```
/// use kms_policy::{findings::mended, policy::PolicyKind};
/// let kind = PolicyKind::Identity { managed: false };
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "allow", "Action": ["kms:Descrypt", "kms:*", "kms:Sign"], "Resource": "*",}}"#;
/// // Which action is meant is left to its author.
/// let after = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["kms:Descrypt", "kms:*"], "Resource": "*"}}"#;
/// assert_eq!(mended(text, kind), after);
/// ```
pub fn mended(text: &str, kind: PolicyKind) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST {
        let found = of_text(&text, kind, Encoding::Chars);
        let next = found
            .iter()
            .filter_map(only)
            .find_map(|repair| carried_out(repair, &text).filter(|after| *after != text));
        let Some(after) = next else { break };
        text = after;
    }
    text
}

fn only(finding: &Finding) -> Option<&Repair> {
    match finding.repairs.as_slice() {
        [repair] if repair.certain => Some(repair),
        _ => None,
    }
}

/// The text after one repair; `None` where it is about anything but the text.
fn carried_out(repair: &Repair, text: &str) -> Option<String> {
    repair.edits.iter().try_fold(text.to_owned(), |text, edit| match edit {
        Edit::Text { span, text: new, .. } => {
            Some([text.get(..span.start)?, new, text.get(span.end..)?].concat())
        }
        Edit::Set { .. } => None,
    })
}
