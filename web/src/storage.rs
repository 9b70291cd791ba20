//! The browser's storage. It may be absent, refused (in a frame, in private windows), full or
//! cleared at any time: every call answers, none fails. An embed has none: what someone does in a
//! course page is not their work here.

use crate::browser;
use crate::embed;
use crate::work::Refused;
use web_sys::Storage;

/// The theme, unless it is the system's.
pub const THEME: &str = "kms-policy-playground.theme";

/// `large`, where type for a lecture was chosen.
pub const SIZE: &str = "kms-policy-playground.size";
/// `off`, where keys alone do nothing.
pub const SINGLE_KEYS: &str = "kms-policy-playground.single-keys";

/// Whose storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// That of all tabs.
    Browser,
    /// The tab's own: it survives a reload, and a tab that is duplicated has a copy.
    Tab,
}

/// The value of `key` in the browser's storage; `None` where there is none, or no storage.
pub fn read(key: &str) -> Option<String> {
    Area::Browser.read(key)
}

/// Stores `value` in the browser's storage; `false` where it could not be stored.
pub fn write(key: &str, value: &str) -> bool {
    Area::Browser.write(key, value).is_ok()
}

/// Forgets `key` of the browser's storage.
pub fn remove(key: &str) {
    Area::Browser.remove(key);
}

impl Area {
    /// The value of `key`; `None` where there is none, or no storage.
    pub fn read(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok()?
    }

    /// Stores `value`.
    ///
    /// # Errors
    ///
    /// Why it could not be stored.
    pub fn write(self, key: &str, value: &str) -> Result<(), Refused> {
        let storage = self.storage().ok_or(Refused::NoStorage)?;
        storage.set_item(key, value).map_err(|_| Refused::Full)
    }

    /// Forgets `key`.
    pub fn remove(self, key: &str) {
        if let Some(storage) = self.storage() {
            // Where it cannot be removed it cannot be read either.
            let _ = storage.remove_item(key);
        }
    }

    /// The keys that begin so.
    pub fn keys(self, prefix: &str) -> Vec<String> {
        let Some(storage) = self.storage() else {
            return Vec::new();
        };
        let all = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok()?);
        all.filter(|key| key.starts_with(prefix)).collect()
    }

    fn storage(self) -> Option<Storage> {
        let window = browser::window().filter(|_| !embed::given().embed)?;
        match self {
            Self::Browser => window.local_storage().ok()?,
            Self::Tab => window.session_storage().ok()?,
        }
    }
}
