//! The browser's local storage. It may be absent, refused (in a frame, in private windows), full
//! or cleared at any time: every call answers, none fails.

use crate::browser;
use web_sys::Storage;

/// The work in progress.
pub const WORK: &str = "kms-policy-playground.work";
/// Saved work that could not be read, kept for whoever wants to rescue it.
pub const UNREADABLE_WORK: &str = "kms-policy-playground.work.unreadable";
/// The theme, unless it is the system's.
pub const THEME: &str = "kms-policy-playground.theme";

/// `large`, where type for a lecture was chosen.
pub const SIZE: &str = "kms-policy-playground.size";
/// `off`, where keys alone do nothing.
pub const SINGLE_KEYS: &str = "kms-policy-playground.single-keys";

/// The value of `key`; `None` where there is none, or no storage.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores `value`; `false` where it could not be stored.
pub fn write(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets `key`.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // Where it cannot be removed it cannot be read either.
        let _ = storage.remove_item(key);
    }
}

fn storage() -> Option<Storage> {
    browser::window()?.local_storage().ok()?
}
