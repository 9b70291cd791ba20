//! A text as a link.

use crate::{DICTIONARY, MAX_FRAGMENT, MAX_TEXT, VERSION, deflate};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// Why there is no link of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The text alone is too long: its bytes.
    #[error("the text has {0} bytes, and a link holds {MAX_TEXT} at most: share it as a file")]
    Text(usize),
    /// The link would be too long: its characters.
    #[error(
        "the link would have {0} characters, and {MAX_FRAGMENT} are the limit: share it as a file"
    )]
    Fragment(usize),
}

/// The fragment of a link, `#` included, that carries `share`, a text in the public format `Share`.
///
/// # Errors
///
/// The text, or the link, is longer than links may be.
pub fn encode(share: &str) -> Result<String, EncodeError> {
    if share.len() > MAX_TEXT {
        return Err(EncodeError::Text(share.len()));
    }
    let packed = deflate::pack(share.as_bytes(), DICTIONARY.as_bytes());
    let mut fragment = format!("#{VERSION}");
    BASE64_URL_SAFE_NO_PAD.encode_string(packed, &mut fragment);
    match fragment.len() - 1 {
        length if length > MAX_FRAGMENT => Err(EncodeError::Fragment(length)),
        _ => Ok(fragment),
    }
}
