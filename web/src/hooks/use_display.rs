//! Shows theme and size of the type as they were chosen, and remembers them.

use crate::state::{Theme, View};
use crate::{browser, embed, storage};
use yew::prelude::*;

/// Colours the browser's own frame; in `index.html` each stands for one of the system's themes.
const THEME_COLOURS: [(Theme, &str); 2] = [
    (Theme::Light, "(prefers-color-scheme: light)"),
    (Theme::Dark, "(prefers-color-scheme: dark)"),
];

/// Sets `data-theme` and `data-size`; the system's theme and the usual size are no attributes. A theme
/// that the address asks for is not remembered: nobody here chose it.
#[hook]
pub fn use_display(view: &View) {
    let shown = (view.theme, view.large, view.no_single_keys);
    use_effect_with(shown, |&(theme, large, no_single_keys)| {
        let chosen = (theme != Theme::System).then(|| theme.name());
        show("data-theme", chosen);
        if embed::given().theme != Some(theme) {
            keep(storage::THEME, chosen);
        }
        for (of, query) in THEME_COLOURS {
            let media = match theme {
                Theme::System => query,
                _ if theme == of => "all",
                _ => "not all",
            };
            browser::set_attribute(
                &format!("meta[name=theme-color].{}", of.name()),
                "media",
                media,
            );
        }
        let size = large.then_some("large");
        show("data-size", size);
        keep(storage::SIZE, size);
        keep(storage::SINGLE_KEYS, no_single_keys.then_some("off"));
    });
}

fn show(attribute: &str, value: Option<&str>) {
    match value {
        Some(value) => browser::set_attribute("html", attribute, value),
        None => browser::remove_attribute("html", attribute),
    }
}

fn keep(key: &str, value: Option<&str>) {
    match value {
        Some(value) => _ = storage::write(key, value),
        None => storage::remove(key),
    }
}
