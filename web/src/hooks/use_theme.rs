//! Shows the chosen theme and remembers it.

use crate::state::Theme;
use crate::{browser, storage};
use yew::prelude::*;

/// Sets `data-theme`; the system's theme is no attribute.
#[hook]
pub fn use_theme(theme: Theme) {
    use_effect_with(theme, |theme| {
        if *theme == Theme::System {
            browser::remove_root_attribute("data-theme");
            storage::remove(storage::THEME);
        } else {
            browser::set_root_attribute("data-theme", theme.name());
            storage::write(storage::THEME, theme.name());
        }
    });
}
