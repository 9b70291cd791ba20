//! What the page knows, and everything that can change it.

mod action;
mod build;
mod drafts;
mod entry;
mod few;
mod form;
mod history;
mod reduce;
mod saved;
mod start;
#[expect(clippy::module_inception, reason = "the type has the module's name")]
mod state;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use build::Built;
pub use drafts::{Drafts, Part, Slot};
pub use entry::{Entry, Origin};
pub use few::Few;
pub use history::{History, MAX_ENTRIES, MOST_HELD, PAUSE_MS, Place};
pub use reduce::reduce;
pub use saved::{is_readable, read, save, save_decided};
pub use start::{empty, laid_out, opening, two_accounts};
pub use state::{
    Fallback, LARGE, MatrixTab, Notice, OwnerTab, Panel, Progress, Selected, Shown, State, Target,
    Theme, View, WhyTab, policies_of, suggested_name,
};
