//! The newer policy language.

use crate::edit::{insert_member, replace_string};
use crate::json::Node;
use crate::report::Edit;

pub(super) const VERSION: &str = "2012-10-17";

/// Writes it, in the place of another version where there is one.
pub(super) fn newer(root: &Node, text: &str) -> Option<Edit> {
    match root.get("Version") {
        Some(version) => Some(replace_string(version.span, VERSION)),
        None => insert_member(root, text, "Version", &format!("\"{VERSION}\"")),
    }
}
