//! What is thrown.

use crate::input::Source;
use kms_policy::scenario::{ReadError, ScenarioError};
use kms_policy_link::{DecodeError, EncodeError};
use serde::Serialize;

/// Why there is no answer. `code` is for programs, `message` for people: it says what is wrong and
/// what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What is wrong: stable.
    pub code: ErrorCode,
    /// What is wrong and what to do about it, in English.
    pub message: String,
    /// The value or member that is meant, as a JSON Pointer; empty for the whole. It begins at the
    /// scenario, or at the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The line in the text that was given, from 1. An object has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column in the text that was given, in UTF-16 units from 1. An object has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// It is not JSON, is of a newer version, has an unknown field or a value of another type.
    UnreadableScenario,
    /// The scenario names something that does not exist, such as an account without twelve digits.
    InvalidScenario,
    /// The request cannot be read, or is not one of the scenario.
    InvalidRequest,
    /// No policy is of this kind.
    UnknownKind,
    /// There is no link in the text.
    NoLink,
    /// The link was made by a newer version.
    NewerLink,
    /// The link is longer than any link is, or would be.
    LinkTooLong,
    /// It holds more than a link may.
    LinkTooLarge,
    /// A character of it stands in no link.
    LinkCharacter,
    /// Its end is missing.
    LinkCutOff,
    /// Something in it was changed.
    LinkDamaged,
    /// A fault of this package.
    Internal,
}

impl Error {
    /// An error of something that has no place.
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), pointer: None, line: None, column: None }
    }

    /// What could not be read of `source`.
    pub(crate) fn read(code: ErrorCode, error: ReadError, source: Source<'_>) -> Self {
        let ReadError { pointer, message, line, column, .. } = error;
        let place = source.is_written.then(|| (line, utf16_column(source.text, line, column)));
        let (line, column) = place.unzip();
        Self { code, message, pointer: Some(pointer), line, column }
    }

    /// The first thing that is wrong with a scenario, which was read from nowhere.
    pub(crate) fn invalid(errors: Vec<ScenarioError>) -> Self {
        let first = errors.into_iter().next();
        let (pointer, message) = first.map(|one| (one.pointer, one.message)).unzip();
        Self { pointer, ..Self::new(ErrorCode::InvalidScenario, message.unwrap_or_default()) }
    }

    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        let told = format!("please report this fault of the package: {error}");
        Self::new(ErrorCode::Internal, told)
    }

    /// The error as JSON. It is all strings and numbers: were it not, its message would be told.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| self.message.clone())
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        let code = match error {
            DecodeError::NoLink => ErrorCode::NoLink,
            DecodeError::Newer(_) => ErrorCode::NewerLink,
            DecodeError::TooLong(_) => ErrorCode::LinkTooLong,
            DecodeError::TooLarge => ErrorCode::LinkTooLarge,
            DecodeError::Character { .. } => ErrorCode::LinkCharacter,
            DecodeError::CutOff => ErrorCode::LinkCutOff,
            // And what a later version tells apart.
            _ => ErrorCode::LinkDamaged,
        };
        Self::new(code, error.to_string())
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        let code = match error {
            EncodeError::Text(_) => ErrorCode::LinkTooLarge,
            _ => ErrorCode::LinkTooLong,
        };
        Self::new(code, error.to_string())
    }
}

/// The column in UTF-16 units of one that counts characters.
fn utf16_column(text: &str, line: usize, column: usize) -> usize {
    let text = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    1 + text.chars().take(column.saturating_sub(1)).map(char::len_utf16).sum::<usize>()
}
