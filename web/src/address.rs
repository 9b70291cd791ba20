//! What the page's address says: a link in its fragment, or the work that this place shows.

use crate::editor::sys;
use crate::state::{Origin, State, read};
use crate::work;

/// What the link in the address carries, under an entry of its own, or why it cannot be read; nothing
/// where there is none.
pub fn linked() -> Option<Result<State, String>> {
    let fragment = sys::fragment();
    let read = || carried(&fragment).map(|state| state.kept_as(work::new_id(), Origin::Link));
    is_link(&fragment).then(read)
}

/// What a link carries, an address or its fragment.
///
/// # Errors
///
/// Why it cannot be read, in words.
pub fn carried(link: &str) -> Result<State, String> {
    let text = kms_policy_link::decode(link).map_err(|error| error.to_string())?;
    // A line in it is one of a text that nobody has seen.
    read(&text).map_err(|error| error.without_line())
}

/// Is a text nothing but an address with a link?
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    let fragment = text.find('#').and_then(|at| text.get(at..));
    text.starts_with("http") && fragment.is_some_and(is_link)
}

/// Is a link in the address?
pub fn has_link() -> bool {
    is_link(&sys::fragment())
}

fn is_link(fragment: &str) -> bool {
    !fragment.is_empty() && kms_policy_link::is_link(fragment)
}
