//! The page's side effects, one a file.

mod use_cells;
mod use_copy;
mod use_error_reader;
mod use_inspector;
mod use_media;
mod use_settled;
mod use_theme;
mod use_undo_keys;
mod use_work;

pub use use_cells::use_cells;
pub use use_copy::{Copied, use_copy};
pub use use_error_reader::{ErrorReader, use_error_reader};
pub use use_inspector::use_inspector;
pub use use_media::use_media;
pub use use_settled::use_settled;
pub use use_theme::use_theme;
pub use use_undo_keys::use_undo_keys;
pub use use_work::{Trouble, Work, use_work, with_held};
