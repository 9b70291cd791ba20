//! The text of a link.

use crate::deflate::{self, Unpacked};
use crate::{DICTIONARY, MAX_FRAGMENT, MAX_TEXT, VERSION};
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError as Base64Error, Engine as _};

/// What is wrong with a link. Each says what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// There is no fragment, or one that does not begin with a digit.
    #[error(
        "this is no link of the playground: behind its # must stand a digit and what is shared"
    )]
    NoLink,
    /// A version that is not known yet.
    #[error(
        "the link is of version {0}, and this program reads up to version {VERSION}: load the page anew, or take a newer program"
    )]
    Newer(char),
    /// Longer than any link: its characters.
    #[error("the link has {0} characters, and {MAX_FRAGMENT} are the limit")]
    TooLong(usize),
    /// A character that stands in no link, and its place, counted from 1 behind the `#`.
    #[error(
        "character {at} behind the # is {found:?}, which stands in no link: copy the link once more"
    )]
    Character {
        /// The place, in characters.
        at: usize,
        /// The character.
        found: char,
    },
    /// The end is missing.
    #[error("the end of the link is missing: copy it once more, as a whole")]
    CutOff,
    /// Something in it was changed.
    #[error("the link is damaged: copy it once more from where it came from")]
    Damaged,
    /// It holds more than a link may.
    #[error("the link holds more than {MAX_TEXT} bytes, which no link of the playground does")]
    TooLarge,
}

/// With or without the padding that some programs add; the bits behind the last byte are not looked at.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Is the fragment of an address meant as a link? Others are left to the browser.
///
/// ```
/// assert!(kms_policy_link::is_link("#1q1Yq"));
/// assert!(!kms_policy_link::is_link("#matrix"));
/// ```
pub fn is_link(fragment: &str) -> bool {
    fragment.strip_prefix('#').unwrap_or(fragment).starts_with(|first: char| first.is_ascii_digit())
}

/// The text that a link carries: of an address, or of a fragment with or without its `#`.
///
/// White space is passed over, since mail breaks long lines; so is what closes a sentence behind a
/// link. Bounded in time and memory by [`MAX_FRAGMENT`] and [`MAX_TEXT`], whatever it is given.
///
/// # Errors
///
/// What is wrong with the link, and what to do.
pub fn decode(link: &str) -> Result<String, DecodeError> {
    let link = link.trim();
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
    let mut characters = fragment.chars().filter(|one| !one.is_whitespace());
    match characters.next() {
        Some(VERSION) => {}
        Some(newer) if newer.is_ascii_digit() && newer > VERSION => {
            return Err(DecodeError::Newer(newer));
        }
        _ => return Err(DecodeError::NoLink),
    }
    if fragment.len() > MAX_FRAGMENT {
        return Err(DecodeError::TooLong(fragment.chars().count()));
    }
    let coded: String = characters.collect();
    let coded = coded.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'']);
    let packed = BASE64.decode(coded).map_err(|error| match error {
        Base64Error::InvalidByte(..) => odd_character(fragment),
        _ => DecodeError::CutOff,
    })?;
    let text = match deflate::unpack(&packed, DICTIONARY.as_bytes(), MAX_TEXT) {
        Unpacked::Whole(text) => text,
        Unpacked::CutOff => return Err(DecodeError::CutOff),
        Unpacked::Damaged => return Err(DecodeError::Damaged),
        Unpacked::TooLarge => return Err(DecodeError::TooLarge),
    };
    String::from_utf8(text).map_err(|_| DecodeError::Damaged)
}

/// The first character that stands in no link.
fn odd_character(fragment: &str) -> DecodeError {
    let is_odd = |one: char| !one.is_ascii_alphanumeric() && !matches!(one, '-' | '_');
    let odd = |(_, one): &(usize, char)| is_odd(*one) && !one.is_whitespace();
    match fragment.chars().enumerate().find(odd) {
        Some((at, found)) => DecodeError::Character { at: at + 1, found },
        None => DecodeError::Damaged,
    }
}
