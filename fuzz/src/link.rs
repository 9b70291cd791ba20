//! A link of a stranger.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use kms_policy_link::{EncodeError, MAX_FRAGMENT, MAX_TEXT, decode, encode, is_link, length};

/// The bytes are a link as people paste it, and what the text of a link packs.
pub fn holds(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        check(text);
    }
    check(&of(bytes));
}

/// The link that packs these bytes: changed by hand or by chance, they are DEFLATE more often than a
/// changed text is.
pub fn of(packed: &[u8]) -> String {
    format!("#1{}", BASE64_URL_SAFE_NO_PAD.encode(packed))
}

/// What a link packs: the bytes behind its version.
pub fn packed(fragment: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(&fragment[2..]).expect("a link of ours")
}

fn check(link: &str) {
    let _ = is_link(link);
    let text = match decode(link) {
        Ok(text) => text,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    assert!(text.len() <= MAX_TEXT, "{} bytes", text.len());
    assert!(link.trim().len() > 1, "a link of nothing");
    match encode(&text) {
        Ok(again) => {
            assert!(again.len() - 1 <= MAX_FRAGMENT, "{} characters", again.len());
            assert_eq!(decode(&again).as_deref(), Ok(&*text));
        }
        // Others pack better than we do: then the same text may have no link of ours.
        Err(error) => {
            assert!(matches!(error, EncodeError::Fragment(_)), "{error}");
            assert!(length(&text) - 1 > MAX_FRAGMENT, "{error}");
        }
    }
}
