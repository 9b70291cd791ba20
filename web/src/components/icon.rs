//! Icons: drawn in the text's colour, never read out.

use yew::prelude::*;

/// An icon of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Undo,
    Redo,
    StartAgain,
    System,
    Light,
    Dark,
    Add,
    Rename,
    Remove,
    Copy,
    Close,
    Fold,
    Error,
    Scenarios,
    Build,
    Up,
    Down,
    File,
    Menu,
    Large,
    Open,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Undo => "M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H6",
            Self::Redo => "M10 3l3.5 3.5L10 10M13 6.5H6.5a4 4 0 0 0 0 8H10",
            Self::StartAgain => "M3.2 5.5A5.5 5.5 0 1 1 2.5 8.6M3 2v3.7h3.7",
            Self::System => "M2 3h12v8H2zM5.5 14h5M8 11v3",
            Self::Light => {
                "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1"
            }
            Self::Dark => "M13.5 9.6A6 6 0 1 1 6.4 2.5a4.7 4.7 0 0 0 7.1 7.1z",
            Self::Add => "M8 3v10M3 8h10",
            Self::Rename => "M2.5 13.5l.7-3L11 2.7l2.3 2.3-7.8 7.8zM9.5 4.2l2.3 2.3",
            Self::Remove => "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5",
            Self::Copy => "M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Fold => "M4 6.5 8 10.5 12 6.5",
            Self::Menu => "M2 4h12M2 8h12M2 12h12",
            Self::Large => "M1.5 13 5.5 3l4 10M2.9 9.5h5.2M10 13l2.5-6 2.5 6M10.8 11h3.4",
            Self::Scenarios => {
                "M2.5 2.5h4.5v4.5h-4.5zM9 2.5h4.5v4.5h-4.5zM2.5 9h4.5v4.5h-4.5zM9 9h4.5v4.5h-4.5z"
            }
            Self::Build => "M2.5 4h11M2.5 8h11M2.5 12h11M5.5 2.5v3M10.5 6.5v3M7 10.5v3",
            Self::Up => "M8 13V3M4 7l4-4 4 4",
            Self::Down => "M8 3v10M4 9l4 4 4-4",
            Self::File => "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 8h5M5.5 11h5",
            Self::Open => "M9 2.5h4.5V7M13.5 2.5 7.5 8.5M6.5 3.5h-4v10h10v-4",
            Self::Error => "M8 2.2 14.5 13.5h-13zM8 6.5v3M8 11.4v.1",
        }
    }

    /// It as an image without a name.
    pub fn draw(self) -> Html {
        html! {
            <svg class={classes!("icon", matches!(self, Self::Undo | Self::Redo).then_some("has-direction"))} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none"
                stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">
                <path d={self.path()} />
            </svg>
        }
    }
}
