//! Links of the KMS Policy Playground: a text in the public format `Share` as the fragment of an
//! address, and back.
//!
//! A fragment is a version character and base64url of raw DEFLATE. The version names the preset
//! dictionary as well, the vocabulary of policies, so that a link says only what is its own. Servers
//! never see a fragment; whoever has the link can read all of it.
//!
//! A link lives for years: what a version means never changes, and every version ever released is
//! read. `tests/links/` holds a link of each.
//!
//! ```
//! let share = r#"{"version":1,"scenario":{"version":1,"title":"Shared with Zoë"}}"#;
//! let fragment = kms_policy_link::encode(share)?;
//! assert!(fragment.starts_with("#1"));
//! let url = format!("https://playground.example/{fragment}");
//! assert_eq!(kms_policy_link::decode(&url)?, share);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// A link comes from a stranger.
#![warn(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

mod decode;
mod deflate;
mod encode;
mod size;

pub use decode::{DecodeError, decode, is_link};
pub use encode::{EncodeError, encode};
pub use size::{LONG, Size, VERY_LONG, length, savings, size};

/// The version that is written: `1`.
pub const VERSION: char = '1';

/// The longest fragment, without its `#`, in characters.
pub const MAX_FRAGMENT: usize = 64 * 1024;

/// The longest text, in bytes.
pub const MAX_TEXT: usize = 2 * 1024 * 1024;

/// The preset dictionary of version 1. What is rare stands first: what stands last costs least.
const DICTIONARY: &str = include_str!("dictionary-1.txt");

/// The example of README.md is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
