//! The page's side effects, one a file.

mod use_address;
mod use_cells;
mod use_copy;
mod use_derived;
mod use_display;
mod use_embed;
mod use_error_reader;
mod use_inspector;
mod use_keys;
mod use_media;
mod use_print;
mod use_settled;
mod use_work;

pub use use_address::use_address;
pub use use_cells::use_cells;
pub use use_copy::{Copied, use_copy};
pub use use_derived::use_derived;
pub use use_display::use_display;
pub use use_embed::{Embed, LINK_FIELD, use_embed};
pub use use_error_reader::{ErrorReader, use_error_reader};
pub use use_inspector::use_inspector;
pub use use_keys::use_keys;
pub use use_media::use_media;
pub use use_print::use_print;
pub use use_settled::use_settled;
pub use use_work::{Trouble, Work, use_work, with_held};
