//! What the page's address says: a link in its fragment, or the work that this place shows.

use crate::editor::sys;
use crate::state::{Origin, State, read};
use crate::work;

/// What a fragment says.
#[derive(Debug)]
pub enum Linked {
    /// What a link carries, under an entry of its own.
    Work(State),
    /// A link that cannot be read, and why.
    Unreadable(String),
    /// No link: it is the browser's.
    Nothing,
}

/// The link in the address as it is now.
pub fn linked() -> Linked {
    let fragment = sys::fragment();
    if !is_link(&fragment) {
        return Linked::Nothing;
    }
    match carried(&fragment) {
        Ok(state) => Linked::Work(state.kept_as(work::new_id(), Origin::Link)),
        Err(why) => Linked::Unreadable(why),
    }
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
