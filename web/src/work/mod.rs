//! The work that is kept in the browser: an entry for every scenario that was opened and changed.
//!
//! An entry is a text of its own in the browser's storage, which one tab at a time writes
//! (`web/js/hold.js`). What was opened and not changed, and what cannot be written there, is kept in
//! the tab's own storage, which lives as long as the tab and over its reloads.

mod entries;
mod store;

pub use entries::{Kept, MOST, next_to_go};
pub use store::{
    Refused, all, forget_all, is_here, keep, keep_instead, last, make_room, new_id, read, remove,
};
