//! How long a link is, and what makes it so.

use crate::{DICTIONARY, VERSION, deflate};

/// Up to this many characters a link goes through everything that people send links with.
pub const LONG: usize = 2_000;

/// From this many characters on many programs cut a link off.
pub const VERY_LONG: usize = 8_000;

/// How long a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// At most [`LONG`] characters.
    Short,
    /// At most [`VERY_LONG`] characters: some chats, mail programs and QR codes do not take it.
    Long,
    /// More: share it as a file.
    VeryLong,
}

/// How long a link of so many characters is.
///
/// ```
/// use kms_policy_link::{LONG, Size, size};
/// assert_eq!((size(LONG), size(LONG + 1)), (Size::Short, Size::Long));
/// ```
pub fn size(characters: usize) -> Size {
    if characters <= LONG {
        Size::Short
    } else if characters <= VERY_LONG {
        Size::Long
    } else {
        Size::VeryLong
    }
}

/// How many characters the fragment of a `Share` takes, `#` included, also where that is more than a
/// link may have.
pub fn length(share: &str) -> usize {
    let packed = deflate::pack(share.as_bytes(), DICTIONARY.as_bytes()).len();
    // Base64 without padding: four characters for three bytes.
    1 + VERSION.len_utf8() + (packed * 4).div_ceil(3)
}

/// How many characters a link would be shorter without each of its parts, the most first. A part comes
/// with the `Share` that is left without it; one that saves nothing is not told.
///
/// ```
/// let share = r#"{"version":1,"scenario":{"version":1,"title":"Key of Zoë","description":"Why not?"}}"#;
/// let without_title = r#"{"version":1,"scenario":{"version":1,"description":"Why not?"}}"#;
/// let without_both = r#"{"version":1,"scenario":{"version":1}}"#;
/// let parts = [("title", without_title.to_owned()), ("both", without_both.to_owned())];
/// let savings = kms_policy_link::savings(share, parts);
/// assert_eq!(savings.iter().map(|(part, _)| *part).collect::<Vec<_>>(), ["both", "title"]);
/// assert!(savings[0].1 > savings[1].1 && savings[1].1 > 0);
/// ```
pub fn savings<P>(share: &str, parts: impl IntoIterator<Item = (P, String)>) -> Vec<(P, usize)> {
    let whole = length(share);
    let mut savings: Vec<(P, usize)> = Vec::new();
    for (part, rest) in parts {
        let saved = whole.saturating_sub(length(&rest));
        if saved > 0 {
            // In its place at once: there are few, and a sort of the standard library is 4 KB of a page.
            let place = savings.partition_point(|(_, more)| *more >= saved);
            savings.insert(place, (part, saved));
        }
    }
    savings
}
