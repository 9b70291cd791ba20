//! Repairs carried out.

use kms_policy::findings::of_text;
use kms_policy::policy::PolicyKind;
use kms_policy::report::{Edit, Repair};
use kms_policy::text::Encoding;

/// So many repairs are carried out: should two undo each other, it ends.
const MOST: usize = 1_000;

/// The text after the first repair of everything that has one. Each time it is looked at anew: a
/// repair moves what stands behind it, and may mend more than one thing.
pub fn repaired(text: &str, kind: PolicyKind) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST {
        let found = of_text(&text, kind, Encoding::Chars);
        let next = found.iter().flat_map(|finding| finding.repairs.first());
        let Some(after) =
            next.filter_map(|repair| after(&text, repair)).find(|after| *after != text)
        else {
            break;
        };
        text = after;
    }
    text
}

/// The text after one repair; `None` where it is about anything but the text.
fn after(text: &str, repair: &Repair) -> Option<String> {
    repair.edits.iter().try_fold(text.to_owned(), |text, edit| match edit {
        Edit::Text { span, text: new, .. } => {
            Some([text.get(..span.start)?, new, text.get(span.end..)?].concat())
        }
        Edit::Set { .. } => None,
    })
}
