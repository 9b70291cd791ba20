//! What the page knows, and everything that can change it.

mod action;
mod drafts;
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
pub use drafts::{Drafts, Part, Slot};
pub use few::Few;
pub use history::{History, MAX_ENTRIES, PAUSE_MS, Place};
pub use reduce::reduce;
pub use saved::{restore, save};
pub use start::{laid_out, opening};
pub use state::{
    Fallback, MatrixTab, Notice, OwnerTab, Panel, Progress, Selected, Shown, State, Target, Theme,
    View, WhyTab, policies_of, suggested_name,
};
